"""Fit the static embedding by in-batch contrast: `python -m models.train.fit --help`."""

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from scipy.sparse import csr_array
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from models.train.batches import Batch, Batches
from models.train.composition import compose
from models.train.corpus import Bags, Corpus, bags, encode, key
from models.train.pairs import read
from models.train.teacher import Lessons


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    dim: int = 256
    batch: int = 2048
    steps: int = 1500
    rate: float = 0.01
    scale: float = 20.0
    seed: int = 7


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

    def __init__(self, tokenizer: Tokenizer, corpus: Corpus, settings: Settings) -> None:
        made = compose(tokenizer.get_vocab())
        self._matrix = _sparse(made.matrix)
        self._transposed = _sparse(made.matrix.T.tocsr())
        generator = torch.Generator().manual_seed(settings.seed)
        start = torch.randn(made.features, settings.dim, generator=generator)
        start *= 0.06 * torch.from_numpy(_weights(corpus, made.matrix))[:, None]
        self.features = start.requires_grad_()

    def pieces(self) -> Tensor:
        """float32[pieces, dim], differentiable."""
        parts = (self.features, self._matrix, self._transposed)
        made: Tensor = Spread.apply(*parts)  # type: ignore[no-untyped-call]
        return made


def _weights(corpus: Corpus, matrix: csr_array) -> NDArray[np.float32]:
    """Start rare features long and frequent ones short, as inverse document frequency does."""
    used = np.bincount(corpus.passages.ids, minlength=matrix.shape[0]).astype(np.float32)
    counts = matrix.T @ used
    found: NDArray[np.float32] = np.log(counts.max() / np.maximum(counts, 1.0)) / 8.0
    weight = found.clip(0.05, 1.2).astype(np.float32)
    # A phrase or a stem starts as a small correction to the words it is made of.
    inside = np.asarray(matrix.sum(axis=1)) > 1
    weight[: matrix.shape[0]][inside] *= 0.4
    weight[matrix.shape[0] :] *= 0.4
    return weight


def _vectors(pieces: Tensor, chosen: Bags) -> Tensor:
    ids = torch.from_numpy(chosen.ids.astype(np.int64))
    offsets = torch.from_numpy(chosen.offsets[:-1])
    return normalize(embedding_bag(ids, pieces, offsets, mode="sum"), dim=1)


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


@dataclass(frozen=True)
class Guide:
    """Teacher vectors: float32[n, dim], and for each record its row or -1."""

    vectors: Tensor
    rows: NDArray[np.int64]


def guide(lessons: Lessons, pairs: Path, dim: int) -> Guide:
    """Teacher vectors turned into `dim` dimensions by PCA, found by their text."""
    whole = torch.from_numpy(lessons.vectors.astype(np.float32))
    if dim < whole.shape[1]:
        _, directions = torch.linalg.eigh(whole.T @ whole)
        whole = whole @ directions[:, -dim:].flip(1)
    elif dim > whole.shape[1]:
        whole = torch.nn.functional.pad(whole, (0, dim - whole.shape[1]))
    places = {key(text): row for row, text in enumerate(lessons.texts)}
    rows = [places.get(key(p.query), -1) for p in read(pairs)]
    return Guide(normalize(whole, dim=1), np.array(rows, dtype=np.int64))


def loss_of(pieces: Tensor, batch: Batch, taught: Guide | None, scale: float) -> Tensor:
    """Contrast of queries with passages, and of English texts with their teacher vectors."""
    keys = torch.from_numpy(np.stack([batch.keys, batch.marks]))
    if batch.passages is None:
        assert taught is not None
        asked = _vectors(pieces, batch.queries)
        return contrast(asked, taught.vectors[torch.from_numpy(batch.rows)], keys, scale)
    # One gather for both sides: its gradient is a table of its own each time.
    both = _vectors(pieces, Bags.joined([batch.queries, batch.passages]))
    queries, passages = both[: len(batch.queries)], both[len(batch.queries) :]
    total = contrast(queries, passages, keys, scale)
    if taught is not None and batch.group == "parallel":
        rows = taught.rows[batch.rows]
        known = torch.from_numpy(np.flatnonzero(rows >= 0))
        target, same = taught.vectors[torch.from_numpy(rows)[known]], keys[:, known]
        drawn = contrast(queries[known], target, same, scale)
        total = total + 0.5 * drawn + 0.5 * contrast(passages[known], target, same, scale)
    return total


@dataclass
class Run:
    """A run in progress: its table, optimiser state and step, kept in a folder."""

    folder: Path
    settings: Settings
    table: Table
    optimiser: torch.optim.Adam
    step: int = 0

    def save(self) -> None:
        """Write a checkpoint; the old one is replaced only when the new one is complete."""
        state = self.optimiser.state[self.table.features]
        tensors = {"features": self.table.features.detach(), "step": torch.tensor(self.step)}
        tensors |= {name: state[name] for name in ("exp_avg", "exp_avg_sq")}
        partial = self.folder / "checkpoint.partial"
        save_file(tensors, partial)
        partial.replace(self.folder / "checkpoint.safetensors")
        with torch.no_grad():
            save_file({"embedding.weight": self.table.pieces()}, self.folder / "table.safetensors")

    def resume(self) -> None:
        """Go on from the last checkpoint, if there is one."""
        path = self.folder / "checkpoint.safetensors"
        if not path.exists():
            return
        stored = load_file(path)
        self.step = int(stored["step"])
        self.table.features.data.copy_(stored["features"])
        self.optimiser.state[self.table.features] = {
            "step": torch.tensor(float(self.step)),
            "exp_avg": stored["exp_avg"],
            "exp_avg_sq": stored["exp_avg_sq"],
        }

    def rate(self) -> float:
        """Learning rate: a short rise, then down to a twentieth along a cosine."""
        done = self.step / self.settings.steps
        falling = 0.05 + 0.95 * (1 + np.cos(np.pi * done)) / 2
        return float(self.settings.rate * min(1.0, (self.step + 1) / 50) * falling)

    def train(self, batches: Batches, taught: Guide | None) -> None:
        """Run to the last step, with a checkpoint every 500."""
        began, losses = time.monotonic(), []
        while self.step < self.settings.steps:
            batch = batches.draw(self.settings.seed, self.step)
            self.optimiser.param_groups[0]["lr"] = self.rate()
            self.optimiser.zero_grad()
            loss = loss_of(self.table.pieces(), batch, taught, self.settings.scale)
            loss.backward()  # type: ignore[no-untyped-call]
            self.optimiser.step()
            self.step += 1
            losses.append(float(loss.detach()))
            if self.step % 50 == 0:
                mean = sum(losses[-50:]) / 50
                passed = time.monotonic() - began
                print(f"step {self.step} loss {mean:.4f} after {passed:.0f} s", flush=True)
            if self.step % 500 == 0:
                self.save()
        self.save()


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run, Batches, Guide | None]:
    """Encode the data (once), make the table, and take up an earlier checkpoint."""
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    stored = options.tokenizer.with_suffix(".corpus.npz")
    if not stored.exists():
        encode(tokenizer, options.pairs).save(stored)
    corpus = Corpus.open(stored)
    taught, spoken = None, Bags.of([])
    if options.teacher:
        lessons = Lessons.open(options.teacher)
        taught = guide(lessons, options.pairs, settings.dim)
        spoken = bags(tokenizer, iter(lessons.texts))
    table = Table(tokenizer, corpus, settings)
    optimiser = torch.optim.Adam([table.features], lr=settings.rate, fused=True)
    run = Run(options.out, settings, table, optimiser)
    run.resume()
    return run, Batches(corpus, spoken, tokenizer, settings.batch), taught


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fit a static embedding on training pairs.")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, help="folder written by models.train.teacher")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    options = parser.parse_args()
    settings = Settings(**{name: getattr(options, name) for name in asdict(Settings())})
    torch.set_num_threads(options.threads)
    run, batches, taught = prepare(options, settings)
    (options.out / "settings.json").write_text(json.dumps(asdict(settings), indent=1))
    run.train(batches, taught)


if __name__ == "__main__":
    main()
