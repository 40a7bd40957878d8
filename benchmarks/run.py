"""Measure each stage on shipped scenarios: time, memory, steps, certificate.

Off by default and apart from the tests. `small` takes seconds, `large` takes minutes. The
first solve compiles (or loads) the kernels and is measured apart. A case that fails stays in the
results, with its error, so that speed cannot be bought with wrong answers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from standoff.errors import StandoffError
from standoff.game import Game, Numbers, central_numbers, compile_game, draw_numbers
from standoff.library import load
from standoff.solve import Status, solve
from standoff.solve.api import LANES
from standoff.solve.kernels import apply_map, structure_of, work_for

SIZES = {
    "small": [("kuhn-1950-poker", 64), ("signorino-1999-crisis", 64)],
    "large": [("kuhn-1950-poker", 2000), ("nato-2022-core", 500)],
}
"""For each size, the scenarios and the number of draws."""

SEED = 1
LIBRARIES = ["standoff", "numpy", "numba", "scipy"]


def main() -> None:
    """Run the cases of one size and write one JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    options = parser.parse_args()

    warm_up_s = timed(lambda: solve_one(SIZES["small"][0][0]))
    print(f"first solve, compiling or loading the kernels: {warm_up_s:.2f} s")
    results = [measure(name, draws) for name, draws in SIZES[options.size]]
    record = {"size": options.size, "first_solve_s": warm_up_s, "machine": machine()}
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / f"{options.size}.json"
    path.write_text(json.dumps({**record, "results": results}, indent=2) + "\n", encoding="utf-8")
    print(f"written to {path}")


def measure(name: str, draws: int) -> dict[str, Any]:
    """Load, compile, draw and solve one scenario; return what it took and how good it is."""
    result: dict[str, Any] = {"scenario": name, "draws": draws, "seed": SEED, "success": False}
    try:
        started = time.perf_counter()
        scenario = load(name)
        loaded = time.perf_counter()
        game = compile_game(scenario)
        compiled = time.perf_counter()
        _, numbers = draw_numbers(scenario, game, draws=draws, seed=SEED)
        drawn = time.perf_counter()
        solution = solve(game, numbers)
        solved = time.perf_counter()
    except StandoffError as error:
        print(f"{name}: {error}")
        return {**result, "error": str(error)}
    result |= {
        "success": bool(solution.solved.all()),
        "nodes": game.n_nodes,
        "infosets": game.n_infosets,
        "entries": game.n_entries,
        "load_s": loaded - started,
        "compile_s": compiled - loaded,
        "draw_s": drawn - compiled,
        "solve_s": solved - drawn,
        "passes_mean": float(solution.passes.mean()),
        "passes_max": int(solution.passes.max()),
        "status": {s.sentence: int((solution.status == s).sum()) for s in Status},
        "residual_max": float(solution.certificate.residual.max()),
        "gain_max": float(solution.certificate.gain.max()),
        "unsolved": int((~solution.solved).sum()),
        "pass_ns_per_node_and_draw": pass_cost(game, numbers),
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(
        f"{name}: {draws} draws, {game.n_nodes} nodes, solved in {result['solve_s']:.2f} s, "
        f"{result['unsolved']} unsolved, residual {result['residual_max']:.1e}, "
        f"{result['pass_ns_per_node_and_draw']:.1f} ns per pass, node and draw"
    )
    return result


def pass_cost(game: Game, numbers: Numbers) -> float:
    """Return nanoseconds per node and draw of one pass with a block of draws, best of several."""
    part = numbers.block(0, min(LANES, numbers.n_draws))
    structure, work = structure_of(game), work_for(game, part.n_draws)
    z = np.zeros((game.n_entries, part.n_draws))
    out = np.zeros_like(z)
    repeats = max(5, 200_000 // game.n_nodes)

    def passes() -> None:
        for _ in range(repeats):
            apply_map(structure, part.pay, part.prob, part.lam, z, out, work)

    best = min(timed(passes) for _ in range(5))
    return 1e9 * best / (repeats * game.n_nodes * part.n_draws)


def solve_one(name: str) -> None:
    """Solve one scenario at its central values."""
    scenario = load(name)
    game = compile_game(scenario)
    solve(game, central_numbers(scenario, game))


def timed(call: Any) -> float:
    """Return the seconds that a call took."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def machine() -> dict[str, Any]:
    """Return what the times depend on."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "versions": {name: version(name) for name in LIBRARIES},
    }


if __name__ == "__main__":
    main()
