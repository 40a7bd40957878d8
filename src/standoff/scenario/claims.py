"""Rules for one claim of the file, by itself and against its source."""

from __future__ import annotations

from standoff.diagnostics.suggest import advice, listing
from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.text import Path

STATED = ("value", "range", "words", "doubts")
"""The fields that say what is claimed; a claim has one at most."""


def stated(spec: human.Claim) -> tuple[float | None, float | None]:
    """Return the two ends of the number that a claim names, or None twice."""
    if spec.value is not None:
        return spec.value, spec.value
    if spec.range is not None:
        return spec.range[0], spec.range[1]
    return None, None


def check_span(ctx: Context, spec: human.Claim | human.EvidenceItem, path: Path) -> None:
    """Report a place inside a paragraph that cannot be one."""
    if spec.characters is None:
        return
    low, high = spec.characters
    if spec.paragraph is None:
        message = "`characters` are counted in a paragraph, and there is none"
        ctx.report("SC810", message, (*path, "characters"), help="write `paragraph: ...` beside it")
    elif low >= high:
        message = f"the characters must rise: [start, end]; found [{low}, {high}]"
        help = f"write `[{high}, {low}]`" if high < low else f"write `[{low}, {low + 1}]` or more"
        ctx.report("SC810", message, (*path, "characters"), help=help)


def span_of(spec: human.Claim | human.EvidenceItem) -> tuple[int, int] | None:
    """Return the place of the words in their paragraph, if it is given."""
    return (spec.characters[0], spec.characters[1]) if spec.characters else None


def check_claim(ctx: Context, spec: human.Claim, path: Path) -> bool:
    """Report what is wrong with a claim; return whether it can be weighed."""
    if not _source_is_known(ctx, spec, path):
        return False
    check_span(ctx, spec, path)
    rules = (_speaker_is_known, _in_time, _states_one_thing, _rises, _has_side, _has_reason)
    right = [rule(ctx, spec, path) for rule in rules]
    return all(right)


def _source_is_known(ctx: Context, spec: human.Claim, path: Path) -> bool:
    if spec.source in ctx.file.sources:
        return True
    if spec.source not in ctx.symbols.broken:
        message = f"there is no source `{spec.source}`"
        help = advice(spec.source, ctx.file.sources, "list it under `sources:`")
        ctx.report("SC307", message, (*path, "source"), help=help)
    return False


def _speaker_is_known(ctx: Context, spec: human.Claim, path: Path) -> bool:
    return spec.by is None or ctx.known(spec.by, ctx.file.speakers, "speaker", (*path, "by"))


def _in_time(ctx: Context, spec: human.Claim, path: Path) -> bool:
    """Compare the three dates: of the event, of the writing, and of the knowledge."""
    written, as_of = ctx.file.sources[spec.source].written, ctx.file.as_of
    place: Path = ("sources", spec.source, "written")
    if written is not None and as_of is not None and written > as_of:
        ctx.report(
            "SC801",
            f"the claim is from `{spec.source}`, which was written after {as_of}",
            (*path, "source"),
            places=[(("as_of",), "what was known on this day"), (place, "written later")],
            note="the day of writing counts, not the day of a re-posting",
            help="delete the claim, or move `as_of`",
        )
        return False
    last = written or as_of
    if spec.kind == "event" and spec.date is not None and last is not None and spec.date > last:
        known = f"its source, written on {last}" if written else f"`as_of`, {last}"
        ctx.report(
            "SC808",
            f"the event of {spec.date} is later than {known}",
            (*path, "date"),
            places=[(place if written else ("as_of",), "what was known on this day")],
            help="write `kind: prediction`, or mend the date",
        )
        return False
    return True


def _states_one_thing(ctx: Context, spec: human.Claim, path: Path) -> bool:
    given = [name for name in STATED if getattr(spec, name) is not None]
    if len(given) < 2:
        return True
    message = f"the claim has {listing(given)}; it can say one thing only"
    ctx.report("SC803", message, (*path, given[1]), where="key", help="keep one of them")
    return False


def _rises(ctx: Context, spec: human.Claim, path: Path) -> bool:
    if spec.range is None or spec.range[0] < spec.range[1]:
        return True
    low, high = spec.range
    message = f"the range must rise: [low, high]; found [{low:g}, {high:g}]"
    help = f"write `value: {low:g}`" if low == high else f"write `range: [{high:g}, {low:g}]`"
    ctx.report("SC804", message, (*path, "range"), help=help)
    return False


def _has_side(ctx: Context, spec: human.Claim, path: Path) -> bool:
    speaker = ctx.file.speakers.get(spec.by or "")
    if not spec.against_interest or ctx.file.sources[spec.source].side:
        return True
    if speaker is not None and speaker.party:
        return True
    ctx.report(
        "SC807",
        f"the claim is against an interest, and `{spec.source}` speaks for no side",
        (*path, "against_interest"),
        help=f"write `side:` in the source `{spec.source}`, or delete `against_interest`",
    )
    return False


def _has_reason(ctx: Context, spec: human.Claim, path: Path) -> bool:
    if not spec.compiled or spec.reason.strip():
        return True
    message = "the claim is `compiled` without a reason"
    ctx.report("SC809", message, (*path, "compiled"), help="write `reason: ...` beside it")
    return False
