"""What of a document is addressed: a clause, an exact span of it, a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.documents import Clause, PageBox
from indexer.errors import BadQuestion
from service.web.marking import Range
from service.web.messages import say

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_WHOLE = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Place:
    """``mark`` is what to mark; ``misfit``: a span was asked for that is not in the clause."""

    clause: Clause | None
    mark: Range | None
    misfit: bool = False


def addressed(clause: Clause | None, span: str, start: str, end: str, length: int) -> Place:
    """Where an address points in a text of ``length``. Raises ``BadQuestion`` for no span at all.

    ``span`` is ``START-END``; ``start`` and ``end`` are the same in two, and need no clause.
    """
    whole = (clause.start, clause.end) if clause else None
    if not span:
        return Place(clause, _pair(start, end, length) or whole)
    found = _SPAN.fullmatch(span)
    if not found:
        raise BadQuestion(say("vi", "bad_span"), "span")
    a, b = int(found[1]), int(found[2])
    low, high = whole or (0, length)
    fits = low <= a < b <= high
    return Place(clause, (a, b) if fits else None, not fits)


def page_number(asked: str) -> int | None:
    """The page asked for; None for none. Raises ``BadQuestion`` for what is no number."""
    if not asked:
        return None
    if not _WHOLE.fullmatch(asked) or not int(asked):
        raise BadQuestion(say("vi", "bad_page"), "page")
    return int(asked)


def boxes(units: Sequence[Clause], place: Place) -> tuple[PageBox, ...]:
    """Where the lines of what is addressed stand: of every clause that holds a part of it."""
    whole = (place.clause.start, place.clause.end) if place.clause else (0, 0)
    low, high = place.mark or whole
    return tuple(box for u in units if u.start < high and low < u.own_end for box in u.boxes)


def _pair(start: str, end: str, length: int) -> Range | None:
    if not start and not end:
        return None
    a, b = (int(x) if _WHOLE.fullmatch(x) else -1 for x in (start, end))
    if not 0 <= a < b <= length:
        raise BadQuestion(say("vi", "bad_span"), "start")
    return a, b
