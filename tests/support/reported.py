"""Reports to look at: a small crisis with views and sources, and one whose words are hostile."""

from __future__ import annotations

from tests.support.sourced import FILE

from standoff.forecast import forecast
from standoff.report.build import build_report
from standoff.scenario import load_scenario

HOSTILE = (
    "<script>alert(1)</script> $\\input{/etc/passwd}$ #import | `whoami` [x](http://e.org) & =1"
)
"""A title that every format takes for something else than words, unless it is escaped."""


def small(draws: int = 40):
    """Return the report on a small crisis."""
    return build_report(made(FILE, draws))


def made(text: str, draws: int = 40):
    """Return the forecast of a crisis that is written down."""
    return forecast(load_scenario("strait.yaml", text=text), draws=draws, seed=1, threads=1)


def hostile():
    """Return the report on a crisis whose titles and evidence are hostile."""
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    text = FILE.replace("title: Peace,", f'title: "{quoted}",')
    text = text.replace("title: Strait with two sources", f'title: "Strait {quoted}"')
    text = text.replace("says: Troops were seen", f'says: "{quoted}"')
    text = text.replace("reason: nobody has counted", f'reason: "{quoted}"')
    assert text.count("/etc/passwd") == 4
    return build_report(made(text, 12))
