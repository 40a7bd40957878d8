"""Priors: from the file's form to the record, with checks; and the values they can take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.model import Prior
from standoff.scenario.text import Path

KINDS = (
    "uniform",
    "triangular",
    "pert",
    "normal",
    "lognormal",
    "beta",
    "logitnormal",
    "choice",
)
TOLERANCE = 1e-9
"""Probabilities of a `choice` may miss 1 by this much: rounding of a few additions."""

WIDE = 4.0
"""Distributions without bounds are tried this many standard deviations out: 1 draw in 30,000."""


@dataclass(frozen=True)
class Support:
    """The values that a prior can give; `bounded` says that none lies outside."""

    low: float
    middle: float
    high: float
    bounded: bool


def support(prior: Prior) -> Support:
    """Return the lowest, a middle and the highest value; 4 standard deviations where unbounded."""
    plain = _plain_support(prior)
    if not prior.is_moved:
        return plain
    low, middle, high = sorted(
        float(prior.moved(value)) for value in (plain.low, plain.middle, plain.high)
    )
    return Support(low, middle, high, plain.bounded)


def _plain_support(prior: Prior) -> Support:
    args = prior.arguments
    if prior.kind == "fixed":
        return Support(args["value"], args["value"], args["value"], True)
    if prior.kind == "uniform":
        return Support(args["low"], (args["low"] + args["high"]) / 2, args["high"], True)
    if prior.kind in ("triangular", "pert"):
        return Support(args["low"], args["mode"], args["high"], True)
    if prior.kind == "beta":
        return Support(0.0, args["mean"], 1.0, True)
    if prior.kind == "logitnormal":
        return Support(args["low"], args["median"], args["high"], True)
    if prior.kind == "lognormal":
        factor = math.exp(min(WIDE * args["sd_log"], 50.0))
        return Support(args["median"] / factor, args["median"], args["median"] * factor, False)
    if prior.kind == "choice":
        values = [value for value, _ in prior.choices]
        middle = sum(value * prob for value, prob in prior.choices)
        return Support(min(values), middle, max(values), True)
    low = args.get("low", args["mean"] - WIDE * args["sd"])
    high = args.get("high", args["mean"] + WIDE * args["sd"])
    middle = min(max(args["mean"], low), high)
    return Support(low, middle, high, "low" in args and "high" in args)


def resolve_prior(ctx: Context, spec: human.Parameter, path: Path) -> Prior:
    """Return the prior of a parameter; a stand-in where something is wrong with it."""
    name = path[-1]
    if (spec.value is None) == (spec.prior is None):
        both = spec.value is not None
        kinds = "both `value` and `prior`" if both else "neither `value` nor `prior`"
        message = f"`{name}` has {kinds}"
        help = (
            "keep one of the two"
            if both
            else "write `value: ...` or `prior: {uniform: [low, high]}`"
        )
        ctx.report("SC209", message, path, where="key", help=help)
        return _fixed(spec.value or 0.0)
    if spec.value is not None:
        return _fixed(spec.value)
    assert spec.prior is not None
    return resolve_distribution(ctx, spec.prior, (*path, "prior")) or _fixed(0.5)


def check_fallback(ctx: Context, spec: human.Parameter, path: Path) -> None:
    """Report what is wrong with the `fallback` of a parameter, and one that is never used."""
    if spec.fallback is None:
        return
    resolve_distribution(ctx, spec.fallback, (*path, "fallback"))
    pooled = spec.prior is not None and spec.prior.pooled is not None
    if pooled or spec.evidence == "assumed":
        why = "its prior is `pooled`" if pooled else "it rests on no source"
        message = f"the fallback of `{path[-1]}` is never used: {why}"
        help = "delete it" + ("; what is left without claims is the base" if pooled else "")
        ctx.warn("SC823", message, (*path, "fallback"), where="key", help=help)


def resolve_distribution(ctx: Context, spec: human.Distribution, path: Path) -> Prior | None:
    """Return the one distribution that stands at a path, or None where something is wrong."""
    given = [kind for kind in (*KINDS, "pooled") if getattr(spec, kind, None) is not None]
    if len(given) != 1:
        names = " and ".join(f"`{kind}`" for kind in given) or "none"
        message = f"a prior is exactly one distribution; found {names}"
        help = "keep one of them" if given else "write `{uniform: [low, high]}`"
        ctx.report("SC209", message, path, where="key", help=help)
        return None
    at = (*path, given[0])
    if isinstance(spec, human.Prior) and spec.pooled is not None:
        return resolve_distribution(ctx, spec.pooled.base, (*at, "base"))
    prior = _build(ctx, spec, given[0], at)
    return prior if _is_sound(ctx, prior, at) else None


def _fixed(value: float) -> Prior:
    return Prior("fixed", {"value": value})


def _build(ctx: Context, spec: human.Distribution, kind: str, path: Path) -> Prior:
    value = getattr(spec, kind)
    if kind == "uniform":
        return Prior(kind, {"low": value[0], "high": value[1]})
    if kind in ("triangular", "pert"):
        return Prior(kind, {"low": value[0], "mode": value[1], "high": value[2]})
    if kind == "choice":
        return Prior(kind, {}, _choices(ctx, value, path))
    return Prior(kind, {k: v for k, v in value.model_dump().items() if v is not None})


def _choices(ctx: Context, value: dict[str, float], path: Path) -> tuple[tuple[float, float], ...]:
    result = []
    for text, prob in value.items():
        try:
            number = float(text)
            if not math.isfinite(number) or abs(number) > 1e15:
                raise ValueError
        except ValueError:
            message = f"`{text[:40]}` is not a number that can be chosen"
            help = "write numbers with their probabilities, such as `{5: 0.3, 10: 0.7}`"
            ctx.report("SC213", message, (*path, text), where="key", help=help)
            continue
        if not 0 <= prob <= 1:
            message = f"the chance of `{text}` is {prob:g}, not between 0 and 1"
            ctx.report("SC213", message, (*path, text), help="write a number between 0 and 1")
            return ()
        result.append((number, prob))
    numbers = [number for number, _ in result]
    for k, (number, text) in enumerate(zip(numbers, value, strict=False)):
        if number in numbers[:k]:
            message = f"the number {number:g} is listed twice"
            ctx.report("SC213", message, (*path, text), where="key", help="add their chances up")
    return tuple(result) if len(result) == len(value) else ()


def _is_sound(ctx: Context, prior: Prior, path: Path) -> bool:
    if prior.kind == "choice":
        return _choice_is_sound(ctx, prior, path)
    args = prior.arguments
    order = [args[key] for key in ("low", "mode", "high") if key in args]
    if prior.kind != "normal" and any(a > b for a, b in pairwise(order)):
        shape = "[low, mode, high]" if len(order) == 3 else "[low, high]"
        found = ", ".join(f"{number:g}" for number in order)
        right = ", ".join(f"{number:g}" for number in sorted(order))
        message = f"the numbers of `{prior.kind}` must rise: {shape}; found [{found}]"
        ctx.report("SC211", message, path, help=f"write `{prior.kind}: [{right}]`")
        return False
    if len(order) > 1 and order[0] >= order[-1]:
        message = f"`low` must be below `high`; found {order[0]:g} and {order[-1]:g}"
        ctx.report("SC211", message, path, help="write `value: ...` if the number is certain")
        return False
    if prior.kind == "logitnormal" and not args["low"] < args["median"] < args["high"]:
        found = f"{args['low']:g}, {args['median']:g} and {args['high']:g}"
        message = f"`low`, `median` and `high` of `logitnormal` must rise; found {found}"
        ctx.report("SC211", message, path, help="move `median` between the two ends")
        return False
    if prior.kind == "normal" and not _normal_has_room(args):
        message = "the bounds cut off nearly the whole distribution"
        help = "move `mean` closer to `low` and `high`"
        ctx.report("SC212", message, path, help=help)
        return False
    if prior.kind == "beta":
        return _beta_is_sound(ctx, prior, path)
    return True


def _normal_has_room(args: object) -> bool:
    assert isinstance(args, dict)
    low, high = args.get("low", -math.inf), args.get("high", math.inf)
    mean, sd = args["mean"], args["sd"]
    return bool(low <= mean + 6 * sd and high >= mean - 6 * sd)


def _beta_is_sound(ctx: Context, prior: Prior, path: Path) -> bool:
    mean, sd = prior.arguments["mean"], prior.arguments["sd"]
    most = math.sqrt(mean * (1 - mean))
    if sd < most:
        return True
    ctx.report(
        "SC212",
        f"no beta distribution with mean {mean:g} has a standard deviation of {sd:g}",
        (*path, "sd"),
        note="values between 0 and 1 spread at most sqrt(mean * (1 - mean))",
        help=f"write an `sd` below {math.floor(most * 1000) / 1000:g}",
    )
    return False


def _choice_is_sound(ctx: Context, prior: Prior, path: Path) -> bool:
    if not prior.choices:
        return False
    total = sum(prob for _, prob in prior.choices)
    if abs(total - 1) <= TOLERANCE:
        return True
    message = f"the probabilities of the choice add up to {total:.9g}, not 1"
    ctx.report("SC214", message, path, help="make them add up to 1")
    return False
