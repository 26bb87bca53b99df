"""The words of a Rich Text: what is read, what stands apart, and what is not to be read."""

from __future__ import annotations

import re
from dataclasses import replace

from habeas.capture.documents import rtfletters, rtfstate
from habeas.capture.documents.flow import Aside, Flow, roman
from habeas.capture.documents.rtfletters import Token
from habeas.capture.documents.rtfstate import Sink, State, Told
from habeas.domain.stretch import StretchKind

_DEEPEST = 2_000  # groups within groups
_HEADING = re.compile(r"(?i)\s*heading ([1-9])\s*;?\s*")
_ENDS = frozenset(("par", "sect", "page", "column"))


class Words:
    """Goes through a Rich Text once and writes its words into a Flow."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.told = Told()
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._state = State(Sink("body", self.flow), self._codec)
        self._states: list[State] = []
        self._raw = bytearray()
        self._skip = 0
        self._author = ""
        self._notes = {"footnote": 0, "endnote": 0}

    def read(self, source: str) -> None:
        """Read the whole Rich Text, whose characters are its bytes."""
        for token in rtfletters.tokens(source):
            if len(self._states) > _DEEPEST:
                self.told.broken = True
                break
            self._take(token)
            if token.kind == "brace" and not self._states:
                break  # what comes after the end is not of the document
        self.told.broken |= bool(self._states)
        while self._states:
            self._close()
        self._flush()
        self._end(self._state.sink)

    def _take(self, token: Token) -> None:
        if token.kind in ("text", "hex"):
            self._bytes(token)
            return
        if token.kind == "brace":
            self._flush()
            self._skip = 0
            self._open() if token.value == "{" else self._close()
        elif self._skip and not (token.kind == "word" and token.value == "u"):
            self._skip -= 1
        elif token.kind == "sign":
            self._flush()
            self._sign(token.value)
        else:
            self._word(token.value, token.number)

    def _bytes(self, token: Token) -> None:
        if token.kind == "hex":
            raw = bytes((int(token.value, 16),))
        else:
            raw = token.value.encode("latin-1", "replace").replace(b"\r", b"").replace(b"\n", b"")
        if self._skip:
            skipped = min(self._skip, len(raw))
            self._skip -= skipped
            raw = raw[skipped:]
        if not self._state.skipped:
            self._raw += raw

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._state.starred = True
        elif sign in "\r\n":
            self._word("par", None)
        else:
            self._say(rtfletters.SIGNS.get(sign, ""))

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
            return
        self._flush()
        state = self._state
        starred, state.starred = state.starred, False
        if state.skipped:
            return
        if self._opens(word) or self._formats(word, number) or self._breaks(word):
            return
        if word in rtfletters.LETTERS:
            self._say(rtfletters.LETTERS[word])
        elif word in rtfstate.SKIPPED or (starred and word not in rtfstate.READ):
            self.told.inside += word == "objdata"
            state.skipped = True

    def _unicode(self, number: int) -> None:
        self._flush()
        if not self._state.skipped:
            self._say(chr(number % 0x10000))
        self._skip = self._state.fallback

    def _opens(self, word: str) -> bool:
        """Begin what stands apart from the text."""
        state = self._state
        if word in ("footnote", "annotation", "stylesheet", "fonttbl", "info", "atnauthor"):
            state.sink = Sink(word)
        elif word in rtfstate.HEADERS:
            state.sink = Sink("header")
        elif state.sink.kind == "info" and (word in rtfstate.INFO or word in rtfstate.TIMES):
            state.sink = Sink(rtfstate.TIMES.get(word, word))
        elif word == "pict":
            self.told.inside += 1
            state.skipped = True
        elif word == "upr":
            state.sink = Sink("upr")
        elif word == "ud" and state.sink.kind == "upr":
            state.sink = self._states[-2].sink if len(self._states) > 1 else state.sink
        else:
            return False
        return True

    def _formats(self, word: str, number: int | None) -> bool:
        """Take note of how what follows is to be read."""
        state, sink, on = self._state, self._state.sink, number != 0
        match word:
            case "v":
                state.hidden = on
            case "deleted" | "revised":
                self._changed(word, on=on)
            case "plain":
                state.hidden = state.deleted = False
            case "pard":
                state.level, state.in_table = 0, False
            case "intbl":
                state.in_table = True
            case "outlinelevel" | "s" if number is not None:
                self._style(word, number)
            case "uc":
                state.fallback = min(max(number or 0, 0), 100)
            case "chftn":
                sink.marked = True
            case "ftnalt" if sink.kind == "footnote":
                sink.kind = "endnote"
            case _:
                return self._letters(word, number) or self._time(word, number)
        return True

    def _changed(self, word: str, *, on: bool) -> None:
        self.told.changes += on
        if word == "deleted":
            self._state.deleted = on

    def _letters(self, word: str, number: int | None) -> bool:
        """Take note of which bytes stand for which letters."""
        state, sink = self._state, self._state.sink
        match word:
            case "ansicpg" | "mac" | "pc" | "pca":
                fixed = {"mac": 10000, "pc": 437, "pca": 850}.get(word)
                self._codec = state.codec = rtfletters.code_page(fixed or number or 1252)
            case "f" if number is not None:
                sink.number = number if sink.kind == "fonttbl" else sink.number
                state.codec = self._fonts.get(number, self._codec)
            case "fcharset" if sink.kind == "fonttbl" and (
                codec := rtfletters.charset(number or 0)
            ):
                self._fonts[sink.number] = codec
            case "cpg" if sink.kind == "fonttbl" and number:
                self._fonts[sink.number] = rtfletters.code_page(number)
            case _:
                return word in ("fcharset", "cpg")
        return True

    def _time(self, word: str, number: int | None) -> bool:
        if word not in ("yr", "mo", "dy", "hr", "min", "sec"):
            return False
        self._state.sink.times[word] = number or 0
        return True

    def _style(self, word: str, number: int) -> None:
        state = self._state
        if word == "outlinelevel":
            state.level = number + 1 if 0 <= number < 9 else 0
            if state.sink.kind == "style":
                self._levels[state.sink.number] = state.level
        elif state.sink.kind in ("stylesheet", "style"):
            state.sink = Sink("style", number=number)
        else:
            state.level = self._levels.get(number, 0)

    def _breaks(self, word: str) -> bool:
        """End a paragraph, a cell or a row."""
        sink = self._state.sink
        if word in _ENDS:
            self._paragraph(sink)
        elif word == "cell":
            sink.row.append("".join([*sink.cell, *sink.said]))
            sink.cell.clear()
            sink.said.clear()
        elif word == "row":
            sink.rows.append(sink.row)
            sink.row = []
        else:
            return False
        return True

    def _paragraph(self, sink: Sink) -> None:
        said = "".join(sink.said)
        sink.said.clear()
        if self._state.in_table:
            sink.cell.append(said + "\n")
            return
        rtfstate.table(sink)
        if self._state.level:
            sink.flow.heading(rtfstate.whole(said).replace("\n", " "), self._state.level)
        else:
            sink.flow.paragraph(rtfstate.whole(said))

    def _flush(self) -> None:
        """Make letters of the bytes that were gathered."""
        if self._raw:
            text = rtfletters.decoded(bytes(self._raw), self._state.codec)
            self._raw.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        state = self._state
        if state.skipped or state.sink.kind in ("fonttbl", "upr", "info", "stylesheet"):
            return
        if state.hidden:
            self.told.hidden += len(text)
        elif text and not state.deleted:
            state.sink.said.append(text)

    def _open(self) -> None:
        self._states.append(self._state)
        self._state = replace(self._state, starred=False)

    def _close(self) -> None:
        if not self._states:
            return
        ended, self._state = self._state, self._states.pop()
        if ended.sink is not self._state.sink and all(
            state.sink is not ended.sink for state in self._states[-3:]
        ):
            self._end(ended.sink)

    def _end(self, sink: Sink) -> None:
        """Put what was said apart where it belongs."""
        said = rtfstate.whole("".join(sink.said))
        if sink.kind in ("body", "footnote", "endnote", "annotation", "header"):
            if sink.row or sink.cell:
                sink.rows.append([*sink.row, "".join([*sink.cell, said])])
                said = ""
            rtfstate.table(sink)
            if said:
                sink.flow.paragraph(said)
            if sink.kind != "body":
                self._aside(sink, sink.flow.finished()[0])
        elif sink.kind == "style":
            if found := _HEADING.fullmatch(said):
                self._levels[sink.number] = int(found[1])
        elif sink.kind == "atnauthor":
            self._author = " ".join(said.split())
        elif sink.times:
            self.told.info[sink.kind] = rtfstate.moment(sink.times)
        elif sink.kind in rtfstate.INFO:
            self.told.info[sink.kind] = said

    def _aside(self, sink: Sink, text: str) -> None:
        if sink.kind == "header":
            if text and text not in self.told.headers:
                self.told.headers.append(text)
            return
        if sink.kind == "annotation":
            self.told.asides.append(Aside(StretchKind.COMMENT, text, self._author))
            return
        self._notes[sink.kind] += sink.marked
        count = self._notes[sink.kind]
        number = str(count) if sink.kind == "footnote" else roman(count)
        name = number if sink.marked else ""
        self.told.asides.append(Aside(StretchKind.FOOTNOTE, text, name))
