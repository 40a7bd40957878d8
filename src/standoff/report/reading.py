"""Proposals and gaps as plain data, and the words by which a scenario knows its actors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from standoff.evidence.reading import Cast, Gaps, Place, Proposal, Warned
from standoff.scenario.model import Scenario


def proposals_data(proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Return proposals as plain data, in order."""
    return [asdict(one) for one in proposals]


def gaps_data(
    found: Gaps,
    traps: Mapping[str, Sequence[Warned]] | None = None,
    not_stored: Sequence[str] = (),
) -> dict[str, Any]:
    """Return gaps as plain data.

    Args:
        found: what `gaps` returns.
        traps: for each source, claims without a reading in whose paragraph a translation misleads.
        not_stored: sources of the scenario that the store does not have.
    """
    return {
        "actors": [
            {
                "actor": one.actor,
                "speaks_for": one.speaks_for,
                "places": [{"source": key, "paragraph": number} for key, number in one.places],
            }
            for one in found.actors
        ],
        "options": {source: list(moves) for source, moves in found.options.items()},
        "one_sided": list(found.one_sided),
        "traps": [
            {
                "source": source,
                "paragraph": one.place.paragraph,
                "text": one.words,
                "reading": one.trap.meaning,
            }
            for source, some in (traps or {}).items()
            for one in some
        ],
        "not_stored": list(not_stored),
    }


def cast_of(scenario: Scenario) -> Cast:
    """Return the names, moves and stances of a scenario, as the gap report compares them."""
    actors = {word for party in scenario.parties for word in (party.id, party.name)}
    for speaker in scenario.speakers:
        actors |= {speaker.key, speaker.name, speaker.faction}
    actors |= {word for venue in scenario.venues for word in (venue.id, venue.title)}
    actors |= {private.id for private in scenario.privates}
    actors |= {variable.id for variable in scenario.variables}
    return Cast(
        actors=frozenset(actors - {""}),
        options={
            move.id: (move.id, move.title)
            for turn in scenario.turns
            if turn.mover >= 0
            for move in turn.moves
        },
        said=_said(scenario),
        stances={one.key: (one.stance, one.side, one.group) for one in scenario.sources},
    )


def claims_on(scenario: Scenario, source: str) -> list[Place]:
    """Return the paragraphs of a source on which claims rest, each once if it has no reading."""
    claims = [
        weighed.claim
        for parameter in scenario.parameters
        for weighed in (parameter.pooling.claims if parameter.pooling else ())
        if weighed.claim.source == source and weighed.claim.paragraph is not None
    ]
    unread = {one.paragraph for one in claims if not (one.gloss or one.reading)}
    return [Place(number) for number in sorted(n for n in unread if n is not None)]


def _said(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return, for each source, what the scenario takes from it in the scenario's words."""
    said: dict[str, list[str]] = {source.key: [] for source in scenario.sources}
    for parameter in scenario.parameters:
        named = parameter.means + " " + parameter.name
        for item in parameter.evidence:
            said.setdefault(item.source, []).extend((item.says, named))
        for weighed in parameter.pooling.claims if parameter.pooling else ():
            said.setdefault(weighed.claim.source, []).extend((weighed.claim.says, named))
    return {source: tuple(some) for source, some in said.items()}
