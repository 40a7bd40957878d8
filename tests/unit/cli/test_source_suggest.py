"""`standoff source suggest` and `gaps`: what is printed, decided, written and refused."""

from __future__ import annotations

import json
import sys

import pytest

from standoff.cli.source_review import ask_about
from standoff.errors import ExitCode
from standoff.evidence.document import Document, Paragraph
from standoff.evidence.reading import read_decisions, suggest

TEXT = """\
Denmark and the strait

March 5, 2031

Denmark demands that the dredgers leave within 72 hours. Perhaps Oslo will answer in early April.

The prime minister, Erik Falk, said that there was a plan B, or go through the woods.
"""


@pytest.fixture
def stored(call, tmp_path):
    """Put a source `north` into the store of the working folder."""
    (tmp_path / "north.txt").write_text(TEXT, encoding="utf-8")
    result = call("source", "add", "north.txt", "--key", "north")
    assert result.code == ExitCode.OK, result.err
    return tmp_path / "sources" / "north"


def test_proposals_are_printed_by_paragraph_with_their_readings(call, stored):
    result = call("source", "suggest", "north")
    assert (result.code, result.err) == (ExitCode.OK, "")
    for text in (
        "Paragraph 3",
        '"within 72 hours" = 2031-03-05 to 2031-03-08',
        '"Oslo" = Norway',
        '"go through the woods" = get lost',
    ):
        assert text in result.out


def test_the_json_and_the_file_have_all_of_it(call, stored, tmp_path):
    data = json.loads(call("source", "suggest", "north", "--json", "--out", "p.jsonl").out)
    lines = (tmp_path / "p.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == data
    assert {"date", "actor", "demand", "threat", "hedge", "artefact"} <= {p["kind"] for p in data}
    assert set(data[0]) == {
        "paragraph", "start", "end", "kind", "text", "reading", "why", "confidence",
    }  # fmt: skip


def test_a_file_is_read_without_a_store(call, tmp_path):
    (tmp_path / "note.txt").write_text("Oslo will answer in two days.\n" * 3, encoding="utf-8")
    data = json.loads(call("source", "suggest", "note.txt", "--kind", "date", "--json").out)
    assert {one["kind"] for one in data} == {"date"}
    told = call("source", "suggest", "note.txt", "--written", "2031-03-05", "--kind", "date")
    assert "2031-03-05 to 2031-03-07" in told.out


def test_accepting_twice_adds_nothing_and_claims_can_be_pasted(call, stored):
    first = call("source", "suggest", "north", "--accept", "--claims")
    assert " accepted, 0 decided before" in first.err
    assert "- source: north" in first.out
    assert 'gloss: "go through the woods"' in first.out
    before = (stored / "decisions.jsonl").read_bytes()
    second = call("source", "suggest", "north", "--accept")
    assert second.err.startswith("0 accepted, ")
    assert (stored / "decisions.jsonl").read_bytes() == before
    assert call("source", "show", "north").code == ExitCode.OK


def test_without_decisions_there_are_no_claims(call, stored):
    result = call("source", "suggest", "north", "--claims")
    assert result.out == "# nothing that makes a claim has been accepted\n"


def test_the_review_writes_each_answer_and_goes_on_where_it_stopped(call, stored, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    answers = iter(["what", "a", "r", "e", "my own", "q"])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    result = call("source", "suggest", "north", "--review")
    assert "type a, r, e or q" in result.err
    assert "3 decided, " in result.err
    made = read_decisions(stored / "decisions.jsonl")
    assert [one.decision for one in made] == ["accept", "reject", "edit"]
    assert made[2].reading == "my own"
    monkeypatch.setattr("builtins.input", lambda _question: "a")
    again = call("source", "suggest", "north", "--review")
    assert "0 left" in again.err
    assert [one.decision for one in read_decisions(stored / "decisions.jsonl")][:3] == [
        "accept",
        "reject",
        "edit",
    ]


@pytest.mark.parametrize("stop", [EOFError, KeyboardInterrupt])
def test_stopping_keeps_what_was_decided(stop):
    document = Document((Paragraph(1, "Denmark and Norway"),))
    answers = iter(["a"])

    def read_line(_question):
        for answer in answers:
            return answer
        raise stop

    made = list(ask_about(suggest(document), document, read_line))
    assert [one.proposal.text for one in made] == ["Denmark"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nroth"], "there is no source `nroth`"),
        (["north", "--kind", "dates"], "there is no kind `dates`"),
        (["north", "--written", "soon"], "`--written soon` is not a day"),
        (["north", "--model", "localhost"], "`localhost` is not the address of a model"),
        (["north", "--model", "http://localhost", "--model-seconds", "0"], "is not a number above"),
        (["north", "--review"], "there is no terminal to answer in"),
        (["north", "--out", "none/p.jsonl"], "`none/p.jsonl` cannot be written"),
        (["north", "--accept", "--decisions", "none/d"], "`none/d` cannot be written"),
    ],
)
def test_mistakes_are_said_and_nothing_is_written(call, stored, words, message):
    result = call("source", "suggest", *words)
    assert result.code == ExitCode.USER_MISTAKE
    assert message in result.err
    assert result.out == ""
    assert not (stored / "decisions.jsonl").exists()


def test_a_model_that_cannot_be_reached_leaves_the_rules(call, stored):
    plain = call("source", "suggest", "north", "--json")
    asked = call("source", "suggest", "north", "--json", "--model", "http://127.0.0.1:1")
    assert asked.code == ExitCode.OK
    assert asked.out == plain.out
    assert "model: nothing from paragraphs 1 to 4: the server cannot be reached" in asked.err


def test_gaps_of_a_scenario(call, stored, scenario):
    file = scenario.read_text(encoding="utf-8")
    source = "sources:\n  north: {title: T, side: a}\n  south: {title: U, side: a}\nparameters:"
    scenario.write_text(file.replace("parameters:", source), encoding="utf-8")
    result = call("source", "gaps", scenario)
    assert (result.code, result.err) == (ExitCode.OK, "")
    for text in (
        "- Denmark: north",
        "- Falk: north 4",
        "- north: give, refuse, fight, fold",
        "warning: all 2 sources have the side `a`",
        "south: its actors are not known",
    ):
        assert text in result.out
    data = json.loads(call("source", "gaps", scenario, "--json").out)
    assert data["not_stored"] == ["south"]
    assert {one["actor"] for one in data["actors"]} >= {"Denmark", "Norway", "Falk"}
