"""Sound and films are kept as they are, with how long they are and what they say of themselves."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture import original
from habeas.capture.media import recordings, signs
from made.recordings import amr, box, matroska, mp3, mp4, ogg, wav

MADE = 1_936_353_483  # 2031-05-12 11:58:03 UTC


def read(data: bytes, name: str = "voice") -> capture.Reading:
    return capture.read(data, file_name=name)


def said(data: bytes) -> dict[str, str]:
    return dict(read(data).metadata)


@pytest.mark.parametrize(
    ("data", "kind", "length"),
    [
        (wav(3), "audio/wav", "0:00:03"),
        (mp3(400), "audio/mpeg", "0:00:10"),
        (ogg(65), "audio/ogg", "0:01:05"),
        (mp4(3720), "video/mp4", "1:02:00"),
        (mp4(30, brand=b"M4A "), "audio/mp4", "0:00:30"),
        (mp4(30, brand=b"qt  "), "video/quicktime", "0:00:30"),
        (mp4(30, brand=b"3gp4"), "video/3gpp", "0:00:30"),
        (matroska(75), "video/webm", "0:01:15"),
        (matroska(75, kind="matroska"), "video/x-matroska", "0:01:15"),
        (amr(500), "audio/amr", "0:00:10"),
    ],
)
def test_a_recording_is_kept_and_its_length_told(data: bytes, kind: str, length: str) -> None:
    found = read(data)
    assert found.data == data
    assert (found.text, found.kind, found.media_type) == ("", "recording", kind)
    assert dict(found.metadata)["Duration"] == length
    assert "stretch of time" in found.notes[0]
    assert len(found.notes) == 1
    assert (found.title, found.silent) == ("voice", ("title", "author"))


def test_the_length_is_told_in_minutes_as_people_say_it() -> None:
    assert read(mp4(3720)).notes[0].startswith("A recording of 62 minutes:")
    assert read(mp4(62)).notes[0].startswith("A recording of one minute:")
    assert read(mp4(12)).notes[0].startswith("A recording of 12 seconds:")
    assert read(mp4(0)).notes[0].startswith("A recording:")


@pytest.mark.parametrize(
    "data",
    [mp3(title="Visit to wing 4", artist="Ana Robles"), ogg(title="Visit to wing 4"),
     matroska(title="Visit to wing 4")],
)  # fmt: skip
def test_its_title_is_the_one_that_it_has(data: bytes) -> None:
    found = read(data)
    assert found.title == "Visit to wing 4"
    assert "title" not in found.silent


def test_who_made_it_is_its_author_if_it_says() -> None:
    assert read(mp3(title="Visit", artist="Ana Robles")).author == "Ana Robles"


def test_when_and_where_a_film_was_made_is_metadata_and_not_its_publication() -> None:
    found = read(mp4(made=MADE, place="-34.6037-058.3816/"))
    told = dict(found.metadata)
    assert told["CreationTime"] == "2031-05-12T11:58:03Z"
    assert told["Location (ISO 6709)"] == "-34.6037-058.3816/"
    assert (found.published, found.captured) == ("", "")
    assert any("where it was made" in note for note in found.notes)


def test_where_an_apple_telephone_was_is_found_too() -> None:
    assert said(mp4(apple="-34.6037-058.3816+025/"))["location.ISO6709"] == "-34.6037-058.3816+025/"


def test_a_clock_that_was_never_set_says_no_moment() -> None:
    assert "CreationTime" not in said(mp4())
    assert "CreationTime" not in said(mp4(made=-60))


def test_the_moment_of_a_matroska_film_counts_from_2001() -> None:
    assert said(matroska(date=86_400))["DateUTC"] == "2001-01-02T00:00:00Z"


def test_a_large_film_stays_on_the_disk_and_is_hardly_read(tmp_path: Path) -> None:
    path = tmp_path / "yard.mp4"
    film = mp4(600, made=MADE)
    start = film.index(b"moov") - 4
    gap = 3_000_000_000  # a hole in the file: it takes no room on the disk
    with path.open("wb") as file:
        file.write(film[:20])
        file.write(struct.pack(">I4sQ", 1, b"mdat", gap + 16))
        file.seek(gap, 1)
        file.write(film[start:])
    large = original.Original("yard.mp4", path=path, sha256="0" * 64, size=path.stat().st_size)
    found = capture.read_original(large)
    assert (found.path, found.data) == (path, b"")
    assert dict(found.metadata)["Duration"] == "0:10:00"
    assert dict(found.metadata)["CreationTime"] == "2031-05-12T11:58:03Z"


def test_what_was_cut_is_kept_and_told() -> None:
    found = read(wav()[:20])
    assert found.kind == "recording"
    cut = read(box(b"ftyp", b"isom", bytes(4)) + box(b"moov", box(b"mvhd", b"\x00\x00")))
    assert any("cut or damaged" in note for note in cut.notes)
    assert cut.title == "voice"


def test_boxes_without_end_come_to_one() -> None:
    data = box(b"ftyp", b"isom", bytes(4)) + box(b"moov", box(b"udta", *[box(b"free")] * 50_000))
    assert read(data).kind == "recording"
    assert read(box(b"ftyp", b"isom", bytes(4)) + struct.pack(">I4s", 1, b"moov") + bytes(8))


def test_a_text_is_no_sound_because_of_how_it_begins() -> None:
    assert signs.media_type(b"\xff\xfeW\x00i\x00n\x00g\x00") == ""
    assert signs.media_type(b"RIFF and raff") == ""
    assert signs.media_type(b"the film") == ""


GOOD = [
    wav(0.05), mp3(6, title="Visit", artist="Ana"), ogg(3, title="Visit"), amr(9),
    mp4(30, made=MADE, place="-34.6037-058.3816/", apple="-34.6-058.3/"),
    matroska(title="Visit", date=99),
]  # fmt: skip


@given(st.sampled_from(GOOD), st.integers(0, 2**32), st.integers(1, 10))
def test_a_recording_that_was_tampered_with_is_kept_whatever_it_says(
    good: bytes, seed: int, changes: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(good)
    for _change in range(changes):
        place = chance.randrange(4, len(data))
        if chance.random() < 0.7:
            data[place] = chance.choice((0, 255, 127, chance.randrange(256)))
        else:
            del data[place : place + chance.randrange(1, 9)]
        if len(data) < 30:
            break
    found = recordings.read(original.of_bytes(bytes(data), "voice"))
    assert found.data == bytes(data)
    assert all(name and value for name, value in found.metadata)
