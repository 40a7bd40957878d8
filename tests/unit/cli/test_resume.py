"""Runs in other processes: kept while they go on, gone on with when they were stopped."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from tests.support.crews import Inside

from standoff.errors import ExitCode, LostWorkerError, UsageError
from standoff.report.unfinished import beside, reopen

COMMAND = [sys.executable, "-m", "standoff.cli.main"]
WORDS = ["strait.yaml", "--draws", "60", "--seed", "3", "--quiet"]
CHUNKS = 8
FILES = ["forecast.json", "draws.parquet", "equilibria.parquet"]


@pytest.fixture(autouse=True)
def no_charts(monkeypatch):
    """Leave the charts out: they take longer than all the rest and are tested elsewhere."""
    monkeypatch.setattr("standoff.report.figures.write_charts", lambda *words: [])


@pytest.fixture
def crew(monkeypatch):
    """Let a crew of this process stand in for workers; say when it stops."""

    def stand_in(stop_after=None, error=None):
        made = Inside(stop_after, error)
        monkeypatch.setattr(
            "standoff.cli.forecast.crew_of", lambda *how: contextlib.nullcontext(made)
        )
        return made

    return stand_in


@pytest.fixture
def stopped(call, scenario, crew):
    """Stop a run after three chunks; return what was said."""
    crew(stop_after=3)
    return call("forecast", *WORDS, "--workers", 2, "--out", "runs/x")


def files_of(folder):
    return [(folder / name).read_bytes() for name in FILES]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_run_that_is_stopped_says_how_to_go_on(stopped, tmp_path):
    assert (stopped.code, stopped.out) == (ExitCode.INTERRUPTED, "")
    assert stopped.err == "stopped; go on with `standoff forecast --resume runs/x`\n"
    assert names(tmp_path / "runs") == ["x.unfinished"]
    assert names(tmp_path / "runs" / "x.unfinished") == [
        "chunks", "lock", "run.json", "scenario.yaml",
    ]  # fmt: skip
    assert len(names(tmp_path / "runs" / "x.unfinished" / "chunks")) == 3


@pytest.mark.parametrize("name", ["runs/x", "runs/x.unfinished", "./runs/x/"])
def test_a_run_that_is_gone_on_with_is_the_run_that_was_never_stopped(
    stopped, call, crew, tmp_path, name
):
    left = crew()
    result = call("forecast", "--resume", name, "--quiet", "--json")
    assert result.code == ExitCode.OK
    assert left.done == CHUNKS - 3
    assert names(tmp_path / "runs") == ["x"]
    assert call("forecast", *WORDS, "--out", "alone").code == ExitCode.OK
    assert files_of(tmp_path / "runs" / "x") == files_of(tmp_path / "alone")
    assert result.out.encode() == files_of(tmp_path / "alone")[0]
    manifest = json.loads((tmp_path / "runs" / "x" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["solver"]["workers"] == 2
    assert "chunks" not in str(manifest["files"])


def test_the_same_words_again_are_no_contradiction(stopped, call, crew):
    crew()
    result = call("forecast", *WORDS, "--resume", "runs/x", "--workers", 3, "--threads", 1)
    assert result.code == ExitCode.OK


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--draws", 61], "was begun with `--draws 60`, not with `--draws 61`"),
        (["--seed", 1], "was begun with `--seed 3`, not with `--seed 1`"),
        (["--memory", 5], "was begun with `--memory 4`, not with `--memory 5`"),
        (["--branches", 2], "was begun with `--branches 0`, not with `--branches 2`"),
        (["--view", "v"], "was begun with no `--view`, not with `--view v`"),
        (["--level", 1], "was begun with no `--level`, not with `--level 1`"),
        (["--without", "t"], "was begun with no `--without`, not with `--without t`"),
        (["--attribution"], "was begun with no `--attribution`, not with `--attribution`"),
        (["nato-2022-core"], "is not the scenario that `runs/x` was begun with"),
    ],
)
def test_another_run_is_refused(stopped, call, words, says, tmp_path):
    result = call("forecast", "--resume", "runs/x", *words)
    assert (result.code, result.out) == (ExitCode.USER_MISTAKE, "")
    assert says in result.err
    assert "help: " in result.err
    assert len(names(tmp_path / "runs" / "x.unfinished" / "chunks")) == 3


def test_a_changed_file_is_refused_and_the_old_one_is_at_hand(stopped, call, crew, scenario):
    scenario.write_text(
        scenario.read_text(encoding="utf-8").replace("uniform: [10", "uniform: [11")
    )
    result = call("forecast", "strait.yaml", "--resume", "runs/x")
    assert result.code == ExitCode.USER_MISTAKE
    assert "is not the scenario" in result.err
    crew()
    assert call("forecast", "--resume", "runs/x", "--quiet").code == ExitCode.OK


def test_other_versions_are_refused(stopped, call, tmp_path):
    path = tmp_path / "runs" / "x.unfinished" / "run.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["code"]["numpy"] = "1.0"
    path.write_text(json.dumps(facts), encoding="utf-8")
    result = call("forecast", "--resume", "runs/x")
    assert result.code == ExitCode.USER_MISTAKE
    assert "begun with another version of numpy" in result.err


def test_a_copy_of_the_scenario_that_was_touched_is_refused(stopped, call, tmp_path):
    with (tmp_path / "runs" / "x.unfinished" / "scenario.yaml").open("a") as file:
        file.write("# more\n")
    result = call("forecast", "--resume", "runs/x")
    assert result.code == ExitCode.USER_MISTAKE
    assert "was changed after the run had begun" in result.err


def test_there_must_be_an_unfinished_run(call, scenario, tmp_path):
    nothing = call("forecast", "--resume", "runs/x")
    assert nothing.code == ExitCode.USER_MISTAKE
    assert "there is no unfinished run `runs/x`" in nothing.err
    (tmp_path / "done").mkdir()
    finished = call("forecast", "--resume", "done")
    assert "`done` has no unfinished run beside it" in finished.err
    assert "Missing argument 'FILE'" in call("forecast").err


def test_the_place_of_an_unfinished_run_is_taken(stopped, call, crew, tmp_path):
    again = call("forecast", *WORDS, "--workers", 2, "--out", "runs/x")
    assert again.code == ExitCode.USER_MISTAKE
    assert "`runs/x.unfinished` holds a run that is not finished" in again.err
    assert "--resume runs/x" in again.err
    crew()
    anew = call("forecast", *WORDS, "--workers", 2, "--out", "runs/x", "--overwrite")
    assert anew.code == ExitCode.OK
    assert names(tmp_path / "runs") == ["x"]


def test_only_one_process_goes_on(stopped, call, tmp_path):
    held = reopen(tmp_path / "runs" / "x")
    result = call("forecast", "--resume", "runs/x")
    assert result.code == ExitCode.USER_MISTAKE
    assert "another process is working on `runs/x.unfinished`" in result.err
    held.close()
    reopen(tmp_path / "runs" / "x").close()


def test_an_error_keeps_what_is_solved_and_says_so(call, scenario, crew, tmp_path):
    crew(stop_after=2, error=LostWorkerError("000", 3, "it was ended by SIGKILL"))
    result = call("forecast", *WORDS, "--workers", 2)
    assert result.code == ExitCode.NOT_SOLVED
    kept, error, _ = result.err.splitlines()
    assert kept.startswith("what is solved is kept for `standoff forecast --resume runs/strait-")
    assert "lost its worker 3 times" in error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), UsageError("no")])
def test_a_run_that_has_solved_nothing_leaves_nothing(call, scenario, crew, tmp_path, error):
    crew(stop_after=0, error=error)
    result = call("forecast", *WORDS, "--workers", 2)
    assert result.code == error.exit_code if isinstance(error, UsageError) else 130
    assert names(tmp_path) == ["strait.yaml"]


def test_two_runs_without_a_name_get_two_places(call, scenario, crew, tmp_path):
    for _ in range(2):
        crew(stop_after=1)
        call("forecast", *WORDS, "--workers", 2)
    second, first = names(tmp_path / "runs")
    assert second == first.replace(".unfinished", "-2.unfinished")


def test_workers_and_scheduler_make_sense(call, scenario):
    both = call("forecast", *WORDS, "--workers", 2, "--scheduler", "tcp://127.0.0.1:9")
    assert both.code == ExitCode.USER_MISTAKE
    assert "`--workers` and `--scheduler` exclude each other" in both.err
    none = call("forecast", *WORDS, "--workers", 0)
    assert "`--workers 0` is not a whole number from 1" in none.err


@pytest.mark.parametrize("verb", ["compare", "theories", "memory"])
def test_other_verbs_solve_in_other_processes_too(call, scenario, monkeypatch, verb):
    more = """
views: {v: {parameters: {war_cost: {value: 20, evidence: assumed}}}}
theories: {t: {off: {parameters: {p_resolved: 0.5}}}}
"""
    scenario.write_text(scenario.read_text(encoding="utf-8") + more, encoding="utf-8")
    words = [verb, "strait.yaml", "--draws", 9, "--json"]
    alone = call(*words)
    made = Inside()
    monkeypatch.setattr("standoff.cli.study.crew_of", lambda *how: contextlib.nullcontext(made))
    shared = call(*words, "--workers", 2)
    assert (shared.code, shared.out) == (ExitCode.OK, alone.out)
    assert made.done >= 4
    assert "exclude each other" in call(*words, "--workers", 2, "--scheduler", "x").out


def children(pid):
    """Return the processes that a process has started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def gone(pids):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the list of processes")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_a_run_whose_process_is_ended_is_gone_on_with(call, scenario, crew, tmp_path, how):
    """The signal comes when the first chunk is there; the workers have gone, and the bits agree."""
    draws = 4000
    words = ["forecast", "strait.yaml", "--draws", str(draws), "--workers", "2", "--out", "run"]
    process = subprocess.Popen(
        [*COMMAND, *words], cwd=tmp_path, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    chunks = beside(tmp_path / "run") / "chunks"
    try:
        while not list(chunks.glob("*.npz")):
            assert process.poll() is None
            time.sleep(0.005)
        workers = children(process.pid)
        process.send_signal(getattr(signal, how))
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert len(workers) == 2
    assert gone(workers)
    kept = len(list(chunks.glob("*.npz")))
    assert 0 < kept < 16
    left = crew()
    if how == "SIGINT":
        assert process.returncode == ExitCode.INTERRUPTED
        assert err.endswith("stopped; go on with `standoff forecast --resume run`\n")
        assert "Traceback" not in err
    assert call("forecast", "--resume", "run", "--quiet").code == ExitCode.OK
    assert left.done == 16 - kept
    assert names(tmp_path) == ["run", "strait.yaml"]
    assert call("forecast", *words[1:4], "--out", "alone", "--quiet").code == ExitCode.OK
    assert files_of(tmp_path / "run") == files_of(tmp_path / "alone")
