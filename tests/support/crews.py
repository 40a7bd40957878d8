"""A crew without processes, and what makes two forecasts the same to the last bit."""

from __future__ import annotations

import json
from dataclasses import fields

import numpy as np

from standoff.forecast.job import chunk_data, work


class Inside:
    """Does in this process what workers do, everything sent as text; may stop half-way."""

    def __init__(self, stop_after: int | None = None, error: BaseException | None = None):
        self.stop_after = stop_after
        self.error = error or KeyboardInterrupt()
        self.done = 0

    def run(self, job, chunks, take, tick):
        for chunk in chunks:
            if self.done == self.stop_after:
                raise self.error
            sent = json.loads(json.dumps(chunk_data(chunk)))
            take(chunk, work(job.to_bytes(), sent))
            self.done += 1
            tick()


def assert_same(first, second):
    """Compare the statements, the strategies and the numbers of two forecasts bit for bit."""
    assert json.dumps(first.to_json()) == json.dumps(second.to_json())
    for field in fields(first.solution):
        if field.name != "certificate":
            one, two = (getattr(record.solution, field.name) for record in (first, second))
            np.testing.assert_array_equal(one, two, strict=True)
    for field in fields(first.numbers):
        one, two = (getattr(record.numbers, field.name) for record in (first, second))
        np.testing.assert_array_equal(one, two, strict=True)
    tables = zip(first.tables().values(), second.tables().values(), strict=True)
    assert all(str(one.to_pydict()) == str(two.to_pydict()) for one, two in tables)
