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

import torch
from torch import Tensor
from torch.nn.functional import kl_div, log_softmax, softmax

from models.encoder import Encoder
from models.errors import ModelError
from models.hashes import sha256
from models.names import BUNDLED, DEFAULT, load
from models.reranker import PASSAGE, QUESTION
from models.static import StaticEncoder
from models.train import options as settings_of
from models.train.checkpoint import Pace, Run, optimiser
from models.train.corpus import key
from models.train.drawing import Asked, Drawing, Drawn, asked_of, mined, pairs_of
from models.train.mining import Mined
from models.train.reranker import Network, padded, pieces_of, save
from models.train.text import fold

_TEMPERATURE, _OWN = 0.025, 2.0  # of the teacher's cosines, and what its own passage has more
_WRONG = (8, 4, 3)  # passages of a list: near, neighbours, any
_RISE = 200  # steps to the full rate
_NONE = -1e4


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
        self._asked, self._said = (texts.to(device) for texts in (self._asked, self._said))
        self._keys = self._keys.to(device)
        if self._taught:
            self._taught = self._taught[0].to(device), self._taught[1].to(device)

    def read(self, network: Network, drawn: Drawn) -> tuple[Tensor, Tensor]:
        """What the network and the teacher have of each list: float32[lists, passages] both."""
        device = self._keys.device
        records, kinds, asked, lists = (
            torch.from_numpy(part).to(device)
            for part in (drawn.records, drawn.forms, drawn.asked, drawn.lists)
        )
        asked = asked.repeat_interleave(lists.shape[1])
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


def own_first(network: Network, drawing: Drawing, lessons: Lessons, form: int) -> float:
    """In what share of the records held out the own passage comes before the 15 nearest."""
    network.eval()
    hits: list[bool] = []
    with torch.inference_mode():
        for start in range(0, len(drawing.held), 256):
            drawn = drawing.nearest(drawing.held[start : start + 256], form)
            found, _ = lessons.read(network, drawn)
            hits += (found[:, :1] >= found[:, 1:]).all(1).tolist()
    network.train()
    return sum(hits) / max(1, len(hits))


def train(run: Run[Network], drawing: Drawing, lessons: Lessons, settings: Settings) -> None:
    """Run to the last step."""

    def loss_at(step: int) -> Tensor:
        drawn = drawing.draw(settings.seed, step, settings.batch)
        return loss_of(*lessons.read(run.network, drawn))

    run.train(Pace(settings.steps, settings.rate, _RISE), loss_at, settings.seed)


def _run(
    options: argparse.Namespace, settings: Settings, pieces: str, rows: Tensor
) -> Run[Network]:
    """A new network, or where an earlier run stopped."""
    torch.manual_seed(settings.seed)
    network = Network(rows, pieces, settings.width, settings.layers, settings.drop)
    network.to(options.device)
    made_of = {
        "settings": asdict(settings),
        "pairs": sha256(options.pairs),
        "pieces": pieces,
        "teacher": options.teacher,
    }
    steps = optimiser(network, settings.rate, settings.decay)
    run = Run(options.out, made_of, network, steps, save)
    run.resume()
    return run


def prepare(
    options: argparse.Namespace, settings: Settings
) -> tuple[Run[Network], Drawing, Lessons]:
    """Cut the texts, find near passages (once), and take up an earlier checkpoint."""
    pairs = pairs_of(options.pairs)
    encoder, rows = pieces_of(options.encoder)
    teacher: Encoder = load(options.teacher) if options.teacher else encoder
    run = _run(options, settings, encoder.fingerprint, rows)
    asked = asked_of(pairs, settings.seed)
    near = mined(options.pairs, teacher, asked, pairs, settings.seed)
    lessons = Lessons(encoder, asked, [pair.passage for pair in pairs])
    if options.teacher:
        lessons.teach(near)
    lessons.to(options.device)
    return run, Drawing(pairs, near.near, settings.seed, _WRONG), lessons


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Train a reranker on pairs, from the beginning.")
    parser.add_argument("--pairs", type=Path, required=True, help="file of models.train.sample")
    parser.add_argument("--teacher", help="model whose cosines teach, and find near passages")
    parser.add_argument("--encoder", type=Path, default=BUNDLED / DEFAULT, help="whose pieces")
    options, settings = settings_of.of_run(parser, Settings())
    try:
        run, drawing, lessons = prepare(options, settings)
    except ModelError as error:
        parser.error(str(error))
    train(run, drawing, lessons, settings)
    for form, name in enumerate(("whole", "some words")):
        print(f"own passage first, {name}: {own_first(run.network, drawing, lessons, form):.3f}")


if __name__ == "__main__":
    main()
