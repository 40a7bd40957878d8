"""The page on methods names them all, quotes what the command says, and its code runs."""

import re
import subprocess
import sys
from pathlib import Path

from standoff.cli.main import main
from standoff.cli.way import METHODS
from standoff.solve import enumerate as enumeration
from standoff.solve import zerosum

TEXT = (Path(__file__).resolve().parents[2] / "docs/how-to/choose-a-method.md").read_text("utf-8")


def test_every_method_has_its_row():
    table = TEXT.split("## What the answer means")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    named = {word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[3])}
    assert named == set(METHODS)


def test_the_message_on_the_page_is_the_one_that_is_printed(capsys):
    assert main(["solve", "selten-1975-horse", "--method", "lp", "--quiet"]) == 2
    assert capsys.readouterr().err.strip() in TEXT


def test_the_limits_on_the_page_are_those_of_the_code():
    for number in (
        f"{enumeration.MAX_STRATEGIES:,} strategies",
        f"{enumeration.MAX_PROFILES:,} combinations",
        f"{enumeration.MAX_BASES:,} systems",
        f"{zerosum.TOLERANCE:g} of the largest".replace("0.0001", "1e-4"),
    ):
        assert number in TEXT.replace("\n", " ")


def test_the_code_on_the_page_runs():
    code = TEXT.split("```python\n")[1].split("```")[0]
    check = "assert difference <= allowed <= 1e-2"
    command = [sys.executable, "-c", code + check]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
