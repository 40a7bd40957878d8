"""The solution of one draw on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from standoff.report import words
from standoff.report.terminal import heading
from standoff.report.terminal_equilibria import MAX_SHOWN, print_equilibria

Data = Mapping[str, Any]

MAX_SETS = 60
"""More information sets than this are left to `--json`."""


def print_solution(console: Console, data: Data) -> None:
    """Print outcomes, payoffs, strategies and the certificate of one draw."""
    console.print(Text(data["title"], style="bold"))
    logit = data["lambda"] is not None
    how = f"lambda {data['lambda']:g}" if logit else f"Nash equilibrium by {data['method']}"
    console.print(Text(f"{data['at']}, {how}"))
    print_profile(console, data)
    print_equilibria(console, data)
    _print_enumerated(console, data)
    console.print()
    certificate = data["certificate"]
    console.print(Text(f"Status: {certificate['status']}."))
    gain = f"largest gain from deviating alone {certificate['gain_max']:.3g}"
    measure = (
        f"residual {certificate['residual']:.1e}"
        if logit
        else f"mean gain {certificate['gap']:.3g}"
    )
    console.print(Text(f"Certificate: {measure}; {gain}."))
    if certificate.get("ties"):
        places = words.plural(certificate["ties"], "information set")
        console.print(Text(f"Several moves are equally good at {places}; the first one is played."))
    if "against" in data:
        other = data["against"]
        console.print(
            Text(
                f"Agrees with {other['method']}: they differ by {other['difference']:.2g},"
                f" {other['allowed']:.2g} is allowed."
            )
        )


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


def _print_enumerated(console: Console, data: Data) -> None:
    """Print the equilibria that were found by trying everything."""
    found = data.get("enumerated")
    if found is None:
        return
    why = "that is for two parties and still smaller games"
    left_out = "" if found["mixed_sought"] else f" Mixed ones were not sought: {why}."
    pure = sum(one["pure"] for one in found["found"])
    mixed = len(found["found"]) - pure
    heading(console, "Equilibria", f"{pure} pure, {mixed} extreme mixed.{left_out}")
    for number, one in enumerate(found["found"][:MAX_SHOWN], start=1):
        paid = ", ".join(f"{key} {value:.4g}" for key, value in one["payoffs"].items())
        console.print(Text(f"{number}. {'pure' if one['pure'] else 'mixed'}: payoffs {paid}"))
    if len(found["found"]) > MAX_SHOWN:
        console.print(Text(f"and {len(found['found']) - MAX_SHOWN:,} more, see --json"))


def _moves(moves: Mapping[str, float]) -> str:
    return ", ".join(f"{move} {prob:.3g}" for move, prob in moves.items())


def _pairs(console: Console, pairs: Mapping[str, str]) -> None:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column()
    grid.add_column(justify="right")
    for name, value in pairs.items():
        grid.add_row(Text(name), value)
    console.print(grid)
