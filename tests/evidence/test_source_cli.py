"""`standoff source` on the command line, and that no other verb opens a connection."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from standoff.cli.main import main
from standoff.scenario import load_scenario

TEXT = """\
The lock "stays" shut: a column

By Ida Moll

4 March 2031

The upper province closed the lock at Elm Ford on Monday and gave no reason for doing it, said
the harbour office of the lower province, which had expected nothing of the kind in this winter.

Barge crews in Port Aster

Nobody on the lower bank had expected as much so early in the year, and nobody says so now.

Source: www.post.example, 6 March 2031
"""


@pytest.fixture
def column(tmp_path):
    path = tmp_path / "column.txt"
    path.write_text(TEXT)
    return path


def test_adding_prints_lines_for_a_scenario_and_notes_beside(call, column):
    result = call("source", "add", column, "--key", "a", "--grade", "origin=b", "--group", "post")
    assert result.code == 0
    assert "`a` was added: 8 paragraphs, in sources/a" in result.err
    assert "It is dated 2031-03-04 and this copy 2031-03-06, 2 days later." in result.err
    assert result.out == (
        "sources:\n"
        "  a:\n"
        '    title: "The lock \\"stays\\" shut: a column"\n'
        '    author: "Ida Moll"\n'
        '    outlet: "www.post.example"\n'
        "    written: 2031-03-04\n"
        "    published: 2031-03-06\n"
        '    language: "en"\n'
        "    chain:\n"
        '      - {who: "www.post.example", role: origin, reliability: B}\n'
        '      - {who: "unknown re-poster", role: repost, reliability: F}\n'
        '    group: "post"\n'
        '    note: "It is dated 2031-03-04 and this copy 2031-03-06, 2 days later. '
        "Paragraph 8 names www.post.example as the origin. "
        'The byline names Ida Moll, which is not the origin."\n'
    )


def test_the_printed_lines_can_be_pasted(call, column, tmp_path, pytestconfig):
    block = call("source", "add", column, "--key", "a").out
    strait = pytestconfig.rootpath / "tests" / "support" / "strait.yaml"
    (tmp_path / "s.yaml").write_text(strait.read_text("utf-8") + block)
    scenario = load_scenario(tmp_path / "s.yaml")
    (source,) = scenario.sources
    assert source.key == "a"
    assert source.title == 'The lock "stays" shut: a column'
    assert [link.role for link in source.chain] == ["origin", "repost"]


def test_what_is_given_stands_over_what_is_read_and_is_told_apart(call, column):
    words = [
        "--title",
        "Other",
        "--written",
        "2031-03-03",
        "--language",
        "de",
        "--role",
        "7=heading",
    ]
    result = call("source", "add", column, "--key", "a", *words, "--link", "origin=X=Y")
    assert "written is given, not read, the text says 2031-03-04" in result.err
    data = json.loads(call("source", "show", "a", "--json").out)
    assert (data["title"], data["written"], data["language"]) == ("Other", "2031-03-03", "de")
    assert data["chain"] == [{"who": "X=Y", "role": "origin", "reliability": "F"}]
    assert "paragraph 7 is a heading as given" in data["notes"]


@pytest.mark.parametrize(
    ("words", "message", "help"),
    [
        (["--written", "4 March"], "`--written 4 March` is not a day", "for example `--written 20"),
        (["--grade", "origin"], "`--grade origin` is not two words around `=`", '"origin=C"'),
        (["--grade", "origin=G"], "`G` is not a grade", "a letter from A"),
        (["--grade", "nobody=C"], "the chain has no link `nobody`", "`www.post.example` (origin)"),
        (["--link", "thief=X"], "`thief` is not a link of a chain", "origin, outlet, translation"),
        (["--role", "x=text"], "does not begin with the number", "--role 12=caption"),
        (["--role", "3=poem"], "a paragraph cannot be `poem`", "write one of text, title"),
        (["--language", "English"], "`English` is not the code of a language", "--language en"),
        (["--encoding", "klingon"], "there is no encoding `klingon`", "--encoding cp1251"),
        (["--key", "Bad Key"], "`Bad Key` cannot be a key", "start with a small letter"),
        (["--store", "column.txt"], "`column.txt` is a file, not a folder", "another `--store`"),
        (["--scenario", "none.yaml"], "there is no file `none.yaml`", ""),
    ],
)
def test_wrong_options_say_what_to_write_and_write_nothing(call, column, words, message, help):
    result = call("source", "add", column, *words)
    assert result.code == 2
    assert message in result.err
    assert help in result.err
    assert not (column.parent / "sources").exists()


def test_the_store_stands_beside_the_scenario(call, column, tmp_path):
    folder = tmp_path / "crisis"
    folder.mkdir()
    (folder / "s.yaml").write_text("standoff: 1\n")
    assert call("source", "add", column, "--scenario", folder / "s.yaml", "--key", "a").code == 0
    assert (folder / "sources" / "a" / "source.json").is_file()
    assert call("source", "show", "a", "--store", folder / "sources").code == 0


def test_list_show_and_remove(call, column):
    call("source", "add", column, "--key", "a")
    listed = call("source", "list")
    assert "2031-03-04  2031-03-06  en" in listed.out
    (one,) = json.loads(call("source", "list", "--json").out)
    assert one["key"] == "a"
    assert "paragraphs" not in one
    shown = call("source", "show", "a").out
    assert "8 origin" in shown
    assert "6 caption" in shown
    assert call("source", "show", "a", "--yaml").out.startswith("sources:\n  a:\n")
    assert call("source", "remove", "a").err == "removed `a`\n"
    gone = call("source", "show", "a")
    assert gone.code == 2
    assert "there is no source `a` in `sources`" in gone.err


@pytest.mark.parametrize("verb", [["list"], ["show", "a"], ["groups"], ["remove", "a"]])
def test_without_a_store_they_say_how_to_begin(call, verb):
    result = call("source", *verb)
    assert result.code == 2
    assert "there is no store `sources`" in result.err
    assert "standoff source add FILE" in result.err


def test_groups_on_the_terminal_and_with_a_scenario(call, column, tmp_path):
    pytest.importorskip("datasketch")
    (tmp_path / "copy.txt").write_text(TEXT.replace("Monday", "Tuesday"))
    call("source", "add", column, "--key", "a")
    call("source", "add", tmp_path / "copy.txt", "--key", "b")
    shown = call("source", "groups")
    assert "2 sources in 1 dependence group\n" in shown.out
    assert "a and b: near copies, similarity 0." in shown.out
    data = json.loads(call("source", "groups", "--json").out)
    assert data["groups"] == [["a", "b"]]
    assert data["effective"] is None
    store = tmp_path / "sources"
    data = json.loads(
        call("source", "groups", "--store", store, "--scenario", "nato-2022", "--json").out
    )
    assert data["scenario"] == "nato-2022"
    assert data["effective"] is not None


def test_the_source_verbs_load_no_numbers(column, tmp_path):
    import subprocess
    import sys

    code = (
        "import sys; from standoff.cli.main import main; "
        f"main(['source', 'add', {str(column)!r}, '--store', {str(tmp_path / 's')!r}]); "
        "print([m for m in ('numpy', 'numba', 'scipy', 'ruamel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


NO_NETWORK = (
    ["check", "nato-2022"],
    ["describe", "nato-2022-core"],
    ["evidence", "nato-2022"],
    ["library"],
    ["export", "nato-2022-core", "--help"],
    ["source", "list"],
    ["source", "show", "a"],
    ["source", "groups"],
    ["source", "remove", "a"],
)


def test_no_other_verb_opens_a_connection(call, column, monkeypatch):
    def opened(*words, **more):
        raise AssertionError(f"a connection was opened: {words}")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, opened)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, opened)
    assert call("source", "add", column, "--key", "a").code == 0
    for words in NO_NETWORK:
        assert call(*words).code == 0, words
    with pytest.raises(AssertionError, match="a connection was opened"):
        raise_through("http://127.0.0.1:9/")


def raise_through(address):
    """Show that the guard would notice."""
    from standoff.evidence.sources import fetch

    fetch(address, local=True)


def test_two_modules_of_standoff_know_how_to_connect():
    root = Path(main.__code__.co_filename).resolve().parents[1]
    words = ("import socket", "http.client", "urllib.request", "import httpx", "import requests")
    knowing = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if any(word in path.read_text("utf-8") for word in words)
    }
    knowing -= {"report/rundir.py", "forecast/cluster.py"}  # the host's own name; `--scheduler`
    # With `--fetch`, and with `--model`.
    assert knowing == {"evidence/sources/fetch.py", "evidence/reading/model.py"}
