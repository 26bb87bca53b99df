"""Files come in whole, as text, or with a sentence that says why not."""

from __future__ import annotations

import io
import os
import tracemalloc

import pytest

from habeas import capture
from habeas.capture import disk, plain
from habeas.errors import Problem

ARTICLE = (
    "Lights out at Peña Gris\n\n"
    "The governor of Valdoria’s largest prison said on Friday that nobody would leave the cells.\n"
)


def write(folder, data: bytes, name="article.txt"):
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_plain_file_is_kept_byte_for_byte_and_read_without_remarks(tmp_path):
    path = write(tmp_path, ARTICLE.encode())

    reading = capture.read(path)

    assert reading.data == ARTICLE.encode()
    assert reading.text == ARTICLE
    assert (reading.encoding, reading.notes) == ("utf-8", ())
    assert (reading.file_name, reading.media_type) == ("article.txt", "text/plain")
    assert (reading.title, reading.language) == ("Lights out at Peña Gris", "en")


def test_a_path_may_be_a_string_and_a_name_may_be_given(tmp_path):
    path = write(tmp_path, ARTICLE.encode())

    assert capture.read(str(path), file_name="as sent.txt").file_name == "as sent.txt"
    assert capture.read(ARTICLE.encode(), file_name="note.txt").file_name == "note.txt"


def test_line_ends_become_one_and_the_bytes_keep_theirs(tmp_path):
    data = b"one\r\ntwo\rthree\n\r\nfour"

    reading = capture.read(write(tmp_path, data))

    assert reading.text == "one\ntwo\nthree\n\nfour"
    assert reading.data == data
    assert reading.notes == ()


def test_right_to_left_and_astral_text_survives(tmp_path):
    text = "قال السجناء إن الباب مغلق 😀 𐍈 e\u0301 \u202bשלום\u202c\n"

    assert capture.read(write(tmp_path, text.encode())).text == text


def test_control_characters_are_shown_and_counted(tmp_path):
    reading = capture.read(write(tmp_path, b"one\x07 two\tthree\x0c\nfour and so on"))

    assert reading.text == "one\ufffd two\tthree\ufffd\nfour and so on"
    assert len(reading.notes) == 1
    assert reading.notes[0].startswith("2 control characters")


def test_a_nul_far_inside_a_text_is_shown_and_said(tmp_path):
    text = ARTICLE * 20
    reading = capture.read(write(tmp_path, text.encode() + b"end\x00"))

    assert reading.text == text + "end\ufffd"
    assert "One control character" in reading.notes[0]


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t \n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\x8b"]
)
def test_an_empty_file_is_no_source(tmp_path, data):
    with pytest.raises(Problem, match=r"“blank\.txt” is empty.*Nothing was added"):
        capture.read(write(tmp_path, data, "blank.txt"))


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00photos/1.raw", "a ZIP archive"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"SQLite format 3\x00\x10\x00", "an SQLite database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "an older Word"),
        (b"counter\x00\x01\x02\x03", "binary data"),
        (b"counter\x00\x01\x02\x03\x04", "binary data"),
        (bytes(range(256)) * 20, "binary data"),
        (b"one line\n\x00and another\n", "binary data"),
        (bytes(range(1, 32)) * 20, "binary data"),
    ],
)
def test_a_binary_called_txt_is_named_for_what_it_is(tmp_path, start, what):
    path = write(tmp_path, start, "visit.txt")

    with pytest.raises(Problem, match=f"“visit.txt” seems to be {what}") as caught:
        capture.read(path)
    assert "Nothing was added" in str(caught.value)
    assert "paste it here" in str(caught.value)


def test_letters_that_only_look_like_a_signature_are_text(tmp_path):
    for text in ("BM is not a picture.", "MZ, a guard, said so.", "RIFF raff at the gate."):
        assert capture.read(write(tmp_path, text.encode())).text == text


def test_what_has_no_name_is_spoken_of_all_the_same():
    with pytest.raises(Problem, match="This seems to be an SQLite database"):
        capture.read(b"SQLite format 3\x00\x10\x00")


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (b"%PDF-1.7\n1 0 obj", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
    ],
)
def test_a_known_file_that_is_cut_is_kept_whatever_it_is_called(tmp_path, start, media_type):
    reading = capture.read(write(tmp_path, start, "visit.txt"))

    assert (reading.data, reading.text, reading.media_type) == (start, "", media_type)
    assert reading.notes


def test_a_folder_is_not_a_file(tmp_path):
    (tmp_path / "visits").mkdir()

    with pytest.raises(Problem, match="“visits” is a folder"):
        capture.read(tmp_path / "visits")


def test_a_file_that_vanished_is_said_to_be_gone(tmp_path):
    with pytest.raises(Problem, match=r"“gone\.txt” is no longer there"):
        capture.read(tmp_path / "gone.txt")
    with pytest.raises(Problem, match="no longer there"):
        capture.read(f"{tmp_path}/a\0b.txt")


@pytest.mark.skipif(os.name != "posix", reason="pipes in folders are a thing of POSIX")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(Problem, match="is not a file that can be read"):
        capture.read(tmp_path / "pipe.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_refused(tmp_path):
    path = write(tmp_path, b"closed")
    path.chmod(0)

    with pytest.raises(Problem, match="may not be read"):
        capture.read(path)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied"), "may not be read.*copy it to a folder"),
        (OSError(5, "Input/output error"), r"could not be read to its end \(Input/output error\)"),
        (FileNotFoundError(2, "No such file"), "no longer there"),
        (MemoryError(), "too large for the memory"),
    ],
)
def test_what_the_disk_says_is_said_in_words(tmp_path, monkeypatch, error, words):
    class Broken(io.FileIO):
        def readall(self):
            raise error

    monkeypatch.setattr(disk.io, "FileIO", Broken)

    with pytest.raises(Problem, match=words) as caught:
        capture.read(write(tmp_path, b"some text"))
    assert "Nothing was added" in str(caught.value)


@pytest.mark.parametrize("size", [3, 30_000])
def test_a_file_that_shrinks_or_grows_meanwhile_is_not_taken(tmp_path, monkeypatch, size):
    path = write(tmp_path, b"word " * 1000)

    class Changing(io.FileIO):
        def readall(self):
            data = super().readall()
            os.truncate(path, size)
            return data

    monkeypatch.setattr(disk.io, "FileIO", Changing)

    with pytest.raises(Problem, match="changed while it was being read"):
        capture.read(path)


def test_a_file_that_is_rewritten_at_the_same_size_is_not_taken(tmp_path, monkeypatch):
    path = write(tmp_path, b"first")
    os.utime(path, ns=(1, 1))

    class Rewritten(io.FileIO):
        def readall(self):
            data = super().readall()
            path.write_bytes(b"other")
            return data

    monkeypatch.setattr(disk.io, "FileIO", Rewritten)

    with pytest.raises(Problem, match="changed while it was being read"):
        capture.read(path)


@pytest.mark.skipif(os.name != "posix", reason="names of any bytes are a thing of POSIX")
def test_a_file_name_of_odd_bytes_can_be_shown_and_kept(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/ca\xf1on.txt")
    try:
        with open(path, "wb") as file:
            file.write(b"Some words.")
    except OSError:
        pytest.skip("this disk wants names in UTF-8")

    assert capture.read(path).file_name == "ca\ufffdon.txt"


def test_a_long_text_is_whole_and_costs_little_more_than_itself():
    data = ARTICLE.encode() * 180_000
    capture.read(ARTICLE.encode())  # load what is loaded once

    tracemalloc.start()
    reading = capture.read(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(data) > 20_000_000
    assert reading.text == ARTICLE * 180_000
    assert any("kept whole and shown in parts" in note for note in reading.notes)
    assert peak < 3.5 * len(data)  # for ’ Python keeps two bytes a character


def test_what_is_no_letter_is_replaced_alike_in_short_and_in_long_texts():
    odd = "one\x07 two\tthree\x0c\nfour\r\n\x1f"
    filling = "Peña Gris \n" * 100_000

    for text, found in ((odd, 3), (filling + odd, 3), (odd + filling, 3), ("ñ\n", 0)):
        mended, controls = plain.cleaned(text + "\ud800")
        assert controls == found
        assert mended == "".join(
            "\ufffd" if char in "\x07\x0c\x1f\ud800" else char
            for char in (text + "\ud800").replace("\r\n", "\n")
        )


def test_what_was_told_of_one_file_is_not_told_of_the_next():
    for _again in range(2):
        assert capture.read(b"The cells are closed.", file_name="a").media_type == "text/plain"
        picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
        assert capture.read(picture, file_name="a").media_type == "image/png"
        assert capture.read(b"%PDF-1.7 nothing", file_name="a").media_type == "application/pdf"


def test_a_list_of_literature_says_where_it_is_of_use(tmp_path):
    listed = capture.read(write(tmp_path, b"TY  - NEWS\nTI  - Yard closed\nER  - \n", "list.ris"))
    assert any("list of literature" in note for note in listed.notes)
    assert capture.read(write(tmp_path, b"Yard closed", "note.txt")).notes == ()
