"""A walk through the tree of an OpenSpiel game, depth first and without recursion."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from standoff.errors import UsageError
from standoff.game.game import CHANCE, NONE, TERMINAL

SUM_TOLERANCE = 1e-9
"""Chances that are written as decimals add up to 1 within this."""
SAME_PAYOFF = 1e-9
"""Rewards along a path add up to the returns within this share of the largest payoff."""


@dataclass(frozen=True)
class InfoSet:
    """An information set as its first node shows it.

    Attributes:
        number: in order of discovery.
        player: who moves.
        label: information-state string; that of our own games, see `table`.
        actions: OpenSpiel's numbers of the moves, ascending.
        labels: of the moves.
        entry: number of its first move among all moves of all sets.
        last: the player's last move on the way, as such a number; `NONE` where there is none.
        own_moves: how many moves of the player came before.
    """

    number: int
    player: int
    label: str
    actions: list[int]
    labels: list[str]
    entry: int
    last: int
    own_moves: int


@dataclass
class _Visit:
    """A state on the path in hand.

    Attributes:
        state: of OpenSpiel.
        node: its number.
        last: each player's last move and number of moves on the way.
        paid: to each player so far.
        actions: its moves.
        entry: number of its first move; `NONE` at nature's.
        next: which move is next.
    """

    state: Any
    node: int
    last: tuple[tuple[int, int], ...]
    paid: tuple[float, ...]
    actions: Sequence[int]
    entry: int
    next: int = 0


@dataclass
class Walk:
    """What the walk has found; lists of nodes are in order of discovery, parents first.

    A child is made when its turn comes, so that few states live at a time. `run` does the work.
    """

    spiel: Any
    source: Any
    max_nodes: int
    mover: array[int] = field(default_factory=lambda: array("q"))
    infoset: array[int] = field(default_factory=lambda: array("q"))
    pay: array[int] = field(default_factory=lambda: array("q"))
    outcome: array[int] = field(default_factory=lambda: array("q"))
    parent: array[int] = field(default_factory=lambda: array("q"))
    event: array[int] = field(default_factory=lambda: array("q"))  # first chance row
    sets: dict[tuple[int, str], InfoSet] = field(default_factory=dict)
    entries: int = 0
    rows: dict[tuple[float, ...], int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    events: dict[Any, int] = field(default_factory=dict)
    chances: list[float] = field(default_factory=list)
    chance_labels: list[str] = field(default_factory=list)
    perfect_recall: bool = True

    def __post_init__(self) -> None:
        """Read from the game what does not change."""
        kind = self.source.get_type()
        self.players: int = self.source.num_players()
        self.has_strings: bool = kind.provides_information_state_string
        self.pays_on_the_way = kind.reward_model == type(kind.reward_model).REWARDS
        self.name = name_of(self.source)
        self.found = 1  # nodes, those included that have not been visited
        self.largest = 1.0
        self.deep_sets: set[int] = set()  # sets that may come twice in one play

    def run(self) -> None:
        """Visit all nodes.

        Raises:
            UsageError: see `from_openspiel`.
        """
        nobody = ((NONE, 0),) * self.players
        path = [self._visit(self.source.new_initial_state(), NONE, nobody, (0.0,) * self.players)]
        while path:
            top = path[-1]
            if top.next == len(top.actions):
                path.pop()
                continue
            state = top.state.child(top.actions[top.next])
            last = top.last
            if top.entry != NONE:
                player = self.mover[top.node]
                move = (top.entry + top.next, last[player][1] + 1)
                last = (*last[:player], move, *last[player + 1 :])
            top.next += 1
            visit = self._visit(state, top.node, last, top.paid)
            if visit.actions:
                path.append(visit)
        self._require_no_return()

    def _visit(
        self, state: Any, parent: int, last: tuple[tuple[int, int], ...], paid: tuple[float, ...]
    ) -> _Visit:
        node = len(self.mover)
        visit = _Visit(state, node, last, paid, (), NONE)
        infoset = event = outcome = NONE
        player = TERMINAL
        if state.is_terminal():
            outcome = self._outcome(state)
        elif state.is_chance_node():
            player = CHANCE
            event, visit.actions = self._event(state)
        else:
            player = state.current_player()
            known = self._infoset(state, player, last[player])
            infoset, visit.actions, visit.entry = known.number, known.actions, known.entry
        self.found += len(visit.actions)
        if self.found > self.max_nodes:
            raise UsageError(
                f"the tree of `{self.name}` has more than {self.max_nodes:,} nodes",
                help="choose smaller parameters of the game, or a larger `max_nodes`: a node takes"
                " about 1 kB while the game is read",
            )
        self.mover.append(player)
        self.infoset.append(infoset)
        self.event.append(event)
        self.outcome.append(outcome)
        self.parent.append(parent)
        self._pay(visit, is_end=player == TERMINAL)
        return visit

    def _pay(self, visit: _Visit, *, is_end: bool) -> None:
        """Note what is paid on arrival; at the end, what is missing to the returns too."""
        players = range(self.players)
        got = [0.0] * self.players
        if self.pays_on_the_way and visit.node:
            got = [float(reward) for reward in visit.state.rewards()]
        if is_end:
            returns = [float(total) for total in visit.state.returns()]
            self.largest = max(self.largest, *map(abs, returns))
            near = SAME_PAYOFF * self.largest
            if any(abs(visit.paid[p] + got[p] - returns[p]) > near for p in players):
                got = [returns[p] - visit.paid[p] for p in players]
        elif not any(got):
            self.pay.append(NONE)
            return
        visit.paid = tuple(visit.paid[p] + got[p] for p in players)
        # Adding zero turns -0.0, which would be a row of its own, into 0.0.
        row = tuple(value + 0.0 for value in got)
        self.pay.append(self.rows.setdefault(row, len(self.rows)))

    def _outcome(self, state: Any) -> int:
        label = getattr(state, "outcome_label", None)
        if label is None:
            label = ", ".join(f"{value + 0.0:.12g}" for value in state.returns())
        return self.outcomes.setdefault(label, len(self.outcomes))

    def _event(self, state: Any) -> tuple[int, list[int]]:
        """Return the first chance row and the moves of a node of nature's."""
        pairs = state.chance_outcomes()
        nature = self.spiel.PlayerId.CHANCE
        names = [state.action_to_string(nature, action) for action, _ in pairs]
        key = (tuple(names), tuple(chance for _, chance in pairs))
        if key not in self.events:
            total = sum(chance for _, chance in pairs)
            if not abs(total - 1.0) <= SUM_TOLERANCE:
                raise UsageError(f"the chances of a move of nature add up to {total:.12g}, not 1")
            self.events[key] = len(self.chances)
            self.chances += [float(chance) for _, chance in pairs]
            self.chance_labels += names
        return self.events[key], [action for action, _ in pairs]

    def _infoset(self, state: Any, player: int, last: tuple[int, int]) -> InfoSet:
        label = state.information_state_string(player) if self.has_strings else state.history_str()
        actions = state.legal_actions()
        known = self.sets.get((player, label))
        if known is None:
            labels = distinct([state.action_to_string(player, action) for action in actions])
            shown = getattr(state, "infoset_label", label)
            known = InfoSet(len(self.sets), player, shown, actions, labels, self.entries, *last)
            self.sets[player, label] = known
            self.entries += len(actions)
        elif known.actions != actions:
            raise UsageError(
                f"player {player} has other moves at two nodes of the information set"
                f" {label[:200]!r} of `{self.name}`, so it is not one"
            )
        if last[0] != known.last:
            self.perfect_recall = False
            if last[1] != known.own_moves:
                self.deep_sets.add(known.number)
        return known

    def _require_no_return(self) -> None:
        """Refuse a game in which a player comes twice to one information set in one play."""
        for start, number in enumerate(self.infoset):
            if number not in self.deep_sets:
                continue
            node = self.parent[start]
            while node != NONE:
                if self.infoset[node] == number:
                    known = next(one for one in self.sets.values() if one.number == number)
                    raise UsageError(
                        f"player {known.player} comes twice to the information set"
                        f" {known.label[:200]!r} of `{self.name}` in one play of the game; a"
                        " player that forgets having moved cannot be solved"
                    )
                node = self.parent[node]


def name_of(game: Any) -> str:
    """Return the name of a game with its parameters on one line."""
    return " ".join(str(game).split())[:120]


def distinct(names: list[str]) -> list[str]:
    """Return names that differ: an empty or repeated one gets its place behind it."""
    result: list[str] = []
    for place, name in enumerate(names):
        final = name or str(place + 1)
        while final in result or (final != name and final in names):
            final += f"_{place + 1}"
        result.append(final)
    return result
