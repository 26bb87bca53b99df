"""Headers as people read them: encoded words, addresses, names of attachments."""

from __future__ import annotations

import binascii
import re
from email.utils import getaddresses

from habeas.capture import plain
from habeas.capture.letters import charsets

LONGEST_NAME = 200  # characters of an attachment's name
_ENCODED = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_BLANK = re.compile(r"\s*")
# Signs without a shape: they turn the direction of writing, or hide between letters.
_HIDING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def decoded(value: str) -> str:
    """A header's value in one line, its encoded words read; what is broken stays as it is."""
    found: list[str] = []
    at = 0
    held, charset = b"", ""  # a character may be cut between two encoded words
    for word in _ENCODED.finditer(value):
        between = value[at : word.start()]
        data = _bytes(word[2].lower(), word[3])
        if data is None:
            continue
        joins = held and word[1].lower() == charset and _BLANK.fullmatch(between)
        if not joins:
            found.append(charsets.decode(held, charset).text)
            if not (at and _BLANK.fullmatch(between)):
                found.append(between)
            held = b""
        held, charset, at = held + data, word[1].lower(), word.end()
    found.extend((charsets.decode(held, charset).text, value[at:]))
    return one_line("".join(found))


def one_line(text: str) -> str:
    """A text without line ends, controls, and runs of blanks."""
    return " ".join(_CONTROLS.sub(" ", plain.cleaned(text)[0]).split())


def addresses(value: str) -> str:
    """Addresses as "Name <address>, Name <address>", or the value if they cannot be told."""
    try:
        pairs = getaddresses([value])
    except (ValueError, TypeError, IndexError, AttributeError, RecursionError):
        pairs = []
    found = [_address(decoded(name), one_line(place)) for name, place in pairs if name or place]
    return ", ".join(each for each in found if each) or decoded(value)


def shown_name(name: str) -> tuple[str, bool]:
    """A file's name for showing: no path, no line ends, nothing that hides its ending.

    The second value is whether it held signs that hide or turn letters.
    """
    plainly = _HIDING.sub("", name)
    last = one_line(re.split(r"[/\\]", plainly)[-1]).strip(" .")
    if len(last) > LONGEST_NAME:
        stem, dot, suffix = last.rpartition(".")
        kept = dot + suffix if stem and len(suffix) < 12 else ""
        last = last[: LONGEST_NAME - len(kept) - 1] + "…" + kept
    return last, plainly != name


def _address(name: str, place: str) -> str:
    return f"{name} <{place}>" if name and place and name != place else name or place


def _bytes(how: str, word: str) -> bytes | None:
    """The bytes of an encoded word; None if it is none."""
    raw = word.encode("ascii", "ignore")
    try:
        if how == "q":
            return binascii.a2b_qp(raw.replace(b"_", b" "), header=True)
        return binascii.a2b_base64(raw.rstrip(b"=") + b"=" * (-len(raw.rstrip(b"=")) % 4))
    except (binascii.Error, ValueError):
        return None
