"""The formula language: text to a syntax tree with positions.

A small Pratt parser. Nothing is evaluated here and names are not looked up; that is done by
`standoff.scenario.names`. From loosest to tightest: `or`, `and`, `not`, comparisons (which do not
chain), `+ -`, `* /`, unary minus, `^` (from the right). `if c then a else b` reaches as far to
the right as it can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 1000
MAX_NESTING = 50
MAX_OPERATORS = 150
"""Most operators in one formula: however they nest, the tree is then safe to walk."""

MAX_NUMBER = 1e15

FUNCTIONS = {
    "min": (2, None),
    "max": (2, None),
    "abs": (1, 1),
    "exp": (1, 1),
    "log": (1, 1),
    "sqrt": (1, 1),
    "clip": (3, 3),
    "logistic": (1, 1),
    "norm_cdf": (1, 1),
}
"""Functions with the fewest and the most arguments (None: any number)."""

CLOCK_NAMES = ("day", "days_left")
"""Days from the clock's start to the turn, and from the turn to the clock's end."""

KEYWORDS = frozenset({"and", "or", "not", "if", "then", "else"})
OTHER_WORDS = {"nature", "rest", "items", "true", "false", *CLOCK_NAMES}
RESERVED = KEYWORDS | FUNCTIONS.keys() | OTHER_WORDS
"""Words that cannot name anything in a file."""

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
BINDING = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(COMPARISONS, 4),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "^": 8,
}
NOT_BINDING, MINUS_BINDING = 3, 7

TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<op>\*\*|==|!=|<=|>=|&&|\|\||[-+*/^()<>,=!%&|])"
    r"|(?P<end>$)|(?P<bad>.))",
    re.DOTALL,
)
SLIPS = {
    "=": "write `==` to compare",
    "**": "write `^` for a power",
    "&&": "write `and`",
    "&": "write `and`",
    "||": "write `or`",
    "|": "write `or`",
    "!": "write `not`",
    "%": "write the number alone: payoffs are already in percent, and 5% of something is `0.05 *`",
}


@dataclass(frozen=True, slots=True)
class Num:
    """A number as written; `start` and `end` are offsets into the formula."""

    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, dots included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Op:
    """An operator or function applied to arguments."""

    op: str
    args: tuple[Node, ...]
    start: int
    end: int


Node = Num | Name | Op


class FormulaError(Exception):
    """A formula that cannot be read, with the offsets of the spot."""

    def __init__(self, code: str, message: str, start: int, end: int, help: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.end = max(end, start + 1)
        self.help = help


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return the syntax tree of a formula.

    Raises:
        FormulaError: the text is no formula, or longer or deeper than allowed.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            "SC402",
            f"the formula has {len(text)} characters, more than {MAX_LENGTH}",
            0,
            len(text),
            "give parts of it names as parameters or variables",
        )
    return _Parser(_tokens(text)).whole()


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while True:
        match = TOKEN.match(text, at)
        assert match is not None
        assert match.lastgroup is not None
        kind, word = match.lastgroup, match.group(match.lastgroup)
        start, end = match.span(kind)
        if kind == "bad" or word in SLIPS:
            help = SLIPS.get(word, "formulas use numbers, names, `+ - * / ^ ( )` and comparisons")
            raise FormulaError("SC401", f"`{word}` has no meaning in a formula", start, end, help)
        found.append(_Token("op" if word in KEYWORDS else kind, word, start, end))
        if kind == "end":
            return found
        at = end


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.count = 0

    def whole(self) -> Node:
        node = self.expression(0)
        token = self.peek()
        if token.kind != "end":
            raise self.unexpected(token, "an operator, or the end of the formula")
        return node

    def peek(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def unexpected(self, token: _Token, wanted: str) -> FormulaError:
        if token.kind == "end":
            message = f"the formula ends where {wanted} should follow"
        else:
            message = f"expected {wanted}, found `{token.text}`"
        return FormulaError("SC401", message, token.start, token.end)

    def expect(self, text: str) -> _Token:
        token = self.peek()
        if token.text != text or token.kind == "end":
            raise self.unexpected(token, f"`{text}`")
        return self.take()

    def expression(self, binding: int) -> Node:
        self.depth += 1
        if self.depth > MAX_NESTING:
            token = self.peek()
            message = f"the formula is nested more than {MAX_NESTING} deep"
            raise FormulaError("SC402", message, token.start, token.end, "give parts of it names")
        left = self.operators(self.prefix(), binding)
        self.depth -= 1
        return left

    def operators(self, left: Node, binding: int) -> Node:
        while True:
            token = self.peek()
            power = BINDING.get(token.text, 0) if token.kind == "op" else 0
            if power <= binding:
                return left
            self.take()
            right = self.expression(power - 1 if token.text == "^" else power)
            left = Op(token.text, (left, right), left.start, right.end)
            if token.text in COMPARISONS and self.peek().text in COMPARISONS:
                message, help = "comparisons do not chain", "write `a < b and b < c`"
                raise FormulaError("SC401", message, self.peek().start, self.peek().end, help)
            self.count_operators(token, 1)

    def count_operators(self, token: _Token, more: int) -> None:
        self.count += more
        if self.count > MAX_OPERATORS:
            message = f"the formula has more than {MAX_OPERATORS} operators"
            raise FormulaError("SC402", message, token.start, token.end, "give parts of it names")

    def prefix(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return self.name(token)
        if token.text in ("-", "+") and token.kind == "op":
            inner = self.expression(MINUS_BINDING)
            return inner if token.text == "+" else Op("neg", (inner,), token.start, inner.end)
        if token.text == "not":
            inner = self.expression(NOT_BINDING)
            return Op("not", (inner,), token.start, inner.end)
        if token.text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.text == "if":
            return self.condition(token)
        self.at -= 1
        raise self.unexpected(token, "a number, a name or `(`")

    def number(self, token: _Token) -> Node:
        value = float(token.text)
        if value > MAX_NUMBER:
            message = f"the number {token.text[:30]} is larger than {MAX_NUMBER:g}"
            raise FormulaError("SC109", message, token.start, token.end)
        following = self.peek()
        if following.kind == "name" and following.start == token.end:
            raise self.unexpected(following, "an operator")
        return Num(value, token.start, token.end)

    def name(self, token: _Token) -> Node:
        if self.peek().text != "(":
            if token.text in FUNCTIONS:
                raise self.unexpected(self.peek(), f"`(` after the function `{token.text}`")
            return Name(token.text, token.start, token.end)
        if token.text not in FUNCTIONS:
            known = ", ".join(f"`{name}`" for name in FUNCTIONS)
            message = f"there is no function `{token.text}`"
            help = f"the functions are {known}"
            raise FormulaError("SC403", message, token.start, token.end, help)
        self.take()
        args = [self.expression(0)]
        while self.peek().text == ",":
            self.take()
            args.append(self.expression(0))
        end = self.expect(")").end
        self.check_count(token, len(args))
        if token.text in ("min", "max"):
            self.count_operators(token, len(args) - 1)
            return _fold(token.text, args, token.start, end)
        return Op(token.text, tuple(args), token.start, end)

    def check_count(self, token: _Token, found: int) -> None:
        least, most = FUNCTIONS[token.text]
        if found < least or (most is not None and found > most):
            wanted = f"{least}" if least == most else f"at least {least}"
            plural = "" if wanted == "1" else "s"
            message = f"`{token.text}` takes {wanted} argument{plural}, found {found}"
            help = "write `clip(x, low, high)`" if token.text == "clip" else ""
            raise FormulaError("SC403", message, token.start, token.end, help)

    def condition(self, token: _Token) -> Node:
        test = self.expression(0)
        self.expect("then")
        then = self.expression(0)
        self.expect("else")
        otherwise = self.expression(0)
        return Op("if", (test, then, otherwise), token.start, otherwise.end)


def _fold(op: str, args: list[Node], start: int, end: int) -> Node:
    node = args[0]
    for arg in args[1:]:
        node = Op(op, (node, arg), start, end)
    return node
