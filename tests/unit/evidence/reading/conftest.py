"""Paragraphs made into documents, and what the rules find in them."""

from __future__ import annotations

import datetime as dt

import pytest

from standoff.evidence.document import Document, Paragraph
from standoff.evidence.reading import suggest

WRITTEN = dt.date(2031, 3, 5)


@pytest.fixture
def document():
    """Return a function that makes a document of paragraphs of text."""

    def make(*texts, written=WRITTEN, roles=()):
        roles = dict(roles)
        paragraphs = (
            Paragraph(number, text, roles.get(number, "text"))
            for number, text in enumerate(texts, 1)
        )
        return Document(tuple(paragraphs), written=written)

    return make


@pytest.fixture
def find(document):
    """Return a function that lists (words, reading) of one kind in a text."""

    def run(kind, text, **named):
        return [
            (one.text, one.reading) for one in suggest(document(text, **named)) if one.kind == kind
        ]

    return run


@pytest.fixture
def words(find):
    """Return a function that lists the words of one kind in a text."""
    return lambda kind, text, **named: [one for one, _ in find(kind, text, **named)]
