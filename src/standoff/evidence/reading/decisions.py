"""What a person decided about proposals: a line each, written at once, read again next time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from standoff.errors import UsageError
from standoff.evidence.reading.proposal import KINDS, Proposal

DECISIONS = ("accept", "reject", "edit")
MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class Decision:
    """A proposal and what was decided.

    Attributes:
        proposal: as it was made.
        decision: one of `DECISIONS`.
        reading: the person's own reading; empty unless edited.
    """

    proposal: Proposal
    decision: str
    reading: str = ""


def read_decisions(file: Path) -> tuple[Decision, ...]:
    """Return what was decided before; a last line that was cut off is left out.

    Raises:
        UsageError: the file cannot be read, or a line of it is not a decision.
    """
    if not file.exists():
        return ()
    try:
        if file.stat().st_size > MAX_BYTES:
            raise UsageError(
                f"`{file}` is larger than {MAX_BYTES:,} bytes",
                help="name another file with `--decisions`",
            )
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"`{file}` cannot be read", help="name another file with `--decisions`"
        ) from error
    lines = text.split("\n")
    whole, cut = lines[:-1], lines[-1]
    found = [_decision(line, file, n) for n, line in enumerate(whole, 1) if line.strip()]
    if cut.strip():
        try:
            found.append(_decision(cut, file, len(lines)))
        except UsageError:
            return tuple(found)
    return tuple(found)


def add_decisions(file: Path, decisions: Sequence[Decision]) -> None:
    """Add lines at the end of the file, in one write, so that no line is half there.

    Raises:
        UsageError: the file cannot be written.
    """
    text = "".join(json.dumps(_data(one), ensure_ascii=False) + "\n" for one in decisions)
    try:
        start = "" if _ends_whole(file) else "\n"
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(handle, (start + text).encode("utf-8"))
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise UsageError(
            f"`{file}` cannot be written", help="name another file with `--decisions`"
        ) from error


def undecided(proposals: Iterable[Proposal], made: Iterable[Decision]) -> tuple[Proposal, ...]:
    """Return the proposals about which nothing was decided."""
    known = {_place(one.proposal) for one in made}
    return tuple(one for one in proposals if _place(one) not in known)


def accepted(made: Iterable[Decision]) -> tuple[Proposal, ...]:
    """Return what was accepted at last, with the readings that were edited."""
    last = {_place(one.proposal): one for one in made}
    return tuple(
        _edited(one) for one in sorted(last.values(), key=_order) if one.decision != "reject"
    )


def _edited(one: Decision) -> Proposal:
    if one.decision != "edit":
        return one.proposal
    return Proposal(**{**asdict(one.proposal), "reading": one.reading, "why": "edited"})


def _place(one: Proposal) -> tuple[int, int, int, str]:
    return one.paragraph, one.start, one.end, one.kind


def _order(one: Decision) -> tuple[int, int, int, str]:
    return _place(one.proposal)


def _data(one: Decision) -> dict[str, object]:
    return {**asdict(one.proposal), "decision": one.decision, "own_reading": one.reading}


def _ends_whole(file: Path) -> bool:
    if not file.exists() or file.stat().st_size == 0:
        return True
    with file.open("rb") as handle:
        handle.seek(-1, os.SEEK_END)
        return handle.read(1) == b"\n"


def _decision(line: str, file: Path, number: int) -> Decision:
    try:
        data = json.loads(line)
        decision, own = data.pop("decision"), data.pop("own_reading", "")
        proposal = Proposal(**data)
        right = (
            decision in DECISIONS
            and proposal.kind in KINDS
            and all(type(n) is int for n in (proposal.paragraph, proposal.start, proposal.end))
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        right = False
    if not right:
        raise UsageError(
            f"line {number} of `{file}` is not a decision",
            help="delete that line; the proposal will be asked about again",
        )
    return Decision(proposal, decision, str(own))
