"""`standoff source list`, `show`, `groups` and `remove`."""

from __future__ import annotations

from typing import Annotated

import typer

from standoff.cli import source_options as options
from standoff.cli.messages import print_json, say, write
from standoff.errors import ExitCode

Key = Annotated[str, typer.Argument(help="Name of the source, as `standoff source list` has it.")]


def sources(
    store: options.Folder = None, scenario: options.Beside = None, json: options.Json = False
) -> int:
    """List the sources of a store: dates, language, number of paragraphs, title."""
    from standoff.cli.console import print_report
    from standoff.report.sources import entry_data

    kept = options.existing(options.store_of(store, scenario))
    data = [entry_data(entry) for entry in kept.entries()]
    if json:
        print_json([{name: one[name] for name in one if name != "paragraphs"} for one in data])
        return ExitCode.OK
    from standoff.report.terminal_sources import print_sources

    print_report(lambda console: print_sources(console, data))
    return ExitCode.OK


def show(
    key: Key,
    store: options.Folder = None,
    scenario: options.Beside = None,
    yaml: Annotated[
        bool, typer.Option("--yaml", help="Print the lines for a scenario instead.")
    ] = False,
    json: options.Json = False,
) -> int:
    """Show a source: dates, origin, what it says of itself, paragraphs with numbers and roles."""
    from standoff.cli.console import print_report
    from standoff.report.sources import entry_data

    entry = options.existing(options.store_of(store, scenario)).get(key)
    if yaml:
        from standoff.evidence.sources import scenario_block

        write(scenario_block(entry))
        return ExitCode.OK
    data = entry_data(entry)
    if json:
        print_json(data)
        return ExitCode.OK
    from standoff.report.terminal_sources import print_source

    print_report(lambda console: print_source(console, data))
    return ExitCode.OK


def groups(
    store: options.Folder = None, scenario: options.Beside = None, json: options.Json = False
) -> int:
    """Show which sources depend on each other: near copies, shared parts, the same origin.

    With `--scenario`, the effective number of independent sources by the weights of its claims.
    """
    from standoff.cli.console import print_report
    from standoff.evidence.sources import find_groups
    from standoff.report.sources import groups_data

    kept = options.existing(options.store_of(store, scenario))
    evidence = None
    if scenario is not None:
        from standoff.cli.target import find_scenario
        from standoff.report.evidence import evidence_data
        from standoff.scenario import load_scenario

        evidence = evidence_data(load_scenario(find_scenario(scenario)))
    data = groups_data(find_groups(kept.entries()), evidence)
    if json:
        print_json(data)
        return ExitCode.OK
    from standoff.report.terminal_sources import print_groups

    print_report(lambda console: print_groups(console, data))
    return ExitCode.OK


def remove(key: Key, store: options.Folder = None, scenario: options.Beside = None) -> int:
    """Remove a source from the store, with everything in its folder."""
    kept = options.existing(options.store_of(store, scenario))
    kept.remove(key)
    say(f"removed `{key}`")
    return ExitCode.OK
