from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.game.ordering import arrange
from standoff.interop.efg import exact_numbers, read_efg, write_efg
from standoff.interop.efg.writer import decimal, exact_probabilities, tree_nodes
from standoff.solve import solve

SAME = 1e-10
"""Payoffs on an edge and at its end are added before they are written, so roundings differ."""


@pytest.mark.parametrize("seed", range(30))
def test_a_written_game_has_the_same_solution(seed):
    game = random_game(seed)
    numbers = random_numbers(game, seed, 3)
    for draw in range(3):
        back, values = read_efg(write_efg(game, numbers, draw))
        assert (back.n_nodes, back.n_infosets, back.n_entries) == (
            game.n_nodes,
            game.n_infosets,
            game.n_entries,
        )
        assert back.perfect_recall
        answer = solve(back, values.with_lam(numbers.lam[draw])).strategy[:, 0]
        ours = solve(game, numbers.block(draw, draw + 1)).strategy[:, 0]
        start = {
            (back.players[back.infoset_player[i]], label): back.action_start[i]
            for i, label in enumerate(back.infoset_labels)
        }
        for i, label in enumerate(game.infoset_labels):
            own = ours[game.action_start[i] : game.action_start[i + 1]]
            there = start[game.players[game.infoset_player[i]], label]
            assert np.abs(own - answer[there : there + len(own)]).max() <= SAME


@pytest.mark.parametrize("seed", range(10))
def test_reading_and_writing_again_gives_the_same_text(seed):
    game = random_game(seed)
    text = write_efg(game, random_numbers(game, seed, 1))
    once = read_efg(text)
    assert write_efg(*once) == text
    twice = read_efg(write_efg(*once))
    assert np.array_equal(once[1].pay, twice[1].pay)
    assert np.array_equal(once[1].prob, twice[1].prob)


def test_labels_are_kept_and_quotes_escaped():
    text = (
        'EFG 2 R "The \\"big\\" one" { "A \\"x\\"" "B, or C" }\n'
        'p "" 1 1 "set {1}" { "go\\\\on" "stop" } 0\nt "" 1 "win" { 1 0 }\nt "" 2 "lose" { 0 1 }\n'
    )
    game, numbers = read_efg(text)
    back, _ = read_efg(write_efg(game, numbers))
    for field in ("title", "players", "infoset_labels", "action_labels", "outcome_labels"):
        assert getattr(back, field) == getattr(game, field)


def test_a_backslash_at_the_end_does_not_hide_the_quote():
    game, numbers = read_efg('EFG 2 R "x" { "A" } t "" 0')
    written = write_efg(replace(game, title="a\\"), numbers)
    assert read_efg(written)[0].title == "a\\ "


def test_outcomes_with_one_name_and_other_payoffs_are_told_apart():
    game, numbers = read_efg(
        'EFG 2 R "" { "A" } p "" 1 1 "s" { "l" "r" } 0\nt "" 1 "end" { 1 }\nt "" 2 "other" { 2 }\n'
    )
    same = replace(game, outcome_labels=("end", "end"))
    assert read_efg(write_efg(same, numbers))[0].outcome_labels == ("end", "end_2")


def merged_game():
    """Two moves of nature lead to one node of A: a graph, not a tree."""
    none = np.full(4, NONE)
    game = Game(
        title="merged",
        players=("A",),
        node_player=np.array([CHANCE, 0, TERMINAL, TERMINAL]),
        node_infoset=np.array([NONE, 0, NONE, NONE]),
        node_pay=np.array([NONE, NONE, 1, NONE]),
        node_outcome=np.array([NONE, NONE, 0, 1]),
        edge_start=np.array([0, 2, 4, 4, 4]),
        edge_child=np.array([1, 1, 2, 3]),
        edge_pay=np.array([NONE, 0, NONE, NONE]),
        edge_prob=np.array([0, 1, NONE, NONE]),
        edge_label=np.array([0, 1, NONE, NONE]),
        infoset_start=np.zeros(2, dtype=np.int64),
        infoset_nodes=none[:0],
        infoset_player=np.array([0]),
        action_start=np.array([0, 2]),
        order=none[:0],
        infoset_labels=("here",),
        action_labels=("go", "stay"),
        outcome_labels=("gone", "stayed"),
        chance_labels=("sun", "rain"),
        pay_rows=2,
        prob_rows=2,
    )
    pay = np.array([[[0.5]], [[2.0]]])
    return arrange(game), Numbers(pay, np.array([[0.3], [0.7]]), np.array([1.0]))


def test_a_merged_graph_is_unrolled():
    game, numbers = merged_game()
    assert tree_nodes(game) == 7
    back, values = read_efg(write_efg(game, numbers))
    assert back.n_nodes == 7
    assert back.n_infosets == 1
    assert len(back.infoset_nodes) == 2
    ours, theirs = solve(game, numbers), solve(back, values.with_lam(1.0))
    assert np.abs(ours.strategy - theirs.strategy).max() <= SAME
    assert values.pay[:, 0, 0].tolist() == [2.0, 0.0, 0.5]


def test_a_tree_over_the_limit_is_refused():
    game, numbers = merged_game()
    with pytest.raises(UsageError, match="has 7 nodes when it is written as a tree; at most 6"):
        write_efg(game, numbers, max_nodes=6)


def test_a_draw_that_is_not_there():
    game, numbers = merged_game()
    with pytest.raises(UsageError, match="there is no draw 1; there are 1, counted from 0"):
        write_efg(game, numbers, 1)


@pytest.mark.parametrize(
    "probs", [[0.3, 0.7], [0.5, 0.25, 0.25], [1.0], [0.0, 1.0], [1e-9, 1 - 1e-9]]
)
def test_probabilities_that_add_up_stay_decimals(probs):
    written = exact_probabilities(probs)
    assert [float(p) for p in written] == probs
    assert sum(map(Fraction, written)) == 1
    assert not any("/" in p or "e" in p for p in written)


def test_thirds_are_fractions():
    assert exact_probabilities([1 / 3, 1 / 3, 1 / 3]) == ["1/3", "1/3", "1/3"]
    assert exact_probabilities([1 / 7, 6 / 7]) == ["1/7", "6/7"]


@pytest.mark.parametrize("seed", range(50))
def test_any_probabilities_add_up_exactly(seed):
    rng = np.random.default_rng(seed)
    raw = rng.random(rng.integers(2, 9)) ** rng.integers(1, 12)
    probs = (raw / raw.sum()).tolist()
    written = exact_probabilities(probs)
    assert sum(map(Fraction, written)) == 1
    errors = [abs(float(Fraction(w)) - p) for w, p in zip(written, probs, strict=True)]
    assert max(errors) <= len(probs) * 2.0**-52
    assert sum(error > 0 for error in errors) <= 1


@pytest.mark.parametrize("value", [0.1, -2.5, 3.0, 1e-12, 1.5e22, 0.1 + 0.2, -0.0, 2.0**-60])
def test_decimals_read_as_the_same_float(value):
    assert float(decimal(value)) == value
    assert re.fullmatch(r"-?\d+(\.\d+)?", decimal(value))


EXACT = """\
EFG 2 R "Exact" { "A" "" }
"what it is about"

c "root" 4 "deal" { "x" 1/3 "" 0.25 "z" 5/12 } 9 "fee" { 1/7, -.5 }
p "left" 1 20 "s" { "" "" } 0
t "a" 3 "" { 1e-3, 22/7 }
t "" 9 "fee" { 1/7, -.5 }
p "" 1 3 "s" { "l" } 0
t "" 8 "end" { 0.10, +2 }
t "a" 0
"""


def test_a_game_from_a_file_is_written_as_it_was():
    assert write_efg(*read_efg(EXACT)) == EXACT


def test_numbers_that_have_changed_are_written_as_decimals():
    game, numbers = read_efg(EXACT)
    pay, prob = numbers.pay.copy(), numbers.prob.copy()
    pay[1, 0, 0] = 0.125
    prob[:, 0] = [0.5, 0.25, 0.25]
    text = write_efg(game, replace(numbers, pay=pay, prob=prob))
    changed = EXACT.replace("1e-3", "0.125").replace("1/3", "0.5").replace("5/12", "0.25")
    assert text == changed


def test_another_draw_of_a_game_from_a_file():
    game, numbers = read_efg(EXACT)
    pay = np.concatenate([numbers.pay, 2 * numbers.pay], axis=2)
    both = Numbers(pay, np.repeat(numbers.prob, 2, axis=1), np.array([1.0, 1.0]))
    assert write_efg(game, both, 0) == EXACT
    assert "{ 0.002, 6.285714285714286 }" in write_efg(game, both, 1)


@pytest.mark.parametrize("field", ["players", "infoset_labels", "action_labels"])
def test_labels_that_have_changed_make_the_file_void(field):
    game, numbers = read_efg(EXACT)
    names = [f"new {k}" for k in range(len(getattr(game, field)))]
    text = write_efg(replace(game, **{field: tuple(names)}), numbers)
    assert getattr(read_efg(text)[0], field) == tuple(names)
    assert "what it is about" not in text


def test_a_title_that_has_changed_is_written():
    game, numbers = read_efg(EXACT)
    assert write_efg(replace(game, title="New"), numbers) == EXACT.replace('"Exact"', '"New"')


def test_exact_numbers():
    game, numbers = read_efg(EXACT)
    pay, prob = exact_numbers(game)
    assert prob.tolist() == [Fraction(1, 3), Fraction(1, 4), Fraction(5, 12)]
    assert pay.tolist()[:2] == [
        [Fraction(1, 7), Fraction(-1, 2)],
        [Fraction(1, 1000), Fraction(22, 7)],
    ]
    changed = numbers.pay.copy()
    changed[0, 0, 0] = 0.1
    pay, _ = exact_numbers(game, replace(numbers, pay=changed))
    assert pay[0].tolist() == [Fraction(0.1), Fraction(-1, 2)]


def test_exact_numbers_of_another_game():
    game, _ = merged_game()
    with pytest.raises(UsageError, match=r"was not read from an \.efg file"):
        exact_numbers(game)
