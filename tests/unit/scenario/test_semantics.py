"""Numbers by hand: what each declaration of the language pays, along a path, and its chances."""

from pathlib import Path

import numpy as np
import pytest

from standoff.game import NONE, central_parameters, compile_game, layout_of, numbers_at
from standoff.scenario import load_scenario

HEAD = """
standoff: 1
title: Semantics
parties:
  a: {name: A}
  b: {name: B}
"""
ENDINGS = """
outcomes:
  stay: {title: Nothing}
  over: {title: Over, payoff: {a: "7", b: "-7"}}
"""
SMALL = 1e-12


class Played:
    """A compiled crisis that can be walked move by move, adding up what is paid."""

    def __init__(self, text: str) -> None:
        self.scenario = load_scenario("semantics.yaml", text=text)
        self.game = compile_game(self.scenario)
        self.numbers = numbers_at(self.scenario, self.game, central_parameters(self.scenario))

    def walk(self, *moves: str, profile: int = 0):
        """Return what each party got along a path, in percent, and the chances on the way."""
        game, paid, chances = self.game, np.zeros(len(self.game.players)), []
        node = 0
        if layout_of(game).profiles.count > 1:
            node = int(game.edge_child[profile])
            chances.append(float(self.numbers.prob[game.edge_prob[profile], 0]))
        for move in moves:
            edges = range(game.edge_start[node], game.edge_start[node + 1])
            edge = next(e for e in edges if self.label(node, e) == move)
            if game.edge_prob[edge] != NONE:
                chances.append(float(self.numbers.prob[game.edge_prob[edge], 0]))
            if game.edge_pay[edge] != NONE:
                paid += self.numbers.pay[game.edge_pay[edge], :, 0]
            node = int(game.edge_child[edge])
        assert game.edge_start[node] == game.edge_start[node + 1], "the path does not end here"
        paid += self.numbers.pay[game.node_pay[node], :, 0]
        return paid * 100, chances, game.outcome_labels[game.node_outcome[node]]

    def label(self, node: int, edge: int) -> str:
        game = self.game
        if game.edge_prob[edge] != NONE:
            return game.chance_labels[game.edge_label[edge]]
        infoset = game.node_infoset[node]
        return game.action_labels[game.action_start[infoset] + edge - game.edge_start[node]]

    def moves(self, *path: str) -> set[str]:
        """Return the moves that are possible after a path."""
        game, node = self.game, 0
        for move in path:
            edges = range(game.edge_start[node], game.edge_start[node + 1])
            node = int(game.edge_child[next(e for e in edges if self.label(node, e) == move)])
        edges = range(game.edge_start[node], game.edge_start[node + 1])
        return {self.label(node, e) for e in edges}


def test_waiting_is_paid_for_the_days_until_the_next_turn_that_is_played():
    crisis = Played(
        HEAD
        + """
variables: {v: {range: [0, 1], start: 0}}
clock: {start: 2022-01-01, end: 2022-02-01, at_end: stay, waiting: {a: 0.5, b: "0.1 + v"}}
turns:
  - {id: one, date: 2022-01-04, mover: a, moves: {go: {title: G, effect: {v: 1}}, no: {title: N}}}
  - {id: two, date: 2022-01-10, mover: b, when: v == 1, moves: {end: {title: E, outcome: over}}}
  - {id: three, date: 2022-01-20, mover: b, moves: {on: {title: O}}}
"""
        + ENDINGS
    )
    # `go`: 6 days to turn two, with v = 1 while they pass; turn two ends it.
    np.testing.assert_allclose(crisis.walk("go", "end")[0], [7 - 6 * 0.5, -7 - 6 * 1.1], atol=1e-9)
    # `no`: turn two is skipped, so 16 days to turn three and 12 to the horizon, with v = 0.
    np.testing.assert_allclose(crisis.walk("no", "on")[0], [-28 * 0.5, -28 * 0.1], atol=1e-9)


def test_repeated_turns_have_their_dates_and_the_last_ends_at_the_horizon():
    crisis = Played(
        HEAD
        + """
clock: {start: 2022-01-01, end: 2022-02-01, at_end: stay, waiting: {a: 1}}
turns:
  - repeat: 2
    every: 7
    turns:
      - {id: x, after: 3, mover: a, moves: {go: {title: G}}}
"""
        + ENDINGS
    )
    days = [turn.date.isoformat() for turn in crisis.scenario.turns]
    assert [turn.id for turn in crisis.scenario.turns] == ["x_1", "x_2"]
    assert days == ["2022-01-04", "2022-01-11"]
    np.testing.assert_allclose(crisis.walk("go", "go")[0], [-28, 0], atol=1e-9)


LADDER = (
    HEAD
    + """
parameters:
  top: {value: 0.4, unit: probability, means: accident at the top, evidence: assumed}
ladders:
  p:
    climber: a
    rungs: [{id: low}, {id: mid}, {id: high}]
    start: low
    standing_cost: {a: 7, b: 14}
    convexity: 3
    rate_cost: {a: 20, b: 8}
    accident: {prob_top: top, growth: 2, outcome: over}
clock: {start: 2022-01-01, end: 2022-01-29, at_end: stay}
turns:
  - {id: up, date: 2022-01-01, mover: a, moves: {one: {title: O, climb: {p: 1}},
     two: {title: T, climb: {p: 2}}, none_: {title: N}}}
  - {id: luck, date: 2022-01-15, accident: p}
  - {id: down, date: 2022-01-15, mover: a, moves: {drop: {title: D, climb: {p: -1}},
     keep: {title: K}}}
"""
    + ENDINGS
).replace("none_", "rest_here")


def test_standing_on_a_rung_costs_by_the_week_and_convexly():
    crisis = Played(LADDER)
    # One step: rate 20 * (1/2)^2; two weeks at rung 1 of 2, then back at rung 0.
    paid, _, _ = crisis.walk("one", "calm", "drop")
    np.testing.assert_allclose(paid, [-5 - 2 * 7 / 8, -2 - 2 * 14 / 8], atol=1e-9)
    # Four weeks at rung 1: nothing is paid for going nowhere.
    paid, _, _ = crisis.walk("one", "calm", "keep")
    np.testing.assert_allclose(paid, [-5 - 4 * 7 / 8, -2 - 4 * 14 / 8], atol=1e-9)
    # Two steps at once cost four times one step.
    paid, _, _ = crisis.walk("two", "calm", "drop")
    np.testing.assert_allclose(paid, [-20 - 2 * 7 - 2 * 7 / 8, -8 - 2 * 14 - 2 * 14 / 8], atol=1e-9)


def test_the_accident_grows_with_the_rung_and_cannot_happen_at_the_bottom():
    crisis = Played(LADDER)
    assert crisis.walk("one", "accident")[1] == pytest.approx([0.4 / 4])
    assert crisis.walk("two", "accident")[1] == pytest.approx([0.4])
    assert crisis.walk("two", "accident")[2] == "over"
    assert crisis.walk("two", "calm", "keep")[1] == pytest.approx([0.6])
    assert crisis.moves("rest_here") == {"calm"}
    assert crisis.moves("rest_here", "calm") == {"keep"}


TABLE = (
    HEAD
    + """
table:
  demanded_by: a
  of: b
  sold: SOLD
  discuss_share: 0.25
  items:
    x: {title: X, value: {a: 20, b: -10}, divisible: true, evidence: assumed}
    y: {title: Y, value: {a: 8, b: -4}, divisible: false, evidence: assumed}
  replies:
    all: {accept: rest}
    some: {accept: [y], discuss: [x]}
    talk: {discuss: rest}
    none_of_it: {refuse: rest}
clock: {at_end: stay}
turns:
  - {id: reply_, mover: b, replies: true}
outcomes:
  stay: {title: Nothing, payoff: {a: items.a, b: items.b}}
"""
).replace("reply_,", "answer,")


@pytest.mark.parametrize(
    ("sold", "reply", "expected"),
    [
        ("singly", "all", (28, -14)),
        ("singly", "some", (8 + 0.25 * 20, -4 - 0.25 * 10)),
        ("singly", "talk", (0.25 * 20, -0.25 * 10)),
        ("singly", "none_of_it", (0, 0)),
        ("package", "all", (28, -14)),
        ("package", "some", (0, 0)),
        ("package", "none_of_it", (0, 0)),
    ],
)
def test_items_are_worth_what_the_reply_gives(sold, reply, expected):
    paid, _, _ = Played(TABLE.replace("SOLD", sold)).walk(reply)
    np.testing.assert_allclose(paid, expected, atol=1e-9)


COMMITMENT = (
    HEAD
    + """
commitments:
  vow:
    party: a
    sunk: 2
    retreat: 11
    broken_by: {outcomes: [over], moves: [recant]}
clock: {at_end: stay}
turns:
  - {id: one, mover: a, moves: {promise: {title: P, commits: vow}, quiet: {title: Q}}}
  - {id: two, mover: a, moves: {recant: {title: R}, hold: {title: H},
     fold: {title: F, outcome: over}}}
  - {id: three, mover: a, moves: {end: {title: E, outcome: over}, keep: {title: K}}}
"""
    + ENDINGS
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("promise", "hold", "keep"), -2),  # sunk part only
        (("promise", "hold", "end"), -2 - 11 + 7),  # broken by an outcome
        (("promise", "fold"), -2 - 11 + 7),
        (("promise", "recant", "keep"), -2 - 11),  # broken by a move
        (("promise", "recant", "end"), -2 - 11 + 7),  # broken once, paid once
        (("quiet", "recant", "end"), 7),  # never made, never broken
    ],
)
def test_a_commitment_costs_its_sunk_part_and_once_its_retreat(path, expected):
    paid, _, _ = Played(COMMITMENT).walk(*path)
    assert paid[0] == pytest.approx(expected)


PRIVATE = """
standoff: 1
title: Private
payoffs: points
parties:
  a:
    name: A
    private:
      will:
        values: {weak: {prob: rest}, firm: {prob: 0.3}}
      mood:
        given: a.will
        values: {calm: {prob: {weak: 0.9, firm: 0.2}}, angry: {prob: rest}}
  b: {name: B}
outside_options:
  plan_b:
    party: a
    values: {none: {prob: rest}, small: {prob: 0.25}, large: {prob: 0.25}}
clock: {at_end: stay}
turns:
  - id: one
    mover: a
    moves:
      use: {title: U, uses: plan_b, outcome: used}
      big: {title: B, uses: plan_b, allowed: a.plan_b == large, outcome: used}
      wait: {title: W}
outcomes:
  stay: {title: S, payoff: {a: if a.will == firm then 1 else 2}}
  used: {title: U, payoff: {a: if a.plan_b == large then 5 else 3}}
""".replace(
    "{a: if a.will == firm then 1 else 2}", '{a: "if a.will == firm then 1 else 2"}'
).replace("{a: if a.plan_b == large then 5 else 3}", '{a: "if a.plan_b == large then 5 else 3"}')


def test_the_joint_prior_is_the_product_of_conditional_tables():
    crisis = Played(PRIVATE)
    codes = layout_of(crisis.game).profiles.codes
    will = np.where(codes[:, 0] == 1, 0.3, 0.7)
    calm = np.where(codes[:, 0] == 1, 0.2, 0.9)
    mood = np.where(codes[:, 1] == 0, calm, 1 - calm)
    plan = np.array([0.5, 0.25, 0.25])[codes[:, 2]]
    np.testing.assert_allclose(crisis.numbers.prob[: len(codes), 0], will * mood * plan, atol=SMALL)


def test_a_hidden_option_is_open_to_its_owners_only():
    crisis = Played(PRIVATE)
    codes = layout_of(crisis.game).profiles.codes.tolist()
    wanted = {0: {"wait"}, 1: {"use", "wait"}, 2: {"use", "big", "wait"}}
    for profile, (will, _, plan) in enumerate(codes):
        node = int(crisis.game.edge_child[profile])
        edges = range(crisis.game.edge_start[node], crisis.game.edge_start[node + 1])
        assert {crisis.label(node, e) for e in edges} == wanted[plan]
        paid, _, _ = crisis.walk("wait", profile=profile)
        assert paid[0] / 100 == pytest.approx(1 if will == 1 else 2)
        if plan:
            paid, _, _ = crisis.walk("use", profile=profile)
            assert paid[0] / 100 == pytest.approx(5 if plan == 2 else 3)


def test_a_path_adds_up_ladder_waiting_and_payoff():
    text = (Path(__file__).parents[2] / "support/strait.yaml").read_text(encoding="utf-8")
    crisis = Played(text)
    cost = float(central_parameters(crisis.scenario)[2, 0])
    paid, chances, outcome = crisis.walk("send", "some", "calm", "fight", profile=0)
    # 5 * (1/2)^2 for the climb; 16 days at rung 1 of 2: waiting 0.1, standing 3 and 4 a week.
    standing = 16 / 7 / 4
    assert outcome == "war"
    np.testing.assert_allclose(
        paid,
        [10 - cost - 5 / 4 - 16 * 0.1 - 3 * standing, -20 - cost - 4 * standing],
        atol=1e-9,
    )
    top = float(central_parameters(crisis.scenario)[3, 0])
    assert chances[1] == pytest.approx(1 - top / 4)
