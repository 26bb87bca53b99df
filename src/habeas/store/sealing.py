"""A seal: the head of the chain as a short text that is kept elsewhere, and may be signed.

The text is lines of ``Label: value`` between ``Habeas seal 1`` and ``End of seal``, in this order
and always with these labels (``FIELDS``), UTF-8, whatever the language of the program.  ``Act`` is
the number of an Edit, by the user's word for it, and ``Digest`` its digest; ``Case`` is the digest
of the first Edit, by which cases are told apart.  Numbers are decimal, digests, key and signature
are hexadecimal; key, fingerprint and signature are empty in a seal that is not signed.  What is
signed (Ed25519, RFC 8032) are all lines before ``Signature``, each ended by a line feed, without
spaces at their ends.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import journal
from habeas.store.driver import Database

FIRST, LAST = "Habeas seal 1", "End of seal"
MOST = 100_000  # characters in which a seal is looked for
_ROW = 64  # letters of a signature in a line: mail breaks lines that are longer than 76

FIELDS = {
    "made": "Made", "who": "By", "case": "Case", "edit": "Act", "finished": "Act made",
    "digest": "Digest", "sources": "Sources", "captures": "Captures",
    "size": "Bytes of captures", "claims": "Claims", "events": "Events", "edits": "Acts",
    "purges": "Purges", "key": "Key", "fingerprint": "Fingerprint", "signature": "Signature",
}  # fmt: skip
_NUMBERS = ("edit", "sources", "captures", "size", "claims", "events", "edits", "purges")
_LABELS = {label: name for name, label in FIELDS.items()}
_STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_SHAPE = dict.fromkeys(_NUMBERS, r"[0-9]{1,18}") | {
    "made": _STAMP, "finished": _STAMP, "who": ".*", "case": "[0-9a-f]{64}",
    "digest": "[0-9a-f]{64}", "key": "([0-9a-f]{64})?", "fingerprint": "([0-9a-f]{32})?",
    "signature": "([0-9a-f]{128})?",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal says; times are UTC, ISO 8601; ``size`` is in bytes."""

    made: str
    who: str
    case: str
    edit: int
    finished: str
    digest: str
    sources: int
    captures: int
    size: int
    claims: int
    events: int
    edits: int
    purges: int
    key: str = ""
    signature: str = ""

    @property
    def text(self) -> str:
        """The seal as it is printed and mailed, with a line feed at its end."""
        rows = [self.signature[n : n + _ROW] for n in range(0, len(self.signature), _ROW)]
        return f"{self.signed}{_line('signature', chr(10).join(rows))}\n{LAST}\n"

    @property
    def signed(self) -> str:
        """The part of the text that a signature covers."""
        values = {f.name: str(getattr(self, f.name)) for f in fields(self)}
        values["fingerprint"] = in_groups(fingerprint(self.key))
        names = [name for name in FIELDS if name != "signature"]
        return "\n".join([FIRST, *(_line(name, values[name]) for name in names), ""])


@dataclass(frozen=True, slots=True)
class Link:
    """One Edit of the chain, as it stands in the file; ``counted`` is its digest made again."""

    edit: int
    previous: str
    digest: str
    head: list[object]
    lines: list[str]
    counted: str


def seal_text(db: Database, before: int, *, who: str, private: str = "") -> Seal:
    """The seal of the case as it is after the last Edit in front of number ``before``.

    ``who`` may be empty; ``private`` is the Ed25519 key (hexadecimal) to sign with, or empty.
    Problem if there is no Edit yet.
    """
    row = db.execute(
        "SELECT id, coalesce(finished, started), digest FROM edit "
        "WHERE id < ? AND open IS NULL ORDER BY id DESC LIMIT 1",
        [before],
    ).fetchone()
    if row is None:
        raise Problem(_("There is nothing in this case yet that could be sealed."))
    numbers = {name: int(db.execute(sql).fetchone()[0]) for name, sql in _COUNTS.items()}
    edits = db.execute("SELECT count(*) FROM edit WHERE id <= ?", [row[0]]).fetchone()[0]
    made = Seal(
        journal.now(), in_line(who), first_digest(db), edit=row[0], finished=row[1],
        digest=row[2], edits=edits, key="", signature="", **numbers,
    )  # fmt: skip
    return sign(made, private) if private else made


def in_line(words: str) -> str:
    """Words as one line of a seal can hold them: no breaks, nothing that does not print."""
    printed = "".join(c for c in " ".join(words.split()) if unicodedata.category(c)[0] != "C")
    return unicodedata.normalize("NFC", " ".join(printed.split()))


def first_digest(db: Database) -> str:
    """The digest of the first Edit, by which cases are told apart; empty in a new case."""
    row = db.execute("SELECT digest FROM edit WHERE open IS NULL ORDER BY id LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def parse(text: str) -> Seal:
    """The first seal in a text, also one that went through mail; Problem if there is none.

    Other line breaks, quotation marks of mail, lines broken anew, spaces and words around it do no
    harm.
    """
    found = {name: _told(name, value) for name, value in _values(text).items()}
    missing = [FIELDS[name] for name in FIELDS if name not in found]
    if missing:
        raise Problem(
            _("The seal is not whole: “{line}” is missing. Copy it again, from its first line to "
              "its last.").format(line=missing[0])
        )  # fmt: skip
    mark = found.pop("fingerprint")
    numbers = {name: int(found.pop(name)) for name in _NUMBERS}
    made = Seal(**found, **numbers)  # type: ignore[arg-type]
    if mark != fingerprint(made.key) or bool(made.key) != bool(made.signature):
        raise Problem(_unread(FIELDS["key"]))
    return made


def sign(seal: Seal, private: str) -> Seal:
    """The seal, signed with an Ed25519 key (hexadecimal)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    named = replace(seal, key=key.public_key().public_bytes_raw().hex())
    return replace(named, signature=key.sign(named.signed.encode()).hex())


def is_signed_soundly(seal: Seal) -> bool:
    """Whether the signature is that of the key which the seal names; False if it has none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not seal.signature:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.key))
        key.verify(bytes.fromhex(seal.signature), seal.signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def signing_key(db: Database, name: str) -> str:
    """The private key (hexadecimal) of the user called ``name``, made when first asked for.

    It is kept in the case and leaves it only inside copies of the case file.
    """
    row = db.execute(
        "SELECT private FROM signing_key WHERE name = ? ORDER BY id DESC LIMIT 1", [name]
    ).fetchone()
    if row is not None:
        return str(row[0])
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private, public = key.private_bytes_raw().hex(), key.public_key().public_bytes_raw().hex()
    db.execute(
        "INSERT INTO signing_key (made, name, public, private) VALUES (?,?,?,?)",
        [journal.now(), name, public, private],
    )
    return private


def fingerprint(key: str) -> str:
    """What a public key is known by, short enough to read out: 32 letters; empty for no key."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[:32] if key else ""


def in_groups(letters: str) -> str:
    """A fingerprint in groups of four.

    >>> in_groups("0123456789ab")
    '0123 4567 89ab'
    """
    return " ".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def chain(db: Database, last: int) -> Iterator[Link]:
    """Every Edit up to number ``last`` in its order, each digest made again from what is stored.

    What stands behind the commitments is not looked at.
    """
    entries = db.execute(
        "SELECT edit, tbl, row, act, former_commit, new_commit FROM entry WHERE edit <= ? "
        "ORDER BY edit, id",
        [last],
    )
    numbers = db.execute("SELECT id FROM edit WHERE id <= ? ORDER BY id", [last]).fetchall()
    entry, before = entries.fetchone(), ""
    for (edit,) in numbers:
        lines: list[str] = []
        while entry is not None and entry[0] <= edit:
            if entry[0] == edit:
                lines.append(journal.line(entry[1], entry[2], entry[3], (entry[4], entry[5])))
            entry = entries.fetchone()
        row = db.execute("SELECT previous, digest FROM edit WHERE id = ?", [edit]).fetchone()
        head = journal.head(db, edit)
        counted = journal.digest_of(before, head, lines)
        yield Link(edit, row[0], row[1], head=head, lines=lines, counted=counted)
        before = row[1]


_COUNTS = {
    "sources": "SELECT count(*) FROM source",
    "captures": "SELECT count(*) FROM capture",
    "size": "SELECT coalesce(sum(size), 0) FROM capture",
    "claims": "SELECT count(*) FROM claim",
    "events": "SELECT count(*) FROM event",
    "purges": "SELECT count(*) FROM purge",
}


def _line(name: str, value: str) -> str:
    return f"{FIELDS[name]}: {value}".rstrip(" ")


def _values(text: str) -> dict[str, str]:
    """What stands behind each label, lines that were broken joined again."""
    found: dict[str, str] = {}
    at = ""
    for line in _between(text):
        label, colon, value = line.partition(":")
        name = _LABELS.get(label.strip()) if colon else None
        if name is not None and name not in found:
            at = name
            found[at] = value.strip()
        elif at:
            found[at] = f"{found[at]} {line}".strip()
        else:
            raise Problem(_unread(line[:40]))
    return found


def _between(text: str) -> Iterator[str]:
    """The lines of the first seal, without what mail put in front of them or behind."""
    lines = iter(re.sub(r"^[>|\s\ufeff]+", "", line).strip() for line in text[:MOST].splitlines())
    for line in lines:
        if line == FIRST:
            break
        if re.fullmatch(r"Habeas seal \d+", line):
            raise Problem(_("This seal was made by a newer Habeas. Check it with that version."))
    else:
        raise Problem(
            _("There is no seal in this text. A seal begins with the line “{line}”.").format(
                line=FIRST
            )
        )
    for line in lines:
        if line == LAST:
            return
        if line:
            yield line
    raise Problem(
        _("The seal is not whole: “{line}” is missing. Copy it again, from its first line to its "
          "last.").format(line=LAST)
    )  # fmt: skip


def _told(name: str, value: str) -> str:
    """A value as the seal's form has it; Problem names the line that does not have it."""
    plain = in_line(value) if name == "who" else "".join(value.split())
    if name in ("case", "digest", "key", "fingerprint", "signature"):
        plain = plain.lower()
    if not re.fullmatch(_SHAPE[name], plain):
        raise Problem(_unread(FIELDS[name]))
    return plain


def _unread(line: str) -> str:
    return _(
        "The seal cannot be read at “{line}”: a letter may have been lost or changed on its way. "
        "Nothing was checked. Copy it again, from its first line to its last."
    ).format(line=line)
