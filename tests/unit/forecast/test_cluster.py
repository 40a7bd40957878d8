"""A Dask cluster that is already there; skipped without the extra `cluster`."""

from __future__ import annotations

import os
import signal

import pytest
from tests.support.crews import assert_same
from tests.support.hypergames import dare

from standoff.errors import MissingExtraError, UsageError
from standoff.forecast import DaskCluster, forecast

DRAWS = 160


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1", "tcp://x:y", ""])
def test_no_scheduler_is_said_at_once(address):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        DaskCluster(address)


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtraError, match="extra `cluster`") as raised:
        DaskCluster("tcp://127.0.0.1:9")
    assert raised.value.help == "pip install 'standoff[cluster]'"


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # what Dask warns of is not ours
def test_a_cluster_gives_the_same_bits_and_a_lost_worker_costs_its_chunk():
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    alone = forecast(dare(), draws=DRAWS, threads=1)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        DaskCluster(cluster.scheduler_address) as crew,
    ):
        assert_same(forecast(dare(), draws=DRAWS, crew=crew), alone)
        killed = []

        def kill(stage, done, total):
            if stage == "solve" and 0 < done < total and not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        assert_same(forecast(dare(), draws=DRAWS, crew=crew, progress=kill), alone)
        assert killed
