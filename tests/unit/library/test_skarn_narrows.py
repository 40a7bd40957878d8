"""The invented crisis of the tutorial: its three articles, its claims, and that it solves."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from standoff import library
from standoff.game import Game, compile_game, draw_numbers
from standoff.game.game import TERMINAL
from standoff.scenario.model import NATURE, Scenario
from standoff.solve import solve

NAME = "skarn-narrows"
FOLDER = library.path(NAME).parent / "articles"
HASHES = {
    "agency.txt": "b8381a94fe4c15b296517c46f4617f9d5ad95c00e7bc99cfb2e5edf3f5ddcbf1",
    "gazette.txt": "d1781f93139e13a46f01607c352ad2948d20a2e0d13c03946258d2a3cf6d75ad",
    "wire.html": "43ccd23cce903b9b7295875cf756048db0a77d4787ac27786c52f596cc56c539",
}
WORDS_OF_AN_ARTICLE = (200, 350)
RUN = 8
"""A run of this many words that stands in two articles counts as copied."""
SAID = {
    ("gazette", 5): "very likely",
    ("gazette", 6): "likely that a convoy",
    ("gazette", 7): "in dock since March",
    ("gazette", 8): "burning house",
    ("gazette", 9): "voters before the autumn",
    ("gazette", 10): "two thirds",
    ("agency", 6): "reserves of the Bank",
    ("agency", 7): "accompanied to the door by the whites",
    ("agency", 8): "Five vessels",
    ("agency", 9): "sea floor",
    ("agency", 10): "weight of foam",
    ("agency", 13): "Tags:",
    ("wire", 3): "embassies",
    ("wire", 4): "fifth of former years",
    ("wire", 5): "within six weeks",
    ("wire", 6): "It seems unlikely",
    ("wire", 7): "roughly even chance",
    ("wire", 8): '"likely"',
}
"""Words that stand in each paragraph that the scenario points at."""
COPIED = {("agency", 5, "wire", 4)}
ENDS = {"gazette": (4, 11), "agency": (5, 11), "wire": (2, 9)}
"""First and last paragraph that the author wrote, without title, buttons and tags."""


class Main(HTMLParser):
    """Paragraphs and headings inside `article`."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = self.open = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside |= tag == "article"
        if self.inside and tag in {"h1", "p"}:
            self.open = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "article"
        self.open &= tag not in {"h1", "p"}

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[-1] += data


def paragraphs(key: str) -> list[str]:
    (file,) = FOLDER.glob(f"{key}.*")
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        reader = Main()
        reader.feed(text)
        return reader.found
    return [line for line in text.splitlines() if line.strip()]


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def copies(keys: tuple[str, ...]) -> set[tuple[str, int, str, int]]:
    """Return the pairs of paragraphs, of two articles, that share a run of words."""
    every = [(key, n, runs(text)) for key in keys for n, text in enumerate(paragraphs(key), 1)]
    return {
        (one, i, other, j)
        for one, i, here in every
        for other, j, there in every
        if keys.index(one) < keys.index(other) and here & there
    }


@cache
def crisis() -> Scenario:
    return library.load(NAME)


@cache
def compiled() -> Game:
    return compile_game(crisis())


def test_the_articles_are_those_that_were_read():
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.iterdir()}
    assert found == HASHES


@pytest.mark.parametrize("key", ENDS)
def test_an_article_is_short(key):
    first, last = ENDS[key]
    words = " ".join(paragraphs(key)[first - 1 : last]).split()
    assert WORDS_OF_AN_ARTICLE[0] <= len(words) <= WORDS_OF_AN_ARTICLE[1]


def test_the_wire_copies_one_paragraph_of_the_agency_and_nobody_else_copies():
    assert copies(("gazette", "agency", "wire")) == COPIED


def test_a_source_names_its_article():
    notes = {source.key: source.note.partition(";")[0] for source in crisis().sources}
    assert set(notes.values()) == {f"articles/{name}" for name in HASHES}
    assert all(note.startswith(f"articles/{key}.") for key, note in notes.items())


def test_claims_point_at_paragraphs_that_say_it():
    text = library.path(NAME).read_text(encoding="utf-8")
    pointed = re.findall(r"source: (\w+), paragraph: (\d+)", text)
    assert {(key, int(n)) for key, n in pointed} == SAID.keys()
    missing = [(key, n) for (key, n), words in SAID.items() if words not in paragraphs(key)[n - 1]]
    assert missing == []


def test_the_crisis_loads_without_a_warning():
    assert crisis().warnings == ()
    assert all(source.written <= crisis().as_of for source in crisis().sources)


def test_every_number_has_claims_or_an_assumption_with_its_reason():
    claimed = {p.name for p in crisis().parameters if p.evidence}
    assumed = {p.name for p in crisis().parameters if p.assumed and p.reason}
    assert claimed | assumed == {p.name for p in crisis().parameters}
    assert (len(claimed), len(assumed)) == (6, 7)


def test_the_two_camps_hold_their_views():
    assert {view.id: view.held_by for view in crisis().views} == {
        "harbour": (0,),
        "chamber": (1,),
    }


def test_the_game_is_small_and_every_ending_can_be_reached():
    game = compiled()
    assert 300 <= game.n_nodes <= 2_000
    reached = set(game.node_outcome[game.node_player == TERMINAL].tolist())
    assert reached == set(range(len(crisis().outcomes)))
    assert {turn.mover for turn in crisis().turns} == {0, 1, NATURE}


def test_all_of_fifty_draws_are_solved():
    _, numbers = draw_numbers(crisis(), compiled(), 50, 1)
    solution = solve(compiled(), numbers, threads=1)
    assert solution.solved.sum() == 50
    assert solution.certificate.passed.all()
