"""Our solver against Gambit's tracer of logit equilibria, and our files in Gambit's reader.

Needs the extra `interop`. Writes a table of what was seen to `verification/results/gambit.md`;
`docs/verification.md` keeps one.

Run: `make verify`, or `pytest verification`
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.random_games import random_game, random_numbers
from tests.support.reference import slopes, solve_reference

from standoff import library
from standoff.game import Game, Numbers, central_numbers, compile_game, predict_size
from standoff.interop.efg import read_efg, write_efg
from standoff.scenario import load_scenario
from standoff.solve import certify, solve

gambit = pytest.importorskip("pygambit", reason="needs `pip install 'standoff[interop]'`")

RESULTS = Path(__file__).parent / "results"
LAMBDAS = (1.0, 5.0, 20.0)
AGREEMENT = 1e-6
"""Gambit stops when its step in lambda is about 1e-9 off; the probabilities then are 1e-9 off."""
EXACT = 1e-10
"""Our solver against the plain reference solver of the tests."""
MOST_NODES = 300
"""Gambit's tracer is dense: its time grows with the cube of the strategy's length."""
SINGULAR = 1e-6
"""Least singular value of a matrix with entries of order one that counts as zero."""

LEAVES = "bishop-cannings-1978-attrition"
"""Two equal players: Gambit leaves the symmetric branch between lambda 1 and 5."""
STOPS = "fearon-1997-sinking-costs"
"""Other branches cross the principal one near lambda 0.8275: Gambit stops there."""

MODELS = tuple(
    name for name in library.names() if library.path(name).parent.parent.name == "models"
)
LARGE = "lewis-schultz-2003-signalling"
"""2,017 nodes, which Gambit's tracer would follow for many minutes; the tests compare it with an
exact fixed point in one dimension instead (tests/library/test_lewis_schultz.py)."""
AGREEING = tuple(name for name in MODELS if name not in (LEAVES, STOPS, LARGE))


@dataclass(frozen=True)
class Row:
    """One comparison, as it stands in the table."""

    game: str
    nodes: int
    sets: int
    lam: float
    difference: float
    gambit_seconds: float
    ours_seconds: float


@pytest.fixture(scope="module")
def table() -> Iterator[list[Row]]:
    """Collect rows; print and write them at the end."""
    rows: list[Row] = []
    yield rows
    lines = [
        f"Gambit: pygambit {gambit.__version__}, `qre.logit_solve_lambda`",
        "",
        "| game | nodes | infosets | lambda | largest difference | Gambit, s | standoff, s |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {r.game} | {r.nodes} | {r.sets} | {r.lam:g} | {r.difference:.1e} |"
        f" {r.gambit_seconds:.2f} | {r.ours_seconds:.3f} |"
        for r in rows
    ]
    text = "\n".join(lines) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "gambit.md").write_text(text, encoding="utf-8")
    print("\n" + text)


@cache
def shipped(name: str) -> tuple[Game, Numbers]:
    """Return a shipped game at central values."""
    file = library.path(name)
    if file.suffix == ".efg":
        return read_efg(file)
    scenario = load_scenario(file)
    game = compile_game(scenario)
    return game, central_numbers(scenario, game)


def in_gambit(game: Game, numbers: Numbers) -> Any:
    """Return the game as Gambit reads our file."""
    return gambit.read_efg(io.StringIO(write_efg(game, numbers)))


def trace(game: Game, numbers: Numbers, lam: float) -> tuple[float, np.ndarray]:
    """Return the lambda at which Gambit's tracer ended, and its probabilities in our order."""
    tree = in_gambit(game, numbers)
    profile = gambit.qre.logit_solve_lambda(tree, lam)[-1]
    # Release 16.7 cannot hand out the profile as a whole (its `profile` raises an error), only
    # its entries: players in order, their information sets in order, moves in order.
    entries = iter([profile[k] for k in range(len(profile))])
    places = {
        (game.players[game.infoset_player[i]], game.infoset_labels[i]): int(game.action_start[i])
        for i in range(game.n_infosets)
    }
    strategy = np.full(game.n_entries, np.nan)
    for player in tree.players:
        for infoset in player.infosets:
            start = places[player.label, infoset.label]
            for offset, action in enumerate(infoset.actions):
                assert game.action_labels[start + offset] == action.label
                strategy[start + offset] = next(entries)
    return profile.lam, strategy


def timed_solution(game: Game, numbers: Numbers) -> tuple[np.ndarray, float]:
    """Return our strategy, which must be certified, and the seconds that it took."""
    start = time.perf_counter()
    solution = solve(game, numbers)
    seconds = time.perf_counter() - start
    assert solution.solved.all()
    return solution.strategy[:, 0], seconds


@pytest.mark.parametrize("lam", LAMBDAS)
@pytest.mark.parametrize("name", AGREEING)
def test_canonical_games_agree(name: str, lam: float, table: list[Row]) -> None:
    """At lambda 1, 5 and 20, whatever branch-following each program does."""
    game, numbers = shipped(name)
    assert game.n_nodes <= MOST_NODES
    start = time.perf_counter()
    reached, theirs = trace(game, numbers, lam)
    seconds = time.perf_counter() - start
    ours, our_seconds = timed_solution(game, numbers.with_lam(lam))
    assert reached == pytest.approx(lam, abs=1e-6)
    difference = float(np.abs(ours - theirs).max())
    row = Row(name, game.n_nodes, game.n_infosets, lam, difference, seconds, our_seconds)
    table.append(row)
    assert difference <= AGREEMENT


def test_at_least_six_games_are_compared() -> None:
    """The list above could become short without anybody noticing."""
    assert len(AGREEING) >= 6


@pytest.mark.parametrize("lam", LAMBDAS)
@pytest.mark.parametrize("name", [LEAVES, STOPS])
def test_the_other_two_agree_with_the_plain_reference(name: str, lam: float) -> None:
    """Where Gambit goes elsewhere or stops, the loop-written solver is the judge."""
    game, numbers = shipped(name)
    ours, _ = timed_solution(game, numbers.with_lam(lam))
    answer = solve_reference(game, numbers.with_lam(lam))
    assert np.abs(ours - answer.strategy).max() <= EXACT
    assert answer.turned == 0


def test_gambit_leaves_the_symmetric_branch() -> None:
    """Both answers are logit equilibria; ours treats equal players equally."""
    game, numbers = shipped(LEAVES)
    _, before = trace(game, numbers, 1.0)
    ours_before, _ = timed_solution(game, numbers.with_lam(1.0))
    assert np.abs(before - ours_before).max() <= AGREEMENT
    _, theirs = trace(game, numbers, 5.0)
    ours, _ = timed_solution(game, numbers.with_lam(5.0))
    verdict = certify(game, numbers.with_lam(5.0), theirs[:, None])
    assert verdict.residual[0] < AGREEMENT
    assert np.abs(ours[:3] - ours[3:]).max() < EXACT
    assert np.abs(theirs[:3] - theirs[3:]).max() > 0.1


def test_gambit_stops_where_branches_cross() -> None:
    """Up to there both agree; there the equations are singular, and lambda does not turn."""
    game, numbers = shipped(STOPS)
    reached, theirs = trace(game, numbers, 20.0)
    assert 0.82 < reached < 0.84
    there = numbers.with_lam(reached)
    solution = solve(game, there)
    assert np.abs(solution.strategy[:, 0] - theirs).max() <= AGREEMENT
    matrix = np.eye(game.n_entries) - reached * slopes(game, there, 0, solution.logits[:, 0])
    assert np.linalg.svd(matrix, compute_uv=False)[-1] < SINGULAR
    earlier = numbers.with_lam(0.8)
    ours, _ = timed_solution(game, earlier)
    _, before = trace(game, earlier, 0.8)
    assert np.abs(ours - before).max() <= AGREEMENT


@pytest.mark.parametrize("seed", range(12))
def test_payoffs_on_the_way_and_odd_information_sets_agree(seed: int) -> None:
    """Random games: payments in the middle of the game mean the same to both."""
    game = random_game(seed)
    numbers = random_numbers(game, seed, 1)
    reached, theirs = trace(game, numbers, float(numbers.lam[0]))
    ours, _ = timed_solution(game, numbers)
    assert reached == pytest.approx(float(numbers.lam[0]), abs=1e-6)
    assert np.abs(ours - theirs).max() <= AGREEMENT


@pytest.mark.parametrize("name", ["nato-2022-core", *MODELS])
def test_exported_games_have_the_predicted_size(name: str) -> None:
    """Gambit reads as many nodes and information sets as `describe` predicts."""
    game, numbers = shipped(name)
    tree = in_gambit(game, numbers)
    assert len(tree.nodes) == game.n_nodes
    assert len(tree.infosets) == game.n_infosets
    file = library.path(name)
    if file.suffix == ".yaml":
        size = predict_size(load_scenario(file))
        assert (len(tree.nodes), len(tree.infosets)) == (size.nodes, size.infosets)
