"""A real case with one source, for tests of the verbs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.services import collecting
from habeas.store.case import Case
from making import reading


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """An empty case."""
    with Case.create(tmp_path / "t.habeas") as made:
        yield made


@pytest.fixture
def source(case: Case) -> int:
    """A source of the case, published on a Monday."""
    with case.edit("Add sources") as edit:
        return collecting.add(edit, reading(), published="2031-05-12").source
