"""Lists of passages drawn from pairs: a record's own, what is near, its neighbours, and others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from models.encoder import Encoder
from models.errors import bad_training
from models.hashes import sha256
from models.train.corpus import Ints, key
from models.train.forms import forms
from models.train.mining import Mined, mine
from models.train.pairs import read
from models.train.sources import Pair

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
#: How often each form of a question is asked.
FORMS = (0.5, 0.3, 0.2)
_REACH = 6  # records before and after that count as neighbours
_HELD, _COMPARED = 3000, 15

Asked = Sequence[Sequence[str]]  # the forms of each record's question


@dataclass(frozen=True)
class Drawn:
    """Lists of one step: record and form of each, and its passages, the record's own first."""

    records: Ints
    forms: Ints
    lists: Ints

    @property
    def asked(self) -> Ints:
        """int64[lists]: the question, where the forms of all records follow each other."""
        return self.records * len(FORMS) + self.forms


class Drawing:
    """Draws lists; the same seed and step give the same ones. `held` is never drawn from.

    `wrong`: how many passages beside a record's own are near, neighbours, and any.
    """

    def __init__(
        self, pairs: Sequence[Pair], near: Ints, seed: int, wrong: tuple[int, int, int]
    ) -> None:
        self._near, self._wrong = near, wrong
        order = np.random.default_rng(seed).permutation(len(pairs))
        self.held: Ints = order[: min(_HELD, len(pairs) // 10)]
        weights = np.array([_WEIGHTS.get(pair.group, 1.0) for pair in pairs])
        weights[self.held] = 0.0
        self._shares = np.cumsum(weights) / weights.sum()

    def draw(self, seed: int, step: int, count: int) -> Drawn:
        """The lists of one step."""
        random = np.random.default_rng([seed, step])
        hard, neighbours, chance = self._wrong
        records = np.searchsorted(self._shares, random.random(count), side="right")
        columns = random.integers(0, self._near.shape[1], (count, hard))
        away = random.integers(1, _REACH + 1, (count, neighbours))
        away *= random.choice([-1, 1], away.shape)
        lists = (
            records[:, None],
            self._near[records[:, None], columns],
            (records[:, None] + away) % len(self._near),
            random.integers(0, len(self._near), (count, chance)),
        )
        return Drawn(records, random.choice(len(FORMS), count, p=FORMS), np.hstack(lists))

    def nearest(self, records: Ints, form: int) -> Drawn:
        """Each record's own passage with the nearest ones."""
        lists = np.hstack([records[:, None], self._near[records, :_COMPARED]])
        return Drawn(records, np.full(len(records), form), lists)


def pairs_of(path: Path) -> list[Pair]:
    """The pairs that `models.train.sample` wrote. Raises BadTraining."""
    try:
        found = list(read(path))
    except (OSError, ValueError, TypeError) as error:
        raise bad_training(path, f"{type(error).__name__}: {error}") from error
    if len(found) < 2:
        raise bad_training(path, f"{len(found)} pairs")
    return found


def asked_of(pairs: Sequence[Pair], seed: int) -> Asked:
    """The forms of each pair's question."""
    return [
        forms(pair.query, pair.group, Random(f"{seed} {number}"))
        for number, pair in enumerate(pairs)
    ]


def mined(path: Path, encoder: Encoder, asked: Asked, pairs: Sequence[Pair], seed: int) -> Mined:
    """What this encoder finds near for the pairs of `path`: found once, since it takes long, and
    kept beside them for who asks again.
    """
    told = f"{sha256(path)} {encoder.fingerprint} {seed}"
    stored = path.with_name(f"mined-{key(told):016x}.npz")
    if not stored.exists():
        mine(encoder, asked, [pair.passage for pair in pairs]).save(stored)
    return Mined.open(stored)
