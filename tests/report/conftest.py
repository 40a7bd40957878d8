"""Reports that several tests look at, made once."""

from __future__ import annotations

import pytest
from tests.support.reported import hostile, small


@pytest.fixture(scope="session")
def report():
    return small()


@pytest.fixture(scope="session")
def hostile_report():
    return hostile()
