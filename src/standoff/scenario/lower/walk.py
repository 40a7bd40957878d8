"""Every turn that a file writes, wherever it stands: alone, at a stage, or in a repeated block."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.scenario import human
from standoff.scenario.text import Path


def written_turns(file: human.File) -> Iterator[tuple[human.Turn, Path]]:
    """Yield every turn of a file once, with its path."""
    for k, entry in enumerate(file.turns):
        if isinstance(entry, human.Repeat):
            for j, inner in enumerate(entry.turns):
                yield from _turns(inner, ("turns", k, "turns", j))
        else:
            yield from _turns(entry, ("turns", k))


def _turns(entry: human.Turn | human.Together, path: Path) -> Iterator[tuple[human.Turn, Path]]:
    if isinstance(entry, human.Turn):
        yield entry, path
        return
    for k, turn in enumerate(entry.together):
        yield turn, (*path, "together", k)


def turn_at(file: human.File, path: Path) -> human.Turn:
    """Return the turn that is written at a path."""
    return next(turn for turn, at in written_turns(file) if at == path)
