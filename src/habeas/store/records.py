"""Records to rows and back: a value such as When becomes columns when_edtf, when_words, ..."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from habeas.errors import Refused
from habeas.i18n import _


def flatten(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns for named values: records inside become prefixed columns, the rest plain SQL values.

    Refused if a text holds half a character.
    """
    row: dict[str, Any] = {}
    for name, value in values.items():
        if is_dataclass(value) and not isinstance(value, type):
            inner = {f"{name}_{f.name}": getattr(value, f.name) for f in fields(value)}
            row.update(flatten(inner))
        else:
            row[name] = _plain(value)
            if isinstance(row[name], str):
                whole(name, row[name])
    return row


def whole(name: str, text: str) -> str:
    """``text``, unless it holds half a character (a lone surrogate), which no file can keep."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused(
            _(
                "The text holds half of a character at place {place}, which cannot be kept. "
                "Nothing was written. Take it out and do it again."
            ).format(place=error.start + 1),
            name,
        ) from error
    return text


def to_row(record: Any) -> dict[str, Any]:
    """All columns of ``record`` except its id."""
    return flatten({f.name: getattr(record, f.name) for f in fields(record) if f.name != "id"})


def from_row(kind: type[Any], row: Mapping[str, Any], *, prefix: str = "") -> Any:
    """The record of ``kind`` in ``row``; columns that the record does not know are left aside."""
    values = {}
    shape: Any = kind  # a class can be hashed, which type[Any] does not promise
    for name, wanted in _shape(shape):
        if isinstance(wanted, type) and is_dataclass(wanted):
            values[name] = from_row(wanted, row, prefix=f"{prefix}{name}_")
        else:
            values[name] = _revived(row[prefix + name], wanted)
    return kind(**values)


@cache
def _shape(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((f.name, _bare(hints[f.name])) for f in fields(kind))


def _bare(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not NoneType)
    return hint


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        digits = format(value, "f")  # normalize() would round at 28 digits
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    if isinstance(value, Enum):
        return value.value
    return value


def _revived(value: Any, wanted: Any) -> Any:
    return value if value is None or isinstance(value, wanted) else wanted(value)
