"""What is drawn for a forecast: parameters, theory switches, and what each view makes of them.

Theories have streams of random numbers of their own, so that switching one, or adding one, leaves
the draws of the parameters as they are: forecasts with and without a theory are paired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.diagnostics.suggest import advice
from standoff.errors import UsageError
from standoff.game import believed_parameters, draw_uniforms, parameters_from
from standoff.game.numbers import uniform_stream
from standoff.scenario.expr import Env, evaluate
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Structure:
    """Draws that share one game: the same hidden dimensions are laid open in them.

    Attributes:
        reveals: hidden dimensions that everybody sees though the file says otherwise.
        draws: indices of the draws, ascending.
    """

    reveals: frozenset[int]
    draws: Array


@dataclass(frozen=True)
class Latent:
    """All that is random in a plan: uniform numbers in [0, 1), independent of each other.

    Attributes:
        parameters: behind each parameter (H, B).
        theories: behind each switch (T, B); a theory is on where it lies below its chance.
    """

    parameters: Array
    theories: Array

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.parameters.shape[1])


@dataclass(frozen=True)
class Plan:
    """What is drawn, for all draws.

    Attributes:
        view: index of the view that stands in for the analyst's, or None.
        level: level of perception that is played.
        parameters: the analyst's (H, B); with a view, the view's.
        on: whether each theory is on in each draw (T, B), T counting theories here.
        believed: parameters of each view that somebody holds, by its index (H, B).
        held: draws in which it is held, by its index (B).
        structures: the draws by structure, most draws first.
    """

    view: int | None
    level: int
    parameters: Array
    on: Array
    believed: dict[int, Array]
    held: dict[int, Array]
    structures: tuple[Structure, ...]


def latent(scenario: Scenario, draws: int, seed: int) -> Latent:
    """Return the uniform numbers behind a plan; each depends on the seed and its own name alone."""
    theories = [uniform_stream(f"theory:{one.id}", draws, seed) for one in scenario.theories]
    uniforms = draw_uniforms(scenario, draws, seed)
    return Latent(uniforms, np.array(theories).reshape(-1, draws))


def plan_draws(
    scenario: Scenario,
    draws: int,
    seed: int,
    *,
    view: str | None = None,
    level: int | None = None,
    theories: Mapping[str, bool] | None = None,
) -> Plan:
    """Return what is drawn for a forecast.

    Args:
        scenario: a resolved scenario.
        draws: number of draws.
        seed: of the draws.
        view: id of the view to take for the analyst's; everybody then plays that crisis.
        level: level of perception; the file's by default.
        theories: theories that are forced on or off in every draw.

    Raises:
        UsageError: there is no such view, level or theory, or a chance is no chance.
    """
    random = latent(scenario, draws, seed)
    return plan_at(scenario, random, view=view, level=level, theories=theories)


def plan_at(
    scenario: Scenario,
    random: Latent,
    *,
    view: str | None = None,
    level: int | None = None,
    theories: Mapping[str, bool] | None = None,
) -> Plan:
    """Return the plan at given uniform numbers; arguments and errors as `plan_draws`."""
    chosen = None if view is None else _index(view, scenario.views, "view")
    if level not in (None, 0, 1, 2):
        raise UsageError(f"there is no level {level} of perception", help="write 0, 1 or 2")
    if chosen is not None and level:
        raise UsageError(
            f"with the view `{view}` everybody plays one crisis, so there is no level {level}",
            help="leave out the view, or the level",
        )
    drawn = parameters_from(scenario, random.parameters)
    on = _switches(scenario, drawn, random.theories, theories or {})
    parameters = _without(scenario, drawn, on)
    played = 0 if chosen is not None else scenario.perception_level if level is None else level
    believed, held = {}, {}
    for k, one in enumerate(scenario.views):
        if k == chosen or (played and one.held_by):
            believed[k] = _believed(scenario, k, parameters, on, random.parameters)
        if played and one.held_by:
            off = [t for t, theory in enumerate(scenario.theories) if k in theory.views]
            held[k] = np.asarray(on[off].all(axis=0))
    return Plan(
        view=chosen,
        level=played,
        parameters=parameters if chosen is None else believed[chosen],
        on=on,
        believed=believed,
        held=held,
        structures=structures_of(scenario, on),
    )


def revealed(scenario: Scenario, reveals: frozenset[int]) -> Scenario:
    """Return the scenario with some hidden dimensions seen by everybody."""
    if not reveals:
        return scenario
    everybody = frozenset(range(len(scenario.parties)))
    return replace(
        scenario,
        privates=tuple(
            replace(private, viewers=everybody) if k in reveals else private
            for k, private in enumerate(scenario.privates)
        ),
    )


def _index(name: str, among: tuple[Any, ...], what: str) -> int:
    ids = [one.id for one in among]
    if name not in ids:
        raise UsageError(
            f"there is no {what} `{name}`", help=advice(name, ids, f"the file declares no {what}")
        )
    return ids.index(name)


def _switches(
    scenario: Scenario, drawn: Array, uniforms: Array, forced: Mapping[str, bool]
) -> Array:
    """Return whether each theory is on in each draw."""
    draws = drawn.shape[1]
    on = np.ones((len(scenario.theories), draws), dtype=bool)
    for t, theory in enumerate(scenario.theories):
        chance = np.broadcast_to(
            np.asarray(evaluate(theory.prob_on, Env(parameters=drawn)), dtype=np.float64), (draws,)
        )
        if not ((chance >= 0) & (chance <= 1)).all():
            worst = chance[~((chance >= 0) & (chance <= 1))][0]
            raise UsageError(
                f"the chance that the theory `{theory.id}` is on is {worst:.4g} in some draw",
                help="put the formula inside `clip(..., 0, 1)`",
            )
        on[t] = uniforms[t] < chance
    for name, wanted in forced.items():
        on[_index(name, scenario.theories, "theory")] = wanted
    return on


def _without(scenario: Scenario, drawn: Array, on: Array) -> Array:
    """Return the parameters with what holds where a theory is off; the file's order decides."""
    out = drawn.copy()
    env = Env(parameters=drawn)
    for t, theory in enumerate(scenario.theories):
        for k, value in theory.parameters:
            new = np.broadcast_to(np.asarray(evaluate(value, env), dtype=np.float64), on.shape[1:])
            out[k] = np.where(on[t], out[k], new)
    return out


def _believed(scenario: Scenario, k: int, parameters: Array, on: Array, uniforms: Array) -> Array:
    """Return a view's parameters; what a theory that is off sets holds for everybody."""
    out = believed_parameters(scenario, scenario.views[k], parameters, uniforms)
    for t, theory in enumerate(scenario.theories):
        for index, _ in theory.parameters:
            out[index] = np.where(on[t], out[index], parameters[index])
    return out


def structures_of(scenario: Scenario, on: Array) -> tuple[Structure, ...]:
    """Return the draws by structure, most draws first.

    Args:
        scenario: a resolved scenario.
        on: whether each theory is on in each draw (T, B).
    """
    draws: dict[frozenset[int], list[int]] = {}
    for b in range(on.shape[1]):
        opened: frozenset[int] = frozenset()
        for t, theory in enumerate(scenario.theories):
            opened |= frozenset() if on[t, b] else theory.reveals
        draws.setdefault(opened, []).append(b)
    ordered = sorted(draws.items(), key=lambda pair: (-len(pair[1]), sorted(pair[0])))
    return tuple(Structure(reveals, np.array(which)) for reveals, which in ordered)
