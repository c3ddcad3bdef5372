"""Outlines side by side: what stands in which of hundreds of passages, told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.index.outline import HEAD, KINDS, PARTS, Terms, flag, kinds_of, parts_of
from indexer.index.outlines import Outlines
from service.retrieve import evidence

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
_LENGTHS = np.array(evidence.LENGTHS)
_LONGEST = 1 << 32  # no text has so many words: a word's place among all is in one number


class Heads(NamedTuple):
    """The first numbers of each outline, see ``indexer.index.outline``.

    ``starts``: where the words of its text begin in the numbers of all.
    """

    starts: Places
    flags: NDArray[np.uint32]
    letters: Places
    bounds: Places
    text: Places
    around: Places
    last: Places
    end: Places


class Standing(NamedTuple):
    """Where terms stand: in which outline, at which word of its text or behind it, which term."""

    owner: Places
    word: Places
    which: Places


class Spoken(NamedTuple):
    """Some terms in the texts of outlines: where, in order, and which.

    A place is ``_LONGEST`` times the outline, and the word.
    """

    places: Places
    which: Places


class Worth(NamedTuple):
    """What terms, by their places, weigh in an ``shares.Table``, and all of them together."""

    terms: Places
    values: Array
    total: float

    def share(self, present: Mask) -> Array:
        """Which share of a table stands in each column."""
        share: Array = (present[self.terms] * self.values[:, None]).sum(axis=0) / self.total
        return share


@dataclass(frozen=True, slots=True)
class Shelf:
    """Outlines and what their heads say; ``lengths`` as in ``Features``."""

    outlines: Outlines
    heads: Heads
    lengths: Array

    @classmethod
    def of(cls, outlines: Outlines) -> Shelf:
        """Of one outline or more."""
        starts = outlines.starts
        head = outlines.stream[starts[:, None] + np.arange(HEAD)]
        flags, (letters, bounds, *others) = head[:, 0], head[:, 1:].T.astype(np.intp)
        heads = Heads(starts + HEAD + bounds, flags, letters, bounds, *others)
        return cls(outlines, heads, _LENGTHS[np.minimum(heads.letters, len(_LENGTHS) - 1)])

    def told(self, places: Sequence[int]) -> list[tuple[str, str, str]]:
        """Of the outlines at ``places`` the document, the kind, the names of agencies in lines."""
        documents, names = self.outlines.documents, self.outlines.names
        kinds = kinds_of(self.heads.flags[places]).tolist()
        return [
            (documents[p], KINDS[kind], names[p]) for p, kind in zip(places, kinds, strict=True)
        ]

    def may_answer(self, intent: str) -> Mask:
        """Which may answer: recipients and signatures tell only who signed.

        A header and preamble assign nothing, but may count ("Xét đề nghị của 12 đơn vị").
        """
        parts = parts_of(self.heads.flags)
        if intent == "metadata":
            return np.ones(len(parts), bool)
        may: Mask = parts != PARTS.index("back")
        if intent not in ("legal", "passage"):
            told = flag(self.heads.flags, "targets") & (intent == "target")
            may &= (parts != PARTS.index("front")) | told
        return may

    def find(self, terms: Terms) -> Standing:
        """Where terms stand; those of the text have a ``word`` in ``[0, heads.text)``."""
        at, which = terms.find(self.outlines.stream)
        starts = self.outlines.starts
        sizes = np.diff(starts, append=len(self.outlines.stream))
        owner = np.repeat(np.arange(len(starts)), sizes)[at]
        return Standing(owner, at - self.heads.starts[owner], which)

    def present(self, terms: Terms, standing: Standing) -> dict[str, Mask]:
        """In which sections of which outlines terms stand: by section, ``bool[terms, outlines]``.

        ``headings`` are those of ``around`` that are no columns, ``last`` the nearest of them.
        """
        heads, (owner, own, which) = self.heads, standing
        inside = (own >= 0) & (own < heads.text[owner])
        text = self._marked(terms, owner[inside], which[inside])
        rest = np.flatnonzero(~inside)
        owner, which = owner[rest], which[rest]
        above = own[rest] - heads.text[owner] - 1
        end = above + terms.is_pair()[which]
        under = {
            "around": (above >= 0) & (above < heads.around[owner]),
            "headings": (above >= 0) & (end < heads.end[owner]),
            "last": (above >= heads.last[owner]) & (end < heads.end[owner]),
            "names": above >= heads.around[owner],
        }
        others = {name: self._marked(terms, owner[at], which[at]) for name, at in under.items()}
        return {"text": text, **others}

    def _marked(self, terms: Terms, owner: Places, which: Places) -> Mask:
        mask = np.zeros((len(terms.terms), len(self.heads.starts)), bool)
        mask[which, owner] = True
        return mask

    def spoken(self, terms: Terms, standing: Standing, worth: Worth) -> Spoken:
        """The terms of ``worth`` in the texts."""
        wanted = np.zeros(len(terms.terms), bool)
        wanted[worth.terms] = True
        owner, word, which = standing
        mine = np.flatnonzero(wanted[which] & (word >= 0) & (word < self.heads.text[owner]))
        places = owner[mine] * _LONGEST + word[mine]
        order = np.argsort(places, kind="stable")  # they are in order already, as good as always
        return Spoken(places[order], which[mine][order])

    def near(self, spoken: Spoken, worth: Worth, whole: Array) -> Array:
        """``Features.near`` of the outlines.

        ``worth``: of ``shares.Weights.words``; ``whole``: the shares of the whole passages, which
        are those of a passage of one sentence.
        """
        near = whole.copy()
        counts = self.heads.bounds // 2
        many = np.flatnonzero(counts)
        if not len(many):
            return near
        sizes = self.heads.bounds[many]
        at = np.arange(sizes.sum()) + np.repeat(self.heads.starts[many] - np.cumsum(sizes), sizes)
        ends = self.outlines.stream[at].astype(np.intp) + np.repeat(many * _LONGEST, sizes)
        first, last = np.searchsorted(spoken.places, ends).reshape(-1, 2).T
        sizes = last - first
        inside = np.arange(sizes.sum()) + np.repeat(last - np.cumsum(sizes), sizes)
        said = np.zeros((1 + max(worth.terms, default=0), len(sizes)), bool)
        said[spoken.which[inside], np.repeat(np.arange(len(sizes)), sizes)] = True
        begins = np.cumsum(counts[many]) - counts[many]
        near[many] = np.maximum.reduceat(worth.share(said), begins)
        return near
