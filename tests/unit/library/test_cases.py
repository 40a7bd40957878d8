"""The shipped crises: their evidence, their wording, their size and their endings."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from standoff import library
from standoff.game import Game, compile_game, draw_numbers, predict_size
from standoff.game.game import TERMINAL
from standoff.scenario.model import NATURE, Evidence, Scenario
from standoff.solve import solve

ROOT = Path(__file__).resolve().parents[3]
CASES = ("nato-2022", "nato-2022-core")
DOCUMENTS = {"a": "000_54eb1cbeed50038b.txt", "b": "004_a708971e46603883.txt"}
RUN = 8
"""A run of this many words shared with a document counts as copied."""
NODES = {"nato-2022": (100_000, 300_000), "nato-2022-core": (5_000, 21_000)}
"""The core is small enough for 500 draws in under a minute, the whole for 200 in ten minutes."""


each = pytest.mark.parametrize("name", CASES)


@cache
def crisis(name: str) -> Scenario:
    return library.load(name)


@cache
def compiled(name: str) -> Game:
    return compile_game(crisis(name))


def paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("\u2019", ""))


def shared_runs(ours: str, theirs: str, length: int = RUN) -> set[tuple[str, ...]]:
    def runs(text: str) -> set[tuple[str, ...]]:
        found = words(text)
        return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}

    return runs(ours) & runs(theirs)


def unsupported(scenario: Scenario) -> list[str]:
    return [p.name for p in scenario.parameters if not p.evidence and not (p.assumed and p.reason)]


def evidence_of(scenario: Scenario) -> list[tuple[str, Evidence]]:
    return [(p.name, item) for p in scenario.parameters for item in p.evidence]


def base_rates_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "base_rates", ROOT / "verification" / "base_rates.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@each
def test_the_crisis_loads_without_a_warning(name: str) -> None:
    assert crisis(name).warnings == ()
    assert str(crisis(name).as_of) == "2022-01-15"


@each
def test_every_number_has_evidence_or_an_assumption_with_its_reason(name: str) -> None:
    assert unsupported(crisis(name)) == []


@each
def test_first_omissions_are_those_that_a_reader_will_miss_first(name: str) -> None:
    first, second, third = crisis(name).left_out[:3]
    assert "Ukraine is not a player" in first
    assert "same week" in second
    assert "no payoffs" in third


@each
def test_evidence_points_at_existing_paragraphs(shared_dir: Path, name: str) -> None:
    counts = {
        key: len(paragraphs((shared_dir / "sources" / document).read_text(encoding="utf-8")))
        for key, document in DOCUMENTS.items()
    }
    assert counts == {"a": 18, "b": 23}
    wrong = [
        (number, item.source, item.paragraph)
        for number, item in evidence_of(crisis(name))
        if item.paragraph is None or not 1 <= item.paragraph <= counts[item.source]
    ]
    assert wrong == []


@each
@pytest.mark.parametrize("file", ["scenario.yaml", "notes.md"])
def test_nothing_is_copied_from_the_documents(shared_dir: Path, file: str, name: str) -> None:
    ours = (library.path(name).parent / file).read_text(encoding="utf-8")
    for document in DOCUMENTS.values():
        theirs = (shared_dir / "sources" / document).read_text(encoding="utf-8")
        assert shared_runs(ours, theirs) == set()


def test_a_copied_run_would_be_seen() -> None:
    ours = "He said that one two three, four five six seven eight of them"
    assert shared_runs(ours, "one two three four five six seven eight")
    assert not shared_runs(ours, "one two three four five six seven nine")


@each
def test_the_game_has_the_intended_size(name: str) -> None:
    assert NODES[name][0] <= compiled(name).n_nodes <= NODES[name][1]


@each
def test_every_ending_can_be_reached(name: str) -> None:
    game = compiled(name)
    reached = set(game.node_outcome[game.node_player == TERMINAL].tolist())
    assert reached == set(range(len(crisis(name).outcomes)))


@each
def test_every_party_but_nature_always_has_a_choice(name: str) -> None:
    game = compiled(name)
    moves = np.diff(game.action_start)
    assert moves.min() >= 2


@each
def test_printed_base_rates_can_be_recomputed(shared_dir: Path, name: str) -> None:
    module = base_rates_module()
    rates: dict[str, Any] = {rate.name: rate for rate in module.base_rates(shared_dir)}
    printed = [(rate.rate, rate.cases) for rate in crisis(name).base_rates]
    for found, kind in zip(printed, ("serious_violence", "full_war", "agreement"), strict=True):
        assert found[0] == pytest.approx(rates[kind].share, abs=5e-4)  # printed to three places
        assert found[1] == rates[kind].cases
    assert rates["threat_carried_out"].share == pytest.approx(0.61, abs=0.005)
    assert rates["minor_clashes"].share == pytest.approx(0.24, abs=0.005)


def test_the_whole_crisis_is_as_large_as_predicted_and_solves() -> None:
    """The issue asks for 1%; the prediction is a count. verification/ solves 200 draws."""
    scenario, game = crisis("nato-2022"), compiled("nato-2022")
    size = predict_size(scenario)
    assert size.exact
    assert (size.nodes, size.infosets, size.entries) == (
        game.n_nodes,
        game.n_infosets,
        game.n_entries,
    )
    _, numbers = draw_numbers(scenario, game, 3, 1)
    solution = solve(game, numbers)
    assert solution.solved.all()
    assert solution.certificate.passed.all()


def test_the_whole_crisis_has_what_it_is_for() -> None:
    scenario = crisis("nato-2022")
    assert scenario.memory == "state"
    assert len(scenario.parties) >= 6
    assert len({turn.date for turn in scenario.turns if turn.mover != NATURE}) >= 8
    assert len(scenario.venues) == 3
    assert {view.id for view in scenario.views} >= {"a", "b"}
    assert len(scenario.theories) >= 7
    assert any(move.becomes and move.seen_as for turn in scenario.turns for move in turn.moves)
