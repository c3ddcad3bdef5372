"""Completions for the search box: what plans name and staff call it; accents optional."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from indexer import reference
from indexer.documents import Clause
from indexer.facts import people
from indexer.facts.names import is_agency_title
from indexer.index import Index
from indexer.text import fold_chars, nfc

SuggestionKind = Literal["heading", "agency", "target", "title", "term", "question"]
_SHORTEST = 8
_LONGEST = 120
#: In what is counted, these tell of a formula or of half a bracket.
_NO_WORDS = re.compile(r"[\d=()]")


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
    ranked = sorted(
        (_rank(folded, wanted, at), -count, text, kind, folded, at)
        for text, kind, folded, count in (*_phrases(index), *asked)
        if (at := _place(folded, wanted)) is not None
    )
    out: dict[str, Suggestion] = {}
    for _, _, text, kind, folded, at in ranked:
        out.setdefault(folded, Suggestion(text, kind, at, at + len(wanted)))
        if len(out) == limit:
            break
    return list(out.values())


def suggest(index: Index, q: str, limit: int = 8) -> list[str]:
    """The phrases of ``complete`` alone."""
    return [found.text for found in complete(index, q, limit)]


def _place(folded: str, wanted: str) -> int | None:
    """Where ``wanted`` stands, at the beginning of a word if it does so anywhere."""
    if wanted not in folded:
        return None
    begins = re.search(rf"(?<!\w){re.escape(wanted)}", folded)
    return begins.start() if begins else folded.index(wanted)


def _rank(folded: str, wanted: str, at: int) -> int:
    if at == 0:
        return 0 if folded != wanted else -1
    return 1 if not folded[at - 1].isalnum() else 2


_Phrases = tuple[tuple[str, SuggestionKind, str, int], ...]
#: By generation opened; an index no longer served takes its phrases with it.
_known: WeakKeyDictionary[Index, _Phrases] = WeakKeyDictionary()


def _phrases(index: Index) -> _Phrases:
    """``(phrase, kind, folded, count)`` of one generation."""
    if index not in _known:
        _known[index] = _collect(index)
    return _known[index]


def _collect(index: Index) -> _Phrases:
    counts: Counter[tuple[str, SuggestionKind]] = Counter()
    for info in index.documents():
        counts[info.title, "title"] += 1
        for clause in index.clauses(info.id):
            counts.update(_said(clause))
    counts.update((term, "term") for term in _terms(index))
    return tuple((text, kind, fold_chars(text), n) for (text, kind), n in counts.items())


def _terms(index: Index) -> Iterator[str]:
    """Terms of the reference tables that stand in the plans: what staff call their work."""
    tables = reference.load()
    known = {term for row in (*tables.synonyms, *tables.glossary.values()) for term in row}
    texts = [index.text(info.id).lower() for info in index.documents()]
    for term in sorted(known):
        if " " in term and len(term) >= _SHORTEST and any(term.lower() in text for text in texts):
            yield term


def _said(clause: Clause) -> Iterator[tuple[str, SuggestionKind]]:
    """What one clause has to suggest: its heading, its bodies, what its figures count."""
    title = clause.title
    if title and _SHORTEST <= len(title) <= _LONGEST and not title.isupper():
        yield title, "heading"
    persons = any(map(people.is_column, clause.header))
    for agency in clause.facts.agencies:
        named = agency.name
        body = is_agency_title(named) or not (persons or people.is_addressed(named))
        if body and not agency.inherited and len(agency.name) <= _LONGEST:
            yield agency.name, "agency"
    for target in clause.facts.targets:
        if _SHORTEST <= len(target.of) <= _LONGEST and not _NO_WORDS.search(target.of):
            yield target.of, "target"
