"""PDF files made letter by letter: words at places, in fonts that every reader knows."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_MAY = -44  # what a reader may do: print and read, but not change


@dataclass(frozen=True)
class Said:
    """Words at ``x``, ``y`` points from the lower left.

    ``font`` is F1 (Helvetica), or F2, whose bytes mean what ``letters`` of ``pdf`` say.
    """

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "F1"


@dataclass(frozen=True)
class Lock:
    """Encryption with RC4 of 40 bits; without ``user`` everybody may read."""

    user: str = ""
    owner: str = "owner"


def lines(text: str, *, x: float = 72, top: float = 760, leading: float = 14) -> list[Said]:
    """Each line of a text below the one before."""
    return [Said(x, top - n * leading, line) for n, line in enumerate(text.split("\n")) if line]


def pdf(
    pages: Sequence[Sequence[Said]],
    *,
    info: Mapping[str, str] | None = None,
    letters: Mapping[int, str] | None = None,
    attached: Mapping[str, bytes] | None = None,
    script: str = "",
    size: tuple[float, float] = (595, 842),
    page: str = "",
    catalog: str = "",
    lock: Lock | None = None,
) -> bytes:
    """A PDF with these pages.

    ``page`` is added to each page's dictionary, such as /Rotate 90, and ``catalog`` to the
    document's.
    """
    objects: list[tuple[bytes, bytes | None]] = [(b"", None)] * 5
    objects[2] = (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", None,
    )  # fmt: skip
    widths = " ".join(["500"] * 256)
    objects[3] = (
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R/FirstChar 0"
        f"/LastChar 255/Widths[{widths}]>>".encode(),
        None,
    )
    objects[4] = (b"", _map(letters or {}))
    kids = []
    for each in pages:
        content = "\n".join(_shown(said) for said in each).encode("cp1252", "replace")
        objects.append((b"", content))
        box = f"/MediaBox[0 0 {size[0]} {size[1]}]"
        fonts = "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        leaf = f"<</Type/Page/Parent 2 0 R{box}{fonts}/Contents {len(objects)} 0 R{page}>>"
        objects.append((leaf.encode(), None))
        kids.append(f"{len(objects)} 0 R")
    root = f"<</Type/Catalog/Pages 2 0 R{catalog}"
    if attached:
        root += f"/Names<</EmbeddedFiles<</Names[{_files(attached, objects)}]>>>>"
    if script:
        root += f"/OpenAction<</S/JavaScript/JS({_escaped(script)})>>"
    objects[0] = (f"{root}>>".encode("cp1252"), None)
    objects[1] = (f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode(), None)
    about = 0
    if info:
        pairs = "".join(f"/{key}<{_wide(value).hex()}>" for key, value in info.items())
        objects.append((f"<<{pairs}>>".encode(), None))
        about = len(objects)
    return _written(objects, about, lock)


def picture_pdf(*, pages: int = 1) -> bytes:
    """A scan: pages with a picture and no words."""
    objects: list[tuple[bytes, bytes | None]] = [(b"<</Type/Catalog/Pages 2 0 R>>", None)]
    kids = " ".join(f"{5 + n} 0 R" for n in range(pages))
    objects.append((f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(), None))
    grey = bytes(range(0, 256, 4)) * 4
    picture = (
        b"/Type/XObject/Subtype/Image/Width 16/Height 16/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    objects.append((picture, grey))
    objects.append((b"", b"q 400 0 0 500 50 100 cm /I Do Q"))
    objects.extend(
        [
            (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]"
                b"/Resources<</XObject<</I 3 0 R>>>>/Contents 4 0 R>>",
                None,
            )
        ]
        * pages
    )
    return _written(objects, 0, None)


def _shown(said: Said) -> str:
    return f"BT /{said.font} {said.size} Tf {said.x} {said.y} Td ({_escaped(said.text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _wide(text: str) -> bytes:
    return b"\xfe\xff" + text.encode("utf-16-be")


def _map(letters: Mapping[int, str]) -> bytes:
    """What the bytes of F2 mean."""
    rows = "\n".join(
        f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for code, text in letters.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Own def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _files(attached: Mapping[str, bytes], objects: list[tuple[bytes, bytes | None]]) -> str:
    entries = []
    for name, data in attached.items():
        objects.append((f"/Type/EmbeddedFile/Params<</Size {len(data)}>>".encode(), data))
        stream = len(objects)
        wide = _wide(name).hex()
        objects.append(
            (f"<</Type/Filespec/F<{wide}>/UF<{wide}>/EF<</F {stream} 0 R>>>>".encode(), None)
        )
        entries.append(f"<{wide}> {len(objects)} 0 R")
    return " ".join(entries)


def _written(objects: list[tuple[bytes, bytes | None]], about: int, lock: Lock | None) -> bytes:
    """The objects, one after the other, with the table of where they are."""
    mark = hashlib.md5(b"made").digest()
    key, locked = _keys(lock, mark) if lock else (b"", "")
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, (text, stream) in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode()
        if stream is None:
            out += text
        else:
            packed = zlib.compress(stream)
            if key:
                own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
                packed = _rc4(own, packed)
            out += b"<<" + text + f"/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode()
            out += packed + b"\nendstream"
        out += b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    tail = f"/Size {len(objects) + 1}/Root 1 0 R/ID[<{mark.hex()}><{mark.hex()}>]{locked}"
    tail += f"/Info {about} 0 R" if about else ""
    out += f"trailer\n<<{tail}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _keys(lock: Lock, mark: bytes) -> tuple[bytes, str]:
    """The key of a locked PDF, and its entry in the trailer."""
    user, owner = ((word.encode() + _PAD)[:32] for word in (lock.user, lock.owner))
    theirs = _rc4(hashlib.md5(owner).digest()[:5], user)
    may = _MAY.to_bytes(4, "little", signed=True)
    key = hashlib.md5(user + theirs + may + mark).digest()[:5]
    ours = _rc4(key, _PAD)
    entry = f"/Filter/Standard/V 1/R 2/O<{theirs.hex()}>/U<{ours.hex()}>/P {_MAY}"
    return key, f"/Encrypt<<{entry}>>"


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
