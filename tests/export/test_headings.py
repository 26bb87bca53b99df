"""What an event is called when its beginning is a day, and when it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from habeas.domain.when import Holding, When
from habeas.export import report
from habeas.export.report import Options
from habeas.services import claiming, collecting, gathering
from habeas.store.case import Case
from making import draft, reading


@pytest.mark.parametrize(
    ("edtf", "heading"),
    [
        ("2031-05-10/..", "From Saturday 10 May 2031 ·"),
        ("2031-04/..", "April 2031"),
    ],
)
def test_a_beginning_that_is_no_day_is_not_made_one(
    tmp_path: Path, edtf: str, heading: str
) -> None:
    proposed = draft("Seven prisons", type_="measure/alert")
    when = When(edtf, "since then", Holding.EVERY_DAY, began=True)
    proposed = replace(proposed, claim=replace(proposed.claim, when=when))
    with Case.create(tmp_path / "t.habeas") as case:
        with case.edit("Accept claim") as edit:
            source = collecting.add(edit, reading(), published="2031-05-12").source
            claim = claiming.accept(edit, proposed, source=source)
            gathering.new_event(edit, claim)
        report.write(case, tmp_path / "r.html", options=Options(language="en", title="T"))
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert heading in text
    assert "from some day" not in text.casefold()
