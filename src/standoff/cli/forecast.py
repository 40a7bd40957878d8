"""`standoff forecast`: solve for many draws and say where the crisis leads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.messages import say, say_warnings, write
from standoff.cli.progress import Progress
from standoff.cli.target import find, whole
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.report.rundir import RunDirectory


def forecast(
    file: options.File,
    draws: options.Draws = options.DRAWS,
    seed: options.Seed = options.SEED,
    out: Annotated[
        Path | None,
        typer.Option(help="Run directory to write; by default one below runs/.", metavar="DIR"),
    ] = None,
    overwrite: options.Overwrite = False,
    json: Annotated[bool, typer.Option("--json", help="Print forecast.json on stdout.")] = False,
    threads: options.Threads = None,
    device: options.Device = "cpu",
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
) -> int:
    """Solve for many draws of the parameters and say where the crisis leads.

    Writes a run directory: the manifest, forecast.json, draws and equilibria as Parquet, and the
    charts as PNG and SVG. It appears whole or not at all. Ends with 3 when no draw was solved.
    """
    whole(draws, "--draws", 1, options.MAX_DRAWS, options.DRAWS)
    whole(seed, "--seed", 0, options.MAX_SEED, options.SEED)
    whole(branches, "--branches", 0, draws, min(draws, 20))
    if threads is not None:
        whole(threads, "--threads", 1, options.MAX_THREADS, 2)
    from standoff.report.rundir import shown

    run: RunDirectory | None = None
    try:
        path = find(file)
        if path.suffix == ".efg":
            raise UsageError(
                f"`{file}` is a game tree without priors, so there is nothing to draw",
                help=f"write `standoff solve {file}`",
            )
        choices = {
            "device": device,
            "branches": branches,
            "view": view,
            "level": level,
            "theories": dict.fromkeys(without or (), False),
            "attribution": attribution,
        }
        data, run, charts = _make(
            path, draws, seed, out, overwrite, threads, memory, quiet, choices
        )
        _show(data, run, charts, as_json=json)
    except KeyboardInterrupt:
        if run is not None and run.committed:
            say(f"stopped; the run had been written to {shown(run.target)}")
        else:
            say("stopped; nothing was written")
        return ExitCode.INTERRUPTED
    return ExitCode.OK if data["certificate"]["solved"] else ExitCode.NOT_SOLVED


def _make(
    path: Path,
    draws: int,
    seed: int,
    out: Path | None,
    overwrite: bool,
    threads: int | None,
    memory: float,
    quiet: bool,
    choices: dict[str, Any],
) -> tuple[dict[str, Any], RunDirectory, list[Path]]:
    """Forecast and write; return the plain data, the run directory and its charts."""
    from standoff.report.manifest import manifest
    from standoff.report.rundir import default_target, new_run, write_manifest
    from standoff.scenario import load_scenario

    source = path.read_bytes()
    scenario = load_scenario(path, text=source)
    if choices["attribution"] and not scenario.attributions:
        raise UsageError(
            f"`{path}` has no `attribution`, so there is nothing to share out",
            help="leave `--attribution` out, or name an event and its causes in the file",
        )
    say_warnings(scenario.warnings, "forecast")
    target = out or default_target(scenario.name, scenario.hash, seed, draws)
    with (
        Progress(quiet=quiet) as progress,
        new_run(target, overwrite=overwrite, numbered=out is None) as run,
    ):
        compile_kernels(progress)
        from standoff.forecast import forecast as make_forecast

        budget = options.budget_of(memory)
        started = datetime.now(UTC)
        record = make_forecast(
            scenario,
            draws=draws,
            seed=seed,
            threads=threads,
            budget=budget,
            progress=progress,
            **choices,
        )
        data = record.to_json()
        solved_in = progress.seconds
        charts = _write(run.folder, record, data, source, progress)
        facts = manifest(data, threads=threads, memory_gib=memory, started=started)
        facts["solver"]["device"] = choices["device"]
        facts["seconds"] = {"forecast": round(solved_in, 3), "all": round(progress.seconds, 3)}
        write_manifest(run.folder, facts)
        run.commit()
    return data, run, [run.target / name for name in charts]


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
    for done, (name, table) in enumerate(tables.items()):
        progress("write", done, len(tables))
        parquet.write_table(table, folder / f"{name}.parquet", compression="zstd")
    progress("write", len(tables), len(tables))
    return [path.relative_to(folder) for path in charts]


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
