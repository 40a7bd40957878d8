"""Run directories appear whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from standoff.errors import UsageError
from standoff.report import rundir
from standoff.report.rundir import RunDirectory, check_target, new_run, write_manifest


def fill(run, text="new"):
    (run.folder / "forecast.json").write_text(text, encoding="utf-8")
    write_manifest(run.folder, {"seed": 1})


def make_run(target, text="old"):
    with new_run(target) as run:
        fill(run, text)
        run.commit()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def dead_process():
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    return int(done.stdout)


def test_nothing_is_seen_before_commit(tmp_path):
    target = tmp_path / "run"
    with new_run(target) as run:
        fill(run)
        assert not target.exists()
        run.commit()
    assert names(tmp_path) == ["run"]
    assert names(target) == ["forecast.json", "manifest.json"]


def stop_while_filling(target, error, **options):
    with new_run(target, **options) as run:
        fill(run)
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_a_stopped_run_leaves_nothing(tmp_path, error):
    with pytest.raises(error):
        stop_while_filling(tmp_path / "runs" / "deep" / "run", error)
    assert names(tmp_path) == []


def test_folders_that_were_there_stay(tmp_path):
    (tmp_path / "runs").mkdir()
    with pytest.raises(KeyboardInterrupt):
        stop_while_filling(tmp_path / "runs" / "run", KeyboardInterrupt)
    assert names(tmp_path) == ["runs"]


def test_an_existing_run_is_refused_without_overwrite(tmp_path):
    make_run(tmp_path / "run")
    with pytest.raises(UsageError, match="exists already") as caught, new_run(tmp_path / "run"):
        pass
    assert "--overwrite" in caught.value.help
    assert (tmp_path / "run" / "forecast.json").read_text() == "old"


def test_overwrite_replaces_the_run(tmp_path):
    make_run(tmp_path / "run")
    with new_run(tmp_path / "run", overwrite=True) as run:
        fill(run)
        assert (tmp_path / "run" / "forecast.json").read_text() == "old"
        run.commit()
    assert (tmp_path / "run" / "forecast.json").read_text() == "new"
    assert names(tmp_path) == ["run"]


def test_the_old_run_survives_a_failed_one(tmp_path):
    make_run(tmp_path / "run")
    with pytest.raises(KeyboardInterrupt):
        stop_while_filling(tmp_path / "run", KeyboardInterrupt, overwrite=True)
    assert (tmp_path / "run" / "forecast.json").read_text() == "old"
    assert names(tmp_path) == ["run"]


def test_the_old_run_is_put_back_when_the_last_rename_fails(tmp_path):
    make_run(tmp_path / "run")
    with new_run(tmp_path / "run", overwrite=True) as run:
        run.folder.rmdir()  # somebody removed it
        with pytest.raises(UsageError, match="cannot be written"):
            run.commit()
    assert (tmp_path / "run" / "forecast.json").read_text() == "old"
    assert names(tmp_path) == ["run"]


def test_overwrite_never_replaces_something_else(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError, match="something else than a run"):
        check_target(tmp_path / "home", overwrite=True)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        check_target(tmp_path / "file", overwrite=True)


def test_a_default_target_gets_a_number_when_it_is_taken(tmp_path):
    for expected in ("run", "run-2", "run-3"):
        with new_run(tmp_path / "run", numbered=True) as run:
            fill(run)
            assert run.commit().name == expected


def test_a_default_target_taken_meanwhile_gets_the_next_number(tmp_path):
    with new_run(tmp_path / "run", numbered=True) as run:
        fill(run)
        make_run(tmp_path / "run", "other")
        assert run.commit().name == "run-2"
    assert (tmp_path / "run" / "forecast.json").read_text() == "other"


def test_leftovers_of_dead_processes_are_removed_and_of_live_ones_kept(tmp_path):
    host = rundir.this_host()
    dead = tmp_path / f".x.standoff-new-{host}-{dead_process()}-0123abcd"
    live = tmp_path / f".x.standoff-new-{host}-{os.getpid()}-0123abcd"
    elsewhere = tmp_path / f".x.standoff-new-00000000-{dead_process()}-0123abcd"
    for folder in (dead, live, elsewhere):
        folder.mkdir()
    make_run(tmp_path / "run")
    assert not dead.exists()
    assert live.exists()
    assert elsewhere.exists()


def test_a_run_set_aside_by_a_dead_process_is_put_back(tmp_path):
    make_run(tmp_path / "run")
    host = rundir.this_host()
    (tmp_path / "run").rename(tmp_path / f".run.standoff-old-{host}-{dead_process()}-0123abcd")
    rundir.remove_leftovers(tmp_path)
    assert (tmp_path / "run" / "forecast.json").read_text() == "old"


def test_an_unwritable_place_is_said_before_the_work(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        RunDirectory(tmp_path / "file" / "run")


def test_the_manifest_lists_every_file_with_its_hash(tmp_path):
    make_run(tmp_path / "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == rundir.FORMAT
    digest = hashlib.sha256(b"old").hexdigest()
    assert manifest["files"] == {"forecast.json": {"bytes": 3, "sha256": digest}}


def test_names_of_default_targets_are_safe():
    path = rundir.default_target("../a b", "abcdef0123456789", 7, 500)
    assert path.as_posix() == "runs/a-b-abcdef01-seed7-500"


def test_forecast_text_refuses_numbers_that_are_none():
    assert rundir.forecast_text({"b": 1, "a": 2}) == '{\n  "a": 2,\n  "b": 1\n}\n'
    with pytest.raises(ValueError, match="Out of range float"):
        rundir.forecast_text({"a": float("nan")})
