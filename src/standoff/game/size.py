"""Predict the size of a game before it is built, and refuse one that is too large."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from standoff.errors import GameTooLargeError
from standoff.game.expand import Graph, expand
from standoff.game.profiles import bits
from standoff.scenario.model import NATURE, Scenario

GIB = 1 << 30
LANES = 8


@dataclass(frozen=True)
class Budget:
    """What a game may need at most.

    Attributes:
        memory_bytes: structure, work of the solver's threads and answers together.
        max_states: merged public states.
        max_profiles: combinations of private values.
    """

    memory_bytes: int = 4 * GIB
    max_states: int = 60_000
    max_profiles: int = 20_000


@dataclass(frozen=True)
class Size:
    """The size of a game, known before it is built.

    Attributes:
        public_states: public histories (memory `history`) or merged states (memory `state`).
        merged_states: states that public variables can tell apart.
        nodes: N, with the root, chance and terminal nodes.
        terminals: terminal nodes among them.
        infosets: I.
        entries: X, moves summed over information sets.
        edges: E.
        memory_bytes: predicted need for `draws` draws.
        draws: draws that the memory was predicted for.
        exact: False when the expansion was cut short and the numbers are lower bounds.
        contributors: declarations that contribute most, as sentences, largest first.
    """

    public_states: int
    merged_states: int
    nodes: int
    terminals: int
    infosets: int
    entries: int
    edges: int
    memory_bytes: int
    draws: int
    exact: bool
    contributors: tuple[str, ...]


def predict_size(scenario: Scenario, draws: int = 500, budget: Budget | None = None) -> Size:
    """Return the size of the game that a scenario compiles to, without building it.

    Raises:
        GameTooLargeError: there are too many private profiles even to count states.
    """
    allowed = budget or Budget()
    return size_of(scenario, expand_within(scenario, allowed), draws)


def expand_within(scenario: Scenario, budget: Budget) -> Graph:
    """Expand the merged graph, as far as the budget allows.

    Raises:
        GameTooLargeError: there are too many private profiles even to start.
    """
    dealt = [private for private in scenario.privates if private.start is None]
    profiles = math.prod(len(private.values) for private in dealt)
    if profiles > budget.max_profiles:
        # Every profile is a node at the first turn already, and a terminal node at the end.
        parties = len(scenario.parties)
        raise GameTooLargeError(
            scenario.title,
            nodes=2 * profiles + 1,
            memory_bytes=memory_need(2 * profiles, 2 * profiles, 0, 0, parties, 1),
            budget_bytes=budget.memory_bytes,
            at_least=True,
            contributors=tuple(
                f"`{scenario.full_name(private)}` has {len(private.values)} values"
                for private in sorted(dealt, key=lambda p: -len(p.values))[:3]
            ),
        )
    most = budget.memory_bytes // memory_need(1, 1, 0, 0, len(scenario.parties), 0)
    return expand(
        scenario,
        max_states=budget.max_states,
        max_nodes=most,
        max_profiles=budget.max_profiles,
    )


def size_of(scenario: Scenario, graph: Graph, draws: int) -> Size:
    """Return the size of the game of an expanded scenario."""
    counts = [state.histories for state in graph.states]
    nodes = terminals = infosets = entries = edges = 0
    if not graph.complete:
        return _lower_bound(scenario, graph, counts, draws)
    kind = graph.profiles.party_type
    for count, state in zip(counts, graph.states, strict=True):
        mover = scenario.turns[state.turn].mover
        here = bits(state.profiles)
        nodes += count * len(here)
        if mover != NATURE:
            infosets += count * len(np.unique(kind[here, mover]))
        for link in state.links:
            reached = bits(link.profiles)
            edges += count * len(reached)
            if link.target is None:
                terminals += count * len(reached)
            if mover != NATURE:
                entries += count * len(np.unique(kind[reached, mover]))
    nodes += terminals
    if graph.profiles.dealt > 1:
        nodes += 1
        edges += graph.profiles.dealt
    need = memory_need(nodes, edges, infosets, entries, len(scenario.parties), draws)
    return Size(
        public_states=sum(counts),
        merged_states=len(graph.states),
        nodes=nodes,
        terminals=terminals,
        infosets=infosets,
        entries=entries,
        edges=edges,
        memory_bytes=need,
        draws=draws,
        exact=graph.complete,
        contributors=_contributors(scenario, graph, counts),
    )


def _lower_bound(scenario: Scenario, graph: Graph, counts: list[int], draws: int) -> Size:
    """Return the size of the part of a game that was expanded before the budget ran out."""
    nodes = edges = entries = 0
    for count, state in zip(counts, graph.states, strict=True):
        nodes += count * state.profiles.bit_count()
        edges += count * len(state.links)
        if scenario.turns[state.turn].mover != NATURE:
            entries += count * len(state.links)
    return Size(
        public_states=sum(counts),
        merged_states=len(graph.states),
        nodes=nodes,
        terminals=0,
        infosets=sum(counts),
        entries=entries,
        edges=edges,
        memory_bytes=memory_need(nodes, edges, sum(counts), entries, len(scenario.parties), draws),
        draws=draws,
        exact=False,
        contributors=_contributors(scenario, graph, counts),
    )


def memory_need(
    nodes: int, edges: int, infosets: int, entries: int, parties: int, draws: int
) -> int:
    """Return the bytes that structure, two threads' work and the answers take."""
    structure = 8 * (6 * nodes + 5 * edges + 4 * infosets + 2 * entries) + 150 * entries
    per_lane = 8 * (nodes * (2 + 2 * parties) + entries * 26 + infosets)
    answers = 8 * 3 * entries * draws
    judge = 8 * (nodes * (2 + 2 * parties) + 4 * edges) * 4
    return structure + 2 * LANES * per_lane + answers + judge


def require_budget(scenario: Scenario, size: Size, budget: Budget) -> None:
    """Raise `GameTooLargeError` when a predicted game is over the budget."""
    if size.exact and size.memory_bytes <= budget.memory_bytes:
        return
    raise GameTooLargeError(
        scenario.title,
        nodes=size.nodes,
        memory_bytes=size.memory_bytes,
        budget_bytes=budget.memory_bytes,
        contributors=size.contributors[:3],
        at_least=not size.exact,
    )


def _contributors(scenario: Scenario, graph: Graph, counts: list[int]) -> tuple[str, ...]:
    """Return declarations by the factor with which each multiplies the game, largest first.

    A turn multiplies by its mean number of moves; a private dimension by its number of values; with
    merged pasts, a public variable by the number of values that it takes.
    """
    factors: list[tuple[float, str]] = []
    for private in scenario.privates:
        name = scenario.full_name(private)
        many = len(private.values)
        factors.append((float(many), f"`{name}` has {many} values"))
    if scenario.memory == "state":
        taken: list[set[int]] = [set() for _ in scenario.variables]
        for state in graph.states:
            for seen, value in zip(taken, state.variables, strict=True):
                seen.add(value)
        for variable, seen in zip(scenario.variables, taken, strict=True):
            factors.append((float(len(seen)), f"variable `{variable.id}` takes {len(seen)} values"))
    else:
        factors += _turn_factors(scenario, graph, counts)
    ordered = sorted(factors, key=lambda pair: -math.log(max(pair[0], 1.0)))
    return tuple(sentence for _, sentence in ordered)


def _turn_factors(scenario: Scenario, graph: Graph, counts: list[int]) -> list[tuple[float, str]]:
    """Return the mean number of moves of each turn, repetitions of a turn multiplied."""
    before: dict[int, int] = {}
    after: dict[int, int] = {}
    for count, state in zip(counts, graph.states, strict=True):
        before[state.turn] = before.get(state.turn, 0) + count
        after[state.turn] = after.get(state.turn, 0) + count * len(state.links)
    repeated: dict[str, list[float]] = {}
    for turn, total in before.items():
        name = re.sub(r"(_\d+)+$", "", scenario.turns[turn].id)
        repeated.setdefault(name, []).append(_ratio(after[turn], total))
    factors = []
    for name, means in repeated.items():
        times = f", {len(means)} times" if len(means) > 1 else ""
        mean = sum(means) / len(means)
        factors.append((math.prod(means), f"turn `{name}` with {mean:.3g} moves on average{times}"))
    return factors


def _ratio(a: int, b: int) -> float:
    """Return a / b for whole numbers of any size."""
    return float(a * 1000 // b) / 1000 if b else 1.0
