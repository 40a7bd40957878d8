"""The numbers of a game as a view has them: other parameters, and moves that are ruled out.

The structure stays the same. A move that a view rules out costs its mover, in that view alone, so
much that its chance is below `RULED_OUT` whatever else is at stake.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.compile import layout_of
from standoff.game.game import NONE, Game, Numbers
from standoff.game.numbers import central_parameters, numbers_at, parameters_from
from standoff.scenario.expr import Env, evaluate
from standoff.scenario.model import NATURE, Scenario, View

Array = np.ndarray[Any, Any]

RULED_OUT = 1e-6
"""Largest chance of a move that a view rules out."""
LOG_ODDS = 24.0
"""Odds of a ruled-out move beyond all other stakes, as a logarithm: e^-24 is 4e-11."""
LEAST_LAM = 1e-9
"""Precision below which no cost is large enough; the check of `RULED_OUT` then fails."""


def believed_parameters(
    scenario: Scenario, view: View, parameters: Array, uniforms: Array | None
) -> Array:
    """Return the parameters (H, B) that a view believes in, beside the analyst's.

    A belief with a prior goes through the same uniform numbers as the analyst's own draw, so a
    draw that is low for one is low for the other.

    Args:
        scenario: a resolved scenario.
        view: one of its views.
        parameters: the analyst's draws (H, B).
        uniforms: numbers behind the analyst's draws (H, B); None for the median of every prior.
    """
    priors = {b.parameter: b.prior for b in view.beliefs if b.prior is not None}
    own = replace(
        scenario,
        parameters=tuple(
            replace(parameter, prior=priors.get(k, parameter.prior))
            for k, parameter in enumerate(scenario.parameters)
        ),
    )
    drawn = central_parameters(own) if uniforms is None else parameters_from(own, uniforms)
    out = parameters.copy()
    env = Env(parameters=parameters)
    for belief in view.beliefs:
        if belief.formula is None:
            out[belief.parameter] = drawn[belief.parameter]
        else:
            out[belief.parameter] = evaluate(belief.formula, env)
    return out


def believed_numbers(scenario: Scenario, game: Game, view: View, parameters: Array) -> Numbers:
    """Return the game's numbers at a view's parameters (H, B), ruled-out moves made too dear.

    Raises:
        UsageError: a number is impossible in some draw; the message names the view.
    """
    try:
        numbers = numbers_at(scenario, game, parameters)
    except UsageError as error:
        raise UsageError(f"in the view `{view.id}`: {error}", help=error.help) from error
    rows = layout_of(game).rows
    dear = _prohibitive(scenario, game, numbers)
    for key, group in rows.pay_groups.items():
        if key[0] == "outcome":
            continue
        turn = scenario.turns[key[0]]
        if turn.mover != NATURE and turn.moves[key[1]].id in view.rules_out and group.rows:
            numbers.pay[group.rows, turn.mover] -= dear
    return numbers


def _prohibitive(scenario: Scenario, game: Game, numbers: Numbers) -> Array:
    """Return, per draw, a cost that outweighs everything else that a move can lead to."""

    def width(rows: Array) -> Array:
        used = numbers.pay[np.unique(rows[rows != NONE])]
        high, low = used.max(axis=(0, 1), initial=0.0), used.min(axis=(0, 1), initial=0.0)
        return np.asarray(high - low)

    stakes = width(game.node_pay) + len(scenario.turns) * width(game.edge_pay)
    return np.asarray(stakes + LOG_ODDS / np.maximum(numbers.lam, LEAST_LAM))


def ruled_out_entries(scenario: Scenario, game: Game, view: View) -> Array:
    """Return the strategy entries of moves that a view rules out, as indices into X."""
    layout = layout_of(game)
    turn = np.repeat(layout.infoset_turn, np.diff(game.action_start))
    moves = zip(turn.tolist(), layout.entry_move.tolist(), strict=True)
    gone = [scenario.turns[t].moves[m].id in view.rules_out for t, m in moves]
    return np.flatnonzero(np.array(gone, dtype=bool))


def require_ruled_out(scenario: Scenario, game: Game, view: View, strategy: Array) -> None:
    """Check that a solution (X, B) of a view's numbers does not use what the view rules out.

    Raises:
        UsageError: somewhere nothing else is left to do, or the precision is close to zero.
    """
    entries = ruled_out_entries(scenario, game, view)
    used = strategy[entries]
    if used.size and used.max() > RULED_OUT:
        entry = int(entries[np.unravel_index(np.argmax(used), used.shape)[0]])
        infoset = int(np.searchsorted(game.action_start, entry, side="right")) - 1
        raise UsageError(
            f"the view `{view.id}` rules out `{game.action_labels[entry]}`, and yet it is chosen "
            f"at {game.infoset_labels[infoset]}",
            help="leave the mover another move there, or give lambda a higher lower bound",
        )
