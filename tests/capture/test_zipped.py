"""ZIP files from anywhere are read within bounds, or a sentence says why not."""

from __future__ import annotations

import io
import zipfile

import pytest

from habeas.capture import zipped
from habeas.capture.original import of_bytes, of_file
from habeas.errors import Problem
from made.zips import zipped as packed


def opened(holding, **limits):
    return zipped.open(of_bytes(packed(holding), "x.zip"), limits=zipped.Limits(**limits))


def test_members_are_named_in_order_and_read():
    with opened({"a.txt": b"one", "folder/": b"", "folder/b.txt": b"two"}) as archive:
        assert archive.names() == ("a.txt", "folder/b.txt")
        assert "a.txt" in archive
        assert "folder/" not in archive
        assert archive.size("folder/b.txt") == 3
        assert archive.read("folder/b.txt") == b"two"
        assert archive.stream("a.txt").read(2) == b"on"


def test_a_file_that_stayed_on_the_disk_is_read_there(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(packed({"a.txt": b"one"}))

    with zipped.open(of_file(path, held=1)) as archive:
        assert archive.read("a.txt") == b"one"


def test_names_are_words_whatever_paths_they_pretend_to_be():
    with opened({"../../etc/passwd": b"x", "/root": b"y", "C:\\z": b"z"}) as archive:
        assert archive.read("../../etc/passwd") == b"x"
        assert archive.read("/root") == b"y"


def test_a_name_in_utf8_that_does_not_say_so_is_read_as_such():
    made = packed({"decreto-XX.txt": b"x"}).replace(b"XX", "ñ".encode())
    with zipped.open(of_bytes(made)) as archive:
        assert archive.names() == ("decreto-ñ.txt",)


def test_a_member_larger_than_asked_for_is_refused_even_if_it_lies_about_its_size():
    honest = packed({"a": b"x" * 10_000})
    size = (10_000).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    with opened({"a": b"x" * 10_000}) as archive, pytest.raises(zipped.TooBig):
        archive.read("a", most=9_999)
    with zipped.open(of_bytes(lying)) as archive, pytest.raises(zipped.Unreadable):
        archive.read("a", most=9_999)


def test_a_bomb_ends_early():
    members = {f"{n}": bytes(1_000_000) for n in range(8)}
    with opened(members, free=2_000_000, ratio=100) as archive:
        assert len(archive.read("0")) == 1_000_000
        with pytest.raises(zipped.TooBig):
            b"".join(archive.read(name) for name in archive.names())


def test_more_members_or_a_longer_list_than_can_be_held_is_refused():
    members = {f"{n}": b"" for n in range(20)}
    with pytest.raises(zipped.TooBig):
        opened(members, members=19)
    with pytest.raises(zipped.TooBig):
        opened(members, directory=100)


def test_what_is_absent_or_broken_is_told():
    good = packed({"a": bytes(range(256)) * 40}, method=zipfile.ZIP_STORED)
    broken = good.replace(bytes(range(100)), bytes(100))
    with zipped.open(of_bytes(broken)) as archive:
        with pytest.raises(zipped.Damaged, match="damaged"):
            archive.read("a")
        with pytest.raises(zipped.Damaged):
            archive.read("b")
        assert archive.beginning("b") == b""


def test_what_is_packed_in_an_unknown_way_is_told():
    good = bytearray(packed({"a": b"words"}))
    for mark, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        good[good.index(mark) + method] = 99
    with zipped.open(of_bytes(bytes(good))) as archive, pytest.raises(zipped.Damaged):
        archive.read("a")


def test_what_is_locked_is_told():
    good = bytearray(packed({"a": b"secret"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        good[good.index(mark) + flags] |= 1
    with zipped.open(of_bytes(bytes(good))) as archive, pytest.raises(zipped.Locked):
        archive.read("a")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_of_one_that_was_cut_short_what_is_left_is_read(compression):
    texts = {f"{n}.txt": bytes(str(n), "ascii") * 500 + bytes(range(200)) for n in range(4)}
    good = packed(texts, method=compression)
    with zipped.open(of_bytes(good)) as archive:
        assert archive.whole
    for end in range(30, good.index(b"PK\x01\x02"), 17):
        try:
            with zipped.open(of_bytes(good[:end])) as archive:
                assert not archive.whole
                for name in archive.names():
                    assert texts[name].startswith(archive.read(name))
        except zipped.Damaged:
            assert end < 40
    with zipped.open(of_bytes(good[: good.index(b"PK\x01\x02") + 9])) as archive:
        assert {name: archive.read(name) for name in archive.names()} == texts


def test_what_was_written_without_sizes_is_found_too():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, data):
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"one" * 99)
        archive.writestr("b", b"two" * 99)
    with zipped.open(of_bytes(pipe.data[:-50])) as archive:
        assert archive.read("a") == b"one" * 99
        assert archive.read("b") == b"two" * 99


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + bytes(9)])
def test_what_is_no_archive_is_told(data):
    with pytest.raises(Problem):
        zipped.open(of_bytes(data))
