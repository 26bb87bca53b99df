"""Words are read out of pictures by Tesseract, with their places and how sure it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from habeas.capture.media import ocr, showing, tesseract
from habeas.capture.picture import Picture
from habeas.capture.reading import Reading
from habeas.domain import page
from habeas.errors import Problem
from made.pictures import plain, written

ORDER = ["The Ministry of Justice of Valdoria", "closed the wing on 12 May 2031."]
ORDEN = ["Las visitas quedan suspendidas", "en todas las unidades de Santa Brisa."]

real = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
Stand = Callable[[str], Path]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Put a program of our own in Tesseract's place: a shell script."""

    def put(script: str) -> Path:
        path = tmp_path / "bin" / "tesseract"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            "#!/bin/sh\n"
            'case "$1" in --version) echo "tesseract 9.1.0"; exit;;\n'
            '--list-langs) printf "List (3):\\neng\\nosd\\nspa\\n"; exit;; esac\n' + script
        )
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
        return path

    return put


def picture(lines: list[str]) -> Picture:
    return showing.picture(written(lines))


def layer(pictures: list[Picture], languages: Sequence[str] = (), **more: Any) -> Reading:
    """All pages at once."""
    program = ocr.available()
    assert program is not None
    found = [each for each in ocr.pages_of(pictures, languages, **more) if each]
    return ocr.joined(found, program=program, languages=languages)


def row(line: int, word: int, box: tuple[int, int, int, int], sure: float, text: str) -> str:
    sides = "\t".join(map(str, box))
    return f"5\t1\t1\t1\t{line}\t{word}\t{sides}\t{sure}\t{text}\n"


@pytest.fixture(scope="module")
def printed() -> Reading:
    """What Tesseract reads in a picture of print."""
    return layer([picture(ORDER)], ["en"])


@real
def test_print_is_read_out_of_a_picture_word_by_word(printed: Reading) -> None:
    text, words = printed.text, printed.pages[0].words
    assert text == "\n".join(ORDER)
    assert [text[word.start : word.end] for word in words] == " ".join(ORDER).split()
    assert all(80 <= word.confidence <= 100 for word in words)
    first, last = words[0].box, words[-1].box
    assert first[0] < first[2] < last[2]
    assert first[1] < first[3] < last[1] < last[3]


@real
def test_spanish_is_read_as_spanish_and_the_layer_says_how_it_came_to_be() -> None:
    reading = layer([picture(ORDER), picture(ORDEN)], ["es", "en"])
    assert reading.text == "\n".join(ORDER) + "\n\n" + "\n".join(ORDEN)
    assert (reading.extractor, reading.data) == ("tesseract", b"")
    said = dict(reading.metadata)
    assert said["languages"] == "spa+eng"
    assert float(said["mean confidence"]) > 80
    assert any("Tesseract" in note for note in reading.notes)
    assert any("of 100" in note for note in reading.notes)
    two = reading.pages[1]
    assert reading.text[two.start : two.end] == "\n".join(ORDEN)
    at = reading.text.index("suspendidas")
    boxes = page.rectangles(two, at, at + len("suspendidas"))
    assert len(boxes) == 1
    assert page.stretch(two, boxes[0]) == (at, at + len("suspendidas"))


@real
def test_places_are_in_the_units_of_the_page(printed: Reading) -> None:
    shown, pixels = picture(ORDER), printed.pages[0]
    size = (shown.width / 4, shown.height / 4)
    points = layer([shown], ["en"], sizes=[size]).pages[0]
    assert (points.width, points.height) == size
    assert points.words[0].box == pytest.approx([side / 4 for side in pixels.words[0].box])


@real
def test_a_picture_without_print_says_that_there_are_no_words() -> None:
    reading = layer([showing.picture(plain(200, 100))], ["en"])
    assert reading.text == ""
    assert reading.pages[0].words == ()
    assert "no words" in reading.notes[0]


@real
def test_a_language_that_is_not_there_names_its_package() -> None:
    with pytest.raises(Problem, match="tesseract-ocr-tlh"):
        list(ocr.pages_of([picture(ORDER)], ["tlh"]))


@real
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_tesseract_itself_writes_no_file(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-e", "trace=file,network,memfd_create", "-o", log,
         "tesseract", "stdin", "stdout", "-l", "eng", "tsv"],
        input=written(ORDER), capture_output=True, check=True,
    )  # fmt: skip
    calls = log.read_text()
    if "tessdata" not in calls:
        pytest.skip("strace may not trace here")
    for way in ("O_WRONLY", "O_RDWR", "O_CREAT", "creat(", "mkdir", "connect(", "memfd_create"):
        assert way not in calls


def test_without_the_program_its_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ocr.available() is None
    with pytest.raises(Problem, match="tesseract-ocr-spa"):
        list(ocr.pages_of([picture(ORDER)]))


def test_the_program_says_what_it_is_and_can_read(stand_in: Stand) -> None:
    path = stand_in("exit 1")
    assert ocr.available() == ocr.Tesseract(str(path), "9.1.0", ("eng", "spa"))


@pytest.mark.parametrize("script", ["exit 3", "echo something else"])
def test_a_program_that_does_not_answer_as_tesseract_does_is_none(
    stand_in: Stand, script: str
) -> None:
    path = stand_in("")
    path.write_text(f"#!/bin/sh\n{script}\n")
    assert ocr.available() is None


def test_a_program_that_never_answers_is_none(
    stand_in: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand_in("")
    path.write_text("#!/bin/sh\nexec sleep 30\n")
    monkeypatch.setattr(tesseract, "ASKING", 0.1)
    assert ocr.available() is None


def test_a_word_that_is_cut_by_the_end_of_its_line_is_whole_in_the_text(
    stand_in: Stand, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    table.write_text(
        row(1, 1, (10, 10, 50, 12), 96.4, "ex-") + row(1, 2, (70, 10, 40, 12), 91, "suspen-")
        + row(2, 1, (10, 30, 40, 12), 40.2, "sión")
        + row(2, 2, (60, 30, 20, 12), 95, "Peña-") + row(3, 1, (10, 50, 20, 12), 95, "Gris")
    )  # fmt: skip
    stand_in(f"cat > /dev/null; cat {table}")
    reading = layer([picture(ORDER)], ["es"])
    assert reading.text == "ex- suspensión Peña-\nGris"
    assert [word.confidence for word in reading.pages[0].words] == [96, 91, 40, 95, 95]
    assert dict(reading.metadata)["doubtful words"] == "1"
    assert "One word is doubtful." in reading.notes


@pytest.mark.parametrize(
    "table",
    ["", "5\t1\n", "5\tx\t" * 6, row(1, 1, (1, 2, 3, 4), -1, "x"), "\x00\xff\t" * 40,
     "5\t1\t1\t1\t1\t1\tx\t1\t1\t1\t90\tword\n"],
)  # fmt: skip
def test_a_table_that_makes_no_sense_gives_no_words(
    stand_in: Stand, tmp_path: Path, table: str
) -> None:
    path = tmp_path / "table"
    path.write_text(table)
    stand_in(f"cat > /dev/null; cat {path}")
    assert layer([picture(ORDER)]).text == ""


def test_control_characters_do_not_come_into_the_text(stand_in: Stand, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text(row(1, 1, (1, 2, 3, 4), 90, "wi\x0bng"))
    stand_in(f"cat > /dev/null; cat {path}")
    assert layer([picture(ORDER)]).text == "wi\ufffdng"


def test_a_page_that_takes_for_ever_is_given_up_and_the_next_is_read(
    stand_in: Stand, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    table.write_text(row(1, 1, (1, 2, 3, 4), 90, "wing"))
    once = tmp_path / "once"
    stand_in(
        f"cat > /dev/null; if [ -e {once} ]; then cat {table}; else mkdir {once}; exec sleep 30; fi"
    )
    shown = picture(ORDER)
    found = [one for one in ocr.pages_of([shown, shown], seconds=0.2) if one]
    assert [one.text for one in found] == ["", "wing"]
    assert "was stopped" in found[0].problem
    program = ocr.available()
    assert program is not None
    reading = ocr.joined(found, program=program, languages=["es"])
    assert found[0].problem in reading.notes
    assert reading.pages[1].words[0].start == 0


def test_a_large_picture_is_taken_however_slowly_the_program_begins(
    stand_in: Stand, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    table.write_text(row(1, 1, (1, 2, 3, 4), 90, "wing"))
    stand_in(f"sleep 0.2; cat > /dev/null; cat {table}")
    noise = Picture(900, 600, os.urandom(3 * 900 * 600))
    found = [one for one in ocr.pages_of([noise], seconds=20) if one]
    assert found[0].text == "wing"


def test_who_stops_in_the_middle_of_a_page_ends_the_program(stand_in: Stand) -> None:
    stand_in("exec sleep 30")
    running = ocr.pages_of([picture(ORDER)])
    assert next(running) is None
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    mine = [
        pid for pid in children if Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"sleep")
    ]
    assert mine
    running.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in mine)


def test_the_program_may_write_no_file(stand_in: Stand, tmp_path: Path) -> None:
    left = tmp_path / "left"
    stand_in(f"exec cat > {left}")
    found = [one for one in ocr.pages_of([picture(ORDER)]) if one]
    assert found[0].problem
    assert not left.exists() or left.stat().st_size == 0
