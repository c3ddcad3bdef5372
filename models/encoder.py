"""What every embedding model offers."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into unit vectors; questions and passages may be treated differently."""

    @property
    def name(self) -> str:
        """The name or path the model was loaded by."""

    @property
    def dim(self) -> int:
        """Length of every vector."""

    @property
    def max_tokens(self) -> int | None:
        """Tokens read of a text, None when all are."""

    @property
    def fingerprint(self) -> str:
        """Hex digest of weights, tokenizer and conventions: equal means equal vectors."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: float32[len(texts), dim], L2-normalised, never NaN."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages: float32[len(texts), dim], L2-normalised, never NaN."""

    def cut(self, texts: Sequence[str]) -> int:
        """How many of these passages are longer than `max_tokens`: their end is not read."""


def fallback(dim: int) -> Vectors:
    """The unit vector of a text without any known token: float32[dim], always the same."""
    signs = np.where(np.arange(dim) % 2 == 0, 1.0, -1.0)
    made: Vectors = (signs / np.sqrt(dim)).astype(np.float32)
    return made


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows that are zero or not finite become the fallback."""
    found = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(found.astype(np.float64), axis=1)
    good = np.isfinite(lengths) & (lengths > 1e-12)
    scaled = found / np.where(good, lengths, 1.0)[:, None].astype(np.float32)
    scaled[~good] = fallback(found.shape[1])
    return scaled.astype(np.float32, copy=False)
