"""Roles and facts by rules, on fictional copies; and what the rules must leave alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from standoff.errors import UsageError
from standoff.evidence.sources import document_from
from standoff.evidence.sources.dates import find_dates
from standoff.evidence.sources.language import language_of

COPIES = YAML(typ="safe").load((Path(__file__).parent / "keys" / "copies.yaml").read_text("utf-8"))


def text_of(key):
    return "\n\n".join(text for entry in COPIES[key]["paragraphs"] for text in entry.values())


@pytest.fixture(scope="module", params=sorted(COPIES))
def copy(request):
    return COPIES[request.param], document_from(text_of(request.param).encode(), "copy.txt")


def test_there_are_at_least_ten():
    assert len(COPIES) >= 10


def test_every_paragraph_of_a_copy_has_its_role(copy):
    key, document = copy
    wanted = [(role, text) for entry in key["paragraphs"] for role, text in entry.items()]
    assert [(one.role, one.text) for one in document.paragraphs] == wanted


def test_the_facts_of_a_copy_are_found(copy):
    key, document = copy
    for name in ("title", "author", "outlet", "language"):
        assert getattr(document, name) == key.get(name, ""), name
    for name in ("event", "written", "published"):
        assert getattr(document, name) == key.get(name), name
    chain = [f"{link.role} {link.who}" for link in document.chain]
    assert chain == key.get("chain", [])


def test_a_date_with_two_readings_is_left_out_and_named():
    (note,) = document_from(text_of("slashes").encode(), "x.txt").notes
    assert "can be read in two ways" in note
    assert "`03/04/2031` in paragraph 1" in note


def test_a_role_can_be_given_over_the_rules():
    text = text_of("column").encode()
    document = document_from(text, "x.txt", roles={9: "heading"})
    assert document.paragraph(9).role == "heading"
    assert "paragraph 9 is a heading as given" in document.notes
    assert not any("taken for a caption" in note for note in document.notes)


@pytest.mark.parametrize(
    ("roles", "message"),
    [({99: "text"}, "has no paragraph 99"), ({1: "poem"}, "cannot be `poem`")],
)
def test_a_role_that_cannot_be(roles, message):
    with pytest.raises(UsageError, match=message):
        document_from(text_of("column").encode(), "x.txt", roles=roles)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-03-04", "2031-03-04"),
        ("2031-03-04T10:00:00Z", "2031-03-04"),
        ("2031/3/4", "2031-03-04"),
        ("4.3.2031", "2031-03-04"),
        ("04. 03. 2031", "2031-03-04"),
        ("March 4, 2031", "2031-03-04"),
        ("Mar. 4th 2031", "2031-03-04"),
        ("4 March 2031", "2031-03-04"),
        ("4th of March, 2031", "2031-03-04"),
        ("31/03/2031", "2031-03-31"),
        ("03/31/2031", "2031-03-31"),
        ("4/4/2031", "2031-04-04"),
        ("4 марта 2031", "2031-03-04"),
        ("4 березня 2031", "2031-03-04"),
        ("4. März 2031", "2031-03-04"),
        ("4 mars 2031", "2031-03-04"),
        ("4 de marzo de 2031", "2031-03-04"),
        ("4 marca 2031", "2031-03-04"),
    ],
)
def test_dates_in_many_forms(text, day):
    (found,) = find_dates(f"x {text} y")
    assert found.day == dt.date.fromisoformat(day)
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    ["2031", "March 2031", "31.02.2031", "4 March", "1.2.3.2031", "99/99/2031", "v2031-03-04"],
)
def test_what_is_no_date(text):
    assert find_dates(text) == ()


@pytest.mark.parametrize("text", ["03/04/2031", "3-4-2031"])
def test_day_and_month_that_cannot_be_told_apart(text):
    assert [one.day for one in find_dates(text)] == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The lock is shut and it is not clear for how long this will be so", "en"),
        ("Die Kette liegt vor der Schleuse und ist nicht zu sehen", "de"),
        ("La chaîne est dans le port et ce sont les bateaux qui attendent", "fr"),
        ("Цепь лежит у шлюза, и это ещё не всё", "ru"),  # noqa: RUF001
        ("Ланцюг лежить біля шлюзу, і це ще не все", "uk"),  # noqa: RUF001
        ("السلسلة أمام القفل", "ar"),
        ("鎖は水門の前にある", "ja"),
        ("12345 67", ""),
        ("Xyzzy plugh frotz", ""),
    ],
)
def test_languages(text, code):
    assert language_of(text) == code
