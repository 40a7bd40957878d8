"""The store: a folder of sources, one folder each, written whole or not at all.

`original.*` has the bytes as they were given, `paragraphs.jsonl` a paragraph a line, `source.json`
the rest, with the hashes of the other two. Reading compares them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from standoff.diagnostics.suggest import advice
from standoff.errors import UsageError
from standoff.evidence.document import Document
from standoff.evidence.sources.entry import (
    Entry,
    WrongEntryError,
    changed,
    entry_from,
    paragraphs_text,
    source_text,
)
from standoff.evidence.sources.limits import printable

SOURCE, PARAGRAPHS = "source.json", "paragraphs.jsonl"
ENDINGS = {"text": ".txt", "html": ".html", "pdf": ".pdf"}
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""A key is a name that a scenario can have under `sources:`."""
MAX_JSON_BYTES = 50_000_000
KEY_WORDS = 4
SMALL = frozenset(["the", "and", "for", "with", "from", "are", "was", "has", "its", "that", "this"])


@dataclass(frozen=True)
class Added:
    """What adding did: the entry, and `added`, `replaced` or `unchanged`."""

    entry: Entry
    how: str


class Store:
    """A folder of sources; it is made when the first one is added."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder.

        Raises:
            UsageError: there is a file in its place.
        """
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise UsageError(
                f"`{printable(folder)}` is a file, not a folder", help="write another `--store`"
            )

    def keys(self) -> tuple[str, ...]:
        """Return the keys in order."""
        if not self.folder.is_dir():
            return ()
        names = (one.name for one in self.folder.iterdir() if (one / SOURCE).is_file())
        return tuple(sorted(name for name in names if KEY.fullmatch(name)))

    def entries(self) -> tuple[Entry, ...]:
        """Return every source; raise as `get` does."""
        return tuple(self.get(key) for key in self.keys())

    def get(self, key: str) -> Entry:
        """Return a source, with its hashes compared.

        Raises:
            UsageError: there is none, or a file of it was changed.
        """
        folder = self._folder_of(key)
        text = _read(folder, SOURCE)
        try:
            data = json.loads(text)
            lines = _read(folder, PARAGRAPHS)
            entry = entry_from(data, lines.decode("utf-8"), folder)
        except WrongEntryError as error:
            raise changed(folder, SOURCE, str(error)) from None
        except (ValueError, RecursionError):
            raise changed(folder, SOURCE, "it is not JSON") from None
        if _sha256(lines) != data.get("paragraphs_sha256"):
            raise changed(folder, PARAGRAPHS, "its hash is another one")
        if Path(entry.original).name != entry.original:
            raise changed(folder, SOURCE, "`original` is not the name of a file in it")
        if _sha256(_read(folder, entry.original)) != entry.document.sha256:
            raise changed(folder, entry.original, "its hash is another one")
        return entry

    def add(
        self,
        content: bytes,
        document: Document,
        *,
        key: str = "",
        group: str = "",
        replace: bool = False,
    ) -> Added:
        """Put a source in; the same bytes with the same data again change nothing.

        Args:
            content: the bytes that the document was read from.
            document: what reading them gave.
            key: its name; made from its title by default.
            group: dependence group that the user puts it in.
            replace: whether a source of that key may be replaced.

        Raises:
            UsageError: the key is no name, or stands for another source.
        """
        same = self._same(document.sha256)
        key = key or (same.key if same else self._free(_slug(document)))
        if not KEY.fullmatch(key):
            raise UsageError(
                f"`{printable(key)}` cannot be a key",
                help="start with a small letter; then small letters, digits and `_`, 60 at most",
            )
        if same is not None and same.key != key:
            raise UsageError(
                f"the same bytes are in the store as `{same.key}`",
                help=f"use `{same.key}`, or remove it first: `standoff source remove {same.key}`",
            )
        folder = self.folder / key
        entry = Entry(key, document, folder, "original" + ENDINGS[document.kind], group)
        if same is not None and not replace and _alike(same, entry):
            return Added(same, "unchanged")
        there = os.path.lexists(folder)
        if there and not replace:
            what = "the same bytes with other data" if same else "another source"
            raise UsageError(
                f"`{key}` is in the store already: {what}",
                help="write another `--key`, or add `--replace`" if not same else "add `--replace`",
            )
        if there:
            self._folder_of(key)
        self._write(entry, content)
        return Added(entry, "replaced" if there else "added")

    def remove(self, key: str) -> Entry | None:
        """Remove a source with everything in its folder; return what it was, if it can be read.

        Raises:
            UsageError: there is none of that key.
        """
        folder = self._folder_of(key)
        try:
            entry = self.get(key)
        except UsageError:
            entry = None
        with _writing(self.folder):
            gone = self._hidden(key)
            folder.rename(gone)
            shutil.rmtree(gone)
        return entry

    def _folder_of(self, key: str) -> Path:
        folder = self.folder / key
        if not KEY.fullmatch(key) or not (folder / SOURCE).is_file():
            if KEY.fullmatch(key) and folder.exists():
                raise UsageError(
                    f"`{printable(folder)}` holds something else than a source",
                    help="write another key, or move that folder away",
                )
            raise UsageError(
                f"there is no source `{printable(key)}` in `{printable(self.folder)}`",
                help=advice(key, self.keys(), "add one with `standoff source add FILE`"),
            )
        return folder

    def _same(self, sha256: str) -> Entry | None:
        """Return the source with these bytes."""
        for key in self.keys():
            if f'"sha256": "{sha256}"'.encode() in _read(self.folder / key, SOURCE):
                return self.get(key)
        return None

    def _free(self, slug: str) -> str:
        if not os.path.lexists(self.folder / slug):
            return slug
        numbers = (f"{slug}_{k}" for k in range(2, 10_000))
        return next(one for one in numbers if not os.path.lexists(self.folder / one))

    def _hidden(self, key: str) -> Path:
        return self.folder / f".{key}.standoff-{os.getpid()}-{secrets.token_hex(4)}"

    def _write(self, entry: Entry, content: bytes) -> None:
        """Write into a hidden folder beside, and rename it when all of it is on the disk."""
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            new = self._hidden(entry.key)
            new.mkdir()
            try:
                lines = paragraphs_text(entry.document).encode("utf-8")
                _put(new / entry.original, content)
                _put(new / PARAGRAPHS, lines)
                _put(new / SOURCE, source_text(entry, _sha256(lines)).encode("utf-8"))
                self._swap(entry.folder, new)
            finally:
                shutil.rmtree(new, ignore_errors=True)

    def _swap(self, target: Path, new: Path) -> None:
        """Put the new folder in the place of the old one; what others keep in that stays."""
        if not os.path.lexists(target):
            new.rename(target)
            return
        for other in target.iterdir():
            original = other.name.startswith("original.")
            if other.is_file() and not original and not (new / other.name).exists():
                shutil.copy2(other, new / other.name)
        old = self._hidden(target.name)
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _alike(old: Entry, new: Entry) -> bool:
    day = old.document.read
    return old.group == new.group and old.document == replace(new.document, read=day)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_JSON_BYTES:
            raise changed(folder, name, "it is missing, or no plain file")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"`{printable(path)}` cannot be read: {error.strerror}") from None


def _put(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"`{printable(folder)}` cannot be written: {error.strerror or error}",
            help="write another `--store`",
        ) from None


def _slug(document: Document) -> str:
    """Return a key from the title, the outlet or the author, in plain letters."""
    import unicodedata

    for text in (document.title, document.outlet, document.author, "source"):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        words = [w for w in re.findall(r"[a-z0-9]+", plain) if len(w) > 2 and w not in SMALL]
        slug = "_".join(words[:KEY_WORDS])[:50].strip("_")
        if slug:
            return slug if slug[0].isalpha() else f"source_{slug}"
    return "source"
