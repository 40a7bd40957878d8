"""What a study can vary: the numbers and switches of a scenario that are not certain.

Each has a uniform number of its own behind its draws (`standoff.forecast.plan.Latent`), so that a
factor is moved by moving that number while all others stay as they were drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.plan import Latent, Plan, latent, plan_at
from standoff.forecast.stack import Variants
from standoff.game import Budget, believed_numbers, compile_game, numbers_at
from standoff.game.numbers import quantile
from standoff.scenario.model import Scenario

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast

Array = np.ndarray[Any, Any]

EDGE = 1e-9
"""Nearest that a uniform number comes to 0 and 1, where some quantiles are infinite."""
TRIED = (0.001, 0.25, 0.5, 0.75, 0.999)
"""Places in its prior at which it is tried whether a factor changes the game."""
TRIED_DRAWS = 8


@dataclass(frozen=True)
class Factor:
    """A number or a switch that is not certain.

    Attributes:
        kind: `parameter`, or `theory` for a switch.
        index: position in the scenario's parameters or theories.
        name: of the parameter, or id of the theory.
        means: what it is, in words.
        unit: of the parameter; `switch` for a theory.
    """

    kind: str
    index: int
    name: str
    means: str
    unit: str

    @property
    def is_switch(self) -> bool:
        """Whether it is a theory switch."""
        return self.kind == "theory"

    def value(self, scenario: Scenario, u: float) -> float:
        """Return the value at a place in the prior; for a switch 1 below one half, else 0."""
        if self.is_switch:
            return float(u < 0.5)
        place = np.clip(np.array([u]), EDGE, 1 - EDGE)
        return float(quantile(scenario.parameters[self.index].prior, place)[0])


def factors_of(scenario: Scenario) -> tuple[Factor, ...]:
    """Return all parameters that have a distribution, and all theories, in the file's order."""
    numbers = [
        Factor("parameter", k, one.name, one.means, one.unit)
        for k, one in enumerate(scenario.parameters)
        if one.prior.kind != "fixed"
    ]
    switches = [
        Factor("theory", t, one.id, one.title, "switch") for t, one in enumerate(scenario.theories)
    ]
    return (*numbers, *switches)


def moved(random: Latent, factors: Sequence[Factor], places: Iterable[Array | float]) -> Latent:
    """Return uniform numbers in which some factors stand at given places, the others as before.

    Args:
        random: uniform numbers of B draws.
        factors: what is moved.
        places: for each factor, a place in [0, 1] or one for each draw (B).
    """
    parameters, theories = random.parameters.copy(), random.theories.copy()
    for factor, place in zip(factors, places, strict=True):
        rows = theories if factor.is_switch else parameters
        rows[factor.index] = np.clip(place, EDGE, 1 - EDGE)
    return Latent(parameters, theories)


def some_draws(random: Latent, which: Array) -> Latent:
    """Return some draws, by their positions."""
    return Latent(random.parameters[:, which], random.theories[:, which])


def random_of(record: Forecast) -> Latent:
    """Return the uniform numbers behind the draws of a forecast."""
    if record.moved is not None:
        return record.moved
    return latent(record.scenario, record.draws, record.seed)


def places_of(random: Latent, factors: Sequence[Factor]) -> Array:
    """Return the uniform numbers of some factors (F, B)."""
    rows = [
        (random.theories if factor.is_switch else random.parameters)[factor.index]
        for factor in factors
    ]
    return np.array(rows).reshape(-1, random.draws)


def solved_at(solver: Variants, variants: Sequence[Latent]) -> tuple[Array, Array]:
    """Return outcomes (C, K, B) and the chance of what was observed (C, B); nan if not solved.

    Args:
        solver: of the scenario.
        variants: uniform numbers, all with the same number of draws.
    """
    return solver.solve([plan_at(solver.scenario, one) for one in variants])


def entering(
    scenario: Scenario, random: Latent, factors: Sequence[Factor], budget: Budget | None = None
) -> Array:
    """Return which factors change anything that is solved (F).

    A factor enters when payoffs, chances, lambda, update rates, who holds a view or who sees what
    differ between places in its prior, in some of the first draws. A number that no formula reads
    does not, nor does a switch that is on (or off) for certain.

    Args:
        scenario: a resolved scenario.
        random: uniform numbers behind the draws.
        factors: what is tried.
        budget: what the game may need.
    """
    base = some_draws(random, np.arange(min(TRIED_DRAWS, random.draws)))
    game = compile_game(scenario, budget=budget, draws=TRIED_DRAWS * len(TRIED))
    out = np.zeros(len(factors), dtype=bool)
    for f, factor in enumerate(factors):
        tried = [moved(base, [factor], [place]) for place in TRIED]
        together = Latent(
            np.concatenate([one.parameters for one in tried], axis=1),
            np.concatenate([one.theories for one in tried], axis=1),
        )
        arrays = _solved_from(scenario, game, plan_at(scenario, together))
        out[f] = any(_differs(array, base.draws) for array in arrays)
    return out


def _solved_from(scenario: Scenario, game: Any, plan: Plan) -> list[Array]:
    """Return all that a solution depends on, draws last."""
    numbers = [numbers_at(scenario, game, plan.parameters)]
    numbers += [
        believed_numbers(scenario, game, scenario.views[k], believed)
        for k, believed in plan.believed.items()
    ]
    arrays = [a for n in numbers for a in (n.pay, n.prob, n.lam, n.rates) if a.size]
    group = np.zeros(plan.on.shape[1])
    for s, structure in enumerate(plan.structures):
        group[structure.draws] = s
    return [*arrays, *plan.held.values(), group]


def _differs(array: Array, draws: int) -> bool:
    stacked = array.reshape(*array.shape[:-1], -1, draws)
    return bool((stacked != stacked[..., :1, :]).any())
