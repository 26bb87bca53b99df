"""Pages and pictures are drawn where a hostile one does no harm."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from habeas.errors import Problem


def pdf(*sizes):
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def png(width, height):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#204080").save(out, "PNG")
    return out.getvalue()


def test_a_page_is_drawn(pool):
    picture = pool.page(pdf((100, 50), (60, 80)), 2, scale=2.0)

    assert (picture.width, picture.height) == (120, 160)
    assert picture.rgb == b"\xff" * (3 * 120 * 160)


def test_a_picture_is_drawn_from_its_file(pool, tmp_path):
    path = tmp_path / "foto.png"
    path.write_bytes(png(4, 3))

    assert pool.picture(path).rgb == bytes((0x20, 0x40, 0x80)) * 12


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"", b"\x89PNG\r\n\x1a\n cut"])
def test_what_cannot_be_drawn_is_a_sentence(pool, data):
    with pytest.raises(Problem, match="shown"):
        pool.page(data, 1, scale=1.0)
    with pytest.raises(Problem, match="shown"):
        pool.picture(data)
