"""Marked words are the same words after closing, reopening, and reading the file again.

Whatever the format, and whatever page furniture, hyphens, ligatures, columns, right-to-left
writing or emoji it has.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas import capture
from habeas.domain.draft import Span
from habeas.domain.page import rectangles
from habeas.domain.passage import Passage, holds
from habeas.services import collecting, layering, marking
from habeas.store import stretches
from habeas.store.case import Case
from made import docxs, pdfs, web

PROSE = (
    "The director of prisons confirmed on Friday that twenty-two inmates of Peña Gris were kept in "
    "their cells, and that the offi-\nce of finance would pay for a different flow of water. "
    "“Nobody leaves,” he said; visits to Santa Brisa stay off until 2031.\n"
)
MIXED = "قال مدير السجن إن الزيارات متوقفة 😀 e\u0301 שלום 👩‍👩‍👧 قطع الماء\n" + PROSE


def _two_columns():
    left = pdfs.lines("The yard of Peña\nGris stays closed\nand nobody may\nleave the cells.", x=60)
    right = pdfs.lines("In Santa Brisa the\nvisits are off and\nthe water is cut\nat night.", x=320)
    furniture = [pdfs.Said(60, 810, "Valdoria Daily", 8), pdfs.Said(500, 30, "Page 1", 8)]
    return pdfs.pdf([[*furniture, *left, *right], [*furniture, *pdfs.lines(PROSE.strip(), x=60)]])


FILES = {
    "plain.txt": PROSE.encode(),
    "western.txt": PROSE.encode("cp1252"),
    "mixed.txt": MIXED.encode(),
    "windows.txt": MIXED.replace("\n", "\r\n").encode("utf-16"),
    "page.html": web.page("Cells closed 😀", *PROSE.split("\n"), MIXED.split("\n")[0]),
    "saved.mhtml": web.mhtml(web.page("Cells closed", *PROSE.split("\n"))),
    "decree.pdf": _two_columns(),
    "ligature.pdf": pdfs.pdf(
        [[pdfs.Said(72, 700, "the oAce of Bnance was diCerent", font="F2")]],
        letters={ord("A"): "ﬃ", ord("B"): "ﬁ", ord("C"): "ﬀ"}
        | {n: chr(n) for n in range(32, 127) if chr(n) not in "ABC"},
    ),
    "letter.docx": docxs.docx(
        docxs.p("An order", style="Ttulo1")
        + docxs.p(PROSE.replace("\n", " "))
        + docxs.table(("Centre", "Held"), ("Peña Gris", "1.204"))
    ),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A case with each of the files, closed; and which source each one is."""
    path = tmp_path_factory.mktemp("anchors") / "valdoria.habeas"
    with Case.create(path) as case, case.edit("Add sources") as edit:
        sources = {
            name: collecting.add(edit, capture.read(data, file_name=name)).source
            for name, data in FILES.items()
        }
    return path, sources


@pytest.fixture
def copied(kept, tmp_path_factory):
    path = tmp_path_factory.mktemp("copied") / "valdoria.habeas"
    shutil.copy(kept[0], path)
    return path


def test_every_file_has_words(kept):
    path, sources = kept
    with Case.open(path) as case:
        for name, source in sources.items():
            text = case.text(collecting.layer_of(case, source))
            assert len(text) > 20, name
            assert not re.search("[\x00-\x08\x0b-\x1f]", text), name


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_random_stretches_are_found_again_word_by_word(kept, data):
    path, sources = kept
    again = path.with_name("again.habeas")
    shutil.copy(path, again)
    name = data.draw(st.sampled_from(sorted(sources)))
    source = sources[name]
    with Case.open(again) as case:
        text = case.text(collecting.layer_of(case, source))
        start = data.draw(st.integers(0, len(text) - 2))
        end = data.draw(st.integers(start + 1, min(len(text), start + 80)))
        with case.edit("Mark") as edit:
            marking.mark(edit, [Span(start, end)], source=source)
    quote = text[start:end]
    with Case.open(again) as case:
        (passage,) = case.select(Passage)
        assert passage.quote == quote
        assert holds(passage, case.text(passage.layer))
        row = case.query("SELECT capture FROM source_capture WHERE source = ?", source)[0]
        fresh = capture.read(case.original(row["capture"]), file_name=name)
        with case.edit("Read again") as edit:
            came = layering.read_again(edit, replace(fresh, version="later"), source=source)
        assert came.lost == ()
        (moved,) = case.select(Passage)
        assert (moved.quote, moved.start, moved.end) == (quote, start, end)
        assert case.verify().problems == ()
    again.unlink()


def wrapped(text, width):
    """The text as another reader may give it: other line ends, hyphens, quotes, composed letters.

    Furniture of pages stands in between; letters of a word are never changed.
    """
    words = re.sub(r"(?<=\w)-\n(?=\w)", "", text).split()
    lines, line = ["Valdoria Daily"], ""
    for word in words:
        if len(line) + len(word) > width and line:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    lines += [line, "- 3 -"]
    plain = "\n".join(lines).replace("“", '"').replace("”", '"')
    return unicodedata.normalize("NFC", plain)


def plainly(text):
    """A text without what readers differ in."""
    text = unicodedata.normalize("NFKC", re.sub(r"(?<=\w)-\n(?=\w)", "", text))
    return "".join(text.replace("“", '"').replace("”", '"').split())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_another_reading_of_the_same_words_carries_them_or_says_they_are_lost(kept, data):
    path, sources = kept
    again = path.with_name("other.habeas")
    shutil.copy(path, again)
    name = data.draw(st.sampled_from(sorted(sources)))
    source = sources[name]
    with Case.open(again) as case:
        text = case.text(collecting.layer_of(case, source))
        words = [found.span() for found in re.finditer(r"\S+", text)]
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, min(len(words) - 1, first + 12)))
        start, end = words[first][0], words[last][1]
        with case.edit("Mark") as edit:
            marking.mark(edit, [Span(start, end)], source=source)
        other = wrapped(text, data.draw(st.integers(20, 90)))
        row = case.query("SELECT capture FROM source_capture WHERE source = ?", source)[0]
        reading = capture.Reading(case.original(row["capture"]), other, extractor="other")
        with case.edit("Read again") as edit:
            came = layering.read_again(edit, reading, source=source)
        (passage,) = case.select(Passage)
        if came.lost:
            assert passage.quote == text[start:end]
            assert passage.layer != came.layer
            assert text.count(text[start:end]) > 1 or other.count(text[start:end]) != 1
        else:
            assert plainly(passage.quote) == plainly(text[start:end])
            assert holds(passage, other)
    again.unlink()


def test_words_on_a_page_stand_where_the_page_has_them(copied, kept):
    _path, sources = kept
    with Case.open(copied) as case:
        layer = collecting.layer_of(case, sources["decree.pdf"])
        text = case.text(layer)
        pages = list(stretches.pages(case, layer))
        at = text.index("Santa Brisa the")
        assert text.index("leave the cells.") < at, "a column is read to its end before the next"
        box = rectangles(pages[0], at, at + 15)[0]
        assert box[0] > 300
        assert [
            word for page in pages for word in page.words if not text[word.start : word.end].strip()
        ] == []
        assert "different" in case.text(collecting.layer_of(case, sources["ligature.pdf"]))
