"""Teach the closer reader: `python -m models.train.finetune_reader --help`.

It begins as every second layer of the tutor that told of the lists (`finetune_tutor`), and learns
to say the same with them (`models.train.pupil`). What ships took 905 steps, its like without one
part of the plans 783, about a minute each of an accelerator.
"""

import argparse
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from models.errors import ModelError
from models.hashes import sha256
from models.reader import PASSAGE, QUESTION
from models.train import options as settings_of
from models.train.checkpoint import Pace, Run, optimiser
from models.train.pupil import Lessons, add_options, given
from models.train.reader import save, thinned
from models.train.tutor import Pieces, Tutor, opened

_RISE = 50  # steps


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    steps: int = 905
    batch: int = 192
    rate: float = 1e-4
    decay: float = 0.01
    seed: int = 7


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run[Tutor], Lessons, Pieces]:
    """Read the lists, what was told of them and the tutor; take up an earlier checkpoint."""
    lists, told, made_of = given(options, asdict(settings))
    reader = thinned(opened(options.start, options.teacher)).to(options.device)
    made_of |= {"start": sha256(options.start / "model.safetensors")}
    steps = optimiser(reader, settings.rate, settings.decay)
    run = Run(options.out, made_of, reader, steps, partial(save, options.teacher))
    run.resume()
    longest = (QUESTION, PASSAGE)  # as it is to read, less than its tutor did
    pieces = Pieces(options.teacher, lists.questions, lists.passages, longest)
    return run, Lessons(lists, told, options.device), pieces


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Teach the closer reader from its tutor.")
    add_options(parser, start="model/ of finetune_tutor")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of a transformer")
    options, settings = settings_of.of_run(parser, Settings())
    try:
        run, lessons, pieces = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    pace = Pace(settings.steps, settings.rate, _RISE)
    read = partial(run.network.read, pieces)
    lessons.teach(run, read, pace, settings.seed, settings.batch)


if __name__ == "__main__":
    main()
