"""The formula language: grammar, precedence, limits, and where a slip is pointed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.scenario.expr import Env, evaluate
from standoff.scenario.formula import MAX_LENGTH, MAX_NESTING, FormulaError, Name, Op, parse
from standoff.scenario.names import Scope, resolve_names
from standoff.scenario.symbols import Coded, Symbols

ANYWHERE = Scope("a formula")
SYMBOLS = Symbols(
    parameters={"a": 0, "b": 1},
    parties={"east": 0, "west": 1},
    variables={
        "rung": Coded("variable", 0, 0, 3, None, ("variables", "rung")),
        "mood": Coded("variable", 1, 0, 2, ("good", "bad", "rung"), ("variables", "mood")),
    },
    privates={"east.resolve": Coded("private", 0, 0, 1, ("low", "high"), ("parties",), 0)},
)
ENV = Env(parameters=(2.0, 5.0), variables=(3.0, 1.0), privates=(1.0,))


def value(text, target=None):
    return float(evaluate(resolve_names(parse(text), SYMBOLS, ANYWHERE, target), ENV))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 - 3 - 2", 3),
        ("16 / 4 / 2", 2),
        ("-2 ^ 2", -4),
        ("2 ^ 3 ^ 2", 512),
        ("2 ^ -1", 0.5),
        ("- - 3", 3),
        ("+3", 3),
        (".5e1", 5),
        ("a + b", 7),
        ("rung >= 3", 1),
        ("1 < 2 and 2 < 1 or 1 == 1", 1),
        ("1 == 1 or 1 == 1 and 1 == 2", 1),
        ("not 1 == 2 and 1 == 2", 0),
        ("if a < b then 1 else 2 + 3", 1),
        ("if a > b then 1 else 2 + 3", 5),
        ("1 + if a > b then 1 else 2", 3),
        ("min(a, b, 1)", 1),
        ("max(a, b)", 5),
        ("clip(b, 0, 3)", 3),
        ("abs(-a) + exp(0) + sqrt(4) + log(1)", 5),
        ("mood == bad", 1),
        ("bad == mood", 1),
        ("mood < rung", 1),  # the value `rung` of mood, code 2
        ("east.resolve == high", 1),
        ("east.resolve != low", 1),
        ("true + false", 1),
    ],
)
def test_values(text, result):
    assert value(text) == pytest.approx(result)


def test_a_label_stands_alone_only_where_it_is_assigned():
    mood = SYMBOLS.variables["mood"]
    assert value("if rung == 3 then bad else good", mood) == 1
    with pytest.raises(FormulaError) as caught:
        value("bad")
    assert caught.value.code == "SC301"
    assert "== bad" in caught.value.help


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("1 +", "SC401", 3),
        ("a = b", "SC401", 2),
        ("a ** b", "SC401", 2),
        ("a && b", "SC401", 2),
        ("5%", "SC401", 1),
        ("a b", "SC401", 2),
        ("2a", "SC401", 1),
        ("1 < 2 < 3", "SC401", 6),
        ("(a", "SC401", 2),
        ("a)", "SC401", 1),
        ("if a then b", "SC401", 11),
        ("min", "SC401", 3),
        ("f(1)", "SC403", 0),
        ("clip(1, 2)", "SC403", 0),
        ("1 + log(1, 2)", "SC403", 4),
        ("__import__('os')", "SC401", 11),
        ("a.b.c(1)", "SC403", 0),
        ("lambda: 1", "SC401", 6),
        ("[1]", "SC401", 0),
        ("1e16", "SC109", 0),
        ("1 + c", "SC301", 4),
        ("a + east", "SC301", 4),
        ("mood == god", "SC302", 8),
        ("items.east", "SC301", 0),
    ],
)
def test_slips_are_pointed_at(text, code, start):
    with pytest.raises(FormulaError) as caught:
        value(text)
    assert (caught.value.code, caught.value.start) == (code, start)


@pytest.mark.parametrize(
    "text",
    [
        "1" * (MAX_LENGTH + 1),
        "(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1),
        "-" * (MAX_NESTING + 1) + "1",
        "if 1 then 1 else " * (MAX_NESTING + 1) + "1",
        "1+" * 200 + "1",
        "(" * 20 + "1" + "+1" * 80 + ")+1+1+1" * 20 + "+1" * 60,
        "min(" + "1," * 300 + "1)",
    ],
)
def test_limits(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.code == "SC402"


def test_what_is_just_within_the_limits_is_evaluated():
    inside = MAX_NESTING - 1
    assert value("(" * inside + "1" + ")" * inside) == 1
    assert value("+".join(["1"] * 140)) == 140


def test_positions_are_those_of_the_text():
    tree = parse("a + min(b, 2)")
    assert isinstance(tree, Op)
    assert (tree.start, tree.end) == (0, 13)
    assert tree.args[0] == Name("a", 0, 1)


@pytest.mark.parametrize(
    ("scope", "text", "code"),
    [
        (Scope("x", parameters=False), "a", "SC404"),
        (Scope("x", variables=False), "rung", "SC406"),
        (Scope("x", privates=None), "east.resolve == high", "SC406"),
        (Scope("x", privates=1), "east.resolve == high", "SC405"),
    ],
)
def test_scopes(scope, text, code):
    with pytest.raises(FormulaError) as caught:
        resolve_names(parse(text), SYMBOLS, scope)
    assert caught.value.code == code


def test_the_owner_may_mention_its_secret():
    assert resolve_names(parse("east.resolve == high"), SYMBOLS, Scope("x", privates=0))


numbers = st.floats(min_value=0, max_value=1e6).map(lambda x: round(x, 3))
trees = st.recursive(
    numbers.map(repr),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(" ".join).map("({})".format),
        inner.map("-({})".format),
        st.tuples(inner, inner).map(lambda p: f"min({p[0]}, {p[1]})"),
    ),
    max_leaves=8,
)


@given(trees)
def test_arithmetic_agrees_with_python(text):
    assert value(text) == pytest.approx(eval(text), rel=1e-12, abs=1e-9)  # noqa: S307 (our own text)


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_a_finding(text):
    found = None
    try:
        expr = resolve_names(parse(text), SYMBOLS, ANYWHERE)
    except FormulaError as error:
        expr, found = None, error
    assert (expr is None) != (found is None)
    if found is not None:
        assert found.code.startswith("SC")
        assert 0 <= found.start < found.end
