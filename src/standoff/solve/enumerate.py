"""Tiny games by trying everything: all equilibria in pure strategies, and the extreme mixed ones.

Strategies are those of the reduced normal form: they say nothing about information sets that the
party's own earlier moves rule out. There, moves are played alike. With two parties, the vertices
of both best-reply polyhedra are listed, and pairs of vertices that leave no strategy both played
and beaten are equilibria; all others are mixtures of such pairs (Mangasarian 1964, Equilibrium
points of bimatrix games). Plain and slow: a reference for the other methods.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import comb, prod
from typing import Any

import numpy as np

from standoff.errors import UsageError
from standoff.game.game import Game, Numbers
from standoff.solve.certify import certify_nash
from standoff.solve.sequences import (
    Paths,
    Plan,
    paths_of,
    payment_scale,
    require_bayes,
)

Array = np.ndarray[Any, Any]

MAX_STRATEGIES = 2000
"""Reduced strategies of one party."""
MAX_PROFILES = 200_000
"""Combinations of all parties' strategies."""
MAX_BASES = 50_000
"""Systems of equations that the search for mixed equilibria of two parties solves, per party."""
TOLERANCE = 1e-9
"""Largest gain, as a share of the largest payment, at which a profile counts as an equilibrium."""
TIGHT = 1e-9
"""An inequality of a best-reply polyhedron is tight within this; payoffs there are from 1 to 2."""
SINGULAR = 1e-11
"""Systems of equations whose determinant is below this have no vertex."""
BATCH = 4096
"""Systems solved at once."""


@dataclass(frozen=True)
class Enumeration:
    """Equilibria of one draw, the pure ones first.

    Attributes:
        strategy: behaviour, one column for each equilibrium (X E).
        pure: which of them are in pure strategies (E).
        payoffs: of the parties that move (E, movers).
        gain: mean gain of the parties that move, by independent code (E).
        strategies: number of reduced strategies of each party that moves.
        mixed_sought: whether all extreme mixed equilibria are listed too; pure ones always are.
    """

    strategy: Array
    pure: Array
    payoffs: Array
    gain: Array
    strategies: tuple[int, ...]
    mixed_sought: bool

    @property
    def count(self) -> int:
        """E, number of equilibria."""
        return int(self.strategy.shape[1])


def enumerate_equilibria(game: Game, numbers: Numbers, draw: int = 0) -> Enumeration:
    """Return the equilibria of a tiny game at one draw.

    Mixed equilibria are listed for two parties, if the game is small enough for that too.

    Args:
        game: of any number of parties, with perfect recall.
        numbers: its numbers.
        draw: which draw.

    Raises:
        UsageError: the game is too large, or somebody forgets or does not learn by Bayes' rule.
    """
    one = numbers.block(draw, draw + 1)
    require_bayes(game, one, "`enumerate`")
    movers = tuple(int(p) for p in np.unique(game.infoset_player))
    paths = paths_of(game, movers, "`enumerate`")
    counts = tuple(_count(plan) for plan in paths.plans)
    _require_tiny(game, movers, counts)
    vertices = [_strategies(plan) for plan in paths.plans]
    payoffs = _payoffs(paths, vertices, one)
    slack = TOLERANCE * float(payment_scale(one)[0])
    found = [[np.eye(counts[k])[i] for k, i in enumerate(at)] for at in _pure(payoffs, slack)]
    pure = len(found)
    sought = len(movers) == 2 and comb(sum(counts), counts[0]) <= MAX_BASES
    if sought:
        found += [[x, y] for x, y in _extreme(payoffs[0], payoffs[1])]
    columns = _columns(game, paths.plans, vertices, found)
    if not found:
        return Enumeration(
            columns,
            np.zeros(0, dtype=bool),
            np.zeros((0, len(movers))),
            np.zeros(0),
            counts,
            sought,
        )
    kept = np.sort(np.unique(np.round(columns, 9), axis=1, return_index=True)[1])
    many = _repeated(one, len(kept))
    certificate = certify_nash(game, many, columns[:, kept], slack)
    kept = kept[certificate.passed]
    return Enumeration(
        strategy=columns[:, kept],
        pure=kept < pure,
        payoffs=np.array([[_mixed(t, found[k]) for t in payoffs] for k in kept]).reshape(
            len(kept), len(movers)
        ),
        gain=certificate.gap[certificate.passed],
        strategies=counts,
        mixed_sought=sought,
    )


def _columns(
    game: Game, plans: tuple[Plan, ...], vertices: list[Array], found: list[list[Array]]
) -> Array:
    """Return mixed strategies as behaviour, one column for each combination (X E)."""
    columns = np.zeros((game.n_entries, len(found)))
    for k, mixture in enumerate(found):
        for plan, vertex, x in zip(plans, vertices, mixture, strict=True):
            columns[plan.entry[1:], k] = _behaviour(plan, x @ vertex)[1:]
    return columns


def _repeated(numbers: Numbers, count: int) -> Numbers:
    """Return the numbers of one draw several times."""
    return numbers.select(np.zeros(count, dtype=np.int64))


def _mixed(table: Array, mixture: list[Array]) -> float:
    """Return the expected payoff of a combination of mixed strategies."""
    for x in mixture:
        table = np.tensordot(x, table, axes=1)
    return float(table)


def _count(plan: Plan) -> int:
    """Return the number of reduced strategies, in exact arithmetic."""
    ways = [1] * plan.length
    for j in range(len(plan.before) - 1, -1, -1):
        ways[int(plan.before[j])] *= sum(ways[int(plan.start[j]) : int(plan.start[j + 1])])
    return ways[0]


def _require_tiny(game: Game, movers: tuple[int, ...], counts: tuple[int, ...]) -> None:
    help_text = "use `aqre`; or `lp` for two parties and zero sum"
    for party, count in zip(movers, counts, strict=True):
        if count > MAX_STRATEGIES:
            raise UsageError(
                f"`{game.players[party]}` has {_about(count)} strategies in `{game.title}`;"
                f" `enumerate` takes at most {MAX_STRATEGIES:,} for each party",
                help=help_text,
            )
    if prod(counts) > MAX_PROFILES:
        raise UsageError(
            f"`{game.title}` has {_about(prod(counts))} combinations of strategies; `enumerate`"
            f" takes at most {MAX_PROFILES:,}",
            help=help_text,
        )


def _about(count: int) -> str:
    return f"{count:,}" if count < 10**12 else f"about 10^{len(str(count)) - 1}"


def _strategies(plan: Plan) -> Array:
    """Return all reduced strategies, as the sequences that each one plays (strategies, Q)."""
    made: list[Array] = []
    children: list[list[int]] = [[] for _ in range(plan.length)]
    for j, before in enumerate(plan.before.tolist()):
        children[before].append(j)

    def below(sequence: int) -> Array:
        own = np.zeros((1, plan.length), dtype=bool)
        own[0, sequence] = True
        for j in children[sequence]:
            moves = [below(s) for s in range(int(plan.start[j]), int(plan.start[j + 1]))]
            options = np.concatenate(moves)
            own = (own[:, None, :] | options[None, :, :]).reshape(-1, plan.length)
        return own

    made.append(below(0))
    return made[0]


def _payoffs(paths: Paths, vertices: list[Array], numbers: Numbers) -> list[Array]:
    """Return each mover's payoff for every combination of strategies."""
    chance = paths.reach(numbers)[paths.paid_path, 0]
    on = [v[:, at].astype(np.float64) for v, at in zip(vertices, paths.paid_at, strict=True)]
    shape = tuple(len(v) for v in vertices)
    made = []
    for party in paths.parties:
        weight = chance * numbers.pay[paths.paid_row, party, 0]
        table = np.zeros(shape)
        # All but the last two parties are walked over one strategy at a time.
        for at in product(*(range(n) for n in shape[:-2])):
            here = weight.copy()
            for k, i in enumerate(at):
                here *= on[k][i]
            last = on[-1].T if len(shape) > 1 else np.ones((len(weight), 1))
            rows = on[-2] if len(shape) > 1 else on[-1]
            table[at] = ((rows * here) @ last).reshape(shape[-2:])
        made.append(table)
    return made


def _pure(payoffs: list[Array], slack: float) -> list[tuple[int, ...]]:
    best = np.ones(payoffs[0].shape, dtype=bool) if payoffs else np.zeros(0, dtype=bool)
    for axis, table in enumerate(payoffs):
        best &= table >= table.max(axis=axis, keepdims=True) - slack
    return [tuple(int(i) for i in at) for at in np.argwhere(best)]


def _extreme(one: Array, two: Array) -> list[tuple[Array, Array]]:
    """Return the extreme equilibria of a bimatrix game as pairs of mixed strategies."""
    m, n = one.shape
    first, first_labels = _vertices(_positive(two).T, range(m), range(m, m + n))
    second, second_labels = _vertices(_positive(one), range(m, m + n), range(m))
    every = (1 << (m + n)) - 1
    made = []
    for x, tight in zip(first, first_labels, strict=True):
        for y, other in zip(second, second_labels, strict=True):
            if tight | other == every and x.sum() > 0 and y.sum() > 0:
                made.append((x / x.sum(), y / y.sum()))
    return made


def _positive(table: Array) -> Array:
    """Return payoffs brought to between 1 and 2: the same best replies."""
    spread = float(table.max() - table.min())
    return np.asarray(1.0 + (table - table.min()) / (spread or 1.0))


def _vertices(rows: Array, zero: range, tight: range) -> tuple[list[Array], list[int]]:
    """Return the vertices of x >= 0, rows x <= 1, and which inequalities are tight as bits.

    `zero` and `tight` number the labels of the two kinds of inequality.
    """
    size = rows.shape[1]
    every = np.concatenate((np.eye(size), rows))
    right = np.concatenate((np.zeros(size), np.ones(len(rows))))
    bit = np.array([1 << k for k in (*zero, *tight)], dtype=object)
    points = np.concatenate(
        [
            _corners(every, right, chosen)
            for chosen in _batched(combinations(range(len(every)), size))
        ]
    )
    inside = (points >= -TIGHT).all(axis=1) & (points @ rows.T <= 1 + TIGHT).all(axis=1)
    points = np.maximum(points[inside], 0.0)
    points = points[np.unique(np.round(points, 9), axis=0, return_index=True)[1]]
    at = np.concatenate((points <= TIGHT, points @ rows.T >= 1 - TIGHT), axis=1)
    return list(np.where(points <= TIGHT, 0.0, points)), [int(bit[here].sum()) for here in at]


def _batched(bases: Iterator[tuple[int, ...]]) -> Iterator[Array]:
    """Return rows of inequalities that are to hold with equality, some thousand at a time."""
    while chosen := list(islice(bases, BATCH)):
        yield np.array(chosen)


def _corners(every: Array, right: Array, chosen: Array) -> Array:
    """Return the points at which the chosen rows hold with equality, where there is just one."""
    systems = every[chosen]
    regular = np.abs(np.linalg.det(systems)) > SINGULAR
    return np.linalg.solve(systems[regular], right[chosen[regular]][..., None])[..., 0]


def _behaviour(plan: Plan, x: Array) -> Array:
    """Return a policy from a plan; moves alike where the plan never goes."""
    width = np.repeat(np.diff(plan.start), np.diff(plan.start))
    reach = np.concatenate(([1.0], x[np.repeat(plan.before, np.diff(plan.start))]))
    alike = np.concatenate(([1.0], 1.0 / width))
    return np.where(reach > TIGHT, x / np.where(reach > TIGHT, reach, 1.0), alike)
