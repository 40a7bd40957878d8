"""Games that cannot be solved, because a player forgets its own past."""

from __future__ import annotations

from standoff.errors import UsageError
from standoff.game.game import FORGETS, Game


def require_recall(game: Game) -> None:
    """Refuse a game in which a player forgets what it has known or done, unless that was chosen.

    A scenario may merge pasts (`memory: state`): its parties then play Markov strategies, as its
    author has said. In a tree from elsewhere, forgetting is a property of the game, and an
    equilibrium of agents that act one information set at a time need not be one of the players.

    Raises:
        UsageError: names the player and the information set.
    """
    if not game.absent_minded and FORGETS not in game.extra:
        return
    where = game.extra.get(FORGETS, "a player")
    what = "forgets having moved" if game.absent_minded else "forgets what it knew or did before"
    raise UsageError(
        f"{where} {what} (imperfect recall); such a game is not solved",
        help="give the player an information set for each past of its own that differs",
    )
