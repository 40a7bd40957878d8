"""`standoff forecast`: solve for many draws and say where the crisis leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.crew import check_crew, crew_of
from standoff.cli.known import load_known
from standoff.cli.messages import say, say_warnings, write
from standoff.cli.progress import Progress
from standoff.cli.target import find, whole
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.report.rundir import RunDirectory
    from standoff.report.unfinished import UnfinishedRun
    from standoff.scenario.model import Scenario


@dataclass(frozen=True)
class _Asked:
    """What one call asks for.

    Attributes:
        path: scenario file; None when a run is gone on with.
        numbers: what the numbers depend on, by the name of the option.
        out: run directory, or None for one below runs/.
        overwrite: whether an earlier run there may be replaced.
        threads: of the solver, or None for all cores.
        device: `cpu` or `gpu`.
        workers: processes of this machine, or None.
        scheduler: address of a Dask cluster, or None.
    """

    path: Path | None
    numbers: dict[str, Any]
    out: Path | None
    overwrite: bool
    threads: int | None
    device: str
    workers: int | None
    scheduler: str | None


def forecast(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(help="Scenario file, or shipped name; not needed with --resume."),
    ] = None,
    draws: options.Draws = options.DRAWS,
    seed: options.Seed = options.SEED,
    out: Annotated[
        Path | None,
        typer.Option(help="Run directory to write; by default one below runs/.", metavar="DIR"),
    ] = None,
    overwrite: options.Overwrite = False,
    json: Annotated[bool, typer.Option("--json", help="Print forecast.json on stdout.")] = False,
    threads: options.Threads = None,
    device: options.Device = options.DEVICE,
    memory: options.Memory = options.MEMORY,
    branches: options.Branches = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    view: options.View = None,
    level: options.Level = None,
    without: options.Without = None,
    attribution: Annotated[
        bool,
        typer.Option(
            "--attribution", help="Share the chance of events out among the causes of the file."
        ),
    ] = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            help="Go on with a run that was stopped, begun with --workers or --scheduler.",
            metavar="RUN",
        ),
    ] = None,
    as_of: options.AsOf = None,
    undated: options.Undated = options.UNDATED,
    event: options.Event = None,
    events: options.Events = None,
    mend: options.Mend = options.MEND,
) -> int:
    """Solve for many draws of the parameters and say where the crisis leads.

    Writes a run directory: the manifest, forecast.json, draws and equilibria as Parquet, and the
    charts as PNG and SVG. It appears whole or not at all. Ends with 3 when no draw was solved.

    With `--workers` or `--scheduler` other processes solve, and what they have solved is kept until
    the run is done: a run that was stopped is gone on with by `--resume`. The numbers are the same
    for any number of processes.

    What was observed stands in the file under `observed`, or is added by `--event`: see
    `standoff observe`.
    """
    whole(draws, "--draws", 1, options.MAX_DRAWS, options.DRAWS)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    whole(branches, "--branches", 0, draws, min(draws, 20))
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)
    check_crew(workers, scheduler)
    options.check_device(device)
    if mend != options.MEND:
        options.check_mend(mend)
    if device != options.DEVICE and (workers is not None or scheduler is not None or resume):
        raise UsageError(
            f"`--device {device}` belongs to a run of this process alone",
            help="leave `--device` out, or `--workers`, `--scheduler` and `--resume`",
        )
    if file is None and resume is None:
        raise UsageError(
            "Missing argument 'FILE'",
            help="write a scenario file or a shipped name, or `--resume` with a run",
        )
    numbers = {
        "draws": draws,
        "seed": seed,
        "memory": memory,
        "branches": branches,
        "view": view,
        "level": level,
        "without": sorted(set(without or ())),
        "attribution": attribution,
        "as_of": as_of,
        "undated": undated,
        "events": options.events_given(event, events),
        "mend": mend,
    }
    path = None if file is None else _scenario_file(file)
    asked = _Asked(path, numbers, out, overwrite, threads, device, workers, scheduler)
    if resume is None:
        return _run(asked, None, as_json=json, quiet=quiet)
    given = {name for name in ctx.params if _was_given(ctx, name)}
    given |= {"events"} if event else set()
    run, asked = _reopened(resume, asked, given)
    return _run(asked, run, as_json=json, quiet=quiet)


def _scenario_file(word: str) -> Path:
    path = find(word)
    if path.suffix == ".efg":
        raise UsageError(
            f"`{word}` is a game tree without priors, so there is nothing to draw",
            help=f"write `standoff solve {word}`",
        )
    return path


def _was_given(ctx: typer.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _reopened(resume: Path, asked: _Asked, given: set[str]) -> tuple[UnfinishedRun, _Asked]:
    """Return a run that was stopped, and what it was asked for.

    Raises:
        UsageError: there is no such run, or the call asks for something else than the run.
    """
    from standoff.forecast.job import code_versions
    from standoff.report.rundir import shown
    from standoff.report.unfinished import reopen

    run = reopen(resume)
    try:
        numbers, code = run.facts["numbers"], run.facts["code"]
        _require_same(run, asked, given)
        mine = code_versions()
        other = [name for name in sorted({*mine, *code}) if mine.get(name) != code.get(name)]
        if other:
            raise UsageError(
                f"`{shown(run.target)}` was begun with another version of {', '.join(other)}, so "
                "its draws would not fit together",
                help="begin a new run, or go on with the versions that it was begun with",
            )
    except BaseException:
        run.close()
        raise
    how = run.facts["how"]
    if asked.workers is None and asked.scheduler is None:
        asked = replace(asked, workers=how["workers"], scheduler=how["scheduler"])
    if "threads" not in given:
        asked = replace(asked, threads=how["threads"])
    overwrite = asked.overwrite or how["overwrite"]
    return run, replace(asked, numbers=numbers, overwrite=overwrite)


def _require_same(run: UnfinishedRun, asked: _Asked, given: set[str]) -> None:
    from standoff.report.rundir import shown

    place = shown(run.target)
    for name, value in run.facts["numbers"].items():
        if name in given and asked.numbers[name] != value:
            raise UsageError(
                f"`{place}` was begun with {_written(name, value)}, not with "
                f"{_written(name, asked.numbers[name])}",
                help=f"leave `--{name.replace('_', '-')}` out to go on with it, or begin a new run",
            )
    if asked.path is not None and _source(asked.path, run.facts["numbers"]) != run.source:
        raise UsageError(
            f"`{asked.path}` is not the scenario that `{place}` was begun with",
            help=f"begin a new run, or go on without a file: `standoff forecast --resume {place}`",
        )


def _source(path: Path, numbers: dict[str, Any]) -> bytes:
    """Return a file as a run keeps it: without the sources that the run leaves out."""
    events = numbers.get("events") or ()
    if numbers.get("as_of") is None and not events:
        return path.read_bytes()
    return load_known(path, numbers["as_of"], numbers["undated"], events=events).text


def _written(name: str, value: Any) -> str:
    name = name.replace("_", "-")
    if value is None or value is False or value == []:
        return f"no `--{name}`"
    if value is True:
        return f"`--{name}`"
    values = value if isinstance(value, list) else [value]
    return " ".join(f"`--{name} {one:g}`" if isinstance(one, float) else f"`--{name} {one}`"
                    for one in values)  # fmt: skip


def _run(asked: _Asked, run: UnfinishedRun | None, *, as_json: bool, quiet: bool) -> int:
    """Forecast, write, and print; say what is left of a run that is stopped."""
    from standoff.report.rundir import shown

    scenario = _loaded(asked, run)
    made: RunDirectory | None = None
    kept: UnfinishedRun | None = run
    try:
        kept = _begun(asked, scenario) if run is None else run
        with _closing(kept):
            data, made, charts = _make(scenario, asked, kept, quiet)
        _show(data, made, charts, as_json=as_json)
    except KeyboardInterrupt:
        if made is not None and made.committed:
            say(f"stopped; the run had been written to {shown(made.target)}")
        elif kept is not None and kept.kept:
            say(f"stopped; go on with `standoff forecast --resume {shown(kept.target)}`")
        else:
            say("stopped; nothing was written")
        return ExitCode.INTERRUPTED
    return ExitCode.OK if data["certificate"]["solved"] else ExitCode.NOT_SOLVED


def _loaded(asked: _Asked, run: UnfinishedRun | None) -> Scenario:
    if run is not None:
        from standoff.scenario import load_scenario

        scenario = load_scenario(f"{run.facts['name']}.yaml", text=run.source)
    else:
        assert asked.path is not None
        numbers = asked.numbers
        known = (numbers["as_of"], numbers["undated"])
        scenario = load_known(asked.path, *known, events=numbers["events"])
    if asked.numbers["attribution"] and not scenario.attributions:
        raise UsageError(
            f"`{asked.path}` has no `attribution`, so there is nothing to share out",
            help="leave `--attribution` out, or name an event and its causes in the file",
        )
    say_warnings(scenario.warnings, "forecast")
    return scenario


def _begun(asked: _Asked, scenario: Scenario) -> UnfinishedRun | None:
    """Return the folder that keeps what is solved; None for a run of this process alone."""
    if asked.workers is None and asked.scheduler is None:
        return None
    from standoff.forecast.job import code_versions
    from standoff.report.unfinished import begin

    facts = {
        "name": scenario.name,
        "numbers": asked.numbers,
        "code": code_versions(),
        "how": {
            "threads": asked.threads,
            "workers": asked.workers,
            "scheduler": asked.scheduler,
            "overwrite": asked.overwrite,
            "numbered": asked.out is None,
        },
        "begun": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return begin(
        _target(asked, scenario),
        facts,
        scenario.text,
        overwrite=asked.overwrite,
        numbered=asked.out is None,
    )


@contextmanager
def _closing(run: UnfinishedRun | None) -> Iterator[None]:
    """Keep what is solved when the block ends before the run is done; say so after an error."""
    from standoff.report.rundir import shown

    try:
        yield
    except Exception:
        if run is not None and run.kept:
            say(f"what is solved is kept for `standoff forecast --resume {shown(run.target)}`")
        raise
    finally:
        if run is not None:
            if run.kept and not run.done:
                run.close()
            else:
                run.discard()


def _target(asked: _Asked, scenario: Scenario) -> Path:
    from standoff.report.rundir import default_target

    numbers = asked.numbers
    return asked.out or default_target(
        scenario.name, scenario.hash, numbers["seed"], numbers["draws"]
    )


def _make(
    scenario: Scenario, asked: _Asked, run: UnfinishedRun | None, quiet: bool
) -> tuple[dict[str, Any], RunDirectory, list[Path]]:
    """Forecast and write; return the plain data, the run directory and its charts."""
    from standoff.report.manifest import manifest
    from standoff.report.rundir import new_run, write_manifest

    numbers = asked.numbers
    target, numbered = _target(asked, scenario), asked.out is None
    if run is not None and numbered:
        target, numbered = run.target, run.facts["how"]["numbered"]
    budget = options.budget_of(numbers["memory"])
    with (
        Progress(quiet=quiet) as progress,
        new_run(target, overwrite=asked.overwrite, numbered=numbered) as made,
        crew_of(asked.workers, asked.scheduler) as crew,
    ):
        compile_kernels(progress, draws=2)
        from standoff.forecast import forecast as make_forecast

        started = datetime.now(UTC)
        record = make_forecast(
            scenario,
            draws=numbers["draws"],
            seed=numbers["seed"],
            threads=asked.threads,
            device=asked.device,
            budget=budget,
            progress=progress,
            branches=numbers["branches"],
            view=numbers["view"],
            level=numbers["level"],
            theories=dict.fromkeys(numbers["without"], False),
            attribution=numbers["attribution"],
            crew=crew,
            keeper=None if run is None else run.chunks,
            mend=numbers.get("mend", options.MEND),
        )
        data = record.to_json()
        solved_in = progress.seconds
        charts = _write(made.folder, record, data, scenario.text, progress)
        facts = manifest(data, threads=asked.threads, memory_gib=numbers["memory"], started=started)
        facts["solver"] |= {
            "device": asked.device,
            "workers": asked.workers,
            "scheduler": asked.scheduler,
        }
        facts["seconds"] = {"forecast": round(solved_in, 3), "all": round(progress.seconds, 3)}
        write_manifest(made.folder, facts)
        made.commit()
        if run is not None:
            run.done = True
    return data, made, [made.target / name for name in charts]


def _write(
    folder: Path, record: Any, data: dict[str, Any], source: bytes, progress: Progress
) -> list[Path]:
    """Write all files but the manifest; return the charts, relative to the folder."""
    from pyarrow import parquet

    from standoff.report.figures import write_charts
    from standoff.report.rundir import forecast_text

    (folder / "scenario.yaml").write_bytes(source)
    (folder / "forecast.json").write_text(forecast_text(data), encoding="utf-8")
    charts = []
    if data["certificate"]["solved"]:
        charts = write_charts(data, folder / "charts", progress)
    tables = record.tables()
    rows = max(1, GROUP_NUMBERS // data["draws"])
    for done, (name, table) in enumerate(tables.items()):
        progress("write", done, len(tables))
        size = rows if name == "equilibria" else None
        path = folder / f"{name}.parquet"
        parquet.write_table(table, path, compression="zstd", row_group_size=size)
    progress("write", len(tables), len(tables))
    return [path.relative_to(folder) for path in charts]


GROUP_NUMBERS = 16_000_000
"""Probabilities in one group of rows of the table of equilibria, which is written as one piece."""


def _show(data: dict[str, Any], run: RunDirectory, charts: list[Path], *, as_json: bool) -> None:
    from standoff.report.rundir import forecast_text, shown

    if as_json:
        write(forecast_text(data))
        say(f"run written to {shown(run.target)}")
        return
    from rich.console import Console
    from rich.text import Text

    from standoff.cli.console import print_report
    from standoff.report.terminal import heading, print_forecast

    def draw(console: Console) -> None:
        print_forecast(console, data)
        heading(console, "Files")
        console.print(Text(f"run directory  {shown(run.target)}", overflow="ignore", no_wrap=True))
        for path in charts:
            console.print(Text(f"chart          {shown(path)}", overflow="ignore", no_wrap=True))

    print_report(draw)
