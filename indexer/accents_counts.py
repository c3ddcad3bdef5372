"""How often syllables and neighbouring pairs of them are written: what accents are learned from.

Counts of different texts add up, so that those of a text need be made only once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.text import has_marks, nfc, place_tone

Pair = tuple[str, str]
EDGE = ""  # stands before the first syllable of a stretch

_SYLLABLE = re.compile(r"[^\W\d_]+")
BREAK = re.compile(r"[.;:!?()\[\]“”\"]+|\n\s*(?=[^\sa-zà-ỹđ])")  # a wrapped line goes on
_LONGEST = 7  # letters in the longest Vietnamese syllable, "nghiêng"
BARE = 4  # a stretch of so many syllables without one mark is not accented Vietnamese


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """``words`` in lower case, ``words[0]`` the edge of a stretch, each ``seen`` so often.

    ``pairs``: ``left * len(words) + right`` of numbers of words, ascending; ``together`` so often.
    """

    words: Sequence[str]
    seen: NDArray[np.int64]
    pairs: NDArray[np.int64]
    together: NDArray[np.int64]

    @classmethod
    def of(cls, words: Mapping[str, int], pairs: Mapping[Pair, int]) -> Self:
        """The same in order; a word of a pair is among ``words``."""
        known = [EDGE, *sorted(words)]
        number = {word: i for i, word in enumerate(known)}
        coded = sorted((number[a] * len(known) + number[b], n) for (a, b), n in pairs.items())
        table = np.array(coded, np.int64).reshape(-1, 2)
        seen = np.array([words.get(word, 0) for word in known], np.int64)
        return cls(known, seen, table[:, 0], table[:, 1])

    @classmethod
    def total(cls, parts: Sequence[tuple[Counts, int]]) -> Self:
        """Their sum, each taken so many times."""
        return cls._summed([(part, part.words, times) for part, times in parts])

    def one_spelling(self) -> Self:
        """``hoà`` and ``hòa`` are one syllable: each takes the spelling seen most."""
        chosen: dict[str, str] = {}
        often = self.seen.tolist()
        for i in sorted(range(len(self.words)), key=lambda i: (-often[i], self.words[i])):
            chosen.setdefault(place_tone(self.words[i]), self.words[i])
        return self._summed([(self, [chosen[place_tone(word)] for word in self.words], 1)])

    @classmethod
    def _summed(cls, parts: Sequence[tuple[Counts, Sequence[str], int]]) -> Self:
        """The sum of counts whose words go by these names, each taken so many times."""
        known = [EDGE, *sorted(set(chain.from_iterable(names for _, names, _ in parts)) - {EDGE})]
        number = {word: i for i, word in enumerate(known)}
        seen = np.zeros(len(known), np.int64)
        codes, often = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for part, names, times in parts:
            size, new = len(part.words), np.array([number[name] for name in names], np.int64)
            np.add.at(seen, new, part.seen * times)
            codes.append(new[part.pairs // size] * len(known) + new[part.pairs % size])
            often.append(part.together * times)
        pairs, place = np.unique(np.concatenate(codes), return_inverse=True)
        together = np.zeros(len(pairs), np.int64)
        np.add.at(together, place, np.concatenate(often))
        return cls(known, seen, pairs, together)

    def to_bytes(self) -> bytes:
        """Words as text, the rest as numbers; nothing executable."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            words=np.frombuffer("\n".join(self.words).encode(), dtype=np.uint8),
            counts=self.seen,
            pairs=self.pairs,
            seen=self.together,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Inverse of ``to_bytes``."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            words = bytes(arrays["words"]).decode().split("\n")
            return cls(words, arrays["counts"], arrays["pairs"], arrays["seen"])


_has_marks = lru_cache(maxsize=65536)(has_marks)  # the same syllables again and again


def stretches(text: str) -> Iterator[list[str]]:
    """Neighbouring syllables in lower case; a stretch written without marks teaches nothing."""
    for part in BREAK.split(nfc(text)):
        found = syllables(part)
        if found and (len(found) < BARE or any(map(_has_marks, found))):
            yield found


def syllables(part: str) -> list[str]:
    """In lower case; longer words are none."""
    return [w.lower() for w in _SYLLABLE.findall(part) if len(w) <= _LONGEST]
