"""Write docs/coverage.md from scripts/coverage_rows.yaml: `python scripts/coverage_page.py`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from standoff import library

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "coverage.md"
ROWS = Path(__file__).with_name("coverage_rows.yaml")
CASE = "nato-2022"
LONGEST = 110
"""Characters of a line of the scenario that the page shows."""

HEAD = f"""# What is covered

Each row is one mechanism of the two documents behind `{CASE}` (numbered as in the list that the
project started from). *Keys* are fields of [the scenario file](reference/format.md), `a.b` for the
field `b` of a section `a`. *In {CASE}* is the line of its file
(`src/standoff/library/cases/{CASE}/scenario.yaml`) that uses it, or the reason why none does.
*Sign* is the test that shows that the effect has the right direction; its file is listed at the
end. What a mechanism becomes in the game stands in [mechanisms](concepts/mechanisms.md), and how
claims are weighed in [evidence](concepts/evidence.md).

This page is made by `scripts/coverage_page.py`.
"""


class CoverageError(Exception):
    """A row that cannot be shown."""


def rows() -> list[dict[str, Any]]:
    """Return the rows in order, each with `row`, `what`, `keys`, `uses` or `why`, and `tests`."""
    return YAML(typ="safe", pure=True).load(ROWS.read_text(encoding="utf-8"))["rows"]


def groups() -> list[tuple[int, str]]:
    """Return the first row and the title of every group of rows."""
    found = YAML(typ="safe", pure=True).load(ROWS.read_text(encoding="utf-8"))["groups"]
    return [(int(first), title) for first, title in found.items()]


def line_of(uses: str | list[str], lines: list[str]) -> int:
    """Return the number of the line, from 1, that a row uses.

    Args:
        uses: a text that stands in one line of the file and in no other; or several, where each
            is looked for from the place of the one before it, and only the first must be the
            only one of its kind.
        lines: lines of the scenario.

    Raises:
        CoverageError: a text is not there, or the first one is there more than once.
    """
    first, *more = [uses] if isinstance(uses, str) else uses
    found = [number for number, line in enumerate(lines) if first in line]
    if len(found) != 1:
        raise CoverageError(f"`{first}` is in {len(found)} lines, not in one")
    place = found[0]
    for text in more:
        after = [n for n in range(place + 1, len(lines)) if text in lines[n]]
        if not after:
            raise CoverageError(f"`{text}` is in no line after line {place + 1}")
        place = after[0]
    return place + 1


def page() -> str:
    """Return the whole page."""
    lines = library.path(CASE).read_text(encoding="utf-8").splitlines()
    titles = dict(groups())
    out, files = [HEAD], set()
    for row in rows():
        if row["row"] in titles:
            out += [f"## {titles[row['row']]}\n", "| # | what | keys | in nato-2022 | sign |"]
            out.append("| --- | --- | --- | --- | --- |")
        files |= {test.split("::")[0] for test in row["tests"]}
        cells = (
            str(row["row"]),
            row["what"],
            ", ".join(f"`{key}`" for key in row["keys"]),
            _use(row, lines),
            ", ".join(f"`{_short(test)}`" for test in row["tests"]),
        )
        out.append(f"| {' | '.join(cells)} |")
    out += ["\n## Where the tests stand\n"]
    out += [f"- `{file}`: {_tests_of(file)}" for file in sorted(files)]
    return "\n".join(out) + "\n"


def _use(row: dict[str, Any], lines: list[str]) -> str:
    if "why" in row:
        return f"Not used. {row['why']}"
    number = line_of(row["uses"], lines)
    text = lines[number - 1].strip()
    text = text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
    code = text.replace("|", "\\|").replace("`", "'")
    note = f". {row['note']}" if "note" in row else ""
    return f"`scenario.yaml:{number}` `{code}`{note}"


def _short(test: str) -> str:
    return re.sub(r"^test_", "", test.rsplit("::", 1)[1])


def _tests_of(file: str) -> str:
    names = {t.rsplit("::", 1)[1] for row in rows() for t in row["tests"] if t.startswith(file)}
    return ", ".join(f"`{name}`" for name in sorted(names))


def main() -> None:
    """Write the page if it is not current."""
    text = page()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        PAGE.write_text(text, encoding="utf-8")
        print(PAGE.relative_to(ROOT))  # noqa: T201 (says what it did)


if __name__ == "__main__":
    main()
