"""The key of a locked case: derived the same everywhere, written down and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import Problem
from habeas.store import keys, rewriting
from habeas.store.case import Case
from habeas.store.keys import Key

SALT = b"HBS\x00" + bytes(range(12))


def test_a_salt_says_what_it_is_and_how_the_key_is_derived():
    salt = keys.new_salt()
    assert (len(salt), salt[:3], salt[3]) == (16, b"HBS", keys.USUAL)
    assert keys.is_salt(salt)
    assert not keys.is_salt(b"SQLite format 3\x00")
    assert not keys.is_salt(salt[:15])
    assert keys.new_salt() != salt


def test_the_same_passphrase_and_salt_make_the_same_key_and_others_do_not():
    key = keys.derive("lentils on a blue roof", SALT)
    assert len(key.raw) == 32
    assert keys.derive("lentils on a blue roof", SALT) == key
    assert keys.derive("Lentils on a blue roof", SALT).raw != key.raw
    assert keys.derive("lentils on a blue roof", keys.new_salt(keys.CHEAP)).raw != key.raw


def test_the_key_is_argon2id_as_rfc_9106_has_it():
    # Our second opinion: the reference implementation's own interface, in the same library.
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=SALT, length=32, iterations=1, lanes=1, memory_cost=64)
    assert keys.derive("a", SALT).raw == kdf.derive(b"a")


@pytest.mark.parametrize(
    ("typed", "same"),
    [("cama\u00f1\u00f3n", "caman\u0303o\u0301n"), ("a b", "a\u00a0b"), ("a b", "a\u3000b")],
)
def test_a_passphrase_is_the_same_from_every_keyboard(typed, same):
    assert keys.prepared(typed) == keys.prepared(same)


def test_half_a_character_is_part_of_a_passphrase():
    assert keys.prepared("ab\ud83dc") != keys.prepared("abc")


def test_capitals_and_spaces_count():
    assert len({keys.prepared(typed) for typed in ("ab", "a b", "Ab", " ab", "ab ")}) == 5


def test_a_salt_of_a_newer_habeas_is_refused_in_words():
    with pytest.raises(Problem, match="newer Habeas"):
        keys.derive("a", b"HBS\x07" + bytes(12))


@given(st.binary(min_size=32, max_size=32))
def test_a_recovery_code_holds_the_whole_key(raw):
    code = keys.recovery_code(Key(bytearray(raw), SALT))
    assert keys.key_of(code, SALT).raw == raw
    assert [len(group) for group in code.split("-")] == [5] * 13


@given(st.binary(min_size=32, max_size=32))
def test_a_recovery_code_is_read_however_it_is_written(raw):
    code = keys.recovery_code(Key(bytearray(raw), SALT))
    by_hand = " " + code.lower().replace("-", " \n").replace("0", "o").replace("1", "l") + "."
    assert keys.key_of(by_hand, SALT).raw == raw


@given(st.binary(min_size=32, max_size=32), st.integers(0, 64), st.integers(1, 31))
def test_a_slip_is_found_in_its_group_or_very_rarely_passes(raw, place, step):
    letters = [*keys.recovery_code(Key(bytearray(raw), SALT)).replace("-", "")]
    alphabet = keys._LETTERS
    letters[place] = alphabet[(alphabet.index(letters[place]) + step) % 32]
    found = message = None
    try:
        found = keys.key_of("".join(letters), SALT)
    except Problem as problem:
        message = str(problem)
    assert found.raw != raw if found else f"group {place // 5 + 1}:" in message


def test_a_code_that_is_too_short_says_how_long_it_is():
    with pytest.raises(Problem, match="has 65 letters and digits; this has 3"):
        keys.key_of("abc", SALT)


def test_two_groups_that_changed_places_are_found():
    code = keys.recovery_code(Key(bytearray(range(32)), SALT)).split("-")
    code[2], code[3] = code[3], code[2]
    with pytest.raises(Problem, match="group 3, 4"):
        keys.key_of("-".join(code), SALT)


def test_a_forgotten_key_is_nought_and_opens_nothing():
    key = Key(bytearray(range(32)), SALT)
    key.forget()
    assert not any(key.raw)
    with pytest.raises(AssertionError):
        key.as_sql()


def test_a_key_does_not_tell_itself():
    key = keys.derive("phrase", keys.new_salt(keys.CHEAP))
    assert bytes(key.raw) != bytes(32)
    assert repr(bytes(key.raw))[2:-1] not in repr(key)
    assert "raw" not in f"{key}"


def test_a_key_that_opened_nothing_is_forgotten(tmp_path, monkeypatch):
    made = []
    derive = keys.derive
    monkeypatch.setattr(keys, "derive", lambda *given: made.append(derive(*given)) or made[-1])
    path = tmp_path / "t.habeas"
    Case.create(path, "phrase", cost=keys.CHEAP).close()
    with pytest.raises(keys.Locked):
        Case.open(path, "another")
    with pytest.raises(Problem):
        Case.create(path, "third", cost=keys.CHEAP)
    work = rewriting.change_passphrase(path, old="phrase", new="fourth")
    assert (next(work), next(work)) == ((0, 0), (0, 0))
    work.close()
    assert len(made) == 4
    assert [bytes(key.raw) for key in made] == [bytes(32)] * 4
