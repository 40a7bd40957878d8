"""Game trees from .efg files on the command line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from standoff.errors import ExitCode

TREE = """\
EFG 2 R "Fees" { "A" "B" }
"a comment"

c "" 1 "luck" { "x" 1/3 "y" 2/3 } 0
p "stays" 1 1 "enter" { "in" "out" } 1 "fee" { -1/10, 0 }
t "" 2 "played" { 1, -1 }
t "" 1
t "" 0
"""
DRIVER = """\
EFG 2 R "Driver" { "driver" }
p "" 1 1 "exit" { "leave" "go on" } 0
t "" 1 "too early" { 0 }
p "" 1 1 "exit" { "leave" "go on" } 0
t "" 2 "home" { 4 }
t "" 3 "too late" { 1 }
"""


@pytest.fixture
def tree(tmp_path):
    """Return the name of a tree in the working folder."""
    (tmp_path / "fees.efg").write_text(TREE, encoding="utf-8")
    return "fees.efg"


@pytest.fixture
def driver(tmp_path):
    (tmp_path / "driver.efg").write_text(DRIVER, encoding="utf-8")
    return "driver.efg"


def test_describe_a_tree_as_json(call, tree):
    result = call("describe", tree, "--json")
    assert result.code == ExitCode.OK
    assert json.loads(result.out) == {
        "title": "Fees",
        "nodes": 5,
        "nodes_of_nature": 1,
        "endings": 3,
        "longest_play": 2,
        "infosets": 1,
        "actions": 2,
        "players": [
            {
                "name": "A",
                "nodes": 1,
                "infosets": 1,
                "actions": 2,
                "lowest": -0.2,
                "highest": 0.9,
            },
            {
                "name": "B",
                "nodes": 0,
                "infosets": 0,
                "actions": 0,
                "lowest": -1.0,
                "highest": 0.0,
            },
        ],
        "constant_sum": False,
        "perfect_recall": True,
        "absent_minded": False,
        "forgets": None,
    }


def test_describe_a_tree_in_words(call, tree):
    out = call("describe", tree).out
    assert "5 nodes, of them 1 of nature and 3 endings; the longest play has 2 moves." in out
    assert "Nobody forgets anything (perfect recall)." in out
    assert "same sum" not in out


def test_describe_a_shipped_tree(call):
    assert "Nobody forgets anything" in call("describe", "selten-1975-horse").out


def test_describe_says_that_payoffs_have_one_sum(call, tmp_path):
    text = TREE.replace("-1/10, 0", "-1/10, 1/10")
    (tmp_path / "sum.efg").write_text(text, encoding="utf-8")
    assert "Payoffs add up to the same sum at every ending." in call("describe", "sum.efg").out


def test_a_tree_in_which_somebody_forgets_is_described_and_written_but_not_solved(call, driver):
    out = call("describe", driver).out.replace("\n", " ")
    assert "Somebody forgets having moved: player `driver` at information set `exit`." in out
    assert call("check", driver).code == ExitCode.OK
    assert call("export", driver, "--to", "again.efg").code == ExitCode.OK
    result = call("solve", driver, "--quiet")
    assert (result.code, result.out) == (ExitCode.USER_MISTAKE, "")
    error, help_ = result.err.splitlines()
    assert error.startswith("error: player `driver` at information set `exit` forgets having moved")
    assert help_.startswith("help: ")


def test_export_writes_a_tree_again(call, tree, tmp_path):
    compact = TREE.replace('1 "fee" { -1/10, 0 }', '1 "fee" {-1/10 0}').replace("\n\n", "\n")
    (tmp_path / tree).write_text(compact, encoding="utf-8")
    result = call("export", tree, "--to", "again.efg")
    assert result.code == ExitCode.OK
    assert "wrote again.efg: 5 nodes, 1 information sets" in result.err
    again = (tmp_path / "again.efg").read_text(encoding="utf-8")
    assert again == TREE.replace('t "" 1\n', 't "" 1 "fee" { -1/10, 0 }\n')


def test_export_may_replace_the_tree_itself(call, tree, tmp_path):
    assert call("export", tree, "--to", tree).code == ExitCode.USER_MISTAKE
    assert (tmp_path / tree).read_text(encoding="utf-8") == TREE
    assert call("export", tree, "--to", tree, "--overwrite", "--json").code == ExitCode.OK


def test_export_of_a_broken_tree_writes_nothing(call, tree, tmp_path):
    (tmp_path / tree).write_text(TREE.replace("2/3", "1/3"), encoding="utf-8")
    result = call("export", tree, "--to", "again.efg")
    assert result.code == ExitCode.USER_MISTAKE
    assert "fees.efg:4:33: the probabilities add up to 0.666666666666667" in result.err
    assert not (tmp_path / "again.efg").exists()


def test_checking_a_tree_does_not_load_the_compiler(tree, tmp_path):
    code = (
        "import sys; from standoff.cli.main import main; "
        f"code = main(['check', {tree!r}]); sys.exit(code or 10 * ('numba' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert done.returncode == 0
