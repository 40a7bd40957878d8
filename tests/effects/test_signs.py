"""The helpers of the sign tests, each with one number changed."""

from __future__ import annotations

import pytest
from tests.support.signs import MARGIN, at, falls, rises


def test_order_needs_every_step_and_the_margin():
    assert rises(0.1, 0.2, 0.3)
    assert not rises(0.1, 0.3, 0.2)
    assert not rises(0.1, 0.1 + MARGIN / 2)
    assert falls(0.3, 0.2, 0.1)
    assert not falls(0.3, 0.1, 0.2)
    assert not falls(0.1, 0.1)


def test_every_gap_is_filled_and_every_value_used():
    with pytest.raises(KeyError, match="cost"):
        at("title: no gap", cost=1)
    with pytest.raises(KeyError, match="left"):
        at("title: <cost> <left>", cost=1)
