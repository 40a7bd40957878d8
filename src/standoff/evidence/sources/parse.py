"""HTML and PDF to lines, in a process of its own with bounds on memory and time.

The parsers are libraries that others keep, and their input is anybody's. A process that has taken
too much is ended, and nothing of it remains.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from standoff.errors import MissingExtraError, UsageError
from standoff.evidence.sources.limits import SPLIT, Limits, printable, too_much

START_SECONDS = 10.0
"""Time to start the process and to load the library, beside the time that parsing may take."""


@dataclass(frozen=True)
class Parsed:
    """What a parser found.

    Attributes:
        lines: text and role; an empty role where the rules shall tell.
        facts: title, author, outlet, published, language, as far as the file's own data say so.
        notes: what was left away.
    """

    lines: tuple[tuple[str, str], ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class TooMuchError(Exception):
    """A limit was met while parsing: what was found, and what is allowed."""

    def __init__(self, found: str, limit: str) -> None:
        super().__init__(found)
        self.found, self.limit = found, limit


class UnreadableError(Exception):
    """The parser cannot read it: why, and what to do."""

    def __init__(self, why: str, help: str = "") -> None:
        super().__init__(why)
        self.why, self.help = why, help


def parse(kind: str, content: bytes, name: str, address: str = "", *, limits: Limits) -> Parsed:
    """Return the lines of a page or a PDF.

    Args:
        kind: `html` (the content is UTF-8) or `pdf`.
        content: the bytes.
        name: how messages call it.
        address: where a page came from.
        limits: memory, time, pages, characters.

    Raises:
        UsageError: it cannot be read, or takes too much.
        MissingExtraError: the extra `sources` is not installed.
    """
    _require(kind)
    order = json.dumps({"kind": kind, "address": address, "limits": asdict(limits)})
    process = _start(order)
    try:
        out, _ = process.communicate(content, timeout=limits.seconds + START_SECONDS)
    except subprocess.TimeoutExpired:
        raise _too_slow(name, limits) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    return _answer(process.returncode, out, name, limits)


def _require(kind: str) -> None:
    from importlib.util import find_spec

    library, what = {
        "html": ("trafilatura", "reading HTML"),
        "pdf": ("pypdf", "reading PDF"),
    }[kind]
    if find_spec(library) is None:
        raise MissingExtraError("sources", what)


def _start(order: str) -> subprocess.Popen[bytes]:
    import standoff

    home = str(Path(standoff.__file__).resolve().parent.parent)
    path = os.pathsep.join([home, *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-P", "-m", "standoff.evidence.sources.parser", order]
    return subprocess.Popen(  # noqa: S603 (our own module)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    )


def _answer(code: int, out: bytes, name: str, limits: Limits) -> Parsed:
    try:
        said = json.loads(out)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise _died(code, name, limits)
    if "too_much" in said:
        raise too_much(name, *said["too_much"])
    if "memory" in said:
        raise _too_large(name, limits)
    if "unreadable" in said:
        why, help = said["unreadable"]
        raise UsageError(
            f"`{printable(name)}` cannot be read: {printable(why)}",
            help=help or "save it again as HTML, PDF or text with another program",
        )
    lines = tuple((text, role) for text, role in said["lines"])
    return Parsed(lines, said["facts"], tuple(said["notes"]))


def _died(code: int, name: str, limits: Limits) -> UsageError:
    if code in (-getattr(signal, "SIGXCPU", 0), -signal.SIGKILL if os.name == "posix" else 1):
        return _too_slow(name, limits)
    return _too_large(name, limits)


def _too_slow(name: str, limits: Limits) -> UsageError:
    return UsageError(
        f"`{printable(name)}` takes more than {limits.seconds:g} seconds to read", help=SPLIT
    )


def _too_large(name: str, limits: Limits) -> UsageError:
    return UsageError(
        f"`{printable(name)}` takes more than {limits.memory_bytes / 2**20:,.0f} MiB of memory "
        "to read, or breaks the program that reads it",
        help="save it again as HTML, PDF or text with another program",
    )
