"""Boilerplate: text that plans of several places share, copied from one source above them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.documents import DocumentInfo
from indexer.index.protocol import Index
from indexer.text import fold_chars, words
from service.comparing.units import Unit, vectors_of

#: Syllables a text needs to be known again: below, sameness is chance ("Sở Y tế").
_LEAST = 15
#: Shared triples of syllables, of all that either text has.
_SAME = 0.8
#: How near (cosine) and how many passages are looked at: headings above are in the vectors too.
_NEAR, _LOOKED_AT = 0.6, 12
#: Documents of one place that repeat a text, until it counts as copied.
_MANY = 3

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Triples of folded syllables; none for a text too short to be known again."""
    found = words(fold_chars(text))
    if len(found) < _LEAST:
        return frozenset()
    return frozenset(zip(found, found[1:], found[2:], strict=False))


def same(a: Shingles, b: Shingles) -> bool:
    """Whether two texts are the same but for a word or two."""
    if not a or not b or min(len(a), len(b)) < _SAME * max(len(a), len(b)):
        return False
    return len(a & b) >= _SAME * len(a | b)


def place(info: DocumentInfo) -> str:
    """Where a document is from: its province, else its locality, else it stands alone."""
    return info.province_id or info.locality_id or info.locality or info.id


def copied(index: Index, units: Mapping[str, Sequence[Unit]]) -> set[tuple[str, str]]:
    """``(document, path)`` of the units whose text stands in plans of several places, or in many.

    ``units`` by document: those compared are held against each other, then against the index.
    """
    told = [u for found in units.values() for u in found if not u.is_heading]
    texts = [(u.document, shingles(u.own)) for u in told]
    vectors = vectors_of(index, told)
    places = {info.id: place(info) for info in index.documents()}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, (_, text) in enumerate(texts):
        for shingle in text:
            holders[shingle].append(n)
    out: set[tuple[str, str]] = set()
    for unit, (document, mine), vector in zip(told, texts, vectors, strict=True):
        if not mine:
            continue
        shared = Counter(n for shingle in mine for n in holders[shingle])
        near = [texts[n] for n, count in shared.items() if count >= _SAME * len(mine)]
        found = {document} | {name for name, other in near if same(mine, other)}
        if not _several(found, places) and vector.any():
            found |= _elsewhere(index, mine, vector)
        if _several(found, places):
            out.add((document, unit.path))
    return out


def _several(documents: set[str], places: Mapping[str, str]) -> bool:
    return len({places[d] for d in documents}) > 1 or len(documents) >= _MANY


def _elsewhere(index: Index, mine: Shingles, vector: NDArray[np.float32]) -> set[str]:
    near = [hit.row for hit in index.search_vector(vector, _LOOKED_AT, None) if hit.score >= _NEAR]
    return {p.document for p in index.passages(near).values() if same(mine, shingles(p.text))}
