"""Random training batches: which kinds of text, how cropped, with which question words.

Half of the batches are made of blocks of neighbours: records of one document, or records on one
topic as an earlier model sees it. They are hard negatives for each other.
"""

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
}
# Neighbouring records are articles of one law, sections of one document.
_BLOCKS = {"law": 8, "law_cloze": 4, "official": 4, "english": 4, "questions": 2, "parallel": 2}
_TOPIC = 16
_THIN_QUERIES, _THIN_PASSAGES = 0.2, 0.5
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
    `lessons` are texts that a teacher has encoded, `lesson_rows` their numbers.
    """

    group: str
    queries: Bags
    passages: Bags
    rows: Ints
    keys: Ints
    marks: Ints
    lessons: Bags
    lesson_rows: Ints


def _crop(bags: Bags, rows: Ints, random: Generator, least: int, most: int, rate: float) -> Bags:
    """All of each row, or with probability `rate` a random run of its tokens."""
    full = bags.offsets[rows + 1] - bags.offsets[rows]
    short = np.minimum(random.integers(least, most + 1, len(rows)), full)
    sizes = np.where(random.random(len(rows)) < rate, short, full)
    starts = (random.random(len(rows)) * (full - sizes + 1)).astype(np.int64)
    # Half of the cropped rows keep their beginning, as real clauses do.
    starts[random.random(len(rows)) < 0.5] = 0
    return bags.spans(rows, starts, sizes)


def _thinned(bags: Bags, random: Generator, rate: float) -> Bags:
    """Each token but the first of a row left out with probability `rate`.

    Without it a phrase of a passage is learned by heart: 600 steps were no better than 100.
    """
    kept = random.random(len(bags.ids)) >= rate
    kept[bags.offsets[:-1]] = True
    ends = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
    return Bags(bags.ids[kept], ends[bags.offsets])


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
    """Draws batches; the same seed and step give the same batch.

    `topics` gives for each record a number that is equal for records on one topic.
    """

    def __init__(
        self, corpus: Corpus, lessons: Bags, tokenizer: Tokenizer, size: int, topics: Ints | None
    ) -> None:
        self._corpus, self._lessons, self._size = corpus, lessons, size
        self._marks = _beginnings(corpus.passages)
        self._frames = {
            language: Bags.of([[], *(tokenizer.encode(text).ids for text in texts)])
            for language, texts in (("vi", _VIETNAMESE), ("en", _ENGLISH))
        }
        self._names = [name for name in SHARES if len(corpus.groups.get(name, []))]
        shares = np.array([SHARES[name] for name in self._names])
        self._shares: NDArray[np.float64] = shares / shares.sum()
        self._by_topic = {
            name: rows[np.argsort(topics[rows], kind="stable")]
            for name, rows in corpus.groups.items()
            if topics is not None
        }

    def draw(self, seed: int, step: int) -> Batch:
        """The batch of one step."""
        random = np.random.default_rng([seed, step])
        group = self._names[random.choice(len(self._names), p=self._shares)]
        corpus = self._corpus
        rows = self._rows(group, random)
        queries = _crop(corpus.queries, rows, random, 2, 8, 0.0 if group == "parallel" else 0.3)
        language = "en" if group == "english" else "vi"
        rate = 0.3 if group == "english" else _FRAMED.get(group, 0.0)
        queries = self._framed(queries, language, rate, random)
        crop = 0.0 if group == "parallel" else 0.6
        passages = _crop(corpus.passages, rows, random, 20, 120, crop)
        queries = _thinned(queries, random, _THIN_QUERIES)
        passages = _thinned(passages, random, _THIN_PASSAGES)
        told = random.choice(len(self._lessons), min(self._size, len(self._lessons)), False)
        whole = _crop(self._lessons, told, random, 1, 2, 0.0)
        keys, marks = corpus.keys[rows], self._marks[rows]
        return Batch(group, queries, passages, rows, keys, marks, whole, told)

    def _rows(self, group: str, random: Generator) -> Ints:
        """Record numbers: blocks of one topic in half of the batches, else of one document."""
        rows, block = self._corpus.groups[group], _BLOCKS.get(group, 1)
        if group in self._by_topic and random.random() < 0.5:
            rows, block = self._by_topic[group], _TOPIC
        count = max(1, min(self._size, len(rows)) // block)
        firsts = random.choice(max(1, len(rows) // block), count, replace=False) * block
        chosen = (firsts[:, None] + np.arange(block)).ravel()
        found: Ints = rows[chosen[chosen < len(rows)]]
        return found

    def _framed(self, bags: Bags, language: str, rate: float, random: Generator) -> Bags:
        """Question words beside some of the queries: they say nothing about the topic."""
        frames = self._frames[language]
        picked = random.integers(1, len(frames), len(bags))
        picked[random.random(len(bags)) >= rate] = 0
        sizes = frames.offsets[picked + 1] - frames.offsets[picked]
        return bags.beside(frames.spans(picked, np.zeros_like(sizes), sizes))
