"""The tutor's first lessons, from pairs: `python -m models.train.pretrain_tutor --help`.

Each question is asked as the reranker is (`pretrain_reranker`), with 8 passages, of which its own
is to come first. The near ones are found by the same transformer as it was before; one that it
takes for clearly nearer than the own passage may well be right, and is left out.
"""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from models.errors import ModelError
from models.hashes import sha256
from models.names import load
from models.train import options as settings_of
from models.train.checkpoint import Pace, Run, optimiser
from models.train.corpus import Ints, key
from models.train.drawing import Asked, Drawing, Drawn, asked_of, mined, pairs_of
from models.train.lists import Flags
from models.train.mining import Mined
from models.train.sources import Pair
from models.train.text import fold
from models.train.tutor import Pieces, Tutor, save

_WRONG = (4, 2, 1)  # passages of a list: near, neighbours, any
_RISE, _FALL = 100, 0.7  # steps to the full rate, and how much of it is lost to the last
_NEARER = 0.01  # than the own passage, by cosine: it may be right
_NONE = -1e4


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    steps: int = 650
    batch: int = 128
    rate: float = 1e-4
    decay: float = 0.01
    seed: int = 7


class Lessons:
    """All texts as pieces, and which passages are surely wrong for a question."""

    def __init__(self, teacher: Path, pairs: list[Pair], asked: Asked, found: Mined) -> None:
        flat = [form for forms in asked for form in forms]
        self._pieces = Pieces(teacher, flat, [pair.passage for pair in pairs])
        # Records with the same question, or passages that say the same: neither is wrong.
        self._keys = np.array([(key(fold(p.query)), key(fold(p.passage))) for p in pairs])
        self._found = found

    def wrong(self, drawn: Drawn) -> Flags:
        """bool[lists, passages]."""
        lists, asked = drawn.lists, self._found.asked[drawn.records, 0].astype(np.float32)
        cosine = np.einsum("bd,bnd->bn", asked, self._found.said[lists].astype(np.float32))
        same = (self._keys[lists] == self._keys[drawn.records][:, None]).any(2)
        return np.asarray(~same & (cosine <= cosine[:, :1] + _NEARER))

    def loss(self, tutor: Tutor, drawn: Drawn) -> Tensor:
        """How far the own passages are from coming first."""
        asked: Ints = np.repeat(drawn.asked, drawn.lists.shape[1])
        found = tutor.read(self._pieces, asked, drawn.lists.flatten())[:, 0]
        left_out = ~self.wrong(drawn)
        left_out[:, 0] = False
        whole = found.view(drawn.lists.shape)
        whole = whole.masked_fill(torch.from_numpy(left_out).to(found.device), _NONE)
        return cross_entropy(whole, torch.zeros(len(whole), dtype=torch.long, device=whole.device))


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run[Tutor], Drawing, Lessons]:
    """Cut the texts, find near passages (once), and take up an earlier checkpoint."""
    pairs = pairs_of(options.pairs)
    torch.manual_seed(settings.seed)
    tutor = Tutor(options.teacher).to(options.device)
    teacher = load(str(options.teacher))
    made_of = {
        "settings": asdict(settings),
        "pairs": sha256(options.pairs),
        "teacher": teacher.fingerprint,
    }
    steps = optimiser(tutor, settings.rate, settings.decay)
    run = Run(options.out, made_of, tutor, steps, save)
    run.resume()
    asked = asked_of(pairs, settings.seed)
    found = mined(options.pairs, teacher, asked, pairs, settings.seed)
    lessons = Lessons(options.teacher, pairs, asked, found)
    return run, Drawing(pairs, found.near, settings.seed, _WRONG), lessons


def train(run: Run[Tutor], drawing: Drawing, lessons: Lessons, settings: Settings) -> None:
    """Run to the last step."""

    def loss_at(step: int) -> Tensor:
        return lessons.loss(run.network, drawing.draw(settings.seed, step, settings.batch))

    run.train(Pace(settings.steps, settings.rate, _RISE, _FALL), loss_at, settings.seed)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Teach the readers' tutor from pairs.")
    parser.add_argument("--pairs", type=Path, required=True, help="file of models.train.sample")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of a transformer")
    options, settings = settings_of.of_run(parser, Settings())
    try:
        run, drawing, lessons = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    train(run, drawing, lessons, settings)


if __name__ == "__main__":
    main()
