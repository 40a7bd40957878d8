"""A forecast on the terminal: tables that also read well as plain text.

Takes the plain data of `Forecast.to_json()`; outcomes, moves and types keep their order in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.report import words
from standoff.report.terminal_perception import print_view, split_cells, split_columns

Data = Mapping[str, Any]

MAX_DATES = 12
"""More dates than this are thinned in tables; the charts and the files have them all."""
DATES_WIDTH = 50
"""Columns that the date, the number and the interval take in the table of dates."""
MAX_TYPES = 4
"""More types than this get a table of their own, with the moves as columns."""
MAX_MOVES = 5
"""More moves than this do not fit as columns; by type they are then left to the files."""


def print_forecast(console: Console, data: Data) -> None:
    """Print a forecast, the first screen first: what it is, what it leaves out, how it ends."""
    from standoff.report.terminal_equilibria import print_branches  # it builds on this module
    from standoff.report.terminal_inside import (
        print_attribution,
        print_beliefs,
        print_causes,
        print_variables,
    )
    from standoff.report.terminal_observed import print_events, print_series

    _opening(console, data)
    if data.get("observed"):
        print_events(console, data)
        print_series(console, data)
    _outcomes(console, data)
    print_causes(console, data)
    _base_rates(console, data)
    _spread(console, data)
    _when(console, data)
    _next_moves(console, data)
    _bluff(console, data)
    print_beliefs(console, data)
    _ladders(console, data)
    print_variables(console, data)
    print_attribution(console, data)
    print_win_sets(console, data)
    print_branches(console, data)
    _closing(console, data)


def print_win_sets(console: Console, data: Data) -> None:
    """Print who would take which agreement over its rejection, one column for each of them."""
    found = data.get("win_sets")
    if not found:
        return
    heading(console, "What would be ratified", words.capital(found["means"]) + ".")
    rows = found["rows"]
    made = table("agreement", *(_who(row) for row in rows))
    for column in made.columns[1:]:
        column.no_wrap = False
    made.add_row(Text("as it stands"), *(_share(row["as_it_stands"]) for row in rows))
    for kind, label in (("replies", "reply"), ("items", "only")):
        for name in dict.fromkeys(name for row in rows for name in row[kind]):
            cells = [_share(row[kind].get(name)) for row in rows]
            made.add_row(Text(f"{label} {name}"), *cells)
    console.print(made)


def _share(prob: float | None) -> str:
    return words.NO_VALUE if prob is None else words.percent(prob)


def _who(row: Data) -> str:
    faction = f" ({row['faction']})" if row["faction"] else ""
    return f"{row['party']}{faction}: {row['agreement']}"


def heading(console: Console, text: str, note: str = "") -> None:
    """Print the heading of a section, with a line of explanation below it."""
    console.print()
    console.print(Text(text.upper(), style="bold cyan"))
    if note:
        console.print(Text(note, style="dim"))


def table(*columns: str, wide: int = 0) -> Table:
    """Return a plain table: the column `wide` is text and may wrap, the others are numbers."""
    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for k, column in enumerate(columns):
        if k == wide:
            made.add_column(column, overflow="fold", ratio=None)
        else:
            made.add_column(column, justify="right", no_wrap=True)
    return made


def bullets(console: Console, lines: Iterable[str]) -> None:
    """Print lines as a list with hanging indents."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row(Text("  -"), Text(line))
    console.print(grid)


def thinned(keys: Sequence[str], most: int = MAX_DATES) -> list[str]:
    """Return at most `most` keys, evenly spaced, the last one always among them."""
    if len(keys) <= most:
        return list(keys)
    step = (len(keys) - 1) / (most - 1)
    return [keys[round(k * step)] for k in range(most)]


def _opening(console: Console, data: Data) -> None:
    console.print(Text(data["title"], style="bold"))
    as_of = f"as known on {words.say_date(data['as_of'])}, " if data["as_of"] else ""
    draws = words.plural(data["draws"], "draw")
    console.print(Text(f"Forecast {as_of}{draws} of the parameters, seed {data['seed']}"))
    if data["summary"]:
        console.print()
        console.print(Text(data["summary"].strip()))
    console.print()
    console.print(Text(words.CAVEAT if data["sources"] else words.CAVEAT_MODEL, style="yellow"))
    print_view(console, data)
    if data["left_out"]:
        console.print()
        console.print(Text("What it leaves out:", style="bold"))
        bullets(console, map(words.capital, data["left_out"]))
    if data["warnings"]:
        console.print()
        console.print(Text("Warnings:", style="bold"))
        bullets(console, [_as_sentence(item) for item in data["warnings"]])


def _as_sentence(item: Any) -> str:
    return str(item["message"]) if isinstance(item, Mapping) else str(item)


def _outcomes(console: Console, data: Data) -> None:
    note = "Words after ICD 203; the interval holds 90% of the draws; * is a use of force."
    heading(console, "How it ends", note)
    made = table("outcome", "likelihood", "chance", "90% interval")
    made.columns[1].justify = "left"
    for outcome in data["outcomes"].values():
        made.add_row(
            Text(outcome["title"] + (" *" if outcome["force"] else "")),
            Text(words.in_words(outcome["mean"])),
            Text(words.percent(outcome["mean"]), style="bold"),
            Text(words.interval(outcome)),
        )
    console.print(made)


def _base_rates(console: Console, data: Data) -> None:
    if not data["base_rates"]:
        return
    heading(console, "Beside it: how past crises ended")
    for rate in data["base_rates"]:
        titles = [data["outcomes"][key]["title"] for key in rate["outcomes"]]
        cases = f" of {rate['cases']:,} crises" if rate["cases"] else ""
        past = f"{words.percent(rate['rate'])}{cases}"
        model = f"{words.percent(rate['model']['mean'])} ({words.interval(rate['model'])})"
        console.print(Text(words.listing(titles, joint="or"), style="bold"))
        lines = [f"past {past}; this model {model}"]
        lines += [text for text in (rate["means"], f"source: {rate['source']}") if text]
        console.print(Padding(Text("\n".join(lines)), (0, 0, 0, 2)))


def _spread(console: Console, data: Data) -> None:
    from standoff.report.terminal_inside import within_sentence

    heading(
        console,
        "Two kinds of not knowing",
        "Standard deviations in percentage points. Chance: what the crisis itself leaves open, in "
        "an average draw. Assumptions: how far the probability moves from draw to draw.",
    )
    parts = [
        f"of which {name}" if not k else name for k, (name, _) in enumerate(split_columns(data))
    ]
    made = table("outcome", "chance", "assumptions", *parts)
    for key, outcome in data["outcomes"].items():
        made.add_row(
            Text(outcome["title"]),
            _points(outcome["chance_within"]),
            _points(outcome["between_draws"]),
            *split_cells(data, key),
        )
    console.print(made)
    sentence = within_sentence(data)
    if sentence:
        console.print(Text(sentence))


def _points(deviation: float | None) -> str:
    return words.NO_VALUE if deviation is None else f"{100 * deviation:.0f}"


def _when(console: Console, data: Data) -> None:
    when = data["when"]
    if not when["ended_by"]:
        return
    heading(console, "When it ends", _median_sentence(when["median"]))
    so_far = words.cumulative(when["by_outcome"])
    made = table("date", "ended by then", "90% interval", "most likely so far")
    made.columns[3].justify = "left"
    made.columns[0].no_wrap = True
    for key in thinned(list(when["ended_by"])):
        band = when["ended_by"][key]
        made.add_row(
            Text(words.say_date(key)),
            words.percent(band["mean"]),
            words.interval(band),
            Text(_leading(so_far.get(key, {}), data["outcomes"], console.width - DATES_WIDTH)),
        )
    console.print(made)


def _median_sentence(median: str | None) -> str:
    if median is None:
        return "It is more likely than not that the crisis is still open at the last date."
    return f"It is as likely as not that the crisis has ended by {words.say_date(median)}."


def _leading(by_outcome: Mapping[str, float], outcomes: Data, room: int) -> str:
    if not by_outcome or max(by_outcome.values()) <= 0:
        return ""
    key = max(by_outcome, key=lambda name: by_outcome[name])
    text = f"{words.percent(by_outcome[key]):>4} {outcomes[key]['title']}"
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _next_moves(console: Console, data: Data) -> None:
    if not data["next_moves"]:
        return
    heading(console, "What each party would do next")
    for k, (party, turn) in enumerate(words.by_date(data["next_moves"])):
        if k:
            console.print()
        date = f", {words.say_date(turn['date'])}" if turn["date"] else ""
        reached = f" (reached with chance {words.percent(turn['reached'])})"
        console.print(
            Text(f"{words.party_name(data, party)}{date}: {turn['title']}{reached}", style="bold")
        )
        console.print(_moves(turn))
        if MAX_TYPES < len(turn["by_type"]) <= MAX_DATES and len(turn["moves"]) <= MAX_MOVES:
            console.print()
            console.print(_moves_by_type(turn))


def _moves(turn: Data) -> Table:
    types = list(turn["by_type"]) if 1 < len(turn["by_type"]) <= MAX_TYPES else []
    made = table("move", "chance", "90% interval", *(f"if {label}" for label in types))
    for column in made.columns[3:]:
        column.no_wrap = False
        column.min_width = 8
    for key, move in turn["moves"].items():
        by_type = [turn["by_type"][label].get(key) for label in types]
        made.add_row(
            Text(move["title"]),
            Text(words.percent(move["mean"]), style="bold"),
            words.interval(move),
            *("–" if prob is None else words.percent(prob) for prob in by_type),
        )
    return made


def _moves_by_type(turn: Data) -> Table:
    made = table("if it is", *(move["title"] for move in turn["moves"].values()))
    for column in made.columns[1:]:
        column.no_wrap = False
    for label, moves in turn["by_type"].items():
        chances = [moves.get(key) for key in turn["moves"]]
        cells = ("–" if prob is None else words.percent(prob) for prob in chances)
        made.add_row(Text(label), *cells)
    return made


def _bluff(console: Console, data: Data) -> None:
    if not data["bluff"]:
        return
    heading(console, "Who is bluffing")
    for party, dates in data["bluff"].items():
        definition = data["bluff_definition"].get(party, {})
        console.print(Text(words.party_name(data, party), style="bold"))
        if definition:
            console.print(Text(words.capital(definition["text"]).rstrip(".") + ".", style="dim"))
        made = table("date", "bluffing", "90% interval", "if refused so far", "90% interval")
        for key in thinned(words.open_dates(data, dates)):
            band, pressed = dates[key], dates[key].get("if_pressed")
            made.add_row(
                Text(words.say_date(key)),
                Text(words.percent(band["mean"]), style="bold"),
                words.interval(band),
                words.percent(pressed["mean"]) if pressed else "–",
                words.interval(pressed) if pressed else "–",
            )
        console.print(made)
        _bluff_after(console, data["next_moves"].get(party, {}))


def _bluff_after(console: Console, turn: Data) -> None:
    """Print how much each of a party's next moves would tell."""
    told = [move for move in turn.get("moves", {}).values() if move.get("bluff_after")]
    if not told:
        return
    console.print()
    made = table("once seen to", "bluffing", "90% interval")
    for move in told:
        after = move["bluff_after"]
        made.add_row(
            Text(move["title"]),
            Text(words.percent(after["mean"]), style="bold"),
            words.interval(after),
        )
    console.print(made)


def _ladders(console: Console, data: Data) -> None:
    for key, ladder in data["ladders"].items():
        rungs = ladder["rungs"]
        if not ladder["dates"] or len(rungs) > MAX_DATES // 2:
            continue
        heading(console, f"The ladder: {key}", "Chance of each rung, while the crisis is open.")
        made = table("date", *(rung.replace("_", " ") for rung in rungs))
        for column in made.columns[1:]:
            column.no_wrap = False
        for day in thinned(words.open_dates(data, ladder["dates"])):
            chances = ladder["dates"][day]
            cells = (words.percent(chances.get(rung, 0.0)) for rung in rungs)
            made.add_row(Text(words.say_date(day)), *cells)
        console.print(made)


def _closing(console: Console, data: Data) -> None:
    heading(console, "How far to trust it")
    console.print(Text(words.confidence(data)))
    if data["not_controlled"]:
        console.print(Text("Not controlled:"))
        bullets(console, map(words.capital, data["not_controlled"]))
    lam = data["lambda"]
    precision = f"Precision lambda {lam['mean']:.3g} ({lam['p05']:.3g}–{lam['p95']:.3g}): "
    precision += "parties choose better moves more often, not always."
    console.print(Text(precision))
    console.print(Text(certificate_sentence(data["certificate"], data["draws"])))


def certificate_sentence(certificate: Data, draws: int) -> str:
    """Return what independent code says about the equilibria, in words."""
    share = words.exact_percent(certificate["solved_share"])
    parts = [
        f"Certificate: {certificate['solved']:,} of {words.plural(draws, 'draw')} solved ({share})",
    ]
    if certificate["residual_max"] is not None:
        parts.append(f"largest residual {certificate['residual_max']:.1e}")
        gain = f"{certificate['gain_max']:.3g} payoff units (1 is all the stakes, or a point)"
        parts.append(f"largest gain from deviating alone {gain}")
    if certificate["turned"]:
        parts.append(f"branch turned back in {words.plural(certificate['turned'], 'draw')}")
    sentence = "; ".join(parts) + "."
    if certificate["failed"]:
        counts = [f"{words.plural(n, 'draw')}: {text}" for text, n in certificate["status"].items()]
        sentence += "\n" + "\n".join(f"  {line}" for line in counts)
    return sentence
