"""Late interaction: how near each piece of a question comes to some piece of a passage.

One vector says what a passage is about as a whole; a clause that says what was asked among much
else is then far away. Here every piece of the question looks for its own match (ColBERT's MaxSim).
"""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from models.encoder import Vectors

Pieces = NDArray[np.int64]
#: Pieces of a question compared at once: bounds memory when it has 100,000 syllables.
_AT_ONCE = 64


@runtime_checkable
class Interacting(Protocol):
    """An encoder whose pieces have vectors of their own, whatever stands around them."""

    def likeness(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage has every piece of the question: float32[len(passages)], 0 to 1.

        The mean over the question's distinct pieces, weighted by the length of their vectors
        (which grows with how much a piece says), of the cosine with the passage's nearest piece.
        0 for a text without any known piece; never NaN.
        """


def likeness(
    rows: Callable[[Pieces], Vectors], asked: Pieces, passages: Sequence[Pieces]
) -> Vectors:
    """See Interacting, of distinct piece numbers; `rows` gives their vectors."""
    found = np.zeros(len(passages), dtype=np.float32)
    counts = np.array([len(pieces) for pieces in passages], dtype=np.int64)
    filled = counts > 0
    if not len(asked) or not filled.any():
        return found
    starts = np.cumsum(counts[filled]) - counts[filled]
    known, places = np.unique(np.concatenate(passages), return_inverse=True)
    said = rows(known)
    sizes = _lengths(said)
    total = 0.0
    for start in range(0, len(asked), _AT_ONCE):
        wanted = rows(asked[start : start + _AT_ONCE])
        # Weight times cosine: the length of the question's piece falls out of it.
        likest = np.maximum.reduceat(((wanted @ said.T) / sizes).take(places, 1), starts, axis=1)
        found[filled] += likest.sum(axis=0)
        total += float(_lengths(wanted).sum())
    shares: Vectors = np.nan_to_num(found / total, nan=0.0).clip(0.0, 1.0)
    return shares


def _lengths(rows: Vectors) -> Vectors:
    found: Vectors = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.maximum(found, 1e-12)
