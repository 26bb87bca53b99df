"""The custody of a source: what happened to it, in order, by whom; and in short for a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.export import custody as pages
from habeas.export import html, report, sealed
from habeas.export.page import Table
from habeas.export.report import Options
from habeas.overview import custody
from habeas.services import claiming, collecting, sealing
from habeas.services import custody as keeping
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.journal import User
from making import draft, reading

OTHER = "The warden of Santa Brisa opened the gate."


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Two sources; the first is worked on by two people and leaves the case twice."""
    with Case.create(tmp_path / "t.habeas") as case:
        case.user = User("Inés Arriola", "monitor")
        with case.edit("Add sources") as edit:
            source = collecting.add(edit, reading(), how="pasted", title="Alert").source
            collecting.add(edit, reading(OTHER), title="Gate")
        with case.edit("Accept claim") as edit:
            claiming.accept(edit, draft("More than 20 people"), source=source)
            claiming.accept(edit, draft("Seven prisons"), source=source)
        case.user = User("Bruno Salas", "")
        with case.edit("Correct source") as edit:
            collecting.describe(edit, source, title="Killings", published="2031-05-12")
        with case.recording(keeping.WRITE) as edit:
            keeping.exported(edit, {1}, how=keeping.REPORT, file="spring.html", sha256="ab" * 32)
        with case.recording(keeping.EXPORT) as edit:
            keeping.exported(edit, {1, 2}, how=keeping.ORIGINAL, file="sealed")
        yield case


def test_the_steps_stand_in_their_order_with_who_took_them(case: Case) -> None:
    steps = custody.of(case, 1)
    assert [(step.edit, step.kind, step.who) for step in steps] == [
        (1, custody.ADDED, "Inés Arriola · monitor"),
        (1, custody.CAPTURED, "Inés Arriola · monitor"),
        (1, custody.READ, "Inés Arriola · monitor"),
        (2, custody.WORKED, "Inés Arriola · monitor"),
        (3, custody.CORRECTED, "Bruno Salas"),
        (4, custody.EXPORTED, "Bruno Salas"),
        (5, custody.EXPORTED, "Bruno Salas"),
    ]
    assert [step.words for step in steps[3:]] == [
        "2 passages marked, 2 claims made",
        "Description corrected",
        "Told in a report",
        "Original handed on in a sealed export",
    ]
    assert all(step.program.startswith("Habeas ") for step in steps)


def test_a_capture_is_told_with_its_hash_and_a_reading_with_its_program(case: Case) -> None:
    _added, captured, read, *_rest = custody.of(case, 1)
    told = {one.name: one.new for one in captured.details}
    [row] = case.query("SELECT capture FROM source_capture WHERE source = 1")
    assert told["SHA-256"] == row["capture"]
    assert told["How it came"] == "pasted"
    assert told["Size"] == f"{len(reading().data)} bytes"
    assert {one.name: one.new for one in read.details}["Read with"] == "plain 1"


def test_a_correction_is_told_field_by_field(case: Case) -> None:
    [step] = [step for step in custody.of(case, 1) if step.kind == custody.CORRECTED]
    assert [(one.name, one.former, one.new) for one in step.details] == [
        ("Title", "Alert", "Killings"),
        ("Published", "", "Monday 12 May 2031"),
    ]


def test_what_happened_to_another_source_is_not_told(case: Case) -> None:
    assert [step.edit for step in custody.of(case, 2)] == [1, 1, 1, 5]


def test_a_claim_that_was_withdrawn_and_a_source_taken_back_are_told(case: Case) -> None:
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, 1)
    case.undo()
    steps = custody.of(case, 1)
    assert "1 claim withdrawn" in next(step.words for step in steps if step.edit == 6)
    assert steps[-1].label == "Undo: Withdraw claim"
    while case.undo():
        pass
    last = custody.of(case, 1)[-1]
    assert custody.REMOVED in {step.kind for step in custody.of(case, 1) if step.edit == last.edit}


def test_what_was_purged_is_counted_and_nothing_falls_over(case: Case) -> None:
    with case._transaction("Purge", act="purge", undoes=None) as edit:
        edit.add("purge", made="2031-06-02T00:00:00Z", kinds="[]", reason="asked to", count=1)
        number = edit.number
    db = connect(case.path, writes=True)
    db.execute(
        "UPDATE entry SET former = NULL, former_nonce = NULL, new_nonce = NULL, purged = ? "
        "WHERE tbl IN ('source', 'source_capture')",
        [number],
    )
    db.close()
    [step] = [step for step in custody.of(case, 1) if step.kind == custody.PURGED]
    assert step.edit == number
    assert step.words == "3 former values erased for good"
    assert "asked to" in step.details[0].new


def test_in_short_nobody_is_named(case: Case) -> None:
    found = custody.brief(case, {1, 2})
    assert (found[1].corrected, found[1].reports, found[1].originals) == (1, 1, 1)
    assert (found[2].corrected, found[2].reports, found[2].originals) == (0, 0, 1)
    assert found[1].readings == ("plain 1",)
    assert found[1].last_corrected == case.query("SELECT started FROM edit")[2]["started"][:10]


def test_a_report_tells_how_its_sources_were_kept_unless_it_should_not(
    case: Case, tmp_path: Path
) -> None:
    written = report.write(case, tmp_path / "a.html", options=Options())
    text = written.path.read_text("utf-8")
    assert written.told == {1}
    assert "How the sources were kept" in text
    assert "Its description was corrected on one occasion" in text
    assert "Told in one report before this one." in text
    assert "Inés" not in text
    assert "Bruno" not in text
    assert "spring.html" not in text
    report.write(case, tmp_path / "b.html", options=Options(custody=False))
    assert "How the sources were kept" not in (tmp_path / "b.html").read_text("utf-8")


def test_the_page_can_be_kept_as_text_and_as_html(case: Case) -> None:
    made = pages.page(case, 1)
    text, web = pages.text(made), html.render(made)
    for said in ("Custody of “Killings”", "Bruno Salas", "Title: “Alert” became “Killings”"):
        assert said in text
        assert said in web
    [table] = [block for block in made.blocks if isinstance(block, Table)]
    assert len(table.rows) == 8
    assert "SHA-256: abab" in text


def test_a_sealed_export_is_told_afterwards(case: Case, tmp_path: Path) -> None:
    with case.recording(sealing.SEAL) as edit:
        seal = sealing.seal(edit, sign=False)
    written = sealed.write(case, tmp_path / "out", seal=seal, options=sealed.Options())
    with case.recording(keeping.EXPORT) as edit:
        keeping.exported(edit, written.sources, how=keeping.ORIGINAL, file="out")
    assert custody.of(case, 2)[-1].details[0].new == "out"
