"""Opening a stranger's picture with the one decoder that its first bytes call for."""

from __future__ import annotations

import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

# What Pillow raises on files that are broken, cut, or made to upset it.
BROKEN = (
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, SyntaxError, EOFError,
    ArithmeticError, RuntimeError, AssertionError, struct.error, zlib.error,
)  # fmt: skip
_DECODERS = {  # Pillow opens many formats more: EPS by running a program, others by old code
    "image/jpeg": ("JpegImagePlugin", "JpegImageFile"),
    "image/png": ("PngImagePlugin", "PngImageFile"),
    "image/gif": ("GifImagePlugin", "GifImageFile"),
    "image/tiff": ("TiffImagePlugin", "TiffImageFile"),
    "image/webp": ("WebPImagePlugin", "WebPImageFile"),
    "image/bmp": ("BmpImagePlugin", "BmpImageFile"),
    "image/avif": ("AvifImagePlugin", "AvifImageFile"),
}
DRAWN = tuple(_DECODERS)  # media types that can be opened
ORIENTATION = 0x0112  # of EXIF: from 5 to 8 the picture lies on its side
_LYING = (5, 6, 7, 8)


def opened(file: BinaryIO, media_type: str) -> ImageFile:
    """The picture in ``file``, its size known and its pixels not decoded; raises one of BROKEN.

    Its size may be that of a bomb: ask ``fits`` before decoding.
    """
    if media_type not in _DECODERS:
        raise ValueError(f"no decoder for {media_type}")
    module, name = _DECODERS[media_type]
    with bounded():
        made: ImageFile = getattr(import_module(f"PIL.{module}"), name)(file, "")
    return made


def fits(image: Image) -> bool:
    """Whether a picture may be decoded: Pillow's own limit against decompression bombs."""
    from PIL import Image as pillow

    return image.width * image.height <= (pillow.MAX_IMAGE_PIXELS or 0)


def upright(image: Image) -> tuple[int, int]:
    """Width and height in pixels as the camera was held."""
    try:
        lies = image.getexif().get(ORIENTATION) in _LYING
    except BROKEN:
        lies = False
    return (image.height, image.width) if lies else (image.width, image.height)


class Bomb(ValueError):
    """A picture that would be far larger than its file, or than any screen."""


@contextmanager
def bounded() -> Iterator[None]:
    """Let what Pillow refuses for its size be a Bomb, one of BROKEN."""
    from PIL import Image as pillow

    try:
        yield
    except pillow.DecompressionBombError as error:
        raise Bomb(str(error)) from error


@contextmanager
def quietly() -> Iterator[None]:
    """Let Pillow keep to itself what it thinks of a file, and what it finds in it."""
    logging.getLogger("PIL").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
