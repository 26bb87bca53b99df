"""A copy for handing over: whole, one file, never over what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.store.case import Case


def test_a_copy_holds_everything_and_opens_by_itself(tmp_path: Path) -> None:
    with Case.create(tmp_path / "one.habeas") as case:
        with case.edit("Add sources") as edit:
            edit.insert(Source(title="Kept"))
        case.copy_to(tmp_path / "two.habeas")
        with case.edit("Add sources") as edit:
            edit.insert(Source(title="Later"))
    with Case.open(tmp_path / "two.habeas") as copy:
        assert [source.title for source in copy.select(Source)] == ["Kept"]
        assert [step.label for step in copy.steps()[0]] == ["Add sources"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.habeas", "two.habeas"]


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    there = tmp_path / "two.habeas"
    there.write_text("mine")
    with Case.create(tmp_path / "one.habeas") as case, pytest.raises(Problem, match="is there"):
        case.copy_to(there)
    assert there.read_text() == "mine"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with Case.create(tmp_path / "one.habeas") as case, pytest.raises(Problem):
        case.copy_to(tmp_path / "nowhere" / "two.habeas")
