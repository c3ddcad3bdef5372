"""The reranker's first lessons, from pairs: `python -m models.train.pretrain_reranker --help`.

Each question is asked whole, as a few words or without marks, with 16 passages: its own, eight of
the 32 nearest to it, four neighbours of the same document, three by chance. With a teacher the
passages are to be told apart as its cosines do, its own a little more; without one the bundled
encoder finds the near ones, and its own passage is to be the best. (Taught so, by contrast alone,
it came out worse than none: what is near is often right as well. See the encoder's card.)

What ships began with multilingual-e5-small as the teacher and 181,948 pairs: 4,717 steps of 192
lists in 241 of the run's 285 seconds on one H200, in bfloat16, the rate falling with the time
left. A pair's own passage was then the best of it and the 15 nearest in .416 of 3,000 pairs held
out, for their few words in .307. A processor would take days.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import kl_div, log_softmax, softmax

from models.encoder import Encoder
from models.errors import ModelError, bad_training
from models.hashes import sha256
from models.names import BUNDLED, DEFAULT, load
from models.reranker import PASSAGE, QUESTION
from models.static import StaticEncoder
from models.train import options as settings_of
from models.train.checkpoint import Run
from models.train.corpus import Ints, key
from models.train.forms import forms
from models.train.mining import Mined, mine
from models.train.pairs import read
from models.train.reranker import Network, Texts, padded, pieces_of
from models.train.sources import Pair
from models.train.text import fold

# How often records of a kind are drawn: questions and English more than made-up ones.
_WEIGHTS = {
    "questions": 1.6,
    "english": 2.5,
    "procedures": 1.5,
    "official": 1.2,
    "law": 1.0,
    "parallel": 0.8,
    "wiki": 0.7,
    "news": 0.5,
    "law_cloze": 0.5,
    "official_cloze": 0.5,
}
_FORMS = (0.5, 0.3, 0.2)
_HARD, _NEIGHBOURS, _CHANCE = 8, 4, 3
_REACH = 6  # records before and after that count as neighbours
_TEMPERATURE, _OWN = 0.025, 2.0  # of the teacher's cosines, and what its own passage has more
_RISE, _LEAST = 200, 0.02  # steps to the full rate, and the share of it that is left
_HELD, _COMPARED = 3000, 15
_NONE = -1e4
_KEPT = 500  # steps between checkpoints

Asked = Sequence[Sequence[str]]  # the forms of each record's question


@dataclass(frozen=True)
class Settings:
    """What a run depends on, beside its data."""

    width: int = 256
    layers: int = 3
    steps: int = 4717
    batch: int = 192
    rate: float = 1e-3
    decay: float = 0.01
    drop: float = 0.05
    seed: int = 7


@dataclass(frozen=True)
class Drawn:
    """Lists of one step: record and form of each, and its passages, the record's own first."""

    records: Ints
    forms: Ints
    lists: Ints


class Lists:
    """Draws lists; the same seed and step give the same ones. `held` is never drawn from."""

    def __init__(self, pairs: Sequence[Pair], near: Ints, seed: int) -> None:
        self._near = near
        order = np.random.default_rng(seed).permutation(len(pairs))
        self.held: Ints = order[: min(_HELD, len(pairs) // 10)]
        weights = np.array([_WEIGHTS.get(pair.group, 1.0) for pair in pairs])
        weights[self.held] = 0.0
        self._shares = np.cumsum(weights) / weights.sum()

    def draw(self, seed: int, step: int, count: int) -> Drawn:
        """The lists of one step."""
        random = np.random.default_rng([seed, step])
        records = np.searchsorted(self._shares, random.random(count), side="right")
        columns = random.integers(0, self._near.shape[1], (count, _HARD))
        away = random.integers(1, _REACH + 1, (count, _NEIGHBOURS))
        away *= random.choice([-1, 1], away.shape)
        lists = (
            records[:, None],
            self._near[records[:, None], columns],
            (records[:, None] + away) % len(self._near),
            random.integers(0, len(self._near), (count, _CHANCE)),
        )
        return Drawn(records, random.choice(len(_FORMS), count, p=_FORMS), np.hstack(lists))

    def nearest(self, records: Ints, form: int) -> Drawn:
        """Each record's own passage with the nearest ones."""
        lists = np.hstack([records[:, None], self._near[records, :_COMPARED]])
        return Drawn(records, np.full(len(records), form), lists)


class Lessons:
    """All texts as pieces, and what a teacher says of them, on the device that trains."""

    def __init__(self, encoder: StaticEncoder, asked: Asked, said: Sequence[str]) -> None:
        flat = [form for all_forms in asked for form in all_forms]
        self._asked, self._said = (
            padded(encoder.pieces(texts), longest)
            for texts, longest in ((flat, QUESTION), (said, PASSAGE))
        )
        # Of passages that say the same none is wrong.
        self._keys = torch.tensor([key(fold(text)) for text in said])
        self._taught: tuple[Tensor, Tensor] | None = None

    def teach(self, mined: Mined) -> None:
        """Draw to the cosines of these vectors, no longer to the own passage alone."""
        self._taught = torch.from_numpy(mined.asked), torch.from_numpy(mined.said)

    def to(self, device: str) -> None:
        """Move everything there."""
        self._asked, self._said = (
            Texts(*(part.to(device) for part in texts)) for texts in (self._asked, self._said)
        )
        self._keys = self._keys.to(device)
        if self._taught:
            self._taught = self._taught[0].to(device), self._taught[1].to(device)

    def read(self, network: Network, drawn: Drawn) -> tuple[Tensor, Tensor]:
        """What the network and the teacher have of each list: float32[lists, passages] both."""
        device = self._keys.device
        records, kinds, lists = (
            torch.from_numpy(part).to(device) for part in (drawn.records, drawn.forms, drawn.lists)
        )
        asked = (records * len(_FORMS) + kinds).repeat_interleave(lists.shape[1])
        found = network(self._asked.of(asked), self._said.of(lists.flatten()))[:, 0]
        same = self._keys[lists] == self._keys[records][:, None]
        same[:, 0] = False
        wanted = torch.full(lists.shape, _NONE, device=device)
        if self._taught:
            question, passages = self._taught[0][records, kinds], self._taught[1][lists]
            cosine = torch.einsum("bd,bnd->bn", question.float(), passages.float())
            wanted = (cosine / _TEMPERATURE).masked_fill(same, _NONE)
        wanted[:, 0] += _OWN if self._taught else -_NONE
        return found.view(lists.shape).masked_fill(same, _NONE), wanted


def loss_of(found: Tensor, wanted: Tensor) -> Tensor:
    """How far the lists are from being told apart as wanted: their mean divergence."""
    return kl_div(log_softmax(found, 1), softmax(wanted, 1), reduction="batchmean")


def own_first(network: Network, lists: Lists, lessons: Lessons, form: int) -> float:
    """In what share of the records held out the own passage comes before the 15 nearest."""
    network.eval()
    hits: list[bool] = []
    with torch.inference_mode():
        for start in range(0, len(lists.held), 256):
            drawn = lists.nearest(lists.held[start : start + 256], form)
            found, _ = lessons.read(network, drawn)
            hits += (found[:, :1] >= found[:, 1:]).all(1).tolist()
    network.train()
    return sum(hits) / max(1, len(hits))


def train(run: Run, lists: Lists, lessons: Lessons, settings: Settings) -> None:
    """Run to the last step, with a checkpoint every few hundred."""
    run.network.train()
    while run.step < settings.steps:
        drawn = lists.draw(settings.seed, run.step, settings.batch)
        torch.manual_seed(settings.seed + run.step)  # what is dropped
        left = max(_LEAST, 1 - run.step / settings.steps)
        rate = settings.rate * min(1.0, (run.step + 1) / _RISE) * left
        run.descend(loss_of(*lessons.read(run.network, drawn)), rate)
        if run.step % 100 == 0:
            print(f"step {run.step} loss {np.mean(run.losses[-100:]):.4f}", flush=True)
        if run.step % _KEPT == 0 or run.step == settings.steps:
            run.save()


def _pairs(path: Path) -> list[Pair]:
    try:
        found = list(read(path))
    except (OSError, ValueError, TypeError) as error:
        raise bad_training(path, f"{type(error).__name__}: {error}") from error
    if len(found) < 2:
        raise bad_training(path, f"{len(found)} pairs")
    return found


def _run(options: argparse.Namespace, settings: Settings, pieces: str, rows: Tensor) -> Run:
    """A new network, or where an earlier run stopped."""
    torch.manual_seed(settings.seed)
    network = Network(rows, pieces, settings.width, settings.layers, settings.drop)
    network.to(options.device)
    flat = [weight for weight in network.parameters() if weight.ndim < 2]
    deep = [weight for weight in network.parameters() if weight.ndim > 1]
    groups = [{"params": deep, "weight_decay": settings.decay}, {"params": flat, "weight_decay": 0}]
    optimiser = torch.optim.AdamW(groups, lr=settings.rate, betas=(0.9, 0.98))
    made_of = {
        "settings": asdict(settings),
        "pairs": sha256(options.pairs),
        "pieces": pieces,
        "teacher": options.teacher,
    }
    run = Run(options.out, made_of, network, optimiser)
    run.resume()
    return run


def _mined(
    options: argparse.Namespace, encoder: Encoder, asked: Asked, said: Sequence[str], seed: int
) -> Mined:
    """What this encoder finds near for these pairs: found once, since it takes long."""
    told = f"{sha256(options.pairs)} {encoder.fingerprint} {seed}"
    stored: Path = options.out / f"mined-{key(told):016x}.npz"
    if not stored.exists():
        options.out.mkdir(parents=True, exist_ok=True)
        mine(encoder, asked, said).save(stored)
    return Mined.open(stored)


def prepare(options: argparse.Namespace, settings: Settings) -> tuple[Run, Lists, Lessons]:
    """Cut the texts, find near passages (once), and take up an earlier checkpoint."""
    pairs = _pairs(options.pairs)
    encoder, rows = pieces_of(options.encoder)
    teacher: Encoder = load(options.teacher) if options.teacher else encoder
    run = _run(options, settings, encoder.fingerprint, rows)
    asked = [
        forms(pair.query, pair.group, Random(f"{settings.seed} {number}"))
        for number, pair in enumerate(pairs)
    ]
    said = [pair.passage for pair in pairs]
    mined = _mined(options, teacher, asked, said, settings.seed)
    lessons = Lessons(encoder, asked, said)
    if options.teacher:
        lessons.teach(mined)
    lessons.to(options.device)
    return run, Lists(pairs, mined.near, settings.seed), lessons


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Train a reranker on pairs, from the beginning.")
    parser.add_argument("--pairs", type=Path, required=True, help="file of models.train.sample")
    parser.add_argument("--teacher", help="model whose cosines teach, and find near passages")
    parser.add_argument("--encoder", type=Path, default=BUNDLED / DEFAULT, help="whose pieces")
    parser.add_argument("--out", type=Path, required=True, help="folder; the result is in model/")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    settings_of.add(parser, Settings())
    options = parser.parse_args()
    settings = settings_of.chosen(options, Settings)
    torch.set_num_threads(options.threads)
    try:
        run, lists, lessons = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    train(run, lists, lessons, settings)
    for form, name in enumerate(("whole", "some words")):
        print(f"own passage first, {name}: {own_first(run.network, lists, lessons, form):.3f}")


if __name__ == "__main__":
    main()
