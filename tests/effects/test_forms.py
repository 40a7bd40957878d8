"""Forms of messages: who sees them, what retreat costs, and how far they move beliefs."""

from __future__ import annotations

import pytest
from tests.support.corpus import VALID
from tests.support.solved import chance, soft, solved

from standoff.scenario import load_scenario
from standoff.scenario.expr import Env, evaluate, is_true

EXACT = 1e-9
FILE = next(path for path in VALID if path.stem == "messages")


@pytest.fixture(scope="module")
def messages():
    return load_scenario(FILE)


def index(records, name):
    return next(k for k, record in enumerate(records) if record.id == name)


def move(scenario, turn, name):
    moves = scenario.turns[index(scenario.turns, turn)].moves
    return moves[index(moves, name)]


def at(scenario, **values):
    """Return the start with public variables or hidden dimensions set by their labels."""
    variables = [float(v.start) for v in scenario.variables]
    privates = [float(p.start or 0) for p in scenario.privates]
    for name, label in values.items():
        for records, where in ((scenario.variables, variables), (scenario.privates, privates)):
            for k, record in enumerate(records):
                if record.id == name:
                    labels = getattr(record, "labels", None) or getattr(record, "values", ())
                    where[k] = float(labels.index(label))
    return Env([1.5], variables, privates)


def value(expr, env):
    return float(evaluate(expr, env))


@pytest.mark.parametrize(
    ("state", "cost"),
    [
        ({}, 0),
        ({"vow": "made"}, 3),
        ({"vow": "made_written_reply"}, 4.5),
        ({"vow": "broken"}, 0),
        ({"vow_to_west": "made_back_channel"}, 0.3),
        ({"vow_to_west": "broken"}, 0),
    ],
)
def test_retreat_costs_a_share_that_depends_on_the_form(messages, state, cost):
    quiet = messages.outcomes[index(messages.outcomes, "quiet")]
    assert value(quiet.payoff[0], at(messages, **state)) == pytest.approx(-cost)
    down = move(messages, "verdict", "stand_down")
    assert value(dict(down.costs)[0], at(messages, **state)) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("reply", "cost"), [("open", 0), ("full", 0), ("partial", 3), ("refusal", 0)]
)
def test_settling_on_a_reply_may_be_the_retreat(messages, reply, cost):
    deal = messages.outcomes[index(messages.outcomes, "deal")]
    worth = {"full": 3, "partial": 2}.get(reply, 0)
    assert value(deal.payoff[0], at(messages, reply=reply, vow="made")) == worth - cost
    assert value(deal.payoff[0], at(messages, reply=reply)) == worth


def test_breaking_is_kept_where_the_vow_was_made(messages):
    down = move(messages, "verdict", "stand_down")
    vow, secret = index(messages.variables, "vow"), index(messages.privates, "vow_to_west")
    env = at(messages, vow_to_west="made_back_channel")
    labels = messages.privates[secret].values
    assert labels[int(value(dict(down.becomes)[secret], env))] == "broken"
    assert value(dict(down.effects)[vow], env) == 0
    assert messages.privates[secret].viewers == {1}


def test_one_vow_only(messages):
    for name in ("speak", "write"):
        once = move(messages, "vow", name)
        assert is_true(once.allowed, at(messages))
        assert not is_true(once.allowed, at(messages, vow="made_written_reply"))
    whisper = move(messages, "vow", "whisper")
    assert not is_true(whisper.allowed, at(messages, vow_to_west="made_back_channel"))
    assert (whisper.seen_as, move(messages, "vow", "hint").seen_as) == ("wait", "wait")


SIGNAL = """
standoff: 1
title: A vow
payoffs: points
precision: 3
parties:
  a:
    private: {resolve: {values: {weak: {prob: 0.5}, strong: {prob: 0.5}}}}
  b: {}
commitments:
  vow: {party: a, retreat: RETREAT, broken_by: {outcomes: [backed_down]}}
clock: {at_end: quiet}
turns:
  - id: speak
    mover: a
    moves:
      vow: {commits: vow, FORM}
      wait: {}
  - id: answer
    mover: b
    moves: {give_way: {outcome: won}, refuse: {refuses: true}}
  - id: act
    mover: a
    moves: {fight: {outcome: war}, back_down: {outcome: backed_down}}
outcomes:
  quiet: {}
  won: {payoff: {a: 1, b: -1}}
  backed_down: {payoff: {b: 0.5}}
  war: {payoff: {a: "if a.resolve == strong then 0.2 else -5", b: -2}, force: true}
"""
PUBLIC, PRIVATE = "form: communique", "form: private_message, to: b"
WRITTEN = "form: written_reply"


def posterior(form, retreat=2.0):
    """Return the chance that A is strong after its vow, the prior being 1/2."""
    text = SIGNAL.replace("FORM", form).replace("RETREAT", str(retreat))
    by_type = solved(text)["next_moves"]["a"]["by_type"]
    weak, strong = (
        next(moves["vow"] for label, moves in by_type.items() if label.startswith(kind))
        for kind in ("weak", "strong")
    )
    return strong / (weak + strong)


def test_a_public_signal_moves_the_posterior_more_than_a_private_one():
    """Fearon (1994, 1997): what is costly to take back is believed; Kurizaki (2007) on secrecy."""
    private, public, written = (posterior(form) for form in (PRIVATE, PUBLIC, WRITTEN))
    assert 0.5 < private < public < written


def test_without_a_cost_of_retreat_the_form_moves_nobody():
    """A vow that costs nothing to break is cheap talk in any form."""
    private, public = (posterior(form, retreat=0) for form in (PRIVATE, PUBLIC))
    assert private == pytest.approx(public, abs=1e-6)


HINT = """
standoff: 1
title: A hint
payoffs: points
precision: 2
parties: {a: {}, b: {}, c: {}}
clock: {at_end: quiet}
turns:
  - id: speak
    mover: a
    moves:
      hint: {form: private_message, to: b, cost: {a: 0.3}}
      wait: {}
  - id: guess
    mover: WHO
    moves: {bet_on_hint: {outcome: bet}, bet_on_none: {outcome: other_bet}}
outcomes:
  quiet: {}
  bet: {payoff: {WHO: "if a.to_b == hint then 1 else -1"}}
  other_bet: {payoff: {WHO: "if a.to_b == hint then -1 else 1"}}
"""


def test_only_the_addressee_hears_a_private_message():
    said, right = soft(2 * -0.3), soft(2 * 2)
    assert chance(HINT.replace("WHO", "b"), "bet") == pytest.approx(
        said * right + (1 - said) * (1 - right), abs=EXACT
    )
    blind = soft(2 * 2 * (2 * said - 1))
    assert chance(HINT.replace("WHO", "c"), "bet") == pytest.approx(blind, abs=EXACT)


NOISY = """
standoff: 1
title: A demand that may be misheard
payoffs: points
precision: 2
parties: {a: {}, b: {}}
variables:
  asked: {values: [nothing_yet, little, much], start: nothing_yet}
forms:
  spoken: {clarity: CLARITY}
clock: {at_end: quiet}
turns:
  - id: ask
    mover: a
    moves:
      hard: {effect: {asked: much}, form: spoken, noise: {heard_as: easy}}
      easy: {effect: {asked: little}}
      walk_away: {outcome: quiet}
  - id: guess
    mover: b
    moves: {bet_on_hard: {outcome: bet}, bet_on_easy: {outcome: other_bet}}
outcomes:
  quiet: {}
  bet: {payoff: {b: "if a.meant == hard then 1 else -1"}}
  other_bet: {payoff: {b: "if a.meant == hard then -1 else 1"}}
"""


@pytest.mark.parametrize("clarity", [0.5, 0.9])
def test_what_is_heard_is_bayes_rule_by_closed_form(clarity):
    """A is indifferent, so each of its three moves has the chance 1/3; B answers what it hears."""
    heard_easy = (1 - clarity) + 1
    meant = (1 - clarity) / heard_easy
    after_easy, after_hard = soft(2 * 2 * (2 * meant - 1)), soft(2 * 2)
    expected = (clarity * after_hard + heard_easy * after_easy) / 3
    assert chance(NOISY.replace("CLARITY", str(clarity)), "bet") == pytest.approx(
        expected, abs=EXACT
    )


def test_a_clearer_demand_is_answered_for_what_it_is():
    """Clarity takes one source of misperception away, as the answer to a hard demand shows."""

    def right(clarity):
        data = solved(NOISY.replace("CLARITY", str(clarity)))["outcomes"]
        return data["bet"]["mean"]

    assert right(0.5) < right(0.7) < right(0.95)


def test_drift_comes_after_what_is_heard():
    text = NOISY.replace("CLARITY", "0.5").replace(
        "b: {}}",
        "b: {factions: {x: {prob: 0.5}, y: {prob: rest}}, "
        "faction_drift: {prob: 0.5, after: [ask]}}}",
    )
    ids = [turn.id for turn in load_scenario("x.yaml", text=text).turns]
    assert ids == ["ask", "ask_heard", "ask_heard_drift_b", "guess"]
