"""Named formulas, the clock in formulas, and the functions for chances."""

from __future__ import annotations

import math
from datetime import date

import pytest
from tests.support.corpus import VALID

from standoff.game import central_numbers, compile_game
from standoff.scenario import check_text, load_scenario
from standoff.scenario.expr import Const, Env, evaluate
from standoff.scenario.formula import parse
from standoff.scenario.lower.formulas import MAX_EXPANDED
from standoff.scenario.names import Scope, resolve_names
from standoff.scenario.symbols import Symbols

NAMED = next(path for path in VALID if path.stem == "named-formulas")
TEXT = NAMED.read_text(encoding="utf-8")
WAR_COST, STRENGTH = 20.0, 63.0


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(NAMED)


def number(text):
    return float(evaluate(resolve_names(parse(text), Symbols(), Scope("here")), Env()))


def test_chance_functions_have_their_textbook_values():
    assert number("logistic(0)") == 0.5
    assert number("logistic(2)") == pytest.approx(1 / (1 + math.exp(-2)), rel=1e-15)
    assert number("norm_cdf(0)") == 0.5
    assert number("norm_cdf(1.96)") == pytest.approx(0.9750021048517795, rel=1e-12)
    assert number("norm_cdf(-8)") == pytest.approx(6.220960574271785e-16, rel=1e-9)
    assert number("logistic(-800) + norm_cdf(-50)") == pytest.approx(0, abs=1e-300)


def test_a_named_formula_is_what_it_says(scenario):
    win = 0.5 * (1 + math.erf((STRENGTH - 50) / 10 / math.sqrt(2)))
    env = Env((WAR_COST, STRENGTH), (0.0,))
    war = next(outcome for outcome in scenario.outcomes if outcome.id == "war")
    assert float(evaluate(war.payoff[0], env)) == pytest.approx(100 * win - WAR_COST)
    assert float(evaluate(war.payoff[1], env)) == pytest.approx(100 - 100 * win - WAR_COST)


def test_a_named_formula_serves_as_a_guard(scenario):
    climb, strike, _ = scenario.turns[0].moves
    for rung, holds in ((0.0, False), (1.0, False), (2.0, True)):
        env = Env((), (rung,))
        assert bool(evaluate(strike.allowed, env)) == holds
        assert bool(evaluate(climb.allowed, env)) == (not holds)


def test_the_day_is_counted_from_the_start_and_to_the_end(scenario):
    start, end = date(2022, 1, 15), date(2022, 2, 28)
    assert (scenario.start, scenario.end) == (start, end)
    for turn in scenario.turns:
        if turn.id.startswith("push"):
            left = (end - turn.date).days
            assert dict(turn.moves[0].costs)[0] == Const(left / 10) or (
                float(evaluate(dict(turn.moves[0].costs)[0], Env())) == pytest.approx(left / 10)
            )
        if turn.id.startswith("weather"):
            day = (turn.date - start).days
            storm = float(evaluate(turn.moves[0].prob, Env()))
            assert storm == pytest.approx(0.1 / (1 + math.exp(2 - day / 7)))
            assert float(evaluate(turn.moves[1].prob, Env())) == pytest.approx(1 - storm)


def test_days_left_reach_to_the_last_turn_where_the_clock_names_no_end():
    shorter = load_scenario("x.yaml", text=TEXT.replace(", end: 2022-02-28", ""))
    last = shorter.turns[-1].date
    push = shorter.turns[0]
    assert shorter.end == last
    cost = float(evaluate(dict(push.moves[0].costs)[0], Env()))
    assert cost == pytest.approx((last - push.date).days / 10)


def test_the_game_with_named_formulas_is_the_game_with_them_written_out(scenario):
    plain = TEXT
    for name, value in (
        ("prob_win", "norm_cdf(edge)"),
        ("worth_of_war", "100 * prob_win - war_cost"),
    ):
        assert name in plain
        plain = plain.replace(f"- {name}", f"- ({value})").replace(f": {name},", f": {value},")
    a, b = scenario, load_scenario("plain.yaml", text=plain)
    first, second = central_numbers(a, compile_game(a)), central_numbers(b, compile_game(b))
    assert (first.pay == second.pay).all()
    assert (first.prob == second.prob).all()


def test_chances_that_depend_on_the_day_are_checked_on_every_day():
    late = TEXT.replace("0.1 * logistic(day / 7 - 2)", "day / 5")
    found = [item for item in check_text(late, "late.yaml") if item.is_error]
    assert [item.code for item in found] == ["SC216"]
    assert "storm" in found[0].message


def test_formulas_that_double_each_other_are_stopped_before_they_grow():
    rows = ["  g0: {value: war_cost}"]
    rows += [f"  g{k}: {{value: g{k - 1} + g{k - 1}}}" for k in range(1, 60)]
    text = TEXT.replace("formulas:\n", "formulas:\n" + "\n".join(rows) + "\n")
    found = [item for item in check_text(text, "grown.yaml") if item.is_error]
    assert [item.code for item in found] == ["SC402"]
    assert f"{MAX_EXPANDED:,}" in found[0].note
