"""What ranking reads of hundreds of passages at once, without decoding their clauses.

The folded words of a passage, of its headings and of the bodies that act are kept as numbers, the
CRC-32 of each. Two words share one by a chance of one in billions, so that outlines name the
passages worth reading; what is shown of one is told from its words themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, get_args
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.documents import Clause, Kind, Part
from indexer.text import DOCUMENT_NUMBER, figure_term, fold_chars, nfc, number_token, words

Numbers = NDArray[np.uint32]
#: Little-endian on disk, like every number of a generation.
NUMBER = np.dtype("<u4")
#: What stands before the words: flags, how many numbers tell of the text and of what is around it,
#: and where among the latter those of the last heading begin and end.
HEAD = 5
KINDS: tuple[Kind, ...] = get_args(Kind)
PARTS: tuple[Part, ...] = get_args(Part)
#: Flags: the kind in the lowest four bits, the part in the next three, then one for each of these.
FLAGS = ("led", "acting", "mine", "targets", "laws", "short")
_APART = 0  # stands between words that are no neighbours, and after each section
_SHORT = 60  # characters
_LEADING = ("lead", "perform", "requested")


class Outline(NamedTuple):
    """``agencies``: the names in its facts; ``numbers``: as ``numbers_of`` gives them."""

    document: str
    text: str
    agencies: tuple[str, ...]
    numbers: bytes

    @property
    def kind(self) -> Kind:
        """The clause's."""
        return KINDS[self.numbers[0] & 15]


@lru_cache(maxsize=65536)
def number_of(term: str) -> int:
    """A word, or a document's number, as a number that is not 0."""
    return crc32(term.encode()) or 1


def sequence(text: str) -> list[int]:
    """The words of a text in order, then its document numbers, each by itself.

    Two neighbours are two words side by side: a pair of ``indexer.text.terms``.
    """
    text = nfc(text)
    found = [number_of(figure_term(word)) for word in words(fold_chars(text))]
    for match in DOCUMENT_NUMBER.finditer(text):
        found += (_APART, number_of(number_token(match.group())))
    return found


def agencies_of(clause: Clause) -> tuple[str, ...]:
    """The names of the agencies of a clause, each once."""
    return tuple(dict.fromkeys(agency.name for agency in clause.facts.agencies))


def numbers_of(clause: Clause, context: Sequence[str], text: str) -> bytes:
    """``HEAD`` numbers, then the sections: text, headings and columns, names of who acts."""
    own, around = sequence(text), sequence(" / ".join((*context, *clause.header)))
    before = sum(len(words(nfc(heading))) for heading in context[:-1])
    last = len(words(nfc(context[-1]))) if context else 0
    near = [a for a in clause.facts.agencies if not a.assigned_in]
    names = "; ".join(a.as_written for a in near if a.role and not a.partner)
    head = (_flags(clause, text), len(own), len(around), before, before + last)
    sections = (*own, _APART, *around, _APART, *sequence(names), _APART)
    return np.array((*head, *sections), NUMBER).tobytes()


def _flags(clause: Clause, text: str) -> int:
    acting = [a for a in clause.facts.agencies if a.role]
    mine = [a for a in acting if not a.assigned_in]
    said = (
        any(a.role in _LEADING for a in mine),
        bool(acting),
        bool(mine),
        bool(clause.facts.targets),
        bool(clause.facts.laws),
        len(text) < _SHORT,
    )
    kinds = KINDS.index(clause.kind) | PARTS.index(clause.part) << 4
    return kinds | sum(flag << (7 + i) for i, flag in enumerate(said))


def kinds_of(flags: Numbers) -> NDArray[np.intp]:
    """Places in ``KINDS``."""
    return (flags & 15).astype(np.intp)


def parts_of(flags: Numbers) -> NDArray[np.intp]:
    """Places in ``PARTS``."""
    return (flags >> 4 & 7).astype(np.intp)


def flag(flags: Numbers, name: str) -> NDArray[np.bool_]:
    """Which have one of ``FLAGS``."""
    return (flags >> np.uint32(7 + FLAGS.index(name)) & 1).astype(bool)


class Terms:
    """Index terms looked for in sequences: words, pairs of neighbours, document numbers."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(dict.fromkeys(terms))
        self.place = {term: i for i, term in enumerate(self.terms)}
        parts = [[number_of(part) for part in _parts(term)] for term in self.terms]
        self._numbers = np.unique(np.array([n for one in parts for n in one], NUMBER))
        size = len(self._numbers)
        at = [np.searchsorted(self._numbers, one).tolist() for one in parts]
        self._single = np.full(size, -1)
        self._pair = np.full(size * size, -1)
        for i, one in enumerate(at):
            if len(one) == 1:
                self._single[one[0]] = i
            elif len(one) == 2:
                self._pair[one[0] * size + one[1]] = i
        # Most words are none of them: the lowest bits alone tell that of nearly all.
        self._maybe = np.zeros(1 << 16, bool)
        self._maybe[self._numbers & 0xFFFF] = True

    def find(self, stream: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where terms begin, and which; a pair stands at its first word."""
        near = np.flatnonzero(self._maybe[stream & 0xFFFF])
        if not len(self._numbers) or not len(near):
            return near[:0], near[:0]
        at = np.searchsorted(self._numbers, stream[near])
        at[at == len(self._numbers)] = 0
        sure = self._numbers[at] == stream[near]
        near, at = near[sure], at[sure]
        single = self._single[at]
        side = np.flatnonzero(near[1:] == near[:-1] + 1)
        pair = self._pair[at[side] * len(self._numbers) + at[side + 1]]
        places = np.concatenate((near[single >= 0], near[side][pair >= 0]))
        return places, np.concatenate((single[single >= 0], pair[pair >= 0]))

    def is_pair(self) -> NDArray[np.bool_]:
        """Of each term whether it is two words."""
        return np.array([len(_parts(term)) > 1 for term in self.terms], bool)


def _parts(term: str) -> list[str]:
    return [term] if term.startswith("#") else term.split("_")
