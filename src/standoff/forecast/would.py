"""would(scenario): what would have to be true for an outcome to pass a probability.

A parameter is moved along its own prior, the others as drawn: its place u becomes
Phi(Phi^-1(u) + z), so that its whole distribution moves and what was its median stands at the
place Phi(z) of the prior. z = 1.28 puts the median at the former 90% quantile; the chance, under
the prior itself, of a value as far out is then 10%.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from standoff.errors import UsageError
from standoff.forecast.bands import fewer_draws, mean_and_error
from standoff.forecast.boxes import Cases, Scene, find_scene
from standoff.forecast.factors import (
    EDGE,
    Factor,
    entering,
    factors_of,
    moved,
    places_of,
    random_of,
    solved_at,
    some_draws,
)
from standoff.forecast.forecast import Forecast, forecast
from standoff.forecast.matters import outcome_indices
from standoff.forecast.matters_data import weights_data
from standoff.forecast.pairs import by_draw, weights_of
from standoff.forecast.plan import Latent, latent, plan_at
from standoff.forecast.stack import Variants
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]

NEAR, FARTHEST = 1.2816, 3.0902
"""Moves that are tried: the median goes to the 90% and to the 99.9% quantile."""
HALVINGS = 6
"""Halvings of the move; it is then known to within 0.05 of a standard deviation."""
LEAST = 8
"""Draws in which every move is tried at least."""
REFINED = 8
"""Single moves that are refined, at most."""
CLOSER = 12
"""Numbers that are moved less far as well: those that do most at the end of their priors."""
SIZES = (2, 3, 5, 8)
"""Numbers of parameters that are moved together."""
SOLVES = 5_000
"""Games to solve at most, beside the ordinary draws."""
SCREEN_SHARE = 0.5
"""Of the solves, what goes to trying every move."""


@dataclass(frozen=True)
class Move:
    """Some factors moved, and the mean probability of the event then.

    Attributes:
        factors: what is moved.
        z: how far each is moved, see the module; for a switch infinite: up is on.
        mean: mean probability of the event over all draws.
        error: its standard error, that of the change over paired draws.
        passes: whether the mean passes the level.
        draws: paired draws.
    """

    factors: tuple[Factor, ...]
    z: tuple[float, ...]
    mean: float
    error: float
    passes: bool
    draws: int


@dataclass(frozen=True)
class Would:
    """What would make an event pass a level.

    Attributes:
        base: the forecast over ordinary draws.
        event: outcomes that make the event together (K).
        level: probability that its mean is to pass.
        below: whether it is to fall below the level instead of rising above it.
        outside: factors that do not change the game.
        singles: what passes alone, the smallest move first.
        near: the single moves that come nearest, where none passes or in addition.
        joint: moves of several parameters together, the fewest first.
        scene: boxes in which the probability passes in a draw; None without any.
        solves: games that were solved.
    """

    base: Forecast
    event: Array
    level: float
    below: bool
    outside: tuple[Factor, ...]
    singles: tuple[Move, ...]
    near: tuple[Move, ...]
    joint: tuple[Move, ...]
    scene: Scene | None
    solves: int

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        scenario = self.base.scenario
        chance = by_draw(self.base)[self.event].sum(axis=0)
        weights = weights_of(self.base)
        mean, share = (
            _mean(chance, weights),
            _mean(
                np.where(np.isfinite(chance), _passes(chance, self.level, self.below), np.nan),
                weights,
            ),
        )
        chosen = [one for one, yes in zip(scenario.outcomes, self.event, strict=True) if yes]
        return {
            "format": 1,
            "version": version("standoff"),
            "study": "would",
            "scenario": scenario.name,
            "title": scenario.title,
            "hash": scenario.hash,
            "seed": self.base.seed,
            "draws": self.base.draws,
            "as_of": scenario.as_of.isoformat() if scenario.as_of else None,
            "solved": int(np.isfinite(chance).sum()),
            "solves": self.solves,
            "observed": weights_data(self.base),
            "outcomes": {one.id: one.title for one in chosen},
            "level": self.level,
            "below": self.below,
            "mean": mean if np.isfinite(mean) else None,
            "share": share if np.isfinite(share) else None,
            "passes": bool(_passes(mean, self.level, self.below)),
            "outside": [factor.name for factor in self.outside],
            "singles": [self._move(one) for one in self.singles],
            "near": [self._move(one) for one in self.near],
            "joint": [self._move(one) for one in self.joint],
            "boxes": None if self.scene is None else self.scene.to_json(),
        }

    def _move(self, move: Move) -> dict[str, Any]:
        parts = [self._part(one, z) for one, z in zip(move.factors, move.z, strict=True)]
        return {
            "factors": parts,
            "mean": move.mean,
            "standard_error": move.error if np.isfinite(move.error) else None,
            "draws": move.draws,
            "passes": move.passes,
            "surprise": float(np.prod([part["surprise"] for part in parts])),
        }

    def _part(self, factor: Factor, z: float) -> dict[str, Any]:
        """Return one factor of a move; `surprise` is the prior chance of a value as far out."""
        scenario = self.base.scenario
        same = {
            "name": factor.name,
            "kind": factor.kind,
            "means": factor.means,
            "unit": factor.unit,
            "up": bool(z > 0),
        }
        if factor.is_switch:
            prior = float((self.base.before or self.base).on[factor.index].mean())
            return {
                **same,
                "from": self.base.share(self.base.on[factor.index]),
                "to": float(z > 0),
                "quantile": None,
                "surprise": prior if z > 0 else 1 - prior,
            }
        place = float(ndtr(z))
        return {
            **same,
            "from": factor.value(scenario, 0.5),
            "to": factor.value(scenario, place),
            "quantile": place,
            "surprise": float(ndtr(-abs(z))),
        }


def would(  # noqa: PLR0913 (one argument for each choice of the user)
    scenario: Scenario,
    outcomes: Sequence[str],
    *,
    level: float = 0.5,
    below: bool = False,
    parameters: Sequence[str] = (),
    draws: int = 200,
    seed: int = 1,
    solves: int = SOLVES,
    crew: Any = None,
    **how: Any,
) -> Would:
    """Return what would have to be true for an event to pass a mean probability.

    Args:
        scenario: a resolved scenario.
        outcomes: ids of the outcomes that make the event together, at least one.
        level: the probability, between 0 and 1.
        below: whether it is to fall below the level.
        parameters: names of the parameters and theories that may be moved; all by default.
        draws: ordinary draws.
        seed: of the draws.
        solves: games to solve at most, beside the ordinary draws.
        crew: other processes that solve the ordinary draws.
        how: `threads`, `budget` and `progress`.

    Raises:
        UsageError: no such outcome or parameter, a level that is no probability, too few solves.
    """
    if not 0 < level < 1:
        raise UsageError(
            f"{level:g} is not a probability between 0 and 1", help="write, for example, 0.5"
        )
    if not outcomes:
        raise UsageError("no outcome was named", help="name one of the file's outcomes")
    event = np.zeros(len(scenario.outcomes), dtype=bool)
    event[outcome_indices(scenario, outcomes)] = True
    factors = allowed(scenario, parameters)
    screen_draws(factors, draws, solves)
    base = forecast(scenario, draws=draws, seed=seed, crew=crew, **how)
    return _Search(scenario, base, event, level, below, factors, seed, solves, how).run()


def allowed(scenario: Scenario, names: Sequence[str]) -> tuple[Factor, ...]:
    """Return the factors of some names, all for none.

    Raises:
        UsageError: one of them is unknown, or fixed.
    """
    from standoff.diagnostics.suggest import advice

    factors = factors_of(scenario)
    known = [factor.name for factor in factors]
    fixed = {p.name for p in scenario.parameters if p.prior.kind == "fixed"}
    for name in names:
        if name in fixed:
            raise UsageError(
                f"`{name}` has a fixed value, so it cannot be moved along its prior",
                help="give it a `prior` in the file, or name another parameter",
            )
        if name not in known:
            raise UsageError(f"there is no parameter or theory `{name}`", help=advice(name, known))
    return tuple(factor for factor in factors if not names or factor.name in names)


def screen_draws(factors: Sequence[Factor], draws: int, solves: int) -> int:
    """Return the draws in which every move is tried.

    Raises:
        UsageError: there are too few solves for that.
    """
    numbers = sum(not factor.is_switch for factor in factors)
    moves = max(1, 2 * len(factors) + 2 * min(numbers, CLOSER))
    count = min(draws, int(SCREEN_SHARE * solves) // moves)
    if count < min(draws, LEAST):
        enough = -(-int(LEAST * moves / SCREEN_SHARE) // 100) * 100
        raise UsageError(
            f"{solves:,} solved games are too few for the numbers of this scenario",
            help=f"write `--solves {enough}`, or name some with `--parameters`",
        )
    return count


@dataclass
class _Search:
    scenario: Scenario
    base: Forecast
    event: Array
    level: float
    below: bool
    allowed: tuple[Factor, ...]
    seed: int
    solves: int
    how: dict[str, Any]

    def run(self) -> Would:
        self.random, self.weights = random_of(self.base), weights_of(self.base)
        self.solver = Variants(self.scenario, **self.how)
        self.chance = by_draw(self.base)[self.event].sum(axis=0)
        self.mean = _mean(self.chance, self.weights)
        self.used = self.base.draws
        enters = entering(self.scenario, self.random, self.allowed, self.how.get("budget"))
        # a switch that the file has on for certain can still be thrown
        use = [f for f, yes in zip(self.allowed, enters, strict=True) if yes or f.is_switch]
        outside = tuple(f for f in self.allowed if f not in use)
        singles: list[Move] = []
        near: list[Move] = []
        joint: list[Move] = []
        if np.isfinite(self.mean) and use and not _passes(self.mean, self.level, self.below):
            singles, near, ranked = self._alone(use)
            joint = self._together(ranked)
        return Would(
            self.base,
            self.event,
            self.level,
            self.below,
            outside,
            tuple(singles),
            tuple(near),
            tuple(joint),
            self._scene(tuple(use)),
            self.used,
        )

    def _tried(
        self, wanted: Sequence[tuple[tuple[Factor, ...], tuple[float, ...]]], draws: int
    ) -> list[Move]:
        """Return what moves do, solved together in some draws, at most so many.

        The mean over all draws is that of the base and the mean change over these draws: what the
        draws have in common cancels.
        """
        if not wanted:
            return []
        which, heavy = fewer_draws(self.weights, draws)
        random = some_draws(self.random, which)
        plans = []
        for factors, zs in wanted:
            numbers = [(f, z) for f, z in zip(factors, zs, strict=True) if not f.is_switch]
            forced = {f.name: z > 0 for f, z in zip(factors, zs, strict=True) if f.is_switch}
            at = _shifted(random, [f for f, _ in numbers], [z for _, z in numbers])
            plans.append(plan_at(self.scenario, at, theories=forced))
        found = self.solver.outcomes(plans)[:, self.event].sum(axis=1)
        self.used += len(plans) * len(which)
        out = []
        for (factors, zs), values in zip(wanted, found, strict=True):
            gap = values - self.chance[which]
            there = np.isfinite(gap)
            change, error = mean_and_error(gap[there], None if heavy is None else heavy[there])
            now = self.mean + float(change)
            passes = bool(_passes(now, self.level, self.below))
            out.append(Move(factors, zs, now, float(error), passes, int(there.sum())))
        return out

    def _alone(self, use: Sequence[Factor]) -> tuple[list[Move], list[Move], list[Move]]:
        """Return single moves that pass, those that come nearest, and the best of each factor."""
        screen = screen_draws(self.allowed, self.base.draws, self.solves)
        ends = [((f,), (side * _end(f),)) for f in use for side in (-1.0, 1.0)]
        tried = self._tried(ends, screen)
        far = self._best_each(tried)
        numbers = [m.factors for m in far if not m.factors[0].is_switch]
        less = [(one, (side * NEAR,)) for one in numbers[:CLOSER] for side in (-1.0, 1.0)]
        closer = self._tried(less, screen)
        ranked = self._best_each(closer)
        passing = [m for m in (*tried, *closer) if m.passes]
        starts = [
            min(own, key=lambda m: abs(m.z[0]))
            for own in ([m for m in passing if m.factors == (f,)] for f in use)
            if own
        ]
        starts = sorted(starts, key=lambda m: abs(m.z[0]) if np.isfinite(m.z[0]) else FARTHEST)
        refined = self._refined(starts[:REFINED], self._draws_left(len(starts[:REFINED])))
        singles = [m for m in refined if m.passes]
        done = {m.factors for m in singles}
        near = [m for m in far if m.factors not in done][:3]
        return singles, near, ranked

    def _best_each(self, moves: Sequence[Move]) -> list[Move]:
        """Return the better direction of each factor, the best factor first."""
        best: dict[tuple[Factor, ...], Move] = {}
        for move in moves:
            held = best.get(move.factors)
            if held is None or self._gain(move) > self._gain(held):
                best[move.factors] = move
        return sorted(best.values(), key=lambda m: -self._gain(m))

    def _gain(self, move: Move) -> float:
        """Return how far a move goes in the wanted direction."""
        value = -move.mean if self.below else move.mean
        return value if np.isfinite(value) else -np.inf

    def _draws_left(self, moves: int) -> int:
        """Return the draws for refining some moves, with half of what may still be solved."""
        left = self._left()
        per = max(1, moves) * (HALVINGS + 1)
        return int(min(self.base.draws, max(LEAST, left // 2 // per)))

    def _left(self) -> int:
        """Return the games that may still be solved, those for the boxes set aside."""
        return self.solves + self.base.draws - self.used - self._scene_draws()

    def _scene_draws(self) -> int:
        return min(2 * self.base.draws, self.solves // 4)

    def _refined(self, starts: Sequence[Move], draws: int) -> list[Move]:
        """Return the smallest moves along the same lines that pass, by halving, and what they do.

        The last solve of each is at the move that is returned.
        """
        if not starts:
            return []
        high = [max(abs(z) for z in m.z) for m in starts]
        low = [0.0] * len(starts)
        ways = [tuple(np.sign(z) for z in m.z) for m in starts]
        tried = self._tried([(m.factors, m.z) for m in starts], draws)
        best = {k: move for k, move in enumerate(tried) if move.passes}
        for _ in range(HALVINGS):
            open_ = [k for k in best if np.isfinite(high[k])]
            wanted = []
            for k in open_:
                middle = (low[k] + high[k]) / 2
                zs = tuple(
                    way * (np.inf if f.is_switch else middle)
                    for way, f in zip(ways[k], starts[k].factors, strict=True)
                )
                wanted.append((starts[k].factors, zs))
            for k, move in zip(open_, self._tried(wanted, draws), strict=True):
                middle = (low[k] + high[k]) / 2
                if move.passes:
                    best[k], high[k] = move, middle
                else:
                    low[k] = middle
        return sorted(best.values(), key=lambda m: -_surprise(m))

    def _together(self, ranked: Sequence[Move]) -> list[Move]:
        """Return the smallest common moves of the most effective parameters that pass."""
        good = [m for m in ranked if not m.factors[0].is_switch and self._helps(m)]
        starts = []
        for size in SIZES:
            if size > len(good):
                break
            chosen = good[:size]
            factors = tuple(m.factors[0] for m in chosen)
            zs = tuple(float(np.sign(m.z[0]) * FARTHEST) for m in chosen)
            starts.append(Move(factors, zs, np.nan, np.nan, False, 0))
        per = max(1, len(starts)) * (HALVINGS + 1)
        draws = min(self.base.draws, max(LEAST, self._left() // per))
        found = self._refined(starts, draws)
        return sorted(found, key=lambda m: len(m.factors))

    def _helps(self, move: Move) -> bool:
        """Return whether a move goes in the wanted direction by more than twice its error."""
        gap = move.mean - self.mean
        return (-gap if self.below else gap) > 2 * move.error

    def _scene(self, factors: tuple[Factor, ...]) -> Scene | None:
        """Return the boxes in which the event passes the level in a draw."""
        draws = self._scene_draws()
        seed = int(np.random.SeedSequence([self.seed, 2]).generate_state(1, np.uint64)[0] >> 1)
        random = latent(self.scenario, draws, seed)
        if not factors:
            return None
        outcomes, chance = solved_at(self.solver, [random])
        fit = Cases(random, outcomes[0], chance[0] if self.scenario.observed else None)
        self.used += draws
        judge = Cases(self.random, by_draw(self.base), self.weights)
        return find_scene(
            self.scenario, factors, fit, judge, self.event, self.level, below=self.below
        )


def _end(factor: Factor) -> float:
    """Return how far a factor can be moved."""
    return float(np.inf) if factor.is_switch else FARTHEST


def _mean(values: Array, weights: Array | None) -> float:
    """Return the mean over the draws that were solved; nan without any."""
    there = np.isfinite(values)
    return float(mean_and_error(values[there], None if weights is None else weights[there])[0])


def _surprise(move: Move) -> float:
    return float(np.prod([ndtr(-abs(z)) for z in move.z]))


def _passes(chance: Any, level: float, below: bool) -> Any:
    return np.asarray(chance) < level if below else np.asarray(chance) > level


def _shifted(random: Latent, factors: Sequence[Factor], zs: Sequence[float]) -> Latent:
    """Return uniform numbers with the distributions of some parameters moved."""
    places = np.clip(places_of(random, factors), EDGE, 1 - EDGE)
    return moved(random, factors, [ndtr(ndtri(u) + z) for u, z in zip(places, zs, strict=True)])
