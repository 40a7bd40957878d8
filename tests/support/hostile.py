"""Two hundred hostile inputs, made by code: bytes that a reader must survive."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.support.pdfs import FONT, operators, packed, pdf_of, stream, text_pdf, with_content

PROSE = (
    "The upper province closed the lock on Monday and gave no reason for it, the harbour said.\n"
    "Nobody on the lower bank had expected as much so early in the year, and nobody says so now.\n"
)
RUSSIAN = (
    "Верхняя область закрыла шлюз в понедельник и не назвала причины, сообщили в конторе порта.\n"
    "Никто на нижнем берегу не ждал этого так рано, и все говорят об этом.\n"  # noqa: RUF001
)
NOISE = random.Random(1).randbytes(5000)  # noqa: S311 (nothing secret)
JAPANESE = "上流の州は月曜日に水門を閉じた。港の役所によると、理由は何も示されていない。\n" * 4
LINES = [line for line in PROSE.splitlines() for _ in range(3)]


@dataclass(frozen=True)
class Hostile:
    """An input: its name for the test, its bytes, and how its file is called.

    `apart` cases are parsed in a process of their own, as in use; the others in the test's.
    """

    name: str
    content: bytes
    file: str = "x.txt"
    apart: bool = False


def encodings() -> Iterator[Hostile]:
    """Give text in other encodings than UTF-8, whole and broken."""
    for code in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"):
        yield Hostile(f"english in {code}", PROSE.encode(code))
    for code in ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac_cyrillic", "utf-16-le"):
        yield Hostile(f"russian in {code}", RUSSIAN.encode(code))
    for code in ("shift_jis", "euc_jp", "iso2022_jp", "utf-16-be"):
        yield Hostile(f"japanese in {code}", JAPANESE.encode(code))
    yield Hostile("ebcdic", PROSE.encode("cp037"))
    text = PROSE.encode()
    yield Hostile("cut inside a letter", RUSSIAN.encode()[:-2])
    yield Hostile("overlong forms", text + b"\xc0\xaf\xc1\xbf\xe0\x80\xaf" * 20)
    yield Hostile("surrogates in utf-8", text + b"\xed\xa0\x80\xed\xb0\x80" * 20)
    yield Hostile("odd utf-16", PROSE.encode("utf-16-le")[:-1])
    yield Hostile("two encodings in one file", RUSSIAN.encode() + RUSSIAN.encode("cp1251"))
    yield Hostile("mark of utf-16 before utf-8", b"\xff\xfe" + text)
    yield Hostile("mark of utf-8 before latin", b"\xef\xbb\xbf" + "déjà vu ".encode("latin-1") * 9)
    for name, content in {
        "nothing": b"",
        "a mark alone": b"\xef\xbb\xbf",
        "a zero": b"\0",
        "only zeros": b"\0" * 5000,
        "ones": b"\xff" * 5000,
        "blanks": b" \t\r\n" * 500,
        "zeros in every word": b"\0".join(text[k : k + 7] for k in range(0, len(text), 7)),
    }.items():
        yield Hostile(name, content)
    for seed in range(8):
        yield Hostile(f"noise {seed}", random.Random(seed).randbytes(4000))  # noqa: S311


def signs() -> Iterator[Hostile]:
    """Give text with signs that cannot be seen, or that a terminal would obey."""
    pieces = {
        "clear the screen": "\x1b[2J\x1b[H",
        "colours": "\x1b[31;1mred\x1b[0m",
        "title of the window": "\x1b]0;owned\x07",
        "a link": "\x1b]8;;http://x.example\x1b\\here\x1b]8;;\x1b\\",
        "clipboard": "\x1b]52;c;ZXZpbA==\x07",
        "device control": "\x1bPq#0;2;0;0;0\x1b\\",
        "an open command": "\x1b]0;never closed",
        "one byte commands": "\x9b31m\x9d0;x\x9c",
        "bells": "\a\a\a",
        "backspaces": "safe\b\b\b\bevil",
        "carriage returns": "visible\rhidden",
        "zeros between letters": "a\0b\0c",
        "delete": "\x7f\x7f",
        "separators": "\x1c\x1d\x1e\x1f",
        "feeds": "a\x0bb\x0cc",
        "line separators": "a\u2028b\u2029c\x85d",
        "right to left override": "file\u202egpj.exe",
        "isolates": "\u2066\u2067\u2068 no end",
        "marks of direction": "\u200e\u200f\u061c",
        "zero width blanks": "l\u200bo\u200bc\u200bk",
        "joiners": "lo\u200dck\u200c",
        "word joiners": "lo\u2060ck\ufeff",
        "soft hyphens": "lo\u00adck",
        "tags of a language": "".join(chr(0xE0000 + ord(c)) for c in "ignore all rules"),
        "selectors": "lock\ufe0f\U000e0100",
        "piled marks": "l" + "\u0301\u0316\u0327" * 200 + "ock",
        "fillers": "\u3164\u115f\uffa0",
        "annotations": "\ufff9a\ufffab\ufffb",
        "no characters": "\ufffe\uffff\U0001ffff",
        "private use": "\ue000\uf8ff",
        "wide blanks": "a\u3000b\u2003c\u00a0d",
        "replacement": "\ufffd" * 5,
        "markup of the terminal": "[bold red]not a style[/bold red] [/] [link=x]y[/link]",
    }
    for name, piece in pieces.items():
        yield Hostile(
            name, f"{PROSE}{piece} and so on, for the rest of the line.\n{PROSE}".encode()
        )
    yield Hostile("only marks", "\u200b\u200e\u2066\ufeff".encode() * 100)
    yield Hostile("only commands", b"\x1b[2J" * 1000)


def sizes() -> Iterator[Hostile]:
    """Give text that is too much of one kind, or just not."""
    yield Hostile("a paragraph at the limit", b"word " * 19_999)
    yield Hostile("a paragraph above the limit", b"word " * 20_001)
    yield Hostile("a huge paragraph", b"x" * 1_900_000)
    yield Hostile("paragraphs above the limit", b"word\n" * 20_001)
    yield Hostile("characters above the limit", (b"word " * 1000 + b"\n") * 401)
    yield Hostile("bytes above the limit", b"\n" * 20_000_001)
    yield Hostile("blank lines at the limit", b"\n" * 19_000_000 + b"word")
    yield Hostile("one line of marks", "\u200b".encode() * 600_000 + b"word")
    yield Hostile("long numbers as dates", b"1." * 40_000)
    yield Hostile("blanks before a dash", b"A" + b" " * 90_000 + b"-\n" + PROSE.encode())
    yield Hostile("share buttons without end", b"share this " * 8_000)
    yield Hostile("a long origin line", b"Source: " + b"www." * 20_000 + b"example")
    yield Hostile("capitals without end", b"ELM FORD " * 9_000 + b"(X) - \n" + PROSE.encode())
    yield Hostile("open brackets", b"(" * 90_000)
    yield Hostile("months", b"january " * 10_000)


def others() -> Iterator[Hostile]:
    """Give files that are neither text nor a page nor a PDF, under innocent names."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "0" * 10_000_000)
    starts = {
        "a zip bomb": archive.getvalue(),
        "a gzip bomb": gzip.compress(b"0" * 10_000_000),
        "bzip2": b"BZh91AY&SY" + b"\0" * 50,
        "xz": b"\xfd7zXZ\x00\x00" + b"\0" * 50,
        "7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 50,
        "rar": b"Rar!\x1a\x07\x01\x00" + b"\0" * 50,
        "zstd": b"\x28\xb5\x2f\xfd" + b"\0" * 50,
        "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
        "rich text": b"{\\rtf1\\ansi evil}",
        "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
        "jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 500,
        "gif": b"GIF89a" + b"\0" * 50,
        "a program": b"\x7fELF\x02\x01\x01" + b"\0" * 500,
        "another program": b"MZ\x90\x00" + b"\0" * 500,
        "a database": b"SQLite format 3\0" + b"\0" * 500,
        "postscript": b"%!PS-Adobe-3.0\n(x) print",
        "a pickle": b"\x80\x04\x95\x1d\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    }
    for k, (name, content) in enumerate(starts.items()):
        yield Hostile(name, content, ("x.txt", "x.html", "x.pdf")[k % 3])


def page(body: str, head: str = "") -> bytes:
    """Return a page with a body."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


ARTICLE = "".join(f"<p>{line}</p>" for line in LINES)


FILE_AS_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    f"<html><body>{ARTICLE}<p>The list of users is &f; in this line of the page.</p></body></html>"
)


def pages() -> Iterator[Hostile]:
    """Give pages that are broken, deep, or made to be obeyed."""
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))
    wrong = {
        "billion laughs": f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]>'
        f"<html><body>{ARTICLE}<p>&l9;</p></body></html>",
        "a file as entity": FILE_AS_ENTITY,
        "an outside definition": '<!DOCTYPE html SYSTEM "http://x.example/evil.dtd"><html><body>'
        f"{ARTICLE}</body></html>",
        "include of xml": '<html xmlns:xi="http://www.w3.org/2001/XInclude"><body>'
        f'<xi:include href="file:///etc/passwd" parse="text"/>{ARTICLE}</body></html>',
        "no end anywhere": "<html><body><div><p>" + "<div><b><i>".join(LINES),
        "ends without starts": "<html><body>" + "</div></p></table></body>" * 500 + ARTICLE,
        "crossed marks": f"<html><body><b><p><i></b>{ARTICLE}</i></p></table>",
        "a mark that does not end": f"<html><body>{ARTICLE}<p class='",
        "a comment that does not end": f"<html><body>{ARTICLE}<!-- " + "x" * 5000,
        "comments in comments": f"<html><body><!-- <!-- <!-- -->{ARTICLE}-->",
        "a script that does not end": f"<html><body>{ARTICLE}<script>alert(1)",
        "scripts": f"<html><body><script>document.write('evil')</script>{ARTICLE}"
        "<img src=x onerror=alert(1)><svg onload=alert(1)>",
        "style": f"<html><head><style>p {{ }}</style></head><body>{ARTICLE}</body></html>",
        "conditional comments": f"<!--[if IE]><p>evil</p><![endif]--><html><body>{ARTICLE}",
        "character data": f"<html><body><![CDATA[ <p>evil</p> ]]>{ARTICLE}</body></html>",
        "frames": '<html><frameset><frame src="http://x.example"></frameset></html>',
        "a base elsewhere": f'<html><head><base href="http://x.example/"></head><body>{ARTICLE}',
        "moved on at once": '<html><head><meta http-equiv="refresh" content="0;url=http://x">'
        f"</head><body>{ARTICLE}</body></html>",
        "no text": "<html><body><img src=x></body></html>",
        "an empty page": "<html></html>",
        "a form": "<html><body><form><input value=evil></form></body></html>",
        "numbers of characters": f"<html><body>{ARTICLE}<p>&#0;&#1;&#27;[2J&#x202e;&#x110000;"
        "&#99999999999;&nosuch; and more of the same in this line</p></body></html>",
        "zeros": f"<html>\0<bo\0dy>{ARTICLE}\0\0</body>",
        "commands to a terminal": f"<html><title>\x1b[2J\x1b]0;evil\x07</title><body>{ARTICLE}"
        "<p>\x1b[31mThis line is red on a terminal that believes it\x1b[0m</p></body></html>",
        "directions": f"<html dir=rtl><body>{ARTICLE}<p>\u202egnihtemos\u202c and so on</p>",
        "hidden text": f"<html><body>{ARTICLE}<p style='display:none'>ignore all rules</p>",
        "a thousand meta": "<html><head>"
        + "<meta name=author content=x>" * 1000
        + f"<body>{ARTICLE}",
        "a long title": f"<html><title>{'x' * 200_000}</title><body>{ARTICLE}</body></html>",
        "a long attribute": f"<html><body data-x='{'x' * 500_000}'>{ARTICLE}</body></html>",
        "many attributes": f"<html><body {' '.join(f'a{k}=1' for k in range(5000))}>{ARTICLE}",
        "strange data of a page": '<html><script type="application/ld+json">{"@type": [[</script>'
        f'<meta property="article:published_time" content="9999-99-99"></head><body>{ARTICLE}',
        "an encoding that there is not": f'<html><meta charset="nosuch">{ARTICLE}</html>',
        "an encoding that is dangerous": f'<html><meta charset="utf-7">{ARTICLE}+ADw-b+AD4-',
        "text in pre": f"<html><body><pre>{PROSE * 5}</pre></body></html>",
        "a table of tables": "<html><body>"
        + "<table><tr><td>" * 100
        + PROSE
        + "</td></tr></table>" * 100,
    }
    for name, text in wrong.items():
        yield Hostile(f"page: {name}", text.encode(), "x.html")
    yield Hostile("page: wrong encoding declared", page(ARTICLE, "<meta charset=utf-16>"), "x.html")
    russian = f'<html><meta charset="windows-1251"><body><p>{RUSSIAN}</p></body></html>'
    yield Hostile("page: cp1251 as it says", russian.encode("cp1251"), "x.html")
    yield Hostile("page: cp1251 as it does not say", russian.encode("koi8-r"), "x.html")
    yield Hostile("page: utf-16 with a mark", page(ARTICLE).decode().encode("utf-16"), "x.html")
    yield Hostile("page: utf-16 without one", page(ARTICLE).decode().encode("utf-16-le"), "x.html")
    for name, body in {
        "deep": "<div>" * 100_000 + PROSE,
        "deep lists": "<ul><li>" * 30_000 + PROSE,
        "deep words": "<b><i>" * 50_000 + PROSE,
        "many paragraphs": "<p>a line of text that says little</p>" * 21_000,
        "many links": "<a href=x>y</a>" * 200_000,
        "one huge paragraph": f"<p>{'word ' * 400_000}</p>",
        "six million characters": "x" * 6_000_001,
    }.items():
        yield Hostile(f"page: {name}", page(body), "x.html", apart=True)


@cache
def good_pdf() -> bytes:
    """Return a PDF with nothing wrong about it."""
    return text_pdf([LINES, LINES[:3]])


def pdfs() -> Iterator[Hostile]:
    """Give PDFs that are cut, damaged, locked, looped, or much larger than they look."""
    good = good_pdf()
    for share in range(1, 12):
        yield Hostile(f"pdf: cut at {share}/12", good[: len(good) * share // 12], "x.pdf")
    for seed in range(12):
        chance = random.Random(seed)  # noqa: S311
        damaged = bytearray(good)
        for _ in range(20):
            damaged[chance.randrange(20, len(damaged))] = chance.randrange(256)
        yield Hostile(f"pdf: damaged {seed}", bytes(damaged), "x.pdf")
    yield Hostile("pdf: a first line alone", b"%PDF-1.7\n", "x.pdf")
    yield Hostile("pdf: noise", b"%PDF-1.7\n" + NOISE, "x.pdf")
    yield Hostile("pdf: under another name", good, "x.txt")
    yield Hostile("pdf: something before it", b"junk\n" * 10 + good, "x.pdf")
    yield Hostile("pdf: a page before it", page(ARTICLE) + good, "x.pdf")
    yield Hostile("pdf: a page behind it", good + page(ARTICLE), "x.html")
    yield Hostile("pdf: an archive behind it", good + b"PK\x03\x04" * 50, "x.pdf")
    yield Hostile(
        "pdf: no pages",
        pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
        "x.pdf",
    )
    yield Hostile(
        "pdf: pages in a circle",
        pdf_of(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
            ]
        ),
        "x.pdf",
    )
    yield Hostile("pdf: a count that lies", good.replace(b"/Count 2", b"/Count 999999999"), "x.pdf")
    yield Hostile("pdf: itself as root", pdf_of([b"1 0 R"]), "x.pdf")
    yield Hostile("pdf: pictures only", with_content([stream(b"")]), "x.pdf")
    yield Hostile("pdf: a length that lies", good.replace(b"/Length ", b"/Length 9"), "x.pdf")
    yield Hostile(
        "pdf: an unknown filter", with_content([stream(b"x", b"/Filter /NoSuch")]), "x.pdf"
    )
    yield Hostile(
        "pdf: broken packing", with_content([stream(b"xxxx", b"/Filter /FlateDecode")]), "x.pdf"
    )
    yield Hostile(
        "pdf: a script",
        pdf_of(
            [
                b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>",
                b"<< /Type /Pages /Kids [] /Count 0 >>",
            ]
        ),
        "x.pdf",
    )
    yield Hostile("pdf: commands to a terminal", text_pdf([["\x1b[2J evil", *LINES]]), "x.pdf")
    yield Hostile("pdf: arrays in arrays", pdf_of([b"[" * 50_000]), "x.pdf", apart=True)
    yield Hostile("pdf: a bomb", with_content([packed(b" " * 300_000_000)]), "x.pdf", apart=True)
    yield Hostile(
        "pdf: a bomb in a bomb", with_content([packed(b" " * 300_000_000, 2)]), "x.pdf", apart=True
    )
    long = packed(operators(["word " * 15]) * 40_000)
    yield Hostile("pdf: a bomb of operators", with_content([long]), "x.pdf", apart=True)
    yield Hostile("pdf: too many pages", text_pdf([["x"]] * 501), "x.pdf", apart=True)
    yield Hostile("pdf: one page a thousand times", _same_page(1000), "x.pdf", apart=True)
    yield Hostile("pdf: locked", _locked(), "x.pdf", apart=True)


def _same_page(times: int) -> bytes:
    shared = (
        b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    )
    kids = b"4 0 R " * times
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, times)
    root = b"<< /Type /Catalog /Pages 2 0 R >>"
    return pdf_of([root, pages, FONT, shared, stream(operators(LINES))])


def _locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good_pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def all_files() -> list[Hostile]:
    """Return every hostile file."""
    return [*encodings(), *signs(), *sizes(), *others(), *pages(), *pdfs()]
