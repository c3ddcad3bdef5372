"""How well hundreds of passages do, told from their outlines all at once.

All features but a few are reckoned as ``service.retrieve.evidence`` does, over arrays; of those
that only a clause's facts tell, and of any that is not known here, the most is assumed that its
weight lets count. So a passage of which more is not worth reading is known before its clause is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.documents import DocumentInfo
from indexer.index import Passage
from indexer.index.outline import KINDS, PARTS, Numbers, Terms, flag, kinds_of, parts_of
from service.query import offices, recipients
from service.query.asked import asked
from service.query.question import Question
from service.retrieve import evidence, hints
from service.retrieve.evidence import Features, Told
from service.retrieve.shares import Table, Weights
from service.retrieve.shelf import Array, Mask, Shelf, Worth
from service.retrieve.stating import beside, is_share, metadata_states, on_money
from service.retrieve.titles import Titles

#: Feature → the phrases of which a heading then has one, each as the pairs of its words.
_HEADINGS = {
    name: [tuple(f"{a}_{b}" for a, b in pairwise(p.split())) for p in kind.pattern.split("|")]
    for name, kind in evidence.HEADINGS.items()
}
#: Told by the most that they can be.
UNSURE = frozenset(Told._fields)
#: Of questions of these kinds texts tell more than outlines: whether one has a figure, a day.
IN_TEXTS = frozenset(("deadline", "metadata", "funding", "target"))
#: Sums of the same numbers in other orders differ by less.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Sifted:
    """Of each outline of a shelf what its features are, by name, or the most that they can be."""

    shelf: Shelf
    weight: Weights
    features: Mapping[str, Array]

    def read(
        self, question: Question, passages: Mapping[int, Passage], infos: Sequence[DocumentInfo]
    ) -> list[Features]:
        """All features of the passages at these places; ``infos``: of the document of each."""
        places = list(passages)
        columns = {name: values[places].tolist() for name, values in self.features.items()}
        if _cites(self.weight):
            each = zip(passages.values(), columns["words"], strict=True)
            columns["near"] = [evidence.near_of(self.weight, p.text, whole) for p, whole in each]
        facts = [
            evidence.facts_of(question, passage, info, funds > 0)
            for passage, info, funds in zip(passages.values(), infos, columns["funds"], strict=True)
        ]
        columns |= dict(zip(Told._fields, zip(*facts, strict=True), strict=True))
        return [*map(Features._make, zip(*(columns[n] for n in Features._fields), strict=True))]

    def closer(
        self, question: Question, infos: Sequence[DocumentInfo], texts: Mapping[int, str]
    ) -> dict[str, Array]:
        """What texts tell of features that outlines leave open, by name, or the most they can be.

        Only for a question of ``IN_TEXTS``. ``texts``: of the outlines at these places; ``infos``:
        of the document of each.
        """
        if question.intent == "deadline":
            timed = [float(self._is_row(at) or hints.of_time(text)) for at, text in texts.items()]
            return {"states": np.array(timed), "timed": np.array(timed)}
        each = zip(texts.items(), infos, strict=True)
        states = [self._states(question, place, info, text) for (place, text), info in each]
        return {"states": np.array(states)}

    def _states(self, question: Question, place: int, info: DocumentInfo, text: str) -> float:
        """``stating.states`` at most."""
        known = self.features
        wanted = asked(question.reading)
        if question.intent == "metadata":
            part = PARTS[parts_of(self.shelf.heads.flags[place : place + 1])[0]]
            most = float(known["states"][place])
            return float(most and metadata_states(question, text, info, part))
        if question.intent == "funding" and not wanted.how_much:
            return 1.0 if on_money(text, known["funds"][place] > 0) else 0.5
        # A row may state the thing counted in its columns, which an outline does not tell apart.
        counting = bool(wanted.names) and question.intent == "target"
        counted = self._is_row(place) or (counting and bool(beside(text, wanted)))
        exact = wanted.counted is None or not counting or counted
        return (1.0 if exact else 0.5) * self._figure(question, place, text, counted)

    def _is_row(self, place: int) -> bool:
        return bool(self.features["row"][place])

    def _figure(self, question: Question, place: int, text: str, counted: bool) -> bool:
        """Whether a figure may be there as it is asked for; ``counted``: one of the thing may."""
        wanted = asked(question.reading)
        if wanted.share:
            return is_share(text)
        if wanted.measure and question.intent == "target":
            return self._is_row(place) or bool(wanted.measure.search(text))
        if wanted.money or question.intent == "funding":
            return self._is_row(place) or hints.of_amount(text)
        return counted or bool(flag(self.shelf.heads.flags[place : place + 1], "targets")[0])


def suits(question: Question) -> bool:
    """Whether what the question asks for can be told from outlines; else all must be read."""
    return not question.numbers and not asked(question.reading).cited


def _cites(weight: Weights) -> bool:
    """Whether documents are cited by numbers: outlines tell that a text does, not where."""
    return any("#" in term for term, _ in weight.words.items)


def sifted(
    question: Question,
    weight: Weights,
    shelf: Shelf,
    titles: Titles,
    known: Mapping[str, Array],
) -> Sifted:
    """``known``: ``lexical``, ``dense`` (clipped)."""
    terms = _terms(question, weight)
    standing = shelf.find(terms)
    found = shelf.present(terms, standing)
    wanted = np.array([t in weight.terms for t in terms.terms], bool)[:, None]
    title = titles.present(terms, shelf.outlines.documents) & wanted
    own = _with_synonyms(question, found["text"], terms) & wanted
    words = _worth(weight.words, terms)
    features = {
        **known,
        **_shares(weight, terms, own, found["around"] & wanted, title),
        "heading": words.share(found["last"]),
        "addressed": words.share(found["names"]),
        **{name: _told(phrases, found["headings"], terms) for name, phrases in _HEADINGS.items()},
        **_facts(question, shelf),
        **_clauses(shelf),
    }
    said = features["words"]
    if _cites(weight):
        features["near"] = said  # the most it can be: ``read`` tells
    else:
        features["near"] = shelf.near(shelf.spoken(terms, standing, words), words, said)
    return Sifted(shelf, weight, features)


def _shares(
    weight: Weights, terms: Terms, own: Mask, around: Mask, title: Mask
) -> dict[str, Array]:
    """How much of the question stands in each text, with what is around it and with the title."""
    words, pairs, strict, head = (
        _worth(table, terms) for table in (weight.words, weight.pairs, weight.strict, weight.head)
    )
    near, said = own | around, words.share(own)
    whole = near | title
    return {
        "words": said,
        "pairs": pairs.share(own),
        "context": words.share(near),
        "context_pairs": pairs.share(near),
        "strict": strict.share(whole),
        "head": head.share(own),
        "whole": words.share(whole),
        "title": words.share(title),
    }


def _facts(question: Question, shelf: Shelf) -> dict[str, Array]:
    """What only the facts of a clause tell: the most that it can be."""
    flags = shelf.heads.flags
    return {
        "states": _states(question, flags),
        "named": np.full(len(flags), float(not suits(question))),
        "fits": flag(flags, "acting") * float(bool(question.bodies)),
        "timed": np.full(len(flags), float(question.intent == "deadline")),
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
    return {name: mask.astype(float) for name, mask in told.items()} | {"length": shelf.lengths}


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
    """All that is looked for."""
    others = (t for s in question.synonyms for o in (s.terms, *s.others) for t in sorted(o))
    headings = (pair for phrases in _HEADINGS.values() for phrase in phrases for pair in phrase)
    return Terms((*sorted(weight.terms), *others, *headings))


def _worth(table: Table, terms: Terms) -> Worth:
    """What the terms of a table weigh, in its order."""
    places = np.array([terms.place[term] for term, _ in table.items], np.intp)
    return Worth(places, np.array([value for _, value in table.items]), table.total or 1.0)


def _with_synonyms(question: Question, present: Mask, terms: Terms) -> Mask:
    """What is present of each, itself or in a synonym."""
    said = present.copy()
    for synonym in question.synonyms:
        alike = np.zeros(present.shape[1], bool)
        for other in synonym.others:
            alike |= present[[terms.place[t] for t in other]].all(0)
        for term in synonym.terms:
            said[terms.place[term]] |= alike
    return said


def _told(phrases: Sequence[Sequence[str]], present: Mask, terms: Terms) -> Array:
    """Whether one of the phrases stands there."""
    said = np.zeros(present.shape[1], bool)
    for phrase in phrases:
        said |= present[[terms.place[pair] for pair in phrase]].all(0)
    return said.astype(float)


def _states(question: Question, flags: Numbers) -> Array:
    """``stating.states`` at most."""
    most = np.ones(len(flags))
    if question.intent == "agency" and not (
        offices.office_of(question) or recipients.asks(question)
    ):
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
