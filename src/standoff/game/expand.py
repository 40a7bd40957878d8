"""The merged graph of public states: every point of the crisis that variables can tell apart.

Expansion costs one Python step per merged state, whatever the number of histories that lead there:
histories are counted, not listed. What a state is merged by is `memory`: with `state`, turn and
public variables; with `history` also the set of private profiles that are still possible, so that
all histories of one merged state have the same continuation.

A private profile is a value for every hidden dimension. Moves may change hidden dimensions: the
profile then changes along a link while the public past may stay the same, since moves that look
alike lead to one public past. Profiles are numbered as they are found: first those that nature can
deal, then those that moves make of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.profiles import ProfileBook, Profiles, bits, mask_of
from standoff.scenario.expr import Env, Expr, evaluate, is_true
from standoff.scenario.model import NATURE, Move, Scenario, Turn

Array = np.ndarray[Any, Any]

HORIZON = -1
"""Turn index of the end of the clock."""


@dataclass(frozen=True)
class Link:
    """One move at one merged state.

    Attributes:
        move: position of the move in its turn.
        profiles: bit mask of the private profiles for which the move is possible.
        arrive: profile that each of them becomes, in ascending order of the former; None where the
            move changes no hidden dimension.
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
    arrive: Array | None = None

    def profiles_after(self) -> Array:
        """Return the profile after the move for each profile before it, ascending before."""
        return bits(self.profiles) if self.arrive is None else self.arrive


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
class Graph:
    """Merged states in order of play.

    Attributes:
        states: merged states.
        profiles: private profiles.
        complete: whether the expansion was finished.
        recalls: whether every player can tell its own past moves, and all that it ever saw, from
            the public past and its present type (memory `history`).
    """

    states: tuple[State, ...]
    profiles: Profiles
    complete: bool
    recalls: bool


class BadPlayError(UsageError):
    """The rules of the crisis leave somebody without a move, or a variable without a value."""


FREE_STATES = 5_000
"""Merged states up to which counting goes on in any case, because it is quick."""
QUICK_PROFILES = 500
"""Private profiles up to which a state is quick; the time grows in proportion beyond."""


def expand(
    scenario: Scenario, *, max_states: int, max_nodes: int, max_profiles: int = 20_000
) -> Graph:
    """Return the merged graph; stop early, and say so, where it is over one of the limits.

    A graph that was stopped has states with their histories, but its links lead nowhere.

    Raises:
        BadPlayError: a type has no move, nature has none, or an effect leaves a variable's range.
    """
    return _Expansion(scenario, max_states, max_nodes, max_profiles).run()


class _Expansion:
    """One run of `expand`: states found so far, by turn."""

    def __init__(
        self, scenario: Scenario, max_states: int, max_nodes: int, max_profiles: int
    ) -> None:
        self.scenario = scenario
        self.book = ProfileBook(scenario)
        self.max_states = max_states
        self.max_nodes = max_nodes
        self.max_profiles = max_profiles
        self.nodes = 0
        self.found: list[dict[tuple[Any, ...], State]] = [{} for _ in scenario.turns]
        self.count = 0
        self.recalls = scenario.memory == "history"

    def run(self) -> Graph:
        everyone = (1 << self.book.dealt) - 1
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
                    return Graph(self._states(), self.book.profiles(), False, self.recalls)
        return self._number(pending)

    def _states(self) -> tuple[State, ...]:
        return tuple(state for layer in self.found for state in layer.values())

    def _over_budget(self) -> bool:
        if self.book.count > self.max_profiles:
            return True
        if self.count * max(1, self.book.count // QUICK_PROFILES) <= FREE_STATES:
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
        looks: dict[str, list[Link]] = {}
        covered = 0
        for number, move in enumerate(turn.moves):
            possible = state.profiles & self._allowed(move.allowed, state.variables)
            if not possible:
                continue
            covered |= possible
            link = self._link(index, number, state, possible)
            state.links.append(link)
            if link.turn != HORIZON:
                looks.setdefault(move.seen_as or move.id, []).append(link)
        if covered != state.profiles:
            raise BadPlayError(self._nobody_moves(turn, state, state.profiles & ~covered))
        onward = []
        for alike in looks.values():
            key = self._arrive_together(turn, state, alike)
            onward += [(state, link, key) for link in alike]
        return onward

    def _link(self, index: int, number: int, state: State, possible: int) -> Link:
        """Return what one move does; the state that it leads to is filled in later."""
        turn = self.scenario.turns[index]
        move = turn.moves[number]
        after = self._effects(turn, number, state.variables)
        arrive = None
        if move.becomes:
            arrive = self._become(index, turn, move, bits(possible), state.variables)
        if move.outcome is not None:
            return Link(number, possible, None, move.outcome, after, HORIZON, 0, arrive)
        following = self._next_turn(index + 1, after)
        days = self._days(turn, following)
        if following == HORIZON:
            end = self.scenario.at_end
            return Link(number, possible, None, end, after, HORIZON, days, arrive)
        return Link(number, possible, -1, None, after, following, days, arrive)

    def _become(
        self, index: int, turn: Turn, move: Move, before: Array, variables: tuple[int, ...]
    ) -> Array:
        """Return the number of the profile that each profile becomes."""
        try:
            return self.book.after(index, move, before, variables)
        except ValueError as error:
            raise BadPlayError(
                f"move `{move.id}` of turn `{turn.id}` would set {error}, when "
                f"{self._words(variables)}",
                help="write one of its values under `becomes`",
            ) from error

    def _arrive_together(self, turn: Turn, state: State, alike: list[Link]) -> tuple[Any, ...]:
        """Let moves that look alike lead to one public past; return the key of its state."""
        first = alike[0]
        for link in alike[1:]:
            if link.variables != first.variables:
                names = [turn.moves[k.move].id for k in (first, link)]
                raise BadPlayError(
                    f"the moves `{names[0]}` and `{names[1]}` of turn `{turn.id}` should look "
                    f"alike, but change public variables in different ways when "
                    f"{self._words(state.variables)}",
                    help="give them the same `effect`, or take `seen_as` away",
                )
        together = 0
        for link in alike:
            together |= link.profiles if link.arrive is None else mask_of(link.arrive)
        if self.recalls and any(link.arrive is not None for link in alike):
            self.recalls = self.book.recalls(turn.mover, [(k.move, k) for k in alike])
        return self._arrive(first.turn, first.variables, together, state.histories)

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
                link if link.target is None else replace(link, target=targets[id(link)])
                for link in state.links
            ]
        return Graph(states, self.book.profiles(), True, self.recalls)

    def _allowed(self, guard: Expr | None, variables: tuple[int, ...]) -> int:
        """Return the mask of profiles for which a guard holds."""
        if guard is None:
            return (1 << self.book.count) - 1
        env = Env(variables=variables, privates=self.book.columns())
        holds = np.broadcast_to(evaluate(guard, env) != 0, (self.book.count,))
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
        profiles = self.book.profiles()
        kind = profiles.party_type[bits(mask)[0], turn.mover]
        label = profiles.type_labels[turn.mover][kind]
        of_type = f" of type `{label}`" if label else ""
        return f"`{party.id}`{of_type} has no move at turn `{turn.id}` when {where}"
