"""An export of Telegram gives a source for each day of each chat, in UTC."""

from __future__ import annotations

import contextlib
import json

from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture.posts import chats, telegram
from habeas.domain.stretch import StretchKind
from habeas.errors import Problem
from made.zips import zipped

GROUP = {
    "name": "Familias de Peña Gris",
    "type": "private_supergroup",
    "id": 4711,
    "messages": [
        {"id": 1, "type": "service", "date": "2020-04-24T20:00:00", "date_unixtime": "1587776400",
         "actor": "Ana", "action": "invite_members", "members": ["Beto", "Carla"]},
        {"id": 2, "type": "message", "date": "2020-04-24T21:05:33", "date_unixtime": "1587780333",
         "edited_unixtime": "1587780400", "edited": "2020-04-24T21:06:40",
         "from": "Ana", "text": ["Fueron ", {"type": "bold", "text": "22"}, " personas.\nAnoche."]},
        {"id": 3, "type": "message", "date": "2020-04-24T21:07:00", "date_unixtime": "1587780420",
         "from": "Beto", "forwarded_from": "Radio Brisa", "reply_to_message_id": 2,
         "photo": "photos/1.jpg", "text": "La lista está en la radio."},
        {"id": 4, "type": "message", "date": "2020-04-25T21:07:00", "date_unixtime": "1587866820",
         "from": None, "from_id": "user9", "text": ""},
    ],
}  # fmt: skip
TEXT = """01:00 Ana:
[invite_members: Beto, Carla]

02:05 Ana:
Fueron 22 personas.
Anoche.

02:07 Beto:
[forwarded_from: Radio Brisa]
La lista está en la radio.
[photo: photos/1.jpg]"""


def exported(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def read(value, name="result.json"):
    return capture.read(exported(value), file_name=name)


def test_each_day_is_a_source_whose_lines_say_when_and_who():
    reading = read(GROUP)

    assert reading.text == ""
    assert "messages of 2 days" in reading.notes[0]
    assert "UTC" in reading.notes[1]
    first, second = reading.parts
    day = first.reading
    assert (first.role, first.shared, day.data) == ("post", True, b"")
    assert day.text == TEXT
    assert (day.title, day.published) == ("Familias de Peña Gris, 2020-04-25", "2020-04-25")
    assert (day.kind, day.author, day.silent) == ("chat", "Ana, Beto", ())
    assert [(s.kind, s.name) for s in day.stretches] == [
        (StretchKind.MESSAGE, name) for name in ("Ana", "Ana", "Beto")
    ]
    stretch = day.stretches[1]
    assert day.text[stretch.start : stretch.end] == "02:05 Ana:\nFueron 22 personas.\nAnoche."
    assert second.reading.text == "02:07 user9:"


def test_what_else_the_export_says_is_kept():
    told = next(iter(read(GROUP).parts)).reading.metadata

    assert ("Time zone", "UTC") in told
    assert ("First message", "2020-04-25T01:00:00+00:00") in told
    assert ("forwarded_from", "02:07 Beto: Radio Brisa") in told
    assert ("reply_to_message_id", "02:07 Beto: 2") in told
    assert ("edited", "02:05 Ana: 2020-04-24T21:06:40") in told
    assert ("photo", "02:07 Beto: photos/1.jpg") in told
    clock = ("date (clock of the exporting computer)", "02:05 Ana: 2020-04-24T21:05:33-05:00")
    assert clock in told


def test_a_whole_export_gives_the_days_of_every_chat():
    channel = {
        "name": "Aviso", "type": "public_channel", "id": 5,
        "messages": [{"id": 1, "type": "message", "date": "2020-05-01T10:00:00", "from": "Aviso",
                      "text": "Hoy no hay visita."}],
    }  # fmt: skip
    whole = {
        "about": "Here is the data you requested. Remember: it is yours.",
        "contacts": {"list": [{"first_name": "messages"}]},
        "chats": {"about": "…", "list": [GROUP, channel]},
    }

    reading = read(whole)

    days = [part.reading for part in reading.parts]
    assert [day.title for day in days] == [
        "Familias de Peña Gris, 2020-04-25", "Familias de Peña Gris, 2020-04-26",
        "Aviso, 2020-05-01",
    ]  # fmt: skip
    assert (days[2].kind, days[2].publisher, days[2].silent) == ("post", "Aviso", ("address",))
    assert "zone of the computer" in days[2].notes[0]


def test_pictures_come_along_if_the_export_is_packed():
    made = zipped(
        {
            "ChatExport/result.json": exported(GROUP),
            "ChatExport/photos/1.jpg": b"\xff\xd8\xff\xe0 a photo",
        }
    )

    reading = capture.read(made, file_name="ChatExport.zip")

    (picture,) = next(iter(reading.parts)).reading.parts
    assert (picture.role, picture.reading.data) == ("picture", b"\xff\xd8\xff\xe0 a photo")


def test_an_export_that_breaks_off_gives_what_stood_before():
    data = exported(GROUP)

    reading = capture.read(data[: data.index(b'"id": 3')], file_name="result.json")

    (part,) = reading.parts
    assert part.reading.text.endswith("Fueron 22 personas.\nAnoche.")
    assert any("breaks off" in note for note in reading.notes)


def test_more_messages_than_can_be_are_told_and_left(monkeypatch):
    monkeypatch.setattr(chats, "MOST", 2)

    reading = read(GROUP)

    assert "first 2 messages" in reading.notes[-1]
    assert len(list(reading.parts)) == 1


def test_other_json_stays_a_text():
    data = exported({"type": "note", "messages": [{"text": "words"}]})

    reading = capture.read(data, file_name="notes.json")

    assert (reading.media_type, reading.text) == ("text/plain", data.decode())
    assert capture.read(b'{"chats": {"list": [', file_name="a.json").text


SEED = exported(GROUP)


@given(st.lists(st.tuples(st.integers(0, len(SEED)), st.binary(max_size=8)), max_size=4))
def test_no_change_to_an_export_makes_its_reading_fail(changes):
    data = bytearray(SEED)
    for at, new in changes:
        data[at : at + len(new)] = new

    with contextlib.suppress(Problem):  # of what is no text at all any more
        for part in telegram.read(capture.original.of_bytes(bytes(data), "result.json")).parts:
            part.reading.text.encode()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                {k for m in GROUP["messages"] for k in m}
                | {"poll", "location_information", "media_type", "file"}
            )
        ),
        VALUES,
        max_size=8,
    )
)
def test_whatever_the_values_are_the_reading_does_not_fail(message):
    data = exported({"name": "x", "type": "bot_chat", "messages": [message]})

    for part in telegram.read(capture.original.of_bytes(data, "result.json")).parts:
        part.reading.text.encode()
