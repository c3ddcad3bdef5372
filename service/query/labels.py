"""Things told apart by the number they bear: "tuyến đường sắt số 5", "bão số 13", "metro line 5".

What a plan says of the same kind of thing under another number, or under none, answers nothing.
Documents bear numbers too, and are told apart elsewhere (``numbers``, ``numbered``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from indexer import kinds
from indexer.text import fold_chars

#: Words for documents, folded.
_DOCUMENTS = (*kinds.CODES, "van ban", "giay", "lenh", "chi dao", "to trinh")
#: Folded syllables before "số" that count or measure: "dân số 5 triệu", "tổng số 12 xã".
_COUNTING = (
    r"(?<!\bchi )(?<!\bdan )(?<!\btong )(?<!\bcon )(?<!\bhe )(?<!\bmot )(?<!\bty )(?<!\bma )"
)
_NUMBER = r"\d{1,3}(?![\w/%-]|[.,]\d)"
_LABEL = re.compile(
    rf"(?<=[a-z] ){_COUNTING}(?<!\bquyet )so {_NUMBER}"
    r"(?! (?:xa|phuong|huyen|tinh|nguoi|ho|nam|thang|ngay|dong|trieu|ty|lan|diem|don vi|loai)\b)"
)
_ENGLISH = re.compile(rf"(?<=[a-z] )(?:no\.? |number |line ){_NUMBER}")
#: "Sơ" and "sở" fold to "so" too: "hồ sơ 02 bản".
_OTHER_WORD = re.compile(r"\bs(?![ốo] )\w \d", re.IGNORECASE)
_OF_DOCUMENT = re.compile(
    rf"\b(?:{'|'.join(_DOCUMENTS)})(?: (?!so\b)\w+){{0,3}} so \d+$"
    rf"|(?:\b(?:{'|'.join((*kinds.ENGLISH, 'document', 'paper', 'order', 'ruling'))})|'s)"
    r" (?:no\.?|number) \d+$"
)
_FIGURE = re.compile(r"(?<!\d)\d{1,6}(?!\d)")


@lru_cache(maxsize=1024)
def label_in(reading: str) -> str | None:
    """The first number that a question calls a thing by, as it says it.

    >>> label_in("Tiến độ tuyến đường sắt đô thị số 5 ra sao?"), label_in("Cần 02 bộ hồ sơ 02 bản?")
    ('số 5', None)
    """
    folded = fold_chars(reading)
    for found in chain(_LABEL.finditer(folded), _ENGLISH.finditer(folded)):
        said = reading[slice(*found.span())]
        if not _OF_DOCUMENT.search(folded[: found.end()]) and not _OTHER_WORD.search(said):
            return said
    return None


def bears(label: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the number of a label."""
    number = int(label.split()[-1])
    return any(int(found) == number for text in texts for found in _FIGURE.findall(text))
