"""What a claim weighs: which rule leaves it out, the factors of its weight, and sharing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from standoff.evidence.claim import Claim
from standoff.evidence.rules import Rules
from standoff.evidence.scale import Base


@dataclass(frozen=True)
class Factor:
    """One reason for a claim's weight: the rule, the factor, and why in a few words."""

    rule: str
    value: float
    why: str = ""


@dataclass(frozen=True)
class Weighed:
    """A claim with its place and its weight.

    Attributes:
        mean: place of the claim on the base's scale, or None where it names no number.
        sd: its spread there.
        factors: what made the weight, in order; their product is `weight`.
        weight: 0 where the claim is left out.
        excluded: the rule that leaves it out, or empty.
    """

    claim: Claim
    mean: float | None
    sd: float
    factors: tuple[Factor, ...] = ()
    weight: float = 0.0
    excluded: str = ""

    @property
    def counts(self) -> bool:
        """Whether it moves the number."""
        return self.mean is not None and self.weight > 0


def weigh(base: Base, claims: Sequence[Claim], rules: Rules) -> tuple[Weighed, ...]:
    """Return the claims with their places, factors and weights, in order."""
    placed = [_place(claim, base, rules) for claim in claims]
    placed = [replace(one, excluded=_left_out(one, rules)) for one in placed]
    alone = [_lacks_second(one, placed, base, rules) for one in placed]
    placed = [
        replace(one, excluded=one.excluded or why) for one, why in zip(placed, alone, strict=True)
    ]
    sides = {one.claim.side for one in placed if not one.excluded}
    one_sided = len(sides) == 1 and sides != {""}
    weighed = [one if one.excluded else _with_factors(one, rules, one_sided) for one in placed]
    return tuple(_shared(weighed) if rules.dependence else weighed)


def _place(claim: Claim, base: Base, rules: Rules) -> Weighed:
    if claim.low is None or claim.high is None:
        return Weighed(claim, None, 0.0)
    low, high = base.scale.forward(claim.low), base.scale.forward(claim.high)
    if low == high:
        return Weighed(claim, low, rules.point_spread * base.sd * claim.widen)
    return Weighed(claim, (low + high) / 2, claim.widen * (high - low) / (2 * _reach(rules)))


def _reach(rules: Rules) -> float:
    """Return how many standard deviations from the middle a stated range ends."""
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + rules.range_covers) / 2)


def _left_out(one: Weighed, rules: Rules) -> str:
    claim = one.claim
    if not claim.use:
        return "use"
    if claim.reposter:
        return "from"
    if claim.doubts is not None:
        return "" if rules.doubts else "doubts"
    undated = claim.kind == "prediction" and claim.date is None
    for holds, switch in (
        (claim.kind == "evaluation", "evaluations_set_numbers"),
        (claim.kind == "metaphor", "metaphors_set_numbers"),
        (claim.kind == "label", "labels_set_numbers"),
        (undated, "undated_predictions_set_numbers"),
    ):
        if holds and not claim.compiled and not getattr(rules, switch):
            return switch
    return "" if one.mean is not None else "no number"


def _lacks_second(one: Weighed, every: Iterable[Weighed], base: Base, rules: Rules) -> str:
    """Return the rule that leaves out a motive or an author's view that nobody else bears out."""
    claim = one.claim
    for concerns, switch in (
        (claim.motive, "motives_need_two"),
        (claim.about == "author", "authors_need_two"),
    ):
        if not concerns or not getattr(rules, switch):
            continue
        second = any(
            other.claim.group != claim.group
            and not other.excluded
            and (other.claim.motive or not claim.motive)
            and _leans(other, base) == _leans(one, base)
            for other in every
        )
        if not second:
            return switch
    return ""


def _leans(one: Weighed, base: Base) -> bool | None:
    return None if one.mean is None else one.mean >= base.mean


def _reliability(claim: Claim, rules: Rules) -> Factor | None:
    if not claim.grades or not rules.grades:
        return None
    value = math.prod(rules.reliability[grade] for grade in claim.grades)
    return Factor("reliability", value, f"chain {', '.join(claim.grades)}")


def _credibility(claim: Claim, rules: Rules) -> Factor | None:
    if claim.credibility is None or not rules.grades:
        return None
    value = rules.credibility[str(claim.credibility)]
    return Factor("credibility", value, f"information {claim.credibility}")


def _speaker(claim: Claim, rules: Rules) -> Factor | None:
    if not claim.by or not rules.speakers:
        return None
    return Factor("speakers", claim.speaker_credibility, f"said by {claim.by}")


def _hops(claim: Claim, rules: Rules) -> Factor | None:
    if not claim.via:
        return None
    value = rules.discount_per_hop ** len(claim.via)
    return Factor("discount_per_hop", value, f"via {', '.join(claim.via)}")


def _hedge(claim: Claim, rules: Rules) -> Factor | None:
    if claim.hedge == 1 or not rules.hedges:
        return None
    return Factor("hedges", claim.hedge, claim.hedge_words and f"`{claim.hedge_words}`")


def _reading(claim: Claim, rules: Rules) -> Factor | None:
    if claim.reading_confidence == 1 or not rules.readings:
        return None
    return Factor("readings", claim.reading_confidence, "how sure the reading is")


def _against_interest(claim: Claim, rules: Rules) -> Factor | None:
    if not claim.against_interest:
        return None
    return Factor("against_interest", rules.against_interest, f"against the side of {claim.side}")


FACTORS: tuple[Callable[[Claim, Rules], Factor | None], ...] = (
    _reliability,
    _credibility,
    _speaker,
    _hops,
    _hedge,
    _reading,
    _against_interest,
)
"""The rules that look at one claim alone; a new one is a function and an entry here."""


def _with_factors(one: Weighed, rules: Rules, one_sided: bool) -> Weighed:
    found = [factor for rule in FACTORS if (factor := rule(one.claim, rules)) is not None]
    if one_sided and not one.claim.against_interest:
        why = f"only the side of {one.claim.side} is heard"
        found.append(Factor("one_sided", rules.one_sided, why))
    return replace(one, factors=tuple(found), weight=math.prod(f.value for f in found))


def _shared(every: Sequence[Weighed]) -> list[Weighed]:
    """Let the claims of a group share, in proportion, the weight of its heaviest."""
    groups: dict[tuple[str, bool], list[float]] = {}
    for one in every:
        groups.setdefault(_group(one), []).append(one.weight)
    return [_with_share(one, groups[_group(one)]) for one in every]


def _group(one: Weighed) -> tuple[str, bool]:
    return one.claim.group, one.claim.doubts is None


def _with_share(one: Weighed, weights: Sequence[float]) -> Weighed:
    counting = sum(weight > 0 for weight in weights)
    if counting < 2 or one.weight == 0:
        return one
    share = max(weights) / sum(weights)
    why = f"{counting} claims of the group {one.claim.group}"
    return replace(
        one,
        factors=(*one.factors, Factor("dependence", share, why)),
        weight=one.weight * share,
    )
