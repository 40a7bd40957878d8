"""The words of an .efg file, and where they stand."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NoReturn

import numpy as np

from standoff.errors import UsageError

Array = np.ndarray[Any, np.dtype[Any]]

# A quote ends a label unless a backslash stands before it, which is Gambit's own rule. Commas
# are as good as blanks. The last branch catches a quote that is never closed.
WORD = re.compile(r'"[^"]*(?:(?<=\\)"[^"]*)*(?<!\\)"|[{}]|[^\s{},"]+|"')
NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+/\d+)", re.ASCII)
USUAL = re.compile(r"[0-9.+\-eE/\n]*")
"""Words of which `float` takes those that are numbers, and no others."""
FAR = re.compile(r"[eE][+-]?[0-9]{3}")
LONG = 200
"""Exponents, and characters in a word, from which a number may be too large or too small."""
END = "end of file"
LONGEST_NUMBER = 400
"""Characters in a number; a longer one is a mistake, and slow to read exactly."""
LARGEST_EXPONENT = 400
"""Beyond it a number is zero or infinite in double precision."""


def exact(word: str) -> Fraction:
    """Return the exact value of a number.

    Raises:
        ValueError: it is no number, or one that double precision cannot hold; the message goes on
            from the name of what was expected.
    """
    if not NUMBER.fullmatch(word) or len(word) > LONGEST_NUMBER or word.endswith("/0"):
        raise ValueError(", a number such as 3, -0.5, 1e-3 or 1/3")
    exponent = re.split("[eE]", word)[1:]
    if exponent and abs(int(exponent[0])) > LARGEST_EXPONENT:
        raise ValueError(" that is not so far from 1")
    try:
        value = Fraction(word)
        float(value)
    except (ZeroDivisionError, OverflowError):
        raise ValueError(" that double precision can hold") from None
    return value


def values_of(words: list[str]) -> Array:
    """Return the doubles that are nearest to numbers.

    Raises:
        ValueError: as `exact`.
    """
    together = "\n".join(words)
    if (
        not USUAL.fullmatch(together)
        or FAR.search(together)
        or max(map(len, words), default=0) > LONG
    ):
        values = [float(exact(word)) for word in words]
    else:
        # Both ways round to the nearest double.
        values = [float(exact(word) if "/" in word else word) for word in words]
    # Adding 0 drops the sign of a zero.
    return np.array(values, dtype=np.float64) + 0.0


class Words:
    """The words of a file with a cursor; positions are worked out only when something is wrong."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.words: list[str] = WORD.findall(text)
        self.at = 0
        self._exact: dict[str, Fraction] = {}
        self._labels: dict[str, str] = {}

    def peek(self) -> str:
        """Return the next word, empty at the end."""
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self) -> str:
        """Return the next word and go on."""
        word = self.peek()
        self.at += 1
        return word

    def expect(self, word: str, where: str) -> None:
        """Go past the next word, which must be this one."""
        if self.take() != word:
            self.wrong(f"`{word}` {where}")

    def label(self, what: str) -> str:
        """Return the next word, which must be a label in quotes, without its quotes."""
        word = self.take()
        found = self._labels.get(word)
        if found is None:
            if word[:1] != '"' or len(word) < 2:
                self.wrong(f"{what} in quotes")
            found = self._labels[word] = word[1:-1].replace('\\"', '"')
        return found

    def whole(self, what: str, least: int) -> int:
        """Return the next word, which must be a whole number of at least `least`."""
        word = self.take()
        if not (word.isascii() and word.isdigit() and len(word) < 10 and int(word) >= least):
            self.wrong(f"{what}, a whole number of at least {least}")
        return int(word)

    def number(self, what: str) -> str:
        """Return the next word, which must be a number; `exact` is its value."""
        word = self.take()
        if word not in self._exact:
            try:
                self._exact[word] = exact(word)
            except ValueError as error:
                self.wrong(f"{what}{error}")
        return word

    def exact(self, word: str) -> Fraction:
        """Return the value of a word that `number` has returned."""
        return self._exact[word]

    def wrong(self, expected: str, *, back: int = 1) -> NoReturn:
        """Refuse the word `back` steps behind the cursor: say what was expected there."""
        index = self.at - back
        found = self.words[index] if 0 <= index < len(self.words) else ""
        if found == '"':
            self.complain("a label begins here and its closing quote is missing", back=back)
        shown = f"`{found[:40]}`" if found else END
        self.complain(f"expected {expected}, found {shown}", back=back)

    def complain(self, message: str, *, back: int = 1) -> NoReturn:
        """Refuse the file, pointing at the word `back` steps behind the cursor."""
        line, column = self.position(self.at - back)
        raise UsageError(
            f"{self.name}:{line}:{column}: {message}",
            help="the format is described in Gambit's documentation under `efg`",
        )

    def position(self, index: int) -> tuple[int, int]:
        """Return line and column, from 1, of a word; of the end of the text beyond the last."""
        place = len(self.text.rstrip())
        for count, match in enumerate(WORD.finditer(self.text)):
            if count == index:
                place = match.start()
                break
        line = self.text.count("\n", 0, place) + 1
        return line, place - self.text.rfind("\n", 0, place)
