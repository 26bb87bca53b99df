"""Records to rows and back: a value such as When becomes columns when_edtf, when_words, ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache, partial
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from habeas.errors import Refused
from habeas.i18n import _
from habeas.store.damage import Damaged

_KEPT = 4096  # values inside records, of each kind, that are shared by the rows that say them
# A number as ``flatten`` writes it: a stranger's "1E+999999999" would fill the memory when shown.
_NUMBER = re.compile(r"-?[0-9]{1,1000}(\.[0-9]{1,1000})?", re.ASCII)


class _Unreadable(ValueError):
    """A value that no record of ours could have had; ``column`` says which."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def flatten(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns for named values: records inside become prefixed columns, the rest plain SQL values.

    Refused if a text holds half a character.
    """
    row: dict[str, Any] = {}
    for name, value in values.items():
        kind = type(value)
        if kind is str:  # what most of them are, when ten thousand sources come
            row[name] = value if value.isascii() else whole(name, value)
        elif kind is int or value is None:
            row[name] = value
        elif is_dataclass(value) and not isinstance(value, type):
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
    kind: Any = type(record)  # as in ``from_row``
    return flatten({name: getattr(record, name) for name in _names(kind) if name != "id"})


def from_row(kind: type[Any], row: Mapping[str, Any], *, prefix: str = "") -> Any:
    """The record of ``kind`` in ``row``; columns that the record does not know are left aside.

    Damaged, which names the row and the column, if a value is none that Habeas writes.
    """
    shape: Any = kind  # a class can be hashed, which type[Any] does not promise
    try:
        return _reader(shape, prefix)(row)
    except _Unreadable as error:
        raise _damaged(kind, row, error.column) from error


def _damaged(kind: type[Any], row: Mapping[str, Any], column: str) -> Damaged:
    return Damaged(
        _(
            "A record of this case ({kind} {number}, {column}) holds a value that Habeas does not "
            "write: the file was damaged or changed by another program. Nothing was changed. "
            "Open a copy or backup made earlier."
        ).format(kind=kind.__name__.lower(), number=row.get("id", "?"), column=column)
    )


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


@cache
def _reader(kind: Any, prefix: str) -> Callable[[Mapping[str, Any]], Any]:
    """What reads a ``kind`` out of a row, worked out once: a board reads thousands of claims.

    Records inside are values that never change and mostly say nothing, so one is made for all
    rows that say the same.
    """
    steps = [_step(prefix + name, wanted) for name, wanted in _shape(kind)]

    def read(row: Mapping[str, Any]) -> Any:
        return kind(*[step(row) for step in steps])

    return read


def _step(column: str, wanted: Any) -> Callable[[Mapping[str, Any]], Any]:
    if is_dataclass(wanted):
        return _shared(wanted, f"{column}_")
    if wanted in (int, str):  # what SQLite gives for these columns is that already
        return itemgetter(column)
    if issubclass(wanted, Enum):
        members: dict[Any, Any] = {member.value: member for member in wanted}
    elif wanted is bool:
        members = {0: False, 1: True}
    else:
        return partial(_number, column)

    def step(row: Mapping[str, Any]) -> Any:
        value = row[column]
        if value in members:
            return members[value]
        if value is None:
            return None
        raise _Unreadable(column)

    return step


def _number(column: str, row: Mapping[str, Any]) -> Decimal | None:
    text = row[column]
    if text is None:
        return None
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise _Unreadable(column)
    return Decimal(text)


def _shared(kind: Any, prefix: str) -> Callable[[Mapping[str, Any]], Any]:
    read, columns = _reader(kind, prefix), _columns(kind, prefix)
    values = itemgetter(*columns)

    @lru_cache(maxsize=_KEPT)
    def made(*said: Any) -> Any:
        return read(dict(zip(columns, said, strict=True)))

    return lambda row: made(*values(row))


def _columns(kind: Any, prefix: str) -> list[str]:
    """All columns of a record inside, those of what it holds itself too."""
    found: list[str] = []
    for name, wanted in _shape(kind):
        inner = is_dataclass(wanted)
        found += _columns(wanted, f"{prefix}{name}_") if inner else [prefix + name]
    return found


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
