"""Pages saved with their pictures, and archives of the web, give what is whole and say the rest."""

from __future__ import annotations

import gzip
import hashlib
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from habeas import capture
from habeas.capture.web import archived, records
from made import web

WORDS = "Nobody left the cells of Peña Gris on day {}, the guards told the families outside."
ADDRESS = "https://faro.example/{}"


def page(n: int) -> bytes:
    return web.page(f"Day {n}", WORDS.format(n))


def answers(count: int) -> list[tuple[str, str, bytes]]:
    return [(ADDRESS.format(n), "text/html; charset=utf-8", page(n)) for n in range(count)]


def read(data: bytes, name: str):
    reading = capture.read(data, file_name=name)
    return reading, [part.reading for part in reading.parts]


def test_a_page_saved_as_a_mail_says_where_when_and_what_it_is_called():
    body = f"<html><body><p>{WORDS.format(1)}</p></body></html>".encode()
    data = web.mhtml(body)

    reading = capture.read(data, file_name="motin.mhtml")

    assert reading.text == WORDS.format(1)
    assert (reading.data, reading.media_type) == (data, "multipart/related")
    assert (reading.title, reading.address) == ("Motín en Peña Gris", "https://faro.example/motin")
    assert reading.captured == "2020-04-27T11:00:00-05:00"
    assert reading.notes == ()
    assert not {"title", "address", "captured"} & set(reading.silent)


def test_a_page_saved_as_a_mail_that_breaks_off_gives_what_is_whole_and_says_so():
    whole = web.mhtml(page(1), pictures=(("https://faro.example/a.png", b"\x89PNG" * 50),))

    reading = capture.read(whole[:-150], file_name="motin.mhtml")
    nothing = capture.read(whole[:330], file_name="motin.mhtml")

    assert reading.text == f"Day 1\n\n{WORDS.format(1)}"
    (note,) = reading.notes
    assert "breaks off before its end" in note
    assert nothing.text == ""
    assert "No page was found" in nothing.notes[-1]
    assert nothing.title == "Motín en Peña Gris"


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_the_pages_of_an_archive_are_sources_with_address_moment_and_checksum(packed):
    data = web.warc(*answers(3), gzip=packed)

    whole, pages = read(data, "faro.warc.gz")

    assert (whole.text, whole.data, whole.media_type) == ("", data, "application/warc")
    assert whole.notes == (
        "The archive holds 3 pages.", "All checksums that the archive gives match.",
    )  # fmt: skip
    assert [each.address for each in pages] == [ADDRESS.format(n) for n in range(3)]
    assert [each.text for each in pages] == [f"Day {n}\n\n{WORDS.format(n)}" for n in range(3)]
    assert {each.captured for each in pages} == {web.DAY}
    assert pages[0].data == page(0)
    assert pages[0].notes == ("The checksum that the archive gives for this page matches.",)
    assert ("Digest", "matches") in pages[0].metadata
    assert not {"address", "captured"} & set(pages[0].silent)


def test_what_serves_a_page_is_no_part_and_documents_are():
    whole, pages = read(
        web.warc(
            *answers(1),
            (ADDRESS.format("a.css"), "text/css", b"p { color: red }"),
            (ADDRESS.format("a.js"), "application/javascript", b"go()"),
            (ADDRESS.format("a.png"), "image/png", b"\x89PNG\r\n\x1a\n"),
            (ADDRESS.format("gone"), "404", b"<html><p>Not here.</p></html>"),
            (ADDRESS.format("list.txt"), "text/plain", b"Nine people, by name."),
            (ADDRESS.format("blob"), "application/octet-stream", b"\x00\x01\x02"),
        ),
        "faro.warc",
    )

    assert [each.address for each in pages] == [ADDRESS.format("0"), ADDRESS.format("list.txt")]
    assert whole.notes[0] == "The archive holds 2 pages."


def test_a_page_that_was_changed_in_the_archive_is_said_to_be():
    data = web.warc(*answers(2), gzip=False)
    altered = data.replace(b"on day 1,", b"on day 7,")

    whole, pages = read(altered, "faro.warc")

    assert altered != data
    assert whole.notes[1] == "The checksum of one record does not match."
    assert pages[0].metadata[-2] == ("Digest", "matches")
    assert pages[1].metadata[-2] == ("Digest", "does not match")
    assert "does not match" in pages[1].notes[0]
    assert "on day 7" in pages[1].text


def test_checksums_in_other_letters_match_and_absent_ones_are_said_to_be_absent():
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(1)
    written = hashlib.sha256(block).hexdigest().encode()
    for digest, said in (
        (b"WARC-Block-Digest: SHA-256:" + written.upper() + b"\r\n", "matches"),
        (b"WARC-Block-Digest: sha256:" + b"00" * 32 + b"\r\n", "does not match"),
        (b"WARC-Block-Digest: odd:xyz\r\n", "not given"),
        (b"", "not given"),
    ):
        head = (
            b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <https://faro.example/1>\r\n"
            b"Content-Type: application/http\r\n" + digest
        )
        record = head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
        _whole, pages = read(record, "one.warc")
        assert ("Digest", said) in pages[0].metadata
        assert (pages[0].address, pages[0].captured) == ("https://faro.example/1", "")
        assert "captured" in pages[0].silent


def test_a_truncated_archive_says_at_which_record_it_stops():
    for packed in (True, False):
        data = web.warc(*answers(4), gzip=packed)
        whole, pages = read(data[:-150], "faro.warc")

        assert len(pages) == 3
        assert any("breaks off at record 5" in note for note in whole.notes)


def test_an_archive_damaged_inside_gives_the_records_after_the_damage_too():
    data = web.warc(*answers(5))
    third = [at for at in range(len(data)) if data.startswith(b"\x1f\x8b\x08", at)][2]
    broken = data[: third + 60] + bytes(60) + data[third + 120 :]

    whole, pages = read(broken, "faro.warc.gz")

    assert [each.address[-1] for each in pages] == ["0", "2", "3", "4"]
    assert any("damaged at record 3" in note for note in whole.notes)


def test_dirt_between_records_is_passed_over_and_told():
    one, two = (web.warc(answer, gzip=False) for answer in answers(2))

    whole, pages = read(one + b"dirt\nand more\n" + two, "faro.warc")

    assert len(pages) == 2
    assert any("damaged at record" in note for note in whole.notes)


def test_an_archive_packed_as_a_whole_is_read_like_one_packed_by_records():
    _whole, pages = read(gzip.compress(web.warc(*answers(2), gzip=False)), "faro.warc.gz")

    assert len(pages) == 2


def test_pages_that_were_packed_for_the_way_are_unpacked():
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    sent = gzip.compress(page(1))
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(sent), sent)
    for packing, data in (("gzip", chunked), ("br", b"1\r\nx\r\n0\r\n\r\n")):
        head = [("Content-Type", "text/html"), ("Content-Encoding", packing)]
        head.append(("Transfer-Encoding", "chunked"))
        web.write(
            writer,
            writer.create_warc_record(
                ADDRESS.format(packing),
                "response",
                payload=io.BytesIO(data),
                http_headers=StatusAndHeaders("200 OK", head, protocol="HTTP/1.1"),
            ),
        )

    _whole, pages = read(file.getvalue(), "faro.warc.gz")

    assert pages[0].text == f"Day 1\n\n{WORDS.format(1)}"
    assert pages[1].text == ""
    assert any("(br)" in note for note in pages[1].notes)


def test_records_that_only_say_a_page_had_not_changed_are_counted():
    file = io.BytesIO(web.warc(*answers(1)))
    file.seek(0, 2)
    writer = WARCWriter(file, gzip=True)
    revisit = writer.create_revisit_record(
        ADDRESS.format(0), "sha1:AAAA", ADDRESS.format(0), web.DAY
    )
    web.write(writer, revisit)

    whole, pages = read(file.getvalue(), "faro.warc.gz")

    assert len(pages) == 1
    assert any(note.startswith("One record only says") for note in whole.notes)


def test_what_is_too_large_or_too_many_is_told(monkeypatch):
    monkeypatch.setattr(archived, "MOST", 2)
    monkeypatch.setattr(records, "HELD", 2_000)
    long = web.page("Long", "word " * 1_000)

    whole, pages = read(
        web.warc(*answers(3), (ADDRESS.format("long"), "text/html", long)), "faro.warc.gz"
    )

    assert len(pages) == 2
    assert "One page is too large to be read; it is kept in the archive." in whole.notes
    assert any(note.startswith("One more page was not read") for note in whole.notes)


def test_an_archive_that_swells_is_not_unpacked_to_its_end(monkeypatch):
    monkeypatch.setattr(records, "UNPACKED", 3_000_000)
    bomb = web.warc(*answers(1), (ADDRESS.format("b"), "text/html", b"\n" * 5_000_000))

    whole, pages = read(bomb, "faro.warc.gz")

    assert len(pages) == 1
    assert any("more than can be unpacked" in note for note in whole.notes)


LISTED = [
    {"url": ADDRESS.format(0), "title": "The first day", "ts": web.DAY},
    {"url": ADDRESS.format(2) + "#top", "title": "The third day", "ts": web.DAY},
]


def test_a_zipped_archive_gives_the_pages_it_lists_and_says_its_hashes_match():
    whole, pages = read(web.wacz(web.warc(*answers(3)), LISTED), "faro.wacz")

    assert (whole.media_type, whole.title) == ("application/wacz", "Prisons of Valdoria")
    assert whole.notes[0] == "The archive holds 2 pages."
    assert "All checksums that the archive gives for its files match." in whole.notes
    assert [each.address for each in pages] == [ADDRESS.format(0), ADDRESS.format(2)]
    assert ("title in the list of pages", "The third day") in pages[1].metadata
    assert pages[1].title == "Day 2"


def test_a_zipped_archive_without_a_list_gives_all_pages():
    _whole, pages = read(web.wacz(web.warc(*answers(3)), []), "faro.wacz")

    assert len(pages) == 3


def test_a_zipped_archive_whose_hash_does_not_fit_says_which():
    whole, pages = read(web.wacz(web.warc(*answers(1)), [], lie=True), "faro.wacz")

    assert len(pages) == 1
    assert any("“archive/data.warc.gz” that does not match" in note for note in whole.notes)
    assert ("Hash of archive/data.warc.gz", "does not match") in whole.metadata


def test_a_broken_zipped_archive_gives_what_is_whole_and_is_said_to_be_broken():
    data = web.wacz(web.warc(*answers(1)), LISTED)

    for kept, count in ((len(data) - 100, 1), (len(data) // 3, 0), (40, 0)):
        whole, pages = read(data[:kept], "faro.wacz")
        assert (whole.text, len(pages)) == ("", count)
        assert any("damaged inside" in note for note in whole.notes)
