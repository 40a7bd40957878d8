"""Files of the .efg format as Gambit reads them and as we do: the same trees and exact numbers.

Takes our own files, and those in the folders that `STANDOFF_EFG_SAMPLES` names.
"""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.support.efg_samples import sample_files

from standoff.game.game import NONE, TERMINAL, Game
from standoff.interop.efg import exact_numbers, read_efg, write_efg

gambit: Any = pytest.importorskip("pygambit", reason="needs the extra `interop` (make verify)")

OWN = sorted((Path(__file__).resolve().parents[1] / "tests/corpus/efg/valid").glob("*.efg"))
FILES = [pytest.param(p, id=f"{p.parent.name}/{p.stem}") for p in [*OWN, *sample_files()]]


def facts_of_ours(game: Game) -> dict[str, Any]:
    """Return size, memory, chances, and what every play pays, play by play."""
    pay, prob = exact_numbers(game)
    plays = []
    todo = [(0, (Fraction(0),) * len(game.players))]
    while todo:
        node, total = todo.pop()
        row = game.node_pay[node]
        if row != NONE:
            total = tuple(a + b for a, b in zip(total, pay[row], strict=True))
        if game.node_player[node] == TERMINAL:
            plays.append(total)
        edges = slice(game.edge_start[node], game.edge_start[node + 1])
        todo += [(int(child), total) for child in game.edge_child[edges][::-1]]
    return {
        "nodes": game.n_nodes,
        "infosets": game.n_infosets,
        "perfect_recall": game.perfect_recall,
        "chances": sorted(prob.tolist()),
        "plays": plays,
    }


def facts_of_theirs(game: Any) -> dict[str, Any]:
    """Return the same of Gambit's game."""

    def paid(node: Any, player: Any) -> Fraction:
        try:
            return Fraction(node.outcome[player])
        except KeyError:  # no outcome
            return Fraction(0)

    plays = []
    todo = [(game.root, (Fraction(0),) * len(game.players))]
    while todo:
        node, total = todo.pop()
        total = tuple(a + paid(node, p) for a, p in zip(total, game.players, strict=True))
        if node.is_terminal:
            plays.append(total)
        todo += [(child, total) for child in reversed(list(node.children))]
    events = game.players.chance.infosets
    return {
        "nodes": len(list(game.nodes)),
        "infosets": len(list(game.infosets)),
        "perfect_recall": game.is_perfect_recall,
        "chances": sorted(Fraction(action.prob) for event in events for action in event.actions),
        "plays": plays,
    }


@pytest.mark.parametrize("path", FILES)
def test_gambit_reads_the_same_game(path: Path) -> None:
    """Size, memory, chances and what each play pays; of the file, and of our copy of it."""
    try:
        theirs = gambit.read_efg(str(path))
    except Exception as error:  # noqa: BLE001  Gambit raises what it likes
        pytest.skip(f"refused by Gambit: {error}")
    game, numbers = read_efg(path)
    assert facts_of_ours(game) == facts_of_theirs(theirs)
    again = gambit.read_efg(io.StringIO(write_efg(game, numbers)))
    assert facts_of_theirs(again) == facts_of_theirs(theirs)
