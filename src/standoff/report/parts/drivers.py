"""What matters, how many equilibria there are, whose views, and which theories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from standoff.report import captions, words
from standoff.report.blocks import Block, Cell, Column, Figure, Points, Section, Table, Text
from standoff.report.captions import by_mean
from standoff.report.material import Material
from standoff.report.parts.bands import starred
from standoff.report.understood import prior_text
from standoff.scenario.model import Parameter

Data = Mapping[str, Any]

TOP = 8
"""Numbers that a chart shows; the table has more."""
LISTED = 25
LEAST_MEAN = 0.01
"""Endings below this chance get no chart of what moves them."""


def drivers(material: Material) -> tuple[Section, ...]:
    """Return the sections on what the result hangs on."""
    data = material.data
    made = (
        ("matters", "What matters", _matters(material)),
        ("equilibria", "If another equilibrium were played", _equilibria(data)),
        ("views", "Two views", _views(material)),
        ("theories", "Theories", _theories(data)),
    )
    return tuple(Section(id_, title, blocks) for id_, title, blocks in made if blocks)


def _matters(material: Material) -> tuple[Block, ...]:
    if any(study["study"] == "matters" for study in material.studies):
        return ()  # the study says it better, in a section of its own
    if material.drivers is None:
        return (Text("The run has too few solved draws to say what goes with what."),)
    from standoff.report.figures_report import drivers_chart

    data, blocks = material.data, []
    for key in _asked(data):
        rows = ranked(material, key)
        title = data["outcomes"][key]["title"]
        if not rows:
            continue
        columns = (
            Column("number"),
            Column("what it is"),
            Column("share of the variance", "share"),
            Column("told from chance"),
            Column("chance where it is lowest", "probability"),
            Column("chance where it is highest", "probability"),
        )
        cells: list[tuple[Cell, ...]] = [
            (
                row["name"],
                row["means"],
                max(0.0, row["index"]),
                "yes" if row["told_apart"] else "no",
                row["low"],
                row["high"],
            )
            for row in rows[:LISTED]
        ]
        table = Table(f"matters-{key}", f"What goes with “{title}”", columns, tuple(cells))
        caption = captions.drivers(title, rows)
        chart = drivers_chart(data, title, rows[:TOP])
        blocks.append(Figure(f"matters-{key}", f"What moves “{title}”", caption, chart, table))
    note = (
        "Share: first-order sensitivity index from the draws of the run (correlation ratio, "
        "corrected for bias). It says what goes with what over the draws of this model, not what "
        "causes what in the world."
    )
    return (*blocks, Text(note, "note")) if blocks else ()


def _asked(data: Data) -> list[str]:
    """Return the first ending and the use of force with the largest chance."""
    order = [k for k in by_mean(data["outcomes"]) if data["outcomes"][k]["mean"] >= LEAST_MEAN]
    force = [k for k in order if data["outcomes"][k]["force"]]
    return list(dict.fromkeys([*order[:1], *force[:1]]))


def ranked(material: Material, key: str) -> list[dict[str, Any]]:
    """Return parameters and theories by what goes with them for one ending, the most first."""
    scenario, found = material.scenario, material.drivers
    assert found is not None, "asked only where there are enough draws"
    k = [outcome.id for outcome in scenario.outcomes].index(key)
    names = [(one.name, one.means) for one in scenario.parameters]
    names += [(one.id, one.title) for one in scenario.theories]
    order = np.argsort(-found.index[k], kind="stable")
    return [
        {
            "name": names[h][0],
            "means": names[h][1],
            "index": float(found.index[k, h]),
            "noise": float(found.noise[h]),
            "told_apart": bool(found.index[k, h] > found.noise[h] > 0),
            "direction": int(found.direction[k, h]),
            "low": float(found.low[k, h]),
            "high": float(found.high[k, h]),
        }
        for h in order.tolist()
        if found.index[k, h] > 0
    ]


def _equilibria(data: Data) -> tuple[Block, ...]:
    found = data.get("equilibria")
    caption = captions.multiplicity(found)
    if not found or not found["draws_searched"]:
        return (
            Text(caption),
            Text("`standoff forecast FILE --branches 20` searches 20 draws.", "note"),
        )
    from standoff.report.figures_report import multiplicity_chart

    names = {"1": "one equilibrium", "2": "two", "3+": "three or more"}
    rows = tuple((name, found["share"][key]) for key, name in names.items())
    columns: tuple[Column, ...] = (
        Column("equilibria found in a draw"),
        Column("share of draws", "share"),
    )
    table = Table("equilibria", "How many equilibria a draw has", columns, rows)
    title = "How many equilibria a draw has"
    blocks: list[Block] = [Figure("equilibria", title, caption, multiplicity_chart(data), table)]
    if found["share"]["1"] < 1:
        columns = (
            Column("ending"),
            Column("reported", "probability"),
            Column("lowest other", "probability"),
            Column("highest other", "probability"),
        )
        cells = tuple(
            (
                starred(data["outcomes"][key]),
                row["reported_there"],
                row["others_lowest"],
                row["others_highest"],
            )
            for key, row in found["outcomes"].items()
        )
        blocks.append(
            Table("equilibria-endings", "Draws with others, mean chances", columns, cells)
        )
    ended = [f"{words.plural(n, 'draw')}: {text}." for text, n in found["search"].items()]
    blocks.append(Points((f"Reported: {found['reported']}.", *ended)))
    return tuple(blocks)


def _views(material: Material) -> tuple[Block, ...]:
    """Return the parameters in which the views of the file differ from the analyst's."""
    scenario = material.scenario
    if not scenario.views:
        return ()
    perception = material.data.get("perception")
    holders = {
        view.id: words.listing([scenario.parties[p].name for p in view.held_by]) or "nobody"
        for view in scenario.views
    }
    lines = tuple(
        f"“{view.title}” is held by {holders[view.id]}"
        + (
            f"; it rules out {words.plural(len(view.rules_out), 'move')}."
            if view.rules_out
            else "."
        )
        for view in scenario.views
    )
    where = (
        "In this run parties choose by them."
        if perception
        else "In this run nobody chooses by them."
    )
    asked = sorted({belief.parameter for view in scenario.views for belief in view.beliefs})
    columns = (Column("number"), Column("analyst"), *(Column(v.title) for v in scenario.views))
    rows = tuple(_seen(material, parameter) for parameter in asked)
    table = Table("views", "Numbers on which the views differ", columns, rows)
    return (Points(lines), Text(where), *((table,) if rows else ()))


def _seen(material: Material, index: int) -> tuple[Cell, ...]:
    scenario = material.scenario
    parameter = scenario.parameters[index]
    cells: list[Cell] = [parameter.name, prior_text(parameter)]
    for view in scenario.views:
        belief = next((one for one in view.beliefs if one.parameter == index), None)
        if belief is None:
            cells.append("as the analyst")
        elif belief.prior is None:
            cells.append("by a formula over the analyst's numbers")
        else:
            own = Parameter(parameter.name, belief.prior, parameter.unit, parameter.means)
            cells.append(prior_text(own))
    return tuple(cells)


def _theories(data: Data) -> tuple[Block, ...]:
    theories = data.get("theories")
    if not theories:
        return ()
    columns = (
        Column("theory"),
        Column("what it says"),
        Column("on in", "share"),
        Column("for it"),
        Column("against it"),
    )
    rows = tuple(
        (one["title"], one["means"], one["on"], one["reference"], one["critics"])
        for one in theories.values()
    )
    varied = sum(0 < one["on"] < 1 for one in theories.values())
    text = (
        f"{words.plural(varied, 'theory').replace('theorys', 'theories')} of {len(theories)} "
        "switched on and off over the draws."
        if varied
        else "No theory is switched on and off over the draws of this run, so what each of them "
        "does is not part of the spread."
    )
    return (Table("theories", "Theories that the file can switch", columns, rows), Text(text))
