"""Hybrid retrieval: BM25 and cosine candidates, ranked by a weighted sum of features."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from indexer.documents import Clause
from indexer.index import Index, Passage
from service import evidence, ranking
from service.evidence import Features
from service.question import Question

#: Candidates taken from each side.
POOL = 300
#: Times as many where one body's duties are asked for: its name alone tells hardly any apart.
_WIDER = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage, its features and its score under the weights of ``service.ranking``."""

    passage: Passage
    features: Features
    score: float


def candidates(
    index: Index, question: Question, documents: Collection[str] | None, pool: int = POOL
) -> list[Candidate]:
    """Candidates, best first. ``documents`` None means all."""
    if question.subject:
        pool *= _WIDER
    lexical = {h.row: h.score for h in index.search_terms(question.weighted, pool, documents)}
    query = question.text if question.language == "en" else question.reading
    vector = index.encoder.encode_queries([query])[0]
    dense = {h.row: h.score for h in index.search_vector(vector, pool, documents)}
    rows = sorted(lexical.keys() | dense.keys())
    if not rows:
        return []
    missing = [r for r in rows if r not in dense]
    for row, value in zip(missing, index.vectors(missing) @ vector, strict=True):
        dense[row] = float(value)
    return _ranked(index, question, rows, lexical, dense)


def _may_answer(clause: Clause, intent: str) -> bool:
    """Recipients and signatures tell only who signed; a header and preamble assign nothing.

    A preamble may count ("Xét đề nghị của 12 đơn vị").
    """
    if clause.part == "back":
        return intent == "metadata"
    if clause.part != "front" or intent in ("metadata", "legal", "passage"):
        return True
    return intent == "target" and bool(clause.facts.targets)


def _ranked(
    index: Index,
    question: Question,
    rows: Sequence[int],
    lexical: dict[int, float],
    dense: dict[int, float],
) -> list[Candidate]:
    weight = evidence.weights(
        question, index.frequency(evidence.wanted_terms(question)), index.size()
    )
    passages = index.passages(rows)
    infos = {d: index.document(d) for d in {p.document for p in passages.values()}}
    top = max(lexical.values(), default=1.0) or 1.0
    score = ranking.scorer(question)
    found = []
    for row in rows:
        passage = passages[row]
        if not _may_answer(passage.clause, question.intent):
            continue
        given = evidence.features(
            question,
            passage,
            weight,
            infos[passage.document],
            lexical.get(row, 0.0) / top,
            dense[row],
        )
        found.append(Candidate(passage, given, score(given)))
    # Who signed stands in one line of a document: the line that says it comes before any other.
    first = question.intent == "metadata"
    return sorted(
        found, key=lambda c: (-c.features.states if first else 0.0, -c.score, c.passage.row)
    )
