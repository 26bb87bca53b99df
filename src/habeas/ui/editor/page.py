"""The page that a claim is read from: what the fields need to know of their source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import SignalInstance

from habeas.domain.draft import Draft
from habeas.domain.vocabulary import Vocabulary
from habeas.ui.widgets.fieldrow import FieldRow


@dataclass(frozen=True, slots=True)
class Page:
    """The source's id, ``text``, language and day of publication (EDTF), and the case's terms.

    ``names`` completes what is typed from the register: the table (place or actor), then the words;
    ``cited`` gives title and kind of the cited sources that hold what is typed.
    ``claim`` is the claim that is corrected; 0 for a new one.
    """

    source: int = 0
    text: str = ""
    language: str = ""
    published: str = ""
    types: Vocabulary = field(default_factory=lambda: Vocabulary(()))
    names: Callable[[str, str], list[str]] = lambda _table, _typed: []
    cited: Callable[[str], list[tuple[str, str]]] = lambda _typed: []
    claim: int = 0


class Group(Protocol):
    """A group of fields: takes its part of a draft, and gives it back as it now stands."""

    rows: dict[str, FieldRow]

    @property
    def did_edit(self) -> SignalInstance:
        """Emitted whenever the user changed a value."""
        ...

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's values."""
        ...

    def read(self, draft: Draft) -> Draft:
        """``draft`` with the values of these fields."""
        ...
