"""Several draws in one register: vectors of double precision numbers inside compiled kernels.

A kernel that is written once in these terms becomes scalar machine code for a single draw and
vector machine code for eight. LLVM cannot make the second from a plain loop over draws, because it
cannot know that rows of an array do not overlap. Both do the same operations in the same order, so
a draw's answer does not depend, to the last bit, on which others are solved with it.

Reading and writing takes a flat array and a place in it, with no check of bounds and no negative
places: kernels get their places from a `PassPlan`, which tests compare with a plain implementation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

ONE = (0,)
"""Tag of kernels for a single draw: its length is the number of lanes."""
EIGHT = (0,) * 8
"""Tag of kernels for eight draws at once, two registers of AVX2 or one of AVX-512."""

_built_in: Any = intrinsic  # its own type has the arguments of the typing function
_DOUBLE, _LONG = ir.DoubleType(), ir.IntType(64)


class Lanes(types.Type):
    """The type of a vector of `width` numbers."""

    def __init__(self, width: int) -> None:
        """Take the number of lanes."""
        super().__init__(name=f"Lanes({width})")
        self.width = width


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Lanes) -> None:
        vector = ir.VectorType(_DOUBLE, fe_type.width)
        super().__init__(dmm, fe_type, vector)  # type: ignore[no-untyped-call]


def _vector(width: int) -> ir.VectorType:
    return ir.VectorType(_DOUBLE, width)


def _singles(width: int) -> ir.VectorType:
    return ir.VectorType(ir.FloatType(), width)


def _splat(builder: Any, scalar: Any, width: int) -> Any:
    vector = ir.Constant(ir.VectorType(scalar.type, width), ir.Undefined)
    for k in range(width):
        vector = builder.insert_element(vector, scalar, ir.Constant(ir.IntType(32), k))
    return vector


def _constant(value: float, width: int) -> ir.Constant:
    return ir.Constant(_vector(width), [ir.Constant(_DOUBLE, value)] * width)


def _place(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    return builder.gep(data, [index], inbounds=True)


@_built_in
def number(typing: Any, array: Any, index: Any) -> Any:
    """Return the whole number at a place of a flat int32 or int64 array."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        where = _place(context, builder, sig.args[0], args[0], args[1])
        found = builder.load(where)
        return found if sig.args[0].dtype.bitwidth == 64 else builder.sext(found, _LONG)

    return types.int64(array, types.int64), code


@_built_in
def load(typing: Any, array: Any, index: Any, tag: Any) -> Any:
    """Return the lanes that begin at a place of a flat array of doubles or singles."""
    width = len(tag)

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        where = _place(context, builder, sig.args[0], args[0], args[1])
        if sig.args[0].dtype.bitwidth == 32:
            found = builder.load(builder.bitcast(where, _singles(width).as_pointer()), align=4)
            return builder.fpext(found, _vector(width))
        return builder.load(builder.bitcast(where, _vector(width).as_pointer()), align=8)

    return Lanes(width)(array, types.int64, tag), code


@_built_in
def store(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """Write lanes to a place of a flat array of doubles, or rounded to one of singles."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        where = _place(context, builder, sig.args[0], args[0], args[1])
        if sig.args[0].dtype.bitwidth == 32:
            singles = _singles(sig.args[2].width)
            short = builder.fptrunc(args[2], singles)
            builder.store(short, builder.bitcast(where, singles.as_pointer()), align=4)
            return context.get_dummy_value()
        builder.store(args[2], builder.bitcast(where, args[2].type.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(array, types.int64, value), code


@_built_in
def spread(typing: Any, value: Any, tag: Any) -> Any:
    """Return a number in all lanes, or a single lane in as many as the tag has."""
    width = len(tag)

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        if isinstance(sig.args[0], Lanes):
            if sig.args[0].width == width:
                return args[0]
            scalar = builder.extract_element(args[0], ir.Constant(ir.IntType(32), 0))
        else:
            scalar = args[0]
        return _splat(builder, scalar, width)

    kind = value if isinstance(value, Lanes) else types.float64
    return Lanes(width)(kind, tag), code


@_built_in
def exp(typing: Any, value: Any) -> Any:
    """Return e to the power of numbers of at most 0, right to 2 units in the last place.

    Below -700 it stays at exp(-700), about 1e-304, so that nothing underflows.
    """

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _exp(builder, args[0], sig.args[0].width)

    return value(value), code


SERIES = (
    1.0,
    1.0,
    0.5000000000000019,
    0.16666666666666682,
    0.04166666666648766,
    0.008333333333318494,
    0.001388888895241538,
    0.0001984126989286926,
    2.480148538927505e-05,
    2.755723820873113e-06,
    2.7632669964111085e-07,
    2.5110931143298672e-08,
)
"""The polynomial of degree 11 that meets the exponential at the Chebyshev points of |r| < 0.3466.

It is off by 4.3e-18 at most (computed in extended precision)."""


def _exp(builder: Any, x: Any, width: int) -> Any:
    """Write 2^k e^r with x = k log 2 + r.

    Adding 1.5 2^52 rounds to a whole number and leaves it in the low bits, where it becomes the
    exponent. The polynomial is summed in two halves, even and odd, at the same time.
    """

    def at(value: float) -> ir.Constant:
        return _constant(value, width)

    x = builder.select(builder.fcmp_ordered(">", x, at(-700.0)), x, at(-700.0))
    shifted = _fused(builder, x, at(1.4426950408889634), at(6755399441055744.0), width)
    k = builder.fsub(shifted, at(6755399441055744.0))
    r = _fused(builder, k, at(-6.93145751953125e-1), x, width)
    r = _fused(builder, k, at(-1.42860682030941723212e-6), r, width)
    square = builder.fmul(r, r)
    halves = []
    for first in (10, 11):
        total = at(SERIES[first])
        for n in range(first - 2, -1, -2):
            total = _fused(builder, total, square, at(SERIES[n]), width)
        halves.append(total)
    series = _fused(builder, r, halves[1], halves[0], width)
    longs = ir.VectorType(_LONG, width)

    def whole(value: int) -> ir.Constant:
        return ir.Constant(longs, [ir.Constant(_LONG, value)] * width)

    bits = builder.bitcast(shifted, longs)
    power = builder.shl(builder.add(bits, whole(1023)), whole(52))
    return builder.fmul(series, builder.bitcast(power, _vector(width)))


def _fused(builder: Any, a: Any, b: Any, c: Any, width: int) -> Any:
    """Write a b + c, in one operation where the machine has one."""
    kind = _vector(width)
    name = f"llvm.fmuladd.v{width}f64"
    function = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(kind, [kind] * 3), name
    )
    return builder.call(function, [a, b, c])


@_built_in
def fused(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """Return a b + c in each lane, rounded once where the machine has an operation for it."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _fused(builder, args[0], args[1], args[2], sig.args[0].width)

    return a(a, b, c), code


class _SameLanes(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if len(args) == 2 and isinstance(args[0], Lanes) and args[0] == args[1]:
            return signature(args[0], *args)
        return None


def _binary(function: Callable[..., Any], build: Callable[[Any, Any, Any], Any]) -> None:
    infer_global(function)(type(f"_{function.__name__}", (_SameLanes,), {"key": function}))

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return build(builder, args[0], args[1])

    lower_builtin(function, Lanes, Lanes)(code)


_binary(operator.add, lambda builder, a, b: builder.fadd(a, b))
_binary(operator.sub, lambda builder, a, b: builder.fsub(a, b))
_binary(operator.mul, lambda builder, a, b: builder.fmul(a, b))
_binary(operator.truediv, lambda builder, a, b: builder.fdiv(a, b))


@_built_in
def larger(typing: Any, a: Any, b: Any) -> Any:
    """Return the larger number of each lane; b where a is not a number."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered(">", args[0], args[1]), args[0], args[1])

    return a(a, b), code


@_built_in
def apart(typing: Any, a: Any, b: Any) -> Any:
    """Return the distance |a - b| in each lane."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _absolute(builder, builder.fsub(args[0], args[1]), sig.args[0].width)

    return a(a, b), code


def _absolute(builder: Any, value: Any, width: int) -> Any:
    longs = ir.VectorType(_LONG, width)
    mask = ir.Constant(longs, [ir.Constant(_LONG, 2**63 - 1)] * width)
    bits = builder.and_(builder.bitcast(value, longs), mask)
    return builder.bitcast(bits, _vector(width))


@_built_in
def where_positive(typing: Any, test: Any, a: Any, b: Any) -> Any:
    """Return a in lanes whose test is above 0, b in the others."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        zero = _constant(0.0, sig.args[0].width)
        return builder.select(builder.fcmp_ordered(">", args[0], zero), args[1], args[2])

    return a(test, a, b), code


@_built_in
def all_positive(typing: Any, value: Any) -> Any:
    """Return whether every lane is above 0."""

    def code(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        width = sig.args[0].width
        mask = builder.fcmp_ordered(">", args[0], _constant(0.0, width))
        bits = builder.bitcast(mask, ir.IntType(width))
        return cgutils.is_true(builder, builder.icmp_unsigned("==", bits, bits.type(2**width - 1)))

    return types.boolean(value), code
