"""Random training batches: which kinds of text, how cropped, with which question words."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.train.corpus import Bags, Corpus, Ints

# Share of the batches; clauses, headings and questions count more than news.
SHARES = {
    "law": 3.0,
    "law_cloze": 1.0,
    "questions": 3.0,
    "procedures": 0.5,
    "official": 3.0,
    "official_cloze": 1.5,
    "news": 3.0,
    "wiki": 1.5,
    "parallel": 5.0,
    "english": 1.5,
    "lessons": 3.0,
}
# Neighbouring records are articles of one law, sections of one document: hard negatives. Longer
# blocks (32 articles, 12 sections) were tried for 1,200 steps and made nothing better.
_BLOCKS = {"law": 8, "law_cloze": 4, "official": 4, "english": 4, "questions": 2, "parallel": 2}
_FRAMED = {"law": 0.3, "official": 0.3, "procedures": 0.3, "law_cloze": 0.15, "news": 0.1}
_VIETNAMESE = (
    "cơ quan nào",
    "cơ quan nào phụ trách",
    "đơn vị nào chủ trì",
    "ai chịu trách nhiệm",
    "ai thực hiện",
    "sở nào",
    "quy định về",
    "như thế nào",
    "là gì",
    "bao nhiêu",
    "khi nào",
    "chỉ tiêu",
    "thời hạn",
    "căn cứ vào đâu",
    "nhiệm vụ",
    "có những gì",
    "kế hoạch",
    "mục tiêu",
    "làm thế nào để",
)
_ENGLISH = (
    "which agency handles",
    "who is responsible for",
    "which department",
    "what is",
    "what are",
    "how many",
    "when is",
    "by when",
    "who does",
    "how is",
    "what does the plan say about",
    "which",
    "who",
    "how much",
    "where",
    "in what year did",
    "what was the name of",
)


@dataclass(frozen=True)
class Batch:
    """Rows of queries and passages; `rows` are record numbers.

    Equal `keys` mark equal queries, equal `marks` passages that begin alike: no negatives.
    """

    group: str
    queries: Bags
    passages: Bags | None
    rows: Ints
    keys: Ints
    marks: Ints


def _crop(bags: Bags, rows: Ints, random: Generator, least: int, most: int, rate: float) -> Bags:
    """All of each row, or with probability `rate` a random run of its tokens."""
    full = bags.offsets[rows + 1] - bags.offsets[rows]
    short = np.minimum(random.integers(least, most + 1, len(rows)), full)
    sizes = np.where(random.random(len(rows)) < rate, short, full)
    starts = (random.random(len(rows)) * (full - sizes + 1)).astype(np.int64)
    # Half of the cropped rows keep their beginning, as real clauses do.
    starts[random.random(len(rows)) < 0.5] = 0
    return bags.spans(rows, starts, sizes)


def _beginnings(bags: Bags) -> Ints:
    """A number for each row that is equal where the first tokens are."""
    rows = np.arange(len(bags))
    sizes = np.minimum(np.diff(bags.offsets), 24)
    first = bags.spans(rows, np.zeros_like(sizes), sizes)
    weights = np.random.default_rng(0).integers(1, 1 << 40, int(bags.ids.max(initial=0)) + 1)
    totals = np.concatenate([[0], np.cumsum(weights[first.ids])])
    found: Ints = totals[first.offsets[1:]] - totals[first.offsets[:-1]]
    return found


class Batches:
    """Draws batches; the same seed and step give the same batch."""

    def __init__(self, corpus: Corpus, lessons: Bags, tokenizer: Tokenizer, size: int) -> None:
        self._corpus, self._lessons, self._size = corpus, lessons, size
        self._marks = _beginnings(corpus.passages)
        self._frames = {
            language: Bags.of([[], *(tokenizer.encode(text).ids for text in texts)])
            for language, texts in (("vi", _VIETNAMESE), ("en", _ENGLISH))
        }
        names = [name for name in SHARES if name == "lessons" or len(corpus.groups.get(name, []))]
        shares = np.array([SHARES[name] for name in names if name != "lessons" or len(lessons)])
        self._names = [name for name in names if name != "lessons" or len(lessons)]
        self._shares: NDArray[np.float64] = shares / shares.sum()

    def draw(self, seed: int, step: int) -> Batch:
        """The batch of one step."""
        random = np.random.default_rng([seed, step])
        group = self._names[random.choice(len(self._names), p=self._shares)]
        if group == "lessons":
            rows = random.choice(len(self._lessons), min(self._size, len(self._lessons)), False)
            queries = self._framed(self._crop_lessons(rows, random), "en", 0.15, random)
            return Batch(group, queries, None, rows, rows, rows)
        corpus = self._corpus
        rows = self._rows(corpus.groups[group], _BLOCKS.get(group, 1), random)
        queries = _crop(corpus.queries, rows, random, 2, 8, 0.0 if group == "parallel" else 0.3)
        language = "en" if group == "english" else "vi"
        rate = 0.3 if group == "english" else _FRAMED.get(group, 0.0)
        queries = self._framed(queries, language, rate, random)
        crop = 0.0 if group == "parallel" else 0.6
        passages = _crop(corpus.passages, rows, random, 20, 120, crop)
        return Batch(group, queries, passages, rows, corpus.keys[rows], self._marks[rows])

    def _crop_lessons(self, rows: Ints, random: Generator) -> Bags:
        return _crop(self._lessons, rows, random, 1, 2, 0.0)

    def _rows(self, group: Ints, block: int, random: Generator) -> Ints:
        count = max(1, min(self._size, len(group)) // block)
        firsts = random.choice(max(1, len(group) // block), count, replace=False) * block
        chosen = (firsts[:, None] + np.arange(block)).ravel()
        found: Ints = group[chosen[chosen < len(group)]]
        return found

    def _framed(self, bags: Bags, language: str, rate: float, random: Generator) -> Bags:
        """Question words beside some of the queries: they say nothing about the topic."""
        frames = self._frames[language]
        picked = random.integers(1, len(frames), len(bags))
        picked[random.random(len(bags)) >= rate] = 0
        sizes = frames.offsets[picked + 1] - frames.offsets[picked]
        return bags.beside(frames.spans(picked, np.zeros_like(sizes), sizes))
