"""What a page may hold, and how a file is kept."""

import errno
import os
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import Problem
from habeas.export.page import (
    Note,
    Paragraph,
    Quote,
    Table,
    Text,
    clean,
    direction,
    runs,
    save,
    stretches,
)


def test_what_xml_forbids_becomes_visible():
    assert clean("a\x00b\x0bc\x1fd\ud800e\udffff\ufffeg\uffffh") == "a\ufffdb\ufffdc\ufffdd" + (
        "\ufffde\ufffdf\ufffdg\ufffdh"
    )


def test_tabs_newlines_astral_and_arabic_letters_stay():
    kept = "tab\there\nnew 😀 𐍈 العدالة עברית e\u0301"
    assert clean(kept) == kept


def test_line_ends_become_newlines():
    assert clean("one\r\ntwo\rthree") == "one\ntwo\nthree"


def test_every_code_point_can_be_written_as_xml():
    for start in range(0, 0x110000, 0x1000):
        text = clean("".join(map(chr, range(start, start + 0x1000))))
        safe = text.replace("&", "").replace("<", "")
        assert ElementTree.fromstring(f"<a>{safe}</a>".encode()).text is not None


def test_a_direction_left_open_is_closed():
    assert clean("a\u202eb") == "a\u202eb\u202c"
    assert clean("a\u2067b\u202ac") == "a\u2067b\u202ac\u202c\u2069"
    assert clean("a\u202eb\u202cc") == "a\u202eb\u202cc"


@given(st.text(), st.sampled_from(["ltr", "rtl"]))
def test_stretches_lose_nothing(text, base):
    assert "".join(piece for piece, _ in stretches(text, base)) == text


def test_stretches_cut_where_the_direction_changes():
    assert stretches("The words «العدالة للجميع» stay", "ltr") == [
        ("The words «", "ltr"),
        ("العدالة للجميع", "rtl"),
        ("» stay", "ltr"),
    ]
    assert stretches("قال (Peña Gris) اليوم", "rtl") == [
        ("قال (", "rtl"),
        ("Peña Gris", "ltr"),
        (") اليوم", "rtl"),
    ]


def test_vowel_signs_stay_on_their_letters():
    assert stretches("x مُحَمَّدٌ x", "ltr")[1] == ("مُحَمَّدٌ", "rtl")


def test_direction_is_that_of_most_letters():
    assert direction("Peña Gris, السجن") == "ltr"
    assert direction("السجن المركزي في Gris") == "rtl"
    assert direction("22") == "ltr"


def test_a_note_gathers_loose_runs_into_paragraphs():
    note = Note((Text("a"), Text("b"), Quote(runs("c")), Text("d")))
    assert note.blocks() == (
        Paragraph((Text("a"), Text("b"))),
        Quote((Text("c"),)),
        Paragraph((Text("d"),)),
    )
    assert Note(()).blocks() == (Paragraph(()),)


def test_a_note_inside_a_note_is_refused():
    inner = Note(runs("inner"))
    with pytest.raises(ValueError, match="footnote"):
        Note((Paragraph(runs("outer", inner)),))


def test_short_rows_are_filled_up():
    table = Table(((runs("a"), runs("b")), (runs("c"),)))
    assert table.filled()[1] == (runs("c"), ())


def test_saving_replaces_the_former_file(tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(b"former")
    save(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["report.html"]


def test_saving_through_a_link_keeps_the_link(tmp_path):
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    real.write_bytes(b"former")
    link.symlink_to(real)
    save(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_fails_leaves_the_former_file_and_nothing_else(tmp_path, monkeypatch, code):
    path = tmp_path / "report.html"
    path.write_bytes(b"former")

    def fail(_number: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Problem, match=r"report\.html") as caught:
        save(path, b"new")
    assert ("disk is full" in str(caught.value)) == (code == errno.ENOSPC)
    assert path.read_bytes() == b"former"
    assert os.listdir(tmp_path) == ["report.html"]


def test_a_write_that_stops_half_way_leaves_nothing(tmp_path):
    resource = pytest.importorskip("resource", reason="limits on a file's size are Unix's")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
    try:
        with pytest.raises(Problem, match="Nothing half-written"):
            save(tmp_path / "report.html", b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_and_a_folder_of_that_name_are_told(tmp_path):
    with pytest.raises(Problem, match="There is no folder"):
        save(tmp_path / "gone" / "report.html", b"new")
    (tmp_path / "report.html").mkdir()
    with pytest.raises(Problem, match="is a folder"):
        save(tmp_path / "report.html", b"new")
    assert os.listdir(tmp_path) == ["report.html"]


def test_a_file_where_a_folder_should_be_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Problem, match="There is no folder"):
        save(tmp_path / "file" / "report.html", b"new")
