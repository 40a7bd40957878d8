"""The harness with made-up programs, each in a process of its own."""

from __future__ import annotations

import pytest
from benchmarks.contest import Case, Entry, hold, may_repeat

PLACE = "tests.support.contestants"


def entry(kind, program=None, **options):
    return Entry(program or kind, f"{PLACE}:{kind}", options)


def contest(tmp_path, *entries, **settings):
    case = Case("group/case", "a problem", entries, **{"repeats": 2, "limit_s": 30.0, **settings})
    return hold(case, tmp_path, lambda line: None)


def test_programs_take_turns_and_have_their_line(tmp_path):
    log = tmp_path / "turns"
    first, second = contest(
        tmp_path,
        entry("Answers", "ours", name="o", log=str(log)),
        entry("Answers", "theirs", name="t", log=str(log), answer=[0.5, 0.75], cpu_s=4.0),
    )
    assert log.read_text() == "ototot"
    assert (first["status"], first["success"], first["method"]) == ("ok", True, "guess")
    assert first["first"] == {"cpu_s": 0.25, "wall_s": 0.5}
    assert first["steady"]["repeats"] == 2
    assert second["steady"]["cpu_s_min"] == 4.0
    assert second["largest_difference"] == 0.25
    assert {"machine", "versions", "load_average", "peak_rss_mib", "size"} <= set(first)


def test_whoever_fails_hangs_dies_or_is_missing_stays_in_and_stops_nobody(tmp_path):
    found = contest(
        tmp_path,
        entry("Fails"),
        entry("Hangs"),
        entry("Dies"),
        entry("Missing"),
        entry("Answers"),
        limit_s=6.0,
    )
    told = [(r["program"], r["status"], r["success"]) for r in found]
    assert told == [
        ("Fails", "failed", False),
        ("Hangs", "did not finish", False),
        ("Dies", "failed", False),
        ("Missing", "not available", False),
        ("Answers", "ok", True),
    ]
    assert found[0]["reason"] == "ValueError: no such luck"
    assert found[1]["reason"] == "run: stopped after 6 s"
    assert "code 3" in found[2]["reason"]


def test_a_call_too_long_to_be_repeated_counts_as_it_is(tmp_path):
    (only,) = contest(tmp_path, entry("Answers", wall_s=7.0), budget_s=5.0)
    assert only["steady"]["repeats"] == 1
    assert only["steady"]["first_call"] is True


@pytest.mark.parametrize(
    ("done", "used_s", "may"), [(0, 0.0, True), (1, 6.0, False), (1, 4.0, True), (2, 1.0, False)]
)
def test_another_call_is_made_if_it_fits(done, used_s, may):
    case = Case("a/b", "", (), repeats=2, budget_s=10.0)
    assert may_repeat(case, done, used_s, {"wall_s": 5.0}) is may
