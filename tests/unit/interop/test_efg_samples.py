"""Files of other programs, from the folders that `STANDOFF_EFG_SAMPLES` names.

Each file in them is read, written and read again to an equal game, or refused with one line that
says why.
"""

from __future__ import annotations

import os

import pytest
from tests.support.efg_same import assert_same_game
from tests.support.efg_samples import REASON, VARIABLE, sample_files

from standoff.errors import UsageError
from standoff.interop.efg import read_efg, write_efg
from standoff.interop.efg.parse import parse
from standoff.interop.efg.reader import game_of
from standoff.solve.recall import require_recall

SAMPLES = [pytest.param(p, id=f"{p.parent.name}/{p.stem}") for p in sample_files()] or [
    pytest.param(None, marks=pytest.mark.skip(reason=REASON))
]


def refusal(function, argument):
    """Return the message with which a function refuses its argument, empty where it does not."""
    try:
        function(argument)
    except UsageError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("path", SAMPLES)
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


@pytest.mark.parametrize("path", SAMPLES)
def test_a_sample_in_which_somebody_forgets_is_refused_by_the_solver_in_one_line(path):
    game, _ = read_efg(path)
    refused = refusal(require_recall, game)
    assert (refused == "") == game.perfect_recall
    assert "\n" not in refused


def test_folders_are_those_of_the_variable(tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name / "deeper").mkdir(parents=True)
        (tmp_path / name / "deeper" / "x.efg").write_text("", encoding="utf-8")
    folders = [str(tmp_path / name) for name in ("one", "two")]
    monkeypatch.setenv(VARIABLE, folders[0])
    assert len(sample_files()) == 1
    monkeypatch.setenv(VARIABLE, os.pathsep.join(folders))
    assert len(sample_files()) == 2
    monkeypatch.delenv(VARIABLE)
    assert sample_files() == []


def test_a_folder_without_files_is_a_mistake(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(FileNotFoundError, match=VARIABLE):
        sample_files()
