"""Draw parameters from their priors and compute a game's numbers for all draws at once.

Each parameter has its own stream of uniform numbers, derived from the seed and the parameter's
name, and goes through the quantile function of its prior. So a draw of one parameter does not
change when another parameter is added, and two scenarios with the same seed have paired draws.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.evidence.quantiles import quantile as quantile_of
from standoff.game.compile import layout_of
from standoff.game.game import Game, Numbers
from standoff.game.rows import RowBook
from standoff.scenario.expr import Env, evaluate
from standoff.scenario.model import Prior, Scenario

Array = np.ndarray[Any, Any]

SUM_TOLERANCE = 1e-9
"""Chances that are written as decimals add up to 1 within this."""


def draw_parameters(scenario: Scenario, draws: int, seed: int) -> Array:
    """Return parameter draws (H, B); draw b of a parameter depends on seed and name alone."""
    return parameters_from(scenario, draw_uniforms(scenario, draws, seed))


def draw_uniforms(scenario: Scenario, draws: int, seed: int) -> Array:
    """Return the uniform numbers behind the draws of the parameters (H, B), each in [0, 1)."""
    names = [parameter.name for parameter in scenario.parameters]
    return np.array([uniform_stream(name, draws, seed) for name in names]).reshape(-1, draws)


def uniform_stream(name: str, draws: int, seed: int) -> Array:
    """Return uniform numbers in [0, 1) that depend on a name and the seed alone (B)."""
    stream = np.random.SeedSequence([seed, zlib.crc32(name.encode())])
    return np.random.Generator(np.random.PCG64(stream)).random(draws)


def parameters_from(scenario: Scenario, uniforms: Array) -> Array:
    """Return the parameters (H, B) at uniform numbers (H, B), by the quantiles of the priors."""
    out = np.empty((len(scenario.parameters), uniforms.shape[1]))
    for k, parameter in enumerate(scenario.parameters):
        out[k] = quantile(parameter.prior, uniforms[k])
    return out


def central_parameters(scenario: Scenario) -> Array:
    """Return the median of every prior (H, 1)."""
    half = np.array([0.5])
    return np.array([quantile(p.prior, half) for p in scenario.parameters]).reshape(-1, 1)


def quantile(prior: Prior, u: Array) -> Array:
    """Return the value of a prior at the quantile u of its distribution before it was moved."""
    return np.asarray(prior.moved(quantile_of(prior.kind, prior.arguments, prior.choices, u)))


def draw_numbers(
    scenario: Scenario, game: Game, draws: int = 500, seed: int = 1
) -> tuple[Array, Numbers]:
    """Return parameter draws (H, B) and the game's numbers at them.

    Raises:
        UsageError: a chance is negative or does not add up to 1 in some draw, lambda is
            negative, or a payoff is not finite; the message names the turn or the formula.

    Example:
        >>> scenario = standoff.load("skarn-narrows")
        >>> game = standoff.compile_game(scenario)
        >>> parameters, numbers = standoff.draw_numbers(scenario, game, draws=3, seed=1)
        >>> parameters.shape[1], numbers.n_draws
        (3, 3)
    """
    parameters = draw_parameters(scenario, draws, seed)
    return parameters, numbers_at(scenario, game, parameters)


def central_numbers(scenario: Scenario, game: Game) -> Numbers:
    """Return the game's numbers with every parameter at its median (B = 1).

    Example:
        >>> scenario = standoff.load("signorino-1999-crisis")
        >>> game = standoff.compile_game(scenario)
        >>> standoff.central_numbers(scenario, game).n_draws
        1
    """
    return numbers_at(scenario, game, central_parameters(scenario))


def numbers_at(scenario: Scenario, game: Game, parameters: Array) -> Numbers:
    """Return the game's numbers at parameter draws (H, B). Raises as `draw_numbers`."""
    rows = layout_of(game).rows
    pay = rows.pay(parameters)
    prob = rows.prob(parameters)
    lam = np.broadcast_to(
        np.asarray(evaluate(scenario.precision, Env(parameters=parameters)), dtype=np.float64),
        (parameters.shape[1],),
    ).copy()
    _require_payoffs(scenario, rows, pay)
    _require_chances(scenario, rows, prob)
    if not (np.isfinite(lam).all() and (lam >= 0).all()):
        raise UsageError(
            f"`precision` is {lam[~(lam >= 0)][0] if (~(lam >= 0)).any() else np.inf:g} in some "
            "draw; lambda must be a number of at least 0",
            help="give the prior of the precision a lower bound, for example with `lognormal`",
        )
    return Numbers(pay, prob, lam, _rates(scenario, parameters))


def _rates(scenario: Scenario, parameters: Array) -> Array:
    """Return the update rate of every party (P, B); empty where all follow Bayes' rule."""
    if all(party.update_rate is None for party in scenario.parties):
        return np.zeros((0, 0))
    env = Env(parameters=parameters)
    rates = np.ones((len(scenario.parties), parameters.shape[1]))
    for k, party in enumerate(scenario.parties):
        if party.update_rate is not None:
            rates[k] = evaluate(party.update_rate, env)
            if not ((rates[k] >= 0) & (rates[k] <= 1)).all():
                low, high = rates[k].min(), rates[k].max()
                raise UsageError(
                    f"the update rate of `{party.id}` lies between {low:.4g} and {high:.4g} across "
                    "draws; it must stay between 0 and 1",
                    help="narrow the prior, or put the formula inside `clip(..., 0, 1)`",
                )
    return rates


def _require_payoffs(scenario: Scenario, rows: RowBook, pay: Array) -> None:
    if np.isfinite(pay).all():
        return
    for key, group in rows.pay_groups.items():
        bad = ~np.isfinite(pay[group.rows]).all(axis=(0, 2)) if group.rows else np.array([])
        if bad.any():
            party = scenario.parties[int(np.flatnonzero(bad)[0])].id
            where = (
                f"the payoff of outcome `{scenario.outcomes[key[1]].id}`"
                if key[0] == "outcome"
                else f"a cost at turn `{scenario.turns[key[0]].id}`"
            )
            raise UsageError(
                f"{where} for `{party}` is not a finite number in some draw",
                help="look for a division by zero, a logarithm or root of a negative number",
            )


def _require_chances(scenario: Scenario, rows: RowBook, prob: Array) -> None:
    if rows.has_deal:
        deal = prob[: rows.profiles.dealt]
        _require_one(deal, "the prior of the private types")
    for together, turn in rows.sites.items():
        _require_one(prob[list(together)], f"the chances of nature's moves at turn `{turn}`")


def _require_one(chances: Array, what: str) -> None:
    if not np.isfinite(chances).all() or (chances < -SUM_TOLERANCE).any():
        worst = float(np.nanmin(chances))
        raise UsageError(
            f"{what}: a chance is {worst:.4g} in some draw",
            help="narrow the prior, or put the formula inside `clip(..., 0, 1)`",
        )
    off = np.abs(chances.sum(axis=0) - 1.0)
    if (off > SUM_TOLERANCE).any():
        total = float(chances.sum(axis=0)[np.argmax(off)])
        raise UsageError(
            f"{what} add up to {total:.6g} in some draw, not 1",
            help="write `prob: rest` for one of them",
        )
