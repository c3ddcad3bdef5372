"""What readers say of answers: kept beside the index, in a file that never grows without end.

Nothing about the reader is kept, neither name nor address; a note says what was wrong with which
quotation, and on which day it was said.
"""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

from indexer.address import home
from indexer.errors import BadQuestion, TracuuError
from indexer.text import collapse, nfc

Reason = Literal["quote", "agency", "outdated", "missing", "other", "good"]
REASONS: tuple[Reason, ...] = get_args(Reason)

NAME = "feedback.jsonl"
#: Characters of free text in one note, and bytes of the whole file.
LONGEST, MOST = 1000, 4 * 1024 * 1024
_SUGGESTED = 200


class BoxClosed(TracuuError):
    """A note cannot be kept: the box is full, or the index's folder takes no files."""


@dataclass(frozen=True, slots=True)
class Note:
    """What one reader said: ``question`` was asked, ``clause`` (its id) was quoted for it.

    ``day`` is an ISO date; ``generation`` the index that answered; ``words`` may be empty.
    """

    day: str
    reason: Reason
    question: str
    document: str | None = None
    clause: str | None = None
    answer: str | None = None
    words: str = ""
    generation: str = ""


class Box:
    """The file ``feedback.jsonl`` in an index's folder: notes are added at its end, whole.

    Of an index in Milvus, in this machine's own (``indexer.address.home``). Without a folder the
    box is closed, and empty.
    """

    def __init__(self, index: Path | str | None = None) -> None:
        here = None if index is None else home(index)
        self._path = here and here / NAME
        self._lock = threading.Lock()
        self._praised: tuple[tuple[int, int], tuple[str, ...]] = ((0, 0), ())

    def put(self, note: Note) -> None:
        """Keep a note; raises ``BadQuestion`` for one too long, ``BoxClosed`` if it cannot."""
        if len(note.words) > LONGEST:
            raise BadQuestion(
                f"Góp ý dài {len(note.words)} ký tự; tối đa {LONGEST}. / "
                f"The note has {len(note.words)} characters; at most {LONGEST}.",
                "words",
            )
        line = json.dumps(asdict(note), ensure_ascii=False).encode() + b"\n"
        if self._path is None:
            raise BoxClosed("Chỉ mục này không nhận góp ý. / This index keeps no notes.")
        try:
            with self._lock, self._path.open("a+b") as file:
                size = file.tell()
                if size + len(line) > MOST:
                    raise BoxClosed(
                        f"Hộp góp ý đã đầy; người vận hành hãy đọc và dọn {NAME}. / "
                        f"The box is full; whoever runs this should read and empty {NAME}."
                    )
                # A line cut off by a crash must not swallow this one.
                cut = size and os.pread(file.fileno(), 1, size - 1) != b"\n"
                _whole(file.fileno(), b"\n" + line if cut else line, size)
        except OSError as error:
            said = error.strerror or type(error).__name__
            raise BoxClosed(
                f"Không ghi được góp ý ({said}). / The note could not be kept ({said})."
            ) from error

    def notes(self) -> list[Note]:
        """All notes, oldest first; a line that was cut off or made by hand is passed over."""
        return list(self._read())

    def praised(self) -> tuple[str, ...]:
        """Questions whose answers readers called right, those called so most first."""
        state = self._state()
        if state != self._praised[0]:
            right = Counter(note.question for note in self._read() if note.reason == "good")
            best = tuple(question for question, _ in right.most_common(_SUGGESTED))
            self._praised = (state, best)
        return self._praised[1]

    def _state(self) -> tuple[int, int]:
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return 0, 0
        return (found.st_mtime_ns, found.st_size) if found else (0, 0)

    def _read(self) -> Iterator[Note]:
        try:
            lines = self._path.read_bytes().splitlines() if self._path else []
        except OSError:
            return
        known = {field.name for field in fields(Note)}
        for line in lines:
            try:
                told = json.loads(line)
                kept = {name: told[name] for name in known & told.keys()}
                note = Note(**kept)
            except (ValueError, TypeError, AttributeError):
                continue
            plain = all(value is None or isinstance(value, str) for value in kept.values())
            if plain and note.reason in REASONS:
                yield note


def _whole(file: int, line: bytes, size: int) -> None:
    """Add a line to a file of this size, or nothing of it: a disk that fills takes a part first."""
    try:
        left = line
        while left:
            left = left[os.write(file, left) :]
    except OSError:
        os.ftruncate(file, size)
        raise


def tidy(text: str) -> str:
    """Free text as it is kept: NFC, on one line."""
    return collapse(nfc(text))
