"""Counts the syllables of many texts, each piece between blanks taken apart once.

``accents_counts.stretches`` tells what is counted; here it is done of numbers, since plans write
the same few ten thousand pieces again and again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from struct import pack

import numpy as np
from numpy.typing import NDArray

from indexer.accents_counts import BARE, BREAK, EDGE, Counts, syllables
from indexer.text import has_marks, nfc

_LINE = re.compile(r"\n\s*")
_NUMBER = np.dtype("i")
_BLOCK = 1 << 22  # bytes of numbers summed up at a time

Numbers = NDArray[np.int32]


def counted(texts: Iterable[str]) -> Counts:
    """The counts of canonical texts."""
    tally = _Tally()
    for text in texts:
        tally.add(text)
    return tally.counts()


class _Pieces(dict[str, bytes]):
    """A piece → the numbers of its syllables, 0 where it begins another stretch."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {EDGE: 0}
        self.marked: list[bool] = [False]

    def __missing__(self, piece: str) -> bytes:
        first, *others = map(syllables, BREAK.split(nfc(piece)))
        found = (*first, *chain.from_iterable((EDGE, *other) for other in others))
        told = self[piece] = pack(f"{len(found)}i", *map(self._number, found))
        return told

    def _number(self, word: str) -> int:
        if word not in self.words:
            self.words[word] = len(self.words)
            self.marked.append(has_marks(word))
        return self.words[word]


class _Tally:
    def __init__(self) -> None:
        self._pieces = _Pieces()
        self._waiting = bytearray()
        self._blocks: list[Counts] = []

    def add(self, text: str) -> None:
        """No stretch reaches into another text, nor a syllable over a blank."""
        self._waiting += bytes(_NUMBER.itemsize)
        parts = _LINE.sub(" \n", text).split(" ")
        self._waiting += b"".join(map(self._pieces.__getitem__, parts))
        if len(self._waiting) >= _BLOCK:
            self._sum_up()

    def counts(self) -> Counts:
        self._sum_up()
        return Counts.total([(block, 1) for block in self._blocks])

    def _sum_up(self) -> None:
        numbers = self._taught(np.frombuffer(bytes(self._waiting), _NUMBER))
        self._waiting.clear()
        seen = np.bincount(numbers, minlength=1)
        known = np.union1d([0], np.flatnonzero(seen))
        place = np.zeros(len(seen), np.int64)
        place[known] = np.arange(len(known))
        left, right = place[numbers[:-1]], place[numbers[1:]]
        pairs = (left * len(known) + right)[right > 0]  # an edge stands second in none
        names = list(self._pieces.words)
        self._blocks.append(
            Counts(
                [names[i] for i in known.tolist()],
                np.where(known > 0, seen[known], 0),
                *np.unique(pairs, return_counts=True),
            )
        )

    def _taught(self, numbers: Numbers) -> Numbers:
        """Without the stretches that teach nothing."""
        edges = np.flatnonzero(numbers == 0)
        sizes = np.diff(edges, append=len(numbers))
        marked = np.logical_or.reduceat(np.array(self._pieces.marked)[numbers], edges)
        return numbers[np.repeat((sizes <= BARE) | marked, sizes)]
