"""Covert moves, hidden dimensions that change, simultaneous stages and slow learners.

Each small crisis is solved as written and again as a tree typed in by hand, or from a formula.
"""

import numpy as np
import pytest

from standoff.game import (
    CHANCE,
    TERMINAL,
    BadPlayError,
    Numbers,
    central_numbers,
    compile_game,
    layout_of,
    predict_size,
)
from standoff.interop.efg import read_efg
from standoff.scenario import load_scenario
from standoff.solve import solve

SAME = 1e-9
"""Two solutions of one game, each good to 1e-12 per pass."""

HEAD = """
standoff: 1
title: Small
payoffs: points
memory: {memory}
precision: {lam}
"""

COVERT = (
    HEAD
    + """
parties:
  a:
    private: {{plan: {{start: latent, values: {{latent: {{}}, ready: {{}}}}}}}}
  b: {{}}
clock: {{at_end: quiet}}
turns:
  - id: talk
    mover: a
    moves:
      talk: {{}}
      prepare: {{becomes: {{a.plan: ready}}, seen_as: talk, cost: {{a: 0.2}}}}
  - id: answer
    mover: b
    moves:
      yield: {{outcome: deal}}
      resist: {{}}
  - id: act
    mover: a
    moves:
      strike: {{allowed: a.plan == ready, outcome: war}}
      stop: {{outcome: quiet}}
outcomes:
  quiet: {{}}
  deal: {{payoff: {{a: "if a.plan == ready then 1.1 else 1", b: -1}}}}
  war: {{payoff: {{a: 0.6, b: -2}}}}
"""
)

COVERT_TREE = """EFG 2 R "covert" { "a" "b" }
p "" 1 1 "talk" { "talk" "prepare" } 0
p "" 2 1 "answer" { "yield" "resist" } 0
t "" 1 "deal" { 1 -1 }
p "" 1 2 "act [latent]" { "stop" } 0
t "" 2 "quiet" { 0 0 }
p "" 2 1 "answer" { "yield" "resist" } 0
t "" 3 "deal ready" { 0.9 -1 }
p "" 1 3 "act [ready]" { "strike" "stop" } 0
t "" 4 "war" { 0.4 -2 }
t "" 5 "quiet ready" { -0.2 0 }
"""

CHICKEN = (
    HEAD
    + """
parties: {{a: {{}}, b: {{}}}}
variables: {{pushed: {{range: [0, 2], start: 0}}}}
clock: {{at_end: both}}
turns:
  - id: meet
    together:
      - id: left
        mover: a
        moves: {{dare: {{effect: {{pushed: pushed + 1}}}}, swerve: {{cost: {{a: 0.1}}}}}}
      - id: right
        mover: b
        moves: {{dare: {{effect: {{pushed: pushed + 1}}}}, swerve: {{}}}}
  - id: ends
    mover: nature
    moves:
      crash: {{allowed: pushed == 2, prob: 1, outcome: crash}}
      one: {{allowed: pushed == 1, prob: 1, outcome: one}}
      none: {{allowed: pushed == 0, prob: 1, outcome: both}}
outcomes:
  crash: {{payoff: {{a: -4, b: -5}}}}
  one: {{payoff: {{a: 1, b: 0.5}}}}
  both: {{}}
"""
)

CHICKEN_TREE = """EFG 2 R "chicken" { "a" "b" }
p "" 1 1 "left" { "dare" "swerve" } 0
p "" 2 1 "right" { "dare" "swerve" } 0
t "" 1 "crash" { -4 -5 }
t "" 2 "one" { 1 0.5 }
p "" 2 1 "right" { "dare" "swerve" } 0
t "" 3 "one b" { 0.9 0.5 }
t "" 4 "both" { -0.1 0 }
"""

LEARNER = """
standoff: 1
title: Learner
payoffs: points
precision: 2
parties:
  a:
    private: {{strength: {{values: {{weak: {{prob: 0.7}}, strong: {{prob: 0.3}}}}}}}}
  b: {{update_rate: {rate}}}
clock: {{at_end: peace}}
turns:
  - id: speak
    mover: a
    moves: {{threaten: {{}}, quiet: {{outcome: peace}}}}
  - id: answer
    mover: b
    moves: {{refuse: {{}}, yield: {{outcome: won}}}}
  - id: act
    mover: a
    moves: {{strike: {{outcome: war}}, stop: {{outcome: peace}}}}
outcomes:
  peace: {{}}
  won: {{payoff: {{a: 1, b: -1}}}}
  war: {{payoff: {{a: "if a.strength == strong then 0.5 else -1", b: -2}}}}
"""


def scenario(text, **values):
    return load_scenario("small.yaml", text=text.format(**values))


def solved(crisis):
    game = compile_game(crisis)
    numbers = central_numbers(crisis, game)
    solution = solve(game, numbers)
    assert solution.solved.all()
    return game, numbers, solution.strategy[:, 0]


def by_label(game, strategy):
    names = [label.split(" ")[0].split(":")[0] for label in game.infoset_labels]
    out = {}
    for i in range(game.n_infosets):
        kind = game.infoset_labels[i].split("[")[-1] if "[" in game.infoset_labels[i] else ""
        for x in range(game.action_start[i], game.action_start[i + 1]):
            out[names[i], kind, game.action_labels[x]] = strategy[x]
    return out


def typed_in(tree, lam):
    game, numbers = read_efg(tree)
    solution = solve(game, numbers.with_lam(float(lam)))
    return by_label(game, solution.strategy[:, 0])


@pytest.mark.parametrize("memory", ["history", "state"])
@pytest.mark.parametrize("lam", [0.5, 2, 8])
def test_a_covert_move_is_one_information_set_for_those_who_do_not_see(memory, lam):
    game, _, strategy = solved(scenario(COVERT, memory=memory, lam=lam))
    mine, other = by_label(game, strategy), typed_in(COVERT_TREE, lam)
    assert mine["answer", "", "yield"] == pytest.approx(other["answer", "", "yield"], abs=SAME)
    assert mine["act", "ready]", "strike"] == pytest.approx(
        other["act", "ready]", "strike"], abs=SAME
    )
    prepared = next(v for k, v in mine.items() if k[0] == "talk" and k[2] == "prepare")
    assert prepared == pytest.approx(other["talk", "", "prepare"], abs=SAME)


@pytest.mark.parametrize("memory", ["history", "state"])
@pytest.mark.parametrize("lam", [0.5, 2, 8])
def test_moves_of_one_stage_are_simultaneous(memory, lam):
    game, _, strategy = solved(scenario(CHICKEN, memory=memory, lam=lam))
    mine, other = by_label(game, strategy), typed_in(CHICKEN_TREE, lam)
    assert game.n_infosets == 2
    for side in ("left", "right"):
        assert mine[side, "", "dare"] == pytest.approx(other[side, "", "dare"], abs=SAME)


@pytest.mark.parametrize("text", [COVERT, CHICKEN])
@pytest.mark.parametrize("memory", ["history", "state"])
def test_predicted_size_holds_where_profiles_change(text, memory):
    crisis = scenario(text, memory=memory, lam=1)
    size, game = predict_size(crisis), compile_game(crisis)
    assert (size.nodes, size.infosets, size.entries, size.edges) == (
        game.n_nodes,
        game.n_infosets,
        game.n_entries,
        len(game.edge_child),
    )
    assert size.terminals == np.sum(game.node_player == TERMINAL)


def test_memory_is_perfect_where_own_covert_moves_stay_known():
    assert compile_game(scenario(COVERT, memory="history", lam=1)).perfect_recall
    assert compile_game(scenario(CHICKEN, memory="history", lam=1)).perfect_recall
    assert not compile_game(scenario(COVERT, memory="state", lam=1)).perfect_recall
    forgets = COVERT.replace("becomes: {{a.plan: ready}}", "becomes: {{a.plan: latent}}")
    game = compile_game(scenario(forgets, memory="history", lam=1))
    assert not game.perfect_recall, "two moves lead to one past and one type"


def test_nothing_is_dealt_where_every_dimension_has_a_start():
    game = compile_game(scenario(COVERT, memory="history", lam=1))
    assert game.node_player[0] != CHANCE
    assert layout_of(game).profiles.dealt == 1
    assert layout_of(game).profiles.count == 2


def test_moves_that_look_alike_change_public_variables_alike():
    crisis = CHICKEN.replace(
        "      none: {{allowed",
        "      late: {{allowed: pushed == 9, prob: 0, seen_as: one}}\n      none: {{allowed",
    ).replace("dare: {{effect: {{pushed: pushed + 1}}}}, swerve: {{}}", "dare: {{}}, swerve: {{}}")
    compile_game(scenario(crisis, memory="history", lam=1))
    alike = COVERT.replace(
        "  b: {{}}", "  b: {{}}\nvariables: {{seen: {{range: [0, 1], start: 0}}}}"
    )
    alike = alike.replace("talk: {{}}", "talk: {{effect: {{seen: 1}}}}")
    with pytest.raises(BadPlayError, match=r"`talk` and `prepare` .* should look alike"):
        compile_game(scenario(alike, memory="history", lam=1))


def test_a_hidden_value_must_exist():
    wrong = COVERT.replace("becomes: {{a.plan: ready}}", 'becomes: {{a.plan: "a.plan + 2"}}')
    with pytest.raises(BadPlayError, match="would set `plan` to 2, which is none of its values"):
        compile_game(scenario(wrong, memory="history", lam=1))


@pytest.mark.parametrize("rate", [0.0, 0.3, 0.7, 1.0])
def test_a_slow_learner_weighs_the_likelihood_by_its_rate(rate):
    game, _, strategy = solved(scenario(LEARNER, rate=rate))
    chosen = by_label(game, strategy)
    threat = {k: chosen["speak", f"{k}]", "threaten"] for k in ("weak", "strong")}
    strike = {k: chosen["act", f"{k}]", "strike"] for k in ("weak", "strong")}
    weight = {k: p * threat[k] ** rate for k, p in (("weak", 0.7), ("strong", 0.3))}
    belief = weight["strong"] / sum(weight.values())
    refuse = -2 * (belief * strike["strong"] + (1 - belief) * strike["weak"])
    expected = 1 / (1 + np.exp(-2 * (refuse - -1)))
    assert chosen["answer", "", "refuse"] == pytest.approx(expected, abs=SAME)


def test_rate_one_is_bayes_rule():
    plain = LEARNER.replace("  b: {{update_rate: {rate}}}", "  b: {{}}")
    _, _, with_rate = solved(scenario(LEARNER, rate=1))
    _, _, without = solved(scenario(plain, rate=1))
    np.testing.assert_allclose(with_rate, without, atol=SAME)


def test_the_certificate_judges_slow_learners_by_their_own_beliefs():
    from standoff.solve import certify

    game, numbers, strategy = solved(scenario(LEARNER, rate=0.2))
    column = strategy[:, None]
    assert certify(game, numbers, column).passed.all()
    bayesian = Numbers(numbers.pay, numbers.prob, numbers.lam)
    assert not certify(game, bayesian, column).passed.any()
