"""`standoff source gaps`: what sources name and a scenario lacks."""

from __future__ import annotations

from standoff.cli import options as shared
from standoff.cli import source_options as options
from standoff.cli.messages import print_json
from standoff.cli.target import find_scenario
from standoff.errors import ExitCode


def gaps(file: shared.File, store: options.Folder = None, json: options.Json = False) -> int:
    """Compare a scenario with its sources: missing actors, options left out, one-sidedness.

    Actors come from the texts in the store; options and stances from what the scenario says that
    it takes from each source.
    """
    from standoff.evidence.reading import gaps as compare
    from standoff.evidence.reading import unread_traps
    from standoff.report.reading import cast_of, claims_on, gaps_data
    from standoff.scenario import load_scenario

    scenario = load_scenario(find_scenario(file))
    kept = options.store_of(store, file)
    stored = set(kept.keys())
    documents = {
        one.key: kept.get(one.key).document for one in scenario.sources if one.key in stored
    }
    found = compare(cast_of(scenario), documents)
    traps = {
        key: unread_traps(document, claims_on(scenario, key)) for key, document in documents.items()
    }
    data = gaps_data(
        found, traps, [one.key for one in scenario.sources if one.key not in documents]
    )
    if json:
        print_json(data)
        return ExitCode.OK
    from standoff.cli.console import print_report
    from standoff.report.terminal_reading import print_gaps

    print_report(lambda console: print_gaps(console, data))
    return ExitCode.OK
