"""Studies that look at the crisis from its start, before anything was observed."""

from __future__ import annotations

from standoff.errors import UsageError
from standoff.scenario.model import Scenario


def require_unobserved(scenario: Scenario, what: str) -> None:
    """Refuse a study of a crisis in which something was observed.

    Its draws would have to be weighted by what was seen, which the study does not do.

    Raises:
        UsageError: says what to write.
    """
    if scenario.observed:
        raise UsageError(
            f"{what} looks at the crisis from its start, and `{scenario.name}` has `observed`",
            help="take `observed` out of the file for it; `standoff whatif` and `standoff advise` "
            "answer given what was seen",
        )
