"""The tutorial page says what the program does now."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/tutorial/first-crisis.md").read_text(encoding="utf-8")
FILE = (ROOT / "examples/strait.yaml").read_text(encoding="utf-8")
PIECES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
CONSOLES = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
MISTAKE = ("allowed: pressure > 0", "allowed: presure > 0")


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_of_the_page_stands_in_the_shipped_file(piece):
    assert piece in FILE


def test_each_command_of_the_page_prints_what_the_page_shows(tmp_path):
    printed = ""
    environment = {**os.environ, "COLUMNS": "92", "NO_COLOR": "1"}
    for number, console in enumerate(CONSOLES):
        lines = console.splitlines()
        if lines[0].startswith("$ standoff "):
            text = FILE.replace(*MISTAKE) if number == 0 else FILE
            (tmp_path / "strait.yaml").write_text(text, encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-m", "standoff.cli.main", *lines.pop(0).split()[2:]],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            printed = done.stdout + done.stderr
            assert done.returncode == (2 if number == 0 else 0), printed
        for line in lines:
            if line and line != "...":
                assert line in printed.splitlines(), (
                    f"the page shows a line that is not printed: {line}"
                )
