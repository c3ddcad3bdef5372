"""Hybrid retrieval: BM25 and cosine candidates, ranked by a weighted sum of features."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from indexer.documents import Clause
from indexer.index import Index, Passage
from models import Encoder, Interacting
from service import evidence, ranking
from service.evidence import Features, Match
from service.question import Question

#: Candidates taken from each side.
POOL = 300
#: So many of the candidates, those nearest by words and cosine, are compared piece by piece.
_COMPARED = 240
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
    vector = index.encoder.encode_queries([_asked(question)])[0]
    dense = {h.row: h.score for h in index.search_vector(vector, pool, documents)}
    rows = sorted(lexical.keys() | dense.keys())
    if not rows:
        return []
    missing = [r for r in rows if r not in dense]
    for row, value in zip(missing, index.vectors(missing) @ vector, strict=True):
        dense[row] = float(value)
    return _ranked(index, question, rows, lexical, dense)


def _asked(question: Question) -> str:
    """What the encoder reads of a question."""
    return question.text if question.language == "en" else question.reading


def _likeness(encoder: Encoder, question: Question, texts: Mapping[int, str]) -> dict[int, float]:
    """How well each text has every piece of the question, as shares of the best of them.

    None of any for a whole Vietnamese question, whose words say it already (cross-validated,
    likeness changes nothing there), or with an encoder that gives pieces no vectors of their own.
    """
    whole = question.language != "en" and not question.keywords
    if whole or not texts or not isinstance(encoder, Interacting):
        return {}
    found = encoder.likeness(_asked(question), list(texts.values()))
    shares = found / max(float(found.max()), 1e-9)
    return dict(zip(texts, shares.tolist(), strict=True))


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
    kept = [p for p in map(passages.__getitem__, rows) if _may_answer(p.clause, question.intent)]
    infos = {d: index.document(d) for d in {p.document for p in kept}}
    top = max(lexical.values(), default=1.0) or 1.0
    shares = {p.row: lexical.get(p.row, 0.0) / top for p in kept}
    near = nlargest(_COMPARED, kept, key=lambda p: shares[p.row] + dense[p.row])
    likeness = _likeness(index.encoder, question, {p.row: p.text for p in near})
    score = ranking.scorer(question)
    found = []
    for p in kept:
        match = Match(shares[p.row], dense[p.row], likeness.get(p.row, 0.0))
        given = evidence.features(question, p, weight, infos[p.document], match)
        found.append(Candidate(p, given, score(given)))
    # Who signed stands in one line of a document: the line that says it comes before any other.
    first = question.intent == "metadata"
    return sorted(
        found, key=lambda c: (-c.features.states if first else 0.0, -c.score, c.passage.row)
    )
