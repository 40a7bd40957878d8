"""What if: the same draws with something changed, announced or as a surprise.

Announced: everybody knows and plays the changed game. Surprise: those who know answer in the logit
sense to the unchanged strategies of the rest, who play on as before. The two differ whenever the
rest would have answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice
from standoff.errors import UsageError
from standoff.forecast.choices import Choice, entries_of, find_choices, taken_out
from standoff.forecast.hypergame import Seen, solve_hypergame
from standoff.forecast.perceived import seen_by_holders
from standoff.forecast.plan import Plan, Structure, latent, plan_at, revealed
from standoff.forecast.questions import Questions
from standoff.forecast.standpoint import (
    Figures,
    Part,
    Standpoint,
    chance_of_move,
    figures_of,
    logits_of,
    spread,
)
from standoff.forecast.whatif_data import data_of
from standoff.game import (
    Budget,
    Game,
    Numbers,
    believed_numbers,
    compile_game,
    layout_of,
    numbers_at,
)
from standoff.game.fixing import fixed
from standoff.game.pruning import pruned
from standoff.scenario.model import Scenario
from standoff.scenario.patch import Change
from standoff.solve import solve

Array = np.ndarray[Any, Any]
Progress = Callable[[str, int, int], None]

ANNOUNCED, SURPRISE = "announced", "surprise"
NOBODY = "nobody"
DIFFERENCE = (
    "`announced`: everybody knows and plays the changed crisis; `surprise`: the others play on as "
    "before"
)


@dataclass(frozen=True)
class WhatIf:
    """A crisis as it is and with something changed, draw by draw.

    Attributes:
        base: what it is compared with.
        scenario: the changed one, or the base's where only moves or theories are changed.
        kind: `announced` or `surprise`.
        before: figures of the base.
        after: figures of the changed crisis.
        input_changed: draws in which any number of the game, or any choice, differs (B).
        choices: moves that were forced or removed.
        chances: how likely each was in the base where its turn is reached, mean over draws.
        changes: patches of the file.
        theories: theories that were switched.
        knows: ids of the parties that know of a surprise; all of them if it is announced.
        kept: by parameter, the share of draws in which it was kept between 0 and 1.
        weights: of the draws (B), adding up to 1, or None.
    """

    base: Standpoint
    scenario: Scenario
    kind: str
    before: Figures
    after: Figures
    input_changed: Array
    choices: tuple[Choice, ...]
    chances: tuple[float | None, ...]
    changes: tuple[Change, ...]
    theories: Mapping[str, bool]
    knows: tuple[str, ...]
    kept: Mapping[str, float]
    weights: Array | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return data_of(self)


def whatif(  # noqa: PLR0913 (one argument for each choice of the user)
    base: Standpoint,
    changed: Scenario | None = None,
    *,
    kind: str,
    force: Sequence[str] = (),
    remove: Sequence[str] = (),
    theories: Mapping[str, bool] | None = None,
    knows: Sequence[str] | None = None,
    changes: Sequence[Change] = (),
    weights: Array | None = None,
    threads: int | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Return what a change does, on the draws of the base.

    Where something was observed, what is over was played as before the change, and all figures are
    given what was seen. The uniform numbers behind the draws are the same on both sides, so that
    differences have a small error. A draw in which nothing changed keeps its strategy to the last
    bit.

    Args:
        base: solved draws, see `standoff.forecast.standpoint`.
        changed: the scenario after patches, see `standoff.scenario.patch`; the base's by default.
        kind: `announced` or `surprise`.
        force: moves that are made wherever they are possible, each as `TURN=MOVE`.
        remove: moves that nobody makes, each as `TURN=MOVE` or `MOVE`.
        theories: theories that are on or off in every draw.
        knows: parties that know of a surprise; by default those whose moves are forced or removed.
            Empty for nobody.
        changes: what the patches did, for the record.
        weights: of the draws (B); those of the base by default.
        threads: worker threads of the solver; do not change the numbers.
        budget: what the game may need.
        progress: called as progress(stage, done, total).

    Raises:
        UsageError: nothing is changed; there is no such move, party or theory; nothing is left to
            do somewhere; a surprise changes who knows what or can do what, or views are held.
        GameTooLargeError: the changed game is over the budget.
    """
    scenario = changed or base.scenario
    switched = dict(theories or {})
    choices, who = check_question(
        scenario,
        kind=kind,
        force=force,
        remove=remove,
        theories=switched,
        knows=knows,
        patched=changed is not None,
    )
    random = latent(scenario, base.draws, base.seed)
    plan = plan_at(scenario, random, view=base.view, theories=switched)
    if kind == SURPRISE and plan.held:
        raise UsageError(
            "a surprise cannot be answered where parties hold views of their own",
            help="write `--announced`, or take the views out of the file",
        )
    work = _Work(base, scenario, plan, choices, who if kind == SURPRISE else None, threads, budget)
    done: list[tuple[Figures, Array, Array]] = []
    for structure in plan.structures:
        if progress is not None:
            progress("solve", sum(len(draws) for _, _, draws in done), base.draws)
        figures, moved = work.one(structure)
        done.append((figures, moved, structure.draws))
    if progress is not None:
        progress("solve", base.draws, base.draws)
    input_changed = np.zeros(base.draws, dtype=bool)
    for _, moved, draws in done:
        input_changed[draws] = moved
    return WhatIf(
        base=base,
        scenario=scenario,
        kind=kind,
        before=base.figures,
        after=spread([f for f, _, _ in done], [d for _, _, d in done], base.draws),
        input_changed=input_changed,
        choices=choices,
        chances=tuple(_chance(base, one) for one in choices),
        changes=tuple(changes),
        theories=switched,
        knows=tuple(scenario.parties[p].id for p in who),
        kept=_kept(scenario, random.parameters),
        weights=base.weights if weights is None else weights,
    )


def check_question(
    scenario: Scenario,
    *,
    kind: str,
    force: Sequence[str] = (),
    remove: Sequence[str] = (),
    theories: Mapping[str, bool] | None = None,
    knows: Sequence[str] | None = None,
    patched: bool = False,
) -> tuple[tuple[Choice, ...], tuple[int, ...]]:
    """Return the moves that are meant and the players that know, before anything is solved.

    Arguments as of `whatif`; `patched` says whether the file is changed as well.

    Raises:
        UsageError: nothing is changed, or a name is wrong; says what to write.
    """
    choices = find_choices(scenario, force, remove)
    names = [theory.id for theory in scenario.theories]
    for name in theories or {}:
        if name not in names:
            help = advice(name, names, "the file declares no theory")
            raise UsageError(f"there is no theory `{name[:60]}`", help=help)
    if not (patched or choices or theories):
        raise UsageError(
            "nothing is changed", help="write `--set`, `--force`, `--remove` or `--theory`"
        )
    other = patched or bool(theories)
    return choices, _who(scenario, kind, choices, knows, other=other)


def _who(
    scenario: Scenario,
    kind: str,
    choices: Sequence[Choice],
    knows: Sequence[str] | None,
    *,
    other: bool,
) -> tuple[int, ...]:
    """Return the players that know of the change."""
    ids = [party.id for party in scenario.parties]
    if kind not in (ANNOUNCED, SURPRISE):
        raise UsageError(f"there is no what-if of the kind `{kind[:40]}`", help=DIFFERENCE)
    if kind == ANNOUNCED:
        if knows is not None:
            raise UsageError(
                "what is announced is known to everybody",
                help="leave `--knows` out, or write `--surprise`",
            )
        return tuple(range(len(ids)))
    if knows is None and other:
        raise UsageError(
            "a surprise change of the file does not say who knows of it",
            help=f"write `--knows` with a party ({', '.join(ids)}), or `--knows {NOBODY}`",
        )
    if knows is None:
        return tuple(sorted({choice.mover for choice in choices}))
    for one in knows:
        if one not in ids:
            raise UsageError(
                f"`--knows {one[:60]}`: there is no party `{one[:60]}`", help=advice(one, ids)
            )
    return tuple(sorted({ids.index(one) for one in knows}))


def _chance(base: Standpoint, choice: Choice) -> float | None:
    """Return how likely a move is in the base where its turn is reached."""
    part = base.parts[0]
    if choice.turn >= len(part.scenario.turns):
        return None
    entries = entries_of(part.game, choice)
    if not len(entries):
        return None
    chance = chance_of_move(part, entries)[part.solved]
    known = chance[np.isfinite(chance)]
    return float(known.mean()) if len(known) else None


def _kept(scenario: Scenario, uniforms: Array) -> dict[str, float]:
    """Return, for chances that were moved, the share of draws that would leave 0 to 1."""
    from standoff.game.numbers import quantile

    out = {}
    for k, parameter in enumerate(scenario.parameters):
        prior = parameter.prior
        if prior.is_moved and prior.is_chance:
            values = (
                prior.times * quantile(replace(prior, times=1.0, plus=0.0), uniforms[k])
                + prior.plus
            )
            out[parameter.name] = float(((values < 0) | (values > 1)).mean())
    return {name: share for name, share in out.items() if share > 0}


@dataclass(frozen=True)
class _Work:
    """What the structures of the changed plan have in common."""

    base: Standpoint
    scenario: Scenario
    plan: Plan
    choices: tuple[Choice, ...]
    knows: tuple[int, ...] | None
    threads: int | None
    budget: Budget | None

    def one(self, structure: Structure) -> tuple[Figures, Array]:
        """Return figures of the draws of a structure, and in which of them anything changed."""
        scenario = revealed(self.scenario, structure.reveals)
        part = next((p for p in self.base.parts if p.structure.reveals == structure.reveals), None)
        game, questions = self._game(scenario, part, len(structure.draws))
        numbers = self._numbers(scenario, game, structure)
        before = _Before.of(part, game, structure.draws) if part is not None else None
        if self.knows is not None and before is None:
            raise UsageError(
                "a surprise must leave as it is who can do what, and who knows what",
                help="write `--announced`, or change numbers alone",
            )
        gone = taken_out(game, self.choices)
        past = layout_of(game).infoset_turn < questions.lens.now
        self._require_open(game, past, gone)
        if before is None:
            moved = np.ones(numbers.n_draws, dtype=bool)
        else:
            moved = before.differs(numbers) | bool(gone.any()) | bool(self.plan.held)
        strategy, solved = self._play(
            scenario, game, numbers, structure, before, (gone, past), moved
        )
        return figures_of(questions, numbers, strategy, solved), moved

    def _require_open(self, game: Game, past: Array, gone: Array) -> None:
        """Raise `UsageError` where a choice is over, or what is held cannot be."""
        owner = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
        if (gone & past[owner]).any():
            raise UsageError(
                "a move is forced or removed at a turn that is over, by what was observed",
                help="leave the observation out, or ask about a later turn",
            )
        if past.any() and self.plan.held:
            raise UsageError(
                "with observations a what-if is not answered where parties hold views",
                help="leave the observations out, or write `level: 0` under `perception`",
            )

    def _game(self, scenario: Scenario, part: Part | None, draws: int) -> tuple[Game, Questions]:
        """Return the game, compiled anew only where more than parameters changed."""
        if part is not None and _same_but_parameters(scenario, part.scenario):
            return part.game, part.questions
        game = compile_game(scenario, budget=self.budget, draws=draws)
        return game, Questions(scenario, game)

    def _numbers(self, scenario: Scenario, game: Game, structure: Structure) -> Numbers:
        parameters = np.ascontiguousarray(self.plan.parameters[:, structure.draws])
        if self.plan.view is None:
            return numbers_at(scenario, game, parameters)
        return believed_numbers(scenario, game, scenario.views[self.plan.view], parameters)

    def _play(
        self,
        scenario: Scenario,
        game: Game,
        numbers: Numbers,
        structure: Structure,
        before: _Before | None,
        bounds: tuple[Array, Array],
        moved: Array,
    ) -> tuple[Array, Array]:
        """Return what is played (X, B) and in which draws it is solved (B)."""
        count = numbers.n_draws
        known = before or _Before(game, numbers, *_even(game, count), np.ones(count, dtype=bool))
        strategy, solved = known.strategy.copy(), known.solved.copy()
        todo = np.flatnonzero(moved & known.solved)
        if not len(todo):
            return strategy, solved
        seen = seen_by_holders(scenario, game, self.plan, structure.draws)
        asked = known.at(todo, numbers)
        warm = before is not None and not seen
        strategy[:, todo], solved[todo] = _solve(
            asked, bounds, self.knows, seen, self.plan.level, warm=warm, threads=self.threads
        )
        return strategy, solved


@dataclass(frozen=True)
class _Before:
    """Draws before the change, in the arrays of the changed game."""

    game: Game
    numbers: Numbers
    strategy: Array
    logits: Array
    solved: Array

    @staticmethod
    def of(part: Part, game: Game, draws: Array) -> _Before | None:
        """Return the base's draws, or None where the game or the draws are others."""
        if not (_same_structure(part.game, game) and np.isin(draws, part.structure.draws).all()):
            return None
        here = np.searchsorted(part.structure.draws, draws)
        numbers = part.numbers if len(here) == part.numbers.n_draws else part.numbers.select(here)
        return _Before(
            game, numbers, part.strategy[:, here], part.logits[:, here], part.solved[here]
        )

    def differs(self, numbers: Numbers) -> Array:
        """Return the draws in which a number of the game changed (B)."""
        before, after = self.numbers, numbers
        if before.pay.shape != after.pay.shape or before.prob.shape != after.prob.shape:
            return np.ones(after.n_draws, dtype=bool)
        moved = (before.pay != after.pay).any(axis=(0, 1)) | (before.prob != after.prob).any(axis=0)
        moved |= before.lam != after.lam
        return np.asarray(
            moved | (before.rates != after.rates).any(axis=0) if len(after.rates) else moved
        )

    def at(self, draws: Array, numbers: Numbers) -> _Before:
        """Return some draws with changed numbers."""
        few = numbers if len(draws) == numbers.n_draws else numbers.select(draws)
        return _Before(
            self.game, few, self.strategy[:, draws], self.logits[:, draws], self.solved[draws]
        )


def _even(game: Game, draws: int) -> tuple[Array, Array]:
    """Return the strategy in which all moves are equally likely, and its logits."""
    widths = np.diff(game.action_start)
    even = np.repeat(1.0 / np.repeat(widths, widths)[:, None], draws, axis=1)
    return even, np.zeros_like(even)


def _solve(
    asked: _Before,
    bounds: tuple[Array, Array],
    knows: tuple[int, ...] | None,
    seen: Sequence[Seen],
    level: int,
    *,
    warm: bool,
    threads: int | None,
) -> tuple[Array, Array]:
    """Return what is played in the changed game (X, B), and which draws are solved (B).

    `bounds` are the strategy entries that are gone, and the information sets whose turn is over:
    those play as before, whatever is known now.
    """
    gone, past = bounds
    left = pruned(asked.game, gone)
    given = _conditional(left.game, asked.strategy[left.entries])
    options: dict[str, Any] = {"threads": threads, "check_branch": 0 if warm else 1}
    over = past[left.sets]
    if knows is None and not over.any():
        if seen:

            def solver(game: Game, numbers: Numbers) -> Any:
                return solve(game, numbers, **options)

            found = solve_hypergame(left.game, asked.numbers, seen, level, solver).solution
        else:
            start = logits_of(left.game, given) if gone.any() else asked.logits
            found = solve(left.game, asked.numbers, start=start if warm else None, **options)
        return left.whole(found.strategy, asked.strategy), found.solved
    held = over | (False if knows is None else ~np.isin(left.game.infoset_player, knows))
    if held.all():
        return left.whole(given, asked.strategy), np.ones(asked.numbers.n_draws, dtype=bool)
    answer = fixed(left.game, asked.numbers, given, held)
    start = answer.part(logits_of(left.game, given) if gone.any() else asked.logits)
    found = solve(answer.game, answer.numbers, start=start, **options)
    return left.whole(answer.whole(found.strategy), asked.strategy), found.solved


def _conditional(game: Game, strategy: Array) -> Array:
    """Return choice probabilities given that none of the moves that are gone is made (X', B)."""
    if not game.n_infosets:
        return strategy
    widths = np.diff(game.action_start)
    total = np.repeat(np.add.reduceat(strategy, game.action_start[:-1], axis=0), widths, axis=0)
    even = np.repeat(1.0 / widths, widths)[:, None]
    whole = np.abs(total - 1.0) < 1e-12  # nothing gone here: keep the last bit
    share = np.where(total > 0, strategy / np.where(total > 0, total, 1.0), even)
    return np.where(whole, strategy, share)


_FREE = ("parameters", "precision", "hash", "text", "warnings", "redaction")
"""Fields of a scenario on which the structure of its game does not depend."""


def _same_but_parameters(first: Scenario, second: Scenario) -> bool:
    """Return whether two scenarios have the same game, but for the draws of parameters."""
    if first is second:
        return True
    names = [parameter.name for parameter in first.parameters]
    if names != [parameter.name for parameter in second.parameters]:
        return False
    return all(
        getattr(first, name) == getattr(second, name)
        for name in Scenario.__dataclass_fields__
        if name not in _FREE
    )


def _same_structure(first: Game, second: Game) -> bool:
    """Return whether two games have the same nodes, moves and information sets."""
    if first is second:
        return True
    arrays = (
        "node_player",
        "node_infoset",
        "node_outcome",
        "edge_start",
        "edge_child",
        "infoset_player",
        "infoset_start",
        "infoset_nodes",
        "action_start",
    )
    return first.action_labels == second.action_labels and all(
        np.array_equal(getattr(first, name), getattr(second, name)) for name in arrays
    )
