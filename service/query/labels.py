"""Things told apart by the number they bear: "tuyến đường sắt số 5", "bão số 13", "metro line 5".

What a plan says of the same kind of thing under another number, or under none, answers nothing.
Documents bear numbers too, and are told apart elsewhere (``numbers``, ``numbered``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from indexer import kinds
from indexer.text import fold_chars

#: Words for documents, folded.
_DOCUMENTS = (*kinds.CODES, "van ban", "giay", "lenh", "chi dao", "to trinh")
#: Folded syllables before "số" that count or measure: "dân số 5 triệu", "tổng số 12 xã".
_COUNTING = r"(?<!\bchi )(?<!\bdan )(?<!\btong )(?<!\bcon )(?<!\bhe )(?<!\bmot )(?<!\bty )(?<!\bma )"
_NUMBER = r"(?P<number>\d{1,3})(?![\w/%-]|[.,]\d)"
_LABEL = re.compile(
    rf"\b[a-z]+ {_COUNTING}(?<!\bquyet )so {_NUMBER}"
    r"(?! (?:xa|phuong|huyen|tinh|nguoi|ho|nam|thang|ngay|dong|trieu|ty|lan|diem|don vi|loai)\b)"
)
_ENGLISH = re.compile(rf"\b[a-z]+ (?:no\.? |number |line ){_NUMBER}")
#: "Sơ" and "sở" fold to "so" too: "hồ sơ 02 bản".
_OTHER_WORD = re.compile(r"\bs(?![ốo] )\w \d", re.IGNORECASE)
_OF_DOCUMENT = re.compile(rf"\b(?:{'|'.join(_DOCUMENTS)})(?: (?!so\b)\w+){{0,3}} so \d+$")
_OF_DOCUMENT_EN = re.compile(
    rf"(?:\b(?:{'|'.join((*kinds.ENGLISH, 'document', 'paper', 'order', 'ruling'))})|'s) \D{{1,8}}\d+$"
)


@lru_cache(maxsize=1024)
def label_in(reading: str) -> str | None:
    """The first thing that a question calls by a number, as it says so, of the word before on.

    >>> label_in("Tiến độ tuyến đường sắt đô thị số 5 ra sao?"), label_in("Cần 02 bộ hồ sơ 02 bản?")
    ('thị số 5', None)
    """
    folded = fold_chars(reading)
    for pattern, document in ((_LABEL, _OF_DOCUMENT), (_ENGLISH, _OF_DOCUMENT_EN)):
        for found in pattern.finditer(folded):
            said = reading[slice(*found.span())]
            if not document.search(folded[: found.end()]) and not _OTHER_WORD.search(said):
                return said
    return None


def bears(label: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the number of a label."""
    number = re.compile(rf"(?<!\d)0*{int(label.split()[-1])}(?!\d)")
    return any(number.search(text) for text in texts)
