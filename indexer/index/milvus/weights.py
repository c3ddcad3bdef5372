"""BM25 as sparse vectors: a row's term weights times a question's give its score by inner product.

Milvus has a BM25 of its own, which is not used: it counts over what one shard of a collection holds
(Milvus Lite: one segment), so that one row scores differently on other machines, its lengths are
those of its own analyzer's words, and no index on one machine could be held against it. Over the
same words it finds the right clause as often. Weights made here score as the index on one machine
does (same ``k1``, ``b``, idf and rounded lengths), wherever a row lies, and a question's terms can
be weighted.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.index.lexical import marked, worthwhile
from indexer.text import terms

#: As in tantivy, so that both kinds of index rank alike.
K1, B = 1.2, 0.75
#: Lengths that tantivy keeps as they are; what it takes off longer ones first; bits it keeps then.
_EXACT, _FREE, _BITS = 40, 24, 4
#: A row without terms still needs an entry; no term has this id.
_NOTHING = {0: 1e-9}


@lru_cache(maxsize=1 << 17)
def term_id(term: str) -> int:
    """A number in [1, 2³¹). Of a million terms about one in two thousand shares its number."""
    digest = hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest) & 0x7FFFFFFF or 1


def rounded(length: int) -> int:
    """A row's length as tantivy keeps it, in one byte: from 40 terms on, rounded down to four bits.

    >>> [rounded(n) for n in (39, 41, 43, 100)]
    [39, 40, 42, 96]
    """
    if length < _EXACT:
        return length
    beyond = length - _FREE
    dropped = beyond.bit_length() - _BITS
    return _FREE + (beyond >> dropped << dropped)


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each term occurs in one row, by id, folded and marked terms apart."""

    folded: Mapping[int, int]
    marked: Mapping[int, int]

    @classmethod
    def of(cls, text: str) -> Self:
        """Count the searchable words of a row."""
        return cls(Counter(map(term_id, terms(text))), Counter(map(term_id, marked(text))))


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all rows: how many there are, the mean lengths, and in how many each term occurs.

    ``ids`` is sorted; ``found[i]`` belongs to ``ids[i]``. Lengths are sums, in terms.
    """

    rows: int
    folded: int
    marked: int
    ids: NDArray[np.uint32]
    found: NDArray[np.uint32]

    @classmethod
    def count(cls, texts: Iterable[str]) -> Self:
        """The statistics of these rows."""
        found: Counter[int] = Counter()
        rows = folded = with_marks = 0
        for counts in map(Counts.of, texts):
            rows += 1
            folded += sum(counts.folded.values())
            with_marks += sum(counts.marked.values())
            found.update(counts.folded.keys())
            found.update(counts.marked.keys())
        return cls._sorted(rows, folded, with_marks, found)

    @classmethod
    def merge(cls, shards: Sequence[Self]) -> Self:
        """Of several shards, as if their rows had been counted together."""
        found: Counter[int] = Counter()
        for shard in shards:
            found.update(dict(zip(shard.ids.tolist(), shard.found.tolist(), strict=True)))
        rows, folded, with_marks = (
            sum(getattr(s, name) for s in shards) for name in ("rows", "folded", "marked")
        )
        return cls._sorted(rows, folded, with_marks, found)

    @classmethod
    def _sorted(cls, rows: int, folded: int, with_marks: int, found: Mapping[int, int]) -> Self:
        ids = np.fromiter(sorted(found), np.uint32, len(found))
        return cls(rows, folded, with_marks, ids, np.array([found[int(i)] for i in ids], np.uint32))

    def frequency(self, term: str) -> int:
        """In how many rows a term occurs; 0 for one that no row has."""
        wanted = term_id(term)
        place = int(np.searchsorted(self.ids, wanted))
        there = place < len(self.ids) and int(self.ids[place]) == wanted
        return int(self.found[place]) if there else 0

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """The same of each of several."""
        return {term: self.frequency(term) for term in terms}

    def row(self, counts: Counts) -> dict[int, float]:
        """The sparse vector of a row."""
        vector: dict[int, float] = {}
        for part, total in ((counts.folded, self.folded), (counts.marked, self.marked)):
            relative = rounded(sum(part.values())) / (total / self.rows) if total else 1.0
            damped = K1 * (1 - B + B * relative)
            vector.update({i: (K1 + 1) * n / (n + damped) for i, n in part.items()})
        return vector or dict(_NOTHING)

    def query(self, weighted: Iterable[tuple[str, float]]) -> dict[int, float]:
        """The sparse vector of a question; weights of one term add up, those ≤ 0 are left out.

        Of many rows, words that nearly all have are spared here as on one machine.
        """
        total: defaultdict[str, float] = defaultdict(float)
        for term, weight in weighted:
            total[term] += weight
        seen = self.frequencies(total)
        known = {term: weight for term, weight in total.items() if weight > 0 and seen[term]}
        vector: defaultdict[int, float] = defaultdict(float)
        for term, weight in worthwhile(known, lambda _: seen, self.rows).items():
            n = seen[term]
            vector[term_id(term)] += weight * float(np.log1p((self.rows - n + 0.5) / (n + 0.5)))
        return dict(vector)

    def to_bytes(self) -> bytes:
        """As numbers; nothing executable."""
        buffer = io.BytesIO()
        sums = np.array([self.rows, self.folded, self.marked], np.int64)
        np.savez_compressed(buffer, sums=sums, ids=self.ids, found=self.found)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Inverse of ``to_bytes``."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            rows, folded, with_marks = arrays["sums"].tolist()
            return cls(rows, folded, with_marks, arrays["ids"], arrays["found"])
