"""Purging: said before it is done, gone everywhere after, with a tombstone that says so."""

from __future__ import annotations

import json

import pytest

from habeas.domain.claim import Claim
from habeas.domain.event import Event
from habeas.domain.register import Actor, Place
from habeas.domain.source import Source
from habeas.errors import Refused
from habeas.services import claiming, collecting, gathering, layering, purging, registering
from habeas.store import triggers
from habeas.store.case import Case
from habeas.store.purging import PURGED, UNFINISHED
from making import TEXT, draft, reading

SECRET = "The guard Ximena Quiroz named the men who were beaten in Tower Nine."
WORDS = ("Ximena", "Tower Nine", "beaten")


def foresee(case, kind, ident):
    *_, found = purging.foresee(case, kind, ident)
    return found


def purge(case, kind, ident, reason="She asked for it"):
    foreseen = foresee(case, kind, ident)
    for _step in purging.purge(case, foreseen, reason=reason):
        pass
    return foreseen


@pytest.fixture
def case(tmp_path):
    with Case.create(tmp_path / "t.habeas") as made:
        yield made


@pytest.fixture
def source(case):
    """A source that says SECRET, with a claim that was corrected, and another source beside it."""
    with case.edit("Add sources") as edit:
        collecting.add(edit, reading())
        number = collecting.add(edit, reading(SECRET), note="from Ximena herself").source
    with case.edit("Accept claim") as edit:
        claim = claiming.accept(
            edit,
            draft("the men who were beaten in Tower Nine", text=SECRET, voices=("Ximena Quiroz",)),
            source=number,
        )
        gathering.new_event(edit, claim)
    with case.edit("Correct claim") as edit:
        edit.update(Claim, claim, note="Ximena saw it")
    with case.edit("Correct claim") as edit:
        edit.update(Claim, claim, note="")
    case.put(f"draft:{number}", {"half": "Ximena said more"})
    return number


def held(path, word):
    """Where a word stands in an unlocked file, looked for in what every table holds."""
    from habeas.store.driver import connect

    db = connect(path, writes=False)
    tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found = []
    for table in tables:
        for row in db.execute(f"SELECT * FROM [{table}]").fetchall():
            text = " ".join(
                v.decode("utf-8", "ignore") if isinstance(v, bytes) else str(v) for v in row
            )
            if word.lower() in text.lower():
                found.append((table, row[0]))
    db.close()
    return found


def test_it_says_what_goes_before_anything_goes(case, source):
    last = case.last_edit()
    foreseen = foresee(case, "source", source)
    counts = {table: len(ids) for table, ids in foreseen.doomed.rows.items() if ids}
    assert counts["source"] == counts["claim"] == counts["event"] == counts["voice"] == 1
    assert (len(foreseen.doomed.captures), len(foreseen.doomed.layers)) == (1, 1)
    assert foreseen.bytes == len(SECRET.encode())
    assert foreseen.doomed.desk == {f"draft:{source}"}
    assert case.last_edit() == last


def test_words_that_stay_in_other_records_are_named(case, source):
    with case.edit("Rename") as edit:
        other = edit.insert(
            Place(name="The yard", note="where the men who were beaten in Tower Nine")
        )
    found = foresee(case, "source", source).elsewhere
    assert ("place", other) in {(e.table, e.id) for e in found}
    assert case.get(Place, other).note


def test_after_it_no_table_holds_a_word_of_it_but_the_register(case, source):
    assert {w: bool(held(case.path, w)) for w in WORDS} == dict.fromkeys(WORDS, True)
    purge(case, "source", source)
    case.close()
    assert held(case.path, "Tower Nine") == held(case.path, "beaten") == []
    # The register is another record, and was named as one that keeps the words.
    tables = {table.split("_text")[0] for table, _ in held(case.path, "Ximena")}
    assert tables == {"actor", "actor_name", "record"}


def test_the_other_source_is_as_it_was(case, source):
    before = [s for s in case.select(Source) if s.id != source]
    purge(case, "source", source)
    assert case.select(Source) == before
    assert case.text(collecting.layer_of(case, before[0].id)) == TEXT
    assert [hit.what for hit in case.search("warden")] == ["passage"]
    assert case.search("beaten") == []


def test_a_tombstone_says_who_when_why_and_how_much(case, source):
    from habeas.store.journal import User

    case.user = User("Ada", "archivist")
    purge(case, "source", source, reason="  Her safety  ")
    (stone,) = purging.tombstones(case)
    assert (stone["who"], stone["role"], stone["reason"]) == ("Ada", "archivist", "Her safety")
    kinds = json.loads(stone["kinds"])
    assert (kinds["of"], kinds["source"], kinds["claim"], kinds["capture"]) == ("source", 1, 1, 1)
    assert stone["count"] == sum(n for n in kinds.values() if isinstance(n, int))


def test_undo_stops_at_it(case, source):
    purge(case, "source", source)
    assert case.steps() == ([], [])
    assert case.undo() is None


def test_the_file_knows_that_it_has_to_be_written_anew(case, source):
    assert case.desk(UNFINISHED) is None
    purge(case, "source", source)
    assert case.desk(UNFINISHED) == case.last_edit()


def test_guards_and_index_stand_again(case, source):
    purge(case, "source", source)
    assert triggers.sound(case.read)
    db = case._db
    db.execute("INSERT INTO layer_text (layer_text, rank) VALUES ('integrity-check', 1)")
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_chain_still_holds_over_commitments_and_none_can_be_guessed_back(case, source):
    from habeas.store import journal

    purge(case, "source", source)
    previous = ""
    for edit in case.query("SELECT * FROM edit ORDER BY id"):
        entries = case.query("SELECT * FROM entry WHERE edit = ? ORDER BY id", edit["id"])
        lines = [
            journal.line(e["tbl"], e["row"], e["act"], (e["former_commit"], e["new_commit"]))
            for e in entries
        ]
        assert (
            journal.digest_of(previous, journal.head(case.read, edit["id"]), lines)
            == edit["digest"]
        )
        previous = edit["digest"]
    assert (
        case.query(
            "SELECT id FROM entry WHERE tbl = 'source' AND row = ? AND "
            "(coalesce(former, former_nonce, new_nonce) IS NOT NULL OR purged IS NULL)",
            source,
        )
        == []
    )


def test_what_was_withdrawn_before_goes_too(case, source):
    claim = case.select(Claim)[0].id
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, claim)
    purge(case, "source", source)
    case.close()
    assert held(case.path, "Tower Nine") == []


def test_without_a_reason_nothing_is_done(case, source):
    with pytest.raises(Refused, match="reason"):
        purge(case, "source", source, reason="  ")
    assert len(case.select(Source)) == 2


def test_stopped_half_way_nothing_was_done(case, source):
    last = case.last_edit()
    work = purging.purge(case, foresee(case, "source", source), reason="no")
    for _ in range(3):
        next(work)
    work.close()
    assert case.last_edit() == last
    assert len(case.select(Source)) == 2
    assert held(case.path, "Tower Nine")


def test_a_claim_goes_with_its_passage_and_the_source_stays(case, source):
    claim = case.select(Claim)[0].id
    purge(case, "claim", claim)
    assert case.select(Claim) == case.select(Event) == []
    assert case.query("SELECT 1 FROM passage") == []
    assert case.text(collecting.layer_of(case, source)) == SECRET


def test_an_actor_goes_and_the_claims_that_name_it_say_purged(case, source):
    actor = case.select(Actor)[0].id
    assert registering.find_actor(case, "Ximena Quiroz") == actor
    found = foresee(case, "actor", actor)
    assert {e.table for e in found.elsewhere} >= {"layer"}  # the source's own words stay
    purge(case, "actor", actor)
    assert case.select(Actor) == []
    (voice,) = case.query("SELECT * FROM voice")
    assert (voice["name"], voice["actor"], voice["words"]) == (PURGED, None, "")
    formers = case.query("SELECT former FROM entry WHERE former IS NOT NULL")
    assert not [f for f in formers if "Ximena Quiroz" in f["former"]]


def test_a_place_goes_from_every_claim(case, source):
    with case.edit("Accept claim") as edit:
        claiming.accept(
            edit, draft("Tower Nine", text=SECRET, places=("Tower Nine",)), source=source
        )
    place = registering.find_place(case, "Tower Nine")
    purge(case, "place", place)
    assert case.select(Place) == []
    assert case.query("SELECT * FROM claim_place") == []
    assert len(case.select(Claim)) == 2


def test_bytes_that_another_source_has_too_stay(case, source):
    with case.edit("Add sources") as edit:
        other = edit.insert(Source(title="The same note, by another hand"))
        collecting.attach(edit, reading(SECRET), source=other)
    foreseen = purge(case, "source", source)
    assert (foreseen.shared, foreseen.doomed.captures) == (1, frozenset())
    assert case.text(collecting.layer_of(case, other)) == SECRET


def test_a_short_name_goes_also_from_roles_that_were_withdrawn_or_name_another_now(case, source):
    claim = case.select(Claim)[0].id
    role = {"claim": claim, "role": "guard", "label_of_source": 0}
    with case.edit("Add roles") as edit:
        known = edit.add("actor", name="Iñaki", kind="person", note="")
        other = edit.add("actor", name="Berta", kind="person", note="")
        gone = edit.add("role", position=0, name="Iñaki", actor=None, words="Iñaki", **role)
        changed = edit.add("role", position=1, name="Iñaki", actor=known, words="", **role)
    with case.edit("Say whose name it is") as edit:
        edit.update("role", gone, actor=known)
        edit.update("role", changed, actor=other, name="Berta")
    with case.edit("Withdraw a role") as edit:
        edit.delete("role", gone)
    purge(case, "actor", known)
    assert case.verify().problems == ()
    case.close()
    assert held(case.path, "Iñaki") == []


def test_why_a_purged_claim_stood_for_an_event_is_not_kept_either(case, source):
    with case.edit("Add claims") as edit:
        claims = [
            claiming.accept(edit, draft("Seven prisons are on alert"), source=1)
            for _claim in range(2)
        ]
        event = gathering.new_event(edit, claims[0])
        edit.update(Claim, claims[1], event=event)
        edit.update(Event, event, stands_on=claims[1], stands_reason="Xoan told us himself")
    purge(case, "claim", claims[1])
    assert case.verify().problems == ()
    assert case.get(Event, event).stands_on is None
    case.close()
    assert held(case.path, "Xoan") == []


def test_what_somebody_empties_later_in_the_name_of_a_purge_is_found(case, source):
    with case.edit("Note") as edit:
        edit.update(Source, 1, note="The mayor confessed")
    with case.edit("Note") as edit:
        edit.update(Source, 1, note="")
    stone = purge(case, "source", source) and case.last_edit()
    with case.edit("Add") as edit:
        actor = edit.insert(Actor(name="Ximena Quiroz the younger"))
    purge(case, "actor", actor)
    assert case.verify().ok
    db = case._db
    db.execute(
        "UPDATE entry SET former = NULL, former_nonce = NULL, purged = ? WHERE tbl = 'source' "
        "AND row = 1 AND former LIKE '%confessed%'",
        [stone],
    )
    first = "SELECT min(id) FROM entry WHERE tbl = 'source' AND row = 1 AND act = 'update'"
    db.execute(f"UPDATE entry SET new_nonce = NULL, purged = ? WHERE id = ({first})", [stone])
    found = case.verify().problems
    assert [(one.table, one.edit) for one in found] == [("purge", stone)]


def test_a_source_goes_with_its_translations(case, source):
    with case.edit("Keep a translation") as edit:
        for n in range(8):
            layering.translate(edit, source, f"El guardia Ximena Quiroz, {n}.", language="es")
    purge(case, "source", source)
    assert len(case.query("SELECT hash FROM layer")) == 1
    assert case.verify().ok
