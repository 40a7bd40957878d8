"""Questions about proposals, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from standoff.cli.messages import say

if TYPE_CHECKING:
    from standoff.evidence.document import Document
    from standoff.evidence.reading import Decision, Proposal

QUESTION = "accept, reject, edit the reading, or quit? [a/r/e/q] "
AROUND = 60
"""Characters of the paragraph that are shown on each side of a span."""


def ask_about(
    left: tuple[Proposal, ...], document: Document, read_line: Callable[[str], str]
) -> Iterator[Decision]:
    """Ask about each proposal and yield what is decided, until `q` or the end of the input.

    Args:
        left: proposals about which nothing was decided.
        document: the source, to show the words around.
        read_line: asks a question and returns the line that was typed.
    """
    for number, one in enumerate(left, 1):
        say("")
        say(f"{number} of {len(left)}, paragraph {one.paragraph}: {one.kind}")
        say(f"  {_around(one, document)}")
        if one.reading:
            say(f"  = {one.reading}")
        try:
            made = _answer(one, read_line)
        except (EOFError, KeyboardInterrupt):
            made = None
        if made is None:
            return
        yield made


def _answer(one: Proposal, read_line: Callable[[str], str]) -> Decision | None:
    from standoff.evidence.reading import Decision

    while True:
        word = read_line(QUESTION).strip().lower()
        if word in {"a", "accept"}:
            return Decision(one, "accept")
        if word in {"r", "reject"}:
            return Decision(one, "reject")
        if word in {"e", "edit"}:
            return Decision(one, "edit", read_line("reading: ").strip())
        if word in {"q", "quit"}:
            return None
        say("type a, r, e or q")


def _around(one: Proposal, document: Document) -> str:
    text = document.paragraph(one.paragraph).text
    before, after = max(0, one.start - AROUND), min(len(text), one.end + AROUND)
    left = ("…" if before else "") + text[before : one.start]
    right = text[one.end : after] + ("…" if after < len(text) else "")
    return f"{left}[{text[one.start : one.end]}]{right}"
