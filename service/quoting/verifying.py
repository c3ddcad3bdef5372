"""Somebody else's quotations checked: where each stands in the plans, and how it differs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nlargest
from typing import Literal
from weakref import WeakKeyDictionary

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion
from indexer.index import Index
from indexer.passages import headings
from indexer.text import nfc, terms
from service.answers import Citation, DocumentRef
from service.quoting.citations import address, document_ref
from service.quoting.differences import Difference, Words
from service.quoting.quotation import Standing, alike, exact, is_near, likely, nearest
from service.quoting.quotes import Quoted, quotes_of

Status = Literal["exact", "near", "none"]
#: Why a quotation was not looked for: nobody knows where it ends, it is too long, or too many are.
Reason = Literal["unclosed", "long", "many"]


_WORST_FIRST: tuple[Status, ...] = ("none", "near", "exact")

#: Characters of a quotation, and of a text that is searched for quotations.
MOST_QUOTE = 4000
MOST_TEXT = 20_000
#: Quotations of a text that are checked.
MOST_QUOTES = 30
#: Places told of one quotation.
MOST_PLACES = 10

#: Up to so many documents every one is read; of more, those that share most of the words.
_ALL = 50
_ROWS = 300
#: Likely places, of all documents, that are looked at word by word.
_TRIED = 12
#: What stands nowhere is shown beside a passage that has half of its words.
_LIKE = 0.5
#: Documents kept as words: about half a megabyte each.
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands. ``differences`` is empty where it is exact."""

    citation: Citation
    document: DocumentRef
    exact: bool
    edits: int
    similarity: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """One quotation, cleaned, with its places, best first.

    ``start`` and ``end``: where it stands in the text that was sent. ``read``: the documents it was
    looked for in, of ``held``. ``nearest``: of one that stands nowhere, the passage most like it.
    """

    quote: str
    status: Status
    places: tuple[Place, ...]
    total: int
    read: int
    held: int
    start: int = 0
    end: int = 0
    nearest: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A quotation of a text that was not looked for; ``text[start:end]`` of what was sent."""

    quote: str
    reason: Reason
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verified:
    """The reply: one quotation, or those of a text in order.

    ``unchecked``: those that were not looked for; ``untold`` of them are beyond the bound.
    """

    quotes: tuple[Checked, ...]
    untold: int
    generation: str
    took_ms: float
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def status(self) -> Status:
        """Never better than the worst; what was not looked for is not known to stand anywhere."""
        seen = {one.status for one in self.quotes}
        if self.unchecked or not seen:
            return "none"
        return next(status for status in _WORST_FIRST if status in seen)


def verify(index: Index, quote: str, *, document: str | None = None) -> Verified:
    """Look for ``quote`` in the plans, or in one document.

    Raises ``BadQuestion`` for a quotation without words or too long, ``NotFound`` for an unknown
    document.
    """
    started = time.perf_counter()
    text = _bounded(quote, "quote", MOST_QUOTE)
    found = _check(index, text.strip(), document)
    return _verified(index, (found,), 0, started)


def verify_text(index: Index, text: str, *, document: str | None = None) -> Verified:
    """Look for every passage in quotation marks of ``text``, or say why one was not looked for.

    Offsets count the code points of the text's NFC form.
    """
    started = time.perf_counter()
    text = _bounded(text, "text", MOST_TEXT)
    if document is not None:
        index.document(document)
    checked: list[Checked] = []
    unchecked: list[Unchecked] = []
    for one in quotes_of(text):
        quote = text[one.start : one.end]
        reason = _unfit(one, len(checked))
        if reason is None:
            found = _check(index, quote, document)
            checked.append(replace(found, start=one.start, end=one.end))
        else:
            unchecked.append(Unchecked(quote, reason, one.start, one.end))
    untold = sum(one.reason == "many" for one in unchecked)
    found_all = _verified(index, tuple(checked), untold, started)
    return replace(found_all, unchecked=tuple(unchecked))


def _unfit(one: Quoted, checked: int) -> Reason | None:
    """Why a quotation is not looked for, where ``checked`` were before it."""
    if not one.closed:
        return "unclosed"
    if one.end - one.start > MOST_QUOTE:
        return "long"
    return "many" if checked >= MOST_QUOTES else None


def _verified(index: Index, quotes: tuple[Checked, ...], untold: int, started: float) -> Verified:
    took = round((time.perf_counter() - started) * 1000, 2)
    return Verified(quotes, untold, index.generation, took)


def _bounded(text: str, field: str, most: int) -> str:
    """NFC; raises ``BadQuestion`` for what cannot be looked for."""
    text = nfc(text)
    if len(text) > most:
        raise BadQuestion(
            f"Dài {len(text)} ký tự; nhiều nhất {most}. / "
            f"It has {len(text)} characters; {most} at most.",
            field,
        )
    if not any(char.isalnum() for char in text):
        raise BadQuestion("Không có chữ nào để tìm. / There are no words to look for.", field)
    return text


def _check(index: Index, quote: str, document: str | None) -> Checked:
    infos = index.documents()
    looked = [index.document(document)] if document is not None else _likely(index, quote, infos)
    words = Words(quote)
    found = _standings(words, [(info, _words(index, info.id)) for info in looked])
    found.sort(key=lambda place: (place[1].edits, -place[1].similarity))
    places = [one for one in found if one[1].exact or is_near(words, one[1])]
    status: Status = "none"
    if places:
        status = "exact" if places[0][1].exact else "near"
    others = [] if places else [one for one in found if one[1].similarity >= _LIKE][:1]
    return Checked(
        quote,
        status,
        tuple(_place(index, *one) for one in places[:MOST_PLACES]),
        len(places),
        len(looked),
        len(infos),
        0,
        len(quote),
        tuple(_place(index, *one) for one in others),
    )


def _standings(
    quote: Words, texts: Sequence[tuple[DocumentInfo, Words]]
) -> list[tuple[DocumentInfo, Standing]]:
    """Its places: the exact ones; where there are none, those of its words; else the nearest."""
    for find in (exact, alike):
        found = [(info, standing) for info, text in texts for standing in find(quote, text)]
        if found:
            return found
    tries = (
        (votes, number, at)
        for number, (_, text) in enumerate(texts)
        for votes, at in likely(quote, text)
    )
    best = nlargest(_TRIED, tries)
    aligned = [(texts[number][0], nearest(quote, texts[number][1], at)) for _, number, at in best]
    return [(info, standing) for info, standing in aligned if standing is not None]


def _likely(index: Index, quote: str, infos: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
    """Every document where they are few, else those whose clauses share most words with it."""
    if len(infos) <= _ALL:
        return infos
    hits = index.search_terms([(term, 1.0) for term in set(terms(quote))], _ROWS, None)
    held = index.passages([hit.row for hit in hits])
    names = dict.fromkeys(held[hit.row].document for hit in hits)
    return [index.document(name) for name in list(names)[:_ALL]]


#: By generation opened; an index no longer served takes its words with it.
_readers: WeakKeyDictionary[Index, _Reader] = WeakKeyDictionary()


class _Reader:
    """The documents of one index as words, those looked at last."""

    def __init__(self) -> None:
        self.words = lru_cache(maxsize=_KEPT)(Words)


def _words(index: Index, document: str) -> Words:
    reader = _readers.setdefault(index, _Reader())
    return reader.words(index.text(document))


def _place(index: Index, info: DocumentInfo, standing: Standing) -> Place:
    return Place(
        _citation(index, info, standing),
        document_ref(info),
        standing.exact,
        standing.edits,
        round(standing.similarity, 3),
        standing.differences,
    )


def _citation(index: Index, info: DocumentInfo, standing: Standing) -> Citation:
    """The span as a quotation, in the innermost clause that it begins in."""
    units = index.clauses(info.id)
    around = [u for u in units if u.start <= standing.start < u.end]
    unit = max(around, key=lambda u: (u.start, -u.end)) if around else units[0]
    text = index.text(info.id)
    page = next((p for p in index.pages(info.id) if p.start <= standing.start < p.end), None)
    return Citation(
        clause=f"{info.id}#{unit.path}",
        path=unit.path,
        headings=headings(unit, {u.path: u for u in units}, text),
        quote=text[standing.start : standing.end],
        start=standing.start,
        end=standing.end,
        page=page.number if page else unit.page,
        url=address(info.id, unit.path, (standing.start, standing.end)),
        ocr=page is not None and page.obtained == "ocr",
    )
