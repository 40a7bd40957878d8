"""Tables and charts of made-up results."""

from __future__ import annotations

import json

import pytest
from benchmarks.aims import AIMS
from benchmarks.charts import all_charts
from benchmarks.device import bytes_moved
from benchmarks.look import copy_speed, fitted, per_thousand, scaling, taken
from benchmarks.rows import ratio_rows, scaling_rows
from benchmarks.tables import SECTIONS, number
from tests.support.results import record, results, stopped

from standoff.game.classic import escalation
from standoff.solve.kernels import work_for
from standoff.solve.passplan import plan_of

RECORDS = results()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0"),
        (0.01234, "0.0123"),
        (12.34, "12.3"),
        (1234.5, "1,234"),
        (7, "7"),
        (1001, "1,001"),
        (1e-8, "1e-8"),
        (2.34e-11, "2.3e-11"),
        (-0.0856, "-0.0856"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


@pytest.mark.parametrize("name", SECTIONS)
def test_every_part_can_be_made(name):
    text = SECTIONS[name](RECORDS)
    assert text.strip()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in rows}) <= 1


@pytest.mark.parametrize("name", SECTIONS)
def test_every_part_can_be_made_of_failures_alone(name):
    failures = [stopped(r["case"], r["program"], 10.0) for r in RECORDS]
    assert SECTIONS[name](failures).strip()


def test_a_program_that_was_stopped_is_shown_with_its_limit():
    lines = SECTIONS["gambit"](RECORDS).splitlines()
    (line,) = [line for line in lines if "not done" in line]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[0] == "10,000"
    assert cells[2] == "not done in 120"
    assert cells[3].startswith("> ")
    failures = SECTIONS["failures"](RECORDS)
    assert "| aqre/10000 | Gambit | did not finish | run: stopped after 120 s |" in failures
    assert "| gpu/98000 | standoff | not available |" in failures


def test_a_device_is_shown_with_its_share_of_copying():
    facts = {
        "passes_mean": 110.2,
        "passes_max": 318,
        "pass_ms": 2.0,
        "pass_bytes": 4e9,
        "gb_per_s": 2000.0,
        "copy_gb_per_s": 4000.0,
    }
    judged = {"passed": 9, "of": 10, "residual": 1e-12}
    done = record("gpu/98000", "standoff", 3.0, facts=facts, certificate=judged, device="Some GPU")
    text = SECTIONS["gpu"]([done])
    for line in ("| device | Some GPU |", "| certified | 9 of 10 |", "| share of copying | 50% |"):
        assert line in text
    (aim,) = [aim for aim in AIMS if aim.says == "pass on it, of its copying"]
    assert aim.measure([done]) == 50.0
    assert aim.measure(RECORDS) is None


def test_bytes_of_a_pass_are_what_it_must_read_and_leave_behind():
    game, numbers = escalation(5)
    plan = plan_of(game)
    assert (plan.nodes, plan.entries, plan.players) == (5, 6, 2)
    given = len(plan.final_pay) + len(plan.arrive_pay)
    choices = 6 + 4 + 1  # of players, of nature, and one that is always made
    lane = 2 * given + 2 * 6 + 2 * (2 * choices + 5 + 2 * 5)
    assert bytes_moved(plan, work_for(plan, numbers), 3, 100) == 100 + 3 * 8 * 8 * lane


def test_an_answer_that_is_not_accepted_has_no_time():
    wrong = record("zerosum/leduc", "standoff cfr+", 1e-9, success=False)
    assert taken(wrong) is None
    assert "no success" in SECTIONS["zerosum"]([wrong])


def test_growth_is_fitted_from_a_thousand_nodes_on():
    assert fitted(scaling(RECORDS)) == pytest.approx(1.1)
    assert fitted(scaling(RECORDS)[:3]) is None
    assert "nodes^1.10" in SECTIONS["aqre"](RECORDS)


def test_fewer_draws_are_extrapolated():
    assert per_thousand(record("draws/418", cpu_s=0.5, draws=50)) == 10.0


def test_bandwidth_is_the_best_that_was_seen():
    assert copy_speed(RECORDS) == 13.0
    assert copy_speed([]) == 0.0


def test_aims_say_met_not_met_and_not_measured():
    lines = {line.split("|")[1].strip(): line for line in SECTIONS["aims"](RECORDS).splitlines()}
    assert lines["growth from 1,000 nodes on: exponent"].endswith("| 1.1 | yes |")
    assert lines["1,000 draws of 418 nodes"].endswith("| 3 | **no** |")
    assert lines["second core, 12,000 nodes"].endswith("| – | not measured |")
    assert lines["draws together over draws alone, 418 nodes"].endswith("| 0.3 | yes |")
    assert lines["Leduc: OpenSpiel's CFR+ over ours"].endswith("| 100 | yes |")
    assert lines["Leduc: OpenSpiel's LP over ours"].endswith("| 0.4 | **no** |")
    assert len(AIMS) > 25


def test_rows_of_the_charts_keep_what_is_bad():
    stop = [row for row in scaling_rows(RECORDS) if row["stopped"]]
    assert stop == [{"who": "Gambit", "nodes": 10_000, "time": 120.0, "stopped": True}]
    slower = [row["label"] for row in ratio_rows(RECORDS) if not row["more"]]
    assert slower == ["OpenSpiel LP, leduc"]


def test_charts_are_made_where_there_are_data():
    charts = all_charts(RECORDS)
    assert list(charts) == ["scaling", "pass", "ratios"]
    assert "nodes^1.10" in json.dumps(charts["scaling"].to_dict())
    assert all_charts([]) == {}
