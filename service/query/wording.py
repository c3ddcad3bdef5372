"""A question in the words of a clause: everyday words, kinds and units as that one has them.

The readers know few words that mean the same. "Nói qua loa phường" is read of a clause on
"loa truyền thanh" as "nói qua loa truyền thanh" too; "Ai kiểm tra karaoke?" of one on
"cơ sở kinh doanh dịch vụ" as what holds for that whole class, and "mấy xã, phường, thị trấn?" of
a plan without wards as "mấy xã, thị trấn?".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from indexer import reference


def in_words_of(reading: str, text: str) -> str:
    """A Vietnamese question with each term of the tables as ``text`` writes it, where it does.

    >>> in_words_of("Kế hoạch nào nói qua loa phường?", "Phát trên loa truyền thanh của xã")
    'Kế hoạch nào nói qua loa truyền thanh?'
    """
    lower = text.lower()
    for said, written in reversed(_terms_in(reading)):
        term = reading[said].lower()
        other = next((one for one in written if one in lower), None)
        if other and term not in lower:
            reading = reading[: said.start] + other + reading[said.stop :]
    return reading


def by_wording(reading: str, texts: Sequence[str]) -> dict[str, list[int]]:
    """The question in other words, each with the places of the texts that have those."""
    out: dict[str, list[int]] = {}
    for place, text in enumerate(texts if _terms_in(reading) else ()):
        other = in_words_of(reading, text)
        if other != reading:
            out.setdefault(other, []).append(place)
    return out


@lru_cache(maxsize=256)  # asked for every clause
def _terms_in(reading: str) -> tuple[tuple[slice, tuple[str, ...]], ...]:
    """Where terms of the tables stand in a question, and what plans write for each."""
    table, pattern = _table()
    lower = reading.lower()
    if len(lower) != len(reading):  # a letter whose small form is two
        return ()
    return tuple((slice(*m.span()), table[m.group()]) for m in pattern.finditer(lower))


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, tuple[str, ...]], re.Pattern[str]]:
    """What stands for each term in plans, and all these terms, the longest first."""
    out: dict[str, tuple[str, ...]] = {}
    tables = reference.load()
    levels = ((row, row) for row in tables.levels)
    for said, written in (*tables.everyday, *tables.classes, *levels):
        for term in said:
            known = out.get(term.lower(), ())
            out[term.lower()] = tuple(dict.fromkeys((*known, *(w.lower() for w in written))))
    terms = "|".join(map(re.escape, sorted(out, key=len, reverse=True)))
    return out, re.compile(rf"(?<!\w)(?:{terms})(?!\w)")
