"""The likely part of a game tree on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from standoff.report.tree_layout import number
from standoff.report.tree_svg import legend
from standoff.report.words import listing, percent

Data = Mapping[str, Any]


def print_treeview(console: Console, data: Data) -> None:
    """Print a drawing as an indented tree: moves with their probability, then what follows."""
    console.print(Text(data["title"], style="bold"))
    at = legend(data)[:1] if data.get("at") else []
    order = listing(data["players"])
    console.print(Text(" ".join([*at, f"Payoffs at endings are those of {order}."])))
    console.print()
    several = [one["infoset"] for one in data["sets"] if one["size"] > 1]
    branches: list[Tree] = []
    for node in data["nodes"]:
        text = _line(data, node, several)
        if node["parent"] is None:
            branches.append(Tree(text, guide_style="dim"))
        else:
            branches.append(branches[node["parent"]].add(text))
    console.print(branches[0])


def _line(data: Data, node: Data, several: list[int]) -> Text:
    text = Text()
    if node["prob"] is not None and node["kind"] != "stub":
        text.append(f"{percent(node['prob'])} {node['move']}: ")
    if node["kind"] == "stub":
        text.append(f"{node['hidden']:,} more, {percent(node['reach'])}", style="dim")
        return text
    if node["kind"] == "end":
        paid = ", ".join(number(value) for value in node["payoffs"])
        text.append(f"{node['label'] or 'end'} ", style="bold")
        text.append(f"({paid}), {percent(node['reach'])}")
        return text
    if node["player"] is not None:
        text.append(f"{data['players'][node['player']]}, ", style="bold")
    text.append(node["label"])
    if node["infoset"] in several:
        belief = node["belief"]
        words = "never reached" if belief is None else f"belief {percent(belief)}"
        text.append(f" (set {several.index(node['infoset']) + 1}, {words})")
    return text
