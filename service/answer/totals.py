"""The sum of all years, where a plan states one year's beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text import fold_chars
from service.query.cues import TOTAL
from service.query.question import Question
from service.retrieve.hybrid import Candidate

_TOTAL = re.compile(rf"{TOTAL}|\btotal\b")
#: A year that the question is of.
_ONE_YEAR = re.compile(
    r"\b20\d\d\b|\b(?:moi|hang|mot|tung) nam\b|\b(?:per|each|every|a) year\b|\bannual"
)
_YEARS = re.compile(r"(?<![\d/])0?([1-9]\d?) nam\b")


def all_years_first(question: Question, mine: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; of sums for one year and for several, side by side, that of most years first.

    Only where a total is asked for, and not of a year.
    """
    reading = fold_chars(question.reading)
    asks = _TOTAL.search(reading) and not _ONE_YEAR.search(reading)
    if not mine or question.intent != "funding" or not asks:
        return [*mine]
    parent = mine[0].passage.clause.parent
    beside = [c for c in mine if c.passage.clause.parent == parent]
    longest = max(beside, key=_years)
    if not 0 < _years(mine[0]) < _years(longest):
        return [*mine]
    return [longest, *(c for c in mine if c is not longest)]


def _years(candidate: Candidate) -> int:
    """For how many years a clause gives an amount; 0 where it says for none."""
    amounts = any(f.amount for f in candidate.passage.clause.facts.funding)
    said = _YEARS.findall(fold_chars(candidate.passage.text)) if amounts else []
    return max(map(int, said), default=0)
