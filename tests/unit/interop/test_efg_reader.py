from __future__ import annotations

import numpy as np
import pytest

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL
from standoff.interop.efg import read_efg

HEAD = 'EFG 2 R "A game" { "A" "B" }\n'
SMALL = HEAD + 'p "" 1 1 "first" { "l" "r" } 0\nt "" 1 "one" { 1 2 }\nt "" 2 "two" { 3 4 }\n'


def payoffs_of_paths(game, numbers):
    """Return what each player gets on each path from the root, in order of play."""
    found = []

    def walk(node, total):
        if game.node_pay[node] != NONE:
            total = total + numbers.pay[game.node_pay[node], :, 0]
        if game.node_player[node] == TERMINAL:
            found.append(tuple(total.tolist()))
        for edge in range(game.edge_start[node], game.edge_start[node + 1]):
            walk(game.edge_child[edge], total)

    walk(0, np.zeros(len(game.players)))
    return found


def test_a_small_game():
    game, numbers = read_efg(SMALL)
    assert game.title == "A game"
    assert game.players == ("A", "B")
    assert game.node_player.tolist() == [0, TERMINAL, TERMINAL]
    assert game.infoset_labels == ("first",)
    assert game.action_labels == ("l", "r")
    assert game.outcome_labels == ("one", "two")
    assert game.node_outcome.tolist() == [NONE, 0, 1]
    assert payoffs_of_paths(game, numbers) == [(1, 2), (3, 4)]
    assert game.order.tolist() == [0, -2, -3]
    assert game.perfect_recall
    assert numbers.n_draws == 1
    assert numbers.lam.tolist() == [10.0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1/3", 1 / 3),
        ("-7/2", -3.5),
        ("+3", 3.0),
        ("-0.25", -0.25),
        (".5", 0.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("2.5E+2", 250.0),
        (".5e1", 5.0),
        ("0.1", 0.1),
        ("123456789012345678901234567890", 123456789012345678901234567890.0),
    ],
)
def test_numbers(written, value):
    _, numbers = read_efg(HEAD + f't "" 1 "" {{ {written}, 0 }}')
    assert numbers.pay[0, 0, 0] == value


@pytest.mark.parametrize("between", [" ", ", ", "\n", " ,\t"])
def test_payoffs_with_and_without_commas(between):
    _, numbers = read_efg(HEAD + f't "" 1 "" {{ 1{between}2 }}')
    assert numbers.pay[0, :, 0].tolist() == [1, 2]


def test_layout_does_not_matter():
    flat = " ".join(SMALL.split("\n"))
    crlf = SMALL.replace("\n", "\r\n")
    spread = SMALL.replace("{", "\n{\n").replace("}", "\n}\n")
    for text in (flat, crlf, spread, "\ufeff" + SMALL):
        game, numbers = read_efg(text)
        assert (game.action_labels, payoffs_of_paths(game, numbers)) == (
            ("l", "r"),
            [(1, 2), (3, 4)],
        )


def test_labels_with_quotes_braces_and_lines():
    text = 'EFG 2 R "The \\"big\\" {one}" { "A, or B" "C\nD" }\n"a comment, 1 { }"\nt "" 0'
    game, _ = read_efg(text)
    assert game.title == 'The "big" {one}'
    assert game.players == ("A, or B", "C\nD")


def test_a_comment_is_optional_and_type_d_is_the_same():
    text = SMALL.replace("2 R", "2 D").replace('"B" }\n', '"B" }\n"what it is about"\n')
    assert read_efg(text)[0].action_labels == ("l", "r")


def test_descriptions_may_be_left_out_when_they_return():
    text = HEAD + (
        'c "" 1 "draw" { "x" 1/4 "y" 3/4 } 0\n'
        'p "" 1 7 "s" { "l" "r" } 0\n  t "" 3 "o" { 1 2 }\n  t "" 3\n'
        'p "" 1 7 0\n  c "" 1 0\n    t "" 3\n    t "" 0\n  t "" 3 "o" { 1 2 }\n'
    )
    game, numbers = read_efg(text)
    assert game.n_infosets == 1
    assert game.infoset_nodes.tolist() == [1, 2]
    assert payoffs_of_paths(game, numbers) == [(1, 2), (1, 2), (1, 2), (0, 0), (1, 2)]
    assert game.prob_rows == 2
    assert numbers.prob[:, 0].tolist() == [0.25, 0.75]
    assert game.outcome_labels == ("o", "no outcome")
    assert (game.node_player == CHANCE).sum() == 2


def test_payoffs_on_the_way_add_up():
    text = HEAD + (
        'p "" 1 1 "s" { "l" "r" } 1 "fee" { -1 0 }\n'
        'c "" 1 "n" { "x" 1 } 2 "gift" { 0 5 }\nt "" 3 "end" { 10 10 }\nt "" 1\n'
    )
    game, numbers = read_efg(text)
    assert payoffs_of_paths(game, numbers) == [(9, 15), (-2, 0)]
    assert game.outcome_labels == ("end", "fee")


def test_the_same_number_means_other_sets_for_other_players():
    text = HEAD + (
        'p "" 1 1 "" { "l" } 0 p "" 2 1 "" { "m" "n" } 0 t "" 0 t "" 0'.replace(" p", "\np")
    )
    game, _ = read_efg(text)
    assert game.infoset_player.tolist() == [0, 1]


def test_what_has_no_name_gets_a_number_and_repeats_a_suffix():
    text = (
        'EFG 2 R "" { "" "A" "A" }\n'
        'p "" 1 5 "" { "" "" } 0\n'
        'p "" 1 6 "s" { "x" "x" } 0\nt "" 4 "" { 1 1 1 }\nt "" 5 "o" { 1 1 1 }\n'
        'p "" 1 8 "s" { "x" "x_2" "x" } 0\nt "" 6 "o" { 2 1 1 }\nt "" 0\nt "" 4\n'
    )
    game, _ = read_efg(text)
    assert game.players == ("player 1", "A", "A_2")
    assert game.infoset_labels == ("5", "s", "s_2")
    assert game.action_labels == ("1", "2", "x", "x_2", "x", "x_2", "x_3")
    assert game.outcome_labels == ("outcome 4", "o", "o_2", "no outcome")


def test_one_player_and_five_players():
    assert read_efg('EFG 2 R "" { "only" } t "" 1 "" { 1 }')[0].players == ("only",)
    text = 'EFG 2 R "" { "a" "b" "c" "d" "e" } t "" 1 "" { 1 2 3 4 5 }'
    assert read_efg(text)[1].pay[0, :, 0].tolist() == [1, 2, 3, 4, 5]


def test_a_single_node():
    game, numbers = read_efg(HEAD + 't "" 0')
    assert (game.n_nodes, game.n_infosets, game.n_entries) == (1, 0, 0)
    assert game.order.tolist() == [-1]
    assert numbers.pay.shape == (0, 2, 1)


def test_a_very_deep_game_needs_no_deep_stack():
    deep = "".join(f'p "" 1 {k} "" {{ "on" "stop" }} 0\n' for k in range(1, 5001))
    game, _ = read_efg(HEAD + deep + 't "" 0\n' * 5001)
    assert game.n_nodes == 10_001


def test_a_path(tmp_path):
    file = tmp_path / "game.efg"
    file.write_text(SMALL, encoding="utf-8")
    assert read_efg(file)[0].title == "A game"
    assert read_efg(str(file))[0].title == "A game"


def test_a_player_that_forgets_its_move_is_marked():
    text = HEAD + (
        'p "" 1 1 "" { "l" "r" } 0\n'
        'p "" 1 2 "" { "x" "y" } 0\nt "" 0\nt "" 0\np "" 1 2 0\nt "" 0\nt "" 0\n'
    )
    game, _ = read_efg(text)
    assert not game.perfect_recall
    assert game.contiguous


def test_a_player_that_forgets_what_it_knew_is_marked():
    text = HEAD + (
        'c "" 1 "" { "x" 1/2 "y" 1/2 } 0\n'
        'p "" 1 1 "" { "l" } 0\np "" 1 3 "" { "u" "d" } 0\nt "" 0\nt "" 0\n'
        'p "" 1 2 "" { "l" } 0\np "" 1 3 0\nt "" 0\nt "" 0\n'
    )
    assert not read_efg(text)[0].perfect_recall


def test_sets_that_cannot_be_ordered():
    """In one branch A moves before B, in the other after; neither sees which."""
    text = HEAD + (
        'c "" 1 "" { "x" 1/2 "y" 1/2 } 0\n'
        'p "" 1 1 "a" { "l" "r" } 0\np "" 2 1 "b" { "u" "d" } 0\nt "" 0\nt "" 0\nt "" 0\n'
        'p "" 2 1 0\np "" 1 1 0\nt "" 0\nt "" 0\nt "" 0\n'
    )
    game, _ = read_efg(text)
    assert not game.contiguous
    assert game.perfect_recall
    parents = np.repeat(np.arange(game.n_nodes), np.diff(game.edge_start))
    assert (parents < game.edge_child).all()
    for i in range(2):
        nodes = game.infoset_nodes[game.infoset_start[i] : game.infoset_start[i + 1]]
        assert (game.node_infoset[nodes] == i).all()
        assert len(nodes) == 2


P = 'p "" 1 1 "s" { "l" "r" } 0\n'
C = 'c "" 1 "n" { "x" 1/2 "y" 1/2 } 0\n'
BROKEN = {
    "empty": ("\n", 1, 1, "expected `EFG`"),
    "other-kind": ('NFG 1 R "" { "A" }', 1, 1, "expected `EFG`"),
    "version": ('EFG 3 R "" { "A" }', 1, 5, "expected `2`, the version"),
    "data-type": ('EFG 2 X "" { "A" }', 1, 7, "expected `R`"),
    "no-title": ('EFG 2 R { "A" }', 1, 9, "expected the title of the game in quotes"),
    "no-players": ('EFG 2 R "" { }', 1, 14, "the game has no players"),
    "player-without-quotes": ('EFG 2 R "" { A }', 1, 14, "expected a player in quotes"),
    "players-not-closed": ('EFG 2 R "" { "A"', 1, 17, "expected `}` after the players"),
    "no-node": (HEAD, 1, 29, "expected a node, which begins with `c`, `p` or `t`, found end"),
    "node-kind": (HEAD + 'q "" 1', 2, 1, "expected a node"),
    "label-not-closed": (HEAD + 't "end 0\n', 2, 3, "its closing quote is missing"),
    "node-without-name": (HEAD + "t 0", 2, 3, "expected the name of the node in quotes"),
    "player-number": (HEAD + 'p "" 3 1 "" { "l" } 0', 2, 6, "of a player, at most 2"),
    "player-zero": (HEAD + 'p "" 0 1 "" { "l" } 0', 2, 6, "of at least 1"),
    "set-number": (HEAD + 'p "" 1 x "" { "l" } 0', 2, 8, "an information set, a whole number"),
    "set-unknown": (HEAD + 'p "" 1 4 0', 2, 10, "information set 4 has not been described yet"),
    "event-unknown": (HEAD + 'c "" 4 0', 2, 8, "event 4 has not been described yet"),
    "no-moves": (HEAD + 'p "" 1 1 "" { } 0', 2, 15, "there is no move here"),
    "moves-not-closed": (HEAD + 'p "" 1 1 "" { "l" 0', 2, 19, "expected a move in quotes"),
    "chance-missing": (HEAD + 'c "" 1 "" { "x" "y" } 0', 2, 17, "expected the probability"),
    "chance-sum": (HEAD + 'c "" 1 "" { "x" .3 "y" .6 } 0', 2, 27, "add up to 0.9, not exactly 1"),
    "chance-thirds": (HEAD + 'c "" 1 "" { "x" 0.333333 "y" 0.666666 } 0', 2, 39, "as 1/3"),
    "chance-negative": (HEAD + 'c "" 1 "" { "x" -1 "y" 2 } 0', 2, 17, "below zero"),
    "outcome-missing": (HEAD + 't ""', 2, 5, "the number of an outcome, or 0 for none"),
    "outcome-unknown": (HEAD + 't "" 5', 2, 7, "outcome 5 has not been described yet"),
    "outcome-zero": (HEAD + 't "" 0 "none" { 0 0 }', 2, 8, "outcome 0 means none"),
    "payoff-missing": (HEAD + 't "" 1 "" { 1 }', 2, 15, "the payoff of player 2"),
    "payoff-extra": (HEAD + 't "" 1 "" { 1 2 3 }', 2, 17, "expected `}` after 2 payoffs"),
    "payoff-word": (HEAD + 't "" 1 "" { 1 nan }', 2, 15, "such as 3, -0.5, 1e-3 or 1/3"),
    "payoff-by-zero": (HEAD + 't "" 1 "" { 1 1/0 }', 2, 15, "the payoff of player 2"),
    "payoff-zeros": (HEAD + 't "" 1 "" { 1 1/00 }', 2, 15, "double precision"),
    "payoff-huge": (HEAD + 't "" 1 "" { 1 1e999999999 }', 2, 15, "not so far from 1"),
    "payoff-infinite": (HEAD + 't "" 1 "" { 1 1e399 }', 2, 15, "double precision"),
    "payoff-long": (HEAD + 't "" 1 "" { 1 ' + "9" * 5000 + " }", 2, 15, "the payoff of player 2"),
    "cut": (HEAD + P + 't "" 0\n', 3, 7, "expected a node"),
    "too-much": (SMALL + 't "" 0', 5, 1, "because every branch has ended"),
    "set-name": (HEAD + C + P + 't "" 0 t "" 0 p "" 1 1 "z" 0', 4, 24, "with other name"),
    "set-moves": (HEAD + C + P + 't "" 0 t "" 0 p "" 1 1 "s" { "l" } 0', 4, 34, "other moves"),
    "event-probs": (
        HEAD + C + 'c "" 1 "n" { "x" 1/4 "y" 3/4 } 0',
        3,
        30,
        "event 1 was described before with other probabilities",
    ),
    "outcome-payoffs": (
        HEAD + P + 't "" 1 "o" { 1 2 }\nt "" 1 "o" { 1 3 }',
        4,
        18,
        "outcome 1 was described before with other payoffs",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(name, tmp_path):
    text, line, column, message = BROKEN[name]
    file = tmp_path / "broken.efg"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_efg(file)
    assert str(caught.value).startswith(f"{file}:{line}:{column}: "), str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match=r"missing\.efg: the file cannot be read: No such file"):
        read_efg(tmp_path / "missing.efg")


def test_a_file_that_is_not_text(tmp_path):
    file = tmp_path / "bytes.efg"
    file.write_bytes(b'EFG 2 R "\xff\xfe" { "A" } t "" 0')
    with pytest.raises(UsageError, match="is not UTF-8 text"):
        read_efg(file)


def test_every_cut_of_a_file_is_refused_in_words():
    for end in range(len(SMALL.rstrip())):
        try:
            read_efg(SMALL[:end] + "\n")
        except UsageError as error:
            assert str(error).startswith("<text>:")  # noqa: PT017  most cuts, not all, are wrong
        else:
            pytest.fail(f"the first {end} characters were taken for a game")
