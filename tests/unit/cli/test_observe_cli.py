"""The verb `observe`, and events of a forecast."""

from __future__ import annotations

import json

import pytest

from standoff.errors import ExitCode
from standoff.scenario import load_scenario

REFUSED = "reply=refuse on 2022-01-23"


def run(call, verb, *words):
    return call(verb, "strait.yaml", *words, "--draws", 12, "--threads", 1, "--quiet")


@pytest.mark.usefixtures("scenario")
def test_observe_prints_events_and_the_series(call):
    result = run(call, "observe", REFUSED, "not fight by 2022-02-01", "--chart", "seen.png")
    assert result.code == ExitCode.OK
    for part in ("23 January 2022", "B answers: Refuse", "Not made by then: Use force", "after 2"):
        assert part in result.out
    assert "wrote seen.png" in result.err


@pytest.mark.usefixtures("scenario")
def test_json_has_the_series(call):
    result = run(call, "observe", REFUSED, "--json")
    data = json.loads(result.out)
    assert data["study"] == "observe"
    assert data["observed"]["as_of"] == "2022-01-23"
    assert [row["event"] for row in data["observed"]["series"]] == [None, 0]
    assert data["outcomes"]["deal"]["mean"] == 0


def test_write_puts_the_events_into_the_file(call, scenario):
    before = scenario.read_text(encoding="utf-8")
    assert run(call, "observe", REFUSED, "--write").code == ExitCode.OK
    text = scenario.read_text(encoding="utf-8")
    assert text.startswith(before)
    assert [one.kind for one in load_scenario(scenario).observed] == ["made"]
    word = "report a.resolve == resolved if_true 0.9 if_false 0.2 on 2022-01-30"
    assert run(call, "observe", word, "--write").code == ExitCode.OK
    assert [one.kind for one in load_scenario(scenario).observed] == ["made", "report"]


def test_events_in_a_file_of_their_own(call, scenario):
    events = "observed:\n  - {made: {turn: reply, move: refuse}}\n"
    scenario.with_name("events.yaml").write_text(events, encoding="utf-8")
    result = run(call, "forecast", "--events", "events.yaml", "--json", "--out", "run")
    assert result.code == ExitCode.OK
    data = json.loads(result.out)
    assert data["observed"]["events"][0]["text"] == "B answers: Refuse"
    assert data["next_moves"].keys() == {"a"}
    written = scenario.with_name("run") / "scenario.yaml"
    assert load_scenario(written).hash == data["hash"]


def test_a_forecast_prints_what_was_observed(call, scenario):
    result = run(call, "forecast", "--event", REFUSED, "--out", "run")
    assert "WHAT WAS OBSERVED" in result.out
    assert "effective sample size" in " ".join(result.out.split())


@pytest.mark.usefixtures("scenario")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing was observed"),
        (("refused",), "`refused` is no observation"),
        (("reply=refused",), "there is no move at `reply` called `refused`"),
        (("answer=refuse",), "there is no turn `answer`"),
        (("not fight",), "does not say by when"),
        (("no force by 2021-01-01",), "is not within the crisis"),
        ((REFUSED, "--mend", "guess"), "`--mend guess` is none of"),
        (("report x if_true 2 if_false 0 on 2022-01-20",), "if_true"),
    ],
)
def test_wrong_calls_say_what_to_write(call, words, said):
    result = run(call, "observe", *words)
    assert result.code == ExitCode.USER_MISTAKE
    assert said in result.err
    assert "Traceback" not in result.err


def test_nothing_is_written_into_shipped_files(call, tmp_path):
    result = call(
        "observe", "fearon-1997-sinking-costs", "opening=x", "--write", "--draws", 2, "--quiet"
    )
    assert result.code == ExitCode.USER_MISTAKE


def test_a_list_in_one_line_is_refused(call, scenario):
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(
        text + "observed: [{made: {turn: reply, move: refuse}}]\n", encoding="utf-8"
    )
    result = run(call, "observe", "not fight by 2022-02-01")
    assert result.code == ExitCode.USER_MISTAKE
    assert "one line" in result.err
