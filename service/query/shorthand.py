"""Words as clerks type them in a hurry: "kp", "ko", "bc kết quả", by the table of shorthand.

One that may stand for several words is opened only where a single one of them stands beside the
words typed beside it in the plans. Capitals are left to the table of abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer import reference
from indexer.text import fold_chars, has_marks, words
from service.query.spelling import Frequency, Slip

#: Not before a figure ("tt 21/2026", "qd 707"), nor part of a code or an address.
_WORD = re.compile(r"(?<![\w&/.@-])[^\W\d_]{2,3}(?![\w&/@-]|\.\w| ?(?:số |so )?\d)")
#: Clauses a reading must be met in, and how much seldomer one is that does not fit.
_LEAST = 2
_SELDOM = 3


def opened(text: str, frequency: Frequency) -> tuple[str, tuple[Slip, ...]]:
    """A Vietnamese question with its shorthand written out, and what was; marks as it has them."""
    slips: list[Slip] = []
    while found := _first(text, frequency):
        (start, end), long = found
        shift = len(long) - (end - start)
        slips = [_moved(s, shift) if s.start >= end else s for s in slips]
        slips.append(Slip(text[start:end], long, start, start + len(long)))
        text = text[:start] + long + text[end:]
    return text, tuple(sorted(slips, key=lambda s: s.start))


def _moved(slip: Slip, by: int) -> Slip:
    return replace(slip, start=slip.start + by, end=slip.end + by)


def _first(text: str, frequency: Frequency) -> tuple[tuple[int, int], str] | None:
    """Where the first shorthand stands that can be opened, and its long form."""
    for match in _WORD.finditer(text):
        longs = reference.load().shorthand.get(fold_chars(match.group()))
        if longs and match.group().islower():
            long = _meant(longs, text[: match.start()], text[match.end() :], frequency)
            if long:
                return match.span(), long if has_marks(text) else fold_chars(long)
    return None


def _meant(longs: Sequence[str], before: str, after: str, frequency: Frequency) -> str | None:
    """The one reading there is, or the one that the plans have beside these neighbours."""
    if len(longs) == 1:
        return longs[0]
    left, right = words(fold_chars(before))[-1:], words(fold_chars(after))[:1]
    pairs = {
        long: _joints([*left, *words(fold_chars(long)), *right], left, right) for long in longs
    }
    seen = frequency([pair for joints in pairs.values() for pair in joints])
    scored = sorted(((sum(seen[p] for p in pairs[long]), long) for long in longs), reverse=True)
    (most, best), (next_most, _) = scored[:2]
    return best if most >= max(_SELDOM * next_most, _LEAST) else None


def _joints(spoken: Sequence[str], left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Index terms: a reading's first word with the one before, its last with the one after."""
    before = [f"{spoken[0]}_{spoken[1]}"] if left else []
    return [*before, f"{spoken[-2]}_{spoken[-1]}"] if right else before
