"""Reading a scenario file: `load_scenario` and `check_text`."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from standoff.diagnostics.record import Diagnostic, Severity, in_file_order
from standoff.errors import ScenarioError
from standoff.evidence.document import Document as Source
from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.model import Scenario
from standoff.scenario.redact import Undated, redact
from standoff.scenario.resolve import resolve
from standoff.scenario.shape import Shape
from standoff.scenario.stored import check_places, documents_beside
from standoff.scenario.symbols import Symbols
from standoff.scenario.text import MAX_BYTES, read_document

FOLDER_FILE = "scenario.yaml"
UNREADABLE = {"SC101", "SC102", "SC103", "SC106", "SC107", "SC108"}
"""After these nothing is known of the rest of the file, and nothing more is said."""


def load_scenario(
    path_or_name: str | Path,
    *,
    text: str | bytes | None = None,
    as_of: date | None = None,
    without: Collection[str] = (),
    undated: Undated = "refuse",
) -> Scenario:
    """Return the scenario of a file, resolved and checked.

    With `as_of` or `without` some sources are taken out of the file before anything is resolved;
    text and hash of the scenario are then those of the file that is left, and `redaction` says
    what became of the numbers.

    Where its sources are stored beside the file (`sources/`), places in them are looked up.

    Args:
        path_or_name: the file; with `text`, only what to call it in messages.
        text: the content, when it is not to be read from disk.
        as_of: leave out every source that was written after this day.
        without: keys of further sources to leave out.
        undated: what to do under `as_of` with a source that has no day.

    Returns:
        The scenario; what does not stop a run is in its `warnings`.

    Raises:
        ScenarioError: the file cannot be read or is wrong; `diagnostics` says where and what to
            write, all mistakes at once, in file order.
        UsageError: there is no source of that key, or the file's own day is earlier.

    Example:
        >>> path = standoff.library.path("signorino-1999-crisis")
        >>> [party.name for party in standoff.load_scenario(path).parties]
        ['State 1', 'State 2']
    """
    label = str(path_or_name)
    content = content_of(path_or_name, text)
    if as_of is not None or without:
        return _redacted(content, label, as_of, without, undated)
    documents = documents_beside(path_or_name) if text is None else {}
    scenario, findings = _check(content, label, documents=documents)
    return _right(scenario, findings, content, label)


def _right(
    scenario: Scenario | None,
    findings: tuple[Diagnostic, ...],
    content: str | bytes,
    label: str,
) -> Scenario:
    if scenario is None or any(item.is_error for item in findings):
        raise ScenarioError(findings, label)
    return replace(scenario, warnings=findings, text=_bytes(content))


def _redacted(
    content: str | bytes,
    label: str,
    as_of: date | None,
    without: Collection[str],
    undated: Undated,
) -> Scenario:
    """Return the scenario without some sources; the file as it was is only asked for mistakes."""
    document = read_document(content, label)
    if any(item.is_error for item in document.findings) or not isinstance(document.data, dict):
        _right(*_check(content, label), content, label)
    left, redaction, said = redact(document, as_of=as_of, without=without, undated=undated)
    if any(item.is_error for item in said):
        raise ScenarioError(in_file_order(said, document.text), label)
    scenario, findings = _check(left, label, f"{label}, sources left out")
    if any(item.is_error for item in findings):
        _right(*_check(content, label), content, label)
    made = _right(scenario, findings, left, label)
    warnings = (*in_file_order(said, document.text), *made.warnings)
    return replace(made, warnings=warnings, redaction=redaction)


def check_text(text: str | bytes, name: str) -> list[Diagnostic]:
    """Return everything that is wrong with, or odd about, the text of a scenario file.

    Args:
        text: content of the file.
        name: what to call the file in messages.
    """
    return list(_check(text, name)[1])


def content_of(path_or_name: str | Path, text: str | bytes | None) -> str | bytes:
    """Return the given text, or the content of the file.

    Raises:
        ScenarioError: the file cannot be read.
    """
    return text if text is not None else _read(str(path_or_name))


def file_of(content: str | bytes, label: str) -> human.File:
    """Return a right file as the schema reads it; call `load_scenario` first."""
    file = Shape(read_document(content, label)).file
    assert file is not None
    return file


def _check(
    content: str | bytes,
    label: str,
    shown: str = "",
    documents: Mapping[str, Source] | None = None,
) -> tuple[Scenario | None, tuple[Diagnostic, ...]]:
    document = read_document(content, shown or label)
    findings = list(document.findings)
    if document.data is None or any(item.code in UNREADABLE for item in findings):
        return None, in_file_order(findings, document.text)
    shape = Shape(document)
    findings += shape.findings
    if shape.file is None:
        return None, in_file_order(findings, document.text)
    symbols = Symbols(broken=shape.broken)
    ctx = Context(document, shape.file, symbols, damaged=frozenset(shape.damaged))
    digest = hashlib.sha256(_bytes(content)).hexdigest()
    scenario = resolve(ctx, scenario_name(label), digest)
    check_places(ctx, documents or {})
    findings += ctx.findings
    if any(item.is_error for item in findings):
        # What looks unused may only look so because of the mistake.
        findings = [item for item in findings if item.is_error]
    return scenario, in_file_order(findings, document.text)


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content


def scenario_name(label: str) -> str:
    """Return the file's stem, or its folder's name when it is called `scenario.yaml`."""
    path = Path(label)
    if path.name == FOLDER_FILE and path.parent.name:
        return path.parent.name
    return path.stem or label


def _read(label: str) -> bytes:
    try:
        with Path(label).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        message, help = f"there is no file `{label}`", "check the name and the folder"
    except IsADirectoryError:
        message, help = f"`{label}` is a folder", f"write `{label.rstrip('/')}/{FOLDER_FILE}`"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not usable"
        message, help = f"`{label}` cannot be read: {reason}", ""
    raise ScenarioError(_one("SC111", message, label, help), label)


def _one(code: str, message: str, label: str, help: str) -> tuple[Diagnostic, ...]:
    return (Diagnostic(code, Severity.ERROR, message, label, help=help),)
