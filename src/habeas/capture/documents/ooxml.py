"""Office Open XML as a package: parts by name, what they point to, and the core properties."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from habeas.capture import xml, zipped
from habeas.capture.documents.about import About, line

_CORE = ("title", "subject", "creator", "keywords", "description", "lastModifiedBy", "revision",
         "created", "modified", "language", "category")  # fmt: skip
_APP = ("Application", "Company", "Manager", "Template")


@dataclass(frozen=True, slots=True)
class Link:
    """What a part points to inside the package: the end of the type's name, and the part."""

    id: str
    kind: str
    target: str


class Package:
    """An open package; ``faults`` are the parts that are broken or missing."""

    def __init__(self, archive: zipped.Archive) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.names()}
        self.faults: list[str] = [] if archive.whole else [""]

    def part(self, name: str) -> Any:
        """A part's root element; None if it is absent or broken beyond use."""
        known = self._names.get(name.lower())
        if known is None:
            return None
        try:
            data = self._archive.read(known, most=xml.MOST)
        except zipped.Damaged:
            self.faults.append(name)
            data = self._archive.beginning(known, most=xml.MOST)
        root, whole = xml.parsed(data)
        if not whole:
            self.faults.append(name)
        return root

    def main(self, usual: str) -> str:
        """The name of the part that the document begins with; ``usual`` if none is named."""
        found = (link.target for link in self.links("") if link.kind == "officeDocument")
        return next(found, usual)

    def links(self, name: str) -> tuple[Link, ...]:
        """What a part (or the package: "") points to inside the package."""
        folder, own = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{own}.rels"))
        if root is None:
            return ()
        return tuple(
            Link(
                xml.get(each, "Id"),
                xml.get(each, "Type").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, xml.get(each, "Target"))).lstrip(
                    "/"
                ),
            )
            for each in xml.children(root, "Relationship")
            if xml.get(each, "TargetMode") != "External"
        )

    def within(self, folder: str) -> list[str]:
        """The names of the members in a folder."""
        return [name for low, name in self._names.items() if low.startswith(folder.lower())]

    def about(self) -> About:
        """What the package says of itself."""
        pairs = []
        for name, keys in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP)):
            root = self.part(name)
            found = {} if root is None else {xml.name(each): xml.words(each) for each in root}
            pairs += [(key, line(found[key])) for key in keys if found.get(key)]
        told = dict(pairs)
        return About(
            pairs=tuple(pairs),
            title=told.get("title", ""),
            author=told.get("creator", ""),
            language=told.get("language", ""),
        )


def toggled(properties: Any, key: str) -> bool | None:
    """Whether an on-or-off property is set; None if it is not mentioned."""
    found = None if properties is None else xml.child(properties, key)
    return None if found is None else xml.get(found, "val") not in ("0", "false", "off")


def rooms(element: Any) -> Iterator[Any]:
    """The elements directly within; of an alternative, the first choice alone."""
    for each in element:
        if xml.name(each) == "AlternateContent":
            chosen = xml.child(each, "Choice")
            chosen = xml.child(each, "Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from rooms(chosen)
        else:
            yield each
