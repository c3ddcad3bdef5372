"""Which round of several is asked about: "hiệp thương lần hai", "đợt 1", "vòng 3".

A plan tells each round in a clause of its own, in the same words: what it says of another round is
a wrong answer, however well it fits.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.index import Passage
from indexer.text import fold_chars, nfc

_NUMBERS = {
    **{"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5},
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5},
    **{"first": 1, "second": 2, "third": 3, "fourth": 4},
}
_NUMBER = r"(?P<number>nhat|mot|hai|ba|bon|(?<=thu )(?:tu|nam)|[12]?\d|0\d|iii|ii|iv|i|v)\b"
#: "Lần thứ hai" and its like, with the two syllables before it, which say what has rounds; "trong
#: vòng 15 ngày" and "3 lần" count something else.
_ROUND = re.compile(
    rf"(?:\b(?P<of>[a-z]+ [a-z]+) )?(?<!trong )\b(?:lan thu|lan|vong|dot) {_NUMBER}"
    r"(?! (?:gio|ngay|tuan|thang|nam|lam viec|\())"
)
#: With its marks: "lần đấu thầu", "đợt đầu tư" are no first ones.
_FIRST = re.compile(
    r"(?:\b(?P<of>[^\W\d_]+ [^\W\d_]+) )?\b(?:lần|vòng|đợt) đầu(?: tiên)?\b"
    r"(?! (?:tư|năm|quý|tháng|tuần|giờ))"
)
_ENGLISH = re.compile(
    r"\b(?P<number>first|second|third|fourth|1st|2nd|3rd|4th) (?:[a-z-]+ ){0,2}?"
    r"(?:rounds?|waves?|conferences?|consultations?|consultative|phases?|drives?)\b"
)
#: More of the same: "lần thứ 2, thứ 3".
_MORE = re.compile(rf"(?:,| va) (?:thu )?{_NUMBER}")


class Round(NamedTuple):
    """``of``: what has rounds, folded, "" where a round is named alone ("Đợt 1: …")."""

    of: str
    number: int


@lru_cache(maxsize=4096)
def rounds_of(text: str) -> frozenset[Round]:
    """The rounds that a text names.

    >>> sorted(rounds_of("Hội nghị hiệp thương lần thứ 2, thứ 3"))
    [Round(of='hiep thuong', number=2), Round(of='hiep thuong', number=3)]
    """
    folded = fold_chars(text)
    out = set()
    for found in _ROUND.finditer(folded):
        at: re.Match[str] | None = found
        while at:
            out.add(Round(found["of"] or "", _value(at["number"])))
            at = _MORE.match(folded, at.end())
    out |= {Round(fold_chars(m["of"] or ""), 1) for m in _FIRST.finditer(nfc(text).lower())}
    out |= {Round("", _value(found["number"])) for found in _ENGLISH.finditer(folded)}
    return frozenset(out)


def _value(number: str) -> int:
    return _NUMBERS.get(number) or int(number.rstrip("stndrh"))


def is_another(asked: frozenset[Round], passage: Passage, title: str) -> bool:
    """Whether a passage is on another round than one of those ``asked`` for.

    Or the headings above it are, or, where neither names one, the plan, by its ``title``.
    """
    own = frozenset[Round]().union(*map(rounds_of, (passage.text, *passage.context[-2:])))
    return any(_misses(one, own or rounds_of(title)) for one in asked)


def _misses(asked: Round, said: frozenset[Round]) -> bool:
    same = [one for one in said if not one.of or one.of == asked.of or not asked.of]
    return bool(same) and all(one.number != asked.number for one in same)
