"""Messages between a process and its workers: eight bytes of length, a line of JSON, then bytes."""

from __future__ import annotations

import json
from typing import IO, Any

LENGTH = 8
MOST_BYTES = 1 << 40
"""Longer messages are a mistake."""


def write_message(stream: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write a message and flush.

    Raises:
        OSError: nobody reads any more.
    """
    line = json.dumps(head).encode("utf-8") + b"\n"
    stream.write((len(line) + len(body)).to_bytes(LENGTH, "big") + line)
    stream.write(body)
    stream.flush()


def read_message(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Return the next message.

    Raises:
        EOFError: the other side is gone.
    """
    length = int.from_bytes(_read(stream, LENGTH), "big")
    if length > MOST_BYTES:
        raise EOFError("not a message")
    line, _, body = _read(stream, length).partition(b"\n")
    return json.loads(line), body


def _read(stream: IO[bytes], count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError("the other side is gone")
    return content
