"""The README shows what `make demo` prints, and the demo keeps its promises."""

import json
import re
from pathlib import Path

import pytest

from standoff.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LABEL = re.compile(r">([^<\s][^<]*)<")
"""Text of a picture; the lengths of its bars differ in the last digits between machines."""


@pytest.mark.slow
def test_the_demo_prints_the_readme_and_every_draw_is_certified(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "92")
    monkeypatch.setenv("NO_COLOR", "1")
    run = tmp_path / "demo"
    arguments = ["forecast", "nato-2022-core", "--draws", "500", "--seed", "1", "--out", str(run)]
    assert main([*arguments, "--quiet"]) == 0
    printed = capsys.readouterr().out
    shown = re.search(r"```\n(HOW IT ENDS\n.*?)```", README, re.DOTALL)
    assert shown is not None
    for line in shown.group(1).splitlines():
        assert line in printed
    picture = (ROOT / "docs/images/nato-2022-core.svg").read_text(encoding="utf-8")
    chart = (run / "charts" / "outcomes.svg").read_text(encoding="utf-8")
    assert LABEL.findall(picture) == LABEL.findall(chart)
    data = json.loads((run / "forecast.json").read_text(encoding="utf-8"))
    certificate = data["certificate"]
    assert certificate["residual_max"] <= 1e-8
    assert certificate["solved"] >= 0.995 * 500
    assert certificate["solved"] + certificate["failed"] == 500
