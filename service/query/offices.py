"""Who holds an office: "Trưởng đoàn là ai?" is answered by the head, never by a deputy."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text import fold_chars
from service.query.question import Question

_NAMES = (
    r"(?:pho )?(?:truong (?:doan|tieu ban|ban(?: chi dao| to chuc| giam sat)?)|to (?:truong|pho)"
    r"|thu ky doan)"
)
_OFFICE = re.compile(
    rf"\b(?P<office>{_NAMES})\b.*\b(?:la ai|ai la|nguoi nao)\b"
    rf"|\bai (?:la|lam|giu chuc) (?P<after>{_NAMES})\b"
)
_UNIT = r"đoàn (?:đi )?(?:kiểm tra|giám sát|thanh tra|công tác)|tiểu ban"
_HEADS = r"\bai (?:cầm đầu|dẫn đầu|đứng đầu|làm trưởng)\b"
#: "Đoàn kiểm tra … do ai cầm đầu?", "Who is heading up the inspection team?" With marks: "đoàn" is
#: not "đoạn", nor the end of "tập đoàn".
_HEADED = re.compile(
    rf"(?<!tập )(?<!liên )\b(?P<unit>{_UNIT})\b.*{_HEADS}|{_HEADS} (?P<behind>{_UNIT})\b"
    r"|\bwho(?: is|'s| will)? (?:leads?|leading|led|heads?|heading|headed)(?: up)? (?:the )?"
    r"(?:[\w-]+ ){0,3}?(?:inspection|monitoring|supervision|inspectors) (?:team|delegation)\b"
)
#: A few words that begin with an office, perhaps behind a place: "Lào Cai trưởng đoàn kiểm tra".
_OPENS = re.compile(
    r"(?:\w+ \w+ )?(?P<office>(?:phó )?trưởng (?:đoàn|tiểu ban))\b"
    r"(?!.*\b(?:nhiệm vụ|phụ cấp|mức|kinh phí)\b)"
)
_PERSON = r"\b(?:ong|ba|dong chi|d/c|(?:pho )?(?:chu tich|giam doc))\b\.?:? "


def office_of(question: Question) -> str | None:
    """The folded name of the office whose holder is asked for, None when another thing is."""
    return _office(question.reading, question.keywords)


@lru_cache(maxsize=1024)
def _office(reading: str, keywords: bool) -> str | None:
    lower = reading.lower()
    if keywords and (opens := _OPENS.match(lower)):
        return fold_chars(opens["office"])
    if found := _OFFICE.search(fold_chars(reading)):
        return found["office"] or found["after"]
    headed = _HEADED.search(lower)
    if headed is None:
        return None
    unit = headed["unit"] or headed["behind"] or ""
    return "truong tieu ban" if unit == "tiểu ban" else "truong doan"


def holder(office: str, text: str) -> str | None:
    """The person with the office, both as written; None where the text names no holder.

    >>> holder("truong doan", "4.1. Ông Trần Văn Mẫu - Trưởng đoàn: chỉ đạo chung;")
    'Ông Trần Văn Mẫu - Trưởng đoàn'
    """
    exact = rf"(?<!pho ){office}\b"
    before = rf"{_PERSON}(?:(?!{_PERSON})[^;:\n|]){{2,80}}?{exact}"
    behind = rf"{exact}(?: la|:| -) {_PERSON}[^;,.\n|]{{2,60}}"
    found = re.search(rf"{before}|{behind}", fold_chars(text))
    return text[found.start() : found.end()].strip() if found else None


def of_deputy(office: str, text: str) -> bool:
    """Whether a text names the office only as that of a deputy: "Phó Trưởng đoàn"."""
    folded = fold_chars(text)
    return f"pho {office}" in folded and not re.search(rf"(?<!pho )\b{office}\b", folded)
