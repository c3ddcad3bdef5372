"""Hybrid retrieval: BM25 and cosine candidates, ranked by a weighted sum of features."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np

from indexer.index import Hit, Index, Passage
from models import Vectors
from models.beside import both
from service.query.question import Question
from service.retrieve import ranking, shares, sieve
from service.retrieve.ends import goes_on
from service.retrieve.evidence import Features
from service.retrieve.line import Line
from service.retrieve.shares import Weights
from service.retrieve.shelf import Array, Mask, Places, Shelf
from service.retrieve.sieve import Sifted
from service.retrieve.titles import titles_of

#: Candidates taken from each side; of more than ``_MANY`` passages half as many: there others like
#: the best come before what else may answer, and the right clause is first and among ten as often.
POOL = 300
#: Times as many where one body's duties are asked for: its name alone tells hardly any apart.
_WIDER = 8
#: Read with the best by their outlines, as those are not quite in the order of the scores.
_MORE = 8
#: So many are read at a time after them, while more may be among the best.
_STEP = 32
#: Of more passages than this fewer are taken, and words and meaning are searched at once.
_MANY = 100_000
#: Scores are nearer to one another than this.
_APART = 1e4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage, its features and its score under the weights of ``service.retrieve.ranking``.

    ``reading``: how well it answers by ``service.retrieve.reranking``, where it was read.
    """

    passage: Passage
    features: Features
    score: float
    reading: float | None = None


class Found(NamedTuple):
    """What the searches found: rows in order, and each one's share of the best BM25 and cosine."""

    rows: list[int]
    lexical: Array
    dense: Array


class Known(NamedTuple):
    """What the searches found, and what the outlines of it tell, in the same order."""

    rows: list[int]
    told: Sifted


class Leading(NamedTuple):
    """The best candidates in order, and what ``Shelf.told`` tells of all that count as hits.

    ``goes_on``: see ``ends``.
    """

    best: list[Candidate]
    told: list[tuple[str, str, str]]
    goes_on: bool


def pool_of(size: int) -> int:
    """How many candidates each side gives of so many passages."""
    return POOL if size <= _MANY else POOL // 2


def reach(question: Question, pool: int) -> int:
    """How many candidates each side gives in the end, where ``pool`` are asked for."""
    return pool * _WIDER if question.subject else pool


def candidates(
    index: Index,
    question: Question,
    documents: Collection[str] | None,
    pool: int | None = None,
    figures: bool = False,
) -> list[Candidate]:
    """Candidates, best first. ``documents`` None means all; ``pool`` as ``pool_of`` tells.

    ``figures``: only passages that state a figure to reach, or a sum of money.
    """
    known = _sifted(index, question, documents, pool, figures)
    if known is None:
        return []
    may = np.flatnonzero(known.told.shelf.may_answer(question.intent))
    return in_order(question, _ranked(index, question, known, may.tolist()))


def leading(
    index: Index,
    question: Question,
    documents: Collection[str] | None,
    count: int,
    speaks: Callable[[Mapping[str, Array]], Mask],
    figures: bool = False,
) -> Leading:
    """The first ``count`` of the ``candidates`` that speak, and the outlines of all of those.

    No more clauses are read than may be among the first. ``speaks``: of features by name, as
    ``sieve.Sifted`` has them. ``figures``: only passages that state some. Only for a question that
    ``sieve.suits``.
    """
    known = _sifted(index, question, documents, figures=figures)
    if known is None:
        return Leading([], [], goes_on=False)
    shelf, features = known.told.shelf, known.told.features
    kept = np.flatnonzero(shelf.may_answer(question.intent) & speaks(features))
    line = _line(index, question, known, kept)
    best: list[Candidate] = []
    step, least, last = count + _MORE, float("-inf"), len(known.rows)
    while places := line.take(step, least, last):
        read = _ranked(index, question, known, places)
        best = in_order(question, [*best, *read])[:count]
        step = _STEP
        if len(best) == count:
            least, last = _least(question, best), known.rows.index(best[-1].passage.row)
    pool = reach(question, pool_of(index.size()))
    more = goes_on(features["lexical"], features["dense"], kept, pool)
    return Leading(best, shelf.told(kept.tolist()), more)


def _line(index: Index, question: Question, known: Known, kept: Places) -> Line:
    """Those that are kept, as far as outlines tell them and, where these tell more, their texts."""
    told = known.told
    weights = ranking.by_feature(question)
    most = sieve.upper(told.features, weights) + _lead(question, told.features["states"])
    worth = dict(zip(Features._fields, (max(0.0, weight) for weight in weights), strict=True))
    worth["states"] += _APART if question.intent == "metadata" else 0.0

    def closer(places: Sequence[int]) -> list[float]:
        reached = most[places]
        if question.intent in sieve.IN_TEXTS:
            read = index.texts([known.rows[place] for place in places])
            texts = {place: read[known.rows[place]] for place in places}
            infos = [index.document(told.shelf.outlines.documents[place]) for place in places]
            for name, values in told.closer(question, infos, texts).items():
                reached -= worth[name] * (told.features[name][places] - values)
        return cast("list[float]", reached.tolist())

    order = kept[np.argsort(-most[kept], kind="stable")]
    return Line(list(zip((-most[order]).tolist(), order.tolist(), strict=True)), closer)


def _sifted(
    index: Index,
    question: Question,
    documents: Collection[str] | None,
    pool: int | None = None,
    figures: bool = False,
) -> Known | None:
    """What outlines tell of what the searches find; None if that is nothing."""
    found = _found(index, question, documents, pool or pool_of(index.size()), figures)
    if not found.rows:
        return None
    shelf = Shelf.of(index.outlines(found.rows))
    weight = _weights(index, question)
    known = {"lexical": found.lexical, "dense": np.maximum(0.0, found.dense)}
    return Known(found.rows, sieve.sifted(question, weight, shelf, titles_of(index), known))


def _lead(question: Question, states: Array) -> Array:
    """What sets apart who signed: such a line comes before all others, whatever their scores."""
    return _APART * states if question.intent == "metadata" else np.zeros(len(states))


def _least(question: Question, best: Sequence[Candidate]) -> float:
    """What a passage must reach to be among the best that there are."""
    last = best[-1]
    lead = _lead(question, np.array([last.features.states]))
    return float(lead[0]) + last.score


def _found(
    index: Index,
    question: Question,
    documents: Collection[str] | None,
    pool: int,
    figures: bool,
) -> Found:
    pool = reach(question, pool)

    def by_meaning() -> tuple[Vectors, Sequence[Hit]]:
        vector = index.encoder.encode_queries([_asked(question)])[0]
        return vector, index.search_vector(vector, pool, documents, figures)

    (vector, near), alike = both(
        by_meaning,
        lambda: index.search_terms(question.weighted, pool, documents, figures),
        apart=index.size() > _MANY,
    )
    lexical, dense = {h.row: h.score for h in alike}, {h.row: h.score for h in near}
    rows = sorted(lexical.keys() | dense.keys())
    missing = [r for r in rows if r not in dense]
    if missing:
        dense.update(zip(missing, index.cosines(missing, vector).tolist(), strict=True))
    top = max(lexical.values(), default=1.0) or 1.0
    shares = np.array([lexical.get(row, 0.0) for row in rows]) / top
    return Found(rows, shares, np.array([dense[row] for row in rows]))


def _weights(index: Index, question: Question) -> Weights:
    frequency = index.frequency(shares.wanted_terms(question))
    return shares.weights(question, frequency, index.size())


def _asked(question: Question) -> str:
    """What the encoder reads of a question."""
    return question.text if question.language == "en" else question.reading


def _ranked(
    index: Index,
    question: Question,
    known: Known,
    places: Sequence[int],
) -> list[Candidate]:
    """The passages at these places of what is known, read, with their scores."""
    if not places:
        return []
    read = index.passages([known.rows[place] for place in places])
    passages = {place: read[known.rows[place]] for place in places}
    infos = [index.document(passage.document) for passage in passages.values()]
    told = known.told.read(question, passages, infos)
    score = ranking.scorer(question)
    return [Candidate(p, f, score(f)) for p, f in zip(passages.values(), told, strict=True)]


def in_order(question: Question, found: Iterable[Candidate]) -> list[Candidate]:
    """Best first, by score and reading."""
    # Who signed stands in one line of a document: the line that says it comes before any other.
    first = question.intent == "metadata"

    def place(candidate: Candidate) -> tuple[float, float, int]:
        lead = -candidate.features.states if first else 0.0
        return lead, -(candidate.score + (candidate.reading or 0.0)), candidate.passage.row

    return sorted(found, key=place)


def by_document(ranked: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """The candidates of each document, in their order."""
    out: dict[str, list[Candidate]] = {}
    for candidate in ranked:
        out.setdefault(candidate.passage.document, []).append(candidate)
    return out
