"""Pooling: a base and weighed claims become one distribution."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standoff.evidence.claim import Claim
from standoff.evidence.rules import Rules
from standoff.evidence.scale import Base
from standoff.evidence.weight import Weighed, weigh


@dataclass(frozen=True)
class Pooling:
    """What pooling did, step by step.

    Attributes:
        base: what was believed without the claims.
        claims: every claim with its weight, in the order of the file.
        groups: number of dependence groups that move the number.
        effective: effective number of independent sources: (sum of the groups' weights)^2 over
            the sum of their squares; 0 where nothing moves the number.
        disagreement: factor on the variance, 1 where the claims agree as well as their spreads say.
        doubt: factor on the standard deviation from claims that the ground cannot be seen.
        mean: of the result, on the base's scale.
        sd: of the result, on the base's scale.
        kind: of the resulting distribution; that of the base where no claim counts.
        arguments: numbers of the resulting distribution.
    """

    base: Base
    claims: tuple[Weighed, ...]
    groups: int
    effective: float
    disagreement: float
    doubt: float
    mean: float
    sd: float
    kind: str
    arguments: Mapping[str, float]

    @property
    def rests_on_base(self) -> bool:
        """Whether no claim changes what was believed without them."""
        return self.groups == 0 and self.doubt == 1


def pool(base: Base, claims: Sequence[Claim], rules: Rules | None = None) -> Pooling:
    """Return the logarithmic opinion pool of a base with weight 1 and weighed claims.

    Each opinion is normal on the base's scale, so the pool is normal there: precisions times
    weights add up, and its mean is their average. With weight 1 a claim counts as an independent
    measurement would in Bayes' rule; with a smaller weight it counts as a part of one.

    Where opinions lie further apart than their spreads allow, the variance is multiplied by the
    Birge ratio, chi-square over its degrees of freedom, which are the number of groups: agreement
    never narrows, disagreement widens.

    Source: Genest and Zidek (1986), Statistical Science 1:114-135, on logarithmic pools; Birge
    (1932), Physical Review 40:207-227, on the ratio. Weights that add up to more than 1 give up
    external Bayesianity, see docs/concepts/evidence.md.
    """
    rules = rules or Rules()
    weighed = weigh(base, claims, rules)
    totals = _group_weights(weighed, rules)
    doubt = _doubt(weighed)
    precision, mean = _average(base, weighed)
    ratio = _birge(base, weighed, mean, len(totals)) if rules.disagreement and totals else 1.0
    sd = math.sqrt(ratio / precision) * doubt
    kind, arguments = base.scale.distribution(mean, sd)
    if not totals and doubt == 1:
        mean, sd, kind, arguments = base.mean, base.sd, base.kind, dict(base.arguments)
    return Pooling(
        base=base,
        claims=weighed,
        groups=len(totals),
        effective=sum(totals) ** 2 / sum(w * w for w in totals) if totals else 0.0,
        disagreement=ratio,
        doubt=doubt,
        mean=mean,
        sd=sd,
        kind=kind,
        arguments=arguments,
    )


def _opinions(base: Base, weighed: Sequence[Weighed]) -> list[tuple[float, float]]:
    """Return mean and weighted precision of the base and of every claim that counts."""
    every = [(base.mean, base.sd**-2)]
    every += [(w.mean, w.weight * w.sd**-2) for w in weighed if w.mean is not None and w.weight]
    return every


def _average(base: Base, weighed: Sequence[Weighed]) -> tuple[float, float]:
    every = _opinions(base, weighed)
    precision = sum(p for _, p in every)
    return precision, sum(m * p for m, p in every) / precision


def _birge(base: Base, weighed: Sequence[Weighed], mean: float, groups: int) -> float:
    chi_square = sum(p * (m - mean) ** 2 for m, p in _opinions(base, weighed))
    return max(1.0, chi_square / groups)


def _group_weights(weighed: Sequence[Weighed], rules: Rules) -> list[float]:
    totals: dict[str, float] = {}
    for k, one in enumerate(weighed):
        if one.counts:
            key = one.claim.group if rules.dependence else str(k)
            totals[key] = totals.get(key, 0.0) + one.weight
    return list(totals.values())


def _doubt(weighed: Sequence[Weighed]) -> float:
    given = [(w.claim.doubts, w.weight) for w in weighed if w.claim.doubts is not None]
    return math.prod(math.pow(factor, weight) for factor, weight in given)
