"""Completions for the search box: what plans name and staff call it; accents optional."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal
from weakref import WeakKeyDictionary

from indexer import reference
from indexer.index import Index
from indexer.index.lexical import marked
from indexer.text import fold_chars, nfc

SuggestionKind = Literal["heading", "agency", "target", "title", "term", "question"]
#: Letters of a term of the tables.
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase of the plans, or a question others asked; ``[start, end)`` is what was typed."""

    text: str
    kind: SuggestionKind
    start: int
    end: int


def complete(
    index: Index, q: str, limit: int = 8, questions: Iterable[str] = ()
) -> list[Suggestion]:
    """Up to ``limit`` phrases that contain ``q``, and those of ``questions`` that do.

    The phrase itself comes first, then those that begin so, then those with a word that begins so;
    among them what occurs most. Two phrases that differ in marks or capitals alone are told once.
    """
    wanted = fold_chars(nfc(q)).strip()
    if len(wanted) < 2:
        return []
    asked: _Phrases = tuple((text, "question", fold_chars(nfc(text)), 1) for text in questions)
    fitting = (
        (_rank(folded, wanted, at), -count, text, kind, folded, at)
        for text, kind, folded, count in (*_phrases(index), *asked)
        if (at := _place(folded, wanted)) is not None
    )
    out: dict[str, Suggestion] = {}
    for _, _, text, kind, folded, at in nsmallest(limit + len(asked), fitting):
        out.setdefault(folded, Suggestion(text, kind, at, at + len(wanted)))
        if len(out) == limit:
            break
    return list(out.values())


def suggest(index: Index, q: str, limit: int = 8) -> list[str]:
    """The phrases of ``complete`` alone."""
    return [found.text for found in complete(index, q, limit)]


def _place(folded: str, wanted: str) -> int | None:
    """Where ``wanted`` stands, at the beginning of a word if it does so anywhere."""
    at = folded.find(wanted)
    if at <= 0 or not folded[at - 1].isalnum():
        return at if at >= 0 else None
    begins = re.search(rf"(?<!\w){re.escape(wanted)}", folded)
    return begins.start() if begins else at


def _rank(folded: str, wanted: str, at: int) -> int:
    if at == 0:
        return 0 if folded != wanted else -1
    return 1 if not folded[at - 1].isalnum() else 2


_Phrases = tuple[tuple[str, SuggestionKind, str, int], ...]
#: By generation opened; an index no longer served takes its phrases with it.
_known: WeakKeyDictionary[Index, _Phrases] = WeakKeyDictionary()


def _phrases(index: Index) -> _Phrases:
    """``(phrase, kind, folded, count)`` of one generation; of those that fold alike one."""
    if index not in _known:
        _known[index] = _collect(index)
    return _known[index]


def _collect(index: Index) -> _Phrases:
    counts: Counter[tuple[str, SuggestionKind]] = Counter()
    for info in index.documents():
        counts[info.title, "title"] += 1
    for phrase in index.phrases():
        counts[phrase.text, phrase.kind] += phrase.times
    for term in _terms(index):
        counts[term, "term"] += 1
    alike: dict[str, tuple[int, str, SuggestionKind]] = {}
    for (text, kind), count in counts.items():
        folded, told = fold_chars(text), (-count, text, kind)
        alike[folded] = min(told, alike.get(folded, told))
    return tuple((text, kind, folded, -least) for folded, (least, text, kind) in alike.items())


def _terms(index: Index) -> Iterator[str]:
    """Terms of the reference tables that stand in the plans: what staff call their work.

    Every two neighbouring syllables of them do, that is: no text is read for it.
    """
    tables = reference.load()
    known = {term for row in (*tables.synonyms, *tables.glossary.values()) for term in row}
    pairs = {t: marked(t) for t in sorted(known) if " " in t and len(t) >= _SHORTEST}
    seen = index.frequency({pair for own in pairs.values() for pair in own})
    for term, own in pairs.items():
        if own and all(seen[pair] for pair in own):
            yield term
