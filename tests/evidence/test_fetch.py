"""Fetching from a small server of our own: consent, other hosts, size, time, what is sent."""

from __future__ import annotations

import http.server
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from standoff.errors import UsageError
from standoff.evidence.sources import LIMITS, fetch, is_address
from standoff.evidence.sources.fetch import check_address, following

PAGE = (
    b"<html><body><h1>The lock stays shut</h1><p>The upper province closed the lock at Elm Ford on "
    b"Monday and gave no reason for doing it, said the harbour office.</p></body></html>"
)


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers by path, and keeps what was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012 (shared on purpose)

    def log_message(self, *words):
        pass

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        name = self.path.partition("?")[0].strip("/").replace("-", "_")
        getattr(self, name, self.page)()

    def send(self, content, status=200, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def page(self):
        self.send(PAGE, Content_Type="text/html; charset=koi8-r", Set_Cookie="a=b")

    def moved(self):
        self.send(b"", 302, Location="/page")

    def circle(self):
        self.send(b"", 302, Location="/circle")

    def away(self):
        self.send(b"", 302, Location="http://other.example/page")

    def to_file(self):
        self.send(b"", 302, Location="file:///etc/passwd")

    def gone(self):
        self.send(b"", 404)

    def packed(self):
        self.send(b"x", Content_Encoding="gzip")

    def huge(self):
        self.send(b"x" * 200_000)

    def endless(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 10_000)
        except OSError:
            self.close_connection = True

    def short(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x")
        self.close_connection = True

    def silent(self):
        time.sleep(1.5)
        self.close_connection = True

    def drip_of_headers(self):
        self.close_connection = True
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    def drip(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            self.close_connection = True


@contextmanager
def serving():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Answers.asked.clear()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def place():
    with serving() as found:
        yield found


def test_a_page_is_fetched(place):
    page = fetch(f"{place}/page?a=b&c=ü", local=True)
    assert page.content == PAGE
    assert page.charset == "koi8-r"


def test_no_cookies_and_no_more_than_is_needed_is_sent(place):
    Answers.asked.clear()
    fetch(f"{place}/page", local=True)
    fetch(f"{place}/page", local=True)
    for _, headers in Answers.asked:
        assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Connection"}


def test_the_own_network_needs_a_word(place):
    Answers.asked.clear()
    with pytest.raises(UsageError, match="is a machine of your own network") as found:
        fetch(f"{place}/page")
    assert "--fetch-local" in found.value.help
    assert Answers.asked == []


def test_a_host_may_pass_us_on_to_itself(place):
    assert fetch(f"{place}/moved", local=True).address == f"{place}/page"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("circle", "was passed on more than 5 times"),
        ("away", "leads to another host: `http://other.example/page`"),
        ("to-file", "an address of the protocol `file`"),
        ("gone", "answers 404 Not Found"),
        ("packed", "comes packed"),
        ("huge", "has more than 100,000 bytes; at most 100,000 are read"),
        ("endless", "has more than 100,000 bytes; at most 100,000 are read"),
        ("short", "broke off before its end"),
        ("silent", "did not answer within 0.5 seconds"),
        ("drip-of-headers", "did not answer within 0.5 seconds"),
        ("drip", "did not answer within 0.5 seconds"),
    ],
)
def test_what_goes_wrong_is_said(place, path, message):
    limits = replace(LIMITS, size_bytes=100_000, seconds=0.5)
    start = time.monotonic()
    with pytest.raises(UsageError, match=message):
        fetch(f"{place}/{path}", local=True, limits=limits)
    assert time.monotonic() - start < 3


def test_a_secure_place_does_not_lead_to_an_open_one():
    secure = check_address("https://paper.example/a")
    assert following(secure, "/b") == "https://paper.example/b"
    assert following(secure, "https://www.paper.example/b") == "https://www.paper.example/b"
    with pytest.raises(UsageError, match="leads from https to http"):
        following(secure, "http://paper.example/b")
    with pytest.raises(UsageError, match="leads to another host"):
        following(secure, "//other.example/b")


def test_nobody_there():
    with pytest.raises(UsageError, match="could not be fetched: Connection refused"):
        fetch("http://127.0.0.1:9/", local=True)


def test_the_command_fetches_with_consent_only(place, call, tmp_path):
    pytest.importorskip("trafilatura")
    Answers.asked.clear()
    address = f"{place}/page"
    assert call("source", "add", address).code == 2
    assert call("source", "add", address, "--fetch").code == 2
    assert Answers.asked == []
    result = call("source", "add", address, "--fetch-local", "--key", "page")
    assert result.code == 0, result.err
    assert [path for path, _ in Answers.asked] == ["/page"]
    shown = call("source", "show", "page", "--json")
    assert f'"address": "{address}"' in shown.out
    assert len(Answers.asked) == 1


@pytest.mark.parametrize("word", ["C:\\a.txt", "c:/a.txt", "a.txt", "a:b.txt", "./http:", "a//b"])
def test_names_of_files_are_no_addresses(word):
    assert not is_address(word)
