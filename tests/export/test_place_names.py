"""A report calls a place as the claims that it tells may call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.domain.source import Confidentiality
from habeas.export import report
from habeas.export.report import Options
from habeas.services import claiming, collecting, gathering, registering
from habeas.store.case import Case
from making import TEXT, draft, reading

SECRET = "Seven prisons. The place is called the Farm."


@pytest.mark.parametrize(("hidden", "named"), [(True, "the old barracks"), (False, "the Farm")])
def test_a_name_known_from_a_confidential_source_alone_is_not_printed(
    tmp_path: Path, *, hidden: bool, named: str
) -> None:
    level = Confidentiality.CONFIDENTIAL if hidden else Confidentiality.PUBLIC
    with Case.create(tmp_path / "t.habeas") as case:
        with case.edit("Accept claim") as edit:
            public = collecting.add(edit, reading(), published="2031-05-12").source
            other = collecting.add(edit, reading(SECRET), confidentiality=level).source
            told = draft("Seven prisons", places=("the old barracks",), text=TEXT)
            gathering.new_event(edit, claiming.accept(edit, told, source=public))
            secret = draft("Seven prisons", places=("the Farm",), text=SECRET)
            claiming.accept(edit, secret, source=other)
        with case.edit("Merge places") as edit:
            registering.merge_places(edit, 2, 1)
        report.write(case, tmp_path / "r.html", options=Options(language="en", title="T"))
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert named in text
    assert ("the Farm" in text) is not hidden
