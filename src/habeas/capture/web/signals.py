"""What about an element of a page tells that it is furniture (menus, banners) or readers' words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "dialog",
        "alertdialog",
        "search",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "status",
    ]
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookiebar|consent|gdpr|cmp|newsletter|boletin|subscribe|subscription|"
    r"suscripcion|share|sharing|compartir|social|breadcrumbs?|migas|related|relacionad[ao]s|"
    r"recommended|recommendations|recomendad[ao]s|sidebar|widget|advert\w*|publicidad|ads?|promo|"
    r"sponsored|popup|modal|navbar|nav|navigation|menu|footer|pie|skip|most-read|trending|toolbar|"
    r"login|paywall)(?=$|[\s_-])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|commentlist|comment-?section|comentarios?|disqus\w*|"
    r"respond|facebook-comments)(?=$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST = 500  # characters of names that are looked at
_MAY_BE = frozenset(
    [
        "div",
        "section",
        "aside",
        "ul",
        "ol",
        "p",
        "span",
        "header",
        "footer",
        "nav",
        "form",
        "dialog",
        "table",
    ]
)


def main_ones(root: HtmlElement) -> frozenset[HtmlElement]:
    """The elements in which stands what a page is about; such a one is no furniture."""
    found: set[HtmlElement] = set()
    for element in root.iter("h1", "main", "article", "body"):
        if element.tag != "article":
            found.update(each for each in element.iterancestors())
        found.add(element)
    return frozenset(found)


def is_furniture(element: HtmlElement, main: frozenset[HtmlElement], *, in_article: bool) -> bool:
    """Whether an element is there for the site and not for the page; its name is only a sign.

    ``main`` is what ``main_ones`` gives.
    """
    tag = element.tag
    if tag in ("nav", "menu"):
        return True
    if tag in ("footer", "aside") and not in_article:
        return True
    if tag == "header" and not in_article and element not in main:
        return True
    if tag not in _MAY_BE:
        return False
    named = element.get("role", "") in _ROLES or _FURNITURE.search(_names(element))
    return bool(named) and element not in main


def is_comments(element: HtmlElement, main: frozenset[HtmlElement]) -> bool:
    """Whether an element holds what readers wrote below the page."""
    if element.tag not in _MAY_BE or not _COMMENTS.search(_names(element)):
        return False
    return element not in main


def _names(element: HtmlElement) -> str:
    return f"{element.get('id', '')} {element.get('class', '')}"[:_LONGEST]
