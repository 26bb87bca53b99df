"""Suggested claims: from which words, on whose word and with how much doubt."""

from __future__ import annotations

import tomllib
from functools import cache

import pytest

from habeas import paths
from habeas.domain.claim import Assertion, Kind, Stage
from habeas.domain.voice import Wording
from habeas.domain.when import Holding
from habeas.suggest import Suggestion, reasons, rules, suggest
from valdoria import ARTICLE, LISTED, PUBLISHED


@cache
def article() -> tuple[str, tuple[Suggestion, ...]]:
    text = ARTICLE.read_text("utf-8")
    return text, tuple(suggest(text, language="en", published=PUBLISHED))


def quote(text: str, one: Suggestion) -> str:
    return " / ".join(text[span.start : span.end] for span in one.draft.spans)


def the(type_: str, words: str = "") -> Suggestion:
    text, found = article()
    return next(s for s in found if s.type == type_ and words in quote(text, s))


def read(text: str, published: str = PUBLISHED) -> list[Suggestion]:
    return suggest(text, language="en", published=published)


def types(text: str) -> list[str]:
    return [one.type for one in read(text)]


def test_the_article_gives_nearly_all_that_a_careful_reader_takes_from_it() -> None:
    text, found = article()
    missed = [
        line
        for line in LISTED
        if not any(s.type == line[0] and line[1] in quote(text, s) for s in found)
    ]
    assert len(missed) <= 2, missed


def test_little_is_suggested_that_the_article_does_not_say() -> None:
    text, found = article()
    listed = [s for s in found if any(s.type == t and w in quote(text, s) for t, w in LISTED)]
    assert len(listed) / len(found) >= 0.85


def test_suggestions_stand_in_order_and_on_words_of_the_text() -> None:
    text, found = article()
    assert [s.start for s in found] == sorted(s.start for s in found)
    for one in found:
        assert one.draft.spans
        assert all(0 <= span.start < span.end <= len(text) for span in one.draft.spans)
        assert one.type.startswith(f"{one.kind}/")
        assert 0 < len(one.draft.claim.summary) <= 80
        assert one.reason == one.draft.claim.reason != ""


def test_the_same_text_gives_the_same_suggestions_and_keys() -> None:
    text, found = article()
    again = suggest(text, language="en", published=PUBLISHED)
    assert list(found) == again
    assert len({s.key for s in found}) == len(found)


def test_a_suspicion_has_its_chain_of_voices_nearest_first() -> None:
    one = the("statement/allegation")
    assert one.draft.claim.assertion is Assertion.SUSPECTED
    names = [voice.name for voice in one.draft.voices]
    assert names == ["the intelligence service", "Tadeo Varn", "the broadcaster Canal Norte"]
    assert [voice.position for voice in one.draft.voices] == [0, 1, 2]
    assert {voice.wording for voice in one.draft.voices} == {Wording.PARAPHRASE}


def test_a_quotation_without_speaker_takes_the_speaker_before_it_and_says_so() -> None:
    (voice,) = the("measure/use-of-force").draft.voices
    assert (voice.name, voice.inferred, voice.wording) == ("the presidency", True, Wording.DIRECT)
    assert the("measure/use-of-force").draft.claim.stage is Stage.AUTHORISED
    assert "self-defence" in the("measure/use-of-force").draft.claim.grounds.condition


def test_a_post_keeps_its_medium_and_who_carried_out_the_search() -> None:
    one = the("measure/search", "Peña Gris")
    assert [(v.name, v.medium) for v in one.draft.voices] == [("the presidency", "Twitter")]
    assert [r.name for r in one.draft.roles if r.role == "executor"] == [
        "@PrisionesVD",
        "@GuardiaVD",
    ]
    assert [p.name for p in one.draft.places] == ["Peña Gris"]


def test_a_dated_killing_and_a_rounded_population_keep_what_the_words_allow() -> None:
    killing = the("incident/killing").draft.claim
    assert (killing.when.edtf, killing.when.words) == ("2031-05-09", "Friday")
    assert (killing.quantity.low, killing.quantity.high) == (31, None)
    people = the("figure/population").draft.claim.quantity
    assert (people.low, people.high, people.stated) == (4_250_000, 4_350_000, 4_300_000)


def test_present_tense_without_a_date_holds_on_the_day_the_source_speaks() -> None:
    alert, halt = the("measure/alert").draft.claim, the("measure/suspension").draft.claim
    assert (alert.when.edtf, alert.when.holding) == ("/", Holding.SOURCE_DAY)
    assert (halt.when.edtf, halt.when.holding) == ("/..", Holding.SOURCE_DAY)
    assert halt.duration.words == "until further notice"
    assert (alert.scope.places_low, alert.scope.places_high) == (5, 5)
    assert halt.scope.place_class == alert.scope.place_class != ""
    assert halt.scope.words == "there"


def test_no_day_is_invented_for_what_has_none() -> None:
    for type_ in ("figure/homicides", "ruling/release", "measure/light", "statement/answer"):
        assert the(type_).draft.claim.when.edtf == ""


def test_for_24_hours_is_not_clear_and_since_leaves_the_end_open() -> None:
    length = the("measure/confinement").draft.claim.duration
    assert (length.iso, length.unclear) == ("PT24H", True)
    lockdown = the("measure/lockdown").draft.claim
    assert (lockdown.when.edtf, lockdown.when.began, lockdown.scope.nationwide) == (
        "2031-04-20/..",
        True,
        True,
    )


def test_a_states_label_is_marked_as_such() -> None:
    (target,) = [r for r in the("measure/confinement").draft.roles if r.role == "target"]
    assert target.label_of_source


def test_links_say_what_answers_punishes_and_criticises_what() -> None:
    _, found = article()
    by_key = {s.key: s.type for s in found}

    def links(one: Suggestion) -> set[tuple[str, str]]:
        return {(link.kind, by_key[link.key]) for link in one.draft.links}

    assert ("in-response-to", "incident/killing") in links(the("measure/emergency", "declared"))
    assert links(the("measure/penalty")) == {("sanction-for", "measure/lockdown")}
    assert links(the("statement/criticism")) == {
        ("about", "measure/lockdown"),
        ("about", "measure/penalty"),
    }
    assert links(the("statement/allegation")) == {("about", "incident/killing")}


def test_what_lifts_a_measure_is_linked_to_it() -> None:
    ban, lifted = read("Visits were banned in May. The ban on visits was lifted on Sunday.")
    assert lifted.draft.claim.stage is Stage.LIFTED
    assert [(link.kind, link.key) for link in lifted.draft.links] == [("lifts", ban.key)]


def test_a_purpose_told_in_the_next_words_belongs_to_the_same_claim() -> None:
    one = the("statement/harsher-measures")
    assert len(one.draft.spans) == 2
    assert one.draft.claim.grounds.purpose == "needed to end this bloodshed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guards beat three detainees in the yard of Santa Brisa.", "incident/ill-treatment"),
        ("Two inmates died in custody at Santa Brisa on Monday.", "incident/death-in-custody"),
        ("Prisoners at Santa Brisa rioted for two days.", "incident/riot"),
        ("Seven prisoners escaped from the jail at dawn.", "incident/escape"),
        ("The rebels are holding twelve guards hostage.", "incident/hostage-taking"),
        ("Visits to all prisons were banned on Tuesday.", "measure/visits-ban"),
        ("Some 300 prisoners were transferred to Santa Brisa prison.", "measure/transfer"),
        ("The army deployed 400 soldiers around the penitentiary.", "measure/deployment"),
        ("A curfew was imposed in the capital from Sunday.", "measure/curfew"),
        ("The police arrested 45 people in the port.", "measure/detention"),
        ("Sixty prisoners were released under an amnesty.", "measure/release"),
        ("The cells have no drinking water.", "condition/food-water"),
        ("Detainees were not allowed to see their lawyers.", "condition/contact"),
        ("Members of rival gangs were put together in the same cells.", "condition/cell-mixing"),
        ("The court granted a writ of habeas corpus for the teacher.", "ruling/habeas-corpus"),
        ("The judge refused to release the journalist.", "ruling/detention-upheld"),
        ("The tribunal sentenced the warden to six years.", "ruling/sentence"),
        ("The supreme court annulled the decree.", "ruling/annulment"),
        ("The minister denied any involvement in the raid.", "statement/denial"),
        ("Relatives demanded the release of the detainees.", "statement/demand"),
        ("The commission expressed concern about the detainees.", "statement/concern"),
        ("The clashes left 14 dead.", "figure/deaths"),
    ],
)
def test_each_type_is_told_by_an_ordinary_sentence(text: str, expected: str) -> None:
    assert expected in types(text)


@pytest.mark.parametrize(
    "text",
    [
        "The committee will meet again on Thursday to elect a chair.",
        "Researchers searched the archive for old maps of the coast.",
        "The team released its second album in May.",
        "Two people were killed when a bus collapsed a bridge in an accident.",
        "The museum has 300 paintings and a large garden.",
        "Emergency aid arrived in the flooded villages.",
    ],
)
def test_ordinary_news_is_left_alone(text: str) -> None:
    assert types(text) == []


def test_an_allegation_stays_one() -> None:
    (one,) = [
        s for s in read("Guards allegedly tortured two detainees.") if s.kind is Kind.INCIDENT
    ]
    assert one.draft.claim.assertion is Assertion.ALLEGED


def test_what_somebody_denies_is_denied() -> None:
    (one,) = read("The minister denied that prisoners had been beaten.")
    assert (one.type, one.draft.claim.assertion) == ("incident/ill-treatment", Assertion.DENIED)
    assert [voice.verb for voice in one.draft.voices] == ["denied"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("The minister ordered a search of all cells to be carried out.", Stage.ORDERED),
        ("Police searched the cells.", Stage.CARRIED_OUT),
        ("All visits will be suspended in the prisons.", Stage.ANNOUNCED),
        ("The state of emergency in the prisons was lifted.", Stage.LIFTED),
        ("Lethal force has been authorised.", Stage.AUTHORISED),
    ],
)
def test_stages_of_a_measure_are_told_apart(text: str, stage: Stage) -> None:
    assert [s.draft.claim.stage for s in read(text) if s.kind is Kind.MEASURE] == [stage]


def test_a_wire_in_capitals_is_read_as_well() -> None:
    head = "ALTAMORA, 9 MAY 31 (AGENCIA UNO) -- [TEXT] "
    text = f"{head}SOME 200 PRISONERS ARE HOLDING 15 GUARDS HOSTAGE."
    (one,) = [s for s in read(text) if s.type == "incident/hostage-taking"]
    assert text[one.start : one.end] == "SOME 200 PRISONERS ARE HOLDING 15 GUARDS HOSTAGE"
    assert one.draft.claim.summary == "Some 200 prisoners are holding 15 guards hostage"


def test_a_wrapped_line_is_no_end_of_a_sentence() -> None:
    long = (
        "The committee met for a long time in the town hall, as it does on each first of a month."
    )
    text = f"{long} {long}\nThe judge refused to release the\njournalist on Monday."
    (one,) = read(text)
    assert text[one.start : one.end] == "The judge refused to release the\njournalist on Monday"


def test_a_language_without_rules_and_an_empty_text_give_nothing() -> None:
    assert suggest("La policía registró las celdas.", language="xx", published=PUBLISHED) == []
    assert suggest("", language="en", published="") == []
    assert suggest(" \n\n ", language="en", published="") == []


@pytest.mark.parametrize(
    "text", ["\ud800 police searched the cells", "a\x00b. Police searched the cells.", "“" * 50]
)
def test_odd_characters_do_no_harm(text: str) -> None:
    for one in read(text):
        assert text[one.start : one.end]


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    text = "🕊🕊 Police searched the cells. İstanbul."
    (one,) = read(text)
    assert text[one.start : one.end].endswith("Police searched the cells")


def test_every_rule_speaks_in_terms_of_the_vocabulary() -> None:
    book = rules.load("en")
    assert book is not None
    types_, roles_, verbs = (_terms(name) for name in ("types", "roles", "verbs"))
    assert {rule.type for rule in book.rules} | {name for name, _ in book.figures} <= types_
    assert {r for rule in book.rules for r in (rule.agent, rule.patient) if r} <= roles_
    assert set(book.speech["recorded"]) | {"said"} <= verbs


def _terms(name: str) -> set[str]:
    file = paths.resources() / "vocabulary" / f"{name}.toml"
    return {term["id"] for term in tomllib.loads(file.read_text("utf-8"))["term"]}


def test_every_type_that_is_suggested_has_a_reason_in_words() -> None:
    book = rules.load("en")
    assert book is not None
    for name in {rule.type for rule in book.rules} | {name for name, _ in book.figures}:
        assert name not in reasons.of(name, "words", "")
