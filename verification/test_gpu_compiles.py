"""NVIDIA's compiler takes the CUDA kernels, and they fit the registers; no device is needed.

It needs the extra `gpu` and the compiler as packages: `pip install 'numba-cuda[cu13]'`.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

COMPUTE = (9, 0)
"""Compute capability to compile for."""
REGISTERS = 65_536
"""Registers of a multiprocessor, from compute capability 3.0 on (CUDA C++ Programming Guide)."""

pytest.importorskip("numba_cuda", reason="the extra `gpu` is not installed")


@pytest.fixture(scope="module")
def ptx() -> bytes:
    """Return the kernel as NVIDIA's compiler left it."""
    dispatcher = pytest.importorskip("numba.cuda.dispatcher")
    from cuda.pathfinder import DynamicLibNotFoundError
    from numba import cuda, types

    from standoff.solve.gpu.kernels import climb
    from standoff.solve.gpu.rounds import Shape

    def array(kind: Any, dimensions: int) -> Any:
        return types.Array(kind, dimensions, "C")

    double, whole = types.float64, types.int64
    shape = types.NamedUniTuple(whole, len(Shape._fields), Shape)
    flat, deep = array(double, 2), array(double, 3)
    sizes = (array(types.int32, 1), shape)
    signature = (*sizes, flat, deep, flat, flat, flat, deep, double, whole, whole)
    with pytest.MonkeyPatch.context() as patch:
        # Functions called by the kernel are compiled for the current device, and there is none.
        device = SimpleNamespace(compute_capability=COMPUTE)
        patch.setattr(dispatcher, "get_current_device", lambda: device)
        try:
            text, _ = cuda.compile(
                climb.py_func, signature, cc=COMPUTE, device=False, abi="numba", output="ptx"
            )
        except DynamicLibNotFoundError:
            pytest.skip("NVIDIA's compiler is not installed: pip install 'numba-cuda[cu13]'")
    return text.encode() if isinstance(text, str) else text


def test_the_kernel_is_double_precision_machine_code(ptx: bytes) -> None:
    """No number is rounded to single precision."""
    assert b".entry" in ptx
    assert b"fma.rn.f64" in ptx
    assert b"fma.rn.f32" not in ptx


def test_all_threads_of_a_block_have_registers(ptx: bytes) -> None:
    """Otherwise the driver would refuse to start the kernel."""
    from cuda.core import Linker, LinkerOptions, ObjectCode

    from standoff.solve.gpu.kernels import REGISTERS as LIMIT
    from standoff.solve.gpu.kernels import WORKERS
    from standoff.solve.kernels import WIDTH

    options = LinkerOptions(arch="sm_90", ptxas_options=["-v"], max_register_count=LIMIT)
    linker = Linker(ObjectCode.from_ptx(ptx), options=options)
    linker.link("cubin")
    found = re.search(r"Used (\d+) registers", linker.get_info_log())
    assert found
    used = int(found[1])
    assert used * WORKERS * WIDTH <= REGISTERS
