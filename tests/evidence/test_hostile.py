"""Two hundred hostile inputs: clean text or a clear message, in bounded time and memory."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import warnings
from dataclasses import replace

import pytest
from tests.support.hostile import PROSE, all_files, good_pdf

from standoff.errors import UsageError
from standoff.evidence.sources import LIMITS, Store, parser, read
from standoff.evidence.sources import parse as parsing

FILES = all_files()
SECONDS = 15.0
"""For one input, on a slow machine with others at work; parsers are given three."""
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)

pytest.importorskip("trafilatura")
pytest.importorskip("pypdf")


@pytest.fixture
def quick(monkeypatch, request):
    """Parse as in use with three seconds, or in this process where that is safe."""
    real = parsing.parse

    def apart(kind, content, name, address="", *, limits):
        return real(kind, content, name, address, limits=replace(limits, seconds=3.0))

    def here(kind, content, name, address="", *, limits):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = json.dumps(parser.run(kind, content, address, limits))
        return parsing.answer(0, answer.encode(), name, limits)

    monkeypatch.setattr(read, "parse", apart if request.param else here)


@pytest.fixture
def offline(monkeypatch):
    """Fail as soon as anything looks a name up or opens a connection."""

    def opened(*words, **more):
        raise AssertionError(f"a connection was opened: {words}")

    monkeypatch.setattr(socket.socket, "connect", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)


def check(result, folder):
    """Check exit code, what is printed, and that the store holds a whole source or nothing."""
    assert result.code in (0, 2), result.err
    assert "Traceback" not in result.err
    assert "mistake in standoff" not in result.err
    printed = (result.out + result.err).replace("\n", "")
    assert not UNSEEN.search(printed)
    store = Store(folder / "sources")
    if result.code == 2:
        assert re.match(r"error: .+", result.err)
        assert store.keys() == ()
        assert not store.folder.exists() or list(store.folder.iterdir()) == []
        return
    (entry,) = store.entries()
    assert not [one.text for one in entry.document.paragraphs if UNSEEN.search(one.text)]
    assert max(len(one.text) for one in entry.document.paragraphs) <= LIMITS.paragraph_characters
    assert len(entry.document.paragraphs) <= LIMITS.paragraphs


@pytest.mark.parametrize(
    ("hostile", "quick"),
    [pytest.param(one, one.apart, id=one.name.replace(" ", "-")) for one in FILES],
    indirect=["quick"],
)
@pytest.mark.usefixtures("quick", "offline")
def test_a_hostile_file_gives_clean_text_or_a_message(hostile, call, tmp_path):
    path = tmp_path / hostile.file
    path.write_bytes(hostile.content)
    start = time.monotonic()
    result = call("source", "add", path)
    assert time.monotonic() - start < SECONDS
    check(result, tmp_path)


PLACES = (
    "https://news.example/a",
    "http://news.example/a",
    "HTTPS://NEWS.EXAMPLE/",
    "  https://news.example/a",
    "http://[2001:db8::1]/",
    "https://user:secret@news.example/",
    "https://news.example:8443/a?b=c#d",
    "https://xn--80ak6aa92e.example/",
    "https://новости.example/",
    "ftp://news.example/a",
    "file:///etc/passwd",
    "file:/etc/passwd",
    "gopher://news.example/1",
    "data:text/html,<p>x</p>",
    "javascript:alert(1)",
    "mailto:a@b.example",
    "about:blank",
    "smb://news.example/a",
    "ssh://news.example/a",
    "jar:http://news.example!/a",
    "http://",
    "https:///a",
    "http://[::1",
    "http://a b.example/",
    "http://news.example:0/",
    "http://news.example:99999/",
    "http://\u202enews.example/\x1b[2J",
)


@pytest.mark.parametrize("place", PLACES, ids=ascii)
@pytest.mark.usefixtures("offline")
def test_nothing_is_fetched_without_consent(place, call, tmp_path):
    result = call("source", "add", place)
    assert result.code == 2
    check(result, tmp_path)
    assert "secret" not in result.err


ASKED = re.compile(r"\s*https?://(\[.*\]|[\w.-]+)(:8443)?/", re.IGNORECASE)
NEVER = tuple(place for place in PLACES if not ASKED.match(place))


@pytest.mark.parametrize("place", NEVER, ids=ascii)
@pytest.mark.usefixtures("offline")
def test_some_places_are_not_fetched_with_consent(place, call, tmp_path):
    result = call("source", "add", place, "--fetch")
    assert result.code == 2
    check(result, tmp_path)


OWN = (
    "127.0.0.1",
    "localhost",
    "[::1]",
    "0.0.0.0",  # noqa: S104 (an address that must not be asked)
    "[::]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "[fe80::1]",
    "[fd00::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[2002:7f00:1::]",
    "2130706433",
    "0x7f.1",
    "127.1",
    "224.0.0.1",
    "255.255.255.255",
    "[2001:db8::1]",
)


@pytest.mark.parametrize("host", OWN)
def test_the_own_network_is_not_asked(host, call, tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("connected"))
    result = call("source", "add", f"http://{host}:9/secret", "--fetch")
    assert result.code == 2
    check(result, tmp_path)


def odd_files(folder):
    """Make things that are no plain files; return their names by what they are."""
    (folder / "real.txt").write_text(PROSE)
    (folder / "folder").mkdir()
    (folder / "itself").symlink_to(folder / "itself")
    (folder / "nowhere").symlink_to(folder / "missing")
    (folder / "to_folder").symlink_to(folder / "folder")
    (folder / "to_zeros").symlink_to("/dev/zero")
    (folder / "to_file").symlink_to(folder / "real.txt")
    os.mkfifo(folder / "pipe")
    for name in ("a\x1b[2Jb.txt", "a\nb.txt", "\u202etxt.exe", "-rf.txt", "a'b\"c`d$.txt", "ü.txt"):
        (folder / name).write_text(PROSE)
    (folder / os.fsdecode(b"bad\xff.txt")).write_text(PROSE)


ODD = {
    "folder": "is a folder",
    "itself": "cannot be read",
    "nowhere": "there is no file",
    "to_folder": "is a folder",
    "to_zeros": "a device",
    "to_file": "",
    "pipe": "a pipe",
    "missing": "there is no file",
    "x" * 300: "cannot be read",
    "a\0b": "cannot be read",
    "": "is a folder|there is no file|cannot be read",
    "a\x1b[2Jb.txt": "",
    "a\nb.txt": "",
    "\u202etxt.exe": "",
    "./-rf.txt": "",
    "a'b\"c`d$.txt": "",
    "ü.txt": "",
    os.fsdecode(b"bad\xff.txt"): "",
    "/dev/zero": "a device",
    "/dev/null": "a device",
    "/dev": "is a folder",
    "real.txt/": "cannot be read|there is no file",
}


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have names on POSIX systems")
@pytest.mark.parametrize(("name", "message"), ODD.items(), ids=ascii)
def test_odd_files_and_names(name, message, call, tmp_path):
    odd_files(tmp_path)
    result = call("source", "add", name)
    check(result, tmp_path)
    assert (result.code == 0) == (message == "")
    assert re.search(message, result.err)


def test_there_are_two_hundred():
    assert len(FILES) + len(PLACES) + len(OWN) + len(ODD) >= 200
    assert len({one.name for one in FILES}) == len(FILES)


LARGE = (
    "blank lines at the limit",
    "one line of marks",
    "a huge paragraph",
    "page: deep",
    "pdf: a bomb",
)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory to set")
@pytest.mark.parametrize("name", LARGE)
def test_the_largest_stay_below_a_gigabyte(name, tmp_path):
    import resource

    (hostile,) = (one for one in FILES if one.name == name)
    (tmp_path / hostile.file).write_bytes(hostile.content)
    done = subprocess.run(
        [sys.executable, "-m", "standoff.cli.main", "source", "add", hostile.file],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)),
        timeout=60,
    )
    assert done.returncode in (0, 2), done.stderr
    assert "Traceback" not in done.stderr


def test_a_parser_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(parsing, "START_SECONDS", 1.0)
    content = next(one.content for one in FILES if one.name == "page: many links")
    start = time.monotonic()
    with pytest.raises(UsageError, match=r"`x\.html` takes more than 0\.05 seconds to read"):
        parsing.parse("html", content, "x.html", limits=replace(LIMITS, seconds=0.05))
    assert time.monotonic() - start < 6


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory to set")
def test_a_parser_that_takes_too_much_memory_is_ended():
    content = next(one.content for one in FILES if one.name == "pdf: a bomb")
    limits = replace(LIMITS, memory_bytes=300 * 2**20, stream_bytes=10**9)
    with pytest.raises(UsageError, match="takes more than 300 MiB of memory to read"):
        parsing.parse("pdf", content, "x.pdf", limits=limits)


def test_limits_reach_the_parser():
    said = parser.run("pdf", good_pdf(), "", replace(LIMITS, pages=1))
    assert said == {"too_much": ["2 pages", "1"]}
