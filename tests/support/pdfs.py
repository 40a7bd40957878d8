"""Small PDFs written by hand, right ones and wrong ones."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence


def pdf_of(objects: Sequence[bytes], root: int = 1, extra: bytes = b"") -> bytes:
    """Return a PDF with these objects, numbered from 1, and a table of them."""
    out, places = b"%PDF-1.4\n", []
    for k, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % k + one + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root %d 0 R %s >>" % (len(objects) + 1, root, extra)
    return out + b"trailer " + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(content), entries) + content + b"\nendstream"


def packed(content: bytes, times: int = 1) -> bytes:
    """Return a stream that is packed, several times over if asked."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [" + b"/FlateDecode " * times + b"]")


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def with_content(contents: Sequence[bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a PDF with a page for each stream object; `more` replaces page entries."""
    entries = b" ".join(b"/%s %s" % (k.encode(), v) for k, v in (more or {}).items())
    kids = b" ".join(b"%d 0 R" % (4 + 2 * k) for k in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        FONT,
    ]
    for k, content in enumerate(contents):
        own = b"/Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> %s" % (5 + 2 * k, entries)
        objects += [b"<< /Type /Page /Parent 2 0 R %s >>" % own, content]
    return pdf_of(objects)


def text_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF with these lines on its pages."""
    return with_content([stream(operators(lines)) for lines in pages])


def operators(lines: Sequence[str]) -> bytes:
    """Return the operators that show lines of text."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 10 Tf 12 TL 50 750 Td {shown} ET".encode("latin-1")
