"""Regret minimisation by walking the tree, in plain Python: slow, and easy to check by eye."""

from __future__ import annotations

import numpy as np

from standoff.game import CHANCE, TERMINAL, Game, Numbers


def plain_regret(game: Game, numbers: Numbers, method: str, steps: int) -> np.ndarray:
    """Return the average strategy (X) of a single draw after some iterations."""
    walker = _Walker(game, numbers)
    regret, total = np.zeros(game.n_entries), np.zeros(game.n_entries)
    policy = walker.alike()
    for step in range(1, steps + 1):
        for player in (0, 1):
            mine = [k for k in range(game.n_infosets) if game.infoset_player[k] == player]
            seen = walker.scores(policy, player)
            old = policy.copy()
            for k in reversed(mine):  # later sets first, so that hopes know what follows
                here = walker.entries(k)
                now = regret[here] + seen[here] - old[here] @ seen[here]
                if method == "dcfr":
                    now *= np.where(now > 0, step**1.5 / (step**1.5 + 1), 0.5)
                else:
                    now = np.maximum(now, 0)
                regret[here] = now
                if method == "pcfr+":
                    hope = walker.scores(policy, player)[here]
                    now = now + hope - old[here] @ hope
                good = np.maximum(now, 0)
                policy[here] = good / good.sum() if good.sum() > 0 else 1 / len(good)
            own = walker.own_reach(policy, player)
            for k in mine:
                here = walker.entries(k)
                total[here] += (step if method == "cfr+" else step**2) * own[k] * policy[here]
    for k in range(game.n_infosets):
        here = walker.entries(k)
        policy[here] = total[here] / total[here].sum() if total[here].sum() > 0 else policy[here]
    return policy


class _Walker:
    def __init__(self, game: Game, numbers: Numbers) -> None:
        self.game, self.pay, self.prob = game, numbers.pay[:, :, 0], numbers.prob[:, 0]

    def entries(self, infoset: int) -> slice:
        return slice(self.game.action_start[infoset], self.game.action_start[infoset + 1])

    def alike(self) -> np.ndarray:
        width = np.diff(self.game.action_start)
        return 1 / np.repeat(width, width).astype(float)

    def scores(self, policy: np.ndarray, player: int) -> np.ndarray:
        """Return what each of a player's moves earns, weighed by how the others get there."""
        game, scores = self.game, np.zeros(self.game.n_entries)

        def below(node: int, others: float) -> float:
            got = self._paid(game.node_pay[node], player)
            for a, edge in enumerate(range(game.edge_start[node], game.edge_start[node + 1])):
                own = game.node_player[node] == player
                chance = self._chance(policy, node, a, edge)
                value = self._paid(game.edge_pay[edge], player)
                value += below(game.edge_child[edge], others * (1.0 if own else chance))
                got += chance * value
                if own:
                    scores[game.action_start[game.node_infoset[node]] + a] += others * value
            return got

        below(0, 1.0)
        return scores

    def own_reach(self, policy: np.ndarray, player: int) -> np.ndarray:
        """Return the product of a player's own chances up to each of its information sets."""
        game, reach = self.game, np.zeros(self.game.n_infosets)

        def below(node: int, own: float) -> None:
            if game.node_player[node] == TERMINAL:
                return
            if game.node_player[node] == player:
                reach[game.node_infoset[node]] = own
            for a, edge in enumerate(range(game.edge_start[node], game.edge_start[node + 1])):
                mine = game.node_player[node] == player
                step = self._chance(policy, node, a, edge) if mine else 1.0
                below(game.edge_child[edge], own * step)

        below(0, 1.0)
        return reach

    def _chance(self, policy: np.ndarray, node: int, a: int, edge: int) -> float:
        if self.game.node_player[node] == CHANCE:
            return self.prob[self.game.edge_prob[edge]]
        return policy[self.game.action_start[self.game.node_infoset[node]] + a]

    def _paid(self, row: int, player: int) -> float:
        return 0.0 if row < 0 else self.pay[row, player]
