"""The table being fitted: features, the pieces made of them, and where they start."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_array
from tokenizers import Tokenizer
from torch import Tensor

from models.static import read_weights
from models.train.composition import compose
from models.train.corpus import Corpus
from models.train.export import POWER

# Rows of a finished model are brought to this root mean square, the size Adam's steps suit.
_SIZE = 0.15
# Dimensions that a finished model lacks start random, this long beside those it has.
_NEW = 0.5


def _sparse(matrix: csr_array) -> Tensor:
    parts = (torch.from_numpy(matrix.indptr), torch.from_numpy(matrix.indices))
    data = torch.from_numpy(matrix.data)
    return torch.sparse_csr_tensor(*parts, data, matrix.shape, check_invariants=True)


class Spread(torch.autograd.Function):
    """Sparse matrix times dense features, with the transposed product as gradient."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, matrix: Tensor, transposed: Tensor) -> Tensor:
        """`matrix` @ `features`."""
        ctx.transposed = transposed
        return matrix @ features

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        """`transposed` @ `gradient`."""
        return ctx.transposed @ gradient, None, None


class Table:
    """The features being fitted and the vectors of the pieces made of them."""

    def __init__(self, tokenizer: Tokenizer, start: NDArray[np.float32]) -> None:
        made = compose(tokenizer.get_vocab())
        self._matrix = _sparse(made.matrix)
        self._transposed = _sparse(made.matrix.T.tocsr())
        self.features = torch.from_numpy(start).requires_grad_()

    def pieces(self) -> Tensor:
        """float32[pieces, dim], differentiable."""
        parts = (self.features, self._matrix, self._transposed)
        made: Tensor = Spread.apply(*parts)  # type: ignore[no-untyped-call]
        return made


def fresh(tokenizer: Tokenizer, corpus: Corpus, dim: int, seed: int) -> NDArray[np.float32]:
    """Random features, rare ones long and frequent ones short, as inverse document frequency."""
    matrix = compose(tokenizer.get_vocab()).matrix
    used = np.bincount(corpus.passages.ids, minlength=matrix.shape[0]).astype(np.float32)
    counts = matrix.T @ used
    found: NDArray[np.float32] = np.log(counts.max() / np.maximum(counts, 1.0)) / 8.0
    weight = found.clip(0.05, 1.2).astype(np.float32)
    # A phrase or a stem starts as a small correction to the words it is made of.
    inside = np.asarray(matrix.sum(axis=1)) > 1
    weight[: matrix.shape[0]][inside] *= 0.4
    weight[matrix.shape[0] :] *= 0.4
    random = np.random.default_rng(seed).normal(size=(matrix.shape[1], dim))
    return (0.06 * random * weight[:, None]).astype(np.float32)


def learned(tokenizer: Tokenizer, model: Path, dim: int, seed: int) -> NDArray[np.float32]:
    """Features that make the rows of an exported model with the same tokenizer.

    The lengths are as they were before export evened them; new dimensions start random.
    """
    weights = read_weights(model / "model.safetensors")
    assert weights.scales is not None
    rows = weights.table.astype(np.float32) * weights.scales[:, None]
    rows *= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9) ** (1 / POWER - 1)
    rows *= _SIZE / np.sqrt(np.mean(rows**2))
    random = np.random.default_rng(seed).normal(size=(len(rows), max(0, dim - rows.shape[1])))
    spread = np.sqrt(np.mean(rows**2, axis=1, keepdims=True))
    rows = np.hstack([rows, _NEW * spread * random]).astype(np.float32)
    return _taken_apart(tokenizer.get_vocab(), rows)


def _taken_apart(known: dict[str, int], rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """What each piece adds to its parts: words first, then phrases of two, three, four words."""
    made = compose(known)
    inside = np.asarray(made.matrix.sum(axis=1))
    features = np.zeros((made.features, rows.shape[1]), dtype=np.float32)
    lengths = np.zeros(len(rows), dtype=np.int64)
    for piece, number in known.items():
        lengths[number] = len(piece.split("▁"))
    for length in np.unique(lengths):
        chosen = np.flatnonzero((lengths == length) & (inside > 0))
        features[chosen] = rows[chosen] - made.matrix[chosen] @ features
    return features
