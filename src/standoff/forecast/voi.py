"""voi(scenario): what information is worth to a party; in a game it can be worth less than nothing.

Three different things are computed and never mixed:

- public: the party sees a hidden dimension and everybody knows that it does. The others change
  their play, so the value has either sign, for the one who learns too.
- private: the party sees it and nobody knows. The others play on as before, so with exact best
  replies the value is never negative; choices that err can make it slightly so.
- reveal: everybody sees a dimension of the party's own, a rule that holds before its type is known.

Values of parameters are of a fourth kind, see `standoff.forecast.evppi`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice as near
from standoff.errors import UsageError
from standoff.forecast.advise import next_turns, paired, solved_parts, unit_of
from standoff.forecast.bands import band
from standoff.forecast.evppi import Evppi, evppi
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.pairs import weights_of
from standoff.forecast.plan import structures_of
from standoff.forecast.worth import kind_label, own_dimensions
from standoff.game import Budget, Game, Numbers, compile_game, layout_of, numbers_at
from standoff.game.fixing import fixed
from standoff.scenario.model import NOBODY, Scenario
from standoff.solve import solve
from standoff.solve.playing import payoffs_to_go

Array = np.ndarray[Any, Any]
Progress = Callable[[str, int, int], None]

BLOCK_BYTES = 150_000_000
"""Draws are looked ahead from in blocks whose arrays stay near this."""
WAYS = ("public", "private")


@dataclass(frozen=True)
class Payoffs:
    """Expected payoffs of a solved game, in the file's unit, nan where not solved.

    Attributes:
        parties: of every party (P, B).
        kinds: of one party, by its type at the start (T, B).
    """

    parties: Array
    kinds: Array


@dataclass(frozen=True)
class Value:
    """What it changes that somebody sees some hidden dimensions.

    Attributes:
        dimensions: indices of the hidden dimensions.
        how: `public`, `private` or `reveal`.
        change: of the expected payoff of every party, per draw (P, B).
        kinds: of the expected payoff of the party, by its type (T, B).
    """

    dimensions: tuple[int, ...]
    how: str
    change: Array
    kinds: Array


@dataclass(frozen=True)
class Voi:
    """What information is worth to one party.

    Attributes:
        record: the forecast without it.
        party: player index.
        values: one for each set of hidden dimensions and each way of seeing it.
        parameters: what knowing a parameter is worth for the next move; None if it has none.
        left_aside: number of observations of the file; values are those at the start.
    """

    record: Forecast
    party: int
    values: tuple[Value, ...]
    parameters: Evppi | None
    left_aside: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the values as plain data, the largest first."""
        scenario = self.record.scenario
        values = [self._value(one) for one in self.values]
        values.sort(key=lambda one: -(one["value"]["mean"] or 0.0))
        return {
            "format": 1,
            "version": version("standoff"),
            "study": "voi",
            "scenario": scenario.name,
            "title": scenario.title,
            "hash": scenario.hash,
            "seed": self.record.seed,
            "draws": self.record.draws,
            "solved": int(self.record.solution.solved.sum()),
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "unit": unit_of(scenario),
            "parties": {party.id: party.name for party in scenario.parties},
            "party": scenario.parties[self.party].id,
            "perception": "everybody plays one crisis (level 0)",
            "observations_left_aside": self.left_aside,
            "values": values,
            "parameters": None if self.parameters is None else self.parameters.to_json(scenario),
        }

    def _value(self, one: Value) -> dict[str, Any]:
        scenario, weights = self.record.scenario, weights_of(self.record)
        own = one.change[self.party]
        there = own[np.isfinite(own)]
        return {
            "id": "+".join(scenario.full_name(scenario.privates[k]) for k in one.dimensions),
            "dimensions": [self._dimension(k) for k in one.dimensions],
            "how": one.how,
            "pairs": len(there),
            "value": paired(own, weights),
            "band": band(own, weights),
            "helps": float((there > 0).mean()) if len(there) else None,
            "changes": {
                party.id: paired(one.change[p], weights) for p, party in enumerate(scenario.parties)
            },
            "types": [
                {"type": label, **paired(one.kinds[k], weights)}
                for k, label in enumerate(_kind_labels(scenario, self.party))
            ],
        }

    def _dimension(self, k: int) -> dict[str, Any]:
        scenario = self.record.scenario
        private = scenario.privates[k]
        owner = None if private.party == NOBODY else scenario.parties[private.party].id
        name = private.id.replace("_", " ")
        title = name if owner is None else f"{scenario.parties[private.party].name}, {name}"
        return {
            "id": scenario.full_name(private),
            "title": title,
            "owner": owner,
            "means": private.means,
        }


def voi(  # noqa: PLR0913 (one argument for each choice of the user)
    scenario: Scenario,
    *,
    party: str,
    ways: Sequence[str] = WAYS,
    reveal: bool = False,
    draws: int = 200,
    seed: int = 1,
    threads: int | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> Voi:
    """Return what it is worth to a party to see what it does not see, or to show what it holds.

    Args:
        scenario: a resolved scenario. Everybody plays one crisis from its start: views and what
            was observed are left aside.
        party: id of the party that learns, or shows.
        ways: `public`, `private` or both.
        reveal: also value showing its own hidden dimensions to everybody.
        draws: number of draws; all variants are solved on the same ones.
        seed: of the draws.
        threads: worker threads of the solver.
        budget: what each game may need.
        progress: called as progress(stage, done, total).

    Raises:
        UsageError: there is no such party, or it has nothing to show.
        GameTooLargeError: a game is over the budget.
    """
    player = _player(scenario, party)
    left_aside = len(scenario.observed)
    scenario = replace(scenario, observed=())
    unseen = [k for k, p in enumerate(scenario.privates) if not p.seen_by(player) and not p.choice]
    own = _to_reveal(scenario, player) if reveal else []
    options: dict[str, Any] = {"draws": draws, "seed": seed, "level": 0}
    options |= {"threads": threads, "budget": budget, "progress": progress}
    base = forecast(scenario, **options)
    before = payoffs_of(base, player)
    values = []
    for some in _sets(unseen):
        variant = seen_by(scenario, some, frozenset({player}))
        for how in ways:
            if how == "public":
                after = payoffs_of(forecast(variant, **options), player, scenario)
            else:
                after = _in_private(base, some, player, threads, budget, progress)
            values.append(_value(some, how, before, after))
    everybody = frozenset(range(len(scenario.parties)))
    for some in _sets(own):
        shown = seen_by(scenario, some, everybody)
        after = payoffs_of(forecast(shown, **options), player, scenario)
        values.append(_value(some, "reveal", before, after))
    turn = [t for t in next_turns(base) if scenario.turns[t].mover == player]
    known = evppi(base, turn[0], seed) if turn and base.solution.solved.any() else None
    return Voi(base, player, tuple(values), known, left_aside)


def seen_by(scenario: Scenario, dimensions: Sequence[int], players: frozenset[int]) -> Scenario:
    """Return the scenario in which some players see some hidden dimensions, as all know."""
    privates = [
        replace(private, viewers=private.viewers | players) if k in dimensions else private
        for k, private in enumerate(scenario.privates)
    ]
    return replace(scenario, privates=tuple(privates))


def payoffs_of(record: Forecast, party: int, told: Scenario | None = None) -> Payoffs:
    """Return the expected payoffs of a forecast, and those of one party by its own type.

    Args:
        record: a forecast.
        party: player index.
        told: the scenario in which the party's types are told apart, that of the record unless
            more is seen in it.
    """
    scenario = told or record.scenario
    count = len(_kind_labels(scenario, party))
    out = Payoffs(
        np.full((len(scenario.parties), record.draws), np.nan),
        np.full((count, record.draws), np.nan),
    )
    for game, numbers, strategy, draws in solved_parts(record):
        made = _expected(scenario, game, numbers, strategy, party)
        out.parties[:, draws], out.kinds[:, draws] = made.parties, made.kinds
    return out


def _expected(
    scenario: Scenario, game: Game, numbers: Numbers, strategy: Array, party: int
) -> Payoffs:
    """Return the expected payoffs of B draws of one game."""
    parties = np.empty((len(game.players), numbers.n_draws))
    dealt = layout_of(game).profiles.dealt
    of_kind = _kind_of_profile(scenario, game, party)
    kinds = np.empty((int(of_kind.max(initial=0)) + 1, numbers.n_draws))
    width = max(1, BLOCK_BYTES // (8 * game.n_nodes * len(game.players)))
    for start in range(0, numbers.n_draws, width):
        here = slice(start, min(start + width, numbers.n_draws))
        block = numbers.block(here.start, here.stop)
        ahead = payoffs_to_go(game, block, strategy[:, here])
        parties[:, here] = ahead[0]
        if dealt == 1:
            kinds[:, here] = ahead[0, party]
            continue
        prob = block.prob[game.edge_prob[:dealt]]
        value = prob * ahead[game.edge_child[:dealt], party]
        chosen = (of_kind == np.arange(len(kinds))[:, None]).astype(float)
        with np.errstate(all="ignore"):
            kinds[:, here] = (chosen @ value) / (chosen @ prob)
    return Payoffs(parties / scenario.payoff_scale, kinds / scenario.payoff_scale)


def _kind_of_profile(scenario: Scenario, game: Game, party: int) -> Array:
    """Return the party's type in each dealt profile, as `_kind_labels` numbers them."""
    profiles = layout_of(game).profiles
    codes = profiles.codes[: profiles.dealt][:, own_dimensions(scenario, party)]
    if not codes.shape[1]:
        return np.zeros(profiles.dealt, dtype=np.int64)
    return np.unique(codes, axis=0, return_inverse=True)[1].reshape(-1)


def _kind_labels(scenario: Scenario, party: int) -> list[str]:
    """Return the types that a party can have at the start, in words."""
    import itertools

    sizes = [range(len(scenario.privates[k].values)) for k in own_dimensions(scenario, party)]
    return [kind_label(scenario, party, kind) for kind in itertools.product(*sizes)]


def _in_private(
    base: Forecast,
    dimensions: Sequence[int],
    player: int,
    threads: int | None,
    budget: Budget | None,
    progress: Progress | None,
) -> Payoffs:
    """Return the payoffs when a player sees more and nobody knows: the others play as in base."""
    scenario = base.scenario
    out = Payoffs(
        np.full((len(scenario.parties), base.draws), np.nan),
        np.full((len(_kind_labels(scenario, player)), base.draws), np.nan),
    )
    written = base.parts or (base,)
    structures = structures_of(scenario, base.on)
    for part, structure in zip(written, structures, strict=True):
        good = np.flatnonzero(part.solution.solved)
        if not len(good):
            continue
        wider = seen_by(part.scenario, dimensions, frozenset({player}))
        game = compile_game(wider, budget=budget, draws=len(good))
        numbers = numbers_at(wider, game, part.parameters[:, good])
        given = played_by_others(part.game, part.solution.strategy[:, good], game, player)
        held = game.infoset_player != player
        rest = fixed(game, numbers, given, held)
        answer = solve(rest.game, rest.numbers, threads=threads, check_branch=0, progress=progress)
        made = _expected(scenario, game, numbers, rest.whole(answer.strategy), player)
        draws = structure.draws[good][answer.solved]
        out.parties[:, draws] = made.parties[:, answer.solved]
        out.kinds[:, draws] = made.kinds[:, answer.solved]
    return out


def played_by_others(base: Game, strategy: Array, wider: Game, player: int) -> Array:
    """Return the others' strategy in a game in which one player sees more; uniform for that player.

    Information sets are matched by player and label, which tells turn, public past and type; what
    the others see is the same in both games.

    Args:
        base: the game that was solved.
        strategy: its solution (X, B).
        wider: the game in which the player sees more.
        player: index of that player.

    Returns:
        Choice probabilities of the wider game (X', B).
    """
    widths = np.diff(wider.action_start)
    out = np.repeat(1.0 / widths, widths)[:, None] * np.ones(strategy.shape[1])
    place = {
        (int(owner), label): k
        for k, (owner, label) in enumerate(
            zip(base.infoset_player.tolist(), base.infoset_labels, strict=True)
        )
    }
    labels = zip(wider.infoset_player.tolist(), wider.infoset_labels, strict=True)
    for k, (owner, label) in enumerate(labels):
        if owner != player:
            source = place[owner, label]
            start, stop = base.action_start[source], base.action_start[source + 1]
            out[wider.action_start[k] : wider.action_start[k + 1]] = strategy[start:stop]
    return out


def _value(some: Sequence[int], how: str, before: Payoffs, after: Payoffs) -> Value:
    change, kinds = after.parties - before.parties, after.kinds - before.kinds
    return Value(tuple(some), how, change, kinds)


def _sets(dimensions: list[int]) -> list[list[int]]:
    """Return each dimension by itself, and all of them together where there are several."""
    return [[k] for k in dimensions] + ([dimensions] if len(dimensions) > 1 else [])


def _player(scenario: Scenario, party: str) -> int:
    players = [one.id for one in scenario.parties]
    if party not in players:
        raise UsageError(f"there is no party `{party}`", help=near(party, players))
    return players.index(party)


def _to_reveal(scenario: Scenario, player: int) -> list[int]:
    """Return the dimensions that a party holds and that not everybody sees."""
    count = len(scenario.parties)
    own = [
        k
        for k, private in enumerate(scenario.privates)
        if private.party == player
        and not private.choice
        and not all(private.seen_by(p) for p in range(count))
    ]
    if not own:
        raise UsageError(
            f"`{scenario.parties[player].id}` hides nothing in this file, so it can reveal nothing",
            help="leave `--reveal` out, or name another `--party`",
        )
    return own
