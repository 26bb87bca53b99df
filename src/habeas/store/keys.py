"""The key of a locked case: from a passphrase, or from the recovery code that was written down.

The first 16 bytes of a locked case are its salt, and ours to choose: ``HBS``, one byte that says
how the key is derived, and twelve random bytes.  So a locked case is told from noise before it is
unlocked, and one file needs nothing beside it.  The key is Argon2id (RFC 9106) of the passphrase
and that salt; there is no wrapped key, for there is no room for one.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import heads

MAGIC = b"HBS"
SALT = 16  # bytes
KEY = 32  # bytes
USUAL = 1
CHEAP = 0  # for tests: an attacker would not be slowed down


@dataclass(frozen=True, slots=True)
class _Cost:
    """What deriving a key takes: memory in KiB, passes over it, lanes (RFC 9106, section 4)."""

    memory: int
    passes: int
    lanes: int


_COSTS = {CHEAP: _Cost(64, 1, 1), USUAL: _Cost(1 << 18, 3, 4)}


class Locked(Problem):
    """The case is locked and was not given what opens it; nothing says how close it was."""


@dataclass(slots=True)
class Key:
    """The 32 bytes that open one case, with its salt; ``forget`` overwrites them."""

    raw: bytearray = field(repr=False)  # it shall stand in no report of an error
    salt: bytes

    def as_sql(self) -> str:
        """As the driver's PRAGMAs take it; after ``forget`` an error of ours."""
        if not any(self.raw):
            raise AssertionError("the key was forgotten")
        return f"\"x'{self.raw.hex()}{self.salt.hex()}'\""

    def copy(self) -> Key:
        """The same key in memory of its own, which is forgotten by itself."""
        return Key(bytearray(self.raw), self.salt)

    def forget(self) -> None:
        """Overwrite the key in memory, as far as Python allows: copies in text are its own."""
        self.raw[:] = bytes(len(self.raw))


@contextmanager
def forgotten_unless_taken(key: Key | None) -> Iterator[None]:
    """Overwrite ``key`` if what it was made for fails, or is stopped: then nobody else will."""
    try:
        yield
    except BaseException:
        if key is not None:
            key.forget()
        raise


def new_salt(cost: int = USUAL) -> bytes:
    """The first 16 bytes of a new locked case."""
    return MAGIC + bytes([cost]) + secrets.token_bytes(12)


def salt_of(path: Path) -> bytes | None:
    """The salt of the locked case at ``path``; None if the file is not one.  OSError as it comes.

    A case that this process has open is not touched: it is known how it begins.
    """
    head = heads.head(path, SALT)
    return head if is_salt(head) else None


def is_salt(head: bytes) -> bool:
    """Whether a file that begins so is a locked case."""
    return len(head) >= SALT and head.startswith(MAGIC)


def derive(passphrase: str, salt: bytes) -> Key:
    """The key that a passphrase and the salt of a file make: a second of work and 256 MiB.

    Problem if the salt asks for a way of deriving that this version does not know.
    """
    if not passphrase:
        raise Problem(_("An empty passphrase locks nothing. Nothing was changed; choose another."))
    cost = _COSTS.get(salt[3])
    if cost is None:
        raise Problem(
            _(
                "This case was locked by a newer Habeas. It was not opened and nothing was "
                "changed. Open it with the newer version."
            )
        )
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # 30 ms that a start is spared

    kdf = Argon2id(
        salt=salt, length=KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    )
    return Key(bytearray(kdf.derive(prepared(passphrase))), salt)


def prepared(passphrase: str) -> bytes:
    """The passphrase as bytes, the same from every keyboard (RFC 8265, OpaqueString).

    Spaces of every kind are one kind, and an accent typed as two characters is one.
    """
    plain = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    # Half a character, as some input methods leave it, is one like any other.
    return unicodedata.normalize("NFC", plain).encode("utf-8", "surrogatepass")


# Crockford's alphabet: no I, L, O or U to be mistaken in handwriting.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4  # letters of the key in a group; a fifth checks them
_GROUPS = 13
_BITS = 5 * _GROUP * _GROUPS  # 260: the key and four bits that are nought


def recovery_code(key: Key) -> str:
    """The key in thirteen groups of five letters and digits; the fifth of each checks its group.

    >>> recovery_code(Key(bytearray(range(32)), b"")).split("-")[0]
    '0004X'
    """
    number = int.from_bytes(key.raw, "big") << (_BITS - 8 * KEY)
    letters = [_LETTERS[number >> shift & 31] for shift in range(_BITS - 5, -1, -5)]
    groups = ["".join(letters[n * _GROUP : (n + 1) * _GROUP]) for n in range(_GROUPS)]
    return "-".join(group + _check(n, group) for n, group in enumerate(groups))


def key_of(code: str, salt: bytes) -> Key:
    """The key that a recovery code holds, for a file with this salt.

    However it is written: small letters, other spaces, O for 0, I or L for 1.  Problem that names
    the group in which a letter is wrong.
    """
    letters = "".join(c for c in code.upper() if c.isalnum())
    letters = letters.translate(str.maketrans("OIL", "011"))
    size = _GROUP + 1
    if len(letters) != size * _GROUPS:
        raise Problem(
            _("A recovery code has {n} letters and digits; this has {found}.").format(
                n=size * _GROUPS, found=len(letters)
            )
        )
    groups = [letters[n * size : (n + 1) * size] for n in range(_GROUPS)]
    wrong = [n + 1 for n, group in enumerate(groups) if not _fits(n, group)]
    if wrong:
        raise Problem(
            _("There is a slip in group {groups}: look at it again.").format(
                groups=", ".join(map(str, wrong))
            )
        )
    number = 0
    for letter in "".join(group[:_GROUP] for group in groups):
        number = number << 5 | _LETTERS.index(letter)
    raw = (number >> (_BITS - 8 * KEY)).to_bytes(KEY, "big")
    return Key(bytearray(raw), salt)


def _fits(n: int, group: str) -> bool:
    return set(group) <= set(_LETTERS) and _check(n, group[:_GROUP]) == group[_GROUP]


def _check(n: int, group: str) -> str:
    """The letter that checks group ``n``: groups that changed places do not fit either."""
    return _LETTERS[hashlib.sha256(f"{n}:{group}".encode()).digest()[0] & 31]
