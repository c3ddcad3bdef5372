"""What differs between clauses that do the same job: figures, bodies, dates, words.

Each kind is told with every document's side of it, as written there and where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.documents import Span
from indexer.text import fold_chars, unify_dashes
from service.comparing.units import Unit
from service.comparing.values import Difference, DifferenceKind, Said

#: The documents of a row in the order asked for, each with its clauses; none: no counterpart.
Sides = Mapping[str, Sequence[Unit]]
#: The folded names of each document's own place: they differ everywhere and say nothing.
Places = Mapping[str, Sequence[str]]

_WORD = re.compile(r"\w+", re.UNICODE)
_ZERO = re.compile(r"(?<!\d)0+(?=\d)")
_MONTH = re.compile(r"(?<=\d) thang (?=\d)|(?<=\d) nam (?=\d)")


@dataclass(frozen=True, slots=True)
class _Fact:
    """``key`` is what is compared, ``said`` how it is written, ``span`` where (None: above)."""

    key: object
    said: str
    span: Span | None


def differences(sides: Sides, places: Places) -> tuple[Difference, ...]:
    """Every kind of difference of one row, in the order of ``values.KINDS``."""
    missing = [name for name, units in sides.items() if not units]
    present = {name: units for name, units in sides.items() if units}
    out: list[Difference] = []
    if missing:
        out.append(Difference("missing", tuple(Said(name) for name in missing)))
    if len(present) < 2:
        return tuple(out)
    kinds: tuple[tuple[DifferenceKind, Callable[[Unit], Iterator[_Fact]]], ...] = (
        ("number", _figures),
        ("agency", _bodies),
        ("deadline", _dates),
    )
    for kind, facts in kinds:
        found = {name: [f for u in units for f in facts(u)] for name, units in present.items()}
        if kind == "agency":  # a heading's body holds for every clause below it: named once
            found = {name: list({f.key: f for f in told}.values()) for name, told in found.items()}
        if said := _apart(found):
            out.append(Difference(kind, said))
    if said := _wording(present, places):
        out.append(Difference("wording", said))
    return tuple(out)


def _apart(found: Mapping[str, Sequence[_Fact]]) -> tuple[Said, ...]:
    """Each document's facts that not all documents state; empty where all state the same."""
    keys = [{fact.key for fact in facts} for facts in found.values()]
    common = set.intersection(*keys)
    if all(one == common for one in keys):
        return ()
    return tuple(
        _said(name, [fact for fact in facts if fact.key not in common])
        for name, facts in found.items()
    )


def _said(name: str, facts: Sequence[_Fact]) -> Said:
    spans = tuple((f.span.start, f.span.end) for f in facts if f.span is not None)
    return Said(name, tuple(f.said for f in facts), spans)


def _figures(unit: Unit) -> Iterator[_Fact]:
    """Figures with their units; "phấn đấu 100%" and "100%" are one, "dưới 5%" and "5%" are not."""
    for clause in unit.clauses:
        for target in clause.facts.targets:
            op = "=" if target.op == "aim" else target.op
            key = (op, target.value, target.value_max, target.unit)
            yield _Fact(key, target.quote, target.span)
        for money in clause.facts.funding:
            if money.amount is not None:
                yield _Fact(("đồng", money.amount), money.text, money.span)


def _bodies(unit: Unit) -> Iterator[_Fact]:
    own = (unit.start, unit.end)
    for agency in unit.responsible:
        span = agency.span
        inside = span is not None and own[0] <= span.start and span.end <= own[1]
        yield _Fact(agency.name, agency.name, span if inside else None)


def _dates(unit: Unit) -> Iterator[_Fact]:
    for clause in unit.clauses:
        for deadline in clause.facts.deadlines:
            yield _Fact(_date_key(deadline.text), deadline.text, deadline.span)


def _date_key(text: str) -> str:
    """A date or cycle in one spelling.

    >>> _date_key("trước ngày 05 tháng 6 năm 2024") == _date_key("Trước ngày 5/6/2024")
    True
    """
    folded = " ".join(unify_dashes(fold_chars(text)).split())
    return re.sub(r"\s*-\s*", "-", _ZERO.sub("", _MONTH.sub("/", folded)))


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded words that are compared, and where each stands in the document."""

    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def _wording(present: Sides, places: Places) -> tuple[Said, ...]:
    """The stretches in other words than the first document's (for it: than the second's)."""
    told = {name: _compared(units, places.get(name, ())) for name, units in present.items()}
    names = list(told)
    if len({words.folded for words in told.values()}) == 1:
        return ()
    out = []
    for at, name in enumerate(names):
        other = told[names[0] if at else names[1]]
        out.append(_stretches(name, told[name], other, present[name]))
    return tuple(out)


def _compared(units: Sequence[Unit], places: Sequence[str]) -> _Words:
    """The words of ``units`` without figures, dates and the place's own name."""
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for unit in units:
        body = fold_chars(unit.own)
        aside = [(f.span.start, f.span.end) for f in (*_figures(unit), *_dates(unit)) if f.span]
        for place in places:
            pattern = rf"(?<!\w){re.escape(place)}(?!\w)"
            aside += [
                (unit.body + m.start(), unit.body + m.end()) for m in re.finditer(pattern, body)
            ]
        for match in _WORD.finditer(body):
            start, end = unit.body + match.start(), unit.body + match.end()
            if not any(a <= start and end <= b for a, b in aside):
                folded.append(match.group())
                spans.append((start, end))
    return _Words(tuple(folded), tuple(spans))


def _stretches(name: str, mine: _Words, other: _Words, units: Sequence[Unit]) -> Said:
    matcher = SequenceMatcher(None, mine.folded, other.folded, autojunk=False)
    spans: list[tuple[int, int]] = []
    for tag, i, j, _, _ in matcher.get_opcodes():
        if tag in ("delete", "replace"):
            spans += _by_unit(mine.spans[i:j], units)
    return Said(name, tuple(_cut(span, units) for span in spans), tuple(spans))


def _by_unit(spans: Sequence[tuple[int, int]], units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Stretches of words that follow each other; what is set aside between two parts them."""
    for unit in units:
        run: tuple[int, int] | None = None
        for start, end in (s for s in spans if unit.start <= s[0] and s[1] <= unit.end):
            joined = run and not _WORD.search(unit.text, run[1] - unit.start, start - unit.start)
            if run and not joined:
                yield run
            run = (run[0], end) if run and joined else (start, end)
        if run:
            yield run


def _cut(span: tuple[int, int], units: Sequence[Unit]) -> str:
    unit = next(u for u in units if u.start <= span[0] and span[1] <= u.end)
    return unit.text[span[0] - unit.start : span[1] - unit.start]
