"""A document's clauses as the units that are compared: leaves, and headings over several clauses.

A heading with one clause below it is no unit of its own: "9. Sở Tư pháp" and the paragraph under it
say one thing, which another plan may say in one paragraph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.documents import Agency, Clause
from indexer.index.protocol import Index
from indexer.text import terms, words
from service.comparing.responsible import responsible

#: What a plan says; letterhead, recipients and signature are compared by nobody.
BODY = ("decision", "plan", "appendix")
#: So many syllables open a clause.
_OPENING = 14
#: Words of so many characters without a title are a sentence.
_SENTENCE = 120


@dataclass(frozen=True)
class Unit:
    """One stretch ``[start, end)`` of a document; ``paths`` are the clauses it covers.

    ``body`` is where its own words begin: after the marker, and after a heading that only leads
    to the clause below. ``title`` is its heading, if it has one; ``headings`` the titles above,
    outermost first. ``parent`` is the path of the unit above, ``charged_above`` the bodies that the
    headings above address: a clause that names them again addresses nobody new.
    """

    document: str
    paths: tuple[str, ...]
    clause: Clause
    start: int
    end: int
    body: int
    text: str
    title: str | None
    headings: tuple[str, ...]
    parent: str | None
    is_heading: bool
    clauses: tuple[Clause, ...]
    charged_above: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        """The path it is cited by."""
        return self.paths[0]

    @property
    def closes(self) -> bool:
        """Whether it closes its plan ("Trên đây là Kế hoạch …")."""
        return self.clause.kind == "closing"

    @property
    def leads(self) -> bool:
        """Whether it is, or begins with, a heading that clauses follow."""
        return self.title is not None and (self.is_heading or len(self.clauses) > 1)

    @property
    def own(self) -> str:
        """Its words without marker and label: ``text[body:end]`` of the document."""
        return self.text[self.body - self.start :]

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Index terms of its own words: folded syllables, their bigrams, document numbers."""
        return tuple(terms(self.own))

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """Index terms of its first words: what is to be done, before to whom and how."""
        return tuple(terms(" ".join(words(self.own)[:_OPENING])))

    @cached_property
    def responsible(self) -> tuple[Agency, ...]:
        """Who has to act, by this clause or by the heading above it."""
        return responsible(self.clauses, self.body, inherited=True)

    @cached_property
    def addressed(self) -> frozenset[str]:
        """Names of the bodies that its own first words (or its heading) charge with it."""
        if self.clause.kind == "row":  # a column names them; the row is about something else
            return frozenset()
        named = responsible(self.clauses, self.body, inherited=False)
        return frozenset(a.name for a in named) - self.charged_above


def units_of(index: Index, document: str, section: str | None = None) -> list[Unit]:
    """Units in reading order; ``section`` keeps that clause and what is below. ``NotFound``."""
    clauses = [c for c in index.clauses(document) if c.part in BODY]
    if section is not None:
        top = index.clause(document, section)
        clauses = [c for c in clauses if top.start <= c.start and c.end <= top.end]
    return units(document, index.text(document), clauses)


def units(document: str, text: str, clauses: Sequence[Clause]) -> list[Unit]:
    """The units of ``clauses``, which stand in ``text`` in reading order; each clause in one."""
    below: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in clauses:
        below[clause.parent].append(clause)
    by_path = {c.path: c for c in clauses}
    merged = {
        c.path: kids[0]
        for c in clauses
        if len(kids := below[c.path]) == 1 and not below[kids[0].path] and _leads(c, text)
    }
    absorbed = {kid.path for kid in merged.values()}
    out: dict[str, Unit] = {}
    for clause in clauses:
        if clause.path not in absorbed:
            kid = merged.get(clause.path)
            unit = _unit(document, text, clause, kid, by_path, bool(below[clause.path]))
            above = out.get(unit.parent) if unit.parent else None
            if above is not None:
                unit = replace(unit, charged_above=above.charged_above | above.addressed)
            out[clause.path] = unit
    return list(out.values())


def ancestors(units: Sequence[Unit]) -> list[tuple[int, ...]]:
    """For each unit the positions of the units above it, nearest first."""
    where = {path: i for i, u in enumerate(units) for path in u.paths}
    out: list[tuple[int, ...]] = []
    for unit in units:
        parent = where.get(unit.parent) if unit.parent else None
        out.append(() if parent is None else (parent, *out[parent]))
    return out


def _leads(clause: Clause, text: str) -> bool:
    """Whether a clause's own words are a heading, not a sentence with one clause below."""
    return clause.title is not None or len(text[clause.start : clause.own_end]) < _SENTENCE


def _says_more(clause: Clause, text: str) -> bool:
    """Whether a clause with others below says something itself, and does not only lead to them.

    A sentence does, and a long heading with a figure or a day in it: bullets that follow are one
    more thing each, and what it says must not be lost with the headings.
    """
    own = text[clause.start : clause.own_end].rstrip()
    if len(own) < _SENTENCE:
        return False
    facts = clause.facts
    stated = facts.targets or facts.deadlines or any(f.amount for f in facts.funding)
    return bool(stated) or (clause.title is None and not own.endswith(":"))


def _unit(
    document: str,
    text: str,
    clause: Clause,
    kid: Clause | None,
    by_path: dict[str, Clause],
    has_below: bool,
) -> Unit:
    end = kid.end if kid else clause.own_end
    first = kid or clause
    own = text[clause.start : end]
    return Unit(
        document=document,
        paths=(clause.path, kid.path) if kid else (clause.path,),
        clause=clause,
        start=clause.start,
        end=end,
        body=first.start + _marker(text[first.start : end], first.marker),
        text=own,
        title=clause.title if kid or has_below or clause.title is not None else None,
        headings=tuple(_titles(clause, by_path, text)),
        parent=clause.parent if clause.parent in by_path else None,
        is_heading=has_below and kid is None and not _says_more(clause, text),
        clauses=(clause, kid) if kid else (clause,),
    )


def _marker(text: str, marker: str) -> int:
    """How many characters of ``text`` are its marker, a number or a bullet, and white space."""
    at = len(marker) if marker and text.startswith(marker) else 0
    while at < len(text) and not (text[at].isalnum() or text[at] in "“\"'(≥≤<>"):
        at += 1
    return at if at < len(text) else 0


def _titles(clause: Clause, by_path: dict[str, Clause], text: str) -> Iterable[str]:
    above: list[str] = []
    node = by_path.get(clause.parent) if clause.parent else None
    while node is not None:
        above.append(node.title or _short(text[node.start : node.own_end], node.marker))
        node = by_path.get(node.parent) if node.parent else None
    return reversed(above)


def _short(text: str, marker: str) -> str:
    line = " ".join(text[_marker(text, marker) :].split())
    return line if len(line) <= 160 else line[:159].rstrip() + "…"


def vectors_of(index: Index, compared: Sequence[Unit]) -> NDArray[np.float32]:
    """``float32[n, dim]`` from the index; zeros for a unit that is not indexed (a bare heading)."""
    by_start: dict[tuple[str, int], int] = {}
    for document in dict.fromkeys(u.document for u in compared):
        rows = index.rows(document)
        for passage in index.passages(rows).values():
            by_start[(document, passage.clause.start)] = passage.row
    found = [
        next(
            (
                row
                for c in reversed(u.clauses)
                if (row := by_start.get((u.document, c.start))) is not None
            ),
            None,
        )
        for u in compared
    ]
    out = np.zeros((len(compared), index.encoder.dim), dtype=np.float32)
    placed = [(i, row) for i, row in enumerate(found) if row is not None]
    if placed:
        out[[i for i, _ in placed]] = index.vectors([row for _, row in placed])
    return out
