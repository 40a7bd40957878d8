"""Syntax trees to resolved formulas: looks names and labels up and says what is not known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from standoff.diagnostics.suggest import advice, listing
from standoff.scenario.expr import Call, Const, Env, Expr, Ref, evaluate
from standoff.scenario.formula import (
    CLOCK_NAMES,
    COMPARISONS,
    FormulaError,
    Name,
    Node,
    Num,
    Op,
)
from standoff.scenario.symbols import Coded, Named, Symbols


@dataclass(frozen=True)
class Scope:
    """What a formula at one spot of the file may mention.

    Attributes:
        where: the spot in words, such as `a guard`.
        parameters: whether parameters may be used; SC404 where not.
        variables: whether public variables may be used; SC406 where not.
        privates: player index whose private dimensions may be used, or `all`, or None.
        clock: whether `day` and `days_left` have a meaning; SC408 where not.
    """

    where: str
    parameters: bool = True
    variables: bool = True
    privates: int | str | None = "all"
    clock: bool = False


PLACE_CODES = frozenset({"SC404", "SC405", "SC406", "SC408"})
"""What depends on where a named formula is used; the rest is said where it is declared."""


def resolve_names(node: Node, symbols: Symbols, scope: Scope, target: Coded | None = None) -> Expr:
    """Return the formula with names looked up and constant parts computed.

    Args:
        node: syntax tree.
        symbols: what names mean.
        scope: what may be mentioned here.
        target: variable that the formula is assigned to; its labels may then be written alone.

    Raises:
        FormulaError: a name is not known or may not be used here.
    """
    return _Resolver(symbols, scope).resolve(node, target)


def resolve_named(name: str, symbols: Symbols, scope: Scope) -> Expr:
    """Return a named formula as it stands in the file, with names looked up.

    Raises:
        FormulaError: a name is not known, comes later or may not be used here.
    """
    named = symbols.formulas[name]
    return _Resolver(symbols, scope, named.index).resolve(named.node)


class _Resolver:
    """Resolves one formula; `before` is the number of named formulas that it may mention."""

    def __init__(self, symbols: Symbols, scope: Scope, before: int | None = None) -> None:
        self.symbols = symbols
        self.scope = scope
        self.before = before

    def resolve(self, node: Node, target: Coded | None = None) -> Expr:
        if isinstance(node, Num):
            return Const(node.value)
        if isinstance(node, Name):
            return self.name(node, target)
        if node.op in COMPARISONS:
            return fold(self.comparison(node))
        if node.op == "if":
            test = self.resolve(node.args[0])
            then, otherwise = (self.resolve(arg, target) for arg in node.args[1:])
            return fold(Call("if", (test, then, otherwise)))
        return fold(Call(node.op, tuple(self.resolve(arg) for arg in node.args)))

    def comparison(self, node: Op) -> Expr:
        left, right = node.args
        a, b = self.labels_of(left), self.labels_of(right)
        if a is not None and isinstance(right, Name):
            return Call(node.op, (self.resolve(left), self.label(right, left, a, b)))
        if b is not None and isinstance(left, Name):
            return Call(node.op, (self.label(left, right, b, a), self.resolve(right)))
        return Call(node.op, (self.resolve(left), self.resolve(right)))

    def labels_of(self, node: Node) -> Coded | None:
        if not isinstance(node, Name):
            return None
        found = self.symbols.coded(node.text)
        return found if found is not None and found.labels is not None else None

    def label(self, node: Name, beside: Node, coded: Coded, other: Coded | None) -> Expr:
        """Resolve the side of a comparison that may be a value of `coded`."""
        code = coded.code(node.text)
        if code is not None:
            return Const(float(code))
        symbols = self.symbols
        known = other is not None or "." in node.text or node.text in symbols.parameters
        known = known or node.text in symbols.formulas or node.text in CLOCK_NAMES
        if known or node.text in symbols.variables or self.is_broken(node.text):
            return self.resolve(node)
        assert coded.labels is not None
        assert isinstance(beside, Name)
        raise FormulaError(
            "SC302",
            f"`{node.text}` is not a value of `{beside.text}`",
            node.start,
            node.end,
            f"{advice(node.text, coded.labels)}; the values are {listing(coded.labels)}",
        )

    def name(self, node: Name, target: Coded | None) -> Expr:
        text, symbols = node.text, self.symbols
        if target is not None and (code := target.code(text)) is not None:
            return Const(float(code))
        if text in ("true", "false"):
            return Const(1.0 if text == "true" else 0.0)
        if text in symbols.parameters:
            return self.parameter(node)
        if text in symbols.variables:
            return self.variable(node, symbols.variables[text])
        if text in symbols.privates:
            return self.private(node, symbols.privates[text])
        if text in symbols.formulas:
            return self.formula(node, symbols.formulas[text])
        if text in CLOCK_NAMES:
            return self.clock(node)
        if text.startswith("items."):
            return self.items(node)
        if text.startswith("support."):
            return self.support(node)
        if self.is_broken(text):
            return Const(0.0)
        raise self.unknown(node, target)

    def is_broken(self, text: str) -> bool:
        return text in self.symbols.broken or text.split(".", maxsplit=1)[0] in self.symbols.broken

    def use(self, kind: str, index: int) -> Expr:
        self.symbols.used.add((kind, index))
        return Ref(kind, index)

    def parameter(self, node: Name) -> Expr:
        if not self.scope.parameters:
            message = f"{self.scope.where} mentions the parameter `{node.text}`"
            help = "move the number into a cost, a payoff or a chance"
            raise FormulaError("SC404", message, node.start, node.end, help)
        return self.use("parameter", self.symbols.parameters[node.text])

    def variable(self, node: Name, coded: Coded) -> Expr:
        if not self.scope.variables:
            message = f"{self.scope.where} mentions the public variable `{node.text}`"
            raise FormulaError("SC406", message, node.start, node.end, "use parameters only")
        return self.use("variable", coded.index)

    def private(self, node: Name, coded: Coded) -> Expr:
        allowed = self.scope.privates
        if allowed is None:
            message = f"{self.scope.where} mentions the private dimension `{node.text}`"
            help = "use what everybody sees"
            raise FormulaError("SC406", message, node.start, node.end, help)
        if not (isinstance(allowed, int) and coded.seen_by(allowed)) and allowed != "all":
            owner = node.text.split(".", 1)[0]
            known = f"only `{owner}` knows" if "." in node.text else "the mover does not see"
            message = f"{self.scope.where} mentions `{node.text}`, which {known}"
            help = "use public variables and the hidden dimensions that the mover sees"
            raise FormulaError("SC405", message, node.start, node.end, help)
        return self.use("private", coded.index)

    def formula(self, node: Name, named: Named) -> Expr:
        if self.before is not None and named.index >= self.before:
            message = f"the formula `{node.text}` is not declared before this one"
            help = f"move `{node.text}` up; a formula mentions earlier ones only"
            raise FormulaError("SC310", message, node.start, node.end, help)
        self.symbols.used.add(("formula", named.index))
        try:
            return resolve_named(node.text, self.symbols, self.scope)
        except FormulaError as error:
            if error.code not in PLACE_CODES:
                return Const(0.0)
            message = f"{error.message}, through the formula `{node.text}`"
            raise FormulaError(error.code, message, node.start, node.end, error.help) from None

    def clock(self, node: Name) -> Expr:
        if not self.scope.clock:
            message = f"{self.scope.where} mentions `{node.text}`, which only a turn has"
            help = "use it in the cost of a move, in nature's chances and in hazards"
            raise FormulaError("SC408", message, node.start, node.end, help)
        if not self.symbols.dated:
            message = f"`{node.text}` has no value: the clock has no start"
            help = "write `start:` and a date under `clock:`"
            raise FormulaError("SC408", message, node.start, node.end, help)
        return Ref("clock", CLOCK_NAMES.index(node.text))

    def items(self, node: Name) -> Expr:
        nothing = "there is no `table` in this file"
        instead = "compare `reply` with the name of a reply"
        return self.made(node, "items", self.symbols.items, nothing, instead)

    def support(self, node: Name) -> Expr:
        instead = "compare `<supporter>_support` with one of its levels"
        return self.made(node, "support", self.symbols.support, "it cannot be used here", instead)

    def made(
        self, node: Name, kind: str, formulas: Mapping[str, Expr], nothing: str, instead: str
    ) -> Expr:
        """Return the formula that a short form has made for a party, such as `items.east`."""
        found = formulas.get(node.text.removeprefix(f"{kind}."))
        if found is None:
            if self.is_broken(kind):
                return Const(0.0)
            message = f"`{node.text}` is not known"
            help = advice(node.text, [f"{kind}.{name}" for name in formulas], nothing)
            raise FormulaError("SC301", message, node.start, node.end, help)
        if not (self.scope.parameters and self.scope.variables):
            message = f"{self.scope.where} mentions `{node.text}`, which depends on parameters"
            raise FormulaError("SC404", message, node.start, node.end, instead)
        for ref in _refs(found):
            self.symbols.used.add((ref.kind, ref.index))
        return found

    def unknown(self, node: Name, target: Coded | None) -> FormulaError:
        text, symbols = node.text, self.symbols
        if target is not None and target.labels is not None and "." not in text:
            return FormulaError(
                "SC302",
                f"`{text}` is not a value of `{target.path[-1]}`",
                node.start,
                node.end,
                f"{advice(text, target.labels)}; the values are {listing(target.labels)}",
            )
        help = advice(text, symbols.names())
        if text in symbols.parties:
            own = [name for name in symbols.privates if name.startswith(f"{text}.")]
            help = f"write one of {listing(own)}" if own else "a party alone has no value"
        elif not help.startswith("write `") and self.is_label(text):
            help = f"compare it with what it is a value of, as in `... == {text}`"
        elif not help.startswith("write `"):
            help = f"declare `{text}` under `parameters:` or `variables:`"
        return FormulaError("SC301", f"`{text}` is not known", node.start, node.end, help)

    def is_label(self, text: str) -> bool:
        every = (*self.symbols.variables.values(), *self.symbols.privates.values())
        return any(coded.code(text) is not None for coded in every)


def _refs(expr: Expr) -> list[Ref]:
    if isinstance(expr, Ref):
        return [expr]
    return [ref for arg in expr.args for ref in _refs(arg)] if isinstance(expr, Call) else []


def fold(expr: Expr) -> Expr:
    """Return the formula with a call on constants replaced by its value, where it is finite."""
    if isinstance(expr, Call) and all(isinstance(arg, Const) for arg in expr.args):
        value = float(evaluate(expr, Env()))
        if math.isfinite(value):
            return Const(value)
    return expr
