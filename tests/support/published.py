"""Games with published answers, entered again by hand: the facts only, no file of anybody's."""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.support.trees import bimatrix, tree

from standoff.game.game import Game, Numbers

Built = tuple[Game, Numbers]


def stripped_down_poker(*, high_fold: float = -1.0) -> Built:
    """One card, one bet (Reiley et al. 2008); in Myerson (1991), figure 2.1, a high fold wins."""

    def hand(name: str, sign: float, fold: float) -> tuple:
        answer = (2, "answer", {"call": (2 * sign, -2 * sign), "fold": (1.0, -1.0)})
        return (1, name, {"bet": answer, "fold": (fold, -fold)})

    deal = {"high": (0.5, hand("high", 1.0, high_fold)), "low": (0.5, hand("low", -1.0, -1.0))}
    return tree(("nature", deal))


def stoc94() -> Built:
    """Koller, Megiddo and von Stengel (1994), the example of their paper."""

    def zero(value: float) -> tuple:
        return (value, -value)

    def late(left: float, right: float) -> tuple:
        return (1, "late", {"L": zero(left), "R": zero(right)})

    def other(s: float, t: float) -> tuple:
        return (2, "20", {"s": zero(s), "t": zero(t)})

    first = (1, "0", {"l": zero(5), "r": (2, "01", {"p": late(10, 15), "q": late(20, -5)})})
    second = (1, "1", {"c": zero(10), "d": zero(20)})
    third = (1, "1", {"c": other(20, 50), "d": other(30, 15)})
    deal = {"1": (0.2, first), "2": (0.2, second), "3": (0.2, third), "4": (0.4, zero(5))}
    return tree(("nature", deal))


def three_in_the_dark() -> Built:
    """Three players who move unseen; nine equilibria (McKelvey and McLennan 1997)."""
    pay = {
        (0, 0, 0): (9, 8, 12),
        (0, 1, 1): (3, 4, 6),
        (1, 0, 1): (3, 4, 6),
        (1, 1, 0): (9, 8, 2),
    }

    def last(a: int, b: int) -> tuple:
        ends = {c: tuple(map(float, pay.get((a, b, c), (0, 0, 0)))) for c in (0, 1)}
        return (3, "three", ends)

    def middle(a: int) -> tuple:
        return (2, "two", {b: last(a, b) for b in (0, 1)})

    return tree((1, "one", {a: middle(a) for a in (0, 1)}), players=3)


NINE = (
    (1 / 2, 2 / 5, 1 / 4),
    (2 / 5, 1 / 2, 1 / 3),
    (1 / 2, 1 / 2, 1),
    (1 / 3, 1, 1 / 4),
    (1, 1, 1),
    (1, 0, 0),
    (0, 1 / 4, 1 / 3),
    (0, 1, 0),
    (0, 0, 1),
)
"""Chances of the first move of players 1, 2 and 3 (pygambit, tests/test_nash.py,
test_enumpoly_behavior_18, and test_enumpoly_behavior_unordered_1)."""


def two_by_chance() -> Built:
    """pygambit, tests/test_games/2_player_chance.efg: three moves, three answers."""

    def zero(value: float) -> tuple:
        return (value, -value)

    def answers(name: str, rows: Any) -> tuple:
        ways = {
            move: (2, f"after {move}", {"X": zero(x), "Y": zero(y)})
            for move, (x, y) in zip("ABC", rows, strict=True)
        }
        return (1, name, ways)

    high = answers("H", [(1, -1), (-1, 1), (1, 0)])
    low = answers("L", [(0, 1), (1, -1), (-1, 1)])
    return tree(("nature", {"H": (0.5, high), "L": (0.5, low)}))


def chance_in_middle() -> Built:
    """pygambit, tests/test_games/chance_in_middle.efg."""

    def zero(value: float) -> tuple:
        return (value, -value)

    def branch(first: str, high: float, rows: Any) -> tuple:
        def after(event: str, pairs: Any) -> tuple:
            ways = {}
            for move, (c, d) in zip("XY", pairs, strict=True):
                ways[move] = (1, f"{first}{move}", {"C": zero(c), "D": zero(d)})
            return (2, event, ways)

        events = {"H": (high, after("H", rows[0])), "L": (1 - high, after("L", rows[1]))}
        return ("nature", events)

    a = [[(0, -2), (-0.5, -1.5)], [(0.5, -0.5), (1, -1)]]
    b = [[(0.5, -0.5), (1, -1)], [(1, -1), (0.5, -0.5)]]
    return tree((1, "first", {"A": branch("A", 0.2, a), "B": branch("B", 0.7, b)}))


def entry() -> Built:
    """pygambit, tests/test_games/entry_accommodation.efg."""

    def market(name: str, pays: Any) -> tuple:
        accommodate, fight, out = pays
        inside = (1, f"after {name}", {"A": accommodate, "F": fight})
        return (2, "entry", {"E": inside, "O": out})

    ways = {"S": market("S", [(3, 2), (0, 1), (1, 3)]), "T": market("T", [(2, 3), (1, 0), (3, 1)])}
    return tree((1, "type", ways))


def two_faced() -> Built:
    """pygambit, tests/test_games/2_player_non_zero_sum.efg: nobody sees anything."""

    def blind(rows: Any) -> tuple:
        ways = {
            move: (2, "two", {"X": tuple(x), "Y": tuple(y)})
            for move, (x, y) in zip("AB", rows, strict=True)
        }
        return (1, "one", ways)

    heads = blind([((2, 1), (-1, 2)), ((1, -1), (0, 0))])
    tails = blind([((1, 0), (0, 1)), ((-1, 1), (2, -1))])
    return tree(("nature", {"H": (0.5, heads), "T": (0.5, tails)}))


def three_players() -> Built:
    """pygambit, tests/test_games/3_player.efg."""
    y_z = {"Y": (3, 1, 4), "Z": (4, 0, 1)}, {"Y": (0, 0, 0), "Z": (0, 0, 0)}
    heads = {
        "a": (2, "A or B", {"A": (3, "Y or Z", y_z[0]), "B": (3, "Y or Z", y_z[1])}),
        "b": (
            3,
            "W or X",
            {"W": (1, 3, 2), "X": (2, "C or D", {"C": (2, 4, 1), "D": (4, 1, 3)})},
        ),
    }
    tails = {
        "c": (2, "A or B", {"A": (2, 2, 4), "B": (3, 1, 1)}),
        "d": (3, "W or X", {"W": (0, 4, 2), "X": (1, 2, 3)}),
    }
    deal = {"H": (0.5, (1, "heads", heads)), "T": (0.5, (1, "tails", tails))}
    return tree(("nature", deal), players=3)


def trust(abused: float = -1.0) -> Built:
    """The trust game of Kreps (1990)."""
    seller = (2, "seller", {"honour": (1.0, 1.0), "abuse": (abused, 2.0)})
    return tree((1, "buyer", {"trust": seller, "not": (0.0, 0.0)}))


def von_stengel_10_5() -> Built:
    """Von Stengel (2022), figure 10.5."""
    third = {
        "T": (2, "a or b", {"a": (1, 5), "b": (3, 4)}),
        "B": (2, "a or b", {"a": (0, 0), "b": (0, 2)}),
    }
    fourth = {
        "T": (2, "c or d", {"c": (0, 3), "d": (1, 0)}),
        "B": (2, "c or d", {"c": (2, 3), "d": (0, 4)}),
    }
    return tree((2, "l or r", {"l": (1, "T or B", third), "r": (1, "T or B", fourth)}))


def myerson_4_2() -> Built:
    """Myerson (1991), figure 4.2: an equilibrium of agents that is none of the game."""
    after = {
        "A1": (
            2,
            "two",
            {
                "W2": (1, "late", {"Y1": (3, 0), "Z1": (0, 0)}),
                "X2": (1, "late", {"Y1": (2, 3), "Z1": (4, 1)}),
            },
        ),
        "B1": (2, "two", {"W2": (2, 3), "X2": (3, 2)}),
    }
    return tree((1, "one", after))


def guess_the_ace() -> Built:
    """Miltersen and Sorensen (2006): guessing the likely card is best, though nobody asks."""

    def guess(ace: float, other: float) -> tuple:
        return (2, "guess", {"ace": (ace, -ace), "other": (other, -other)})

    deal = {
        "ace": (1 / 52, (1, "sees the ace", {"stop": (0, 0), "play": guess(-1000, 0)})),
        "other": (51 / 52, (1, "sees another", {"stop": (0, 0), "play": guess(0, -1000)})),
    }
    return tree(("nature", deal))


def long_paths() -> Built:
    """pygambit, tests/games.py, 6 x 6 with long Lemke-Howson paths and one equilibrium."""
    a = [
        [-180, 72, -333, 297, -153, 270],
        [-30, 17, -33, 42, -3, 20],
        [-81, 36, -126, 126, -36, 90],
    ]
    a += [row[::-1] for row in a[::-1]]
    b = [
        [72, 36, 17, -3, -36, -153],
        [-180, -81, -30, 20, 90, 270],
        [297, 126, 42, -33, -126, -333],
    ]
    b += [row[::-1] for row in b[::-1]]
    return bimatrix(a, b)


def coordination(size: int) -> Built:
    """Two players who gain 1 if they choose the same."""
    same = np.eye(size).tolist()
    return bimatrix(same, same)


def kuhn() -> Built:
    """Kuhn (1950): three cards, one bet of one above an ante of one."""

    def game_at(one: int, two: int) -> tuple:
        sign = 1.0 if one > two else -1.0

        def shown(stake: float) -> tuple:
            return (sign * stake, -sign * stake)

        answer = (2, f"{two}b", {"fold": (1.0, -1.0), "call": shown(2.0)})
        last = (1, f"{one}pb", {"fold": (-1.0, 1.0), "call": shown(2.0)})
        then = (2, f"{two}p", {"pass": shown(1.0), "bet": last})
        return (1, f"{one}", {"pass": then, "bet": answer})

    deals = [(a, b) for a in range(3) for b in range(3) if a != b]
    return tree(("nature", {(a, b): (1 / 6, game_at(a, b)) for a, b in deals}))


def leduc() -> Built:
    """Leduc poker: six cards of three ranks, two rounds, two raises a round, bets of 2 and 4."""

    def play(cards: tuple, pot: tuple, raises: int, moves: str, public: int | None) -> tuple:
        player = _to_move(moves)
        seen = f"{cards[player]}|{'' if public is None else public}|{moves}"
        bet = 2 if public is None else 4
        due = max(pot) - pot[player]
        ways: dict[str, tuple] = {}
        if due:
            lost = -float(pot[player])
            ways["fold"] = (lost, -lost) if player == 0 else (-lost, lost)
        called = _set(pot, player, max(pot))
        round_moves = moves.rsplit("/", maxsplit=1)[-1]
        ends = bool(round_moves)
        step = moves + "c"
        ways["call"] = (
            _after(cards, called, step, public)
            if ends
            else play(cards, called, raises, step, public)
        )
        if raises < 2:
            more = _set(pot, player, max(pot) + bet)
            ways["raise"] = play(cards, more, raises + 1, moves + "r", public)
        return (player + 1, f"{player}:{seen}", ways)

    def _after(cards: tuple, pot: tuple, moves: str, public: int | None) -> tuple:
        if public is None:
            left = {rank: 2 - cards.count(rank) for rank in range(3)}
            return (
                "nature",
                {
                    rank: (count / 4, play(cards, pot, 0, moves + "/", rank))
                    for rank, count in left.items()
                    if count
                },
            )
        ranks = [10 if card == public else card for card in cards]
        sign = float(np.sign(ranks[0] - ranks[1]))
        return (sign * pot[0], -sign * pot[0])

    def _to_move(moves: str) -> int:
        return len(moves.rsplit("/", maxsplit=1)[-1]) % 2

    def _set(pot: tuple, player: int, value: int) -> tuple:
        return (value, pot[1]) if player == 0 else (pot[0], value)

    deals = {
        (a, b): ((2 / 15 if a != b else 1 / 15), play((a, b), (1, 1), 0, "", None))
        for a in range(3)
        for b in range(3)
    }
    return tree(("nature", deals))
