"""Pictures made for tests: drawn, with what cameras and people write into them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

Color = tuple[int, int, int]
WHITE = (255, 255, 255)


def plain(
    width: int = 60, height: int = 40, *, format: str = "PNG", color: Color = WHITE, **saved: Any
) -> bytes:
    """A picture of one colour, with a black corner at the upper left."""
    image = Image.new("RGB", (width, height), color)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill=(0, 0, 0))
    return _saved(image, format, **saved)


def written(lines: Sequence[str], *, size: int = 32, format: str = "PNG") -> bytes:
    """Lines of print, black on white, as on a scan."""
    font = ImageFont.load_default(size=size)
    width = max(int(font.getlength(line)) for line in lines) + 4 * size
    step = round(1.4 * size)
    image = Image.new("RGB", (width, len(lines) * step + 2 * size), WHITE)
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(lines):
        draw.text((2 * size, size + n * step), line, font=font, fill=(0, 0, 0))
    return _saved(image, format)


def noted(
    *,
    tags: Mapping[int, Any] | None = None,
    more: Mapping[int, Any] | None = None,
    gps: Mapping[int, Any] | None = None,
    format: str = "JPEG",
    width: int = 60,
    height: int = 40,
) -> bytes:
    """A picture with EXIF: tags of the first directory, of the camera's, and of the place's."""
    exif = Image.Exif()
    exif.update(tags or {})
    exif.get_ifd(0x8769).update(more or {})
    exif.get_ifd(0x8825).update(gps or {})
    return plain(width, height, format=format, exif=exif)


def degrees(whole: int, minutes: int, hundredths: int) -> tuple[IFDRational, ...]:
    """Degrees, minutes and hundredths of seconds as a camera writes them."""
    return IFDRational(whole, 1), IFDRational(minutes, 1), IFDRational(hundredths, 100)


def pages(*sizes: tuple[int, int]) -> bytes:
    """A TIFF with a page of each size."""
    first, *others = (Image.new("L", size, 200) for size in sizes)
    return _saved(first, "TIFF", save_all=True, append_images=others)


def film(n: int, *, format: str = "GIF") -> bytes:
    """A picture that moves, the first of ``n`` frames red and the others blue."""
    frames = [Image.new("RGB", (30, 20), (255, 0, 0))]
    frames += [Image.new("RGB", (30, 20), (0, 0, 255 - k)) for k in range(n - 1)]
    return _saved(frames[0], format, save_all=True, append_images=frames[1:])


def _saved(image: Image.Image, format: str, **saved: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **saved)
    return out.getvalue()
