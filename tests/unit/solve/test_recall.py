"""Games in which a player forgets are refused, unless pasts were merged on purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.errors import UsageError
from standoff.interop.efg import read_efg
from standoff.solve import find_equilibria, solve

FORGETS = """\
EFG 2 R "" { "A" "B" }
p "" 2 1 "b" { "l" "r" } 0
p "" 1 1 "first" { "l" "r" } 0
p "" 1 2 "second" { "x" "y" } 0
t "" 1 "one" { 1, 0 }
t "" 0
p "" 1 2 "second" { "x" "y" } 0
t "" 0
t "" 1
t "" 0
"""
DRIVER = """\
EFG 2 R "" { "driver" }
p "" 1 1 "exit" { "leave" "go on" } 0
t "" 1 "too early" { 0 }
p "" 1 1 "exit" { "leave" "go on" } 0
t "" 2 "home" { 4 }
t "" 3 "too late" { 1 }
"""
CASES = {
    "forgets": (FORGETS, "player `A` at information set `second` forgets what it knew or did"),
    "absent": (DRIVER, "player `driver` at information set `exit` forgets having moved"),
}


@pytest.mark.parametrize("function", [solve, find_equilibria])
@pytest.mark.parametrize(("text", "message"), CASES.values(), ids=CASES)
def test_a_tree_in_which_a_player_forgets_is_refused_in_one_line(function, text, message):
    game, numbers = read_efg(text)
    with pytest.raises(UsageError) as caught:
        function(game, numbers)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_forgetting_that_was_chosen_is_no_mistake():
    """As in a scenario with `memory: state`: the same game without the mark of a tree."""
    game, numbers = read_efg(FORGETS)
    chosen = replace(game, extra={})
    assert not chosen.perfect_recall
    assert solve(chosen, numbers.with_lam(1.0)).solved.all()


def test_having_moved_cannot_be_forgotten_on_purpose():
    game, numbers = read_efg(DRIVER)
    with pytest.raises(UsageError, match="a player forgets having moved"):
        solve(replace(game, extra={}), numbers)


def test_the_set_that_comes_twice_is_named_where_others_forget_less():
    text = FORGETS.replace(
        't "" 0\n',
        'p "" 2 2 "exit" { "l" "r" } 0\nt "" 0\np "" 2 2 "exit" { "l" "r" } 0\nt "" 0\nt "" 0\n',
        1,
    )
    game, numbers = read_efg(text)
    with pytest.raises(UsageError, match="player `B` at information set `exit` forgets having"):
        solve(game, numbers)
