"""The verbs that ask on from a forecast, as functions; see `standoff.verbs`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from standoff.forecast import Advice, Forecast, Matters, Observed, Settle, Voi, WhatIf, Would
    from standoff.report.blocks import Report
    from standoff.verbs import Source


def observe(what: Source, events: Sequence[str] = (), **options: Any) -> Observed:
    """Return the forecast given what has been seen, with the series after each observation.

    Args:
        what: scenario, path or shipped name.
        events: observations beside those of the file, such as `answer=refuse on 2022-01-26`.
        options: `draws`, `seed`, `mend`, `threads` and others of `standoff.forecast.observe`.

    Raises:
        UsageError: nothing was seen, or it is impossible in every draw.

    Example:
        >>> made = standoff.observe(
        ...     "kurizaki-2007-private-threats", ["opening=public_threat"], draws=2, threads=1
        ... )
        >>> series = made.to_json()["observed"]["series"]
        >>> [round(row["outcomes"]["war"]["mean"], 2) for row in series]
        [0.01, 1.0]
    """
    from standoff.forecast import observe as make
    from standoff.verbs import load

    return make(load(what), events, **options)


def whatif(what: Source | Forecast, *patches: str, kind: str, **options: Any) -> WhatIf:
    """Return what a change does, announced or as a surprise, on the same draws.

    Args:
        what: a forecast to start from, or scenario, path or shipped name.
        patches: changes of the file, such as `war_cost=+20%`.
        kind: `announced` or `surprise`.
        options: `force`, `remove`, `theories`, `knows` of `standoff.forecast.whatif`; without a
            forecast also `draws` and `seed`; `threads`, `budget`, `progress`.

    Raises:
        UsageError: nothing is changed, or there is no such entry, move or party.

    Example:
        >>> made = standoff.whatif(
        ...     "signorino-1999-crisis", kind="announced", remove=["fight"], draws=2, threads=1
        ... )
        >>> round(made.to_json()["outcomes"]["war"]["changed"]["mean"], 2)
        0.0
    """
    from standoff.forecast import Forecast, forecast, standpoint
    from standoff.forecast import whatif as make
    from standoff.scenario.patch import patch_scenario
    from standoff.verbs import load

    if isinstance(what, Forecast):
        made = what
    else:
        own: dict[str, Any] = {"draws": options.pop("draws", 200), "seed": options.pop("seed", 1)}
        shared = {k: v for k, v in options.items() if k in ("threads", "budget", "progress")}
        made = forecast(load(what), **own, **shared)
    base = standpoint(made)
    if not patches:
        return make(base, kind=kind, **options)
    patched = patch_scenario(base.scenario, patches)
    return make(base, patched.scenario, kind=kind, changes=patched.changes, **options)


def advise(what: Source, **options: Any) -> Advice:
    """Return what each next move is worth to the party that makes it, and to the others.

    Args:
        what: scenario, path or shipped name.
        options: `party`, `turn`, `draws` and others of `standoff.forecast.advise`.

    Example:
        >>> made = standoff.advise("signorino-1999-crisis", draws=2, threads=1).to_json()
        >>> sorted(made["parties"])
        ['state_1', 'state_2']
    """
    from standoff.forecast import advise as make
    from standoff.verbs import load

    return make(load(what), **options)


def settle(what: Source, *, party: str, **options: Any) -> Settle:
    """Return which offers on the table would settle the crisis, and what each costs.

    Args:
        what: scenario with a table, path or shipped name.
        party: the party that replies at the table.
        options: `reach`, `outcomes`, `items`, `draws` and others of `standoff.forecast.settle`.

    Example:
        >>> made = standoff.settle(
        ...     "skarn-narrows", party="talsund", items=["boats"], draws=2, threads=1
        ... )
        >>> made.to_json()["study"]
        'settle'
    """
    from standoff.forecast import settle as make
    from standoff.verbs import load

    return make(load(what), party=party, **options)


def voi(what: Source, *, party: str, **options: Any) -> Voi:
    """Return what it is worth to a party to see what it does not see, or to show what it holds.

    Args:
        what: scenario, path or shipped name.
        party: the party that learns, or shows.
        options: `ways`, `reveal`, `draws` and others of `standoff.forecast.voi`.

    Example:
        >>> made = standoff.voi(
        ...     "kurizaki-2007-private-threats", party="defender", draws=2, threads=1
        ... )
        >>> made.to_json()["study"]
        'voi'
    """
    from standoff.forecast import voi as make
    from standoff.verbs import load

    return make(load(what), party=party, **options)


def matters(what: Source, **options: Any) -> Matters:
    """Return which numbers and switches the endings depend on.

    Args:
        what: scenario, path or shipped name.
        options: `outcomes`, `methods`, `draws`, `solves` and others of `standoff.forecast.matters`.

    Example:
        >>> made = standoff.matters(
        ...     "skarn-narrows", methods=["tornado"], outcomes=["deal"], draws=2, threads=1
        ... )
        >>> made.to_json()["study"]
        'matters'
    """
    from standoff.forecast import matters as make
    from standoff.verbs import load

    return make(load(what), **options)


def would(what: Source, outcomes: Sequence[str], **options: Any) -> Would:
    """Return what would have to be true for an ending to pass a probability.

    Args:
        what: scenario, path or shipped name.
        outcomes: ids of the outcomes that count together.
        options: `level`, `below`, `parameters`, `draws` and others of `standoff.forecast.would`.

    Example:
        >>> made = standoff.would(
        ...     "skarn-narrows", ["deal"], level=0.05, parameters=["shame"], draws=4, threads=1
        ... )
        >>> made.to_json()["study"]
        'would'
    """
    from standoff.forecast import would as make
    from standoff.verbs import load

    return make(load(what), outcomes, **options)


def report(
    what: Forecast | str | Path,
    folder: str | Path | None = None,
    formats: Collection[str] = ("html",),
    *,
    overwrite: bool = False,
) -> Report:
    """Return the report on a run or a forecast, and write it where a folder is given.

    Args:
        what: a run directory, or a forecast.
        folder: where to write it; nothing is written without one.
        formats: some of `html`, `pdf`, `md`, `tex`, `csv` and `parquet`.
        overwrite: whether an earlier report there may be replaced.

    Raises:
        UsageError: it is no run, or the folder cannot be written.
        MissingExtraError: a PDF is asked for without the extra `pdf`.

    Example:
        >>> made = standoff.report(standoff.forecast("signorino-1999-crisis", draws=2, threads=1))
        >>> made.sections[0].id
        'headline'
    """
    from standoff.report.build import build_report

    made = build_report(what)
    if folder is not None:
        made.write(Path(folder), tuple(formats), overwrite=overwrite)
    return made
