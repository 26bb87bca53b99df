"""Case files as no Habeas writes them: made from sound ones, by a seed, and tried one by one.

Run as a script it is the process that tries them, with limits of memory and time, so that a crash
or a hang ends that process and not the tests: ``python mutants.py FOLDER FIRST COUNT plain`` (or
``locked``).  It prints a line of JSON for each mutant *before* it is tried, and its figures at the
end.  Locked ones are tried apart: from the first on, the driver locks every page of memory.
"""

from __future__ import annotations

import faulthandler
import json
import os
import random
import resource
import shutil
import sqlite3
import struct
import sys
import time
import traceback
from collections import Counter
from dataclasses import replace
from pathlib import Path

PHRASE = "lentils on a blue roof"
PAGE = 8192
MEMORY_DISK = Path("/dev/shm")
SECONDS = 30  # for one mutant, on a machine that does much else
MEMORY = 2 << 30  # bytes of address space; the program itself takes about a third of a gigabyte
NUMBERS = (0, 1, 2, 3, 5, 10, 13, 127, 128, 255, 0x7FFF, 0x8000, 0xFFFF, 1 << 24, 0x7FFFFFFF)
NUMBERS += (0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
WORDS = (
    "", "\0", "x" * 100_000, "NaN", "-Infinity", "1E+999999999", "9" * 5000, "9999-99-99", "/..",
    "2031-05-09T99:99", "\u202egnp.exe", "\x07\x1b[2J", "[" * 5000, "{}", "[]", "null", "%s %n",
    '"; DROP TABLE claim; --', "<script>alert(1)</script>", "../../etc/passwd", "\ufffe\U0010ffff",
    "file:///etc/passwd?mode=rw", "exploded", '{"no_such": 1}', "[1, 2, {}]",
)  # fmt: skip
FIGURES = (-1, 0, 2, 1 << 31, (1 << 63) - 1, -(1 << 63))
VARINTS = (b"\xff" * 9, b"\x87\xff\xff\xff\x7f", b"\x80" * 8 + b"\1", b"\x8f\xff\xff\xff\x7f")
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
SCHEMES = (
    "CREATE VIEW spy AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
    "SELECT i FROM n",
    "CREATE TRIGGER spy AFTER INSERT ON edit BEGIN DELETE FROM claim; END",
    "CREATE TABLE spy (a, b AS (hex(zeroblob(a))))",
    "CREATE INDEX spy ON claim(length(hex(note)))",
    "CREATE TABLE spy (a CHECK (load_extension(a)))",
    "CREATE VIRTUAL TABLE spy USING fts5(a, content='capture')",
    "DROP INDEX claim_kind", "DROP TABLE signing_key", "DROP TRIGGER journal_claim_update",
    "ALTER TABLE claim ADD COLUMN extra TEXT", "ALTER TABLE term RENAME TO term_2",
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)", "DELETE FROM _sqlite_migrations",
    "INSERT INTO _sqlite_migrations VALUES (9, 'habeas', 'no_such', '')",
    "INSERT OR REPLACE INTO layer_text_config VALUES ('rank', 'bm25(10.0)')",
    "INSERT OR REPLACE INTO layer_text_config VALUES ('version', 99)",
    "UPDATE layer_text_data SET block = randomblob(length(block))",
    "UPDATE layer_text_data SET block = zeroblob(9) WHERE id = 10",
    "UPDATE record_text_data SET block = substr(block, 1, length(block) / 2)",
    "UPDATE record_text_idx SET pgno = 4000000000", "DELETE FROM layer_text_idx",
    "UPDATE record_text_docsize SET sz = x'ffffffffffffffffff'",
    "UPDATE record_text_content SET c0 = 7", "DELETE FROM record_text_data WHERE id > 100",
    "UPDATE sqlite_sequence SET seq = 9223372036854775807", "DELETE FROM sqlite_sequence",
    "UPDATE sqlite_sequence SET seq = 'many'", "PRAGMA user_version=1", "PRAGMA user_version=-1",
    "PRAGMA user_version=0", "PRAGMA user_version=99", "PRAGMA encoding='UTF-16'",
    "UPDATE edit SET open = 1 WHERE id = 1", "UPDATE edit SET act = 'undo', undoes = id",
    "UPDATE entry SET former = '{\"id\": 1, \"[name]\": 2}'",
    "UPDATE entry SET tbl = 'sqlite_master'",
    "UPDATE entry SET row = 9223372036854775807", "DELETE FROM chunk", "DELETE FROM layer",
    "UPDATE capture SET size = 1 << 62", "UPDATE layer SET length = -5", "DELETE FROM source",
    "UPDATE chunk SET bytes = zeroblob(3000000)", "DELETE FROM edit",
    "UPDATE passage SET start = -5, end = 1 << 60", "UPDATE place SET parent = id",
    "UPDATE layer SET text = CAST(x'41ff42' AS TEXT)", "UPDATE claim SET event = 12345",
)  # fmt: skip
WRITABLE = (
    "UPDATE sqlite_master SET rootpage = {n} WHERE name = '{name}'",
    "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
    "WHERE name = '{other}') WHERE name = '{name}'",
    "UPDATE sqlite_master SET name = '{other}' WHERE name = '{name}'",
    "UPDATE sqlite_master SET type = 'view' WHERE name = '{name}'",
    "UPDATE sqlite_master SET tbl_name = '{other}' WHERE name = '{name}'",
    "UPDATE sqlite_master SET sql = 'CREATE VIEW {name} AS SELECT * FROM {name}' "
    "WHERE name = '{name}'",
    "UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'BLOB') WHERE name = '{name}'",
    "UPDATE sqlite_master SET sql = replace(sql, 'TEXT NOT NULL', 'TEXT') WHERE name = '{name}'",
    "UPDATE sqlite_master SET sql = sql || ' ' WHERE name = '{name}'",
    "UPDATE sqlite_master SET sql = NULL WHERE name = '{name}'",
    "UPDATE sqlite_master SET sql = CAST(x'ff00ff' AS TEXT) WHERE name = '{name}'",
    "DELETE FROM sqlite_master WHERE name = '{name}'",
    "INSERT INTO sqlite_master SELECT * FROM sqlite_master WHERE name = '{name}'",
)


def make_bases(folder: Path) -> None:
    """Sound cases in ``folder``: one plain, one locked, another plain one to take pages from."""
    from habeas.store import keys
    from habeas.store.case import Case

    for name, phrase in (("plain", None), ("locked", PHRASE), ("other", None)):
        with Case.create(folder / f"{name}.habeas", phrase, cost=keys.CHEAP) as case:
            _fill(case, name)
    _leave_wal(folder)


def _fill(case, name):
    from habeas.domain.claim import Claim
    from habeas.domain.passage import cut
    from habeas.domain.quantity import Quantity
    from habeas.domain.register import Place
    from habeas.domain.source import Source
    from habeas.domain.voice import Voice

    text = "".join(f"{name}, night {n}: the lights of Peña Gris stayed on.\n" for n in range(600))
    with case.edit("Add sources") as edit:
        source = edit.insert(Source(title=f"Night log of {name}"))
        capture = edit.keep(text.encode(), media_type="text/plain")
        layer = edit.keep_layer(capture, text)
        edit.add("source_capture", source=source, capture=capture, layer=layer, file_name="a.txt",
                 captured="", captured_by="", how="typed")  # fmt: skip
    for n in range(12):
        with case.edit("Accept claim") as edit:
            place = edit.insert(Place(name=f"Santa Brisa {n}"))
            claim = edit.insert(
                Claim(source=source, summary=f"Lights on in block {n}", quantity=Quantity(low=n)),
                first_day="", last_day="",
            )  # fmt: skip
            found = replace(cut(text, n, n + 9), source=source, layer=layer)
            passage = edit.insert(found)
            edit.add("claim_passage", claim=claim, passage=passage, position=0)
            edit.add("claim_place", claim=claim, place=place, words="")
            edit.insert(Voice(claim=claim, name="the warden"))
    case.undo()
    case.put("reader/1", {"scroll": 3})


def _leave_wal(folder: Path) -> None:
    """The file and the journal of a case whose program was killed."""
    (folder / "killed.habeas").write_bytes((folder / "plain.habeas").read_bytes())
    db = sqlite3.connect(folder / "killed.habeas")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("INSERT INTO desk VALUES ('a', '1')")
    db.execute("UPDATE layer_text_config SET v = v")
    db.commit()
    kept = {p.name: p.read_bytes() for p in folder.glob("killed.habeas*") if "shm" not in p.name}
    db.close()
    for name, data in kept.items():
        (folder / name).write_bytes(data)


class Mutant:
    """One bad case: how it was made, and the bytes of its files by the end of their names."""

    def __init__(self, seed: int, folder: Path, work: Path, *, locked: bool) -> None:
        self.rng = random.Random(seed)
        self.folder, self.work, self.locked = folder, work, locked
        self.data = bytearray(self._base("locked" if self.locked else "plain"))
        self.beside: dict[str, bytes] = {}
        ways = [bits, bits, cut_off, zeroed, swapped, spliced, header, cells, cells, cells]
        ways += [varints, values, values, values, scheme, scheme, writable, writable]
        ways += [] if self.locked else [wal, wal, journal]
        way = self.rng.choice(ways)
        self.how = way.__name__
        self.more = str(way(self) or "")

    def _base(self, name: str) -> bytes:
        return (self.folder / f"{name}.habeas").read_bytes()

    def write(self) -> Path:
        """Write it where nothing else is."""
        for old in self.work.iterdir():
            old.unlink()
        path = self.work / "m.habeas"
        path.write_bytes(self.data)
        for end, data in self.beside.items():
            (self.work / f"m.habeas{end}").write_bytes(data)
        return path

    def page(self) -> int:
        """Where a page begins; early ones, which hold the schema, more often."""
        count = max(1, len(self.data) // PAGE)
        return PAGE * self.rng.choice([0, self.rng.randrange(count), self.rng.randrange(count)])

    def sql(self, *statements: str) -> str:
        """Run statements over the case as another program could; those that fail are left out."""
        path = self.write()
        db = _foreign(path, locked=self.locked)
        done = []
        for statement in statements:
            try:
                db.execute(statement)
                done.append(statement)
            except Exception:  # noqa: BLE001 - whatever it is, another mutant will do
                pass
        try:
            db.commit()
        except Exception:  # noqa: BLE001
            db.rollback()
        db.close()
        self.data = bytearray(path.read_bytes())
        return "; ".join(s[:200] for s in done)


def _foreign(path: Path, *, locked: bool):
    if not locked:
        return sqlite3.connect(path)
    import sqlcipher3.dbapi2 as sqlcipher

    from habeas.store import keys

    db = sqlcipher.connect(str(path))
    db.execute("PRAGMA cipher_log_level=NONE")
    db.execute(f"PRAGMA cipher_default_page_size={PAGE}")
    db.execute(f"PRAGMA key={keys.derive(PHRASE, path.read_bytes()[:16]).as_sql()}")
    return db


def bits(m: Mutant):
    for _ in range(m.rng.choice([1, 1, 3, 30, 300])):
        start = m.page()
        at = start + m.rng.randrange(m.rng.choice([16, 120, PAGE]))
        m.data[at % len(m.data)] ^= 1 << m.rng.randrange(8)


def cut_off(m: Mutant):
    size = m.rng.choice([m.rng.randrange(len(m.data)), m.page(), m.rng.randrange(101), PAGE])
    del m.data[size:]
    if m.rng.random() < 0.3:
        m.data += m.rng.randbytes(m.rng.choice([1, 100, PAGE]))
    return size


def zeroed(m: Mutant):
    at = m.page()
    m.data[at : at + PAGE] = bytes([m.rng.choice([0, 0, 255, 13])]) * PAGE


def swapped(m: Mutant):
    a, b = m.page(), m.page()
    pages = m.data[a : a + PAGE], m.data[b : b + PAGE]
    m.data[a : a + PAGE], m.data[b : b + PAGE] = pages if m.rng.random() < 0.5 else pages[::-1]


def spliced(m: Mutant):
    other = m._base("other")
    for _ in range(m.rng.choice([1, 1, 5])):
        at = m.page()
        m.data[at : at + PAGE] = (other[at : at + PAGE] or bytes(PAGE)).ljust(PAGE, b"\0")


def header(m: Mutant):
    at, size = m.rng.choice([(16, 2), (18, 1), (19, 1), (20, 1), (21, 1), (24, 4), (28, 4), (32, 4),
                             (36, 4), (40, 4), (44, 4), (48, 4), (52, 4), (56, 4), (60, 4), (64, 4),
                             (92, 4)])  # fmt: skip
    number = m.rng.choice(NUMBERS) % (1 << 8 * size)
    m.data[at : at + size] = number.to_bytes(size, "big")
    return at, number


def cells(m: Mutant):
    """The head of a page or the places of its cells."""
    start = m.page()
    base = start + (100 if start == 0 else 0)
    at = base + m.rng.choice([0, 1, 3, 5, 7, 8, 8 + 2 * m.rng.randrange(20)])
    number = m.rng.choice([*NUMBERS, m.rng.randrange(PAGE)])
    size = m.rng.choice([1, 2, 4])
    m.data[at : at + size] = (number % (1 << 8 * size)).to_bytes(size, "big")


def varints(m: Mutant):
    """Lengths and types inside a cell that are longer than anything."""
    start = m.page()
    count = int.from_bytes(m.data[start + 3 : start + 5], "big")
    nth = start + 8 + 2 * m.rng.randrange(max(1, min(count, 200)))
    cell = int.from_bytes(m.data[nth : nth + 2], "big") % PAGE
    at = start + min(PAGE - 9, cell + m.rng.randrange(6))
    m.data[at : at + 9] = m.rng.choice(VARINTS).ljust(9, b"\0")


def values(m: Mutant):
    """Hostile values in columns, with the schema left as it is."""
    db = _foreign(m.write(), locked=m.locked)
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = db.execute(sql).fetchall()
    tables = [row[0] for row in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT'"
    ).fetchall()]  # fmt: skip
    acts = []
    for _ in range(m.rng.choice([1, 1, 3, 10])):
        table = m.rng.choice([*tables, "claim", "claim", "entry", "layer", "source", "passage"])
        column = m.rng.choice(db.execute(f"PRAGMA table_info([{table}])").fetchall())
        value = m.rng.choice(WORDS if column[2] == "TEXT" else FIGURES)
        quoted = "'" + str(value).replace("'", "''").replace("\0", "") + "'"
        acts.append(f"UPDATE OR REPLACE [{table}] SET [{column[1]}] = {quoted}"
                    + m.rng.choice(["", " WHERE rowid = 1", " WHERE rowid % 3 = 0"]))  # fmt: skip
    db.close()
    drops = [f"DROP TRIGGER [{name}]" for name, _sql in triggers]
    makes = [sql for _name, sql in triggers]
    m.sql("PRAGMA ignore_check_constraints=ON", *drops, *acts, *makes)
    return "; ".join(act[:120] for act in acts)


def scheme(m: Mutant):
    db = _foreign(m.write(), locked=m.locked)
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = db.execute(sql).fetchall()
    db.close()
    act = m.rng.choice(SCHEMES)
    m.sql(*(f"DROP TRIGGER [{n}]" for n, _ in triggers if n not in act), act,
          *(sql for n, sql in triggers if n not in act))  # fmt: skip
    return act


def writable(m: Mutant):
    db = _foreign(m.write(), locked=m.locked)
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master").fetchall()]
    db.close()
    name, other = m.rng.choice(names), m.rng.choice(names)
    act = m.rng.choice(WRITABLE).format(name=name, other=other, n=m.rng.choice(NUMBERS))
    m.sql("PRAGMA writable_schema=ON", act)
    return act


def wal(m: Mutant):
    """What a program that was killed left beside the case, with other words in it."""
    m.data = bytearray(m._base("killed"))
    log = bytearray((m.folder / "killed.habeas-wal").read_bytes())
    how = m.rng.choice(["cut", "bits", "sound", "sound", "sound", "noise", "header"])
    if how == "cut":
        del log[m.rng.randrange(len(log)) :]
    elif how == "noise":
        log = bytearray(m.rng.randbytes(m.rng.choice([1, 32, 5000])))
    elif how == "header":
        at = m.rng.choice([0, 4, 8, 12, 16])
        log[at : at + 4] = m.rng.choice(NUMBERS).to_bytes(4, "big")
    else:
        for _ in range(m.rng.choice([1, 5, 50])):
            log[32 + m.rng.randrange(len(log) - 32)] ^= 1 << m.rng.randrange(8)
    m.beside["-wal"] = bytes(_summed(log) if how in ("sound", "header") else log)
    if m.rng.random() < 0.2:
        m.beside["-shm"] = m.rng.randbytes(m.rng.choice([0, 100, 32768]))
    return how


def _summed(log: bytearray) -> bytearray:
    """The journal with the sums made right, so that SQLite takes what it says for good."""
    order = "<" if log[3] & 1 == 0 else ">"
    sums = (0, 0)

    def add(data):
        nonlocal sums
        a, b = sums
        words = struct.unpack(f"{order}{len(data) // 4}I", data)
        for x, y in zip(words[::2], words[1::2], strict=True):
            a = (a + x + b) & 0xFFFFFFFF
            b = (b + y + a) & 0xFFFFFFFF
        sums = a, b
        return struct.pack(">II", a, b)

    log[24:32] = add(bytes(log[:24]))
    for at in range(32, len(log) - 24 - PAGE + 1, 24 + PAGE):
        log[at + 8 : at + 16] = log[16:24]
        add(bytes(log[at : at + 8]))
        log[at + 16 : at + 24] = add(bytes(log[at + 24 : at + 24 + PAGE]))
    return log


def journal(m: Mutant):
    """A hot rollback journal: pages that SQLite puts into the file as it opens it."""
    pages = []
    for _ in range(m.rng.choice([1, 1, 4])):
        at = m.page()
        page = bytearray(m.data[at : at + PAGE])
        for _ in range(m.rng.choice([0, 3, 30])):
            page[m.rng.randrange(PAGE)] ^= 1 << m.rng.randrange(8)
        pages.append((at // PAGE + m.rng.choice([1, 1, 1, 7]), bytes(page)))
    count = m.rng.choice([len(m.data) // PAGE, 1, 0x7FFFFFFF])
    named = str(m.folder / "victim.txt") if m.rng.random() < 0.3 else ""
    m.beside["-journal"] = hot_journal(pages, count=count, named=named)
    return named


def hot_journal(pages, *, count, named=""):
    """A rollback journal that SQLite takes for good; ``named`` is the super-journal it names."""
    nonce = 12345
    head = struct.pack(">8sIIIII", JOURNAL_MAGIC, len(pages), nonce, count, 512, PAGE)
    data = head.ljust(512, b"\0")
    for number, page in pages:
        total = (nonce + sum(page[i] for i in range(PAGE - 200, 0, -200))) & 0xFFFFFFFF
        data += struct.pack(">I", number) + page + struct.pack(">I", total)
    if named:
        name = named.encode()
        data += struct.pack(">I", 0x40000000 // PAGE + 1) + name
        data += struct.pack(">II", len(name), sum(name)) + JOURNAL_MAGIC
    return data


def attempt(path: Path, phrase: str | None) -> str:
    """Open a bad case and do with it what a person would; how that went in a word.

    Whatever is no Problem comes out as it is.
    """
    from habeas.errors import Problem
    from habeas.store import examining
    from habeas.store.case import Case

    try:
        case = Case.open(path, phrase)
    except Problem:
        return "refused"
    try:
        found = [_without_problem(act, case) for act in (_verify, _read, _look_up, _work)]
    finally:
        case.close()
    key = _key(path, phrase)
    examined = _without_problem(lambda p: list(examining.examine(p, key)), path)
    return "opened" if all([*found, examined]) else "told"


def _key(path, phrase):
    from habeas.errors import Problem
    from habeas.store import opening

    try:
        return opening.key_for(path, phrase)
    except Problem:
        return None


def _without_problem(act, case) -> bool:
    from habeas.errors import Problem

    try:
        return act(case) is not False
    except Problem:
        return False


def _verify(case):
    if hasattr(case, "verify"):
        return bool(case.verify().ok)
    return True


def _read(case):
    from habeas.store.tables import RECORDS

    fine = [_without_problem(lambda c, k=kind: c.select(k), case) for kind in RECORDS]
    sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
    for row in case.query(sql):
        rows = f"SELECT * FROM [{row['name']}] LIMIT 2000"
        fine.append(_without_problem(lambda c, s=rows: c.query(s), case))
    return all(fine)


def _look_up(case):
    case.steps()
    case.search("lights pena")
    case.search("bloc")
    case.desk("reader/1")
    for row in case.query("SELECT hash, capture FROM layer"):
        case.text(row["hash"])
        case.original(row["capture"])


def _work(case):
    from habeas.domain.register import Place

    case.put("reader/1", 3)
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Valdoria"))
    case.undo()
    case.undo()
    case.redo()


def main(folder: Path, first: int, count: int, *, locked: bool) -> None:
    """Try ``count`` mutants from the seed ``first`` on; see the head of the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    work = folder / f"work-{first}"
    if MEMORY_DISK.is_dir():  # each mutant flushes what it writes many times
        work = MEMORY_DISK / f"habeas-mutants-{os.getpid()}"
    work.mkdir(exist_ok=True)
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for seed in range(first, first + count):
        mutant = Mutant(seed, folder, work, locked=locked)
        path = mutant.write()
        tell(seed=seed, how=mutant.how, more=mutant.more, locked=mutant.locked)
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        began = time.monotonic()
        try:
            outcome = attempt(path, PHRASE if mutant.locked else None)
        except Exception as error:  # noqa: BLE001 - what is no Problem is what we look for
            outcome = "failed"
            tell(failed=seed, error=repr(error)[:300], where=traceback.format_exc()[-1500:])
        faulthandler.cancel_dump_traceback_later()
        slowest = max(slowest, time.monotonic() - began)
        outcomes[f"{mutant.how} {outcome}"] += 1
        strange = [p.name for p in work.iterdir() if "m.habeas" not in p.name]
        if strange or not (folder / "victim.txt").exists():
            tell(failed=seed, error=f"touched other files: {strange}", where="")
    shutil.rmtree(work)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tell(outcomes=outcomes, slowest=round(slowest, 2), peak=peak // 1024)


def tell(**said: object) -> None:
    """One line for whoever started this."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), locked=sys.argv[4] == "locked")
    os._exit(0)
