"""The sequence form says the same about payoffs as the tree."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers
from tests.support.zero_sum import value, zero_sum_games

from standoff.errors import UsageError
from standoff.game import NONE, TERMINAL, Game, Numbers
from standoff.game.classic import kuhn, leduc
from standoff.solve.sequences import require_zero_sum, sequence_form

ROUNDING = 1e-12


def meeting() -> tuple[Game, Numbers]:
    """Return a game in which two moves of the first party lead to the same node."""
    none = np.full(4, NONE)
    game = Game(
        title="meeting",
        players=("a", "b"),
        node_player=np.array([0, 1, TERMINAL, TERMINAL]),
        node_infoset=np.array([0, 1, NONE, NONE]),
        node_pay=np.array([NONE, NONE, 2, 3]),
        node_outcome=none,
        edge_start=np.array([0, 2, 4, 4, 4]),
        edge_child=np.array([1, 1, 2, 3]),
        edge_pay=np.array([0, 1, NONE, NONE]),
        edge_prob=none,
        edge_label=none,
        infoset_player=np.array([0, 1]),
        infoset_start=np.array([0, 1, 2]),
        infoset_nodes=np.array([0, 1]),
        action_start=np.array([0, 2, 4]),
        order=np.array([0, 1, -3, -4]),
        infoset_labels=("a", "b"),
        action_labels=("l", "r", "l", "r"),
        outcome_labels=(),
        chance_labels=(),
        pay_rows=4,
        prob_rows=0,
    )
    own = np.array([1.0, 3.0, 10.0, 7.0])
    pay = np.stack((own, -own), axis=1)[:, :, None]
    return game, Numbers(pay, np.zeros((0, 1)), np.ones(1))


def product(game, numbers, strategy):
    """Return x' A y for a strategy (X B)."""
    form = sequence_form(game)
    payments = form.payments(numbers)
    row = np.repeat(np.arange(form.plans[0].length), np.diff(form.row_start))
    got = []
    for draw in range(numbers.n_draws):
        reach = []
        for plan in form.plans:
            x = np.ones(plan.length)
            for j, before in enumerate(plan.before):
                here = slice(plan.start[j], plan.start[j + 1])
                x[here] = x[before] * strategy[plan.entry[here], draw]
            reach.append(x)
        got.append((reach[0][row] * payments[draw] * reach[1][form.column]).sum())
    return np.array(got)


def random_strategy(game, draws, seed):
    raw = np.random.default_rng(seed).uniform(0.1, 1.0, (game.n_entries, draws))
    total = np.add.reduceat(raw, game.action_start[:-1], axis=0)
    return raw / np.repeat(total, np.diff(game.action_start), axis=0)


def test_the_product_is_the_expected_payoff():
    for k, (game, numbers) in enumerate(zero_sum_games(12, 3)):
        sigma = random_strategy(game, 3, k)
        expected = value(game, numbers, sigma)
        assert product(game, numbers, sigma) == pytest.approx(expected, abs=ROUNDING)


def test_paths_that_meet_are_written_out():
    game, numbers = meeting()
    sigma = np.array([[0.25], [0.75], [0.5], [0.5]])
    assert product(game, numbers, sigma) == pytest.approx(0.25 + 0.75 * 3 + 8.5, abs=ROUNDING)
    require_zero_sum(game, sequence_form(game), numbers)


def test_leduc_has_one_entry_for_each_end():
    game, numbers = leduc()
    form = sequence_form(game)
    assert form.payments(numbers).shape == (1, 5520)
    assert [len(plan.infosets) for plan in form.plans] == [468, 468]
    for plan in form.plans:
        owner = np.concatenate(([-1], np.repeat(np.arange(468), np.diff(plan.start))))
        assert (owner[plan.before] < np.arange(468)).all()


def test_constant_sum_will_do_and_a_changed_payoff_will_not():
    game, numbers = kuhn()
    shifted = replace(numbers, pay=numbers.pay + np.array([3.0, 0.0])[:, None])
    require_zero_sum(game, sequence_form(game), shifted)
    off = numbers.pay.copy()
    off[0, 1] += 1e-6
    with pytest.raises(UsageError, match=r"`Kuhn poker` is not zero-sum: .* to 1e-06 at another"):
        require_zero_sum(game, sequence_form(game), replace(numbers, pay=off))


def test_ends_that_nature_rules_out_do_not_count():
    game, numbers = kuhn()
    # Deal the jack always, and after it the queen: the end after these cards is left.
    prob = numbers.prob.copy()
    prob[:3, 0], prob[3:, 0] = [1, 0, 0], [1, 0]
    pay = np.concatenate((numbers.pay, [[[5.0], [5.0]]]))
    king = int(game.edge_child[game.edge_start[3]])  # first card king, then jack
    ends = [n for n in _below(game, king) if game.node_player[n] == TERMINAL]
    node_pay = game.node_pay.copy()
    node_pay[ends] = len(pay) - 1
    odd = replace(game, node_pay=node_pay, pay_rows=len(pay))
    with pytest.raises(UsageError, match="is not zero-sum"):
        require_zero_sum(odd, sequence_form(odd), replace(numbers, pay=pay))
    require_zero_sum(odd, sequence_form(odd), replace(numbers, pay=pay, prob=prob))


def _below(game, node):
    edges = range(game.edge_start[node], game.edge_start[node + 1])
    return [node] + [n for e in edges for n in _below(game, int(game.edge_child[e]))]


def test_who_forgets_is_refused():
    game, _ = kuhn()
    with pytest.raises(UsageError, match="a party forgets in `Kuhn poker`"):
        sequence_form(replace(game, perfect_recall=False))
    # The second player's two decisions become one of the first player, who has moved in between.
    merged = replace(
        game,
        node_infoset=np.where(game.node_infoset >= 9, 0, game.node_infoset),
        infoset_player=np.where(np.arange(12) >= 9, 0, game.infoset_player),
        node_player=np.where(game.node_infoset >= 9, 0, game.node_player),
    )
    with pytest.raises(UsageError, match="`first` forgets its own moves"):
        sequence_form(merged)


def test_three_parties_are_sent_elsewhere():
    game = next(g for g in map(random_game, range(50)) if len(np.unique(g.infoset_player)) == 3)
    with pytest.raises(UsageError, match="3 parties move in `random`") as error:
        sequence_form(game)
    assert "`aqre`" in error.value.help


def test_slow_learners_are_sent_elsewhere():
    game, numbers = kuhn()
    slow = replace(numbers, rates=np.array([[1.0], [0.5]]))
    with pytest.raises(UsageError, match="does not learn by Bayes' rule"):
        require_zero_sum(game, sequence_form(game), slow)


def test_random_numbers_are_not_zero_sum():
    game, _ = zero_sum_games(1, 1)[0]
    with pytest.raises(UsageError, match="is not zero-sum"):
        require_zero_sum(game, sequence_form(game), random_numbers(game, 1, 2))
