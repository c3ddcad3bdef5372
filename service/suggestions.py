"""Completions for the search box: headings, agencies and titles of the plans, accents optional."""

from __future__ import annotations

from collections import Counter
from weakref import WeakKeyDictionary

from indexer.index import Index
from indexer.text import fold_chars, nfc

_LONGEST = 120


def suggest(index: Index, q: str, limit: int = 8) -> list[str]:
    """Up to ``limit`` phrases that contain the words of ``q``: those that begin so come first."""
    wanted = fold_chars(nfc(q)).strip()
    if len(wanted) < 2:
        return []
    found = [
        (not folded.startswith(wanted), -count, phrase)
        for phrase, folded, count in _phrases(index)
        if wanted in folded
    ]
    return [phrase for _, _, phrase in sorted(found)[:limit]]


_Phrases = tuple[tuple[str, str, int], ...]
#: By generation opened; an index no longer served takes its phrases with it.
_known: WeakKeyDictionary[Index, _Phrases] = WeakKeyDictionary()


def _phrases(index: Index) -> _Phrases:
    """``(phrase, folded, count)`` of one generation."""
    if index not in _known:
        _known[index] = _collect(index)
    return _known[index]


def _collect(index: Index) -> _Phrases:
    counts: Counter[str] = Counter()
    for info in index.documents():
        counts[info.title] += 1
        for clause in index.clauses(info.id):
            if clause.title and 8 <= len(clause.title) <= _LONGEST and not clause.title.isupper():
                counts[clause.title] += 1
            for agency in clause.facts.agencies:
                if not agency.inherited and len(agency.name) <= _LONGEST:
                    counts[agency.name] += 1
    return tuple((p, fold_chars(p), n) for p, n in counts.items())
