"""The user's file: from text to a resolved, checked scenario."""

from __future__ import annotations

from standoff.scenario.dump import full_text
from standoff.scenario.load import check_text, load_scenario
from standoff.scenario.model import NATURE, Scenario
from standoff.scenario.patch import Patched, patch_scenario

__all__ = [
    "NATURE",
    "Patched",
    "Scenario",
    "check_text",
    "full_text",
    "load_scenario",
    "patch_scenario",
]
