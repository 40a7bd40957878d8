"""The public names, repeated by hand: a name appears or disappears on purpose only."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

PUBLIC = {
    "standoff": [
        "DisagreementError",
        "ExitCode",
        "Forecast",
        "Game",
        "GameTooLargeError",
        "LostWorkerError",
        "MissingExtraError",
        "Numbers",
        "Report",
        "Scenario",
        "ScenarioError",
        "Solution",
        "SolveError",
        "StandoffError",
        "TreeView",
        "UsageError",
        "__version__",
        "advise",
        "central_numbers",
        "check",
        "compare",
        "compile_game",
        "describe",
        "draw_numbers",
        "evidence",
        "explain",
        "export",
        "forecast",
        "library",
        "load",
        "load_game",
        "load_scenario",
        "matters",
        "memory",
        "observe",
        "read_efg",
        "report",
        "settle",
        "solve",
        "theories",
        "tree",
        "tree_view",
        "voi",
        "whatif",
        "why",
        "without",
        "would",
        "write_efg",
    ],
    "standoff.scenario": [
        "NATURE",
        "Patched",
        "Scenario",
        "check_text",
        "full_text",
        "load_scenario",
        "patch_scenario",
    ],
    "standoff.game": [
        "BadPlayError",
        "Budget",
        "CHANCE",
        "Game",
        "Layout",
        "NONE",
        "Numbers",
        "Size",
        "TERMINAL",
        "believed_numbers",
        "believed_parameters",
        "central_numbers",
        "central_parameters",
        "compile_game",
        "draw_numbers",
        "draw_parameters",
        "draw_uniforms",
        "layout_of",
        "numbers_at",
        "parameters_from",
        "predict_size",
        "require_ruled_out",
    ],
    "standoff.forecast": [
        "Advice",
        "Branches",
        "ChunkFolder",
        "Comparison",
        "Contributions",
        "DaskCluster",
        "Explained",
        "Forecast",
        "Matters",
        "Observed",
        "Settle",
        "Standpoint",
        "Voi",
        "WhatIf",
        "Without",
        "Workers",
        "Would",
        "advise",
        "branch_variance",
        "compare",
        "contributions",
        "explain",
        "forecast",
        "matters",
        "observe",
        "settle",
        "standpoint",
        "voi",
        "whatif",
        "without",
        "would",
    ],
    "standoff.evidence": [
        "Base",
        "Claim",
        "Factor",
        "Pooling",
        "Rules",
        "Scale",
        "Weighed",
        "base_of",
        "pool",
    ],
    "standoff.evidence.sources": [
        "Added",
        "Entry",
        "Given",
        "Groups",
        "LIMITS",
        "Limits",
        "Page",
        "Store",
        "Tie",
        "document_from",
        "effective_number",
        "fetch",
        "find_groups",
        "is_address",
        "read_bytes",
        "read_source",
        "scenario_block",
        "with_given",
    ],
    "standoff.evidence.reading": [
        "Cast",
        "Decision",
        "Endpoint",
        "Gaps",
        "KINDS",
        "Marked",
        "MissingActor",
        "ModelAnswer",
        "Place",
        "Proposal",
        "Score",
        "Tally",
        "Warned",
        "accepted",
        "add_decisions",
        "ask_model",
        "claim_stubs",
        "gaps",
        "in_order",
        "read_decisions",
        "score",
        "suggest",
        "undecided",
        "unread_traps",
    ],
    "standoff.solve": [
        "Certificate",
        "Consistency",
        "Ending",
        "Enumeration",
        "Equilibria",
        "Limit",
        "Origin",
        "Playouts",
        "Search",
        "SequentialTest",
        "Solution",
        "Status",
        "Verdict",
        "certify",
        "certify_nash",
        "enumerate_equilibria",
        "find_equilibria",
        "limit",
        "playouts",
        "reply",
        "require_agreement",
        "sequential_test",
        "solve",
    ],
    "standoff.library": ["describe", "load", "names", "path"],
    "standoff.interop.efg": ["exact_numbers", "read_efg", "write_efg"],
    "standoff.interop.openspiel": ["from_openspiel", "to_openspiel"],
    "standoff.interop.pettingzoo": ["standoff_env"],
}

HEAVY = ["numba", "numpy", "scipy", "pydantic", "ruamel", "typer", "altair", "pyarrow"]


@pytest.mark.parametrize("package", PUBLIC)
def test_public_names_are_the_listed_ones(package):
    assert sorted(import_module(package).__all__) == sorted(PUBLIC[package])


@pytest.mark.parametrize("package", PUBLIC)
def test_public_names_exist(package):
    module = import_module(package)
    assert [name for name in PUBLIC[package] if not hasattr(module, name)] == []
    assert set(PUBLIC[package]) <= set(dir(module))


def test_stages_are_attributes_of_the_package():
    standoff = import_module("standoff")
    assert standoff.game is import_module("standoff.game")


def test_a_stage_that_is_loaded_can_be_called_as_its_verb():
    for name in ("evidence", "forecast", "library", "solve"):
        import_module(f"standoff.{name}")
    standoff = import_module("standoff")
    assert "skarn-narrows" in standoff.library()
    assert standoff.library.names() == standoff.library()
    game, numbers = standoff.load_game("signorino-1999-crisis")
    assert standoff.solve(game, numbers, threads=1).solved.all()


def test_a_name_that_is_no_file_gets_a_near_one():
    standoff = import_module("standoff")
    with pytest.raises(standoff.UsageError, match="called `skarn-narow`") as error:
        standoff.load("skarn-narow")
    assert "`skarn-narrows`" in error.value.help


def test_a_wrong_attribute_says_which():
    with pytest.raises(AttributeError, match="'standoff' has no attribute 'solv'"):
        import_module("standoff").solv  # noqa: B018 (the access is what is tested)


def test_importing_the_package_is_light():
    code = f"import sys, standoff; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
