"""Every table of a report for LaTeX, with booktabs, one file each."""

from __future__ import annotations

from pathlib import Path

from standoff.report import cells
from standoff.report.blocks import Report, Table

LETTERS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    "–": r"\textendash{}",
    "−": r"\textminus{}",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "’": r"\textquoteright{}",
    "[": "{[}",  # after a line break it would be taken for an option
    "]": "{]}",
}
LONG = 40
"""Columns with longer cells are set as paragraphs."""
WIDE = 0.9
"""Share of the width of the text for all columns that are set as paragraphs."""
HEAD = (
    "% {title}\n% Needs \\usepackage{{booktabs,textcomp}} and \\usepackage[T1]{{fontenc}}; "
    "include it with \\input.\n"
)


def write_latex(report: Report, folder: Path) -> list[Path]:
    """Write one .tex file for each table."""
    written = []
    for table in report.tables():
        path = folder / f"{table.id}.tex"
        path.write_text(latex(table), encoding="utf-8")
        written.append(path)
    return written


def latex(table: Table) -> str:
    """Return a table as a `tabular` with rules of booktabs."""
    texts = [
        [cells.shown(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    rows = [" & ".join(map(escaped, row)) + r" \\" for row in texts]
    head = " & ".join(escaped(cells.heading(column)) for column in table.columns) + r" \\"
    lines = [
        rf"\begin{{tabular}}{{{_columns(table, texts)}}}",
        r"\toprule",
        head,
        r"\midrule",
        *rows,
        r"\bottomrule",
        r"\end{tabular}",
    ]
    return HEAD.format(title=" ".join(table.title.split())) + "\n".join(lines) + "\n"


def _columns(table: Table, texts: list[list[str]]) -> str:
    longest = [max((len(row[k]) for row in texts), default=0) for k in range(len(table.columns))]
    long = sum(size > LONG for size in longest)
    width = WIDE / max(1, long + 1)
    kinds = (
        rf"p{{{width:.2f}\linewidth}}"
        if longest[k] > LONG
        else ("r" if cells.is_number(column) else "l")
        for k, column in enumerate(table.columns)
    )
    return "".join(kinds)


def escaped(text: str) -> str:
    """Return a text that LaTeX prints as it is, on one line."""
    return "".join(LETTERS.get(letter, letter) for letter in " ".join(text.split()))
