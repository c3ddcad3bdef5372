"""What a piece is made of: a phrase shares the vectors of its words, a word those of its stem.

Only training knows this; the exported table has the finished vector of every piece. Rare
phrases so start where the sum of their words is, and every text teaches every part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from scipy.sparse import csr_array

from models.train.vocabulary import SPACE

_SYLLABLE = re.compile(
    r"^(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(ng|nh|ch|[mnptc])?$"
)
_STEMS = 1 << 14


@dataclass(frozen=True)
class Composition:
    """`matrix` (pieces × features) gives each piece's features; the first columns are own ones."""

    matrix: csr_array
    features: int


def _stems(word: str) -> Iterator[int]:
    """Hashed beginnings of a word that is no Vietnamese syllable (English, names)."""
    if len(word) >= 5 and not _SYLLABLE.match(word):
        for size in (4, 5, 6):
            if size < len(word):
                yield crc32(word[:size].encode()) % _STEMS


def _parts(piece: str, known: dict[str, int]) -> Iterator[int]:
    """Shorter pieces inside a phrase."""
    found = piece.strip(SPACE).split(SPACE)
    for size in range(1, len(found)):
        for start in range(len(found) - size + 1):
            part = known.get(SPACE + SPACE.join(found[start : start + size]))
            if part is not None:
                yield part


def compose(known: dict[str, int]) -> Composition:
    """The composition of every piece of a vocabulary {piece: row}."""
    rows: list[int] = []
    columns: list[int] = []
    for piece, number in known.items():
        if number == 0:
            continue
        parts = [number, *_parts(piece, known)]
        if piece.startswith(SPACE) and piece.count(SPACE) == 1:
            parts += [len(known) + stem for stem in _stems(piece[1:])]
        rows += [number] * len(parts)
        columns += parts
    features = len(known) + _STEMS
    values = np.ones(len(rows), dtype=np.float32)
    matrix = csr_array((values, (rows, columns)), shape=(len(known), features))
    return Composition(matrix, features)
