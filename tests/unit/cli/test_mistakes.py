"""Wrong calls: one clear message, exit 2, no traceback."""

from __future__ import annotations

import json

import pytest

from standoff.errors import ExitCode

WRONG_CALLS = {
    "unknown name": (["check", "nato-2022-kore"], "write `nato-2022-core`"),
    "unknown file": (["check", "strat.yaml"], "write `strait.yaml`"),
    "folder": (["check", "."], "is a folder"),
    "no draws": (["forecast", "strait.yaml", "--draws", "0"], "`--draws 0`"),
    "fewer than none": (["forecast", "strait.yaml", "--draws", "-3"], "`--draws -3`"),
    "too many draws": (["forecast", "strait.yaml", "--draws", "100001"], "to 100 000"),
    "draws in words": (["forecast", "strait.yaml", "--draws", "many"], "--draws"),
    "negative seed": (["forecast", "strait.yaml", "--seed", "-1"], "`--seed -1`"),
    "no threads": (["forecast", "strait.yaml", "--threads", "0"], "`--threads 0`"),
    "no memory": (["forecast", "strait.yaml", "--memory", "0"], "`--memory 0`"),
    "memory not a number": (["describe", "strait.yaml", "--memory", "nan"], "`--memory nan`"),
    "negative lambda": (["solve", "strait.yaml", "--lam", "-1"], "`--lam -1`"),
    "lambda not a number": (["solve", "strait.yaml", "--lam", "nan"], "`--lam nan`"),
    "endless lambda": (["solve", "strait.yaml", "--lam", "inf"], "`--lam inf`"),
    "no such draw": (["solve", "strait.yaml", "--draw", "500"], "`--draw 500`"),
    "draw in words": (["solve", "strait.yaml", "--draw", "middle"], "`--draw central`"),
    "forecast of a tree": (["forecast", "selten-1975-horse"], "standoff solve"),
    "draw of a tree": (["solve", "selten-1975-horse", "--draw", "1"], "has no draws"),
    "other ending": (["export", "strait.yaml", "--to", "x.txt"], "--to x.efg"),
    "export to a folder that is not": (["export", "strait.yaml", "--to", "no/x.efg"], "`no`"),
    "unknown verb": (["forcast", "strait.yaml"], "forcast"),
    "unknown option": (["check", "strait.yaml", "--ful"], "--ful"),
    "missing file": (["check"], "Missing argument"),
    "out below a file": (["forecast", "strait.yaml", "--out", "strait.yaml/run"], "cannot be"),
}


@pytest.mark.parametrize(("words", "part"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_a_wrong_call_ends_with_2_and_says_what_to_write(call, scenario, tmp_path, words, part):
    result = call(*words)
    assert (result.code, result.out) == (ExitCode.USER_MISTAKE, "")
    assert part in result.err
    assert "error: " in result.err
    assert "Traceback" not in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["strait.yaml"]


@pytest.mark.parametrize(("words", "part"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_with_json_the_message_is_data(call, scenario, words, part):
    result = call(*words, "--json")
    data = json.loads(result.out)
    assert (result.code, data["exit_code"], data["ok"]) == (2, 2, False)
    (finding,) = data["diagnostics"]
    assert part in finding["message"] + finding["help"]


def test_an_unforeseen_error_keeps_its_traceback(call, scenario, monkeypatch):
    def fail(*words, **options):
        raise ZeroDivisionError("here")

    monkeypatch.setattr("standoff.scenario.load_scenario", fail)
    result = call("check", "strait.yaml")
    assert result.code == ExitCode.FAILED
    assert "ZeroDivisionError: here" in result.err
    assert "mistake in standoff" in result.err


def test_ctrl_c_anywhere_ends_with_130(call, scenario, monkeypatch):
    def stop(*words, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("standoff.scenario.load_scenario", stop)
    result = call("check", "strait.yaml")
    assert (result.code, result.err) == (130, "stopped; nothing was written\n")


def test_a_scenario_that_cannot_be_read_is_one_finding(call, tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00title: \x00")
    result = call("check", "x.yaml")
    assert result.code == ExitCode.USER_MISTAKE
    assert "error[SC" in result.err
