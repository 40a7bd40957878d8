"""The verbs `compare` and `theories`, and views and theories in `forecast`."""

from __future__ import annotations

import json

import pytest

from standoff.errors import ExitCode

MORE = """
views:
  hopeful:
    title: As B sees it
    held_by: [b]
    parameters:
      p_resolved: {value: 0.1, evidence: assumed}
  bleak:
    title: As A's enemies see it
    rules_out: [fold]
theories:
  private_information:
    title: Private information
    reference: Fearon 1995
    critics: Powell 2006
    off: {reveals: [a.resolve]}
  misperception: {off: {views: [hopeful]}}
"""


@pytest.fixture
def viewed(scenario):
    """Return the small crisis with views and theories."""
    text = scenario.read_text(encoding="utf-8") + MORE
    scenario.write_text(text, encoding="utf-8")
    return scenario


def run(call, verb, *words):
    return call(verb, "strait.yaml", "--draws", 6, "--threads", 1, "--quiet", *words)


@pytest.mark.usefixtures("viewed")
def test_compare_prints_views_parameters_and_options(call):
    result = run(call, "compare", "--chart", "views.png")
    assert result.code == ExitCode.OK
    for part in ("analyst", "hopeful", "bleak", "played", "p_resolved", "bleak: Let it be"):
        assert part in result.out
    assert "wrote views.png" in result.err
    assert max(map(len, result.out.splitlines())) <= 90


@pytest.mark.usefixtures("viewed")
def test_compare_as_json_and_as_svg(call, tmp_path):
    result = run(call, "compare", "--views", "bleak", "--json", "--chart", "views.svg")
    data = json.loads(result.out)
    assert list(data["forecasts"]) == ["analyst", "bleak", "played"]
    svg = (tmp_path / "views.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "bleak" in svg


@pytest.mark.usefixtures("viewed")
def test_theories_prints_differences_with_reference_and_critics(call):
    result = run(call, "theories")
    assert result.code == ExitCode.OK
    assert "Reference: Fearon 1995. Critics: Powell 2006" in result.out
    assert "All theories together" in result.out
    assert "standard error" in result.out


@pytest.mark.usefixtures("viewed")
def test_theories_as_json(call):
    data = json.loads(run(call, "theories", "--json").out)
    assert list(data["theories"]) == ["private_information", "misperception"]
    assert data["all"]["pairs"] == 6


@pytest.mark.usefixtures("viewed")
def test_forecast_takes_a_view_a_level_and_theories(call, tmp_path):
    seen = run(call, "forecast", "--out", "seen", "--view", "hopeful", "--without", "misperception")
    said = " ".join(seen.out.split())
    assert "as the view `hopeful` has it" in said
    assert "Switched off: Misperception." in said
    words = ("--out", "played", "--level", 2, "--without", "private_information", "--json")
    played = json.loads(run(call, "forecast", *words).out)
    assert played["perception"]["level"] == 2
    assert played["perception"]["views"]["hopeful"]["held_by"] == ["b"]
    manifest = json.loads((tmp_path / "played" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["theories"] == {"private_information": 0.0, "misperception": 1.0}
    assert manifest["perception"] == 2


@pytest.mark.parametrize(
    ("words", "says", "help"),
    [
        (("compare", "--views", "hopefull"), "there is no view `hopefull`", "write `hopeful`"),
        (("compare", "--chart", "x.pdf"), "ends neither in .png nor in .svg", "--chart x.png"),
        (("compare", "--chart", "no/x.png"), "there is no folder `no`", "make it"),
        (("compare", "--chart", "strait.png"), "exists already", "--overwrite"),
        (("forecast", "--view", "x"), "there is no view `x`", "write one of"),
        (("forecast", "--level", 7), "there is no level 7", "write 0, 1 or 2"),
        (("forecast", "--without", "x"), "there is no theory `x`", "write one of"),
    ],
)
def test_a_wrong_call_says_what_to_write(call, viewed, words, says, help):
    (viewed.parent / "strait.png").write_text("taken")
    result = run(call, *words)
    assert result.code == ExitCode.USER_MISTAKE
    assert says in result.err
    assert help in result.err


@pytest.mark.parametrize("verb", ["compare", "theories"])
def test_a_file_without_views_or_theories_is_refused(call, scenario, verb):
    assert scenario.exists()
    result = run(call, verb)
    assert result.code == ExitCode.USER_MISTAKE
    assert "declares no" in result.err


@pytest.mark.parametrize("verb", ["compare", "theories"])
def test_a_game_tree_is_refused(call, verb):
    result = call(verb, "selten-1975-horse")
    assert result.code == ExitCode.USER_MISTAKE
    assert "standoff solve" in result.err
