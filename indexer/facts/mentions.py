"""Bodies that a text or a row of a table names, with the role that the words around give."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer import headings
from indexer.documents import Agency, Clause, Role, Span
from indexer.facts import columns, partners, people, roles
from indexer.facts.names import AGENCY, Named, canonical, known_end
from indexer.stretches import Taken

_ORDER = re.compile(r"[Gg]iao\s+$")
_LEADS = re.compile(
    r"\s*(?:,\s*)?(?:chủ trì|(?:làm|là) đầu mối|là cơ quan|có trách nhiệm|chịu trách nhiệm)"
)
#: Before the name of a body of which only the standing part is meant.
_STANDING = re.compile(r"(?<!\w)(?:Ban )?Thường (?:trực|vụ) $")


def partners_in(body: str, offset: int, start: int = 0) -> list[Agency]:
    """Whom others are to work with, from ``start`` on; ``body`` stands at ``offset``."""
    found = partners.find(body, start)
    return [replace(as_agency(n, "coordinate", offset), partner=True) for n in found]


def in_row(body: str, clause: Clause) -> list[Agency]:
    """Those in the columns of a row that say who does what, else those it names anywhere."""
    out: list[Agency] = []
    at = 0
    cells = body.split(" | ")
    if headings.is_header(cells):
        return []
    if len(cells) != len(clause.header):
        return in_text(body, clause.start)
    for name, cell in zip(clause.header, cells, strict=True):
        role = roles.of_column(name)
        if role:
            named = people.in_cell(cell) if people.is_column(name) else columns.bodies(cell)
            out += [
                replace(as_agency(n, role, clause.start + at), partner=role == "coordinate")
                for n in named
            ]
        at += len(cell) + 3
    return out or in_text(body, clause.start)


def in_text(body: str, offset: int, assigned: bool = False) -> list[Agency]:
    """Agencies of the reference table named in running text, with the role the words give.

    In a duty "dự án do Bộ Công an chủ trì" says whose the project is, not whose the duty.
    """
    out = partners_in(body, offset)
    taken = Taken(len(body))
    for span in (a.span for a in out if a.span):
        taken.take(span.start - offset, span.end - offset)
    position = 0
    for match in AGENCY.finditer(body):
        start = match.start()
        if start < position or body[start].islower():
            continue
        end = known_end(body, start)
        if end == start or not taken.take(start, end):
            continue
        position = end
        if standing := _STANDING.search(body, max(0, start - 16), start):
            start = standing.start()
        leads = _LEADS.match(body, end) or _ORDER.search(body, max(0, start - 8), start)
        if assigned and body.endswith("do ", 0, start):
            leads = None
        out.append(as_agency(Named(body[start:end], start, end), "lead" if leads else None, offset))
    return sorted(out, key=lambda a: a.span.start if a.span else 0)


def as_agency(named: Named, role: Role | None, offset: int) -> Agency:
    """A name in a text that stands at ``offset``, with its role."""
    span = Span(offset + named.start, offset + named.end)
    return Agency(canonical(named.text), named.text, role, False, span)
