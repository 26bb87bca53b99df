"""A report of an invented case: what it says, how it says it, and what it keeps back."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from gettext import NullTranslations
from pathlib import Path
from zipfile import ZipFile

import mammoth
import pytest

from habeas import i18n
from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Draft, DraftLink, PlaceName, Span
from habeas.domain.passage import cut
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.source import Source
from habeas.domain.voice import Role, Voice, Wording
from habeas.domain.when import Duration, Holding, When
from habeas.errors import Problem
from habeas.export import clauses, leads, phrases, quoting, report, sentences
from habeas.export.material import Material, Told
from habeas.export.page import Bullet, Heading, Note, Page, Paragraph, Run, Text
from habeas.export.report import Options
from habeas.services import claiming, collecting, gathering, marking, registering
from habeas.store.case import Case
from habeas.store.edit import Edit

FILES = Path(__file__).parents[1] / "files" / "reports"
HERALD = (
    "More than 20 people were killed outside the prisons on Friday, the Ministry of Order said.\n"
    "President Arana announced that intelligence suggests the killings were ordered by jailed"
    " pack leaders.\n"
    "Seven prisons that hold pack members are on high alert and all visits there are suspended"
    " indefinitely.\n"
    "“Lethal force may be used in self-defence, as authorised.”\n"
    "Held together for 24 hours, inmates at Peña Gris waited while their cells were searched.\n"
    "The warden of Santa Brisa denied that anyone was beaten there.\n"
    "Valdoria, with its 6.4 million people, has counted 31 cases, according to the Fever Tracker."
)
GAZETTE = (
    "Artículo 2. Se suspenden las visitas en los centros penales desde el 22 de abril de 2031,"
    " con base en el artículo 29 de la Constitución.\n"
    "La policía registró 24 homicidios el viernes."
)
WHISPER = "A guard who calls himself Heron says 31 men were beaten in Santa Brisa on Saturday."
SECRETS = (
    "Heron",
    "heron.txt",
    "31 men",
    "beaten in Santa Brisa on Saturday",
    "Night talk",
    "Otter",
)
NAMES = ("heron.txt", "Night talk", "Otter")  # of its file, of the source, of who wrote it


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """Three sources, one of them confidential, with all kinds of claims."""
    monkeypatch.setattr(collecting, "now", lambda: "2031-05-13T10:00:00Z")
    monkeypatch.setattr(report, "today", lambda: "2031-06-01")
    with Case.create(tmp_path / "t.habeas") as made:
        fill(made)
        yield made


def test_the_english_report_reads_as_it_should(case: Case, tmp_path: Path) -> None:
    golden(written(case, tmp_path, Options(title="Valdoria, spring 2031", author="A monitor")))


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_every_sentence_of_the_record_has_a_note_with_quote_source_and_hash(
    case: Case, tmp_path: Path, suffix: str
) -> None:
    page = captured(case, tmp_path, Options(), suffix)
    told = [block for block in body(page) if isinstance(block, Paragraph)]
    assert len(told) > 8
    assert not any(run.italic for block in told for run in block.runs if isinstance(run, Text))
    for block in told:
        assert isinstance(block.runs[-1], Note), block
        for place, run in enumerate(block.runs):
            if isinstance(run, Text) and not run.italic and not run.bold and run.text.strip():
                assert isinstance(block.runs[place + 1], Note), run
    notes = [run for block in told for run in block.runs if isinstance(run, Note)]
    for note in notes:
        text = "\n".join(plain(one.runs) for one in note.blocks())
        assert re.search(r"SHA-256 [0-9a-f]{64}", text), text
        assert "date inferred" in text or "Gazette" in text
        assert any(quote in HERALD or quote in GAZETTE for quote in re.findall("“([^”]+)”", text))


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_what_is_confidential_is_nowhere_in_the_file_unless_ticked_and_then_without_its_name(
    case: Case, tmp_path: Path, suffix: str
) -> None:
    [secret] = report.not_public(case)
    [row] = case.query("SELECT capture FROM source_capture WHERE source = ?", secret.id)
    canaries = (*SECRETS, row["capture"])
    public, whole = tmp_path / f"public{suffix}", tmp_path / f"whole{suffix}"
    found = report.write(case, public, options=Options())
    assert found.left_out == 1
    text = everything(public)
    assert [canary for canary in canaries if canary in text] == []
    assert "1 source was left out because it is not public." in text
    report.write(case, whole, options=Options(include_sources=frozenset([secret.id])))
    text = everything(whole)
    assert {canary for canary in canaries if canary not in text} == {*NAMES}
    assert f"Confidential source {secret.id}" in text
    assert "was left out" not in text
    with case.edit("Correct source") as edit:
        collecting.describe(edit, secret.id, pseudonym="The guard of the east gate")
    report.write(case, whole, options=Options(include_sources=frozenset([secret.id])))
    assert "The guard of the east gate" in everything(whole)


def test_a_disagreement_with_a_source_that_stays_out_is_not_told(
    case: Case, tmp_path: Path
) -> None:
    beaten = next(c for c in case.select(Claim) if c.type == "incident/ill-treatment")
    with case.edit("Describe event") as edit:
        gathering.stand_on(edit, beaten.event or 0, beaten.id, reason="Heron was there")
    kept = written(case, tmp_path, Options())
    assert "another denies it" not in kept
    assert "was there" not in kept
    told = written(case, tmp_path, Options(include_sources=frozenset([3])))
    assert "another denies it" in told


def test_an_event_called_by_confidential_words_is_called_by_what_is_told(
    case: Case, tmp_path: Path
) -> None:
    text = written(case, tmp_path, Options())
    assert "## Beatings at Santa Brisa (denied)" in text
    assert "31 men" not in text


def test_a_claim_that_is_confidential_itself_stays_out_of_a_public_source(
    case: Case, tmp_path: Path
) -> None:
    alert = next(c for c in case.select(Claim) if c.type == "measure/alert")
    with case.edit("Correct claim") as edit:
        edit.update(Claim, alert.id, confidentiality="confidential")
    assert [s.id for s in report.not_public(case)] == [1, 3]
    text = written(case, tmp_path, Options())
    assert "high alert" not in text
    assert "1 claim of these sources was left out because it is not public." in text
    assert "high alert" in written(case, tmp_path, Options(include_sources=frozenset([1])))


def test_a_voice_in_a_cited_source_that_stays_out_has_no_name(case: Case, tmp_path: Path) -> None:
    tracker = next(s for s in case.select(Source) if not s.seen)
    assert "not seen by us" in written(case, tmp_path, Options())
    with case.edit("Describe source") as edit:
        collecting.describe(edit, tracker.id, confidentiality="internal")
    told = "\n".join(
        line
        for line in written(case, tmp_path, Options()).splitlines()
        if not line.strip().startswith("“")  # the public article names it in its own words
    )
    assert "Tracker" not in told
    assert "a voice that is not named here" in told


def test_a_link_says_whether_a_passage_says_it(case: Case, tmp_path: Path) -> None:
    assert "This is part of “Ban on visits”." in written(case, tmp_path, Options())
    [link] = case.query("SELECT id FROM link WHERE from_event IS NOT NULL")
    with case.edit("Link events") as edit:
        edit.update("link", link["id"], passage=None)
    assert "no passage says it" in written(case, tmp_path, Options())
    with case.edit("Link events") as edit:
        [secret] = edit.query("SELECT id FROM passage WHERE source = 3")
        edit.update("link", link["id"], passage=secret["id"])
    assert "This is part of" not in written(case, tmp_path, Options())


def test_an_event_is_not_called_by_a_confidential_claim_that_was_withdrawn(
    case: Case, tmp_path: Path
) -> None:
    [secret] = case.select(Claim, "WHERE source = 3")
    with case.edit("Describe event") as edit:
        gathering.describe(edit, secret.event or 0, title=secret.summary, note="")
    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, secret.id)
    assert secret.summary not in written(case, tmp_path, Options())
    assert secret.summary in written(case, tmp_path, Options(include_sources=frozenset([3])))


def test_a_link_does_not_tell_the_words_of_a_claim_that_stays_out(
    case: Case, tmp_path: Path
) -> None:
    words = "Seven prisons that hold pack members are on high alert"
    alert = next(c for c in case.select(Claim) if c.type == "measure/alert")
    others = [row["id"] for row in case.query("SELECT id FROM event WHERE id != ?", alert.event)]
    with case.edit("Link events") as edit:
        [its] = edit.query("SELECT passage AS id FROM claim_passage WHERE claim = ?", alert.id)
        gathering.link(edit, "about", from_event=others[0], to_event=others[1], passage=its["id"])
    assert words in written(case, tmp_path, Options())
    with case.edit("Correct claim") as edit:
        edit.update(Claim, alert.id, confidentiality="confidential")
    assert words not in written(case, tmp_path, Options())


def test_a_link_that_rests_on_a_source_without_claims_names_it(case: Case, tmp_path: Path) -> None:
    words = "The order of April was made to carry out the ban."
    [link] = case.query("SELECT id FROM link WHERE from_event IS NOT NULL")
    with case.edit("Link events") as edit:
        note = collecting.add(edit, read(words, "note.txt", "en"), title="A note on orders").source
        [passage] = marking.mark(edit, [Span(0, len(words))], source=note)
        edit.update("link", link["id"], passage=passage)
    text = written(case, tmp_path, Options())
    assert "no passage says it" not in text
    assert words in text
    assert "A note on orders" in text


def test_only_the_claims_of_the_filter_are_told(case: Case, tmp_path: Path) -> None:
    alert = next(c for c in case.select(Claim) if c.type == "measure/alert")
    text = written(case, tmp_path, Options(claims=frozenset([alert.id])))
    assert "Claims told: 1. Sources that they rest on: 1." in text
    assert "The record holds other claims" in text
    assert "homicid" not in text
    assert "left out" not in text


def test_a_lost_quote_stops_the_report_and_is_named(case: Case, tmp_path: Path) -> None:
    with case.edit("Break") as edit:
        [row] = edit.query("SELECT id FROM passage WHERE quote LIKE 'Seven prisons%'")
        edit.update("passage", row["id"], quote="Eight prisons")
    for suffix in (".html", ".docx"):
        path = tmp_path / f"r{suffix}"
        with pytest.raises(Problem, match=r"“Eight prisons” .* of “Killings and an alert”"):
            report.write(case, path, options=Options())
    assert [p.name for p in tmp_path.iterdir() if "habeas" not in p.name] == []


def test_a_lost_quote_of_what_stays_out_stops_nothing(case: Case, tmp_path: Path) -> None:
    with case.edit("Break") as edit:
        [row] = edit.query("SELECT id FROM passage WHERE source = 3")
        edit.update("passage", row["id"], quote="something else")
    assert report.write(case, tmp_path / "r.html", options=Options()).path.exists()


def test_stopping_half_way_writes_nothing(case: Case, tmp_path: Path) -> None:
    steps = report.work(case, tmp_path / "r.html", options=Options())
    assert [next(steps).done for _step in range(4)] == [0, 0, 1, 2]
    steps.close()
    assert not (tmp_path / "r.html").exists()
    assert i18n.language() == "en"


def test_the_record_is_read_as_of_one_moment(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All claims are withdrawn while the report reads them: it tells them all the same."""
    whole, told = written(case, tmp_path, Options()), report.material._happenings

    def meanwhile(*given: object) -> object:
        writer = threading.Thread(target=_withdraw_all, args=(case,))
        writer.start()
        writer.join()
        return told(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(report.material, "_happenings", meanwhile)
    assert written(case, tmp_path, Options()) == whole
    assert case.select(Claim) == []


def _withdraw_all(case: Case) -> None:
    with case.edit("Withdraw claim") as edit:
        for claim in edit.select(Claim):
            claiming.withdraw(edit, claim.id)


def test_another_suffix_and_an_empty_case_are_refused_in_words(case: Case, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"\.html or \.docx"):
        report.write(case, tmp_path / "r.pdf", options=Options())
    with Case.create(tmp_path / "empty.habeas") as empty, pytest.raises(Problem, match="no claim"):
        report.write(empty, tmp_path / "r.html", options=Options())


class Foreign(NullTranslations):
    """A language whose every word is x, with what stands in braces kept."""

    def gettext(self, message: str) -> str:
        return re.sub(r"(\{\w+\})|[A-Za-z]+", lambda found: found[1] or "xx", message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


def test_a_report_in_another_language_has_no_english_of_ours(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All words are from the catalogue, the vocabulary, the calendar or the record itself."""
    monkeypatch.setattr(i18n, "messages", lambda _language: Foreign())
    page = captured(case, tmp_path, Options(language="es", title="Valdoria"))
    assert i18n.language() == "en"
    text = as_text(page)
    marked = "Killings ordered by “pack leaders” in prison"
    for own in sorted({marked, *own_words(case)}, key=len, reverse=True):
        text = text.replace(own, "")
    text = re.sub("“[^”]*”", "", text)
    english = r"\b(the|of|and|by|said|source|claims?|stated|given|according|in|is|not|on|to)\b"
    assert re.findall(rf".*{english}.*", text) == []
    assert "mayo de 2031" in text
    assert "«" not in text  # the marks are of the catalogue, which is foreign here


def test_the_language_of_the_report_is_not_the_windows(case: Case, tmp_path: Path) -> None:
    i18n.use("es")
    page = captured(case, tmp_path, Options(language="en"))
    assert page.language == "en"
    assert "An alert was in force, Valdoria Herald reports:" in as_text(page)
    assert "Ministry of Order said, in the words of Valdoria Herald:" in as_text(page)
    assert i18n.language() == "es"


def test_a_label_that_a_source_gives_people_is_always_quoted(case: Case, tmp_path: Path) -> None:
    bare = re.sub("“[^”]*”", "", written(case, tmp_path, Options()))
    assert "pack leaders" not in bare
    [claim] = [c for c in case.select(Claim) if c.type == "statement/allegation"]
    with case.edit("Create event") as edit:
        gathering.new_event(edit, claim.id)
    text = written(case, tmp_path, Options())
    assert "## Killings ordered by “pack leaders” in prison (suspected)" in text
    assert "pack leaders" not in re.sub("“[^”]*”", "", text)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("assertion", list(Assertion))
def test_doubt_and_stage_stand_in_the_main_clause(stage: Stage, assertion: Assertion) -> None:
    claim = Claim(kind=Kind.MEASURE, type="measure/search", stage=stage, assertion=assertion)
    said = clauses.clause(claim, " in Peña Gris", since="")
    assert said.endswith(" in Peña Gris")
    doubt = "" if assertion is Assertion.STATED else f"it is {assertion.value} that "
    assert said.startswith(doubt)
    assert ("it is" in said) is bool(doubt)
    word = "was in force" if stage is Stage.IN_FORCE else stage.value.replace("-", " ")
    assert (word or "there was a search") in said


@pytest.mark.parametrize("kind", [Kind.STATEMENT, Kind.FIGURE])
def test_doubt_of_a_statement_or_a_figure_is_told_too(kind: Kind) -> None:
    q = Quantity(Decimal(5), Decimal(5), Decimal(5), words="5")
    told = []
    for doubt in Assertion:
        claim = Claim(kind=kind, type=f"{kind.value}/other", quantity=q, assertion=doubt)
        one = Told(claim, Source(publisher="The Herald"), (cut("5 of them", 0, 9),))
        told.append(sentence(one))
    assert "suspi" not in told[0] + told[2] + told[3]
    assert "suspi" not in told[0]
    assert "suspic" in told[1] or "suspected" in told[1]
    assert "alleg" in told[2]
    assert "deni" in told[3]


CHAINS = [
    ([], "The Herald reports"),
    ([Voice(name="The warden")], "the warden said, in the words of The Herald"),
    (
        [Voice(name="The warden", verb="wrote", wording=Wording.DIRECT)],
        "the warden wrote, in words that The Herald quotes",
    ),
    (
        [Voice(name="the office", wording=Wording.DIRECT, inferred=True)],
        "in words that The Herald quotes and that the reader ascribes to the office",
    ),
    (
        [Voice(name="spies", verb="suggested"), Voice(name="Arana", verb="announced")],
        "spies suggested, as Arana announced, in the words of The Herald",
    ),
    (
        [Voice(name="spies"), Voice(name="Arana"), Voice(name="The Post", verb="reported")],
        "spies said, as Arana said and as The Post reported, in the words of The Herald",
    ),
    (
        [Voice(name="Arana"), Voice(name="the herald", verb="wrote")],
        "Arana said, as the herald wrote",
    ),
    ([Voice(verb="said")], "a voice that is not named here said, in the words of The Herald"),
]


@pytest.mark.parametrize(("voices", "said"), CHAINS)
def test_the_chain_of_voices_leads_out_to_the_source(voices: list[Voice], said: str) -> None:
    publisher = "the herald" if said.endswith("herald wrote") else "The Herald"
    told = Told(Claim(), Source(publisher=publisher), (), tuple(voices))
    assert leads.quoting(told, None) == said
    again = leads.quoting(told, told)
    assert again == said.replace("The Herald", "the same source")


def test_a_voice_that_the_reader_supplied_is_said_to_be_so() -> None:
    voice = Voice(name="Arana", verb="denied", wording=Wording.DIRECT, inferred=True)
    claim = Claim(kind=Kind.MEASURE, type="measure/search", assertion=Assertion.DENIED)
    said = sentence(Told(claim, Source(publisher="Herald"), (cut("nobody", 0, 6),), (voice,)))
    assert said.startswith("It is denied that there was a search, Arana said, in words that Herald")
    assert "That the voice is Arana is inferred by the reader." in said


QUOTES = [
    ('He said "not a ray" will enter.', 'not a ray" will enter.', '"not a ray" will enter'),
    ('on "high alert" and so', 'on "high alert', 'on "high alert"'),
    ('"Long ago. They are here."', 'They are here."', "They are here"),
    ('"They are here. And stay"', '"They are here.', "They are here"),
    ("He “must stay” there", "must stay” there", "“must stay” there"),
    ('So "they stay" there', '"they stay"', "they stay"),
    ('"One" and "two" left', '"One" and "two', '"One" and "two"'),
    ('"One" and "two left', '"One" and "two', '"One" and "two'),
    ("“One” and “two left”", "“One” and “two", "“One” and “two"),
    ("one\n  two", "one\n  two", "one two"),
    ("a b " * 200, "a b " * 200, f"{'a b ' * 99}a b…"),
]


@pytest.mark.parametrize(("text", "quote", "shown"), QUOTES)
def test_marks_that_a_passage_cut_in_two_are_whole_in_the_sentence(
    text: str, quote: str, shown: str
) -> None:
    start = text.index(quote)
    assert quoting.display(cut(text, start, start + len(quote))) == shown


def test_marks_inside_a_quote_are_of_the_second_level() -> None:
    assert quoting.inner("the “Sombra” bands") == "the ‘Sombra’ bands"
    with i18n.speaking("es"):
        assert quoting.inner("las «Sombra»") == "las “Sombra”"


def test_what_the_quote_says_is_not_said_again() -> None:
    quote = "more than 20 people are held for 24 hours to keep order in seven prisons"
    claim = Claim(
        kind=Kind.MEASURE, type="measure/confinement", stage=Stage.ORDERED,
        duration=Duration(words="for 24 hours", unclear=True),
        quantity=Quantity(Decimal(21), None, Decimal(20), "people", words="more than 20 people"),
        grounds=Grounds(purpose="to keep order"),
        scope=Scope(place_class="seven prisons", places_low=7, places_high=7),
    )  # fmt: skip
    said = sentence(Told(claim, Source(publisher="The Herald"), (cut(quote, 0, len(quote)),)))
    assert said == (
        f"Confinement in cells was ordered, The Herald reports: “{quote}”. Here “more than 20"
        " people” is read as 21 or more. The source speaks of 7 places and names none. It is not"
        " clear whether once or daily. No date is given."
    )
    short = sentence(Told(claim, Source(publisher="The Herald"), (cut("they wait", 0, 9),)))
    assert short == (
        "Confinement in cells was ordered in “seven prisons”, The Herald reports: “they wait”."
        " The number given is “more than 20 people” (21 or more). The source speaks of 7 places"
        " and names none. For how long: “for 24 hours”. It is not clear whether once or daily."
        " The stated purpose is “to keep order”. No date is given."
    )


WHENS = [
    (When("2031-05-09"), Stage.CARRIED_OUT, "On Friday 9 May 2031, a search was carried out, H"),
    (When("2031-05"), Stage.CARRIED_OUT, "A search was carried out some day in May 2031, H"),
    (
        When("2031-05-09/..", holding=Holding.EVERY_DAY),
        Stage.IN_FORCE,
        "Since Friday 9 May 2031, a search has been in force, H",
    ),
    (
        When("2031-05-09/", holding=Holding.EVERY_DAY),
        Stage.ORDERED,
        "A search was ordered as of Friday 9 May 2031, H",
    ),
]


@pytest.mark.parametrize(("when", "stage", "said"), WHENS)
def test_the_day_begins_the_sentence_and_a_range_follows(
    when: When, stage: Stage, said: str
) -> None:
    claim = Claim(kind=Kind.MEASURE, type="measure/search", stage=stage, when=when)
    told = Told(claim, Source(publisher="H"), (cut("they looked", 0, 11),))
    assert sentence(told).startswith(f"{said} reports: “they looked”.")


def sentence(told: Told) -> str:
    """What a report says of a claim that belongs to no event, without its note."""
    alone = Material((), (told,), (), {}, {})
    return plain(sentences.of_claim(alone, told, sentences.names_of(alone)).runs)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Terrorists held", "“Terrorists” held"),
        ("“terrorists” held", "“terrorists” held"),
        ("The antiterrorists law", "The antiterrorists law"),
        ("gang members of the gang", "“gang members” of the “gang”"),
    ],
)
def test_labels_are_marked_once_and_as_whole_words(text: str, said: str) -> None:
    assert phrases.labels_marked(text, ["terrorists", "gang", "gang members"]) == said


def test_an_event_called_by_words_of_the_source_is_called_by_day_type_and_place(
    case: Case, tmp_path: Path
) -> None:
    [claim] = [c for c in case.select(Claim) if c.type == "measure/alert"]
    with case.edit("Correct claim") as edit:
        edit.update(Claim, claim.id, summary="seven prisons that hold…")
        gathering.describe(edit, claim.event or 0, title="seven prisons that hold…", note="")
        place = registering.place(edit, "Peña Gris", kind="detention")
        edit.add("claim_place", claim=claim.id, place=place, words="")
    text = written(case, tmp_path, Options())
    assert "## Monday 12 May 2031 · Alert · Peña Gris" in text
    assert "“Seven prisons that hold pack members are on high alert”" in text


def test_what_a_source_of_another_language_says_is_told_in_the_words_of_the_record(
    case: Case, tmp_path: Path
) -> None:
    text = written(case, tmp_path, Options())
    assert "Gazette of Valdoria states: Suspension of visits." in text
    spanish = written(case, tmp_path, Options(language="es"))
    assert (
        "«Se suspenden las visitas en los centros penales desde el 22 de abril de 2031»" in spanish
    )


def test_many_claims_are_written_in_steps_that_can_be_stopped(case: Case, tmp_path: Path) -> None:
    with case.edit("Accept claim") as edit:
        for number in range(150):
            told = drafted(HERALD, "people were killed", type="statement/other",
                           summary=f"{number}")  # fmt: skip
            claiming.accept(edit, told, source=1)
    for suffix in (".html", ".docx"):
        shares = [s.done / s.total for s in report.work(case, tmp_path / f"r{suffix}",
                  options=Options()) if s.total]  # fmt: skip
        assert shares == sorted(shares)
        assert sum(share > 0.5 for share in shares) > 3
        assert max(shares) <= 1
        stopped = report.work(case, tmp_path / f"s{suffix}", options=Options())
        while (step := next(stopped)).done <= step.total / 2:
            pass
        stopped.close()
        assert (tmp_path / f"r{suffix}").exists()
        assert not (tmp_path / f"s{suffix}").exists()


# What the tests stand on


def fill(case: Case) -> None:
    """The invented record."""
    with case.edit("Add sources") as edit:
        herald = collecting.add(
            edit, read(HERALD, "alert.txt", "en"), title="Killings and an alert",
            publisher="Valdoria Herald", published="2031-05-12", published_inferred=True,
            address="https://herald.example/alert",
        ).source  # fmt: skip
        gazette = collecting.add(
            edit, read(GAZETTE, "decreto.txt", "es"), title="Decreto 45", kind="decree",
            publisher="Gazette of Valdoria", published="2031-05-11",
        ).source  # fmt: skip
        whisper = collecting.add(
            edit, read(WHISPER, "heron.txt", "en"), title="Night talk", kind="interview",
            author="R. Otter", published="2031-05-14", confidentiality="confidential",
        ).source  # fmt: skip
        tracker = collecting.cite(edit, "Fever Tracker", kind="dataset", publisher="Port Institute")
    with case.edit("Accept claim") as edit:
        _killings(edit, herald, gazette)
        _measures(edit, herald, gazette)
        _beatings(edit, herald, whisper)
        claiming.accept(
            edit,
            drafted(
                HERALD, "Valdoria, with its 6.4 million people", kind=Kind.FIGURE,
                type="figure/population", summary="Inhabitants of Valdoria",
                quantity=Quantity(
                    Decimal(6350000), Decimal(6450000), Decimal(6400000), "inhabitants",
                    words="6.4 million",
                ),
            ),
            source=herald,
        )  # fmt: skip
        cases = drafted(
            HERALD, "has counted 31 cases, according to the Fever Tracker", kind=Kind.FIGURE,
            type="figure/covid-19-cases", summary="Cases of the fever",
            quantity=Quantity(Decimal(31), Decimal(31), Decimal(31), "cases", words="31 cases"),
        )  # fmt: skip
        voice = Voice(name="Fever Tracker", verb="counted", cited_source=tracker)
        claiming.accept(edit, replace(cases, voices=(voice,)), source=herald)


def _killings(edit: Edit, herald: int, gazette: int) -> None:
    killed = drafted(
        HERALD, "More than 20 people were killed outside the prisons on Friday",
        kind=Kind.INCIDENT, type="incident/killing",
        summary="More than 20 people were killed outside the prisons on Friday",
        when=When("2031-05-09", "on Friday"),
        quantity=Quantity(Decimal(21), None, Decimal(20), "people", words="more than 20"),
    )  # fmt: skip
    one = claiming.accept(
        edit,
        replace(killed, voices=(Voice(name="Ministry of Order", verb="said"),)),
        source=herald,
    )
    event = gathering.new_event(edit, one, title="Killings of 9 May")
    for number, text, source in ((24, GAZETTE, gazette), (22, HERALD, herald)):
        words = "24 homicidios el viernes" if number == 24 else "people were killed"
        counted = drafted(
            text, words, kind=Kind.FIGURE, type="figure/homicides",
            summary=f"{number} killings", when=When("2031-05-09", "el viernes"),
            quantity=Quantity(Decimal(number), Decimal(number), Decimal(number), "homicides",
                              words=str(number)),
        )  # fmt: skip
        claim = claiming.accept(edit, counted, source=source, event=event)
        if number == 24:
            gathering.stand_on(
                edit, event, claim, reason="the decree counts by name"
            )  # fmt: skip
    suspicion = drafted(
        HERALD, "intelligence suggests the killings were ordered by jailed pack leaders",
        kind=Kind.STATEMENT, type="statement/allegation",
        summary="Killings ordered by pack leaders in prison", stage=Stage.ORDERED,
        assertion=Assertion.SUSPECTED,
    )  # fmt: skip
    voices = (
        Voice(name="intelligence", verb="suggested", wording=Wording.PARAPHRASE),
        Voice(name="President Arana", verb="announced"),
    )
    roles = (Role(role="orderer", name="pack leaders", label_of_source=True),)
    claiming.accept(
        edit,
        replace(suspicion, voices=voices, roles=roles, links=(DraftLink("about", one),)),
        source=herald,
    )


def _measures(edit: Edit, herald: int, gazette: int) -> None:
    alert = drafted(
        HERALD, "Seven prisons that hold pack members are on high alert", kind=Kind.MEASURE,
        type="measure/alert", summary="High alert in seven prisons", stage=Stage.IN_FORCE,
        when=When("/", holding=Holding.SOURCE_DAY),
        scope=Scope(place_class="seven prisons that hold pack members", places_low=7,
                    places_high=7),
    )  # fmt: skip
    visits = drafted(
        HERALD, "all visits there are suspended indefinitely", kind=Kind.MEASURE,
        type="measure/visits-ban", summary="Visits suspended", stage=Stage.IN_FORCE,
        when=When("/..", holding=Holding.SOURCE_DAY), duration=Duration(words="indefinitely"),
        scope=Scope(activities="all visits"),
    )  # fmt: skip
    decree = drafted(
        GAZETTE, "Se suspenden las visitas en los centros penales desde el 22 de abril de 2031",
        kind=Kind.MEASURE, type="measure/visits-ban", summary="Suspension of visits",
        stage=Stage.ORDERED, when=When("2031-04-22/..", "desde el 22 de abril de 2031",
                                       Holding.EVERY_DAY, began=True),
        scope=Scope(nationwide=True),
        grounds=Grounds(legal_basis="artículo 29 de la Constitución"),
    )  # fmt: skip
    force = drafted(
        HERALD, "Lethal force may be used in self-defence, as authorised.", kind=Kind.MEASURE,
        type="measure/use-of-force", summary="Use of lethal force", stage=Stage.AUTHORISED,
        when=When("/", holding=Holding.SOURCE_DAY), grounds=Grounds(condition="in self-defence"),
    )  # fmt: skip
    searched = drafted(
        HERALD, "Held together for 24 hours", "their cells were searched", kind=Kind.MEASURE,
        type="measure/confinement", summary="Inmates held together while cells were searched",
        stage=Stage.CARRIED_OUT, duration=Duration(words="for 24 hours", unclear=True),
    )  # fmt: skip
    office = Voice(name="the president's office", verb="posted", medium="social-media",
                   wording=Wording.DIRECT, inferred=True)  # fmt: skip
    accept, new = claiming.accept, gathering.new_event
    new(edit, accept(edit, alert, source=herald))
    ban = accept(edit, decree, source=gazette)
    event = new(edit, ban, title="Ban on visits")
    accept(edit, visits, source=herald, event=event)
    accept(edit, replace(force, voices=(office,)), source=herald)
    held = replace(searched, places=(PlaceName("Peña Gris", "detention"),))
    accept(edit, held, source=herald)
    [there] = edit.query("SELECT id FROM passage WHERE quote LIKE 'all visits there%'")
    gathering.link(edit, "part-of", from_event=2, to_event=event, passage=there["id"])


def _beatings(edit: Edit, herald: int, whisper: int) -> None:
    beaten = drafted(
        WHISPER, WHISPER[:-1], kind=Kind.INCIDENT, type="incident/ill-treatment",
        summary="31 men beaten in Santa Brisa on Saturday", when=When("2031-05-10", "on Saturday"),
        assertion=Assertion.ALLEGED,
        quantity=Quantity(Decimal(31), Decimal(31), Decimal(31), "people", words="31 men"),
    )  # fmt: skip
    denied = drafted(
        HERALD, "The warden of Santa Brisa denied that anyone was beaten there",
        kind=Kind.INCIDENT, type="incident/ill-treatment",
        summary="Beatings at Santa Brisa", assertion=Assertion.DENIED,
    )  # fmt: skip
    heron = Voice(name="Heron", verb="said")
    place = (PlaceName("Santa Brisa", "detention"),)
    first = claiming.accept(
        edit, replace(beaten, voices=(heron,), places=place), source=whisper
    )  # fmt: skip
    event = gathering.new_event(edit, first)
    warden = Voice(name="the warden of Santa Brisa", verb="denied")
    claiming.accept(
        edit,
        replace(denied, voices=(warden,), places=place),
        source=herald,
        event=event,
    )


def read(text: str, name: str, language: str) -> Reading:
    return Reading(text.encode(), text, file_name=name, language=language)


def drafted(text: str, *quotes: str, **fields: object) -> Draft:
    """A draft that rests on these words of the text."""
    spans = tuple(Span(text.index(q), text.index(q) + len(q)) for q in quotes)
    return Draft(Claim(**fields), spans)  # type: ignore[arg-type]


def own_words(case: Case) -> set[str]:
    """What stands in the record itself: the report does not translate it."""
    columns = {
        "claim": ("summary",),
        "event": ("title", "stands_reason"),
        "source": ("title", "publisher", "address"),
        "voice": ("name",),
        "source_capture": ("file_name",),
    }
    rows = [
        row
        for table, names in columns.items()
        for row in case.query(f"SELECT {', '.join(names)} FROM {table}")
    ]
    return {value for row in rows for value in row.values() if value}


def captured(case: Case, folder: Path, options: Options, suffix: str = ".html") -> Page:
    """The page that would be written."""
    pages: list[Page] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(report.WRITERS, suffix, lambda page, _path: iter(pages.append(page) or ()))
        report.write(case, folder / f"x{suffix}", options=options)
    return pages[0]


def written(case: Case, folder: Path, options: Options) -> str:
    return as_text(captured(case, folder, options))


def body(page: Page) -> list[object]:
    """The blocks between the words about the report and the list of sources."""
    tops = [n for n, b in enumerate(page.blocks) if isinstance(b, Heading) and b.level == 1]
    return list(page.blocks[tops[1] : tops[-1]])


def plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs if isinstance(run, Text))


def as_text(page: Page) -> str:
    """A page as text, each note in brackets below the paragraph that it belongs to."""
    lines, number = [f"# {page.title}", page.byline(), ""], 0
    for block in page.blocks:
        if isinstance(block, Heading):
            lines += [f"{'#' * (block.level)} {block.text}", ""]
            continue
        assert isinstance(block, Paragraph | Bullet)
        said, below = "", []
        for run in block.runs:
            if isinstance(run, Text):
                said += run.text
                continue
            number += 1
            said += f"[{number}]"
            below += [f"    [{number}]", *(f"    {plain(part.runs)}" for part in run.blocks())]
        lines += [f"- {said}" if isinstance(block, Bullet) else said, *below, ""]
    return "\n".join(lines)


def everything(path: Path) -> str:
    """All that a file holds: of a DOCX every part, and its text without marks."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    with path.open("rb") as file:
        return "\n".join([*parts, str(mammoth.extract_raw_text(file).value),
                          *(re.sub("<[^>]+>", "", part) for part in parts)])  # fmt: skip


def golden(text: str) -> None:
    kept = FILES / "valdoria-en.txt"
    assert text == kept.read_text(encoding="utf-8")
