"""Keep libraries from starting threads of their own inside ours."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def one_thread_each() -> AbstractContextManager[Any]:
    """Return a context in which linear algebra libraries use the thread that calls them.

    Work is shared out by draw. A product of vectors that is split over cores as well makes them
    wait for each other: on two busy cores one of 49,000 numbers took 14 ms.
    """
    return _controller().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
