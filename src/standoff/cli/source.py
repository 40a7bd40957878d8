"""`standoff source`: sources read into a store, shown, grouped and removed."""

from __future__ import annotations

import typer

from standoff.cli.source_add import add
from standoff.cli.source_gaps import gaps
from standoff.cli.source_show import groups, remove, show, sources
from standoff.cli.source_suggest import suggest

app = typer.Typer(
    name="source",
    help="Read sources into a store beside a scenario, and look at what is in it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("add")(add)
app.command("list")(sources)
app.command("show")(show)
app.command("groups")(groups)
app.command("remove")(remove)
app.command("suggest")(suggest)
app.command("gaps")(gaps)
