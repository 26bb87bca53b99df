"""Rows: all the ids that a query found, and the few rows that are on screen."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Sequence
from typing import Any

from habeas.store.driver import Database

PAGE = 128  # rows fetched around the one that is drawn
KEPT = 64 * PAGE  # rows in memory at most


class Rows:
    """``find`` selects ids in order; ``show`` selects whole rows by id (with ``id`` first).

    A million ids are 8 MB; a row is read when it is first drawn, with its neighbours.
    """

    def __init__(self, db: Database, *, find: str, show: str, params: Sequence[Any] = ()) -> None:
        self._db = db
        self._show = show
        self._cache: dict[int, dict[str, Any]] = {}
        self.ids = array("q", (row[0] for row in db.execute(find, list(params))))

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, n: int) -> dict[str, Any]:
        """Row ``n`` of the list; an empty one if it went away since the ids were read."""
        ident = self.ids[n]
        if ident not in self._cache:
            self._fetch(n)
        return self._cache.get(ident, {})

    def narrow(self, fits: Container[int]) -> None:
        """Leave only the ids that are in ``fits``, in their order."""
        self.ids = array("q", (ident for ident in self.ids if ident in fits))

    def forget(self, ids: Iterable[int]) -> None:
        """Read these rows again when they are next drawn."""
        for ident in ids:
            self._cache.pop(ident, None)

    def index(self, ident: int) -> int:
        """Where ``ident`` stands, or -1."""
        try:
            return self.ids.index(ident)
        except ValueError:
            return -1

    def _fetch(self, n: int) -> None:
        if len(self._cache) + PAGE > KEPT:
            self._cache.clear()
        start = max(0, n - PAGE // 4)
        near = self.ids[start : start + PAGE]
        marks = ", ".join("?" for _ in near)
        for row in self._db.query(f"{self._show} IN ({marks})", list(near)):
            self._cache[row["id"]] = row
