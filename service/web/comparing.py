"""What the comparison page shows: bands of one theme, cells with what differs marked, a picker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion
from indexer.index.protocol import Index
from indexer.text import fold_chars
from service.comparing.values import FACTS, Cell, Comparison, Difference, Row, spans_of
from service.quoting import citing
from service.web.links import place
from service.web.marking import marked
from service.web.messages import Lang, say

#: Documents that fit beside each other on a page.
MOST = 4
#: Documents the picker lists at once; the filter finds the others.
LISTED = 200


@dataclass(frozen=True, slots=True)
class Toggles:
    """What is left out: ``fold`` copied text, ``changed`` rows in which nothing differs."""

    fold: bool = False
    changed: bool = False

    def state(self, **other: bool) -> dict[str, str | None]:
        """The toggles as parts of an address, some of them ``other`` than they are."""
        now = {"fold": self.fold, "changed": self.changed} | other
        return {name: "1" if on else None for name, on in now.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One quotation: its place in words, where it opens, its heading if that is not the theme."""

    path: str
    name: str
    href: str
    quote: Markup
    trail: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    """What is needed of a document to show its quotations; ``names`` as ``citing.names`` gives."""

    text: str
    names: Mapping[str, tuple[str, ...]]
    decision: frozenset[str]


def paper(index: Index, document: str) -> Paper:
    """A document's text, what people call its clauses, and which are the deciding articles."""
    units = index.clauses(document)
    deciding = frozenset(unit.path for unit in units if unit.part == "decision")
    return Paper(index.text(document), citing.names(units), deciding)


@dataclass(frozen=True, slots=True)
class Side:
    """One document's cells of a row; ``bodies``: who is responsible, where that differs."""

    cells: tuple[Shown, ...]
    bodies: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """One row, a side for each document."""

    sides: tuple[Side, ...]
    kinds: tuple[str, ...]
    percent: int
    boilerplate: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one theme, and how many of them are folded away or the same."""

    theme: str
    rows: tuple[Beside, ...]
    folded: int
    same: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One document of the picker."""

    info: DocumentInfo
    chosen: bool


def chosen(documents: Sequence[str]) -> list[str]:
    """The documents asked for, each once; raises ``BadQuestion`` for more than fit the page."""
    names = [name for name in dict.fromkeys(documents) if name]
    if len(names) > MOST:
        raise BadQuestion(say("vi", "compare_most", n=MOST), "document")
    return names


def choices(
    infos: Sequence[DocumentInfo], names: Sequence[str], find: str
) -> tuple[list[Choice], int]:
    """Those chosen first, then those whose title, place or number has the words of ``find``.

    With it, how many more there are than are listed.
    """
    wanted = fold_chars(find).split()
    fit = [info for info in infos if info.id in names or all(w in _known_by(info) for w in wanted)]
    order = sorted(fit, key=lambda i: (i.id not in names, i.locality or "~", i.year or 0, i.id))
    listed = [Choice(info, info.id in names) for info in order[:LISTED]]
    return listed, len(order) - len(listed)


def _known_by(info: DocumentInfo) -> str:
    known = (info.title, info.locality, info.province, info.number, info.year, info.id)
    return fold_chars(" ".join(str(one) for one in known if one))


def called(index: Index, comparison: Comparison) -> dict[str, str]:
    """By id, what people call the clauses that stand in one document alone."""
    out = {}
    for document, covered in zip(comparison.documents, comparison.coverage, strict=True):
        names = citing.names(index.clauses(document.id))
        for clause in covered.only:
            out[clause] = citing.capital(" ".join(names[clause.partition("#")[2]]))
    return out


def bands(index: Index, comparison: Comparison, toggles: Toggles, lang: Lang) -> list[Band]:
    """Rows by theme, without headings; a theme of which nothing is left is not shown.

    What the plans say comes first, the articles that promulgate them last.
    """
    papers = {d.id: paper(index, d.id) for d in comparison.documents}
    themes: dict[tuple[bool, str], list[Row]] = {}
    for row in comparison.rows:
        if not row.heading:
            themes.setdefault((_decides(row, papers), row.theme), []).append(row)
    out = []
    for (_, theme), rows in sorted(themes.items(), key=lambda item: item[0][0]):
        folded = [row for row in rows if toggles.fold and row.boilerplate]
        same = [r for r in rows if toggles.changed and not r.differences and r not in folded]
        left = [row for row in rows if row not in folded and row not in same]
        beside = _rows(left, papers, lang)
        if beside or folded:
            out.append(Band(theme, beside, len(folded), len(same)))
    return out


def _decides(row: Row, papers: Mapping[str, Paper]) -> bool:
    """Whether all that stands in a row is of deciding articles."""
    return all(c.path in papers[c.document].decision for c in row.cells if c.path is not None)


def _rows(rows: Sequence[Row], papers: Mapping[str, Paper], lang: Lang) -> tuple[Beside, ...]:
    """Rows of one theme; a heading is told where it is not the one told last on its side."""
    last: dict[str, str] = {}
    return tuple(_beside(row, papers, last, lang) for row in rows)


def _beside(row: Row, papers: Mapping[str, Paper], last: dict[str, str], lang: Lang) -> Beside:
    sides = []
    for document, held in papers.items():
        cells = [c for c in row.cells if c.document == document and c.clause is not None]
        said = {d.kind: s for d in row.differences for s in d.said if s.document == document}
        bodies = "; ".join(said["agency"].all) if cells and "agency" in said else None
        told = tuple(
            shown(cell, held, row.differences, _trail(cell, row, last), lang) for cell in cells
        )
        sides.append(Side(told, bodies or None))
    return Beside(
        sides=tuple(sides),
        kinds=tuple(d.kind for d in row.differences),
        percent=round(row.similarity * 100),
        boilerplate=row.boilerplate,
    )


def _trail(cell: Cell, row: Row, last: dict[str, str]) -> str | None:
    above = cell.headings[-1] if cell.headings else ""
    told = last.get(cell.document, row.theme)
    last[cell.document] = above
    return above if above and fold_chars(above) != fold_chars(told) else None


def shown(
    cell: Cell, held: Paper, differences: Sequence[Difference], trail: str | None, lang: Lang
) -> Shown:
    """One quotation with what differs in it marked; ``held``: the cell's document."""
    assert cell.path is not None and cell.start is not None and cell.end is not None
    facts = list(spans_of(cell, differences, FACTS))
    other = list(spans_of(cell, differences, ("wording",)))
    return Shown(
        path=cell.path,
        name=citing.capital(" ".join(held.names[cell.path])),
        href=place(cell.document, lang, cell.path),
        quote=marked(held.text, cell.start, cell.end, facts, other),
        trail=trail,
    )
