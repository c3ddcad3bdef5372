"""What a pupil learns from its tutor: lists drawn, and what it costs to read them otherwise.

Pupils are the reranker and the closer reader. What they learn is added to the scores that the lists
have, so that they learn what those do not know. Whether a passage answers at all is learned beside:
it steadies what is learned, and is not asked later.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.nn.functional import kl_div, smooth_l1_loss

from models.hashes import sha256
from models.train import lists as lists_of
from models.train import taught
from models.train.checkpoint import Pace, Run
from models.train.corpus import Ints
from models.train.lists import Lists
from models.train.listwise import Batch, batch_of

_OFTEN = 3.0  # times as often as others are lists drawn whose plan answers
# What each of the terms below weighs beside being like the tutor.
_RIGHT, _SAYING, _LEVEL = 0.5, 0.7, 0.1

Network = TypeVar("Network", bound=nn.Module)

# Numbers of questions and of passages, one of each for a pair, to float32[pairs, 2]: how much
# better each passage answers than its score says, and the logit of whether it does at all.
Read = Callable[[Ints, Ints], Tensor]


class Terms(NamedTuple):
    """What lists cost: how unlike the tutor their passages are ordered, how far right ones are from
    the first place, what is said of whether they answer, and how far it is from what the tutor has.
    """

    alike: Tensor
    right: Tensor
    says: Tensor
    level: Tensor

    def total(self) -> Tensor:
        """Their weighted sum."""
        return self.alike + _RIGHT * self.right + _SAYING * self.says + _LEVEL * self.level


def terms_of(batch: Batch, read: Tensor, told: Tensor) -> Terms:
    """Of some lists: `read` and what the tutor told are float32[passages, 2].

    Whether a passage answers is halfway what the tutor says and what is known, if anything is.
    """
    mine, theirs = (batch.shares(batch.spread(values[:, 0])) for values in (read, told))
    right, known = (batch.right[batch.there], batch.known[:, None].expand_as(batch.there))
    wanted = torch.sigmoid(told[:, 1])
    wanted = torch.where(known[batch.there], (wanted + right.float()) / 2, wanted)
    return Terms(
        alike=kl_div(mine, theirs, reduction="batchmean", log_target=True),
        right=batch.misplaced(mine),
        says=cross_entropy(read[:, 1], wanted),
        level=smooth_l1_loss(read[:, 0], told[:, 0]),
    )


class Given(NamedTuple):
    """What a pupil is taught from, and what its run depends on (`checkpoint.Run`)."""

    lists: Lists
    told: taught.Halves
    made_of: dict[str, object]


def add_options(parser: argparse.ArgumentParser, start: str) -> None:
    """The files of `given`; `start` tells what the pupil goes on from."""
    parser.add_argument(
        "--lists", type=Path, required=True, help="JSON lines of service.learning.tuning"
    )
    parser.add_argument("--without", type=int, metavar="K", help="leave out lists of this part")
    parser.add_argument("--taught", type=Path, required=True, help="file of finetune_tutor")
    parser.add_argument("--start", type=Path, required=True, help=start)


def given(options: argparse.Namespace, settings: dict[str, object]) -> Given:
    """Read the lists and what was told of them. Raises BadTraining, ModelDamaged, ModelNotFound."""
    lists = lists_of.read(options.lists, options.without)
    made_for = sha256(options.lists)
    told = taught.read(options.taught, made_for, options.without)
    made_of = {
        "settings": settings,
        "lists": made_for,
        "taught": sha256(options.taught),
        "without": options.without,
    }
    return Given(lists, told, made_of)


class Lessons:
    """Lists as they are drawn, and what the tutor told of them, on the device that trains."""

    def __init__(self, lists: Lists, told: taught.Halves, device: str) -> None:
        self._lists, self._device = lists, device
        self._told = torch.from_numpy(told.astype(np.float32)).to(device)
        weights = np.where(lists.answers[lists.learned], _OFTEN, 1.0)
        self._shares = np.cumsum(weights) / weights.sum()

    def teach(self, run: Run[Network], read: Read, pace: Pace, seed: int, count: int) -> None:
        """Run to the last step of `pace`, with `count` lists each; `read` reads by its network."""
        run.train(pace, lambda step: self.terms(read, seed, step, count).total(), seed)

    def terms(self, read: Read, seed: int, step: int, count: int) -> Terms:
        """What the `count` lists of one step cost as they are read."""
        numbers, pairs = self._drawn(seed, step, count)
        rows = pairs[pairs >= 0]
        made = read(self._lists.asked[rows], self._lists.said[rows])
        batch = batch_of(self._lists, numbers, pairs, self._device)
        return terms_of(batch, made, self._told[torch.from_numpy(rows).to(self._device)])

    def _drawn(self, seed: int, step: int, count: int) -> tuple[Ints, Ints]:
        """The lists of one step, and the pairs of each (`Lists.pairs`)."""
        random = np.random.default_rng([seed, step])
        places = np.searchsorted(self._shares[:-1], random.random(count), side="right")
        numbers = self._lists.learned[places]
        return numbers, self._lists.pairs(numbers, random)
