"""Teach the reranker from real searches: `python -m models.train.finetune_reranker --help`.

The lists are those of `python -m service.learning.tuning … --lists FILE`, of which `finetune_tutor`
says what it has read (`models.train.pupil`).

What ships took 1,580 steps, its like without one part of the plans 517, in minutes of an
accelerator. A processor takes most of a day.
"""

import argparse
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from models.errors import ModelError
from models.hashes import sha256
from models.names import BUNDLED, DEFAULT
from models.reranker import PASSAGE, QUESTION
from models.train import options as settings_of
from models.train.checkpoint import Pace, Run, optimiser
from models.train.corpus import Ints
from models.train.pupil import Lessons, add_options, given
from models.train.reranker import Network, Texts, opened, padded, pieces_of, save

_RISE = 100  # steps


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    steps: int = 1580
    batch: int = 256
    rate: float = 8e-4
    decay: float = 0.02
    drop: float = 0.05
    seed: int = 7


class Pairs(NamedTuple):
    """The questions and the passages of lists as pieces, on the device that trains."""

    asked: Texts
    said: Texts

    def read(self, network: Network, asked: Ints, said: Ints) -> Tensor:
        """What the network says of pairs of them (`models.train.pupil.Read`)."""
        device = self.asked.ids.device
        question, passage = (torch.from_numpy(rows).to(device) for rows in (asked, said))
        read: Tensor = network(self.asked.of(question), self.said.of(passage))
        return read


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run[Network], Lessons, Pairs]:
    """Read the lists, what was told of them and the start; take up an earlier checkpoint."""
    lists, told, made_of = given(options, asdict(settings))
    encoder, rows = pieces_of(options.encoder)
    network = opened(options.start, rows, encoder.fingerprint, settings.drop).to(options.device)
    made_of |= {"start": sha256(options.start / "model.safetensors")}
    steps = optimiser(network, settings.rate, settings.decay)
    run = Run(options.out, made_of, network, steps, save)
    run.resume()
    device = options.device
    pairs = Pairs(
        padded(encoder.pieces(lists.questions), QUESTION).to(device),
        padded(encoder.pieces(lists.passages), PASSAGE).to(device),
    )
    return run, Lessons(lists, told, device), pairs


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fine-tune the reranker on lists of passages.")
    add_options(parser, start="reranker to go on from")
    parser.add_argument("--encoder", type=Path, default=BUNDLED / DEFAULT, help="whose pieces")
    options, settings = settings_of.of_run(parser, Settings())
    try:
        run, lessons, pairs = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    pace = Pace(settings.steps, settings.rate, _RISE)
    read = partial(pairs.read, run.network)
    lessons.teach(run, read, pace, settings.seed, settings.batch)


if __name__ == "__main__":
    main()
