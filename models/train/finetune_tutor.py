"""Teach the tutor from real searches, and hear it: `python -m models.train.finetune_tutor --help`.

The lists are those of `python -m service.learning.tuning … --lists FILE`. It learns how much
better a passage answers than the score it was found with says, and beside it whether it answers
at all; then it reads every pair of the lists. What it says is `taught.safetensors`, which
`finetune_reranker` and `finetune_reader` learn from.
"""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from models.errors import ModelError, bad_training
from models.hashes import sha256
from models.train import lists as lists_of
from models.train import options as settings_of
from models.train import taught
from models.train.checkpoint import Pace, Run, optimiser
from models.train.corpus import Ints
from models.train.lists import Lists
from models.train.listwise import Batch, batch_of
from models.train.tutor import Pieces, Tutor, opened, save

_RISE = 50  # steps
_SAYING = 2.1  # what saying whether at all weighs beside saying which is better
_FEW = 3  # passages learned from where none answers
_TOLD = 1 << 16  # pairs


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    steps: int = 807
    batch: int = 64
    rate: float = 5e-5
    decay: float = 0.01
    seed: int = 7


def loss_of(batch: Batch, read: Tensor) -> Tensor:
    """What the lists cost: `read` is float32[passages, 2] (`Tutor`)."""
    first, says = batch.spread(read).unbind(2)
    costs = cross_entropy(says, batch.right.float(), reduction="none") * batch.there
    each = costs.sum(1) / batch.there.sum(1)
    return batch.misplaced(batch.shares(first)) + _SAYING * each.mean()


def learned_from(lists: Lists) -> Ints:
    """The lists that say where the answer is, and those that say that there is none."""
    return lists.learned[(lists.answered | lists.known & ~lists.answers)[lists.learned]]


class Lessons:
    """The lists in an order of each epoch; the few of one that fill no batch are left out."""

    def __init__(self, lists: Lists, pieces: Pieces, settings: Settings) -> None:
        self._lists, self._pieces, self._settings = lists, pieces, settings
        self._learned = learned_from(lists)

    def _drawn(self, step: int) -> tuple[Ints, Ints]:
        """The lists of one step, and the pairs of each (`Lists.pairs`)."""
        size = min(self._settings.batch, len(self._learned))
        epoch, place = divmod(step, len(self._learned) // size)
        order = np.random.default_rng([self._settings.seed, epoch]).permutation(self._learned)
        numbers = order[place * size : (place + 1) * size]
        seed = [self._settings.seed, epoch, place]
        pairs = self._lists.pairs(numbers, np.random.default_rng(seed))
        pairs[~self._lists.answers[numbers], _FEW:] = -1
        return numbers, pairs

    def loss(self, tutor: Tutor, step: int) -> Tensor:
        """What the lists of one step cost."""
        numbers, pairs = self._drawn(step)
        rows = pairs[pairs >= 0]
        read = tutor.read(self._pieces, self._lists.asked[rows], self._lists.said[rows])
        return loss_of(batch_of(self._lists, numbers, pairs, str(read.device)), read)


def heard(tutor: Tutor, pieces: Pieces, lists: Lists) -> taught.Halves:
    """What the tutor says of every pair: float16[pairs, 2]."""
    tutor.eval()
    parts = []
    with torch.inference_mode():
        for start in range(0, len(lists.asked), _TOLD):
            rows = slice(start, start + _TOLD)
            read = tutor.read(pieces, lists.asked[rows], lists.said[rows])
            parts.append(read.half().cpu().numpy())
            print(f"heard of {start} of {len(lists.asked)} pairs", flush=True)
    return np.concatenate(parts)


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run[Tutor], Lists, Pieces]:
    """Read the lists and the start, and take up an earlier checkpoint."""
    lists = lists_of.read(options.lists, options.without)
    if not len(learned_from(lists)):
        raise bad_training(options.lists, "nothing is known of any list to learn from")
    tutor = opened(options.start, options.teacher).to(options.device)
    made_of = {
        "settings": asdict(settings),
        "lists": sha256(options.lists),
        "without": options.without,
        "start": sha256(options.start / "model.safetensors"),
    }
    steps = optimiser(tutor, settings.rate, settings.decay)
    run = Run(options.out, made_of, tutor, steps, save)
    run.resume()
    return run, lists, Pieces(options.teacher, lists.questions, lists.passages)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Teach the readers' tutor from lists.")
    parser.add_argument(
        "--lists", type=Path, required=True, help="JSON lines of service.learning.tuning"
    )
    parser.add_argument("--without", type=int, metavar="K", help="leave out lists of this part")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of a transformer")
    parser.add_argument("--start", type=Path, required=True, help="model/ of pretrain_tutor")
    options, settings = settings_of.of_run(parser, Settings())
    try:
        run, lists, pieces = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    lessons = Lessons(lists, pieces, settings)
    pace = Pace(settings.steps, settings.rate, _RISE)
    run.train(pace, lambda step: lessons.loss(run.network, step), settings.seed)
    told = heard(run.network, pieces, lists)
    taught.write(options.out / "taught.safetensors", told, sha256(options.lists), options.without)


if __name__ == "__main__":
    main()
