"""What searching and asking one index costs, in a process that does nothing else.

Every question is new to it: asked once, after ten others that only warm up. Costs are told by the
clock and in processor time of all threads; on a busy machine believe the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import indexer.index
from indexer.index import Index
from service.answer.asking import ask
from service.api.turnstile import settle
from service.query.question import Question, understand
from service.query.scope import known_places
from service.retrieve.hybrid import pool_of
from service.retrieve.searching import search
from tests.bench.exact import Exact, exact
from tests.bench.timing import Cost, cost, memory, seconds

#: Questions that only warm a process up.
WARM = 10
#: Questions to one before the other has its turn.
TURN = 10
#: What is measured, in turns: see ``_turn``.
NAMES = ("exact scan", "libraries", "vector search", "own parts", "search", "ask")


class Asked(NamedTuple):
    """Costs of every question by what was measured; the other figures by name.

    ``opened``: seconds of opening; ``first``: of the first search then, by the clock.
    ``memory``: megabytes resident, and of those not mapped from files.
    """

    costs: dict[str, list[Cost]]
    recall: float
    opened: float
    first: float
    memory: tuple[float, float]


def measured(path: Path, questions: Sequence[str]) -> Asked:
    """All figures of the index at ``path``; best called in a new process."""
    opening: list[Index] = []
    opened = seconds(lambda: opening.append(indexer.index.open(path, verify=False)))
    index = opening[0]
    settle()
    # Before the vectors are read for the exact scan: it shall not warm the disk for ours.
    first = seconds(lambda: search(index, questions[0]))
    with exact(path) as other:
        for text in questions[:WARM]:
            search(index, text), ask(index, text), _libraries(index, other, text)
        rounds = []
        for start in range(WARM, len(questions), TURN):
            rounds += _turn(index, other, questions[start : start + TURN])
        recall = _recall(index, other, questions)
    costs = {name: [found[name] for found in rounds] for name in NAMES}
    return Asked(costs, recall, opened, first, memory())


def _turn(index: Index, other: Exact, texts: Sequence[str]) -> list[dict[str, Cost]]:
    """Some questions to ours, then the same to the others.

    By turns, so that a busy minute hits all alike. Not one by one: a scan of all vectors leaves
    nothing of ours in the processor's caches, and who serves questions does not scan in between.
    """
    ours = [_ours(index, text) for text in texts]
    return [told | _others(index, other, text) for told, text in zip(ours, texts, strict=True)]


def _ours(index: Index, text: str) -> dict[str, Cost]:
    """Search comes first: whoever comes later finds pages that it has read."""
    question = _understood(index, text)
    vector = index.encoder.encode_queries([text])[0]
    parts: Mapping[str, Callable[[], object]] = {
        "search": lambda: search(index, text),
        "ask": lambda: ask(index, text),
        "vector search": lambda: index.search_vector(vector, pool_of(index.size()), None),
        "own parts": lambda: _parts(index, question, text),
    }
    return {name: cost(part) for name, part in parts.items()}


def _others(index: Index, other: Exact, text: str) -> dict[str, Cost]:
    scanned, _ = other.scan(index.encoder.encode_queries([text]), 10)
    return {"exact scan": scanned, "libraries": _libraries(index, other, text)}


def _understood(index: Index, text: str) -> Question:
    return understand(text, index.accents, known_places(index))


def _libraries(index: Index, other: Exact, text: str) -> Cost:
    """Encoder, FAISS and tantivy called bare, as deep as a search looks."""
    return other.libraries(text, _understood(index, text).weighted, pool_of(index.size()))[0]


def _parts(index: Index, question: Question, text: str) -> None:
    """Our own encoder, vectors and words, as deep as a search looks."""
    vector = index.encoder.encode_queries([text])[0]
    index.search_vector(vector, pool_of(index.size()), None)
    index.search_terms(question.weighted, pool_of(index.size()), None)


def _recall(index: Index, other: Exact, questions: Sequence[str]) -> float:
    """The share of the exact ten that are found; as near as the tenth counts as it."""
    vectors = index.encoder.encode_queries(list(questions))
    _, best = other.scan(vectors, 10)
    good = 0
    for vector, scores in zip(vectors, np.asarray(best), strict=True):
        hits = index.search_vector(vector, pool_of(index.size()), None)[:10]
        good += sum(hit.score >= scores[-1] - 1e-6 for hit in hits)
    return good / (10 * len(vectors))
