"""What was understood of a scenario, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import bullets, heading

Data = Mapping[str, Any]


def print_understood(console: Console, data: Data) -> None:
    """Print parties, parameters, the calendar of turns, endings, and the size of the game."""
    console.print(Text(data["title"], style="bold"))
    if data["as_of"]:
        console.print(Text(f"As known on {words.say_date(data['as_of'])}"))
    if data["summary"]:
        console.print()
        console.print(Text(data["summary"].strip()))
    if data["left_out"]:
        console.print()
        console.print(Text("What it leaves out:", style="bold"))
        bullets(console, map(words.capital, data["left_out"]))
    _parties(console, data)
    _parameters(console, data)
    _venues(console, data)
    _views(console, data)
    _theories(console, data)
    _turns(console, data)
    _payoffs(console, data)
    _size(console, data)


def _table(*columns: str, right: tuple[int, ...] = ()) -> Table:
    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for k, column in enumerate(columns):
        made.add_column(column, justify="right" if k in right else "left", overflow="fold")
    return made


def _parties(console: Console, data: Data) -> None:
    heading(console, "Parties and what they hide", "Chances at the median of every parameter.")
    for party in data["parties"]:
        means = f": {party['means']}" if party["means"] else ""
        console.print(Text(party["name"] + _kind(party) + means))
        for private in party["private"]:
            given = f", depends on {private['given']}" if private["given"] else ""
            console.print(Text(f"  {private['id']}{given}: {_chances(private)}"))


def _kind(party: Data) -> str:
    """Return what kind of actor a party is and to whom it belongs, where the file says so."""
    if party["of"] is None and party["kind"] == "state":
        return ""
    of = f" of {party['of']}" if party["of"] else ""
    return f" ({party['kind']}{of})"


def _chances(private: Data) -> str:
    def row(chances: list[float]) -> str:
        pairs = zip(private["values"], chances, strict=True)
        return ", ".join(f"{value} {words.percent(prob)}" for value, prob in pairs)

    if private["start"] is not None:
        return f"begins as {private['start']}"
    if private["given"] is None:
        return row(private["prob"])
    return "; ".join(f"{row(chances)} if {value}" for value, chances in private["prob"].items())


def _parameters(console: Console, data: Data) -> None:
    assumed = sum(parameter["evidence"] == "assumed" for parameter in data["parameters"])
    note = f"{words.plural(len(data['parameters']), 'parameter')}, {assumed} of them assumed."
    heading(console, "Parameters", note)
    made = _table("name", "prior", "median", "unit", "evidence", right=(2,))
    for parameter in data["parameters"]:
        evidence = parameter["evidence"]
        made.add_row(
            Text(parameter["name"]),
            Text(parameter["prior"]),
            f"{parameter['central']:.3g}",
            Text(parameter["unit"]),
            evidence if isinstance(evidence, str) else ", ".join(evidence),
        )
    console.print(made)


def _venues(console: Console, data: Data) -> None:
    if not data["venues"]:
        return
    heading(console, "Tables", "Where items are talked about beside the table itself.")
    made = _table("venue", "members", "items", "seen by", "days")
    for venue in data["venues"]:
        made.add_row(
            Text(venue["title"]),
            Text(", ".join(venue["members"])),
            Text(", ".join(venue["items"])),
            "all" if venue["public"] else "members",
            ", ".join(venue["dates"]) or "any",
        )
    console.print(made)


def _views(console: Console, data: Data) -> None:
    if not data["views"]:
        return
    note = f"Perception at level {data['perception_level']}." if data["perception_level"] else ""
    heading(console, "Views of the crisis", note)
    table = _table("view", "held by", "believes otherwise of", "leaves out")
    for view in data["views"]:
        held = ", ".join(view["held_by"]) or "nobody"
        table.add_row(
            view["id"], held, ", ".join(view["parameters"]), ", ".join(view["rules_out"]) or "–"
        )
    console.print(table)


def _theories(console: Console, data: Data) -> None:
    if not data["theories"]:
        return
    heading(console, "Theories that can be switched off", "On: in which share of the draws.")
    table = _table("theory", "on", "when it is off", "after", right=(1,))
    for theory in data["theories"]:
        off = theory["off"]
        changes = [
            *(f"sets {name}" for name in off["parameters"]),
            *(f"reveals {name}" for name in off["reveals"]),
            *(f"nobody holds {name}" for name in off["views"]),
        ]
        table.add_row(theory["id"], f"{theory['on']:.0%}", ", ".join(changes), theory["reference"])
    console.print(table)


def _turns(console: Console, data: Data) -> None:
    end = data["clock"]["end"]
    until = f" until {words.say_date(end)}" if end else ""
    note = f"In order{until}; what is still open then ends in `{data['at_end']}`."
    heading(console, "Turns and moves", note)
    made = _table("date", "turn", "who", "moves")
    for turn in data["turns"]:
        moves = ", ".join(
            move["id"] + (f" -> {move['outcome']}" if move["outcome"] else "")
            for move in turn["moves"]
        )
        made.add_row(
            turn["date"] or words.NO_VALUE,
            Text(turn["id"] + ("" if turn["always"] else " (if)")),
            turn["mover"],
            Text(moves),
        )
    console.print(made)


def _payoffs(console: Console, data: Data) -> None:
    note = (
        f"In {data['payoff_unit']}, at the median of every parameter, public variables as at the "
        "start; a range where it depends on hidden types."
    )
    heading(console, "Payoffs of the endings", note)
    parties = [party["id"] for party in data["parties"]]
    made = _table("ending", *parties, right=tuple(range(1, len(parties) + 1)))
    for outcome in data["outcomes"]:
        title = f"{outcome['title']} *" if outcome["force"] else outcome["title"]
        made.add_row(Text(title), *(_range(outcome["payoffs"][party]) for party in parties))
    console.print(made)
    if any(outcome["force"] for outcome in data["outcomes"]):
        console.print(Text("* use of force", style="dim"))


def _range(payoff: Data) -> str:
    low, high = payoff["low"], payoff["high"]
    if low is None:
        return words.NO_VALUE
    return f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"


def _size(console: Console, data: Data) -> None:
    size = data["size"]
    heading(console, "Size of the game")
    least = "" if size["exact"] else "at least "
    memory = f"{size['memory_bytes'] / 2**20:,.0f} MiB for {words.plural(size['draws'], 'draw')}"
    lines = [
        f"{least}{size['public_states']:,} public states (memory `{data['memory']}`)",
        f"{least}{size['nodes']:,} nodes, {size['terminals']:,} of them endings",
        f"{least}{size['infosets']:,} information sets with {size['entries']:,} moves",
        f"{least}{memory}",
    ]
    bullets(console, [*lines, *merged_lines(data)])
    if size["contributors"]:
        console.print(Text("What contributes most:"))
        bullets(console, size["contributors"])
    if not size["within_budget"]:
        budget = f"{size['budget_bytes'] / 2**30:.3g} GiB"
        console.print(
            Text(f"Over the budget of {budget}: it would not be built.", style="bold red")
        )


def merged_lines(data: Data) -> list[str]:
    """Return what merging, stated replies and simultaneous stages leave out, one line each."""
    lines = []
    pasts, short = data.get("pasts"), data.get("shortcuts")
    if pasts:
        least = "" if pasts["exact"] else "at least "
        lines.append(
            f"{least}{words.large(pasts['histories'])} public pasts are merged into "
            f"{pasts['states']:,} states"
        )
    if short and short["itemwise"]:
        lines.append(
            f"{words.large(short['replies'])} stated replies stand for the "
            f"{words.large(short['itemwise'])} that take each item by itself"
        )
    if short and short["stages"]:
        lines.append(
            f"{words.plural(short['stages'], 'simultaneous stage')} in place of "
            f"{words.large(short['orderings'])} orders of moving"
        )
    return lines
