"""Equality of games that were read from .efg files: structure, labels and exact numbers."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from standoff.interop.efg.source import SOURCE


def assert_same_game(one, other):
    """Compare (Game, Numbers) pairs: all arrays, and all that was written in the files."""
    for a, b in zip(one, other, strict=True):
        assert_same(a, b, leave_out=("extra",))
    assert one[0].extra.keys() == other[0].extra.keys()
    assert_same(one[0].extra[SOURCE], other[0].extra[SOURCE])


def assert_same(a, b, leave_out=()):
    """Compare two records field by field."""
    for field in fields(a):
        if field.name in leave_out:
            continue
        x, y = getattr(a, field.name), getattr(b, field.name)
        same = np.array_equal(x, y) if isinstance(x, np.ndarray) else x == y
        assert same, f"{field.name}: {x!r} is not {y!r}"
