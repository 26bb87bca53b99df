"""A mapping as JSON, so that a case remembers how a sheet with these headings is read."""

from __future__ import annotations

import hashlib
from typing import Any

from habeas.domain.sheet import Field, Mapping, Order

_PREFIX = "sheet "


def name_of(signature: str) -> str:
    """Under which the mapping of a sheet with these headings is kept."""
    return _PREFIX + hashlib.sha256(signature.encode()).hexdigest()[:24]


def to_json(mapping: Mapping) -> dict[str, Any]:
    """The mapping as plain values; ``from_json`` reads them."""
    return {
        "fields": [what.value for what in mapping.fields],
        "constants": {what.value: value for what, value in mapping.constants.items()},
        "order": mapping.order.value,
        "decimal": mapping.decimal,
        "language": mapping.language,
        "words": [[what.value, said, term] for (what, said), term in mapping.words.items()],
    }


def from_json(kept: Any, guessed: Mapping) -> Mapping | None:
    """The mapping that was kept, for the sheet and headings of ``guessed``; None if it is none."""
    try:
        fields = tuple(Field(value) for value in kept["fields"])
        made = Mapping(
            sheet=guessed.sheet,
            header=guessed.header,
            fields=fields,
            constants={Field(name): str(value) for name, value in kept["constants"].items()},
            order=Order(kept["order"]),
            decimal="," if kept["decimal"] == "," else ".",
            language=str(kept["language"])[:2],
            words={(Field(what), str(said)): str(term) for what, said, term in kept["words"]},
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
    return made if len(fields) == len(guessed.fields) else None
