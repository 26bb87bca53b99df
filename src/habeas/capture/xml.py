"""XML from strangers: nothing outside of it is looked up, nothing in it grows, depth has an end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MOST = 64_000_000  # bytes of one XML file


def parse(data: bytes) -> Any:
    """The root element, mended where it is broken; None if there is nothing to be made of it."""
    return parsed(data)[0]


def parsed(data: bytes) -> tuple[Any, bool]:
    """The root element as ``parse``, and whether it is whole."""
    from lxml import etree

    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            recover=recover, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser), not recover
        except (etree.XMLSyntaxError, ValueError, LookupError):
            continue
    return None, False


def name(element: Any) -> str:
    """An element's name without its namespace; empty for what is no element, such as an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def get(element: Any, key: str) -> str:
    """The value of an attribute by its name without namespace; empty if there is none."""
    for full, value in element.attrib.items():
        if full.rpartition("}")[2] == key:
            return str(value)
    return ""


def child(element: Any, *path: str) -> Any:
    """The first element down a path of names; None if there is none."""
    for step in path:
        element = next((each for each in element if name(each) == step), None)
        if element is None:
            return None
    return element


def children(element: Any, *names: str) -> Iterator[Any]:
    """The elements directly within that have one of these names."""
    return (each for each in element if name(each) in names)


def within(element: Any, *names: str) -> Iterator[Any]:
    """All elements within, at any depth, that have one of these names."""
    return (each for each in element.iter() if name(each) in names)


def words(element: Any) -> str:
    """All text within, as one line."""
    if element is None or not name(element):
        return ""
    return " ".join("".join(element.itertext()).split())
