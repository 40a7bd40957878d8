"""Messages on stderr, and data on stdout."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from standoff.errors import ExitCode, ScenarioError, StandoffError

BOLD_RED, RESET = "\x1b[1;31m", "\x1b[0m"


def say(text: str) -> None:
    """Print a line on stderr, for people."""
    print(text, file=sys.stderr, flush=True)


def say_usage(text: str) -> None:
    """Print how a verb is called."""
    say(text.strip())


def print_json(data: Any) -> None:
    """Print data on stdout as JSON."""
    write(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def write(text: str) -> None:
    """Write text on stdout; a reader of a pipe that has gone is no mistake.

    Letters that the encoding of stdout does not have get a stand-in.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at the end, and would complain then.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_error(error: StandoffError, *, as_json: bool = False, short: bool = False) -> None:
    """Print an error: as text on stderr, or as a JSON object on stdout.

    Args:
        error: what went wrong; the findings of a `ScenarioError` are shown with their lines.
        as_json: whether the caller asked for JSON.
        short: one line for each finding.
    """
    if as_json:
        print_json(error_data(error))
    elif isinstance(error, ScenarioError):
        print_findings(error.diagnostics, short=short)
    else:
        head = f"{BOLD_RED}error{RESET}" if wants_colour(sys.stderr) else "error"
        say(f"{head}: {error}")
        if error.help:
            say(f"help: {error.help}")


def error_data(error: StandoffError) -> dict[str, Any]:
    """Return an error as plain data; `diagnostics` is there always."""
    if isinstance(error, ScenarioError):
        return findings_data(error.diagnostics, int(error.exit_code))
    finding = {"code": None, "severity": "error", "message": str(error), "help": error.help or ""}
    return {"ok": False, "exit_code": int(error.exit_code), "diagnostics": [finding]}


def findings_data(diagnostics: Iterable[Any], exit_code: int = 0) -> dict[str, Any]:
    """Return findings as plain data with the exit code that goes with them."""
    from standoff.diagnostics.render_json import as_data

    return {
        "ok": exit_code == ExitCode.OK,
        "exit_code": exit_code,
        "diagnostics": [as_data(item) for item in diagnostics],
    }


def print_findings(diagnostics: Iterable[Any], *, short: bool = False) -> None:
    """Print findings about a file on stderr, with their lines or one line each."""
    from standoff.diagnostics.render_short import render_short
    from standoff.diagnostics.render_text import render_text, summary_line

    every = list(diagnostics)
    if not every:
        return
    if short:
        print(render_short(every), end="", file=sys.stderr, flush=True)
        return
    print(render_text(every, colour=wants_colour(sys.stderr)), file=sys.stderr, flush=True)
    say(summary_line(every))


def wants_colour(stream: TextIO) -> bool:
    """Return whether a stream is a terminal whose owner has not asked for plain text."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say_warnings(diagnostics: Iterable[Any], verb: str) -> None:
    """Say on stderr how many warnings a file has; `check` shows them."""
    count = sum(1 for _ in diagnostics)
    if count and verb != "check":
        noun = "warning" if count == 1 else "warnings"
        say(f"{count} {noun} about the file; `standoff check` shows them")
