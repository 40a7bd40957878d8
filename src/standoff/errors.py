"""Errors, by what the caller can do about them, and the exit codes of the command.

Every message is built in the constructor, so that each raise of an error reads the same. Numerical
trouble in single draws is not an error: it is a status in the record (`standoff.solve`), so that
one bad draw cannot stop a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """What the command tells the shell when it ends.

    Attributes:
        OK: all that was asked for was done. Warnings may have been printed.
        FAILED: our own mistake: an error that should have been impossible. Please report it.
        USER_MISTAKE: something in the file or on the command line is wrong; the message says what
            to write instead.
        NOT_SOLVED: the input is fine, the answer was not found within the tolerance, or the game
            is larger than the budget; the message says what to change.
        INTERRUPTED: stopped by Ctrl-C. Nothing half-written is left behind. 130 = 128 + SIGINT.
    """

    OK = 0
    FAILED = 1
    USER_MISTAKE = 2
    NOT_SOLVED = 3
    INTERRUPTED = 130


class StandoffError(Exception):
    """Base of all errors that are raised on purpose.

    Attributes:
        exit_code: what the command returns when this error ends it.
        help: what to do about it, one sentence, or None.
    """

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, message: str, *, help: str | None = None) -> None:
        """Keep the message, and the advice that the command prints below it."""
        super().__init__(message)
        self.help = help


class UsageError(StandoffError):
    """The call is wrong: correct the argument or the option."""

    exit_code = ExitCode.USER_MISTAKE


class ScenarioError(StandoffError):
    """The scenario file is wrong: correct the places that the diagnostics name.

    Attributes:
        name: file name, or the name under which the text was given.
        diagnostics: every finding, warnings included, in file order.
    """

    exit_code = ExitCode.USER_MISTAKE

    def __init__(self, diagnostics: Sequence[Any], name: str = "") -> None:
        """Keep all findings; the message counts them and shows the first.

        Args:
            diagnostics: records of `standoff.diagnostics`, at least one of them an error.
            name: file name, or the name under which the text was given.
        """
        self.name = name
        self.diagnostics = tuple(diagnostics)
        count = len(self.diagnostics)
        found = "1 finding" if count == 1 else f"{count} findings"
        words = [getattr(one, "message", str(one)) for one in self.diagnostics[:1]]
        first = f"; the first is: {words[0]}" if words else ""
        super().__init__(f"{name + ': ' if name else ''}{found}{first}")


class GameTooLargeError(StandoffError):
    """The game would not fit: shorten the crisis, or raise the budget.

    Attributes:
        title: of the scenario.
        nodes: predicted number of nodes.
        memory_bytes: predicted need.
        budget_bytes: what was allowed.
        contributors: the declarations that contribute most, largest first, as sentences.
    """

    exit_code = ExitCode.NOT_SOLVED

    def __init__(
        self,
        title: str,
        *,
        nodes: int,
        memory_bytes: int,
        budget_bytes: int,
        contributors: Sequence[str] = (),
        at_least: bool = False,
    ) -> None:
        """Say the predicted size, the budget, and where the size comes from.

        With `at_least`, counting was stopped early and the numbers are lower bounds.
        """
        self.title = title
        self.nodes = nodes
        self.memory_bytes = memory_bytes
        self.budget_bytes = budget_bytes
        self.contributors = tuple(contributors)
        need, allowed = _in_units(memory_bytes), _in_units(budget_bytes)
        bound = "at least " if at_least else ""
        size = f"{bound}{nodes:,} nodes and need {bound}{need}"
        lines = [f"`{title}` would have {size}; the budget is {allowed}"]
        if at_least and memory_bytes <= budget_bytes:
            lines.append("counting was stopped early: its public states alone are too many")
        if contributors:
            lines.append("what contributes most:")
            lines += [f"  - {sentence}" for sentence in contributors]
        super().__init__(
            "\n".join(lines),
            help="shorten one of these, write `memory: state`, or allow a larger budget",
        )


class SolveError(StandoffError):
    """No answer within the tolerance: raise the number of steps or the tolerance.

    Raised only when the caller asks for it; otherwise the status of each draw says the same.

    Attributes:
        failed: number of draws that were not solved.
        draws: number of draws.
        reasons: the distinct status sentences of the failed draws.
    """

    exit_code = ExitCode.NOT_SOLVED

    def __init__(self, failed: int, draws: int, reasons: Sequence[str] = ()) -> None:
        """Count the draws that failed and say why."""
        self.failed = failed
        self.draws = draws
        self.reasons = tuple(reasons)
        why = f": {'; '.join(self.reasons)}" if reasons else ""
        super().__init__(f"{failed} of {draws} draws were not solved{why}")


class DisagreementError(StandoffError):
    """Two methods give different answers to the same question: trust neither, and report it.

    Attributes:
        methods: the names of both.
    """

    exit_code = ExitCode.NOT_SOLVED

    def __init__(self, methods: tuple[str, str], difference: str) -> None:
        """Name the methods and say by how much they differ."""
        self.methods = methods
        super().__init__(
            f"`{methods[0]}` and `{methods[1]}` disagree: {difference}",
            help="ask both for a smaller tolerance; if they still differ, please report it",
        )


class LostWorkerError(StandoffError):
    """A worker died again and again at the same chunk: give it more memory, or fewer neighbours.

    Attributes:
        chunk: name of the chunk.
        times: how many workers it lost.
        reason: how the last one ended.
    """

    exit_code = ExitCode.NOT_SOLVED

    def __init__(self, chunk: str, times: int, reason: str) -> None:
        """Say which chunk it was and how its last worker ended."""
        self.chunk = chunk
        self.times = times
        self.reason = reason
        super().__init__(
            f"the chunk `{chunk}` lost its worker {times} times, at last because {reason}",
            help="a system that is short of memory ends processes like that: use fewer workers, or "
            "machines with more memory",
        )


class MissingExtraError(StandoffError):
    """A library that is not part of the plain install is needed: install the extra.

    Attributes:
        extra: name of the extra, as in `standoff[interop]`.
        needed_for: what it was needed for.
    """

    exit_code = ExitCode.USER_MISTAKE

    def __init__(self, extra: str, needed_for: str) -> None:
        """Name the extra and the command that installs it."""
        self.extra = extra
        self.needed_for = needed_for
        super().__init__(
            f"{needed_for} needs the extra `{extra}`, which is not installed",
            help=f"pip install 'standoff[{extra}]'",
        )


def _in_units(size_bytes: int) -> str:
    """Return a size in the largest unit that keeps it at or above one."""
    size = float(size_bytes)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:,.1f} TiB"
