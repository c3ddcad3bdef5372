"""A question to answers by document: each with citations, or "not found" with a reason."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion
from indexer.index import Index
from models.reranker import reranker
from service import (
    absence,
    cursors,
    duties,
    existence,
    listed,
    money,
    scope,
    signing,
    silence,
    sureness,
)
from service.answers import Answers, DocumentAnswer
from service.asides import with_asides
from service.citations import citation, document_ref
from service.endpoint import Endpoint
from service.extract import Extract, extract, part_of
from service.filters import filters_of
from service.heirs import heirs_of
from service.question import Question, clean
from service.rephrasing import rephrase
from service.reranking import reranked
from service.retrieve import Candidate, candidates
from service.totals import stated_first, whole_first
from service.understanding import Understood, understood

#: Documents that may answer, unless fewer are asked for: more than there are provinces.
MOST = 50
#: With at most so many documents in scope, each without an answer is listed with its reason.
LIST_SILENT = 50
_CITATIONS = 3
#: How many passages of a document are asked for a short answer, and how near the best they must be.
_TELLERS, _NEAR = 4, 0.8
#: How much of what is done, beside the best, a clause has to say for its date to be told.
_TASK = 0.5
#: Where a document stands that is told as a whole, and one without an answer.
_FIRST, _LAST = 1e6, float("-inf")


def ask(
    index: Index,
    question: str,
    *,
    documents: Sequence[str] | str | None = None,
    localities: Sequence[str] | str | None = None,
    levels: Sequence[str] | str | None = None,
    years: Sequence[int] | None = None,
    lang: str | None = None,
    limit: int = MOST,
    cursor: str | None = None,
    without: Sequence[str] = (),
    previous: str | None = None,
    literal: bool = False,
    endpoint: Endpoint | None = None,
) -> Answers:
    """Answer ``question`` from every document in scope, best first.

    At most ``limit`` documents that answer are told, from ``cursor`` on (the ``next`` of the page
    before; without it also those that do not answer); ``found_total`` counts them all. ``without``:
    filters that the question names and that are to be ignored (``scope.without``). ``previous``:
    the question that a follow-up goes on from ("còn Nghệ An thì sao?"). ``literal``: words are
    looked for as typed, mistakes and all. ``endpoint``: a model that may tell the answers again in
    sentences (``rephrased``), each held against its quotation.

    Raises ``BadQuestion`` for a question, limit or cursor that cannot be used, ``NotFound`` for an
    unknown document or locality.
    """
    started = time.perf_counter()
    if not 1 <= limit <= MOST:
        raise BadQuestion(f"limit phải từ 1 đến {MOST}. / limit must be 1 to {MOST}.", "limit")
    if lang not in (None, "vi", "en"):
        raise BadQuestion("lang là vi hoặc en. / lang is vi or en.", "lang")
    first = cursors.first(cursor)
    sent = scope.Sent(_listed(documents), _listed(localities), _listed(levels), years)
    read = understood(
        index, question, sent, previous=previous, without=without, literal=literal, lang=lang
    )
    reply = _reply(index, read, first, limit)
    took = round((time.perf_counter() - started) * 1000, 2)
    reply = replace(reply, question=clean(question), took_ms=took)
    return rephrase(reply, endpoint) if endpoint else reply


def _listed(names: Sequence[str] | str | None) -> Sequence[str] | None:
    """One name alone is a list of one: a string is a sequence too, of letters."""
    return (names,) if isinstance(names, str) else names


def _reply(index: Index, read: Understood, first: int, limit: int) -> Answers:
    meant, infos = read.question, read.infos
    elsewhere = _outside(index, meant, infos)
    shown = first + limit

    def judge(asked: Question, ids: Collection[str]) -> list[DocumentAnswer]:
        return _answers(index, asked, [d for d in infos if d.id in ids], {}, shown)

    answers = _answers(index, meant, infos, elsewhere, shown)
    answers = with_asides(index, meant, answers, judge)
    found = [a for a in answers if a.found]
    silent = [a for a in answers if not a.found] if len(infos) <= LIST_SILENT and not first else []
    return Answers(
        question=read.whole,
        understood_as=meant.reading,
        intent=meant.intent,
        intents=(meant.intent, *meant.also),
        language=meant.language,
        found=bool(found),
        generation=index.generation,
        took_ms=0.0,
        answers=(*found[first : first + limit], *silent),
        silent=len(infos) - len(found) - len(silent),
        outside=len(elsewhere),
        next=cursors.following(first + limit, len(found)),
        found_total=len(found),
        asked_as=read.whole,
        filters=filters_of(meant, infos, read.sent),
        corrections=read.corrections,
    )


def _outside(index: Index, question: Question, infos: Sequence[DocumentInfo]) -> dict[str, str]:
    """Why each document that is not meant is left out; one reason where the question means none."""
    if absent := absence.of_named(index, question):
        return dict.fromkeys((d.id for d in infos), absent)
    reason = scope.outsider(question)
    out = {d.id: why for d in infos if (why := reason(d))}
    if len(out) == len(infos) <= LIST_SILENT:
        return dict.fromkeys(out, scope.none_of(question, infos))
    return out


def _answers(
    index: Index,
    question: Question,
    infos: Sequence[DocumentInfo],
    elsewhere: Mapping[str, str],
    shown: int,
) -> list[DocumentAnswer]:
    """Of each document, best first; those without one only where there are few to list.

    ``shown``: how many will be looked at, at most; only those are told from whole lists.
    """
    allowed = [d for d in infos if d.id not in elsewhere]
    ids = None if len(allowed) == len(index.documents()) else [d.id for d in allowed]
    ranked = candidates(index, question, ids) if allowed else []
    by_document = _by_document(ranked)
    if by_document:
        by_document = reranked(question, by_document, reranker(index.encoder))
    best = max((mine[0] for mine in by_document.values()), key=lambda c: c.score, default=None)
    needed = sureness.needed(question, allowed, by_document, best)
    few = len(allowed) <= LIST_SILENT
    out: list[tuple[float, DocumentAnswer]] = []
    firsts: dict[str, Candidate] = {}
    if len(infos) <= LIST_SILENT:
        left = ((info, elsewhere[info.id]) for info in infos if info.id in elsewhere)
        out += ((_LAST, replace(silence.answer(info, [], why), outside=True)) for info, why in left)
    searched = allowed if few else [d for d in allowed if d.id in by_document]
    wholes = listed.of_plans(index, question, _best_of(searched, by_document)[:shown])
    for info in searched:
        mine = by_document.get(info.id, [])
        if info.id in wholes:
            out.append((_FIRST + (mine[0].score if mine else 0.0), wholes[info.id]))
            continue
        mine, reason = _judged(question, info, mine, best, needed, few)
        if signing.asks(question):
            answer = _signed(index, question, info, mine, best, reason)
            out.append((mine[0].score if answer.found and mine else _LAST, answer))
            continue
        told = _first_that_tells(question, info, mine) if reason is None else None
        if told and best:
            out.append((mine[0].score, _found(question, info, mine, best, told)))
            firsts[info.id] = told[0]
        else:
            near = mine if few else []  # of many none is listed
            out.append((_LAST, silence.answer(info, near, reason or silence.not_stated(question))))
    answers = [a for _, a in sorted(out, key=lambda pair: (-pair[0], pair[1].outside))]
    return [*money.together(index, question, answers[:shown], firsts), *answers[shown:]]


def _best_of(
    infos: Sequence[DocumentInfo], found: Mapping[str, Sequence[Candidate]]
) -> list[DocumentInfo]:
    """The documents in the order of their best passages."""
    return sorted(infos, key=lambda d: -found[d.id][0].score if d.id in found else -_LAST)


def _by_document(ranked: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    out: dict[str, list[Candidate]] = {}
    for candidate in ranked:
        out.setdefault(candidate.passage.document, []).append(candidate)
    return out


def _judged(
    question: Question,
    info: DocumentInfo,
    mine: list[Candidate],
    best: Candidate | None,
    needed: float,
    shown: bool,
) -> tuple[list[Candidate], str | None]:
    """The candidates that may answer, and why none does; those about one body where it is asked.

    ``shown``: see ``silence.reason``.
    """
    if existence.denies(question.text):
        return mine, existence.LACKING[question.language == "en"]
    if not question.subject or not mine:
        mine = stated_first(question, whole_first(question, mine))
        unnamed = silence.unnamed(question, mine)
        return mine, unnamed or silence.reason(question, info, mine, best, needed, shown)
    kept, sure = duties.of_body(question, info, mine)
    if not kept:
        return mine, duties.none_given(question)
    return kept, None if sure else silence.reason(question, info, kept, best, needed, shown)


def _first_that_tells(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate]
) -> tuple[Candidate, Extract] | None:
    """The best passage that states a short answer; a passage without one answers nothing."""
    near = [c for c in mine[:_TELLERS] if c.score >= _NEAR * mine[0].score]
    if question.intent == "deadline":  # the date of a neighbouring task is no answer
        near = [c for c in near if c.features.head >= _TASK * near[0].features.head]
    if question.intent == "agency":
        near.sort(key=lambda c: part_of(question, c.passage))
    for candidate in near:
        told = extract(question, candidate.passage, info)
        if told.answer:
            return candidate, told
    return None


def _found(
    question: Question,
    info: DocumentInfo,
    mine: Sequence[Candidate],
    best: Candidate,
    answer: tuple[Candidate, Extract],
) -> DocumentAnswer:
    first, told = answer
    support = [c for c in mine[:_CITATIONS] if c is not first and c.score >= _NEAR * mine[0].score]
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=told.answer,
        role=told.role,
        confidence=round(sureness.confidence(question, info, mine, best), 2),
        citations=tuple(citation(c.passage) for c in (first, *support[: _CITATIONS - 1])),
        today=heirs_of(told.answer, first.passage, info) if told.role else (),
        told=told.told,
    )


def _signed(
    index: Index,
    question: Question,
    info: DocumentInfo,
    mine: Sequence[Candidate],
    best: Candidate | None,
    reason: str | None,
) -> DocumentAnswer:
    """Who signed, with the signature; ``reason``: why a document of that subject is not meant."""
    meant = signing.means(question, info)
    if meant is False:
        return silence.answer(info, mine, signing.of_another(question, info))
    if meant is None and reason:
        return silence.answer(info, mine, reason)
    held = signing.signature(index, info)
    if held is None:
        return silence.answer(info, mine, signing.unsigned(question, info))
    header = next((c.passage for c in mine if c.passage.clause.part == "front"), held)
    told = extract(question, header, info).answer
    shown = (held,) if told == info.signer or header == held else (held, header)
    sure = 1.0 if meant else sureness.confidence(question, info, mine, best) if best else 0.0
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=told,
        role=None,
        confidence=round(sure, 2),
        citations=tuple(map(citation, shown)),
    )
