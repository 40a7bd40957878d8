"""The process that parses: bytes on stdin, JSON on stdout, bounds on itself first.

`python -m standoff.evidence.sources.parser ORDER`, where ORDER is JSON with `kind`, `address` and
`limits`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any

from standoff.evidence.sources.limits import Limits
from standoff.evidence.sources.parse import Parsed, TooMuchError, UnreadableError


def run(kind: str, content: bytes, address: str, limits: Limits) -> dict[str, Any]:
    """Return the answer as plain data; what goes wrong is an answer too."""
    try:
        parsed = _parse(kind, content, address, limits)
    except TooMuchError as error:
        return {"too_much": [error.found, error.limit]}
    except UnreadableError as error:
        return {"unreadable": [error.why, error.help]}
    except MemoryError:
        return {"memory": True}
    except RecursionError:
        return {"unreadable": ["its parts are nested too deeply", ""]}
    except Exception as error:  # noqa: BLE001 (a parser may fail in any way on hostile bytes)
        return {"unreadable": [f"the parser gave up ({type(error).__name__})", ""]}
    return {"lines": parsed.lines, "facts": parsed.facts, "notes": parsed.notes}


def _parse(kind: str, content: bytes, address: str, limits: Limits) -> Parsed:
    if kind == "html":
        from standoff.evidence.sources.html import parse_html

        return parse_html(content.decode("utf-8"), address, limits)
    from standoff.evidence.sources.pdf import parse_pdf

    return parse_pdf(content, limits)


def bound(limits: Limits) -> None:
    """Set the bounds of this process, where the system has such."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        seconds = int(limits.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Parse what comes on stdin."""
    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    # The channel of the answer; what libraries print goes nowhere.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    content = sys.stdin.buffer.read()
    bound(limits)
    json.dump(run(order["kind"], content, order["address"], limits), channel)
    channel.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
