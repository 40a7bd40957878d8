"""The course of the crisis: next moves, the ladder, what drifts, threats and hidden types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.report import captions, words
from standoff.report.blocks import Block, Cell, Column, Figure, Section, Table, Text
from standoff.report.material import Material
from standoff.report.parts.bands import BAND, band_cells

Data = Mapping[str, Any]


def course(material: Material) -> tuple[Section, ...]:
    """Return the sections on what happens on the way."""
    data = material.data
    made = (
        ("moves", "Next moves", _moves(data)),
        ("bluff", "Is it a bluff?", _bluff(data)),
        ("hidden", "What is hidden, and what the past says of it", _beliefs(data)),
        ("ladder", "How high it climbs", _ladders(data)),
        ("drift", "How the surroundings drift", _drift(data)),
    )
    return tuple(Section(id_, title, blocks) for id_, title, blocks in made if blocks)


def _moves(data: Data) -> tuple[Block, ...]:
    if not data["next_moves"]:
        return ()
    from standoff.report.figures import MAX_PARTIES, next_moves_chart

    turns = words.by_date(data["next_moves"])
    rows: list[tuple[Cell, ...]] = []
    for party, turn in turns:
        when = words.say_date(turn["date"]) if turn["date"] else words.NO_VALUE
        for move in turn["moves"].values():
            name = words.party_name(data, party)
            rows.append((move["title"], name, when, turn["reached"], *band_cells(move)))
    columns = (
        Column("move"),
        Column("party"),
        Column("date"),
        Column("turn is reached", "probability"),
        *BAND,
    )
    table = Table("next-moves", "Moves at every party's next turn", columns, tuple(rows))
    caption = " ".join(captions.next_moves(data, party) for party, _ in turns[:MAX_PARTIES])
    title = "What each party would do at its next turn"
    blocks: list[Block] = [
        Figure("next-moves", title, caption, next_moves_chart(data), table),
    ]
    blocks += [_by_type(data, party, turn) for party, turn in turns if len(turn["by_type"]) > 1]
    return tuple(blocks)


def _by_type(data: Data, party: str, turn: Data) -> Table:
    name = words.party_name(data, party)
    columns = (
        Column("if it is"),
        *(Column(m["title"], "probability") for m in turn["moves"].values()),
    )
    rows = tuple(
        (label, *(moves.get(key) for key in turn["moves"]))
        for label, moves in turn["by_type"].items()
    )
    return Table(f"moves-by-type-{party}", f"{name}: moves by type", columns, rows)


def _bluff(data: Data) -> tuple[Block, ...]:
    shown = [p for p, dates in data["bluff"].items() if words.open_dates(data, dates)]
    if not shown:
        return ()
    from standoff.report.figures import bluff_chart

    blocks: list[Block] = []
    for party in shown:
        definition = data["bluff_definition"].get(party)
        if definition:
            blocks.append(Text(words.capital(definition["text"]).rstrip(".") + ".", "note"))
    rows: list[tuple[Cell, ...]] = []
    for party in shown:
        dates = data["bluff"][party]
        for day in words.open_dates(data, dates):
            pressed = dates[day].get("if_pressed")
            name, when = words.party_name(data, party), words.say_date(day)
            rows.append((name, when, *band_cells(dates[day]), *band_cells(pressed)))
    refused = tuple(Column(f"if refused so far: {c.title}", c.unit) for c in BAND)
    columns = (Column("threat of"), Column("date"), *BAND, *refused)
    table = Table("bluff", "Chance that the threat is a bluff", columns, tuple(rows))
    caption = " ".join(captions.bluff(data, party) for party in shown)
    only = dict(data) | {"bluff": {party: data["bluff"][party] for party in shown}}
    title = "Chance that the threat would not be carried out"
    blocks.append(Figure("bluff", title, caption, bluff_chart(only), table))
    blocks += [made for party in shown for made in _after(data, party)]
    return tuple(blocks)


def _after(data: Data, party: str) -> tuple[Table, ...]:
    """Return how much each of a party's next moves would tell."""
    moves = data["next_moves"].get(party, {}).get("moves", {})
    told = [move for move in moves.values() if move.get("bluff_after")]
    if not told:
        return ()
    rows = tuple((move["title"], *band_cells(move["bluff_after"])) for move in told)
    title = f"{words.party_name(data, party)}: chance of a bluff once it is seen to"
    return (Table(f"bluff-after-{party}", title, (Column("move"), *BAND), rows),)


def _beliefs(data: Data) -> tuple[Block, ...]:
    from standoff.report.figures_states import beliefs_chart, believed

    names = believed(data)
    if not names:
        return ()
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        entry = data["beliefs"][name]
        for day in words.open_dates(data, entry["dates"]):
            for value in entry["values"]:
                what = f"{words.hidden_name(data, name, entry)}: {words.spoken(value)}"
                band = entry["dates"][day][value]
                rows.append((words.capital(what), words.say_date(day), *band_cells(band)))
    columns = (Column("hidden"), Column("date"), *BAND)
    table = Table("beliefs", "What the public past says of what is hidden", columns, tuple(rows))
    title = "What the public past says of what is hidden"
    caption = captions.beliefs(data, names)
    return (Figure("beliefs", title, caption, beliefs_chart(data), table),)


def _ladders(data: Data) -> tuple[Block, ...]:
    from standoff.report.figures import ladder_chart

    blocks = []
    for name, ladder in data["ladders"].items():
        days = words.open_dates(data, ladder["dates"])
        if not days:
            continue
        columns = (
            Column("date"),
            *(Column(words.spoken(r), "probability") for r in ladder["rungs"]),
        )
        rows = tuple(
            (words.say_date(day), *(ladder["dates"][day].get(rung) for rung in ladder["rungs"]))
            for day in days
        )
        title = f"Chance of each rung of “{words.spoken(name)}”, while the crisis is open"
        table = Table(f"ladder-{name}", title, columns, rows)
        caption = captions.ladder(data, name)
        chart = ladder_chart(data, name)
        blocks.append(Figure(f"ladder-{name}", title, caption, chart, table))
    return tuple(blocks)


def _drift(data: Data) -> tuple[Block, ...]:
    from standoff.report.figures_states import drift_chart, drifting

    names = drifting(data)
    if not names:
        return ()
    rows = tuple(
        (words.spoken(name), words.say_date(day), words.spoken(value), chance)
        for name in names
        for day in words.open_dates(data, data["variables"][name]["dates"])
        for value, chance in data["variables"][name]["dates"][day].items()
    )
    columns = (Column("variable"), Column("date"), Column("value"), Column("chance", "probability"))
    title = "Public variables while the crisis is open"
    table = Table("drift", title, columns, rows)
    return (Figure("drift", title, captions.drift(data, names), drift_chart(data), table),)
