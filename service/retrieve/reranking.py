"""The first candidates of the first plans, read once more: question and clause together.

Features compare words and facts; cross-encoders (``models.reranker``, ``models.reader``) read who
does what. They tell clauses of one plan apart, and a plan that answers from one that only comes
near (``service.answer.sureness``). The first costs a millisecond a clause, so that only those are
read that may well answer; the second costs one to four, and reads the best that the first leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from models.encoder import Encoder, Vectors
from models.reader import Reader, reader
from models.reranker import Reranker, pieces_for, reranker
from service.query.question import Question
from service.query.wording import by_wording
from service.retrieve import hybrid, sentences
from service.retrieve.hybrid import Candidate

#: Plans of which clauses are read, by their best scores, and clauses read of each at most.
DOCUMENTS, DEPTH = 8, 10
#: Of a plan whose best clause scores less only that one is read: of 1,340 such plans 2 answered,
#: and every third clause read was theirs.
HOPE = 6.0
#: A clause whose score is farther behind its plan's first is not read. Of 2,676 right clauses so
#: many came first: 2,317 where five within 2 were read, 2,331 within 2.5 (farther no more), 2,342
#: where seven were, 2,346 where ten; reading more plans than eight costs eleven.
REACH = 2.5
#: So many clauses at most are read closely: those that reading leaves within ``CLOSE`` of the first
#: of their plan, of plans within ``BEHIND`` of the best. Reading all thirty cites no more rightly.
CLOSELY, CLOSE, BEHIND = 8, 1.5, 15.0
#: A clause with no rival in its plan only tells whether the plan answers. Where its score, with the
#: first reader's word, is so high, and that word is not against it, 674 of 690 did, and where it is
#: less than so low 1 of 245: such ones are not read closely.
SURE, HOPELESS = 15.0, 4.0
#: Of long clauses fewer: so many characters at most, counting no more of one than is read of it
#: (128 pieces), the best first. All eight may be 1.6 times as many pieces, and of 4,109 quotations
#: as many were right with them: 3,591.
LETTERS, LONGEST = 2600, 460
#: A clause is read closely from where so many characters hold the sentence nearest the question:
#: of what stands behind those that are read, the reader would know nothing. (With 380 one gold
#: question more is cited wrongly.)
ROOM = 440
#: How much the closer reader's word counts, the other's the rest.
WORD = np.float32(0.6)
#: What the closer reader tells of a clause is mostly less than what the other does (in the median
#: by 1.3, in the mean by .7): so much less it is taken to tell of others; 0 tells nearly the same.
#: Of those that are sure it tells more.
UNREAD, SURELY = -1.2, 1.3
#: A heading is read so far, in characters.
_HEADING = 100


class CrossEncoder(Protocol):
    """Reads a question and passages together (``models.reranker``, ``models.reader``)."""

    def read(self, question: str, passages: Sequence[str]) -> Vectors:
        """Logits: how well each passage answers, float32[len(passages)]."""
        ...


class Readers(NamedTuple):
    """Two that read: one on the vectors of search, fast, and a language model."""

    reranker: CrossEncoder
    closer: CrossEncoder


#: Of rows that were read how well they answer: a logit to be added to their scores.
Read = Mapping[int, float]
#: A question in the words of texts that have others than it, with the places of these.
Worded = Mapping[str, Sequence[int]]


def bundled(encoder: Encoder | None = None) -> Readers:
    """The bundled two, loaded once. Raises ModelDamaged or ModelChanged."""
    return Readers(reranker(encoder), reader())


def readers_in(first: Path, second: Path, encoder: Encoder) -> Readers:
    """A reranker and a reader in folders of their own. Raises ModelDamaged or ModelChanged."""
    return Readers(Reranker(first, pieces_for(first, encoder)), Reader(second))


def reranked(
    question: Question, found: Mapping[str, Sequence[Candidate]], readers: Readers
) -> dict[str, list[Candidate]]:
    """``found`` (candidates by document, best first), with those that are read in a new order."""
    return with_readings(question, found, read(question, first_of(found), readers))


def with_readings(
    question: Question, found: Mapping[str, Sequence[Candidate]], known: Read
) -> dict[str, list[Candidate]]:
    """``found`` in the order that ``known`` gives each document.

    Clauses that were not read are taken to answer as well as the worst that was: of their plan,
    else, of the first ones of all plans. Where all plans answer, those that come later do too, and
    where few do, they do not.
    """
    ordered = {document: _in_order(question, mine, known) for document, mine in found.items()}
    firsts = [mine[0].reading for mine in ordered.values() if mine[0].reading is not None]
    least = min(firsts, default=0.0)
    return {document: _told_of_all(mine, least) for document, mine in ordered.items()}


def _told_of_all(mine: Sequence[Candidate], otherwise: float) -> list[Candidate]:
    worst = min((c.reading for c in mine if c.reading is not None), default=otherwise)
    # There are thousands, of which ``replace`` would take five times as long.
    return [
        c if c.reading is not None else Candidate(c.passage, c.features, c.score, worst)
        for c in mine
    ]


def first_of(found: Mapping[str, Sequence[Candidate]]) -> list[Candidate]:
    """The candidates worth reading: those of a plan that contend for its first place."""
    first = sorted(found, key=lambda document: -found[document][0].score)[:DOCUMENTS]
    return [candidate for document in first for candidate in _worth_reading(found[document])]


def _worth_reading(mine: Sequence[Candidate]) -> list[Candidate]:
    best = mine[0].score
    depth = DEPTH if best >= HOPE else 1
    return [candidate for candidate in mine[:depth] if candidate.score >= best - REACH]


def read(question: Question, candidates: Sequence[Candidate], readers: Readers) -> Read:
    """What reading each of the candidates tells, by its row.

    Both read where it may matter, and a weighted mean counts.
    """
    texts = [text_of(c) for c in candidates]
    worded = by_wording(question.reading, texts) if question.language == "vi" else {}
    told = _reranked(question, texts, worded, readers.reranker)
    if candidates:
        closely = _read_closely(question, candidates, told, worded, readers.closer)
        told = (1 - WORD) * told + WORD * closely
    return {c.passage.row: value for c, value in zip(candidates, told.tolist(), strict=True)}


def _read_closely(
    question: Question,
    candidates: Sequence[Candidate],
    told: Vectors,
    worded: Worded,
    closer: CrossEncoder,
) -> Vectors:
    """What the closer reader tells of each of the candidates, or is taken to tell."""
    scores = [c.score + more for c, more in zip(candidates, told.tolist(), strict=True)]
    near = contending(candidates, scores)
    alone = _without_rival(candidates, near)
    sure = [place for place in alone if scores[place] >= SURE and told[place] >= 0.0]
    settled = {*sure, *(place for place in alone if scores[place] < HOPELESS)}
    closely = told + np.float32(UNREAD)
    closely[sure] = told[sure] + np.float32(SURELY)
    fitting = _fitting(candidates, near, scores)
    unsettled = [place for place in fitting if place not in settled]
    for asked, places in _as_read(question, unsettled, worded).items():
        texts = [_text_near(question, candidates[place]) for place in places]
        closely[places] = closer.read(asked, texts)
    return closely


def contending(candidates: Sequence[Candidate], scores: Sequence[float]) -> list[int]:
    """The places of those near the first of their plan, and in a plan not far behind the best.

    ``scores``: what the first reader tells is in them.
    """
    best: dict[str, float] = {}
    for candidate, score in zip(candidates, scores, strict=True):
        document = candidate.passage.document
        best[document] = max(best.get(document, score), score)
    least = max(best.values()) - BEHIND
    firsts = [best[c.passage.document] for c in candidates]
    return [
        place
        for place, (first, score) in enumerate(zip(firsts, scores, strict=True))
        if first >= least and score >= first - CLOSE
    ]


def _without_rival(candidates: Sequence[Candidate], near: Sequence[int]) -> list[int]:
    """Those that contend with no other of their plan."""
    contenders = Counter(candidates[place].passage.document for place in near)
    return [place for place in near if contenders[candidates[place].passage.document] == 1]


def _fitting(
    candidates: Sequence[Candidate], near: Sequence[int], scores: Sequence[float]
) -> list[int]:
    """As many of the best as may be read closely, the best first."""
    order = sorted(near, key=lambda place: -scores[place])[:CLOSELY]
    read = accumulate(min(len(text_of(candidates[place])), LONGEST) for place in order)
    return [place for place, letters in zip(order, read, strict=True) if letters <= LETTERS]


def _reranked(
    question: Question, texts: Sequence[str], worded: Worded, reranker: CrossEncoder
) -> Vectors:
    """A question in everyday words is read in the clause's own too; what tells more counts."""
    better = reranker.read(question.text, texts)
    for asked, places in worded.items():
        again = reranker.read(asked, [texts[place] for place in places])
        better[places] = np.maximum(better[places], again)
    return better


def _as_read(question: Question, near: Sequence[int], worded: Worded) -> dict[str, list[int]]:
    """Each of ``near`` once, under the question in the words of its text where it has others."""
    other = {place: asked for asked, places in worded.items() for place in places}
    out: dict[str, list[int]] = {}
    for place in sorted(near, key=lambda place: place in other):  # as asked first
        out.setdefault(other.get(place, question.reading), []).append(place)
    return out


def _in_order(question: Question, mine: Sequence[Candidate], known: Read) -> list[Candidate]:
    """One document's candidates, those that were read in their new order before the others."""
    near = [c for c in mine[:DEPTH] if c.passage.row in known]
    first = [replace(c, reading=known[c.passage.row]) for c in near]
    rows = {c.passage.row for c in near}
    rest = [c for c in mine if c.passage.row not in rows]
    return hybrid.in_order(question, first) + rest


def text_of(candidate: Candidate) -> str:
    """What is read of a candidate: its nearest heading and itself."""
    return _heading_of(candidate) + candidate.passage.text


def _text_near(question: Question, candidate: Candidate) -> str:
    """The same for who reads closely: from further on where its beginning is not enough."""
    text = sentences.towards(question, candidate.passage.text, ROOM)
    return _heading_of(candidate) + text


def _heading_of(candidate: Candidate) -> str:
    context = candidate.passage.context
    return f"{context[-1][:_HEADING]}. " if context else ""
