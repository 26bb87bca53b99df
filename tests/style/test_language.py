"""The Spanish catalogue holds every string of the program, whole, and what is compiled is fresh."""

import ast
import gettext
import re
from collections import defaultdict
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from habeas import i18n, paths
from habeas.ui.menus import MENUS

ROOT = Path(__file__).parents[2]
PO = paths.resources() / "i18n/es/LC_MESSAGES/habeas.po"
MO = PO.with_suffix(".mo")
RUN = "run packaging/translate, and translate what it lists"
MARKED = {"_": 1, "N_": 1, "ngettext": 2}  # a function that says or marks, and its messages
PLACE = re.compile(r"\{[^{}]*\}")
MNEMONIC = re.compile(r"&(?!&)\w")
# Shown together, so a key that two of them asked for would only walk between the two.
TOGETHER = {
    "menu bar": ("ui/menus.py", lambda s: s in MENUS),
    "editor": ("ui/editor/labels.py", lambda _: True),
    "report": ("ui/dialogs/report.py", lambda s: s != "&Replace"),
    "details of a source": ("ui/widgets/sourcedetails.py", lambda _: True),
    "description": ("ui/widgets/description.py", lambda _: True),
    "reading": ("ui/views/sourceactions.py", lambda _: True),
    "board": ("ui/views/board.py", lambda s: s != "&Show them as a table"),
}
BESIDE = {"report": "ui/widgets/working.py"}  # its Stop stands among the buttons


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="es")


@pytest.fixture(scope="module")
def said() -> dict[str | tuple[str, ...], set[str]]:
    """Every string of the program, with the files that say it."""
    found = defaultdict(set)
    for path in sorted((ROOT / "src/habeas").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in MARKED:
                words = call.args[: MARKED[call.func.id]]
                if all(isinstance(word, ast.Constant) for word in words):
                    said = tuple(word.value for word in words)
                    found[said if len(said) > 1 else said[0]].add(
                        path.relative_to(ROOT / "src/habeas").as_posix()
                    )
    return found


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """English and Spanish side by side, each plural with its plural."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


def test_every_string_of_the_program_is_in_the_catalogue(catalogue, said):
    known = {message.id for message in messages(catalogue)}
    missing = sorted(str(ident) for ident in set(said) - known)
    assert not missing, f"{RUN}: {missing}"


def test_no_string_is_left_that_nothing_says_any_more(catalogue, said):
    gone = sorted(str(m.id) for m in messages(catalogue) if m.id not in said)
    assert not gone + [str(m.id) for m in catalogue.obsolete.values()], RUN


def test_nothing_is_empty_or_only_guessed(catalogue):
    left = [m.id for m in messages(catalogue) if m.fuzzy or not all(s for _, s in forms(m))]
    assert not left, f"{RUN}: {left}"
    assert not catalogue.fuzzy
    assert catalogue.plural_forms == "nplurals=2; plural=(n != 1);"


def test_names_of_values_are_the_same_on_both_sides(catalogue):
    wrong = []
    for message in messages(catalogue):
        for english, spanish in forms(message):
            if sorted(PLACE.findall(english)) != sorted(PLACE.findall(spanish)):
                wrong.append((english, spanish))
    assert not wrong


def test_what_has_a_key_in_english_has_one_in_spanish_and_no_other(catalogue):
    wrong = [
        (english, spanish)
        for message in messages(catalogue)
        for english, spanish in forms(message)
        if len(MNEMONIC.findall(english)) != len(MNEMONIC.findall(spanish))
    ]
    assert not wrong


def test_keys_can_be_typed(catalogue):
    keys = {
        found[1].lower()
        for message in messages(catalogue)
        for _, spanish in forms(message)
        for found in MNEMONIC.findall(spanish)
    }
    assert not keys - set("abcdefghijklmnopqrstuvwxyz0123456789")


@pytest.mark.parametrize("where", sorted(TOGETHER))
def test_no_two_that_are_shown_together_ask_for_the_same_key(where, catalogue, said):
    file, shown = TOGETHER[where]
    asking = defaultdict(set)
    for ident in [ident for ident, files in said.items() if files & {file, BESIDE.get(where)}]:
        english = ident if isinstance(ident, str) else ident[0]
        spanish = forms(catalogue[ident])[0][1]
        if shown(english):
            for found in MNEMONIC.findall(spanish):
                asking[found[1].lower()].add(spanish)
    assert asking, f"{file} has no strings with keys any more"
    assert not {key: words for key, words in asking.items() if len(words) > 1}


@pytest.mark.parametrize(
    "file", ["ui/editor/labels.py", "ui/editor/form.py", "ui/widgets/description.py"]
)
def test_no_field_takes_a_key_of_the_menu_bar(file, catalogue, said):
    def keys(path: str, shown=lambda _: True) -> set[str]:
        found = [forms(catalogue[i])[0] for i, files in said.items() if path in files]
        pressed = [MNEMONIC.findall(spanish) for english, spanish in found if shown(english)]
        return {key[1].lower() for these in pressed for key in these}

    assert keys(file)
    assert not keys(file) & keys(*TOGETHER["menu bar"])


def test_blanks_and_stops_at_the_ends_are_kept(catalogue):
    wrong = []
    for message in messages(catalogue):
        for english, spanish in forms(message):
            ends = [
                (s[: len(s) - len(s.lstrip())], s[len(s.rstrip()) :]) for s in (english, spanish)
            ]
            stops = [s.rstrip().endswith(".") for s in (english, spanish)]
            if ends[0] != ends[1] or stops[0] != stops[1]:
                wrong.append((english, spanish))
    assert not wrong


def test_quotation_marks_are_those_of_spanish(catalogue):
    assert not [s for m in messages(catalogue) for _, s in forms(m) if re.search('[“”"]', s)]


def test_what_is_compiled_is_what_stands_in_the_catalogue(catalogue):
    fresh = BytesIO()
    write_mo(fresh, catalogue)
    compiled, wanted = (
        gettext.GNUTranslations(BytesIO(data)) for data in (MO.read_bytes(), fresh.getvalue())
    )
    assert compiled._catalog == wanted._catalog, RUN


def test_the_program_speaks_spanish():
    with i18n.speaking("es"):
        assert i18n._("Claim") == "Afirmación"
        assert i18n.ngettext("{n} claim", "{n} claims", 1) == "{n} afirmación"
        assert i18n.ngettext("{n} claim", "{n} claims", 2) == "{n} afirmaciones"
