"""A chat that WhatsApp exported gives a source for each day, whatever its version wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture.posts import chats, whatsapp
from made.zips import zipped

ANDROID = """24/4/20, 21:05 - Los mensajes y las llamadas están cifrados de extremo a extremo.
24/4/20, 21:05 - Ana Núñez: Fueron 22 personas.
Anoche.

24/4/20, 21:07 - +51 999: <Multimedia omitido>
25/4/20, 9:10 - Ana Núñez: Hora: 9:10. Nadie avisó.
"""
TEXT = """21:05:
Los mensajes y las llamadas están cifrados de extremo a extremo.

21:05 Ana Núñez:
Fueron 22 personas.
Anoche.

21:07 +51 999:
<Multimedia omitido>"""


def read(text: str, name="Chat de WhatsApp con Familias.txt"):
    return capture.read(text.encode(), file_name=name)


def test_each_day_is_a_source_whose_lines_say_when_and_who():
    reading = read(ANDROID)

    assert (reading.text, reading.title, reading.kind) == ("", "Familias", "chat")
    assert "messages of 2 days" in reading.notes[0]
    first, second = reading.parts
    day = first.reading
    assert (first.role, first.shared, day.data) == ("post", True, b"")
    assert day.text == TEXT
    assert (day.title, day.published) == ("Familias, 2020-04-24", "2020-04-24")
    assert (day.author, day.kind, day.language) == ("Ana Núñez, +51 999", "chat", "es")
    assert "zone" in day.notes[0]
    assert [s.name for s in day.stretches] == ["", "Ana Núñez", "+51 999"]
    assert second.reading.text == "09:10 Ana Núñez:\nHora: 9:10. Nadie avisó."


@pytest.mark.parametrize(
    ("stamp", "clock", "day"),
    [
        ("[24/04/20, 21:05:33] ", "21:05", "2020-04-24"),
        ("\u200e[24/04/2020, 9:05:33\u202fPM] ", "21:05", "2020-04-24"),
        ("[24.04.20, 21:05:33] ", "21:05", "2020-04-24"),
        ("4/24/20, 9:05 PM - ", "21:05", "2020-04-24"),
        ("4/24/20, 12:05 am - ", "00:05", "2020-04-24"),
        ("24/4/2020, 9:05 p. m. - ", "21:05", "2020-04-24"),
        ("24/4/2020 21:05 - ", "21:05", "2020-04-24"),
        ("2020-04-24, 21:05 - ", "21:05", "2020-04-24"),
        ("24-04-2020 21.05 - ", "21:05", "2020-04-24"),
    ],
)
def test_stamps_of_every_shape_are_read(stamp, clock, day):
    reading = read(f"{stamp}Ana: uno\n{stamp}Beto: dos\n", "_chat.txt")

    (part,) = reading.parts
    assert part.reading.text == f"{clock} Ana:\nuno\n\n{clock} Beto:\ndos"
    assert part.reading.published == day


def test_the_whole_chat_decides_which_of_two_numbers_is_the_month():
    american = "4/5/20, 10:00 - Ana: uno\n4/24/20, 10:00 - Beto: dos\n"
    rising = "4/1/20, 10:00 - Ana: uno\n3/2/20, 10:00 - Beto: dos\n"  # the 4th of January, then

    assert [part.reading.published for part in read(american).parts] == ["2020-04-05", "2020-04-24"]
    assert [part.reading.published for part in read(rising).parts] == ["2020-01-04", "2020-02-03"]


def test_a_date_that_could_be_two_days_gives_its_year_alone_and_says_so():
    reading = read(
        "4/5/20, 10:00 - Ana: uno\n5/6/20, 10:00 - Beto: dos\n6/6/20, 10:00 - Ana: tres\n"
    )

    days = [part.reading for part in reading.parts]
    assert [day.published for day in days] == ["2020", "2020", "2020-06-06"]
    assert days[0].title == "Familias, 4/5/20"
    assert any("cannot be told" in note for note in days[0].notes)
    assert any("cannot be told" in note for note in reading.notes)


def test_what_was_attached_comes_along_in_a_packed_chat():
    chat = (
        "[24/04/20, 21:05:33] Ana: \u200e<adjunto: 0001-PHOTO.jpg>\n"
        "[24/04/20, 21:06:33] Beto: lista.pdf (archivo adjunto)\n"
        "[24/04/20, 21:07:33] Beto: \u200e<adjunto: ../secreto.jpg>\n"
    )
    made = zipped(
        {
            "_chat.txt": chat,
            "0001-PHOTO.jpg": b"\xff\xd8\xff\xe0 a photo",
            "lista.pdf": b"no real list",
        }
    )

    reading = capture.read(made, file_name="WhatsApp Chat - Familias.zip")

    (day,) = [part.reading for part in reading.parts]
    assert [(part.role, part.reading.data) for part in day.parts] == [
        ("picture", b"\xff\xd8\xff\xe0 a photo"), ("attachment", b"no real list"),
    ]  # fmt: skip
    assert day.title == "Familias, 2020-04-24"
    assert ("Last message", "24/04/20 21:07:33") in day.metadata


def test_more_messages_than_can_be_are_told_and_left(monkeypatch):
    monkeypatch.setattr(chats, "MOST", 2)

    reading = read(ANDROID)

    assert any("first 2 messages" in note for note in reading.notes)
    assert len(list(reading.parts)) == 1


def test_a_log_or_a_diary_with_dates_is_no_chat():
    diary = "24/4/20 I went to the prison.\n25/4/20 I went again: closed.\n"
    log = "2020-04-24 21:05:33 started\n2020-04-24 21:05:34 stopped: done\n"

    assert read(diary, "diary.txt").media_type == "text/plain"
    assert read(log, "log.txt").media_type == "text/plain"


SEED = ANDROID.encode()


@given(st.lists(st.tuples(st.integers(0, len(SEED)), st.binary(max_size=8)), max_size=5))
def test_no_change_to_a_chat_makes_its_reading_fail(changes):
    data = bytearray(SEED)
    for at, new in changes:
        data[at : at + len(new)] = new

    for part in whatsapp.read(capture.original.of_bytes(bytes(data), "chat.txt")).parts:
        part.reading.text.encode()


@given(st.text(alphabet="0123456789/.-:, []apmAB\u200e\n", max_size=200))
def test_stamps_by_chance_do_not_fail(text):
    for part in whatsapp.read(capture.original.of_bytes(text.encode(), "chat.txt")).parts:
        for stretch in part.reading.stretches:
            assert 0 <= stretch.start < stretch.end <= len(part.reading.text)
