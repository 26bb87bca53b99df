"""What holds while a Rich Text is gone through, and the groups that are told apart in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from habeas.capture.documents.flow import Aside, Flow

SKIPPED = frozenset(
    (
        "colortbl", "fldinst", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl",
        "nonshppict", "objdata", "xe", "tc", "tcn", "bkmkstart", "bkmkend", "nonesttables",
        "nesttableprops", "themedata", "datastore", "generator", "xmlnstbl", "private", "shprslt",
        "objclass", "objname", "template", "sp", "pgdsctbl", "atrfstart", "atrfend", "atnref",
        "atndate", "atnparent", "atntime", "atnicn", "ftnsep", "ftnsepc", "ftncn", "aftnsep",
        "aftnsepc", "aftncn", "formfield", "ffname", "background", "userprops", "mmathPr",
    )
)  # fmt: skip
READ = frozenset(("shpinst", "shptxt", "ud", "pn", "do", "fldrslt", "result"))  # even if starred
HEADERS = frozenset(
    f"{kind}{page}" for kind in ("header", "footer") for page in ("", "l", "r", "f")
)
INFO = frozenset(
    ("title", "subject", "author", "operator", "keywords", "comment", "doccomm", "company",
     "category", "manager")
)  # fmt: skip
TIMES = {"creatim": "created", "revtim": "modified", "printim": "printed"}


@dataclass(slots=True)
class Sink:
    """Where words go: the text itself, or something that stands apart from it."""

    kind: str
    flow: Flow = field(default_factory=Flow)
    said: list[str] = field(default_factory=list)  # of the paragraph that is being read
    cell: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    marked: bool = False
    number: int = -1  # of a style, a font
    times: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """What holds within a group; a group within begins with a copy."""

    sink: Sink
    codec: str
    skipped: bool = False
    starred: bool = False
    fallback: int = 1  # letters that stand for one that old programs do not know
    hidden: bool = False
    deleted: bool = False
    level: int = 0
    in_table: bool = False


@dataclass(slots=True)
class Told:
    """What came up: what stands apart, what the file says of itself, changes, hidden letters."""

    asides: list[Aside] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)
    changes: int = 0
    hidden: int = 0
    inside: int = 0
    broken: bool = False


def table(sink: Sink) -> None:
    """Write the rows that came; rows of one cell are a frame around paragraphs, not a table."""
    rows, sink.rows = sink.rows, []
    if not rows:
        return
    if all(len(row) < 2 for row in rows):
        for row in rows:
            for line in "".join(row).split("\n"):
                sink.flow.paragraph(whole(line))
    else:
        sink.flow.table([[whole(cell) for cell in row] for row in rows])


def whole(text: str) -> str:
    """A text whose characters that came in halves are whole."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def moment(times: dict[str, int]) -> str:
    """A time in ISO 8601 without zone, as precise as it is given."""
    year, month, day = (times.get(key, 0) for key in ("yr", "mo", "dy"))
    said = f"{year:04}" + (f"-{month:02}" + (f"-{day:02}" if day else "") if month else "")
    return said + (f"T{times['hr']:02}:{times.get('min', 0):02}" if day and "hr" in times else "")
