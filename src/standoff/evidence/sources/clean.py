"""Bytes to text, and text to clean lines."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from standoff.errors import MissingExtraError, UsageError
from standoff.evidence.sources.limits import printable

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The marks at the start of a file; that of UTF-32 begins like that of UTF-16 and comes first."""

SAMPLE = 100_000
"""Bytes that an encoding is guessed from."""

ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?"
)
BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
JOINER = "\u0600-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc"
INVISIBLE = re.compile(
    f"(?<![{JOINER}])[\u200c\u200d]|[\u200c\u200d](?![{JOINER}])"
    "|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Zero-width marks; joiners stay between letters of scripts that need them."""
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
MARKS = 4
"""More combining marks than this on one letter are no writing."""
MOJIBAKE_SHARE = 0.02
"""Above this share of control characters, bytes are not text."""


@dataclass(frozen=True)
class Cleaned:
    """Lines without what cannot be seen, and notes of what was taken out."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


def decode(content: bytes, name: str, declared: str = "", given: str = "") -> tuple[str, str]:
    """Return the text of bytes and a note on the encoding, empty for UTF-8.

    A byte order mark comes first, then the user's word, UTF-8, what the document declares, and a
    guess last.

    Raises:
        UsageError: the bytes are no text, or not in the given encoding.
        MissingExtraError: a guess is needed and the extra `sources` is not installed.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark) and not given:
            return _strict(content[len(mark) :], encoding, name), _note(encoding, "by its mark")
    if given:
        return _strict(content, _codec(given), name), _note(given, "as given")
    wide = _wide(content)
    if wide:
        return _strict(content, wide, name), _note(wide, "guessed, there is no mark")
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return content.decode(_codec(declared)), _note(declared, "as it declares")
        except (UnicodeDecodeError, UsageError):
            pass
    return _guess(content, name)


def _note(encoding: str, how: str) -> str:
    return "" if encoding in ("utf-8", "utf8") else f"encoding: {printable(encoding, 40)}, {how}"


def _codec(name: str) -> str:
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        info = None
    if info is None or not getattr(info, "_is_text_encoding", True) or info.name in NOT_READ:
        raise UsageError(
            f"there is no encoding `{printable(name, 40)}`",
            help="write, for example, `--encoding cp1251`",
        )
    return info.name


NOT_READ = (
    "utf-7",
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "mbcs",
)


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"`{printable(name)}` is not {encoding} text: byte {error.start} does not fit",
            help="save it as UTF-8, or write `--encoding` with its encoding",
        ) from None


def _wide(content: bytes) -> str:
    """Return UTF-16 in the order that its zero bytes show, or nothing."""
    sample = content[:SAMPLE]
    if len(sample) < 4 or len(content) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most, least, half = max(even, odd), min(even, odd), len(sample) / 2
    if most < 0.3 * half or least > 0.02 * half:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(content: bytes, name: str) -> tuple[str, str]:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        raise MissingExtraError("sources", "guessing an encoding other than UTF-8") from None
    best = from_bytes(content[:SAMPLE]).best()
    if best is None:
        raise UsageError(
            f"`{printable(name)}` is no text in an encoding that is known",
            help="save it as UTF-8, or write `--encoding` with its encoding",
        )
    text = content.decode(best.encoding, "replace")
    lost = text.count("\ufffd")
    unread = f"; {lost} characters could not be read" if lost else ""
    return text, _note(best.encoding, f"guessed{unread}")


def require_text(text: str, name: str) -> None:
    """Raise `UsageError` where decoded bytes are not writing."""
    sample = ANSI.sub("", text[:SAMPLE])
    strange = len(CONTROL.findall(sample)) + sample.count("\ufffd")
    if strange > 8 and strange > MOJIBAKE_SHARE * len(sample):
        raise UsageError(
            f"`{printable(name)}` is not text: {strange} of its first {len(sample)} characters "
            "are control characters",
            help="give a text file, a page in HTML, or a PDF",
        )


def clean(text: str) -> Cleaned:
    """Return the non-blank lines of a text, cleaned, and notes of what was taken out.

    Control characters become blanks; marks of direction, zero-width marks and commands to a
    terminal go; letters are composed (NFC); runs of blanks become one.
    """
    notes = []
    for pattern, stand_in, what in (
        (ANSI, "", "commands to a terminal"),
        (CONTROL, " ", "control characters"),
        (DIRECTION, "", "marks of direction"),
        (INVISIBLE, "", "zero-width marks"),
    ):
        text, count = pattern.subn(stand_in, text)
        if count:
            notes.append(f"taken out: {count} {what}")
    text, piled = _few_marks(text)
    if piled:
        notes.append(f"taken out: {piled} combining marks piled on one letter")
    lines = (" ".join(line.split()) for line in BREAKS.split(text))
    return Cleaned(
        tuple(unicodedata.normalize("NFC", line) for line in lines if line), tuple(notes)
    )


def _few_marks(text: str) -> tuple[str, int]:
    if not any("\u0300" <= c <= "\u036f" for c in text):
        return text, 0
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MARKS:
            kept.append(char)
    return "".join(kept), len(text) - len(kept)


def line_of(text: str) -> str:
    """Return any text as one clean line."""
    return " ".join(clean(text).lines)
