"""What was observed and what it did, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.bands import band
from standoff.forecast.posterior import effective
from standoff.forecast.seen import dealt_at_start

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast
    from standoff.forecast.questions import Questions
    from standoff.scenario.model import Observation

Array = np.ndarray[Any, Any]

HOW = {
    "weights": "draws of the prior, weighted by the chance that each gave what was observed",
    "tempered": "draws weighted by a part of the likelihood: flatter than the posterior",
    "resampled": "draws moved to where the posterior is, by sequential Monte Carlo",
}


def observed_data(record: Forecast, questions: Questions) -> dict[str, Any] | None:
    """Return the observations, how the draws stand for them, and the answers after each.

    Returns:
        None without observations. `series` has an entry before the first observation and one after
        each. Draws of the prior are weighted by what had been seen by then; where draws were moved,
        the last entry is about these.
    """
    posterior, scenario = record.posterior, record.scenario
    if posterior is None:
        return None
    notes = [HOW[posterior.how]]
    if posterior.how != "resampled" and posterior.ess < 100:
        notes.append(f"only about {posterior.ess:.0f} draws count, so intervals are rough")
    if posterior.how == "resampled":
        notes.append(
            "the series before the last observation weighs resampled draws back; it is rough"
        )
    days = [one.date.isoformat() if one.date else None for one in scenario.observed]
    return {
        "as_of": max((day for day in days if day), default=None),
        "now": _now(record),
        "events": [_event(record, number, one) for number, one in enumerate(scenario.observed)],
        "draws": record.draws,
        "ess": posterior.ess,
        "prior_ess": posterior.prior_ess,
        "temper": posterior.temper,
        "how": posterior.how,
        "log_evidence": posterior.log_evidence,
        "stages": posterior.stages,
        "accepted": posterior.accepted,
        "notes": notes,
        "series": [_entry(record, questions, step, day) for step, day in enumerate([None, *days])],
    }


def _now(record: Forecast) -> str | None:
    """Return the id of the first turn that is not over, or None at the end."""
    turns = record.scenario.turns
    now = max((one.now for one in record.scenario.observed), default=0)
    return turns[now].id if now < len(turns) else None


def _event(record: Forecast, number: int, one: Observation) -> dict[str, Any]:
    source = record.before or record
    likelihood = source.answers.seen.likelihood
    with np.errstate(all="ignore"):
        ratio = likelihood[number + 1] / likelihood[number]
    return {
        "id": f"event_{number + 1}",
        "date": one.date.isoformat() if one.date else None,
        "text": one.text,
        "kind": one.kind,
        "likelihood": band(ratio, step_weights(source, number)),
        "evidence": [
            {"source": e.source, "paragraph": e.paragraph, "says": e.says} for e in one.evidence
        ],
    }


def step_weights(record: Forecast, step: int) -> Array:
    """Return the weights of the solved draws after the first `step` observations (B)."""
    likelihood, posterior = record.answers.seen.likelihood, record.posterior
    assert posterior is not None
    if step == len(likelihood) - 1:
        return posterior.weights
    total = likelihood[step].sum()
    return np.asarray(likelihood[step] / total if total > 0 else likelihood[step])


def _entry(record: Forecast, q: Questions, step: int, day: str | None) -> dict[str, Any]:
    last = step == len(record.answers.seen.likelihood) - 1
    source = record if last or record.before is None else record.before
    seen, scenario, weights = source.answers.seen, record.scenario, step_weights(source, step)
    assert record.posterior is not None
    return {
        "date": day,
        "event": step - 1 if step else None,
        "ess": record.posterior.ess if last else effective(weights),
        "likelihood": band(seen.likelihood[step], weights),
        "outcomes": {
            outcome.id: band(seen.outcomes[step, k], weights)
            for k, outcome in enumerate(scenario.outcomes)
        },
        "types": {
            scenario.full_name(scenario.privates[k]): {
                value: band(table[step, v], weights)
                for v, value in enumerate(scenario.privates[k].values)
            }
            for k, table in zip(dealt_at_start(scenario), seen.dealt, strict=True)
            if len(scenario.privates[k].values) > 1
        },
        "bluff": {
            scenario.parties[threat.bluff.party].id: band(seen.bluff[t][step], weights)
            for t, threat in enumerate(q.threats)
        },
    }
