"""Crises as environments of PettingZoo (Terry et al. 2021), for agents that learn by playing.

PettingZoo is imported when an environment is made; it comes with the extra `interop`.
"""

from __future__ import annotations

from typing import Any, Literal

from standoff.errors import MissingExtraError, UsageError
from standoff.game.game import Game, Numbers

__all__ = ["standoff_env"]

LONGEST_ONE_HOT = 65_536
"""Information sets of a party up to which an observation is a vector of that length."""


def standoff_env(
    game: Game,
    numbers: Numbers,
    draws: Literal["resample"] | int = "resample",
    *,
    seed: int | None = None,
    observation: Literal["auto", "one-hot", "index"] = "auto",
) -> Any:
    """Return an environment in which the parties of a game are agents that move in turn.

    An agent sees its information set and which moves it has: `{"observation": ..., "action_mask":
    ...}`. Move a is the a-th of the information set. An agent whose turn it is not sees place 0 and
    no moves. Rewards are what is paid by each move and by what nature does after it, so the sum
    over an episode is the party's payoff; no discounting. Nature moves by itself. Nothing is
    truncated: every play ends.

    Args:
        game: a compiled game with at least one move of a party.
        numbers: its numbers for B draws.
        draws: `resample` draws the crisis anew at each reset, all draws alike; a number plays that
            draw. Agents do not see which draw they are in.
        seed: of nature's moves and of the draws, until `reset(seed=...)` gives another.
        observation: `one-hot`, a vector with a one at the information set (place 0: none);
            `index`, its place; `auto`, the first where no party has more than 65,536 sets.

    Returns:
        A `pettingzoo.AECEnv`. Its `infos` hold the label of the information set, and the labels of
        the moves; `state()` is the number of the node.

    Raises:
        MissingExtraError: PettingZoo is not installed.
        UsageError: there is no such draw or kind of observation, or no party ever moves.
    """
    if draws != "resample" and draws not in range(numbers.n_draws):
        raise UsageError(
            f"`draws` is {draws!r}; it is `resample` or the number of one of"
            f" {numbers.n_draws} draws, counted from 0"
        )
    if observation not in ("auto", "one-hot", "index"):
        raise UsageError(
            f"there is no observation `{observation}`", help="write `auto`, `one-hot` or `index`"
        )
    if not game.n_infosets:
        raise UsageError("no party ever moves in this game, so there is nothing to learn")
    try:
        from standoff.interop.pettingzoo.aec import StandoffEnv
    except ImportError:
        raise MissingExtraError("interop", "an environment for learning agents") from None
    if observation == "auto":
        from standoff.interop.pettingzoo.aec import set_counts

        is_long = max(set_counts(game)) > LONGEST_ONE_HOT
        observation = "index" if is_long else "one-hot"
    return StandoffEnv(
        game,
        numbers,
        None if draws == "resample" else int(draws),
        seed,
        one_hot=observation == "one-hot",
    )
