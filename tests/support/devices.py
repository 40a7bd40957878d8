"""A device for tests: it says what it has free, and climbs on the processor."""

from __future__ import annotations

import threading

from standoff.solve import anderson
from standoff.solve.gpu.devices import climbed
from standoff.solve.kernels import lanes_for, padded, tag_for, work_for


class Fake:
    """A device that climbs on the processor, and notes what it was given."""

    def __init__(self, free: float, meet: threading.Barrier | None = None) -> None:
        self.free, self.meet, self.blocks = free, meet, []

    def free_bytes(self) -> float:
        return self.free

    def climb(self, plan, numbers, first_step, tol):
        if self.meet and not self.blocks:
            self.meet.wait(timeout=60)  # fails unless all devices are at work at the same time
        self.blocks.append(numbers.n_draws)
        lanes = lanes_for(numbers.n_draws)
        state = anderson.start(plan.entries, padded(numbers.lam, lanes), padded(first_step, lanes))
        for at in range(0, lanes, 8):
            part = numbers.block(at, min(at + 8, numbers.n_draws))
            few = lanes_for(part.n_draws)
            here = anderson.start(
                plan.entries, padded(part.lam, few), padded(first_step[at : at + part.n_draws], few)
            )
            anderson.climb(plan, work_for(plan, part), here, tol, 10**6, 0, tag_for(few))
            state.lane[:, at : at + few] = here.lane
            state.points[:, :, at : at + few] = here.points
        return climbed(state.lane, state.logits, numbers.n_draws)
