"""What a game from an .efg file says, as text that a person can check against the file."""

from __future__ import annotations

from standoff.game.game import CHANCE, NONE, TERMINAL
from standoff.interop.efg import exact_numbers


def facts(game):
    """Return players, memory, information sets, and every play with what it pays exactly."""
    lines = [f"title: {game.title}", "players: " + " | ".join(game.players)]
    memory = "all" if game.perfect_recall else "some"
    lines.append("remembers: " + ("not even having moved" if game.absent_minded else memory))
    for i, label in enumerate(game.infoset_labels):
        actions = game.action_labels[game.action_start[i] : game.action_start[i + 1]]
        nodes = game.infoset_start[i + 1] - game.infoset_start[i]
        owner = game.players[game.infoset_player[i]]
        lines.append(f"set: {owner} | {label} | nodes {nodes} | " + " | ".join(actions))
    return "\n".join([*lines, *_plays(game)]) + "\n"


def _plays(game):
    pay, prob = exact_numbers(game)
    found = []
    todo = [(0, [], [0] * len(game.players))]
    while todo:
        node, steps, total = todo.pop()
        if game.node_pay[node] != NONE:
            row = pay[game.node_pay[node]]
            total = [a + b for a, b in zip(total, row, strict=True)]
        mover = game.node_player[node]
        if mover == TERMINAL:
            label = game.outcome_labels[game.node_outcome[node]]
            found.append(f"play: {' / '.join(steps)} -> {label}: {', '.join(map(str, total))}")
            continue
        edges = range(game.edge_start[node], game.edge_start[node + 1])
        for place, edge in reversed(list(enumerate(edges))):
            if mover == CHANCE:
                row = game.edge_prob[edge]
                step = f"{game.chance_labels[game.edge_label[edge]]} [{prob[row]}]"
            else:
                step = game.action_labels[game.action_start[game.node_infoset[node]] + place]
            todo.append((game.edge_child[edge], [*steps, step], total))
    return found
