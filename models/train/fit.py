"""Fit the static embedding by in-batch contrast: `python -m models.train.fit --help`."""

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from models.train import options as settings_of
from models.train.batches import Batches
from models.train.corpus import Bags, Corpus, Ints, bags, encode
from models.train.losses import Guide, guide, loss_of, vectors
from models.train.table import Table, fresh, learned
from models.train.teacher import Lessons


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    dim: int = 384
    batch: int = 2048
    steps: int = 1500
    rate: float = 0.01
    scale: float = 20.0
    seed: int = 7


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
        """Learning rate: a short rise, then down to a hundredth along a cosine."""
        done = self.step / self.settings.steps
        falling = 0.01 + 0.99 * (1 + np.cos(np.pi * done)) / 2
        return float(self.settings.rate * min(1.0, (self.step + 1) / 50) * falling)

    def train(self, batches: Batches, taught: Guide | None) -> None:
        """Run to the last step, with a checkpoint every 100."""
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
            if self.step % 20 == 0:
                mean = sum(losses[-20:]) / 20
                passed = time.monotonic() - began
                print(f"step {self.step} loss {mean:.4f} after {passed:.0f} s", flush=True)
            if self.step % 100 == 0:
                self.save()
        self.save()


def _vectors(pieces: torch.Tensor, chosen: Bags) -> torch.Tensor:
    """Unit vectors of many bags, some thousand at a time."""
    parts = []
    for start in range(0, len(chosen), 8192):
        rows = np.arange(start, min(start + 8192, len(chosen)))
        sizes = chosen.offsets[rows + 1] - chosen.offsets[rows]
        parts.append(vectors(pieces, chosen.spans(rows, np.zeros_like(rows), sizes)))
    return torch.cat(parts) if parts else torch.empty(0, pieces.shape[1])


def topics(pieces: torch.Tensor, corpus: Corpus, seed: int) -> Ints:
    """For each record the nearest of some records picked by chance, one in 64 of its group."""
    random = np.random.default_rng(seed)
    found = np.zeros(len(corpus.queries), dtype=np.int64)
    said = _vectors(pieces, corpus.queries)
    for rows in corpus.groups.values():
        picked = said[random.choice(rows, max(1, len(rows) // 64), replace=False)]
        for part in np.array_split(rows, max(1, len(rows) // 4096)):
            found[part] = (said[part] @ picked.T).argmax(dim=1).numpy()
    return found


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run, Batches, Guide | None]:
    """Encode the data (once), make the table, and take up an earlier checkpoint."""
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    stored = options.tokenizer.with_suffix(".corpus.npz")
    if not stored.exists():
        encode(tokenizer, options.pairs).save(stored)
    corpus = Corpus.open(stored)
    if options.start:
        features = learned(tokenizer, options.start, settings.dim, settings.seed)
    else:
        features = fresh(tokenizer, corpus, settings.dim, settings.seed)
    table = Table(tokenizer, features)
    taught, spoken, alike = None, Bags.of([]), None
    with torch.no_grad():
        pieces = table.pieces()
        if options.start:
            alike = topics(pieces, corpus, settings.seed)
        if options.teacher:
            lessons = Lessons.open(options.teacher)
            spoken = bags(tokenizer, iter(lessons.texts))
            taught = guide(lessons, options.pairs, _vectors(pieces, spoken))
    optimiser = torch.optim.Adam([table.features], lr=settings.rate, fused=True)
    run = Run(options.out, settings, table, optimiser)
    run.resume()
    return run, Batches(corpus, spoken, tokenizer, settings.batch, alike), taught


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Fit a static embedding on training pairs.")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, help="folder written by models.train.teacher")
    parser.add_argument("--start", type=Path, help="exported model to go on from")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--threads", type=int, default=2)
    settings_of.add(parser, Settings())
    options = parser.parse_args()
    settings = settings_of.chosen(options, Settings)
    torch.set_num_threads(options.threads)
    run, batches, taught = prepare(options, settings)
    (options.out / "settings.json").write_text(json.dumps(asdict(settings), indent=1))
    run.train(batches, taught)


if __name__ == "__main__":
    main()
