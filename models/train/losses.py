"""What is minimised: contrast of queries with passages, nearness to the teacher's vectors."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy, embedding_bag, log_softmax, normalize, pad, softmax

from models.train.batches import Batch
from models.train.corpus import Bags, key
from models.train.pairs import read
from models.train.teacher import Lessons


@dataclass(frozen=True)
class Guide:
    """Teacher vectors: float32[n, dim]; for each record those of its two sides, or -1."""

    vectors: Tensor
    queries: NDArray[np.int64]
    passages: NDArray[np.int64]


def vectors(pieces: Tensor, chosen: Bags) -> Tensor:
    """Unit vectors of bags of pieces: float32[bags, dim]."""
    ids = torch.from_numpy(chosen.ids.astype(np.int64))
    offsets = torch.from_numpy(chosen.offsets[:-1])
    return normalize(embedding_bag(ids, pieces, offsets, mode="sum"), dim=1)


def turned(lessons: Lessons, student: Tensor) -> Tensor:
    """Teacher vectors, centred and turned to where the `student` has the same texts.

    The turn is orthogonal (Procrustes), so the teacher's angles stay; dimensions that the
    teacher has and the student does not are those that agree least.
    """
    whole = torch.from_numpy(lessons.vectors.astype(np.float32))
    whole = normalize(whole - whole.mean(dim=0), dim=1)
    width = max(whole.shape[1], student.shape[1])
    told, said = (pad(part, (0, width - part.shape[1])) for part in (whole, student))
    left, _, right = torch.linalg.svd(told.T @ said)
    return normalize((told @ (left @ right))[:, : student.shape[1]], dim=1)


def guide(lessons: Lessons, pairs: Path, student: Tensor) -> Guide:
    """The teacher's vectors beside the records of a pairs file."""
    places = {key(text): row for row, text in enumerate(lessons.texts)}
    sides = [(key(p.query), key(p.passage)) for p in read(pairs)]
    found = np.array([[places.get(k, -1) for k in both] for both in sides], dtype=np.int64)
    return Guide(turned(lessons, student), found[:, 0], found[:, 1])


def contrast(left: Tensor, right: Tensor, keys: Tensor, scale: float) -> Tensor:
    """Each row's partner against all others, both ways.

    `keys` is int64[kinds, rows]: rows with an equal key of any kind are no negatives.
    """
    scores = left @ right.T * scale
    same = (keys[:, :, None] == keys[:, None, :]).any(dim=0)
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(left))
    return (cross_entropy(scores, target) + cross_entropy(scores.T, target)) / 2


def likeness(said: Tensor, told: Tensor, scale: float) -> Tensor:
    """Each text as near to all the teacher's vectors as the teacher has it."""
    wanted = softmax(told @ told.T * scale, dim=1)
    return -(wanted * log_softmax(said @ told.T * scale, dim=1)).sum(dim=1).mean()


def loss_of(pieces: Tensor, batch: Batch, taught: Guide | None, scale: float) -> Tensor:
    """Contrast of queries with passages; both sides of a translation drawn to the teacher."""
    # One gather for all: its gradient is a table of its own each time.
    parts = [batch.queries, batch.passages]
    if taught is not None:
        parts.append(batch.lessons)
    said = vectors(pieces, Bags.joined(parts))
    count = len(batch.queries)
    queries, passages = said[:count], said[count : 2 * count]
    keys = torch.from_numpy(np.stack([batch.keys, batch.marks]))
    total = contrast(queries, passages, keys, scale)
    if taught is None:
        return total
    told = taught.vectors[torch.from_numpy(batch.lesson_rows)]
    total = total + likeness(said[2 * count :], told, scale)
    if batch.group == "parallel":
        for side, rows in ((queries, taught.queries), (passages, taught.passages)):
            # A side the teacher did not see means what the other one means.
            best = np.where(rows[batch.rows] >= 0, rows[batch.rows], taught.queries[batch.rows])
            known = torch.from_numpy(np.flatnonzero(best >= 0))
            target = taught.vectors[torch.from_numpy(best)[known]]
            total = total + 0.5 * contrast(side[known], target, keys[:, known], scale)
    return total
