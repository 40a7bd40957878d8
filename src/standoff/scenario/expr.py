"""Resolved formulas: small trees of numbers, references and operators, evaluated on arrays.

A formula is parsed by `standoff.scenario.formula`, its names are resolved by
`standoff.scenario.resolve`, and what remains is one of the four node kinds below. Labels are
already whole numbers here. Evaluation is plain NumPy with broadcasting, so one formula serves
one state of the crisis or thousands of states and draws at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Value = Any  # a float or a NumPy array; formulas broadcast


@dataclass(frozen=True)
class Const:
    """A number."""

    value: float


@dataclass(frozen=True)
class Ref:
    """A reference to something that has a value.

    Attributes:
        kind: `parameter`, `variable` or `private`; while turns are being placed also `clock`.
        index: position in `Scenario.parameters`, `.variables` or `.privates`; of `clock`, 0 is the
            days since the start and 1 the days to the end.
    """

    kind: str
    index: int


@dataclass(frozen=True)
class Call:
    """An operator or a function applied to formulas; `op` is a key of `OPERATORS`."""

    op: str
    args: tuple[Expr, ...]


Expr = Const | Ref | Call


def _choose(condition: Value, then: Value, otherwise: Value) -> Value:
    return np.where(np.asarray(condition) != 0, then, otherwise)


def _truth(value: Value) -> Value:
    return np.asarray(value) != 0


def _as_number(value: Value) -> Value:
    return np.asarray(value, dtype=np.float64)


def _logistic(value: Value) -> Value:
    from scipy.special import expit

    return expit(value)


def _norm_cdf(value: Value) -> Value:
    from scipy.special import ndtr

    return ndtr(value)


OPERATORS: Mapping[str, tuple[int, Callable[..., Value]]] = {
    "+": (2, np.add),
    "-": (2, np.subtract),
    "*": (2, np.multiply),
    "/": (2, np.divide),
    "^": (2, np.power),
    "neg": (1, np.negative),
    "==": (2, lambda a, b: _as_number(np.equal(a, b))),
    "!=": (2, lambda a, b: _as_number(np.not_equal(a, b))),
    "<": (2, lambda a, b: _as_number(np.less(a, b))),
    "<=": (2, lambda a, b: _as_number(np.less_equal(a, b))),
    ">": (2, lambda a, b: _as_number(np.greater(a, b))),
    ">=": (2, lambda a, b: _as_number(np.greater_equal(a, b))),
    "and": (2, lambda a, b: _as_number(_truth(a) & _truth(b))),
    "or": (2, lambda a, b: _as_number(_truth(a) | _truth(b))),
    "not": (1, lambda a: _as_number(~_truth(a))),
    "if": (3, _choose),
    "min": (2, np.minimum),
    "max": (2, np.maximum),
    "abs": (1, np.abs),
    "exp": (1, np.exp),
    "log": (1, np.log),
    "sqrt": (1, np.sqrt),
    "clip": (3, np.clip),
    "logistic": (1, _logistic),
    "norm_cdf": (1, _norm_cdf),
}
"""Every operator and function: number of arguments and its NumPy implementation."""


@dataclass(frozen=True)
class Env:
    """Values for the references of a formula; entries broadcast against each other.

    Attributes:
        parameters: value of parameter k at `parameters[k]`.
        variables: value (code) of public variable k at `variables[k]`.
        privates: value (code) of private dimension k at `privates[k]`.
    """

    parameters: Any = ()
    variables: Any = ()
    privates: Any = ()


def evaluate(expr: Expr, env: Env) -> Value:
    """Return the value of a formula; arrays in `env` broadcast.

    Floating-point trouble (division by zero, log of a negative number) gives inf or nan without
    a warning: the caller checks the result and names the formula.
    """
    with np.errstate(all="ignore"):
        return _evaluate(expr, env)


def _evaluate(expr: Expr, env: Env) -> Value:
    if isinstance(expr, Const):
        return expr.value
    if isinstance(expr, Ref):
        if expr.kind == "parameter":
            return env.parameters[expr.index]
        if expr.kind == "variable":
            return env.variables[expr.index]
        return env.privates[expr.index]
    return OPERATORS[expr.op][1](*(_evaluate(arg, env) for arg in expr.args))


def substitute(expr: Expr, kind: str, values: Sequence[float]) -> Expr:
    """Return the formula with every reference of one kind replaced by its number."""
    if isinstance(expr, Ref):
        return Const(float(values[expr.index])) if expr.kind == kind else expr
    if isinstance(expr, Call) and any(ref.kind == kind for ref in references(expr)):
        return Call(expr.op, tuple(substitute(arg, kind, values) for arg in expr.args))
    return expr


def references(expr: Expr) -> Iterator[Ref]:
    """Yield every reference in a formula, in reading order, repeats included."""
    if isinstance(expr, Ref):
        yield expr
    elif isinstance(expr, Call):
        for arg in expr.args:
            yield from references(arg)


def indices(expr: Expr, kind: str) -> frozenset[int]:
    """Return the positions of all things of one kind that a formula mentions."""
    return frozenset(ref.index for ref in references(expr) if ref.kind == kind)


def is_true(expr: Expr | None, env: Env) -> bool:
    """Return whether a guard holds; a missing guard always does."""
    return expr is None or bool(np.all(evaluate(expr, env) != 0))
