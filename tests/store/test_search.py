"""Search finds what was written, accents or not, and survives whatever is typed."""

from __future__ import annotations

import pytest

from habeas.domain.register import Actor, Place
from habeas.domain.source import Source
from habeas.domain.voice import Voice

TEXT = "🏛𝔥 Los internos de la prisión Peña Gris siguen confinados, dijo la ministra."


def found(case, typed):
    return [(hit.what, hit.id) for hit in case.search(typed)]


@pytest.mark.parametrize("typed", ["prisión", "PRISION", "prisio\u0301n", "pena gris", "Peña GRIS"])
def test_accents_and_case_do_not_matter(case, fill, typed):
    fill.source(TEXT, title="Nota")
    hits = case.search(typed)
    assert [(hit.what, hit.id, hit.title) for hit in hits] == [("passage", 1, "Nota")]
    word = "prisión" if "pri" in typed.lower() else "Peña Gris"
    assert TEXT[hits[0].start :].startswith(word)


def test_accents_typed_find_words_without_and_spelt_in_two_characters(case, fill):
    fill.source("La pena. 🏛 La man\u0303ana en Peña", title="Nota")
    assert case.search("péna")[0].start == 3
    assert case.search("mañana")[0].start == 14
    assert case.search("manana")[0].start == 14


def test_the_last_word_may_be_unfinished_the_others_not(case, fill):
    fill.source(TEXT)
    assert found(case, "internos pri") == [("passage", 1)]
    assert found(case, "inter prisión") == []
    assert found(case, "internos noche") == []


def test_the_place_found_is_a_word_and_not_a_part_of_one(case, fill):
    text = "Overcrowded cells. The crowd waits. Crowds came."
    fill.source(text)
    assert case.search("crowd")[0].start == text.index("crowd waits")
    assert case.search("the crowd")[0].start == text.index("The crowd")
    assert case.search("cells came")[0].start == text.index("cells")
    assert case.search("the waits")[0].start == text.index("waits")


def test_the_snippet_shows_the_words(case, fill):
    text = "word\n" * 200 + "at Santa Brisa\tthe lights went out\n" + "word " * 200
    fill.source(text)
    hit = case.search("santa brisa")[0]
    assert "at Santa Brisa the lights went out" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) < 170


def test_a_removed_source_is_not_found(case, fill):
    source = fill.source(TEXT, title="Nota de visita")
    assert found(case, "visita") == [("source", 1)]
    with case.edit("Remove") as edit:
        edit.delete("source_capture", 1)
        edit.delete(Source, source)
    assert found(case, "visita") == []
    assert found(case, "prisión") == []
    case.undo()
    assert found(case, "visita") == [("source", 1)]
    assert found(case, "prisión") == [("passage", 1)]


def test_texts_nobody_refers_to_do_not_crowd_out_the_others(case, fill):
    fill.source(TEXT)
    with case.edit("Keep") as edit:
        capture = edit.keep(b"x", media_type="text/plain")
        for n in range(40):
            edit.keep_layer(capture, f"{TEXT} {n}")
    assert found(case, "prisión") == [("passage", 1)]


def test_two_captures_of_one_text_are_one_hit(case, fill):
    fill.source(TEXT)
    with case.edit("Again") as edit:
        row = edit.row("SELECT * FROM source_capture")
        edit.add("source_capture", **{k: v for k, v in row.items() if k != "id"})
    assert found(case, "prisión") == [("passage", 1)]


def test_every_kind_of_record_is_found_by_its_words(case, fill):
    source = fill.source(TEXT, title="Nota")
    claim = fill.claim(source, "siguen confinados", summary="Confinement goes on")
    with case.edit("Fill") as edit:
        edit.insert(Voice(claim=claim, name="the ombudsman"))
        edit.insert(Place(name="Santa Brisa"))
        edit.add("place_name", place=1, name="Brisa prison", folded="brisa prison")
        edit.insert(Actor(name="Guild of Clerks"))
        edit.add("actor_name", actor=1, name="the scribes", folded="scribes")
        edit.add("event", title="Blackout", kind="", type="", note="", stands_reason="")
    assert found(case, "confinement goes") == [("claim", 1)]
    assert found(case, "ombudsman") == [("claim", 1)]
    assert found(case, "confinados") == [("claim", 1), ("passage", 1)]
    assert found(case, "brisa prison") == [("place", 1)]
    assert found(case, "scribes") == [("actor", 1)]
    assert found(case, "blackout") == [("event", 1)]


def test_names_taken_away_or_moved_are_no_longer_found(case):
    with case.edit("Fill") as edit:
        for name in ("Santa Brisa", "Peña Gris"):
            place = edit.insert(Place(name=name))
            edit.add("place_name", place=place, name=f"alias{place}", folded="")
    with case.edit("Move") as edit:
        edit.update("place_name", 1, place=2)
    assert found(case, "alias1") == [("place", 2)]
    with case.edit("Take") as edit:
        edit.delete("place_name", 1)
    assert found(case, "alias1") == []
    case.undo()
    assert found(case, "alias1") == [("place", 2)]


def test_a_corrected_quote_is_found_by_its_claim(case, fill):
    claim = fill.claim(fill.source(TEXT), "siguen confinados")
    with case.edit("Carry") as edit:
        edit.update("passage", 1, quote="siguen encerrados")
    assert found(case, "encerrados") == [("claim", claim)]
    assert found(case, "confinados") == [("passage", 1)]


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "AND", "-", "NEAR(", "text:", "^", "'", "a OR", "NOT", "(", "\0", "_", "½", "\u0301",
     "{}", "+", "\\", "[", "😀", "ﬁ", "İ", "한국", "a" * 5000, "x " * 3000],
)  # fmt: skip
def test_signs_typed_do_no_harm(case, fill, typed):
    fill.source(TEXT)
    for query in (typed, f"prisión {typed}", f'{typed}"prisión', f"-{typed}*"):
        case.search(query)
    assert case.search("") == []
    assert found(case, 'prisión* "') == [("passage", 1)]


def test_words_that_are_operators_elsewhere_are_words_here(case, fill):
    fill.source("this and that or near not", title="")
    assert found(case, "AND OR") == [("passage", 1)]
    assert found(case, "NOT") == [("passage", 1)]
    assert found(case, "and-or") == [("passage", 1)]


def test_a_word_is_found_at_the_end_of_a_book(case, fill):
    """Asked for the place, the index itself takes minutes where a word stands on every line."""
    book = "La vida de los internos en la prisión sigue. " * 200_000 + "Último día."
    fill.source(book)
    assert case.search("ultimo dia")[0].start == len(book) - len("Último día.")
    assert case.search("intern")[0].start == book.index("internos")
