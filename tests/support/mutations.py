"""Seeded damage to the text of a scenario file, as slips and accidents would do it."""

from __future__ import annotations

import random
import re

NUMBERS = ("1e999", "9" * 400, "-1e15", ".nan", ".inf", "-.inf", "1e-400", "0x1G", "0o9", "--1")
VALUES = ("[]", "{}", "null", "true", "[1, [2]]", "{a: {b: c}}", "'text'", "", "5", "-3.5", "~")
ODD = (
    "\u202e",
    "\u0000",
    "\ufeff",
    "\u00e9",
    "\U0001f600",
    "\u2028",
    "\x85",
    "\t",
    "\x1b[31m",
    "&a ",
)
FORMULAS = ("((((", "1 +", "a b", "1/0", "if x then", "nature", "log(0)", "min()", "x.y.z", "5%")


def mutate(text: str, seed: int) -> bytes:
    """Return the text with one to three pieces of damage; the same seed does the same damage."""
    rng = random.Random(seed)  # noqa: S311 (damage that can be repeated, not secrets)
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(TEXT_DAMAGE)(text, rng)
    data = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.08:
        at = rng.randrange(len(data) + 1)
        data = data[:at] + bytes([rng.choice((0xFF, 0xC3, 0x80, 0xFE))]) + data[at:]
    return data


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _delete_line(text: str, rng: random.Random) -> str:
    lines = _lines(text)
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def _repeat_line(text: str, rng: random.Random) -> str:
    lines = _lines(text)
    at = rng.randrange(len(lines))
    return "\n".join([*lines[: at + 1], *lines[at:]])


def _swap_lines(text: str, rng: random.Random) -> str:
    lines = _lines(text)
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _misspell(text: str, rng: random.Random) -> str:
    words = list(re.finditer(r"[a-z_]{3,}", text))
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start(), word.end() - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _drop_letter(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + 1 :]


def _other_value(text: str, rng: random.Random) -> str:
    values = list(re.finditer(r": +([^\n{}\[\],]+)", text))
    if not values:
        return text
    value = rng.choice(values)
    new = rng.choice(rng.choice((NUMBERS, VALUES, FORMULAS)))
    return text[: value.start(1)] + new + text[value.end(1) :]


def _delete_key(text: str, rng: random.Random) -> str:
    keys = list(re.finditer(r"[a-z_]+: *", text))
    if not keys:
        return text
    key = rng.choice(keys)
    return text[: key.start()] + text[key.end() :]


def _cut(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _odd_character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(ODD) + text[at:]


def _indent(text: str, rng: random.Random) -> str:
    lines = _lines(text)
    at = rng.randrange(len(lines))
    lines[at] = lines[at][2:] if rng.random() < 0.5 else "  " + lines[at]
    return "\n".join(lines)


def _nest(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    sign = rng.choice("[{(")
    return text[:at] + sign * rng.choice((1, 2, 60, 3000)) + text[at:]


TEXT_DAMAGE = (
    _delete_line,
    _repeat_line,
    _swap_lines,
    _misspell,
    _drop_letter,
    _other_value,
    _other_value,
    _delete_key,
    _cut,
    _odd_character,
    _indent,
    _nest,
)
"""Every kind of damage; wrong values count twice because they go deepest."""
