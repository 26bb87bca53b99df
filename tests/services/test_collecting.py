"""Sources come in once, keep their bytes, and their description can be corrected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from habeas.capture.reading import Reading
from habeas.domain.claim import Claim
from habeas.domain.page import Page, Word
from habeas.domain.source import Confidentiality, Source
from habeas.domain.when import Holding, When
from habeas.errors import Refused
from habeas.services import claiming, collecting
from habeas.store.case import Case
from making import TEXT, draft, reading


def test_the_bytes_are_kept_as_they_came(case: Case, source: int) -> None:
    kept = case.query("SELECT capture FROM source_capture WHERE source = ?", source)
    assert case.original(kept[0]["capture"]) == TEXT.encode()
    assert case.text(collecting.layer_of(case, source)) == TEXT


@pytest.mark.parametrize(
    "again", [TEXT, f"\n\n  {TEXT}\n", TEXT.replace("\n", "\r\n")], ids=["same", "space", "ends"]
)
def test_the_same_text_is_one_source(case: Case, source: int, again: str) -> None:
    with case.edit("Add sources") as edit:
        added = collecting.add(edit, Reading(data=again.encode(), text=again, title="Again"))
    assert added == collecting.Added(source, new=False)
    assert len(case.select(Source)) == 1


def test_another_text_is_another_source(case: Case, source: int) -> None:
    with case.edit("Add sources") as edit:
        added = collecting.add(edit, reading(TEXT + " More."))
    assert added.new
    assert added.source != source


def test_a_source_that_was_taken_back_can_be_added_again(case: Case, source: int) -> None:
    case.undo()
    assert case.select(Source) == []
    with case.edit("Add sources") as edit:
        assert collecting.add(edit, reading()).new
    assert case.text(collecting.layer_of(case, case.select(Source)[0].id)) == TEXT


def test_a_description_is_corrected_and_the_correction_undone(case: Case, source: int) -> None:
    with case.edit("Correct source") as edit:
        collecting.describe(
            edit,
            source,
            title="Prisons on alert",
            published="2031-05-11",
            published_inferred=True,
            confidentiality=Confidentiality.CONFIDENTIAL,
        )
    there = case.get(Source, source)
    assert (there.title, there.published, there.published_inferred) == (
        "Prisons on alert",
        "2031-05-11",
        True,
    )
    assert there.confidentiality is Confidentiality.CONFIDENTIAL
    case.undo()
    assert case.get(Source, source).published == "2031-05-12"


@pytest.mark.parametrize(
    ("field", "value"), [("title", "  "), ("published", "27 April"), ("retain_until", "soon")]
)
def test_what_cannot_stand_is_refused_by_field(
    case: Case, source: int, field: str, value: str
) -> None:
    with pytest.raises(Refused) as refused, case.edit("Correct source") as edit:
        collecting.describe(edit, source, **{field: value})
    assert refused.value.field == field
    assert case.get(Source, source).title == TEXT.splitlines()[0]


def test_claims_of_the_source_day_follow_a_corrected_publication_date(
    case: Case, source: int
) -> None:
    proposed = draft("Seven prisons are on alert")
    claim = Claim(**{**_values(proposed.claim), "when": When("/", "are", Holding.SOURCE_DAY)})
    with case.edit("Mark claim") as edit:
        number = claiming.accept(edit, type(proposed)(claim, proposed.spans), source=source)
    days = "SELECT first_day, last_day FROM claim WHERE id = ?"
    assert case.query(days, number) == [{"first_day": "2031-05-12", "last_day": "2031-05-12"}]
    with case.edit("Correct source") as edit:
        collecting.describe(edit, source, published="2031-05-01")
    assert case.query(days, number)[0]["first_day"] == "2031-05-01"


def test_a_cited_source_is_made_once_and_has_no_words(case: Case, source: int) -> None:
    with case.edit("Mark claim") as edit:
        first = collecting.cite(edit, "Tracker", kind="dataset")
        assert collecting.cite(edit, "Tracker", kind="dataset") == first
    assert not case.get(Source, first).seen
    assert collecting.layer_of(case, first) == ""


def _values(claim: Claim) -> dict[str, object]:
    return {name: getattr(claim, name) for name in Claim.__dataclass_fields__}


def test_the_same_bytes_are_the_same_source_though_a_later_reader_reads_them_otherwise(
    case: Case,
) -> None:
    first = reading("Visits are suspended at Peña Gris.")
    later = replace(first, text="Visits are suspended at Peña Gris since Friday.", version="later")
    again = replace(later, text="Since Friday visits are suspended.", version="still later")
    with case.edit("Add sources") as edit:
        added = collecting.add(edit, first)
        assert collecting.add(edit, later) == collecting.Added(added.source, new=False)
        assert [each.source for each in collecting.add_many(edit, [again, later])] == [
            added.source, added.source,
        ]  # fmt: skip
    assert case.text(collecting.layer_of(case, added.source)) == first.text


def test_what_has_no_bytes_of_its_own_is_told_by_its_words(case: Case) -> None:
    with case.edit("Add sources") as edit:
        one = collecting.add(edit, replace(reading("Visits are suspended."), data=b""))
        other = collecting.add(edit, replace(reading("Cells were searched."), data=b""))
    assert one.source != other.source


# many at once


def test_many_at_once_leave_the_same_record_as_one_by_one(tmp_path: Path) -> None:
    page = Page(1, 100, 200, 0, 5, (Word(0, 4, (1, 2, 3, 4)),))
    many = [reading(f"Note {n} of Peña Gris. Visits are suspended.") for n in range(120)]
    many[3] = replace(many[3], pages=(page,), metadata=(("Producer", "A scanner"),))
    many[5] = replace(many[5], text="", notes=("It is a scan.",), media_type="image/png")
    many[7] = replace(many[6], file_name="the same.txt")
    many[9] = replace(many[9], text="", data=b"", captured="2031-05-12T10:00:00+02:00")
    found = []
    for name in ("one", "many"):
        with Case.create(tmp_path / f"{name}.habeas") as case:
            with case.edit("Add sources") as edit:
                added = (
                    collecting.add_many(edit, many, how="file") if name == "many"
                    else [collecting.add(edit, each, how="file") for each in many]
                )  # fmt: skip
            assert [each.new for each in added].count(False) == 1
            assert added[7].source == added[6].source
            again = collecting.find_same(case, many[100])
            assert again == added[100].source
            assert len(case.search("note 64")) == 2
            assert case.verify().ok
            found.append(content(case))
    assert found[0] == found[1]


def content(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """What the case holds, but for numbers and times."""
    sql = {
        "source": "SELECT title, language, layer, silent, seen FROM source",
        "source_capture": "SELECT capture, layer, file_name, how, noted, within, part, "
        "(SELECT title FROM source WHERE id = source) FROM source_capture",
        "capture": "SELECT * FROM capture",
        "chunk": "SELECT * FROM chunk",
        "layer": "SELECT hash, capture, kind, extractor, version, encoding, notes, sameness, "
        "length, text, metadata, translates, language FROM layer",
        "stretch": "SELECT * FROM stretch",
        "entry": "SELECT tbl, act, count(*) FROM entry GROUP BY 1, 2",
    }
    return {
        name: sorted((tuple(row.values()) for row in case.query(query)), key=repr)
        for name, query in sql.items()
    }
