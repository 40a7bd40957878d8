"""What sources name and a scenario lacks, and what a source never mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from standoff.evidence.document import READ, Document
from standoff.evidence.reading.actors import mentions, surnames_in
from standoff.evidence.reading.gazetteer import names
from standoff.evidence.reading.words import prepare


@dataclass(frozen=True)
class Cast:
    """What a scenario has, as plain words.

    Attributes:
        actors: names and ids of parties, speakers, factions, publics and third parties.
        options: for each move, its id and label, all the words by which it may be known.
        said: for each source, the words that the claims and the evidence of the scenario take
            from it: paraphrases, move ids and parameters.
        stances: for each source, its stance, side and dependence group; empty where none is given.
    """

    actors: frozenset[str]
    options: Mapping[str, tuple[str, ...]]
    said: Mapping[str, tuple[str, ...]]
    stances: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class MissingActor:
    """An actor that sources name: where, and how often.

    Attributes:
        actor: its name; a leader's with the state.
        speaks_for: the state of a leader, if the scenario has that state; empty otherwise.
        places: (source, paragraph) of every paragraph that names it.
    """

    actor: str
    places: tuple[tuple[str, int], ...]
    speaks_for: str = ""


@dataclass(frozen=True)
class Gaps:
    """What is missing.

    Attributes:
        actors: named by sources and not in the scenario, most often named first; leaders of
            parties come last.
        options: for each source, the moves of the scenario that nothing taken from it mentions.
        one_sided: sentences about what all sources share: stance, side or group.
    """

    actors: tuple[MissingActor, ...]
    options: Mapping[str, tuple[str, ...]]
    one_sided: tuple[str, ...]


def gaps(cast: Cast, documents: Mapping[str, Document]) -> Gaps:
    """Compare what a scenario has with what its sources name.

    Args:
        cast: names and options of the scenario, as plain words.
        documents: the sources by the names that the scenario uses.
    """
    return Gaps(_missing(cast, documents), _unmentioned(cast), _one_sided(cast))


def _missing(cast: Cast, documents: Mapping[str, Document]) -> tuple[MissingActor, ...]:
    known = {_key(one) for one in cast.actors}
    words = {word for one in cast.actors for word in _key(one).split()}
    places: dict[str, list[tuple[str, int]]] = {}
    for source, document in documents.items():
        read = [(one, prepare(one.text)) for one in document.paragraphs if one.role in READ]
        surnames = surnames_in(text for _, text in read)
        for paragraph, text in read:
            for actor in {one.actor for one in mentions(text, surnames)}:
                if not _is_known(actor, known, words):
                    places.setdefault(actor, []).append((source, paragraph.number))
    found = []
    for actor, where in places.items():
        state = re.search(r" \((.*)\)$", actor)
        has = state is not None and _is_known(state[1], known, words)
        found.append(MissingActor(actor, tuple(where), state[1] if state and has else ""))
    return tuple(sorted(found, key=lambda one: (one.speaks_for, -len(one.places), one.actor)))


def _is_known(actor: str, known: set[str], words: set[str]) -> bool:
    """Return whether a form of an actor's name is one of the scenario's names."""
    person = re.sub(r" \(.*\)$", "", actor)
    if any(_key(form) in known for form in (person, *_forms(actor))):
        return True
    surname = _key(person).split()[-1:]
    return (person != actor or " " not in actor) and surname != [] and surname[0] in words


def _forms(actor: str) -> set[str]:
    return {actor} | {n.form for some in names().values() for n in some if n.actor == actor}


def _key(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name.lower()).split()
    return " ".join(word for word in words if word not in {"the", "of"})


def _unmentioned(cast: Cast) -> dict[str, tuple[str, ...]]:
    left: dict[str, tuple[str, ...]] = {}
    for source, said in cast.said.items():
        heard = {_stem(word) for text in said for word in _key(text).split()}
        left[source] = tuple(
            move for move, labels in cast.options.items() if not _mentioned(labels, heard)
        )
    return left


_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "it",
        "its",
        "no",
        "not",
        "on",
        "one",
        "or",
        "out",
        "to",
        "with",
    ]
)


def _mentioned(labels: Sequence[str], heard: set[str]) -> bool:
    """Return whether all words that carry a label's meaning have been heard."""
    for label in labels:
        stems = {_stem(word) for word in _key(label).split() if word not in _EMPTY}
        if stems and stems <= heard:
            return True
    return False


def _stem(word: str) -> str:
    """Return a word without its commonest endings, so that `sanctions` is `sanction`."""
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _one_sided(cast: Cast) -> tuple[str, ...]:
    """Return a sentence for each of stance, side and group that two or more sources all share."""
    if len(cast.stances) < 2:
        return ()
    found = []
    columns: Iterable[tuple[str, ...]] = zip(*cast.stances.values(), strict=True)
    for what, column in zip(("stance", "side", "group"), columns, strict=True):
        if column[0] and len(set(column)) == 1:
            found.append(f"all {len(column)} sources have the {what} `{column[0]}`")
    return tuple(found)
