"""What was observed tells of the parameters too: weights of draws, new draws where few count.

The draws of the prior are weighted by the chance that what was seen would be seen in them, each
under its own equilibrium. When few draws carry nearly all weight, the effective sample size says
so, and the weights are mended in one of two ways. *Resampling* moves the draws to where the
posterior is: sequential Monte Carlo along the likelihood raised to powers from 0 to 1 (Del Moral,
Doucet and Jasra 2006, named from memory), each step choosing the next power so that half of the
draws still count, copying draws by weight, and moving each by a preconditioned Crank-Nicolson
proposal on the normal scores of its uniform numbers, which leaves the prior as it is (Cotter,
Roberts, Stuart and White 2013, named from memory). *Tempering* stops at the power at which enough
draws count: a flatter answer than the posterior, and marked so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.forecast.bands import picked
from standoff.forecast.plan import Latent

Array = np.ndarray[Any, Any]
Likelihood = Callable[[Latent], Array]
Progress = Callable[[str, int, int], None]

MENDS = ("auto", "none", "temper", "resample")
LEAST_SHARE = 0.2
"""Share of the draws that has to count; below it the weights are mended."""
KEPT_SHARE = 0.5
"""Share of the draws that still counts after one step of the power."""
MOVES = 3
"""Proposals for every draw at every power."""
LAST_MOVES = 6
"""Proposals at the last power."""
STAGES = 30
WANTED = 0.3
"""Share of proposals to accept; the length of the next ones follows it."""
TINY = 1e-12


@dataclass(frozen=True)
class Posterior:
    """How the draws stand for the posterior.

    Attributes:
        how: `weights`, `tempered` or `resampled`.
        weights: of the solved draws, adding up to 1 (B); equal after resampling.
        ess: effective sample size: one over the sum of squared weights; after resampling, the
            number of draws that differ.
        prior_ess: effective sample size of the draws of the prior.
        temper: power of the likelihood that was reached; 1 is the posterior itself.
        log_evidence: logarithm of the chance of what was seen, averaged over the prior.
        stages: powers between 0 and 1 at which draws were moved.
        accepted: share of proposals that were accepted; None without any.
    """

    how: str
    weights: Array
    ess: float
    prior_ess: float
    temper: float
    log_evidence: float
    stages: int = 0
    accepted: float | None = None


def effective(weights: Array) -> float:
    """Return the effective sample size of weights, Kish's: (sum w)^2 / sum w^2."""
    total = float(weights.sum())
    return total * total / float((weights**2).sum()) if total > 0 else 0.0


def weigh(likelihood: Array, mend: str = "none") -> Posterior:
    """Return the weights of draws from the likelihoods (B), flattened where `mend` is `temper`.

    Raises:
        UsageError: what was observed is impossible in every draw.
    """
    draws = len(likelihood)
    require_possible(likelihood)
    plain = _normal(likelihood)
    ess = effective(plain)
    known = (ess, 1.0, float(np.log(likelihood.mean())))
    if mend != "temper" or ess >= LEAST_SHARE * draws:
        return Posterior("weights", plain, *known[:1], ess, *known[1:])
    power = power_for(likelihood, np.full(draws, 1 / draws), 0.0, LEAST_SHARE * draws)
    flat = _normal(_power(likelihood, power))
    return Posterior("tempered", flat, effective(flat), ess, power, known[2])


def require_possible(likelihood: Array) -> None:
    """Raise `UsageError` where what was observed cannot be seen in any draw."""
    if not len(likelihood) or not (likelihood > 0).any():
        raise UsageError(
            "what was observed is impossible in every draw",
            help="look for a move that was not allowed, or for observations that contradict "
            "each other; `standoff observe` shows the likelihood after each",
        )


def is_poor(likelihood: Array) -> bool:
    """Return whether too few draws would count."""
    return effective(_normal(likelihood)) < LEAST_SHARE * len(likelihood)


def power_for(likelihood: Array, weights: Array, start: float, wanted: float) -> float:
    """Return the largest power up to 1 at which so many draws count, by bisection.

    Args:
        likelihood: of the draws (B).
        weights: that the draws have at the power `start` (B).
        start: power reached so far.
        wanted: effective sample size.
    """
    if effective(weights * _power(likelihood, 1.0 - start)) >= wanted:
        return 1.0
    low, high = start, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        good = effective(weights * _power(likelihood, middle - start)) >= wanted
        low, high = (middle, high) if good else (low, middle)
    return max(low, start + TINY)


def resample(
    latent: Latent,
    likelihood: Array,
    of: Likelihood,
    seed: int,
    progress: Progress | None = None,
) -> tuple[Latent, Posterior]:
    """Return draws from the posterior, and how they came about.

    Args:
        latent: uniform numbers of draws from the prior.
        likelihood: of these draws (B); nan or 0 where a draw was not solved.
        of: returns the likelihoods of other draws.
        seed: of the copies and proposals.
        progress: called as progress("move", steps done, steps).

    Raises:
        UsageError: what was observed is impossible in every draw.
    """
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 0x5EED])))
    here = np.nan_to_num(likelihood, nan=0.0)
    require_possible(here)
    prior_ess, draws = effective(here), len(here)
    power, step, evidence, stages = 0.0, 0.5, 0.0, 0
    tried = taken = 0
    while power < 1.0:
        stages += 1
        if stages > STAGES:
            break
        equal = np.full(draws, 1 / draws)
        reached = power_for(here, equal, power, KEPT_SHARE * draws)
        weights = _power(here, reached - power)
        evidence += float(np.log(weights.mean()) + (reached - power) * np.log(here.max()))
        chosen = _systematic(weights / weights.sum(), random)
        latent, here, power = _pick(latent, chosen), here[chosen], reached
        for k in range(LAST_MOVES if power >= 1.0 else MOVES):
            if progress is not None:
                progress("move", int(1000 * power) - (k == 0), 1000)
            proposed = _proposal(latent, step, random)
            there = np.nan_to_num(of(proposed), nan=0.0)
            with np.errstate(all="ignore"):
                ratio = np.where(here > 0, (there / np.where(here > 0, here, 1.0)) ** power, 1.0)
            accept = random.random(draws) < ratio
            latent, here = _mixed(latent, proposed, accept), np.where(accept, there, here)
            share = float(accept.mean())
            tried, taken = tried + draws, taken + int(accept.sum())
            step = float(np.clip(step * np.exp(share - WANTED), 0.05, 0.95))
    distinct = len(np.unique(latent.parameters, axis=1).T) if len(latent.parameters) else draws
    how = "resampled" if power >= 1.0 else "tempered"
    made = Posterior(
        how, np.full(draws, 1 / draws), float(distinct), prior_ess, min(power, 1.0), evidence,
        stages, taken / tried if tried else None,
    )  # fmt: skip
    return latent, made


def _normal(likelihood: Array) -> Array:
    return np.asarray(likelihood / likelihood.sum())


def _power(likelihood: Array, power: float) -> Array:
    """Return the likelihood, scaled to a largest value of 1, raised to a power; 0 stays 0."""
    most = likelihood.max()
    scaled = likelihood / most if most > 0 else likelihood
    return np.where(likelihood > 0, np.where(scaled > 0, scaled, 0.0) ** power, 0.0)


def _systematic(weights: Array, random: np.random.Generator) -> Array:
    """Return draws copied by weight, by systematic resampling (B)."""
    count = len(weights)
    points = (random.random() + np.arange(count)) / count
    return picked(weights, points)


def _pick(latent: Latent, chosen: Array) -> Latent:
    return Latent(latent.parameters[:, chosen], latent.theories[:, chosen])


def _proposal(latent: Latent, step: float, random: np.random.Generator) -> Latent:
    """Return draws moved on the scale of normal scores; the prior stays as it is."""
    from scipy.special import ndtr, ndtri

    def moved(uniform: Array) -> Array:
        score = ndtri(np.clip(uniform, 1e-15, 1 - 1e-15))
        fresh = random.standard_normal(uniform.shape)
        return np.asarray(ndtr(np.sqrt(1 - step * step) * score + step * fresh))

    return Latent(moved(latent.parameters), moved(latent.theories))


def _mixed(old: Latent, new: Latent, take: Array) -> Latent:
    return Latent(
        np.where(take, new.parameters, old.parameters), np.where(take, new.theories, old.theories)
    )
