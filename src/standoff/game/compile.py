"""compile_game(scenario): from the merged graph of public states to the arrays of a game.

A node is a pair of public state and private profile. With memory `history` every merged state is
copied once per public history that leads there; the copies are laid out by arithmetic, so the cost
in Python is per merged state, not per node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from standoff.game.expand import HORIZON, BadPlayError, Graph, Link, State
from standoff.game.game import CHANCE, NONE, TERMINAL, Game
from standoff.game.profiles import Profiles, bits
from standoff.game.rows import RowBook
from standoff.game.size import Budget, Size, expand_within, require_budget, size_of
from standoff.scenario.model import NATURE, Scenario

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Layout:
    """What the nodes of a compiled scenario mean.

    Attributes:
        profiles: the private profiles.
        states: merged public states.
        state_turn: turn played at each merged state.
        node_state: merged state of each node; `NONE` at the root deal and at terminal nodes.
        node_history: public history of each node, numbered in order of play; `NONE` likewise.
        node_profile: private profile of each node; `NONE` at the root deal.
        terminal_date: index into `dates` of the day on which a terminal node ends the crisis;
            `NONE` elsewhere and without a clock.
        terminal_variables: index into `final_variables`; `NONE` elsewhere.
        final_variables: public variables at the end, distinct combinations.
        dates: ISO days, ascending.
        infoset_turn: turn of each information set.
        infoset_history: public history of each information set.
        infoset_type: type of the owner.
        entry_move: position of the move in its turn, per strategy entry.
        history_parent: previous public history; `NONE` for the first.
        history_move: move that led from the previous history.
        size: as predicted before building.
        rows: how payoff and chance rows are computed from parameters.
    """

    profiles: Profiles
    states: tuple[State, ...]
    state_turn: Array
    node_state: Array
    node_history: Array
    node_profile: Array
    terminal_date: Array
    terminal_variables: Array
    final_variables: tuple[tuple[int, ...], ...]
    dates: tuple[str, ...]
    infoset_turn: Array
    infoset_history: Array
    infoset_type: Array
    entry_move: Array
    history_parent: Array
    history_move: Array
    size: Size
    rows: RowBook


def compile_game(scenario: Scenario, *, budget: Budget | None = None, draws: int = 500) -> Game:
    """Return the game of a scenario; `Game.extra["layout"]` says what its nodes mean.

    Args:
        scenario: a resolved scenario.
        budget: what the game may need; `Budget()` by default.
        draws: number of draws to plan the memory for.

    Raises:
        GameTooLargeError: the predicted game is over the budget; nothing was built.
        BadPlayError: somebody has no move somewhere, or a variable would leave its range.

    Example:
        >>> game = standoff.compile_game(standoff.load("signorino-1999-crisis"))
        >>> game.n_nodes, game.outcome_labels
        (7, ('quiet', 'capitulation', 'backed_down', 'war'))
    """
    allowed = budget or Budget()
    graph = expand_within(scenario, allowed)
    size = size_of(scenario, graph, draws)
    require_budget(scenario, size, allowed)
    return _Builder(scenario, graph, size).build()


def layout_of(game: Game) -> Layout:
    """Return the layout of a game that was compiled from a scenario."""
    layout = game.extra["layout"]
    assert isinstance(layout, Layout)
    return layout


class _Builder:
    """Array positions of every merged state, and the arrays being filled."""

    def __init__(self, scenario: Scenario, graph: Graph, size: Size) -> None:
        self.scenario = scenario
        self.graph = graph
        self.size = size
        self.rows = RowBook(scenario, graph.profiles)
        self.counts = [state.histories for state in graph.states]
        self.dealt = graph.profiles.dealt > 1
        self.plans = [self._plan(state) for state in graph.states]
        self._place()

    def _plan(self, state: State) -> _StatePlan:
        mover = self.scenario.turns[state.turn].mover
        here = bits(state.profiles)
        kinds = (
            np.zeros(len(here), dtype=np.int64)
            if mover == NATURE
            else self.graph.profiles.party_type[here, mover]
        )
        order = np.argsort(kinds, kind="stable")
        here, kinds = here[order], kinds[order]
        possible = [np.isin(here, bits(link.profiles), assume_unique=True) for link in state.links]
        return _StatePlan(mover, here, kinds, np.array(possible, dtype=bool))

    def _place(self) -> None:
        """Give every merged state its first history, node, edge, information set and entry."""
        node = edge = 0
        if self.dealt:
            node, edge = 1, self.graph.profiles.dealt
        history = infoset = entry = 0
        for plan, count in zip(self.plans, self.counts, strict=True):
            plan.count = count
            plan.node0, plan.edge0, plan.history0 = node, edge, history
            plan.infoset0, plan.entry0 = infoset, entry
            node += count * plan.width
            edge += count * plan.degree
            history += count
            infoset += count * plan.n_infosets
            entry += count * plan.n_entries
        self.first_terminal = node
        self.histories = history

    def build(self) -> Game:
        size, scenario = self.size, self.scenario
        self.node_player = np.full(size.nodes, TERMINAL, dtype=np.int64)
        self.node_infoset = np.full(size.nodes, NONE, dtype=np.int64)
        self.node_pay = np.full(size.nodes, NONE, dtype=np.int64)
        self.node_outcome = np.full(size.nodes, NONE, dtype=np.int64)
        self.node_state = np.full(size.nodes, NONE, dtype=np.int64)
        self.node_history = np.full(size.nodes, NONE, dtype=np.int64)
        self.node_profile = np.full(size.nodes, NONE, dtype=np.int64)
        self.terminal_date = np.full(size.nodes, NONE, dtype=np.int64)
        self.terminal_variables = np.full(size.nodes, NONE, dtype=np.int64)
        self.degree = np.zeros(size.nodes, dtype=np.int64)
        self.edge_child = np.zeros(size.edges, dtype=np.int64)
        self.edge_pay = np.full(size.edges, NONE, dtype=np.int64)
        self.edge_prob = np.full(size.edges, NONE, dtype=np.int64)
        self.edge_label = np.full(size.edges, NONE, dtype=np.int64)
        self.infoset_player = np.zeros(size.infosets, dtype=np.int64)
        self.infoset_size = np.zeros(size.infosets, dtype=np.int64)
        self.infoset_turn = np.zeros(size.infosets, dtype=np.int64)
        self.infoset_history = np.zeros(size.infosets, dtype=np.int64)
        self.infoset_type = np.zeros(size.infosets, dtype=np.int64)
        self.infoset_width = np.zeros(size.infosets, dtype=np.int64)
        self.entry_move = np.zeros(size.entries, dtype=np.int64)
        self.history_parent = np.full(self.histories, NONE, dtype=np.int64)
        self.history_move = np.full(self.histories, NONE, dtype=np.int64)
        self.chance_labels: dict[str, int] = {}
        self.order: list[Array] = []
        self.final: dict[tuple[int, ...], int] = {}
        days = {turn.date for turn in scenario.turns if turn.date} | (
            {scenario.end} if scenario.end else set()
        )
        self.dates = tuple(day.isoformat() for day in sorted(days))
        self.terminal_next = self.first_terminal
        self.arrived = [0] * len(self.plans)
        self._deal()
        for k, state in enumerate(self.graph.states):
            self._fill(k, state)
        return self._assemble()

    def _deal(self) -> None:
        """Let nature draw the private profile at the root."""
        if not self.dealt:
            return
        count = self.graph.profiles.dealt
        self.node_player[0] = CHANCE
        self.degree[0] = count
        self.edge_prob[:count] = self.rows.deal_rows()
        first = self.plans[0]
        place = np.empty(count, dtype=np.int64)
        place[first.here] = np.arange(count)
        self.edge_child[:count] = first.node0 + place
        for profile in range(count):
            labels = [
                f"{self.scenario.full_name(private)}={private.values[code]}"
                for private, code in zip(
                    self.scenario.privates, self.graph.profiles.codes[profile], strict=True
                )
                if private.start is None
            ]
            self.edge_label[profile] = self._label(" ".join(labels))
        self.order.append(np.array([-1]))

    def _label(self, text: str) -> int:
        return self.chance_labels.setdefault(text, len(self.chance_labels))

    def _fill(self, k: int, state: State) -> None:
        """Write the nodes, information sets and edges of all copies of one merged state."""
        plan = self.plans[k]
        copies = np.arange(plan.count)
        nodes = plan.node0 + copies[:, None] * plan.width + np.arange(plan.width)
        self.node_player[nodes] = CHANCE if plan.mover == NATURE else plan.mover
        self.node_state[nodes] = k
        self.node_history[nodes] = (plan.history0 + copies)[:, None]
        self.node_profile[nodes] = plan.here
        self.degree[nodes] = plan.possible.sum(axis=0)
        if plan.mover == NATURE:
            self.order.append(-1 - nodes.ravel())
        else:
            self._fill_infosets(plan, state, copies, nodes)
        self.alike: dict[str, Array] = {}
        for position, link in enumerate(state.links):
            self._fill_link(state, plan, copies, position, link)

    def _fill_infosets(self, plan: _StatePlan, state: State, copies: Array, nodes: Array) -> None:
        sets = plan.infoset0 + copies[:, None] * plan.n_infosets + np.arange(plan.n_infosets)
        self.node_infoset[nodes] = sets[:, plan.group]
        self.infoset_player[sets] = plan.mover
        self.infoset_size[sets] = np.bincount(plan.group)
        self.infoset_turn[sets] = state.turn
        self.infoset_history[sets] = (plan.history0 + copies)[:, None]
        self.infoset_type[sets] = plan.kinds[plan.first]
        self.infoset_width[sets] = plan.group_degree
        moves = np.concatenate(
            [
                [state.links[link].move for link in np.flatnonzero(plan.possible[:, node])]
                for node in plan.first
            ]
        )
        entries = plan.entry0 + copies[:, None] * plan.n_entries + np.arange(plan.n_entries)
        self.entry_move[entries] = moves
        self.order.append(sets.ravel())

    def _fill_link(
        self,
        state: State,
        plan: _StatePlan,
        copies: Array,
        position: int,
        link: Link,
    ) -> None:
        local = np.flatnonzero(plan.possible[position])
        edges = plan.edge0 + copies[:, None] * plan.degree + plan.edge_place(position)
        profiles = plan.here[local]
        self.edge_pay[edges] = self.rows.edge_rows(state, link, profiles)
        if plan.mover == NATURE:
            self.edge_prob[edges] = self.rows.chance_rows(state, link, profiles)
            move = self.scenario.turns[state.turn].moves[link.move]
            self.edge_label[edges] = self._label(move.id)
        arrive = self._arrive(link, profiles)
        if link.target is None:
            self.edge_child[edges] = self._end(state, link, copies, arrive)
            return
        target = self.plans[link.target]
        place = np.empty(self.graph.profiles.count, dtype=np.int64)
        place[target.here] = np.arange(target.width)
        child_copies = self._child_copies(state, plan, copies, link)
        self.edge_child[edges] = target.node0 + child_copies[:, None] * target.width + place[arrive]
        self.history_parent[target.history0 + child_copies] = plan.history0 + copies
        self.history_move[target.history0 + child_copies] = link.move

    def _arrive(self, link: Link, profiles: Array) -> Array:
        """Return the profiles after a move, in the order of the profiles before it."""
        if link.arrive is None:
            return profiles
        return link.arrive[np.searchsorted(bits(link.profiles), profiles)]

    def _child_copies(self, state: State, plan: _StatePlan, copies: Array, link: Link) -> Array:
        """Return which copy of its target each copy of a link leads to; alike moves share one."""
        if self.scenario.memory == "state":
            return np.zeros_like(copies)
        move = self.scenario.turns[state.turn].moves[link.move]
        look = move.seen_as or move.id
        if look not in self.alike:
            assert link.target is not None
            self.alike[look] = self.arrived[link.target] + copies
            self.arrived[link.target] += plan.count
        return self.alike[look]

    def _end(self, state: State, link: Link, copies: Array, profiles: Array) -> Array:
        """Make the terminal nodes of a link; return their numbers (copies, profiles)."""
        width = len(profiles)
        nodes = self.terminal_next + copies[:, None] * width + np.arange(width)
        self.terminal_next += len(copies) * width
        assert link.outcome is not None
        self.node_outcome[nodes] = link.outcome
        self.node_pay[nodes] = self.rows.outcome_rows(link.outcome, link.variables, profiles)
        self.node_profile[nodes] = profiles
        self.terminal_variables[nodes] = self.final.setdefault(link.variables, len(self.final))
        turn = self.scenario.turns[state.turn]
        by_clock = turn.moves[link.move].outcome is None
        day = self.scenario.end if by_clock else turn.date
        if day is not None:
            self.terminal_date[nodes] = self.dates.index(day.isoformat())
        self.order.append(-1 - nodes.ravel())
        return nodes

    def _origins(self) -> Array:
        """Return the dealt profile of each node where a party's update rate needs it."""
        rates = any(party.update_rate is not None for party in self.scenario.parties)
        if not rates or not self.dealt:
            return np.zeros(0, dtype=np.int64)
        origin = np.append(self.graph.profiles.origin, NONE)[self.node_profile]
        if (origin[self.node_infoset != NONE] == NONE).any():
            raise BadPlayError(
                "a party has an `update_rate`, but types become what they cannot be at the start",
                help="give the value that they become a chance at the start, or take the rate away",
            )
        return np.asarray(origin)

    def _assemble(self) -> Game:
        scenario = self.scenario
        labels = _infoset_labels(self, scenario)
        moves = [[move.id for move in turn.moves] for turn in scenario.turns]
        entry_infoset = np.repeat(np.arange(self.size.infosets), self.infoset_width)
        entry_turn = self.infoset_turn[entry_infoset]
        layout = Layout(
            profiles=self.graph.profiles,
            states=self.graph.states,
            state_turn=np.array([state.turn for state in self.graph.states], dtype=np.int64),
            node_state=self.node_state,
            node_history=self.node_history,
            node_profile=self.node_profile,
            terminal_date=self.terminal_date,
            terminal_variables=self.terminal_variables,
            final_variables=tuple(self.final),
            dates=self.dates,
            infoset_turn=self.infoset_turn,
            infoset_history=self.infoset_history,
            infoset_type=self.infoset_type,
            entry_move=self.entry_move,
            history_parent=self.history_parent,
            history_move=self.history_move,
            size=self.size,
            rows=self.rows,
        )
        decision = np.flatnonzero(self.node_infoset != NONE)
        return Game(
            title=scenario.title,
            players=tuple(party.id for party in scenario.parties),
            node_player=self.node_player,
            node_infoset=self.node_infoset,
            node_pay=self.node_pay,
            node_outcome=self.node_outcome,
            edge_start=np.concatenate([[0], np.cumsum(self.degree)]),
            edge_child=self.edge_child,
            edge_pay=self.edge_pay,
            edge_prob=self.edge_prob,
            edge_label=self.edge_label,
            infoset_start=np.concatenate([[0], np.cumsum(self.infoset_size)]),
            infoset_nodes=decision[np.argsort(self.node_infoset[decision], kind="stable")],
            infoset_player=self.infoset_player,
            action_start=np.concatenate([[0], np.cumsum(self.infoset_width)]),
            order=np.concatenate(self.order),
            infoset_labels=labels,
            action_labels=tuple(
                moves[turn][move]
                for turn, move in zip(entry_turn.tolist(), self.entry_move.tolist(), strict=True)
            ),
            outcome_labels=tuple(outcome.id for outcome in scenario.outcomes),
            chance_labels=tuple(self.chance_labels),
            pay_rows=self.rows.pay_count,
            prob_rows=self.rows.prob_count,
            perfect_recall=self.graph.recalls,
            node_origin=self._origins(),
            extra={"layout": layout},
        )


class _StatePlan:
    """How the nodes of one merged state are laid out; the same for each of its copies.

    Attributes:
        here: possible profiles, those of one type of the mover together.
        possible: whether link l is possible in profile `here[k]` (links, width).
        group: information set, counted within the state, of each node.
        first: first node of each information set.
    """

    count: int
    node0: int
    edge0: int
    history0: int
    infoset0: int
    entry0: int

    def __init__(self, mover: int, here: Array, kinds: Array, possible: Array) -> None:
        self.mover = mover
        self.here = here
        self.kinds = kinds
        self.possible = possible
        self.width = len(here)
        self.degree = int(possible.sum())
        new = np.r_[True, kinds[1:] != kinds[:-1]]
        self.first = np.flatnonzero(new)
        self.group = np.cumsum(new) - 1
        self.group_degree = possible[:, self.first].sum(axis=0)
        self.n_infosets = 0 if mover == NATURE else len(self.first)
        self.n_entries = 0 if mover == NATURE else int(self.group_degree.sum())

    def edge_place(self, link: int) -> Array:
        """Return the places of a link's edges among the edges of one copy."""
        before = np.cumsum(self.possible.sum(axis=0)) - self.possible.sum(axis=0)
        rank = np.cumsum(self.possible, axis=0)[link] - 1
        return np.asarray((before + rank)[self.possible[link]])


def _infoset_labels(builder: _Builder, scenario: Scenario) -> tuple[str, ...]:
    """Return `turn[type] after move.move...`, or the variables where pasts are merged."""
    turn_of_history = np.zeros(builder.histories, dtype=np.int64)
    known = builder.node_history != NONE
    turn_of_history[builder.node_history[known]] = np.array(
        [state.turn for state in builder.graph.states]
    )[builder.node_state[known]]
    paths: list[str] = []
    if scenario.memory == "state":
        for state in builder.graph.states:
            words = [
                f"{v.id}={v.labels[value - v.low] if v.labels else value}"
                for v, value in zip(scenario.variables, state.variables, strict=True)
            ]
            paths.append(f"{scenario.turns[state.turn].id}: {' '.join(words)}")
    else:
        for history in range(builder.histories):
            parent = int(builder.history_parent[history])
            if parent == NONE:
                paths.append("")
                continue
            move = scenario.turns[int(turn_of_history[parent])].moves[
                int(builder.history_move[history])
            ]
            look = move.seen_as or move.id
            paths.append(f"{paths[parent]}.{look}" if paths[parent] else look)
        paths = [
            f"{scenario.turns[int(turn)].id}{' after ' + path if path else ''}"
            for turn, path in zip(turn_of_history, paths, strict=True)
        ]
    labels = []
    for player, history, kind in zip(
        builder.infoset_player.tolist(),
        builder.infoset_history.tolist(),
        builder.infoset_type.tolist(),
        strict=True,
    ):
        name = builder.graph.profiles.type_labels[player][kind]
        labels.append(f"{paths[history]} [{name}]" if name else paths[history])
    return tuple(labels)


__all__ = ["HORIZON", "Layout", "compile_game", "layout_of"]
