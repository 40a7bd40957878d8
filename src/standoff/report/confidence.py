"""How far a forecast can be trusted: low, moderate or high by a stated rule, with the reasons.

The rule is in docs/concepts/words.md. A confidence sentence never holds a word of likelihood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standoff.report import words

Data = Mapping[str, Any]

MOSTLY, PARTLY = 2 / 3, 1 / 3
"""Shares of the drawn numbers that are assumed: above the first severe, above the second weak."""
GROUPS = 3
"""Independent groups of sources below which the basis is weak; with one or none it is severe."""
SOLVED, HARDLY = 0.99, 0.9
"""Shares of solved draws below which the run is weak, and severely so."""
ESS, FEW = 200.0, 50.0
"""Effective draws of a conditioned forecast below which it is weak, and severely so."""
SEVERAL = 0.1
"""Share of searched draws with other equilibria above which the choice of one is weak."""
WIDE, BARELY = 0.3, 0.6
"""Widths of the widest 90% interval of an ending above which it is weak, and severely so."""
MOST_WEAK = 2
"""With more weak points than this the level is low."""


@dataclass(frozen=True)
class Confidence:
    """A level with what speaks against a higher one.

    Attributes:
        level: `low`, `moderate` or `high`.
        severe: reasons each of which makes it low.
        weak: reasons that add up.
        checked: what was looked at and found in order.
    """

    level: str
    severe: tuple[str, ...]
    weak: tuple[str, ...]
    checked: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The level with its reasons, the severe ones first."""
        reasons = [*self.severe, *self.weak]
        text = f"Confidence in these judgements is {self.level}"
        return f"{text}: {words.listing(reasons)}." if reasons else f"{text}."


def confidence(data: Data) -> Confidence:
    """Return the level of confidence in a forecast, from its plain data.

    Low with one severe reason or more than `MOST_WEAK` weak ones, high without any, else moderate.
    A forecast of a model that has not been scored against past crises has one weak reason at least.
    """
    found: dict[str, list[str]] = {"severe": [], "weak": [], "checked": []}
    for rule in (_scored, _assumed, _groups, _solved, _effective, _branches, _width):
        made = rule(data)
        if made:
            found[made[0]].append(made[1])
    if found["severe"] or len(found["weak"]) > MOST_WEAK:
        level = "low"
    else:
        level = "moderate" if found["weak"] else "high"
    return Confidence(level, *(tuple(found[kind]) for kind in ("severe", "weak", "checked")))


Found = tuple[str, str] | None


def _grade(*, severe: bool, weak: bool) -> str:
    return "severe" if severe else "weak" if weak else "checked"


def _scored(data: Data) -> Found:
    if data.get("scored"):
        return "checked", "the model has been scored against past crises"
    return "weak", "the model has not been scored against past crises"


def _assumed(data: Data) -> Found:
    basis = data.get("basis")
    if not basis or not basis["drawn"]:
        return None
    share = basis["assumed"] / basis["drawn"]
    text = f"{basis['assumed']} of {words.plural(basis['drawn'], 'drawn number')} "
    text += "are assumed" if basis["assumed"] != 1 else "is assumed"
    return _grade(severe=share > MOSTLY, weak=share > PARTLY), text


def _groups(data: Data) -> Found:
    groups = (data.get("basis") or {}).get("groups", len(data["sources"]))
    if not groups:
        return "severe", "it rests on no document"
    text = f"it rests on {words.plural(groups, 'independent group')} of documents"
    stances = {source.get("stance", "") for source in data["sources"].values()}
    if len(stances) == 1 < len(data["sources"]) and "" not in stances:
        return "severe", f"{text} that share one stance"
    return _grade(severe=groups < 2, weak=groups < GROUPS), text


def _solved(data: Data) -> Found:
    share = data["certificate"]["solved_share"]
    failed = data["certificate"]["failed"]
    if not failed:
        return "checked", "every draw was solved"
    text = f"{words.plural(failed, 'draw')} could not be solved"
    return _grade(severe=share < HARDLY, weak=share < SOLVED), text


def _effective(data: Data) -> Found:
    seen = data.get("observed")
    if not seen:
        return None
    text = f"what was observed leaves {seen['ess']:.0f} effective draws of {data['draws']:,}"
    return _grade(severe=seen["ess"] < FEW, weak=seen["ess"] < ESS), text


def _branches(data: Data) -> Found:
    found = data.get("equilibria")
    if not found or not found["draws_searched"]:
        return "weak", "other equilibria were not searched for"
    several = found["share"]["2"] + found["share"]["3+"]
    if several > SEVERAL:
        return "weak", f"{words.percent(several)} of the searched draws have other equilibria"
    return "checked", "hardly any searched draw has another equilibrium"


def _width(data: Data) -> Found:
    rows = [one for one in data["outcomes"].values() if one["p95"] is not None]
    if not rows:
        return None
    widest = max(rows, key=lambda one: one["p95"] - one["p05"])
    width = widest["p95"] - widest["p05"]
    text = f"the widest 90% interval of an ending is {round(100 * width)} points"
    return _grade(severe=width > BARELY, weak=width > WIDE), text
