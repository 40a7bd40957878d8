"""What next moves are worth: against chances in equilibrium, and against a tree added up by hand.

The strait crisis stands in tests/support/strait.yaml. `TREE` is a crisis of two moves whose values
are worked out in `test_worths_of_a_small_tree`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from standoff.errors import UsageError
from standoff.forecast.advise import advise, paired, solved_parts
from standoff.forecast.worth import sets_of, worth_at
from standoff.scenario import load_scenario

STRAIT = Path(__file__).resolve().parents[2] / "support" / "strait.yaml"

TREE = """
standoff: 1
title: A small tree
payoffs: points
precision: 1.5
parties:
  a:
    name: A
    private: {kind: {values: {weak: {prob: 0.75}, strong: {prob: 0.25}}}}
  b: {name: B}
clock: {at_end: stopped}
turns:
  - id: first
    mover: a
    moves:
      stop: {title: Stop, outcome: stopped}
      push: {title: Push, cost: {a: 0.5}}
  - id: second
    mover: b
    moves:
      yield: {title: Yield, outcome: yielded}
      fight: {title: Fight, outcome: fought}
outcomes:
  stopped: {title: Stopped, payoff: {a: 0, b: 1}}
  yielded: {title: Yielded, payoff: {a: 2, b: -1}}
  fought:
    title: Fought
    payoff:
      a: "if a.kind == strong then 1 else -2"
      b: "if a.kind == strong then -3 else 0.5"
"""


@pytest.fixture(scope="module")
def strait():
    return advise(load_scenario(STRAIT), draws=12, seed=3, threads=1)


@pytest.fixture(scope="module")
def tree():
    return advise(load_scenario("tree.yaml", text=TREE), draws=1, seed=1, threads=1)


def test_chances_are_the_logit_of_worths_at_every_set_of_every_turn(strait):
    record = strait.record
    for game, numbers, strategy, _ in solved_parts(record):
        for turn, entry in enumerate(record.scenario.turns):
            if entry.mover < 0:
                continue
            made = worth_at(game, numbers, strategy, sets_of(record.scenario, game, turn))
            logits = numbers.lam * made.worth[:, :, entry.mover]
            odds = np.exp(logits - np.nanmax(logits, axis=1, keepdims=True))
            odds = np.where(np.isnan(odds), 0.0, odds)
            wanted = odds / odds.sum(axis=1, keepdims=True)
            assert len(wanted)
            assert np.abs(wanted - made.chance).max() < 1e-9


def test_worths_of_a_small_tree(tree):
    """Added up leaf by leaf from the solved chances, which the first test checks."""
    record = tree.record
    chance = dict(zip(record.game.infoset_labels, record.game.action_start, strict=False))
    sigma = record.solution.strategy[:, 0]
    weak, strong = (sigma[chance[f"first [{kind}]"] + 1] for kind in ("weak", "strong"))
    fight = sigma[chance["second after push"] + 1]
    worth = {
        "weak": 2 * (1 - fight) - 2 * fight - 0.5,
        "strong": 2 * (1 - fight) + fight - 0.5,
    }
    groups = {group.kind: group for group in tree.parties[0].groups}
    assert list(groups) == [None, "weak", "strong"]
    for kind, value in worth.items():
        assert groups[kind].worth[:, 0] == pytest.approx([0.0, value], abs=1e-12)
        assert groups[kind].best[:, 0].tolist() == [float(value < 0), float(value > 0)]
    both = 0.75 * worth["weak"] + 0.25 * worth["strong"]
    assert groups[None].worth[1, 0] == pytest.approx(both, abs=1e-12)
    assert groups[None].chance[1, 0] == pytest.approx(0.75 * weak + 0.25 * strong, abs=1e-12)
    mu = 0.25 * strong / (0.25 * strong + 0.75 * weak)
    b_fight = mu * -3 + (1 - mu) * 0.5
    second = tree.parties[1].groups[0]
    assert second.worth[:, 0] == pytest.approx([-1.0, b_fight], abs=1e-12)
    expected = -(1 - fight) + fight * b_fight
    assert second.change[1, 1, 0] == pytest.approx(b_fight - expected, abs=1e-12)
    # what fighting does to A, given who pushes: it gets 1 or -2 where it could hope for 2 too
    a_fight = mu * 1 + (1 - mu) * -2
    assert second.change[1, 0, 0] == pytest.approx((1 - fight) * (a_fight - 2), abs=1e-12)
    assert second.gap[1, 0, 0] == pytest.approx(b_fight + 1, abs=1e-12)


def test_data_name_the_best_move_and_differences_to_it(strait):
    data = strait.to_json()
    assert data["study"] == "advice"
    assert data["unit"] == "percent of the stakes"
    group = data["advice"]["borea"]["groups"][0]
    assert sum(move["best"] for move in group["moves"]) == pytest.approx(1.0)
    assert sum(move["chance"]["mean"] for move in group["moves"]) == pytest.approx(1.0)
    against = {move["move"]: move["against_best"] for move in group["moves"]}
    assert against[group["best"]]["mean"] == 0.0
    others = [one for name, one in against.items() if name != group["best"]]
    assert all(one["mean"] < 0 and one["standard_error"] > 0 for one in others)


def test_weights_count_draws_as_often_as_they_weigh():
    values = np.array([1.0, 4.0, np.nan, 7.0])
    twice = paired(np.array([1.0, 4.0, 4.0, 4.0, 4.0]), None)["mean"]
    assert paired(values, np.array([1.0, 4.0, 9.0, 0.0]))["mean"] == pytest.approx(twice)
    assert paired(values, None)["standard_error"] == pytest.approx(3 / np.sqrt(3))
    assert paired(values[:1], None)["standard_error"] is None


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"party": "borae"}, "no party `borae`"),
        ({"turn": "anser"}, "no turn `anser`"),
        ({"turn": "week"}, "nature moves"),
        ({"turn": "answer", "party": "borea"}, "is `astoria`'s, not `borea`'s"),
    ],
)
def test_what_cannot_be_asked(asked, says):
    with pytest.raises(UsageError, match=says) as caught:
        advise(load_scenario(STRAIT), draws=1, **asked)
    assert caught.value.help


def test_turns_that_are_over_are_not_advised_on():
    text = TREE + "observed: [{made: {turn: first, move: push}}]\n"
    made = advise(load_scenario("tree.yaml", text=text), draws=1, seed=1, threads=1)
    assert [one.turn for one in made.parties] == [1]
    assert made.parties[0].reached == pytest.approx(1.0)
    with pytest.raises(UsageError, match="`a` has no turn left"):
        advise(load_scenario("tree.yaml", text=text), party="a", draws=1, threads=1)


def test_observations_weigh_information_sets_and_not_beliefs(tree):
    """A report about A's type moves no belief of B's: what B's moves are worth stays as it was."""
    report = (
        "{date: null, through: second, report: {that: a.kind == strong, if_true: 1, if_false: 0}}"
    )
    text = TREE + f"observed: [{report.replace('date: null, ', '')}]\n"
    made = advise(load_scenario("tree.yaml", text=text), party="b", draws=1, seed=1, threads=1)
    assert made.parties[0].groups[0].worth == pytest.approx(tree.parties[1].groups[0].worth)
