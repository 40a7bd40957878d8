"""The ladder on NVIDIA GPUs: `solve(game, numbers, device="gpu")`.

Importing this package imports neither numba's CUDA target nor a driver; `find_devices` does.
"""

from __future__ import annotations

from standoff.solve.gpu.devices import find_devices
from standoff.solve.gpu.share import climb_all

__all__ = ["climb_all", "find_devices"]
