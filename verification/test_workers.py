"""10,000 draws in two processes, with one of them killed, and with their parent killed.

Both runs must give the files of the run in one process, byte for byte. Writes what was seen to
`verification/results/workers.md`.

Run: `make verify`, or `pytest verification/test_workers.py`
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SCENARIO = Path(__file__).resolve().parent.parent / "examples" / "strait.yaml"
DRAWS = 10_000
FILES = ("forecast.json", "draws.parquet", "equilibria.parquet")
COMMAND = [sys.executable, "-m", "standoff.cli.main", "forecast"]
NEW = [str(SCENARIO), "--draws", str(DRAWS), "--quiet"]
RESULTS = Path(__file__).parent / "results"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the list of processes")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], float]:
    """Return the files of the run in one process with one thread, and its seconds."""
    run = tmp_path_factory.mktemp("alone") / "run"
    begun = time.monotonic()
    subprocess.run([*COMMAND, *NEW, "--threads", "1", "--out", str(run)], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return files_of(run), time.monotonic() - begun


@pytest.fixture(scope="module")
def seen() -> Iterator[list[str]]:
    """Collect sentences, and write them when all tests are done."""
    sentences: list[str] = []
    yield sentences
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "workers.md").write_text("\n".join(sentences) + "\n", encoding="utf-8")


def files_of(run: Path) -> list[bytes]:
    """Return the files that hold numbers."""
    return [(run / name).read_bytes() for name in FILES]


def started(run: Path) -> subprocess.Popen[bytes]:
    """Start the run with two workers."""
    words = [*COMMAND, *NEW, "--workers", "2", "--out", str(run)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL)


def until_half_way(run: Path, process: subprocess.Popen[bytes]) -> int:
    """Wait until half of the chunks are there; return how many that are."""
    chunks = run.with_name(f"{run.name}.unfinished") / "chunks"
    while (count := len(list(chunks.glob("*.npz")))) < 20:
        assert process.poll() is None, "the run was over before it was half-way"
        time.sleep(0.01)
    return count


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that a process has started."""
    words = ["ps", "-o", "pid=", "--ppid", str(process.pid)]
    return [int(word) for word in subprocess.run(words, capture_output=True, check=False,
                                                 text=True).stdout.split()]  # fmt: skip


def gone(pid: int) -> bool:
    """Return whether a process ends within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_worker_that_is_killed_half_way_changes_nothing(
    alone: tuple[list[bytes], float], seen: list[str], tmp_path: Path
) -> None:
    """The run completes, and its files are those of the run in one process."""
    run, begun = tmp_path / "run", time.monotonic()
    process = started(run)
    count = until_half_way(run, process)
    workers = workers_of(process)
    os.kill(workers[0], signal.SIGKILL)
    assert process.wait() == 0
    seconds = time.monotonic() - begun
    assert len(workers) == 2
    assert files_of(run) == alone[0]
    seen.append(
        f"{DRAWS:,} draws in two processes, one killed after {count} of 40 chunks: the files of "
        f"one process ({alone[1]:.0f} s) byte for byte, in {seconds:.0f} s"
    )


def test_a_run_whose_parent_is_killed_half_way_is_gone_on_with(
    alone: tuple[list[bytes], float], seen: list[str], tmp_path: Path
) -> None:
    """Its workers have gone, and the resumed run has the files of the run in one process."""
    run = tmp_path / "run"
    process = started(run)
    count = until_half_way(run, process)
    workers = workers_of(process)
    process.kill()
    process.wait()
    assert all(gone(pid) for pid in workers)
    assert not run.exists()
    resumed = [*COMMAND, "--resume", str(run), "--quiet"]
    subprocess.run(resumed, check=True, stdout=subprocess.DEVNULL)
    assert files_of(run) == alone[0]
    seen.append(
        f"{DRAWS:,} draws in two processes, their parent killed after {count} of 40 chunks and the "
        "run gone on with: the files of one process byte for byte"
    )
