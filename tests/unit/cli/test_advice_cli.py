"""`advise`, `settle` and `voi` on the command line: data, charts and answers to bad arguments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

STRAIT = str(Path(__file__).resolve().parents[2] / "support" / "strait.yaml")


@pytest.mark.parametrize(
    ("verb", "more", "study"),
    [
        ("advise", (), "advice"),
        ("settle", ("--party", "astoria"), "settle"),
        ("voi", ("--party", "borea", "--reveal", "--private"), "voi"),
    ],
)
def test_data_go_to_stdout_as_json(call, verb, more, study):
    result = call(verb, STRAIT, *more, "--draws", "3", "--json", "--threads", "1")
    assert result.code == 0
    data = json.loads(result.out)
    assert data["study"] == study
    assert data["format"] == 1
    assert data["draws"] == data["solved"] == 3


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("advise", ("--party", "borea")),
        ("settle", ("--reach", "0.9")),
        ("voi", ("--party", "astoria", "--public")),
    ],
)
def test_tables_and_charts(call, verb, more, tmp_path):
    chart = tmp_path / "x.svg"
    result = call(
        verb, STRAIT, *more, "--draws", "3", "--threads", "1", "--quiet", "--chart", str(chart)
    )
    assert result.code == 0
    assert "The strait crisis" in result.out
    assert chart.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow  # a run draws all its charts
def test_studies_are_kept_in_a_run_and_come_into_its_report(call, tmp_path):
    run, few = tmp_path / "run", ("--draws", "3", "--threads", "1", "--quiet")
    assert call("forecast", STRAIT, *few, "--out", str(run)).code == 0
    for words in (("advise",), ("settle",), ("voi", "--party", "astoria", "--private")):
        result = call(*words, STRAIT, *few, "--keep", str(run))
        assert result.code == 0
        assert "kept in" in result.err
    assert call("report", str(run), "--formats", "html", "--quiet").code == 0
    page = next((run / "report").glob("*.html")).read_text(encoding="utf-8")
    assert "What each next move is worth" in page
    assert "What offer would settle this" in page
    assert "What information is worth to Astoria" in page


@pytest.mark.parametrize(
    ("words", "says", "help"),
    [
        (("advise", STRAIT, "--chart", "x.png"), "moves of one party", "--party ID"),
        (("advise", STRAIT, "--party", "borae"), "no party `borae`", "borea"),
        (("voi", STRAIT), "no party is named", "borea, astoria"),
        (("settle", STRAIT, "--reach", "2"), "not a probability", "--reach 0.5"),
        (("settle", STRAIT, "--party", "borea"), "`astoria` is the one", "--party astoria"),
        (("settle", "powell-1990-brinkmanship"), "no `table`", "table:"),
    ],
)
def test_bad_arguments_are_answered_with_what_to_write(call, words, says, help, monkeypatch):
    monkeypatch.chdir(Path(STRAIT).parent)
    result = call(*words, "--quiet")
    assert result.code == 2
    assert says in result.err
    assert help in result.err
    assert result.out == ""
