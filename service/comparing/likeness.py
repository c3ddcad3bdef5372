"""How alike the units of two documents are by themselves: words, meaning, who is addressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.text import fold_chars, words
from service.comparing.responsible import is_everybody
from service.comparing.units import Unit

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix = NDArray[np.float64]

#: Shares in a score of 0..1: words in common, opening words in common (the task, before to whom
#: and how), nearness in meaning. Words tell more: plans on one subject are all near in meaning.
_WORDS, _OPENING, _MEANING = 0.5, 0.2, 0.3

#: What is left of likeness between a heading that charges a body and one that charges none.
_NO_BODY = 0.5

#: How alike two clauses are by titles that say the same ("Thời gian thực hiện: …").
_TITLE = 0.4

#: Shared words (cosine) of a heading and a clause that are the same sentence.
_SENTENCE = 0.6

#: How much the body that both charge speaks for a pair; where both plans give it several things to
#: do, each in a clause of its own, it does not tell which is which.
_BODY, _ONE_OF_MANY = 0.6, 0.25
#: Bodies whose names share a field ("Sở Văn hóa, Thể thao và Du lịch", "Sở Du lịch") agree so far.
_PARTLY = 0.8
#: Everybody ("các cơ quan, đơn vị") is charged with the most different things.
_SOME = 0.5


class Likeness(NamedTuple):
    """The units of two documents, each of the first against each of the second.

    ``alike``: 0..1, 1 for the same words; ``titled``: by ``titles.same``; ``held``: how much of one
    of the first the other says, ``holding``: how much of the other it says itself.
    """

    alike: Matrix
    titled: NDArray[np.bool_]
    held: Matrix
    holding: Matrix

    @property
    def turned(self) -> Likeness:
        """The second document against the first."""
        return Likeness(self.alike.T, self.titled.T, self.holding.T, self.held.T)


@dataclass(frozen=True)
class Vocabulary:
    """Terms of everything that is compared, and their weights: what few units say tells more."""

    numbers: dict[str, int]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[Iterable[str]]) -> Vocabulary:
        """Of the terms of ``texts``, each weighing ``log(1 + n / (1 + df))``."""
        counts = Counter(term for text in texts for term in set(text))
        names = sorted(counts)
        found = np.array([counts[name] for name in names], dtype=np.float64)
        return cls({n: i for i, n in enumerate(names)}, np.log1p(len(texts) / (1.0 + found)))

    def matrix(self, texts: Sequence[Iterable[str]]) -> csr_matrix:
        """One L2-normalised row for each text: the weights of its terms, each counted once."""
        from scipy.sparse import csr_matrix

        built = self._weighed(texts)
        norms = np.sqrt(np.asarray(built.multiply(built).sum(axis=1)).ravel())
        return csr_matrix(built.multiply(1.0 / np.maximum(norms, 1e-12)[:, None]))

    def held(self, a: Sequence[Iterable[str]], b: Sequence[Iterable[str]]) -> tuple[Matrix, Matrix]:
        """Twice ``float64[len(a), len(b)]`` in [0, 1].

        How much of each of ``a`` each of ``b`` says, and how much of each of ``b`` each of ``a``.
        """
        mine, theirs = self._weighed(a), self._weighed(b)
        return _held(mine, theirs), _held(theirs, mine).T

    def _weighed(self, texts: Sequence[Iterable[str]]) -> csr_matrix:
        """One row for each text: the weights of its terms, each counted once."""
        from scipy.sparse import csr_matrix  # see ``alignment``

        rows: list[int] = []
        columns: list[int] = []
        for row, text in enumerate(texts):
            known = sorted({self.numbers[t] for t in text if t in self.numbers})
            rows += [row] * len(known)
            columns += known
        shape = (len(texts), len(self.numbers))
        return csr_matrix((self.weights[columns], (rows, columns)), shape=shape)


def likeness(
    a: Sequence[Unit],
    b: Sequence[Unit],
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
    vocabulary: Vocabulary,
    titled: NDArray[np.bool_],
) -> Likeness:
    """How alike the units are, as ``float64[len(a), len(b)]``.

    A heading is like a heading, a clause like a clause; one is like the other only where both
    charge the same body ("3. Sở Y tế tăng cường …" and the heading "4. Sở Y tế"), have the same
    title (``titled``, see ``titles.same``), or where one plan spells out as a heading what the
    other says in a clause.
    """
    said = [[u.terms for u in side] for side in (a, b)]
    shared = _shared(vocabulary, *said)
    opening = _shared(vocabulary, [u.opening for u in a], [u.opening for u in b])
    near = np.clip(vectors[0].astype(np.float64) @ vectors[1].T.astype(np.float64), 0.0, 1.0)
    known = np.outer(*((np.abs(v).sum(axis=1) > 0) for v in vectors))
    alike = _WORDS * shared + _OPENING * opening
    alike = np.where(known, alike + _MEANING * near, alike / (_WORDS + _OPENING))
    charged = _charged(a, b)
    heads = [np.array([u.is_heading for u in side], dtype=bool) for side in (a, b)]
    mixed = heads[0][:, None] != heads[1][None, :]
    alike = np.where(mixed & (charged == 0) & (shared < _SENTENCE) & ~titled, 0.0, alike)
    both = np.outer(*heads)  # of two headings the words are their titles
    charging = [np.array([bool(u.addressed) for u in side], dtype=bool) for side in (a, b)]
    one = charging[0][:, None] != charging[1][None, :]
    alike = np.where(both & one, _NO_BODY * alike, alike)
    alike = np.where(titled & ~both, _TITLE + (1 - _TITLE) * alike, alike)
    closing = [np.array([u.closes for u in side], dtype=bool) for side in (a, b)]
    charged = np.where(closing[0][:, None] | closing[1][None, :], 0.0, charged)
    several = [np.array(_told_several(side), dtype=bool) for side in (a, b)]
    part = np.where(np.outer(*several), _ONE_OF_MANY, _BODY)
    alike = np.where(charged > 0, np.maximum(alike, part * charged + (1 - part) * alike), alike)
    numbers: dict[tuple[str, ...], int] = {}
    texts = [
        np.array([numbers.setdefault(u.terms, len(numbers)) if u.terms else -n for u in side])
        for n, side in ((1, a), (2, b))
    ]
    same = texts[0][:, None] == texts[1][None, :]
    alike = np.where(same, 1.0, np.minimum(alike, 1.0))
    return Likeness(alike, titled, *vocabulary.held(*said))


def _shared(
    vocabulary: Vocabulary, a: Sequence[Iterable[str]], b: Sequence[Iterable[str]]
) -> Matrix:
    out: Matrix = (vocabulary.matrix(a) @ vocabulary.matrix(b).T).toarray()
    return out


def _held(mine: csr_matrix, theirs: csr_matrix) -> Matrix:
    whole = np.asarray(mine.sum(axis=1)).ravel()
    said: Matrix = (mine @ theirs.sign().T).toarray()
    out: Matrix = said / np.maximum(whole, 1e-12)[:, None]
    return out


def _told_several(units: Sequence[Unit]) -> list[bool]:
    """Of each unit whether others of its document open with a body of its too."""
    named = Counter(body for unit in units for body in unit.addressed)
    return [any(named[body] > 1 for body in unit.addressed) for unit in units]


def _charged(a: Sequence[Unit], b: Sequence[Unit]) -> Matrix:
    """How far the bodies agree that units charge in their own first words or heading."""
    out = np.zeros((len(a), len(b)))
    theirs = [(j, unit.addressed) for j, unit in enumerate(b) if unit.addressed]
    for i, unit in enumerate(a):
        for j, addressed in theirs if unit.addressed else ():
            out[i, j] = bodies(unit.addressed, addressed)
    return out


@lru_cache(maxsize=4096)
def bodies(a: frozenset[str], b: frozenset[str]) -> float:
    """How far two sets of bodies agree, 0..1; one body of several in common counts in part.

    >>> bodies(frozenset({"Sở Y tế"}), frozenset({"Sở Y tế"}))
    1.0
    >>> bodies(frozenset({"Sở Văn hóa, Thể thao và Du lịch"}), frozenset({"Sở Du lịch"}))
    0.8
    """
    pairs = [[_body(x, y) for y in sorted(b)] for x in sorted(a)]
    if not pairs or not pairs[0]:
        return 0.0
    best = [max(row) for row in pairs] + [max(column) for column in zip(*pairs, strict=True)]
    return sum(best) / len(best)


def _body(a: str, b: str) -> float:
    if is_everybody(a) and is_everybody(b):
        return _SOME
    if a == b:
        return 1.0
    one, two = (words(fold_chars(name)) for name in (a, b))
    small, large = sorted((set(one[1:]), set(two[1:])), key=len)
    return _PARTLY if one[:1] == two[:1] and small and small < large else 0.0
