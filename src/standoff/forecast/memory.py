"""compare_memory(scenario): what merging pasts does to a forecast, where both games can be solved.

Both games are solved at the same draws of the parameters, because a draw depends on the seed and
the names of the parameters alone. Besides the two forecasts, the strategies of the merged game are
played in the unmerged one: what a party could gain there is what its memory would be worth to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from standoff.errors import GameTooLargeError
from standoff.forecast.crew import Crew
from standoff.forecast.forecast import Forecast, forecast
from standoff.game import Budget, Game, Size, layout_of
from standoff.game.pasts import Pasts, count_pasts, shortcuts, unmerged_size
from standoff.scenario.model import Scenario
from standoff.solve import certify

Array = np.ndarray[Any, Any]
Progress = Callable[[str, int, int], None]

LOSSLESS = 1e-8
"""What the solver promises for a choice probability; differences below it are none."""
ALIKE = ("size", "certificate", "warnings", "hash", "version", "told")
"""Parts of a forecast that differ with the game that is built by their nature: its size, and how
much the past tells, because a merged past is a shorter one."""


@dataclass(frozen=True)
class MemoryComparison:
    """A scenario with merged and with unmerged pasts.

    Attributes:
        pasts: how many public histories were merged into how many states.
        merged: the forecast with `memory: state`.
        whole: the forecast with `memory: history`; None where that game is over the budget.
        whole_size: predicted size of the unmerged game, exact whatever it is.
        draws: positions of the draws that were solved in both games.
        worth: per party, the most that it gains in the unmerged game by its best deviation when
            everybody plays as in the merged one (P, B); None without the unmerged game.
    """

    pasts: Pasts
    merged: Forecast
    whole: Forecast | None
    whole_size: Size
    draws: Array
    worth: Array | None

    @property
    def outcome_gap(self) -> Array:
        """Difference of the probability of each ending, merged less unmerged (K, B)."""
        assert self.whole is not None
        return self._shared(self.merged) - self._shared(self.whole)

    def _shared(self, record: Forecast) -> Array:
        solved = np.flatnonzero(record.solution.solved)
        return record.answers.outcomes[:, np.isin(solved, self.draws)]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return _Report(self).build()


def compare_memory(
    scenario: Scenario,
    *,
    draws: int = 50,
    seed: int = 1,
    threads: int | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
    crew: Crew | None = None,
) -> MemoryComparison:
    """Return what merging pasts does to a forecast.

    All theories are on, so that there is one game with each memory.

    Args:
        scenario: a resolved scenario; what it says of `memory` does not matter.
        draws: number of parameter draws.
        seed: of the draws, the same for both games.
        threads: worker threads of the solver.
        budget: what each of the two games may need.
        progress: called as progress(stage, done, total).
        crew: other processes that solve the draws, as of `forecast`.

    Raises:
        GameTooLargeError: even the merged game is over the budget.
        UsageError: a number of the scenario is impossible in some draw.
    """

    def run(memory: Any) -> Forecast:
        return forecast(
            replace(scenario, memory=memory),
            draws=draws,
            seed=seed,
            threads=threads,
            budget=budget,
            progress=progress,
            crew=crew,
            theories={theory.id: True for theory in scenario.theories},
        )

    merged = run("state")
    pasts = count_pasts(scenario, budget)
    size = unmerged_size(scenario, draws, budget)
    try:
        whole = run("history")
    except GameTooLargeError:
        return MemoryComparison(pasts, merged, None, size, np.arange(0), None)
    both = np.flatnonzero(merged.solution.solved & whole.solution.solved)
    strategy = carry_over(merged.game, whole.game, merged.solution.strategy[:, both])
    worth = certify(whole.game, whole.numbers.select(both), strategy).gain
    return MemoryComparison(pasts, merged, whole, size, both, worth)


def carry_over(merged: Game, whole: Game, strategy: Array) -> Array:
    """Return a strategy of the merged game as one of the unmerged game (X, B).

    Each information set there does what is done at its turn, public variables and type here.
    """
    known = {key: k for k, key in enumerate(_entry_keys(merged))}
    return np.asarray(strategy[[known[key] for key in _entry_keys(whole)]])


def _entry_keys(game: Game) -> Iterator[tuple[Any, ...]]:
    """Yield turn, public variables, hidden values that the mover sees, and move of every entry."""
    layout = layout_of(game)
    first = game.infoset_nodes[game.infoset_start[:-1]]
    scenario = layout.rows.scenario
    seen = [list(scenario.privates_of(p)) for p in range(len(scenario.parties))]
    infoset = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
    for k, move in zip(infoset.tolist(), layout.entry_move.tolist(), strict=True):
        node = first[k]
        state = layout.states[int(layout.node_state[node])]
        codes = layout.profiles.codes[layout.node_profile[node]]
        kind = tuple(codes[seen[int(game.infoset_player[k])]].tolist())
        yield (state.turn, state.variables, kind, move)


class _Report:
    """Builds the plain data of one comparison."""

    def __init__(self, record: MemoryComparison) -> None:
        self.record = record
        self.scenario = record.merged.scenario

    def build(self) -> dict[str, Any]:
        record = self.record
        size = record.merged.layout.size
        data: dict[str, Any] = {
            "scenario": self.scenario.name,
            "title": self.scenario.title,
            "hash": self.scenario.hash,
            "seed": record.merged.seed,
            "draws": record.merged.draws,
            "pasts": record.pasts.to_json(),
            "shortcuts": shortcuts(self.scenario).to_json(),
            "merged": _size_data(size),
            "unmerged": _size_data(record.whole_size),
            "solved": {"merged": int(record.merged.solution.solved.sum())},
            "compared": None,
        }
        if record.whole is not None:
            data["solved"]["unmerged"] = int(record.whole.solution.solved.sum())
            data["solved"]["both"] = len(record.draws)
        if record.whole is not None and len(record.draws):
            data["compared"] = self._compared(record.whole)
        return data

    def _compared(self, whole: Forecast) -> dict[str, Any]:
        record = self.record
        gap = record.outcome_gap
        merged_json, whole_json = record.merged.to_json(), whole.to_json()
        everything = largest_difference(merged_json, whole_json)
        turns = self._turns(whole)
        worst = max(
            [float(np.abs(gap).max()), everything["max"], *(t["max"] for t in turns.values())]
        )
        assert record.worth is not None
        same_draws = len(record.draws) == record.merged.draws
        return {
            "lossless": bool(worst <= LOSSLESS and not everything["one_only"] and same_draws),
            "tolerance": LOSSLESS,
            "outcomes": {
                outcome.id: {
                    "title": outcome.title,
                    "merged": merged_json["outcomes"][outcome.id]["mean"],
                    "unmerged": whole_json["outcomes"][outcome.id]["mean"],
                    "mean": float(gap[k].mean()),
                    "max": float(np.abs(gap[k]).max()),
                }
                for k, outcome in enumerate(self.scenario.outcomes)
            },
            "moves": turns,
            "everything": everything,
            "gain": {
                party.id: {
                    "merged": float(record.merged.solution.certificate.gain[p, record.draws].max()),
                    "unmerged": float(whole.solution.certificate.gain[p, record.draws].max()),
                    "merged_played_unmerged": float(record.worth[p].max()),
                }
                for p, party in enumerate(self.scenario.parties)
            },
        }

    def _turns(self, whole: Forecast) -> dict[str, Any]:
        """Return, per turn of a party, the move whose probability of being played differs most."""
        merged = played(self.record.merged, self.record.draws)
        unmerged = played(whole, self.record.draws)
        out = {}
        for t, turn in enumerate(self.scenario.turns):
            keys = [key for key in unmerged if key[0] == t]
            if not keys:
                continue
            gaps = {key: np.abs(merged[key] - unmerged[key]) for key in keys}
            worst = max(keys, key=lambda key: float(gaps[key].max()))
            out[turn.id] = {
                "move": turn.moves[worst[1]].id,
                "max": float(gaps[worst].max()),
                "mean": float(gaps[worst].mean()),
            }
        return out


def played(record: Forecast, draws: Array) -> dict[tuple[int, int], Array]:
    """Return the probability that each move of each party's turn is played, per draw."""
    game, layout = record.game, record.layout
    solved = np.flatnonzero(record.solution.solved)
    infoset = np.repeat(np.arange(game.n_infosets), np.diff(game.action_start))
    reach = record.answers.infoset_reach[:, np.isin(solved, draws)]
    flow = reach[infoset] * record.solution.strategy[:, draws]
    out: dict[tuple[int, int], Array] = {}
    turns = layout.infoset_turn[infoset]
    for turn, move in sorted(set(zip(turns.tolist(), layout.entry_move.tolist(), strict=True))):
        out[turn, move] = flow[(turns == turn) & (layout.entry_move == move)].sum(axis=0)
    return out


def largest_difference(one: Any, other: Any) -> dict[str, Any]:
    """Return the largest difference between two forecasts, where it is, and what only one has."""
    found: list[tuple[float, str]] = [(0.0, "")]
    one_only: list[str] = []
    _walk(one, other, "", found, one_only)
    worst, where = max(found, key=lambda pair: pair[0])
    return {"max": worst, "where": where, "one_only": one_only}


def _walk(
    one: Any, other: Any, path: str, found: list[tuple[float, str]], one_only: list[str]
) -> None:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key in ALIKE:
                continue
            here = f"{path}.{key}" if path else str(key)
            if key in one and key in other:
                _walk(one[key], other[key], here, found, one_only)
            else:
                one_only.append(here)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for k, (a, b) in enumerate(zip(one, other, strict=True)):
            _walk(a, b, f"{path}.{k}", found, one_only)
    elif _is_number(one) and _is_number(other):
        found.append((abs(one - other), path))
    elif one != other:
        one_only.append(path)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _size_data(size: Size) -> dict[str, Any]:
    return {
        "public_states": size.public_states,
        "nodes": size.nodes,
        "infosets": size.infosets,
        "entries": size.entries,
        "memory_bytes": size.memory_bytes,
        "exact": size.exact,
    }
