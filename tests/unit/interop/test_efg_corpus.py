"""Small files for each corner of the format: what they say, and what is wrong with the broken ones.

After a change of wording, `UPDATE_STORED=1 pytest tests/unit/interop/test_efg_corpus.py` stores the
new texts; the difference shows in the commit.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.efg_facts import facts
from tests.support.efg_same import assert_same_game

from standoff.errors import UsageError
from standoff.interop.efg import read_efg, write_efg
from standoff.interop.efg.parse import parse
from standoff.interop.efg.reader import game_of
from standoff.interop.efg.scan import scan

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "efg"
VALID = sorted((FOLDER / "valid").glob("*.efg"))
BROKEN = sorted((FOLDER / "broken").glob("*.efg"))
WITH_CARE = {"commas-once-not-again"}
"""Right files that are not regular, so that the fast reader leaves them to the careful one."""


def name(path):
    return path.stem


def is_stored(path, text):
    stored = path.with_suffix(".txt")
    if os.environ.get("UPDATE_STORED"):
        stored.write_text(text, encoding="utf-8")
    return text == stored.read_text(encoding="utf-8")


def test_there_are_files():
    assert len(VALID) >= 30
    assert len(BROKEN) >= 20


@pytest.mark.parametrize("path", VALID, ids=name)
def test_right_files_say_what_is_stored(path):
    game, _ = read_efg(path)
    assert is_stored(path, facts(game))


@pytest.mark.parametrize("path", VALID, ids=name)
def test_right_files_are_equal_after_writing(path):
    game, numbers = read_efg(path)
    text = write_efg(game, numbers)
    assert_same_game(read_efg(text), (game, numbers))
    assert write_efg(*read_efg(text)) == text


@pytest.mark.parametrize("path", VALID, ids=name)
def test_both_readers_say_the_same(path):
    text = path.read_text(encoding="utf-8")
    sheet = scan(text, path.name)
    assert (sheet is None) == (path.stem in WITH_CARE)
    if sheet is not None:
        assert_same_game(game_of(sheet), game_of(parse(text, path.name)))


@pytest.mark.parametrize("path", BROKEN, ids=name)
def test_broken_files_say_the_stored_message(path):
    with pytest.raises(UsageError) as caught:
        read_efg(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:")
    assert "\n" not in message
    assert is_stored(path, message.removeprefix(f"{path.parent}{os.sep}") + "\n")


@pytest.mark.parametrize("path", BROKEN, ids=name)
def test_the_fast_reader_leaves_broken_files_alone(path):
    assert scan(path.read_text(encoding="utf-8"), path.name) is None
