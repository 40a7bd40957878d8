"""The limit of the branch on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from standoff.report import words
from standoff.report.terminal_solution import print_profile

Data = Mapping[str, Any]

VERDICTS = {"passed": "passed", "failed": "failed", "undecided": "not decided"}


def print_limit(console: Console, data: Data) -> None:
    """Print outcomes, payoffs, strategies, where the branch ended and the sequential test."""
    limit, test = data["limit"], data["sequential"]
    console.print(Text(data["title"], style="bold"))
    console.print(Text(f"{data['at']}, limit of the principal branch for large lambda"))
    print_profile(console, data)
    console.print()
    console.print(Text(f"Status: {limit['ending']}."))
    console.print(
        Text(
            f"Branch: lambda {limit['lambda']:.3g} ({limit['lambda_range']:.3g} times one over the"
            f" payoff range) after {words.plural(limit['steps'], 'step')}; largest agent regret"
            f" {limit['regret']:.1e} ({limit['relative_regret']:.1e} of the range)."
        )
    )
    if limit["folds"]:
        console.print(Text(f"lambda times range turned at {_listed(limit['folds'])}."))
    if limit["crossings"]:
        places = ", ".join(f"{low:.4g} to {high:.4g}" for low, high in limit["crossings"])
        console.print(
            Text(f"Other branches cross at lambda times range {places}; the path went straight on.")
        )
    console.print(Text(f"Sequential equilibrium: {VERDICTS[test['verdict']]}; {test['reason']}."))
    off = words.plural(test["off_path"], "information set")
    console.print(
        Text(
            f"Largest gain from one move {test['move_gain']:.1e}, from a whole plan"
            f" {test['plan_gain']:.1e}, at any information set; {off} without play."
        )
    )


def _listed(values: Any) -> str:
    return ", ".join(f"{value:.4g}" for value in values)
