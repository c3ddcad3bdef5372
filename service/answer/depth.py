"""How deep very many plans are looked into, and how many were not looked at that may answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from service.answer.answering import Contest, Judged
from service.answers import DocumentAnswer
from service.retrieve.hybrid import pool_of, reach

#: Of many documents those are judged of which the search finds a passage. Where one answers by a
#: passage beyond this share of what words find, or of what meaning does, others may too: of 84
#: questions over 325 plans of which four times as deep a search tells more (29) 26 are known so, of
#: the others 15 are held for such; where words and meaning both must be at their end, 11 and 1.
_EDGE = 0.95
#: Times as many candidates are looked at, step by step, for a page beyond the answers there are.
DEPTHS = (1, 4, 16)


class Told(NamedTuple):
    """Answers, best first, how many ``more`` plans have one, how many may (see ``Answers``).

    ``order``: the ids of all that answer.
    """

    answers: list[DocumentAnswer]
    more: int
    unseen: int
    order: list[str]


def deep_enough(told: Callable[[int, Sequence[str]], Told], shown: int) -> Told:
    """With more answers than are ``shown``, where a deeper search has them.

    ``told``: what a search of a depth finds, those first that are given. What a deeper one finds
    comes behind what the one before found, whatever it is worth: no page repeats another.
    """
    before: Sequence[str] = ()
    for depth in DEPTHS:
        found = told(depth, before)
        if not found.unseen or len(found.order) > shown:
            break
        before = found.order
    return found


def unseen_by(told: Sequence[Judged], contest: Contest, allowed: int, depth: int) -> int:
    """How many documents have not been judged, where more of them may answer; else 0.

    A passage that answers and was only just found has others like it beyond: plans copy one
    another.
    """
    pool = reach(contest.question, depth * pool_of(contest.index.size()))
    seen = [one.features for mine in contest.found.values() for one in mine]
    words = _edge([features.lexical for features in seen if features.lexical > 0], pool)
    meaning = _edge([features.dense for features in seen], pool)
    firsts = [contest.found[one.info.id][0].features for one in told if one.found]
    may = any(first.lexical <= words or first.dense <= meaning for first in firsts)
    return allowed - len(told) if may else 0


def _edge(values: Sequence[float], pool: int) -> float:
    """What the last of ``pool`` that a search found have at most; less than any, if it found all.

    Some of what it finds can answer nothing and is not among ``values``.
    """
    found = sorted(values, reverse=True)[:pool]
    return found[int(_EDGE * len(found))] if len(found) > pool // 2 else float("-inf")
