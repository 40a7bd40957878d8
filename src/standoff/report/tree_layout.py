"""Where the nodes of a drawn tree go: columns by depth, and in a column one below the other.

Play goes from left to right. A column has room for the curves that fan out, then for the words on
its edges, then for the dashed marks of information sets, then for its nodes, so that nothing
overlaps by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from standoff.report.words import NO_VALUE, percent

Data = Mapping[str, Any]

SIZE, SMALL = 11.0, 10.0
"""Size of the letters of titles, and of everything else, in pixels."""
LINE = 13.0
"""From one line to the next."""
GLYPH = 24.0
"""Room for the mark of the mover in a box."""
CURVE, LANE, GAP = 44.0, 8.0, 9.0
"""Width of the curves; distance of dashed lines; free space between neighbours in a column."""
CLOSE = 22.0
"""Length of the line to a stub that stands close to its parent."""
MOVE_WIDTH, NODE_WIDTH = 150.0, 150.0
"""Titles are broken into lines of at most this width."""
MOVE_LINES, NODE_LINES = 2, 2

MINUS = "\N{MINUS SIGN}"
NARROW, WIDE = frozenset("iljI.,;:!'|()[]ft "), frozenset("mwMW%@—")


def text_width(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is, in pixels, in a common sans-serif type; rather too wide."""
    wide = sum(
        0.34 if c in NARROW else 0.9 if c in WIDE else 0.72 if c.isupper() else 0.575 for c in text
    )
    return size * wide


def wrapped(text: str, width: float, lines: int) -> list[str]:
    """Break a text into at most so many lines; what does not fit is cut with an ellipsis."""
    out: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if not line or text_width(longer) <= width:
            line = longer
        else:
            out.append(line)
            line = word
    out.append(line)
    if len(out) > lines:
        out = [*out[: lines - 1], f"{out[lines - 1]} …"]
    return [_cut(one, width) for one in out if one]


def _cut(line: str, width: float) -> str:
    while text_width(line) > width * 1.15 and len(line) > 2:
        line = line.removesuffix("…").rstrip()[:-1] + "…"
    return line


@dataclass
class Item:
    """A node with its words and its place.

    Attributes:
        node: as in the plain data of the view.
        move: lines above the edge that leads here.
        prob: what stands below that edge.
        title: lines of the node's title.
        notes: smaller lines below the title.
        x, y: left end and middle of the node.
        width, height: of the box, or of the words where there is no box.
        children: items that follow.
        alone: whether this is a stub for all moves at its parent, which stands close to it.
    """

    node: Data
    move: list[str]
    prob: str
    title: list[str]
    notes: list[str]
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    children: list[Item] = field(default_factory=list)
    alone: bool = False

    @property
    def boxed(self) -> bool:
        """Whether somebody, or nature, moves here."""
        return self.node["kind"] in ("decision", "chance", "start")

    @property
    def above(self) -> float:
        """Room needed above the middle."""
        return max(self.height / 2, LINE * len(self.move) + 4)

    @property
    def below(self) -> float:
        """Room needed below the middle."""
        return max(self.height / 2, LINE + 3 if self.prob else 0)

    def everything(self) -> list[Item]:
        """Return the item and all that follow."""
        out, todo = [], [self]
        while todo:
            item = todo.pop()
            out.append(item)
            todo += reversed(item.children)
        return out


@dataclass
class Mark:
    """The dashed line of an information set: its members in a column, and its lane."""

    items: list[Item]
    player: int
    lane: int = 0

    def clashes(self, other: Mark) -> bool:
        """Return whether two lines of a column overlap."""
        low, high = self.items[0].y, self.items[-1].y
        return low <= other.items[-1].y + GAP and other.items[0].y <= high + GAP


@dataclass
class Layout:
    """All places.

    Attributes:
        items: in the order of the view's nodes.
        marks: dashed lines within a column.
        links: pairs of items of one set in different columns.
        label_x: per column, where the words on its edges begin.
        lanes: per column, how many dashed lines stand side by side.
        width, height: of the whole tree.
    """

    items: list[Item]
    marks: list[Mark]
    links: list[tuple[Item, Item]]
    label_x: list[float]
    lanes: list[int]
    width: float
    height: float


def lay_out(data: Data) -> Layout:
    """Return the places of all nodes of a view, from its plain data."""
    several = [one["infoset"] for one in data["sets"] if one["size"] > 1]
    items = [_item(node, several) for node in data["nodes"]]
    for item in items:
        if item.node["parent"] is not None:
            items[item.node["parent"]].children.append(item)
    for item in items:
        if len(item.children) == 1 and item.children[0].node["kind"] == "stub":
            item.children[0].prob, item.children[0].alone = "", True
    depths = 1 + max(node["depth"] for node in data["nodes"])
    _stack(items[0], depths)
    marks, links = _marks(data, items)
    lanes = [0] * depths
    for mark in marks:
        column = mark.items[0].node["depth"]
        lanes[column] = max(lanes[column], mark.lane + 1)
    for one, other in links:
        for item in (one, other):
            column = item.node["depth"]
            lanes[column] = max(lanes[column], 1)
    label_x, width = _columns(items, lanes, depths)
    top = min(item.y - item.above for item in items)
    for item in items:
        item.y -= top
    height = max(item.y + item.below for item in items)
    return Layout(items, marks, links, label_x, lanes, width, height)


def _item(node: Data, several: list[int]) -> Item:
    """Return a node with its words; `several` are the sets of more than one node."""
    title = wrapped(node["label"], NODE_WIDTH, NODE_LINES)
    notes: list[str] = []
    if node["kind"] == "stub":
        notes = [f"{node['hidden']:,} more, {percent(node['reach'])}"]
    elif node["kind"] == "end":
        notes = [f"({', '.join(number(v) for v in node['payoffs'])}) · {percent(node['reach'])}"]
    elif node["infoset"] in several:
        belief = node["belief"]
        words = "never reached" if belief is None else f"belief {percent(belief)}"
        notes = [f"set {several.index(node['infoset']) + 1} · {words}"]
    prob = "" if node["prob"] is None else percent(node["prob"])
    item = Item(node, wrapped(node["move"], MOVE_WIDTH, MOVE_LINES), prob, title, notes)
    wide = [text_width(line) for line in title] + [text_width(line, SMALL) for line in notes]
    item.width = max(wide, default=0.0) + (GLYPH + 8 if item.boxed else 0)
    item.height = LINE * (len(title) + len(notes)) + (10 if item.boxed else 0)
    return item


def number(value: float) -> str:
    """Return a payoff in three digits, with a true minus sign."""
    text = f"{value:.3g}"
    return "0" if float(text) == 0 else NO_VALUE if text == "nan" else text.replace("-", MINUS)


def _stack(root: Item, depths: int) -> None:
    """Give every item its height in the column, children before parents.

    A parent stands in the middle of its first and last child; where that is too high up for its
    own column, it moves down with all that follows it.
    """
    bottom = [0.0] * depths
    todo = [(root, False)]
    while todo:
        item, ready = todo.pop()
        column = item.node["depth"]
        if not ready and item.children:
            todo.append((item, True))
            todo += [(child, False) for child in reversed(item.children)]
            continue
        item.y = bottom[column] + GAP + item.above
        if item.children:
            middle = (item.children[0].y + item.children[-1].y) / 2
            if middle < item.y:
                for other in item.everything()[1:]:
                    other.y += item.y - middle
                    place = other.node["depth"]
                    bottom[place] = max(bottom[place], other.y + other.below)
            item.y = max(item.y, middle)
        bottom[column] = item.y + item.below


def _marks(data: Data, items: list[Item]) -> tuple[list[Mark], list[tuple[Item, Item]]]:
    """Return the dashed lines of sets of which several nodes are drawn, with lanes."""
    marks: list[Mark] = []
    links: list[tuple[Item, Item]] = []
    for one in data["sets"]:
        columns: dict[int, list[Item]] = {}
        for key in one["shown"]:
            columns.setdefault(items[key].node["depth"], []).append(items[key])
        heads = [columns[column] for column in sorted(columns)]
        marks += [
            Mark(sorted(members, key=lambda item: item.y), one["player"])
            for members in heads
            if len(members) > 1
        ]
        for left, right in pairwise(heads):
            links.append(min(((a, b) for a in left for b in right), key=_apart))
    marks.sort(key=lambda mark: (mark.items[0].node["depth"], mark.items[0].y))
    for k, mark in enumerate(marks):
        column = mark.items[0].node["depth"]
        taken = {
            other.lane
            for other in marks[:k]
            if other.items[0].node["depth"] == column and mark.clashes(other)
        }
        mark.lane = next(lane for lane in range(k + 1) if lane not in taken)
    return marks, links


def _apart(pair: tuple[Item, Item]) -> float:
    return abs(pair[0].y - pair[1].y)


def _columns(items: list[Item], lanes: list[int], depths: int) -> tuple[list[float], float]:
    """Give every item its place from left to right; return where words on edges begin."""
    label_x, x = [0.0], 0.0
    for column in range(depths):
        here = [item for item in items if item.node["depth"] == column]
        if column:
            label_x.append(x + CURVE)
            words = [text_width(line) for item in here for line in item.move]
            words += [text_width(item.prob, SMALL) for item in here]
            words += [CLOSE + item.width - CURVE for item in here if item.alone]
            x += CURVE + max(words, default=0.0) + 8 + (LANE * lanes[column] + 4)
        for item in here:
            item.x = x
            if item.alone:
                parent = items[item.node["parent"]]
                item.x = parent.x + parent.width + CLOSE
        x += max((item.width for item in here if not item.alone), default=0.0)
    return label_x, x
