"""`standoff solve --method` and `--against`, run in process."""

import json

import pytest

from standoff.errors import ExitCode

PENNIES = """EFG 2 R "uneven pennies" { "a" "b" }
""
p "" 1 1 "" { "x" "y" } 0
p "" 2 1 "" { "x" "y" } 0
t "" 1 "both x" { 3, -3 }
t "" 2 "apart" { -1, 1 }
p "" 2 1 "" { "x" "y" } 0
t "" 2 "apart" { -1, 1 }
t "" 3 "both y" { 1, -1 }
"""
TIE = """EFG 2 R "tie" { "a" }
""
p "" 1 1 "" { "x" "y" } 0
t "" 1 "one" { 1 }
t "" 2 "two" { 1 }
"""


@pytest.fixture
def pennies(tmp_path):
    (tmp_path / "pennies.efg").write_text(PENNIES, encoding="utf-8")
    (tmp_path / "tie.efg").write_text(TIE, encoding="utf-8")


@pytest.mark.parametrize("method", ["cfr+", "dcfr", "pcfr+", "lp", "enumerate"])
def test_every_method_finds_the_value(call, pennies, method):
    """a plays x with chance 1/3; the value is 1/3: both by hand."""
    result = call("solve", "pennies.efg", "--method", method, "--json")
    assert result.code == ExitCode.OK
    data = json.loads(result.out)
    assert (data["method"], data["lambda"]) == (method, None)
    assert data["payoffs"]["a"] == pytest.approx(1 / 3, abs=1e-3)
    assert data["certificate"]["passed"]


def test_the_terminal_says_what_was_done(call, pennies):
    result = call("solve", "pennies.efg", "--method", "pcfr+", "--against", "lp", "--quiet")
    assert result.code == ExitCode.OK
    for part in (
        "Nash equilibrium by pcfr+",
        "solved by regret minimisation",
        "Certificate: mean gain",
        "Agrees with lp: they differ by",
    ):
        assert part in result.out


def test_enumeration_lists_what_it_found(call, pennies):
    result = call("solve", "pennies.efg", "--method", "enumerate")
    assert "0 pure, 1 extreme mixed." in result.out
    assert "1. mixed: payoffs a 0.3333, b -0.3333" in result.out
    data = json.loads(call("solve", "pennies.efg", "--method", "enumerate", "--json").out)
    assert data["enumerated"]["strategies"] == {"a": 2, "b": 2}
    assert data["enumerated"]["found"][0]["strategies"]["a"]["1"]["x"] == pytest.approx(1 / 3)


def test_ties_are_reported(call, pennies):
    result = call("solve", "tie.efg", "--method", "backward")
    assert "Several moves are equally good at 1 information set; the first one is played" in (
        " ".join(result.out.split())
    )
    data = json.loads(call("solve", "tie.efg", "--method", "backward", "--json").out)
    assert data["certificate"]["ties"] == 1


def test_a_disagreement_ends_with_3(call, pennies, monkeypatch):
    from standoff.solve import nash

    right = nash._values

    def wrong(game, numbers, solution):
        return right(game, numbers, solution) + (solution.method == "lp")

    monkeypatch.setattr(nash, "_values", wrong)
    result = call("solve", "pennies.efg", "--method", "dcfr", "--against", "lp", "--quiet")
    assert result.code == ExitCode.NOT_SOLVED
    assert result.out == ""
    assert "error: `dcfr` and `lp` disagree: what a party gets differs by 1" in result.err


def test_too_few_iterations_end_with_3(call, pennies):
    words = ("--method", "cfr+", "--tolerance", "1e-9", "--iterations", "20")
    result = call("solve", "pennies.efg", *words)
    assert result.code == ExitCode.NOT_SOLVED
    assert "exploitability was still above the tolerance" in result.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--method", "cfr"), "`--method cfr` is not a method"),
        (("--method", "lp", "--against", "simplex"), "`--against simplex` is not a method"),
        (("--method", "lp", "--against", "lp"), "`--against lp` is the method itself"),
        (("--against", "lp"), "`aqre` and `lp` answer different questions"),
        (("--method", "lp", "--lam", "2"), "`--lam` has no meaning with this method"),
        (("--method", "lp", "--branches", "2"), "`--branches` has no meaning with this method"),
        (("--tolerance", "0.1"), "`--tolerance` has no meaning with this method"),
        (("--method", "lp", "--iterations", "9"), "`--iterations` has no meaning"),
        (("--method", "cfr+", "--tolerance", "0"), "`--tolerance 0` is not a positive number"),
        (("--method", "cfr+", "--tolerance", "nan"), "`--tolerance nan` is not a positive number"),
        (("--method", "cfr+", "--iterations", "0"), "`--iterations 0` is not a whole number"),
        (("--method", "backward"), "`b` does not see everything in `uneven pennies`"),
    ],
)
def test_wrong_words_are_refused(call, pennies, words, message):
    result = call("solve", "pennies.efg", *words)
    assert result.code == ExitCode.USER_MISTAKE
    assert message in result.err
    assert "help: " in result.err
    assert "Traceback" not in result.err


def test_a_crisis_that_is_not_zero_sum_is_refused(call, scenario):
    result = call("solve", "strait.yaml", "--method", "lp", "--quiet")
    assert result.code == ExitCode.USER_MISTAKE
    assert "is not zero-sum: the payoffs of `a` and `b` add up to" in result.err
