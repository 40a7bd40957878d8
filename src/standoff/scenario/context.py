"""What the resolving steps share: the document, the symbols, and the list of findings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from standoff.diagnostics.record import Diagnostic, Place, Severity, Span
from standoff.diagnostics.suggest import advice
from standoff.scenario import human
from standoff.scenario.expr import Call, Const, Env, Expr, evaluate, references
from standoff.scenario.formula import FormulaError, parse
from standoff.scenario.model import Prior, Private
from standoff.scenario.names import Scope, fold, resolve_names
from standoff.scenario.symbols import Coded, Symbols
from standoff.scenario.text import Document, Path

ZERO = Const(0.0)


@dataclass
class Context:
    """Everything that a resolving step may read, and where it reports.

    Attributes:
        document: the text with positions.
        file: the file as the schema read it.
        symbols: what names mean.
        findings: what has been found so far.
        damaged: paths at which the schema already found something; nothing more is said there.
        outcomes: index by id.
        priors: of every parameter, in order.
        made: hidden dimensions that short forms make, by their names in formulas.
    """

    document: Document
    file: human.File
    symbols: Symbols = field(default_factory=Symbols)
    findings: list[Diagnostic] = field(default_factory=list)
    damaged: frozenset[Path] = frozenset()
    outcomes: dict[str, int] = field(default_factory=dict)
    priors: list[Prior] = field(default_factory=list)
    made: dict[str, Private] = field(default_factory=dict)
    _parents: frozenset[Path] | None = None

    @property
    def parties(self) -> dict[str, int]:
        """Player index by party id."""
        return self.symbols.parties

    def report(  # noqa: PLR0913 (one argument for each part of a message)
        self,
        code: str,
        message: str,
        path: Path,
        *,
        where: str = "value",
        span: Span | None = None,
        label: str = "",
        places: Iterable[tuple[Path, str]] = (),
        note: str = "",
        help: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding at a path of the file, unless something was already found there."""
        if self.is_damaged(path) or (code != "SC202" and self._holds_damage(path)):
            return
        marks = [(self.document.span(other, "key"), text) for other, text in places]
        self.findings.append(
            Diagnostic(
                code,
                severity,
                message,
                self.document.name,
                span or self.document.span(path, where),
                label,
                tuple(Place(mark, text) for mark, text in marks if mark is not None),
                note,
                help,
            )
        )

    def damage(self, path: Path) -> None:
        """Let nothing more be said about a path."""
        self.damaged |= {path}
        self._parents = None

    def is_damaged(self, path: Path) -> bool:
        """Return whether something was already found at a path or above it."""
        return any(path[:length] in self.damaged for length in range(len(path) + 1))

    def _holds_damage(self, path: Path) -> bool:
        """Return whether something was found right below a path: then this follows from it."""
        if self._parents is None:
            self._parents = frozenset(known[:-1] for known in self.damaged)
        return bool(path) and path in self._parents

    def warn(self, code: str, message: str, path: Path, **more: Any) -> None:
        """Add a warning at a path of the file."""
        self.report(code, message, path, severity=Severity.WARNING, **more)

    def formula(self, value: Any, path: Path, scope: Scope, target: Coded | None = None) -> Expr:
        """Return the formula at a path, resolved; 0 where something is wrong with it."""
        if isinstance(value, (bool, int, float)):
            return Const(float(value))
        try:
            expr = resolve_names(parse(value), self.symbols, scope, target)
        except FormulaError as error:
            span = self.document.inside(path, error.start, error.end)
            self.report(error.code, error.message, path, span=span, help=error.help)
            return ZERO
        self._check_finite(expr, path)
        return expr

    def _check_finite(self, expr: Expr, path: Path) -> None:
        if isinstance(expr, Const) or any(True for _ in references(expr)):
            return
        value = float(evaluate(expr, Env()))
        if not math.isfinite(value):
            self.report("SC407", "the formula has no finite value", path)

    def per_party(self, values: Mapping[str, Any], path: Path, scope: Scope) -> list[Expr]:
        """Return one formula per player from a mapping by party; 0 where nothing is written."""
        result: list[Expr] = [ZERO] * len(self.parties)
        for name, value in values.items():
            index = self.party(name, (*path, name), where="key")
            expr = self.formula(value, (*path, name), scope)
            if index is not None:
                result[index] = expr
        return result

    def costs(self, values: Mapping[str, Any], path: Path, scope: Scope) -> list[tuple[int, Expr]]:
        """Return (player, formula) for every party written, in file order."""
        result = []
        for name, value in values.items():
            index = self.party(name, (*path, name), where="key")
            expr = self.formula(value, (*path, name), scope)
            if index is not None:
                result.append((index, expr))
        return result

    def party(self, name: str, path: Path, where: str = "value") -> int | None:
        """Return the player index of a party, or report that it is unknown."""
        found = self.parties.get(name)
        if found is None and name not in self.symbols.broken:
            help = advice(name, self.parties)
            self.report("SC305", f"there is no party `{name}`", path, where=where, help=help)
        return found

    def outcome(self, name: str, path: Path, where: str = "value") -> int | None:
        """Return the index of an outcome, or report that it is unknown."""
        found = self.outcomes.get(name)
        if found is None and name not in self.symbols.broken:
            help = advice(name, self.outcomes)
            message = f"there is no outcome `{name}`"
            self.report("SC306", message, path, where=where, help=help)
        return found

    def known(self, name: str, among: Iterable[str], what: str, path: Path, **more: Any) -> bool:
        """Return whether a name is declared, or report that there is no such thing."""
        every = list(among)
        if name in every:
            return True
        if name not in self.symbols.broken:
            help = advice(name, every, f"the file declares no {what}")
            self.report("SC308", f"there is no {what} `{name}`", path, help=help, **more)
        return False


def call(op: str, *args: Expr) -> Expr:
    """Return an operator applied to formulas, computed where all are constant."""
    return fold(Call(op, args))


def total(terms: Iterable[Expr]) -> Expr:
    """Return the sum of formulas, without zeros."""
    left = [term for term in terms if term != ZERO]
    if not left:
        return ZERO
    while len(left) > 1:
        # In pairs, so that a sum of hundreds stays a shallow tree.
        pairs = [left[k : k + 2] for k in range(0, len(left), 2)]
        left = [call("+", *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return left[0]


def both(first: Expr | None, second: Expr | None) -> Expr | None:
    """Return the guard that holds where both do."""
    if first is None or second is None:
        return second if first is None else first
    return call("and", first, second)


def words(identifier: str) -> str:
    """Return an id as words, the first letter large."""
    text = identifier.replace("_", " ")
    return text[:1].upper() + text[1:]
