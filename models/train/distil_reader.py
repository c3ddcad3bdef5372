"""Make the closer reader cheaper: `python -m models.train.distil_reader --help`.

A reader that reads less of long pairs, with fewer layers (`models.train.pruned`), learns to say
what the whole one says of pairs that it was given in answering (`service.learning.readings`). Its
lower layers stay, so that what they give of each pair is worked out once. What ships took an hour
of two processors.
"""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import smooth_l1_loss

from models.errors import ModelError, bad_training
from models.hashes import sha256
from models.reader import Reader
from models.runtime import session
from models.train import options as settings_of
from models.train.checkpoint import Pace, Run, optimiser
from models.train.pruned import Shape, Source, Upper, padded, save, write_lower

_RISE = 100  # steps
#: So many batches are drawn together, to be made of pairs of like length.
_TOGETHER = 20


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    steps: int = 2400
    batch: int = 48
    rate: float = 2e-4
    decay: float = 0.01
    seed: int = 7


class Lessons(NamedTuple):
    """What the lower layers give of each pair, and what the whole reader tells of it."""

    states: Sequence[NDArray[np.float16]]
    told: NDArray[np.float32]

    def drawn(self, step: int, settings: Settings) -> NDArray[np.int64]:
        """The pairs of a step, of like length: all come once before any comes again."""
        rounds = max(1, len(self.states) // (settings.batch * _TOGETHER))
        turn, place = divmod(step, rounds * _TOGETHER)
        part, place = divmod(place, _TOGETHER)
        order = np.random.default_rng([settings.seed, turn]).permutation(len(self.states))
        rows = np.array_split(order, rounds)[part]
        lengths = np.array([len(self.states[row]) for row in rows])
        batches = np.array_split(rows[np.argsort(lengths, kind="stable")], _TOGETHER)
        mixed = np.random.default_rng([settings.seed, turn, part]).permutation(_TOGETHER)
        chosen: NDArray[np.int64] = batches[mixed[place]]
        return chosen

    def loss(self, upper: Upper, settings: Settings, step: int) -> Tensor:
        """How far what `upper` tells of the pairs of a step is from what the whole reader does."""
        rows = self.drawn(step, settings)
        made = upper(*padded([self.states[row] for row in rows]))
        return smooth_l1_loss(made, torch.from_numpy(self.told[rows]))


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Questions and passages, of JSON lines {"asked": …, "said": …}. Raises BadTraining."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = [(str(row["asked"]), str(row["said"])) for row in map(json.loads, lines)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise bad_training(path, f"{type(error).__name__}: {error}") from error
    if len(pairs) < _TOGETHER:
        raise bad_training(path, f"{len(pairs)} pairs, fewer than {_TOGETHER}")
    return pairs


def lessons(reader: Reader, lower: Path, pairs: Sequence[tuple[str, str]], threads: int) -> Lessons:
    """Read every pair, by the whole reader and by the graph of the lower layers."""
    below = session(lower)

    def read(pair: tuple[str, str]) -> tuple[NDArray[np.float16], float]:
        (left,) = below.run(["answers"], reader.given(*pair))
        return left.astype(np.float16), reader.read(pair[0], [pair[1]])[0]

    with ThreadPoolExecutor(threads) as pool:
        states, told = zip(*pool.map(read, pairs), strict=True)
    return Lessons(states, np.array(told, np.float32))


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run[Upper], Lessons]:
    """Read the reader and the pairs; take up an earlier checkpoint."""
    shape = Shape(options.whole, tuple(options.above), options.pieces)
    reader, pairs = Reader(options.reader), read_pairs(options.pairs)
    source = Source(options.reader)
    upper = Upper(source, shape)
    made_of = {
        "settings": asdict(settings),
        "shape": shape,
        "reader": sha256(options.reader / "model.onnx"),
        "pairs": sha256(options.pairs),
    }
    steps = optimiser(upper, settings.rate, settings.decay)
    run = Run(options.out, made_of, upper, steps, partial(save, source, shape))
    run.resume()
    options.out.mkdir(parents=True, exist_ok=True)
    lower = options.out / "lower.onnx"
    write_lower(source, shape, lower)
    return run, lessons(reader, lower, pairs, options.threads)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Teach a cheaper reader what the closer one says.")
    parser.add_argument("--reader", type=Path, required=True, help="folder of the closer reader")
    parser.add_argument("--pairs", type=Path, required=True, help="of service.learning.readings")
    usual = Shape()
    parser.add_argument("--whole", type=int, default=usual.whole, help="layers that read all")
    parser.add_argument("--above", type=int, nargs="+", default=usual.above, help="layers above")
    parser.add_argument("--pieces", type=int, default=usual.pieces, help="left of a pair at most")
    options, settings = settings_of.of_run(parser, Settings())
    try:
        run, given = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    pace = Pace(settings.steps, settings.rate, _RISE)
    run.train(pace, lambda step: given.loss(run.network, settings, step), settings.seed)


if __name__ == "__main__":
    main()
