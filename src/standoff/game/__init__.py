"""The compiled game: from a scenario to arrays, and its numbers over draws."""

from __future__ import annotations

from standoff.game.beliefs import believed_numbers, believed_parameters, require_ruled_out
from standoff.game.compile import Layout, compile_game, layout_of
from standoff.game.expand import BadPlayError
from standoff.game.game import CHANCE, NONE, TERMINAL, Game, Numbers
from standoff.game.numbers import (
    central_numbers,
    central_parameters,
    draw_numbers,
    draw_parameters,
    draw_uniforms,
    numbers_at,
    parameters_from,
)
from standoff.game.size import Budget, Size, predict_size

__all__ = [
    "CHANCE",
    "NONE",
    "TERMINAL",
    "BadPlayError",
    "Budget",
    "Game",
    "Layout",
    "Numbers",
    "Size",
    "believed_numbers",
    "believed_parameters",
    "central_numbers",
    "central_parameters",
    "compile_game",
    "draw_numbers",
    "draw_parameters",
    "draw_uniforms",
    "layout_of",
    "numbers_at",
    "parameters_from",
    "predict_size",
    "require_ruled_out",
]
