"""Passages that match a query, with facets: for whoever wants to read, not to be answered."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion
from indexer.index import Index, Passage
from indexer.index.outline import agencies_of
from indexer.syllables import is_possible
from indexer.text import fold_chars, has_marks, nfc, place_tone, words
from service.answers import Correction, SearchHit, SearchResults
from service.query.outsiders import outsiders, settled
from service.query.question import Question, clean, understand
from service.query.scope import Sent, in_scope, known_places
from service.query.scope import without as ignoring
from service.query.understanding import mend
from service.quoting.citations import citation, document_ref
from service.retrieve import cursors, sieve
from service.retrieve.ends import goes_on, sides
from service.retrieve.facets import Kind, facets
from service.retrieve.hybrid import Candidate, candidates, leading, pool_of, reach

#: Candidates of each side where hits are chosen by what clauses tell: few of them may be left.
_DEEP = 500
_IN_WORDS = re.compile(r"\w")
_One = TypeVar("_One", str, int)
#: A number, or an array of them; a truth, or an array of them.
_Share = Any

#: How hits may be ordered; hits that are equal in it stay best first.
Order = Literal["best", "newest", "oldest", "place"]


def search(
    index: Index,
    query: str,
    *,
    document: Sequence[str] | str | None = None,
    locality: Sequence[str] | str | None = None,
    level: Sequence[str] | str | None = None,
    year: Sequence[int] | int | None = None,
    agency: str | None = None,
    kind: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
    literal: bool = False,
    order: Order = "best",
    exact: bool = False,
    bound: bool = False,
    without: Sequence[str] = (),
    figures: bool = False,
) -> SearchResults:
    """Hits of ``query``, best first. ``cursor`` is the ``next`` of the page before.

    ``literal``: words are looked for as typed, mistakes and all. ``exact``: only passages that hold
    them so, in their order; marks count where any were typed. ``bound``: of the places, levels,
    years and numbers that the query names only, as answers are, less those ``without`` ignores.
    ``figures``: only clauses that state a figure to reach, or a sum of money.

    Raises ``BadQuestion`` for a query, limit or cursor that cannot be used, ``NotFound`` for an
    unknown document or locality.
    """
    started = time.perf_counter()
    if not 1 <= limit <= 100:
        raise BadQuestion("limit phải từ 1 đến 100. / limit must be 1 to 100.", "limit")
    offset = cursors.first(cursor)
    sent = Sent(_many(document), _many(locality), _many(level), _many(year))
    named = without if bound and not exact else None
    read = _read(index, clean(query, "q"), sent, mended=not (literal or exact), without=named)
    chosen = _Chosen(agency, kind, read.typed if exact else None, order, figures)
    found = _found(index, read, chosen, offset + limit)
    results = _results(index, read, chosen, found, offset, limit)
    return replace(results, took_ms=round((time.perf_counter() - started) * 1000, 2))


class _Read(NamedTuple):
    """A query as ``typed`` and as it is meant, and the documents in its scope."""

    typed: str
    meant: Question
    corrections: tuple[Correction, ...]
    scope: Sequence[DocumentInfo]


def _read(
    index: Index, typed: str, sent: Sent, *, mended: bool, without: Sequence[str] | None
) -> _Read:
    """``without``: what to ignore of the documents that the query names; None: all of it."""
    text, corrections = mend(index, typed) if mended else (typed, ())
    scope = in_scope(index, sent)
    named = () if without is None else scope
    meant = understand(text, index.accents, known_places(index), infos=named)
    if without is not None:
        meant = settled(index, ignoring(meant, without), scope)
        left = outsiders(index, meant, scope)
        scope = [d for d in scope if d.id not in left] if left else scope
    return _Read(typed, meant, corrections, scope)


def _results(
    index: Index, read: _Read, chosen: _Chosen, found: _Found, offset: int, limit: int
) -> SearchResults:
    """The hits of one page, with what is told of all."""
    marked = [fold_chars(chosen.phrase)] if chosen.phrase else phrases_of(read.meant.content)
    page = found.best[offset : offset + limit]
    return SearchResults(
        query=read.typed,
        understood_as=chosen.phrase or read.meant.reading,
        total=len(found.kinds),
        hits=tuple(_hit(c, index.document(c.passage.document), marked) for c in page),
        facets=facets(index, found.kinds),
        generation=index.generation,
        took_ms=0.0,
        next=cursors.following(offset + limit, len(found.kinds)),
        corrections=read.corrections,
        at_least=found.at_least,
    )


def _many(value: Sequence[_One] | _One | None) -> Sequence[_One] | None:
    return [value] if isinstance(value, str | int) else value


class _Chosen(NamedTuple):
    """Which of the candidates are hits, and their order."""

    agency: str | None
    kind: str | None
    phrase: str | None
    order: Order
    figures: bool

    @property
    def narrows(self) -> bool:
        """Whether it leaves any candidate out."""
        return (self.agency, self.kind, self.phrase) != (None, None, None)


class _Found(NamedTuple):
    """The first hits, and of every hit what facets count; ``at_least``: there may be more."""

    best: list[Candidate]
    kinds: Sequence[Kind]
    at_least: bool


def _found(index: Index, read: _Read, chosen: _Chosen, count: int) -> _Found:
    """The first ``count`` hits at least."""
    if not read.scope:
        return _Found([], [], at_least=False)
    meant, whole = read.meant, len(read.scope) == len(index.documents())
    ids = None if whole else [d.id for d in read.scope]
    if not chosen.narrows and chosen.order == "best" and sieve.suits(meant):
        led = leading(index, meant, ids, count, _speaks, chosen.figures)
        return _Found(led.best, led.told, led.goes_on)
    pool = _DEEP if chosen.narrows else pool_of(index.size())
    found = candidates(index, meant, ids, pool, chosen.figures)
    speaks = [_speaks(dict(c.features.named_values())) for c in found]
    kept = [
        c
        for c, has in zip(found, speaks, strict=True)
        if has
        and _matches(c.passage, chosen.agency, chosen.kind)
        and (chosen.phrase is None or holds(c.passage.text, chosen.phrase))
    ]
    kinds = [
        (c.passage.document, c.passage.clause.kind, "\n".join(agencies_of(c.passage.clause)))
        for c in kept
    ]
    both = sides([c.features for c in found])
    more = goes_on(*both, np.flatnonzero(speaks), reach(meant, pool))
    return _Found(_ordered(kept, index, chosen.order), kinds, more)


def _speaks(features: Mapping[str, _Share]) -> _Share:
    """Whether a candidate shares enough with the query to be shown and counted as a hit.

    Of one candidate, or of many, as arrays.
    """
    words, pairs, dense = features["words"], features["pairs"], features["dense"]
    return (
        (words >= 0.5 - sieve.ROUNDING)
        | (pairs >= 0.3 - sieve.ROUNDING)
        | (dense >= 0.3)
        | (features["named"] > 0)
    )


def _matches(passage: Passage, agency: str | None, kind: str | None) -> bool:
    if kind and passage.clause.kind != kind:
        return False
    if not agency:
        return True
    wanted = fold_chars(agency)
    return any(
        wanted in fold_chars(f"{a.name} {a.as_written}") for a in passage.clause.facts.agencies
    )


def holds(text: str, phrase: str) -> bool:
    """Whether ``text`` has the words of ``phrase`` side by side, as they were typed.

    >>> holds("Khám sức khoẻ định kỳ", "sức khỏe"), holds("Khám sức khoẻ", "suc khoe")
    (True, True)
    >>> holds("giá trị", "già trị"), holds("hoạt động", "hoạt")
    (False, True)
    """
    alike = place_tone if has_marks(phrase) else fold_chars
    said, wanted = (" ".join(alike(w) for w in words(nfc(part))) for part in (text, phrase))
    return f" {wanted} " in f" {said} "


def _ordered(kept: list[Candidate], index: Index, order: Order) -> list[Candidate]:
    if order == "best":
        return kept
    infos = [index.document(c.passage.document) for c in kept]
    sign = -1 if order == "newest" else 1
    if order == "place":
        keys: list[str] | list[int] = [info.locality or "~" for info in infos]
    else:
        keys = [sign * (info.year or 0) for info in infos]
    return [kept[i] for i in sorted(range(len(kept)), key=keys.__getitem__)]


def _hit(candidate: Candidate, info: DocumentInfo, words: Iterable[str]) -> SearchHit:
    cited = citation(candidate.passage)
    return SearchHit(
        citation=cited,
        document=document_ref(info),
        kind=candidate.passage.clause.kind,
        score=round(candidate.score, 4),
        highlights=tuple(highlights(cited.quote, words)),
    )


def phrases_of(content: Sequence[str]) -> list[str]:
    """What is worth marking of a query's folded words: neighbours, and words that stand alone.

    A Vietnamese word is mostly of two syllables, and one of them alone is another word.

    >>> phrases_of(["kiem", "tra", "gas"]), phrases_of(["rac"])
    (['kiem tra', 'tra gas', 'gas'], ['rac'])
    """
    pairs = [" ".join(pair) for pair in pairwise(content)]
    alone = [w for w in content if len(w) > 1 and (len(content) == 1 or not is_possible(w))]
    return [*pairs, *alone]


def highlights(quote: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where folded ``words`` stand in ``quote``; neighbours, and those that overlap, are joined."""
    folded = fold_chars(quote)
    found: list[tuple[int, int]] = []
    for word in words:
        # Looked for as they are: a pattern of each query costs more.
        start = folded.find(word)
        while start >= 0:
            end = start + len(word)
            beside = folded[max(0, start - 1) : start] + folded[end : end + 1]
            if not _IN_WORDS.search(beside):
                found.append((start, end))
            start = folded.find(word, start + 1)
    return _joined(sorted(found))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start - out[-1][1] <= 1:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
