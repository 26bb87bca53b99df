"""Drafts as JSON, so that a half-filled one outlives a crash; and names an editor may offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from habeas.domain.draft import Draft
from habeas.domain.register import folded
from habeas.domain.source import Confidentiality
from habeas.services import claiming
from habeas.store.reader import Reader


def to_json(draft: Draft) -> dict[str, Any]:
    """The draft as plain dictionaries and lists; ``from_json`` gives the same draft back."""
    plain: dict[str, Any] = _plain(draft)
    return plain


def from_json(values: Any) -> Draft:
    """The draft that ``to_json`` wrote; fields that are missing keep their defaults.

    ValueError if it is no draft at all, or holds values that no draft can hold.
    """
    made: Draft = _record(Draft, values)
    return made


def same(a: Draft, b: Draft) -> bool:
    """Whether two drafts say the same, whatever numbers the record gave their parts."""
    return _bare(a) == _bare(b)


def names_like(reader: Reader, table: str, typed: str, *, limit: int = 12) -> list[str]:
    """Names in the register (``table`` is place or actor) with a word that begins as typed."""
    begin = folded(typed)
    if not begin:
        return []
    starts = reader.query(
        f"SELECT DISTINCT name FROM {table}_name WHERE folded >= ? AND folded < ? "
        "ORDER BY folded LIMIT ?",
        begin, begin + "\U0010ffff", limit,
    )  # fmt: skip
    within = reader.query(
        f"SELECT DISTINCT name FROM {table}_name WHERE instr(folded, ?) ORDER BY folded LIMIT ?",
        " " + begin, limit,
    )  # fmt: skip
    return list(dict.fromkeys(row["name"] for row in [*starts, *within]))[:limit]


def cited_like(reader: Reader, typed: str, *, limit: int = 50) -> list[tuple[str, str]]:
    """Title and kind of the sources not seen by us whose title holds what is typed; all if empty.

    A confidential one is offered only to who types its whole title.

    Case and accents do not count, as when a draft's cited source is looked up in the record.
    """
    held = folded(typed)
    found = []
    for row in claiming.cited_sources(reader):
        title = str(row["title"])
        hidden = row["confidentiality"] == Confidentiality.CONFIDENTIAL
        if folded(title) == held if hidden else held in folded(title):
            found.append((title, str(row["kind"])))
    return found[:limit]


def _bare(draft: Draft) -> Draft:
    return replace(
        draft,
        claim=replace(draft.claim, id=0, source=0, event=None, origin="", reason=""),
        places=tuple(replace(place, words=place.words or place.name) for place in draft.places),
        voices=tuple(replace(v, id=0, claim=0, position=0, actor=None) for v in draft.voices),
        roles=tuple(replace(r, id=0, claim=0, position=0, actor=None) for r in draft.roles),
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def _record(kind: Any, values: Any) -> Any:
    if not isinstance(values, Mapping):
        raise ValueError(f"no {kind.__name__}: {type(values).__name__}")  # noqa: TRY004
    known = {name: hint for name, hint in _shape(kind) if name in values}
    return kind(**{name: _revived(values[name], hint) for name, hint in known.items()})


@cache
def _shape(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((f.name, hints[f.name]) for f in fields(kind))


def _revived(value: Any, hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if value is None:
            return None
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ValueError(f"no list: {type(value).__name__}")
        return tuple(_revived(one, get_args(hint)[0]) for one in value)
    return _record(hint, value) if _is_record(hint) else _single(value, hint)


def _is_record(hint: Any) -> bool:
    return is_dataclass(hint)


def _single(value: Any, hint: Any) -> Any:
    if hint is Decimal and isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation as error:
            raise ValueError(f"no number: {value!r}") from error
    if issubclass(hint, Enum):
        return hint(value)
    if type(value) is not hint:
        raise ValueError(f"no {hint.__name__}: {value!r}")
    return value
