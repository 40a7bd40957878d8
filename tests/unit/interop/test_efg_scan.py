"""The fast reader against the careful one, and what it does with trees against plain loops."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tests.support.efg_same import assert_same

from standoff.errors import UsageError
from standoff.game.classic import escalation
from standoff.game.game import NONE
from standoff.interop.efg import scan as fast
from standoff.interop.efg import write_efg
from standoff.interop.efg.parse import parse
from standoff.interop.efg.scan import scan
from standoff.interop.efg.tree import absent_minded, children, forgetful

PIECES = [
    *('"', '\\"', "\\", "{", "}", ",", " ", "\n", "p", "c", "t", "0", "1", "1/2", '"a"', '""'),
    *("-", ".", "e", "\x1c", "é", "\xa0", 'p "" 1 1', "{ 1 2 }", "\x00", "+", "/", "\r"),
]
"""What mutations put into files."""
HEAD = 'EFG 2 R "A game" { "A" "B" }\n'


def dice(seed):
    """Return a source of chance that is the same in every run."""
    return random.Random(seed)  # noqa: S311  no secret


def random_tree(rng, players=2, depth=5):
    """Return an .efg text, and for each node (children, player, set, outcome) in file order."""
    lines, nodes, sizes = [], [], {}

    def grow(level):
        outcome = f'{k} "o{k}" {{ {k}, {k}/3 }}' if (k := rng.randrange(4)) else "0"
        name = rng.choice(["", "", "n", f"n{len(nodes)}"])
        kind = rng.random()
        if level == 0 or kind < 0.2:
            lines.append(f't "{name}" {outcome}')
            nodes.append((0, -2, NONE))
            return
        if kind < 0.4:
            size = rng.choice([1, 2, 4])
            moves = " ".join(f'"{m}" 1/{size}' for m in range(size))
            lines.append(f'c "{name}" {size} "" {{ {moves} }} {outcome}')
            nodes.append((size, -1, ("c", size)))
        else:
            player, number = rng.randrange(players), rng.randrange(1, 6)
            size = sizes.setdefault((player, number), rng.randrange(1, 4))
            moves = " ".join(f'"m{m}"' for m in range(size))
            lines.append(f'p "{name}" {player + 1} {number} "s" {{ {moves} }} {outcome}')
            nodes.append((size, player, (player, number)))
        for _ in range(size):
            grow(level - 1)

    grow(depth)
    return HEAD + "\n".join(lines) + "\n", nodes


def plain_parents(degree):
    """Return the parent of each node and its place among the children, by a stack."""
    parents, above = [], []
    for node, size in enumerate(degree):
        if above:
            parents.append((above[-1][0], above[-1][2]))
            above[-1][2] += 1
        else:
            parents.append((NONE, 0))
        above.append([node, size, 0])
        while above and above[-1][2] == above[-1][1]:
            above.pop()
    return parents


def columns(nodes):
    """Return degree, mover and move of nodes as arrays."""
    sets = {key: k for k, key in enumerate(dict.fromkeys(n[2] for n in nodes if n[2] != NONE))}
    return (
        np.array([n[0] for n in nodes]),
        np.array([n[1] for n in nodes]),
        np.array([NONE if n[2] == NONE else sets[n[2]] for n in nodes]),
    )


def plain_memory(nodes):
    """Return whether a set comes twice on a path, and whether everybody remembers everything."""
    parents = plain_parents([n[0] for n in nodes])
    pasts, twice = {}, False
    for node, (_, player, move) in enumerate(nodes):
        if player < 0:
            continue
        past, at = [], node
        while parents[at][0] != NONE:
            at, place = parents[at]
            if nodes[at][1] == player:
                past.append((nodes[at][2], place))
        twice = twice or move in [m for m, _ in past]
        pasts.setdefault(move, set()).add(tuple(past))
    return twice, all(len(different) == 1 for different in pasts.values())


@pytest.fixture(params=[False, True], ids=["all lines", "distinct lines"])
def by_lines(request, monkeypatch):
    """Read short files with and without the shortcut for lines that come again."""
    if request.param:
        monkeypatch.setattr(fast, "MANY", 1)
        monkeypatch.setattr(fast, "MOST_DISTINCT", 1.0)


@pytest.mark.parametrize("seed", range(20))
def test_random_trees_are_read_alike(seed, by_lines):
    text, _ = random_tree(dice(seed))
    found = scan(text, "x")
    assert found is not None
    assert_same(found, parse(text, "x"))


@pytest.mark.parametrize("seed", range(40))
def test_children_and_memory_are_those_of_plain_loops(seed):
    _, nodes = random_tree(dice(seed), players=1 + seed % 3, depth=3 + seed % 3)
    degree, mover, move = columns(nodes)
    child = children(degree)
    parent = np.repeat(np.arange(len(degree)), degree)
    place = np.arange(len(child)) - np.repeat(np.cumsum(degree) - degree, degree)
    found = dict(
        zip(child.tolist(), zip(parent.tolist(), place.tolist(), strict=True), strict=True)
    )
    assert found == dict(enumerate(plain_parents(degree.tolist())[1:], 1))
    twice, remembers = plain_memory(nodes)
    lost = forgetful(degree, child, mover, move, 3)
    assert (lost == NONE) == remembers
    assert (absent_minded(degree, mover, move) == NONE) != twice


def test_random_trees_are_of_all_kinds_of_memory():
    """Otherwise the test above would say little."""
    kinds = {
        plain_memory(random_tree(dice(seed), players=1 + seed % 3, depth=3 + seed % 3)[1])
        for seed in range(40)
    }
    assert kinds == {(False, True), (False, False), (True, False)}


def test_a_tree_that_is_higher_than_16_bits():
    """The root has 65,537 children, and the first of them has two: heights differ by 2 ** 16."""
    degree = np.array([65_537, 2] + [0] * 65_538)
    assert children(degree).tolist() == [1, *range(4, 65_540), 2, 3]


@pytest.mark.parametrize("seed", range(60))
def test_mutated_files_are_read_alike_or_left_alone(seed, by_lines):
    rng = dice(seed)
    text, _ = random_tree(rng, depth=3)
    for _ in range(rng.choice([1, 1, 2, 3])):
        at = rng.randrange(len(text) + 1)
        gone = rng.choice([0, 0, 1, 2, 5])
        text = text[:at] + rng.choice([*PIECES, ""]) + text[at + gone :]
        try:
            right = parse(text, "x")
        except UsageError:
            right = None
        found = scan(text, "x")
        if right is None:
            assert found is None, text
        elif found is not None:
            assert_same(found, right)


def test_a_file_with_many_lines_that_come_again(monkeypatch):
    game, numbers = escalation(3000)
    text = write_efg(game, numbers)
    seen = []
    coded = fast.coded
    monkeypatch.setattr(fast, "coded", lambda texts: (seen.append(len(texts)), coded(texts))[1])
    assert_same(scan(text, "x"), parse(text, "x"))
    assert seen[0] >= 3000


def test_a_label_over_two_lines_among_lines_that_come_again():
    line = 'p "" 1 1 "s" { "l" "two\nlines" } 0\n'
    text = HEAD + line + 'c "" 1 "" { "x" 1 } 0\n' * 1500 + 't "" 0\nt "" 0\n'
    found = scan(text, "x")
    assert found is not None
    assert_same(found, parse(text, "x"))


def test_two_nodes_on_a_line_among_lines_that_come_again():
    text = HEAD + 'c "" 1 "" { "x" 1 } 0 c "" 1 0\n' * 1500 + 't "" 0\n'
    found = scan(text, "x")
    assert found is not None
    assert_same(found, parse(text, "x"))


def test_a_node_over_two_lines_among_lines_that_come_again():
    text = HEAD + 'c "" 1 "" { "x" 1 }\n0 ' * 1500 + 't "" 0\n'
    found = scan(text, "x")
    assert found is not None
    assert_same(found, parse(text, "x"))


def test_an_outcome_on_the_line_of_the_next_node_among_lines_that_come_again():
    """The same line is followed by one outcome here and by another there."""
    first = 'c "" 1 "" { "x" 1 }\n5 "o" { 1, 2 } c "" 1\n'
    text = HEAD + first + '0 c "" 1\n0 c "" 1\n5 c "" 1\n' * 1000 + '0 t "" 0\n'
    found = scan(text, "x")
    assert found is not None
    assert_same(found, parse(text, "x"))


def test_labels_that_share_their_second_line():
    """Without repetition, the lines have an odd number of quotes."""
    nodes = 'p "" 1 1 "" { "a\nb" } 0\np "" 1 2 "" { "c\nb" } 0\n'
    text = HEAD + nodes * 1000 + 't "" 0\n'
    found = scan(text, "x")
    assert found is not None
    assert_same(found, parse(text, "x"))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + 't "" 1 "" { 1e400, 0 }',
        HEAD + 't "" 1 "" { 1e-500, 0 }',
        HEAD + 't "" 1 "" { ' + "9" * 350 + ", 0 }",
        HEAD + 't "" 1 "" { ' + "1" * 500 + ", 0 }",
        HEAD + 't "" 1 "" { nan, 0 }',
        HEAD + 't "" 1 "" { 1_0, 0 }',
        HEAD + 't "" 1 "" { 1/0, 0 }',
        HEAD + 't "" 1 "" { ٣, 0 }',
        HEAD + 't "" 1234567890 "" { 1, 0 }',
    ],
)
def test_numbers_that_are_refused_are_left_alone(text):
    with pytest.raises(UsageError):
        parse(text, "x")
    assert scan(text, "x") is None


def test_values_are_the_nearest_doubles():
    words = [
        "1/3",
        "0.1",
        "1e-3",
        "-0",
        "123456789012345678901234567890",
        "2.5E+99",
        "0" * 250 + "7",
    ]
    for some in (words, words[:-1]):
        text = 'EFG 2 R "" { ' + '"A" ' * len(some) + '}\nt "" 1 "" { ' + " ".join(some) + " }"
        found = scan(text, "x")
        expected = [1 / 3, 0.1, 0.001, 0.0, 123456789012345678901234567890.0, 2.5e99, 7.0]
        assert found.pay[0].tolist() == expected[: len(some)]
        assert not np.signbit(found.pay[0, 3])
