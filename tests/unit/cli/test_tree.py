"""`standoff tree` in process: what it writes, and what it says to bad arguments."""

from __future__ import annotations

import json

import pytest

from standoff import library
from standoff.errors import ExitCode

HORSE = str(library.path("selten-1975-horse"))


def test_a_drawing_is_written_once(call, scenario, tmp_path):
    done = call("tree", "strait.yaml", "--out", "x.svg", "--quiet")
    assert (done.code, done.out) == (ExitCode.OK, "")
    assert done.err.endswith("wrote x.svg: 11 nodes\n")
    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg ")
    again = call("tree", "strait.yaml", "--out", "x.svg", "--quiet")
    assert again.code == ExitCode.USER_MISTAKE
    assert "`x.svg` exists already" in again.err
    assert call("tree", "strait.yaml", "--out", "x.svg", "--overwrite", "--quiet").code == 0
    assert {file.name for file in tmp_path.iterdir()} == {"x.svg", "strait.yaml"}


def test_a_picture_is_a_png(call, scenario, tmp_path):
    assert call("tree", "strait.yaml", "--out", "x.png", "--quiet").code == ExitCode.OK
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")


def test_json_has_what_every_study_has(call, scenario):
    data = json.loads(call("tree", "strait.yaml", "--json").out)
    head = {key: data[key] for key in ("format", "study", "scenario", "title", "seed", "draws")}
    assert head == {
        "format": 1,
        "study": "tree",
        "scenario": "strait",
        "title": "A small strait crisis",
        "seed": 1,
        "draws": 1,
    }
    assert len(data["hash"]) == 64
    assert {node["kind"] for node in data["nodes"]} == {"chance", "decision", "end"}


def test_means_over_draws(call, scenario):
    said = call("tree", "strait.yaml", "--draw", "mean", "--draws", 4, "--json").out
    assert (json.loads(said)["draws"], json.loads(said)["at"]) == (4, "Means over 4 draws, seed 1")


def test_one_draw_differs_from_the_median(call, scenario):
    drawn = [
        json.loads(call("tree", "strait.yaml", "--draw", w, "--json").out) for w in (0, "central")
    ]
    assert drawn[0]["nodes"] != drawn[1]["nodes"]
    assert drawn[0]["at"] == "At draw 0 of 200, seed 1"


def test_a_tree_is_printed_with_beliefs(call):
    said = call("tree", HORSE, "--quiet").out
    assert "Player 3, 3 (set 1, belief 53%)" in said


@pytest.mark.parametrize(
    ("words", "said", "advice"),
    [
        (("--least", "2"), "`--least 2` is not a probability", "--least 0.01"),
        (("--most", "0"), "`--most 0` is not a whole number", "--most 60"),
        (("--depth", "0"), "`--depth 0` is not a whole number", "--depth 4"),
        (("--draw", "median"), "`--draw median` is none of", "--draw central"),
        (("--draw", "200"), "`--draw 200` is none of", "0 to 199"),
        (("--out", "x.pdf"), "`x.pdf` ends neither in .svg nor in .png", "--out x.svg"),
        (("--out", "no/x.svg"), "there is no folder `no`", "make it"),
        (("--turn", "akt"), "has no turn `akt`", "act"),
        (("--lam", "-1"), "`--lam -1` is not a number", "--lam 10"),
        (("--as-of", "never"), "`--as-of never` is no day", "--as-of 2022-01-12"),
    ],
)
def test_bad_arguments_get_what_to_write(call, scenario, tmp_path, words, said, advice):
    done = call("tree", "strait.yaml", "--quiet", *words)
    assert done.code == ExitCode.USER_MISTAKE
    assert said in done.err
    assert advice in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["strait.yaml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--turn", "x"), "an .efg tree has no turns"),
        (("--draw", "1"), "an .efg tree has no draws"),
        (("--as-of", "2022-01-12"), "a game tree has no sources"),
    ],
)
def test_a_tree_has_no_turns_draws_or_sources(call, words, said):
    done = call("tree", HORSE, "--quiet", *words)
    assert (done.code, said in done.err) == (ExitCode.USER_MISTAKE, True)
