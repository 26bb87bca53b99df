"""A seal as text: it survives mail, every changed letter shows, and the key is a proper one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import Problem
from habeas.store import journal, sealing
from habeas.store.case import Case
from habeas.store.sealing import Seal

PRIVATE = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"  # RFC 8032, 7.1
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
SEAL = Seal(
    made="2031-06-01T10:00:00Z", who="Inés Arriola", case="0a" * 32, edit=42,
    finished="2031-06-01T09:59:07Z", digest="1b" * 32, sources=3, captures=4, size=12_345,
    claims=17, events=5, edits=41, purges=1,
)  # fmt: skip
KEPT = """\
Habeas seal 1
Made: 2031-06-01T10:00:00Z
By: Inés Arriola
Case: 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
Act: 42
Act made: 2031-06-01T09:59:07Z
Digest: 1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b
Sources: 3
Captures: 4
Bytes of captures: 12345
Claims: 17
Events: 5
Acts: 41
Purges: 1
Key:
Fingerprint:
Signature:
End of seal
"""


@pytest.fixture
def signed() -> Seal:
    return sealing.sign(SEAL, PRIVATE)


def test_the_form_of_the_text_never_changes() -> None:
    assert SEAL.text == KEPT
    assert sealing.parse(KEPT) == SEAL


def test_a_signed_seal_names_its_key_and_fits_into_mail(signed: Seal) -> None:
    assert signed.key == PUBLIC
    assert sealing.in_groups(sealing.fingerprint(PUBLIC)) in signed.text
    assert max(map(len, signed.text.splitlines())) <= 76
    assert sealing.is_signed_soundly(sealing.parse(signed.text))
    assert not sealing.is_signed_soundly(SEAL)


@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
        lambda text: "".join(f">> > {line}   \n\n" for line in text.splitlines()),
        lambda text: "".join(f"   {line} \t\n" for line in text.splitlines()),
        lambda text: f"\ufeffDear colleague,\n\nthis is it.\n\n{text}\n-- \nInés\n",
        lambda text: text.rstrip(),
        lambda text: _broken_anew(text, 40),
    ],
    ids=["crlf", "quoted", "quoted twice", "indented", "in a letter", "no last break", "wrapped"],
)
def test_a_seal_comes_whole_out_of_mail(signed: Seal, mangle: object) -> None:
    text = mangle(signed.text)  # type: ignore[operator]
    found = sealing.parse(text)
    assert found == signed
    assert sealing.is_signed_soundly(found)


def _broken_anew(text: str, width: int) -> str:
    rows = []
    for line in text.splitlines():
        while len(line) > width:
            rows.append(line[:width])
            line = line[width:]
        rows.append(line)
    return "\n".join(rows)


def test_no_letter_of_a_signed_seal_can_be_changed_unseen(signed: Seal) -> None:
    lines = signed.text.splitlines()
    for n, line in enumerate(lines):
        label, colon, _value = line.partition(":")
        for place in range(len(label) + len(colon), len(line)):
            if not line[place].isalnum():
                continue
            other = "7" if line[place] != "7" else "3"
            text = "\n".join(
                [*lines[:n], f"{line[:place]}{other}{line[place + 1 :]}", *lines[n + 1 :]]
            )
            try:
                found = sealing.parse(text)
            except Problem:
                continue
            assert not sealing.is_signed_soundly(found), (line, place)


@pytest.mark.parametrize("n", range(18))
def test_a_line_that_is_missing_is_told(n: int) -> None:
    lines = KEPT.splitlines()
    with pytest.raises(Problem):
        sealing.parse("\n".join([*lines[:n], *lines[n + 1 :]]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Habeas seal 1",
        KEPT.replace("seal 1", "seal 2"),
        KEPT.replace("Act: 42", "Act: forty"),
    ],
)
def test_what_is_no_seal_is_told_in_words(text: str) -> None:
    with pytest.raises(Problem, match=r"seal"):
        sealing.parse(text)


@given(st.text(max_size=300))
def test_no_text_makes_the_reading_of_a_seal_fall_over(text: str) -> None:
    try:
        sealing.parse(f"Habeas seal 1\n{text}\nEnd of seal")
    except Problem as problem:
        assert str(problem)  # noqa: PT017 - either outcome will do, falling over will not


@given(st.text(max_size=60))
def test_any_name_can_stand_on_a_seal(name: str) -> None:
    named = replace(SEAL, who=sealing.in_line(name))
    assert sealing.parse(named.text) == named


def test_a_seal_is_of_the_last_edit_and_counts_what_is_there(case: Case, fill) -> None:
    source = fill.source("Visits were cut at Peña Gris.")
    fill.claim(source, "Visits were cut", kind="measure", type="", summary="")
    with case.recording("Seal the case") as edit:
        made = sealing.seal_text(edit.db, edit.number, who="")
        edit.add("seal", edit=1, digest="", made="", text="", public_key="", signature="")
    row = case.query("SELECT digest FROM edit WHERE id = 2")[0]
    assert (made.edit, made.digest, made.edits) == (2, row["digest"], 2)
    assert (made.sources, made.captures, made.claims, made.events, made.purges) == (1, 1, 1, 0, 0)
    assert made.size == len("Visits were cut at Peña Gris.".encode())
    assert made.case == case.query("SELECT digest FROM edit WHERE id = 1")[0]["digest"]
    assert sealing.parse(made.text) == made


def test_a_case_without_history_cannot_be_sealed(case: Case) -> None:
    with pytest.raises(Problem, match="nothing in this case yet"), case.recording("Seal") as edit:
        sealing.seal_text(edit.db, edit.number, who="")


def test_a_user_has_one_key_and_another_user_another(case: Case, fill) -> None:
    fill.source("A note.")
    with case.recording("Seal the case") as edit:
        keys = [sealing.signing_key(edit.db, name) for name in ("Inés", "Inés", "Bruno")]
        edit.add("seal", edit=1, digest="", made="", text="", public_key="", signature="")
    assert keys[0] == keys[1] != keys[2]
    assert len(case.query("SELECT * FROM signing_key")) == 2
    assert not case.query("SELECT * FROM entry WHERE tbl = 'signing_key'")


def test_the_chain_is_made_again_as_the_journal_made_it(case: Case, fill) -> None:
    fill.claim(fill.source("Visits were cut."), "Visits", kind="measure", type="", summary="x")
    case.undo()
    links = list(sealing.chain(case.read, case.last_edit()))
    assert [link.edit for link in links] == [1, 2, 3]
    assert all(link.counted == link.digest for link in links)
    assert [link.previous for link in links] == ["", links[0].digest, links[1].digest]
    again = journal.digest_of(links[0].digest, links[1].head, links[1].lines)
    assert again == links[1].digest
