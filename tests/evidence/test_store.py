"""The store: whole or not at all, twice the same, never over something else, changes noticed."""

from __future__ import annotations

import json
import os

import pytest

from standoff.errors import UsageError
from standoff.evidence.sources import Store, document_from

TEXT = (
    b"The lock stays shut\n\nBy Ida Moll\n\n4 March 2031\n\n"
    b"The upper province closed the lock at Elm Ford on Monday and gave no reason for doing it.\n"
)
OTHER = TEXT.replace(b"Monday", b"Tuesday")


def put(store, content=TEXT, **more):
    return store.add(content, document_from(content, "a.txt"), **more)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "sources")


def test_what_was_added_comes_back(store):
    added = put(store, group="harbour")
    assert (added.how, added.entry.key) == ("added", "lock_stays_shut")
    entry = store.get("lock_stays_shut")
    assert entry == added.entry
    assert entry.document == document_from(TEXT, "a.txt")
    assert entry.group == "harbour"
    assert store.keys() == ("lock_stays_shut",)


def test_the_files_are_plain(store):
    folder = put(store).entry.folder
    assert sorted(one.name for one in folder.iterdir()) == [
        "original.txt",
        "paragraphs.jsonl",
        "source.json",
    ]
    assert (folder / "original.txt").read_bytes() == TEXT
    lines = (folder / "paragraphs.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[0]) == {"number": 1, "text": "The lock stays shut", "role": "title"}
    data = json.loads((folder / "source.json").read_text("utf-8"))
    assert data["format"] == "standoff source 1"
    assert data["written"] == "2031-03-04"


def test_the_same_again_changes_nothing(store):
    folder = put(store).entry.folder
    before = {one.name: one.stat().st_mtime_ns for one in folder.iterdir()}
    assert put(store).how == "unchanged"
    assert put(store, key="lock_stays_shut").how == "unchanged"
    assert {one.name: one.stat().st_mtime_ns for one in folder.iterdir()} == before


def test_the_same_bytes_are_not_put_in_twice(store):
    put(store)
    with pytest.raises(UsageError, match="the same bytes are in the store as `lock_stays_shut`"):
        put(store, key="second")


def test_other_data_for_the_same_bytes_need_a_word(store):
    put(store)
    with pytest.raises(UsageError, match="the same bytes with other data") as found:
        put(store, group="harbour")
    assert found.value.help == "add `--replace`"
    assert put(store, group="harbour", replace=True).how == "replaced"
    assert store.get("lock_stays_shut").group == "harbour"


def test_another_source_of_the_same_title_gets_a_number(store):
    put(store)
    assert put(store, OTHER).entry.key == "lock_stays_shut_2"


def test_a_key_is_not_taken_from_another_source(store):
    put(store, key="a")
    with pytest.raises(UsageError, match="`a` is in the store already: another source"):
        put(store, OTHER, key="a")
    assert store.get("a").document.sha256 == document_from(TEXT, "a.txt").sha256
    assert put(store, OTHER, key="a", replace=True).how == "replaced"
    assert (store.folder / "a" / "original.txt").read_bytes() == OTHER
    assert [one.name for one in store.folder.iterdir()] == ["a"]


def test_replacing_keeps_what_others_wrote_beside(store):
    folder = put(store, key="a").entry.folder
    (folder / "decisions.jsonl").write_text("{}\n")
    put(store, OTHER, key="a", replace=True)
    assert (folder / "decisions.jsonl").read_text() == "{}\n"


def test_a_folder_of_something_else_is_not_touched(store):
    (store.folder / "a").mkdir(parents=True)
    (store.folder / "a" / "mine.txt").write_text("mine")
    for call in (lambda: put(store, key="a", replace=True), lambda: store.remove("a")):
        with pytest.raises(UsageError, match="holds something else than a source"):
            call()
    assert (store.folder / "a" / "mine.txt").read_text() == "mine"
    assert store.keys() == ()


@pytest.mark.parametrize("key", ["../out", "a/b", "A", "1a", "a b", "", ".", "x" * 61, "a\n", "é"])
def test_keys_that_cannot_be(store, key, tmp_path):
    put(store)
    if key:
        with pytest.raises(UsageError, match="cannot be a key"):
            put(store, OTHER, key=key)
    with pytest.raises(UsageError, match="there is no source"):
        store.get(key)
    with pytest.raises(UsageError, match="there is no source"):
        store.remove(key)
    assert [one.name for one in tmp_path.iterdir()] == ["sources"]


@pytest.mark.parametrize("name", ["original.txt", "paragraphs.jsonl"])
def test_a_changed_file_is_named(store, name):
    path = put(store).entry.folder / name
    path.write_bytes(path.read_bytes().replace(b"Elm", b"Oak"))
    with pytest.raises(
        UsageError, match=rf"{name}` was changed .* its hash is another one"
    ) as found:
        store.get("lock_stays_shut")
    assert "--replace" in found.value.help


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda d: "{", "it is not JSON"),
        (lambda d: "[" * 100_000, "it is not JSON"),
        (lambda d: json.dumps(d | {"format": "x"}), "`format` is not"),
        (lambda d: json.dumps(d | {"written": "4 March"}), "`written` is not a date"),
        (lambda d: json.dumps(d | {"title": 3}), "`title` is not a line of text"),
        (lambda d: json.dumps(d | {"title": "\x1b[2J"}), "`title` is not a line of text"),
        (lambda d: json.dumps(d | {"chain": [{}]}), "`reliability` is not a line of text"),
        (lambda d: json.dumps(d | {"original": "../../x"}), "is not the name of a file"),
        (lambda d: json.dumps({k: v for k, v in d.items() if k != "kind"}), "`kind` is not"),
    ],
)
def test_a_broken_record_is_a_message(store, change, why):
    path = put(store).entry.folder / "source.json"
    path.write_text(change(json.loads(path.read_text())))
    with pytest.raises(UsageError, match=why):
        store.get("lock_stays_shut")


def test_a_missing_file_is_named(store):
    folder = put(store).entry.folder
    (folder / "paragraphs.jsonl").unlink()
    with pytest.raises(UsageError, match=r"paragraphs.jsonl` was changed .* it is missing"):
        store.get("lock_stays_shut")


def test_removing_takes_the_whole_folder_even_if_it_is_broken(store):
    folder = put(store).entry.folder
    (folder / "original.txt").write_text("changed")
    store.remove("lock_stays_shut")
    assert list(store.folder.iterdir()) == []


def test_nothing_half_written_stays(store, monkeypatch):
    put(store, key="a")
    before = sorted(os.listdir(store.folder))  # noqa: PTH208 (hidden ones too)

    def full(*words):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for more in ({"key": "b"}, {"key": "a", "replace": True}):
        with pytest.raises(UsageError, match="cannot be written: No space left on device"):
            put(store, OTHER, **more)
    assert sorted(os.listdir(store.folder)) == before  # noqa: PTH208
    assert store.get("a").document.sha256 == document_from(TEXT, "a.txt").sha256


def test_a_file_in_the_place_of_the_store(tmp_path):
    (tmp_path / "sources").write_text("x")
    with pytest.raises(UsageError, match="is a file, not a folder"):
        Store(tmp_path / "sources")
