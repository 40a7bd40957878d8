"""Writing a report into a folder, in several formats, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

from standoff.errors import UsageError
from standoff.report.blocks import Report
from standoff.report.rundir import REPORT, new_run, write_manifest

TABLES, CHARTS = "tables", "charts"
SAFE = re.compile(r"[A-Za-z0-9][\w.-]*")
"""Names of files that a report may write: no separators, nothing hidden."""

Writer = Callable[[Report, Path], list[Path]]


def publish(
    report: Report, folder: Path, formats: Collection[str], *, overwrite: bool = False
) -> list[Path]:
    """Write a report; return the files in the order of `FORMATS`.

    Raises:
        UsageError: a format is unknown, or the folder cannot be written.
        MissingExtraError: a PDF is asked for and the extra `pdf` is not installed.
    """
    check_formats(formats)
    check_names(report)
    with new_run(folder, overwrite=overwrite, kind=REPORT) as made:
        written = []
        for name, write in FORMATS.items():
            if name in formats:
                written += write(report, made.folder)
        write_manifest(made.folder, {"title": report.title, **report.facts}, REPORT)
        files = [path.relative_to(made.folder) for path in written]
        made.commit()
        return [made.target / path for path in files]


def check_formats(formats: Collection[str]) -> None:
    """Refuse an unknown format, or none.

    Raises:
        UsageError: says which ones there are.
    """
    wrong = [name for name in formats if name not in FORMATS]
    if wrong or not formats:
        text = f"`{wrong[0][:40]}` is not a format of reports" if wrong else "no format is named"
        raise UsageError(text, help=f"write some of {','.join(FORMATS)}, with commas between them")


def check_names(report: Report) -> None:
    """Make sure that the names of tables and charts are usable as names of files, and differ."""
    for names in ([one.id for one in report.tables()], [one.id for one in report.figures()]):
        bad = [name for name in names if not SAFE.fullmatch(name)]
        assert not bad, f"`{bad[0]}` is no name for a file"
        twice = {name for name in names if names.count(name) > 1}
        assert not twice, f"two tables or charts are called {sorted(twice)}"


def _html(report: Report, folder: Path) -> list[Path]:
    path = folder / "report.html"
    path.write_text(report.to_html(), encoding="utf-8")
    return [path]


def _pdf(report: Report, folder: Path) -> list[Path]:
    from standoff.report.typst import pdf

    path = folder / "report.pdf"
    path.write_bytes(pdf(report))
    return [path]


def _markdown(report: Report, folder: Path) -> list[Path]:
    from standoff.report.charts import svg_of

    path = folder / "report.md"
    path.write_text(report.to_markdown(CHARTS), encoding="utf-8")
    written = [path]
    for figure in report.figures():
        chart = folder / CHARTS / f"{figure.id}.svg"
        chart.parent.mkdir(exist_ok=True)
        chart.write_text(svg_of(figure.chart), encoding="utf-8")
        written.append(chart)
    return written


def _latex(report: Report, folder: Path) -> list[Path]:
    from standoff.report.latex import write_latex

    return write_latex(report, _tables(folder))


def _csv(report: Report, folder: Path) -> list[Path]:
    from standoff.report.files import write_csv

    return write_csv(report, _tables(folder))


def _parquet(report: Report, folder: Path) -> list[Path]:
    from standoff.report.files import write_parquet

    return write_parquet(report, _tables(folder))


def _tables(folder: Path) -> Path:
    made = folder / TABLES
    made.mkdir(exist_ok=True)
    return made


FORMATS: dict[str, Writer] = {
    "html": _html,
    "pdf": _pdf,
    "md": _markdown,
    "tex": _latex,
    "csv": _csv,
    "parquet": _parquet,
}
"""Every format with what writes it."""
