"""The page on which a reader says what is wrong with an answer, or that it is right."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from indexer.errors import BadQuestion, TracuuError
from indexer.index.protocol import Index
from service.api.desk import House, house
from service.api.errors import Problem, RequestProblem, problem_of
from service.api.inputs import MAX_NAME, MAX_QUESTION, clean
from service.holdings.feedback import LONGEST, REASONS, Note, tidy
from service.quoting import citing
from service.web.forms import form, require_own
from service.web.links import href
from service.web.messages import language, say
from service.web.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/feedback")
def ask_for_it(
    request: Request, q: str = "", clause: str = "", answer: str = "", sent: str = ""
) -> Response:
    """Show the form, or the thanks for what was ``sent`` with it."""
    about = {"q": clean(q), "clause": clean(clause), "answer": clean(answer)}
    return _page(request, about, sent=bool(sent))


@router.post("/feedback")
async def take(request: Request) -> Response:
    """Keep a note, then show the thanks at an address that can be loaded again."""
    require_own(request)
    told = await form(request)
    about = {name: told.get(name, "") for name in ("q", "clause", "answer")}
    try:
        _bound(request)
        note = _note(house(request), told)
        await asyncio.to_thread(house(request).box.put, note)
    except (TracuuError, RequestProblem) as error:  # what was typed stays in the form
        return _page(request, about, told, problem_of(error))
    lang = language(request.query_params.get("lang"))
    return Response(status_code=303, headers={"Location": href("/feedback", lang, sent=1, **about)})


def _bound(request: Request) -> None:
    wait: int = request.state.wait  # told by the gate, which sees the notes of all workers
    if wait:
        headers = {"Retry-After": str(wait)}
        raise RequestProblem(
            Problem(429, say("vi", "feedback_often", n=wait), None, (), None, headers)
        )


def _note(rooms: House, told: dict[str, str]) -> Note:
    """What the form says; raises ``BadQuestion`` naming the field that cannot be kept."""
    reason = next((known for known in REASONS if known == told.get("reason")), None)
    if reason is None:
        raise BadQuestion(say("vi", "feedback_reason_due"), "reason")
    words = tidy(told.get("words", ""))
    if reason == "other" and not words:
        raise BadQuestion(say("vi", "feedback_words_due"), "words")
    clause = told.get("clause", "")[:MAX_NAME] or None
    if clause is not None:  # a note on what is not held could not be followed up
        document, _, path = clause.partition("#")
        rooms.index().clause(document, path)
    return Note(
        day=datetime.now(UTC).date().isoformat(),
        reason=reason,
        question=told.get("q", "")[:MAX_QUESTION],
        document=clause.partition("#")[0] if clause else None,
        clause=clause,
        answer=told.get("answer", "")[:MAX_NAME] or None,
        words=words,
        generation=rooms.index().generation,
    )


def _named(index: Index, clause: str) -> str:
    """A clause as officials cite it; what is not held stays as it was given."""
    document, _, path = clause.partition("#")
    try:
        above = citing.chain(index.clauses(document), index.clause(document, path))
        return citing.formal(index.document(document), above, None)
    except TracuuError:
        return clause


def _page(
    request: Request,
    about: dict[str, str],
    told: dict[str, str] | None = None,
    problem: Problem | None = None,
    sent: bool = False,
) -> Response:
    return render(
        request,
        "feedback.html",
        problem.status if problem else 200,
        headers=problem.headers if problem else None,
        about=about,
        named=_named(house(request).index(), about["clause"]),
        told=told or {},
        problem=problem,
        sent=sent,
        reasons=REASONS if about["clause"] else ("missing", "other"),
        longest=LONGEST,
    )
