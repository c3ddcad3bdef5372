"""``service.compare``: plans side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion, NotFound
from indexer.index.protocol import Index
from indexer.text import fold_chars
from service.comparing import titles
from service.comparing.alignment import Link, align
from service.comparing.copied import copied
from service.comparing.differing import Places, differences
from service.comparing.likeness import Vocabulary, likeness
from service.comparing.rows import Line, lines
from service.comparing.units import Unit, units_of, vectors_of
from service.comparing.values import FACTS, Cell, Comparison, Coverage, Row
from service.quoting.citations import address, document_ref
from service.quoting.citing import Cited, cited
from service.retrieve import cursors

#: Documents that can stand side by side; each pair of them is aligned.
MOST = 8
#: Rows of a page at most.
MOST_ROWS = 500
#: Of clauses less alike than this no figure answers the other's: below .30 half of the pairs of
#: five comparisons read whole were none (11 of 23; from .30 on 100 of 121).
_ANSWERS = 0.33
#: What more of the rows say than this is no theme by itself.
_SAID_OFTEN = 0.2
#: Pairs of clauses that are looked at in one comparison, of all pairs of documents together:
#: beyond, one request would keep the machine for longer than a reader waits.
_PAIRS = 3_000_000


def compare(
    index: Index,
    documents: Sequence[str],
    *,
    section: str | None = None,
    changed: bool = False,
    fold: bool = False,
    limit: int | None = None,
    cursor: str | None = None,
) -> Comparison:
    """Rows of clauses that do the same job, what differs in each, and what has no counterpart.

    ``section`` keeps the rows of one part: a clause path of the first document that has it (with
    the counterparts of what stands there), or words of a theme ("kinh phí", "Sở Y tế"): of headings
    and what is below them, and of clauses, see ``_on_theme``. ``changed`` keeps rows in which
    something differs, ``fold`` leaves out text that several plans copied; either leaves headings
    out. At most ``limit`` rows (all, unless told), from ``cursor`` on; coverage is of all rows.

    Raises ``BadQuestion`` for fewer than two documents or more than ``MOST``, a limit or a cursor
    that cannot be used, ``NotFound`` for an unknown document or section.
    """
    if limit is not None and not 1 <= limit <= MOST_ROWS:
        raise BadQuestion(
            f"limit phải từ 1 đến {MOST_ROWS}. / limit must be 1 to {MOST_ROWS}.", "limit"
        )
    first = cursors.first(cursor)
    names = _names(documents)
    infos = {name: index.document(name) for name in names}
    found = {name: units_of(index, name) for name in names}
    _bounded(found)
    made = beside(index, found)
    kept = made if section is None else _within(made, section, names)
    row_of = partial(
        _row,
        papers={name: cited(index, name) for name in names},
        places={name: own_places(info) for name, info in infos.items()},
        known=copied(index, found),
        spoken={(line.theme, n) for line in kept for n in names if line.units[n]},
    )
    if changed or fold:  # what is left out is known only once its row is made
        rows = [row for row in map(row_of, kept) if _is_wanted(row, changed, fold)]
        total, end = len(rows), first + (limit or len(rows))
        rows = rows[first:end]
    else:
        total, end = len(kept), first + (limit or len(kept))
        rows = [*map(row_of, kept[first:end])]
    return Comparison(
        documents=tuple(document_ref(infos[name]) for name in names),
        section=section,
        rows=tuple(rows),
        coverage=tuple(_coverage(name, kept) for name in names),
        generation=index.generation,
        total=total,
        next=cursors.following(end, total),
    )


def _is_wanted(row: Row, changed: bool, fold: bool) -> bool:
    return not (row.heading or (changed and not row.differences) or (fold and row.boilerplate))


def beside(index: Index, units: Mapping[str, Sequence[Unit]]) -> list[Line]:
    """Units of documents in rows. Their order decides what stands left, not what is aligned."""
    found = {name: units[name] for name in sorted(units)}
    vectors = {name: vectors_of(index, told) for name, told in found.items()}
    vocabulary = Vocabulary.of([unit.terms for told in found.values() for unit in told])
    links: dict[tuple[str, str], list[Link]] = {}
    for a, b in combinations(found, 2):
        titled = titles.same(found[a], found[b])
        like = likeness(found[a], found[b], (vectors[a], vectors[b]), vocabulary, titled)
        links[(a, b)] = align(found[a], found[b], like)
    return lines(units, links)


def _names(documents: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(documents))
    if len(names) < 2:
        raise BadQuestion(
            "Cần ít nhất hai kế hoạch khác nhau để so sánh. / "
            "Two different plans at least are due for a comparison.",
            "document",
        )
    if len(names) > MOST:
        raise BadQuestion(
            f"Chỉ so sánh được {MOST} kế hoạch một lần. / "
            f"At most {MOST} plans are compared at a time.",
            "document",
        )
    return names


def _bounded(units: Mapping[str, Sequence[Unit]]) -> None:
    if sum(len(a) * len(b) for a, b in combinations(units.values(), 2)) > _PAIRS:
        raise BadQuestion(
            "Các kế hoạch này quá dài để so sánh cùng lúc; hãy chọn ít hơn. / "
            "These plans are too long to be compared at a time; choose fewer.",
            "document",
        )


def own_places(info: DocumentInfo) -> tuple[str, ...]:
    """The folded names of a document's place, the longest first."""
    names = {fold_chars(name) for name in (info.locality, info.province) if name}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _within(made: Sequence[Line], section: str, names: Sequence[str]) -> list[Line]:
    wanted = fold_chars(section)
    owner = next((n for n in names if any(_has(line, n, section) for line in made)), None)
    if owner is not None:
        inside = [_under(line, owner, section) for line in made]
        own = [
            (line.theme, within)
            for line, within in zip(made, inside, strict=True)
            if line.units[owner]
        ]
        # Of a theme that stands whole in the section, what others add to it too.
        themes = {theme for theme, _ in own} - {theme for theme, within in own if not within}
        kept = [
            line
            for line, within in zip(made, inside, strict=True)
            if within or (line.theme in themes and not line.units[owner])
        ]
    else:
        kept = _on_theme(made, wanted, names)
    if not kept:
        raise NotFound(
            f"Không có mục hay chủ đề “{section}” trong các kế hoạch này / "
            f"No section or theme “{section}” in these plans",
            "section",
        )
    return kept


def _on_theme(made: Sequence[Line], wanted: str, names: Sequence[str]) -> list[Line]:
    """The rows of a theme ``wanted``, folded.

    Those that headings tell, of bodies too ("Sở Y tế" and all below it), and clauses that say it.
    Of what more than ``_SAID_OFTEN`` of the rows say ("tổ chức") clauses are told only of a plan
    without such a heading: what one plan gives a heading of its own another says in a sentence.
    """
    headed = {n for n, line in enumerate(made) if _is_headed(line, wanted)}
    lacking = [name for name in names if not any(made[n].units[name] for n in headed)]
    said = {n for n, line in enumerate(made) if _says(line, wanted, names)}
    if len(said) > _SAID_OFTEN * len(made):
        said = {n for n in said if _says(made[n], wanted, lacking)}
    return [made[n] for n in sorted(headed | said)]


def _is_headed(line: Line, wanted: str) -> bool:
    titles = (t for units in line.units.values() for u in units for t in (*u.headings, u.title))
    return any(wanted in fold_chars(title) for title in (line.theme, *titles) if title)


def _says(line: Line, wanted: str, names: Sequence[str]) -> bool:
    return any(wanted in fold_chars(unit.own) for name in names for unit in line.units[name])


def _has(line: Line, name: str, path: str) -> bool:
    return any(path in unit.paths for unit in line.units[name])


def _under(line: Line, name: str, path: str) -> bool:
    return any(p == path or p.startswith(path + ".") for u in line.units[name] for p in u.paths)


def _row(
    line: Line,
    papers: Mapping[str, Cited],
    places: Places,
    known: set[tuple[str, str]],
    spoken: set[tuple[str, str]],
) -> Row:
    # A heading over one clause is part of it: a document that speaks on the theme lacks no heading.
    sides = {
        name: units
        for name, units in line.units.items()
        if units or not line.heading or (line.theme, name) not in spoken
    }
    differing = differences(sides, places, facts=line.heading or line.similarity >= _ANSWERS)
    cells = tuple(
        cell
        for name, units in line.units.items()
        for cell in ([cell_of(unit, papers[name]) for unit in units] or [Cell(name)])
    )
    facts = {d.kind for d in differing}.intersection(FACTS)
    members = [(name, unit.path) for name, units in line.units.items() for unit in units]
    return Row(
        theme=line.theme,
        cells=cells,
        similarity=line.similarity,
        differences=differing,
        heading=line.heading,
        # A copied clause with other figures is exactly what a reader looks for: never folded.
        boilerplate=not facts and all(member in known for member in members),
    )


def cell_of(unit: Unit, cited: Cited) -> Cell:
    """A unit of the document ``cited`` as a quotation that opens in place."""
    return Cell(
        document=unit.document,
        clause=f"{unit.document}#{unit.path}",
        path=unit.path,
        quote=unit.text,
        start=unit.start,
        end=unit.end,
        url=address(unit.document, unit.path),
        headings=unit.headings,
        source=cited.source(unit.path),
    )


def _coverage(name: str, kept: Sequence[Line]) -> Coverage:
    clauses = 0
    only: list[str] = []
    for line in kept:
        mine = [f"{name}#{unit.path}" for unit in line.units[name] if not unit.is_heading]
        clauses += len(mine)
        if not any(units for other, units in line.units.items() if other != name):
            only += mine
    matched = clauses - len(only)
    share = round(matched / clauses, 4) if clauses else 0.0
    return Coverage(name, clauses, matched, share, tuple(only))
