"""What a game tree consists of, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_tree(console: Console, data: Mapping[str, Any]) -> None:
    """Print size, players and payoffs of a tree, and whether anybody forgets."""
    console.print(Text(data["title"] or "A game without a title", style="bold"))
    console.print(
        f"{data['nodes']:,} nodes, of them {data['nodes_of_nature']:,} of nature and "
        f"{data['endings']:,} endings; the longest play has {data['longest_play']:,} moves."
    )
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("player", overflow="fold")
    for column in ("nodes", "information sets", "actions", "payoffs from", "to"):
        table.add_column(column, justify="right")
    for player in data["players"]:
        counts = (f"{player[key]:,}" for key in ("nodes", "infosets", "actions"))
        bounds = (f"{player[key]:g}" for key in ("lowest", "highest"))
        table.add_row(Text(player["name"]), *counts, *bounds)
    console.print()
    console.print(table)
    console.print()
    if data["constant_sum"] and len(data["players"]) > 1:
        console.print("Payoffs add up to the same sum at every ending.")
    console.print(Text(_recall(data)))


def _recall(data: Mapping[str, Any]) -> str:
    if data["perfect_recall"]:
        return "Nobody forgets anything (perfect recall)."
    kind = "forgets having moved" if data["absent_minded"] else "forgets what it knew or did before"
    where = f": {data['forgets']}" if data["forgets"] else ""
    return f"Somebody {kind}{where}. Such a game is not solved."
