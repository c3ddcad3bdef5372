"""How well hundreds of passages can do at best, told from their outlines all at once.

All features but a few are reckoned as ``service.evidence`` does, over arrays; of the others, and of
any that is not known here, the most is assumed that its weight lets count. So a passage of which
more is not worth reading is known before its clause is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.index.outline import (
    HEAD,
    KINDS,
    NUMBER,
    PARTS,
    Outline,
    Terms,
    flag,
    kinds_of,
    parts_of,
    sequence,
)
from service import evidence, offices
from service.evidence import Features, Table, Weights
from service.question import Question
from service.stating import asked

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
#: Feature → the phrases of which a heading then has one, each as the pairs of its words.
_HEADINGS = {
    name: [tuple(f"{a}_{b}" for a, b in pairwise(p.split())) for p in kind.pattern.split("|")]
    for name, kind in evidence.HEADINGS.items()
}
#: Told by the most that they can be.
UNSURE = frozenset(("states", "fits", "near", "timed"))
#: Sums of the same numbers in other orders differ by less.
ROUNDING = 1e-9
_SECTIONS = ("text", "around", "headings", "last", "names")


class Heads(NamedTuple):
    """The first numbers of each outline, see ``indexer.index.outline``."""

    starts: NDArray[np.intp]
    flags: NDArray[np.uint32]
    text: NDArray[np.intp]
    around: NDArray[np.intp]
    last: NDArray[np.intp]
    end: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Outlines side by side; ``stream`` has the numbers of all, ``lengths`` as in ``Features``."""

    stream: NDArray[np.uint32]
    heads: Heads
    lengths: Array

    @classmethod
    def of(cls, outlines: Sequence[Outline]) -> Shelf:
        """Of one outline or more."""
        stream = np.frombuffer(b"".join([o.numbers for o in outlines]), NUMBER)
        sizes = np.array([len(o.numbers) for o in outlines]) // NUMBER.itemsize
        starts = np.cumsum(sizes) - sizes
        head = stream[starts[:, None] + np.arange(HEAD)]
        heads = Heads(starts, head[:, 0], *head[:, 1:].T.astype(np.intp))
        return cls(stream, heads, np.array([evidence.length_of(o.text) for o in outlines]))

    def may_answer(self, intent: str) -> Mask:
        """``retrieve.may_answer`` of each."""
        parts = parts_of(self.heads.flags)
        if intent == "metadata":
            return np.ones(len(parts), bool)
        may: Mask = parts != PARTS.index("back")
        if intent not in ("legal", "passage"):
            told = flag(self.heads.flags, "targets") & (intent == "target")
            may &= (parts != PARTS.index("front")) | told
        return may

    def present(self, terms: Terms) -> dict[str, Mask]:
        """In which sections of which outlines terms stand: by section, ``bool[outlines, terms]``.

        ``headings`` are those of ``around`` that are no columns, ``last`` the nearest of them.
        """
        heads = self.heads
        at, which = terms.find(self.stream)
        owner = np.searchsorted(heads.starts, at, "right") - 1
        own = at - heads.starts[owner] - HEAD
        above = own - heads.text[owner] - 1
        end = above + terms.is_pair()[which]
        inside = {
            "text": (own >= 0) & (own < heads.text[owner]),
            "around": (above >= 0) & (above < heads.around[owner]),
            "headings": (above >= 0) & (end < heads.end[owner]),
            "last": (above >= heads.last[owner]) & (end < heads.end[owner]),
            "names": above >= heads.around[owner],
        }
        out = {}
        for name in _SECTIONS:
            mask = np.zeros((len(heads.starts), len(terms.terms)), bool)
            mask[owner[inside[name]], which[inside[name]]] = True
            out[name] = mask
        return out


def suits(question: Question) -> bool:
    """Whether what the question asks for can be told from outlines; else all must be read."""
    return not question.numbers and not asked(question.reading).cited


def bounds(
    question: Question,
    weight: Weights,
    shelf: Shelf,
    titles: Sequence[str],
    known: Mapping[str, Array],
) -> dict[str, Array]:
    """Of each outline what its features are, by name, or the most that they can be.

    ``titles``: of each one's document. ``known``: ``lexical``, ``dense`` (clipped).
    """
    terms = _terms(question, weight)
    found = shelf.present(terms)
    wanted = np.array([t in weight.terms for t in terms.terms], bool)
    title = _in_titles(titles, terms) & wanted
    own = _with_synonyms(question, found["text"], terms) & wanted
    near = own | (found["around"] & wanted)
    words, pairs, strict, head = (
        _column(table, terms) for table in (weight.words, weight.pairs, weight.strict, weight.head)
    )
    whole = near | title
    return {
        **known,
        "words": own @ words,
        "near": own @ words + ROUNDING,
        "pairs": own @ pairs,
        "context": near @ words,
        "context_pairs": near @ pairs,
        "strict": whole @ strict,
        "head": own @ head,
        "whole": whole @ words,
        "heading": (found["last"] & wanted) @ words,
        "title": title @ words,
        "addressed": (found["names"] & wanted) @ words,
        "states": _states(question, shelf),
        "named": np.zeros(len(titles)),
        "fits": np.full(len(titles), float(bool(question.bodies))),
        "timed": np.full(len(titles), float(question.intent == "deadline")),
        **_clauses(shelf),
        "length": shelf.lengths,
        **{name: _told(phrases, found["headings"], terms) for name, phrases in _HEADINGS.items()},
    }


def _clauses(shelf: Shelf) -> dict[str, Array]:
    """What the clauses are, whatever is asked."""
    flags = shelf.heads.flags
    parts, kinds = parts_of(flags), kinds_of(flags)
    told = {
        "led": flag(flags, "led"),
        "front": parts == PARTS.index("front"),
        "back": parts == PARTS.index("back"),
        "row": kinds == KINDS.index("row"),
    }
    return {name: mask.astype(float) for name, mask in told.items()}


def upper(features: Mapping[str, Array], weights: Sequence[float]) -> Array:
    """The score of each at most; ``weights`` in the order of ``Features``."""
    total = np.zeros(len(features["lexical"]))
    for name, weight in zip(Features._fields, weights, strict=True):
        if name in features:
            # An unsure feature is told by its most: one that speaks against a passage may be 0.
            total += weight * features[name] if weight > 0 or name not in UNSURE else 0.0
        else:
            total += max(0.0, weight)
    return total


def _terms(question: Question, weight: Weights) -> Terms:
    """All that ``bounds`` looks for."""
    others = (t for s in question.synonyms for o in (s.terms, *s.others) for t in sorted(o))
    headings = (pair for phrases in _HEADINGS.values() for phrase in phrases for pair in phrase)
    return Terms((*sorted(weight.terms), *others, *headings))


def _in_titles(titles: Sequence[str], terms: Terms) -> Mask:
    """In which titles terms stand: ``bool[titles, terms]``."""
    different = {title: i for i, title in enumerate(dict.fromkeys(titles))}
    numbers = [_numbers(title) for title in different]
    sizes = np.array([len(one) for one in numbers])
    starts = np.cumsum(sizes) - sizes
    at, which = terms.find(np.concatenate(numbers))
    mask = np.zeros((len(different), len(terms.terms)), bool)
    mask[np.searchsorted(starts, at, "right") - 1, which] = True
    return mask[[different[title] for title in titles]]


@lru_cache(maxsize=65536)
def _numbers(title: str) -> NDArray[np.uint32]:
    return np.array((*sequence(title), 0), NUMBER)


def _column(table: Table, terms: Terms) -> Array:
    """The share of each term in a table."""
    column = np.zeros(len(terms.terms))
    if table.total:
        for term, value in table.items:
            column[terms.place[term]] = value / table.total
    return column


def _with_synonyms(question: Question, present: Mask, terms: Terms) -> Mask:
    """``evidence.with_synonyms`` of each line."""
    said = present.copy()
    for synonym in question.synonyms:
        alike = np.zeros(len(present), bool)
        for other in synonym.others:
            alike |= present[:, [terms.place[t] for t in other]].all(1)
        for term in synonym.terms:
            said[alike, terms.place[term]] = True
    return said


def _told(phrases: Sequence[Sequence[str]], present: Mask, terms: Terms) -> Array:
    """Whether one of the phrases stands there."""
    said = np.zeros(len(present), bool)
    for phrase in phrases:
        said |= present[:, [terms.place[pair] for pair in phrase]].all(1)
    return said.astype(float)


def _states(question: Question, shelf: Shelf) -> Array:
    """``stating.states`` at most."""
    flags = shelf.heads.flags
    most = np.ones(len(flags))
    if question.intent == "agency" and not offices.office_of(question):
        most = np.where(flag(flags, "mine"), 1.0, 0.5 * flag(flags, "acting"))
    elif question.intent == "legal":
        most = flag(flags, "laws").astype(float)
    elif question.intent == "metadata":
        parts = [PARTS.index(part) for part in ("front", "back", "decision")]
        most = np.isin(parts_of(flags), parts).astype(float)
    elif question.intent == "passage" and not asked(question.reading).phone:
        parts = [PARTS.index(part) for part in ("plan", "appendix", "decision")]
        most = np.isin(parts_of(flags), parts).astype(float)
    return most
