"""The history filtered: by person, record, kind of act and words; and one record through time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from habeas import i18n
from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.voice import Voice
from habeas.overview import history
from habeas.overview.historyfilter import KINDS, Filter, find, named
from habeas.overview.recordhistory import past_of
from habeas.services import claiming, collecting, gathering, purging, registering
from habeas.store.case import Case
from habeas.store.journal import User

TEXT = "Visits to Peña Gris stopped, the ministry says."


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "valdoria.habeas") as made:
        yield made


def draft(**claim: str) -> Draft:
    return Draft(
        Claim(kind=Kind.MEASURE, type="measure/search", **claim),
        spans=(Span(0, 6),),
        places=(PlaceName("Peña Gris", "detention"),),
        voices=(Voice(name="the ministry"),),
    )


def source(case: Case, title: str = "Article") -> int:
    with case.edit("Add source") as edit:
        words = f"{TEXT} {title}"
        return collecting.add(edit, Reading(words.encode(), words, title=title)).source


def accept(case: Case, of: int, summary: str = "visits") -> int:
    with case.edit("Accept claim") as edit:
        return claiming.accept(edit, draft(summary=summary), source=of)


def correct(case: Case, claim: int, summary: str) -> None:
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, claim, draft(summary=summary))


def numbers(case: Case, **wanted: str | int) -> list[int]:
    return list(find(case, Filter(**wanted)))


def test_an_empty_filter_hides_nothing(case):
    accept(case, source(case))
    assert numbers(case) == [2, 1]
    assert Filter().is_empty
    assert not Filter(who="Ana").is_empty


def test_by_person(case):
    case.user = User("Ana", "researcher")
    source(case)
    case.user = User("Beatriz", "")
    source(case, "Another")
    case.user = User()
    source(case, "A third")

    assert history.people(case) == ["Ana", "Beatriz"]
    assert numbers(case, who="Ana") == [1]
    row = case.rows(find=history.FIND, show=history.SHOW).row(2)
    assert (history.who_of(row), row["role"]) == ("Ana", "researcher")


def test_by_kind_of_act(case):
    claim = accept(case, source(case))
    correct(case, claim, "visits stopped")
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, claim)
    case.undo()
    with case.recording("Write a report") as edit:
        edit.add("custody", source=1, act="exported", made="", detail="{}")
    with case.beginning("Begin") as edit:
        registering.place(edit, "Alta")

    assert numbers(case, kind="added") == [2, 1]
    assert numbers(case, kind="changed") == [3]
    assert 4 in numbers(case, kind="removed")
    assert numbers(case, kind="undone") == [4]
    assert numbers(case, kind="undo") == [5]
    assert numbers(case, kind="record") == [6]
    assert numbers(case, kind="migration") == [7]
    assert numbers(case, kind="purge") == []


def test_by_words_of_what_was_done_in_the_language_of_the_user(case):
    claim = accept(case, source(case))
    correct(case, claim, "visits stopped")
    case.undo()

    assert numbers(case, words="claim") == [4, 3, 2]
    assert numbers(case, words="CORRECT claim") == [4, 3]
    assert numbers(case, words="undo") == [4]
    i18n.use("es")
    assert numbers(case, words="deshacer") == [4]
    assert numbers(case, words="undo") == []


def test_by_claim_with_all_that_hangs_or_hung_on_it(case):
    first = source(case)
    one, two = accept(case, first), accept(case, first, "another claim")
    correct(case, two, "corrected")
    with case.edit("Name the voice") as edit:
        edit.update("voice", edit.row("SELECT id FROM voice WHERE claim = ?", one)["id"], name="x")
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, one)

    assert numbers(case, what="claim", ident=one) == [6, 5, 2]
    assert numbers(case, what="claim", ident=two) == [4, 3]
    assert named(case, "claim", one) == "Claim “visits”"  # though it is gone
    assert named(case, "claim", 99) == "a record that is gone"


def test_by_source_place_actor_and_event(case):
    first, other = source(case), source(case, "Another")
    one = accept(case, first)
    with case.edit("New event") as edit:
        event = gathering.new_event(edit, one, title="Visits stop")
    place = case.query("SELECT id FROM place")[0]["id"]
    actor = case.query("SELECT id FROM actor")[0]["id"]
    with case.edit("Also") as edit:
        registering.also_place(edit, place, "Old Peña Gris")

    assert numbers(case, what="source", ident=first) == [3, 1]
    assert numbers(case, what="source", ident=other) == [2]
    assert numbers(case, what="event", ident=event) == [4, 3]
    assert numbers(case, what="place", ident=place) == [5, 3]
    assert numbers(case, what="actor", ident=actor) == [3]
    assert numbers(case, what="place", ident=place, kind="changed") == []
    assert numbers(case, what="place; DROP TABLE edit", ident=1) == [5, 4, 3, 2, 1]


def test_every_kind_can_be_asked_for(case):
    source(case)
    for kind in KINDS:
        find(case, Filter(kind=kind, who="Ana", words="a", what="claim", ident=1))


def test_what_is_no_act_says_so_before_its_label():
    def said(act: str) -> str:
        return history.line_of({"act": act, "label": "Write a report"})

    assert said("record") == "outside: Write a report"
    assert said("purge") == "for good: Write a report"
    assert said("migration") == "program: Write a report"
    assert said("act") == "Write a report"


def lines(case: Case, what: str, ident: int) -> list[tuple[int, str, str, str]]:
    past = past_of(case, what, ident)
    assert {line.edit for line in past.lines} == set(past.edits)
    return [(line.edit, line.field, line.former, line.new) for line in past.lines]


def test_a_record_tells_each_field_through_time_newest_first(case):
    number = source(case)
    with case.edit("Describe source") as edit:
        collecting.describe(edit, number, title="Second", publisher="La Voz")
    with case.edit("Describe source") as edit:
        collecting.describe(edit, number, title="Third")

    told = lines(case, "source", number)
    assert [line for line in told if line[1] == "Title"] == [
        (3, "Title", "Second", "Third"),
        (2, "Title", "Article", "Second"),
        (1, "Title", "", "Article"),
    ]
    assert (2, "Publisher", "not stated", "La Voz") in told
    assert [line[0] for line in told] == sorted((line[0] for line in told), reverse=True)


def test_the_parts_of_a_claim_come_change_and_go_with_it(case):
    claim = accept(case, source(case))
    with case.edit("Correct claim") as edit:
        new = replace(draft(summary="visits"), voices=(Voice(name="a guard"),))
        claiming.correct(edit, claim, new)
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, claim)

    told = lines(case, "claim", claim)
    assert (4, "Claim", "Claim “visits”", "removed") in told
    assert (2, "Summary", "", "visits") in told
    voices = [line for line in told if line[1].startswith("Voice")]
    assert any("a guard" in line[2] and not line[3] for line in voices if line[0] == 4)
    assert any("the ministry" in line[3] and not line[2] for line in voices if line[0] == 2)


def test_an_event_tells_which_claims_came_and_went(case):
    first = source(case)
    one, two = accept(case, first), accept(case, first, "more visits")
    with case.edit("New event") as edit:
        event = gathering.new_event(edit, one, title="Visits stop")
    with case.edit("Gather") as edit:
        gathering.gather(edit, two, event)
    with case.edit("Take out") as edit:
        gathering.gather(edit, two, None)

    claims = [line for line in lines(case, "event", event) if line[1] == "Claim"]
    assert claims == [
        (6, "Claim", "Claim “more visits”", ""),
        (5, "Claim", "", "Claim “more visits”"),
        (4, "Claim", "", "Claim “visits”"),
    ]


def test_purged_values_are_not_told_but_when_by_whom_and_why(case):
    number = accept(case, source(case), "the name of a witness")
    correct(case, number, "the name of another witness")
    case.user = User("Ana", "")
    foreseen = [found for found in purging.foresee(case, "claim", number) if found][-1]
    for _step in purging.purge(case, foreseen, reason="A witness asked for it"):
        pass
    purge = case.last_edit()

    for edit in (2, 3):
        changes, _more = history.changes_of(case, edit)
        claim = next(change for change in changes if change.title.startswith("Claim"))
        assert claim.title == "Claim"
        assert claim.differences == ()
        assert claim.purged.startswith("purged on ")
        assert claim.purged.endswith("by Ana: A witness asked for it")
    told = lines(case, "claim", number)
    assert not any("witness" in line[2] for line in told)
    assert all("A witness asked for it" in line[3] for line in told if line[0] != purge)
    tombstone, _more = history.changes_of(case, purge)
    assert any(change.title == "Purge" for change in tombstone)
    assert numbers(case, kind="purge") == [purge]


def test_an_undo_is_foreseen_field_by_field(case):
    number = source(case)
    with case.edit("Describe source") as edit:
        collecting.describe(edit, number, title="Second")

    [change], more = history.undoing(case, 2)
    assert (change.act, change.title, more) == ("update", "Source “Article”", 0)
    assert [(d.name, d.former, d.new) for d in change.differences] == [
        ("Title", "Second", "Article")
    ]
    changes, _more = history.undoing(case, 1)
    assert {change.act for change in changes} == {"delete"}


def test_each_changed_thing_says_where_it_can_be_seen(case):
    first = source(case)
    number = accept(case, first)

    changes, _more = history.changes_of(case, 2)
    seen = {change.title.split(" ")[0]: change.opens for change in changes}
    assert seen["Claim"] == seen["Voice"] == ("claim", number)
    assert seen["Passage"] == ("source", first)
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, number)
    changes, _more = history.changes_of(case, 2)
    assert next(c for c in changes if c.title.startswith("Claim")).opens is None


def test_a_part_that_was_taken_out_and_put_in_again_is_no_change(case):
    number = accept(case, source(case))
    with case.edit("Write voices again") as edit:
        row = edit.row("SELECT * FROM voice WHERE claim = ?", number)
        edit.delete("voice", row.pop("id"))
        edit.add("voice", **row)
    with case.edit("Another voice") as edit:
        row = edit.row("SELECT * FROM voice WHERE claim = ?", number)
        edit.delete("voice", row.pop("id"))
        edit.add("voice", **row | {"name": "a guard"})

    assert history.changes_of(case, 3) == ([], 0)
    changes, _more = history.changes_of(case, 4)
    assert [change.act for change in changes] == ["delete", "insert"]
    told = [line for line in lines(case, "claim", number) if line[0] > 2]
    assert len(told) == 1
    assert told[0][:2] == (4, "Voice")
    assert told[0][2].startswith("the ministry")
    assert told[0][3].startswith("a guard")
