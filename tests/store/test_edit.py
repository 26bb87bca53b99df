"""The one way to write: all or nothing, never unseen, never a claim without its passage."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest

from habeas.domain.claim import Claim, Kind
from habeas.domain.quantity import Quantity
from habeas.domain.register import Place
from habeas.domain.source import Confidentiality, Source
from habeas.domain.when import When
from habeas.errors import Refused
from habeas.store import driver
from habeas.store.edit import Unsupported
from habeas.store.tables import IMMUTABLE, JOURNALLED


def counts(case):
    names = [*JOURNALLED, *IMMUTABLE, "edit", "entry", "record_text"]
    return {name: case.query(f"SELECT count(*) AS n FROM [{name}]")[0]["n"] for name in names}


@pytest.fixture
def full(case, fill):
    """A case with a row in every journalled table."""
    source = fill.source("Cells were searched at Peña Gris, the warden said.")
    claim = fill.claim(source, "Cells were searched", summary="Search")
    with case.edit("Fill") as edit:
        place = edit.insert(Place(name="Peña Gris"))
        edit.add("place_name", place=place, name="Peña Gris", folded="pena gris")
        edit.add("claim_place", claim=claim, place=place, words="at Peña Gris")
        actor = edit.add("actor", name="the warden", kind="office", note="")
        edit.add("actor_name", actor=actor, name="warden", folded="warden")
        common = {"claim": claim, "position": 0, "name": "w", "actor": actor, "words": ""}
        edit.add("role", role="orderer", label_of_source=False, **common)
        edit.add("voice", verb="", medium="", wording="direct", inferred=False, **common)
        edit.add(
            "event", title="Search", kind="", type="", note="", stands_on=claim, stands_reason=""
        )
        edit.add("link", kind="about", from_claim=claim, to_claim=claim, note="")
        edit.add("rejection", source=source, key="k", kind="x", type="", start=0, end=1, quote="C")
        edit.add("term", scheme="kinds", name="n", label_en="a", label_es="b", definition="")
        edit.add("custody", source=source, act="exported", made="", detail="{}")
        edit.add("seal", edit=1, digest="d", made="", text="sealed", public_key="", signature="")
        edit.add("purge", made="", kinds="{}", reason="asked", count=1)
        edit.add("same_origin", one=source, other=source, verdict="different", note="")
        again = edit.query("SELECT sha256 FROM capture")[0]["sha256"]
        page = ("page", 0, 5, "1", 595.0, 842.0, b"")
        layer = edit.keep_layer(again, "Cells were read again.", stretches=[page])
        edit.add("source_layer", source=source, layer=layer, how="again", added="", noted="")
    return case


@pytest.mark.parametrize("table", JOURNALLED)
def test_nothing_is_written_outside_an_edit(full, table):
    names = [r["name"] for r in full.query(f"PRAGMA table_info([{table}])") if r["name"] != "id"]
    columns = ", ".join(f"[{name}]" for name in names)
    before = counts(full)
    for sql in (
        f"INSERT INTO [{table}] ({columns}) SELECT {columns} FROM [{table}] LIMIT 1",
        f"UPDATE [{table}] SET [{names[-1]}] = [{names[-1]}]",
        f"DELETE FROM [{table}]",
    ):
        with pytest.raises(driver.IntegrityError, match="no edit is open"):
            full._db.execute(sql)
        assert not full._db.conn.in_transaction
    assert counts(full) == before
    with full.edit("Add place") as edit:
        edit.insert(Place(name="Santa Brisa"))


def test_an_edit_that_ended_cannot_be_written_with(case):
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    with pytest.raises(driver.IntegrityError, match="no edit is open"):
        edit.insert(Place(name="Santa Brisa"))
    with pytest.raises(driver.IntegrityError, match="no edit is open"):
        edit.keep(b"bytes", media_type="text/plain")
    assert len(case.select(Place)) == 1
    assert case.query("SELECT * FROM capture") == []


@pytest.mark.parametrize("table", IMMUTABLE)
def test_captures_and_layers_never_change(full, table):
    column = {"capture": "media_type", "chunk": "bytes", "layer": "text", "stretch": "name"}[table]
    before = full.query(f"SELECT * FROM [{table}]")
    for sql in (f"UPDATE [{table}] SET [{column}] = [{column}]", f"DELETE FROM [{table}]"):
        with (
            pytest.raises(driver.IntegrityError, match="never changed"),
            full.edit("Tamper") as edit,
        ):
            edit.db.execute(sql)
    assert full.query(f"SELECT * FROM [{table}]") == before != []


def test_a_replaced_row_leaves_its_former_value_in_the_journal(case):
    with case.edit("Add place") as edit:
        ident = edit.insert(Place(name="Peña Gris"))
    with case.edit("Replace") as edit:
        edit.db.execute("INSERT OR REPLACE INTO place VALUES (?, 'Other', '', NULL, '')", [ident])
    case.undo()
    assert case.get(Place, ident).name == "Peña Gris"


def test_an_error_takes_everything_back(full):
    before = counts(full)
    last = full.last
    with pytest.raises(ZeroDivisionError), full.edit("Fail") as edit:  # noqa: PT012
        source = edit.insert(Source(title="Half"))
        edit.keep(b"more bytes", media_type="text/plain")
        edit.update(Place, 1, name="Other")
        assert edit.get(Source, source).title == "Half"
        assert full.get(Source, source).title == "Half", "inside, the case reads what was written"
        raise ZeroDivisionError
    assert counts(full) == before
    assert full.get(Place, 1).name == "Peña Gris"
    assert full.last is last


def test_other_threads_see_an_edit_only_when_it_is_done(case):
    seen = []

    def look():
        seen.append(len(case.select(Place)))

    with case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    look()
    assert seen == [0, 1]


def test_a_claim_without_a_passage_is_refused(case, fill):
    source = fill.source("Cells were searched.")
    before = counts(case)
    with pytest.raises(Unsupported), case.edit("Mark claim") as edit:
        edit.insert(Claim(source=source), first_day="", last_day="")
    assert counts(case) == before


def test_the_last_passage_of_a_claim_cannot_be_taken(full):
    before = counts(full)
    with pytest.raises(Unsupported), full.edit("Take") as edit:
        edit.db.execute("DELETE FROM claim_passage")
    assert counts(full) == before


def test_the_last_passage_of_a_claim_cannot_be_given_to_another(full, fill):
    other = fill.claim(1, "the warden said")
    with pytest.raises(Unsupported), full.edit("Move") as edit:
        edit.update("claim_passage", 1, claim=other)
    assert len(full.query("SELECT * FROM claim_passage WHERE claim = 1")) == 1


def test_one_of_two_passages_can_be_taken(full, fill):
    other = fill.claim(1, "the warden said")
    with full.edit("Join") as edit:
        edit.update("claim_passage", 2, claim=1, position=1)
        edit.delete(Claim, other)
    with full.edit("Take") as edit:
        edit.delete("claim_passage", 1)
    assert [r["passage"] for r in full.query("SELECT passage FROM claim_passage")] == [2]


def test_a_second_edit_inside_the_first_is_refused(case):
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Santa Brisa"))
    with case.edit("Add place") as edit:
        with pytest.raises(AssertionError, match="open already"), case.edit("Inner"):
            pass
        edit.insert(Place(name="Peña Gris"))
        with pytest.raises(AssertionError, match="open already"):
            case.undo()
    assert len(case.select(Place)) == 2, "the refusal did no harm to the first"


def test_an_edit_of_another_thread_waits(case):
    done = []

    def other():
        with case.edit("Second") as edit:
            edit.insert(Place(name="Santa Brisa"))
            done.append("second")

    with case.edit("First") as edit:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.05)
        edit.insert(Place(name="Peña Gris"))
        done.append("first")
    thread.join()
    assert done == ["first", "second"]
    assert [step.label for step in case.steps()[0]] == ["First", "Second"]


def test_an_edit_that_changes_nothing_leaves_no_trace(full):
    before = full._db.conn.serialize() if hasattr(full._db.conn, "serialize") else counts(full)
    sequence = full.query("SELECT * FROM sqlite_sequence ORDER BY name")
    with full.edit("Nothing") as edit:
        assert edit.update(Place, 1, name="Peña Gris", parent=None) is False
    assert not full.last.rows
    assert full.query("SELECT * FROM sqlite_sequence ORDER BY name") == sequence
    assert (full._db.conn.serialize() if isinstance(before, bytes) else counts(full)) == before
    assert [step.label for step in full.steps()[0]][-1] == "Fill"


def test_equal_values_write_nothing_whatever_their_type(full):
    with full.edit("Set") as edit:
        edit.update(
            Claim,
            1,
            quantity=Quantity(low=Decimal("7.50"), unit="prisons"),
            kind=Kind.MEASURE,
            when=When("2031-05-09", began=True),
        )
    entries = counts(full)["entry"]
    with full.edit("Set") as edit:
        same = edit.update(
            Claim,
            1,
            quantity=Quantity(low=Decimal("7.5"), unit="prisons"),
            kind="measure",
            when_began=1,
        )
        assert same is False
        assert edit.update(Source, 1, confidentiality=Confidentiality.PUBLIC, seen=True) is False
    assert counts(full)["entry"] == entries


def test_only_what_differs_is_written(full):
    with full.edit("Rename") as edit:
        assert edit.update(Place, 1, name="Santa Brisa", kind="") is True
        with pytest.raises(LookupError):
            edit.update(Place, 99, name="x")
    assert full.last.rows == {"place": frozenset({1})}
    assert full.last.touch("claim", "place")
    assert not full.last.touch("claim")


def test_rows_may_point_ahead_but_not_nowhere(case):
    with case.edit("Child first") as edit:
        edit.add("place", id=1, name="Valley", kind="", parent=2, note="")
        edit.add("place", id=2, name="Valdoria", kind="", parent=None, note="")
    before = counts(case)
    last = case.last
    for label, act in {
        "Orphan": lambda edit: edit.insert(Place(name="Lost", parent=77)),
        "Delete": lambda edit: edit.delete(Place, 2),
    }.items():
        with pytest.raises(driver.IntegrityError, match="FOREIGN KEY"), case.edit(label) as edit:
            act(edit)
        assert counts(case) == before
        assert case.last is last


def test_bytes_alone_are_kept_though_there_is_nothing_to_undo(case):
    with case.edit("Keep") as edit:
        digest = edit.keep(b"\x00\xff" * 700_000, media_type="image/png")
        assert edit.keep(b"\x00\xff" * 700_000, media_type="image/png") == digest
    assert case.original(digest) == b"\x00\xff" * 700_000
    assert counts(case)["chunk"] == 2
    assert counts(case)["edit"] == 0


@pytest.mark.parametrize("bad", ["half \ud83d a sign", "\udc00"])
def test_half_a_character_is_refused_in_words(full, bad):
    before = counts(full)
    with pytest.raises(Refused, match="half of a character") as caught, full.edit("Add") as edit:
        edit.insert(Place(name=bad))
    assert caught.value.field == "name"
    with pytest.raises(Refused, match="half of a character"), full.edit("Add") as edit:
        edit.update(Claim, 1, when=When(words=bad))
    with pytest.raises(Refused), full.edit("Add") as edit:
        edit.keep_layer(edit.keep(b"x", media_type="text/plain"), bad)
    assert counts(full) == before
    assert full.search(bad) == []
