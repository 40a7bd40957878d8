"""The console that reports are printed on: 80 to 100 columns, plain text into a pipe."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from standoff.cli.messages import wants_colour, write

if TYPE_CHECKING:
    from rich.console import Console

NARROW, WIDE = 80, 100
"""Tables need the first and gain nothing beyond the second."""
PIPE_WIDTH = 90


def print_report(draw: Callable[[Console], None]) -> None:
    """Print a report on stdout; in a pipe without colours and without blanks at line ends."""
    from rich.console import Console

    if sys.stdout.isatty():
        console = Console(file=sys.stdout, highlight=False, no_color=not wants_colour(sys.stdout))
        console.width = max(NARROW, min(WIDE, console.width))
        draw(console)
        return
    page = io.StringIO()
    draw(
        Console(
            file=page, width=PIPE_WIDTH, highlight=False, color_system=None, legacy_windows=False
        )
    )
    lines = (line.rstrip() for line in page.getvalue().splitlines())
    write("\n".join(lines) + "\n")
