"""Some lists as tensors, side by side, and what it costs not to put their right passages first."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import log_softmax

from models.train.corpus import Ints
from models.train.lists import Lists

_NONE = -1e4


@dataclass(frozen=True)
class Batch:
    """``there``, bool[lists, LENGTH]: where a list has a passage; ``scores``, float32, and
    ``right``, bool, of each; ``known`` and ``answered``, bool[lists]: see `Lists`.
    """

    there: Tensor
    scores: Tensor
    right: Tensor
    known: Tensor
    answered: Tensor

    def spread(self, values: Tensor) -> Tensor:
        """What was told of each passage in turn, at its place: float32[lists, LENGTH, …]."""
        made = values.new_zeros(*self.there.shape, *values.shape[1:])
        made[self.there] = values
        return made

    def shares(self, read: Tensor) -> Tensor:
        """Logarithms of the shares of a list's passages by their scores with what was read."""
        return log_softmax((self.scores + read).masked_fill(~self.there, _NONE), 1)

    def misplaced(self, shares: Tensor) -> Tensor:
        """How far the right passages are from having all shares, over the lists of the batch."""
        won = torch.logsumexp(shares.masked_fill(~self.right, _NONE), 1)
        return -(won * self.answered).sum() / len(won)


def batch_of(lists: Lists, numbers: Ints, pairs: Ints, device: str) -> Batch:
    """These lists with these of their pairs (`Lists.pairs`)."""
    there = pairs >= 0
    parts = (
        there,
        lists.scores[pairs],
        lists.right[pairs] & there,
        lists.known[numbers],
        lists.answered[numbers],
    )
    return Batch(*(torch.from_numpy(part).to(device) for part in parts))
