"""`standoff whatif`: the same draws with something changed, announced or as a surprise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.cli import options
from standoff.cli.messages import say, say_warnings
from standoff.cli.progress import Progress
from standoff.cli.study import check_chart, check_numbers, show_study
from standoff.cli.target import find_scenario
from standoff.cli.warm import compile_kernels
from standoff.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from standoff.forecast.standpoint import Standpoint
    from standoff.scenario.model import Scenario
    from standoff.scenario.patch import Patched

DRAWS = 200
STATES = {"on": True, "off": False}
TWO_KINDS = (
    "write `--announced` (everybody knows of it and plays the changed crisis) or `--surprise` "
    "(those who do not know play on as before)"
)

Run = Annotated[
    str, typer.Argument(help="Scenario file, shipped name, or run directory to start from.")
]
Many = list[str] | None


@dataclass(frozen=True)
class _Asked:
    """What is changed, as the words of the command line say it."""

    patches: tuple[str, ...]
    force: tuple[str, ...]
    remove: tuple[str, ...]
    theories: dict[str, bool]
    kind: str
    knows: tuple[str, ...] | None


def whatif(
    file: Run,
    patch: Annotated[
        Many,
        typer.Option(
            "--set",
            help="Change the file: PATH=0.9, =+20%, =+5, =x1.5; may be repeated.",
            metavar="P=V",
        ),
    ] = None,
    force: Annotated[
        Many, typer.Option(help="Make this move wherever it is possible.", metavar="TURN=MOVE")
    ] = None,
    remove: Annotated[
        Many, typer.Option(help="Let nobody make this move.", metavar="TURN=MOVE")
    ] = None,
    theory: Annotated[
        Many, typer.Option(help="Switch a theory in every draw.", metavar="ID=off|on")
    ] = None,
    announced: Annotated[
        bool, typer.Option("--announced", help="Everybody knows, and plays the changed crisis.")
    ] = False,
    surprise: Annotated[
        bool, typer.Option("--surprise", help="Those who do not know play on as before.")
    ] = False,
    knows: Annotated[
        Many,
        typer.Option(
            help="Party that knows of the surprise, or nobody; by default whoever moves.",
            metavar="PARTY",
        ),
    ] = None,
    draws: Annotated[
        int | None, typer.Option(help="Number of draws; 200, or those of the run.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the draws; 1, or that of the run.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Write the patched file here.", metavar="x.yaml")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Chart to write, .png or .svg.", metavar="x.png")
    ] = None,
    overwrite: options.Overwrite = False,
    keep: options.Keep = None,
    json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    threads: options.Threads = None,
    memory: options.Memory = options.MEMORY,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> int:
    """Change something, and show what becomes of the endings on the same draws.

    A surprise and an announcement are different questions, so one of the two must be chosen. With a
    run directory its equilibria are the base, and nothing of it is solved again. Ends with 3 when
    no draw was solved.
    """
    asked = _Asked(
        tuple(patch or ()),
        tuple(force or ()),
        tuple(remove or ()),
        _theories(theory or ()),
        _kind(announced=announced, surprise=surprise),
        _knows(knows),
    )
    if not (asked.patches or asked.force or asked.remove or asked.theories):
        raise UsageError(
            "nothing is changed", help="write `--set`, `--force`, `--remove` or `--theory`"
        )
    check_numbers(DRAWS if draws is None else draws, 1 if seed is None else seed, threads, DRAWS)
    if chart is not None:
        check_chart(chart, overwrite=overwrite)
    if save is not None:
        _check_save(save, asked, overwrite=overwrite)
    if keep is not None:
        from standoff.report.rundir import check_keep

        check_keep(keep)
    run = _run_of(file)
    path = run / "scenario.yaml" if run else find_scenario(file)
    patched = _patched(path, asked.patches)
    scenario = _scenario(path, patched, asked)
    with Progress(quiet=quiet or json) as progress:
        compile_kernels(progress, draws=2)
        budget = options.budget_of(memory)
        base = _base(
            scenario, run, draws, seed, {"threads": threads, "budget": budget, "progress": progress}
        )
        from standoff.forecast.whatif import whatif as ask

        made = ask(
            base,
            None if patched is None else patched.scenario,
            kind=asked.kind,
            force=asked.force,
            remove=asked.remove,
            theories=asked.theories,
            knows=asked.knows,
            changes=() if patched is None else patched.changes,
            threads=threads,
            budget=budget,
            progress=progress,
        )
    data = made.to_json()
    from standoff.report.terminal_whatif import print_whatif

    show_study(data, print_whatif, as_json=json)
    if keep is not None:
        from standoff.report.rundir import keep_study

        say(f"wrote {keep_study(keep, data)}")
    if save is not None and patched is not None:
        _save(save, patched.scenario)
    if chart is not None and data["pairs"]:
        from standoff.report.figures import write_chart
        from standoff.report.figures_whatif import whatif_chart

        write_chart(whatif_chart(data), chart)
        say(f"wrote {chart}")
    return ExitCode.OK if data["pairs"] else ExitCode.NOT_SOLVED


def _kind(*, announced: bool, surprise: bool) -> str:
    if announced == surprise:
        both = "both kinds were asked for" if announced else "the kind of the what-if is missing"
        raise UsageError(both, help=TWO_KINDS)
    return "announced" if announced else "surprise"


def _theories(words: Sequence[str]) -> dict[str, bool]:
    out = {}
    for word in words:
        name, _, state = word.partition("=")
        if state.strip() not in STATES:
            raise UsageError(
                f"`--theory {word[:60]}` says neither on nor off",
                help=f"write `--theory {name.strip()[:40] or 'ID'}=off`",
            )
        out[name.strip()] = STATES[state.strip()]
    return out


def _knows(words: Many) -> tuple[str, ...] | None:
    if words is None:
        return None
    names = tuple(part.strip() for word in words for part in word.split(","))
    if "nobody" not in names:
        return names
    if len(names) > 1:
        raise UsageError(
            "`--knows nobody` stands alone", help="leave `nobody` out, or the other parties"
        )
    return ()


def _run_of(word: str) -> Path | None:
    """Return the run directory that a word names, or None where it names something else."""
    from standoff.report.rundir import is_run

    path = Path(word)
    try:
        return path if path.is_dir() and is_run(path) else None
    except (OSError, ValueError):
        return None


def _patched(path: Path, patches: Sequence[str]) -> Patched | None:
    if not patches:
        return None
    from standoff.scenario.patch import patch_scenario

    return patch_scenario(path, patches)


def _scenario(path: Path, patched: Patched | None, asked: _Asked) -> Scenario:
    """Return the scenario as it is; what cannot be asked is told before anything is solved."""
    from standoff.forecast.whatif import check_question
    from standoff.scenario import load_scenario

    scenario = load_scenario(path)
    say_warnings(scenario.warnings, "whatif")
    check_question(
        scenario if patched is None else patched.scenario,
        kind=asked.kind,
        force=asked.force,
        remove=asked.remove,
        theories=asked.theories,
        knows=asked.knows,
        patched=patched is not None,
    )
    return scenario


def _base(
    scenario: Scenario, run: Path | None, draws: int | None, seed: int | None, more: dict[str, Any]
) -> Standpoint:
    """Return the solved draws to start from: those of the run, or solved now."""
    from standoff.forecast import forecast
    from standoff.forecast.standpoint import standpoint

    if run is not None:
        from standoff.report.baserun import read_base

        found = read_base(run, scenario, draws, seed, budget=more["budget"])
        if found.standpoint is not None:
            return found.standpoint
        say(f"the draws of the run are solved anew: {found.why}")
        draws, seed = found.draws, found.seed
    record = forecast(
        scenario,
        draws=DRAWS if draws is None else draws,
        seed=options.SEED if seed is None else seed,
        **more,
    )
    return standpoint(record, scenario)


def _check_save(path: Path, asked: _Asked, *, overwrite: bool) -> None:
    if not asked.patches:
        raise UsageError(
            "`--save` writes what `--set` changes, and there is none", help="leave `--save` out"
        )
    if not path.parent.is_dir():
        raise UsageError(
            f"there is no folder `{path.parent}`", help="make it, or write another `--save`"
        )
    if path.is_dir() or (path.exists() and not overwrite):
        raise UsageError(
            f"`{path}` exists already", help="write another `--save`, or add `--overwrite`"
        )


def _save(path: Path, scenario: Scenario) -> None:
    from standoff.report.atomic import replace_file

    replace_file(path, scenario.text)
    say(f"wrote {path}")
