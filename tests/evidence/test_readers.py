"""Text, pages and PDFs: what is read, what is kept apart, what is noted."""

from __future__ import annotations

import builtins
import importlib.util

import pytest
from tests.support.hostile import FILE_AS_ENTITY, RUSSIAN
from tests.support.pdfs import text_pdf

from standoff.errors import MissingExtraError, UsageError
from standoff.evidence.sources import LIMITS, document_from, read_source
from standoff.evidence.sources.clean import clean, decode

LONG = "The upper province closed the lock at Elm Ford on Monday and gave no reason for doing it."
NEXT = (
    "Nobody on the lower bank had expected as much so early in the year, said the harbour office."
)

PAGE = f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<title>The lock stays shut | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<meta name="author" content="Ida Moll">
<meta property="article:published_time" content="2031-03-06T08:00:00Z">
<script>document.write("never seen")</script>
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article>
<h1>The lock stays shut</h1>
<p>4 March 2031</p>
<p>{LONG} {NEXT}</p>
<h2>What comes next</h2>
<figure><img src="x.jpg"><figcaption>A barge at the lock</figcaption></figure>
<p>{NEXT} {LONG} It is <b>not</b> the first time.</p>
<ul><li>Tolls in silver</li><li>Pilots on board</li></ul>
<blockquote>We shall not move, said the minister, and we shall not be moved.</blockquote>
<div class="share"><a>Share this</a> <a>Facebook</a></div>
</article>
<div id="comments"><h3>Comments</h3><p>Nonsense, I say, all of it, from the first word on.</p></div>
<footer>All rights reserved</footer>
</body>
</html>
"""


@pytest.fixture(scope="module")
def page():
    pytest.importorskip("trafilatura")
    return document_from(PAGE.encode(), "page.html")


def texts(document, role):
    return [one.text for one in document.paragraphs if one.role == role]


def test_a_page_keeps_its_text_in_order(page):
    assert page.kind == "html"
    assert texts(page, "title") == ["The lock stays shut"]
    assert texts(page, "heading") == ["What comes next"]
    assert texts(page, "text") == [
        f"{LONG} {NEXT}",
        f"{NEXT} {LONG} It is not the first time.",
        "Tolls in silver",
        "Pilots on board",
        "We shall not move, said the minister, and we shall not be moved.",
    ]


def test_what_is_around_the_text_of_a_page_is_kept_apart_at_the_end(page):
    assert texts(page, "caption") == ["A barge at the lock"]
    apart = texts(page, "boilerplate")
    for line in ("Home", "World", "Share this", "Facebook", "Comments", "All rights reserved"):
        assert line in apart
    assert any(line.startswith("Nonsense") for line in apart)
    last_text = max(one.number for one in page.paragraphs if one.role == "text")
    first_apart = min(one.number for one in page.paragraphs if one.role == "boilerplate")
    assert last_text < first_apart
    assert not any("never seen" in one.text for one in page.paragraphs)


def test_the_data_of_a_page_are_read(page):
    assert page.author == "Ida Moll"
    assert page.outlet == "The Harbour Post"
    assert page.language == "en"
    assert str(page.written) == "2031-03-04"
    assert str(page.published) == "2031-03-06"
    assert [(link.role, link.who) for link in page.chain] == [("outlet", "The Harbour Post")]


def test_a_page_is_known_by_its_content_not_by_its_name(page):
    assert document_from(PAGE.encode(), "page.txt").paragraphs == page.paragraphs


def test_an_entity_of_a_page_reads_no_file():
    pytest.importorskip("trafilatura")
    document = document_from(FILE_AS_ENTITY.encode(), "x.html")
    assert not any("root:" in one.text for one in document.paragraphs)


def test_a_page_in_the_encoding_that_it_declares():
    pytest.importorskip("trafilatura")
    body = f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'
    document = document_from(body.encode("cp1251"), "x.html")
    assert document.language == "ru"
    assert "encoding: windows-1251, as it declares" in document.notes


ANSWER = "The lower province answered with a note that nobody has seen so far in the capital"
PAGES = [
    [
        "The Harbour Post",
        "The lock stays shut",
        "By Ida Moll",
        "4 March 2031",
        "The upper province closed the lock at Elm Ford on Monday and gave no reason for",
        "doing it. Nobody on the lower bank had expected as much.",
        "Short answer.",
        "The lower province answered with a note that nobody has seen so far in the cap-",
        "1",
    ],
    [
        "The Harbour Post",
        "ital of either.",
        "It was carried across the ice by hand and on foot.",
        "2",
    ],
    [
        "The Harbour Post",
        "A last page closes the piece with a line of its own and says nothing new.",
        "3",
    ],
]


@pytest.fixture(scope="module")
def paper():
    pytest.importorskip("pypdf")
    return document_from(text_pdf(PAGES), "paper.pdf")


def test_the_lines_of_a_pdf_become_paragraphs_across_pages(paper):
    assert paper.kind == "pdf"
    assert texts(paper, "title") == ["The lock stays shut"]
    assert texts(paper, "byline") == ["By Ida Moll"]
    assert texts(paper, "text")[:3] == [
        f"{LONG} Nobody on the lower bank had expected as much.",
        "Short answer.",
        f"{ANSWER} of either.",
    ]
    assert str(paper.written) == "2031-03-04"


def test_a_line_that_begins_small_goes_on_from_a_short_one():
    pytest.importorskip("pypdf")
    lines = [LONG, "So it was.", "It stayed,", f"not for long. {NEXT}"]
    document = document_from(text_pdf([lines]), "x.pdf")
    assert texts(document, "text") == [f"{LONG} So it was.", f"It stayed, not for long. {NEXT}"]


def test_headers_and_page_numbers_of_a_pdf_are_kept_apart(paper):
    assert texts(paper, "boilerplate") == ["The Harbour Post", "1"]
    assert any("joined to paragraphs by rules" in note for note in paper.notes)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\r\nb\rc\nd", ("a", "b", "c", "d")),
        ("  a \t  b\u00a0\u3000c  ", ("a b c",)),
        ("a\n \n\t\n\nb", ("a", "b")),
        ("e\u0301", ("é",)),
        ("a\x1b[31mb\x1b[0mc", ("abc",)),
        ("a\x1b]0;title\x07b", ("ab",)),
        ("a\x00b\x07c", ("a b c",)),
        ("\u202eab\u202c\u200bc\ufeff", ("abc",)),
        ("می\u200cخواهم", ("می\u200cخواهم",)),  # noqa: RUF001
    ],
)
def test_cleaning(text, lines):
    assert clean(text).lines == lines


def test_cleaning_says_what_it_took_out():
    assert clean("a\x1b[2J\u200b\u200bb").notes == (
        "taken out: 1 commands to a terminal",
        "taken out: 2 zero-width marks",
    )
    assert clean("plain").notes == ()


@pytest.mark.parametrize("code", ["cp1251", "koi8-r", "iso8859-5", "utf-16-le", "utf-16-be"])
def test_encodings_without_a_mark_are_found(code):
    pytest.importorskip("charset_normalizer")
    text, note = decode(RUSSIAN.encode(code), "x.txt")
    assert text == RUSSIAN
    assert "guessed" in note


def test_the_users_word_on_the_encoding_comes_first():
    assert decode(RUSSIAN.encode("koi8-r"), "x.txt", given="koi8-r")[0] == RUSSIAN
    with pytest.raises(UsageError, match="there is no encoding `klingon`"):
        decode(b"x", "x.txt", given="klingon")
    with pytest.raises(UsageError, match="there is no encoding `rot13`"):
        decode(b"x", "x.txt", given="rot13")
    with pytest.raises(UsageError, match="is not ascii text: byte 0 does not fit"):
        decode(RUSSIAN.encode(), "x.txt", given="ascii")


LIBRARIES = [("trafilatura", PAGE.encode(), "HTML"), ("pypdf", b"%PDF-1.7\n", "PDF")]


@pytest.mark.parametrize(("library", "content", "what"), LIBRARIES)
def test_a_missing_extra_is_named(library, content, what, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == library else real(name)
    )
    with pytest.raises(
        MissingExtraError, match=f"reading {what} needs the extra `sources`"
    ) as found:
        document_from(content, "x")
    assert found.value.help == "pip install 'standoff[sources]'"


def test_plain_text_needs_no_extra(monkeypatch, tmp_path):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.partition(".")[0] in ("trafilatura", "pypdf", "datasketch", "charset_normalizer"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    (tmp_path / "a.txt").write_text(f"A title\n\n{LONG} {NEXT}\n")
    document = read_source(tmp_path / "a.txt")
    assert [one.role for one in document.paragraphs] == ["title", "text"]
    with pytest.raises(MissingExtraError, match="guessing an encoding other than UTF-8"):
        document_from(RUSSIAN.encode("cp1251"), "x.txt")


def test_limits_are_named():
    from dataclasses import replace

    with pytest.raises(UsageError, match=r"`x.txt` has 9 characters; at most 5 are read"):
        document_from(b"word word", "x.txt", limits=replace(LIMITS, characters=5))
    with pytest.raises(UsageError, match="has more than 1 paragraphs; at most 1 are read"):
        document_from(b"a\nb", "x.txt", limits=replace(LIMITS, paragraphs=1))
    with pytest.raises(UsageError, match="has a paragraph of 4 characters; at most 3 are read"):
        document_from(b"word", "x.txt", limits=replace(LIMITS, paragraph_characters=3))


WRAPPED = """The lock stays shut

The upper province closed the lock at Elm Ford on Monday and gave no
reason for doing it. Nobody on the lower bank had expected as much so
early in the year.
"""


def test_wrapped_text_is_noticed_and_joined_if_asked():
    lines = document_from(WRAPPED.encode(), "x.txt")
    assert len(lines.paragraphs) == 4
    assert any("add `--join`" in note for note in lines.notes)
    joined = document_from(WRAPPED.replace("\n", "\r\n").encode(), "x.txt", join=True)
    assert [one.role for one in joined.paragraphs] == ["title", "text"]
    assert joined.paragraph(2).text == " ".join(WRAPPED.split("\n\n")[1].split())
    assert "lines were joined up to the next blank line" in joined.notes
    assert not any("--join" in note for note in document_from(LONG.encode(), "x.txt").notes)
