"""Named numbers and their distributions, and named formulas."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from standoff.scenario.human.base import Formula, Model, Number, Text, field
from standoff.scenario.human.claims import Claim
from standoff.scenario.human.evidence import Evidence, Two


class Normal(Model):
    """A normal distribution, cut off at `low` and `high` where they are given."""

    mean: Number = field("Mean before cutting off.")
    sd: Number = field("Standard deviation before cutting off.", gt=0)
    low: Number | None = field("Lowest possible value.", None)
    high: Number | None = field("Highest possible value.", None)


class Lognormal(Model):
    """A log-normal distribution."""

    median: Number = field("Median.", gt=0)
    sd_log: Number = field("Standard deviation of the natural logarithm.", gt=0, le=10)


class Beta(Model):
    """A beta distribution between 0 and 1."""

    mean: Number = field("Mean.", gt=0, lt=1)
    sd: Number = field("Standard deviation, below sqrt(mean * (1 - mean)).", gt=0)


class Logitnormal(Model):
    """A distribution between two ends whose logit is normal."""

    median: Number = field("Median, between the ends.")
    sd_logit: Number = field("Standard deviation of log((x - low) / (high - x)).", gt=0, le=20)
    low: Number = field("Lower end.", 0.0)
    high: Number = field("Upper end.", 1.0)


Three = Annotated[list[Number], Field(min_length=3, max_length=3)]


class Distribution(Model):
    """A distribution of a number: exactly one of these."""

    uniform: Two | None = field("`[low, high]`, all values equally likely.", None)
    triangular: Three | None = field("`[low, mode, high]`.", None)
    pert: Three | None = field("`[low, mode, high]`, smooth and pulled to the mode.", None)
    normal: Normal | None = field(
        "`{mean, sd, low, high}`; `low` and `high` may be left out.", None
    )
    lognormal: Lognormal | None = field("`{median, sd_log}`, positive values.", None)
    beta: Beta | None = field("`{mean, sd}`, values between 0 and 1.", None)
    logitnormal: Logitnormal | None = field(
        "`{median, sd_logit, low, high}`, values between two ends; 0 and 1 by default.", None
    )
    choice: Annotated[dict[str, Number], Field(min_length=1, max_length=100)] | None = field(
        "Discrete numbers with their probabilities, such as `{'5': 0.3, '10': 0.7}`.", None
    )


class Pooled(Model):
    """A prior that the parameter's `claims` are pooled into."""

    base: Distribution = field("What would be believed without the claims.")


class Prior(Distribution):
    """What is believed about a number before play: exactly one of the distributions."""

    pooled: Pooled | None = field("`{base: ...}`: a base, moved by `claims`.", None)


def _evidence_or_claims(schema: dict[str, Any]) -> None:
    schema["required"].remove("evidence")
    schema["anyOf"] = [{"required": ["evidence"]}, {"required": ["claims"]}]


class Parameter(Model):
    """A named number. It has exactly one of `value` and `prior`."""

    model_config = ConfigDict(json_schema_extra=_evidence_or_claims)

    value: Number | None = field("A fixed value.", None)
    prior: Prior | None = field("A distribution.", None)
    times: Number = field(
        "Every value is multiplied by this, before `plus`. A `beta`, and a `logitnormal` between "
        "0 and 1, is then kept between 0 and 1.",
        1.0,
    )
    plus: Number = field("This is added to every value.", 0.0, unit="the unit of the number")
    unit: Text = field("The unit in words, such as `percent of the stakes`.")
    means: Text = field("What the number is, in plain words.")
    evidence: Evidence = field(
        "`assumed`, or the places in the sources that it rests on. May be left out beside `claims`."
    )
    claims: Annotated[list[Claim], Field(max_length=200)] = field(
        "What sources claim about it; pooled into the prior.", default_factory=list
    )
    reason: Text = field("Why this range.", "")
    fallback: Distribution | None = field(
        "What would be believed if none of its sources were there; used where all of them are left "
        "out, as by `--as-of`.",
        None,
    )
    fallback_reason: Text = field("Why this fallback.", "")

    @model_validator(mode="before")
    @classmethod
    def _claims_are_evidence(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("claims") and "evidence" not in data:
            return {**data, "evidence": "assumed"}
        return data


class NamedFormula(Model):
    """A formula with a name of its own, to be used in others."""

    value: Formula = field("The formula; it may mention formulas that stand above it.")
    unit: Text = field("The unit in words.", "")
    means: Text = field("What it stands for, in plain words.", "")
