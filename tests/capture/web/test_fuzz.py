"""Whatever the bytes are, reading ends, and raises nothing but a Problem."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.capture import original as originals
from habeas.capture.web import html, mhtml, wacz, warc
from habeas.capture.web.showing import shown
from habeas.errors import Problem
from made import web

PAGE = web.page(
    "Day 1", "Nobody left <a href=/x>the cells</a>.", "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
)  # fmt: skip
WARC = web.warc(*[(f"https://faro.example/{n}", "text/html", PAGE) for n in range(3)], gzip=False)
PACKED = web.warc(("https://faro.example/1", "text/html", PAGE), ("https://a.b/", "404", b"x"))
MHTML = web.mhtml(PAGE, pictures=(("a.png", b"\x89PNG\r\n"),))
WACZ = web.wacz(PACKED, [{"url": "https://faro.example/1", "title": "Day"}])
READERS = {"html": html, "mhtml": mhtml, "warc": warc, "packed": warc, "wacz": wacz}
GOOD = {"html": PAGE, "mhtml": MHTML, "warc": WARC, "packed": PACKED, "wacz": WACZ}

# Half of what the profile asks for: each example is read, shown, and gone through.
many = settings(max_examples=settings().max_examples // 2, suppress_health_check=list(HealthCheck))
names = st.sampled_from(sorted(READERS))
tags = st.sampled_from(
    ["<p>", "</p>", "<table>", "<tr>", "<td>", "<b>", "<a href=x>", "<!--", "-->", "<script>",
     "</div>", "<svg>", "<template>", "<pre>", "<li>", "&#0;", "&amp", "<br>", "\x00", "ñ", "x "]
)  # fmt: skip


def go(name: str, data: bytes) -> None:
    with contextlib.suppress(Problem):
        reading = READERS[name].read(originals.of_bytes(data, "a"))
        found = [reading, *(part.reading for part in reading.parts)]
        for each in found:
            assert not any(char in each.text for char in "\x00\r\x01\ufeff")
            assert all(0 <= s.start <= s.end <= len(each.text) for s in each.stretches)
    if name in ("html", "mhtml"):
        shown(data, media_type="text/html" if name == "html" else "multipart/related")


@many
@given(names, st.binary(max_size=400))
def test_any_bytes_at_all(name, data):
    go(name, data)


@many
@given(names, st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=6))
def test_good_files_with_wrong_bytes_in_them(name, changes):
    data = bytearray(GOOD[name])
    for where, put in changes:
        at = int(where * len(data))
        data[at : at + len(put)] = put
    go(name, bytes(data))


@many
@given(names, st.floats(0, 1), st.floats(0, 1))
def test_good_files_with_a_piece_cut_out(name, one, other):
    start, end = sorted((one, other))
    data = GOOD[name]
    go(name, data[: int(start * len(data))] + data[int(end * len(data)) :])


@many
@given(st.lists(tags, max_size=60))
def test_tags_in_any_order(pieces):
    go("html", f"<html><body>{''.join(pieces)}".encode())
