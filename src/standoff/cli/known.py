"""Loading a scenario as it was known on a day: the options `--as-of` and `--undated`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from standoff.cli.messages import say
from standoff.errors import UsageError

if TYPE_CHECKING:
    from standoff.scenario.model import Scenario

Undated = Literal["refuse", "keep", "drop"]


def load_known(
    path: Path,
    as_of: str | None = None,
    undated: str = "refuse",
    *,
    without: Collection[str] = (),
    events: Sequence[Mapping[str, Any]] = (),
) -> Scenario:
    """Return the scenario of a file without what was written later; say what is left out.

    Args:
        path: scenario file.
        as_of: day as written on the command line, or None for the whole file.
        undated: what to do with sources that have no day.
        without: keys of further sources to leave out.
        events: observations to add to those of the file, as `scenario.events` gives them.

    Raises:
        UsageError: the day is none, or there is nothing that `undated` could mean.
        ScenarioError: the file is wrong, or has numbers that rest on later sources alone.
    """
    day, rule = _day(as_of), _rule(undated)
    from standoff.scenario import load_scenario

    text = None
    if events:
        from standoff.scenario.events import with_events
        from standoff.scenario.load import content_of

        load_scenario(path)  # what is wrong with the file itself is said first
        text = with_events(content_of(path, None), [dict(one) for one in events], str(path))
    scenario = load_scenario(path, text=text, as_of=day, without=without, undated=rule)
    if scenario.redaction is not None:
        say(scenario.redaction.sentence())
    return scenario


def refuse_known(as_of: str | None) -> None:
    """Refuse `--as-of` for a game tree, which has no sources.

    Raises:
        UsageError: it was written.
    """
    if as_of is not None:
        raise UsageError("a game tree has no sources", help="leave `--as-of` out")


def _day(as_of: str | None) -> date | None:
    if as_of is None:
        return None
    try:
        if len(as_of) != len("2022-01-12"):
            raise ValueError
        return date.fromisoformat(as_of)
    except ValueError:
        raise UsageError(
            f"`--as-of {as_of[:40]}` is no day", help="write, for example, `--as-of 2022-01-12`"
        ) from None


def _rule(undated: str) -> Undated:
    if undated not in get_args(Undated):
        raise UsageError(
            f"`--undated {undated[:40]}` is none of refuse, keep and drop",
            help="write `--undated keep` to take sources without a day for early ones",
        )
    return cast("Undated", undated)
