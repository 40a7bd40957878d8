"""How claims were pooled into priors, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading, table

Data = Mapping[str, Any]

LEFT_OUT = {
    "use": "kept as a record (`use: false`)",
    "from": "added by a re-poster (`from: reposter`)",
    "evaluations_set_numbers": "an evaluation sets no number (`evaluations_set_numbers`)",
    "metaphors_set_numbers": "a metaphor sets no number (`metaphors_set_numbers`)",
    "labels_set_numbers": "a name given to a thing sets no number (`labels_set_numbers`)",
    "undated_predictions_set_numbers": (
        "a prediction without a date sets no number (`undated_predictions_set_numbers`)"
    ),
    "motives_need_two": (
        "an attributed motive that no second independent group bears out (`motives_need_two`)"
    ),
    "authors_need_two": ("its author's view, which no second group bears out (`authors_need_two`)"),
    "doubts": "doubts are switched off (`doubts`)",
}
"""What is said of a claim that a rule leaves out."""


def print_evidence(console: Console, data: Data) -> None:
    """Print sources and speakers, then base, claims with their weights, and result by number."""
    console.print(Text(data["title"], style="bold"))
    if data["as_of"]:
        console.print(Text(f"As known on {words.say_date(data['as_of'])}"))
    _voices(console, data)
    for parameter in data["parameters"]:
        _parameter(console, parameter)
    if data["not_pooled"]:
        console.print()
        names = ", ".join(data["not_pooled"])
        console.print(Text(f"No claims are pooled into: {names}", style="dim"))


def _voices(console: Console, data: Data) -> None:
    if data["sources"]:
        heading(console, "Sources", "The chain runs from the origin to the copy that was read.")
        bullets(console, [_source(source) for source in data["sources"]])
    if data["speakers"]:
        heading(console, "Speakers")
        bullets(console, [_speaker(speaker) for speaker in data["speakers"]])


def _source(source: Data) -> str:
    parts = [f"{source['key']}: {source['title']}"]
    if source["written"]:
        parts.append(f"written {source['written']}")
    if source["side"]:
        parts.append(f"speaks for {source['side']}")
    if source["group"] != source["key"]:
        parts.append(f"group {source['group']}")
    chain = " > ".join(f"{link['who']} ({link['reliability']})" for link in source["chain"])
    return "; ".join([*parts, *([chain] if chain else [])])


def _speaker(speaker: Data) -> str:
    where = ", ".join(part for part in (speaker["party"], speaker["faction"]) if part)
    of = f" of {where}" if where else ""
    return f"{speaker['key']}: {speaker['name']}{of}; credibility {speaker['credibility']:g}"


def _parameter(console: Console, data: Data) -> None:
    heading(console, data["name"], f"{data['means']} ({data['unit']})")
    if data["pooled"] is None:
        console.print(Text(f"No claims are pooled into it: {data['result']['prior']}"))
        return
    made = table("step", "weight", "median", "5% to 95%", "why", wide=4)
    made.columns[0].justify = "left"
    made.add_row("base", "1", *_numbers(data["base"]), Text(data["base"]["prior"]))
    for claim in data["claims"]:
        if claim["left_out_by"] is None:
            made.add_row(_who(claim), f"{claim['weight']:.2f}", *_said(claim), Text(_why(claim)))
    made.add_row("result", "", *_numbers(data["result"]), Text(_result(data["pooled"])))
    console.print(made)
    left_out = [claim for claim in data["claims"] if claim["left_out_by"] is not None]
    if left_out:
        console.print(Text("Left out:", style="bold"))
        bullets(console, [_absent(claim) for claim in left_out])


def _numbers(spread: Data) -> tuple[str, str]:
    return f"{spread['median']:.3g}", f"{spread['low']:.3g} to {spread['high']:.3g}"


def _who(claim: Data) -> str:
    place = f" {claim['paragraph']}" if claim["paragraph"] else ""
    return f"{claim['source']}{place} {claim['kind']}"


def _said(claim: Data) -> tuple[str, str]:
    if claim["doubts"] is not None:
        return "", f"widens by {claim['doubts']:g}"
    if claim["low"] == claim["high"]:
        return f"{claim['low']:.3g}", ""
    return "", f"{claim['low']:.3g} to {claim['high']:.3g}"


def _why(claim: Data) -> str:
    parts = [f"says `{claim['words']}`"] if claim["words"] else []
    parts += [f"{_factor(factor)}" for factor in claim["factors"]]
    if claim["gloss"]:
        parts.append(f"`{claim['gloss']}` is read as `{claim['reading']}`")
    if claim["reason"]:
        parts.append(claim["reason"])
    return "; ".join(parts) or "full weight"


def _factor(factor: Data) -> str:
    why = f" ({factor['why']})" if factor["why"] else ""
    return f"{factor['rule']} x{factor['value']:.2g}{why}"


def _result(pooled: Data) -> str:
    if pooled["unexplained"]:
        return "unexplained: no claim counts, so the base stays as it is"
    parts = [f"effective number of sources {pooled['effective']:.2g}"]
    if pooled["disagreement"] > 1:
        parts.append(f"variance x{pooled['disagreement']:.2g} for disagreement")
    if pooled["doubt"] > 1:
        parts.append(f"spread x{pooled['doubt']:.2g} for doubt")
    return ", ".join(parts)


def _absent(claim: Data) -> str:
    rule = claim["left_out_by"]
    text = f": {claim['says']}" if claim["says"] else ""
    motive = ", motive" if claim["motive"] else ""
    return f"{_who(claim)}{motive}{text} – {LEFT_OUT.get(rule, rule)}"
