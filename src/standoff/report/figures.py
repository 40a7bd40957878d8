"""The charts of a forecast, as PNG and SVG files.

Takes the plain data of `forecast.json`. The data are written into each chart and the fonts come
with the renderer, so nothing is fetched from a network. Beside every chart stands the same table
on the terminal and in the run directory.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import altair as alt

from standoff.report import words
from standoff.report.style import BLUE, DARK, GREY, INK, OPEN, ORANGE, QUIET, finish, palette

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]
Progress = Callable[[str, int, int], None]

BREAK = "split(datum.label, '\\n')"
"""Expression of the renderer that breaks a label into lines."""
LABEL_CHARS = 32
"""Longer labels of an axis are broken into lines."""
CAPTION_CHARS = 104
"""Letters in one line below a title."""
MARGIN = 215
"""Least width in pixels for the labels of an axis, so that charts below each other line up."""
SCALE = 2
"""Pixels of a PNG per pixel of the chart: sharp on paper and on dense screens."""
COMPARED = (INK, ORANGE, BLUE, "#009E73", "#CC79A7", "#E69F00")
"""Colours of forecasts side by side, the analyst's first."""
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross", "triangle-down")
"""Shapes of their marks, so that colour is not the only channel."""
MAX_PARTIES = 3
"""More parties than this make a chart of next moves too tall to read."""


def write_charts(data: Data, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write every chart that the forecast has data for, and return the files in order.

    Args:
        data: a forecast as plain data.
        folder: where to write; it is made if need be.
        progress: called as progress("charts", written, all).
    """
    folder.mkdir(parents=True, exist_ok=True)
    charts = all_charts(data)
    written = []
    for done, (name, chart) in enumerate(charts.items()):
        if progress is not None:
            progress("charts", done, len(charts))
        files = [folder / f"{name}.png", folder / f"{name}.svg"]
        for file in files:
            write_chart(chart, file)
        written += files
    if progress is not None:
        progress("charts", len(charts), len(charts))
    return written


def write_chart(chart: Any, file: Path) -> None:
    """Write one chart as the suffix of the file says, .svg or .png."""
    import vl_convert

    spec = chart.to_json(indent=None)
    if file.suffix == ".svg":
        file.write_text(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]), encoding="utf-8")
    else:
        file.write_bytes(vl_convert.vegalite_to_png(spec, scale=SCALE, allowed_base_urls=[]))


def all_charts(data: Data) -> dict[str, Any]:
    """Return the charts by file name; a chart without data is left out."""
    from standoff.report.figures_states import state_charts

    charts = {"outcomes": outcomes_chart(data)}
    if data["when"]["ended_by"]:
        charts["when"] = when_chart(data)
    if any(data["bluff"].values()):
        charts["bluff"] = bluff_chart(data)
    if data["next_moves"]:
        charts["next_moves"] = next_moves_chart(data)
    for name, ladder in data["ladders"].items():
        if ladder["dates"]:
            charts[f"ladder_{name}"] = ladder_chart(data, name)
    charts |= state_charts(data)
    return charts


def outcomes_chart(data: Data) -> Any:
    """Return bars of the outcome probabilities, with intervals and base rates."""
    past: dict[tuple[str, ...], list[float]] = {}
    for rate in data["base_rates"]:
        past.setdefault(tuple(rate["outcomes"]), []).append(rate["rate"])
    rows = []
    for key, outcome in data["outcomes"].items():
        title = outcome["title"] + (" *" if outcome["force"] else "")
        colour = ORANGE if outcome["force"] else BLUE
        rows.append(_bar(title, outcome, colour=colour, rates=past.pop((key,), [])))
    for rate in data["base_rates"]:
        rates = past.pop(tuple(rate["outcomes"]), None)
        if rates:
            titles = [data["outcomes"][key]["title"] for key in rate["outcomes"]]
            together = words.listing(titles, joint="or")
            rows.append(_bar(together, rate["model"], colour=GREY, rates=rates))
    notes = ["Bar: mean probability. Line: interval that holds 90% of the draws of the parameters."]
    if any(outcome["force"] for outcome in data["outcomes"].values()):
        notes.append("Star and orange: use of force.")
    if data["base_rates"]:
        notes.append("Diamond: how often past crises ended so.")
    return finish(
        _bars(rows, "probability of the outcome"),
        "How the crisis ends: probability of each outcome",
        caption(data, notes),
    )


def next_moves_chart(data: Data) -> Any:
    """Return bars of the chance of each move at every party's next turn."""
    parts = []
    turns = words.by_date(data["next_moves"])[:MAX_PARTIES]
    for party, turn in turns:
        rows = [_bar(move["title"], move, colour=BLUE) for move in turn["moves"].values()]
        date = f", {words.say_date(turn['date'])}" if turn["date"] else ""
        head = f"{words.party_name(data, party)}{date}: {turn['title']}"
        title = alt.TitleParams(head, anchor="start", fontSize=15, color=INK, frame="bounds")
        axis = "probability of the move" if party == turns[-1][0] else None
        parts.append(_bars(rows, axis, most=1.0).properties(title=title))
    notes = [
        (
            "Bar: mean probability at the party's next turn, over its types. Line: interval that "
            "holds 90% of the draws of the parameters."
        )
    ]
    return finish(
        alt.vconcat(*parts, spacing=28),
        "What each party would do at its next turn",
        caption(data, notes),
    )


def when_chart(data: Data) -> Any:
    """Return stacked bars, one for each date: how the crisis has ended by then, if at all."""
    dates = list(data["when"]["by_outcome"])
    names = list(data["outcomes"])
    force = frozenset(key for key in names if data["outcomes"][key]["force"])
    colours = palette(names, force) | {"": OPEN}
    so_far = words.cumulative(data["when"]["by_outcome"])
    rows = [row for day in dates for row in _stack(day, so_far[day], names)]
    for row in rows:
        row["colour"] = colours[row["outcome"]]
        row["letters"] = "white" if row["colour"] in DARK else "black"
        row["text"] = words.percent(row["p"]) if row["p"] >= 0.045 else ""
    x = alt.X("date:O", title=None, sort=[_tick(day) for day in dates], axis=_date_axis())
    base = alt.Chart(alt.Data(values=rows))
    y = alt.Y(
        "low:Q", title="probability", axis=alt.Axis(format="%", tickCount=5), scale=unit_scale()
    )
    bars = base.mark_bar(stroke="white", strokeWidth=1.5).encode(
        x=x, y=y, y2="high:Q", color=alt.Color("colour:N", scale=None)
    )
    numbers = base.mark_text(fontSize=12).encode(
        x=x,
        y=alt.Y("middle:Q", scale=unit_scale()),
        text="text:N",
        color=alt.Color("letters:N", scale=None),
    )
    size = {"width": 520, "height": 380}
    chart = alt.layer(bars, numbers).properties(**size)
    names_beside = _names_beside(rows, _tick(dates[-1]), data).properties(width=200, height=380)
    notes = [
        (
            "Each bar: how the crisis has ended by that date, averaged over the draws of the "
            "parameters. Light grey: still open."
        )
    ]
    if force:
        notes.append("* use of force.")
    return finish(
        alt.hconcat(chart, names_beside, spacing=4),
        "When the crisis ends, and how",
        caption(data, notes),
    )


def bluff_chart(data: Data) -> Any:
    """Return the chance that each threat is a bluff, by date, with bands."""
    parts = []
    for party, dates in data["bluff"].items():
        keys = words.open_dates(data, dates)
        rows = []
        for key in keys:
            rows.append(_point(key, dates[key], "all paths so far"))
            if (dates[key].get("if_pressed") or {}).get("mean") is not None:
                rows.append(_point(key, dates[key]["if_pressed"], "only refusals so far"))
        threat = data["bluff_definition"].get(party, {}).get("threat", "")
        head = f"{words.party_name(data, party)}’s threat: {threat}"
        title = alt.TitleParams(
            textwrap.wrap(head, 80), anchor="start", fontSize=15, color=INK, frame="bounds"
        )
        parts.append(_lines(rows, dated=words.is_dated(keys)).properties(title=title))
    notes = [
        (
            "Line: mean chance that the party is of a type that would not carry its threat out, "
            "given what has been seen while the crisis is open. Band: holds 90% of the draws of "
            "the parameters. Broken line: if the others have only refused so far."
        )
    ]
    return finish(
        alt.vconcat(*parts, spacing=28),
        "Is it a bluff? Chance that the threat would not be carried out",
        caption(data, notes),
    )


def ladder_chart(data: Data, name: str) -> Any:
    """Return a heat map: the chance of each rung by date, while the crisis is open."""
    ladder = data["ladders"][name]
    rungs = [broken(rung.replace("_", " ")) for rung in ladder["rungs"]]
    days = words.open_dates(data, ladder["dates"])
    rows = [
        {
            "date": _tick(day),
            "rung": label,
            "p": ladder["dates"][day].get(rung, 0.0),
            "text": words.percent(ladder["dates"][day].get(rung, 0.0)),
        }
        for day in days
        for rung, label in zip(ladder["rungs"], rungs, strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("date:O", sort=[_tick(d) for d in days], title=None, axis=_date_axis()),
        y=alt.Y("rung:O", sort=rungs[::-1], title=None, axis=label_axis()),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color("p:Q", legend=None, scale=alt.Scale(scheme="blues", domain=[0, 1]))
    )
    numbers = base.mark_text().encode(
        text="text:N",
        color=alt.condition("datum.p > 0.6", alt.value("white"), alt.value(INK)),
    )
    climber = words.party_name(data, ladder["climber"])
    called = name.replace("_", " ")
    notes = [
        (
            f"Mean chance that {climber} stands on each rung of the ladder {called}, given that "
            "the crisis is still open then; each column adds up to 100%."
        )
    ]
    return finish(
        alt.layer(cells, numbers).properties(width=560, height=max(160, 52 * len(rungs))),
        "How high it climbs: chance of each rung by date",
        caption(data, notes),
    )


def compare_chart(data: Data) -> Any:
    """Return a row of dots for each outcome: its chance as the analyst and as each view sees it."""
    titles = {name: _legend_title(name, one) for name, one in data["forecasts"].items()}
    rows: Rows = [
        {
            "label": broken(outcome["title"] + (" *" if outcome["force"] else "")),
            "view": titles[name],
            "p": data["forecasts"][name]["outcomes"][key]["mean"] or 0.0,
        }
        for key, outcome in data["outcomes"].items()
        for name in titles
    ]
    order = list(dict.fromkeys(str(row["label"]) for row in rows))
    views = list(titles.values())
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("label:O", sort=order, title=None, axis=label_axis(MARGIN))
    )
    top = min(1.0, 1.1 * max(row["p"] for row in rows) or 1.0)
    scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X(
        "p:Q",
        title="probability of the outcome",
        axis=alt.Axis(format="%", tickCount=6),
        scale=scale,
    )
    lines = base.mark_rule(strokeWidth=3, color=OPEN).encode(
        x=alt.X("min(p):Q", title="probability of the outcome"), x2="max(p):Q"
    )
    legend = alt.Legend(
        title=None,
        orient="bottom",
        columns=1,
        labelLimit=700,
        labelFontSize=14,
        symbolSize=140,
    )
    marks = base.mark_point(size=150, filled=True, opacity=0.85).encode(
        x=x,
        color=alt.Color(
            "view:N",
            sort=views,
            legend=legend,
            scale=alt.Scale(domain=views, range=_repeated(COMPARED, len(views))),
        ),
        shape=alt.Shape(
            "view:N",
            sort=views,
            scale=alt.Scale(domain=views, range=_repeated(SHAPES, len(views))),
        ),
    )
    notes = ["Mark: mean probability over the same draws of the parameters."]
    if any(outcome["force"] for outcome in data["outcomes"].values()):
        notes.append("Star: use of force.")
    return finish(
        alt.layer(lines, marks).properties(width=430, height=alt.Step(46)),
        "One crisis, several views: probability of each outcome",
        caption(data, notes),
    )


def _legend_title(name: str, one: Data) -> str:
    return one["title"] if name in ("analyst", "played") else f"{one['title']} ({name})"


def _repeated(values: Sequence[str], count: int) -> list[str]:
    return [values[k % len(values)] for k in range(count)]


def _bar(label: str, band: Data, *, colour: str, rates: Sequence[float] = ()) -> dict[str, Any]:
    past = f", past {words.listing([words.percent(r) for r in rates])}" if rates else ""
    return {
        "label": broken(label),
        "p": band["mean"] or 0.0,
        "low": band["p05"] or 0.0,
        "high": band["p95"] or 0.0,
        "end": max([band["p95"] or 0.0, *rates]),
        "text": f"{words.percent(band['mean'])} ({words.interval(band)}){past}",
        "colour": colour,
        "rates": list(rates),
    }


def _bars(rows: Rows, axis: str | None, most: float | None = None) -> Any:
    """Return horizontal bars in the order of the rows, with interval, number and base rate."""
    top = most or min(1.0, 1.05 * max(row["end"] for row in rows))
    order = [row["label"] for row in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("label:O", sort=order, title=None, axis=label_axis(MARGIN))
    )
    scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X("p:Q", title=axis, axis=alt.Axis(format="%", tickCount=6), scale=scale)
    bars = base.mark_bar(height={"band": 0.62}, opacity=0.75).encode(
        x=x, color=alt.Color("colour:N", scale=None)
    )
    lines = base.mark_rule(strokeWidth=2, color=INK).encode(
        x=alt.X("low:Q", title=axis), x2="high:Q"
    )
    ends = [
        base.mark_tick(thickness=2, size=11, color=INK).encode(x=alt.X(f"{end}:Q", title=axis))
        for end in ("low", "high")
    ]
    numbers = base.mark_text(align="left", dx=12).encode(
        x=alt.X("end:Q", title=axis), text="text:N"
    )
    layers = [bars, lines, *ends, numbers]
    if any(row["rates"] for row in rows):
        past = [{"label": row["label"], "rate": r} for row in rows for r in row["rates"]]
        marks = alt.Chart(alt.Data(values=past)).mark_point(
            shape="diamond",
            size=130,
            filled=True,
            fill="white",
            stroke=INK,
            strokeWidth=2,
            opacity=1,
        )
        y = alt.Y("label:O", sort=order, title=None)
        layers.append(marks.encode(x=alt.X("rate:Q", title=axis), y=y))
    return alt.layer(*layers).properties(width=430, height=alt.Step(46))


def _stack(day: str, by_outcome: Mapping[str, float], names: list[str]) -> Rows:
    """Return the segments of one bar, from the bottom up, the open rest on top."""
    rows, height = [], 0.0
    for name in names:
        p = by_outcome.get(name, 0.0)
        rows.append(_segment(day, name, height, height + p))
        height += p
    rows.append(_segment(day, "", height, 1.0))
    return rows


def _segment(day: str, name: str, low: float, high: float) -> dict[str, Any]:
    high = max(low, high)
    return {
        "date": _tick(day),
        "outcome": name,
        "low": low,
        "high": high,
        "p": high - low,
        "middle": (low + high) / 2,
    }


def _names_beside(rows: Rows, last: str, data: Data) -> Any:
    """Return the names of the last bar's segments at their heights, pushed apart."""
    labels = []
    for row in rows:
        if row["date"] == last and row["p"] >= 0.002:
            outcome = data["outcomes"].get(row["outcome"])
            name = "still open" if outcome is None else outcome["title"]
            name += " *" if outcome and outcome["force"] else ""
            labels.append({"name": broken(name), "middle": row["middle"], "colour": row["colour"]})
    gaps = [0.075 if "\n" in label["name"] else 0.055 for label in labels]
    for label, place in zip(labels, spread_apart([r["middle"] for r in labels], gaps), strict=True):
        label["place"] = place
    base = alt.Chart(alt.Data(values=labels))
    y = alt.Y("place:Q", axis=None, scale=unit_scale())
    keys = base.mark_square(size=140, opacity=1, stroke=QUIET, strokeWidth=0.5).encode(
        x=alt.value(8), y=y, color=alt.Color("colour:N", scale=None)
    )
    names = base.mark_text(align="left", baseline="middle", lineBreak="\n", lineHeight=15).encode(
        x=alt.value(22), y=y, text="name:N"
    )
    return alt.layer(keys, names)


def spread_apart(places: list[float], gaps: list[float]) -> list[float]:
    """Return places in ascending order, moved as little as needed to stand a gap apart."""
    moved: list[float] = []
    for k, place in enumerate(places):
        least = moved[-1] + (gaps[k - 1] + gaps[k]) / 2 if moved else 0.0
        moved.append(max(place, least))
    ceiling = 1.0
    for k in range(len(moved) - 1, -1, -1):
        moved[k] = min(moved[k], ceiling)
        ceiling = moved[k] - (gaps[k] + gaps[max(k - 1, 0)]) / 2
    return moved


def _point(key: str, band: Data, series: str) -> dict[str, Any]:
    return {
        "date": key,
        "series": series,
        "p": band["mean"],
        "low": band["p05"],
        "high": band["p95"],
        "text": words.percent(band["mean"]),
    }


def _lines(rows: Rows, *, dated: bool) -> Any:
    """Return one or two lines with bands; the second is told by dashes and hollow points too."""
    axis = (
        alt.Axis(format="%-d %b", labelAngle=0, labelFlush=False)
        if dated
        else alt.Axis(labelAngle=0)
    )
    keys = list(dict.fromkeys(row["date"] for row in rows))
    if dated:
        axis.format = "%-d %b"
        axis.values = [moment(key) for key in spaced(keys)]
    x: Any = alt.X("date:T" if dated else "date:O", title=None, sort=keys, axis=axis)
    y = alt.Y(
        "p:Q", title="chance of a bluff", axis=alt.Axis(format="%", tickCount=5), scale=unit_scale()
    )
    layers: list[Any] = []
    apart = _apart_ends(rows)
    for series, colour, dash in (
        ("all paths so far", BLUE, [1, 0]),
        ("only refusals so far", ORANGE, [6, 4]),
    ):
        own = [row for row in rows if row["series"] == series]
        if not own:
            continue
        base = alt.Chart(alt.Data(values=own))
        layers += [
            base.mark_area(color=colour, opacity=0.16).encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
            base.mark_line(color=colour, strokeWidth=3, strokeDash=dash).encode(x=x, y=y),
            base.mark_point(
                color=colour,
                size=60,
                opacity=1,
                filled=True,
                strokeWidth=2,
                stroke=colour,
                fill=colour if dash == [1, 0] else "white",
            ).encode(x=x, y=y),
            alt.Chart(
                alt.Data(
                    values=[own[-1] | {"name": f"{own[-1]['text']} {series}", "p": apart[series]}]
                )
            )
            .mark_text(align="left", dx=10, color=colour, fontWeight="bold")
            .encode(x=x, y=y, text="name:N"),
        ]
    return alt.layer(*layers).properties(width=540, height=300)


def spaced(keys: list[str]) -> list[str]:
    """Return dates that stand far enough apart to be written below an axis."""
    days = [date.fromisoformat(key).toordinal() for key in keys]
    gap = max(1.0, (days[-1] - days[0]) / 7)
    chosen: list[int] = []
    for k, day in enumerate(days):
        if not chosen or day - days[chosen[-1]] >= gap:
            chosen.append(k)
    return [keys[k] for k in chosen]


def moment(key: str) -> alt.DateTime:
    """Return an ISO date as the renderer takes it."""
    day = date.fromisoformat(key)
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _apart_ends(rows: Rows) -> dict[str, float]:
    """Return the height of the name at the end of each line, so that no two overlap."""
    ends = {row["series"]: row["p"] for row in rows}
    names = sorted(ends, key=lambda name: ends[name])
    places = spread_apart([ends[name] for name in names], [0.07] * len(names))
    return dict(zip(names, places, strict=True))


def caption(data: Data, notes: list[str]) -> list[str]:
    """Return the lines below a title: which crisis, what the marks mean, what it rests on."""
    as_of = f", as known on {words.say_date(data['as_of'])}" if data["as_of"] else ""
    basis = f"{words.capital(words.plural(data['draws'], 'draw'))}, seed {data['seed']}."
    marks = textwrap.wrap(" ".join([*notes, basis]), CAPTION_CHARS)
    return textwrap.wrap(f"{data['title']}{as_of}.", CAPTION_CHARS) + marks


def label_axis(least: int = 0) -> alt.Axis:
    """Return an axis of names without ticks; names of two lines stand centred on their row."""
    return alt.Axis(
        labelExpr=BREAK,
        labelBaseline={
            "condition": {"test": "indexof(datum.label, '\\n') >= 0", "value": "bottom"},
            "value": "middle",
        },
        ticks=False,
        domain=False,
        labelPadding=8,
        minExtent=least,
    )


def _date_axis() -> alt.Axis:
    return alt.Axis(labelAngle=0, labelExpr=BREAK)


def unit_scale() -> alt.Scale:
    """Return the scale of a probability."""
    return alt.Scale(domain=[0, 1], nice=False)


def broken(label: str) -> str:
    """Return a label in as few lines as fit, of about equal length."""
    lines = len(textwrap.wrap(label, LABEL_CHARS))
    widths = range(max(1, len(label) // max(lines, 1)), LABEL_CHARS + 1)
    fits = (textwrap.wrap(label, width) for width in widths)
    return "\n".join(next((rows for rows in fits if len(rows) == lines), [label]))


def _tick(day: str) -> str:
    """Return a date as day over month, narrow enough for many of them."""
    return words.say_date(day, short=True).replace(" ", "\n")
