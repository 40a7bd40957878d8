"""A scenario file without some of its sources: what was not known yet, or what is left out.

The sources are taken out of the file's data before anything is resolved, and what is left is
written as a file of its own. So nothing that they say can reach a number, and a run keeps the file
that it was made from.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from standoff.diagnostics.record import Diagnostic, Severity
from standoff.diagnostics.suggest import advice, listing
from standoff.errors import UsageError
from standoff.scenario.text import Document, Path, write_text

Data = dict[str, Any]
Undated = Literal["refuse", "keep", "drop"]

NO_REASON = "What would be believed without its sources; no reason is given"
TYPED = "Typed by hand with a source in view that is left out."


@dataclass(frozen=True)
class Redaction:
    """What was taken out of a file, and what became of the numbers that rested on it.

    Attributes:
        as_of: day by which the sources had to be written; None where no day was asked for.
        sources: keys of the sources that are left out.
        fallback: parameters that have their `fallback` instead.
        pooled: parameters that lose claims; their pool is made of the rest.
        typed: parameters that rest on left-out sources alone and keep the number as typed, because
            they have no `fallback`.
        mixed: parameters that keep a typed number, although it was typed with a left-out source in
            view; other sources are left.
        views: views that are left out with their source.
        beliefs: beliefs of other views that rest on left-out sources alone, as (view, parameter);
            such a view has the analyst's number.
    """

    as_of: date | None
    sources: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    pooled: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    beliefs: tuple[tuple[str, str], ...] = ()

    def sentence(self) -> str:
        """Return in one sentence what was left out."""
        if not self.sources:
            return f"no source was written after {self.as_of}, so nothing is left out"
        noun = "source" if len(self.sources) == 1 else "sources"
        parts = [
            f"{len(names)} {words}"
            for names, words in (
                (self.fallback, "on their fallback"),
                (self.pooled, "pooled from the rest"),
                (self.typed, "kept as typed by hand"),
                (self.mixed, "typed with it in view and kept"),
            )
            if names
        ]
        what = f"; numbers: {', '.join(parts)}" if parts else ""
        return f"left out: {noun} {listing(self.sources)}{what}"


@dataclass
class _Work:
    """The data while sources are taken out of them."""

    document: Document
    data: Data
    gone: frozenset[str]
    strict: bool
    found: list[Diagnostic] = field(default_factory=list)
    fate: dict[str, list[Any]] = field(default_factory=dict)

    def note(self, fate: str, name: Any) -> None:
        self.fate.setdefault(fate, []).append(name)

    def say(self, code: str, severity: Severity, message: str, path: Path, **more: Any) -> None:
        span = self.document.span(path, "key")
        made = Diagnostic(code, severity, message, self.document.name, span, **more)
        self.found.append(made)


def redact(
    document: Document,
    *,
    as_of: date | None = None,
    without: Collection[str] = (),
    undated: Undated = "refuse",
) -> tuple[str, Redaction, list[Diagnostic]]:
    """Return a file without some sources, what became of its numbers, and findings.

    Args:
        document: the file as it was read, without mistakes in its text.
        as_of: sources that were written later are left out; without a day of writing the day of
            publication counts.
        without: keys of further sources to leave out.
        undated: what to do with a source that has neither day, where `as_of` is given.

    Returns:
        The text of the file that is left, which has `as_of` as its own; what was done; and
        findings about the file as it was, with an error where the rest cannot be made.

    Raises:
        UsageError: there is no such source, or the day is later than the file's own.
    """
    data = copy.deepcopy(document.data)
    sources = _mapping(data.get("sources"))
    _require_known(document.name, sources, without)
    work = _Work(document, data, frozenset(), strict=as_of is not None)
    late = [] if as_of is None else [*_late(work, sources, as_of, undated)]
    work.gone = frozenset([*late, *without])
    if as_of is not None:
        _require_earlier(data.get("as_of"), as_of)
        data["as_of"] = as_of.isoformat()
    _parameters(work)
    _views(work)
    _observed(work, as_of)
    _drop_evidence(work, _further(data))
    left_out = tuple(key for key in sources if key in work.gone)
    for key in left_out:
        del sources[key]
    fate = {name: tuple(entries) for name, entries in work.fate.items()}
    return write_text(data), Redaction(as_of, left_out, **fate), work.found


def _mapping(value: Any) -> Data:
    return value if isinstance(value, dict) else {}


def _require_known(name: str, sources: Data, without: Collection[str]) -> None:
    for key in without:
        if key not in sources:
            raise UsageError(
                f"`{name}` has no source `{key[:80]}`",
                help=advice(key, list(sources), "it lists none under `sources:`"),
            )


def _require_earlier(own: Any, asked: date) -> None:
    day = _day(own)
    if day is not None and asked > day:
        raise UsageError(
            f"the file says what was known on {day}, so nothing in it is as of {asked}",
            help=f"write a day up to {day}, or bring the file up to date and move its `as_of`",
        )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        return None


def _late(work: _Work, sources: Data, as_of: date, undated: Undated) -> Iterator[str]:
    """Give the sources that were written after a day; report those that do not say."""
    for key, source in sources.items():
        spec = _mapping(source)
        day = _day(spec.get("written")) or _day(spec.get("published"))
        if day is None and undated == "refuse":
            message = f"nothing says whether the source `{key}` was there on {as_of}"
            note = "it has neither `written` nor `published`"
            help = "write the day; or say `--undated keep`, or `--undated drop`"
            work.say("SC821", Severity.ERROR, message, ("sources", key), note=note, help=help)
        elif (day is None and undated == "drop") or (day is not None and day > as_of):
            yield key


def _parameters(work: _Work) -> None:
    mixed = []
    for name, spec in _mapping(work.data.get("parameters")).items():
        if not isinstance(spec, dict):
            continue
        claims = _drop(spec, "claims", work.gone)
        places = _drop(spec, "evidence", work.gone)
        if not (claims or places):
            continue
        if not spec.get("claims"):
            spec.pop("claims", None)
        alone = not (spec.get("evidence") or spec.get("claims"))
        spec["evidence"] = spec.get("evidence") or "assumed"
        if "pooled" in _mapping(spec.get("prior")):
            work.note("pooled", name)
        elif not alone:
            if places:
                mixed.append(name)
                work.note("mixed", name)
        else:
            _alone(work, name, spec)
    if mixed and work.strict:
        one = len(mixed) == 1
        work.say(
            "SC822",
            Severity.WARNING,
            f"{listing(mixed)} {'was' if one else 'were'} typed with a "
            "source in view that is left out",
            ("parameters", mixed[0]),
            note="other sources are left, so the number stays; nobody can say what it would be",
            help="split the number's sources into `claims` of a pooled prior",
        )


def _alone(work: _Work, name: str, spec: Data) -> None:
    """Deal with a number that was typed on the ground of left-out sources alone."""
    fallback, reason = spec.pop("fallback", None), spec.pop("fallback_reason", None)
    if fallback is not None:
        spec.pop("value", None)
        spec["prior"], spec["reason"] = fallback, reason or NO_REASON
        work.note("fallback", name)
        return
    if work.strict:
        message = f"`{name}` rests only on sources that were not there yet, and has no `fallback`"
        help = "write `fallback: {uniform: [low, high]}`: what would be believed without them"
        work.say("SC820", Severity.ERROR, message, ("parameters", name), help=help)
    spec["reason"] = " ".join([TYPED, str(spec.get("reason") or "")]).strip()
    work.note("typed", name)


def _views(work: _Work) -> None:
    views = _mapping(work.data.get("views"))
    for name in [k for k, spec in views.items() if _mapping(spec).get("source") in work.gone]:
        del views[name]
        work.note("views", name)
        _forget_view(work.data, name)
    for name, spec in views.items():
        beliefs = _mapping(_mapping(spec).get("parameters"))
        for parameter, belief in list(beliefs.items()):
            lost = isinstance(belief, dict) and _drop(belief, "evidence", work.gone)
            if lost and not belief["evidence"]:
                del beliefs[parameter]
                work.note("beliefs", (name, parameter))


def _observed(work: _Work, as_of: date | None) -> None:
    """Take out what was seen later, and what only left-out sources tell."""
    entries = work.data.get("observed")
    if not isinstance(entries, list):
        return
    kept = []
    for entry in entries:
        day = _day(_mapping(entry).get("date"))
        late = as_of is not None and day is not None and day > as_of
        lost = isinstance(entry, dict) and _drop(entry, "evidence", work.gone)
        if not late and not (lost and not entry["evidence"]):
            kept.append(entry)
    work.data["observed"] = kept


def _forget_view(data: Data, view: str) -> None:
    """Take a view out of what theories switch off."""
    for theory in _mapping(data.get("theories")).values():
        off = _mapping(_mapping(theory).get("off"))
        if isinstance(off.get("views"), list):
            off["views"] = [name for name in off["views"] if name != view]


def _further(data: Data) -> Iterator[Any]:
    """Give the other entries that may name evidence: items of the table, rungs of ladders."""
    yield from _mapping(_mapping(data.get("table")).get("items")).values()
    for ladder in _mapping(data.get("ladders")).values():
        rungs = _mapping(ladder).get("rungs")
        yield from rungs if isinstance(rungs, list) else ()


def _drop_evidence(work: _Work, entries: Iterator[Any]) -> None:
    for entry in entries:
        if isinstance(entry, dict) and _drop(entry, "evidence", work.gone):
            entry["evidence"] = entry["evidence"] or "assumed"


def _drop(spec: Data, key: str, gone: frozenset[str]) -> int:
    """Take the entries of left-out sources out of a list; return how many there were."""
    entries = spec.get(key)
    if not isinstance(entries, list):
        return 0
    left = [one for one in entries if _mapping(one).get("source") not in gone]
    spec[key] = left
    return len(entries) - len(left)
