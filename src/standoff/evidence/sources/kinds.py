"""What bytes are, by their content: a page in HTML, a PDF, plain text, or none of these."""

from __future__ import annotations

import codecs
import re

from standoff.errors import UsageError
from standoff.evidence.sources.limits import printable

MAGIC = (
    (b"PK\x03\x04", "a ZIP archive (or a DOCX, ODT or EPUB, which are such archives)"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "packed by gzip"),
    (b"BZh", "packed by bzip2"),
    (b"\xfd7zXZ\x00", "packed by xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"%!PS", "a PostScript file"),
)
HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p|h1|section|table)\b",
    re.IGNORECASE | re.DOTALL,
)
CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']"
    rb"([\w.:-]{2,40})",
    re.IGNORECASE,
)


def kind_of(content: bytes, name: str = "") -> str:
    """Return `pdf`, `html` or `text`.

    Raises:
        UsageError: the bytes are a picture, an archive, or another thing that holds no plain text.
    """
    start = content.removeprefix(codecs.BOM_UTF8)[:4096]
    if start.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if b"%PDF-" in start[:1024] and name.lower().endswith(".pdf"):
        return "pdf"
    for magic, what in MAGIC:
        if content.startswith(magic):
            raise UsageError(
                f"`{printable(name)}` is {what}",
                help="save what is in it as text, HTML or PDF, and add that",
            )
    # UTF-16 has a zero byte beside every letter of the marks.
    if HTML.match(start) or HTML.match(start.removeprefix(b"\xff\xfe").replace(b"\0", b"")):
        return "html"
    return "text"


def charset_of(head: bytes) -> str:
    """Return the encoding that a page declares, or nothing."""
    match = CHARSET.search(head)
    return (match.group(1) or match.group(2)).decode("ascii") if match else ""
