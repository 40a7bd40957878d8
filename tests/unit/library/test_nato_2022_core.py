"""The shipped crisis `nato-2022-core`: its evidence, its wording, its size and its endings."""

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
from standoff.game import Game, compile_game
from standoff.game.game import TERMINAL
from standoff.scenario.model import Evidence, Scenario

ROOT = Path(__file__).resolve().parents[3]
FOLDER = library.path("nato-2022-core").parent
DOCUMENTS = {"a": "000_54eb1cbeed50038b.txt", "b": "004_a708971e46603883.txt"}
RUN = 8
"""A run of this many words shared with a document counts as copied."""
NODES = (5_000, 21_000)
"""Rich enough to say something, small enough for 500 draws on a laptop in under a minute."""


@cache
def crisis() -> Scenario:
    return library.load("nato-2022-core")


@cache
def compiled() -> Game:
    return compile_game(crisis())


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


def test_the_crisis_loads_without_a_warning() -> None:
    assert crisis().warnings == ()
    assert str(crisis().as_of) == "2022-01-15"


def test_every_number_has_evidence_or_an_assumption_with_its_reason() -> None:
    assert unsupported(crisis()) == []


def test_first_omissions_are_those_that_a_reader_will_miss_first() -> None:
    first, second, third = crisis().left_out[:3]
    assert "Ukraine is not a player" in first
    assert "same week" in second
    assert "no payoffs" in third


def test_evidence_points_at_existing_paragraphs(shared_dir: Path) -> None:
    counts = {
        key: len(paragraphs((shared_dir / "sources" / name).read_text(encoding="utf-8")))
        for key, name in DOCUMENTS.items()
    }
    assert counts == {"a": 18, "b": 23}
    wrong = [
        (name, item.source, item.paragraph)
        for name, item in evidence_of(crisis())
        if item.paragraph is None or not 1 <= item.paragraph <= counts[item.source]
    ]
    assert wrong == []


@pytest.mark.parametrize("file", ["scenario.yaml", "notes.md"])
def test_nothing_is_copied_from_the_documents(shared_dir: Path, file: str) -> None:
    ours = (FOLDER / file).read_text(encoding="utf-8")
    for name in DOCUMENTS.values():
        theirs = (shared_dir / "sources" / name).read_text(encoding="utf-8")
        assert shared_runs(ours, theirs) == set()


def test_a_copied_run_would_be_seen() -> None:
    ours = "He said that one two three, four five six seven eight of them"
    assert shared_runs(ours, "one two three four five six seven eight")
    assert not shared_runs(ours, "one two three four five six seven nine")


def test_the_game_has_the_intended_size() -> None:
    assert NODES[0] <= compiled().n_nodes <= NODES[1]


def test_every_ending_can_be_reached() -> None:
    game = compiled()
    reached = set(game.node_outcome[game.node_player == TERMINAL].tolist())
    assert reached == set(range(len(crisis().outcomes)))


def test_every_party_but_nature_always_has_a_choice() -> None:
    game = compiled()
    moves = np.diff(game.action_start)
    assert moves.min() >= 2


def test_printed_base_rates_can_be_recomputed(shared_dir: Path) -> None:
    module = base_rates_module()
    rates: dict[str, Any] = {rate.name: rate for rate in module.base_rates(shared_dir)}
    printed = [(rate.rate, rate.cases) for rate in crisis().base_rates]
    for found, name in zip(printed, ("serious_violence", "full_war", "agreement"), strict=True):
        assert found[0] == pytest.approx(rates[name].share, abs=5e-4)  # printed to three places
        assert found[1] == rates[name].cases
    assert rates["threat_carried_out"].share == pytest.approx(0.61, abs=0.005)
    assert rates["minor_clashes"].share == pytest.approx(0.24, abs=0.005)
