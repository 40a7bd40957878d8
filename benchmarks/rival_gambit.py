"""Gambit's tracer of logit equilibria, on our games as it reads them from our `.efg` text."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from benchmarks.contestant import Contestant, Data
from benchmarks.ours import classic, size_of
from standoff.interop.efg import write_efg
from standoff.solve import certify

REACHED = 1e-6
"""Gambit ends within about 1e-9 of the lambda it is asked for; further away it has stopped."""


class LogitTracer(Contestant):
    """`pygambit.qre.logit_solve_lambda` on one draw of a classic game."""

    method = "logit_solve_lambda"

    def __init__(
        self, game: str = "escalation", *, arguments: Data | None = None, lam: float = 10.0
    ) -> None:
        import pygambit

        self.gambit: Any = pygambit
        self.game_name, self.arguments, self.lam = game, arguments or {}, lam

    def build(self) -> None:
        """Make the game and its text."""
        self.game, numbers = classic(self.game_name, **self.arguments)
        self.numbers = numbers.block(0, 1).with_lam(self.lam)
        self.text = write_efg(self.game, self.numbers)

    def compile(self) -> None:
        """Let Gambit read the text."""
        self.tree = self.gambit.read_efg(io.StringIO(self.text))

    def run(self) -> None:
        """Trace the branch from lambda 0."""
        self.profile = self.gambit.qre.logit_solve_lambda(self.tree, self.lam)[-1]

    def size(self) -> Data:
        """Return the size of the game."""
        return size_of(self.game)

    def verdict(self) -> Data:
        """Let our judge look at the profile."""
        answer = self.strategy()
        judged = certify(self.game, self.numbers, answer[:, None])
        off = abs(float(self.profile.lam) - self.lam)
        return {
            "success": off <= REACHED,
            "certificate": {
                "residual": float(judged.residual.max()),
                "gain": float(judged.gain.max()),
            },
            "facts": {"reached_lambda": float(self.profile.lam)},
        }

    def strategy(self) -> np.ndarray:
        """Return the profile in our order of entries, by the labels of information sets."""
        game, profile = self.game, self.profile
        entries = iter([profile[k] for k in range(len(profile))])
        places = {
            (game.players[game.infoset_player[i]], game.infoset_labels[i]): game.action_start[i]
            for i in range(game.n_infosets)
        }
        answer = np.full(game.n_entries, np.nan)
        for player in self.tree.players:
            for infoset in player.infosets:
                start = int(places[player.label, infoset.label])
                for offset in range(len(infoset.actions)):
                    answer[start + offset] = next(entries)
        return answer
