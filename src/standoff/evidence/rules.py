"""The rules of weighing: constants and switches, each with its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RELIABILITY = {"A": 1.0, "B": 0.85, "C": 0.65, "D": 0.4, "E": 0.15, "F": 0.5}
"""Share of the weight that a link of the chain leaves, by its Admiralty letter.

A completely reliable, B usually, C fairly, D not usually, E unreliable, F cannot be judged. The
scale is a published one (NATO STANAG 2511, Allied grading of sources); its numbers here are ours.
"""

CREDIBILITY = {"1": 1.0, "2": 0.85, "3": 0.65, "4": 0.35, "5": 0.1, "6": 0.5}
"""Share of the weight that the information's number leaves: 1 confirmed, 2 probably true,
3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged. The numbers here are ours."""


@dataclass(frozen=True)
class Rules:
    """Switches and constants of weighing and pooling; docs/concepts/evidence.md explains each.

    Attributes:
        grades: whether chains and information numbers take weight away.
        reliability: share left by a link, by letter.
        credibility: share left by the information's number.
        speakers: whether a speaker's credibility takes weight away.
        hedges: whether hedges take weight away.
        readings: whether doubt about a translation takes weight away.
        discount_per_hop: share left by each step of hearsay; 1 switches it off.
        against_interest: factor of a claim that cuts against its own side; 1 switches it off.
        one_sided: share left when all that is known comes from one side; 1 switches it off.
        dependence: whether claims of one group share the weight of one.
        motives_need_two: whether an attributed motive needs a second independent group.
        authors_need_two: whether a claim about its author's view only needs a second group.
        evaluations_set_numbers: whether evaluations may move a number.
        metaphors_set_numbers: whether metaphors may.
        labels_set_numbers: whether names given to things may.
        undated_predictions_set_numbers: whether predictions without a date may.
        disagreement: whether disagreement beyond what the claims' own spread allows widens.
        doubts: whether claims that the ground cannot be seen widen.
        point_spread: standard deviation of a claim without a range, in those of the base.
        range_covers: share that lies within a stated range.
    """

    grades: bool = True
    reliability: Mapping[str, float] = field(default_factory=lambda: dict(RELIABILITY))
    credibility: Mapping[str, float] = field(default_factory=lambda: dict(CREDIBILITY))
    speakers: bool = True
    hedges: bool = True
    readings: bool = True
    discount_per_hop: float = 0.7
    against_interest: float = 1.5
    one_sided: float = 0.8
    dependence: bool = True
    motives_need_two: bool = True
    authors_need_two: bool = True
    evaluations_set_numbers: bool = False
    metaphors_set_numbers: bool = False
    labels_set_numbers: bool = False
    undated_predictions_set_numbers: bool = False
    disagreement: bool = True
    doubts: bool = True
    point_spread: float = 1.0
    range_covers: float = 0.9
