"""A worker process: takes jobs and chunks from a pipe, and gives results back.

Started by `standoff.forecast.workers` as `python -P -m standoff.forecast.worker`. The end of the
pipe means that the process that started it is gone; the worker then ends at once, whatever it is
doing.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
import traceback
from typing import IO, Any

from standoff.forecast.pipes import read_message, write_message


def main() -> None:
    """Work until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    requests, replies = _own_pipes()
    waiting: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    job = b""
    while True:
        head, body = waiting.get()
        if "chunk" not in head:
            job = body
            continue
        reply, result = _answer(job, head["chunk"])
        try:
            write_message(replies, reply, result)
        except OSError:
            os._exit(0)


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Keep the two pipes for messages; whatever else reads or prints does not get at them."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _listen(requests: IO[bytes], waiting: queue.SimpleQueue[Any]) -> None:
    while True:
        try:
            waiting.put(read_message(requests))
        except (EOFError, OSError, ValueError):
            os._exit(0)


def _answer(job: bytes, chunk: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from standoff.errors import StandoffError

    try:
        from standoff.forecast.job import work

        return {"ok": True}, work(job, chunk)
    except StandoffError as error:
        return {"error": str(error), "help": error.help, "code": int(error.exit_code)}, b""
    except MemoryError:
        return {"memory": True}, b""
    except Exception:  # noqa: BLE001 (told to the process that started this one)
        return {"trace": traceback.format_exc()}, b""


if __name__ == "__main__":
    main()
