"""The amount of a whole, where a clause that breaks it down states it above its items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text import fold_chars, words
from service.asked import asked
from service.question import Question
from service.retrieve import Candidate

#: The share of the question's words that a clause on its subject holds, with its headings.
_ON_SUBJECT = 0.5
#: Kinds of answer that a clause has or lacks, and how near the first another must come.
_OF_FACTS = ("target", "deadline", "funding")
_NEAR = 0.7
_FIGURE = re.compile(r"\d[\d.,]*")


def whole_first(question: Question, mine: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the clause above an item first, where the item is not what is asked for.

    "Tổng kinh phí là bao nhiêu?" is answered by "Dự toán: … đồng. Trong đó:", not by one item
    below it, unless the question says a word that only the item has.
    """
    found = list(mine)
    if not found or question.intent != "funding" or not asked(question.reading).how_much:
        return found
    above = _above(found[0], found)
    if above is None or _own_words(found[0], above) & {*question.content}:
        return found
    found.remove(above)
    return [above, *found]


def stated_first(question: Question, mine: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with one that states the figure or day first, where the first states none.

    It must come near the first in score: what it states may belong to something else.
    """
    found = list(mine)
    if not found or question.intent not in _OF_FACTS or found[0].features.states > 0:
        return found
    telling = next((c for c in found if c.features.states > 0), None)
    if telling is None or telling.score < _NEAR * found[0].score:
        return found
    if telling.features.context < _ON_SUBJECT:
        return found
    found.remove(telling)
    return [telling, *found]


def _above(item: Candidate, found: Sequence[Candidate]) -> Candidate | None:
    """The clause right above, if it states an amount of money itself."""
    parent = item.passage.clause.parent
    for candidate in found:
        clause = candidate.passage.clause
        if clause.path == parent and any(f.amount for f in clause.facts.funding):
            return candidate
    return None


def _own_words(item: Candidate, above: Candidate) -> set[str]:
    text, whole = item.passage.text, above.passage.text
    return {*_words(text)} - {*_words(whole)}


def _words(text: str) -> list[str]:
    return words(_FIGURE.sub(" ", fold_chars(text)))
