"""All cases, in the order in which they run: short groups first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from benchmarks.contest import Case, Entry

OURS = "standoff"
FRESH = {"NUMBA_CACHE_DIR": "{folder}/kernels"}

WITH_GAMBIT = (91, 418, 750, 12_000)
SIZES = (91, 418, 750, 1_000, 3_000, 12_000, 30_000, 98_000, 300_000, 993_000)
PASS_SIZES = (1_000, 3_000, 10_000, 30_000, 98_000, 300_000, 993_000)
DRAWS = 1_000
ALONE = 50
"""Draws of which each is solved by a call of its own; 1,000 are extrapolated from them."""
RIVAL_DRAWS = 5
"""Draws that a rival solves; 1,000 are extrapolated from them."""
SPIEL_GAMES = {
    "leduc": ("leduc_poker", "leduc", {}),
    "liars-dice-4": ("liars_dice(numdice=1,dice_sides=4)", "liars_dice", {"sides": 4}),
}
"""For each zero-sum case: the game's name in OpenSpiel, our builder, and its arguments."""
NASH_METHODS = ("cfr+", "dcfr", "pcfr+", "lp")


def all_cases() -> list[Case]:
    """Return every case."""
    return [
        *_start(),
        *_passes(),
        *_playouts(),
        *_zero_sum(),
        *_aqre(),
        *_draws(),
        *_scenarios(),
        *_whatif(),
        *_gpu(),
    ]


def chosen(cases: list[Case], only: list[str], *, quick: bool) -> list[Case]:
    """Return the cases whose names begin with one of `only` (all by default)."""
    wanted = [case for case in cases if not only or any(case.name.startswith(o) for o in only)]
    return [case for case in wanted if case.quick or not quick]


def brief(case: Case) -> Case:
    """Return a case with fewer repeats and less time, to try the harness."""
    return replace(case, repeats=min(case.repeats, 2), budget_s=2.0, limit_s=60.0)


def warm_up() -> Case:
    """Return a case without a record, after which all kernels are on disk."""
    tiny = {"nodes": 1}
    zero_sum = {"game": "escalation", "arguments": {**tiny, "zero_sum": True}}
    entries = (
        _ours("Aqre", "one draw", arguments=tiny),
        _ours("Aqre", "several draws", arguments={**tiny, "draws": 8}),
        *(_ours("ZeroSum", method, method=method, **zero_sum) for method in NASH_METHODS),
        _ours("Playouts", "playouts", nodes=1, count=1),
    )
    return Case("warm-up", "", entries, repeats=0, limit_s=300.0)


def _ours(make: str, program: str = OURS, **options: Any) -> Entry:
    return Entry(program, f"benchmarks.ours:{make}", options, options.get("threads", 1))


def _start() -> Iterator[Case]:
    tiny = {"nodes": 1}
    yield Case(
        "start/kernels",
        "the first solve of a process, with no kernels on disk and with kernels on disk",
        (
            Entry("standoff, empty cache", "benchmarks.ours:Aqre", {"arguments": tiny}, 1, FRESH),
            Entry(
                "standoff, kernels on disk", "benchmarks.ours:Aqre", {"arguments": tiny}, 1, FRESH
            ),
        ),
        repeats=3,
        quick=True,
    )
    for name, words in {
        "help": ["--help"],
        "check": ["check", "nato-2022-core"],
    }.items():
        yield Case(
            f"start/{name}",
            " ".join(["standoff", *words]),
            (Entry(OURS, "benchmarks.commands:Command", {"arguments": words}),),
            quick=True,
        )


def _passes() -> Iterator[Case]:
    for nodes in PASS_SIZES:
        yield Case(
            f"pass/{nodes}",
            "passes over an escalation game with one block of draws",
            (_ours("Pass", nodes=nodes),),
            budget_s=3.0,
            quick=nodes <= 10_000,
        )


def _playouts() -> Iterator[Case]:
    for nodes in (1_000, 100_000):
        spiel = "benchmarks.rival_openspiel"
        yield Case(
            f"playouts/{nodes}",
            "playouts of an escalation game",
            (
                _ours("Playouts", nodes=nodes, count=2_000_000),
                Entry("OpenSpiel C++", f"{spiel}:Rollouts", {"nodes": nodes, "count": 500_000}),
                Entry(
                    "OpenSpiel Python",
                    f"{spiel}:PythonPlayouts",
                    {"nodes": nodes, "count": 10_000},
                ),
            ),
            budget_s=5.0,
            quick=nodes == 1_000,
        )


def _zero_sum() -> Iterator[Case]:
    for name, (theirs, builder, arguments) in SPIEL_GAMES.items():
        ours = [
            _ours("ZeroSum", f"standoff {method}", game=builder, method=method, arguments=arguments)
            for method in NASH_METHODS
        ]
        rivals = [
            Entry("OpenSpiel CFR+", "benchmarks.rival_openspiel:CfrPlus", {"name": theirs}),
            Entry("OpenSpiel LP", "benchmarks.rival_openspiel:SequenceForm", {"name": theirs}),
            Entry("LiteEFG CFR+", "benchmarks.rival_liteefg:CfrPlus", {"name": theirs}),
        ]
        yield Case(
            f"zerosum/{name}",
            f"{theirs} to exploitability 1e-3, building included",
            (*ours, *rivals),
            budget_s=15.0,
            limit_s=240.0,
        )


def _aqre() -> Iterator[Case]:
    for nodes in SIZES:
        arguments = {"nodes": nodes}
        entries = [_ours("Aqre", arguments=arguments)]
        if nodes in WITH_GAMBIT:
            entries.append(
                Entry("Gambit", "benchmarks.rival_gambit:LogitTracer", {"arguments": arguments})
            )
        yield Case(
            f"aqre/{nodes}",
            "escalation game, one draw, lambda from 0 to 10",
            tuple(entries),
            budget_s=15.0,
            quick=nodes <= 418,
            facts={"scaling": True},
        )
    yield Case(
        "aqre/98000-lambda-100",
        "escalation game, one draw, lambda from 0 to 100",
        (_ours("Aqre", arguments={"nodes": 98_000}, lam=100.0),),
        repeats=2,
        budget_s=30.0,
    )
    yield Case(
        "aqre/leduc",
        "Leduc poker, lambda from 0 to 10",
        (_ours("Aqre", game="leduc", arguments={}),),
        repeats=3,
        budget_s=20.0,
    )


def _draws() -> Iterator[Case]:
    for nodes, zero_sum in ((418, False), (741, True), (12_000, False)):
        game = {"nodes": nodes, "zero_sum": zero_sum}
        many, few = {**game, "draws": DRAWS}, {**game, "draws": ALONE}
        entries = [
            _ours("Aqre", arguments=many),
            _ours("Aqre", "standoff, 2 threads", arguments=many, threads=2),
            _ours("Aqre", "standoff, one at a time", arguments=few, alone=True),
        ]
        if zero_sum:
            rival = {**game, "draws": RIVAL_DRAWS}
            entries += [
                _ours("ZeroSum", "standoff cfr+", game="escalation", method="cfr+", arguments=many),
                Entry(
                    "OpenSpiel CFR+",
                    "benchmarks.rival_openspiel:CfrPlus",
                    {"arguments": rival},
                ),
            ]
        yield Case(
            f"draws/{nodes}",
            f"escalation game{', zero-sum' if zero_sum else ''}, {DRAWS:,} draws to lambda 10",
            tuple(entries),
            repeats=3 if nodes < 10_000 else 1,
            budget_s=20.0 if nodes < 10_000 else 120.0,
            limit_s=300.0,
        )


def _scenarios() -> Iterator[Case]:
    for name, draws in (
        ("kuhn-1950-poker", 64),
        ("signorino-1999-crisis", 64),
        ("kuhn-1950-poker", 2000),
        ("nato-2022-core", 500),
    ):
        yield Case(
            f"scenarios/{name}-{draws}",
            f"shipped scenario {name}, {draws:,} draws",
            (_ours("Scenario", name=name, draws=draws),),
            repeats=3,
            budget_s=20.0,
            limit_s=300.0,
            quick=draws <= 64,
        )


def _whatif() -> Iterator[Case]:
    for name, patch in (("cost", "hold_cost=+20%"), ("stakes", "stakes_raised=+5")):
        options = {"name": "nato-2022-core", "patch": patch, "draws": 200, "threads": 2}
        yield Case(
            f"whatif/{name}",
            f"nato-2022-core, 200 draws: {patch}, announced",
            (
                Entry("standoff, solved base", "benchmarks.whatif:Warm", options, 2),
                Entry("standoff, two forecasts", "benchmarks.whatif:Cold", options, 2),
            ),
            repeats=5,
            budget_s=30.0,
            limit_s=300.0,
        )


def _gpu() -> Iterator[Case]:
    yield Case(
        "gpu/98000",
        f"escalation game, {DRAWS:,} draws to lambda 10 on a graphics processor",
        (_ours("Gpu", nodes=98_000, draws=DRAWS),),
        repeats=1,
        budget_s=240.0,
        limit_s=300.0,
        quick=True,
    )
