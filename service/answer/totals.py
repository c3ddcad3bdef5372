"""Which of several sums: that of all years before one year's, a whole before its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text import fold_chars
from service.answer import theme
from service.query import about
from service.query.asked import says
from service.query.cues import TOTAL
from service.query.question import Question
from service.retrieve.hybrid import Candidate

_TOTAL = re.compile(rf"{TOTAL}|\btotal\b")
#: A year that the question is of.
_ONE_YEAR = re.compile(
    r"\b20\d\d\b|\b(?:moi|hang|mot|tung) nam\b|\b(?:per|each|every|a) year\b|\bannual"
)
_YEARS = re.compile(r"(?<![\d/])0?([1-9]\d?) nam\b")


def _asks_all_years(reading: str) -> bool:
    return says(_TOTAL, reading) and not says(_ONE_YEAR, reading)


def all_years_first(question: Question, mine: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; of sums for one year and for several, side by side, that of most years first.

    Only where a total is asked for, and not of a year.
    """
    if not mine or question.intent != "funding" or not _asks_all_years(question.reading):
        return [*mine]
    parent = mine[0].passage.clause.parent
    beside = [c for c in mine if c.passage.clause.parent == parent]
    longest = max(beside, key=_years)
    if not 0 < _years(mine[0]) < _years(longest):
        return [*mine]
    return [longest, *(c for c in mine if c is not longest)]


def whole_first(question: Question, near: Sequence[Candidate]) -> list[Candidate]:
    """Candidates with the first one's heading before it, where that tells money and says as much.

    Only where reading finds it the better answer of the two.
    "Dự toán … 01 năm: 1.500.000.000 đồng. Trong đó: - Chi khác …: 63.950.757 đồng".
    """
    first = near[0]
    above = next((c for c in near[1:] if _is_above(c, first)), None)
    if above is None or above.reading is None or first.reading is None:
        return [*near]
    wanted = about.subject(question.notions)
    unsaid, less = (theme.left(wanted, (c.passage.text,), question) for c in (above, first))
    if above.reading <= first.reading or not {*unsaid} <= {*less}:
        return [*near]
    return [above, *(c for c in near if c is not above)]


def _is_above(candidate: Candidate, item: Candidate) -> bool:
    """Whether a clause that states money holds another."""
    path = candidate.passage.clause.path
    holds = item.passage.clause.path.startswith(f"{path}.")
    return holds and candidate.features.states == 1.0


def _years(candidate: Candidate) -> int:
    """For how many years a clause gives an amount; 0 where it says for none."""
    amounts = any(f.amount for f in candidate.passage.clause.facts.funding)
    said = _YEARS.findall(fold_chars(candidate.passage.text)) if amounts else []
    return max(map(int, said), default=0)
