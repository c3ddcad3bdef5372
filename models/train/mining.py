"""Passages that an embedding model takes for a record's own: hard negatives, found once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder, Vectors
from models.train.corpus import Ints

NEAR = 32
_PER_CALL = 8192
# Rows of cosines at once: with 200,000 records 200 MB.
_COMPARED = 256

Halves = NDArray[np.float16]


@dataclass(frozen=True)
class Mined:
    """What a model says of the records.

    ``near``: int64[records, 32 or all], the passages nearest to the whole question, its own among
    them; ``asked``: float16[records, forms, dim], ``said``: float16[records, dim], unit vectors.
    """

    near: Ints
    asked: Halves
    said: Halves

    def save(self, path: Path) -> None:
        """One .npz file without pickled objects, there when it is complete."""
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            np.savez(file, allow_pickle=False, near=self.near, asked=self.asked, said=self.said)
        partial.replace(path)

    @classmethod
    def open(cls, path: Path) -> "Mined":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["near"], stored["asked"], stored["said"])


def mine(encoder: Encoder, forms: Sequence[Sequence[str]], passages: Sequence[str]) -> Mined:
    """`forms` are those of each record's question, the whole one first."""
    kinds = zip(*forms, strict=True)
    asked = np.stack([_halves(encoder.encode_queries, kind) for kind in kinds], axis=1)
    said = _halves(encoder.encode_passages, passages)
    return Mined(_nearest(asked[:, 0].astype(np.float32), said.astype(np.float32)), asked, said)


def _halves(encode: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> Halves:
    starts = range(0, len(texts), _PER_CALL)
    parts = [encode(texts[start : start + _PER_CALL]).astype(np.float16) for start in starts]
    return np.concatenate(parts)


def _nearest(asked: Vectors, said: Vectors) -> Ints:
    count = min(NEAR, len(said))
    found = np.zeros((len(asked), count), np.int64)
    for start in range(0, len(asked), _COMPARED):
        cosine = asked[start : start + _COMPARED] @ said.T
        best = np.argpartition(-cosine, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(cosine, best, 1), axis=1, kind="stable")
        found[start : start + _COMPARED] = np.take_along_axis(best, order, 1)
    return found
