"""What one may read with: an open case, or the Edit that is being written."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

R = TypeVar("R")


class Reader(Protocol):
    """A Case outside an Edit, or an Edit, which sees what it has written itself."""

    def get(self, kind: type[R], ident: int) -> R:
        """The record with this id."""
        ...

    def select(self, kind: type[R], rest: str = "", *params: Any) -> list[R]:
        """The records that ``rest`` finds."""
        ...

    def query(self, sql: str, *params: Any) -> list[dict[str, Any]]:
        """The rows of a query."""
        ...
