"""How long a plan itself runs: "Kế hoạch này thực hiện đến năm nào?".

Its title says so ("giai đoạn 2026 - 2030", "đến năm 2030"); the date of one of its tasks is no
answer.
"""

from __future__ import annotations

import re

from indexer.documents import DocumentInfo
from indexer.text import fold_chars
from service.answer import theme
from service.query.question import Question

_RUNS = (
    r"(?:thuc hien|trien khai|keo dai|ap dung|hoan thanh|ket thuc|co hieu luc|duoc thuc hien)"
    r" (?:xong )?"
)
_WHEN = r"(?:khi nao|bao gio|nam nao|giai doan nao|thoi gian nao|bao lau|nhung nam nao)\b"
_ASKED = re.compile(
    rf"^(?:khi nao|bao gio|nam nao)(?: thi)? (?:{_RUNS})?ke hoach\b"
    rf"|^(?:thoi gian|giai doan) {_RUNS}(?:cua )?ke hoach\b"
    rf"|^ke hoach\b(?:(?! (?:ai|gi|nao)\b)[^?;])*"
    rf"\b{_RUNS}(?:(?:tu|den|toi|trong|vao|het) )*{_WHEN}"
    r"|^(?:what period|which years) (?:is|are|does|do)\b.*\bplan\b"
    r"|\bplan\b.*\b(?:run|last|cover|end)s?(?: (?:from|until|to))*"
    r"(?: (?:when|what period))?[\s?.!]*$"
)
#: Folded notions that ask for it.
_FRAME = re.compile(
    r"thuc hien|trien khai|keo dai|ap dung|hoan thanh|ket thuc|hieu luc|xong|thoi gian|giai doan"
    r"|khi nao|bao gio|nam|nao|den|tu|trong|vao|bao lau|nhung|het|thi|cua"
    r"|period|years?|run|runs|last|lasts|cover|covers|end|ends|long|until|when|what"
)
_PERIOD = re.compile(
    r"(?:giai đoạn|các năm) 20\d\d\s?[-–]\s?20\d\d|đến (?:hết )?năm 20\d\d"
    r"|(?<!\d )(?<!nhiệm kỳ )năm 20\d\d(?:\s?[-–]\s?20\d\d)?",
    re.IGNORECASE,
)


def asks(question: Question) -> bool:
    """Whether a question asks when a plan as such begins, ends or how long it runs."""
    reading = fold_chars(question.reading)
    return question.intent == "deadline" and not question.also and bool(_ASKED.search(reading))


def told(question: Question, info: DocumentInfo) -> str | None:
    """The time that the plan's title names; None where it names none, or is on another thing."""
    if theme.beyond(question, info, _FRAME):
        return None
    found = _PERIOD.search(info.title)
    return found.group() if found else None
