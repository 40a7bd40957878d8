"""`without`, `why`, `compare --explain`, and `--as-of` on the command line."""

from __future__ import annotations

import json

import pytest
from tests.support.sourced import FILE

from standoff.errors import ExitCode

FEW = ("--draws", 8, "--threads", 1, "--quiet")


@pytest.fixture
def sourced(tmp_path):
    """Return the small crisis with sources as a file in the working folder."""
    path = tmp_path / "strait.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.usefixtures("sourced")
def test_without_prints_the_change_and_writes_a_chart(call, tmp_path):
    result = call("without", "a", "strait.yaml", *FEW, "--chart", "x.svg")
    assert result.code == ExitCode.OK
    for part in ("Leaving out source a moves", "war_cost", "fallback", "Views that go", "bleak"):
        assert part.lower() in result.out.lower()
    assert max(map(len, result.out.splitlines())) <= 90
    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.usefixtures("sourced")
def test_without_as_json(call):
    data = json.loads(call("without", "a", "strait.yaml", *FEW, "--json").out)
    assert [one["name"] for one in data["parameters"]]
    assert list(data["without"]) == ["a"]


@pytest.mark.usefixtures("sourced")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("without", "c", "strait.yaml"), "has no source `c`"),
        (("without", "a", "strait.yaml", "--swap-draws", -1), "`--swap-draws -1`"),
        (("without", "a", "strait.yaml", "--chart", "x.gif"), "ends neither in .png"),
        (("check", "strait.yaml", "--as-of", "soon"), "`--as-of soon` is no day"),
        (("check", "strait.yaml", "--as-of", "2022-03-01"), "what was known on 2022-01-15"),
        (("check", "strait.yaml", "--as-of", "2022-01-12", "--undated", "x"), "`--undated x`"),
    ],
)
def test_wrong_calls_say_what_to_write(call, words, said):
    result = call(*words)
    assert result.code == ExitCode.USER_MISTAKE
    assert said in result.err
    assert "help: " in result.err
    assert result.out == ""


@pytest.mark.usefixtures("sourced")
@pytest.mark.parametrize("verb", ["check", "describe", "evidence", "solve", "compare"])
def test_every_verb_can_look_at_the_crisis_as_of_a_day(call, verb):
    more = FEW if verb == "compare" else ()
    result = call(verb, "strait.yaml", "--as-of", "2022-01-12", *more)
    assert result.code == ExitCode.OK
    assert "left out: source `a`; numbers: 1 on their fallback, 1 pooled" in result.err


@pytest.mark.usefixtures("sourced")
def test_a_run_as_of_a_day_keeps_the_file_without_later_sources(call, tmp_path):
    call("forecast", "strait.yaml", *FEW, "--as-of", "2022-01-12", "--out", "run")
    kept = (tmp_path / "run/scenario.yaml").read_text(encoding="utf-8")
    assert "Troops" not in kept
    data = json.loads((tmp_path / "run/forecast.json").read_text(encoding="utf-8"))
    assert (data["as_of"], list(data["sources"])) == ("2022-01-12", ["b"])
    again = call("forecast", "run/scenario.yaml", *FEW, "--out", "again", "--json")
    assert json.loads(again.out)["outcomes"] == data["outcomes"]


@pytest.mark.usefixtures("sourced")
def test_compare_explains_two_views(call, tmp_path):
    words = ("compare", "strait.yaml", "--views", "bleak,calm", "--explain", *FEW)
    result = call(*words, "--chart", "x.svg")
    assert result.code == ExitCode.OK
    for part in ("WHAT MAKES THE DIFFERENCE", "WHICH OBSERVATION WOULD SETTLE MOST", "options"):
        assert part in result.out
    assert max(map(len, result.out.splitlines())) <= 90
    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg")
    explained = json.loads(call(*words, "--json").out)["explained"]
    assert sum(one["share"] for one in explained["disagreements"]) == pytest.approx(1)


@pytest.mark.usefixtures("sourced")
def test_explaining_needs_two_views_and_bounded_work(call):
    one = call("compare", "strait.yaml", "--views", "bleak", "--explain", *FEW)
    assert one.code == ExitCode.USER_MISTAKE
    assert "two views can be explained at a time; found 1" in one.err
    many = call("compare", "strait.yaml", "--explain", "--draws", 90_000, "--quiet")
    assert many.code == ExitCode.USER_MISTAKE
    assert "write `--draws " in many.err
