"""Telling the older encodings of Japanese, Korean and Chinese: several bytes make a letter."""

from __future__ import annotations

import re
from collections.abc import Callable

_LOOK = 65_536  # bytes from the first that is not ASCII
_FEWEST = 6  # letters
_SHARE = 0.9  # of the letters that stand beside another of their kind
_DAMAGE = 0.005  # of the letters
_EAST = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]")
_RUN = re.compile(_EAST.pattern + "{2,}")
_KANA = re.compile(r"[\u3041-\u30fe]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HIGH = re.compile(rb"[\x80-\xff]")
_SHIFTED = re.compile(rb"\x1b(?:\$[@B]|\([BJ]|\$\)C)")


def guess(data: bytes) -> str:
    """The Python codec of text in one of these languages; empty if it is in none of them."""
    if _SHIFTED.search(data[:_LOOK]):
        codec = "iso2022_kr" if b"\x1b$)C" in data[:_LOOK] else "iso2022_jp"
        return codec if _is_sound(_decoded(data[:_LOOK], codec)) else ""
    first = _HIGH.search(data)
    sample = data[first.start() : first.start() + _LOOK] if first else b""
    return next((used for codec, used, fits in _CODECS if fits(_decoded(sample, codec))), "")


def _decoded(sample: bytes, codec: str) -> str:
    return sample.decode(codec, "replace")


def _is_sound(text: str) -> bool:
    """Whether the text looks like eastern writing at all: signs of it in runs, little damage."""
    east = len(_EAST.findall(text))
    runs = sum(len(run) for run in _RUN.findall(text))
    damaged = text[:-1].count("\ufffd")
    return east >= _FEWEST and runs >= _SHARE * east and damaged <= max(1, _DAMAGE * len(text))


def _is(sign: re.Pattern[str], share: float) -> Callable[[str], bool]:
    return lambda text: (
        _is_sound(text) and len(sign.findall(text)) >= share * len(_EAST.findall(text))
    )


# How each is told, and the larger set in which it is read.
_CODECS = (
    ("euc_jp", "euc_jp", _is(_KANA, 0.2)),
    ("cp932", "cp932", _is(_KANA, 0.2)),
    ("euc_kr", "cp949", _is(_HANGUL, 0.9)),
    ("cp949", "cp949", _is(_HANGUL, 0.9)),
    ("gb2312", "gb18030", _is_sound),
    ("big5", "big5", _is_sound),
    ("gb18030", "gb18030", _is_sound),
)
