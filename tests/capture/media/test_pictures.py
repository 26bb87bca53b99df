"""Pictures are kept, measured, and asked what they say of themselves."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from habeas import capture
from habeas.capture import original
from habeas.capture.media import pictures, showing
from habeas.errors import Problem
from made.pictures import degrees, film, noted, pages, plain

FORMATS = ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP", "AVIF")
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/"
 p:City="Santa Brisa"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">The yard of Peña
 Gris</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>Ana Robles</rdf:li>
<rdf:li>Teo Vidal</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"""


def read(data: bytes, name: str = "yard.jpg") -> capture.Reading:
    return capture.read(data, file_name=name)


def metadata(data: bytes) -> dict[str, str]:
    return dict(read(data).metadata)


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_of_any_format_is_kept_and_measured(format: str) -> None:
    data = plain(60, 40, format=format)
    found = read(data, "yard")
    assert found.data == data
    assert (found.text, found.kind, found.extractor) == ("", "picture", "pillow")
    assert found.media_type == f"image/{format.lower()}"
    assert [(page.number, page.width, page.height) for page in found.pages] == [(1, 60, 40)]
    assert found.title == "yard"
    assert "no words" in found.notes[0]
    assert found.silent == ("author",)


@pytest.mark.parametrize(("turn", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60))])
def test_a_picture_is_measured_as_the_camera_was_held(turn: int, size: tuple[int, int]) -> None:
    found = read(noted(tags={0x0112: turn}))
    assert (found.pages[0].width, found.pages[0].height) == size
    shown = showing.picture(noted(tags={0x0112: turn}))
    assert (shown.width, shown.height) == size


def test_each_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    data = pages((60, 40), (50, 70), (10, 10))
    found = read(data, "decree.tif")
    assert [(p.number, p.width, p.height) for p in found.pages] == [
        (1, 60, 40), (2, 50, 70), (3, 10, 10),
    ]  # fmt: skip
    path = tmp_path / "decree.tif"
    path.write_bytes(data)
    second = showing.picture(path, number=2)
    assert (second.width, second.height) == (50, 70)
    with pytest.raises(Problem):
        showing.picture(data, number=4)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_of_a_picture_that_moves_the_first_moment_is_shown(format: str) -> None:
    found = read(film(4, format=format))
    assert len(found.pages) == 1
    assert any("first moment" in note for note in found.notes)
    shown = showing.picture(film(4, format=format))
    assert shown.rgb[:3] == b"\xff\x00\x00" or (shown.rgb[0] > 240 and max(shown.rgb[1:3]) < 20)


def test_what_the_camera_noted_is_metadata_and_nobody_takes_it_for_the_day_of_publication() -> None:
    data = noted(
        tags={0x010F: "Lumen", 0x0110: "K-2", 0x013B: "Ana Robles", 0x010E: "The yard at noon"},
        more={0x9003: "2031:05:12 11:58:03", 0x9011: "-03:00"},
    )
    found = read(data)
    said = dict(found.metadata)
    assert (said["Make"], said["Model"]) == ("Lumen", "K-2")
    assert said["DateTimeOriginal"] == "2031-05-12T11:58:03-03:00"
    assert (found.author, found.title) == ("Ana Robles", "The yard at noon")
    assert (found.published, found.captured, found.silent) == ("", "", ())


def test_a_moment_without_a_zone_is_given_none() -> None:
    said = metadata(noted(more={0x9003: "2031:05:12 11:58:03", 0x9011: "   "}))
    assert said["DateTimeOriginal"] == "2031-05-12T11:58:03"
    assert "DateTimeOriginal" not in metadata(noted(more={0x9003: "0000:00:00 00:00:00"}))


def test_a_place_is_given_as_degrees_and_as_it_was_written_with_a_warning() -> None:
    data = noted(
        gps={1: "S", 2: degrees(34, 36, 1344), 3: "W", 4: degrees(58, 22, 5412)}
    )  # fmt: skip
    found = read(data)
    said = dict(found.metadata)
    assert float(said["GPSLatitude"]) == pytest.approx(-34.603733, abs=1e-5)
    assert float(said["GPSLongitude"]) == pytest.approx(-58.381700, abs=1e-5)
    assert said["GPSLatitude (as written)"] == "34.0 36.0 13.44 S"
    assert any("where it was taken" in note for note in found.notes)


@pytest.mark.parametrize(
    "gps",
    [
        {1: "S", 2: (1,)},
        {2: degrees(34, 0, 0)},
        {1: "up", 2: degrees(34, 0, 0)},
        {1: "N", 2: degrees(134, 0, 0)},
    ],
)
def test_numbers_that_make_no_place_are_left_as_they_were_written(gps: dict[int, object]) -> None:
    found = read(noted(gps=gps))
    assert "GPSLatitude" not in dict(found.metadata)
    assert found.pages


def test_captions_are_found_in_xmp() -> None:
    found = read(plain(format="JPEG", xmp=XMP.encode()))
    said = dict(found.metadata)
    assert said["photoshop:City"] == "Santa Brisa"
    assert found.title == "The yard of Peña Gris"
    assert found.author == "Ana Robles, Teo Vidal"


def test_xmp_with_entities_opens_and_expands_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("PASSPHRASE")
    evil = XMP.replace(
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>',
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}"><!ENTITY a "ha">'
        '<!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ).replace("The yard", "&s;&c;")
    said = metadata(plain(format="JPEG", xmp=evil.encode()))
    assert "PASSPHRASE" not in str(said)
    assert "haha" not in str(said)


def test_captions_are_found_in_iptc() -> None:
    def dataset(number: int, words: str) -> bytes:
        value = words.encode()
        return b"\x1c\x02" + bytes((number,)) + struct.pack(">H", len(value)) + value

    iptc = dataset(80, "Teo Vidal") + dataset(120, "Guards at the gate") + dataset(90, "Peña Gris")
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)
    payload = b"Photoshop 3.0\x00" + block
    data = plain(format="JPEG")
    data = data[:2] + b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload + data[2:]
    found = read(data)
    assert (found.author, found.title) == ("Teo Vidal", "Guards at the gate")
    assert dict(found.metadata)["IPTC City"] == "Peña Gris"


def test_the_texts_of_a_png_are_metadata_those_after_its_pixels_too() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ana Robles")
    info.add_itxt("Title", "Pabellón cuatro", zip=True)
    data = plain(pnginfo=info)
    late = b"Source\x00phone"
    chunk = b"tEXt" + late
    data = data[:-12] + struct.pack(">I", len(late)) + chunk \
        + struct.pack(">I", zlib.crc32(chunk)) + data[-12:]  # fmt: skip
    found = read(data)
    said = dict(found.metadata)
    assert said["PNG Author"] == "Ana Robles"
    assert said["PNG Source"] == "phone"
    assert (found.title, found.author) == ("Pabellón cuatro", "Ana Robles")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "BMP", "GIF"])
def test_a_picture_that_is_cut_says_so_and_what_there_is_of_it_is_shown(format: str) -> None:
    noise = io.BytesIO()
    Image.effect_noise((200, 200), 60).convert("RGB").save(noise, format)
    data = noise.getvalue()[: len(noise.getvalue()) // 2]
    found = read(data)
    assert any("its end is missing or damaged" in note for note in found.notes)
    assert found.data == data
    shown = showing.picture(data)
    assert (shown.width, shown.height) == (200, 200)
    assert len(set(shown.rgb)) > 50  # the half that there is


@pytest.mark.parametrize(
    "start",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a\x00",
        b"II*\x00\x08\x00\x00\x00",
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    ],
)
def test_what_only_begins_like_a_picture_is_kept_and_told(start: bytes) -> None:
    found = read(start + b"nothing but words", "yard.png")
    assert found.data.startswith(start)
    assert not found.pages
    assert found.kind == "picture"
    assert "damaged" in found.notes[0]
    with pytest.raises(Problem, match="kept as it is"):
        showing.picture(found.data)


def test_a_heic_picture_is_kept_and_told(tmp_path: Path) -> None:
    data = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(300)
    found = read(data, "IMG_1.HEIC")
    assert (found.media_type, found.kind) == ("image/heic", "picture")
    assert "HEIC" in found.notes[0]
    with pytest.raises(Problem):
        showing.picture(data)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def test_a_decompression_bomb_is_measured_told_and_never_unpacked() -> None:
    found = read(bomb(60_000, 60_000))
    assert (found.pages[0].width, found.pages[0].height) == (60_000, 60_000)
    assert any("3600 million pixels" in note for note in found.notes)
    with pytest.raises(Problem, match="too large"):
        showing.picture(found.data)


def test_a_script_in_a_picture_is_just_a_picture() -> None:
    data = plain(format="GIF", comment=b"*/=1;alert(document.cookie)//")
    found = read(data + b"<script>alert(1)</script>", "yard.html")
    assert found.media_type == "image/gif"
    assert found.text == ""
    assert "alert" in dict(found.metadata)["Comment"]


def test_a_drawing_in_svg_is_read_as_the_text_it_is() -> None:
    found = read(b'<svg xmlns="http://www.w3.org/2000/svg"><text>Wing 4</text></svg>', "plan.svg")
    assert found.kind != "picture"
    assert "Wing 4" in found.text


@pytest.mark.parametrize(
    "start", ["BM", "GIF89a", "ID3", "OggS", "fLaC", "#!AMR\n", "RIFF    WAVE"]
)
def test_a_text_that_begins_with_the_letters_of_a_sign_is_a_text(start: str) -> None:
    words = f"{start} era la señal en la puerta de la celda."
    assert read(words.encode(), "door.txt").text == words


def test_a_picture_is_shown_no_larger_than_asked() -> None:
    data = plain(2000, 1500, format="JPEG")
    shown = showing.picture(data, most=10_000)
    assert shown.width * shown.height <= 10_000
    assert shown.width / shown.height == pytest.approx(4 / 3, rel=0.03)
    assert len(shown.rgb) == 3 * shown.width * shown.height
    assert max(shown.rgb[:3]) < 30 < 220 < min(shown.rgb[-3:])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F", "LAB"])
def test_every_way_to_keep_colours_is_shown(mode: str) -> None:
    out = io.BytesIO()
    grey = Image.new("L", (300, 200), 200)
    image = Image.new("I;16", (300, 200), 200 * 256) if mode == "I;16" else grey.convert(
        "RGB" if mode in ("CMYK", "LAB") else "L")  # fmt: skip
    if mode == "LAB":
        image = Image.new("LAB", (300, 200), (205, 128, 128))
    elif mode != "I;16":
        image = image.convert(mode, dither=Image.Dither.NONE)
    image.save(out, "TIFF")
    for most in (4_000_000, 5_000):
        shown = showing.picture(out.getvalue(), most=most)
        assert all(190 <= value <= 255 for value in shown.rgb[:3])


def test_what_is_transparent_is_shown_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert showing.picture(out.getvalue()).rgb == b"\xff" * 300


def test_a_tiff_whose_pages_go_round_for_ever_comes_to_an_end() -> None:
    data = bytearray(pages((6, 4), (6, 4)))
    first = struct.unpack("<I", data[4:8])[0]
    n = struct.unpack("<H", data[first : first + 2])[0]
    following = struct.unpack("<I", data[first + 2 + 12 * n :][:4])[0]
    m = struct.unpack("<H", data[following : following + 2])[0]
    data[following + 2 + 12 * m :][:4] = struct.pack("<I", first)
    data[following + 2 + 12 * m : following + 6 + 12 * m] = struct.pack("<I", first)
    assert len(read(bytes(data)).pages) == 2


def test_a_large_picture_is_read_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "yard.bmp"
    path.write_bytes(plain(format="BMP"))
    large = original.of_file(path, held=100)
    found = capture.read_original(large)
    assert found.data == b""
    assert found.path == path
    assert [(p.width, p.height) for p in found.pages] == [(60, 40)]


GOOD = [plain(40, 30, format=name) for name in FORMATS] + [
    noted(tags={0x010F: "Lumen", 0x0112: 6}, more={0x9003: "2031:05:12 11:58:03"},
          gps={1: "S", 2: degrees(34, 36, 1344), 3: "W", 4: degrees(58, 22, 5412)}),
    pages((20, 20), (10, 10)), film(3), plain(format="JPEG", xmp=XMP.encode()),
]  # fmt: skip


@given(st.sampled_from(GOOD), st.integers(0, 2**32), st.integers(1, 12))
def test_a_picture_that_was_tampered_with_is_read_or_told_as_a_problem(
    good: bytes, seed: int, changes: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(good)
    for _change in range(changes):
        place = chance.randrange(12, len(data))
        way = chance.random()
        if way < 0.6:
            data[place] = chance.choice((0, 255, 127, chance.randrange(256)))
        elif way < 0.8:
            del data[place : place + chance.randrange(1, 9)]
        else:
            data[place:place] = chance.randbytes(chance.randrange(1, 9))
    tampered = bytes(data)
    found = pictures.read(original.of_bytes(tampered, "yard"))
    assert found.data == tampered
    try:
        shown = showing.picture(tampered, most=10_000)
    except Problem:
        return
    assert len(shown.rgb) == 3 * shown.width * shown.height <= 30_000
