"""Entries of a list of literature as one text, to be told by a process that read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from habeas.domain.reference import Reference

_LONGEST = 20_000  # characters of one field
_FILES = 200  # names of files of one entry
_WORDS = frozenset(each.name for each in fields(Reference)) - {"attachments"}


def packed(references: Iterable[Reference]) -> str:
    """The entries as JSON."""
    return json.dumps([asdict(each) for each in references], ensure_ascii=False)


def unpacked(text: str, *, most: int) -> list[Reference]:
    """At most ``most`` entries again; nothing of the text is believed unseen: ValueError."""
    try:
        rows = json.loads(text)
    except RecursionError as error:
        raise ValueError("no list of references") from error
    if not isinstance(rows, list):
        raise ValueError("no list of references")  # noqa: TRY004 - what was told, not what we did
    return [_reference(row) for row in rows[:most] if isinstance(row, dict)]


def _reference(row: dict[str, Any]) -> Reference:
    said = {name: _line(row.get(name)) for name in _WORDS}
    files = row.get("attachments")
    names = files[:_FILES] if isinstance(files, list) else []
    return Reference(**said, attachments=tuple(filter(None, map(_line, names))))


def _line(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
