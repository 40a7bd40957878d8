"""YAML 1.2 to plain data with positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.diagnostics.record import Span
from standoff.scenario.text import MAX_BYTES, read_document, write_text


def codes(content):
    return [item.code for item in read_document(content, "x.yaml").findings]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: NO", {"a": "NO"}),
        ("a: [yes, on, off, n]", {"a": ["yes", "on", "off", "n"]}),
        ("a: [true, False, null, ~]", {"a": [True, False, None, None]}),
        ("a: [1, -2, 0x1F, 0o17, 1_000, 010]", {"a": [1, -2, 31, 15, "1_000", 10]}),
        ("a: [1.5, .5, 1e3, 1., 1:30]", {"a": [1.5, 0.5, 1000.0, 1.0, "1:30"]}),
        ("a: 2022-01-15", {"a": "2022-01-15"}),
        ("a: '1'", {"a": "1"}),
        ("a: none", {"a": "none"}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("a: >\n  x\n  y\n", {"a": "x y\n"}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("1: x", {"1": "x"}),
        ("%YAML 1.2\n---\na: 1", {"a": 1}),
    ],
)
def test_data(text, data):
    document = read_document(text, "x.yaml")
    assert document.findings == []
    assert document.data == data


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2", "SC104"),
        ("a: &x 1", "SC105"),
        ("a: !!str 1", "SC105"),
        ("a: ! 1", "SC105"),
        ("%YAML 1.1\n---\na: 1", "SC105"),
        ("a: 1\n---\nb: 1", "SC106"),
        ("a:\n\tb: 1", "SC107"),
        ("", "SC108"),
        ("# only this", "SC108"),
        ("a: .nan", "SC109"),
        ("a: -.INF", "SC109"),
        ("a: 1e400", "SC109"),
        ("a: " + "9" * 5000, "SC109"),
        ("? {x: 1}\n: 1", "SC110"),
        (": 1", "SC110"),
        ("a: {b: min(1, 2)}", "SC112"),
        ("a: [", "SC101"),
        ("a: 'b", "SC101"),
        ("a: b: c", "SC101"),
        ("a: @b", "SC101"),
        ("[" * 100, "SC103"),
        ("a: \x00", "SC102"),
        ("a: \x1b[31m", "SC102"),
        (b"a: \xff", "SC102"),
        (b"\xff\xfea\x00", "SC102"),
        (b"a" * (MAX_BYTES + 1), "SC103"),
    ],
)
def test_findings(text, code):
    assert codes(text) == [code]


def test_aliases_cannot_grow():
    levels = [f"a{k}: &a{k} [*a{k - 1}, *a{k - 1}]" for k in range(1, 30)]
    bomb = "a0: &a0 [x, x]\n" + "\n".join(levels)
    assert set(codes(bomb)) == {"SC105"}


def test_positions_of_keys_and_values():
    document = read_document("a:\n  - b: 10\n    c: [x, yy]\n", "x.yaml")
    assert document.span(("a", 0, "b"), "key") == Span(2, 5, 2, 6)
    assert document.span(("a", 0, "b")) == Span(2, 8, 2, 10)
    assert document.span(("a", 0, "c", 1)) == Span(3, 12, 3, 14)
    assert document.span(("a", 0, "c", 7, "d")) == document.span(("a", 0, "c"), "key")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("f: one + two\n", (1, 10, 13)),
        ("f: 'one + two'\n", (1, 11, 14)),
        ('f: "one + two"\n', (1, 11, 14)),
        ("f: |\n  one + two\n", (2, 9, 12)),
        ("f: >-\n  one +\n  two\n", (3, 3, 6)),
        ("f: one +\n   two\n", (2, 4, 7)),
    ],
)
def test_positions_inside_a_text(text, place):
    document = read_document(text, "x.yaml")
    start = document.data["f"].index("two")
    span = document.inside(("f",), start, start + 3)
    assert (span.line, span.column, span.end_column) == place


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e6, 1e6).map(lambda x: round(x, 4))
    | st.text(
        st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f")
    ).filter(lambda s: s.isprintable()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["a", "b", "no", "null"]), plain, min_size=1, max_size=4))
def test_what_is_written_is_read_again(data):
    document = read_document(write_text(data), "x.yaml")
    assert document.findings == []
    assert document.data == data


@given(st.binary(max_size=60))
def test_any_bytes_are_data_or_a_finding(content):
    document = read_document(content, "x.yaml")
    assert document.findings or document.data is not None or content.strip() in (b"~", b"null")
