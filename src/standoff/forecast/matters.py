"""matters(scenario): which numbers and switches the endings depend on, in four ways.

Shares of the variance (Sobol), one at a time (tornado), what goes with what over ordinary draws
(given data), and boxes in which an ending passes a threshold; with the split of the spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice
from standoff.errors import UsageError
from standoff.forecast.bands import deviation, fewer_draws
from standoff.forecast.boxes import Cases, Scene, find_scene
from standoff.forecast.factors import (
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
from standoff.forecast.influence import Influence, influence
from standoff.forecast.pairs import by_draw, weights_of
from standoff.forecast.plan import Latent, latent
from standoff.forecast.sobol import (
    LEAST_ROWS,
    VARIES,
    Design,
    Indices,
    design,
    indices,
    require_salib,
    rows_within,
)
from standoff.forecast.stack import Variants
from standoff.forecast.tornado import Swing, ends, swings
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]

METHODS = ("sobol", "given", "tornado", "prim")
MOST_FACTORS = 10
"""Factors with an index of their own; the others are one group together."""
TOP = 10
"""Factors that are moved one at a time in all draws."""
SOLVES = 10_000
"""Games to solve at most, beside the ordinary draws."""
LEAST_SCREEN = 8
"""Draws in which every factor is tried at least."""
SHARES = {"screen": 0.25, "tornado": 0.35, "sobol": 0.4}
"""How the solves are shared out between the parts that are asked for."""
TIMES = 2
"""Where no Sobol design gives draws to search for boxes, so many times the ordinary draws do."""


@dataclass(frozen=True)
class Cost:
    """How many games will be solved.

    Attributes:
        draws: ordinary draws.
        screen: draws in which each factor that may enter is moved to both ends.
        tornado: draws in which the factors that do most are moved to both ends.
        factors: that may enter.
        rows: of the Sobol design; 0 without one.
        groups: of the Sobol design.
        fresh: further draws, to search for boxes.
    """

    draws: int
    screen: int
    tornado: int
    factors: int
    rows: int
    groups: int
    fresh: int

    @property
    def solves(self) -> int:
        """Games that are solved in all, at most."""
        alone = 2 * self.factors * self.screen
        more = 2 * min(TOP, self.factors) * max(0, self.tornado - self.screen)
        return self.draws + alone + more + self.rows * (self.groups + 2) + self.fresh


@dataclass(frozen=True)
class Matters:
    """What matters for the endings of a crisis.

    Attributes:
        base: the forecast over ordinary draws.
        outcomes: positions of the outcomes that are looked at.
        factors: what may matter: numbers with a distribution, and switches.
        enters: which of them change the game (F).
        solves: games that were solved.
        screen: draws in which every factor was tried.
        given: indices over the ordinary draws, of the factors that enter; None if not asked for.
        swings: one at a time, those that do most first; None if not asked for.
        groups: factors of each Sobol index, by position among those that enter.
        sobol: Sobol indices of the groups, or None.
        scenes: by outcome, boxes; None if not asked for.
    """

    base: Forecast
    outcomes: tuple[int, ...]
    factors: tuple[Factor, ...]
    enters: Array
    solves: int
    screen: int
    given: Influence | None
    swings: tuple[Swing, ...] | None
    groups: tuple[tuple[int, ...], ...]
    sobol: Indices | None
    scenes: dict[int, Scene | None] | None

    @property
    def entered(self) -> tuple[Factor, ...]:
        """The factors that change the game."""
        return tuple(f for f, yes in zip(self.factors, self.enters, strict=True) if yes)

    def to_json(self) -> dict[str, Any]:
        """Return what matters as plain data."""
        from standoff.forecast.matters_data import matters_data

        return {
            "format": 1,
            "version": version("standoff"),
            "study": "matters",
            **matters_data(self),
        }


def cost(
    scenario: Scenario, *, draws: int, methods: Sequence[str] = METHODS, solves: int = SOLVES
) -> Cost:
    """Return how many games `matters` will solve, before anything is solved.

    Raises:
        UsageError: the limit is too low for what is asked; says what to write.
    """
    count = len(factors_of(scenario))
    count -= sum(_is_certain(theory.prob_on) for theory in scenario.theories)
    groups = min(count, MOST_FACTORS) + (count > MOST_FACTORS)
    screened = "tornado" in methods or ("sobol" in methods and count > MOST_FACTORS)
    parts = {"screen": screened, "tornado": "tornado" in methods, "sobol": "sobol" in methods}
    whole = sum(SHARES[part] for part, asked in parts.items() if asked) or 1.0
    room = {part: int(solves * SHARES[part] / whole) if parts[part] else 0 for part in parts}
    screen = min(draws, room["screen"] // (2 * count)) if screened and count else 0
    moved_alone = min(draws, screen + room["tornado"] // (2 * min(TOP, count))) if screen else 0
    rows = rows_within(room["sobol"], groups) if parts["sobol"] and count else 0
    if count and screened and screen < min(draws, LEAST_SCREEN):
        raise _too_few(solves, 2 * count * LEAST_SCREEN / (SHARES["screen"] / whole))
    if count and parts["sobol"] and rows < LEAST_ROWS:
        raise _too_few(solves, (groups + 2) * LEAST_ROWS / (SHARES["sobol"] / whole))
    fresh = TIMES * draws if "prim" in methods and not rows else 0
    return Cost(
        draws, screen, moved_alone if parts["tornado"] else screen, count, rows, groups, fresh
    )


def _too_few(solves: int, least: float) -> UsageError:
    enough = -(-int(least + 1) // 100) * 100
    return UsageError(
        f"{solves:,} solved games are too few for the numbers of this scenario",
        help=f"write `--solves {enough}`, or ask for less with `--method given`",
    )


def _is_certain(chance: Any) -> bool:
    from standoff.scenario.expr import Const

    return isinstance(chance, Const) and chance.value in (0.0, 1.0)


def matters(  # noqa: PLR0913 (one argument for each choice of the user)
    scenario: Scenario,
    *,
    outcomes: Sequence[str] = (),
    methods: Sequence[str] = METHODS,
    draws: int = 200,
    seed: int = 1,
    solves: int = SOLVES,
    above: float = 0.5,
    branches: int = 0,
    crew: Any = None,
    **how: Any,
) -> Matters:
    """Return which numbers and switches the endings depend on.

    Args:
        scenario: a resolved scenario.
        outcomes: ids of the outcomes to look at; all by default.
        methods: of `METHODS`.
        draws: ordinary draws.
        seed: of the draws and designs.
        solves: games to solve at most, beside the ordinary draws.
        above: probability that an outcome passes in the boxes.
        branches: ordinary draws in which other equilibria are searched, for the split of spread.
        crew: other processes that solve the ordinary draws.
        how: `threads`, `budget` and `progress`.

    Where something was observed, the ordinary draws are weighted by it, and each answer is given
    what was observed. A Sobol design is one of the prior, so its indices are refused then.

    Raises:
        UsageError: no such outcome or method, too few solves, or Sobol indices where something was
            observed.
        MissingExtraError: Sobol indices are asked for and SALib is not installed.
    """
    chosen = outcome_indices(scenario, outcomes)
    for name in methods:
        if name not in METHODS:
            raise UsageError(f"there is no method `{name}`", help=advice(name, list(METHODS)))
    require_prior(scenario, methods)
    if "sobol" in methods:
        require_salib()
    planned = cost(scenario, draws=draws, methods=methods, solves=solves)
    base = forecast(scenario, draws=draws, seed=seed, branches=branches, crew=crew, **how)
    return _Study(scenario, base, planned, tuple(chosen), how).run(methods, seed, above)


def require_prior(scenario: Scenario, methods: Sequence[str]) -> None:
    """Raise `UsageError` where Sobol indices are asked for of a crisis with observations."""
    if "sobol" in methods and scenario.observed:
        others = ",".join(one for one in METHODS if one != "sobol")
        raise UsageError(
            "Sobol indices are shares of the variance under the priors, and this crisis has "
            "observations, which change what is known of the numbers",
            help=f"write `--method {others}`, or one of these; they weigh the draws",
        )


def outcome_indices(scenario: Scenario, names: Sequence[str]) -> list[int]:
    """Return the positions of outcomes, in the file's order; all for no names.

    Raises:
        UsageError: there is no such outcome.
    """
    ids = [outcome.id for outcome in scenario.outcomes]
    for name in names:
        if name not in ids:
            raise UsageError(f"there is no outcome `{name}`", help=advice(name, ids))
    return [k for k, name in enumerate(ids) if not names or name in names]


class _Study:
    """The parts of one study, which share draws."""

    def __init__(
        self,
        scenario: Scenario,
        base: Forecast,
        planned: Cost,
        chosen: tuple[int, ...],
        how: dict[str, Any],
    ) -> None:
        self.scenario, self.base, self.random = scenario, base, random_of(base)
        self.planned, self.chosen = planned, chosen
        self.solver = Variants(scenario, **how)
        self.by_draw = by_draw(base)
        self.weights = weights_of(base)
        self.factors = factors_of(scenario)
        self.enters = entering(scenario, self.random, self.factors, how.get("budget"))
        self.entered = tuple(f for f, yes in zip(self.factors, self.enters, strict=True) if yes)
        self.solves = planned.draws

    def run(self, methods: Sequence[str], seed: int, above: float) -> Matters:
        given = self._given()
        tried = self._screen()
        swung = None
        if "tornado" in methods:
            swung = self._swings(tried)
        groups: tuple[tuple[int, ...], ...] = ()
        made, found, values = None, None, None
        if "sobol" in methods and self.entered and self.planned.rows:
            groups = self._groups(tried)
            made = design(groups, self.planned.rows, seed)
            values, _ = self._solve(
                moved(self._middle(made.places.shape[1]), self.entered, made.places)
            )
            found = indices(made, values, seed)
        scenes = self._scenes(seed, above, made, values) if "prim" in methods else None
        return Matters(
            self.base,
            self.chosen,
            self.factors,
            self.enters,
            self.solves,
            0 if tried is None else tried.shape[-1],
            given if "given" in methods else None,
            swung,
            groups,
            found,
            scenes,
        )

    def _solve(self, random: Latent) -> tuple[Array, Array]:
        """Return the outcomes (K, B) and the chance of what was observed (B)."""
        self.solves += random.draws
        outcomes, chance = solved_at(self.solver, [random])
        return outcomes[0], chance[0]

    def _ends(self, factors: Sequence[Factor], which: Array) -> Array:
        self.solves += 2 * len(factors) * len(which)
        return ends(self.solver, some_draws(self.random, which), factors)

    def _middle(self, draws: int) -> Latent:
        """Return uniform numbers that are all one half; what is not a factor is certain anyway."""
        return Latent(
            np.full((len(self.scenario.parameters), draws), 0.5),
            np.full((len(self.scenario.theories), draws), 0.5),
        )

    def _given(self) -> Influence | None:
        good = np.isfinite(self.by_draw).all(axis=0)
        if self.weights is not None:
            good &= self.weights > 0
        if not (good.any() and self.entered):
            return None
        numbers = places_of(self.random, self.entered)[:, good]
        heavy = None if self.weights is None else self.weights[good]
        return influence(numbers, self.by_draw[:, good], heavy)

    def _screen(self) -> Array | None:
        """Return the outcomes with every factor at both ends, in some draws."""
        if not (self.planned.screen and self.entered):
            return None
        return self._ends(self.entered, self._few(self.planned.screen)[0])

    def _few(self, count: int) -> tuple[Array, Array | None]:
        """Return draws in which numbers are moved, and their weights."""
        return fewer_draws(self.weights, count)

    def _swung(self, factors: Sequence[Factor], tried: Array, count: int) -> tuple[Swing, ...]:
        which, heavy = self._few(count)
        return swings(factors, tried, self.by_draw[:, which], heavy)

    def _ranked(self, tried: Array) -> list[int]:
        """Return the factors that enter, the one that moves the outcomes most first.

        A move is measured against what an outcome varies across draws, so that an outcome that is
        rare counts as much as one that is common.
        """
        made = self._swung(self.entered, tried, self.planned.screen)
        which = list(self.chosen)
        scale = deviation(self.by_draw[which], self.weights)
        scale = np.where(scale > VARIES, scale, np.inf)
        size = np.array([(np.nan_to_num(one.move[which] / scale) ** 2).sum() for one in made])
        return [int(f) for f in np.argsort(-size, kind="stable")]

    def _swings(self, tried: Array | None) -> tuple[Swing, ...]:
        if tried is None:
            return ()
        top = self._ranked(tried)[:TOP]
        factors = [self.entered[f] for f in top]
        if self.planned.tornado > self.planned.screen:
            tried = self._ends(factors, self._few(self.planned.tornado)[0])
            return self._swung(factors, tried, self.planned.tornado)
        return self._swung(factors, tried[top], self.planned.screen)

    def _groups(self, tried: Array | None) -> tuple[tuple[int, ...], ...]:
        count = len(self.entered)
        if count <= MOST_FACTORS or tried is None:
            return tuple((f,) for f in range(count))
        order = self._ranked(tried)
        alone, rest = order[:MOST_FACTORS], sorted(order[MOST_FACTORS:])
        return (*((f,) for f in alone), tuple(rest))

    def _scenes(
        self, seed: int, above: float, made: Design | None, values: Array | None
    ) -> dict[int, Scene | None]:
        if not self.entered:
            return dict.fromkeys(self.chosen)
        if made is not None and values is not None:
            which = made.ordinary()
            places = made.places[:, which]
            fit = Cases(moved(self._middle(len(which)), self.entered, places), values[:, which])
        else:
            random = latent(self.scenario, self.planned.fresh, _other(seed))
            outcomes, chance = self._solve(random)
            fit = Cases(random, outcomes, chance if self.scenario.observed else None)
        judge = Cases(self.random, self.by_draw, self.weights)
        out = {}
        for k in self.chosen:
            event = np.arange(len(self.by_draw)) == k
            out[k] = find_scene(self.scenario, self.entered, fit, judge, event, above)
        return out


def _other(seed: int) -> int:
    """Return a seed for draws that share nothing with those of a seed."""
    return int(np.random.SeedSequence([seed, 2]).generate_state(1, np.uint64)[0] >> 1)
