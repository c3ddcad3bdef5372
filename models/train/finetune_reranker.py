"""Teach the reranker from real searches: `python -m models.train.finetune_reranker --help`.

The lists are those of `python -m service.tuning … --lists FILE`. What it learns is added to the
scores the lists have, so that it learns what they do not know. Whether a passage answers at all
is learned beside: it steadies what is learned, and is not asked later. One epoch over twenty
thousand lists takes fifty minutes of one core.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from models.errors import ModelError
from models.hashes import sha256
from models.names import BUNDLED, DEFAULT
from models.reranker import PASSAGE, QUESTION
from models.static import StaticEncoder
from models.train import options as settings_of
from models.train.checkpoint import Run
from models.train.corpus import Ints
from models.train.lists import Listed, read
from models.train.reranker import Network, Texts, opened, padded, pieces_of

_RISE = 20  # steps
_SAYING = 0.7  # what saying whether at all weighs beside saying which is better


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    epochs: int = 1
    batch: int = 24
    rate: float = 3e-4
    decay: float = 0.02
    drop: float = 0.15
    seed: int = 7


class Reader:
    """Cuts each text of the lists once."""

    def __init__(self, encoder: StaticEncoder, lists: Sequence[Listed]) -> None:
        texts = {text for listed in lists for text in (listed.question, *listed.passages)}
        known = list(texts)
        self._pieces = dict(zip(known, encoder.pieces(known), strict=True))

    def pairs(self, lists: Sequence[Listed], chosen: Sequence[Ints]) -> tuple[Texts, Texts]:
        """Each question once for each of its chosen passages, and these."""
        both = list(zip(lists, chosen, strict=True))
        asked = [self._pieces[listed.question] for listed, rows in both for _ in rows]
        said = [self._pieces[listed.passages[row]] for listed, rows in both for row in rows]
        return padded(asked, QUESTION), padded(said, PASSAGE)


def loss_of(read: Tensor, scores: NDArray[np.float32], right: NDArray[np.bool_]) -> Tensor:
    """What one list costs: `read` is float32[passages, 2], `right` says which of them answer."""
    told = torch.from_numpy(right)
    total = _SAYING * cross_entropy(read[:, 1], told.float())
    if told.any():
        whole = torch.from_numpy(scores) + read[:, 0]
        total = total + torch.logsumexp(whole, 0) - torch.logsumexp(whole[told], 0)
    return total


def _batch_loss(
    network: Network, reader: Reader, lists: Sequence[Listed], step: list[int]
) -> Tensor:
    random = np.random.default_rng(step)
    chosen = [listed.chosen(random) for listed in lists]
    found = network(*reader.pairs(lists, chosen)).split([len(rows) for rows in chosen])
    losses = [
        loss_of(part, listed.scores[rows], listed.right[rows])
        for part, listed, rows in zip(found, lists, chosen, strict=True)
    ]
    return torch.stack(losses).mean()


def train(run: Run, reader: Reader, lists: Sequence[Listed], settings: Settings) -> None:
    """Run to the last epoch, with a checkpoint after each.

    The few lists of an epoch that fill no batch are left out; each has an order of its own.
    """
    batch = min(settings.batch, len(lists))
    steps = len(lists) // batch
    last = settings.epochs * steps
    run.network.train()
    while run.step < last:
        epoch, place = divmod(run.step, steps)
        order = np.random.default_rng([settings.seed, epoch]).permutation(len(lists))
        rows = order[place * batch : (place + 1) * batch]
        torch.manual_seed(settings.seed + run.step)  # what is dropped
        seed = [settings.seed, epoch, place]
        loss = _batch_loss(run.network, reader, [lists[row] for row in rows], seed)
        rate = settings.rate * min(1.0, (run.step + 1) / _RISE) * (1 - run.step / last)
        run.descend(loss, rate)
        if run.step % 40 == 0 or run.step % steps == 0:
            mean = np.mean(run.losses[-40:])
            print(f"step {run.step} of {last} loss {mean:.4f}", flush=True)
        if run.step % steps == 0:
            run.save()


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run, Reader, list[Listed]]:
    """Read the lists and the start, and take up an earlier checkpoint."""
    lists = read(options.lists, options.without)
    encoder, rows = pieces_of(options.encoder)
    network = opened(options.start, rows, encoder.fingerprint, settings.drop)
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=settings.rate, weight_decay=settings.decay
    )
    made_of = {
        "settings": asdict(settings),
        "lists": sha256(options.lists),
        "without": options.without,
        "start": sha256(options.start / "model.safetensors"),
    }
    run = Run(options.out, made_of, network, optimiser)
    run.resume()
    return run, Reader(encoder, lists), lists


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fine-tune the reranker on lists of passages.")
    parser.add_argument("--lists", type=Path, required=True, help="JSON lines of service.tuning")
    parser.add_argument("--without", type=int, metavar="K", help="leave out lists of this part")
    parser.add_argument("--start", type=Path, required=True, help="reranker to go on from")
    parser.add_argument("--encoder", type=Path, default=BUNDLED / DEFAULT, help="whose pieces")
    parser.add_argument("--out", type=Path, required=True, help="folder; the result is in model/")
    parser.add_argument("--threads", type=int, default=2)
    settings_of.add(parser, Settings())
    options = parser.parse_args()
    settings = settings_of.chosen(options, Settings)
    torch.set_num_threads(options.threads)
    try:
        run, reader, lists = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    print(f"{len(lists)} lists, {sum(bool(listed.right.any()) for listed in lists)} with an answer")
    train(run, reader, lists, settings)


if __name__ == "__main__":
    main()
