"""Private profiles: a value for every hidden dimension, numbered as the crisis is expanded."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from standoff.scenario.expr import Env, evaluate, indices
from standoff.scenario.model import NATURE, Move, Scenario

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Profiles:
    """All private profiles that can occur.

    Attributes:
        codes: value of every hidden dimension in every profile (profiles, dimensions).
        party_type: type number of every party in every profile (profiles, parties): parties with
            the same type number see the same values.
        type_labels: per party, a label for each of its types.
        dealt: the first so many profiles are those that nature deals at the start.
        origin: per profile, the dealt profile with the same values of all dealt dimensions; `NONE`
            (-1) where a dealt dimension has changed into a combination that is never dealt.
    """

    codes: Array
    party_type: Array
    type_labels: tuple[tuple[str, ...], ...]
    dealt: int
    origin: Array

    @property
    def count(self) -> int:
        """Number of profiles."""
        return len(self.codes)

    def first_types(self, party: int) -> Array:
        """Return the types that a party can have at the start, ascending."""
        return np.unique(self.party_type[: self.dealt, party])


class Mapped(Protocol):
    """A move at a state, as far as profiles are concerned."""

    @property
    def profiles(self) -> int:
        """Return the mask of profiles before the move."""

    def profiles_after(self) -> Array:
        """Return the profile after the move for each profile before it."""


class ProfileBook:
    """Numbers profiles: first the dealt ones, then what moves make of them."""

    def __init__(self, scenario: Scenario) -> None:
        """List the profiles that nature can deal, in the order of the file."""
        self.scenario = scenario
        ranges = [
            range(len(private.values)) if private.start is None else (private.start,)
            for private in scenario.privates
        ]
        self.rows: list[tuple[int, ...]] = list(itertools.product(*ranges))
        self.number = {row: k for k, row in enumerate(self.rows)}
        self.dealt = len(self.rows)
        self._columns: list[Array] = []
        self._known: dict[tuple[int, str, tuple[int, ...]], dict[int, int]] = {}

    @property
    def count(self) -> int:
        """Number of profiles found so far."""
        return len(self.rows)

    def codes(self) -> Array:
        """Return the values of all profiles (profiles, dimensions)."""
        return np.array(self.rows, dtype=np.int64).reshape(
            len(self.rows), len(self.scenario.privates)
        )

    def columns(self) -> list[Array]:
        """Return, per hidden dimension, its value in every profile."""
        if not self._columns or len(self._columns[0]) != self.count:
            self._columns = list(self.codes().T)
        return self._columns

    def after(self, turn: int, move: Move, before: Array, variables: tuple[int, ...]) -> Array:
        """Return the number of the profile that each profile of `before` becomes by a move.

        Raises:
            ValueError: a value is none of the dimension's; the message names it.
        """
        used = sorted(frozenset().union(*(indices(e, "variable") for _, e in move.becomes)))
        key = (turn, move.id, tuple(variables[k] for k in used))
        known = self._known.setdefault(key, {})
        missing = np.array([p for p in before.tolist() if p not in known], dtype=np.int64)
        if len(missing):
            for profile, row in zip(
                missing.tolist(), self._changed(move, missing, variables), strict=True
            ):
                known[profile] = self._intern(row)
        return np.array([known[p] for p in before.tolist()], dtype=np.int64)

    def _intern(self, row: tuple[int, ...]) -> int:
        number = self.number.get(row)
        if number is None:
            number = self.number[row] = len(self.rows)
            self.rows.append(row)
        return number

    def _changed(
        self, move: Move, before: Array, variables: tuple[int, ...]
    ) -> list[tuple[int, ...]]:
        codes = np.array([self.rows[p] for p in before.tolist()], dtype=np.int64)
        env = Env(variables=variables, privates=list(codes.T))
        new = codes.copy()
        for index, expr in move.becomes:
            private = self.scenario.privates[index]
            value = np.broadcast_to(np.asarray(evaluate(expr, env), dtype=float), (len(codes),))
            good = (value == np.floor(value)) & (value >= 0) & (value < len(private.values))
            if not good.all():
                raise ValueError(
                    f"`{private.id}` to {value[~good][0]:g}, which is none of its values"
                )
            new[:, index] = value.astype(np.int64)
        return [tuple(row) for row in new.tolist()]

    def recalls(self, mover: int, alike: list[tuple[int, Mapped]]) -> bool:
        """Return whether moves that look alike leave every player its memory.

        A player remembers if its type after the moves tells its type before and, for the mover,
        which of the moves it made.
        """
        codes = self.codes()
        before = np.concatenate([codes[bits(link.profiles)] for _, link in alike])
        after = np.concatenate([codes[link.profiles_after()] for _, link in alike])
        move = np.concatenate([np.full(len(bits(link.profiles)), number) for number, link in alike])
        if len(np.unique(after, axis=0)) != len(after):
            return False
        for player in range(len(self.scenario.parties)):
            seen = list(self.scenario.privates_of(player))
            past = before[:, seen]
            if player == mover and mover != NATURE:
                past = np.column_stack([past, move])
            both = np.column_stack([after[:, seen], past])
            if len(np.unique(after[:, seen], axis=0)) != len(np.unique(both, axis=0)):
                return False
        return True

    def profiles(self) -> Profiles:
        """Return the profiles found so far, with the types that parties have in them."""
        codes = self.codes()
        types = np.zeros((len(codes), len(self.scenario.parties)), dtype=np.int64)
        labels = []
        for party in range(len(self.scenario.parties)):
            seen = list(self.scenario.privates_of(party))
            kinds, types[:, party] = _distinct(codes[:, seen])
            labels.append(tuple(self._label(seen, kind) for kind in kinds.tolist()))
        return Profiles(codes, types, tuple(labels), self.dealt, self._origin(codes))

    def _label(self, seen: list[int], kind: list[int]) -> str:
        """Return the values of a type; those that stand at their start go without saying."""
        values = [
            (self.scenario.privates[index], code) for index, code in zip(seen, kind, strict=True)
        ]
        moved = [p.values[code] for p, code in values if code != p.start]
        return " ".join(moved or [p.values[code] for p, code in values if not p.choice])

    def _origin(self, codes: Array) -> Array:
        dealt = [k for k, private in enumerate(self.scenario.privates) if private.start is None]
        first = {tuple(row): k for k, row in enumerate(codes[: self.dealt][:, dealt].tolist())}
        return np.array([first.get(tuple(row), -1) for row in codes[:, dealt].tolist()])


def _distinct(codes: Array) -> tuple[Array, Array]:
    """Return the distinct rows, in lexical order, and the number of each row among them."""
    if not codes.shape[1]:
        return np.zeros((1, 0), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
    kinds, place = np.unique(codes, axis=0, return_inverse=True)
    return kinds, place.reshape(-1)


def bits(mask: int) -> Array:
    """Return the positions of the set bits of a mask, ascending."""
    raw = np.frombuffer(mask.to_bytes((mask.bit_length() + 7) // 8 or 1, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(raw, bitorder="little"))


def mask_of(positions: Array | Sequence[int]) -> int:
    """Return the mask with the given bits set."""
    chosen = np.asarray(positions, dtype=np.int64)
    if not len(chosen):
        return 0
    flags = np.zeros(int(chosen.max()) + 1, dtype=bool)
    flags[chosen] = True
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
