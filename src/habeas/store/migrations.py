"""The steps that made the schema: one decorated function each, never edited after a release."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Migrations

from habeas.store import captures, journal, triggers
from habeas.store.driver import Database, DatabaseError
from habeas.store.tables import IMMUTABLE, JOURNALLED

APPLICATION_ID = 0x48414245  # "HABE"
SCHEMA = 3  # user_version of a case that has taken every step

steps = Migrations("habeas")

# LATER stands for DEFERRABLE INITIALLY DEFERRED: an Edit need not write parents first.
_FIRST = """
CREATE TABLE edit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, started TEXT NOT NULL,
  finished TEXT, act TEXT NOT NULL CHECK (act IN ('act','undo','redo','migration')),
  undoes INTEGER REFERENCES edit(id), schema INTEGER NOT NULL, open INTEGER,
  previous TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '') STRICT;
CREATE UNIQUE INDEX edit_open ON edit(open) WHERE open = 1;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT, edit INTEGER NOT NULL REFERENCES edit(id),
  tbl TEXT NOT NULL, row INTEGER NOT NULL, act TEXT NOT NULL, former TEXT,
  former_nonce TEXT, former_commit TEXT, new_nonce TEXT, new_commit TEXT) STRICT;
CREATE INDEX entry_edit ON entry(edit);
CREATE INDEX entry_row ON entry(tbl, row, edit);

CREATE TABLE capture (
  sha256 TEXT PRIMARY KEY, media_type TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
CREATE TABLE chunk (
  sha256 TEXT NOT NULL REFERENCES capture(sha256), n INTEGER NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (sha256, n)) STRICT;
CREATE TABLE layer (
  id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE,
  capture TEXT NOT NULL REFERENCES capture(sha256),
  kind TEXT NOT NULL, extractor TEXT NOT NULL, version TEXT NOT NULL, encoding TEXT NOT NULL,
  notes TEXT NOT NULL, sameness TEXT NOT NULL, length INTEGER NOT NULL, text TEXT NOT NULL,
  translates TEXT REFERENCES layer(hash), language TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX layer_capture ON layer(capture);
CREATE INDEX layer_sameness ON layer(sameness);

CREATE TABLE source (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, kind TEXT NOT NULL,
  publisher TEXT NOT NULL, author TEXT NOT NULL, published TEXT NOT NULL,
  published_inferred INTEGER NOT NULL, language TEXT NOT NULL, address TEXT NOT NULL,
  received TEXT NOT NULL,
  confidentiality TEXT NOT NULL CHECK (confidentiality IN ('public','internal','confidential')),
  pseudonym TEXT NOT NULL, seen INTEGER NOT NULL, retain_until TEXT NOT NULL, note TEXT NOT NULL,
  added TEXT NOT NULL) STRICT;
CREATE TABLE source_capture (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL REFERENCES source(id) LATER,
  capture TEXT NOT NULL REFERENCES capture(sha256), layer TEXT REFERENCES layer(hash),
  file_name TEXT NOT NULL, captured TEXT NOT NULL, captured_by TEXT NOT NULL,
  how TEXT NOT NULL) STRICT;
CREATE INDEX source_capture_source ON source_capture(source);
CREATE INDEX source_capture_capture ON source_capture(capture);
CREATE INDEX source_capture_layer ON source_capture(layer);

CREATE TABLE passage (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL REFERENCES source(id) LATER,
  layer TEXT NOT NULL REFERENCES layer(hash),
  kind TEXT NOT NULL CHECK (kind IN ('text','rectangle','time','row')),
  start INTEGER NOT NULL, end INTEGER NOT NULL, quote TEXT NOT NULL, prefix TEXT NOT NULL,
  suffix TEXT NOT NULL, page INTEGER, region TEXT NOT NULL) STRICT;
CREATE INDEX passage_source ON passage(source, start);

CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
  note TEXT NOT NULL, stands_on INTEGER REFERENCES claim(id) LATER,
  stands_reason TEXT NOT NULL) STRICT;
CREATE TABLE claim (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL REFERENCES source(id) LATER,
  event INTEGER REFERENCES event(id) LATER,
  kind TEXT NOT NULL CHECK (
    kind IN ('incident','measure','condition','ruling','statement','figure')),
  type TEXT NOT NULL, summary TEXT NOT NULL, stage TEXT NOT NULL, assertion TEXT NOT NULL,
  when_edtf TEXT NOT NULL, when_words TEXT NOT NULL, when_holding TEXT NOT NULL,
  when_began INTEGER NOT NULL, when_ended INTEGER NOT NULL,
  duration_iso TEXT NOT NULL, duration_words TEXT NOT NULL, duration_rhythm TEXT NOT NULL,
  duration_unclear INTEGER NOT NULL,
  scope_place_class TEXT NOT NULL, scope_places_low INTEGER, scope_places_high INTEGER,
  scope_population TEXT NOT NULL, scope_activities TEXT NOT NULL, scope_nationwide INTEGER NOT NULL,
  scope_words TEXT NOT NULL,
  quantity_low TEXT, quantity_high TEXT, quantity_stated TEXT, quantity_unit TEXT NOT NULL,
  quantity_approximate INTEGER NOT NULL, quantity_words TEXT NOT NULL,
  grounds_purpose TEXT NOT NULL, grounds_condition TEXT NOT NULL, grounds_legal_basis TEXT NOT NULL,
  note TEXT NOT NULL, origin TEXT NOT NULL, reason TEXT NOT NULL, confidentiality TEXT NOT NULL,
  first_day TEXT NOT NULL, last_day TEXT NOT NULL) STRICT;
CREATE INDEX claim_source ON claim(source);
CREATE INDEX claim_event ON claim(event);
CREATE INDEX claim_kind ON claim(kind, type, id);
CREATE INDEX claim_first_day ON claim(first_day, id);
CREATE INDEX claim_summary ON claim(summary COLLATE NOCASE, id);
CREATE TABLE claim_passage (
  id INTEGER PRIMARY KEY AUTOINCREMENT, claim INTEGER NOT NULL REFERENCES claim(id) LATER,
  passage INTEGER NOT NULL REFERENCES passage(id) LATER,
  position INTEGER NOT NULL) STRICT;
CREATE INDEX claim_passage_claim ON claim_passage(claim, position);
CREATE INDEX claim_passage_passage ON claim_passage(passage);

CREATE TABLE place (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL,
  parent INTEGER REFERENCES place(id) LATER, note TEXT NOT NULL) STRICT;
CREATE TABLE place_name (
  id INTEGER PRIMARY KEY AUTOINCREMENT, place INTEGER NOT NULL REFERENCES place(id) LATER,
  name TEXT NOT NULL, folded TEXT NOT NULL) STRICT;
CREATE INDEX place_name_folded ON place_name(folded);
CREATE INDEX place_name_place ON place_name(place);
CREATE TABLE claim_place (
  id INTEGER PRIMARY KEY AUTOINCREMENT, claim INTEGER NOT NULL REFERENCES claim(id) LATER,
  place INTEGER NOT NULL REFERENCES place(id) LATER,
  words TEXT NOT NULL) STRICT;
CREATE INDEX claim_place_claim ON claim_place(claim);
CREATE INDEX claim_place_place ON claim_place(place);
CREATE TABLE actor (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL,
  note TEXT NOT NULL) STRICT;
CREATE TABLE actor_name (
  id INTEGER PRIMARY KEY AUTOINCREMENT, actor INTEGER NOT NULL REFERENCES actor(id) LATER,
  name TEXT NOT NULL, folded TEXT NOT NULL) STRICT;
CREATE INDEX actor_name_folded ON actor_name(folded);
CREATE INDEX actor_name_actor ON actor_name(actor);
CREATE TABLE voice (
  id INTEGER PRIMARY KEY AUTOINCREMENT, claim INTEGER NOT NULL REFERENCES claim(id) LATER,
  position INTEGER NOT NULL, name TEXT NOT NULL,
  actor INTEGER REFERENCES actor(id) LATER,
  cited_source INTEGER REFERENCES source(id) LATER,
  verb TEXT NOT NULL, medium TEXT NOT NULL, wording TEXT NOT NULL, inferred INTEGER NOT NULL,
  words TEXT NOT NULL) STRICT;
CREATE INDEX voice_claim ON voice(claim, position);
CREATE INDEX voice_actor ON voice(actor);
CREATE TABLE role (
  id INTEGER PRIMARY KEY AUTOINCREMENT, claim INTEGER NOT NULL REFERENCES claim(id) LATER,
  position INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
  actor INTEGER REFERENCES actor(id) LATER, words TEXT NOT NULL,
  label_of_source INTEGER NOT NULL) STRICT;
CREATE INDEX role_claim ON role(claim, position);
CREATE INDEX role_actor ON role(actor);
CREATE TABLE link (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,
  from_claim INTEGER REFERENCES claim(id) LATER,
  to_claim INTEGER REFERENCES claim(id) LATER,
  from_event INTEGER REFERENCES event(id) LATER,
  to_event INTEGER REFERENCES event(id) LATER,
  passage INTEGER REFERENCES passage(id) LATER, note TEXT NOT NULL,
  CHECK ((from_claim IS NULL) <> (from_event IS NULL)),
  CHECK ((to_claim IS NULL) <> (to_event IS NULL))) STRICT;
CREATE INDEX link_from ON link(from_claim);
CREATE INDEX link_to ON link(to_claim);
CREATE TABLE rejection (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL REFERENCES source(id) LATER,
  key TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL, quote TEXT NOT NULL) STRICT;
CREATE INDEX rejection_source ON rejection(source);
CREATE TABLE term (
  id INTEGER PRIMARY KEY AUTOINCREMENT, scheme TEXT NOT NULL, name TEXT NOT NULL,
  label_en TEXT NOT NULL, label_es TEXT NOT NULL, definition TEXT NOT NULL) STRICT;

CREATE TABLE desk (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE VIRTUAL TABLE layer_text USING fts5(
  text, content='layer', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE record_text USING fts5(text, tokenize="unicode61 remove_diacritics 2");
"""


# An Edit says who did it and with what; a purge and what happened outside (an export, a seal) are
# acts of their own.  A CHECK cannot be altered, so the table is made again.
_TRUSTED = """
CREATE TABLE edit_2 (
  id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, started TEXT NOT NULL,
  finished TEXT,
  act TEXT NOT NULL CHECK (act IN ('act','undo','redo','migration','record','purge')),
  undoes INTEGER REFERENCES edit(id), schema INTEGER NOT NULL, open INTEGER,
  previous TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
  who TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '',
  program TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO edit_2 (id, label, started, finished, act, undoes, schema, open, previous, digest)
  SELECT id, label, started, finished, act, undoes, schema, open, previous, digest FROM edit;
DROP TABLE edit;
ALTER TABLE edit_2 RENAME TO edit;
CREATE UNIQUE INDEX edit_open ON edit(open) WHERE open = 1;
ALTER TABLE entry ADD COLUMN purged INTEGER REFERENCES edit(id);
ALTER TABLE source_capture ADD COLUMN noted TEXT NOT NULL DEFAULT '';

CREATE TABLE custody (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL, act TEXT NOT NULL,
  made TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE INDEX custody_source ON custody(source);
CREATE TABLE seal (
  id INTEGER PRIMARY KEY AUTOINCREMENT, edit INTEGER NOT NULL, digest TEXT NOT NULL,
  made TEXT NOT NULL, text TEXT NOT NULL, public_key TEXT NOT NULL,
  signature TEXT NOT NULL) STRICT;
CREATE TABLE purge (
  id INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, kinds TEXT NOT NULL,
  reason TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
CREATE TABLE signing_key (
  id INTEGER PRIMARY KEY, made TEXT NOT NULL, name TEXT NOT NULL, public TEXT NOT NULL,
  private TEXT NOT NULL) STRICT;
"""


# A source is read in one of several layers; what stands on pages, and what else a layer is made of,
# is kept beside it; a capture may have come inside another source.  Rows of the tables in _WIDENED
# get new columns, and so new commitments.
_WIDENED = ("source", "source_capture", "passage")
_EVERY_SOURCE = """
ALTER TABLE source ADD COLUMN layer TEXT REFERENCES layer(hash);
ALTER TABLE source ADD COLUMN silent TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN covered INTEGER NOT NULL DEFAULT 1;
ALTER TABLE source_capture ADD COLUMN within INTEGER REFERENCES source(id) LATER;
ALTER TABLE source_capture ADD COLUMN part TEXT NOT NULL DEFAULT '';
ALTER TABLE passage ADD COLUMN carried TEXT NOT NULL DEFAULT '';
ALTER TABLE passage ADD COLUMN score INTEGER;
ALTER TABLE layer ADD COLUMN metadata TEXT NOT NULL DEFAULT '';
CREATE INDEX source_capture_within ON source_capture(within) WHERE within IS NOT NULL;
UPDATE source SET layer = (SELECT layer FROM source_capture
  WHERE source = source.id AND layer IS NOT NULL ORDER BY id DESC LIMIT 1);

CREATE TABLE stretch (
  layer TEXT NOT NULL REFERENCES layer(hash), n INTEGER NOT NULL, kind TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL, name TEXT NOT NULL,
  width REAL, height REAL, words BLOB, PRIMARY KEY (layer, n)) STRICT;
CREATE TABLE source_layer (
  id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL REFERENCES source(id) LATER,
  layer TEXT NOT NULL REFERENCES layer(hash), how TEXT NOT NULL, added TEXT NOT NULL,
  noted TEXT NOT NULL) STRICT;
CREATE INDEX source_layer_source ON source_layer(source);
CREATE INDEX source_layer_layer ON source_layer(layer);
CREATE TABLE same_origin (
  id INTEGER PRIMARY KEY AUTOINCREMENT, one INTEGER NOT NULL REFERENCES source(id) LATER,
  other INTEGER NOT NULL REFERENCES source(id) LATER,
  verdict TEXT NOT NULL CHECK (verdict IN ('same','different')), note TEXT NOT NULL) STRICT;
CREATE INDEX same_origin_one ON same_origin(one);
CREATE INDEX same_origin_other ON same_origin(other);

CREATE TABLE intake (
  id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL, path TEXT NOT NULL,
  size INTEGER NOT NULL, changed INTEGER NOT NULL, how TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('inbox','waiting','added','there','unread','failed','left')),
  why TEXT NOT NULL, source INTEGER, added TEXT NOT NULL) STRICT;
CREATE INDEX intake_state ON intake(state, id);
CREATE INDEX intake_source ON intake(source);
CREATE INDEX intake_path ON intake(path);
"""


def apply(db: Database) -> None:
    """Take every step that the file has not taken yet; each is whole or not at all.

    References are not looked at while a step runs (a table may be made again under its name); at
    the end of each step all of them must hold, or it is rolled back.
    """
    db.execute("PRAGMA foreign_keys=OFF")
    try:
        steps.apply(db)
    finally:
        db.execute("PRAGMA foreign_keys=ON")


def _run(db: Database, script: str) -> None:
    """Each statement by itself: executescript would commit the step's transaction."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


@steps()
def first_schema(db: Database) -> None:
    """Everything the main job needs: passages, scope, voices and links typed from the start."""
    _run(db, _FIRST.replace(" LATER", " DEFERRABLE INITIALLY DEFERRED"))
    triggers.build(db, tables=JOURNALLED[:16], immutable=IMMUTABLE[:3])
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute("PRAGMA user_version=1")


@steps()
def trusted_case(db: Database) -> None:
    """Who did what; purges, seals, custody and the user's signing key."""
    for name in triggers.present(db):
        db.execute(f"DROP TRIGGER [{name}]")
    value = triggers.row_as_json(db, "source_capture")
    before = db.execute(f"SELECT id, capture, layer, {value} FROM source_capture").fetchall()
    _run(db, _TRUSTED)
    for row, capture, layer, _former in before:
        noted = captures.noted_in_2(db, capture, layer)
        db.execute("UPDATE source_capture SET noted = ? WHERE id = ?", [noted, row])
    triggers.build(db, tables=JOURNALLED[:19], immutable=IMMUTABLE[:3])
    _finish(db, 2, changed=[("source_capture", row[0], row[3]) for row in before])


@steps()
def every_source(db: Database) -> None:
    """Layers side by side, pages and stretches, what came inside what, files that wait."""
    for name in triggers.present(db):
        db.execute(f"DROP TRIGGER [{name}]")
    changed: list[tuple[str, int, str]] = []
    for table in _WIDENED:
        sql = f"SELECT id, {triggers.row_as_json(db, table)} FROM [{table}] ORDER BY id"
        changed += [(table, row[0], row[1]) for row in db.execute(sql).fetchall()]
    _run(db, _EVERY_SOURCE.replace(" LATER", " DEFERRABLE INITIALLY DEFERRED"))
    triggers.build(db)
    _finish(db, 3, changed=changed)


def _finish(db: Database, version: int, *, changed: Sequence[tuple[str, int, str]] = ()) -> None:
    """References that hold, the number of the step; then it is whole.

    In a case that has a history the step is an Edit of its own, which undo does not pass.
    ``changed`` are the rows that it wrote: table, id, and the row before the step as JSON.
    """
    if db.execute("SELECT 1 FROM edit LIMIT 1").fetchone():
        journal.record_migration(db, version, changed=changed)
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise DatabaseError(f"step {version} would break {len(broken)} references")
    db.execute(f"PRAGMA user_version={version}")
