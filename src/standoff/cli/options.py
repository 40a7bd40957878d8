"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.game import Budget

File = Annotated[str, typer.Argument(help="Scenario file, or shipped name.")]
Tree = Annotated[str, typer.Argument(help="Scenario file, shipped name, or .efg file.")]
Seed = Annotated[int, typer.Option(help="Seed of the draws; same seed, same numbers.")]
Draws = Annotated[int, typer.Option(help="Number of draws of the parameters.")]
Threads = Annotated[int | None, typer.Option(help="Threads of the solver; all cores by default.")]
Device = Annotated[
    str, typer.Option(help="Climb on the processor, cpu, or on all CUDA devices, gpu.")
]
Memory = Annotated[float, typer.Option(help="Largest game to build, in GiB of memory.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what stands there.")]
View = Annotated[str | None, typer.Option(help="Take this view of the file for the analyst's own.")]
Level = Annotated[
    int | None, typer.Option(help="Level of perception, 0 to 2; what the file says by default.")
]
Without = Annotated[
    list[str] | None, typer.Option(help="Theory to switch off; may be written several times.")
]

Keep = Annotated[
    Path | None,
    typer.Option(
        help="Keep the data in this run, so that `standoff report` shows them.", metavar="RUN"
    ),
]
"""Check it with `report.rundir.check_keep` before solving; keep with `keep_study` after."""

AsOf = Annotated[
    str | None,
    typer.Option(help="Leave out every source that was written after this day.", metavar="DATE"),
]
Undated = Annotated[
    str,
    typer.Option(
        help="With --as-of, what to do with a source that has no day: refuse, keep or drop."
    ),
]
UNDATED = "refuse"

Branches = Annotated[
    int, typer.Option(help="Search this many draws for other equilibria; slow for large games.")
]

Workers = Annotated[
    int | None,
    typer.Option(help="Solve in this many processes of this machine, one thread each."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(help="Solve on the Dask cluster of this scheduler.", metavar="ADDRESS"),
]

Event = Annotated[
    list[str] | None,
    typer.Option(
        help="Something that was observed, such as `answer=step_up`; may be written several times.",
        metavar="EVENT",
    ),
]
Events = Annotated[
    Path | None,
    typer.Option(help="File with a list `observed:` of further observations.", metavar="FILE"),
]
Mend = Annotated[
    str,
    typer.Option(
        help="Where observations leave too few draws that count: resample, temper, none or auto."
    ),
]
MEND = "auto"

DRAWS, SEED, MEMORY, DEVICE = 500, 1, 4.0, "cpu"
DEVICES = ("cpu", "gpu")
MAX_DRAWS = 100_000
MAX_SEED = 2**63 - 1
MAX_THREADS = 1024


def check_device(word: str) -> None:
    """Raise `UsageError` where the word behind `--device` is not one of `DEVICES`."""
    if word not in DEVICES:
        raise UsageError(
            f"`--device {word[:40]}` is not a device", help="write `--device cpu` or `--device gpu`"
        )


def budget_of(memory_gib: float) -> Budget:
    """Return the budget for a number of GiB.

    Raises:
        UsageError: the number is not positive.
    """
    from standoff.game import Budget

    if not 0 < memory_gib <= 2**20:
        raise UsageError(
            f"`--memory {memory_gib:g}` is not a positive number of GiB",
            help="write, for example, `--memory 8`",
        )
    return Budget(memory_bytes=int(memory_gib * 2**30))


def events_given(words: list[str] | None, file: Path | None) -> list[dict[str, Any]]:
    """Return the observations of `--event` and `--events` as plain data.

    Raises:
        UsageError: one of them is none, or the file has none or cannot be read.
    """
    if not words and file is None:
        return []
    from standoff.scenario.events import event_data, events_of
    from standoff.scenario.load import content_of

    found = [] if file is None else events_of(content_of(file, None), str(file))
    return [*found, *(event_data(word) for word in words or ())]


def check_mend(word: str) -> None:
    """Raise `UsageError` where there is no such way to mend weights."""
    from standoff.forecast.posterior import MENDS

    if word not in MENDS:
        raise UsageError(
            f"`--mend {word[:40]}` is none of {', '.join(MENDS)}", help="write `--mend auto`"
        )
