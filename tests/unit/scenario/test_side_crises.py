"""Side crises: the delays of the file come out in play, and what ties forces delays their use."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.tiny import load, move, named, solved, state, value

from standoff.scenario import NATURE
from standoff.scenario.expr import is_true

EXACT = 1e-9
TIED, MOPPING_UP, FREE = 0, 1, 2

SIDE = """
standoff: 1
title: Troops elsewhere
precision: 10
parameters:
  p_soon: {{value: {soon}, unit: probability, means: chance of no delay, evidence: assumed}}
parties:
  east: {{}}
  west: {{}}
variables:
  calm: {{values: [no, yes], start: {calm}}}
side_crises:
  south:
    party: east
    means: troops sent to a neighbour
    announced: 2022-01-19
    slip: {slip}
    condition: calm == yes
    {more}
clock: {{start: 2022-01-12, end: 2022-03-31, at_end: quiet}}
turns:
  - id: mood
    mover: nature
    moves:
      calmer: {{prob: 0.5, effect: {{calm: yes}}}}
      same: {{prob: rest}}
  - repeat: 3
    every: 14
    turns:
      - id: push
        date: 2022-01-20
        mover: east
        moves:
          strike: {{needs: south, outcome: war}}
          wait: {{}}
outcomes:
  quiet: {{}}
  war: {{payoff: {{east: 20, west: -20}}}}
"""


def side(
    soon=0.4,
    calm="yes",
    slip="{0: p_soon, 7: 0.2, 30: rest}",
    more="residual: {days: 28, prob: 0.5}",
):
    return SIDE.format(soon=soon, calm=calm, slip=slip, more=more)


def made(scenario):
    return {t.id: t for t in scenario.turns if t.id.startswith("south")}


def test_nature_decides_on_the_announced_day_and_after_each_slip():
    turns = made(load(side()))
    assert {name: turn.date for name, turn in turns.items()} == {
        "south_out_1": date(2022, 1, 19),
        "south_out_2": date(2022, 1, 26),
        "south_clear_1": date(2022, 2, 16),
        "south_out_3": date(2022, 2, 18),
        "south_clear_2": date(2022, 2, 23),
        "south_clear_3": date(2022, 3, 18),
    }
    assert all(turn.mover == NATURE for turn in turns.values())


def test_turns_stand_in_the_order_of_their_days_and_before_the_turns_of_that_day():
    text = side().replace("date: 2022-01-20", "date: 2022-01-19")
    scenario = load(text)
    days = [turn.date for turn in scenario.turns]
    assert days == sorted(days)
    order = [turn.id for turn in scenario.turns]
    assert order[:3] == ["mood", "south_out_1", "push_1"]


def test_hazards_reproduce_the_chances_of_the_delays():
    scenario = load(side(soon=0.3))
    turns = made(scenario)
    env = state(scenario)
    out = [value(turns[f"south_out_{k}"].moves[0].prob, env) for k in (1, 2, 3)]
    left, shares = 1.0, []
    for hazard in out:
        shares.append(left * hazard)
        left *= 1 - hazard
    assert shares == pytest.approx([0.3, 0.2, 0.5])
    assert out[2] == 1
    assert len(turns["south_out_3"].moves) == 1


def test_never_keeps_its_share():
    scenario = load(side(slip="{0: p_soon, 14: 0.3, never: rest}"))
    turns, env = made(scenario), state(scenario)
    out = [value(turns[f"south_out_{k}"].moves[0].prob, env) for k in (1, 2)]
    assert (1 - out[0]) * (1 - out[1]) == pytest.approx(1 - 0.4 - 0.3)


def test_nothing_is_left_when_the_first_delay_is_certain():
    scenario = load(side(soon=1, slip="{0: p_soon, 7: 0, 30: 0, never: rest}"))
    turns, env = made(scenario), state(scenario)
    out = [value(turns[f"south_out_{k}"].moves[0].prob, env) for k in (1, 2, 3)]
    assert out == [1, 0, 0]


def test_withdrawal_needs_the_condition_and_tied_forces():
    scenario = load(side())
    when = made(scenario)["south_out_1"].when
    assert is_true(when, state(scenario, calm=1, south=TIED))
    assert not is_true(when, state(scenario, calm=0, south=TIED))
    assert not is_true(when, state(scenario, calm=1, south=FREE))


def test_what_is_left_behind_ends_later():
    scenario = load(side())
    out, clear = (made(scenario)[name] for name in ("south_out_1", "south_clear_1"))
    assert value(out.moves[0].effects[0][1], state(scenario)) == MOPPING_UP
    assert value(clear.moves[0].effects[0][1], state(scenario)) == FREE
    assert is_true(clear.when, state(scenario, south=MOPPING_UP))
    assert not is_true(clear.when, state(scenario, south=TIED))
    at_once = load(side(more="start: tied"))
    assert value(made(at_once)["south_out_1"].moves[0].effects[0][1], state(at_once)) == FREE
    assert len(made(at_once)) == 3


def test_turns_after_the_end_of_the_clock_are_left_out():
    text = side().replace("end: 2022-03-31", "end: 2022-02-20")
    assert list(made(load(text))) == ["south_out_1", "south_out_2", "south_clear_1", "south_out_3"]


def test_moves_that_need_the_forces_wait_until_they_are_not_tied():
    scenario = load(side())
    strike = move(scenario, "push_1", "strike")
    allowed = [is_true(strike.allowed, state(scenario, south=s)) for s in (TIED, MOPPING_UP, FREE)]
    assert allowed == [False, True, True]
    assert named(scenario.variables, "south").labels == ("tied", "mopping_up", "free")


def test_a_game_with_tied_forces_has_the_closed_form():
    text = side(slip="{0: p_soon, never: rest}", more="start: tied")
    text = text.replace("repeat: 3", "repeat: 1")
    strike = 1 / (1 + 2.718281828459045 ** (-10 * 0.2))
    assert solved(text)["war"] == pytest.approx(0.4 * strike, abs=EXACT)


def test_a_more_reliable_withdrawal_frees_the_resource():
    """Powell (2007): what is committed elsewhere cannot be used here."""
    wars = [solved(side(soon=p, slip="{0: p_soon, never: rest}"))["war"] for p in (0.1, 0.5, 0.9)]
    assert wars == sorted(wars)
    assert wars[-1] > wars[0] + 0.3


def test_a_withdrawal_under_a_condition_waits_for_it():
    """Kydland & Prescott (1977): what was announced is done only if it is still wanted then."""
    assert solved(side(calm="no"))["war"] < solved(side(calm="yes"))["war"]
