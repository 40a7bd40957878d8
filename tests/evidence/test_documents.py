"""The two documents of the shared material, against a key that was made by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from standoff.evidence.document import READ
from standoff.evidence.sources import Given, document_from, read_source, with_given

KEY = YAML(typ="safe").load((Path(__file__).parent / "keys" / "documents.yaml").read_text("utf-8"))

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module", params=sorted(KEY))
def read(request, shared_dir):
    key = KEY[request.param]
    return key, read_source(shared_dir / "sources" / key["file"])


def said(document, place):
    """Return the characters that a place of the key names, or the word that it is."""
    if not isinstance(place, list):
        return place or ""
    number, start, end = place
    return document.paragraph(number).text[start:end]


def test_every_paragraph_has_its_role(read):
    key, document = read
    wanted = dict.fromkeys(key["text"], "text") | key["roles"]
    assert {one.number: one.role for one in document.paragraphs} == wanted
    assert len(document.paragraphs) == key["paragraphs"]


def test_the_dates_are_those_of_the_key(read):
    key, document = read
    for name in ("event", "written", "published"):
        assert getattr(document, name) == key[name], name


def test_title_author_outlet_and_language(read):
    key, document = read
    for name in ("title", "author", "outlet", "language"):
        assert getattr(document, name) == said(document, key[name]), name


def test_the_chain_goes_from_the_origin_to_the_copy(read):
    key, document = read
    found = [(link.role, link.who, link.reliability) for link in document.chain]
    assert found == [(link["role"], said(document, link["who"]), "F") for link in key["chain"]]


def test_boilerplate_tags_captions_and_origin_are_not_read(read):
    key, document = read
    numbers = {one.number for one in document.paragraphs if one.role in READ}
    kept_apart = {n for n, role in key["roles"].items() if role not in ("title", "subtitle")}
    assert numbers.isdisjoint(kept_apart)


def test_it_says_what_the_source_says_about_itself(shared_dir):
    a, b = (read_source(shared_dir / "sources" / KEY[key]["file"]) for key in "ab")
    assert any("which is not the origin" in one for one in a.about)
    assert any("translation" in one for one in a.about)
    assert "It is dated 2022-01-12 and this copy 2022-01-15, 3 days later." in b.about
    assert any("a single name" in one for one in b.about)
    assert any("tags are those of the copy" in one for one in b.about)


def test_a_date_that_the_file_does_not_say_can_be_given_and_is_told_apart(shared_dir):
    document = read_source(shared_dir / "sources" / KEY["a"]["file"])
    given = with_given(document, Given(published=dt.date(2022, 1, 15), grades={"origin": "c"}))
    assert given.published == dt.date(2022, 1, 15)
    assert "published is given, not read" in given.notes
    assert [link.reliability for link in given.chain] == ["C", "F", "F"]
    assert not any("given" in note for note in document.notes)


def test_windows_line_ends_and_a_mark_change_nothing(read, shared_dir):
    key, document = read
    content = (shared_dir / "sources" / key["file"]).read_bytes()
    marked = b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")
    assert document_from(marked, "x.txt").paragraphs == document.paragraphs
