"""An archive of X gives a source for each post, with its day, address and pictures."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture.posts import chats, x
from made.zips import zipped

ACCOUNT = [{"account": {"username": "pena_gris", "accountDisplayName": "Vigilia Peña Gris"}}]
TWEETS = [
    {
        "tweet": {
            "id_str": "1253800001", "created_at": "Sat Apr 25 02:05:33 +0000 2020", "lang": "es",
            "full_text": "Trasladan a 22 personas &amp; nadie avisa. https://t.co/abc",
            "entities": {"urls": [{"url": "https://t.co/abc", "expanded_url": "https://v.example/1"}]},
            "favorite_count": "3", "source": "<a>web</a>",
        }
    },
    {
        "tweet": {
            "id_str": "1253800002", "created_at": "Sun Apr 26 10:00:00 +0000 2020", "lang": "en",
            "full_text": "The governor says nobody was moved from the third ward of the prison at "
            "Peña Gris on that night, and that the… https://t.co/x",
        }
    },
]  # fmt: skip
LONG = (
    "The governor says nobody was moved from the third ward of the prison at Peña Gris on that "
    "night, and that the families were told. They were not."
)
NOTES = [
    {"noteTweet": {"noteTweetId": "77", "createdAt": "2020-04-26T10:00:00.000Z",
                   "core": {"text": LONG}}},
    {"noteTweet": {"noteTweetId": "78", "createdAt": "2020-05-01T10:00:00.000Z",
                   "core": {"text": "A note whose post is not here."}}},
]  # fmt: skip


def script(name: str, value) -> bytes:
    return f"window.YTD.{name}.part0 = {json.dumps(value, indent=2)}".encode()


def packed(**more: bytes) -> bytes:
    members = {
        "data/account.js": script("account", ACCOUNT),
        "data/tweets.js": script("tweets", TWEETS),
        "data/note-tweet.js": script("note_tweet", NOTES),
        "data/tweets_media/1253800001-photo.jpg": b"\xff\xd8\xff\xe0 a photo",
        "data/tweets_media/9-../../other.jpg": b"\xff\xd8\xff\xe0 not ours",
        "Your archive.html": b"<html></html>",
    }
    return zipped(members | more)


def test_each_post_is_a_source_with_its_words_day_and_address():
    reading = capture.read(packed(), file_name="twitter-2020.zip")

    assert (reading.text, reading.kind) == ("", "post")
    assert reading.notes == ("An archive of X with 3 posts, each of which is a source of its own.",)
    first, second, third = [(part, list(part.reading.parts)) for part in reading.parts]
    post = first[0].reading
    assert (first[0].role, first[0].shared, post.data) == ("post", True, b"")
    assert post.text == "Trasladan a 22 personas & nadie avisa. https://t.co/abc"
    assert post.address == "https://x.com/pena_gris/status/1253800001"
    assert (post.author, post.published) == ("Vigilia Peña Gris (@pena_gris)", "2020-04-25")
    assert (post.language, post.publisher, post.silent) == ("es", "X", ())
    told = dict(post.metadata)
    assert (told["Time"], told["Time zone"]) == ("2020-04-25T02:05:33+00:00", "UTC")
    assert told["url"] == "https://t.co/abc -> https://v.example/1"
    (picture,) = first[1]
    assert (picture.role, picture.shared) == ("picture", False)
    assert picture.reading.data == b"\xff\xd8\xff\xe0 a photo"
    assert picture.reading.file_name == "1253800001-photo.jpg"
    assert second[0].reading.text == LONG
    assert third[0].reading.text == "A note whose post is not here."
    assert third[0].reading.silent == ("address",)


def test_pictures_can_be_asked_for_after_the_last_post():
    parts = list(capture.read(packed(), file_name="twitter.zip").parts)

    (picture,) = parts[0].reading.parts

    assert picture.reading.data == b"\xff\xd8\xff\xe0 a photo"


def test_the_file_of_posts_alone_does_not_say_whose_they_are():
    reading = capture.read(script("tweets", TWEETS), file_name="tweets.js")

    assert "Whose posts" in reading.notes[1]
    post = next(iter(reading.parts)).reading
    assert post.address == "https://x.com/i/status/1253800001"
    assert post.silent == ("author",)


def test_an_archive_that_breaks_off_gives_what_stood_before():
    whole = script("tweets", TWEETS)

    reading = capture.read(whole[: len(whole) - 60], file_name="tweets.js")

    assert [part.reading.published for part in reading.parts] == ["2020-04-25"]
    assert "breaks off" in reading.notes[-1]


def test_more_posts_than_can_be_are_told_and_left(monkeypatch):
    monkeypatch.setattr(chats, "MOST", 1)

    reading = capture.read(script("tweets", TWEETS), file_name="tweets.js")

    assert len(list(reading.parts)) == 1
    assert "first 1 posts" in reading.notes[-1]


def test_a_script_that_is_no_archive_stays_a_text():
    assert capture.read(b"window.other = [1];", file_name="a.js").media_type == "text/plain"


KEYS = ["tweet", "noteTweet", "core", "text", "id_str", "full_text", "created_at", "entities"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS), inner, max_size=4,
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_whatever_the_values_are_the_reading_does_not_fail(value):
    data = script("tweets", [TWEETS[0], value, {"tweet": value}])

    reading = x.read(capture.original.of_bytes(data, "tweets.js"))

    for part in reading.parts:
        part.reading.text.encode()


@given(st.integers(0, 900), st.binary(max_size=10))
def test_no_change_to_an_archive_makes_its_reading_fail(at, new):
    data = bytearray(packed())
    data[at : at + len(new)] = new

    for part in x.read(capture.original.of_bytes(bytes(data), "a.zip")).parts:
        for inner in part.reading.parts:
            assert inner.role
