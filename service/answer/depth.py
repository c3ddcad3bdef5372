"""How deep very many plans are looked into, and how many were not looked at that may answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from service.answer.answering import Contest, Judged
from service.answers import DocumentAnswer
from service.retrieve.ends import edge, sides
from service.retrieve.hybrid import pool_of, reach

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

    Those are judged of which the search finds a passage. One that answers and was only just found
    has others like it beyond: plans copy one another.
    """
    pool = reach(contest.question, depth * pool_of(contest.index.size()))
    seen = [one.features for mine in contest.found.values() for one in mine]
    lexical, dense = sides(seen)
    words, meaning = edge(lexical[lexical > 0], pool), edge(dense, pool)
    firsts = [contest.found[one.info.id][0].features for one in told if one.found]
    may = any(first.lexical <= words or first.dense <= meaning for first in firsts)
    return allowed - len(told) if may else 0
