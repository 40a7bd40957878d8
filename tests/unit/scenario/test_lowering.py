"""What the short forms become: checked on values, not on the shape of the formulas."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.corpus import VALID

from standoff.scenario import NATURE, load_scenario
from standoff.scenario.expr import Env, evaluate, is_true

FILES = {path.stem: path for path in VALID}
WAR_COST = 20.0


def load(name):
    return load_scenario(FILES[name])


def index(records, name):
    return next(k for k, record in enumerate(records) if record.id == name)


def move(scenario, turn, name):
    moves = scenario.turns[index(scenario.turns, turn)].moves
    return moves[index(moves, name)]


def at(scenario, **values):
    """Return the start of a scenario with some public variables changed."""
    variables = [float(variable.start) for variable in scenario.variables]
    for name, value in values.items():
        variables[index(scenario.variables, name)] = value
    parameters = [WAR_COST] * len(scenario.parameters)
    return Env(parameters, variables, [0.0] * len(scenario.privates))


def value(expr, env):
    return float(evaluate(expr, env))


def test_ladder_variable_and_costs():
    scenario = load("ladder")
    ladder = scenario.variables[index(scenario.variables, "pressure")]
    assert (ladder.low, ladder.high, ladder.start, ladder.role) == (0, 2, 0, "ladder")
    assert ladder.labels == ("calm_days", "drill", "siege")
    top, half = at(scenario, pressure=2), at(scenario, pressure=1)
    assert value(scenario.waiting[0], top) == pytest.approx(WAR_COST / 10 / 7)
    assert value(scenario.waiting[1], top) == pytest.approx(2 / 7)
    assert value(scenario.waiting[0], half) == pytest.approx(WAR_COST / 10 / 7 * 0.5**1.5)
    assert value(scenario.waiting[0], at(scenario)) == 0


def test_climbing():
    scenario = load("ladder")
    press, ease = move(scenario, "push", "press"), move(scenario, "push", "ease")
    k = index(scenario.variables, "pressure")
    assert value(dict(press.effects)[k], at(scenario, pressure=1)) == 2
    assert value(dict(ease.effects)[k], at(scenario, pressure=1)) == 0
    assert is_true(press.allowed, at(scenario, pressure=1))
    assert not is_true(press.allowed, at(scenario, pressure=2))
    assert not is_true(ease.allowed, at(scenario, pressure=0))
    assert value(dict(press.costs)[0], at(scenario)) == pytest.approx(4 * 0.5**2)
    assert ease.costs == ()


def test_accident_turn():
    scenario = load("ladder")
    turn = scenario.turns[index(scenario.turns, "slip")]
    accident, calm = turn.moves
    assert turn.mover == NATURE
    assert scenario.outcomes[accident.outcome].id == "war"
    for rung, chance in ((0, 0.0), (1, 0.1 / 4), (2, 0.1)):
        env = at(scenario, pressure=rung)
        assert is_true(accident.allowed, env) == (rung > 0)
        assert value(accident.prob, env) == pytest.approx(chance)
        assert value(calm.prob, env) == pytest.approx(1 - chance)


def test_commitment():
    scenario = load("commitment")
    k = index(scenario.variables, "vow")
    assert scenario.variables[k].labels == ("unmade", "made", "broken")
    swear, retreat = move(scenario, "push", "swear"), move(scenario, "push", "retreat")
    unmade, made, broken = (at(scenario, vow=code) for code in range(3))
    assert [is_true(swear.allowed, env) for env in (unmade, made, broken)] == [True, False, False]
    assert value(dict(swear.effects)[k], unmade) == 1
    assert value(dict(swear.costs)[0], unmade) == 1
    assert [value(dict(retreat.effects)[k], env) for env in (unmade, made, broken)] == [0, 2, 2]
    assert [value(dict(retreat.costs)[0], env) for env in (unmade, made, broken)] == [0, 10, 0]
    quiet = scenario.outcomes[index(scenario.outcomes, "quiet")]
    assert [value(quiet.payoff[0], env) for env in (unmade, made, broken)] == [0, -10, 0]
    assert [value(quiet.payoff[1], env) for env in (unmade, made, broken)] == [0, 0, 0]
    assert [(player, value(cost, made)) for player, cost in quiet.retreats] == [(0, 10)]


def test_outside_option():
    scenario = load("plan-b")
    k = index(scenario.privates, "plan_b")
    option = scenario.privates[k]
    assert (option.party, option.values, option.outside_option) == (0, ("none", "major"), True)
    strike = move(scenario, "push", "strike")
    resolve = index(scenario.privates, "resolve")
    for high, ready in ((0, 0), (0, 1), (1, 0), (1, 1)):
        privates = [0.0, 0.0]
        privates[resolve], privates[k] = high, ready
        env = Env([WAR_COST], at(scenario).variables, privates)
        assert is_true(strike.allowed, env) == (high == ready == 1)


@pytest.mark.parametrize(
    ("name", "worth"),
    [
        ("table-singly", {"open": 0, "full": 50, "partial": 0.4 * 20, "refusal": 0}),
        ("table-package", {"open": 0, "full": 50, "partial": 0, "refusal": 0}),
    ],
)
def test_table(name, worth):
    scenario = load(name)
    reply = scenario.variables[index(scenario.variables, "reply")]
    assert reply.labels == tuple(worth)
    peace = scenario.outcomes[index(scenario.outcomes, "peace")]
    for code, expected in enumerate(worth.values()):
        assert value(peace.payoff[0], at(scenario, reply=code)) == pytest.approx(expected)


def test_replies_become_moves():
    scenario = load("table-singly")
    turn = scenario.turns[index(scenario.turns, "answer")]
    assert [m.id for m in turn.moves] == ["full", "partial", "refusal", "give", "wait"]
    assert [m.refuses for m in turn.moves] == [False, False, True, False, False]
    k = index(scenario.variables, "reply")
    assert [value(dict(m.effects)[k], at(scenario)) for m in turn.moves[:3]] == [1, 2, 3]
    assert is_true(turn.when, at(scenario))
    assert not is_true(turn.when, at(scenario, reply=1))


def test_rest_counts_only_what_is_allowed():
    scenario = load("weather")
    calm = move(scenario, "weather", "calm")
    assert value(calm.prob, at(scenario, rung=1)) == pytest.approx(0.9)
    assert value(calm.prob, at(scenario, rung=2)) == pytest.approx(1 - 0.2 - 0.3)


def test_conditional_rows():
    posture = load("correlated-types").privates[1]
    assert posture.given == 0
    rows = [[value(expr, Env([WAR_COST])) for expr in row] for row in posture.prob]
    assert rows == [pytest.approx([0.7, 0.3]), pytest.approx([0.2, 0.8])]


def test_repeated_turns_and_their_days():
    scenario = load("repeated-turns")
    days = {turn.id: turn.date for turn in scenario.turns}
    assert days["probe_1"] == date(2022, 1, 17)
    assert days["talk_1"] == date(2022, 1, 18)
    assert days["probe_2"] == date(2022, 1, 24)
    assert days["talk_3"] == date(2022, 2, 1)
    assert days["push"] == date(2022, 2, 1)
    assert scenario.end == date(2022, 2, 1)


def test_days_count_from_the_turn_before():
    scenario = load("dates")
    assert [turn.date for turn in scenario.turns] == [date(2022, 1, 20), date(2022, 1, 27)]
    assert (scenario.start, scenario.end) == (date(2022, 1, 15), date(2022, 3, 1))


def test_labels_of_an_effect():
    scenario = load("named-values")
    effect = dict(move(scenario, "push", "wait").effects)[index(scenario.variables, "mood")]
    assert value(effect, at(scenario, rung=2, mood=0)) == 1
    assert value(effect, at(scenario, rung=0, mood=3)) == 3


def test_scales_and_memory():
    assert load("small").payoff_scale == 0.01
    scenario = load("points-and-state")
    assert (scenario.payoff_scale, scenario.memory) == (1.0, "state")
    assert value(scenario.precision, at(scenario)) == pytest.approx(WAR_COST / 3)


def test_bluff_and_base_rates():
    scenario = load("threat")
    war = index(scenario.outcomes, "war")
    assert scenario.bluffs[0].outcomes == {war}
    assert scenario.bluffs[0].moves == {"strike"}
    assert scenario.base_rates[0].outcomes == (war,)
    assert scenario.outcomes[war].force


def test_evidence():
    parameter = load("evidence").parameters[0]
    assert not parameter.assumed
    assert [(item.source, item.paragraph) for item in parameter.evidence] == [("a", 3), ("b", None)]
    assert load("small").parameters[0].assumed
