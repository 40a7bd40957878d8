"""What matters: indices, one at a time and boxes against formulas whose answers are known."""

from __future__ import annotations

import builtins
import json

import numpy as np
import pytest
from tests.support.chances import SWITCH, chance

from standoff.errors import MissingExtraError, UsageError
from standoff.forecast import matters
from standoff.forecast.matters import cost
from standoff.forecast.plan import latent
from standoff.forecast.sobol import design, indices

HOW = {"draws": 100, "seed": 3, "solves": 3000, "threads": 1}


def loud(formula, more="", **how):
    record = matters(chance(formula, more), outcomes=["loud"], **(HOW | how))
    data = json.loads(json.dumps(record.to_json(), allow_nan=False))
    return data, data["outcomes"]["loud"]


@pytest.fixture(scope="module")
def added():
    return loud("0.1 + 0.5 * x + 0.3 * y")


def by_name(rows, key="name"):
    return {row[key] if key == "name" else row[key][0]: row for row in rows}


def require_within(row, first, total):
    assert row["first"] == pytest.approx(first, abs=row["first_half"])
    assert row["total"] == pytest.approx(total, abs=row["total_half"])


def test_indices_of_a_sum_are_its_shares_of_the_variance(added):
    rows = by_name(added[1]["sobol"], "factors")
    require_within(rows["x"], 0.25 / 0.34, 0.25 / 0.34)
    require_within(rows["y"], 0.09 / 0.34, 0.09 / 0.34)


def test_indices_of_a_product_count_what_acts_together():
    _, outcome = loud("x * y", methods=["sobol"])
    rows = by_name(outcome["sobol"], "factors")
    for name in ("x", "y"):  # V = 7/144, of which 3/144 each alone
        require_within(rows[name], 3 / 7, 4 / 7)


def test_indices_from_ordinary_draws_agree(added):
    rows = by_name(added[1]["given"])
    assert rows["x"]["index"] == pytest.approx(0.25 / 0.34, abs=0.15)
    assert (rows["x"]["direction"], rows["y"]["direction"]) == (1, 1)


def test_one_at_a_time_is_exact_for_a_linear_chance(added):
    data, outcome = added
    scenario = chance("0.1 + 0.5 * x + 0.3 * y")
    x, y, _ = latent(scenario, data["draws"], data["seed"]).parameters
    rows = by_name(outcome["tornado"])
    for name, drawn, slope in (("x", x, 0.5), ("y", y, 0.3)):
        for end, place in (("low", 0.05), ("high", 0.95)):
            gap = slope * (place - drawn)
            assert rows[name][end] == pytest.approx(gap.mean(), abs=1e-9)
            assert rows[name][f"{end}_error"] == pytest.approx(
                gap.std(ddof=1) / np.sqrt(len(drawn)), abs=1e-9
            )
    assert [row["name"] for row in outcome["tornado"]] == ["x", "y"]


def test_a_number_that_changes_nothing_does_not_enter(added):
    data, outcome = added
    assert data["outside"] == ["idle"]
    assert not data["factors"]["idle"]["enters"]
    assert all("idle" not in row["factors"] for row in outcome["sobol"])


def test_a_switch_counts_when_it_is_random_only():
    _, outcome = loud("0.1 + 0.8 * y", SWITCH, methods=["sobol", "tornado"])
    rows = by_name(outcome["sobol"], "factors")
    # p = 0.1 + 0.8 s y: V = 0.64 (1/6 - 1/16); s alone: 0.64 / 16, y alone: 0.64 / 48
    whole = 1 / 6 - 1 / 16
    require_within(rows["doubt"], 1 / 16 / whole, 1 - 1 / 48 / whole)
    require_within(rows["y"], 1 / 48 / whole, 1 - 1 / 16 / whole)
    swing = by_name(outcome["tornado"])["doubt"]
    assert swing["low"] < 0 < swing["high"]
    data, _ = loud("x * y", SWITCH.replace("on: 0.5, ", ""), methods=["given"])
    assert data["outside"] == ["idle", "doubt"]


def test_boxes_find_the_corner_where_a_chance_is_high():
    _, outcome = loud("if x > 0.6 and y < 0.5 then 0.9 else 0.1", methods=["prim"], draws=200)
    (box,) = outcome["boxes"]["boxes"]
    sides = by_name(box["sides"])
    assert sides["x"]["low"] == pytest.approx(0.6, abs=0.05)
    assert sides["y"]["high"] == pytest.approx(0.5, abs=0.05)
    assert sides["x"]["high"] is None
    assert box["density"] > 0.9
    assert box["coverage"] > 0.8
    assert box["prior"] == pytest.approx(0.2, abs=0.06)


def test_a_level_that_no_draw_passes_becomes_the_top_quarter():
    _, outcome = loud("0.2 * x", methods=["prim"])
    scene = outcome["boxes"]
    assert scene["asked"] == 0.5
    assert scene["level"] == pytest.approx(0.15, abs=0.01)


def test_an_outcome_that_never_varies_has_no_index():
    data, outcome = loud("0.25 + 0 * x")
    assert outcome["sobol"] is None
    assert data["outside"] == ["x", "y", "idle"]


def test_rows_with_an_unsolved_point_are_left_out_whole():
    made = design([(0,), (1,)], 64, 1)
    values = (made.places[0] + made.places[1])[None]
    broken = values.copy()
    broken[0, [5, 6, 90]] = np.nan
    found = indices(made, broken, 1)
    assert (found.rows, found.dropped) == (62, 2)
    assert found.total[0] == pytest.approx([0.5, 0.5], abs=0.15)


def test_factors_in_one_group_share_an_index():
    made = design([(2,), (0, 1)], 256, 1)
    found = indices(made, (made.places[0] + made.places[1] + 2 * made.places[2])[None], 1)
    assert found.first[0] == pytest.approx([4 / 6, 2 / 6], abs=0.06)


def test_the_solves_are_counted_before_and_kept(added):
    scenario = chance("0.1 + 0.5 * x + 0.3 * y")
    planned = cost(scenario, draws=100, solves=3000)
    assert added[0]["solves"] <= planned.solves <= 100 + 3000
    with pytest.raises(UsageError, match="too few") as caught:
        cost(scenario, draws=100, solves=50)
    enough = int(caught.value.help.split("`")[1].split()[1])
    assert cost(scenario, draws=100, solves=enough).rows >= 16


def test_without_salib_the_extra_is_named(monkeypatch):
    real = builtins.__import__

    def missing(name, *args, **more):
        if name.startswith("SALib"):
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtraError, match="sensitivity"):
        matters(chance("x * y"), **HOW)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"outcomes": ["lod"]}, "no outcome `lod`"),
        ({"methods": ["morris"]}, "no method `morris`"),
    ],
)
def test_wrong_names_are_refused(how, message):
    with pytest.raises(UsageError, match=message):
        matters(chance("x * y"), **(HOW | how))
