"""build_report: from a run or a forecast to the records that every rendering reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.report import words
from standoff.report.blocks import Report, Section
from standoff.report.charts import unchecked
from standoff.report.material import Material, of_forecast, of_run
from standoff.report.parts.basis import basis
from standoff.report.parts.course import course
from standoff.report.parts.drivers import drivers
from standoff.report.parts.endings import endings
from standoff.report.parts.observed import observed
from standoff.report.parts.opening import opening

if TYPE_CHECKING:
    from standoff.forecast import Forecast

Data = Mapping[str, Any]

PARTS: tuple[Callable[[Material], tuple[Section, ...]], ...] = (
    opening,
    endings,
    observed,
    course,
    drivers,
)
"""What the forecast itself has to say, in reading order; studies and the basis follow."""

STUDIES = ("observe", "whatif", "matters", "advice", "settle", "would", "voi", "compare")
"""Studies that have a module in `standoff.report.sections`, in reading order."""


def build_report(source: Forecast | Path | str, studies: tuple[Data, ...] = ()) -> Report:
    """Return the report on a forecast.

    Args:
        source: a run directory that `standoff forecast` wrote, or a forecast in memory.
        studies: plain data of studies, beside those that the run has in `studies/`.

    Raises:
        UsageError: it is no run, was changed, or no draw was solved.
    """
    if isinstance(source, str | Path):
        material = of_run(Path(source))
    else:
        material = of_forecast(source)
    given = tuple(dict(study) for study in studies)
    return report_of(Material(
        material.data, material.scenario, material.facts, material.drivers,
        (*material.studies, *given), material.notes,
    ))  # fmt: skip


def report_of(material: Material) -> Report:
    """Return the report on some material."""
    data = material.data
    with unchecked():
        sections = [section for part in PARTS for section in part(material)]
        found, notes = study_sections(material.studies)
    sections += [*found, *basis(material)]
    return Report(
        title=data["title"],
        subtitle=_subtitle(data),
        sections=unique(sections),
        facts={
            "scenario": data["scenario"],
            "SHA-256": data["hash"][:16],
            "seed": str(data["seed"]),
            "draws": f"{data['draws']:,}",
            "standoff": data["version"],
        },
        notes=(*material.notes, *notes),
    )


def study_sections(studies: tuple[Data, ...]) -> tuple[list[Section], tuple[str, ...]]:
    """Return the sections of studies in the order of `STUDIES`, and what could not be shown."""
    sections, notes = [], []
    known = sorted(
        (study for study in studies if study["study"] in STUDIES),
        key=lambda study: STUDIES.index(study["study"]),
    )
    for study in known:
        try:
            module = import_module(f"standoff.report.sections.{study['study']}")
        except ModuleNotFoundError:
            notes.append(f"The study “{study['study']}” has no section in this version.")
            continue
        sections += module.sections(study)
    others = sorted({str(s["study"]) for s in studies if s["study"] not in STUDIES})
    notes += [
        f"The study “{name}” is not known to this version and was left out." for name in others
    ]
    return sections, tuple(notes)


def unique(sections: list[Section]) -> tuple[Section, ...]:
    """Return sections whose anchors differ: a repeated one gets a number."""
    seen: dict[str, int] = {}
    made = []
    for one in sections:
        seen[one.id] = seen.get(one.id, 0) + 1
        number = seen[one.id]
        made.append(one if number == 1 else _numbered(one, number))
    return tuple(made)


def _numbered(section: Section, number: int) -> Section:
    from dataclasses import replace

    from standoff.report.blocks import Block, Figure, Table

    def renamed(block: Block) -> Block:
        if isinstance(block, Figure):
            table = replace(block.table, id=f"{block.table.id}-{number}")
            return replace(block, id=f"{block.id}-{number}", table=table)
        return replace(block, id=f"{block.id}-{number}") if isinstance(block, Table) else block

    blocks = tuple(map(renamed, section.blocks))
    return replace(
        section, id=f"{section.id}-{number}", title=f"{section.title} ({number})", blocks=blocks
    )


def _subtitle(data: Data) -> str:
    as_of = f"as known on {words.say_date(data['as_of'])}, " if data["as_of"] else ""
    draws = words.plural(data["draws"], "draw")
    return f"Forecast {as_of}{draws} of the parameters, seed {data['seed']}"
