"""Claims: accepted with all that hangs on them, corrected, withdrawn, rejected, undone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Cited, DraftLink
from habeas.domain.passage import Passage, holds
from habeas.domain.quantity import Quantity
from habeas.domain.register import Actor, Place
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.errors import Refused
from habeas.services import claiming, gathering, marking, registering
from habeas.store.case import Case
from habeas.suggest.found import Suggestion
from making import TEXT, draft, spans

KILLED = "More than 20 people were shot dead on Friday"


def accept(case: Case, source: int, *words: str, **values: object) -> int:
    """Accept a draft on these words in an Edit of its own."""
    with case.edit("Accept claim") as edit:
        return claiming.accept(edit, draft(*words, **values), source=source)  # type: ignore[arg-type]


def test_a_claim_comes_back_as_it_was_accepted(case: Case, source: int) -> None:
    proposed = draft(
        KILLED,
        "the ministry said",
        quantity=Quantity(low=Decimal(21), unit="people", words="More than 20 people"),
        places=("Valdoria",),
        voices=("the ministry",),
        roles=("people",),
    )
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, proposed, source=source)
    there = claiming.draft_of(case, number)
    assert there.spans == proposed.spans
    assert there.claim.quantity == proposed.claim.quantity
    assert there.claim.when == proposed.claim.when
    assert [p.name for p in there.places] == ["Valdoria"]
    assert [(v.name, v.verb) for v in there.voices] == [("the ministry", "said")]
    assert [(r.name, r.role) for r in there.roles] == [("people", "target")]
    assert [p.quote for p in marking.passages_of(case, number)] == [KILLED, "the ministry said"]


def test_accepting_grows_the_register_once(case: Case, source: int) -> None:
    accept(case, source, KILLED, places=("Peña Gris",), voices=("The Ministry",))
    accept(case, source, "Seven prisons", places=("Pena gris",), voices=("ministry",))
    assert [p.name for p in case.select(Place)] == ["Peña Gris"]
    assert [a.name for a in case.select(Actor)] == ["The Ministry"]


@pytest.mark.parametrize(
    ("field", "changed"),
    [("passages", {"spans": ()}), ("type", {"type": ""}), ("summary", {"summary": " "})],
)
def test_what_cannot_stand_is_refused_and_nothing_is_kept(
    case: Case, source: int, field: str, changed: dict[str, object]
) -> None:
    proposed = draft(KILLED)
    if field == "passages":
        proposed = replace(proposed, spans=())
    else:
        proposed = replace(proposed, claim=replace(proposed.claim, **changed))  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused, case.edit("Accept claim") as edit:
        claiming.accept(edit, proposed, source=source)
    assert refused.value.field == field
    assert case.select(Claim) == []
    assert case.select(Passage) == []


def test_the_same_words_are_one_passage(case: Case, source: int) -> None:
    accept(case, source, KILLED)
    accept(case, source, KILLED, kind=Kind.FIGURE, type_="figure/homicides")
    assert len(case.select(Passage)) == 1


def test_correcting_changes_values_and_what_hangs_on_it(case: Case, source: int) -> None:
    number = accept(case, source, KILLED, voices=("the ministry",))
    there = claiming.draft_of(case, number)
    changed = replace(
        draft(KILLED, "Seven prisons", voices=("a warden", "the ministry")),
        claim=replace(there.claim, summary="Corrected"),
    )
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, changed)
    after = claiming.draft_of(case, number)
    assert after.claim.summary == "Corrected"
    assert len(after.spans) == 2
    assert [v.name for v in after.voices] == ["a warden", "the ministry"]
    case.undo()
    assert claiming.draft_of(case, number) == there


def test_correcting_nothing_leaves_no_trace(case: Case, source: int) -> None:
    number = accept(case, source, KILLED, places=("Peña Gris",), voices=("the ministry",))
    before = case.steps()[0]
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, claiming.draft_of(case, number))
    assert case.steps()[0] == before


def test_an_accepted_suggestion_remembers_that_it_was_corrected(case: Case, source: int) -> None:
    proposed = draft(KILLED)
    proposed = replace(proposed, claim=replace(proposed.claim, origin="accepted"))
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, proposed, source=source)
    assert case.get(Claim, number).origin == "accepted"
    there = claiming.draft_of(case, number)
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, replace(there, claim=replace(there.claim, note="x")))
    assert case.get(Claim, number).origin == "edited"


def test_withdrawing_takes_links_and_an_empty_event_along_and_undo_brings_all_back(
    case: Case, source: int
) -> None:
    first = accept(case, source, KILLED)
    with case.edit("Accept claim") as edit:
        linked = replace(draft("Seven prisons"), links=(DraftLink("in-response-to", first),))
        second = claiming.accept(edit, linked, source=source)
        event = gathering.new_event(edit, first)
        gathering.stand_on(edit, event, first, reason="counted by name")
    before = _whole(case)
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, first)
    assert [c.id for c in case.select(Claim)] == [second]
    assert case.query("SELECT * FROM event") == []
    assert case.query("SELECT * FROM link") == []
    case.undo()
    assert _whole(case) == before


def test_a_rejected_suggestion_is_not_made_again_until_that_is_undone(
    case: Case, source: int
) -> None:
    suggestion = Suggestion(draft(KILLED), "because", "k1")
    with case.edit("Reject suggestion") as edit:
        claiming.reject(edit, suggestion, source=source, quote=KILLED)
    assert claiming.still_suggested(case, [suggestion], source=source) == []
    case.undo()
    assert claiming.still_suggested(case, [suggestion], source=source) == [suggestion]


def test_a_suggestion_that_became_a_claim_is_not_made_again(case: Case, source: int) -> None:
    suggestion = Suggestion(draft(KILLED), "because", "k1")
    other = Suggestion(draft("Seven prisons", type_="incident/attack"), "because", "k2")
    accept(case, source, KILLED)
    assert claiming.still_suggested(case, [suggestion, other], source=source) == [other]


def test_only_a_claim_of_its_type_whose_words_meet_its_own_takes_a_suggestion_up(
    case: Case, source: int
) -> None:
    accept(case, source, TEXT[0:60])
    accept(case, source, TEXT[10:20])
    accept(case, source, TEXT[80:90])

    def at(start: int, end: int, **values: object) -> Suggestion:
        return Suggestion(draft(TEXT[start:end], **values), "because", f"{start}")  # type: ignore[arg-type]

    meeting = [at(5, 9), at(30, 40), at(59, 70), at(70, 81), at(89, 95)]
    apart = [at(60, 80), at(90, 99), at(30, 41, type_="incident/attack")]
    assert claiming.still_suggested(case, [*meeting, *apart], source=source) == apart


def test_passages_that_no_longer_hold_are_found(case: Case, source: int) -> None:
    number = accept(case, source, KILLED)
    passage = marking.passages_of(case, number)[0]
    assert holds(passage, TEXT)
    assert marking.lost(case) == []
    with case.edit("Break it") as edit:
        edit.update(Passage, passage.id, start=passage.start + 1)
    assert [p.id for p in marking.lost(case)] == [passage.id]


def _whole(case: Case) -> dict[str, list[dict[str, object]]]:
    tables = ("claim", "event", "link", "claim_passage", "voice", "role", "claim_place")
    return {table: case.query(f"SELECT * FROM {table} ORDER BY id") for table in tables}


TRACKER = Cited(0, "Fever tracker of Valdoria", "dataset")


def leaning(*cited: Cited, voices: tuple[str, ...] = ("the ministry",)) -> object:
    """A draft whose voices lean on sources that nobody has seen."""
    return replace(draft(KILLED, voices=voices), cited=cited)


def unseen(case: Case) -> list[Source]:
    return case.select(Source, "WHERE seen = 0 ORDER BY id")


def test_what_a_voice_leans_on_becomes_a_cited_source_and_comes_back(case, source):
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, leaning(TRACKER), source=source)
    (made,) = unseen(case)
    assert (made.title, made.kind) == ("Fever tracker of Valdoria", "dataset")
    (voice,) = case.select(Voice, "WHERE claim = ?", number)
    assert voice.cited_source == made.id
    assert claiming.draft_of(case, number).cited == (TRACKER,)


def test_one_cited_source_serves_every_spelling_of_its_title(case, source):
    for title in ("Fever tracker of Valdoria", "fever  Tracker of Váldoria"):
        with case.edit("Accept claim") as edit:
            claiming.accept(edit, leaning(replace(TRACKER, title=title)), source=source)
    (made,) = unseen(case)
    tied = case.query("SELECT count(*) AS n FROM voice WHERE cited_source = ?", made.id)
    assert tied[0]["n"] == 2


def test_each_voice_leans_on_its_own(case, source):
    two = leaning(replace(TRACKER, voice=1), voices=("the ministry", "the warden"))
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, two, source=source)
    first, second = case.select(Voice, "WHERE claim = ? ORDER BY position", number)
    assert first.cited_source is None
    assert second.cited_source == unseen(case)[0].id


def test_undo_takes_a_cited_source_back_with_its_claim(case, source):
    with case.edit("Accept claim") as edit:
        claiming.accept(edit, leaning(TRACKER), source=source)
    case.undo()
    assert unseen(case) == []
    assert case.select(Claim) == []


def test_correcting_ties_and_unties_a_voice(case, source):
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, leaning(), source=source)
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, replace(claiming.draft_of(edit, number), cited=(TRACKER,)))
    tied = claiming.draft_of(case, number)
    assert tied.cited == (TRACKER,)
    untied = replace(
        tied, cited=(), voices=tuple(replace(v, cited_source=None) for v in tied.voices)
    )
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, untied)
    assert claiming.draft_of(case, number).cited == ()
    assert case.select(Voice, "WHERE claim = ?", number)[0].cited_source is None


def test_a_correction_elsewhere_leaves_the_tie_as_it_is(case, source):
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, leaning(TRACKER), source=source)
    there = claiming.draft_of(case, number)
    voice = there.voices[0]
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, replace(there, claim=replace(there.claim, note="seen")))
    assert claiming.draft_of(case, number).voices == (voice,)
    assert len(unseen(case)) == 1


def test_a_draft_that_outlived_its_cited_source_makes_it_again(case, source):
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, leaning(TRACKER), source=source)
    kept = claiming.draft_of(case, number)
    case.undo()
    with case.edit("Accept claim") as edit:
        again = claiming.accept(edit, kept, source=source)
    assert claiming.draft_of(case, again).cited == (TRACKER,)
    assert len(unseen(case)) == 1


def test_a_corrected_claim_stays_at_its_place_though_another_has_that_name_too(case, source):
    with case.edit("Accept claim") as edit:
        other = registering.place(edit, "Santa Brisa")
        claim = claiming.accept(edit, draft("shot dead", places=("Old Mill",)), source=source)
        [mill] = edit.query("SELECT place AS id FROM claim_place WHERE claim = ?", claim)
        registering.describe_place(
            edit, mill["id"], name="Santa Brisa", kind="", parent=None, note=""
        )
    assert mill["id"] != other
    with case.edit("Correct claim") as edit:
        made = claiming.draft_of(edit, claim)
        claiming.correct(edit, claim, replace(made, spans=(*made.spans, *spans("Friday"))))
    [now] = case.query("SELECT place AS id FROM claim_place WHERE claim = ?", claim)
    assert now == mill
