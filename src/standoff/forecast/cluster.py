"""Workers of a Dask cluster that is already there, on as many machines as it has.

The cluster is started by Dask's own tools (SLURM, Kubernetes, clouds); see
docs/how-to/use-more-cores.md. A worker needs standoff in the same version. What is sent is a job
and a chunk as plain data, what comes back the bytes of an .npz file.
"""

from __future__ import annotations

import queue
import socket
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, cast

from standoff.errors import LostWorkerError, MissingExtraError, StandoffError, UsageError
from standoff.forecast.chunks import Chunk
from standoff.forecast.crew import LOST_MOST, Closing
from standoff.forecast.job import Job, chunk_data, work

CONNECT_SECONDS = 10
TICK_SECONDS = 0.2
AHEAD = 2
"""Chunks that are with the cluster at once, for each thread of it."""


class DaskCluster(Closing):
    """The workers of a Dask scheduler; a context manager that lets go of it.

    What the scheduler and its workers send is trusted: Dask's messages can run code on arrival.
    """

    def __init__(self, address: str) -> None:
        """Connect.

        Args:
            address: of the scheduler, such as `tcp://10.0.0.1:8786`.

        Raises:
            MissingExtraError: the extra `cluster` is not installed.
            UsageError: no scheduler answers there.
        """
        try:
            import distributed
        except ImportError as error:
            raise MissingExtraError("cluster", "a Dask cluster") from error
        self.address, dask = address, cast("Any", distributed)
        try:
            _require_listener(address)
            self._client: Any = dask.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(
                f"no Dask scheduler answers at `{address}`",
                help="write the address that the scheduler printed, like tcp://10.0.0.1:8786",
            ) from error

    def close(self) -> None:
        """Let go of the scheduler; what was still asked of it is dropped."""
        self._client.close()

    def run(
        self,
        job: Job,
        chunks: Sequence[Chunk],
        take: Callable[[Chunk, bytes], None],
        tick: Callable[[], None],
    ) -> None:
        """Work on all chunks, see `standoff.forecast.crew.Crew`.

        A few chunks for each thread of the cluster are with it at once, so that workers may come
        and go and results do not pile up there.
        """
        content = job.to_bytes()
        left, asked = deque(chunks), dict[Any, Chunk]()
        ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        try:
            while left or asked:
                while left and len(asked) < AHEAD * max(1, self._threads()):
                    chunk = left.popleft()
                    future = self._client.submit(work, content, chunk_data(chunk), pure=False)
                    asked[future] = chunk
                    future.add_done_callback(ended.put)
                tick()
                try:
                    future = ended.get(timeout=TICK_SECONDS)
                except queue.Empty:
                    continue
                chunk = asked.pop(future)
                take(chunk, self._result(future, chunk))
        finally:
            if asked:
                self._client.cancel(list(asked), force=True)

    def _threads(self) -> int:
        return sum(self._client.ncores().values())

    def _result(self, future: Any, chunk: Chunk) -> bytes:
        from distributed import CancelledError, KilledWorker

        try:
            return bytes(future.result())
        except KilledWorker as error:
            raise LostWorkerError(chunk.name, LOST_MOST, str(error)) from error
        except CancelledError as error:
            raise StandoffError(
                f"the Dask scheduler at `{self.address}` is gone",
                help="start it again",
            ) from error
        except (ImportError, AttributeError) as error:
            raise UsageError(
                f"a worker of the cluster cannot load standoff: {error}",
                help="install the same version of standoff on every worker",
            ) from error


def _require_listener(address: str) -> None:
    """Raise an error at once where nothing listens; Dask's own attempt ends less quickly.

    Raises:
        OSError: nothing listens there.
        ValueError: it is no address.
    """
    from distributed.comm.addressing import get_address_host_port

    scheme = address.partition("://")[0] if "://" in address else "tcp"
    if scheme in {"tcp", "tls"}:
        host, port = get_address_host_port(address, strict=True)
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
