"""Files of other programs, from folders named by an environment variable.

`STANDOFF_EFG_SAMPLES` names one folder or several, with the separator that `PATH` has. Each file in
them is read, written and read again to an equal game, or refused with one line that says why.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.efg_same import assert_same_game

from standoff.errors import UsageError
from standoff.interop.efg import read_efg, write_efg
from standoff.interop.efg.parse import parse
from standoff.interop.efg.reader import game_of
from standoff.solve.recall import require_recall

VARIABLE = "STANDOFF_EFG_SAMPLES"


def samples():
    folders = [Path(word) for word in os.environ.get(VARIABLE, "").split(os.pathsep) if word]
    found = [path for folder in folders for path in sorted(folder.rglob("*.efg"))]
    if folders and not found:
        raise FileNotFoundError(f"{VARIABLE} names folders without .efg files")
    if found:
        return [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in found]
    reason = f"{VARIABLE} names no folder of .efg files"
    return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]


def refusal(function, argument):
    """Return the message with which a function refuses its argument, empty where it does not."""
    try:
        function(argument)
    except UsageError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("path", samples())
def test_a_sample_is_equal_after_writing_or_is_refused_in_one_line(path):
    refused = refusal(read_efg, path)
    if refused:
        assert "\n" not in refused
        pytest.skip(f"refused: {refused}")
    game, numbers = read_efg(path)
    text = write_efg(game, numbers)
    assert_same_game(read_efg(text), (game, numbers))
    assert write_efg(*read_efg(text)) == text
    assert_same_game(game_of(parse(path.read_text(encoding="utf-8-sig"), "x")), (game, numbers))


@pytest.mark.parametrize("path", samples())
def test_a_sample_in_which_somebody_forgets_is_refused_by_the_solver_in_one_line(path):
    game, _ = read_efg(path)
    refused = refusal(require_recall, game)
    assert (refused == "") == game.perfect_recall
    assert "\n" not in refused
