"""Backups: written beside the work, checked, rolled, told apart, and brought back."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from habeas.domain.register import Place
from habeas.errors import Problem
from habeas.store import backups, journal, keys
from habeas.store.backups import Backup, back_up, restore
from habeas.store.case import Case
from making import whole

PHRASE = "lentils on a blue roof"
UTC = datetime.UTC


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "kept"
    made.mkdir()
    return made


@pytest.fixture
def locked(tmp_path):
    with Case.create(tmp_path / "Isla Torva.habeas", PHRASE, cost=keys.CHEAP) as case:
        add(case, "Peña Gris")
        yield case


def add(case, name):
    with case.edit("Add place") as edit:
        edit.insert(Place(name=name))


def run(work):
    """The steps of a generator, and what it returned."""
    steps = []
    done = whole(work, steps=steps)
    return steps, done


def made(path, folder, key=None):
    return run(back_up(path, folder, key=key))[1]


def names(case):
    return [place.name for place in case.select(Place, "ORDER BY id")]


# writing one


def test_a_backup_of_an_open_case_is_one_whole_file(case, fill, folder):
    source = fill.source("Cells were searched at Peña Gris.")
    fill.claim(source, "searched", summary="A")
    steps, backup = run(back_up(case.path, folder))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    assert list(backup.path.parent.iterdir()) == [backup.path]
    assert backup.path.read_bytes()[18:20] == b"\1\1"
    assert backup.path.stat().st_mode & 0o077 == 0
    assert (backup.size, backup.locked) == (backup.path.stat().st_size, False)
    with Case.open(backup.path) as found:
        assert found.query("SELECT * FROM edit") == case.query("SELECT * FROM edit")
        assert found.query("SELECT * FROM claim") == case.query("SELECT * FROM claim")
        assert [step.label for step in found.steps()[0]] == ["Add source", "Mark claim"]


def test_a_closed_case_is_backed_up_too_and_nothing_is_left_beside_it(tmp_path, folder):
    with Case.create(tmp_path / "valdoria.habeas") as case:
        add(case, "Peña Gris")
    before = case.path.read_bytes()
    backup = made(case.path, folder)
    with Case.open(backup.path) as found:
        assert names(found) == ["Peña Gris"]
    assert case.path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept", case.path.name]


def test_a_locked_case_has_locked_backups_without_its_name(locked, folder):
    steps, backup = run(back_up(locked.path, folder, key=locked.key))
    assert steps[-1][0] == steps[-1][1] < 10 * backup.size
    assert backup.locked
    assert backup.case == locked.key.salt.hex()
    data = backup.path.read_bytes()
    assert keys.is_salt(data)
    assert b"Gris" not in data
    assert b"Torva" not in data
    assert not [found for found in folder.rglob("*") if "Torva" in found.name]
    with Case.open(backup.path, PHRASE) as found:
        assert names(found) == ["Peña Gris"]


def test_nothing_new_no_backup(case, folder):
    assert made(case.path, folder) is None, "nothing was ever written"
    add(case, "Peña Gris")
    assert made(case.path, folder) is not None
    case.put("scroll", 3)
    assert made(case.path, folder) is None
    case.undo()
    assert made(case.path, folder).number == 2


def test_after_another_passphrase_there_is_a_new_backup(locked, folder):
    made(locked.path, folder, locked.key)
    locked.close()
    from habeas.store import rewriting

    _steps, key = run(rewriting.change_passphrase(locked.path, old=PHRASE, new="other"))
    backup = made(locked.path, folder, key)
    assert backup.number == 2
    assert any(key.raw), "the key that was given is still the caller's"
    assert backups.contents(backup, key).edits == 1


def test_stopped_on_the_way_it_leaves_nothing(case, folder):
    with case.edit("Add film") as edit:
        edit.insert(Place(name="Peña Gris"))
        edit.keep(os.urandom(5_000_000), media_type="video/mp4")
    total = len(run(back_up(case.path, folder))[0])
    add(case, "Santa Brisa")
    for stop in range(total):
        work = back_up(case.path, folder)
        for _n in range(stop):
            next(work, None)
        work.close()
    assert len([found for found in folder.rglob("*") if found.is_file()]) in (1, 2)
    assert not list(folder.rglob(".*"))


def test_what_a_killed_program_left_is_gone_after_the_next(case, folder):
    add(case, "Peña Gris")
    first = made(case.path, folder)
    add(case, "Santa Brisa")
    work = back_up(case.path, folder)
    next(work)
    (left,) = set(first.path.parent.iterdir()) - {first.path}
    assert left.name.startswith(".")
    assert backups.backups(folder)[0].path == first.path
    work.close()
    left.write_bytes(b"half")
    second = made(case.path, folder)
    assert set(first.path.parent.iterdir()) == {first.path, second.path}


def test_a_folder_that_is_not_there_is_said_and_not_made(case, tmp_path):
    add(case, "Peña Gris")
    with pytest.raises(Problem, match="folder for backups is not there"):
        made(case.path, tmp_path / "unplugged")
    assert not (tmp_path / "unplugged").exists()


def test_a_full_disk_harms_neither_the_case_nor_earlier_backups(case, folder, monkeypatch):
    add(case, "Peña Gris")
    first = made(case.path, folder)
    before = first.path.read_bytes()
    with case.edit("Add film") as edit:
        edit.insert(Place(name="Santa Brisa"))
        edit.keep(os.urandom(3_000_000), media_type="video/mp4")
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(Problem, match="backup could not be written"):
            made(case.path, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [found for found in folder.rglob("*") if found.is_file()] == [first.path]
    assert first.path.read_bytes() == before
    add(case, "Isla Torva")
    assert made(case.path, folder).number == 2


def test_a_copy_of_a_case_does_not_crowd_out_the_backups_of_the_case(case, folder, tmp_path):
    add(case, "Peña Gris")
    first = made(case.path, folder)
    case.copy_to(tmp_path / "copy.habeas")
    with Case.open(tmp_path / "copy.habeas") as copy:
        for n in range(6):
            add(copy, str(n))
            made(copy.path, folder)
    there = backups.backups(folder)
    assert first.path in {backup.path for backup in there}
    assert {backup.case for backup in there} == {first.case}
    # All in one day: five are kept.
    assert len(there) == 6


# which are kept


def at(number, when):
    return Backup(Path(str(number)), "c", when, number, "p", 1, locked=False)


def hourly(days):
    start = datetime.datetime(2031, 1, 1, tzinfo=UTC)
    return [at(n, start + datetime.timedelta(hours=n)) for n in range(24 * days)]


def test_five_and_one_a_day_and_one_a_week():
    kept = sorted(backups.wanted(hourly(100)), key=lambda b: b.number)
    newest = [b.number for b in kept[-5:]]
    assert newest == [2395, 2396, 2397, 2398, 2399]
    days = {b.made.date() for b in kept}
    last = datetime.date(2031, 1, 1) + datetime.timedelta(days=99)
    assert {last - datetime.timedelta(days=n) for n in range(7)} <= days
    assert len({b.made.strftime("%G-W%V") for b in kept}) == 8
    assert all(b.made.hour == 23 for b in kept[:-5])
    assert len(kept) <= 5 + 6 + 7


def test_rolled_one_by_one_the_same_are_kept():
    found = set()
    for backup in hourly(100):
        found.add(backup)
        found = backups.wanted(found)
        assert backup in found
    assert found == backups.wanted(hourly(100))


def test_the_only_one_is_kept_however_old_and_a_long_pause_deletes_nothing():
    old = at(1, datetime.datetime(1999, 1, 1, tzinfo=UTC))
    assert backups.wanted([old]) == {old}
    late = at(2, datetime.datetime(2031, 1, 1, tzinfo=UTC))
    assert backups.wanted([old, late]) == {old, late}


def test_a_clock_that_is_set_back_does_not_make_the_latest_the_oldest(case, folder, monkeypatch):
    clock = [f"2031-05-12T10:{n:02}:00Z" for n in range(8)]
    clock += [f"2001-01-01T00:{n:02}:00Z" for n in range(3)]
    for n in range(11):
        monkeypatch.setattr(journal, "now", lambda n=n: clock[n])
        add(case, str(n))
        made(case.path, folder)
    there = sorted(backups.backups(folder), key=lambda backup: backup.number)
    assert [backup.number for backup in there][-5:] == [7, 8, 9, 10, 11]
    assert [backup.made.year for backup in there][-5:] == [2031, 2031, 2001, 2001, 2001]


# what is there


def test_the_list_says_what_each_holds(case, fill, locked, folder):
    source = fill.source("Cells were searched at Peña Gris.")
    fill.claim(source, "searched", summary="A")
    made(case.path, folder)
    made(locked.path, folder, locked.key)
    plain, shut = sorted(backups.backups(folder), key=lambda backup: backup.locked)
    assert plain.contents == backups.Contents("valdoria.habeas", sources=1, claims=1, edits=2)
    assert shut.contents is None
    assert backups.contents(shut, locked.key).name == "Isla Torva.habeas"
    with pytest.raises(keys.Locked, match="does not open the backup"):
        backups.contents(shut, keys.derive("wrong", locked.key.salt))


def test_what_is_not_a_backup_is_left_out_and_left_alone(case, folder, tmp_path):
    assert backups.backups(tmp_path / "nowhere") == []
    add(case, "Peña Gris")
    backup = made(case.path, folder)
    name = "20310512T100000Z-0009-0123abcd.habeas"
    for stray in (folder / "notes", folder / name, backup.path.with_name("mine.habeas")):
        stray.write_text("mine")
    backup.path.with_name(name).symlink_to(tmp_path / "nowhere")
    impossible = backup.path.with_name("20319912T100000Z-0009-0123abcd.habeas")
    impossible.write_text("mine")
    assert [found.path for found in backups.backups(folder)] == [backup.path]


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"\0" * 5000])
def test_a_damaged_backup_is_listed_without_contents_and_not_restored(case, folder, tmp_path, data):
    add(case, "Peña Gris")
    backup = made(case.path, folder)
    whole = backup.path.read_bytes()
    backup.path.write_bytes(data if data else whole[: len(whole) // 2])
    found = backups.backups(folder)[0]
    with pytest.raises(Problem):
        run(restore(found, tmp_path / "again.habeas"))
    assert not (tmp_path / "again.habeas").exists()
    assert made(case.path, folder) is not None
    assert len(backups.backups(folder)) == 2


def test_a_backup_with_a_view_in_place_of_a_table_is_not_asked(case, folder):
    from habeas.store.driver import connect

    add(case, "Peña Gris")
    backup = made(case.path, folder)
    db = connect(backup.path, writes=True)
    db.execute("PRAGMA foreign_keys=OFF")
    db.execute("DROP TABLE claim")
    db.execute(
        "CREATE VIEW claim AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n)"
        " SELECT x FROM n"
    )
    db.close()
    assert backups.backups(folder)[0].contents is None


def test_the_backups_of_one_case_are_found_from_before_it_was_locked(case, folder):
    from habeas.store import rewriting

    add(case, "Peña Gris")
    plain = made(case.path, folder)
    case.close()
    _steps, key = run(rewriting.lock(case.path, passphrase=PHRASE, cost=keys.CHEAP))
    with Case.create(case.path.with_name("other.habeas")) as other:
        add(other, "Santa Brisa")
        made(other.path, folder)
    with Case.open(case.path, key=key) as again:
        shut = made(case.path, folder, again.key)
        found = backups.backups_of(folder, again.read, key=again.key)
        assert {backup.path for backup in found} == {plain.path, shut.path}


# bringing one back


def test_a_backup_is_restored_to_a_new_place(case, folder, tmp_path):
    add(case, "Peña Gris")
    backup = made(case.path, folder)
    add(case, "Santa Brisa")
    steps, _none = run(restore(backup, tmp_path / "again.habeas"))
    assert steps == sorted(steps)
    with Case.open(tmp_path / "again.habeas") as again:
        assert names(again) == ["Peña Gris"]
        assert [step.label for step in again.steps()[0]] == ["Add place"]
        add(again, "Isla Torva")
    assert names(case) == ["Peña Gris", "Santa Brisa"]
    assert backups.backups(folder)[0].size == backup.size


def test_a_locked_one_is_restored_with_and_without_its_key(locked, folder, tmp_path):
    backup = made(locked.path, folder, locked.key)
    run(restore(backup, tmp_path / "one.habeas"))
    run(restore(backup, tmp_path / "two.habeas", key=locked.key))
    for name in ("one.habeas", "two.habeas"):
        with Case.open(tmp_path / name, PHRASE) as again:
            assert names(again) == ["Peña Gris"]


def test_nothing_is_restored_over_a_file(case, folder):
    add(case, "Peña Gris")
    backup = made(case.path, folder)
    with pytest.raises(Problem, match="is there already"):
        run(restore(backup, case.path))
    assert names(case) == ["Peña Gris"]


def test_a_deleted_backup_is_gone_with_its_folder(case, folder):
    add(case, "Peña Gris")
    backups.delete(made(case.path, folder))
    assert list(folder.iterdir()) == []
