"""How claims were pooled into priors, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.evidence import Pooling, Weighed
from standoff.report.understood import prior_text
from standoff.scenario.model import Parameter, Prior, Scenario

TAILS = (0.05, 0.5, 0.95)
"""Shares of the interval's ends and of the median."""


def evidence_data(scenario: Scenario, names: Sequence[str] = ()) -> dict[str, Any]:
    """Return the steps from a base to a prior, for every number that claims are pooled into.

    Args:
        scenario: a resolved scenario.
        names: parameters to show, pooled or not; every pooled one when empty.
    """
    chosen = [p for p in scenario.parameters if (p.name in names if names else p.pooling)]
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "as_of": None if scenario.as_of is None else scenario.as_of.isoformat(),
        "sources": [source_data(source) for source in scenario.sources],
        "speakers": [_speaker(scenario, speaker) for speaker in scenario.speakers],
        "parameters": [_parameter(parameter) for parameter in chosen],
        "not_pooled": [p.name for p in scenario.parameters if not names and not p.pooling],
    }


def source_data(source: Any) -> dict[str, Any]:
    """Return what a source is."""
    return {
        "key": source.key,
        "title": source.title,
        "stance": source.stance,
        "side": source.side,
        "group": source.group,
        "written": None if source.written is None else source.written.isoformat(),
        "chain": [
            {"who": link.who, "role": link.role, "reliability": link.reliability}
            for link in source.chain
        ],
    }


def _speaker(scenario: Scenario, speaker: Any) -> dict[str, Any]:
    return {
        "key": speaker.key,
        "name": speaker.name,
        "party": None if speaker.party is None else scenario.parties[speaker.party].id,
        "faction": speaker.faction,
        "credibility": speaker.credibility,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    made = parameter.pooling
    data = {
        "name": parameter.name,
        "unit": parameter.unit,
        "means": parameter.means,
        "result": _distribution(parameter, parameter.prior),
    }
    if made is None:
        return data | {"base": None, "claims": [], "pooled": None}
    return data | {
        "base": _distribution(parameter, Prior(made.base.kind, made.base.arguments)),
        "claims": [claim_data(one) for one in made.claims],
        "pooled": _steps(made),
    }


def _steps(made: Pooling) -> dict[str, Any]:
    return {
        "scale": made.base.scale.name,
        "base_mean": made.base.mean,
        "base_sd": made.base.sd,
        "groups": made.groups,
        "effective": made.effective,
        "disagreement": made.disagreement,
        "doubt": made.doubt,
        "mean": made.mean,
        "sd": made.sd,
        "unexplained": made.rests_on_base,
    }


def _distribution(parameter: Parameter, prior: Prior) -> dict[str, Any]:
    import numpy as np

    from standoff.game.numbers import quantile

    low, middle, high = np.sort(quantile(prior, np.array(TAILS)))
    return {
        "prior": prior_text(Parameter(parameter.name, prior, parameter.unit, parameter.means)),
        "low": float(low),
        "median": float(middle),
        "high": float(high),
    }


def claim_data(one: Weighed) -> dict[str, Any]:
    """Return a claim with its weight and the rules that made it."""
    claim = one.claim
    return {
        "source": claim.source,
        "paragraph": claim.paragraph,
        "characters": claim.characters and list(claim.characters),
        "says": claim.says,
        "kind": claim.kind,
        "date": None if claim.date is None else claim.date.isoformat(),
        "by": claim.by,
        "via": list(claim.via),
        "group": claim.group,
        "side": claim.side,
        "motive": claim.motive,
        "about": claim.about,
        "gloss": claim.gloss,
        "reading": claim.reading,
        "reason": claim.reason,
        "low": claim.low,
        "high": claim.high,
        "words": claim.words,
        "doubts": claim.doubts,
        "mean": one.mean,
        "sd": None if one.mean is None else one.sd,
        "factors": [{"rule": f.rule, "value": f.value, "why": f.why} for f in one.factors],
        "weight": one.weight,
        "left_out_by": one.excluded or None,
    }
