"""Passphrases: weak ones are told, and those we make are as strong as we say."""

from __future__ import annotations

import math

import pytest

from habeas import i18n, passphrases, paths
from habeas.passphrases import phrase, strength


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_phrase_is_made_of_our_words_and_holds_the_bits_that_are_said(language: str) -> None:
    words = set(passphrases._list(language))
    made = [phrase(language).split(" ") for _time in range(50)]
    assert all(set(one) <= words for one in made)
    assert len({tuple(one) for one in made}) == 50
    held = len(made[0]) * math.log2(len(words))
    assert held == pytest.approx(passphrases.bits_of_phrase(language))
    assert held >= 77


@pytest.mark.parametrize(("language", "least"), [("en", 7000), ("es", 2048)])
def test_the_words_can_be_typed_on_every_keyboard_and_each_is_there_once(
    language: str, least: int
) -> None:
    words = passphrases._list(language)
    assert len(words) >= least
    assert len(set(words)) == len(words)
    assert [word for word in words if not (word.isascii() and word.isalpha())] == []
    assert [word for word in words if word != word.lower() or len(word) < 3] == []
    longest = max(map(len, words))
    assert passphrases._count(language) * (longest + 1) <= 80  # fits a line


def test_each_list_says_whose_it_is() -> None:
    folder = paths.resources() / "words"
    licence = (folder / "LICENSE.md").read_text(encoding="utf-8")
    for name in ("en.txt", "es.txt"):
        assert name in licence
        assert (folder / name).read_text(encoding="utf-8").startswith("# ")
    assert "Creative Commons Attribution 3.0" in licence
    assert "Pavol Rusnak" in licence


def test_no_word_of_ours_makes_a_phrase_look_like_a_sentence() -> None:
    for language in ("en", "es"):
        assert passphrases._small_words().isdisjoint(passphrases._list(language))


def test_every_word_of_ours_is_taken_for_a_word() -> None:
    for language in ("en", "es"):
        assert [w for w in passphrases._list(language) if not passphrases._like_a_word(w)] == []
        assert passphrases._among(passphrases._list(language)[7]) <= len(
            passphrases._list(language)
        )


def test_a_language_without_a_list_gets_english_words() -> None:
    assert set(phrase("fr").split()) <= set(passphrases._list("en"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_we_made_is_never_rated_above_the_chance_it_holds(language: str) -> None:
    for _time in range(20):
        rated = strength(phrase(language))
        assert rated.bits <= passphrases.bits_of_phrase(language) + 0.01
        assert rated.level >= 3  # six words that are all common are rated lower


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hola",
        "12345678",
        "qwertyuiop",
        "contraseña",
        "Contrasena",
        "peña gris",
        "aaaaaaaa" * 40,
        "1 2 3 4 5 6 7 8",
        "a-b-c-d-e-f-g-h",
    ],
)
def test_what_everybody_tries_first_is_very_weak(typed: str) -> None:
    assert strength(typed).level == 0


@pytest.mark.parametrize(
    "typed",
    [
        "los guardias tienen frio",
        "no hay agua en el patio",
        "the water was cut",
        "extraordinariamente",
        "Contrasena2031!",
        "casa casa casa casa casa",
        "papelventanajaguar",
    ],
)
def test_sentences_and_single_words_in_either_language_are_weak(typed: str) -> None:
    assert strength(typed).level <= 1


def test_a_spanish_word_counts_no_more_than_an_english_one_because_zxcvbn_does_not_know_it() -> (
    None
):
    from zxcvbn import zxcvbn

    typed = "nublado mazorca tertulia jilguero"
    theirs, ours = math.log2(zxcvbn(typed)["guesses"]), strength(typed).bits
    assert ours == pytest.approx(4 * math.log2(len(passphrases._list("es"))), abs=0.1)
    assert theirs > ours + 20


def test_accents_and_capitals_add_little_and_more_words_add_much() -> None:
    plain = strength("tejado limonero farola").bits
    assert plain <= strength("Tejado limónero farola").bits <= plain + 2
    assert strength("tejado limonero farola brisa").bits >= plain + 10


def test_the_name_of_the_file_is_no_secret() -> None:
    typed = "xalve moruntia"
    assert strength(typed).level == 1
    assert strength(typed, ("Xalve moruntia",)).level == 0


def test_what_lies_behind_the_72nd_character_takes_nothing_away() -> None:
    first = " ".join(phrase("es") for _time in range(3))
    assert strength(first + "x" * 5000).level == 4


def test_nothing_that_was_rated_stays_behind_in_the_library() -> None:
    from zxcvbn import matching

    strength("limonero-tibio", ("Valdoria norte",))
    assert "user_inputs" not in matching.RANKED_DICTIONARIES


def test_the_time_is_told_in_words_of_the_users_language() -> None:
    at_once = passphrases.in_words(1.0)
    told = [passphrases.in_words(10.0**n) for n in range(13)]
    assert "at once" in at_once
    assert "some hours" in passphrases.in_words(7200)
    assert "centuries" in passphrases.in_words(200 * 365 * 86400)
    assert told[-1] == "Guessing it takes longer than anyone can wait."
    i18n.use("es")
    assert str(strength("hola")).strip()


def test_levels_rise_with_the_guesses() -> None:
    levels = [passphrases.Strength(10.0**n).level for n in range(22)]
    assert levels == sorted(levels)
    assert set(levels) == {0, 1, 2, 3, 4}
