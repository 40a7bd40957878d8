"""Forecasts of one crisis in several structures, joined over all draws.

A theory that lays hidden dimensions open changes who knows what, so its draws need a game of their
own. What does not depend on the structure (endings, dates, bluffs, first moves, ladders) is joined
draw by draw. What does (strategies, types) is kept for the structure with most draws and is nan in
the other draws; bands leave nan out.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from standoff.forecast.answers import Answers
from standoff.forecast.assemble import Space
from standoff.forecast.branches import join_branches
from standoff.forecast.seen import Seen
from standoff.forecast.states import Standing
from standoff.game import Numbers
from standoff.solve import Certificate, Solution

if TYPE_CHECKING:
    from standoff.forecast.forecast import Forecast

Array = np.ndarray[Any, Any]

OF_STRUCTURE = ("infoset_reach", "would_not")
"""Answers whose rows mean something in one structure only."""


def join(
    parts: list[Forecast], draws: list[Array], on: Array, space: Space | None = None
) -> Forecast:
    """Return one forecast from one part for each structure, the part with most draws first.

    Args:
        parts: forecasts over some of the draws.
        draws: indices of the draws of each part.
        on: theory switches of all draws.
        space: where large arrays lie; in memory by default.
    """
    lead, count, room = parts[0], on.shape[1], space or Space()
    searched = [part.branches for part in parts if part.branches is not None]
    solved = [which[part.solution.solved] for which, part in zip(draws, parts, strict=True)]
    order = np.argsort(np.concatenate(solved), kind="stable")
    return replace(
        lead,
        parameters=_spread([part.parameters for part in parts], draws, count),
        numbers=_numbers(parts, draws, count, room),
        solution=_solution(parts, draws, count, room),
        answers=_answers([part.answers for part in parts], order),
        on=on,
        perceived=None if lead.perceived is None else _perceived(parts, draws, count),
        branches=join_branches(searched) if len(searched) == len(parts) else None,
        parts=tuple(parts),
    )


def _spread(values: list[Array], draws: list[Array], count: int) -> Array:
    """Put the columns of every part at their draws."""
    out = np.zeros((*values[0].shape[:-1], count), dtype=values[0].dtype)
    for part, which in zip(values, draws, strict=True):
        out[..., which] = part
    return out


def _alone(values: Array, which: Array, count: int, room: Space) -> Array:
    """Put the columns of the leading part at its draws, nan elsewhere."""
    out = room.array((*values.shape[:-1], count), np.float64)
    out[...] = np.nan
    out[..., which] = values
    return out


def _numbers(parts: list[Forecast], draws: list[Array], count: int, room: Space) -> Numbers:
    own = parts[0].numbers
    return Numbers(
        _alone(own.pay, draws[0], count, room),
        _alone(own.prob, draws[0], count, room),
        _spread([part.numbers.lam for part in parts], draws, count),
        _alone(own.rates, draws[0], count, room) if len(own.rates) else own.rates,
    )


def _solution(parts: list[Forecast], draws: list[Array], count: int, room: Space) -> Solution:
    own = parts[0].solution
    every = {
        field.name: _spread([getattr(p.solution, field.name) for p in parts], draws, count)
        for field in fields(Solution)
        if field.name not in ("strategy", "logits", "certificate", "method", "ties")
    }
    certificate = {
        field.name: _spread(
            [getattr(p.solution.certificate, field.name) for p in parts], draws, count
        )
        for field in fields(Certificate)
    }
    return Solution(
        strategy=_alone(own.strategy, draws[0], count, room),
        logits=_alone(own.logits, draws[0], count, room),
        certificate=Certificate(**certificate),
        method=own.method,
        **every,
    )


def _perceived(parts: list[Forecast], draws: list[Array], count: int) -> Any:
    known = [part.perceived for part in parts if part.perceived is not None]
    failed: dict[str, int] = {}
    for one in known:
        for name, number in one.failed.items():
            failed[name] = failed.get(name, 0) + number
    return replace(
        known[0],
        held={
            name: _spread([one.held[name] for one in known], draws, count) for name in known[0].held
        },
        failed=failed,
        gain=_spread([one.gain for one in known], draws, count),
    )


def _answers(parts: list[Answers], order: Array) -> Answers:
    """Return the answers over the solved draws of all parts, in the order of the draws."""
    return Answers(
        **{
            field.name: _joined(
                [getattr(part, field.name) for part in parts],
                [part.outcomes.shape[-1] for part in parts],
                order,
                alone=field.name in OF_STRUCTURE,
            )
            for field in fields(Answers)
        }
    )


def _joined(values: list[Any], widths: list[int], order: Array, *, alone: bool) -> Any:
    if isinstance(values[0], tuple):
        columns = zip(*values, strict=True)
        return tuple(_joined(list(column), widths, order, alone=alone) for column in columns)
    if isinstance(values[0], (Standing, Seen)):
        kind = type(values[0])
        return kind(
            **{
                field.name: _joined(
                    [getattr(v, field.name) for v in values], widths, order, alone=alone
                )
                for field in fields(kind)
            }
        )
    if alone:
        shape = values[0].shape[:-1]
        values = [values[0], *(np.full((*shape, width), np.nan) for width in widths[1:])]
    return np.concatenate(values, axis=-1)[..., order]
