"""The notebooks are made from their scripts, run without an error, and say what is stored."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys

import pytest
from tests.support.pages import ROOT, read

FOLDER = ROOT / "docs" / "notebooks"
NAMES = ("a-canonical-game", "first-crisis", "reading-a-forecast", "two-sources", "what-if")
LARGEST = 300_000
"""Bytes of a notebook, so that the repository stays small."""

spec = importlib.util.spec_from_file_location("run_notebooks", ROOT / "scripts/run_notebooks.py")
runner = importlib.util.module_from_spec(spec)
spec.loader.exec_module(runner)


def stored(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))


def test_there_are_five_with_their_scripts():
    assert tuple(runner.names()) == NAMES
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == list(NAMES)
    assert all(f"({name}.ipynb)" in read("notebooks/index.md") for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_stored_is_made_from_the_script(name):
    cells = stored(name)["cells"]
    made = runner.made(name)["cells"]
    assert ["".join(cell["source"]) for cell in cells] == [cell["source"] for cell in made]


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_was_run_and_nothing_of_the_machine_is_kept(name):
    code = [cell for cell in stored(name)["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = {output["output_type"] for cell in code for output in cell["outputs"]}
    assert kinds <= {"stream", "execute_result", "display_data"}
    text = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert len(text) < LARGEST
    assert str(ROOT) not in text
    assert "iopub" not in text


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_run_anew_it_says_the_same(name):
    if name == "what-if":
        pytest.importorskip("standoff.forecast.whatif")
    done = subprocess.run(
        [sys.executable, "scripts/run_notebooks.py", "--check", name],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
