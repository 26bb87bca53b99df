"""A page to be looked at without a network: nothing of it runs, and nothing of it is fetched.

The tree is pruned and its attributes are written anew; what comes of that goes through nh3 as the
last step, so that no trick of the markup comes through.  Pictures are those in the file itself.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urldefrag, urljoin

from habeas.capture.web import charset, flat, mhtml, tree
from habeas.capture.web.mhtml import SavedPage
from habeas.i18n import _

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 4_000_000  # characters of a page that are shown, without its pictures
PICTURE = 4_000_000  # bytes of one picture
PICTURES = 24_000_000  # bytes of all of them
_TABLES = 4  # one inside the other: more take a window long to lay out
_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr address article aside b bdi bdo blockquote br caption center cite code col dd "
        "colgroup del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header "
        "hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strong "
        "sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr",
    )
)
_MAGIC = (
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpeg", b"\xff\xd8\xff"),
    ("gif", b"GIF8"),
    ("bmp", b"BM"),
    ("webp", b"RIFF"),
)
_DATA = re.compile(r"data:image/[\w.+-]{1,20}(?:;[\w=.-]{1,40}){0,4},[^\s\"'<>()]*", re.I)
_KEPT = re.compile(r"habeas-picture:(\d{1,9})")
_OURS = re.compile(r"data:image/(?:png|jpeg|gif|bmp|webp);base64,[A-Za-z0-9+/]+=*")
_NUMBERS = {"colspan": 100, "rowspan": 1000, "width": 4000, "height": 4000, "start": 10**6}


class _Pictures:
    """The pictures in a file by the names that its page has for them, as ``data:`` addresses."""

    def __init__(self, kept: SavedPage) -> None:
        self._written: list[str] = []
        self._left = PICTURES
        self._base = kept.address
        self._pieces = {
            name: piece.data
            for piece in reversed(kept.pieces)
            for name in (piece.location, f"cid:{piece.number}")
            if name not in ("", "cid:")
        }

    def put_aside(self, source: str) -> str:
        """The source with a short name in place of each picture that stands in it as letters."""
        self._written = []

        def named(found: re.Match[str]) -> str:
            self._written.append(found[0])
            return f"habeas-picture:{len(self._written) - 1}"

        return _DATA.sub(named, source.replace("habeas-picture:", ""))

    def address(self, name: str) -> str:
        """The picture of this name as a ``data:`` address; empty if the file does not have it."""
        data = self._data(name.strip())
        kind = next((kind for kind, magic in _MAGIC if data.startswith(magic)), "")
        if not kind or len(data) > min(PICTURE, self._left):
            return ""
        self._left -= len(data)
        return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"

    def _data(self, name: str) -> bytes:
        if kept := _KEPT.fullmatch(name):
            number = int(kept[1])
            return _undone(self._written[number]) if number < len(self._written) else b""
        try:
            whole = urldefrag(urljoin(self._base, name))[0]
        except ValueError:
            whole = name
        return self._pieces.get(name) or self._pieces.get(whole) or b""


def shown(data: bytes, *, media_type: str) -> str:
    """A page, or one saved with its pictures (multipart/related), as harmless HTML.

    What is left has no address to load from but ``data:`` pictures.  A link has none either: its
    ``title`` says where it led.
    """
    kept = SavedPage(None)
    told = ""
    if media_type == "multipart/related":
        kept = mhtml.taken_apart(data)
        if kept.page is None:
            return _note(_("There is no page in the file that can be shown."))
        data, told = kept.page.data, kept.page.charset
    pictures = _Pictures(kept)
    source = tree.light(pictures.put_aside(charset.decode(data, told=told).text))
    root = tree.parse(source)
    if root is None:
        return _flat(source)
    _prune(root)
    size = _rewrite(root, pictures)
    return _cleaned(root, size)


def _flat(source: str) -> str:
    """The words of a page that no tree can be made of."""
    lines, size = [], 0
    for line in flat.paragraphs(source):
        size += len(line)
        lines.append(f"<p>{html.escape(line[:LONGEST])}</p>")
        if size > LONGEST:
            return _note(_cut()) + "".join(lines)
    return "".join(lines)


def _prune(root: HtmlElement) -> None:
    """Take out what is not seen, and what could run."""
    for element in list(root.iter()):
        unseen = tree.is_unseen(element) and element.tag != "head"
        if element is not root and (unseen or element.tag == "head"):
            parent = element.getparent()
            if parent is not None:
                _drop(element, parent)


def _drop(element: HtmlElement, parent: HtmlElement) -> None:
    """Take an element out of the tree and leave what comes after it."""
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _rewrite(root: HtmlElement, pictures: _Pictures) -> int:
    """Give each element the few attributes that it may have; the size of all pictures."""
    size = 0
    for element in list(root.iter()):
        given = dict(element.attrib)
        element.attrib.clear()
        tag = str(element.tag)
        if tag in ("template", "math"):  # a component whose inside is seen, or a formula
            element.tag = "span" if tag == "math" else "div"
        elif tag == "img":
            size += _picture(element, given, pictures)
        elif tag == "table" and sum(1 for _each in element.iterancestors("table")) >= _TABLES:
            element.tag = "div"
        elif tag == "a":
            _address(element, given.get("href", ""))
        if given.get("dir", "").lower() in ("rtl", "ltr", "auto"):
            element.set("dir", given["dir"].lower())
        for name, most in _NUMBERS.items():
            value = given.get(name, "")
            if re.fullmatch(r"\d{1,7}", value, re.ASCII) and int(value) <= most:
                element.set(name, value)
    return size


def _picture(element: HtmlElement, given: dict[str, str], pictures: _Pictures) -> int:
    """Let an element show its picture, or else the words that stand for it."""
    address = pictures.address(given.get("src", ""))
    words = " ".join(given.get("alt", "").split())[:1000]
    if address:
        element.set("src", address)
        element.set("alt", words)
        return len(address)
    element.tag = "em"
    element.text = words
    return 0


def _address(element: HtmlElement, href: str) -> None:
    """Say where a link led, as words."""
    if re.match(r"https?://|mailto:", href.strip(), re.IGNORECASE):
        element.set("title", href.strip()[:500])


def _cleaned(root: HtmlElement, pictures: int) -> str:
    import nh3
    from lxml import etree

    body = root.find("body")
    direction = root.get("dir") or ("" if body is None else body.get("dir", ""))
    whole = etree.tostring(root, encoding="unicode", method="html")
    cut = len(whole) > LONGEST + pictures
    clean = nh3.clean(
        whole[: LONGEST + pictures],
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "title", "noscript", "svg"},
        attributes={
            "*": {"dir"}, "a": {"title"}, "img": {"src", "alt", "width", "height"},
            "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"},
        },
        attribute_filter=_allowed,
        url_schemes={"data"},
        link_rel=None,
        strip_comments=True,
    )  # fmt: skip
    if direction:
        clean = f'<div dir="{direction}">{clean}</div>'
    return (_note(_cut()) if cut else "") + clean


def _allowed(_tag: str, name: str, value: str) -> str | None:
    """An attribute as it may stay: a picture only as we wrote it."""
    return value if name != "src" or _OURS.fullmatch(value) else None


def _undone(address: str) -> bytes:
    """The bytes of a ``data:`` address; none if they are broken, or too many."""
    head, _comma, body = address.partition(",")
    if len(body) > 3 * PICTURE:
        return b""
    raw = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return b""


def _note(sentence: str) -> str:
    return f"<p><em>{html.escape(sentence)}</em></p>"


def _cut() -> str:
    return _("The page is long. Only its beginning is shown here.")
