"""The first page: a question in, answers by locality out, and the same to take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from indexer.errors import BadQuestion, NotFound
from service.answers import Answers, SearchResults
from service.api.desk import House, house
from service.api.errors import problem_of
from service.api.inputs import clean, question_text
from service.web import asking
from service.web.messages import Lang, language
from service.web.narrowing import ORDERS, SCOPE, WITHIN, Filters, Narrowing, filters
from service.web.rendering import render
from service.web.words.asking import EXAMPLES

router = APIRouter(include_in_schema=False)

_PASSAGES = 15
_ANSWERS = 50


@router.get("/")
def home(
    request: Request,
    q: str | None = None,
    cursor: str = "",
    after: str = "",
    previous: str = "",
    rephrase: str = "",
) -> Response:
    """Ask, and show the answers; without a question, what can be asked.

    ``cursor``: passages from there on, without answers; ``after``: answers from there on.
    """
    rooms = house(request)
    lang = language(request.query_params.get("lang"))
    asked = Asked(clean(q or ""), Filters())
    shown: dict[str, Any] = {}
    problem = None
    try:
        asked = Asked(
            asked.q, filters(request.query_params), clean(cursor) or None, clean(after) or None
        )
        if q is not None:
            question_text(q, "q")
            before = question_text(previous, "previous") if previous else None
            asked, shown = _found(rooms, asked, before, lang, bool(rephrase))
    except (BadQuestion, NotFound) as error:
        problem = problem_of(error)
    narrowing = Narrowing(asked.q, asked.chosen, rooms.index().documents(), lang)
    answers = shown.get("answers")
    return render(
        request,
        "home.html",
        problem.status if problem else 200,
        q=asked.q,
        documents=len(narrowing.infos),
        examples=EXAMPLES,
        chosen=asked.chosen,
        problem=problem,
        orders=ORDERS,
        chips=(*narrowing.chips(), *narrowing.named(answers.filters if answers else ())),
        onward=answers and asking.onward(asked.q, asked.chosen, answers, lang),
        facets=narrowing.facets(shown.pop("counts", None) or narrowing.holdings(), SCOPE),
        within=narrowing.facets(shown["results"].facets if shown else {}, WITHIN),
        **shown,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, where it is asked, and from which passage and answer on."""

    q: str
    chosen: Filters
    cursor: str | None = None
    after: str | None = None

    def answers(self, rooms: House, previous: str | None = None, rephrase: bool = False) -> Answers:
        """Every document in scope, up to as many as a page can show."""
        return rooms.desk.ask(
            rooms.index(),
            self.q,
            localities=self.chosen.locality or None,
            levels=self.chosen.level or None,
            years=[int(year) for year in self.chosen.year] or None,
            limit=_ANSWERS,
            cursor=self.after,
            without=self.chosen.without,
            previous=previous,
            literal=self.chosen.literal,
            rephrase=rephrase,
        )

    def passages(
        self, rooms: House, limit: int = _PASSAGES, chosen: Filters | None = None
    ) -> SearchResults:
        """A page of passages, perhaps under other filters."""
        chosen = chosen or self.chosen
        return rooms.desk.search(
            rooms.index(),
            self.q,
            locality=chosen.locality or None,
            level=chosen.level or None,
            year=[int(year) for year in chosen.year] or None,
            agency=next(iter(chosen.agency), None),
            kind=next(iter(chosen.kind), None),
            limit=limit,
            cursor=self.cursor if chosen is self.chosen else None,
            literal=chosen.literal,
            order=chosen.order,
            exact=chosen.exact,
            bound=True,
            without=chosen.without,
        )


def _found(
    rooms: House, asked: Asked, previous: str | None, lang: Lang, rephrase: bool
) -> tuple[Asked, dict[str, Any]]:
    """The question whole (a follow-up takes up the one before) and what is shown for it."""
    if asked.cursor or asked.chosen.exact:  # the answers stand on the first page
        return asked, _passages(rooms, asked)
    answers = asked.answers(rooms, previous, rephrase)
    whole = answers.asked_as or asked.q
    if whole != asked.q:
        asked = Asked(whole, asking.left(asked.chosen, answers), after=asked.after)
    shown = _passages(rooms, asked)
    found, silent = asking.split(answers)
    return asked, shown | {
        "answers": answers,
        "found": found,
        "silent": silent,
        "unanswered": asking.unanswered(answers),
        "before": max(0, int(asked.after) - _ANSWERS) if asked.after else None,
        "nowhere": asking.nowhere(answers),
        "hits": asking.unquoted(shown["results"].hits, found),
        "bars": asking.bars(rooms.index(), found) if answers.intent == "target" else {},
        "restored": asking.restored(asked.q, answers.understood_as),
        "few": asking.FEW,
        "rephrases": rooms.desk.rephrases,
        "rephrase": rephrase,
        "retold": asking.retold(answers, shown["source"], lang),
    }


def _passages(rooms: House, asked: Asked) -> dict[str, Any]:
    results = asked.passages(rooms)
    start = int(asked.cursor or 0)
    return {
        "source": asking.sourcing(rooms.index()),
        "results": results,
        "hits": results.hits,
        "counts": _counts(rooms, asked, results),
        "page": start // _PASSAGES + 1,
        "earlier": max(0, start - _PASSAGES) or None,
        "pages": max(1, -(-results.total // _PASSAGES)),
        "restored": asking.restored(asked.q, results.understood_as),
        "corrections": results.corrections,
    }


def _counts(rooms: House, asked: Asked, results: SearchResults) -> dict[str, dict[str, int]]:
    """Passages by value; of a facet with a value chosen, as many as any other value would have."""
    counts = dict(results.facets)
    for name in SCOPE:
        if asked.chosen.scope[name]:
            wider = asked.passages(rooms, 1, asked.chosen.wider(name))
            counts[name] = wider.facets.get(name, {})
    return counts
