"""A PDF that was cut short, before the part that says where its pages are: they are looked for."""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+(\d{1,5})\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_LOOKED = 4_096  # bytes of an object that tell what it is
_MOST = 10_000  # pages


def rescued(data: bytes) -> bytes:
    """The PDF with a new list of its pages at the end; empty if there is nothing to be listed.

    What is encrypted is not rescued: the key stood in the part that is lost.
    """
    if b"/Encrypt" in data:
        return b""
    found: dict[int, int] = {}
    highest = last = 0
    for head in _OBJECT.finditer(data):
        number = int(head[1])
        highest, last = max(highest, number), head.end()
        start = data[head.end() : head.end() + _LOOKED].partition(b"endobj")[0]
        if _PAGE.search(start.partition(b"stream")[0]):
            found[number] = int(head[2])
    if not found:
        return b""
    pages = b" ".join(b"%d %d R" % page for page in list(found.items())[:_MOST])
    # What is left of the lost part would be taken for the whole of it.
    end = data.rfind(b"endobj", last)
    data = data[: end + len(b"endobj")] if end >= 0 else data
    count = min(len(found), _MOST)
    return data + (
        b"\nendstream\nendobj\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n"
        b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>\nendobj\n"
        b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n"
    ) % (highest + 1, highest + 2, highest + 2, count, pages, highest + 1, highest + 3)
