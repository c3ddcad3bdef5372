"""What a document and one of its clauses state, as the page shows it beside the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from indexer.documents import Agency, Clause, DocumentInfo, Target
from indexer.succession import Today, agency_today, day_of

#: Facts of one sort that are shown; of a whole section there may be hundreds.
SHOWN = 6
_T = TypeVar("_T")
_COMPANY = re.compile(r"(?:tổng )?công ty|doanh nghiệp", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A body: as the plan calls it, what it is to do, and what it is today where it has ended."""

    name: str
    roles: tuple[str, ...]
    today: tuple[Today, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """Facts of a clause and all below it, each once, in reading order; ``more`` are not shown."""

    bodies: tuple[Body, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[str, ...]
    laws: tuple[str, ...]
    funding: tuple[str, ...]
    more: int

    def __bool__(self) -> bool:
        return bool(self.bodies or self.targets or self.deadlines or self.laws or self.funding)


def of_clause(info: DocumentInfo, units: Sequence[Clause], unit: Clause) -> Stated:
    """What stands in ``unit`` and below it."""
    inside = [u.facts for u in units if unit.start <= u.start and u.end <= unit.end]
    bodies = _bodies([a for f in inside for a in f.agencies], day_of(info))
    targets = _each((t for f in inside for t in f.targets), lambda t: (t.of, t.quote, t.by))
    deadlines = _each(" ".join(d.text.split()) for f in inside for d in f.deadlines)
    laws = _each(law.number or law.name or "" for f in inside for law in f.laws)
    funding = _each(" ".join(m.text.split()) for f in inside for m in f.funding)
    counts = (len(bodies), len(targets), len(deadlines), len(laws), len(funding))
    return Stated(
        tuple(bodies[:SHOWN]),
        tuple(targets[:SHOWN]),
        tuple(deadlines[:SHOWN]),
        tuple(laws[:SHOWN]),
        tuple(funding[:SHOWN]),
        sum(max(0, count - SHOWN) for count in counts),
    )


def grounds(info: DocumentInfo, units: Sequence[Clause]) -> tuple[str, ...]:
    """The documents that one is based on: those its preamble cites, without itself."""
    cited = (law for unit in units if unit.part == "front" for law in unit.facts.laws)
    return tuple(
        name for name in _each(law.number or law.name or "" for law in cited) if name != info.number
    )


def _bodies(agencies: Sequence[Agency], day: str) -> list[Body]:
    roles: dict[str, dict[str, None]] = {}
    for agency in agencies:
        # A company a list names is no body of the plan until it is charged with something.
        if agency.role is None and _COMPANY.match(agency.name):
            continue
        known = roles.setdefault(agency.name, {})
        if agency.role:
            known[agency.role] = None
    return [Body(name, tuple(had), agency_today(name, day)) for name, had in roles.items()]


def _each(found: Iterable[_T], key: Callable[[_T], Hashable] = lambda one: one) -> list[_T]:
    """What is there, each once, in its order."""
    out = {key(one): one for one in reversed(list(found)) if one}
    return list(reversed(out.values()))
