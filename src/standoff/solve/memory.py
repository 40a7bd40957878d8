"""How much memory a solution needs, before any of it is taken."""

from __future__ import annotations

from pathlib import Path

from standoff.errors import UsageError
from standoff.solve.anderson import LANE_ROWS, MEMORY, POINTS, SMALL_ROWS
from standoff.solve.kernels import lanes_for
from standoff.solve.passplan import PassPlan

SHARE = 0.9
"""Share of the memory that is free which a solution may take."""
NUMBER = 8
"""Bytes of a number in double precision."""


def bytes_for_answer(plan: PassPlan, draws: int) -> int:
    """Return the bytes of the answer: logits and choice probabilities of all draws."""
    return 2 * NUMBER * plan.entries * draws


def bytes_for_block(plan: PassPlan, draws: int, prob_rows: int) -> int:
    """Return the bytes that a worker needs while it climbs with a block of draws."""
    tables = 2 * (plan.entries + prob_rows + 1) + plan.entries + plan.sets + plan.nodes
    pay = plan.players * (plan.nodes + len(plan.final_pay) + len(plan.arrive_pay))
    # The history is in single precision: two of it take the room of one.
    ladder = (POINTS + MEMORY) * plan.entries + LANE_ROWS + SMALL_ROWS
    return NUMBER * lanes_for(draws) * (tables + pay + ladder)


def threads_that_fit(
    plan: PassPlan, draws: int, block: int, prob_rows: int, threads: int, free: int | None
) -> int:
    """Return how many workers can climb at once in the memory that is free.

    Args:
        plan: of the game.
        draws: draws to solve.
        block: draws of one worker's block.
        prob_rows: rows of the chance table.
        threads: workers wanted.
        free: free bytes; None where nobody knows.

    Raises:
        UsageError: not even one worker fits; nothing was taken yet.
    """
    if free is None:
        return threads
    allowed = int(SHARE * free) - bytes_for_answer(plan, draws)
    each = bytes_for_block(plan, min(block, draws), prob_rows)
    if allowed < each:
        need = (bytes_for_answer(plan, draws) + each) / 2**30
        raise UsageError(
            f"{draws:,} draws of a game of {plan.nodes:,} inner nodes and {plan.entries:,} moves at"
            f" its information sets need {need:.1f} GiB; {free / 2**30:.1f} GiB are free",
            help="ask for fewer draws, or solve them in several runs",
        )
    return max(1, min(threads, allowed // each))


def free_bytes() -> int | None:
    """Return the memory that can be taken without swapping, in bytes; None where nobody says."""
    found = [_meminfo(Path("/proc/meminfo")), _control_group(Path("/sys/fs/cgroup"))]
    known = [value for value in found if value is not None]
    return min(known) if known else None


def _meminfo(path: Path) -> int | None:
    try:
        for line in path.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        return None
    return None


def _control_group(folder: Path) -> int | None:
    try:
        most = int((folder / "memory.max").read_text(encoding="ascii"))
        return most - int((folder / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):  # no limit reads `max`
        return None
