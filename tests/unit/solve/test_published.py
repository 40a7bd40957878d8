"""Answers that other programs assert in their tests, entered again by hand with their source.

pygambit: tests/test_nash.py of Gambit at 8883f75; names in brackets are ids of its cases.
OpenSpiel: open_spiel/python/algorithms at 112b777. Where a published answer is one of many, the
test says what is compared instead. Leduc's value needs a minute: verification/test_limits.py.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.support import published
from tests.support.trees import bimatrix, profile

from standoff.solve import Ending, Verdict, certify, limit, sequential_test

CLOSE = 1e-6


def limit_of(built):
    """Return the limit of the branch, which must settle and pass the test."""
    game, numbers = built
    found = limit(game, numbers)
    assert found.ending == Ending.SETTLED
    assert found.relative_regret <= 1e-6
    test = sequential_test(game, numbers, found.strategy, found.beliefs)
    assert test.verdict == Verdict.PASSED, test.reason
    return game, found


def value(built, strategy):
    """Return what each player gets, by plain recursion over the nodes."""
    game, numbers = built
    worth = np.zeros((game.n_nodes, len(game.players)))
    for node in range(game.n_nodes - 1, -1, -1):
        edges = range(game.edge_start[node], game.edge_start[node + 1])
        for place, edge in enumerate(edges):
            if game.node_infoset[node] >= 0:
                chance = strategy[game.action_start[game.node_infoset[node]] + place]
            else:
                chance = numbers.prob[game.edge_prob[edge], 0]
            worth[node] += chance * worth[game.edge_child[edge]]
        if game.node_pay[node] >= 0:
            worth[node] += numbers.pay[game.node_pay[node], :, 0]
    return worth[0]


@pytest.mark.parametrize(
    ("built", "answer"),
    [
        # [test_logit_behavior_01, test_lp_behavior_rational_6]
        (published.stripped_down_poker(), {"high": 1, "low": 1 / 3, "answer": 2 / 3}),
        # the same game where folding the high card wins: catalog books/myerson1991/fig2_1
        (published.stripped_down_poker(high_fold=1), {"high": 1, "low": 1 / 3, "answer": 2 / 3}),
        # [test_lp_behavior_rational_10]
        (
            published.stoc94(),
            {"0": 0, "1": 1 / 3, "late": 2 / 3, "01": 5 / 6, "20": 5 / 9},
        ),
        # [test_lp_behavior_rational_12]
        (
            published.two_by_chance(),
            {
                "H": (1 / 3, 0, 2 / 3),
                "L": (2 / 3, 0, 1 / 3),
                "after A": 2 / 3,
                "after B": 2 / 3,
                "after C": 1 / 3,
            },
        ),
        # [test_lcp_behavior_rational_21]
        (published.two_faced(), {"one": 1 / 3, "two": 1 / 2}),
        # [test_enumpoly_behavior_12]
        (
            published.three_players(),
            {"heads": 1, "tails": 1, "A or B": 1, "C or D": 1, "W or X": 1, "Y or Z": 1},
        ),
        # [test_enumpoly_behavior_2, _3]
        (published.trust(), {"buyer": 0, "seller": 0}),
        (published.trust(0.5), {"buyer": 1, "seller": 0}),
        # [test_lcp_behavior_rational_16]
        (
            published.long_paths(),
            {
                "one": np.array([1, 5, 9, 9, 5, 1]) / 30,
                "two": np.array([5, 1, 9, 9, 1, 5]) / 30,
            },
        ),
        # [test_lcp_behavior_rational_19]
        (published.entry(), {"type": 2 / 3, "after S": 1, "after T": 1, "entry": 2 / 3}),
    ],
    ids=lambda part: None if isinstance(part, dict) else part[0].infoset_labels[0],
)
def test_the_limit_is_the_published_equilibrium(built, answer):
    """Where play comes; elsewhere the published one is a sequential equilibrium as well."""
    game, found = limit_of(built)
    wanted = profile(game, answer)
    test = sequential_test(*built, wanted)
    assert test.verdict == Verdict.PASSED
    compared = np.repeat(test.reached, np.diff(game.action_start))
    assert np.abs(found.strategy - wanted)[compared].max() <= CLOSE


@pytest.mark.parametrize(
    ("built", "worth"),
    [
        # OpenSpiel, sequence_form_lp_test.py: test_kuhn_poker, test_rock_paper_scissors
        (published.kuhn(), -1 / 18),
        (bimatrix(*([[0, -s, s], [s, 0, -s], [-s, s, 0]] for s in (1, -1))), 0.0),
        # pygambit, values of [test_lp_behavior_rational_10, _12, _15]
        (published.stoc94(), None),
        (published.two_by_chance(), None),
        (published.chance_in_middle(), None),
    ],
    ids=["kuhn", "rock-paper-scissors", "stoc94", "two-by-chance", "chance-in-middle"],
)
def test_the_limit_has_the_published_value(built, worth):
    _, found = limit_of(built)
    if worth is None:
        worth = value(built, profile(built[0], ANSWERS[built[0].infoset_labels[0]]))[0]
    assert value(built, found.strategy)[0] == pytest.approx(worth, abs=1e-7)


ANSWERS = {
    "0": {"0": 0, "1": 1 / 3, "late": 2 / 3, "01": 5 / 6, "20": 5 / 9},
    "H": {
        "H": (1 / 3, 0, 2 / 3),
        "L": (2 / 3, 0, 1 / 3),
        "after A": 2 / 3,
        "after B": 2 / 3,
        "after C": 1 / 3,
    },
    "first": {"first": 3 / 11, "H": 1, "L": 6 / 11, "AX": 1, "AY": 1, "BX": 1, "BY": 1},
}


def test_nine_equilibria_of_three_players_in_the_dark():
    """All nine are sequential equilibria, though only one is on the branch."""
    game, numbers = published.three_in_the_dark()
    nine = [
        profile(game, dict(zip(("one", "two", "three"), at, strict=True))) for at in published.NINE
    ]
    assert all(sequential_test(game, numbers, sigma).verdict == Verdict.PASSED for sigma in nine)
    assert sequential_test(game, numbers, 0.9 * nine[4] + 0.1 * nine[5]).verdict == Verdict.FAILED


@pytest.mark.parametrize("size", [3, 4])
def test_all_equilibria_of_coordination(size):
    """Even play on any set of choices; [test_enumpoly_behavior_8, _9] list 7 and 15 of them."""
    game, numbers = published.coordination(size)
    count = 0
    for mask in range(1, 1 << size):
        chosen = np.array([mask >> k & 1 for k in range(size)], dtype=float)
        sigma = profile(game, {"one": chosen / chosen.sum(), "two": chosen / chosen.sum()})
        count += sequential_test(game, numbers, sigma).verdict == Verdict.PASSED
    assert count == 2**size - 1


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        # All three are Nash equilibria [test_enumpoly_behavior_10]. In the last, player 2 would not
        # choose `a` after l, where play does not come: its belief there follows from 1/4 and 3/4.
        ({"T or B": 1, "l or r": 1, "a or b": 1, "c or d": 1}, Verdict.PASSED),
        ({"T or B": 1 / 2, "l or r": 2 / 5, "a or b": 0, "c or d": 1}, Verdict.PASSED),
        ({"T or B": 1 / 4, "l or r": 0, "a or b": 1, "c or d": 1 / 3}, Verdict.FAILED),
    ],
)
def test_three_equilibria_of_von_stengel(answer, verdict):
    game, numbers = published.von_stengel_10_5()
    assert sequential_test(game, numbers, profile(game, answer)).verdict == verdict


def test_agents_that_cannot_deviate_together():
    """(B1, Z1, W2): no single move gains, yet it is no Nash equilibrium [test_enumpure_agent_8]."""
    game, numbers = published.myerson_4_2()
    sigma = profile(game, {"one": 0, "late": 0, "two": 1})
    test = sequential_test(game, numbers, sigma)
    assert test.verdict == Verdict.FAILED
    first = game.infoset_labels.index("one")
    assert test.move_gain[first] <= 0.0
    assert test.plan_gain[first] == pytest.approx(1.0)
    assert certify(game, numbers, sigma[:, None]).gain[0, 0] == pytest.approx(1.0)


def test_guess_the_ace_is_refined():
    """OpenSpiel, sequence_form_lp_test.py, test_sequential_equilibrium_guess_the_ace."""
    built = published.guess_the_ace()
    game, found = limit_of(built)
    stops = {"sees the ace": 1, "sees another": 1}
    # On the branch the two ways of playing by mistake become equally likely.
    assert np.abs(found.strategy - profile(game, stops | {"guess": 0.5})).max() <= 1e-5
    ace, other = (profile(game, stops | {"guess": guess}) for guess in (1, 0))
    beliefs = {"sees the ace": [1], "sees another": [1], "guess": [1 / 52, 51 / 52]}
    equal = np.concatenate([beliefs[label] for label in game.infoset_labels])
    assert sequential_test(*built, other, equal).verdict == Verdict.PASSED
    refused = sequential_test(*built, ace, equal)
    assert refused.verdict == Verdict.FAILED
    assert refused.move_gain.max() == pytest.approx(1000 * 50 / 52)
    # Sequential equilibrium by itself is weaker: the belief that only the ace is played by mistake
    # is consistent too.
    assert sequential_test(*built, ace).verdict == Verdict.PASSED


@pytest.mark.parametrize(
    ("built", "first", "total"),
    [
        # OpenSpiel, exploitability_test.py, test_2p_nash_conv
        (published.kuhn, None, 11 / 12),
        (published.kuhn, 0, 2.0),
        (published.leduc, None, 4.747222222222222),
        (published.leduc, 0, 2.0),
    ],
    ids=["kuhn-uniform", "kuhn-folds", "leduc-uniform", "leduc-folds"],
)
def test_gains_from_simple_strategies(built, first, total):
    """The certificate's gains of both players add up to what OpenSpiel calls NashConv."""
    game, numbers = built()
    widths = np.diff(game.action_start)
    sigma = np.repeat(1.0 / widths, widths)
    if first is not None:
        sigma = np.zeros(game.n_entries)
        sigma[game.action_start[:-1] + first] = 1.0
    assert certify(game, numbers, sigma[:, None]).gain.sum() == pytest.approx(total, abs=1e-9)
