"""The figures of all plans on one theme: targets and sums of money, with what each is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from indexer.documents import Clause, DocumentInfo, Target
from indexer.index.protocol import Index
from service.comparing.fitting import FITS, fits
from service.comparing.phrases import around, measured, stated
from service.query.question import Question, understand
from service.query.scope import known_places
from service.query.understanding import mend
from service.quoting.citations import address
from service.quoting.citing import Cited, cited
from service.retrieve.searching import search

#: Passages looked at, of all plans; those less than this share as good as the best are left out.
_LOOKED_AT, _WORTH = 300, 0.35
#: Words after a figure that fit so much less than its whole phrase do not say what it is about.
_LESS = 0.15
#: How far from a figure that fits others of its list are looked for, and how many clauses at most.
_NEAR, _MOST_BESIDE = 24, 2000
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One target, or sum of money, as a plan states it.

    ``quote`` is ``text[start:end]`` of its document.
    ``measured``: the words the figure is about; ``due``: dates and cycles of the clause, as
    written; ``year``: of the latest of them, else that of the plan's name; ``source``: where it
    stands, as officials cite it.
    """

    quote: str
    value: float
    value_max: float | None
    op: str
    unit: str
    measured: str
    due: tuple[str, ...]
    year: int | None
    clause: str
    start: int
    end: int
    url: str
    source: str

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.clause.partition("#")[0]


class Fitting(NamedTuple):
    """A figure on the theme: its ``own`` words and how well it fits."""

    figure: Figure
    own: str
    fit: float


def figures_on(index: Index, query: str, documents: Sequence[str] | None) -> list[Fitting]:
    """The figures on ``query``, of all plans or of ``documents``, of the best passages first.

    Beside one that fits stand others of its kind ("a) Đến năm 2025: 30% …; b) Đến năm 2030: …"),
    which the search may have passed over: they are looked for too.
    """
    theme = understand(mend(index, query)[0], index.accents, known_places(index))
    reader = _Reader(index, theme)
    found = reader.fitting(_hits(index, query, documents))
    beside = reader.fitting(_siblings(reader, [one.figure.clause for one in found]))
    return [*found, *beside]


class _Reader:
    """Reads the figures of clauses, each clause once."""

    def __init__(self, index: Index, theme: Question) -> None:
        self._index = index
        self._theme = theme
        self._clauses: dict[str, Sequence[Clause]] = {}
        self._papers: dict[str, Cited] = {}
        self._seen: set[tuple[str, int]] = set()

    def fitting(self, clauses: Iterable[tuple[str, Clause]]) -> list[Fitting]:
        """The figures that fit the theme, each with its own words; as they come."""
        found = [
            (document, clause, figure)
            for document, clause in clauses
            for figure in stated(clause)
            if self._is_new(document, figure)
        ]
        texts = {document: self._index.text(document) for document, _, _ in found}
        own = [measured(texts[d], clause, figure) for d, clause, figure in found]
        phrases = [around(texts[d], clause, figure) for d, clause, figure in found]
        units = [figure.unit for _, _, figure in found]
        whole = self._fits(units, [str(phrase) for phrase in phrases])
        alone = self._fits(units, [str(phrase) for phrase in own])
        out = []
        for n, (document, clause, target) in enumerate(found):
            if whole[n] >= FITS:
                told = phrases[n] if alone[n] < whole[n] - _LESS else own[n]
                figure = _figure(self._paper(document), texts[document], clause, target, str(told))
                out.append(Fitting(figure, told.own, float(whole[n])))
        return out

    def clauses(self, document: str) -> Sequence[Clause]:
        """Of hundreds of plans each is read once."""
        if document not in self._clauses:
            self._clauses[document] = self._index.clauses(document)
        return self._clauses[document]

    def _is_new(self, document: str, figure: Target) -> bool:
        place = (document, figure.span.start)
        new = place not in self._seen
        self._seen.add(place)
        return new

    def _fits(self, units: Sequence[str], phrases: Sequence[str]) -> Sequence[float]:
        told = list(zip(units, phrases, strict=True))
        return [float(fit) for fit in fits(self._index, self._theme, told)]

    def _paper(self, document: str) -> Cited:
        if document not in self._papers:
            self._papers[document] = cited(self._index, document, self.clauses(document))
        return self._papers[document]


def _hits(
    index: Index, query: str, documents: Sequence[str] | None
) -> Iterator[tuple[str, Clause]]:
    """The clauses with figures that the search finds, best first, with their documents.

    Looked for among those only: of a whole country's plans hundreds that state none come before.
    """
    best: float | None = None
    cursor: str | None = None
    for _ in range(_LOOKED_AT // 100):
        page = search(
            index, query, document=documents or None, limit=100, cursor=cursor, figures=True
        )
        for hit in page.hits:
            best = hit.score if best is None else best
            if hit.score < _WORTH * best:
                return
            yield hit.document.id, index.clause(hit.document.id, hit.citation.path)
        cursor = page.next
        if cursor is None:
            return


def _siblings(reader: _Reader, ids: Iterable[str]) -> Iterator[tuple[str, Clause]]:
    """The clauses near those with these ids, under the same heading; of all a bounded number."""
    paths: dict[str, list[str]] = {}
    for document, _, path in (one.partition("#") for one in dict.fromkeys(ids)):
        paths.setdefault(document, []).append(path)
    return islice(
        (
            (document, clause)
            for document, known in paths.items()
            for clause in _beside(reader.clauses(document), known)
        ),
        _MOST_BESIDE,
    )


def _beside(clauses: Sequence[Clause], paths: Sequence[str]) -> Iterator[Clause]:
    """The clauses a few places from those with these paths and of the same parent."""
    where = {clause.path: n for n, clause in enumerate(clauses)}
    near = sorted(
        {
            n
            for at in (where[path] for path in paths)
            for n in range(max(0, at - _NEAR), min(len(clauses), at + _NEAR + 1))
            if clauses[n].parent == clauses[at].parent and clauses[n].parent is not None
        }
    )
    return (clauses[n] for n in near)


def _figure(paper: Cited, text: str, clause: Clause, target: Target, measures: str) -> Figure:
    info = paper.info
    due = tuple(dict.fromkeys(d.text for d in clause.facts.deadlines))
    return Figure(
        quote=text[target.span.start : target.span.end],
        value=target.value,
        value_max=target.value_max,
        op=target.op,
        unit=target.unit,
        measured=measures,
        due=due,
        year=_year_of(target, due) or _named_year(info),
        clause=f"{info.id}#{clause.path}",
        start=target.span.start,
        end=target.span.end,
        url=address(info.id, clause.path, (target.span.start, target.span.end)),
        source=paper.source(clause.path),
    )


def _year_of(target: Target, due: Sequence[str]) -> int | None:
    """The year of a target's own sentence, else the last that its clause names."""
    # "20% … ngay trong năm 2025; đến năm 2030 đạt 100%"
    years = [target.by] if target.by else [year for said in due for year in _YEAR.findall(said)]
    return max(map(int, years), default=None)


def _named_year(info: DocumentInfo) -> int | None:
    """The last year of a plan's name; the year it was written in is none to reach anything by."""
    year = info.year_to or info.year
    return year if year and str(year) in info.title else None
