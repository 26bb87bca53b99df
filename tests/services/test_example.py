"""The example case: both languages, every shade of the record, and a copy that is the user's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from habeas import i18n, paths, vocabulary
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.source import Confidentiality, Source
from habeas.domain.when import Holding
from habeas.errors import Problem
from habeas.overview.agreement import About, agreement
from habeas.services import collecting, example, marking
from habeas.store.case import Case
from habeas.suggest import suggest

SCHEMES = {  # column of which table: the scheme its terms come from
    ("claim", "type"): "types",
    ("source", "kind"): "source-kinds",
    ("place", "kind"): "place-kinds",
    ("actor", "kind"): "actor-kinds",
    ("voice", "verb"): "verbs",
    ("voice", "medium"): "media",
    ("role", "role"): "roles",
    ("link", "kind"): "link-kinds",
}


@pytest.fixture(scope="module", params=i18n.LANGUAGES)
def built(request, tmp_path_factory) -> Iterator[Case]:
    """The example in one of the languages; nothing here writes into it."""
    path = tmp_path_factory.mktemp("example") / f"{request.param}.habeas"
    with Case.create(path) as case:
        example.build(case, request.param)
        yield case


def event(case: Case, key: str) -> int:
    """The event that holds the claims of this key in the data."""
    titles = {entry["key"]: entry["title"] for entry in _data(case)["event"]}
    return case.select(Event, "WHERE title = ?", titles[key])[0].id


def _data(case: Case) -> dict[str, Any]:
    return example.contents(case.path.stem)


def found(case: Case, key: str) -> list[tuple[About, set[str]]]:
    """What the event disagrees on, each with the two sources that do not go together."""
    together = agreement(case, event(case, key))
    where = {side.claim.id: side.source.id for side in together.sides}
    files = {row["source"]: row["file_name"] for row in case.query("SELECT * FROM source_capture")}
    return [(d.about, {files[where[d.one]], files[where[d.other]]}) for d in together.disagreements]


def test_it_is_one_act_and_undo_stops_at_it(built):
    assert [row["label"] for row in built.query("SELECT label FROM edit")] == ["Build the example"]
    assert built.undo() is None
    assert built.select(Claim)


def test_every_claim_rests_on_passages_that_hold(built):
    claims = built.select(Claim)

    assert 25 <= len(claims) <= 40
    assert all(marking.passages_of(built, claim.id) for claim in claims)
    assert marking.lost(built) == []
    assert any(len(marking.passages_of(built, claim.id)) > 1 for claim in claims)


def test_every_kind_stage_assertion_and_way_to_hold_occurs(built):
    claims = built.select(Claim)

    assert {claim.kind for claim in claims} == set(Kind)
    assert {claim.stage for claim in claims} == set(Stage)
    assert {claim.assertion for claim in claims} == set(Assertion)
    assert {claim.when.holding for claim in claims if claim.when.edtf} == set(Holding)


def test_it_shows_what_the_record_can_hold(built):
    claims = built.select(Claim)
    voices = Counter(row["claim"] for row in built.query("SELECT claim FROM voice"))

    assert any(c.scope.place_class and c.scope.places_low == 7 for c in claims)
    assert any(c.when.edtf == "/.." for c in claims)
    assert any(c.duration.unclear and c.duration.iso == "PT24H" for c in claims)
    assert any(c.duration.rhythm for c in claims)
    rounded = [c.quantity for c in claims if c.quantity.low != c.quantity.high]
    assert any(q.stated and q.low and q.high and q.low < q.stated < q.high for q in rounded)
    assert {1, 2, 3} <= set(voices.values())
    for ground in ("purpose", "condition", "legal_basis"):
        assert any(getattr(c.grounds, ground) for c in claims)
    assert built.query("SELECT 1 FROM voice WHERE inferred")
    assert built.query("SELECT 1 FROM role WHERE label_of_source")


def test_every_term_is_in_the_vocabulary(built):
    for (table, column), scheme in SCHEMES.items():
        used = {row[column] for row in built.query(f"SELECT DISTINCT {column} FROM {table}")}
        known = {term.id for term in vocabulary.terms(scheme)} | {""}
        assert used <= known, (table, column)


def test_the_words_of_dates_voices_and_numbers_stand_in_their_source(built):
    for table, words in (("claim", "when_words"), ("claim", "duration_words"),
                         ("voice", "words"), ("role", "words")):  # fmt: skip
        claim = "t.id" if table == "claim" else "t.claim"
        rows = built.query(
            f"SELECT t.{words} AS words, l.text FROM {table} t JOIN claim c ON c.id = {claim} "
            "JOIN source_capture s ON s.source = c.source JOIN layer l ON l.hash = s.layer"
        )
        assert rows
        assert [row["words"] for row in rows if row["words"] not in row["text"]] == []


def test_the_confidential_source_has_a_pseudonym_and_the_cited_one_no_bytes(built):
    sources = built.select(Source)
    (told,) = (s for s in sources if s.confidentiality is Confidentiality.CONFIDENTIAL)
    (cited,) = (s for s in sources if not s.seen)

    assert told.pseudonym
    assert told.kind == "interview"
    assert collecting.layer_of(built, cited.id) == ""
    assert built.query("SELECT 1 FROM voice WHERE cited_source = ?", cited.id)


def test_places_of_detention_lie_in_departments_of_the_country(built):
    rows = built.query(
        "SELECT c.kind AS country, d.kind AS department FROM place p "
        "JOIN place d ON d.id = p.parent JOIN place c ON c.id = d.parent "
        "WHERE p.kind = 'detention'"
    )

    assert [tuple(row.values()) for row in rows] == [("country", "department")] * 3


def test_22_and_24_killed_cannot_both_hold_and_more_than_20_goes_with_either(built):
    together = agreement(built, event(built, "killings"))

    assert found(built, "killings") == [(About.QUANTITY, {"decreto.txt", "ribera.txt"})]
    assert len(together.agreeing) == 2
    assert together.sources == 3


def test_one_value_is_stood_on_with_a_reason(built):
    (chosen,) = built.select(Event, "WHERE stands_on IS NOT NULL")

    assert chosen.id == event(built, "killings")
    assert built.get(Claim, chosen.stands_on).quantity.stated == 24
    assert chosen.stands_reason


@pytest.mark.parametrize(
    ("key", "about", "files"),
    [
        ("search", About.DATE, {"ledger.txt", "ribera.txt"}),
        ("sealed", About.DATE, {"post.txt", "interview.txt"}),
        ("ill-treatment", About.DENIAL, {"post.txt", "interview.txt"}),
    ],
)
def test_sources_disagree_on_days_and_one_denies(built, key, about, files):
    assert found(built, key) == [(about, files)]


def test_nothing_else_disagrees_and_loose_numbers_agree(built):
    apart = {e.id for e in built.select(Event) if agreement(built, e.id).disagreements}

    assert apart == {event(built, key) for key in ("killings", "search", "sealed", "ill-treatment")}
    assert len(agreement(built, event(built, "transfer")).agreeing) == 3
    assert len(agreement(built, event(built, "population")).agreeing) == 1


def test_links_of_events_rest_on_passages(built):
    links = built.select(Link, "WHERE from_event IS NOT NULL")

    assert links
    assert all(link.passage for link in links)


def test_one_source_is_left_to_read_and_has_suggestions(built):
    (left,) = built.select(Source, "WHERE seen = 1 AND id NOT IN (SELECT source FROM claim)")
    text = built.text(collecting.layer_of(built, left.id))
    suggestions = suggest(text, language=left.language, published=left.published)

    assert len(suggestions) >= 8
    assert len({suggestion.kind for suggestion in suggestions}) >= 4


def test_both_languages_state_the_same_facts(tmp_path):
    told = {}
    for language in i18n.LANGUAGES:
        with Case.create(tmp_path / f"{language}.habeas") as case:
            example.build(case, language)
            told[language] = case.query(
                "SELECT c.type, c.stage, c.assertion, c.when_edtf, c.when_holding, "
                "c.duration_iso, c.quantity_low, c.quantity_high, c.scope_places_low, "
                "(SELECT COUNT(*) FROM claim_passage WHERE claim = c.id) AS passages, "
                "(SELECT COUNT(*) FROM voice WHERE claim = c.id) AS voices, "
                "(SELECT COUNT(*) FROM claim_place WHERE claim = c.id) AS places "
                "FROM claim c ORDER BY c.id"
            )

    assert told["en"] == told["es"]


def test_spanish_sources_are_part_of_the_english_example_too(built):
    languages = Counter(source.language for source in built.select(Source))

    assert languages["en"] >= 1
    assert languages["es"] >= 2


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Example.habeas"), ("es", "Ejemplo.habeas"), ("qu", "Example.habeas")],
)
def test_the_copy_is_made_in_the_users_folder(language, name):
    path = example.copy_of_example(language)

    assert path == paths.data_dir() / name
    assert [file.name for file in path.parent.iterdir()] == [name]
    with Case.open(path) as case:
        assert case.select(Claim)


def test_the_copy_is_hers_and_stays_as_she_left_it():
    path = example.copy_of_example("en")
    with Case.open(path) as case, case.edit("Correct source") as edit:
        collecting.describe(edit, 1, title="My own title")

    assert example.copy_of_example("en") == path
    with Case.open(path) as case:
        assert case.get(Source, 1).title == "My own title"


def test_a_copy_appears_whole_or_not_at_all(monkeypatch):
    monkeypatch.setattr(example, "_events", lambda *_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        example.copy_of_example("en")

    assert list(paths.data_dir().iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_problem_in_plain_words(own_home):
    (own_home / "data").rmdir()
    (own_home / "data").write_text("a file where the folder should be")

    with pytest.raises(Problem, match="could not be made"):
        example.copy_of_example("en")


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("gate", nullcontext((4, 8))),
        ("the", pytest.raises(ValueError, match="claim k: 'the' stands 2 times")),
        ({"words": "the", "nth": 2}, nullcontext((13, 16))),
        ({"words": "the", "nth": 3}, pytest.raises(ValueError, match="stands 2 times")),
        ("wall", pytest.raises(ValueError, match="stands 0 times")),
    ],
)
def test_a_quote_says_which_words_it_means(quote, stands):
    with stands as place:
        span = example._span("the gate and the yard", quote, key="k")
        assert (span.start, span.end) == place


def test_the_sources_are_short_and_all_of_them_are_used():
    folder = paths.resources() / "demo"
    used = {entry["file"] for code in i18n.LANGUAGES for entry in example.contents(code)["source"]}

    assert used == set(folder.rglob("*.txt"))
    assert all(400 <= len(Path(file).read_text(encoding="utf-8")) <= 1500 for file in used)
