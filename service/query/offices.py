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
_PERSON = r"\b(?:ong|ba|dong chi|d/c|(?:pho )?(?:chu tich|giam doc))\b\.?:? "


def office_of(question: Question) -> str | None:
    """The folded name of the office whose holder is asked for, None when another thing is."""
    return _office(question.reading)


@lru_cache(maxsize=1024)
def _office(reading: str) -> str | None:
    found = _OFFICE.search(fold_chars(reading))
    return (found["office"] or found["after"]) if found else None


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
