"""What ranking reads of hundreds of passages at once, without decoding their clauses.

The folded words of a passage, of its headings and of the bodies that act are kept as numbers, the
CRC-32 of each. Two words share one by a chance of one in billions, so that outlines name the
passages worth reading; what is shown of one is told from its words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter
from struct import pack
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from indexer.documents import Clause, Kind, Part
from indexer.index.written import number_of, numbers
from indexer.text import document_numbers, nfc

Numbers = NDArray[np.uint32]
#: Little-endian on disk, like every number of a generation.
NUMBER = np.dtype("<u4")
#: What stands before all else: flags, how many letters the text has, how many numbers tell where
#: its sentences are, of it and of what is around it, and where among the latter those of the last
#: heading begin and end.
HEAD = 7
KINDS: tuple[Kind, ...] = get_args(Kind)
PARTS: tuple[Part, ...] = get_args(Part)
#: Flags: the kind in the lowest four bits, the part in the next three, then one for each of these.
FLAGS = ("led", "acting", "mine", "targets", "laws", "figures")
_SENTENCE = re.compile(r"\s(?:(?<=[.;]\s)\s*|\|\s|(?<=\n))")  # looked for where a blank is
APART = pack("<I", 0)  # stands between words that are no neighbours, and after each section
_KIND: dict[str, int] = {kind: i for i, kind in enumerate(KINDS)}
_PART: dict[str, int] = {part: i for i, part in enumerate(PARTS)}
_LEADING = ("lead", "perform", "requested")
#: Words are looked up by so many bits at least, mixed by the powers of a factor (Knuth's).
_BITS, _FACTOR = 16, 2654435761


class Acting(NamedTuple):
    """What an outline tells of an ``Agency``."""

    as_written: str
    role: str | None
    partner: bool
    assigned_in: str | None


_acting = itemgetter(*Acting._fields)


class Told(NamedTuple):
    """What an outline tells of a ``Clause``; of targets and laws whether there are any.

    ``figures``: whether it states a figure to reach, or a sum of money.
    """

    kind: str
    part: str
    header: Sequence[str]
    names: str
    agencies: Sequence[Acting]
    targets: bool
    laws: bool
    figures: bool


def told(clause: Mapping[str, Any]) -> Told:
    """Of a clause whose fields are told by name, as ``dataclasses.asdict`` does."""
    facts = clause["facts"]
    agencies = facts.get("agencies", ())
    return Told(
        clause["kind"],
        clause["part"],
        clause["header"],
        "\n".join(dict.fromkeys(a["name"] for a in agencies)) if agencies else "",
        [Acting(*_acting(a)) for a in agencies],
        bool(facts.get("targets")),
        bool(facts.get("laws")),
        bool(facts.get("targets")) or any(money["amount"] for money in facts.get("funding", ())),
    )


def sequence(text: str) -> bytes:
    """The numbers of the words of a text in order, then its document numbers, each by itself.

    Two neighbours are two words side by side: a pair of ``indexer.text.terms``.
    """
    return numbers(text) + _cited(text)


def sentences_of(text: str) -> list[str]:
    """The text cut where a sentence or a cell ends, which is at a blank."""
    return _SENTENCE.split(text)


def is_sentence(part: str) -> bool:
    """Whether it is more than a mark or a letter."""
    return len(part) > 2


def _spoken(text: str) -> tuple[bytes, bytes]:
    """The numbers of the words of a text, and of each sentence its first word and that behind it.

    None of these where there is but one sentence.
    """
    parts = sentences_of(text)
    if len(parts) < 2:
        return numbers(text), b""
    each = list(map(numbers, parts))
    ends = list(accumulate(len(one) // NUMBER.itemsize for one in each))
    spans = zip(parts, (0, *ends), ends, strict=False)
    bounds = [at for part, start, end in spans if is_sentence(part) for at in (start, end)]
    told = pack(f"<{len(bounds)}I", *bounds) if len(bounds) > 2 else b""
    return b"".join(each), told


def _cited(text: str) -> bytes:
    return b"".join(APART + pack("<I", number_of(n)) for n in document_numbers(nfc(text)))


@lru_cache(maxsize=4096)
def _around(context: tuple[str, ...], header: tuple[str, ...]) -> tuple[bytes, int, int]:
    """Headings and columns, and where the words of the last heading begin and end.

    The same ones stand over many passages.
    """
    said = [numbers(h) for h in (*context, *header)]
    before, last = (sum(map(len, said[:n])) for n in (max(0, len(context) - 1), len(context)))
    return b"".join((*said, *map(_cited, (*context, *header)))), before, last


def agencies_of(clause: Clause) -> tuple[str, ...]:
    """The names of the agencies of a clause, each once."""
    return tuple(dict.fromkeys(agency.name for agency in clause.facts.agencies))


def numbers_of(clause: Told, context: Sequence[str], text: str) -> bytes:
    """``HEAD`` numbers and the bounds of sentences (see ``_spoken``), then the sections.

    These are the text, headings and columns, names of who acts.
    """
    mine = [a for a in clause.agencies if a.role and not a.assigned_in]
    names = "; ".join(a.as_written for a in mine if not a.partner)
    said, bounds = _spoken(text)
    own = said + _cited(text)
    around, *last = _around(tuple(context), tuple(clause.header))
    acting = sequence(names) if names else b""
    sizes = (size // NUMBER.itemsize for size in (len(bounds), len(own), len(around), *last))
    head = pack(f"<{HEAD}I", _flags(clause, mine), len(text), *sizes)
    return b"".join((head, bounds, own, APART, around, APART, acting, APART))


def _flags(clause: Told, mine: Sequence[Acting]) -> int:
    """``mine``: who acts here; who was given the task elsewhere says nothing of a passage."""
    said = (
        mine and any(a.role in _LEADING for a in mine),
        mine or any(a.role for a in clause.agencies),
        mine,
        clause.targets,
        clause.laws,
        clause.figures,
    )
    kinds = _KIND[clause.kind] | _PART[clause.part] << 4
    return kinds | sum(1 << (7 + i) for i, flag in enumerate(said) if flag)


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
        at = {number: i for i, number in enumerate(dict.fromkeys(chain.from_iterable(parts)))}
        size = len(at)
        self._numbers = np.fromiter(at, NUMBER, size)
        self._single = np.full(size, -1)
        self._pair = np.full(size * size, -1)
        for i, one in enumerate(parts):
            if len(one) == 1:
                self._single[at[one[0]]] = i
            elif len(one) == 2:
                self._pair[at[one[0]] * size + at[one[1]]] = i
        self._is_pair = np.array([len(one) > 1 for one in parts], bool)
        self._factor, self._shift = _apart(self._numbers)
        self._slots = np.full(1 << (32 - int(self._shift)), -1, np.int16)
        self._slots[self._numbers * self._factor >> self._shift] = np.arange(size)

    def find(self, stream: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where terms begin, and which; a pair stands at its first word."""
        slots = self._slots[stream * self._factor >> self._shift]
        near = np.flatnonzero(slots >= 0)  # most words are none of them
        at = slots[near].astype(np.intp)
        sure = self._numbers[at] == stream[near]
        near, at = near[sure], at[sure]
        single = self._single[at]
        alone = np.flatnonzero(single >= 0)
        side = np.flatnonzero(near[1:] == near[:-1] + 1)
        pair = self._pair[at[side] * len(self._numbers) + at[side + 1]]
        paired = np.flatnonzero(pair >= 0)
        places = near[np.concatenate((alone, side[paired]))]
        return places, np.concatenate((single[alone], pair[paired]))

    def is_pair(self) -> NDArray[np.bool_]:
        """Of each term whether it is two words."""
        return self._is_pair


def _parts(term: str) -> list[str]:
    return [term] if term.startswith("#") else term.split("_")


def _apart(numbers: Numbers) -> tuple[np.uint32, np.uint32]:
    """A factor and a shift that leave each of some different numbers its own few bits."""
    shift = np.uint32(32 - max(_BITS, 2 * len(numbers).bit_length()))
    factor = 1
    while len(set((numbers * np.uint32(factor) >> shift).tolist())) < len(numbers):
        factor = factor * _FACTOR & 0xFFFFFFFF
    return np.uint32(factor), shift
