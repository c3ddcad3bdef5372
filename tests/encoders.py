"""A deterministic embedder without a model: every word goes to a fixed random direction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.text import fold_chars, words


class HashEncoder:
    """Implements ``models.Encoder``; ``calls`` counts the passages encoded so far."""

    def __init__(self, dim: int = 32, name: str = "hash", seed: str = "") -> None:
        self.name = name
        self.dim = dim
        self.max_tokens: int | None = None
        self.fingerprint = hashlib.sha256(f"{name} {dim} {seed}".encode()).hexdigest()
        self.calls = 0
        self._seed = seed

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same as for passages."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors: the sum of the words' directions."""
        self.calls += len(texts)
        return self._encode(texts)

    def cut(self, texts: Sequence[str]) -> int:
        """Passages of more than ``max_tokens`` words."""
        limit = self.max_tokens
        return 0 if limit is None else sum(len(words(text)) > limit for text in texts)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(fold_chars(text)) or [""]:
                found[row] += self._direction(word)
        unit: NDArray[np.float32] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit

    def _direction(self, word: str) -> NDArray[np.float32]:
        digest = hashlib.blake2b(f"{self._seed} {word}".encode(), digest_size=8).digest()
        noise = np.random.default_rng(int.from_bytes(digest)).standard_normal(self.dim)
        return noise.astype(np.float32)
