"""From the numbers of a run back to paragraphs."""

from __future__ import annotations

import json

import pytest
from tests.support.sourced import FILE

from standoff.cli.main import main
from standoff.errors import UsageError
from standoff.report.store import find_store, read_texts
from standoff.report.why import Run, why


def made(folder, file, draws, *words):
    target = folder / "run"
    call = ["forecast", str(file), "--draws", str(draws), "--threads", "1", "--quiet"]
    assert main([*call, "--out", str(target), *words]) == 0
    return target


@pytest.fixture(scope="module")
def core(tmp_path_factory):
    return Run(made(tmp_path_factory.mktemp("core"), "nato-2022-core", 20))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("small")
    (place / "strait.yaml").write_text(FILE, encoding="utf-8")
    return made(place, place / "strait.yaml", 120)


def test_every_outcome_of_a_real_case_reaches_paragraphs(core):
    data = json.loads(json.dumps(why(core, None, {}, 3), allow_nan=False))
    assert list(data["outcomes"]) == [one.id for one in core.scenario.outcomes]
    for outcome in data["outcomes"].values():
        assert outcome["paragraphs"]
        places = [place for one in outcome["numbers"] for place in one["evidence"]]
        assert all(place["source"] in ("a", "b") for place in places)
        assert any(place["paragraph"] for place in places)


def test_every_number_has_evidence_or_says_why_it_is_assumed(core):
    for parameter in core.scenario.parameters:
        basis = why(core, parameter.name, {}, 3)["parameter"]
        assert basis["evidence"] or (basis["assumed"] and basis["reason"])


def test_numbers_come_strongest_first_with_claims_and_their_weights(folder):
    outcome = why(Run(folder), "war", {}, 9)["outcomes"]["war"]
    sizes = [one["index"] for one in outcome["numbers"]]
    assert sizes == sorted(sizes, reverse=True)
    rows = {one["name"]: one for one in outcome["numbers"]}
    assert rows["p_resolved"]["direction"] == 1
    assert [one["weight"] > 0 for one in rows["p_resolved"]["claims"]] == [True, True]
    assert rows["p_resolved"]["evidence"] == []
    assert rows["war_cost"]["evidence"][0]["paragraph"] == 2
    assert rows["prize"]["reason"] == "nobody has counted"
    shares = {(p["source"], p["paragraph"]): p["index"] for p in outcome["paragraphs"]}
    both = shares["a", 3] + shares["b", 1]
    assert both == pytest.approx(rows["p_resolved"]["index"])


def test_a_parameter_says_which_outcomes_go_with_it(folder):
    moves = why(Run(folder), "p_resolved", {}, 5)["parameter"]["moves"]
    assert {one["id"] for one in moves} == {"quiet", "peace", "war"}
    assert moves[0]["index"] == max(one["index"] for one in moves)


def test_a_number_with_a_source_is_listed_in_any_case(folder):
    outcome = why(Run(folder), "war", {}, 1)["outcomes"]["war"]
    assert any(one["evidence"] or one["claims"] for one in outcome["numbers"])


def test_the_view_of_a_run_brings_its_own_evidence(tmp_path):
    (tmp_path / "strait.yaml").write_text(FILE, encoding="utf-8")
    run = Run(made(tmp_path, tmp_path / "strait.yaml", 12, "--view", "calm"))
    basis = why(run, "p_resolved", {}, 5)["parameter"]
    assert [(one["source"], one["paragraph"]) for one in basis["evidence"]] == [("b", 1)]
    assert basis["claims"] == []


def test_paragraphs_are_printed_where_their_texts_are_at_hand(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder.parent)
    store = folder.parent / "texts/a"
    store.mkdir(parents=True, exist_ok=True)
    lines = [{"number": 2, "text": "Dear\x1b[31m indeed", "role": "text"}]
    (store / "paragraphs.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["why", str(folder), "war_cost"]) == 0
    assert "Dear" not in capsys.readouterr().out
    assert main(["why", str(folder), "war_cost", "--store", "texts"]) == 0
    out = capsys.readouterr().out
    assert "“Dear [31m indeed”" in out
    assert "typed with a2 in view: Some say that it would be dear" in out
    assert main(["why", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "paragraphs behind it: " in out
    assert max(map(len, out.splitlines())) <= 90
    assert main(["why", str(folder), "war", "--top", "9"]) == 0
    assert "assumed: nobody has counted" in capsys.readouterr().out


def test_a_store_is_looked_for_in_places_and_checked(tmp_path):
    assert find_store(None, tmp_path) is None
    (tmp_path / "sources/a").mkdir(parents=True)
    store = find_store(None, tmp_path)
    assert read_texts(store, ["a", "b"]) == {"a": {}, "b": {}}
    (store / "a/paragraphs.jsonl").write_text('{"number": 1, "text": "x"}\n{"number": "2"}\n')
    with pytest.raises(UsageError, match="line 2 of"):
        read_texts(store, ["a"])
    with pytest.raises(UsageError, match="there is no folder"):
        find_store(tmp_path / "none")


def test_what_is_no_run_is_refused(tmp_path, folder):
    with pytest.raises(UsageError, match="is no run of standoff"):
        Run(tmp_path)
    with pytest.raises(UsageError, match="no outcome and no parameter `wor`") as caught:
        why(Run(folder), "wor", {}, 5)
    assert "war" in caught.value.help


def test_a_run_that_was_changed_or_is_too_small_is_refused(tmp_path):
    (tmp_path / "strait.yaml").write_text(FILE, encoding="utf-8")
    small = made(tmp_path, tmp_path / "strait.yaml", 4)
    with pytest.raises(UsageError, match="the run has 4 solved draws"):
        Run(small)
    (small / "draws.parquet").write_bytes(b"something else")
    with pytest.raises(UsageError, match="is not what the run wrote"):
        Run(small)
    (small / "draws.parquet").unlink()
    with pytest.raises(UsageError, match="is missing"):
        Run(small)
