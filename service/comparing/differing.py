"""What differs between clauses that do the same job: figures, bodies, dates, words.

Each kind is told with every document's side of it, as written there and where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from indexer.text import fold_chars
from service.comparing.stated import Fact, bodies, charged, dates, figures
from service.comparing.units import Unit
from service.comparing.values import Difference, DifferenceKind, Said

#: The documents of a row in the order asked for, each with its clauses; none: no counterpart.
Sides = Mapping[str, Sequence[Unit]]
#: The folded names of each document's own place: they differ everywhere and say nothing.
Places = Mapping[str, Sequence[str]]

_WORD = re.compile(r"\w+", re.UNICODE)


def differences(sides: Sides, places: Places, facts: bool = True) -> tuple[Difference, ...]:
    """Every kind of difference of one row, in the order of ``values.KINDS``.

    Without ``facts`` none of figures, bodies and dates: clauses that hardly say the same.
    """
    missing = [name for name, units in sides.items() if not units]
    present = {name: units for name, units in sides.items() if units}
    out: list[Difference] = []
    if missing:
        out.append(Difference("missing", tuple(Said(name) for name in missing)))
    if len(present) < 2:
        return tuple(out)
    kinds: tuple[tuple[DifferenceKind, Callable[[Sides], Mapping[str, Sequence[Fact]]]], ...] = (
        ("number", partial(_each, of=figures)),
        ("agency", charged),
        ("deadline", partial(_each, of=dates)),
    )
    for kind, found in kinds if facts else ():
        if said := _apart(found(present)):
            out.append(Difference(kind, said))
    if said := _wording(present, places):
        out.append(Difference("wording", said))
    return tuple(out)


def _each(sides: Sides, of: Callable[[Unit], Iterator[Fact]]) -> dict[str, list[Fact]]:
    return {name: [fact for unit in units for fact in of(unit)] for name, units in sides.items()}


def _apart(found: Mapping[str, Sequence[Fact]]) -> tuple[Said, ...]:
    """Each document's facts that not all documents state; empty where all state the same."""
    keys = [{fact.key for fact in facts} for facts in found.values()]
    common = set.intersection(*keys)
    if all(one == common for one in keys):
        return ()
    return tuple(_said(name, facts, common) for name, facts in found.items())


def _said(name: str, facts: Sequence[Fact], common: Set[object]) -> Said:
    alone = [fact for fact in facts if fact.key not in common]
    spans = tuple((f.span.start, f.span.end) for f in alone if f.span is not None)
    shared = dict.fromkeys(fact.said for fact in facts if fact.key in common)
    return Said(name, tuple(fact.said for fact in alone), spans, tuple(shared))


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
    """The words of ``units`` without figures, dates, who has to act and the place's own name."""
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for unit in units:
        body = fold_chars(unit.own)
        stated = (*figures(unit), *dates(unit), *bodies(unit))
        aside = [(fact.span.start, fact.span.end) for fact in stated if fact.span]
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
    for i, j in _others(matcher.get_opcodes()):
        spans += _by_unit(mine.spans[i:j], units)
    return Said(name, tuple(_cut(span, units) for span in spans), tuple(spans))


def _others(codes: Sequence[tuple[str, int, int, int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of words that the other has not; one syllable both have between two is no end.

    "báo chí cấp tỉnh" and "Báo Bắc Kạn" share no word.
    """
    start = None
    for at, (tag, i, j, _, _) in enumerate(codes):
        amid = 0 < at < len(codes) - 1 and j - i == 1
        if tag == "equal" and not amid:
            if start is not None:
                yield start, i
            start = None
        elif start is None and tag in ("delete", "replace"):
            start = i
    if start is not None:
        yield start, codes[-1][2]


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
