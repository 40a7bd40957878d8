"""The tutorial says what the program does now, and its pieces are the shipped file.

The page is followed like a reader would: a `yaml` block is added to the file, "change `a` to `b`"
makes a deliberate mistake until the next command, and each command is run on the file so far.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/tutorial/first-crisis.md").read_text(encoding="utf-8")
SHIPPED = (ROOT / "examples/strait.yaml").read_text(encoding="utf-8")

STEP = re.compile(
    r"```yaml\n(?P<piece>.*?)```|```console\n(?P<console>.*?)```"
    r"|[Cc]hange\s+`(?P<old>[^`]+)`\s+to\s+`(?P<new>[^`]+)`",
    re.DOTALL,
)
BLOCK = re.compile(r"```.*?```", re.DOTALL)
ROUNDING = re.compile(r"\d\.\de-\d\d")
"""A residual is rounding error, so it differs between machines."""


def joined(pieces: list[str]) -> str:
    """Return the file: an empty line before each section, none inside one."""
    gaps = ["" if i == 0 or piece.startswith(" ") else "\n" for i, piece in enumerate(pieces)]
    return "".join(gap + piece for gap, piece in zip(gaps, pieces, strict=True))


def changed(text: str, mistakes: list[tuple[str, str]]) -> str:
    for old, new in mistakes:
        assert text.count(old) == 1, f"`{old}` must stand once in the file"
        text = text.replace(old, new)
    return text


def run(command: str, folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "standoff.cli.main", *command.split()[1:]],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def position_after(shown: str, printed: str, start: int = 0) -> int:
    """Return where the shown text ends in what was printed; `...` stands for left-out lines."""
    printed = ROUNDING.sub("#", printed)
    for part in re.split(r"^\.\.\.\n", ROUNDING.sub("#", shown), flags=re.MULTILINE):
        found = printed.find(part, start)
        assert found >= 0, f"the page shows what is not printed (any more):\n{part}"
        start = found + len(part)
    return start


def test_the_pieces_of_the_page_make_the_shipped_file():
    assert joined([m["piece"] for m in STEP.finditer(PAGE) if m["piece"]]) == SHIPPED


def test_the_page_shows_what_the_program_prints(tmp_path):
    pieces: list[str] = []
    mistakes: list[tuple[str, str]] = []
    printed, position, commands = "", 0, []
    for step in STEP.finditer(PAGE):
        if step["piece"]:
            pieces.append(step["piece"])
        elif step["old"]:
            mistakes.append(tuple(" ".join(step[key].split()) for key in ("old", "new")))
        else:
            shown = step["console"]
            if shown.startswith("$ "):
                command, _, shown = shown[2:].partition("\n")
                text = changed(joined(pieces), mistakes)
                (tmp_path / "strait.yaml").write_text(text, encoding="utf-8")
                code, printed = run(command, tmp_path)
                assert code == (2 if "error[" in printed else 0), printed
                commands.append(command.split()[1])
                position, mistakes = 0, []
            position = position_after(shown, printed, position)
    assert set(commands) == {"check", "describe", "solve", "forecast", "export"}
    assert (tmp_path / "run" / "charts" / "outcomes.svg").is_file()


def test_figures_in_the_text_are_in_the_output():
    outputs = " ".join(m["console"] for m in STEP.finditer(PAGE) if m["console"])
    told = BLOCK.sub("", PAGE[PAGE.index("## 10.") : PAGE.index("## Exercises")])
    wanted = set(re.findall(r"\d+(?=%)|0\.\d{3}", told)) - {"90"}  # the width of the interval
    shown = set(re.findall(r"\d+(?=[%–])|0\.\d{3}", outputs))
    assert {"0.891", "25", "64"} <= wanted
    assert wanted - shown == set()


def test_a_line_that_is_not_printed_is_found():
    assert position_after("a\n...\nc\n", "a\nb\nc\n") == len("a\nb\nc\n")
    with pytest.raises(AssertionError, match="not printed"):
        position_after("a\nc\n", "a\nb\nc\n")
    with pytest.raises(AssertionError, match="not printed"):
        position_after("c\n...\na\n", "a\nb\nc\n")
