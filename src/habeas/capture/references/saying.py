"""What lists of literature say, in our terms: dates as EDTF, kinds of sources, languages."""

from __future__ import annotations

import re

from habeas.capture.letters.words import one_line
from habeas.domain import edtf

LONGEST = 2_000  # characters of one field
RAW = 20_000  # characters of an entry as it was written
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct",
            "nov", "dec dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:T.*|/+)?")
_WORDS = (  # 24 April 2020, April 24, 2020, April 2020
    re.compile(
        r"(?P<d>\d{1,2})(?:st|nd|rd|th|º)?\.?\s+(?:de\s+)?(?P<m>[a-z]{3,})\.?,?\s+(?:de\s+)?(?P<y>\d{4})"
    ),
    re.compile(r"(?P<m>[a-z]{3,})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<m>[a-z]{3,})\.?,?\s+(?:de\s+)?(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})\s+(?P<m>[a-z]{3,})\.?(?:\s+(?P<d>\d{1,2}))?"),
)
_KINDS = {  # of RIS, BibTeX, CSL and Zotero alike; what has no kind of ours is left to the user
    "article": (
        "article", "jour", "news", "newspaperarticle", "magazinearticle", "journalarticle", "mgzn",
        "article-journal", "article-magazine", "article-newspaper", "ejour", "blogpost", "blog",
        "post-weblog", "webpage", "elec", "encyclopediaarticle",
    ),
    "post": ("post", "forumpost", "icomm"),
    "decree": ("statute", "bill", "legislation", "stat", "gazette", "legaldoc"),
    "court-notice": ("case", "legal_case", "decision"),
    "interview": ("interview",),
    "report": (
        "report", "rprt", "techreport", "hearing", "govdoc", "book", "thesis", "phdthesis",
        "mastersthesis", "booksection", "chap", "inbook", "incollection", "conf", "inproceedings",
        "paper-conference", "document", "booklet", "manual", "thes", "ebook",
    ),
    "dataset": ("dataset", "data", "database", "dbase"),
    "picture": ("artwork", "graphic", "map", "figure", "art"),
    "recording": (
        "audiorecording", "videorecording", "film", "motion_picture", "song", "broadcast",
        "tvbroadcast", "radiobroadcast", "podcast", "video", "sound", "mpct", "advs",
    ),
    "letter": ("letter", "email", "personal_communication", "pcomm"),
    "chat": ("instantmessage",),
}  # fmt: skip
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words}
_LANGUAGES = {"english": "en", "spanish": "es", "español": "es", "inglés": "en"}


def kind(word: str) -> str:
    """The source kind for what a list calls a work; empty if none fits."""
    return _BY_WORD.get(word.strip().lower(), "")


def text(value: object) -> str:
    """A value as one line of bounded length; nothing for what is no text."""
    return one_line(str(value))[:LONGEST] if isinstance(value, (str, int)) else ""


def language(word: str) -> str:
    """A language's code, such as es for es-PE and Spanish; empty if it cannot be told."""
    low = word.strip().lower()
    if low in _LANGUAGES:
        return _LANGUAGES[low]
    return low[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].{2,8})?", low) else ""


def day(written: str) -> str:
    """A date as EDTF, no more exact than it is written; empty if it is none that we are sure of."""
    plainly = " ".join(written.strip().lower().split())[:60]
    if edtf.is_valid(written.strip()):
        return written.strip()
    if found := _NUMBERS.fullmatch(plainly.strip("/")):
        return joined(*(int(each) if each else 0 for each in found.groups()))
    for pattern in _WORDS:
        if found := pattern.fullmatch(plainly):
            named = found.groupdict()
            month = _MONTHS.get(str(named["m"])[:3], 0)
            return joined(int(named["y"]), month, int(named.get("d") or 0)) if month else ""
    return ""


def joined(year: int, month: int = 0, day_: int = 0) -> str:
    """Year, month and day as EDTF; what cannot be is left out with what stands behind it."""
    for parts in ((year, month, day_), (year, month), (year,)):
        if all(parts):
            made = "-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])))
            if edtf.is_valid(made) and (len(parts) < 2 or parts[1] <= 12):
                return made
    return ""


def people(names: list[str]) -> str:
    """Names as "Ana Núñez, Beto Prada"; lists write "Núñez, Ana"."""
    turned = (" ".join(reversed(name.split(", ", 1))) if ", " in name else name for name in names)
    return ", ".join(text(name) for name in turned if name.strip())[:LONGEST]
