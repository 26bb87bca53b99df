"""The shipped vocabulary is whole in both languages, and says the same in each."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from enum import StrEnum

import pytest

from habeas import i18n, paths, vocabulary
from habeas.domain.claim import Assertion, Kind, Stage
from habeas.domain.source import Confidentiality
from habeas.domain.vocabulary import Term, Vocabulary, counted, folded, tidied
from habeas.domain.voice import Wording
from habeas.domain.when import Holding

LANGUAGES = {"en", "es"}
SCHEMES = {
    "kinds": 6, "types": 67, "stages": 7, "assertions": 4, "roles": 11, "verbs": 12, "media": 1,
    "wordings": 5, "units": 10, "source-kinds": 13, "confidentiality": 3, "place-kinds": 6,
    "actor-kinds": 5, "link-kinds": 6, "holdings": 3,
}  # fmt: skip
WITHOUT_RULES = {"media", "units"}  # their definition says all; no "use when / not when"
KEYS = {"id", "opposite", "counts", "en", "es"}
WORDS = {"label", "definition", "use_when", "not_when", "plural", "backward", "also"}

# Labels whose swapping or loosening would falsify a record: English and Spanish side by side.
# To be signed by a reader at home in both languages before a release; change both sides together.
CHECKED = [
    ("assertions", "stated", "Stated", "Afirmado"),
    ("assertions", "denied", "Denied", "Negado"),
    ("assertions", "suspected", "Suspected", "Sospechado"),
    ("assertions", "alleged", "Alleged", "Alegado"),
    ("stages", "threatened", "Threatened", "Anunciada como amenaza"),
    ("stages", "ordered", "Ordered", "Ordenada"),
    ("stages", "announced", "Announced", "Anunciada"),
    ("stages", "authorised", "Authorised", "Autorizada"),
    ("stages", "carried-out", "Carried out", "Ejecutada"),
    ("stages", "in-force", "In force", "En vigor"),
    ("stages", "lifted", "Lifted", "Levantada"),
    ("verbs", "denied", "denied", "negó"),
    ("verbs", "confirmed", "confirmed", "confirmó"),
    ("types", "measure/detention", "Detention", "Detención"),
    ("types", "measure/release", "Release", "Puesta en libertad"),
    ("types", "ruling/release", "Release ordered", "Orden de libertad"),
    ("types", "ruling/detention-upheld", "Detention upheld", "Detención confirmada"),
    ("types", "statement/allegation", "Allegation", "Acusación"),
    ("types", "statement/denial", "Denial", "Desmentido"),
    ("types", "statement/criticism", "Criticism", "Crítica"),
    ("types", "statement/justification", "Justification", "Justificación"),
    ("roles", "victim", "Victim", "Víctima"),
    ("roles", "perpetrator-alleged", "Alleged perpetrator", "Presunto autor"),
    ("roles", "orderer", "Who ordered it", "Quien lo ordenó"),
    ("roles", "executor", "Who carried it out", "Quien lo ejecutó"),
    ("wordings", "direct", "Direct quotation", "Cita directa"),
    ("wordings", "paraphrase", "Paraphrase", "Paráfrasis"),
    ("holdings", "some-day", "On some day of the range", "Algún día del intervalo"),
    ("holdings", "every-day", "On every day of the range", "Todos los días del intervalo"),
    ("confidentiality", "public", "Public", "Pública"),
    ("confidentiality", "confidential", "Confidential", "Confidencial"),
]
CHECKED_LINKS = [
    ("in-response-to", "is in response to", "led to", "responde a", "dio lugar a"),
    ("part-of", "is part of", "includes", "es parte de", "incluye"),
    ("lifts", "lifts", "is lifted by", "levanta", "es levantado por"),
    ("contradicts", "contradicts", "is contradicted by", "contradice", "es contradicho por"),
]

every_scheme = pytest.mark.parametrize("scheme", sorted(SCHEMES))


@pytest.fixture
def spanish():
    before = i18n.language()
    i18n.use("es")
    yield
    i18n.use(before)


def ids(found: list[Term]) -> list[str]:
    return [term.id for term in found]


def test_every_scheme_is_there_with_its_terms():
    assert set(vocabulary.schemes()) == set(SCHEMES)
    short = {s: n for s, n in SCHEMES.items() if len(vocabulary.terms(s)) < n}
    assert not short


@every_scheme
def test_ids_are_unique_and_well_shaped(scheme):
    found = [term.id for term in vocabulary.terms(scheme)]
    assert not [i for i, times in Counter(found).items() if times > 1]
    word = r"[a-z0-9]+(-[a-z0-9]+)*"
    shape = f"{word}/{word}" if scheme == "types" else word
    assert not [i for i in found if not re.fullmatch(shape, i)]


@every_scheme
def test_every_term_speaks_both_languages(scheme):
    for term in vocabulary.terms(scheme):
        said = [term.labels, term.definition]
        said += [] if scheme in WITHOUT_RULES else [term.use_when, term.not_when]
        said += [term.plurals] if scheme == "units" else []
        said += [term.backward] if scheme == "link-kinds" else []
        for words in said:
            assert set(words) == LANGUAGES, term.id
            assert all(words.values()), term.id


@every_scheme
def test_sentences_end_and_are_not_left_in_the_other_language(scheme):
    for term in vocabulary.terms(scheme):
        for words in (term.definition, term.use_when, term.not_when):
            assert all(w.endswith(".") and w == w.strip() for w in words.values()), term.id
            assert not words or words["en"] != words["es"], term.id


@every_scheme
def test_labels_do_not_repeat_within_a_kind(scheme):
    for language in LANGUAGES:
        labels = Counter((t.kind, folded(t.labels[language])) for t in vocabulary.terms(scheme))
        assert not [label for label, times in labels.items() if times > 1]


@every_scheme
def test_files_hold_nothing_that_is_not_read(scheme):
    file = paths.resources() / "vocabulary" / f"{scheme}.toml"
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["term"]:
        assert set(entry) <= KEYS, entry["id"]
        assert set(entry["en"]) | set(entry["es"]) <= WORDS, entry["id"]


@pytest.mark.parametrize(
    ("scheme", "enum"),
    [
        ("kinds", Kind),
        ("stages", Stage),
        ("assertions", Assertion),
        ("wordings", Wording),
        ("holdings", Holding),
        ("confidentiality", Confidentiality),
    ],
)
def test_records_and_vocabulary_know_the_same_ids(scheme: str, enum: type[StrEnum]):
    assert {term.id for term in vocabulary.terms(scheme)} == {e.value for e in enum} - {""}


def test_types_stand_under_the_six_kinds_each_with_a_last_resort():
    kinds = {term.kind for term in vocabulary.terms("types")}
    assert kinds == {kind.value for kind in Kind}
    assert all(vocabulary.term("types", f"{kind}/other") for kind in kinds)


def test_what_types_count_is_what_some_unit_counts():
    counts = {term.counts for term in vocabulary.terms("units")}
    assert "" not in counts
    assert {term.counts for term in vocabulary.terms("types")} - {""} <= counts


@every_scheme
def test_opposites_point_at_each_other_and_differ(scheme):
    for term in vocabulary.terms(scheme):
        if term.opposite:
            other = vocabulary.term(scheme, term.opposite)
            assert other is not None
            assert other.opposite == term.id != other.id
            for language in LANGUAGES:
                assert folded(term.labels[language]) != folded(other.labels[language])


def test_every_opposite_is_among_the_checked_labels():
    checked = {(scheme, term_id) for scheme, term_id, _, _ in CHECKED}
    marked = {(s, t.id) for s in vocabulary.schemes() for t in vocabulary.terms(s) if t.opposite}
    assert marked <= checked
    assert {("assertions", "denied"), ("stages", "lifted")} <= marked


@pytest.mark.parametrize(("scheme", "term_id", "english", "spanish"), CHECKED)
def test_checked_labels_are_not_swapped(scheme, term_id, english, spanish):
    assert vocabulary.label(scheme, term_id, language="en") == english
    assert vocabulary.label(scheme, term_id, language="es") == spanish


@pytest.mark.parametrize(("link", "en", "en_back", "es", "es_back"), CHECKED_LINKS)
def test_links_read_right_from_either_end(link, en, en_back, es, es_back):
    assert vocabulary.label("link-kinds", link, language="en") == en
    assert vocabulary.label("link-kinds", link, language="es") == es
    assert vocabulary.backward_label("link-kinds", link, language="en") == en_back
    assert vocabulary.backward_label("link-kinds", link, language="es") == es_back


def test_label_follows_the_language_in_use(spanish):
    assert vocabulary.label("types", "measure/confinement") == "Encierro en celdas"
    assert vocabulary.label("types", "measure/confinement", language="en") == "Confinement in cells"


def test_unknown_ids_are_shown_tidied_up():
    assert vocabulary.label("types", "measure/own-term") == "Own term"
    assert vocabulary.label("roles", "") == ""
    assert vocabulary.term("types", "measure/own-term") is None
    with pytest.raises(KeyError):
        vocabulary.terms("../lexicon/en")


def test_search_puts_beginnings_of_labels_first():
    assert ids(vocabulary.search("types", "conf"))[0] == "measure/confinement"
    by_cell = ids(vocabulary.search("types", "cell"))  # no label begins so: order of the file
    assert {"measure/confinement", "condition/cell-mixing", "condition/light"} <= set(by_cell)
    assert by_cell.index("condition/light") < by_cell.index("measure/search")  # only defined so
    found = ids(vocabulary.search("types", "release", kind="ruling"))
    assert found[0] == "ruling/release"
    assert all(i.startswith("ruling/") for i in found)


def test_search_minds_neither_accents_nor_case_nor_language():
    assert ids(vocabulary.search("types", "motin"))[0] == "incident/riot"
    assert ids(vocabulary.search("types", "MOTÍN"))[0] == "incident/riot"
    assert ids(vocabulary.search("types", "toque de queda"))[0] == "measure/curfew"
    assert ids(vocabulary.search("types", "celda encierro"))[0] == "measure/confinement"


def test_search_prefers_english_labels_in_english():
    assert ids(vocabulary.search("types", "re", kind="measure"))[0] == "measure/release"


def test_search_prefers_spanish_labels_in_spanish(spanish):
    found = ids(vocabulary.search("types", "re", kind="measure"))
    assert found[0] == "measure/search"
    assert "measure/release" in found


def test_search_reads_ids_and_definitions_last():
    assert "figure/covid-19-cases" in ids(vocabulary.search("types", "figure/covid"))
    by_definition = ids(vocabulary.search("types", "body against body soap masks"))
    assert by_definition == []
    assert ids(vocabulary.search("types", "jabón")) == ["condition/protection"]


def test_search_of_nothing_gives_all_and_of_nonsense_none():
    assert tuple(vocabulary.search("stages", "  ")) == vocabulary.terms("stages")
    assert vocabulary.search("types", "zzqx") == []
    assert {t.kind for t in vocabulary.search("types", "", kind="figure")} == {"figure"}


def test_units_that_count_the_same_are_comparable():
    assert vocabulary.comparable_units("homicides", "dead")
    assert vocabulary.comparable_units("inmates", "prisoners")
    assert vocabulary.comparable_units("people", "inhabitants")
    assert vocabulary.comparable_units("homicidios", "Murders")
    assert vocabulary.comparable_units("bicycles", "bicycles")


def test_units_that_count_other_things_are_not():
    assert not vocabulary.comparable_units("homicides", "injured")
    assert not vocabulary.comparable_units("hours", "days")
    assert not vocabulary.comparable_units("people", "homicides")
    assert not vocabulary.comparable_units("prisons", "prisoners")
    assert not vocabulary.comparable_units("bicycles", "carts")


def test_the_type_says_what_people_are_counted_as():
    killing, count = "incident/killing", "figure/homicides"
    assert vocabulary.comparable_units("people", "homicides", type_a=killing, type_b=count)
    assert vocabulary.comparable_units("", "dead", type_a=killing)
    assert not vocabulary.comparable_units("people", "injured", type_a=killing)
    assert not vocabulary.comparable_units("people", "people", type_a=killing)


def test_unit_labels_follow_number_and_language():
    assert vocabulary.unit_label("prisons", 1, language="en") == "prison"
    assert vocabulary.unit_label("prisons", language="es") == "centros penales"
    assert vocabulary.unit_label("días", 2, language="en") == "days"
    assert vocabulary.unit_label("guard dogs", 2, language="es") == "guard dogs"


def test_unit_names_do_not_fall_on_two_units():
    owners: dict[str, set[str]] = {}
    for term in vocabulary.terms("units"):
        for name in (term.id, *term.names()):
            owners.setdefault(folded(name), set()).add(term.counts)
    assert not {name: counts for name, counts in owners.items() if len(counts) > 1}


def test_a_case_can_add_terms_but_not_take_over_ours():
    ours = vocabulary.vocabulary("types")
    own = Term(id="measure/roll-call", labels={"es": "Recuento nocturno"})
    more = ours.joined([own, Term(id="measure/alert", labels={"en": "Stolen"})])
    assert more.search("recuento noc")[0] is own
    assert own.label("en") == "Roll call"
    assert own.kind == "measure"
    alert = more.term("measure/alert")
    assert alert is not None
    assert alert.label("en") == "Alert"


def test_small_tools_of_the_domain():
    assert folded("  Privación   de LUZ ") == "privacion de luz"
    assert tidied("measure/visits-ban") == "Visits ban"
    assert counted("sheep", Vocabulary(())) == "sheep"
