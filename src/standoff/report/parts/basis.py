"""What it rests on: how far to trust it, assumptions, evidence, sources, and the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from standoff.report import words
from standoff.report.blocks import Block, Cell, Column, Points, Section, Table, Text
from standoff.report.confidence import confidence
from standoff.report.evidence import claim_data
from standoff.report.material import Material
from standoff.report.understood import prior_text
from standoff.scenario.model import Parameter

Data = Mapping[str, Any]


def basis(material: Material) -> tuple[Section, ...]:
    """Return the sections on what the report rests on."""
    made = (
        ("confidence", "How far to trust it", _trust(material)),
        ("assumptions", "Assumptions", _assumptions(material)),
        ("evidence", "Evidence", _evidence(material)),
        ("manifest", "Manifest", _manifest(material)),
    )
    return tuple(Section(id_, title, blocks) for id_, title, blocks in made if blocks)


def _trust(material: Material) -> tuple[Block, ...]:
    made = confidence(material.data)
    groups = (
        ("Makes it low by itself:", made.severe),
        ("Weak points:", made.weak),
        ("In order:", made.checked),
    )
    blocks: list[Block] = [Text(f"Confidence in these judgements is {made.level}.")]
    for head, reasons in groups:
        if reasons:
            blocks += [Text(head), Points(tuple(words.capital(r) + "." for r in reasons))]
    rule = (
        "Rule: low with one point that makes it so, or with more than two weak points; high "
        "without any; moderate otherwise."
    )
    blocks.append(Text(rule, "note"))
    lam = material.data["lambda"]
    if lam["mean"] is not None:
        blocks.append(
            Text(
                f"Precision lambda {lam['mean']:.3g} ({lam['p05']:.3g}–{lam['p95']:.3g}): parties "
                "choose better moves more often, not always."
            )
        )
    return tuple(blocks)


def _assumptions(material: Material) -> tuple[Block, ...]:
    parameters = material.scenario.parameters
    columns = (
        Column("number"),
        Column("prior"),
        Column("unit"),
        Column("meaning"),
        Column("rests on"),
    )
    rows = tuple((p.name, prior_text(p), p.unit, p.means, _rests_on(p)) for p in parameters)
    assumed = sum(p.assumed for p in parameters)
    text = (
        f"The file has {words.plural(len(parameters), 'number')}; {assumed} "
        f"{'is' if assumed == 1 else 'are'} assumed and {len(parameters) - assumed} "
        f"{'rests' if len(parameters) - assumed == 1 else 'rest'} on evidence."
    )
    return Text(text), Table("assumptions", "Every number of the file", columns, rows)


def _rests_on(parameter: Parameter) -> str:
    if parameter.assumed:
        return f"assumed: {parameter.reason}" if parameter.reason else "assumed"
    places = [
        f"{one.source} {one.paragraph}" if one.paragraph else one.source
        for one in parameter.evidence
    ]
    return ", ".join(dict.fromkeys(places))


def _evidence(material: Material) -> tuple[Block, ...]:
    scenario = material.scenario
    if not scenario.sources:
        return (Text("The file names no source."),)
    rows = tuple(row for parameter in scenario.parameters for row in _places(parameter))
    columns = (
        Column("number"),
        Column("source"),
        Column("paragraph"),
        Column("what it says, in our words"),
        Column("weight"),
    )
    table = Table("evidence", "Evidence by number", columns, rows)
    note = (
        "Weight: of a claim that was pooled into the number; “typed” where the number was set "
        "with the paragraph in view. Statements are paraphrases."
    )
    return (table, Text(note, "note"), _sources(material)) if rows else (_sources(material),)


def _places(parameter: Parameter) -> Iterator[tuple[Cell, ...]]:
    claims = () if parameter.pooling is None else parameter.pooling.claims
    for one in parameter.evidence[: len(parameter.evidence) - len(claims)]:
        place = _place(one.paragraph, one.characters)
        yield parameter.name, one.source, place, one.says, "typed"
    for made in map(claim_data, claims):
        left = made["left_out_by"]
        weight = f"left out: {left}" if left else f"{made['weight']:.3g}"
        place = _place(made["paragraph"], made["characters"])
        yield parameter.name, made["source"], place, made["says"], weight


def _place(paragraph: int | None, characters: Any) -> str:
    if paragraph is None:
        return words.NO_VALUE
    return f"{paragraph}, letters {characters[0]}–{characters[1]}" if characters else str(paragraph)


def _sources(material: Material) -> Table:
    columns = (
        Column("source"),
        Column("title"),
        Column("author"),
        Column("outlet"),
        Column("written"),
        Column("published"),
        Column("language"),
        Column("stance"),
    )
    rows = tuple(
        (
            one.key,
            one.title,
            one.author or "not named",
            one.outlet or "not named",
            words.NO_VALUE if one.written is None else words.say_date(one.written.isoformat()),
            words.NO_VALUE if one.published is None else words.say_date(one.published.isoformat()),
            one.language or words.NO_VALUE,
            one.stance or words.NO_VALUE,
        )
        for one in material.scenario.sources
    )
    return Table("sources", "Sources", columns, rows)


def _manifest(material: Material) -> tuple[Block, ...]:
    from standoff.report.terminal import certificate_sentence

    data, facts = material.data, material.facts
    rows: list[tuple[str, str]] = [
        ("standoff", data["version"]),
        ("scenario", data["scenario"]),
        ("SHA-256 of the file", data["hash"]),
        ("seed", str(data["seed"])),
        ("draws", f"{data['draws']:,}"),
        ("as of", words.say_date(data["as_of"])),
        ("size of the game", _size(data["size"])),
    ]
    for name, value in (facts.get("solver") or {}).items():
        rows.append(
            (f"solver: {words.spoken(name)}", words.NO_VALUE if value is None else str(value))
        )
    rows += [
        (f"version of {name}", str(value)) for name, value in (facts.get("versions") or {}).items()
    ]
    rows += [(name, str(facts[name])) for name in ("started", "ended") if name in facts]
    rows += [
        (f"machine: {name}", str(value)) for name, value in (facts.get("platform") or {}).items()
    ]
    table = Table(
        "manifest", "What identifies the run", (Column("fact"), Column("value")), tuple(rows)
    )
    blocks: list[Block] = [
        Text(certificate_sentence(data["certificate"], data["draws"]).replace("\n", " ")),
        table,
    ]
    extra = [one for one in facts.get("not_controlled", ()) if one not in data["not_controlled"]]
    if extra:
        blocks += [
            Text("Not controlled beside what the first page names:"),
            Points(tuple(words.capital(one) + "." for one in extra)),
        ]
    return tuple(blocks)


def _size(size: Data) -> str:
    return f"{size['nodes']:,} nodes, {size['infosets']:,} information sets"
