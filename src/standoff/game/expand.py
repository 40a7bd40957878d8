"""The merged graph of public states: every point of the crisis that variables can tell apart.

Expansion costs one Python step per merged state, whatever the number of histories that lead there:
histories are counted, not listed. What a state is merged by is `memory`: with `state`, turn and
public variables; with `history` also the set of private profiles that are still possible, so that
all histories of one merged state have the same continuation.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.scenario.expr import Env, Expr, evaluate, is_true
from standoff.scenario.model import NATURE, Scenario, Turn

Array = np.ndarray[Any, Any]

HORIZON = -1
"""Turn index of the end of the clock."""


@dataclass(frozen=True)
class Link:
    """One move at one merged state.

    Attributes:
        move: position of the move in its turn.
        profiles: bit mask of the private profiles for which the move is possible.
        target: merged state that it leads to, or None when the crisis ends.
        outcome: index of the outcome when it ends.
        variables: public variables after the move.
        turn: next turn, or `HORIZON`.
        days: days until the next turn or the horizon; 0 when a move ends the crisis.
    """

    move: int
    profiles: int
    target: int | None
    outcome: int | None
    variables: tuple[int, ...]
    turn: int
    days: int


@dataclass
class State:
    """A merged public state: the turn about to be played, the variables, who may still be whom.

    `histories` is the number of public histories that lead here (1 with memory `state`); it is
    final once all earlier turns have been expanded.
    """

    turn: int
    variables: tuple[int, ...]
    profiles: int
    histories: int = 1
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Profiles:
    """All combinations of private values.

    Attributes:
        codes: value of every private dimension in every profile (profiles, dimensions).
        party_type: type number of every party in every profile (profiles, parties).
        type_labels: per party, a label for each of its types.
    """

    codes: Array
    party_type: Array
    type_labels: tuple[tuple[str, ...], ...]

    @property
    def count(self) -> int:
        """Number of profiles."""
        return len(self.codes)


@dataclass(frozen=True)
class Graph:
    """Merged states in order of play, and whether the expansion was complete."""

    states: tuple[State, ...]
    profiles: Profiles
    complete: bool


class BadPlayError(UsageError):
    """The rules of the crisis leave somebody without a move, or a variable without a value."""


def list_profiles(scenario: Scenario) -> Profiles:
    """Return every combination of private values, in the order of the file."""
    ranges = [range(len(private.values)) for private in scenario.privates]
    codes = np.array(list(itertools.product(*ranges)), dtype=np.int64)
    codes = codes.reshape(len(codes), len(scenario.privates))
    numbers = np.zeros((len(codes), len(scenario.parties)), dtype=np.int64)
    labels = []
    for party in range(len(scenario.parties)):
        own = scenario.privates_of(party)
        for k in own:
            numbers[:, party] = numbers[:, party] * len(scenario.privates[k].values) + codes[:, k]
        combos = itertools.product(*(scenario.privates[k].values for k in own))
        labels.append(tuple(" ".join(combo) for combo in combos))
    return Profiles(codes, numbers, tuple(labels))


FREE_STATES = 5_000
"""Merged states up to which counting goes on in any case, because it is quick."""
QUICK_PROFILES = 500
"""Private profiles up to which a state is quick; the time grows in proportion beyond."""


def expand(scenario: Scenario, *, max_states: int, max_nodes: int) -> Graph:
    """Return the merged graph; stop early, and say so, beyond `max_states` or `max_nodes`.

    A graph that was stopped has states with their histories, but its links lead nowhere.

    Raises:
        BadPlayError: a type has no move, nature has none, or an effect leaves a variable's range.
    """
    return _Expansion(scenario, max_states, max_nodes).run()


class _Expansion:
    """One run of `expand`: states found so far, by turn."""

    def __init__(self, scenario: Scenario, max_states: int, max_nodes: int) -> None:
        self.scenario = scenario
        self.profiles = list_profiles(scenario)
        self.max_states = max_states
        self.max_nodes = max_nodes
        self.nodes = 0
        self.found: list[dict[tuple[Any, ...], State]] = [{} for _ in scenario.turns]
        self.count = 0
        self.private_columns = list(self.profiles.codes.T)
        self.masks: dict[tuple[int, int], tuple[int, ...]] = {}

    def run(self) -> Graph:
        everyone = (1 << self.profiles.count) - 1
        start = tuple(variable.start for variable in self.scenario.variables)
        first = self._next_turn(0, start)
        if first == HORIZON:
            raise BadPlayError("no turn of the crisis can take place: every `when` is false")
        root = State(first, start, everyone)
        self.found[first][self._key(root)] = root
        pending: list[tuple[State, Link, tuple[Any, ...]]] = []
        for turn, states in enumerate(self.found):
            for state in states.values():
                pending += self._play(turn, state)
                self.nodes += state.histories * state.profiles.bit_count()
                if self._over_budget():
                    return Graph(self._states(), self.profiles, complete=False)
        return self._number(pending)

    def _states(self) -> tuple[State, ...]:
        return tuple(state for layer in self.found for state in layer.values())

    def _over_budget(self) -> bool:
        if self.count * max(1, self.profiles.count // QUICK_PROFILES) <= FREE_STATES:
            return False
        return self.count > self.max_states or self.nodes > self.max_nodes

    def _key(self, state: State) -> tuple[Any, ...]:
        if self.scenario.memory == "state":
            return state.variables
        return (state.variables, state.profiles)

    def _next_turn(self, start: int, variables: tuple[int, ...]) -> int:
        env = Env(variables=variables)
        for turn in range(start, len(self.scenario.turns)):
            if is_true(self.scenario.turns[turn].when, env):
                return turn
        return HORIZON

    def _play(self, index: int, state: State) -> list[tuple[State, Link, tuple[Any, ...]]]:
        """Add the links of one state; return those that lead to further states."""
        turn = self.scenario.turns[index]
        onward = []
        covered = 0
        for number, move in enumerate(turn.moves):
            possible = state.profiles & self._allowed(turn, move.allowed, state.variables)
            if not possible:
                continue
            covered |= possible
            after = self._effects(turn, number, state.variables)
            if move.outcome is not None:
                state.links.append(Link(number, possible, None, move.outcome, after, HORIZON, 0))
                continue
            following = self._next_turn(index + 1, after)
            days = self._days(turn, following)
            if following == HORIZON:
                state.links.append(
                    Link(number, possible, None, self.scenario.at_end, after, HORIZON, days)
                )
                continue
            key = self._arrive(following, after, possible, state.histories)
            onward.append((state, Link(number, possible, -1, None, after, following, days), key))
            state.links.append(onward[-1][1])
        if covered != state.profiles:
            raise BadPlayError(self._nobody_moves(turn, state, state.profiles & ~covered))
        return onward

    def _arrive(
        self, turn: int, variables: tuple[int, ...], profiles: int, histories: int
    ) -> tuple[Any, ...]:
        merges = self.scenario.memory == "state"
        new = State(turn, variables, profiles, 1 if merges else histories)
        key = self._key(new)
        known = self.found[turn].get(key)
        if known is None:
            self.found[turn][key] = new
            self.count += 1
        else:
            known.profiles |= profiles
            known.histories += 0 if merges else histories
        return key

    def _number(self, pending: list[tuple[State, Link, tuple[Any, ...]]]) -> Graph:
        """Number the states in order of play and point the links at them."""
        states = self._states()
        number = {id(state): k for k, state in enumerate(states)}
        targets = {id(link): number[id(self.found[link.turn][key])] for _, link, key in pending}
        for state in states:
            state.links = [
                link
                if link.target is None
                else Link(
                    link.move,
                    link.profiles,
                    targets[id(link)],
                    None,
                    link.variables,
                    link.turn,
                    link.days,
                )
                for link in state.links
            ]
        return Graph(states, self.profiles, complete=True)

    def _allowed(self, turn: Turn, guard: Expr | None, variables: tuple[int, ...]) -> int:
        """Return the mask of profiles for which a guard holds."""
        if guard is None:
            return (1 << self.profiles.count) - 1
        env = Env(variables=variables, privates=self.private_columns)
        holds = np.broadcast_to(evaluate(guard, env) != 0, (self.profiles.count,))
        return mask_of(np.flatnonzero(holds))

    def _effects(self, turn: Turn, number: int, variables: tuple[int, ...]) -> tuple[int, ...]:
        move = turn.moves[number]
        if not move.effects:
            return variables
        env = Env(variables=variables)
        after = list(variables)
        for index, expr in move.effects:
            value = float(evaluate(expr, env))
            variable = self.scenario.variables[index]
            if value != int(value) or not variable.low <= value <= variable.high:
                raise BadPlayError(
                    f"move `{move.id}` of turn `{turn.id}` would set `{variable.id}` to {value:g}, "
                    f"outside {variable.low} to {variable.high}, when "
                    f"{self._words(variables)}",
                    help=f"guard the move with `allowed`, or widen the range of `{variable.id}`",
                )
            after[index] = int(value)
        return tuple(after)

    def _days(self, turn: Turn, following: int) -> int:
        here: date | None = turn.date
        there = self.scenario.end if following == HORIZON else self.scenario.turns[following].date
        return 0 if here is None or there is None else (there - here).days

    def _words(self, variables: tuple[int, ...]) -> str:
        words = []
        for variable, value in zip(self.scenario.variables, variables, strict=True):
            label = variable.labels[value - variable.low] if variable.labels else value
            words.append(f"{variable.id} = {label}")
        return ", ".join(words) or "no variable is set"

    def _nobody_moves(self, turn: Turn, state: State, mask: int) -> str:
        where = self._words(state.variables)
        if turn.mover == NATURE:
            return f"nature has no move at turn `{turn.id}` when {where}"
        party = self.scenario.parties[turn.mover]
        kind = self.profiles.party_type[bits(mask)[0], turn.mover]
        label = self.profiles.type_labels[turn.mover][kind]
        of_type = f" of type `{label}`" if label else ""
        return f"`{party.id}`{of_type} has no move at turn `{turn.id}` when {where}"


def bits(mask: int) -> Array:
    """Return the positions of the set bits of a mask, ascending."""
    raw = np.frombuffer(mask.to_bytes((mask.bit_length() + 7) // 8 or 1, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(raw, bitorder="little"))


def mask_of(positions: Array | Sequence[int]) -> int:
    """Return the mask with the given bits set."""
    chosen = np.asarray(positions, dtype=np.int64)
    if not len(chosen):
        return 0
    flags = np.zeros(int(chosen.max()) + 1, dtype=bool)
    flags[chosen] = True
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
