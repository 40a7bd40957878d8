"""Kinds of values that stand in a scenario file, and the base of all its sections."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z][a-z0-9_]*$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MAX_TEXT = 20_000
MAX_ENTRIES = 500
MAX_VALUES = 101
MAX_REPEAT = 100
MAX_DAYS = 36_500


def found(value: Any) -> str:
    """Say what a value is in words of the file, not of the program."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, (int, float)):
        return f"the number {value:g}" if isinstance(value, float) else f"the number {value}"
    if isinstance(value, str):
        short = " ".join(value.split())
        return f"the text `{short if len(short) <= 40 else short[:37] + '...'}`"
    return "a list" if isinstance(value, list) else "a mapping"


def wrong(code: str, wanted: str, value: Any, help: str = "") -> PydanticCustomError:
    """Return the finding `expected ..., found ...` under one of our codes."""
    context = {"wanted": wanted, "help": help, "value": found(value)}
    return PydanticCustomError(code, "expected {wanted}, found {value}", context)


def is_number(value: Any) -> bool:
    """Return whether a value is a number and not a truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(value: Any) -> Any:
    if is_number(value):
        return float(value)
    help = ""
    if isinstance(value, str) and re.fullmatch(r"\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*", value):
        help = f"write {value.strip()} without quotation marks"
    raise wrong("SC203", "a number", value, help)


def _whole(value: Any) -> Any:
    if is_number(value) and float(value).is_integer():
        return int(value)
    raise wrong("SC203", "a whole number", value)


def _text(value: Any) -> Any:
    if isinstance(value, str) and len(value) <= MAX_TEXT:
        return value
    if isinstance(value, str):
        raise wrong("SC203", f"at most {MAX_TEXT:,} characters of text", value)
    scalar = is_number(value) or isinstance(value, bool)
    raise wrong("SC203", "text", value, "put it in quotation marks" if scalar else "")


def _formula(value: Any) -> Any:
    if is_number(value) or (isinstance(value, str) and value.strip()):
        return value
    raise wrong("SC203", "a number or a formula", value)


def _guard(value: Any) -> Any:
    if isinstance(value, (bool, int, float)) or (isinstance(value, str) and value.strip()):
        return value
    raise wrong("SC203", "a condition such as `rung < 3`", value)


def _chance(value: Any) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (dict, list, bool)) or inner is None:
                wanted = f"a number or a formula for `{key}`"
                raise wrong("SC203", wanted, inner)
        return value
    if isinstance(value, (list, bool)) or value is None:
        raise wrong("SC203", "a number, a formula, `rest`, or one of these per value", value)
    return _formula(value)


def _date(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(DATE_PATTERN, value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise wrong("SC207", "a date such as 2022-01-15", value, "write year-month-day")


def _id(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(ID_PATTERN, value) and len(value) <= 60:
        return value
    help = "start with a small letter; then small letters, digits and `_`, 60 at most"
    context = {"word": str(value)[:60], "help": help}
    raise PydanticCustomError("SC206", "`{word}` cannot be a name", context)


def _label(value: Any) -> Any:
    if value is True or value is False:
        value = str(value).lower()
    return _id(value)


def schema(**schema_: Any) -> WithJsonSchema:
    """Return the JSON Schema of a kind of value that Python code checks."""
    return WithJsonSchema(schema_)


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Id = Annotated[str, Field(pattern=ID_PATTERN), BeforeValidator(_id)]
LabelText = Annotated[str, Field(pattern=ID_PATTERN), BeforeValidator(_label)]
Date = Annotated[
    date,
    BeforeValidator(_date),
    schema(type="string", format="date", pattern=DATE_PATTERN),
]
Formula = Annotated[
    Any,
    BeforeValidator(_formula),
    schema(type=["number", "string"], maxLength=1000, description="a number or a formula"),
]
Guard = Annotated[
    Any,
    BeforeValidator(_guard),
    schema(type=["string", "boolean", "number"], maxLength=1000, description="a condition"),
]
Chance = Annotated[
    Any,
    BeforeValidator(_chance),
    schema(
        anyOf=[
            {"type": ["number", "string"]},
            {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        ],
        description="a number, a formula, `rest`, or one of these per value of `given`",
    ),
]


class Model(BaseModel):
    """Base of all sections: unknown fields are findings, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def field(meaning: str, default: Any = ..., *, unit: str = "", **more: Any) -> Any:
    """Return a field with its meaning, default and unit."""
    extra: dict[str, Any] | None = {"unit": unit} if unit else None
    return Field(default, description=meaning, json_schema_extra=extra, **more)
