"""Whatever happens to a file, the answer is findings or a scenario, never another exception."""

from __future__ import annotations

import pytest
from tests.support.corpus import LIBRARY, VALID
from tests.support.mutations import mutate

from standoff.diagnostics import render_json, render_short, render_text
from standoff.errors import ScenarioError
from standoff.scenario import Scenario, load_scenario

MUTATIONS = 1000
BATCHES = 10
FILES = [path for path in (*VALID, *LIBRARY) if path.stat().st_size < 20_000]
"""The largest shipped file is left out of the bulk: it alone would take most of the time."""


def _answer(damaged):
    try:
        scenario = load_scenario("damaged.yaml", text=damaged)
    except ScenarioError as error:
        return None, error.diagnostics
    assert isinstance(scenario, Scenario)
    return scenario, scenario.warnings


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damage_gives_findings_or_a_scenario(batch):
    answers = {"findings": 0, "scenario": 0}
    for seed in range(batch, MUTATIONS, BATCHES):
        path = FILES[seed % len(FILES)]
        damaged = mutate(path.read_text(encoding="utf-8"), seed)
        scenario, shown = _answer(damaged)
        answers["findings" if scenario is None else "scenario"] += 1
        assert (scenario is None) == any(item.is_error for item in shown), seed
        assert render_text(shown).count("[SC") >= len(shown)
        assert len(render_short(shown).splitlines()) == len(shown)
        assert render_json(shown).isascii()
    assert min(answers.values()) > 0, "damage that always or never matters tests nothing"


def test_the_same_seed_does_the_same_damage():
    text = VALID[0].read_text(encoding="utf-8")
    assert mutate(text, 7) == mutate(text, 7)
    assert len({mutate(text, seed) for seed in range(50)}) > 40
