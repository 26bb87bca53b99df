"""A locked case: opened by its passphrase or its recovery code and by nothing else."""

from __future__ import annotations

import pytest

from habeas.domain.register import Place
from habeas.errors import Problem
from habeas.store import keys, rewriting
from habeas.store.case import Case
from making import whole

PHRASE = "lentils on a blue roof"
NAME = "Peña Gris, the place that must not be read"


@pytest.fixture
def locked(tmp_path):
    path = tmp_path / "valdoria.habeas"
    with Case.create(path, PHRASE, cost=keys.CHEAP) as case, case.edit("Add place") as edit:
        edit.insert(Place(name=NAME))
    return path


def names(case):
    return [place.name for place in case.select(Place)]


def test_the_passphrase_opens_it(locked):
    with Case.open(locked, PHRASE) as case:
        assert names(case) == [NAME]


def test_the_recovery_code_opens_it(locked):
    with Case.open(locked, PHRASE) as case:
        code = keys.recovery_code(case.key)
    with Case.open(locked, key=keys.key_of(code, keys.salt_of(locked))) as case:
        assert names(case) == [NAME]


@pytest.mark.parametrize("passphrase", [None, ""])
def test_without_a_passphrase_it_says_that_it_is_locked(locked, passphrase):
    with pytest.raises(keys.Locked, match="is locked"):
        Case.open(locked, passphrase)


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(locked, capfd):
    before = locked.read_bytes()
    with pytest.raises(keys.Locked) as refused:
        Case.open(locked, PHRASE + " ")
    assert "Nothing was changed" in str(refused.value)
    assert locked.read_bytes() == before
    assert [path.name for path in locked.parent.iterdir()] == [locked.name]
    assert capfd.readouterr() == ("", "")  # SQLCipher's own log as well


def test_the_file_begins_with_its_salt_and_holds_no_word_of_it(locked):
    data = locked.read_bytes()
    assert keys.is_salt(data[:16])
    for word in (NAME.encode(), b"SQLite", b"CREATE TABLE", b"habeas"):
        assert word not in data


def test_nor_do_the_files_beside_it_while_it_is_open(locked):
    with Case.open(locked, PHRASE) as case:
        with case.edit("Add place") as edit:
            edit.insert(Place(name=NAME + ", again"))
            there = {p.name: p.read_bytes() for p in locked.parent.iterdir() if p != locked}
        there |= {p.name: p.read_bytes() for p in locked.parent.iterdir() if p != locked}
        assert there
        assert not [name for name, data in there.items() if b"Gris" in data or b"CREATE" in data]


def test_a_copy_is_locked_with_the_same_passphrase(locked, tmp_path):
    copied = tmp_path / "copy.habeas"
    with Case.open(locked, PHRASE) as case:
        case.copy_to(copied)
    assert b"Gris" not in copied.read_bytes()
    with pytest.raises(keys.Locked):
        Case.open(copied, "another")
    with Case.open(copied, PHRASE) as case:
        assert names(case) == [NAME]


def test_an_unlocked_file_in_place_of_a_locked_one_is_not_opened_by_a_passphrase(tmp_path):
    Case.create(tmp_path / "planted.habeas").close()
    with pytest.raises(Problem, match="not locked"):
        Case.open(tmp_path / "planted.habeas", PHRASE)


def test_a_locked_database_that_is_no_case_is_refused(tmp_path):
    from habeas.store.driver import connect

    path = tmp_path / "other.habeas"
    key = keys.derive(PHRASE, keys.new_salt(keys.CHEAP))
    db = connect(path, writes=True, key=key)
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(Problem, match="not a Habeas case"):
        Case.open(path, PHRASE)


def test_noise_that_begins_like_a_locked_case_opens_with_nothing(tmp_path):
    path = tmp_path / "noise.habeas"
    path.write_bytes(keys.new_salt(keys.CHEAP) + bytes(range(256)) * 100)
    with pytest.raises(keys.Locked):
        Case.open(path, PHRASE)


def test_closing_forgets_the_key(locked):
    case = Case.open(locked, PHRASE)
    key = case.key
    case.close()
    assert not any(key.raw)


def test_undo_reaches_over_a_restart(locked):
    with Case.open(locked, PHRASE) as case:
        assert case.undo() is not None
        assert names(case) == []


def test_an_empty_passphrase_makes_no_case(tmp_path):
    with pytest.raises(Problem, match="empty passphrase"):
        Case.create(tmp_path / "a.habeas", "", cost=keys.CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_costs_too_little_costs_more_after_a_change(locked):
    change = rewriting.change_passphrase(locked, old=PHRASE, new="a kettle", cost=keys.USUAL)
    key = whole(change)
    assert keys.salt_of(locked)[3] == keys.USUAL
    with Case.open(locked, key=key) as case:
        assert names(case) == [NAME]
