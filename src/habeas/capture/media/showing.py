"""A picture as pixels to show: upright, and no larger than a screen needs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from habeas.capture.media import signs
from habeas.capture.media.opening import BROKEN, ORIENTATION, Bomb, bounded, fits, opened, quietly
from habeas.capture.picture import Picture
from habeas.errors import Problem
from habeas.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MOST = 4_000_000  # pixels


def picture(data: bytes | Path, *, number: int = 1, most: int = MOST) -> Picture:
    """Page ``number`` (from 1) of a picture, of ``most`` pixels at most; Problem if none is seen.

    Of a picture that is cut, what is missing is grey or black.  At most some 360 MB are held on
    the way, for the largest pictures that Pillow takes.
    """
    try:
        with quietly(), _file(data) as file:
            head = file.read(64)
            file.seek(0)
            with opened(file, signs.media_type(head)) as image, bounded():
                if number > 1:
                    image.seek(number - 1)
                return _shown(image, most)
    except (Bomb, MemoryError):
        raise Problem(_too_large()) from None
    except BROKEN as error:
        raise Problem(
            _("This picture cannot be shown: it is damaged, or in a format that is not known. It "
              "is kept as it is.")
        ) from error  # fmt: skip


def _file(data: bytes | Path) -> BinaryIO:
    return BytesIO(data) if isinstance(data, bytes) else data.open("rb")


def _shown(image: ImageFile, most: int) -> Picture:
    factor = min(1.0, (most / max(1, image.width * image.height)) ** 0.5)
    size = max(1, int(image.width * factor)), max(1, int(image.height * factor))
    image.draft("RGB", size)  # a JPEG is decoded at an eighth of its size, if that is enough
    if not fits(image):
        raise Problem(_too_large())
    _load(image)
    small = _reduced(image, size)
    plain = _turned(_plain(small), image)
    return Picture(plain.width, plain.height, plain.tobytes())


def _load(image: ImageFile) -> None:
    """Decode; of a picture that is cut, as much as there is."""
    try:
        image.load()
    except OSError:
        if not image.tile:
            raise
        image.tile = []  # what was decoded until then is there
        image.load()


def _reduced(image: Image, size: tuple[int, int]) -> Image:
    from PIL import Image as pillow

    if image.width <= size[0]:
        return image
    if image.mode in ("1", "P", "PA"):  # these have no colours between two
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode.startswith("I;16"):
        return image.resize(size, pillow.Resampling.NEAREST)
    return image.resize(size, pillow.Resampling.BOX, reducing_gap=2.0)


def _plain(image: Image) -> Image:
    """The picture in RGB, on white where it is transparent."""
    from PIL import Image as pillow

    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        over = image.convert("RGBA")
        ground = pillow.new("RGBA", over.size, "white")
        ground.alpha_composite(over)
        return ground.convert("RGB")
    return image.convert("RGB")


def _turned(image: Image, of: ImageFile) -> Image:
    """The picture as the camera was held."""
    from PIL import Image as pillow

    turn = pillow.Transpose
    try:
        way = {
            2: turn.FLIP_LEFT_RIGHT, 3: turn.ROTATE_180, 4: turn.FLIP_TOP_BOTTOM,
            5: turn.TRANSPOSE, 6: turn.ROTATE_270, 7: turn.TRANSVERSE, 8: turn.ROTATE_90,
        }.get(of.getexif().get(ORIENTATION, 1))  # fmt: skip
    except BROKEN:
        way = None
    return image if way is None else image.transpose(way)


def _too_large() -> str:
    return _("This picture is too large to be shown. It is kept as it is.")
