"""A mail as the net carries it: its words, what its headers say, and what is attached to it."""

from __future__ import annotations

import platform
import re

from habeas.capture import language, plain, sentences, title
from habeas.capture.letters import attached, fields, mime, signs
from habeas.capture.letters import body as bodies
from habeas.capture.letters.body import Body
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.i18n import N_, _

VERSION = f"1+{platform.python_version()}"
_APPLE = re.compile(rb"(\d{1,12})[ \t]*\r?\n(?=[!-9;-~]{1,100}:)")  # the length of the mail
ENCRYPTED = N_(
    "The file is kept, but this mail is encrypted and its words could not be read. Open it in your "
    "mail program, save it decrypted, and add that too."
)
MANY = N_("Only the first {n} parts of this mail were read; the others are kept in it.")
DEEP = N_("Some parts of this mail lie too deep in one another to be read; they are kept in it.")
WORDLESS = N_("There are no words in this mail itself.")
_PGP = "-----BEGIN PGP MESSAGE-----"
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def read(original: Original) -> Reading:
    """The Reading of a mail file; Problem only if it cannot be taken off the disk."""
    data = original.whole()
    mail, bounds = mime.parse(_without_length(data))
    body = bodies.of(mail)
    told = fields.of(mail.headers)
    seals = tuple(("Signature (not checked)", seal) for seal in dict.fromkeys(body.seals))
    return Reading(
        data,
        body.text,
        media_type=signs.MAIL,
        extractor="email",
        version=VERSION,
        encoding=body.encoding,
        notes=(*_bounded(bounds, mail), *_unread(mail, body), *body.notes),
        file_name=original.name,
        title=told.title or title.guess(body.text) or original.name,
        language=language.guess(body.text),
        kind="letter",
        author=told.author,
        published=told.published,
        silent=told.silent,
        metadata=(*told.metadata, *seals),
        stretches=body.stretches,
        parts=attached.parts(original, _beside(mail, body)),
    )


def _without_length(data: bytes) -> bytes:
    """The mail in a file of Apple Mail, which puts its length before it and a list behind."""
    found = _APPLE.match(data)
    return data[found.end() : found.end() + int(found[1])] if found else data


def _beside(mail: mime.Entity, body: Body) -> list[mime.Entity]:
    """What came with the mail; an encrypted mail as a whole is no attachment of itself."""
    return [each for each in body.beside if each is not mail or each.media_type not in _SMIME]


def _bounded(bounds: mime.Bounds, mail: mime.Entity) -> tuple[str, ...]:
    notes = []
    if mail.truncated or bounds.short:
        notes.append(_(sentences.CUT_SHORT))
    if bounds.many:
        notes.append(_(MANY).format(n=mime.MOST))
    if bounds.deep:
        notes.append(_(DEEP))
    return tuple(notes)


def _unread(mail: mime.Entity, body: Body) -> tuple[str, ...]:
    """What of the mail's words is closed to us."""
    notes = []
    kinds = {entity.media_type for entity in body.beside}
    wrapped = next((entity for entity in body.beside if entity.media_type in _SMIME), None)
    signed = wrapped is not None and "signed" in wrapped.param("smime-type").lower()
    if body.locked or _PGP in body.text or (wrapped is not None and not signed):
        notes.append(_(ENCRYPTED))
    elif signed:
        notes.append(
            _("The words of this mail are wrapped in its signature and could not be read.")
        )
    if kinds & set(_TNEF):
        notes.append(
            _("Outlook packed attachments of this mail into “winmail.dat”, which is not opened.")
        )
    if mail.media_type == "message/partial" or "message/partial" in kinds:
        notes.append(_("This is one piece of a mail that was sent in several."))
    if not notes and plain.is_blank(body.text):
        notes.append(_(WORDLESS))
    return tuple(notes)
