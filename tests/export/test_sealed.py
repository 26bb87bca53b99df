"""A sealed export: what is in the folder, what is not, and that both checkers see every change."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from habeas import paths
from habeas.capture.reading import Reading
from habeas.errors import Problem
from habeas.export import sealed
from habeas.export.sealed import Options, Written
from habeas.services import claiming, collecting, sealing
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.journal import User
from habeas.store.sealing import Seal
from making import draft, reading

NODE = shutil.which("node")
SECRET = "Heron says the visits at Peña Gris were cut."
FILES = {
    "seal.txt", "journal.jsonl", "openings.jsonl", "manifest.txt", "check.html", "check.py",
}  # fmt: skip
RUN = """
const fs = require("fs"), path = require("path"), vm = require("vm");
const [page, seal, ...folders] = process.argv.slice(1);
const script = /<script>([^]*)<\\/script>/.exec(fs.readFileSync(page, "utf8"))[1];
vm.runInThisContext(script);
const say = (language, found) => found.map((one) => Checker.sentence(Checker.WORDS[language], one));
async function checked(folder) {
  const files = new Map();
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    const at = path.join(folder, name);
    if (fs.statSync(at).isFile()) files.set(name, new Blob([fs.readFileSync(at)]));
  }
  const found = await Checker.check(files, seal);
  return { found, en: say("en", found), es: say("es", found) };
}
Promise.all(folders.map(checked)).then((all) => console.log(JSON.stringify(all)));
"""


def filled(path: Path) -> Case:
    """A case with two public sources of several Edits, and a confidential one."""
    case = Case.create(path)
    case.user = User("Inés Arriola", "")
    with case.edit("Add sources") as edit:
        source = collecting.add(edit, reading(), title="Alert").source
        collecting.add(edit, reading(SECRET), title="Night talk", confidentiality="confidential")
    with case.edit("Add sources") as edit:
        bare = Reading(b"\x00\x01" * 700_000, "A drawing of a cell.", title="D", language="en")
        collecting.add(edit, bare)
    with case.edit("Accept claim") as edit:
        claiming.accept(edit, draft("Seven prisons are on alert"), source=source)
    case.undo()
    return case


def exported(case: Case, folder: Path, **options: frozenset[int]) -> tuple[Written, Seal]:
    with case.recording(sealing.SEAL) as edit:
        seal = sealing.seal(edit, sign=True)
    return sealed.write(case, folder, seal=seal, options=Options(**options)), seal


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An export that tests copy before they change it, and a seal made before it."""
    base = tmp_path_factory.mktemp("kept")
    with filled(base / "t.habeas") as case:
        with case.recording(sealing.SEAL) as edit:
            early = sealing.seal(edit, sign=False)
        exported(case, base / "out")
    return base / "out", early.text


@pytest.fixture
def folder(kept: tuple[Path, str], tmp_path: Path) -> Path:
    return shutil.copytree(kept[0], tmp_path / "given")


def by_python(folder: Path, *seal: Path) -> tuple[bool, str]:
    command = [sys.executable, str(folder / "check.py"), *map(str, seal)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert not done.stderr, done.stderr
    return done.returncode == 0, done.stdout


def by_page(*folders: Path, seal: str = "", before: str = "") -> list[dict[str, list]]:
    page = paths.resources() / "checker" / "check.html"
    done = subprocess.run(
        [NODE or "", "-e", before + RUN, str(page), seal, *map(str, folders)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[dict[str, list]] = json.loads(done.stdout)
    return found


needs_node = pytest.mark.skipif(NODE is None, reason="node is not on this machine")


def test_the_folder_holds_what_it_should_and_the_record_stays_inside(tmp_path: Path) -> None:
    with filled(tmp_path / "t.habeas") as case:
        written, seal = exported(case, tmp_path / "out")
        before = case.last_edit()
    names = {p.relative_to(written.folder).as_posix() for p in written.folder.rglob("*.*")}
    assert {name for name in names if "/" not in name} == FILES
    assert (written.originals, written.left_out, written.sources) == (2, 1, frozenset({1, 3}))
    assert sum(name.startswith("originals/") for name in names) == 2
    assert (written.folder / "seal.txt").read_text("utf-8") == seal.text
    assert written.size == sum(p.stat().st_size for p in written.folder.glob("originals/*"))
    assert before == 5  # writing it wrote nothing into the case
    whole = b"".join(p.read_bytes() for p in written.folder.rglob("*.*"))
    for secret in ("Heron", "Night talk", 'Seven prisons are on alert"', 'Alert"'):
        assert secret.encode() not in whole
    assert b"Accept claim" in whole  # what the head discloses


def test_what_is_confidential_leaves_only_if_it_was_ticked(tmp_path: Path) -> None:
    with filled(tmp_path / "t.habeas") as case:
        assert [source.title for source in sealed.not_public(case)] == ["Night talk"]
        one, _seal = exported(case, tmp_path / "one", sources=frozenset({2}))
        assert (one.originals, one.left_out, one.sources) == (0, 1, frozenset())
        both, _seal = exported(case, tmp_path / "both", ticked=frozenset({2}))
        assert (both.originals, both.left_out) == (3, 0)
    texts = [p.read_bytes() for p in both.folder.glob("originals/*")]
    assert SECRET.encode() in texts
    assert by_python(one.folder)[0]
    assert by_python(both.folder)[0]


def test_an_export_of_a_locked_case_checks_as_well(tmp_path: Path) -> None:
    from habeas.store import keys

    with Case.create(tmp_path / "t.habeas", "phrase", cost=keys.CHEAP) as case:
        with case.edit("Add sources") as edit:
            collecting.add(edit, reading())
        written, _seal = exported(case, tmp_path / "out")
    assert by_python(written.folder)[0]


def test_a_source_that_was_taken_back_and_brought_again_is_shown(tmp_path: Path) -> None:
    with Case.create(tmp_path / "t.habeas") as case:
        with case.edit("Add sources") as edit:
            collecting.add(edit, reading())
        case.undo()
        case.redo()
        with case.edit("Correct") as edit:
            edit.update("source_capture", 1, file_name="other.txt")
        written, _seal = exported(case, tmp_path / "out")
    assert by_python(written.folder) == (
        True,
        "Sound: 4 acts, 1 originals. The signature was not checked.\n",
    )


def test_nothing_that_is_there_is_touched(tmp_path: Path) -> None:
    with filled(tmp_path / "t.habeas") as case:
        (tmp_path / "out").mkdir()
        with pytest.raises(Problem, match="is there already"):
            exported(case, tmp_path / "out")
        with pytest.raises(Problem, match="could not be written"):
            exported(case, tmp_path / "nowhere" / "out")
    assert not list((tmp_path / "out").iterdir())
    assert not list(tmp_path.glob(".*"))


def test_stopped_in_the_middle_it_leaves_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "t.habeas") as case:
        with case.recording(sealing.SEAL) as edit:
            seal = sealing.seal(edit, sign=False)
        steps = sealed.work(case, tmp_path / "out", seal=seal, options=Options())
        assert next(steps).total > 0
        assert list(tmp_path.glob(".*.part"))
        steps.close()
    assert not list(tmp_path.glob(".*"))
    assert not (tmp_path / "out").exists()


def test_bytes_that_are_no_longer_those_captured_are_not_handed_on(tmp_path: Path) -> None:
    with filled(tmp_path / "t.habeas") as case:
        db = connect(case.path, writes=True)
        db.execute("DROP TRIGGER immutable_chunk_update")
        db.execute("UPDATE chunk SET bytes = CAST('other' AS BLOB) WHERE n = 1")
        db.close()
        with pytest.raises(Problem, match="no longer those"):
            exported(case, tmp_path / "out")
    assert not list(tmp_path.glob(".*"))


def test_the_manifest_is_what_sha256sum_reads(folder: Path) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is not on this machine")
    done = subprocess.run(["sha256sum", "-c", "manifest.txt"], cwd=folder, capture_output=True)
    assert done.returncode == 0
    assert done.stdout.count(b": OK") == 7


def relisted(folder: Path) -> None:
    """Make the manifest fit what is in the folder, as somebody would who changed it."""
    import hashlib

    rows = []
    for path in sorted(p for p in folder.rglob("*.*") if p.name != "manifest.txt"):
        name = path.relative_to(folder).as_posix()
        rows.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")
    (folder / "manifest.txt").write_text("".join(rows))


def lines(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        path = folder / "journal.jsonl"
        path.write_text("".join(change(path.read_text().splitlines(keepends=True))))

    return changed


def bitten(folder: Path) -> None:
    path = max(folder.glob("originals/*"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def renamed(folder: Path) -> None:
    """Another original under its own proper hash, which never was in the case."""
    import hashlib

    path = max(folder.glob("originals/*"))
    path.unlink()
    data = b"Nothing happened at Santa Brisa."
    (path.parent / f"{hashlib.sha256(data).hexdigest()}.txt").write_bytes(data)


def another(folder: Path) -> None:
    """A file that somebody would take for the original."""
    (folder / "Originals").mkdir()
    (folder / "Originals" / max(folder.glob("originals/*")).name).write_text("Nothing happened.")


def forged(folder: Path, *, number: int) -> None:
    """An original that never was in the case, by an act put behind the seal under ``number``."""
    import hashlib

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    words = "Nothing happened at Santa Brisa."
    value, nonce = json.dumps({"source": 1, "capture": sha(words)}), "00" * 16
    entry = json.dumps(["source_capture", 90, "insert", "", sha(f"{nonce}:{value}")])
    day = "2024-01-01T00:00:00Z"
    head = json.dumps([number, "Add sources", day, day, "act", None, 2, "", "", "Habeas"])
    before = json.loads((folder / "journal.jsonl").read_text().splitlines()[-1])["digest"]
    act = {"edit": number, "previous": before, "digest": sha("\n".join([before, head, entry]))}
    opening = {"edit": number, "entry": 0, "nonce": nonce, "value": value}
    for name, line in (
        ("journal.jsonl", act | {"head": head, "entries": [entry]}), ("openings.jsonl", opening),
    ):  # fmt: skip
        with (folder / name).open("a") as file:
            file.write(json.dumps(line) + "\n")
    (folder / "originals" / f"{sha(words)}.txt").write_text(words)


def sealed_anew(label: str) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        path = folder / "seal.txt"
        text = path.read_text("utf-8")
        found = re.search(rf"^{label}: .*?(\w)$", text, re.MULTILINE)
        assert found
        other = "1" if found[1] != "1" else "2"
        path.write_text(text[: found.start(1)] + other + text[found.end(1) :], "utf-8")

    return changed


CHANGES: dict[str, Callable[[Path], None]] = {
    "a byte of an original": bitten,
    "an original is another": renamed,
    "an original is gone": lambda folder: max(folder.glob("originals/*")).unlink(),
    "a file more": lambda folder: (folder / "more.txt").write_text("x"),
    "a file more that is called like one": another,
    "a line of the journal changed": lines(
        lambda rows: [rows[0], rows[1].replace("Add sources", "Add nothing"), *rows[2:]]
    ),
    "an entry of the journal changed": lines(
        lambda rows: [rows[0].replace("source_capture", "source_captured"), *rows[1:]]
    ),
    "a line of the journal gone": lines(lambda rows: [rows[0], *rows[2:]]),
    "the first line gone": lines(lambda rows: rows[1:]),
    "the last line gone": lines(lambda rows: rows[:-1]),
    "lines in another order": lines(lambda rows: [rows[0], rows[2], rows[1], *rows[3:]]),
    "a line twice": lines(lambda rows: [*rows, rows[-1]]),
    "no line": lines(lambda rows: rows[:0]),
    "the digest of the seal": sealed_anew("Digest"),
    "the case of the seal": sealed_anew("Case"),
    "the number of the seal": sealed_anew("Act"),
    "an act behind the seal": lambda folder: forged(folder, number=1000),
    "an act behind the seal with the number of another": lambda folder: forged(folder, number=2),
    "no openings": lambda folder: (folder / "openings.jsonl").write_text(""),
}
# With a manifest that was made to fit, these are other exports of the same case.
OTHER = ("a file more", "a file more that is called like one", "an original is gone")
each = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())


def test_the_script_finds_a_sound_export_sound(kept: tuple[Path, str], tmp_path: Path) -> None:
    assert by_python(kept[0])[0]
    early = tmp_path / "early.txt"
    early.write_text("".join(f"> {row}\r\n" for row in kept[1].splitlines()), "utf-8")
    assert by_python(kept[0], early)[0]
    early.write_text(kept[1].replace("Act: 4", "Act: 3"), "utf-8")
    assert not by_python(kept[0], early)[0]


@pytest.mark.parametrize("relist", [False, True], ids=["", "manifest made to fit"])
@each
def test_the_script_sees_every_change(folder: Path, change, relist: bool) -> None:
    change(folder)
    if relist:
        relisted(folder)
    sound, said = by_python(folder)
    only_listed = change in [CHANGES[name] for name in OTHER]
    assert sound == (relist and only_listed), said


@needs_node
def test_the_page_finds_a_sound_export_sound(kept: tuple[Path, str]) -> None:
    early = "".join(f"> {row}\r\n" for row in kept[1].splitlines())
    [found] = by_page(kept[0], seal=early)
    assert [one for one in found["found"] if one[0] == "bad"] == []
    keys = [one[1] for one in found["found"]]
    assert keys == [
        "manifest_holds", "chain_holds", "seal_holds", "signature_sound",
        "seal_holds", "after", "signature_none", "shown", "shown",
    ]  # fmt: skip
    assert "The seal that you pasted: seals act no. 4." in found["en"][4]
    assert all("{" not in line and "undefined" not in line for line in found["en"] + found["es"])


@needs_node
def test_a_browser_without_cryptography_checks_all_but_the_signature(folder: Path) -> None:
    bare = 'Object.defineProperty(globalThis, "crypto", { value: undefined });'
    [found] = by_page(folder, before=bare)
    assert [one[1] for one in found["found"] if one[0] != "good"] == ["signature_unchecked"]
    assert any("NOT checked" in line for line in found["en"])
    bitten(folder)
    [found] = by_page(folder, before=bare)
    assert "changed" in [one[1] for one in found["found"]]


@needs_node
def test_the_page_tells_a_signature_that_is_wrong(folder: Path) -> None:
    sealed_anew("Claims")(folder)
    relisted(folder)
    [found] = by_page(folder)
    assert [one[1] for one in found["found"] if one[0] == "bad"] == ["signature_wrong"]


@needs_node
def test_the_page_sees_every_change(kept: tuple[Path, str], tmp_path: Path) -> None:
    folders = []
    for n, change in enumerate(CHANGES.values()):
        for relist in (False, True):
            folders.append(shutil.copytree(kept[0], tmp_path / f"{n}{relist}"))
            change(folders[-1])
            if relist:
                relisted(folders[-1])
    sound = iter("bad" not in {one[0] for one in found["found"]} for found in by_page(*folders))
    found = {name: (next(sound), next(sound)) for name in CHANGES}
    assert found == {name: (False, name in OTHER) for name in CHANGES}


@needs_node
def test_the_page_hashes_as_everybody_does() -> None:
    import hashlib

    sizes = (0, 1, 55, 56, 63, 64, 65, 119, 120, 1000)
    script = RUN.rpartition("Promise.all")[0] + (
        f"console.log(JSON.stringify({list(sizes)}.map((n) => Checker.sha256('ñ'.repeat(n)))));"
    )
    page = paths.resources() / "checker" / "check.html"
    done = subprocess.run([NODE or "", "-e", script, str(page)], capture_output=True, check=True)
    expected = [hashlib.sha256(("ñ" * n).encode()).hexdigest() for n in sizes]
    assert json.loads(done.stdout) == expected


def test_the_page_stands_alone_and_says_all_in_both_languages() -> None:
    page = (paths.resources() / "checker" / "check.html").read_text("utf-8")
    assert not re.search(r"(?:src|href)=|https?:|@import|fetch\(|XMLHttpRequest|WebSocket", page)
    assert "default-src 'none'" in page
    blocks = re.search(
        r"  en: \{([^]*?)\n  \},\n  es: \{([^]*?)\n  \},".replace("[^]", r"[\s\S]"), page
    )
    assert blocks
    english, spanish = (re.findall(r"(?:^|[ ,{])(\w+): \"", block) for block in blocks.groups())
    assert sorted(english) == sorted(spanish)
    said = set(re.findall(r'data-say="(\w+)"', page))
    assert said <= set(english)
