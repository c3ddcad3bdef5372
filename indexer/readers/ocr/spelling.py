"""Marks that OCR took for others, put right where the neighbours leave no doubt.

``bỗ sung``, ``sửa đối``, ``kiêm tra``: no Vietnamese text has these pairs, and one other spelling
of the same letters makes a pair that is common. Only marks change, in words written small or in
capitals; names, figures and all that any text has beside these neighbours stay as they were read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer import reference
from indexer.accents import GENERAL
from indexer.text import fold_chars, nfc, place_tone

#: A spelling is put in when its pairs with the neighbours were seen so often …
COMMON = 25
#: … and so many times as often as those of the next likely spelling.
CLEARER = 5
#: … and so many times as often as the pairs that were read.
RARER = 100
_WORD = re.compile(r"[^\W\d_]+")


class Spelling:
    """How often two syllables stand beside each other in much Vietnamese text."""

    def __init__(
        self, words: Sequence[str], pairs: NDArray[np.int64], seen: NDArray[np.int64]
    ) -> None:
        order = np.argsort(pairs)
        self._pairs, self._seen = pairs[order], seen[order]
        # By a key that does not tell "hoà" from "hòa".
        self._number = {place_tone(word): i for i, word in enumerate(words)}
        self._size = len(words)
        self._alike: dict[str, list[str]] = {}
        for word in words:
            self._alike.setdefault(fold_chars(word), []).append(word)

    def seen(self, left: str | None, right: str | None) -> int:
        """How often the pair was seen; 0 where a side is missing or unknown."""
        if not left or not right:
            return 0
        a, b = self._number.get(place_tone(left)), self._number.get(place_tone(right))
        if a is None or b is None:
            return 0
        code = a * self._size + b
        at = int(np.searchsorted(self._pairs, code))
        known = at < len(self._pairs) and self._pairs[at] == code
        return int(self._seen[at]) if known else 0

    def better(self, left: str | None, word: str, right: str | None) -> str | None:
        """The spelling that is meant, or None when ``word`` may stand."""
        before, after = self.seen(left, word), self.seen(word, right)
        own = before + after
        if own and (left is None or right is None or (before and after)):
            return None
        counts = sorted(
            (
                (self.seen(left, other) + self.seen(other, right), other)
                for other in self._alike.get(fold_chars(word), ())
                if other != word
            ),
            reverse=True,
        )
        if not counts or counts[0][0] < max(COMMON, RARER * own):
            return None
        if len(counts) > 1 and counts[0][0] < CLEARER * counts[1][0]:
            return None
        return counts[0][1]

    def repair(self, text: str) -> str:
        """``text`` with such words put right; its length stays.

        >>> spelling().repair("được sửa đối, bỗ sung")
        'được sửa đổi, bổ sung'
        """
        text = nfc(text)
        found = list(_WORD.finditer(text))
        words = [match.group().lower() for match in found]
        out = list(text)
        for i, match in enumerate(found):
            written = match.group()
            if (
                _in_number(text, match)
                or len(written) < 2
                or not (written.islower() or written.isupper())
            ):
                continue  # a name may be like no other pair
            follows = i > 0 and text[found[i - 1].end() : match.start()] == " "
            goes_on = i + 1 < len(found) and text[match.end() : found[i + 1].start()] == " "
            meant = self.better(
                words[i - 1] if follows else None, words[i], words[i + 1] if goes_on else None
            )
            if meant is not None and len(meant) == len(written):
                words[i] = meant
                out[match.start() : match.end()] = meant.upper() if written.isupper() else meant
        return "".join(out)


def _in_number(text: str, match: re.Match[str]) -> bool:
    """A part of a document's number: "/TU" is the office of a Party committee."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return any(c in "/-–⁄" or c.isdigit() for c in around)


@lru_cache(maxsize=1)
def spelling() -> Spelling:
    """The bundled counts; without them nothing is put right."""
    path = reference.folder() / GENERAL
    if not path.exists():
        nothing = np.zeros(0, np.int64)
        return Spelling((), nothing, nothing)
    with np.load(path, allow_pickle=False) as arrays:
        words = bytes(arrays["words"]).decode().split("\n")
        return Spelling(words, arrays["pairs"].astype(np.int64), arrays["seen"].astype(np.int64))
