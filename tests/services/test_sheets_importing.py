"""Rows of sheets written as claims; the same sheet imported again; undo and stop."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from habeas import capture
from habeas.capture.reading import Reading
from habeas.domain.claim import Claim
from habeas.domain.draft import Draft
from habeas.domain.passage import Passage, PassageKind
from habeas.domain.register import Place
from habeas.domain.sheet import Mapping, Sheet, sheets_of
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.services import claiming, collecting, marking, registering
from habeas.services.sheets import comparing, earlier, guessing, importing
from habeas.services.sheets.comparing import WORDS, Differences
from habeas.services.sheets.importing import Chosen, Outcome
from habeas.store.case import Case
from making import spans, whole

SHEET = """\
ID;Fecha;Tipo;Lugar;Cuántos;Según;Descripción;Revisado por
1;03/05/2031;Homicidio;Peña Gris;3;la policía;Disparos en el patio;Ana
2;14/05/2031;Motín;Peña Gris;unas 20;un testigo;Protesta en el sector dos;Ana
3;15/05/2031;Fuga;Santa Brisa;2;;Salieron por el techo;Luis
4;31/02/2031;Fuga;Santa Brisa;2;;Otra fuga;Luis
"""
ALL = Chosen(make_places=True, make_actors=True)


def opened(text: str = SHEET, name: str = "hechos.csv") -> tuple[Reading, Sheet, Mapping]:
    reading = capture.read(text.encode(), file_name=name)
    sheet = sheets_of(reading.text, reading.stretches)[0]
    return reading, sheet, guessing.guess(sheet)


def compared(case: Case, text: str = SHEET, *, source: int = 0) -> Differences:
    _reading, sheet, mapping = opened(text)
    return whole(comparing.compare(case, sheet, mapping, source=source))


def take(
    case: Case, text: str = SHEET, *, chosen: Chosen = ALL, source: int = 0
) -> tuple[Differences, Outcome]:
    """Import a sheet, or bring what came of it before up to date."""
    reading, sheet, _mapping = opened(text)
    found = compared(case, text, source=source)
    with case.edit(importing.IMPORT) as edit:
        work = importing.apply(edit, reading, found, sheet=sheet.name, chosen=chosen)
        return found, whole(work)


def rows(case: Case) -> list[Passage]:
    return case.select(Passage, "WHERE kind = 'row' ORDER BY id")


def count(case: Case, table: str) -> int:
    return int(case.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def claim_of(case: Case, row: int) -> int:
    return next(one.claim for one in earlier.kept(case, 1) if one.row == row)


def test_each_row_becomes_a_claim_that_rests_on_that_row(case: Case) -> None:
    found, outcome = take(case)
    assert (outcome.made, [one.row.number for one in found.unread]) == (3, [5])
    claims = case.select(Claim, "ORDER BY id")
    assert [claim.type for claim in claims] == [
        "incident/killing",
        "incident/riot",
        "incident/escape",
    ]
    text = case.text(collecting.layer_of(case, outcome.source))
    for n, claim in enumerate(claims, 2):
        [passage] = marking.passages_of(case, claim.id)
        assert passage.kind is PassageKind.ROW
        assert text[passage.start : passage.end] == passage.quote == text.splitlines()[n - 1]
        told = json.loads(passage.region)
        assert (told["sheet"], told["row"], told["key"]) == ("hechos", n, str(n - 1))
    source = case.get(Source, outcome.source)
    assert (source.kind, source.title) == ("dataset", "hechos")
    assert case.verify().ok


def test_names_go_into_the_register_only_if_that_was_ticked(case: Case) -> None:
    with case.edit("Add a place") as edit:
        there = registering.place(edit, "PEÑA  GRIS")
    found, _outcome = take(case, chosen=Chosen())
    assert found.missing.places == {"Santa Brisa": 1}
    assert set(found.missing.actors) == {"la policía", "un testigo"}
    assert [place.id for place in case.select(Place)] == [there]
    assert {row["place"] for row in case.query("SELECT place FROM claim_place")} == {there}
    [escape] = case.select(Claim, "WHERE type = 'incident/escape'")
    assert escape.scope.words == "Santa Brisa"
    assert [(voice.name, voice.actor) for voice in case.select(Voice, "ORDER BY id")] == [
        ("la policía", None),
        ("un testigo", None),
    ]


def test_one_undo_takes_the_whole_import_back_and_redo_brings_it(case: Case) -> None:
    take(case)
    case.undo()
    tables = ("claim", "passage", "source", "place", "actor", "voice", "claim_place")
    assert {table: count(case, table) for table in tables} == dict.fromkeys(tables, 0)
    case.redo()
    assert count(case, "claim") == 3
    assert case.verify().ok


def test_an_import_that_is_stopped_leaves_the_case_as_it_was(case: Case) -> None:
    reading, sheet, _mapping = opened()
    found = compared(case)

    def stopped() -> None:
        with case.edit(importing.IMPORT) as edit:
            work = importing.apply(edit, reading, found, sheet=sheet.name, chosen=ALL)
            next(work)
            next(work)
            work.close()
            raise GeneratorExit

    with pytest.raises(GeneratorExit):
        stopped()
    assert (count(case, "claim"), count(case, "source"), count(case, "capture")) == (0, 0, 0)


def test_rows_that_are_not_ticked_are_not_imported(case: Case) -> None:
    _found, outcome = take(case, chosen=replace(ALL, rows=frozenset({3})))
    assert outcome.made == 1
    assert [claim.type for claim in case.select(Claim)] == ["incident/riot"]


def test_a_source_that_is_there_already_gets_the_claims(case: Case) -> None:
    reading, *_rest = opened()
    with case.edit("Add sources") as edit:
        there = collecting.add(edit, reading).source
    _found, outcome = take(case)
    assert outcome.source == there
    assert (count(case, "source"), count(case, "source_capture")) == (1, 1)


def test_a_key_that_stands_twice_tells_no_row(case: Case) -> None:
    found = compared(case, SHEET + "2;16/05/2031;Fuga;Peña Gris;1;;Otra;Ana\n")
    assert found.unread[-1].reason.startswith("“2” is the key of row 3 already")


# again


def test_the_same_sheet_again_changes_nothing(case: Case) -> None:
    _found, outcome = take(case)
    again = compared(case, source=outcome.source)
    assert (again.new, again.changed, again.gone) == ([], [], [])
    assert len(again.same) == 3


def test_every_difference_is_told_row_by_row_and_field_by_field(case: Case) -> None:
    _found, outcome = take(case)
    later = (
        SHEET.replace("unas 20", "25")
        .replace("2;14/05", "2;16/05")
        .replace("3;15/05/2031;Fuga;Santa Brisa;2;;Salieron por el techo;Luis\n", "")
        + "9;20/05/2031;Motín;Peña Gris;;;Otro;Ana\n"
    )
    found = compared(case, later, source=outcome.source)
    [changed] = found.changed
    assert changed.fields == (
        ("when", "14/05/2031 (2031-05-14)", "16/05/2031 (2031-05-16)"),
        ("quantity", "unas 20 (20)", "25"),
    )
    assert [one.key for one in found.new] == ["9"]
    assert [one.face["summary"] for one in found.gone] == ["Salieron por el techo"]
    assert len(found.same) == 1


def test_what_is_taken_is_brought_up_to_date_on_the_new_file(case: Case) -> None:
    _found, outcome = take(case)
    riot = claim_of(case, 3)
    later = "Registro;;;;;;;\n" + SHEET.replace("unas 20", "25")  # a line more at the top
    found, done = take(case, later, source=outcome.source)
    assert (done.made, done.changed, len(found.same)) == (0, 1, 2)
    assert case.get(Claim, riot).quantity.stated == 25
    [passage] = marking.passages_of(case, riot)
    layer = collecting.layer_of(case, outcome.source)
    assert (passage.layer, json.loads(passage.region)["row"]) == (layer, 4)
    assert "25" in passage.quote
    killing = marking.passages_of(case, claim_of(case, 3))[0]  # its row did not change, but moved
    assert (killing.layer, killing.score) == (layer, 1000)
    assert killing.carried
    assert count(case, "source_capture") == 2
    assert case.verify().ok
    case.undo()
    assert marking.passages_of(case, riot)[0].layer == collecting.layer_of(case, outcome.source)
    assert case.get(Claim, riot).quantity.words == "unas 20"


def test_a_claim_that_a_person_corrected_is_marked_and_its_row_alone_is_no_change(
    case: Case,
) -> None:
    _found, outcome = take(case)
    number = claim_of(case, 3)
    draft = claiming.draft_of(case, number)
    corrected = replace(draft, claim=replace(draft.claim, summary="Protesta pacífica"))
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, corrected)
    assert compared(case, source=outcome.source).changed == []
    [changed] = compared(case, SHEET.replace("unas 20", "25"), source=outcome.source).changed
    assert changed.kept.edited
    assert ("summary", "Protesta pacífica", "Protesta en el sector dos") in changed.fields


def test_a_voice_added_by_hand_counts_as_a_correction(case: Case) -> None:
    _found, outcome = take(case)
    number = claim_of(case, 4)
    draft = claiming.draft_of(case, number)
    more = replace(draft, voices=(*draft.voices, Voice(name="el párroco")))
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, more)
    kept = {one.row: one.edited for one in earlier.kept(case, outcome.source)}
    assert kept == {2: False, 3: False, 4: True}


def test_claims_whose_rows_are_gone_are_withdrawn_only_if_that_is_asked(case: Case) -> None:
    _found, outcome = take(case)
    gone = claim_of(case, 4)
    later = SHEET.replace("3;15/05/2031;Fuga;Santa Brisa;2;;Salieron por el techo;Luis\n", "")
    take(case, later, source=outcome.source)
    assert count(case, "claim") == 3
    _found, done = take(
        case, later + "\n", source=outcome.source, chosen=Chosen(withdraw=frozenset({gone}))
    )
    assert (done.withdrawn, count(case, "claim")) == (1, 2)


def test_a_row_that_can_no_longer_be_read_is_not_gone(case: Case) -> None:
    _found, outcome = take(case)
    found = compared(case, SHEET.replace("15/05/2031", "99/05/2031"), source=outcome.source)
    assert (found.gone, len(found.unread)) == ([], 2)


def test_words_that_become_nothing_are_a_difference_of_the_passage(case: Case) -> None:
    _found, outcome = take(case)
    later = SHEET.replace("Disparos en el patio;Ana", "Disparos en el patio;Eva")
    [changed] = compared(case, later, source=outcome.source).changed
    assert [name for name, _before, _after in changed.fields] == [WORDS]


def test_without_a_key_rows_are_told_by_their_words(case: Case) -> None:
    text = "Fecha;Tipo;Lugar\n03/05/2031;Motín;Peña Gris\n03/05/2031;Motín;Peña Gris\n"
    found, outcome = take(case, text)
    assert len(found.new) == 2
    again = compared(case, text + "04/05/2031;Fuga;Peña Gris\n", source=outcome.source)
    assert (len(again.same), len(again.new), again.gone) == (2, 1, [])


def test_what_a_person_marked_in_the_sheet_is_found_in_its_later_file(case: Case) -> None:
    _found, outcome = take(case)
    text = case.text(collecting.layer_of(case, outcome.source))
    words = spans("Salieron por el techo", text=text)
    claim = Claim(type="incident/escape", summary="Por el techo")
    with case.edit("Mark claim") as edit:
        number = claiming.accept(edit, Draft(claim, words), source=outcome.source)
    later = SHEET.replace("1;03/05/2031", "1;02/05/2031").replace("Disparos", "Muchos disparos")
    take(case, later, source=outcome.source)
    [passage] = marking.passages_of(case, number)
    assert passage.layer == collecting.layer_of(case, outcome.source)
    assert marking.lost(case) == []


def test_a_sheet_is_known_again_by_its_rows_and_not_by_numbers_alone(case: Case) -> None:
    _found, outcome = take(case)
    assert [(one.source, one.claims) for one in earlier.imported(case)] == [(outcome.source, 3)]
    none = frozenset[str]()
    moved = {"1": ("1", "04/05/2031", "Homicidio", "Peña Gris", "3", "la policía")}
    other = {"1": ("1", "Zapatos", "40"), "2": ("2", "Camisas", "12"), "3": ("3", "Mesas", "2")}
    likeness = earlier.likeness
    assert likeness(case, outcome.source, keys=moved, lines=none) == pytest.approx(1 / 3)
    assert likeness(case, outcome.source, keys=other, lines=none) == 0
    lines = frozenset(SHEET.replace(";", "\t").splitlines())
    assert likeness(case, outcome.source, keys={}, lines=lines) == 1
