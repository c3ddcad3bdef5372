"""A question to answers by document: each with citations, or "not found" with a reason."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote as percent

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion, NotFound
from indexer.index import Index, Passage
from indexer.succession import place_today
from indexer.text import fold_chars
from service import duties, signing, silence
from service.answers import Answers, Citation, DocumentAnswer, DocumentRef
from service.extract import Extract, extract
from service.question import Question, understand
from service.retrieve import Candidate, candidates
from service.totals import whole_first

#: With at most so many documents in scope, each without an answer is listed with its reason.
LIST_SILENT = 50
_CITATIONS = 3
#: How many passages of a document are asked for a short answer, and how near the best they must be.
_TELLERS, _NEAR = 4, 0.8


def ask(
    index: Index,
    question: str,
    *,
    documents: Sequence[str] | None = None,
    localities: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    lang: str | None = None,
    limit: int = 10,
) -> Answers:
    """Answer ``question`` from every document in scope, best first.

    At most ``limit`` documents that answer are told; ``found_total`` counts them all.

    Raises ``BadQuestion`` for a question or limit that cannot be used, ``NotFound`` for an unknown
    document or locality.
    """
    started = time.perf_counter()
    if not 1 <= limit <= 50:
        raise BadQuestion("limit phải từ 1 đến 50. / limit must be 1 to 50.", "limit")
    if lang not in (None, "vi", "en"):
        raise BadQuestion("lang là vi hoặc en. / lang is vi or en.", "lang")
    scope = in_scope(index, documents, localities, levels, years)
    meant = understand(question, index.accents, known_places(index), lang)
    answers = _answers(index, meant, scope)
    found = [a for a in answers if a.found]
    silent = [a for a in answers if not a.found]
    listed = silent if len(scope) <= LIST_SILENT else []
    return Answers(
        question=meant.text,
        understood_as=meant.reading,
        intent=meant.intent,
        language=meant.language,
        found=bool(found),
        generation=index.generation,
        took_ms=round((time.perf_counter() - started) * 1000, 2),
        answers=(*found[:limit], *listed),
        silent=len(silent) - len(listed),
        found_total=len(found),
    )


def _answers(
    index: Index, question: Question, scope: Sequence[DocumentInfo]
) -> list[DocumentAnswer]:
    allowed = [d for d in scope if silence.place_allows(question, d)]
    ids = None if len(allowed) == len(index.documents()) else [d.id for d in allowed]
    ranked = candidates(index, question, ids) if allowed else []
    by_document: dict[str, list[Candidate]] = {}
    for candidate in ranked:
        by_document.setdefault(candidate.passage.document, []).append(candidate)
    best = max(ranked, key=lambda c: c.score, default=None)
    out: list[tuple[float, DocumentAnswer]] = []
    nowhere = _no_plan_of(question) if question.places and not allowed else None
    for info in scope:
        mine, reason = _judged(question, info, by_document.get(info.id, []), best)
        reason = nowhere or reason
        if signing.asks(question) and silence.place_allows(question, info):
            answer = _signed(index, question, info, mine, best, reason)
            out.append((mine[0].score if answer.found and mine else float("-inf"), answer))
            continue
        told = _first_that_tells(question, info, mine) if reason is None else None
        if told and best:
            out.append((mine[0].score, _found(question, info, mine, best, told)))
        else:
            why = reason or silence.not_stated(question)
            out.append((float("-inf"), _silent(info, mine, why)))
    return [a for _, a in sorted(out, key=lambda pair: -pair[0])]


def _judged(
    question: Question, info: DocumentInfo, mine: list[Candidate], best: Candidate | None
) -> tuple[list[Candidate], str | None]:
    """The candidates that may answer, and why none does; those about one body where it is asked."""
    if not question.subject or not mine:
        mine = whole_first(question, mine)
        unnamed = silence.unnamed(question, mine)
        return mine, unnamed or silence.reason(question, info, mine, best)
    kept, sure = duties.of_body(question, info, mine)
    if not kept:
        return mine, duties.none_given(question)
    return kept, None if sure else silence.reason(question, info, kept, best)


def _no_plan_of(question: Question) -> str:
    """The reason when the question names a place that no plan in scope is of."""
    table = reference.load().province_by_id
    names = [table[p].full_name if p in table else p for p in question.places]
    return f"Kho chưa có kế hoạch nào của {', '.join(names)}."


def _first_that_tells(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate]
) -> tuple[Candidate, Extract] | None:
    """The best passage that states a short answer; a passage without one answers nothing."""
    for candidate in mine[:_TELLERS]:
        told = extract(question, candidate.passage, info)
        if told.answer and candidate.score >= _NEAR * mine[0].score:
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
        confidence=round(silence.confidence(question, mine, best), 2),
        citations=tuple(citation(c.passage) for c in (first, *support[: _CITATIONS - 1])),
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
        return _silent(info, mine, signing.of_another(question, info))
    if meant is None and reason:
        return _silent(info, mine, reason)
    held = signing.signature(index, info)
    if held is None:
        return _silent(info, mine, signing.NOT_SHOWN if info.signer else signing.NOT_READ)
    header = next((c.passage for c in mine if c.passage.clause.part == "front"), held)
    told = extract(question, header, info).answer
    shown = (held,) if told == info.signer or header == held else (held, header)
    sure = 1.0 if meant else silence.confidence(question, mine, best) if best else 0.0
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=told,
        role=None,
        confidence=round(sure, 2),
        citations=tuple(map(citation, shown)),
    )


def _silent(info: DocumentInfo, mine: Sequence[Candidate], reason: str) -> DocumentAnswer:
    return DocumentAnswer(
        document=document_ref(info),
        found=False,
        answer=None,
        role=None,
        confidence=0.0,
        reason=reason,
        nearest=tuple(citation(c.passage) for c in mine[:1]),
    )


def citation(passage: Passage) -> Citation:
    """A passage as a quotation that opens in place."""
    path = passage.clause.path
    anchor = percent(path, safe="")
    return Citation(
        clause=f"{passage.document}#{path}",
        path=path,
        headings=passage.context,
        quote=passage.text,
        start=passage.clause.start,
        end=passage.clause.start + len(passage.text),
        page=passage.clause.page,
        url=f"/documents/{percent(passage.document)}?clause={anchor}#{anchor}",
        ocr=passage.ocr,
    )


def document_ref(info: DocumentInfo) -> DocumentRef:
    """A document as answers show it."""
    today = place_today(info)
    return DocumentRef(
        id=info.id,
        title=info.title,
        locality=info.locality,
        locality_today=today.name if today else None,
        level=info.level,
        number=info.number,
        date=info.date,
        year=info.year,
        issuer=info.issuer,
        digest=info.digest,
    )


@lru_cache(maxsize=1)
def _provinces() -> frozenset[tuple[str, str]]:
    return frozenset(
        (fold_chars(name), place.id)
        for place in reference.load().provinces
        for name in (place.name, *place.aliases)
        if len(name) > 3
    )


def known_places(index: Index) -> list[tuple[str, str]]:
    """Folded names of places a question may name: those of the index and every province."""
    out = set(_provinces())
    for info in index.documents():
        if info.locality and info.locality_id:
            out.add((fold_chars(info.locality), info.locality_id))
    return sorted(out)


def in_scope(
    index: Index,
    documents: Sequence[str] | None,
    localities: Sequence[str] | None,
    levels: Sequence[str] | None,
    years: Sequence[int] | None,
) -> list[DocumentInfo]:
    """The documents the filters leave. Raises ``NotFound`` for an unknown document or locality."""
    found = list(index.documents())
    if documents:
        found = [index.document(d) for d in dict.fromkeys(documents)]
    if localities:
        found = _in_places(found, localities)
    if levels:
        found = [d for d in found if d.level in levels]
    if years:
        found = [
            d for d in found if d.year and any(d.year <= y <= (d.year_to or d.year) for y in years)
        ]
    return found


def _in_places(found: Sequence[DocumentInfo], localities: Sequence[str]) -> list[DocumentInfo]:
    names = reference.load().province_by_name
    out: list[DocumentInfo] = []
    for locality in localities:
        folded = fold_chars(locality)
        place = names.get(folded)
        mine = [
            d
            for d in found
            if folded in (fold_chars(d.locality or ""), d.locality_id, d.id)
            or (place and silence.within(d, place.id))
        ]
        if not mine and place is None:
            raise NotFound(
                f"Không có địa phương “{locality}” trong kho. / No locality “{locality}” here.",
                "localities",
            )
        out += [d for d in mine if d not in out]
    return out
