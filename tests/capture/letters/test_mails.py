"""Mails are read whole: their words, their headers, what is attached, and what is wrong."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.domain import edtf
from habeas.domain.stretch import StretchKind
from habeas.errors import Problem

HEADERS = (
    b"Received: by relay.valdoria.example; Fri, 24 Apr 2020 21:06:00 -0500\r\n"
    b"Received: from casa (10.1.1.1) by out.valdoria.example; Fri, 24 Apr 2020 21:05:40 -0500\r\n"
    b"Received-SPF: pass (out.valdoria.example)\r\n"
    b"Authentication-Results: mx; dkim=fail header.d=valdoria.example\r\n"
    b"From: =?utf-8?Q?Ana_N=C3=BA=C3=B1ez?= <ana@valdoria.example>\r\n"
    b'To: Beto <beto@brisa.example>, "Prada, Lucas" <lucas@brisa.example>\r\n'
    b"Cc: defensa@valdoria.example\r\n"
    b"Reply-To: otra@valdoria.example\r\n"
    b"Date: Fri, 24 Apr 2020 23:05:33 -0500\r\n"
    b"Message-ID: <1@valdoria.example>\r\n"
    b"In-Reply-To: <0@brisa.example>\r\n"
    b"Subject: =?iso-8859-1?Q?Traslados_en_Pe=F1a?= =?iso-8859-1?Q?_Gris?=\r\n"
    b"MIME-Version: 1.0\r\n"
)
BODY = (
    "Estimado Beto:\r\n\r\nAnoche trasladaron a 22 personas del pabellón 3.\r\n\r\n"
    "El jue, Beto escribió:\r\n> ¿Cuántos eran?\r\n> ¿Y adónde?\r\n\r\n-- \r\nAna\r\n"
)
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
BYTES = bytes(range(256)) * 3


def mail(body: bytes, *, headers: bytes = HEADERS) -> bytes:
    return headers + body


def mixed(*parts: bytes, close: bytes = b"--b--\r\n", kind: str = "mixed") -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="b"\r\n\r\n'.encode()
    return head + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + close


def read(data: bytes, name: str = "letter.eml"):
    return capture.read(data, file_name=name)


def attached(data: bytes, disposition: str = "attachment; filename=lista.bin") -> bytes:
    head = f"Content-Type: application/octet-stream\r\nContent-Disposition: {disposition}\r\n"
    return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)


def test_the_words_are_the_text_and_the_headers_are_beside_it():
    data = mail(PLAIN + BODY.encode())

    reading = read(data)

    assert reading.text == BODY.replace("\r\n", "\n").strip("\n")
    assert reading.data == data
    assert (reading.media_type, reading.kind, reading.language) == (
        "message/rfc822",
        "letter",
        "es",
    )
    assert reading.title == "Traslados en Peña Gris"
    assert reading.author == "Ana Núñez <ana@valdoria.example>"
    assert (reading.published, reading.silent, reading.notes) == ("2020-04-24", (), ())
    told = dict(reading.metadata)
    assert told["To"] == "Beto <beto@brisa.example>, Prada, Lucas <lucas@brisa.example>"
    assert told["Date"] == "Fri, 24 Apr 2020 23:05:33 -0500"
    assert told["Received (count)"] == "2"
    assert told["Received (first)"].startswith("from casa (10.1.1.1)")
    assert told["Received-SPF"].startswith("pass")
    assert "dkim=fail" in told["Authentication-Results"]
    assert (told["In-Reply-To"], told["Reply-To"]) == ("<0@brisa.example>", "otra@valdoria.example")


def test_what_an_earlier_mail_said_is_marked_as_quoted_and_the_signature_stays():
    reading = read(mail(PLAIN + BODY.encode()))

    (stretch,) = reading.stretches
    assert stretch.kind is StretchKind.QUOTED
    assert reading.text[stretch.start : stretch.end] == (
        "El jue, Beto escribió:\n> ¿Cuántos eran?\n> ¿Y adónde?"
    )
    assert reading.text.endswith("-- \nAna")


def test_a_mail_below_the_answer_is_quoted_to_its_end():
    body = "Confirmado.\n\n-----Mensaje original-----\nDe: Beto\nEnviado: ayer\n\n¿Es cierto?\n"

    reading = read(mail(PLAIN + body.encode()))

    (stretch,) = reading.stretches
    assert reading.text[: stretch.start] == "Confirmado.\n\n"
    assert stretch.end == len(reading.text)


def test_the_plain_words_are_preferred_and_html_is_read_when_there_are_none():
    page = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>En <b>HTML</b>.</p>"
    both = mixed(PLAIN + b"En plano.", page, kind="alternative")
    blank = mixed(PLAIN + b"  \r\n", page, kind="alternative")

    assert read(mail(both)).text == "En plano."
    assert list(read(mail(both)).parts) == []
    assert read(mail(blank)).text == "En HTML."


def test_html_is_broken_into_lines_as_a_browser_does_and_nothing_hidden_in_it_is_said():
    page = (
        "<html><head><title>no</title><style>p{}</style></head><body><p>Uno&nbsp;y  dos<br>tres</p>"
        "<script>alert(1)</script><ul><li>cuatro</li><li>cinco</li></ul>"
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><!-- nada -->"
        "<div class='gmail_quote'>Beto dijo: <blockquote>¿seis?</blockquote></div>fin</body></html>"
    )

    reading = read(mail(b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()))

    assert reading.text == (
        "Uno y dos\ntres\n\ncuatro\ncinco\n\na b\nc\n\nBeto dijo:\n\n¿seis?\n\nfin"
    )
    (stretch,) = reading.stretches
    assert reading.text[stretch.start : stretch.end] == "Beto dijo:\n\n¿seis?"


def test_a_page_is_read_however_deep_its_elements_lie():
    page = b"Content-Type: text/html\r\n\r\n" + b"<div>" * 3_000 + b"Al fondo.<br>Y debajo."

    assert read(mail(page)).text == "Al fondo.\nY debajo."


def test_all_that_stands_below_an_answer_in_outlook_is_quoted():
    page = b"Content-Type: text/html\r\n\r\n<p>Uno.</p><div id=divRplyFwdMsg>De: B</div><p>Dos.</p>"

    reading = read(mail(page))

    assert [reading.text[s.start : s.end] for s in reading.stretches] == ["De: B\n\nDos."]


def test_attachments_come_byte_for_byte_under_a_name_that_cannot_mislead():
    name = 'attachment; filename="..\\\\..\\\\orden\u202efdp.exe"'
    data = mail(mixed(PLAIN + b"Va la orden.", attached(BYTES, name)))

    (part,) = read(data.replace(b"\xe2\x80\xae", "\u202e".encode())).parts

    assert part.reading.data == BYTES
    assert (part.role, part.shared) == ("attachment", False)
    assert part.reading.file_name == "ordenfdp.exe"
    assert any("invisible" in note for note in part.reading.notes)
    assert part.reading.text == ""


def test_names_come_in_every_encoding_that_programs_use():
    names = {
        b"attachment; filename*=utf-8''informe%20Pe%C3%B1a.txt": "informe Peña.txt",
        b"attachment; filename==?utf-8?B?aW5mb3JtZSBQZcOxYS50eHQ=?=": "informe Peña.txt",
        b'attachment; filename*0="info"; filename*1="rme.txt"': "informe.txt",
        'attachment; filename="informe Peña.txt"'.encode(): "informe Peña.txt",
        'attachment; filename="informe Peña.txt"'.encode("latin-1"): "informe Peña.txt",
        b'attachment; filename="a\r\n b.txt"': "a b.txt",
        b"attachment": "1.txt",
    }
    for given_, shown in names.items():
        part = b"Content-Type: text/plain\r\nContent-Disposition: " + given_ + b"\r\n\r\nUna lista."
        (found,) = read(mail(mixed(PLAIN + b"Va.", part))).parts
        assert (found.reading.file_name, found.reading.text) == (shown, "Una lista."), given_


def test_pictures_in_the_words_are_told_from_pictures_that_are_attached():
    inline = (
        b"Content-Type: image/png\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    sent = b"Content-Type: image/png; name=b.png\r\nContent-Disposition: attachment\r\n\r\n"
    data = mail(mixed(PLAIN + b"Dos fotos.", inline + b"iVBORw0KGgo=", sent + b"\x89PNG"))

    assert [part.role for part in read(data).parts] == ["picture", "attachment"]


def test_a_mail_in_a_mail_is_a_mail_of_its_own_with_its_exact_bytes():
    inner = mail(PLAIN + b"Lo de dentro.")
    data = mail(mixed(PLAIN + b"Lo de fuera.", b"Content-Type: message/rfc822\r\n\r\n" + inner))

    (part,) = read(data).parts

    assert part.role == "mail"
    assert part.reading.data == inner
    assert part.reading.text == "Lo de dentro."
    assert part.reading.title == "Traslados en Peña Gris"


def test_mails_that_lie_too_deep_in_one_another_are_kept_unread():
    depth, reading = 0, read(nested(8))
    while parts := list(reading.parts):
        depth, reading = depth + 1, parts[0].reading

    assert depth == 6
    assert "too deep" in reading.notes[0]
    assert b"El fondo." in reading.data


def nested(deep: int) -> bytes:
    data = mail(PLAIN + b"El fondo.")
    for level in range(deep):
        b = f"b{level}".encode()
        data = mail(
            b'Content-Type: multipart/mixed; boundary="' + b + b'"\r\n\r\n--' + b
            + b"\r\nContent-Type: message/rfc822\r\n\r\n" + data + b"\r\n--" + b + b"--\r\n"
        )  # fmt: skip
    return data


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("utf-8", "latin-1"), ("iso-8859-1", "utf-8"), ("us-ascii", "cp1252"),
        ("x-unknown", "utf-8"), ("", "latin-1"), ("zip", "utf-8"), ("idna", "utf-8"),
    ],
)  # fmt: skip
def test_a_wrong_or_missing_character_set_costs_no_letter(declared, used):
    words = "El señor Peña llamó: «mañana habrá más traslados según el capitán»."
    head = f"Content-Type: text/plain; charset={declared}\r\n\r\n".encode()

    reading = read(mail(head + words.replace("«", "").replace("»", "").encode(used)))

    assert reading.text == words.replace("«", "").replace("»", "")
    assert reading.notes


def test_broken_headers_are_shown_as_far_as_they_can_be_read():
    headers = (
        b"From: =?utf-8?B?Ana?= <ana@x.example\r\n"
        b"Subject: =?nope?Q?hol=E1?= =?utf-8?Q?a=?= \xe1\r\n"
        b"Date: soon\r\nTo: ((((\r\n"
    )

    reading = read(mail(b"\r\nHola.", headers=headers))

    assert reading.text == "Hola."
    assert reading.published == ""
    assert reading.silent == ("published",)
    assert dict(reading.metadata)["Date"] == "soon"
    assert "holá" in reading.title


def test_a_character_cut_between_two_encoded_words_is_whole():
    headers = (
        b"From: a@x.example\r\nTo: b@x.example\r\n"
        b"Subject: =?utf-8?Q?Pe=C3?=\r\n =?utf-8?Q?=B1a?= Gris\r\n"
    )

    assert read(mail(b"\r\nHola.", headers=headers)).title == "Peña Gris"


def test_a_mail_that_ends_early_says_so_and_gives_what_there_is():
    whole = mail(mixed(PLAIN + b"Va la lista.", attached(BYTES)))

    reading = read(whole[: len(whole) - 400])

    assert reading.text == "Va la lista."
    assert any("breaks off before its end" in note for note in reading.notes)
    (part,) = reading.parts
    assert BYTES.startswith(part.reading.data)
    assert any("breaks off before its end" in note for note in read(HEADERS.rstrip()).notes)


def test_encrypted_and_packed_mails_say_what_they_are():
    sealed = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"
    pgp = mail(mixed(sealed, attached(b"x"), kind="encrypted"))
    smime = mail(
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"
        b"\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB"
    )
    inline = mail(PLAIN + b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----")
    tnef = mail(
        mixed(PLAIN + b"Hola.", b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx")
    )

    for data in (pgp, smime, inline):
        assert "encrypted" in read(data).notes[0]
    assert (read(pgp).text, list(read(pgp).parts), list(read(smime).parts)) == ("", [], [])
    assert "BEGIN PGP" in read(inline).text
    assert "winmail.dat" in read(tnef).notes[0]
    assert len(list(read(tnef).parts)) == 1


def test_a_seal_is_noted_and_is_no_attachment():
    seal = b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nxyz"

    reading = read(mail(mixed(PLAIN + b"Firmado.", seal, kind="signed")))

    assert ("Signature (not checked)", "application/pgp-signature") in reading.metadata
    assert list(reading.parts) == []


def test_a_million_parts_are_not_a_million_sources():
    reading = read(mail(mixed(PLAIN + b"Hola.", *[b"Content-Type: x/y\r\n\r\n"] * 20_000)))

    assert reading.text == "Hola."
    assert "Only the first 1000 parts" in reading.notes[0]
    assert len(list(reading.parts)) <= 1_000


def test_parts_without_end_in_one_another_are_bounded():
    data = b"".join(
        f'Content-Type: multipart/mixed; boundary="x{n}"\r\n\r\n--x{n}\r\n'.encode()
        for n in range(3_000)
    )

    assert any("too deep" in note for note in read(mail(data)).notes)


def test_a_header_with_parameters_without_end_takes_no_time_without_end():
    part = b'Content-Type: text/plain; x="' + b";" * 4_000 + b"\r\n\r\nHola."

    assert read(mail(mixed(*[part] * 300))).text.count("Hola.") == 300


def test_a_boundary_that_begins_like_another_is_not_it():
    inner = (
        b"Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" + PLAIN + b"--b no.\r\n--bb--"
    )

    assert read(mail(mixed(inner))).text == "--b no."


def test_a_mail_of_nothing_but_a_file_has_that_as_its_part():
    reading = read(mail(attached(BYTES)))

    assert reading.text == ""
    assert [part.reading.data for part in reading.parts] == [BYTES]
    assert "no words" in reading.notes[0]


def test_a_mail_as_apple_keeps_it_is_read_without_what_stands_around_it():
    inner = mail(PLAIN + b"Hola.")
    data = b"%d      \n" % len(inner) + inner + b'<?xml version="1.0"?><plist/>'

    reading = read(data, "1.emlx")

    assert (reading.text, reading.title) == ("Hola.", "Traslados en Peña Gris")
    assert reading.data == data


def test_what_python_writes_is_read_back():
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Ana <a@x.example>", "b@x.example", "Niñez 😀"
    made["Date"] = "Mon, 12 May 2031 08:00:00 +0200"
    made.set_content("Primera línea.\nSegunda 😀.\n", cte="quoted-printable")
    made.add_attachment("uno;dos\n", filename="cuadro ñ.txt")

    reading = read(made.as_bytes())

    assert (reading.title, reading.published) == ("Niñez 😀", "2031-05-12")
    assert reading.text == "Primera línea.\nSegunda 😀."
    assert [(p.reading.file_name, p.reading.data) for p in reading.parts] == [
        ("cuadro ñ.txt", b"uno;dos\n")
    ]


def test_a_mail_that_was_saved_as_a_text_is_a_mail_and_one_copied_by_hand_is_a_text():
    sent = mail(PLAIN + BODY.encode())
    copied = f"From: Ana\nTo: Beto\nDate: 24 de abril\nSubject: Traslados\n\n{BODY}".encode()

    assert read(sent, "original_msg.txt").author == "Ana Núñez <ana@valdoria.example>"
    assert "From: Ana" in read(copied, "notas.txt").text
    assert read(b"From ana@valdoria.example Fri Apr 24 21:05:00 2020\n" + sent, "abril.txt").parts


def test_a_file_called_a_mail_needs_few_headers_to_be_one():
    few = b"MIME-Version: 1.0\r\n" + mixed(PLAIN + BODY.encode())
    wrapped = mail(mixed(b"Content-Type: message/rfc822\r\n\r\nFrom: a@b\r\nDate: 1\r\n\r\nhola"))

    assert "pabellón" in read(few).text
    assert "boundary" not in read(few).text
    assert [part.reading.text for part in read(wrapped).parts] == ["hola"]


def test_a_note_that_only_mentions_a_sender_is_a_note():
    text = b"From: the ward\n\nNobody came on Friday, they said.\n"

    assert read(text, "note").media_type == "text/plain"


SEED = mail(mixed(PLAIN + BODY.encode(), attached(BYTES), b"Content-Type: text/html\r\n\r\n<p>x"))


@given(st.lists(st.tuples(st.integers(0, len(SEED)), st.binary(max_size=12)), max_size=6))
def test_no_change_to_a_mail_makes_its_reading_fail(changes):
    data = bytearray(SEED)
    for at, new in changes:
        data[at : at + len(new)] = new
    from habeas.capture.letters import eml
    from habeas.capture.original import of_bytes

    reading = eml.read(of_bytes(bytes(data), "x.eml"))

    for part in reading.parts:
        part.reading.text.encode()
    reading.text.encode()
    assert not reading.published or edtf.is_valid(reading.published)
    assert all(0 <= s.start < s.end <= len(reading.text) for s in reading.stretches)


@given(st.binary(max_size=300))
def test_bytes_by_chance_after_headers_raise_nothing_but_a_problem(data):
    try:
        for part in read(HEADERS + data).parts:
            assert part.role
    except Problem:
        pass
