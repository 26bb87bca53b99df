"""What a page says of itself: who wrote it, where it stood, when it was published and saved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from habeas.capture.web import dates

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SCRIPT = 2_000_000  # characters of data that are looked at
_NODES = 2_000  # things that the data may tell of
_PAIRS, _LONGEST = 60, 1_000  # of metadata, and characters of a value
_ARTICLES = re.compile(r"Article$|^(?:Report|BlogPosting|SocialMediaPosting|WebPage|Legislation)$")
_POSTS = re.compile(r"^(?:SocialMediaPosting|DiscussionForumPosting)$")
_POST_TYPES = ("post", "status", "note", "tweet", "microblog", "instapp:photo")
_KEPT = re.compile(
    r"og:|article:|dc\.|dcterms\.|citation_|(?:description|keywords|generator|date|robots|news_)"
)
_LINK = re.compile(r"https?://[^\s<>\"']{1,4000}", re.IGNORECASE)
_FROM = (
    ("author", ("author", "dc.creator", "dcterms.creator", "citation_author", "article:author",
                "og:article:author", "parsely-author", "byl")),
    ("publisher", ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher",
                   "citation_journal_title", "application-name")),
    ("title", ("og:title", "dc.title", "dcterms.title", "citation_title", "headline",
               "twitter:title")),
    ("published", ("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
                   "dc.date", "dcterms.date", "citation_publication_date", "citation_date",
                   "parsely-pub-date", "pubdate", "publish-date", "sailthru.date", "date")),
    ("address", ("og:url", "twitter:url")),
    ("language", ("content-language", "dc.language", "dcterms.language")),
)  # fmt: skip


@dataclass(slots=True)
class About:
    """The fields of a Reading that a page gives, empty where it is silent; ``body`` is an article's
    text that stands in the data of a page and need not be shown by it.
    """

    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    address: str = ""
    captured: str = ""
    kind: str = "article"
    body: str = ""
    metadata: list[tuple[str, str]] = field(default_factory=list)

    def note(self, name: str, value: str) -> None:
        """Keep a pair of metadata, once and within bounds."""
        pair = (name, value[:_LONGEST])
        if value and len(self.metadata) < _PAIRS and pair not in self.metadata:
            self.metadata.append(pair)


def about(root: HtmlElement) -> About:
    """What the tags of a page and the data in it say."""
    found = About()
    said = _metas(root, found)
    data = _data(root)
    node = next((each for each in data if _is(each, _ARTICLES)), {})
    _of_data(found, node)
    for name, keys in _FROM:
        values = [value for key in keys for value in said.get(key, ())]
        _give(found, name, values)
    if _is(node, _POSTS) or any(value in _POST_TYPES for value in said.get("og:type", ())):
        found.kind = "post"
    _of_tags(found, root)
    return found


def _metas(root: HtmlElement, found: About) -> dict[str, list[str]]:
    """What stands in the meta tags of a page, by name in lower case."""
    said: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (
            element.get("property") or element.get("name") or element.get("itemprop")
            or element.get("http-equiv") or ""
        ).strip().lower()  # fmt: skip
        value = _line(element.get("content", ""))
        if name and value and len(said) < _NODES:
            said.setdefault(name, []).append(value)
            if _KEPT.match(name):
                found.note(name, value)
    return said


def _data(root: HtmlElement) -> list[Mapping[str, Any]]:
    """The things that the data in a page (JSON-LD) tells of, as it orders them."""
    found: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        source = script.text or ""
        if script.get("type", "").lower() != "application/ld+json" or len(source) > _SCRIPT:
            continue
        try:
            found.extend(_nodes(json.loads(source, strict=False)))
        except (ValueError, RecursionError):
            continue
    return found


def _nodes(value: object) -> Iterator[Mapping[str, Any]]:
    """Each thing in the data, those that others are made of after them."""
    waiting, count = [value], 0
    while waiting and count < _NODES:
        each = waiting.pop(0)
        count += 1
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            yield each
            waiting.extend(each[name] for name in ("@graph", "mainEntity") if name in each)


def _is(node: Mapping[str, Any], kinds: re.Pattern[str]) -> bool:
    said = node.get("@type", "")
    return any(
        isinstance(each, str) and kinds.search(each)
        for each in (said if isinstance(said, list) else [said])
    )


def _of_data(found: About, node: Mapping[str, Any]) -> None:
    for name, key in (("author", "author"), ("publisher", "publisher")):
        setattr(found, name, "; ".join(dict.fromkeys(_names(node.get(key)))))
    found.title = _line(node.get("headline"))
    _give(found, "published", [_line(node.get("datePublished"))])
    found.note("dateModified", _line(node.get("dateModified")))
    body = node.get("articleBody")
    found.body = body if isinstance(body, str) else ""


def _names(value: object) -> list[str]:
    """The names of people or houses, however the data gives them."""
    each = value if isinstance(value, list) else [value]
    named = [one.get("name") if isinstance(one, dict) else one for one in each[:50]]
    lines = [_line(one[0] if isinstance(one, list) and one else one) for one in named]
    return [line for line in lines if line and not _LINK.match(line)]


def _give(found: About, name: str, values: list[str]) -> None:
    """Let a field have the first value that fits it, unless it has one."""
    if name == "published":
        for value in values:
            day = dates.edtf_of(value)
            if day and not found.published:
                found.published = day
                if value != day:
                    found.note("datePublished", value)
        return
    if getattr(found, name):
        return
    if name == "author":
        names = [value for value in values if not _LINK.match(value) and not value.startswith("@")]
        value = "; ".join(dict.fromkeys(names[:50]))
    elif name == "address":
        value = next((value for value in values if is_address(value)), "")
    else:
        value = next(iter(values), "")
    setattr(found, name, value)


def _of_tags(found: About, root: HtmlElement) -> None:
    """What the page shows or links, where its data said nothing."""
    for link in root.iter("link"):
        if "canonical" in link.get("rel", "").lower().split() and is_address(link.get("href", "")):
            found.address = link.get("href", "").strip()
            found.note("canonical", found.address)
            break
    heads = [_line("".join(each.itertext())) for each in root.iter("h1")]
    named = next((_line("".join(each.itertext())) for each in root.iter("title")), "")
    found.title = found.title or (heads[0] if len(heads) == 1 else "") or named
    found.note("title", named)
    found.author = found.author or _marked_author(root)
    if not found.published:
        _give(found, "published", _marked_times(root))
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    said = said or root.get("xml:lang") or found.language
    found.note("lang", said)
    code = re.match(r"[A-Za-z]{2,3}(?=$|[-_,;])", said.strip())
    found.language = code[0].lower() if code else ""


def _marked_author(root: HtmlElement) -> str:
    """An author whom a page marks as one where it shows the name."""
    for path in ('.//*[@itemprop="author"]', './/*[@rel="author"]'):
        for element in root.findall(path)[:1]:
            named = element.find('.//*[@itemprop="name"]')
            line = _line("".join((element if named is None else named).itertext()))
            if line and len(line) <= 120:
                return line
    return ""


def _marked_times(root: HtmlElement) -> list[str]:
    """The times that a page marks as those of its publication."""
    marked = root.findall('.//*[@itemprop="datePublished"]')[:1]
    found = [each.get("content") or each.get("datetime") or "" for each in marked]
    for element in root.iter("time"):
        names = element.get("class", "").lower().split()
        if "pubdate" in element.attrib or {"published", "dt-published", "entry-date"} & set(names):
            found.append(element.get("datetime", ""))
            break
    return [_line(each) for each in found]


def is_address(text: str) -> bool:
    """Whether this is an address of the web, whole."""
    return bool(_LINK.fullmatch(text.strip()))


def _line(value: object) -> str:
    """A value as one line without control characters; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value[:20_000]).split())
