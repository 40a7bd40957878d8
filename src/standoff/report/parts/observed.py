"""What has been observed, what it did to the draws, and to the endings and threats."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from standoff.report import captions, words
from standoff.report.blocks import Block, Cell, Column, Figure, Section, Table, Text
from standoff.report.material import Material
from standoff.report.parts.bands import BAND, band_cells

Data = Mapping[str, Any]


def observed(material: Material) -> tuple[Section, ...]:
    """Return the section on observed events; none without any."""
    return sections_of(material.data)


def sections_of(data: Data, title: str = "What has been observed") -> tuple[Section, ...]:
    """Return the same for the data of a forecast, or of `standoff observe`."""
    seen = data.get("observed")
    if not seen or not seen["events"]:
        return ()
    share = seen["ess"] / max(1, seen["draws"])
    text = (
        f"The draws are weighted by how well each of them foretold what was observed. Of "
        f"{words.plural(seen['draws'], 'draw')}, {seen['ess']:.0f} are left in effect "
        f"({words.percent(share)})."
    )
    blocks: list[Block] = [Text(text), _events(seen)]
    blocks += [
        Text(words.capital(str(note)).rstrip(".") + ".", "note") for note in seen.get("notes") or ()
    ]
    if len(seen.get("series") or ()) > 1:
        blocks += [_endings(data), *_bluffs(data), *_types(data)]
    return (Section("observed", title, tuple(blocks)),)


def _events(seen: Data) -> Table:
    columns = (
        Column("event"),
        Column("date"),
        Column("kind"),
        Column("foretold with", "probability"),
        Column("90% interval"),
        Column("source"),
    )
    rows = tuple(
        (
            f"{number}. {event['text']}",
            words.say_date(event["date"]) if event["date"] else words.NO_VALUE,
            words.spoken(event["kind"]),
            event["likelihood"]["mean"],
            words.interval(event["likelihood"]),
            _sources(event.get("evidence") or ()),
        )
        for number, event in enumerate(seen["events"], 1)
    )
    return Table("observed", "Observed events", columns, rows)


def _sources(evidence: Any) -> str:
    places = []
    for one in evidence:
        if isinstance(one, Mapping):
            number = one.get("paragraph")
            places.append(f"{one.get('source', '')} {number or ''}".strip())
        else:
            places.append(str(one))
    return ", ".join(places) or "none named"


def _after(row: Data) -> str:
    if row["event"] is None:
        return "before any event"
    day = f", {words.say_date(row['date'])}" if row["date"] else ""
    return f"after event {row['event'] + 1}{day}"


def _endings(data: Data) -> Figure:
    from standoff.report.figures_observed import observed_chart

    rows = tuple(
        (_after(row), data["outcomes"][key]["title"], *band_cells(band), row["ess"])
        for row in data["observed"]["series"]
        for key, band in row["outcomes"].items()
    )
    columns = (Column("after"), Column("ending"), *BAND, Column("effective draws", "count"))
    title = "What the observed events did to the endings"
    table = Table("observed-endings", title, columns, rows)
    return Figure("observed-endings", title, captions.observed(data), observed_chart(data), table)


def _bluffs(data: Data) -> tuple[Figure, ...]:
    from standoff.report.figures_observed import observed_bluff_chart

    series = data["observed"]["series"]
    parties = [
        party
        for party in data["bluff"]
        if sum((row["bluff"].get(party) or {}).get("mean") is not None for row in series) > 1
    ]
    if not parties:
        return ()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_after(row), words.party_name(data, party), *band_cells(row["bluff"].get(party)))
        for row in series
        for party in parties
    )
    title = "What the observed events say of the threats"
    table = Table("observed-bluff", title, (Column("after"), Column("threat of"), *BAND), rows)
    caption = " ".join(captions.observed_bluff(data, party) for party in parties)
    chart = observed_bluff_chart(data, parties)
    return (Figure("observed-bluff", title, caption, chart, table),)


MOVED = 0.005
"""What is hidden gets a chart where some chance moves by this at least, half a point."""


def _types(data: Data) -> tuple[Block, ...]:
    from standoff.report.figures_observed import observed_types_chart

    series = data["observed"]["series"]
    made: list[Block] = []
    still = []
    for hidden in series[-1].get("types") or {}:
        if _moved(series, hidden) < MOVED:
            still.append(f"“{words.hidden_in(data, hidden)}”")
            continue
        rows = tuple(
            (_after(row), words.spoken(kind), *band_cells(band))
            for row in series
            for kind, band in row["types"][hidden].items()
        )
        title = f"What the observed events say of “{words.hidden_in(data, hidden)}”"
        columns = (Column("after"), Column("value"), *BAND)
        name = f"observed-{hidden.replace('.', '-')}"
        table = Table(name, title, columns, rows)
        caption = captions.observed_types(data, hidden)
        made.append(Figure(name, title, caption, observed_types_chart(data, hidden), table))
    if still:
        made.append(Text(f"What was observed tells next to nothing of {words.listing(still)}."))
    return tuple(made)


def _moved(series: Any, hidden: str) -> float:
    """Return the most that any chance of something hidden moved between two observations."""
    means = [
        [band["mean"] for band in row["types"][hidden].values() if band["mean"] is not None]
        for row in series
    ]
    pairs = itertools.pairwise(means)
    return max(
        (abs(b - a) for before, after in pairs for a, b in zip(before, after, strict=False)),
        default=0.0,
    )
