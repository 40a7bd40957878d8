"""Climb on the CUDA simulator and on the processor; writes what came out as one line of JSON.

A program of its own: whether numba simulates is settled when it is imported.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import numpy as np

from standoff.game import central_numbers, compile_game
from standoff.game.classic import escalation
from standoff.interop.efg import read_efg
from standoff.library import load
from standoff.solve import anderson, gpu, solve
from standoff.solve.api import TOLERANCE
from standoff.solve.gpu.devices import CudaDevice
from standoff.solve.kernels import tag_for, work_for
from standoff.solve.passplan import plan_of


def compared(game, numbers, device) -> dict:
    gpu.find_devices = lambda: [device]
    cpu = solve(game, numbers, threads=1)
    got = solve(game, numbers, threads=1, device="gpu")
    return {
        "apart": float(np.abs(cpu.strategy - got.strategy).max()),
        "same_status": cpu.status.tolist() == got.status.tolist(),
        "solved": bool(got.solved.all()),
        "certified": bool(got.certificate.passed.all()),
        "lam": (got.lam - numbers.lam).tolist(),
        "passes": [cpu.passes.tolist(), got.passes.tolist()],
        "steps": [cpu.steps.tolist(), got.steps.tolist()],
    }


def tiny(draws: int, lam):
    game, numbers = escalation(20, draws=draws)
    return game, replace(numbers, lam=np.resize(np.asarray(lam, dtype=np.float64), draws))


def wide():
    """Five moves at an information set of three nodes, which takes two looks; three players."""
    lines = ['EFG 2 R "wide" { "a" "b" "c" }', 'c "" 1 "" { "l" 1/2 "m" 1/4 "h" 1/4 } 0']
    ends = 0

    def end() -> str:
        nonlocal ends
        ends += 1
        paid = ", ".join(str((7 * ends + 5 * player) % 11 - 5) for player in range(3))
        return f't "" {ends} "" {{ {paid} }}'

    for _ in range(3):
        lines.append('p "" 1 1 "" { "1" "2" "3" "4" "5" } 0')
        lines += [end() for _ in range(4)]
        lines += ['p "" 2 1 "" { "x" "y" } 0', end(), 'p "" 3 1 "" { "u" "v" "w" } 0']
        lines += [end() for _ in range(3)]
    game, numbers = read_efg("\n".join(lines) + "\n")
    numbers = numbers.select(np.array([0, 0]))
    return game, replace(numbers, lam=np.array([0.4, 0.1]))


def alone(device) -> bool:
    """Return whether a draw gets the very same answer alone and with nine others."""
    game, numbers = tiny(10, [0.5, 2.0, 1.0])
    plan, first = plan_of(game), np.full(10, 0.5)
    together = device.climb(plan, numbers, first, TOLERANCE)
    one = device.climb(plan, numbers.block(9, 10), first[:1], TOLERANCE)
    return bool(np.array_equal(one.logits[:, 0], together.logits[:, 9]))


def stalled(device) -> dict:
    """Return where both come to with a tolerance that nothing meets."""
    game, numbers = tiny(1, 0.5)
    plan, first = plan_of(game), np.full(1, 0.5)
    got = device.climb(plan, numbers, first, -1.0)
    cpu = anderson.start(plan.entries, numbers.lam, first)
    anderson.climb(plan, work_for(plan, numbers), cpu, -1.0, 10_000, 0, tag_for(1))
    rows = [anderson.STATUS, anderson.AT, anderson.PASSES, anderson.RUNGS]
    return {
        "gpu": got.lane[rows, 0].tolist(),
        "cpu": cpu.lane[rows, 0].tolist(),
        "apart": float(np.abs(got.logits - cpu.logits).max()),
    }


def main() -> None:
    sys.setswitchinterval(1e-5)  # simulated threads spin while they wait for each other
    kuhn = compile_game(load("kuhn-1950-poker"))
    poker = central_numbers(load("kuhn-1950-poker"), kuhn).select(np.array([0, 0]))
    poker = replace(poker, lam=np.array([3.0, 1.0]))
    loose, few = tiny(2, [2.0, 1.0])
    loose = replace(loose, order=np.zeros(0, dtype=np.int64))
    never, zero = tiny(2, [2.0, 1.0])
    zero.prob[:] = np.array([0.0, 0.0, 0.5, 0.5])[:, None]  # the first party is never of one type
    results = {
        "two groups, one filled up": compared(*tiny(10, [0.0, 0.5, 2.0]), CudaDevice(0, workers=2)),
        "values under one strategy": compared(loose, few, CudaDevice(0, workers=3)),
        "one worker": compared(*tiny(2, [4.0, 1.0]), CudaDevice(0, workers=1)),
        "sets that are never reached": compared(never, zero, CudaDevice(0, workers=2)),
        "more than four moves": compared(*wide(), CudaDevice(0, workers=2)),
        "kuhn": compared(kuhn, poker, CudaDevice(0, workers=2)),
    }
    device = CudaDevice(0, workers=2)
    data = {"compared": results, "alone": alone(device), "stalled": stalled(device)}
    sys.stdout.write(json.dumps(data))


if __name__ == "__main__":
    main()
