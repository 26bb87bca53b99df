"""What two processes say to each other comes over whole, and lies do no harm."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.capture.apart import frames, telling, trusting
from habeas.capture.apart.frames import Broken, Frame, Inbox, Kind
from habeas.capture.picture import Picture
from habeas.capture.reading import ASKED, Part, Reading
from habeas.domain.page import Page, Word
from habeas.domain.stretch import Stretch, StretchKind

words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)
plain_words = words.map(str.strip)
layers = st.text(st.one_of(st.characters(blacklist_categories=("Cs", "Cc")), st.just("\n")))
sides = st.integers(-100, 9000).map(lambda tenths: tenths / 10)


@st.composite
def readings(draw) -> Reading:
    text = draw(layers)
    at = st.integers(0, len(text))
    spans = st.tuples(at, at).map(sorted)
    stretches = st.builds(
        lambda kind, span, name: Stretch(kind, *span, name),
        st.sampled_from(StretchKind), spans, plain_words,
    )  # fmt: skip
    return Reading(
        data=b"",
        text=text,
        **{name: draw(plain_words) for name in ("title", "author", "published", "address")},
        notes=tuple(draw(st.lists(plain_words, max_size=3))),
        silent=tuple(draw(st.lists(st.sampled_from(ASKED), unique=True))),
        metadata=tuple(draw(st.lists(st.tuples(plain_words, words), max_size=3))),
        stretches=tuple(draw(st.lists(stretches, max_size=3))),
        pages=tuple(draw(_page(n, span)) for n, span in enumerate(draw(st.lists(spans)), 1)),
    )


@st.composite
def _page(draw, number, span):
    start, end = span
    found = []
    if end > start:
        for first in draw(st.lists(st.integers(start, end - 1), max_size=3)):
            box = tuple(draw(sides) for _n in range(4))
            found.append(
                Word(first, draw(st.integers(first + 1, end)), box, draw(st.integers(-1, 100)))
            )
    return Page(number, draw(sides), draw(sides), start, end, tuple(found))


def heard(messages, *, at_once: int = 1 << 30) -> list[Frame]:
    data = b"".join(messages)
    inbox, found = Inbox(), []
    for start in range(0, len(data), at_once):
        inbox.take(data[start : start + at_once])
        found += inbox.frames()
    return found


@given(readings(), st.integers(1, 50))
def test_a_reading_comes_over_as_it_is(reading, at_once):
    (frame,) = heard(telling.messages(reading), at_once=at_once)

    assert trusting.told(frame).reading() == reading


@given(readings(), st.floats(0, 10))
def test_a_reading_with_nothing_inside_and_its_end_are_one_message(reading, seconds):
    (frame,) = heard(telling.whole(reading, {"seconds": seconds}))

    assert frame.kind is Kind.WHOLE
    assert trusting.told(frame).reading() == reading
    assert trusting.end(frame) == {"seconds": seconds}


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        (Kind.WHOLE, {}),
        (Kind.WHOLE, {"end": []}),
        (Kind.WHOLE, {"end": {"attempts": 5}}),
        (Kind.END, {"attempts": {}}),
        (Kind.END, {"attempts": "socket"}),
    ],
)
def test_an_end_that_is_none_is_not_believed(kind, header):
    with pytest.raises(Broken):
        trusting.end(Frame(kind, header, (b"", b"")))


@given(st.lists(readings(), max_size=3))
def test_parts_come_in_their_order_with_their_bytes(inside):
    parts = [
        Part(replace(each, data=b"x" * n), "mail", shared=n == 1) for n, each in enumerate(inside)
    ]

    _whole, *found = map(trusting.told, heard(telling.messages(Reading(b"all", "a", parts=parts))))

    assert [told.depth for told in found] == [1] * len(inside)
    assert [told.shared for told in found] == [n == 1 for n in range(len(inside))]
    assert [told.reading().data for told in found] == [
        b"" if n == 1 else b"x" * n for n in range(len(inside))
    ]


def test_what_is_too_long_for_a_message_is_left_out_and_said_so():
    (frame,) = heard(telling.messages(Reading(b"", "agua " * 1000), limit=100))
    assert trusting.told(frame).reading().text == ""
    assert "too much" in trusting.told(frame).reading().notes[0]

    names = (Stretch(StretchKind.SHEET, 0, 1, "x" * 1000),) * 20_000
    (frame,) = heard(telling.messages(Reading(b"", "agua", stretches=names)))
    assert trusting.told(frame).reading().text == "agua"
    assert trusting.told(frame).reading().stretches == ()


def test_a_picture_comes_over():
    (frame,) = heard(telling.picture(Picture(2, 1, b"abcdef")))

    assert trusting.picture(frame) == Picture(2, 1, b"abcdef")


@pytest.mark.parametrize(
    ("size", "rgb"),
    [([2, 1], b"abc"), ([0, 0], b""), ([-1, -1], b"abc"), ([1 << 40, 1], b""), ([1.0, 1], b"abc"),
     ("ab", b"abc"), ([1], b"abc"), (None, b"")],
)  # fmt: skip
def test_a_picture_of_another_size_is_none(size, rgb):
    with pytest.raises(Broken):
        trusting.picture(Frame(Kind.PICTURE, {"size": size}, (rgb,)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
names = st.sampled_from(
    (*telling.WORDS, "notes", "silent", "metadata", "stretches", "pages", "depth", "role", "shared")
)
rows = st.lists(
    st.lists(json_values | st.sampled_from(StretchKind), min_size=3, max_size=7), max_size=3
)


@given(st.dictionaries(names, json_values | rows), st.lists(st.binary(max_size=30), max_size=4))
def test_whatever_is_told_is_refused_or_made_harmless(header, blobs):
    frame = Frame(Kind.READING, header, tuple(blobs))
    try:
        reading = trusting.told(frame).reading()
    except Broken:
        return

    length = len(reading.text)
    assert not any(char < " " and char not in "\n\t" for char in reading.text)
    for text in (reading.title, reading.author, reading.address, *reading.notes):
        text.encode()
        assert "\n" not in text
    assert all(
        0 <= each.start <= each.end <= length for each in (*reading.stretches, *reading.pages)
    )
    assert all(
        page.start <= word.start < word.end <= page.end
        for page in reading.pages
        for word in page.words
    )
    assert "/" in reading.media_type


@given(st.lists(st.lists(json_values, min_size=5, max_size=8), max_size=4))
def test_words_of_a_page_that_are_none_are_left_out(found):
    blob = zlib.compress(json.dumps([*found, [0, 2, 1.0, 1.0, 2.0, 2.0, -1]]).encode())
    frame = Frame(Kind.READING, {"pages": [[1, 9.0, 9.0, 0, 4]]}, (b"agua", b"", blob))

    (page,) = trusting.told(frame).reading().pages
    assert all(0 <= word.start < word.end <= 4 for word in page.words)


@pytest.mark.parametrize(
    "blob", [b"x", zlib.compress(b"[" * 100_000), zlib.compress(bytes(90_000_000))]
)
def test_words_that_are_a_bomb_are_left_out(blob):
    frame = Frame(Kind.READING, {"pages": [[1, 9.0, 9.0, 0, 4]]}, (b"agua", b"", blob))

    assert trusting.told(frame).reading().pages == (Page(1, 9.0, 9.0, 0, 4),)


@given(st.binary(max_size=60), st.integers(1, 9))
def test_noise_is_no_message(noise, at_once):
    try:
        found = heard([noise], at_once=at_once)
    except Broken:
        return

    assert all(isinstance(each.header, dict) for each in found)


@pytest.mark.parametrize(
    "start",
    [frames._START.pack(4, frames.HEADER + 1, 0), frames._START.pack(4, 2, frames.BLOBS + 1)],
)
def test_a_message_that_claims_too_much_is_refused_before_it_is_there(start):
    with pytest.raises(Broken):
        heard([start])


@pytest.mark.parametrize("what", ["babble", "forge"])
def test_a_reader_that_speaks_in_the_workers_place_costs_its_own_file(pool, what):
    data = b"MISBEHAVE " + what.encode()

    outcome = pool.read_one(data, "a.bad")

    assert "could not be read" in outcome.problem or "Not all" in outcome.problem
    assert outcome.reading.data == data
    assert outcome.reading.file_name == "a.bad"
    assert pool.read_one(b"Valdoria\n").reading.text == "Valdoria\n"
