"""Titles and languages are guessed well enough to be corrected rather than typed."""

from __future__ import annotations

import pytest

from habeas.capture import language, title

ENGLISH = (
    "The ministry of Valdoria ordered on Friday that nobody in the seven prisons may leave the "
    "cells, and that all visits are suspended until the end of the month."
)
SPANISH = (
    "El ministerio de Valdoria ordenó el viernes que nadie salga de las celdas en los siete "
    "penales y que las visitas queden suspendidas hasta el fin de mes."
)
DECREE = (
    "Decreto 7. Artículo 1. Modifícase el reglamento de la junta de penales de Valdoria. Artículo "
    "2. Prorrógase el estado de excepción en el penal de Peña Gris, a propuesta de la dirección "
    "general. Artículo 3. Este decreto lo firma también el ministro de justicia."
)
OTHERS = {
    "pt": "O ministério ordenou na sexta-feira que os presos não saiam das celas e que as visitas "
    "sejam suspensas até ao fim do mês, segundo o diretor da prisão.",
    "fr": "Le ministère a ordonné vendredi que les détenus ne sortent pas des cellules et que les "
    "visites soient suspendues jusqu'à la fin du mois, selon le directeur.",
    "it": "Il ministero ha ordinato venerdì che i detenuti non escano dalle celle e che le visite "
    "siano sospese fino alla fine del mese, secondo il direttore.",
    "ca": "El ministeri va ordenar divendres que els presos no surtin de les cel·les i que les "
    "visites quedin suspeses fins a final de mes, segons el director.",
    "de": "Das Ministerium hat am Freitag angeordnet, dass die Gefangenen nicht aus den Zellen "
    "dürfen und dass Besuche bis zum Ende des Monats nicht erlaubt sind.",
}


@pytest.mark.parametrize(("text", "found"), [(ENGLISH, "en"), (SPANISH, "es"), (DECREE, "es")])
def test_english_and_spanish_are_told(text, found):
    assert language.guess(text) == found


@pytest.mark.parametrize("name", OTHERS)
def test_another_language_is_not_taken_for_one_of_ours(name):
    assert language.guess(OTHERS[name]) == ""


@pytest.mark.parametrize("text", ["", "Peña Gris 12/4", "الباب مغلق", ENGLISH + " " + SPANISH])
def test_where_it_is_unsure_nothing_is_said(text):
    assert language.guess(text) == ""


def test_a_language_is_told_however_the_text_is_shouted():
    assert language.guess(SPANISH.upper()) == "es"


@pytest.mark.parametrize("sign", ["“", "—", "…", "★", "狱 ", "й ", "🔒", "ő "])
def test_signs_and_letters_of_far_away_do_not_change_what_is_guessed(sign):
    for text, found in ((ENGLISH, "en"), (SPANISH, "es"), (OTHERS["fr"], "")):
        assert language.guess(sign + text.replace(" que ", f" {sign} que ")) == found


@pytest.mark.parametrize("letter", ["x", "ñ", "²", "ő", "狱", "ª"])
def test_small_words_inside_of_longer_ones_do_not_count(letter):
    glued = ENGLISH.replace(" ", letter)
    assert language.guess(glued) == language.guess(f"{glued} {glued}") == ""


def test_the_first_line_with_words_is_the_title():
    assert title.guess("\n \t\n  # Lights   out \n\nThe rest.") == "Lights out"
    assert title.guess("-----\n***\nDecree 7\n") == "Decree 7"
    assert title.guess("\ufffd\ufffd\n") == ""


def test_a_title_in_front_matter_is_taken():
    assert title.guess("---\ndate: 2020\ntitle: 'Lights out'\n---\nThe text.") == "Lights out"


def test_a_long_paragraph_gives_its_first_sentence():
    first = "Mr. Ruiz of Peña Gris closed the yard on Friday."
    assert title.guess(f"{first} {ENGLISH}") == first


def test_a_long_sentence_is_cut_at_a_word():
    found = title.guess(ENGLISH)

    assert len(found) <= 90
    assert found.endswith("…")
    assert ENGLISH.startswith(found[:-1] + " ")


def test_a_line_without_blanks_is_cut_between_characters():
    found = title.guess("狱" * 200)

    assert found == "狱" * 89 + "…"
    assert title.guess("x" * 88 + "e\u0301" * 40) == "x" * 88 + "…"
