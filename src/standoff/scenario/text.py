"""YAML 1.2 text to plain data with positions; the only module that knows the YAML library.

The core schema of YAML 1.2 is applied here by hand, so that `no` is text and dates stay text.
Only plain mappings, lists and scalars are read: tags, anchors, aliases, further documents and
repeated keys become findings. The text is never turned into objects of any kind.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from standoff.diagnostics.record import Diagnostic, Place, Severity, Span

MAX_BYTES = 500_000
MAX_DEPTH = 40
MAX_NUMBER = 1e15
MAX_DIGITS = 400

Path = tuple[str | int, ...]

INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Position:
    """Where an entry stands: its key (None in a list) and its value; offsets of the value."""

    key: Span | None
    value: Span
    start: int
    end: int


@dataclass
class Document:
    """A file as plain data.

    Attributes:
        name: how the file is called in messages.
        text: the text, unchanged but for a byte order mark.
        data: mappings, lists, text, numbers, true, false and None.
        positions: where every entry stands, by path.
        findings: what is wrong with the text so far.
        damaged: paths whose value could not be read; nothing more is said about them.
    """

    name: str
    text: str
    data: Any = None
    positions: dict[Path, Position] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    damaged: list[Path] = field(default_factory=list)

    def span(self, path: Path, where: str = "value") -> Span | None:
        """Return where a path stands, or its nearest parent's key when it is missing."""
        while path and path not in self.positions:
            path, where = path[:-1], "key"
        found = self.positions.get(path)
        if found is None:
            return None
        if where == "key" and found.key is not None:
            return found.key
        return found.value

    def inside(self, path: Path, start: int, end: int) -> Span | None:
        """Return the span of some characters of a text value, or None when it cannot be told."""
        found, value = self.positions.get(path), self.at(path)
        if found is None or not isinstance(value, str):
            return None
        offsets = _offsets(self.text[found.start : found.end], value)
        if offsets is None:
            return None
        first = offsets[min(start, len(offsets) - 1)]
        last = offsets[min(end, len(offsets)) - 1] + 1 if end > start else first + 1
        if start >= len(value):
            first = last = (offsets[-1] if offsets else 0) + 1
            last += 1
        return self.from_offsets(found.start + first, found.start + last)

    def at(self, path: Path) -> Any:
        """Return the data at a path, or None."""
        data = self.data
        for step in path:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                return None
        return data

    def from_offsets(self, start: int, end: int) -> Span:
        """Return the span between two offsets of the text, both on one line."""
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        return Span(line, column, line, column + end - start)


def _offsets(raw: str, value: str) -> list[int] | None:
    """Return where each character of a scalar's value stands in its raw text."""
    at = 0
    if raw[:1] in ("'", '"'):
        at = 1
    elif raw[:1] in ("|", ">"):
        at = raw.find("\n") + 1
        at += len(raw[at:]) - len(raw[at:].lstrip())
    offsets: list[int] = []
    for char in value:
        if char.isspace():
            if at >= len(raw) or not raw[at].isspace():
                return offsets or None
            offsets.append(at)
            while at < len(raw) and raw[at].isspace():
                at += 1
            if value.count("  "):
                at = offsets[-1] + 1
        else:
            if at >= len(raw) or raw[at] != char:
                return None
            offsets.append(at)
            at += 1
    return offsets or None


def read_document(content: bytes | str, name: str) -> Document:
    """Return a file as plain data with positions; `findings` says what is wrong with it.

    The last few files are remembered, because a patched file is read by several steps: nobody may
    change what is returned.

    Args:
        content: the file, as bytes or as text.
        name: how to call it in messages.
    """
    return _read_document(content, name)


@lru_cache(maxsize=4)
def _read_document(content: bytes | str, name: str) -> Document:
    document = Document(name, "")
    text = _decode(content, document)
    if text is None:
        return document
    document.text = text
    if _check_characters(document):
        _Builder(document).run()
    return document


def _decode(content: bytes | str, document: Document) -> str | None:
    if len(content) > MAX_BYTES:
        _report(document, "SC103", f"the file has {len(content):,} bytes, more than {MAX_BYTES:,}")
        return None
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        document.text = content.decode("utf-8", "replace")
        _report(
            document,
            "SC102",
            f"the file is not UTF-8 text: byte 0x{content[error.start]:02x} at line {line}",
            Span(line, column, line, column + 1),
            help="save the file with the encoding UTF-8",
        )
        return None


def _check_characters(document: Document) -> bool:
    match = UNPRINTABLE.search(document.text)
    if match is None:
        return True
    char = match.group()
    span = document.from_offsets(match.start(), match.end())
    message = f"the character U+{ord(char):04X} cannot stand in a scenario file"
    _report(document, "SC102", message, span, help="delete it")
    return False


def _report(
    document: Document,
    code: str,
    message: str,
    span: Span | None = None,
    *,
    label: str = "",
    places: tuple[Place, ...] = (),
    note: str = "",
    help: str = "",
) -> None:
    document.findings.append(
        Diagnostic(code, Severity.ERROR, message, document.name, span, label, places, note, help)
    )


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _StopReading(Exception):  # noqa: N818 (no error: a signal between two functions here)
    """The text cannot be read any further."""


class _Builder:
    """Turns the event stream of one document into data and positions."""

    def __init__(self, document: Document) -> None:
        self.document = document
        yaml = YAML(typ="safe", pure=True)
        self.events: Iterator[Any] = iter(yaml.parse(document.text))
        self.skipping = 0

    def run(self) -> None:
        try:
            self.read()
        except _StopReading:
            return
        except MarkedYAMLError as error:
            self.syntax_error(error)
        except (YAMLError, ValueError, IndexError, OverflowError, RecursionError):
            self.report("SC101", "the text cannot be read as YAML")

    def report(self, code: str, message: str, span: Span | None = None, **more: Any) -> None:
        _report(self.document, code, message, span, **more)

    def next(self) -> Any:
        return next(self.events)

    def read(self) -> None:
        event = self.next()
        while not isinstance(event, (ev.DocumentStartEvent, ev.StreamEndEvent)):
            event = self.next()
        if isinstance(event, ev.StreamEndEvent):
            self.report("SC108", "the file is empty", help="start with `standoff: 1`")
            raise _StopReading
        version = getattr(event, "version", None)
        if version is not None and tuple(version) != (1, 2):
            message = f"the file asks for YAML {version[0]}.{version[1]}; a scenario is YAML 1.2"
            self.report("SC105", message, _span(event), help="delete the line `%YAML`")
        self.document.data = self.node(self.next(), (), None)
        event = self.next()
        while not isinstance(event, (ev.DocumentStartEvent, ev.StreamEndEvent)):
            event = self.next()
        if isinstance(event, ev.DocumentStartEvent):
            message = "a second document starts here; a scenario file holds one"
            self.report("SC106", message, _span(event), help="delete the line `---`")
            raise _StopReading

    def node(self, event: Any, path: Path, key: Span | None) -> Any:
        if len(path) > MAX_DEPTH:
            self.report("SC103", f"more than {MAX_DEPTH} levels of nesting", _span(event))
            raise _StopReading
        if isinstance(event, ev.AliasEvent):
            self.report(
                "SC105",
                f"`*{event.anchor}` is an alias; scenario files have none",
                _span(event),
                help="write the value out",
            )
            self.place(path, key, event, event)
            self.document.damaged.append(path)
            return None
        self.check_extras(event)
        if isinstance(event, ev.ScalarEvent):
            self.place(path, key, event, event)
            return self.scalar(event, path)
        data: Any
        if isinstance(event, ev.MappingStartEvent):
            data, end = self.mapping(path, flow=bool(event.flow_style))
        else:
            data, end = self.sequence(path)
        self.place(path, key, event, end)
        return data

    def place(self, path: Path, key: Span | None, first: Any, last: Any) -> None:
        start, end = first.start_mark, last.end_mark
        if key is not None and end.index < start.index:
            end = start
        span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if span.end_line > span.line and not isinstance(first, ev.ScalarEvent):
            # A block collection ends where the next entry starts: mark its first line only.
            row = self.document.text.split("\n", span.line)[span.line - 1]
            span = Span(span.line, span.column, span.line, len(row.rstrip()) + 1)
        if not self.skipping:
            self.document.positions[path] = Position(key, span, start.index, end.index)

    def check_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self.report(
                "SC105",
                f"`&{event.anchor}` is an anchor; scenario files have none",
                _span(event),
                help=f"delete `&{event.anchor}`",
            )
        tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
        if tag is not None:
            self.report(
                "SC105",
                f"`{_short(_tag(tag))}` is a tag; scenario files have none",
                _span(event),
                help="delete the tag and write a plain value",
            )

    def sequence(self, path: Path) -> tuple[list[Any], Any]:
        data: list[Any] = []
        event = self.next()
        while not isinstance(event, ev.SequenceEndEvent):
            data.append(self.node(event, (*path, len(data)), None))
            event = self.next()
        return data, event

    def mapping(self, path: Path, *, flow: bool) -> tuple[dict[str, Any], Any]:
        data: dict[str, Any] = {}
        keys: dict[str, Span] = {}
        cut = False
        event = self.next()
        while not isinstance(event, ev.MappingEndEvent):
            key, span = self.key(event, path)
            value = self.next()
            if flow and key is not None and self.stands_alone(value):
                if not cut:
                    self.cut_by_comma(key, span, path, list(keys))
                cut = True
            elif key is None or key in keys:
                if key is not None:
                    self.repeated(key, span, keys[key])
                self.skipping += 1
                self.node(value, (*path, "?"), None)
                self.skipping -= 1
            else:
                keys[key] = span
                data[key] = self.node(value, (*path, key), span)
            event = self.next()
        return data, event

    def key(self, event: Any, path: Path) -> tuple[str | None, Span]:
        if isinstance(event, ev.ScalarEvent):
            self.check_extras(event)
            span = _span(event)
            if event.value == "" and event.style is None:
                self.report(
                    "SC110", "an entry without a name", span, help="write a name before `:`"
                )
                return None, span
            return event.value, span
        span = _span(event)
        self.report("SC110", "the name of an entry must be plain text", span)
        self.skipping += 1
        self.node(event, (*path, "?"), None)
        self.skipping -= 1
        return None, span

    def stands_alone(self, value: Any) -> bool:
        """Return whether an entry in `{ }` has no colon: the text before it was cut by a comma."""
        if not isinstance(value, ev.ScalarEvent) or value.value or value.style is not None:
            return False
        before = self.document.text[: value.start_mark.index].rstrip()
        return not before.endswith(":")

    def cut_by_comma(self, key: str, span: Span, path: Path, keys: list[str]) -> None:
        self.report(
            "SC112",
            f"`{_short(key)}` stands alone: inside `{{ }}` a comma ends the entry before it",
            span,
            note="inside `{ }` every entry is `name: value`",
            help="put text or formulas that contain a comma in quotation marks",
        )
        if keys:
            self.document.damaged.append((*path, keys[-1]))

    def repeated(self, key: str, span: Span, first: Span) -> None:
        self.report(
            "SC104",
            f"`{_short(key)}` appears twice in one mapping",
            span,
            label="repeated here",
            places=(Place(first, "first written here"),),
            help="keep one of the two",
        )

    def scalar(self, event: Any, path: Path) -> Any:
        value = event.value
        if event.style is not None:
            return value
        if value in CONSTANTS:
            return CONSTANTS[value]
        if SPECIAL.fullmatch(value):
            self.bad_number(event, path, "is not a finite number")
            return 0
        if INTEGER.fullmatch(value):
            return self.number(event, path, value)
        if REAL.fullmatch(value):
            return self.number(event, path, value)
        return value

    def number(self, event: Any, path: Path, value: str) -> int | float:
        whole = INTEGER.fullmatch(value) is not None
        if len(value) > MAX_DIGITS:
            self.bad_number(event, path, f"has more than {MAX_DIGITS} digits")
            return 0
        number: int | float = _integer(value) if whole else float(value)
        if not math.isfinite(number) or abs(number) > MAX_NUMBER:
            self.bad_number(event, path, f"is larger than {MAX_NUMBER:g}")
            return 0
        return number

    def bad_number(self, event: Any, path: Path, why: str) -> None:
        self.document.damaged.append(path)
        self.report("SC109", f"`{_short(event.value)}` {why}", _span(event))

    def syntax_error(self, error: MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        span = None
        if mark is not None:
            lines = self.document.text.split("\n")
            line = min(mark.line + 1, len(lines))
            column = mark.column + 1 if line == mark.line + 1 else len(lines[line - 1]) + 1
            span = Span(line, column, line, column + 1)
        code, message, help = _explain(error, self.document.text, mark)
        places: tuple[Place, ...] = ()
        start = error.context_mark
        if start is not None and mark is not None and start.line != mark.line:
            first = Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
            places = (Place(first, "starts here"),)
        self.report(code, message, span, places=places, help=help)


def _integer(value: str) -> int:
    if value.startswith("0o"):
        return int(value, 0)
    return int(value, 16 if value.startswith("0x") else 10)


def _tag(tag: Any) -> str:
    return str(tag).replace("tag:yaml.org,2002:", "!!")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "..."


def _explain(error: MarkedYAMLError, text: str, mark: Any) -> tuple[str, str, str]:
    """Return code, message and help for a slip in the YAML itself."""
    problem, context = str(error.problem or ""), str(error.context or "")
    char = text[mark.index] if mark is not None and mark.index < len(text) else ""
    if char == "\t":
        return "SC107", "a tab stands where blanks should be", "indent with blanks"
    if "another document" in problem:
        return "SC106", "a second document starts here", "a scenario file holds one document"
    if "quoted scalar" in context:
        return "SC101", "a quoted text is not closed", "write the closing quotation mark"
    if "flow sequence" in context:
        return "SC101", "a list in `[ ]` is not closed or misses a comma", "write `,` or `]`"
    if "flow mapping" in context:
        return "SC101", "a mapping in `{ }` is not closed or misses a comma", "write `,` or `}`"
    if "mapping values are not allowed" in problem:
        help = "put text that contains `: ` in quotation marks, and check the indentation"
        return "SC101", "a `:` is not expected here", help
    if "could not find expected ':'" in problem:
        return "SC101", "an entry without `:`", "write `name: value`"
    if "cannot start any token" in problem:
        message = f"a value cannot start with `{char}`"
        return "SC101", message, "put the text in quotation marks"
    if "undefined alias" in problem:
        return "SC105", "an alias of nothing; scenario files have no aliases", "write the value out"
    if "block" in context:
        help = "entries of one mapping or list start in the same column"
        return "SC101", "the indentation does not fit the lines above", help
    return "SC101", "the text cannot be read as YAML from here on", ""


def write_text(data: Any) -> str:
    """Return plain data as YAML that `read_document` reads back to the same data."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = 1_000_000
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.representer.ignore_aliases = lambda _: True
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
