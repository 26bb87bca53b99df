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
    with (
        Case.create(tmp_path / "one.habeas") as case,
        pytest.raises(Problem, match="could not be written: No such file or directory"),
    ):
        case.copy_to(tmp_path / "nowhere" / "two.habeas")


def test_a_copy_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    with Case.create(tmp_path / "one.habeas") as case:
        with case.edit("Add sources") as edit:
            edit.insert(Source(title="Film"))
            edit.keep(bytes(range(256)) * 100_000, media_type="video/mp4")
        steps = list(case.copying_to(tmp_path / "two.habeas"))
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] > 2 * 256 * 100_000
        for stop in range(3):
            work = case.copying_to(tmp_path / "three.habeas")
            for _n in range(stop + 1):
                done, total = next(work)
                if done == total:  # a quick disk: written, and not yet put in its place
                    break
            work.close()
        with case.edit("Add sources") as edit:
            edit.insert(Source(title="Kept"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.habeas", "two.habeas"]


def test_an_edit_made_while_it_is_copied_is_in_the_copy_whole_or_not_at_all(tmp_path: Path) -> None:
    with Case.create(tmp_path / "one.habeas") as case:
        with case.edit("Add sources") as edit:
            edit.keep(bytes(range(256)) * 100_000, media_type="video/mp4")
        for n, _step in enumerate(case.copying_to(tmp_path / "two.habeas")):
            with case.edit("Add sources") as edit:
                edit.insert(Source(title=f"one of {n}"))
                edit.insert(Source(title=f"two of {n}"))
    with Case.open(tmp_path / "two.habeas") as copy:
        undo, _redo = copy.steps()
        assert len(copy.select(Source)) == 2 * len(undo)


def test_a_copy_of_a_copy_of_a_read_only_case_is_the_same(tmp_path: Path) -> None:
    with Case.create(tmp_path / "one.habeas") as case:
        with case.edit("Add sources") as edit:
            edit.insert(Source(title="Kept"))
        with Case.open(tmp_path / "one.habeas", read_only=True) as reader:
            reader.copy_to(tmp_path / "two.habeas")
    with Case.open(tmp_path / "two.habeas") as copy:
        assert [source.title for source in copy.select(Source)] == ["Kept"]
