"""Drawings of the published models, as they were looked at and kept.

`python -m tests.support.golden_trees` draws them anew into tests/golden/trees; look at what the
difference shows before it is kept.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from standoff import library
from standoff.game.classic import kuhn
from standoff.interop.efg import read_efg
from standoff.report.draw_tree import draw_file, draw_scenario
from standoff.report.treeview import TreeView
from standoff.scenario import load_scenario

FOLDER = Path(__file__).resolve().parent.parent / "golden" / "trees"
MODELS = tuple(
    name for name in library.names() if library.path(name).parent.parent.name == "models"
)
DEAL = "kuhn-as-a-tree"
NAMES = (*MODELS, DEAL)

LIMITS: dict[str, dict[str, float]] = {
    "lewis-schultz-2003-signalling": {"least": 0.004, "most": 40},
    "fearon-1995-ultimatum": {"least": 0.02},
}
"""Where the whole game is too large to be looked at."""


@cache
def drawn(name: str) -> TreeView:
    """Return the drawing of a model at its median and its own precision."""
    limits = LIMITS.get(name, {"least": 0.0})
    if name == DEAL:
        view = draw_file(*kuhn(), threads=1, least=0.0)
    elif library.path(name).suffix == ".efg":
        path = library.path(name)
        view = draw_file(*read_efg(path), path=path, threads=1, **limits)
    else:
        view = draw_scenario(load_scenario(library.path(name)), threads=1, **limits)
    assert view is not None
    return view


def main() -> None:
    """Draw every model anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (FOLDER / f"{name}.svg").write_text(drawn(name).svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
