"""Follow a page like a reader would: write its pieces, make its changes, run its commands.

A `yaml` block is added to the file, "change `a` to `b`" makes a deliberate change until the next
command, and each command is run on the file so far.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from standoff.cli.main import main

ROOT = Path(__file__).resolve().parents[2]

STEP = re.compile(
    r"```yaml\n(?P<piece>.*?)```|```console\n(?P<console>.*?)```"
    r"|[Cc]hange\s+`(?P<old>[^`]+)`\s+to\s+`(?P<new>[^`]+)`",
    re.DOTALL,
)
BLOCK = re.compile(r"```.*?```", re.DOTALL)
ROUNDING = re.compile(r"\d\.\de-\d\d")
"""A residual is rounding error, so it differs between machines."""

Runner = Callable[[str, Path], tuple[int, str]]


def read(page: str) -> str:
    """Return the text of a page below docs/."""
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def pieces_of(page: str) -> list[str]:
    """Return the `yaml` blocks of a page."""
    return [m["piece"] for m in STEP.finditer(page) if m["piece"]]


def joined(pieces: list[str]) -> str:
    """Return the file: an empty line before each section, none inside one."""
    gaps = ["" if i == 0 or piece.startswith(" ") else "\n" for i, piece in enumerate(pieces)]
    return "".join(gap + piece for gap, piece in zip(gaps, pieces, strict=True))


def changed(text: str, mistakes: list[tuple[str, str]]) -> str:
    """Return a text with words replaced that stand in it once."""
    for old, new in mistakes:
        assert text.count(old) == 1, f"`{old}` must stand once in the file"
        text = text.replace(old, new)
    return text


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command of a page in a process of its own; return exit code and all it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "standoff.cli.main", *shlex.split(command)[1:]],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def here(command: str, folder: Path) -> tuple[int, str]:
    """Run a command of a page in this process, which is faster; return what `run` returns."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(shlex.split(command)[1:])
    return code, out.getvalue() + err.getvalue()


def position_after(shown: str, printed: str, start: int = 0) -> int:
    """Return where the shown text ends in what was printed; `...` stands for left-out lines."""
    printed = ROUNDING.sub("#", printed)
    for part in re.split(r"^\.\.\.\n", ROUNDING.sub("#", shown), flags=re.MULTILINE):
        found = printed.find(part, start)
        assert found >= 0, f"the page shows what is not printed (any more):\n{part}"
        start = found + len(part)
    return start


def follow(
    page: str, folder: Path, file: str, *, given: str | None = None, runner: Runner = run
) -> list[str]:
    """Do what a page says and compare what it shows; return the commands that were run.

    Args:
        page: text of the page.
        folder: where the commands are run.
        file: the scenario file that they name.
        given: text of the file if it is there already; by default the pieces of the page make it.
        runner: how a command is run.
    """
    pieces: list[str] = []
    mistakes: list[tuple[str, str]] = []
    printed, position, commands = "", 0, []
    for step in STEP.finditer(page):
        if step["piece"]:
            pieces.append(step["piece"])
        elif step["old"]:
            old, new = (" ".join(step[key].split()) for key in ("old", "new"))
            mistakes.append((old, new))
        else:
            shown = step["console"]
            if shown.startswith("$ "):
                command, _, shown = shown[2:].partition("\n")
                text = changed(joined(pieces) if given is None else given, mistakes)
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_text(text, encoding="utf-8")
                code, printed = runner(command, folder)
                assert code == (2 if "error[" in printed else 0), printed
                commands.append(command)
                position, mistakes = 0, []
            position = position_after(shown, printed, position)
    assert mistakes == [], "a change without a command after it"
    return commands
