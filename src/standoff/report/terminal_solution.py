"""The solution of one draw on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import heading
from standoff.report.terminal_equilibria import print_equilibria

Data = Mapping[str, Any]

MAX_SETS = 60
"""More information sets than this are left to `--json`."""


def print_solution(console: Console, data: Data) -> None:
    """Print outcomes, payoffs, strategies and the certificate of one draw."""
    console.print(Text(data["title"], style="bold"))
    console.print(Text(f"{data['at']}, lambda {data['lambda']:g}"))
    print_profile(console, data)
    print_equilibria(console, data)
    console.print()
    certificate = data["certificate"]
    console.print(Text(f"Status: {certificate['status']}."))
    gain = f"largest gain from deviating alone {certificate['gain_max']:.3g}"
    console.print(Text(f"Certificate: residual {certificate['residual']:.1e}; {gain}."))


def print_profile(console: Console, data: Data) -> None:
    """Print outcomes, payoffs and strategies."""
    if data["outcomes"]:
        heading(console, "How it ends")
        _pairs(console, {name: words.percent(p) for name, p in data["outcomes"].items()})
    heading(console, "Expected payoffs", data["payoff_unit"])
    _pairs(console, {name: f"{value:.4g}" for name, value in data["payoffs"].items()})
    heading(console, "What they do")
    left = MAX_SETS
    for party, sets in data["strategies"].items():
        shown = list(sets.items())[: max(left, 0)]
        left -= len(sets)
        console.print(Text(f"{party} ({words.plural(len(sets), 'information set')})", style="bold"))
        for label, moves in shown:
            console.print(Text(f"  {label}: {_moves(moves)}"))
        if len(shown) < len(sets):
            console.print(Text(f"  and {len(sets) - len(shown):,} more, see --json"))


def _moves(moves: Mapping[str, float]) -> str:
    return ", ".join(f"{move} {prob:.3g}" for move, prob in moves.items())


def _pairs(console: Console, pairs: Mapping[str, str]) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column()
    grid.add_column(justify="right")
    for name, value in pairs.items():
        grid.add_row(Text(name), value)
    console.print(grid)
