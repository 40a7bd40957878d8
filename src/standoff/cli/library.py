"""`standoff library`: list the shipped scenarios."""

from __future__ import annotations

from typing import Annotated

import typer

from standoff.cli.messages import print_json, write
from standoff.errors import ExitCode


def library(
    json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> int:
    """List the shipped scenarios, a line each: crises, and textbook models with known answers."""
    from standoff import library as shipped

    entries = [(name, shipped.describe(name), shipped.path(name)) for name in shipped.names()]
    if json:
        print_json(
            [
                {
                    "name": name,
                    "title": title,
                    "kind": path.parent.parent.name.removesuffix("s"),
                    "path": str(path),
                }
                for name, title, path in entries
            ]
        )
        return ExitCode.OK
    width = max((len(name) for name, _, _ in entries), default=0)
    for name, title, _ in entries:
        write(f"{name:<{width}}  {title}\n")
    return ExitCode.OK
