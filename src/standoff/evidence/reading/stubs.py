"""Claims to paste into a scenario, made from what was accepted."""

from __future__ import annotations

import json
from collections.abc import Sequence

from standoff.evidence.lexicon import hedge_of
from standoff.evidence.reading.proposal import Proposal

CLAIMED = ("quotation", "demand", "threat")
"""Kinds that say something; dates, hedges and artefacts belong to these."""


def claim_stubs(source: str, accepted: Sequence[Proposal]) -> str:
    """Return claims as YAML, for a parameter's `claims:`; `says` is left to be written.

    A quotation keeps that kind. Demands and threats start as `evaluation`, which sets no number,
    until a person has said what they are. Hedges, dates and artefacts that were accepted inside a
    span go into its claim.

    Args:
        source: name of the source in the scenario.
        accepted: what a person accepted.
    """
    lines: list[str] = []
    for one in accepted:
        if one.kind in CLAIMED and not _inside_other(one, accepted):
            lines += _stub(source, one, accepted)
    return "\n".join(lines) + "\n" if lines else ""


def _inside_other(one: Proposal, accepted: Sequence[Proposal]) -> bool:
    """Return whether a demand or threat is what a quotation says: that one claim is enough."""
    return one.kind != "quotation" and any(
        q.kind == "quotation" and _holds(q, one) for q in accepted
    )


def _holds(outer: Proposal, inner: Proposal) -> bool:
    same = outer.paragraph == inner.paragraph
    return same and outer.start <= inner.start and inner.end <= outer.end


def _stub(source: str, one: Proposal, accepted: Sequence[Proposal]) -> list[str]:
    kind = "quotation" if one.kind == "quotation" else "evaluation"
    note = f" # a {one.kind}: event, prediction or quotation?" if kind == "evaluation" else ""
    lines = [
        f"# paragraph {one.paragraph}, characters {one.start} to {one.end}",
        f"- source: {source}",
        f"  paragraph: {one.paragraph}",
        f"  kind: {kind}{note}",
    ]
    if one.kind == "quotation" and one.reading:
        lines.append(f"  # by: the entry of `speakers` for {_line(one.reading)}")
    inner = [other for other in accepted if _holds(one, other) and other is not one]
    for other in inner:
        if other.kind == "hedge" and hedge_of(other.text) is not None:
            lines.append(f"  hedge: {_quoted(other.text)}")
            break
    lines += [
        f"  # date: {_line(other.text)} = {_line(other.reading)}"
        for other in inner
        if other.kind == "date"
    ]
    traps = [other for other in inner if other.kind == "artefact"]
    if traps:
        lines.append(f"  gloss: {_quoted('; '.join(trap.text for trap in traps))}")
        lines.append(f"  reading: {_quoted('; '.join(trap.reading for trap in traps))}")
        lines.append(f"  reading_confidence: {min(trap.confidence for trap in traps):g}")
    return [*lines, '  says: "" # in your own words']


def _quoted(words: str) -> str:
    return json.dumps(_line(words), ensure_ascii=False)


def _line(words: str) -> str:
    return " ".join(words.split())
