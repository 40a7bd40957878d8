"""Who takes part: states, organisations, persons and groups, the first mention in a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from standoff.evidence.reading.gazetteer import names, words_of
from standoff.evidence.reading.words import Text, apart

SAY = (
    "said|says|saying|stated|states|declared|declares|announced|announces|announcing|claimed|claims"
    "|warned|warns|stressed|insisted|insists|denied|denies|admitted|argued|argues|told|added"
    "|replied|noted|explained|demanded|demands|threatened|threatens|promised|promises|pledged"
    "|vowed|called|urged|accused|signalled|signaled|suggested|reiterated|confirmed|reported|wrote"
)
AGENT = (
    "army|troops?|forces?|military|navy|government|authorities|officials?|diplom(?:acy|ats?)|side"
    "|leaders?|leadership|elites?|ministers?|ministry|presidents?|premier|chancellor|regime|sources"
    "|parliament|senate|congress|delegation|negotiators?|administration|politicians|generals?|public"
    "|peacekeepers?|state|cabinet|king|monarchy|media|press|people|population|counterparts?|rebels"
    "|foreign|prime|defen[cs]e|deputy|special|intelligence|ambassador|envoys?|spokes(?:man|woman)"
)
TITLE = (
    r"(?:[Pp]resident|[Pp]rime [Mm]inister|[Mm]inister|[Cc]hancellor|[Ss]ecretary|[Gg]eneral"
    r"|[Aa]dmiral|[Cc]olonel|[Mm]arshal|[Aa]mbassador|[Ee]nvoy|[Ss]enator|[Kk]ing|[Qq]ueen"
    r"|[Ss]pokes(?:man|woman|person)|[Cc]ommander|[Pp]remier|[Ss]ultan|[Ee]mir|[Cc]omrade"
    r"|Mr|Mrs|Ms|Dr|Gen|Sen)\.?"
)
_CAP = r"[A-ZÀ-ÖØ-Þ][\w'’]*[a-zà-ÿ][\w]*(?:-[A-Z]\w+)?"
_NAME = re.compile(rf"(?<![\w'])(?P<name>{_CAP}(?: (?:al-|de |von |van |bin )?{_CAP}){{0,4}})")
_GROUPS = re.compile(
    r"\b((?-i:[A-Z]\w+ Party)|war party|party of war|peace party"
    r"|public opinion(?: in (?:the )?[A-Z]\w+)?|(?:anti-war|peace|protest|opposition|resistance"
    r"|liberation|independence) movement"
    r"|insurgents?|rebels?|separatists?|militants?|mercenar(?:y|ies)|guerrillas?|protesters?"
    r"|demonstrators?|rioters?|paramilitar(?:y|ies)|oligarchs|the opposition|junta|the hawks"
    r"|the doves|non-aligned states|the international community|the allies|the Allies)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[Tt]he ([A-Z]{3,6})\b(?!-)")
_NO_ACTOR = frozenset(
    ("GDP", "GNP", "CEO", "ICBM", "INF", "START", "SALT", "COVID", "DNA", "USD", "NPT", "ABM")
)
_PLACE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Tt]o|[Oo]utside|[Aa]round|[Oo]ver) $"
)
_SEAT_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Vv]isit to|[Tt]rip to"
    r"|left|leaving|visit(?:ed|ing)|reach(?:ed|ing)) $"
)
_AFTER_PEOPLE = re.compile(r"\s+(?:have|has|are|were|will|would|say|said|want|fear|can|may|do)\b")
_AGENT_AFTER = re.compile(rf"\s+(?:(?!and |or |in )[\w-]+\s+)?(?:{AGENT})\b")
_BELONGS = re.compile(
    r"\b(?:by|(?:likes|words|statements?|hands|policy|policies|name|mind|government|rule) of) $"
)
_COMPASS = re.compile(r"\s+(?:and (?:the )?(?:South|North|East)\b|of\b|Bank\b|Wing\b)")


@dataclass(frozen=True)
class Mention:
    """One mention of an actor: where, whom it stands for, how it was found and how sure.

    `person` marks persons who are known by the form of their name and not from the lists.
    """

    start: int
    end: int
    actor: str
    why: str
    confidence: float
    person: bool = False


def mentions(text: Text, surnames: Iterable[str] = ()) -> list[Mention]:
    """Return every mention of an actor in a paragraph, in order, none within another.

    Args:
        text: the paragraph.
        surnames: words that are names of persons elsewhere in the document.
    """
    found = [
        *_listed(text.plain), *_groups(text.plain), *_persons(text, frozenset(surnames)),
        *_acronyms(text.plain),
    ]  # fmt: skip
    return apart(found, lambda one: (one.start, one.end))


def first_mentions(found: Iterable[Mention]) -> list[Mention]:
    """Return the first mention of each actor."""
    seen: dict[str, Mention] = {}
    for one in found:
        seen.setdefault(one.actor, one)
    return list(seen.values())


def within(found: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return the mentions that start from one offset on and before another; `found` in order."""
    first = bisect_left(found, start, key=lambda one: one.start)
    return found[first : bisect_left(found, end, key=lambda one: one.start)]


def surnames_in(texts: Iterable[Text]) -> frozenset[str]:
    """Return the words that some paragraph shows to be names of persons."""
    found = (one for text in texts for one in mentions(text))
    return frozenset(one.actor for one in found if one.person and " " not in one.actor)


def _listed(plain: str) -> Iterator[Mention]:
    """Yield names of the lists: whole words, the longest at a place."""
    index = names()
    done = 0
    for word in re.finditer(r"(?<![\w-])\w+|(?<=-)[A-Z]\w+", plain):
        if word.start() < done:
            continue
        for name in index.get(word[0], ()):
            end = word.start() + len(name.form)
            if plain.startswith(name.form, word.start()) and not plain[end : end + 1].isalnum():
                one = _as_mention(plain, word.start(), end, name.actor, name.how)
                if one:
                    done = one.end
                    yield one
                    break


def _as_mention(plain: str, start: int, end: int, actor: str, how: str) -> Mention | None:
    before, after = plain[max(0, start - 20) : start], plain[end : end + 60]
    if how == "name" and actor == "the West":
        return None if _COMPASS.match(after) else Mention(start, end, actor, "bloc", 0.9)
    if how == "adjective":
        if before.endswith("-"):
            return None
        return _as_people(plain, start, end, actor)
    if how == "seat":
        if _SEAT_BEFORE.search(before):
            return None
        return Mention(start, end, actor, "seat of the government", 0.85)
    return Mention(start, end, actor, "leader" if how == "leader" else "name in the list", 0.9)


def _as_people(plain: str, start: int, end: int, actor: str) -> Mention | None:
    """Return an adjective as a mention: `the Russians`, `Russian officials`, `the French say`."""
    form, before, after = plain[start:end], plain[max(0, start - 4) : start], plain[end : end + 60]
    plural = form.endswith("s") and not form.endswith("ss")
    if plural or (before.lower() == "the " and _AFTER_PEOPLE.match(after)):
        return Mention(start, end, actor, "people of the state", 0.85)
    agent = _AGENT_AFTER.match(after)
    if not agent:
        return None
    return Mention(start, end + agent.end(), actor, "adjective of the state", 0.8)


def _groups(plain: str) -> Iterator[Mention]:
    for match in _GROUPS.finditer(plain):
        name = re.sub(r"^[Tt]he ", "", match[0])
        name = name.lower() if name.endswith("arty") else name[0].lower() + name[1:]
        yield Mention(match.start(), match.end(), name, "group", 0.75)


def _acronyms(plain: str) -> Iterator[Mention]:
    for match in _ACRONYM.finditer(plain):
        if match[1] not in _NO_ACTOR and match[1] not in names():
            yield Mention(match.start(1), match.end(1), match[1], "capitals after an article", 0.5)


def _persons(text: Text, surnames: frozenset[str]) -> Iterator[Mention]:
    starts = {start for start, _ in text.sentences} | {start for start, _ in text.quotes}
    for match in _NAME.finditer(text.plain):
        yield from _person(text.plain, match, surnames, starts)


def _person(
    plain: str, match: re.Match[str], surnames: frozenset[str], starts: set[int]
) -> Iterator[Mention]:
    start, end = match.span()
    words = re.split(r" ", match["name"])
    while words and (words[0] in words_of("capitals.txt") or _known(words[0])):
        start += len(words[0]) + 1
        words = words[1:]
    if len(words) > 1 and start in starts and words[0] not in words_of("people.txt"):
        start += len(words[0]) + 1  # the first word of a sentence has a capital anyway
        words = words[1:]
    name = " ".join(words).removesuffix("'s")
    end = start + len(name)
    if (
        not words
        or any(word in words_of("capitals.txt") for word in name.split())
        or _is_place(name)
    ):
        return
    pair = name.split("-")
    if len(pair) == 2 and re.match(r"\s+(?:dialogue|talks|meeting|pact|accord)", plain[end:]):
        middle = start + len(pair[0])
        yield Mention(start, middle, person_of(pair[0]), "name before talks", 0.8, person=True)
        yield Mention(middle + 1, end, person_of(pair[1]), "name before talks", 0.8, person=True)
        return
    why, sure = _person_shown(plain, start, end, name, starts)
    if not why and name.split()[-1] in surnames:
        why, sure = "named elsewhere", 0.8
    if why:
        yield Mention(start, end, person_of(name), why, sure, person=True)


def person_of(name: str) -> str:
    """Return the person whom a name stands for: a leader of the list, or the surname."""
    surname = name.rsplit(maxsplit=1)[-1]
    leaders = [one.actor for one in names().get(surname, ()) if one.how == "leader"]
    return leaders[0] if leaders else surname


def _person_shown(
    plain: str, start: int, end: int, name: str, starts: set[int]
) -> tuple[str, float]:
    """Return what shows that a capitalised word names a person, and how sure that is."""
    before, after = plain[max(0, start - 30) : start], plain[end : end + 40]
    if re.search(rf"\b{TITLE},? $", before):
        return "title before the name", 0.9
    if " " in name and name.split(maxsplit=1)[0] in words_of("people.txt"):
        return "first name", 0.9
    if re.match(rf"(?: (?:has|have|had|also)){{0,3}} (?:{SAY})\b", after) or re.search(
        rf"\b(?:{SAY}) $", before
    ):
        return "speaks", 0.85
    first_of_sentence = start in starts or start - 1 in starts or before.endswith(('"', "'"))
    if first_of_sentence or _PLACE_BEFORE.search(before) or re.search(r"\b[Tt]he $|-$", before):
        return "", 0.0
    if (
        after.startswith("'s")
        or " " in name
        or re.match(r"(?:,| and| &| is| has| was| will)\b|, [A-Z]", after)
    ):
        return "capitalised like a name", 0.6
    return ("capitalised like a name", 0.55) if _BELONGS.search(before) else ("", 0.0)


def _known(word: str) -> bool:
    return any(name.form == word for name in names().get(word, ()))


def _is_place(name: str) -> bool:
    return name in words_of("places.txt") or _known(name)
