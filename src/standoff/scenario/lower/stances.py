"""What a reply does with each item: accept, refuse or discuss; at the table and at venues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from standoff.diagnostics.suggest import listing
from standoff.scenario import human
from standoff.scenario.context import Context
from standoff.scenario.text import Path

OPEN = "open"
"""The value that stands for no reply yet."""


def stances_of(
    ctx: Context, reply: human.Reply, name: str, items: Iterable[str], path: Path
) -> tuple[str, ...]:
    """Return what a reply does with every item, in the order of the items."""
    items = list(items)
    done: dict[str, str] = {}
    at: dict[str, Path] = {}
    rests = []
    for stance in ("accept", "refuse", "discuss"):
        listed: Any = getattr(reply, stance)
        if listed == "rest":
            rests.append(stance)
            continue
        for position, item in enumerate(listed):
            here: Path = (*path, stance, position)
            if not ctx.known(item, items, "item", here):
                continue
            if item in done:
                message = f"the reply `{name}` names the item `{item}` twice"
                help = "keep it in one of the lists"
                ctx.report("SC602", message, here, places=[(at[item], "first here")], help=help)
                continue
            done[item], at[item] = stance, here
    missing = [item for item in items if item not in done]
    if len(rests) > 1:
        message = f"the reply `{name}` says `rest` twice"
        help = "keep one `rest` and list the other items"
        ctx.report("SC215", message, (*path, rests[1]), help=help)
    elif missing and not rests:
        message = f"the reply `{name}` does not say what happens to {listing(missing)}"
        ctx.report("SC601", message, path, where="key", help="add `refuse: rest`, or list them")
    default = rests[0] if rests else "refuse"
    return tuple(done.get(item, default) for item in items)
