"""Records to rows and back: a value such as When becomes columns when_edtf, when_words, ..."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def flatten(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns for named values: records inside become prefixed columns, the rest plain SQL values."""
    row: dict[str, Any] = {}
    for name, value in values.items():
        if is_dataclass(value) and not isinstance(value, type):
            inner = {f"{name}_{f.name}": getattr(value, f.name) for f in fields(value)}
            row.update(flatten(inner))
        else:
            row[name] = _plain(value)
    return row


def to_row(record: Any) -> dict[str, Any]:
    """All columns of ``record`` except its id."""
    return flatten({f.name: getattr(record, f.name) for f in fields(record) if f.name != "id"})


def from_row(kind: type[Any], row: Mapping[str, Any], *, prefix: str = "") -> Any:
    """The record of ``kind`` in ``row``; columns that the record does not know are left aside."""
    values = {}
    for name, wanted in _shape(kind):
        if is_dataclass(wanted):
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
        return format(value.normalize(), "f")
    if isinstance(value, Enum):
        return value.value
    return value


def _revived(value: Any, wanted: Any) -> Any:
    return value if value is None or isinstance(value, wanted) else wanted(value)
