"""How charts look: colours that colour-blind readers can tell apart, type, sizes.

The colours are those of Okabe and Ito (2008, Color Universal Design). Colour is never the only
channel: every series also carries its name, a dash pattern or a number.
"""

from __future__ import annotations

from typing import Any

import altair as alt

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is part of the renderer, so charts look the same on a machine without fonts."""

BLUE = "#0072B2"
ORANGE = "#D55E00"
INK = "#222222"
QUIET = "#5F5F5F"
GREY = "#8C8C8C"
OPEN = "#DDDDDD"
COOL = ("#0072B2", "#56B4E9", "#009E73", "#F0E442", "#E69F00", "#444444")
WARM = ("#D55E00", "#CC79A7", "#7A5C3E")

DARK = frozenset({"#0072B2", "#009E73", "#D55E00", "#7A5C3E", "#444444"})
"""Colours of the palette on which white letters read better than black ones."""


def palette(names: list[str], forceful: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return a colour for each name: warm ones for uses of force, the others for the rest.

    Colours repeat only where there are more names of a kind than colours.
    """
    shelves = {True: list(WARM), False: list(COOL)}
    chosen = {}
    for name in names:
        shelf = shelves[name in forceful]
        chosen[name] = shelf[0]
        shelf.append(shelf.pop(0))
    return chosen


def finish(chart: Any, title: str, subtitle: list[str]) -> Any:
    """Return a chart with its title in words, its caption and the common look."""
    heading = alt.TitleParams(
        text=title,
        subtitle=subtitle,
        anchor="start",
        frame="bounds",
        fontSize=20,
        fontWeight="bold",
        subtitleFontSize=14,
        subtitleColor=QUIET,
        subtitleLineHeight=19,
        subtitlePadding=6,
        color=INK,
        offset=18,
    )
    return (
        chart.properties(title=heading, background="white", padding=16)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=14,
            titleFontSize=14,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=QUIET,
            gridColor="#E6E6E6",
            domainColor="#999999",
            tickColor="#999999",
            labelLimit=320,
        )
        .configure_text(fontSize=14, color=INK)
    )
