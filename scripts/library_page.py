"""Write docs/library/index.md from the files of the library: `python scripts/library_page.py`."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML

from standoff import library

PAGE = Path(__file__).resolve().parent.parent / "docs" / "library" / "index.md"

HEAD = """# The library of canonical games

Published models with known answers. `standoff library` lists them, and `standoff solve NAME` solves
one. Each folder holds the game (`scenario.yaml`, or `game.efg` where moves are simultaneous or a
mover does not see the past), `known_answers.yaml` with what is compared and within which tolerance,
and `notes.md` with the model, the derivation, and what was checked in the literature and what not.

The answer that standoff computes is the logit agent quantal response equilibrium on the principal
branch from lambda = 0. A published equilibrium without errors is therefore compared in one of these
ways: *exact*, a closed form at a finite lambda; *limit*, the published value at a large lambda,
within a tolerance that is derived, not tuned; *bound*, an inequality that every such equilibrium
obeys; *closed form*, a number of the model itself. Every game is also written down a second time in
the tests and solved by a program that shares no code with standoff; all strategies agree to 1e-8
at lambda 0.5, 1, 5 and 20.

This page is made by `scripts/library_page.py`.
"""

TABLE = (
    "| answer | value | how | lambda | tolerance | where |",
    "| --- | --- | --- | --- | --- | --- |",
)


def models() -> list[str]:
    """Return the names of the shipped models, without the cases."""
    return [name for name in library.names() if library.path(name).parts[-3] == "models"]


def entry(name: str) -> str:
    """Return the section of one model."""
    folder = library.path(name).parent
    text = (folder / "known_answers.yaml").read_text(encoding="utf-8")
    known = YAML(typ="safe", pure=True).load(text)
    lines = [
        f"## {name}",
        f"{library.describe(name)}.",
        f"**Work.** {known['work']}",
        f"**Part.** {_sentence(known['part'])}",
        f"**Checked.** {_sentence(known['checked'])}",
        "\n".join([*TABLE, *(_row(answer) for answer in known["answers"])]),
    ]
    return "\n\n".join(lines)


def page() -> str:
    """Return the whole page."""
    return "\n\n".join([HEAD.strip(), *(entry(name) for name in models())]) + "\n"


def _row(answer: dict[str, object]) -> str:
    cells = (
        answer["says"],
        _show(answer["value"]),
        answer["how"],
        _show(answer.get("lambda", "")),
        _show(answer["tolerance"]),
        answer["locator"],
    )
    return "| " + " | ".join(re.sub(r"\s+", " ", str(cell)).strip() for cell in cells) + " |"


def _show(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_show(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_show(inner) for inner in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[0].upper() + text[1:] + "."


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
