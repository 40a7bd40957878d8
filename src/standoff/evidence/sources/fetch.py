"""Fetching a page: only when asked for, from the named host, public addresses, bounded.

No cookies, no scripts, no proxy. The name is looked up once, and the connection goes to the
address that was checked, so that a second look-up cannot lead elsewhere.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from standoff.errors import UsageError
from standoff.evidence.sources.limits import LIMITS, Limits, printable, too_much

SCHEME = re.compile(
    r"^\s*([A-Za-z][A-Za-z0-9+.-]*):(?=//)|^\s*(mailto|data|javascript|file|about):", re.IGNORECASE
)
PORTS = {"http": 80, "https": 443}
REDIRECTS = 5
PIECE = 65_536
QUERY = "/%:@!$&()*+,;=~-._?[]"
"""Signs of a query that stay as they are."""
AGENT = "standoff (reads one page for its user)"
SAVE = "save the page in a browser and add the file"


@dataclass(frozen=True)
class Page:
    """What a server sent: its bytes, the address in the end, and the encoding that it named."""

    content: bytes
    address: str
    charset: str = ""


def is_address(word: str) -> bool:
    """Return whether a word is the address of something elsewhere and not the name of a file."""
    match = SCHEME.match(word)
    # One letter before the colon is a drive.
    return match is not None and len(match.group(1) or match.group(2) or "") > 1


def fetch(address: str, *, local: bool = False, limits: Limits = LIMITS) -> Page:
    """Fetch one page. Call it only when the user has asked for exactly this.

    Args:
        address: http or https.
        local: whether machines of the own network may be asked.
        limits: size and time.

    Raises:
        UsageError: the address is not one that is fetched, leads elsewhere, or does not answer.
    """
    deadline = time.monotonic() + limits.seconds
    for _ in range(REDIRECTS + 1):
        parts = check_address(address)
        answer = _ask(parts, local, limits, deadline)
        if isinstance(answer, Page):
            return answer
        address = following(parts, answer)
    raise UsageError(f"`{printable(address)}` was passed on more than {REDIRECTS} times", help=SAVE)


def check_address(address: str) -> SplitResult:
    """Return the parts of an address that may be fetched; nothing is asked of any machine.

    Raises:
        UsageError: another protocol, a name and password in it, or no host.
    """
    shown = printable(address)
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UsageError(f"`{shown}` is not an address", help=SAVE) from None
    if parts.scheme not in PORTS:
        raise UsageError(
            f"`{shown}` is an address of the protocol `{printable(parts.scheme)}`; only http and "
            "https are fetched",
            help=SAVE if parts.scheme != "file" else "write the name of the file without `file://`",
        )
    if "@" in parts.netloc:
        raise UsageError(
            "the address has a name or a password in it, which would be kept in the store",
            help=SAVE,
        )
    if not host or port == 0 or not all(c.isprintable() and c != " " for c in address.strip()):
        raise UsageError(f"`{shown}` is not an address", help=SAVE)
    return parts


def following(parts: SplitResult, place: str) -> str:
    """Return where a server passes us on to.

    Raises:
        UsageError: another host, another protocol, or an open one after a secure one.
    """
    address = urljoin(parts.geturl(), place)
    target = check_address(address)
    if (target.hostname or "").removeprefix("www.") != (parts.hostname or "").removeprefix("www."):
        raise UsageError(
            f"`{printable(parts.geturl())}` leads to another host: `{printable(address)}`",
            help=f"if that is what you want, write that address: `standoff source add "
            f"{printable(address)} --fetch`",
        )
    if parts.scheme == "https" and target.scheme == "http":
        raise UsageError(f"`{printable(parts.geturl())}` leads from https to http", help=SAVE)
    return address


def _ask(parts: SplitResult, local: bool, limits: Limits, deadline: float) -> Page | str:
    shown = printable(parts.geturl())
    host = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    try:
        connection, line = _connect(parts.scheme, host, port, local, deadline)
        # A server that sends a byte now and then would outlast the time limit of each read.
        watch = threading.Timer(_left(deadline), _hang_up, (line,))
        watch.daemon = True
        watch.start()
        try:
            headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
            connection.request("GET", _path(parts), headers=headers)
            return _answer(connection.getresponse(), shown, limits, deadline)
        except (OSError, http.client.HTTPException):
            _left(deadline)
            raise
        finally:
            watch.cancel()
            connection.close()
    except TimeoutError:
        raise UsageError(
            f"`{shown}` did not answer within {limits.seconds:g} seconds", help=SAVE
        ) from None
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        why = printable(getattr(error, "strerror", None) or type(error).__name__)
        raise UsageError(f"`{shown}` could not be fetched: {why}", help=SAVE) from None


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe=QUERY)}" if parts.query else path


def _public(host: str, port: int, local: bool) -> str:
    """Return the first address of a host; all of them must be public unless `local`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not local:
        for one in addresses:
            if not _is_public(one):
                raise UsageError(
                    f"`{printable(host)}` is a machine of your own network ({one})",
                    help="add `--fetch-local` if you mean to ask it",
                )
    return addresses[0]


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address)
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    every = [number, *([inner] if inner else [])]
    return all(one.is_global and not one.is_multicast for one in every)


def _connect(
    scheme: str, host: str, port: int, local: bool, deadline: float
) -> tuple[http.client.HTTPConnection, socket.socket]:
    connection = http.client.HTTPConnection(host, port)
    address = _public(host, port, local)
    line = socket.create_connection((address, port), timeout=_left(deadline))
    if scheme == "https":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    connection.sock = line
    return connection, line


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _answer(
    response: http.client.HTTPResponse, shown: str, limits: Limits, deadline: float
) -> Page | str:
    if response.status in (301, 302, 303, 307, 308):
        return response.headers.get("Location", "")
    if response.status != 200:
        reason = printable(response.reason, 60)
        raise UsageError(f"`{shown}` answers {response.status} {reason}", help=SAVE)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UsageError(f"`{shown}` comes packed although that was not asked for", help=SAVE)
    content = bytearray()
    while piece := response.read1(PIECE):
        content += piece
        _left(deadline)
        if len(content) > limits.size_bytes:
            found = f"more than {limits.size_bytes:,} bytes"
            raise too_much(shown, found, f"{limits.size_bytes:,}")
    _left(deadline)
    if response.length:
        raise UsageError(f"`{shown}` broke off before its end", help="try again later")
    return Page(bytes(content), shown, response.headers.get_content_charset("") or "")
