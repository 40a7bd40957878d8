"""Events at the end of the crisis: where each of them holds."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from standoff.game import NONE, Layout
from standoff.scenario.expr import Env, evaluate
from standoff.scenario.model import Scenario

Array = np.ndarray[Any, Any]


def event_matrix(scenario: Scenario, layout: Layout) -> Any:
    """Return the sparse matrix (attributions, N) that marks the endings where each event holds."""
    ends = np.flatnonzero(layout.terminal_variables != NONE)
    final = np.array(layout.final_variables, dtype=np.float64).reshape(
        len(layout.final_variables), len(scenario.variables)
    )
    rows, columns = [], []
    for k, attribution in enumerate(scenario.attributions):
        env = Env(variables=list(final.T))
        value = np.broadcast_to(np.asarray(evaluate(attribution.event, env)), (len(final),))
        holds = ends[(value != 0)[layout.terminal_variables[ends]]]
        rows.append(np.full(len(holds), k))
        columns.append(holds)
    place = np.concatenate([np.zeros(0, dtype=np.int64), *columns])
    row = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    shape = (len(scenario.attributions), len(layout.terminal_variables))
    return sparse.csr_matrix((np.ones(len(place)), (row, place)), shape=shape)
