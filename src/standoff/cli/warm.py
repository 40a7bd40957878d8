"""Have the solver's kernels compiled, as a stage of its own that the progress can name."""

from __future__ import annotations

from standoff.cli.progress import Progress

TREE = """EFG 2 R "two moves each" { "a" "b" }
""
p "" 1 1 "" { "x" "y" } 0
t "" 1 "" { 1, 0 }
p "" 2 1 "" { "x" "y" } 0
t "" 2 "" { 0, 1 }
t "" 3 "" { 2, 0 }
"""


PENNIES = """EFG 2 R "matching pennies" { "a" "b" }
""
p "" 1 1 "" { "x" "y" } 0
p "" 2 1 "" { "x" "y" } 0
t "" 1 "" { 1, -1 }
t "" 2 "" { -1, 1 }
p "" 2 1 "" { "x" "y" } 0
t "" 2 "" { -1, 1 }
t "" 1 "" { 1, -1 }
"""


def compile_kernels(
    progress: Progress, methods: tuple[str, ...] = ("aqre",), *, draws: int = 1
) -> None:
    """Solve a tiny tree in every way; slow once on a machine, then read from the cache.

    With more than one draw, the kernels that take several at once are compiled as well.
    """
    progress("kernels", 0, 1)
    import numpy as np

    from standoff.interop.efg import read_efg
    from standoff.solve import solve

    if set(methods) & {"aqre", "arclength"}:
        game, numbers = read_efg(TREE)
        solve(game, numbers, threads=1)
        if draws > 1:
            solve(game, numbers.select(np.zeros(2, dtype=np.int64)), threads=1)
    for method in sorted(set(methods) & {"cfr+", "dcfr", "pcfr+"})[:1]:
        solve(*read_efg(PENNIES), method=method, threads=1)
    progress("kernels", 1, 1)
