"""A page to lines: the main text by trafilatura, then captions and the rest as boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from standoff.evidence.sources.limits import Limits
from standoff.evidence.sources.parse import Parsed, TooMuchError, UnreadableError

MAX_CHARACTERS = 6_000_000
"""Of a page's source; more takes the parser too long."""
MAX_BOILERPLATE = 200
"""Lines of the rest of a page that are kept."""
BOILERPLATE_CHARACTERS = 300

BLOCK_TAGS = (
    "p div li td th h1 h2 h3 h4 h5 h6 a button figcaption blockquote dt dd label footer header nav "
    "aside span time caption section article main body pre address summary"
)
BLOCKS = frozenset(BLOCK_TAGS.split())
UNSEEN_TAGS = "script style noscript template svg math iframe object head form select"
UNSEEN = frozenset(UNSEEN_TAGS.split())
LAST_DAY = "2199-12-31"
"""Pages may be dated in the future: exercises are."""
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_html(text: str, address: str, limits: Limits) -> Parsed:
    """Return the lines of a page.

    The main text keeps its order; titles, headings and captions have their roles from the page's
    own marks. Menus, share buttons and comments follow as boilerplate.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooMuchError(f"{len(text):,} characters of HTML", f"{MAX_CHARACTERS:,}")
    text = DECLARATION.sub("", text.replace("\0", " "))
    from lxml.html import HTMLParser, document_fromstring
    from trafilatura import bare_extraction

    tree = document_fromstring(text, parser=HTMLParser(no_network=True, huge_tree=False))
    captions = {_flat(one) for one in tree.iter("figcaption")} - {""}
    found: Any = bare_extraction(
        text,
        url=address or None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": LAST_DAY,
        },
    )
    main = [] if found is None or found.body is None else list(_main(found.body, captions))
    notes: tuple[str, ...] = ()
    if not main:
        main = [(line, "") for line in _all_lines(tree)]
        notes = ("no main text was found: all text of the page is read",)
        if not main:
            raise UnreadableError("the page has no text", "save the page with its text, or as PDF")
        return Parsed(tuple(main), _facts(found), notes)
    lines = _with_title(main, found, tree)
    return Parsed((*lines, *_rest(tree, lines, captions)), _facts(found), notes)


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _main(body: Any, captions: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the blocks of the main text, as trafilatura marks them up."""
    for element in body.iter("p", "head", "item", "quote", "cell", "code", "ab"):
        if any(up.tag in ("item", "quote", "cell") for up in element.iterancestors()):
            continue
        for line in _broken(element):
            role = "" if element.tag in ("p", "head") else "text"
            if line in captions:
                role = "caption"
            elif element.tag == "head":
                role = "title" if element.get("rend") == "h1" else "heading"
            yield line, role


def _broken(element: Any) -> Iterator[str]:
    """Yield the lines of a block: `<lb/>` breaks them."""
    for mark in element.iter("lb"):
        mark.tail = "\n" + (mark.tail or "")
    for line in "".join(element.itertext()).split("\n"):
        if line.strip():
            yield " ".join(line.split())


def _with_title(main: list[tuple[str, str]], found: Any, tree: Any) -> list[tuple[str, str]]:
    """Keep one title, put it first if only the page's data or its h1 have it."""
    lines, titled = [], False
    for line, role in main:
        keep = "heading" if role == "title" and titled else role
        titled = titled or role == "title"
        lines.append((line, keep))
    if titled:
        return lines
    heads = [_flat(one) for one in tree.iter("h1")]
    title = next((one for one in heads if one), "") or str(found.title or "")
    title = " ".join(title.split())[:300]
    texts = [line for line, _ in lines]
    if title and title in texts:
        lines[texts.index(title)] = (title, "title")
        return lines
    return [(title, "title"), *lines] if title else lines


def _rest(tree: Any, lines: list[tuple[str, str]], captions: set[str]) -> Iterator[tuple[str, str]]:
    """Yield captions and short lines that are not part of the main text."""
    seen = {line for line, _ in lines}
    whole = "\n".join(seen)
    count = 0
    for line in _all_lines(tree):
        if line in seen or line in whole:
            continue
        seen.add(line)
        if line in captions:
            yield line, "caption"
        elif count < MAX_BOILERPLATE:
            count += 1
            yield line[:BOILERPLATE_CHARACTERS], "boilerplate"


def _all_lines(tree: Any) -> Iterator[str]:
    """Yield the visible lines of a page: a block's own text, without that of blocks inside."""
    pieces: list[str] = []
    unseen = 0
    for event, element in _walk(tree):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in UNSEEN or not tag:
            unseen += 1 if event == "start" else -1
        if tag in BLOCKS or tag == "br":
            line = " ".join("".join(pieces).split())
            pieces.clear()
            if line:
                yield line
        if not unseen:
            pieces.append((element.text if event == "start" else element.tail) or "")
    line = " ".join("".join(pieces).split())
    if line:
        yield line


def _walk(tree: Any) -> Any:
    from lxml.etree import iterwalk

    return iterwalk(tree, events=("start", "end", "comment", "pi"))


def _facts(found: Any) -> dict[str, str]:
    if found is None:
        return {}
    names = {"title": "title", "author": "author", "outlet": "sitename", "published": "date"}
    facts = {ours: getattr(found, theirs) or "" for ours, theirs in names.items()}
    facts["outlet"] = facts["outlet"] or found.hostname or ""
    facts["language"] = found.language or ""
    return {name: str(value)[:500] for name, value in facts.items() if value}
