"""Teach the reranker from real searches: `python -m models.train.finetune_reranker --help`.

The lists are those of `python -m service.learning.tuning … --lists FILE`, of which `finetune_tutor`
says what it has read. What the reranker learns is added to the scores the lists have, so that
it learns what they do not know. Whether a passage answers at all is learned beside: it steadies
what is learned, and is not asked later.

What ships took 1,580 steps, its like without one part of the plans 517, in minutes of an
accelerator. A processor takes most of a day.
"""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.nn.functional import kl_div, smooth_l1_loss

from models.errors import ModelError
from models.hashes import sha256
from models.names import BUNDLED, DEFAULT
from models.reranker import PASSAGE, QUESTION
from models.static import StaticEncoder
from models.train import lists as lists_of
from models.train import options as settings_of
from models.train import taught
from models.train.checkpoint import Pace, Run, optimiser
from models.train.corpus import Ints
from models.train.lists import Lists
from models.train.listwise import Batch, batch_of
from models.train.reranker import Network, opened, padded, pieces_of, save

_RISE = 100  # steps
_OFTEN = 3.0  # times as often as others are lists drawn whose plan answers
# What each of the terms below weighs beside being like the tutor.
_RIGHT, _SAYING, _LEVEL = 0.5, 0.7, 0.1


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    steps: int = 1580
    batch: int = 256
    rate: float = 8e-4
    decay: float = 0.02
    drop: float = 0.05
    seed: int = 7


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


class Lessons:
    """The lists as pieces, and what the tutor told of them, on the device that trains."""

    def __init__(
        self, lists: Lists, told: taught.Halves, encoder: StaticEncoder, device: str
    ) -> None:
        self._lists, self._device = lists, device
        self._told = torch.from_numpy(told.astype(np.float32)).to(device)
        self._asked = padded(encoder.pieces(lists.questions), QUESTION).to(device)
        self._said = padded(encoder.pieces(lists.passages), PASSAGE).to(device)
        weights = np.where(lists.answers[lists.learned], _OFTEN, 1.0)
        self._shares = np.cumsum(weights) / weights.sum()

    def drawn(self, seed: int, step: int, count: int) -> tuple[Ints, Ints]:
        """The lists of one step, and the pairs of each (`Lists.pairs`)."""
        random = np.random.default_rng([seed, step])
        places = np.searchsorted(self._shares[:-1], random.random(count), side="right")
        numbers = self._lists.learned[places]
        return numbers, self._lists.pairs(numbers, random)

    def terms(self, network: Network, numbers: Ints, pairs: Ints) -> Terms:
        """What these lists cost."""
        rows = pairs[pairs >= 0]
        asked, said, own = (
            torch.from_numpy(part).to(self._device)
            for part in (self._lists.asked[rows], self._lists.said[rows], rows)
        )
        read = network(self._asked.of(asked), self._said.of(said))
        batch = batch_of(self._lists, numbers, pairs, self._device)
        return terms_of(batch, read, self._told[own])


def train(run: Run[Network], lessons: Lessons, settings: Settings) -> None:
    """Run to the last step."""

    def loss_at(step: int) -> Tensor:
        drawn = lessons.drawn(settings.seed, step, settings.batch)
        return lessons.terms(run.network, *drawn).total()

    run.train(Pace(settings.steps, settings.rate, _RISE), loss_at, settings.seed)


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run[Network], Lessons]:
    """Read the lists, what was told of them and the start; take up an earlier checkpoint."""
    lists = lists_of.read(options.lists, options.without)
    made_for = sha256(options.lists)
    told = taught.read(options.taught, made_for, options.without)
    encoder, rows = pieces_of(options.encoder)
    network = opened(options.start, rows, encoder.fingerprint, settings.drop).to(options.device)
    made_of = {
        "settings": asdict(settings),
        "lists": made_for,
        "taught": sha256(options.taught),
        "without": options.without,
        "start": sha256(options.start / "model.safetensors"),
    }
    steps = optimiser(network, settings.rate, settings.decay)
    run = Run(options.out, made_of, network, steps, save)
    run.resume()
    return run, Lessons(lists, told, encoder, options.device)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fine-tune the reranker on lists of passages.")
    parser.add_argument(
        "--lists", type=Path, required=True, help="JSON lines of service.learning.tuning"
    )
    parser.add_argument("--without", type=int, metavar="K", help="leave out lists of this part")
    parser.add_argument("--taught", type=Path, required=True, help="file of finetune_tutor")
    parser.add_argument("--start", type=Path, required=True, help="reranker to go on from")
    parser.add_argument("--encoder", type=Path, default=BUNDLED / DEFAULT, help="whose pieces")
    options, settings = settings_of.of_run(parser, Settings())
    try:
        run, lessons = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    train(run, lessons, settings)


if __name__ == "__main__":
    main()
