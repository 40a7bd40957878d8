"""Claims of the file: checked, turned into records, and pooled into the prior of their number."""

from __future__ import annotations

from standoff.diagnostics.suggest import advice, listing
from standoff.evidence import Claim, Pooling, Rules, base_of, pool
from standoff.evidence.lexicon import HEDGES, STYLES, hedge_of
from standoff.evidence.likelihood import WORDS, range_of
from standoff.evidence.rules import CREDIBILITY, RELIABILITY
from standoff.evidence.scale import POOLED, Base
from standoff.scenario import human
from standoff.scenario.claims import STATED, check_claim, span_of, stated
from standoff.scenario.context import Context, words
from standoff.scenario.model import Prior, Speaker
from standoff.scenario.text import Path

NARROWEST, WIDEST = 1e-12, 1e12
"""Spreads of a base, on its scale, beyond which a pool is lost in rounding."""


def pooled(ctx: Context, spec: human.Parameter, base: Prior, path: Path) -> Pooling | None:
    """Return how claims make the prior of a parameter, or None where they do not.

    Args:
        ctx: where to report.
        spec: the parameter as written.
        base: what would be believed without the claims.
        path: of the parameter.
    """
    if spec.prior is None or spec.prior.pooled is None:
        _claims_need_pooling(ctx, spec, path)
        return None
    if base.kind not in POOLED:
        _cannot_be_base(ctx, base, (*path, "prior", "pooled", "base"))
        return None
    start = base_of(base.kind, base.arguments)
    if not NARROWEST < start.sd < WIDEST:
        _cannot_be_base(ctx, base, (*path, "prior", "pooled", "base"))
        return None
    claims = {}
    for k, claim in enumerate(spec.claims):
        at: Path = (*path, "claims", k)
        before = len(ctx.findings)
        if check_claim(ctx, claim, at):
            made = _record(ctx, claim, start, at)
            if len(ctx.findings) == before:
                claims[at] = made
    result = pool(start, tuple(claims.values()), rules_of(ctx.file.evidence_rules))
    for at, one in zip(claims, result.claims, strict=True):
        if one.excluded == "no number":
            _say_no_number(ctx, at)
    return result


def rules_of(spec: human.EvidenceRules) -> Rules:
    """Return the rules of a file, defaults filled in."""
    given = spec.model_dump()
    given["reliability"] = RELIABILITY | spec.reliability
    given["credibility"] = CREDIBILITY | spec.credibility
    return Rules(**given)


def resolve_speakers(ctx: Context) -> tuple[Speaker, ...]:
    """Return the speakers; reports sources and speakers of parties that do not exist."""
    for key, source in ctx.file.sources.items():
        if source.side:
            ctx.party(source.side, ("sources", key, "side"))
        for word, (low, high) in source.lexicon.items():
            if not 0 < low < high < 1:
                message = (
                    f"the chances of `{word}` must rise inside 0 to 1; found {low:g}, {high:g}"
                )
                at: Path = ("sources", key, "lexicon", word)
                ctx.report("SC804", message, at, help="write `[low, high]`, such as `[0.5, 0.8]`")
    made = []
    for key, spec in ctx.file.speakers.items():
        player = spec.party and ctx.party(spec.party, ("speakers", key, "party"))
        party = player if isinstance(player, int) else None
        made.append(Speaker(key, spec.name or words(key), party, spec.faction, spec.credibility))
    return tuple(made)


def _claims_need_pooling(ctx: Context, spec: human.Parameter, path: Path) -> None:
    if all(not claim.use for claim in spec.claims):
        return
    ctx.report(
        "SC802",
        f"the claims about `{path[-1]}` move nothing: its prior is not `pooled`",
        (*path, "claims"),
        where="key",
        help="write `prior: {pooled: {base: {...}}}`, or `use: false` in each claim",
    )


def _cannot_be_base(ctx: Context, base: Prior, path: Path) -> None:
    if base.kind == "choice":
        message = "a `choice` cannot be the base of a pooled prior"
        note = "claims are pooled as curves, and a choice has a few points only"
        ctx.report("SC806", message, path, note=note, help="write `{uniform: [low, high]}`")
    elif base.kind in POOLED:
        message = "the base is so narrow or so wide that claims are lost in rounding"
        ctx.report("SC806", message, path, help="write the spread that is meant")


def _record(ctx: Context, spec: human.Claim, base: Base, path: Path) -> Claim:
    source = ctx.file.sources[spec.source]
    speaker = ctx.file.speakers.get(spec.by or "")
    low, high = stated(spec)
    style = 1.0
    if spec.words is not None:
        low, high = _words(ctx, spec.words, source, base, path)
        style = STYLES[source.hedge_style]
    if low is not None and high is not None and not _fits(ctx, base, low, high, spec, path):
        low = high = None
    return Claim(
        source=spec.source,
        kind=spec.kind,
        group=source.group or spec.source,
        paragraph=spec.paragraph,
        characters=span_of(spec),
        says=spec.says,
        side=source.side or (speaker.party if speaker and speaker.party else ""),
        date=spec.date,
        by=spec.by or "",
        speaker_credibility=speaker.credibility if speaker else 1.0,
        via=tuple(spec.via),
        grades=tuple(link.reliability for link in source.chain),
        low=low,
        high=high,
        words=spec.words or "",
        widen=style,
        doubts=spec.doubts,
        credibility=spec.credibility,
        hedge=_hedge(ctx, spec.hedge, path),
        hedge_words=spec.hedge if isinstance(spec.hedge, str) else "",
        against_interest=spec.against_interest,
        motive=spec.motive,
        about=spec.about,
        gloss=spec.gloss,
        reading=spec.reading,
        reading_confidence=spec.reading_confidence,
        compiled=spec.compiled,
        reason=spec.reason,
        use=spec.use,
        reposter=spec.from_ == "reposter",
    )


def _hedge(ctx: Context, hedge: float | str, path: Path) -> float:
    if not isinstance(hedge, str):
        return hedge
    share = hedge_of(hedge)
    if share is None:
        message = f"`{hedge}` is no hedge of the lexicon"
        help = f"{advice(hedge.lower(), HEDGES)}; or write the share of the weight that it leaves"
        ctx.report("SC805", message, (*path, "hedge"), help=help)
    return 1.0 if share is None else share


def _words(
    ctx: Context, text: str, source: human.Source, base: Base, path: Path
) -> tuple[float | None, float | None]:
    """Return the chances that words stand for: of the source's own lexicon, else of the scale."""
    own = source.lexicon.get(text)
    found = (own[0], own[1]) if own else range_of(text)
    if found is None:
        known = [*source.lexicon, *WORDS]
        message = f"`{text}` has no place on the scale of likelihood words"
        help = f"{advice(text.lower(), known)}; or give the source a `lexicon`"
        ctx.report("SC805", message, (*path, "words"), help=help)
        return None, None
    if (base.scale.name, base.scale.low, base.scale.high) != ("logit", 0.0, 1.0):
        message = f"`{text}` is a chance, and the base of the number is not one"
        help = "write `value` or `range`, or a base from 0 to 1 such as `beta`"
        ctx.report("SC804", message, (*path, "words"), help=help)
        return None, None
    return found


def _fits(ctx: Context, base: Base, low: float, high: float, spec: human.Claim, path: Path) -> bool:
    scale = base.scale
    off = [value for value in (low, high) if not scale.holds(value)]
    if not off:
        return True
    key = "words" if spec.words is not None else "value" if spec.value is not None else "range"
    if scale.name == "log":
        wanted = "above 0"
    else:
        wanted = f"between {scale.low:g} and {scale.high:g}"
    ctx.report(
        "SC804",
        f"the claim says {off[0]:g}, and the base allows only numbers {wanted}",
        (*path, key),
        note="a pool gives no chance to what its base rules out, the ends included",
        help="widen the base, or move the claim inside",
    )
    return False


def _say_no_number(ctx: Context, path: Path) -> None:
    ctx.report(
        "SC803",
        "the claim counts but names no number",
        path,
        where="key",
        help=f"write one of {listing(STATED)}; or `use: false` to keep it as a record",
    )
