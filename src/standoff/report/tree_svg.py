"""The drawing of a game tree as SVG, written out here so that it is the same everywhere.

Colours are set by class, with others for a dark page; who moves is told by shape too, and the
dashed lines of information sets need no colour, so the drawing can be printed in black.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from standoff.report.tree_layout import (
    CURVE,
    GLYPH,
    LANE,
    LINE,
    SIZE,
    SMALL,
    Item,
    Layout,
    Mark,
    lay_out,
    text_width,
    wrapped,
)
from standoff.report.words import listing, percent, plural

Data = Mapping[str, Any]

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
MARGIN, HEAD_SIZE = 16.0, 15.0
LEAST_WIDTH, MOST_WIDTH = 520.0, 900.0
"""Bounds of the width of the words above the tree."""

LIGHT = ("#0072B2", "#D55E00", "#007A5A", "#A0507F", "#7A5C3E", "#444444")
DARK = ("#56B4E9", "#F28E3C", "#3CC79A", "#E39BC4", "#D0AF86", "#BBBBBB")
"""Colours of the players on a white and on a dark page, after Okabe and Ito (2008), made darker or
lighter where thin lines need it."""
SHAPES = ("circle", "square", "diamond", "triangle", "hexagon", "cross")


def tree_svg(data: Data) -> str:
    """Return the SVG text of a drawing.

    Args:
        data: plain data of a `standoff.report.treeview.TreeView`.
    """
    layout = lay_out(data)
    width = max(layout.width, min(MOST_WIDTH, max(LEAST_WIDTH, layout.width)))
    head, top = _head(data, width)
    width, height = width + 2 * MARGIN, top + layout.height + MARGIN
    body = [
        *(_mark(mark) for mark in layout.marks),
        *(_link(pair) for pair in layout.links),
        *(_edge(layout, item) for item in _edges(layout)),
        *(_node(data, item) for item in layout.items),
    ]
    kind = 'xmlns="http://www.w3.org/2000/svg" role="img"'
    size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
    return "\n".join(
        [
            f"<svg {kind} {size}>",
            f"<title>{escape(data['title'])}</title>",
            f"<desc>{escape(description(data))}</desc>",
            f"<style>{_style(len(data['players']))}</style>",
            '<g class="standoff-tree">',
            f'<rect class="page" width="{_n(width)}" height="{_n(height)}"/>',
            *head,
            f'<g transform="translate({_n(MARGIN)} {_n(top)})">',
            *body,
            "</g>",
            "</g>",
            "</svg>",
            "",
        ]
    )


def _edges(layout: Layout) -> list[Item]:
    """Return all but the root, stubs first, so that their dots do not lie over other lines."""
    below = [item for item in layout.items if item.node["parent"] is not None]
    return sorted(below, key=lambda item: item.node["kind"] != "stub")


def description(data: Data) -> str:
    """Return what the drawing shows, in words made from its numbers."""
    drawn = [node for node in data["nodes"] if node["kind"] != "stub"]
    ends = [node for node in drawn if node["kind"] == "end"]
    by_name: dict[str, float] = {}
    for node in ends:
        by_name[node["label"]] = by_name.get(node["label"], 0.0) + node["reach"]
    hidden = sum(node["reach"] for node in data["nodes"] if node["kind"] == "stub")
    words = [f"A game tree of {plural(len(drawn), 'node')}, from left to right."]
    named = {name: value for name, value in by_name.items() if name}
    if named:
        ranked = sorted(named.items(), key=lambda pair: -pair[1])[:3]
        parts = [f"{name} {percent(value)}" for name, value in ranked]
        words.append(f"Endings that are drawn: {listing(parts)}.")
    if hidden:
        words.append(f"Plays that are not drawn to their end: {percent(hidden)}.")
    return " ".join(words)


def _style(players: int) -> str:
    rules = [
        "{0} text{{font-family:" + FONT + "}}",
        "{0} .page{{fill:#ffffff}}",
        "{0} .ink{{fill:#222222}}",
        "{0} .quiet{{fill:#5a5a5a}}",
        "{0} .halo{{stroke:#ffffff;stroke-width:3px;paint-order:stroke}}",
        "{0} .box{{fill:#f7f7f7;stroke-width:1.2}}",
        "{0} .edge{{fill:none;stroke:#5f6b76}}",
        "{0} .faint{{fill:none;stroke:#9a9a9a;stroke-dasharray:1.5 3}}",
        "{0} .set{{fill:none;stroke-width:1.6;stroke-dasharray:6 4}}",
        "{0} .line-n{{stroke:#777777}}",
        "{0} .fill-n{{fill:#777777}}",
    ]
    dark = [
        "{0} .page{{fill:#16191d}}",
        "{0} .ink{{fill:#ececec}}",
        "{0} .quiet{{fill:#b4b4b4}}",
        "{0} .halo{{stroke:#16191d}}",
        "{0} .box{{fill:#20252b}}",
        "{0} .edge{{stroke:#94a3b3}}",
        "{0} .faint{{stroke:#7d7d7d}}",
        "{0} .line-n{{stroke:#a0a0a0}}",
        "{0} .fill-n{{fill:#a0a0a0}}",
    ]
    for k in range(min(players, len(SHAPES))):
        rules.append(
            f"{{0}} .line-{k}{{{{stroke:{LIGHT[k]}}}}} {{0}} .fill-{k}{{{{fill:{LIGHT[k]}}}}}"
        )
        dark.append(
            f"{{0}} .line-{k}{{{{stroke:{DARK[k]}}}}} {{0}} .fill-{k}{{{{fill:{DARK[k]}}}}}"
        )
    name = ".standoff-tree"
    light = "".join(rule.format(name) for rule in rules)
    night = "".join(rule.format(name) for rule in dark)
    return f"{light}@media screen and (prefers-color-scheme:dark){{{night}}}"


def _head(data: Data, width: float) -> tuple[list[str], float]:
    """Return title, what is shown, and who is who, and where the tree begins."""
    out, y = [], MARGIN
    for line in wrapped(data["title"], width * SIZE / HEAD_SIZE, 2):
        y += HEAD_SIZE + 3
        out.append(_text(MARGIN, y, line, HEAD_SIZE, bold=True))
    for line in wrapped(" ".join(legend(data)), width, 6):
        y += LINE + 2
        out.append(_text(MARGIN, y, line, SIZE, kind="quiet"))
    y += 24
    x = MARGIN
    movers = [(str(k), name) for k, name in enumerate(data["players"])]
    if any(node["kind"] == "chance" for node in data["nodes"]):
        movers.append(("n", "Nature"))
    for key, name in movers:
        step = GLYPH + text_width(name) + 14
        if x > MARGIN and x + step > width + MARGIN:
            x, y = MARGIN, y + 20
        out += [_glyph(key, x + 8, y - 4), _text(x + GLYPH - 4, y, name, SIZE)]
        x += step
    return out, y + 18


def legend(data: Data) -> list[str]:
    """Return how the drawing is read, one sentence each."""
    at, unit = data.get("at"), data.get("payoff_unit")
    out = [f"{at}." if at else ""]
    out.append("Below a line: the probability of the move, which its thickness follows.")
    if any(len(one["shown"]) > 1 for one in data["sets"]):
        out.append(
            "Dashed: a set of nodes that the mover cannot tell apart, with its belief in each."
        )
    if any(node["kind"] == "end" for node in data["nodes"]):
        order = listing(data["players"])
        out.append(f"At endings: payoffs of {order}, and the probability of ending so.")
    if unit:
        out.append(f"Payoffs: {unit[0].lower()}{unit[1:]}")
    if any(node["kind"] == "stub" for node in data["nodes"]):
        out.append("Dotted: moves that are not drawn, with the probability of coming there.")
    return [one for one in out if one]


def _mover(node: Data) -> str:
    return "n" if node["player"] is None else str(node["player"])


def _class(key: str, what: str) -> str:
    return f"{what}-{key if key == 'n' else int(key) % len(SHAPES)}"


def _glyph(key: str, x: float, y: float) -> str:
    """Return the mark of a mover around a point."""
    shape = "ring" if key == "n" else SHAPES[int(key) % len(SHAPES)]
    fill = _class(key, "fill")
    if shape == "ring":
        line = _class(key, "line")
        return (
            f'<circle class="{line}" cx="{_n(x)}" cy="{_n(y)}" r="5" fill="none" stroke-width="2"/>'
        )
    if shape == "circle":
        return f'<circle class="{fill}" cx="{_n(x)}" cy="{_n(y)}" r="6"/>'
    points = {
        "square": ((-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
        "diamond": ((0, -7), (7, 0), (0, 7), (-7, 0)),
        "triangle": ((0, -6.5), (7, 5.5), (-7, 5.5)),
        "hexagon": ((-3.5, -6), (3.5, -6), (7, 0), (3.5, 6), (-3.5, 6), (-7, 0)),
        "cross": (
            *((-2, -6), (2, -6), (2, -2), (6, -2), (6, 2), (2, 2)),
            *((2, 6), (-2, 6), (-2, 2), (-6, 2), (-6, -2), (-2, -2)),
        ),
    }[shape]
    path = " ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in points)
    return f'<polygon class="{fill}" points="{path}"/>'


def _edge(layout: Layout, item: Item) -> str:
    """Return the curve from a parent, and the words on it."""
    parent = layout.items[item.node["parent"]]
    x0, label = parent.x + parent.width, layout.label_x[item.node["depth"]]
    begin = label - CURVE
    middle = begin + CURVE / 2
    faint = item.node["kind"] == "stub"
    if item.alone:
        line = f"M{_n(x0)} {_n(item.y)}H{_n(item.x - 4)}"
        return f'<path class="faint" stroke-width="1.2" d="{line}"/>'
    width = 1.2 if faint else 0.8 + 5.2 * item.node["prob"]
    path = (
        f"M{_n(x0)} {_n(parent.y)}H{_n(begin)}C{_n(middle)} {_n(parent.y)} {_n(middle)}"
        f" {_n(item.y)} {_n(label)} {_n(item.y)}H{_n(item.x - (0 if item.boxed else 5))}"
    )
    out = [f'<path class="{"faint" if faint else "edge"}" stroke-width="{_n(width)}" d="{path}"/>']
    up = item.y - width / 2 - 4.5
    lines = list(reversed(item.move))
    out += [
        _text(label, up - LINE * k, line, SIZE, kind="ink halo") for k, line in enumerate(lines)
    ]
    if item.prob:
        below = item.y + width / 2 + SMALL
        out.append(_text(label, below, item.prob, SMALL, kind="quiet halo"))
    return "".join(out)


def _node(data: Data, item: Item) -> str:
    """Return the box, or the words of an ending, with all that is known as a hint."""
    out = [f"<g><title>{escape(_hint(data, item.node))}</title>"]
    x, top = item.x, item.y - item.height / 2
    if item.boxed:
        key = _mover(item.node)
        out.append(
            f'<rect class="box {_class(key, "line")}" x="{_n(x)}" y="{_n(top)}"'
            f' width="{_n(item.width)}" height="{_n(item.height)}" rx="4"/>'
        )
        if item.node["kind"] != "start":
            out.append(_glyph(key, x + 12, item.y))
        x, top = x + GLYPH, top + 5
    for k, line in enumerate(item.title):
        out.append(_text(x, top + LINE * k + SIZE - 0.5, line, SIZE))
    first = len(item.title)
    for k, line in enumerate(item.notes, first):
        out.append(_text(x, top + LINE * k + SIZE - 0.5, line, SMALL, kind="quiet"))
    return "".join([*out, "</g>"])


def _hint(data: Data, node: Data) -> str:
    """Return a node in a sentence."""
    if node["kind"] == "stub":
        return f"{plural(node['hidden'], 'move')} not drawn"
    words = [node["label"] or "An ending"]
    if node["player"] is not None:
        one = next(s for s in data["sets"] if s["infoset"] == node["infoset"])
        words.append(f"{data['players'][node['player']]} moves, information set {one['label']}")
        if one["size"] > 1:
            words.append(f"{one['size']:,} nodes in the set, {len(one['shown'])} drawn")
    words.append(f"reached with {percent(node['reach'])}")
    if node["move"]:
        words.append(f"after {node['move']}")
    return "; ".join(words)


def _mark(mark: Mark) -> str:
    """Return the dashed line that joins the members of a set in one column."""
    x = mark.items[0].x - 7 - LANE * mark.lane
    first, last = mark.items[0], mark.items[-1]
    path = f"M{_n(first.x)} {_n(_foot(first))}H{_n(x)}V{_n(_foot(last))}H{_n(last.x)}"
    for item in mark.items[1:-1]:
        path += f"M{_n(x)} {_n(_foot(item))}H{_n(item.x)}"
    return f'<path class="set {_class(str(mark.player), "line")}" d="{path}"/>'


def _link(pair: tuple[Item, Item]) -> str:
    """Return the dashed curve that joins members of a set in different columns."""
    one, other = pair
    half = one.height / 2 if other.y > one.y else -one.height / 2
    x0, y0, x1, y1 = one.x + GLYPH, one.y + half, other.x, _foot(other) + 3
    line = _class(str(one.node["player"]), "line")
    path = f"M{_n(x0)} {_n(y0)}C{_n(x0)} {_n(y1)} {_n(x0)} {_n(y1)} {_n(x1)} {_n(y1)}"
    return f'<path class="set {line}" d="{path}"/>'


def _foot(item: Item) -> float:
    """Return where a dashed line meets a box: below the edge that leads to it."""
    return item.y + item.height / 2 - 5


def _text(
    x: float, y: float, text: str, size: float, *, kind: str = "ink", bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{weight}>'
        f"{escape(text)}</text>"
    )


def _n(value: float) -> str:
    """Return a length with one decimal, so that files do not differ by rounding."""
    return f"{value + 0.0:.1f}".removesuffix(".0")


__all__ = ["description", "legend", "tree_svg"]
