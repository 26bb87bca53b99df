"""Pictures: kept as they are, measured, and asked what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from habeas.capture.media import captions, exif, signs
from habeas.capture.media.opening import (
    BROKEN,
    DRAWN,
    Bomb,
    bounded,
    fits,
    opened,
    quietly,
    upright,
)
from habeas.capture.original import WHOLE, Original
from habeas.capture.reading import Reading
from habeas.domain.page import Page
from habeas.i18n import _, ngettext

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

VERSION = "1"
MOST_PAGES = 2000  # of a TIFF
_TRIED = 40_000_000  # pixels: what has more is not decoded just to see whether it is whole
_SMALL = 400  # pixels: as small may a JPEG be decoded for that


@dataclass(frozen=True, slots=True)
class _Seen:
    """What opening a picture told: its pages, what it says of itself, what is wrong with it."""

    pages: tuple[Page, ...] = ()
    metadata: exif.Pairs = ()
    notes: tuple[str, ...] = ()


def read(original: Original) -> Reading:
    """The Reading of a picture: no text, a Page of pixels for each page or one for a film of them.

    What cannot be opened, or is cut, is kept with a note.
    """
    kind = signs.media_type(original.head) or "application/octet-stream"
    with quietly():
        seen = _seen(original, kind)
    said = dict(reversed(seen.metadata))
    author = _first(said, "Artist", "dc:creator", "IPTC By-line", "PNG Author")
    title = _first(
        said, "ImageDescription", "dc:title", "dc:description", "IPTC Headline", "IPTC Caption",
        "PNG Title", "PNG Description",
    )  # fmt: skip
    return Reading(
        data=original.data,
        text="",
        media_type=kind,
        extractor="pillow",
        version=f"{VERSION}+{_version()}",
        encoding="",
        notes=(*seen.notes, *(_notes(said) if seen.pages else ())),
        file_name=original.name,
        title=title[:200] or original.name,
        kind="picture",
        author=author[:200],
        silent=tuple(name for name, is_said in (("author", author),) if not is_said),
        metadata=seen.metadata,
        pages=seen.pages,
    )


def _seen(original: Original, kind: str) -> _Seen:
    if kind not in DRAWN or original.size > WHOLE:
        return _Seen(notes=(_unshown(kind),))
    try:
        with original.open() as file, opened(file, kind) as image, bounded():
            return _looked(image)
    except Bomb:
        return _Seen(notes=(_bomb(),))
    except (*BROKEN, MemoryError):
        return _Seen(notes=(_damaged(),))


def _looked(image: ImageFile) -> _Seen:
    # Before anything is decoded, which may make the picture smaller and lead to another page.
    metadata, first = _metadata(image), _page(image, 1)
    notes: tuple[str, ...] = ()
    if getattr(image, "is_animated", False) and image.format != "TIFF":
        notes = (_("The picture moves; Habeas shows its first moment."),)
    if not fits(image) and image.format != "JPEG":
        notes = (*notes, _enormous(image))
    elif not _is_whole(image):
        notes = (*notes, _cut())
    if image.format == "PNG":
        metadata = _metadata(image)  # it may say more after its pixels
    return _Seen((first, *_others(image)), metadata, (*notes, *_many(image)))


def _others(image: ImageFile) -> Iterator[Page]:
    """A Page for each page of a TIFF after the first; of what moves, the first is all."""
    for number in range(2, MOST_PAGES + 1 if image.format == "TIFF" else 2):
        try:
            image.seek(number - 1)
        except BROKEN:
            return
        yield _page(image, number)


def _page(image: ImageFile, number: int) -> Page:
    width, height = upright(image)
    return Page(number, width, height)


def _metadata(image: ImageFile) -> exif.Pairs:
    try:
        noted = exif.pairs(image.getexif())
    except BROKEN:
        noted = ()
    return tuple(dict.fromkeys((*noted, *captions.pairs(image))))


def _is_whole(image: ImageFile) -> bool:
    """Whether the pixels come to their end, as far as can be told cheaply."""
    try:
        image.draft("RGB", (_SMALL, _SMALL))  # a JPEG alone can be decoded small
        if image.width * image.height <= _TRIED:
            image.load()
    except BROKEN:
        return False
    return True


def _many(image: ImageFile) -> tuple[str, ...]:
    if image.format != "TIFF" or image.tell() + 1 < MOST_PAGES:
        return ()
    most = _("Only the first {n} pages of the picture can be shown; the others are kept in it.")
    return (most.format(n=MOST_PAGES),)


def _notes(said: Mapping[str, str]) -> tuple[str, ...]:
    words = _(
        "A picture: there are no words in it that can be searched. If it shows writing, its words "
        "can be read out of it on a computer that has Tesseract."
    )
    if "GPSLatitude" not in said and "GPSLatitude (as written)" not in said:
        return (words,)
    where = _(
        "The picture says where it was taken. That is kept in the case and left out of what you "
        "export, unless you ask for it."
    )
    return (words, where)


def _unshown(kind: str) -> str:
    if kind == "image/heic":
        return _(
            "The picture is kept, but Habeas cannot show this format (HEIC). Convert it to JPEG in "
            "a picture program and add that too."
        )
    return _("The picture is kept, but Habeas cannot show it. Open it in a picture program.")


def _damaged() -> str:
    return _(
        "The picture is kept, but it is damaged and cannot be shown. If you can, get a better copy "
        "and add that too."
    )


def _cut() -> str:
    return _(
        "The picture is kept, but its end is missing or damaged: what there is of it is shown. If "
        "you can, get a better copy and add that too."
    )


def _bomb() -> str:
    return _("The picture is kept, but it says that it is far too large to be shown.")


def _enormous(image: ImageFile) -> str:
    millions = round(image.width * image.height / 1_000_000)
    return ngettext(
        "The picture is kept, but it is too large to be shown (one million pixels).",
        "The picture is kept, but it is too large to be shown ({n} million pixels).",
        millions,
    ).format(n=millions)


def _first(said: Mapping[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _version() -> str:
    from PIL import __version__

    return __version__
