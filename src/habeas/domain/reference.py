"""An entry of somebody's list of literature, and how much it is like a source of ours."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from habeas.domain import edtf
from habeas.domain.source import Source

CERTAIN = 1.0
PROBABLE = 0.6  # a likeness from here on is worth a question
SHARED = 0.4  # of the words of two titles: with fewer in common they are not alike

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|ref_src|igshid)=[^&]*", re.I)
_ARCHIVED = re.compile(r"^web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/", re.I)
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp)\.", re.I)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+", re.I)
_WORD = re.compile(r"\w+")
_LONGEST = 300  # characters of a title that are compared


class Why(StrEnum):
    """What makes a reference like a source, or unlike it."""

    ADDRESS = "address"
    DOI = "doi"
    TITLE = "title"
    SIMILAR_TITLE = "similar-title"
    AUTHOR = "author"
    DATE = "date"
    OTHER_DATE = "other-date"
    OTHER_ADDRESS = "other-address"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a list of literature says of one work.

    ``published`` is EDTF; ``kind`` a term of source-kinds, empty if none fits; ``attachments`` are
    names of files as the list has them, never opened; ``key`` is the entry's own name and ``raw``
    the entry as it was written.
    """

    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    kind: str = ""
    address: str = ""
    language: str = ""
    note: str = ""
    doi: str = ""
    attachments: tuple[str, ...] = ()
    key: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A ``score`` from 0 to 1 and the reasons for and against it."""

    score: float = 0.0
    reasons: tuple[Why, ...] = ()


def likeness(reference: Reference, source: Source) -> Likeness:
    """How much a reference is like a source: one address or DOI is enough, a title needs more."""
    for_it, against = _dates(reference.published, source.published)
    if reference.doi and reference.doi.lower() == doi(f"{source.address} {source.note}").lower():
        return Likeness(CERTAIN, (Why.DOI, *for_it, *against))
    here, there = same_address(reference.address), same_address(source.address)
    if here and here == there:
        return Likeness(CERTAIN, (Why.ADDRESS, *for_it, *against))
    alike = same_title(reference.title, source.title)
    if alike < PROBABLE:
        return Likeness()
    reasons = [Why.TITLE if alike == 1 else Why.SIMILAR_TITLE, *for_it, *against]
    score = alike * 0.8 + (0.15 if for_it else 0) - (0.3 if against else 0)
    if here and there:
        reasons.append(Why.OTHER_ADDRESS)
        score -= 0.1
    if _share_author(reference.author, source):
        reasons.append(Why.AUTHOR)
        score += 0.1
    return Likeness(round(max(0.0, min(score, 0.99)), 3), tuple(reasons))


def same_address(address: str) -> str:
    """An address without what does not make it another one: scheme, www, tracking, fragment."""
    bare = _SCHEME.sub("", address.strip())
    bare = _SCHEME.sub("", _ARCHIVED.sub("", bare))
    bare = bare.partition("#")[0]
    place, _mark, query = bare.partition("?")
    host, slash, path = place.partition("/")
    host = _MOBILE.sub("", host.lower().removesuffix(":443").removesuffix(":80"))
    host = "x.com" if host == "twitter.com" else host
    kept = "&".join(each for each in query.split("&") if each and not _TRACKING.fullmatch(each))
    return f"{host}{slash}{path}".rstrip("/") + (f"?{kept}" if kept else "")


def doi(text: str) -> str:
    """The first DOI in a text, such as 10.1000/xyz; empty if there is none."""
    found = _DOI.search(text)
    return found[0].rstrip(".,;:)]}'") if found else ""


def same_title(one: str, other: str) -> float:
    """How alike two titles are, from 0 to 1, whatever their case, accents and punctuation."""
    mine, yours = title_words(one), title_words(other)
    if not mine or not yours:
        return 0.0
    if mine == yours:
        return 1.0
    shared = len(set(mine) & set(yours)) / len(set(mine) | set(yours))
    if shared < SHARED:  # letters alone say little, and take long to compare
        return min(shared, 0.99)
    letters = SequenceMatcher(None, " ".join(mine), " ".join(yours), autojunk=False).ratio()
    return min((shared + letters) / 2, 0.99)


def title_words(title: str) -> list[str]:
    """The words of a title without case, accents and punctuation."""
    folded = unicodedata.normalize("NFKD", title[:_LONGEST].casefold())
    return _WORD.findall("".join(char for char in folded if not unicodedata.combining(char)))


def _dates(one: str, other: str) -> tuple[tuple[Why, ...], tuple[Why, ...]]:
    """Whether two EDTF dates may be the same day: reasons for and against."""
    if not edtf.is_valid(one) or not edtf.is_valid(other):
        return (), ()
    mine, yours = edtf.parse(one), edtf.parse(other)
    apart = (
        mine.end_latest and yours.start_earliest and mine.end_latest < yours.start_earliest
    ) or (yours.end_latest and mine.start_earliest and yours.end_latest < mine.start_earliest)
    return ((), (Why.OTHER_DATE,)) if apart else ((Why.DATE,), ())


def _share_author(author: str, source: Source) -> bool:
    mine = {word for word in title_words(author) if len(word) > 2}
    return bool(mine & set(title_words(f"{source.author} {source.publisher}")))
