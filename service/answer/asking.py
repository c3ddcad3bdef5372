"""A question to answers by document: each with citations, or "not found" with a reason."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion
from indexer.index import Index
from service.answer import absence, catalogue, listed, money, silence, sureness, titled
from service.answer.answering import Contest, Judged, judged
from service.answer.asides import of_half, with_asides, with_first
from service.answer.catalogue import Whole
from service.answer.depth import Told, deep_enough, unseen_by
from service.answer.endpoint import Endpoint
from service.answer.rephrasing import rephrase
from service.answers import Answers, DocumentAnswer
from service.query import halves, outsiders, rounds, scope
from service.query.filters import filters_of
from service.query.question import Question, clean
from service.query.understanding import Understood, understood
from service.retrieve import cursors
from service.retrieve.hybrid import Candidate, by_document, candidates, pool_of
from service.retrieve.reranking import bundled, reranked

#: Documents that may answer, unless fewer are asked for: more than there are provinces.
MOST = 50
#: With at most so many documents in scope, each without an answer is listed with its reason.
LIST_SILENT = 50
#: Of more documents only the titles of those are read that the search finds.
_TITLES = 300
#: What is added to the score of a document told as a whole; the place of one without an answer.
_FIRST, _LAST = 1e6, float("inf")


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
    _check(limit, lang)
    first = cursors.first(cursor)
    sent = scope.Sent(_listed(documents), _listed(localities), _listed(levels), years)
    read = understood(
        index, question, sent, previous=previous, without=without, literal=literal, lang=lang
    )
    reply = _reply(index, read, first, limit)
    half = halves.first_half(read.question)
    if half and (not reply.found or reply.intents == ("funding",)):
        part = understood(index, half, sent, without=without, literal=literal, lang=lang)
        other = _reply(index, part, first, limit)
        reply = with_first(reply, other) if reply.found else of_half(reply, other)
    took = round((time.perf_counter() - started) * 1000, 2)
    reply = replace(reply, question=clean(question), took_ms=took)
    return rephrase(reply, endpoint) if endpoint else reply


def _check(limit: int, lang: str | None) -> None:
    if not 1 <= limit <= MOST:
        raise BadQuestion(f"limit phải từ 1 đến {MOST}. / limit must be 1 to {MOST}.", "limit")
    if lang not in (None, "vi", "en"):
        raise BadQuestion("lang là vi hoặc en. / lang is vi or en.", "lang")


def _listed(names: Sequence[str] | str | None) -> Sequence[str] | None:
    """One name alone is a list of one: a string is a sequence too, of letters."""
    return (names,) if isinstance(names, str) else names


def _reply(index: Index, read: Understood, first: int, limit: int) -> Answers:
    meant, infos = read.question, read.infos
    elsewhere = _outside(index, meant, infos)
    shown, among = first + limit, len(infos) - len(elsewhere)

    def judge(asked: Question, ids: Collection[str]) -> list[DocumentAnswer]:
        these = [d for d in infos if d.id in ids]
        return _answers(index, asked, these, {}, shown, among, every=True).answers

    few = len(infos) <= LIST_SILENT
    every = few or bool(meant.also)

    def told(depth: int, before: Sequence[str]) -> Told:
        return _answers(index, meant, infos, elsewhere, shown, among, every, depth, before)

    answers, more, unseen, _ = deep_enough(told, shown) if first else told(1, ())
    answers = with_asides(index, meant, answers, judge)
    found = [a for a in answers if a.found]
    silent = [a for a in answers if not a.found] if few and not first else []
    total = len(found) + more
    following = cursors.following(shown, total)
    if unseen and not first:  # a page that finds more goes on where this one ends
        following = str(min(shown, total))
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
        silent=len(infos) - total - len(silent) - unseen,
        outside=len(elsewhere),
        next=following,
        found_total=total,
        asked_as=read.whole,
        filters=filters_of(index, meant, infos, read.sent),
        corrections=read.corrections,
        unseen=unseen,
    )


def _outside(index: Index, question: Question, infos: Sequence[DocumentInfo]) -> dict[str, str]:
    """Why each document that is not meant is left out; one reason where the question means none."""
    if absent := absence.of_named(index, question):
        return dict.fromkeys((d.id for d in infos), absent)
    out = outsiders.outsiders(index, question, infos)
    if len(out) == len(infos) <= LIST_SILENT:
        return dict.fromkeys(out, outsiders.none_of(question, infos))
    return out


def _answers(
    index: Index,
    question: Question,
    infos: Sequence[DocumentInfo],
    elsewhere: Mapping[str, str],
    shown: int,
    among: int,
    every: bool,
    depth: int = 1,
    before: Sequence[str] = (),
) -> Told:
    """Of each document, best first; those without one only where there are few to list.

    Where plans are asked for, those that are meant alone.

    ``shown``: how many will be looked at, at most; only those are told from whole lists, and not
    ``every`` document but those alone are told at all. ``among``: how many are asked at all, these
    ``infos`` or more. ``depth``, ``before``: see ``depth.deep_enough``.
    """
    allowed = [d for d in infos if d.id not in elsewhere] if elsewhere else infos
    contest = _contest(index, question, allowed, among, depth)
    searched = allowed if contest.shown else contest.held
    wholes = catalogue.of_plans(index, question, allowed)
    if wholes:
        searched = [d for d in allowed if d.id in wholes]
    else:
        wholes = listed.of_plans(index, question, _best_of(searched, contest.found)[:shown])
    told = [
        _whole(info, wholes[info.id], contest) if info.id in wholes else judged(contest, info)
        for info in searched
    ]
    if len(infos) <= LIST_SILENT:
        told = [*_left_out(infos, elsewhere), *told]
    told.sort(key=_place)
    if before:
        known = {name: place for place, name in enumerate(before)}
        told.sort(key=lambda one: known.get(one.info.id, len(known)))
    found = [one.info.id for one in told if one.found]
    unseen = 0 if wholes or contest.shown else unseen_by(told, contest, len(allowed), depth)
    if not every:
        told = [one for one in told if one.found][:shown]
    answers = _told_of(told)
    firsts = {one.info.id: one.first for one in told if one.first}
    whole = money.together(index, question, answers[:shown], firsts)
    whole = listed.together(index, question, whole, firsts)
    return Told(
        [*whole, *answers[shown:]], 0 if every else len(found) - len(answers), unseen, found
    )


def _told_of(judged: Iterable[Judged]) -> list[DocumentAnswer]:
    return [one.tell() for one in judged]


def _place(told: Judged) -> tuple[float, bool]:
    """Answers before silence, the best first; plans left out by what the question names last."""
    return (_LAST if told.score is None else -told.score), told.outside


def _whole(info: DocumentInfo, whole: Whole, contest: Contest) -> Judged:
    """A plan that is told as a whole: before all others, the surest and then the best first."""
    mine = contest.found.get(info.id)
    score = _FIRST * whole.sure + (mine[0].score if mine else 0.0)
    return Judged(info, True, whole.tell, score)


def _left_out(infos: Sequence[DocumentInfo], elsewhere: Mapping[str, str]) -> list[Judged]:
    left = [info for info in infos if info.id in elsewhere]
    return [
        Judged(info, False, partial(_apart, info, elsewhere[info.id]), outside=True)
        for info in left
    ]


def _apart(info: DocumentInfo, why: str) -> DocumentAnswer:
    return replace(silence.answer(info, [], why), outside=True)


def _contest(
    index: Index, question: Question, allowed: Sequence[DocumentInfo], among: int, depth: int
) -> Contest:
    """What is found in the documents ``allowed``, of ``among`` asked, read and judged together."""
    ids = None if len(allowed) == len(index.documents()) else [d.id for d in allowed]
    pool = depth * pool_of(index.size())
    ranked = candidates(index, question, ids, pool) if allowed else []
    found = by_document(_of_round(index, question, ranked))
    if found:
        found = reranked(question, found, bundled(index.encoder))
    best = max((mine[0] for mine in found.values()), key=lambda c: c.score, default=None)
    lacking = None
    if best and question.keywords:
        own = index.document(best.passage.document)
        lacking = sureness.share_missing(question, best, own)
    held = [d for d in allowed if d.id in found]
    needed = sureness.needed(question, held, found, best, among)
    few = len(allowed) <= _TITLES
    meant = titled.meant(question, allowed if few else held)
    shown = len(allowed) <= LIST_SILENT
    return Contest(index, question, found, held, best, lacking, needed, meant, shown)


def _of_round(index: Index, question: Question, ranked: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those that are not on another round than the one asked for, if one is."""
    asked = rounds.rounds_of(question.reading)
    if not asked:
        return ranked
    titles = {d: index.document(d).title for d in {c.passage.document for c in ranked}}
    return [
        c for c in ranked if not rounds.is_another(asked, c.passage, titles[c.passage.document])
    ]


def _best_of(
    infos: Sequence[DocumentInfo], found: Mapping[str, Sequence[Candidate]]
) -> list[DocumentInfo]:
    """The documents in the order of their best passages."""
    return sorted(infos, key=lambda d: -found[d.id][0].score if d.id in found else _LAST)
