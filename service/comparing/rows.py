"""Units of many documents put into rows: each unit in one row, themes from the plans' headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.comparing.alignment import Link
from service.comparing.units import Unit, ancestors

#: Themes are headings of these levels; what stands lower ("a) Chỉ tiêu") is no theme by itself.
_LEVELS = 2
_SHORT = 240

#: A unit by its document and its position there.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A row in the making: the units of each document that has some, and how alike they are."""

    units: Mapping[str, tuple[Unit, ...]]
    similarity: float
    theme: str

    @property
    def heading(self) -> bool:
        """Whether only headings stand here."""
        return all(u.is_heading for units in self.units.values() for u in units)


def lines(
    units: Mapping[str, Sequence[Unit]], links: Mapping[tuple[str, str], Sequence[Link]]
) -> list[Line]:
    """Rows in the reading order of the first document, by theme.

    ``units`` in the order asked for; ``links`` by the pairs of documents they join.
    """
    groups = _groups(units, links)
    where = {place: number for number, group in enumerate(groups) for place in group}
    above = {name: _themes(found) for name, found in units.items()}
    heads = [_theme_of(group, above) for group in groups]
    themes = {number: where[head] if head else None for number, head in enumerate(heads)}
    scores = _scores(links, where)
    told: dict[int, list[Line]] = {}
    for number in _reading_order(units, where, themes):
        theme = themes[number]
        line = Line(
            {name: _of(name, groups[number], units) for name in units},
            scores.get(number, 0.0),
            _name(groups[number if theme is None else theme], units),
        )
        told.setdefault(-1 - number if theme is None else theme, []).append(line)
    return [line for band in told.values() for line in band]


def _of(name: str, group: Sequence[Place], units: Mapping[str, Sequence[Unit]]) -> tuple[Unit, ...]:
    return tuple(units[name][i] for document, i in sorted(group) if document == name)


def _groups(
    units: Mapping[str, Sequence[Unit]], links: Mapping[tuple[str, str], Sequence[Link]]
) -> list[tuple[Place, ...]]:
    """Units joined by their links, the surest first; a document joins a row once, unless what
    it says there is spread over several clauses.
    """
    of: dict[Place, set[Place]] = {
        (name, i): {(name, i)} for name, found in units.items() for i in range(len(found))
    }
    edges = [
        (link.further, -link.score, (a, link.a), (b, link.b))
        for (a, b), found in links.items()
        for link in found
    ]
    for further, _, x, y in sorted(edges):
        one, two = of[x], of[y]
        if one is two or (not further and {d for d, _ in one} & {d for d, _ in two}):
            continue
        if further and min(len(one), len(two)) > 1:
            continue
        joined = one | two
        for place in joined:
            of[place] = joined
    distinct = {id(group): group for group in of.values()}
    return [tuple(sorted(group)) for group in distinct.values()]


def _scores(
    links: Mapping[tuple[str, str], Sequence[Link]], where: Mapping[Place, int]
) -> dict[int, float]:
    """The mean score of the links within each group."""
    found: dict[int, list[float]] = {}
    for (a, b), joined in sorted(links.items()):
        for link in joined:
            number = where[(a, link.a)]
            if number == where[(b, link.b)]:
                found.setdefault(number, []).append(link.score)
    return {number: round(sum(s) / len(s), 4) for number, s in found.items()}


def _reading_order(
    units: Mapping[str, Sequence[Unit]],
    where: Mapping[Place, int],
    themes: Mapping[int, int | None],
) -> list[int]:
    """Groups as the first document reads.

    What another adds stands after what it says before it on the same theme, else after what it
    says before it at all; what it says before anything shared comes before that.
    """
    order: list[int] = []
    for name, found in units.items():
        leading: list[int] = []
        last: int | None = None
        by_theme: dict[int | None, int] = {}
        for number in (where[(name, i)] for i in range(len(found))):
            if number in order:
                if last is None and leading:
                    order[order.index(number) : order.index(number)] = leading
                    leading = []
            elif last is None:
                leading += [number] if number not in leading else []
                continue
            else:
                order.insert(order.index(by_theme.get(themes[number], last)) + 1, number)
            last = number
            by_theme[themes[number]] = number
        order += leading
    return order


def _theme_of(group: Sequence[Place], themes: Mapping[str, Sequence[int | None]]) -> Place | None:
    """The heading that gives a group its theme, of the first document that has one."""
    for name, above in themes.items():
        for document, i in group:
            if document == name and (theme := above[i]) is not None:
                return name, theme
    return None


def _themes(units: Sequence[Unit]) -> list[int | None]:
    """For each unit, the lowest heading of the upper levels over (or at) it that charges no body.

    "2. Công an tỉnh" is no theme: what it must do belongs to "V. TỔ CHỨC THỰC HIỆN".
    """
    out: list[int | None] = []
    for at, up in enumerate(ancestors(units)):
        chain = (*reversed(up), at)
        tops = [i for i in chain if units[i].leads][:_LEVELS]
        fit = [i for i in tops if not units[i].addressed]
        out.append(fit[-1] if fit else None)
    return out


def _name(group: Sequence[Place], units: Mapping[str, Sequence[Unit]]) -> str:
    """The heading in the words of the first document that has it; else how the clause begins."""
    members = [u for name in units for u in _of(name, group, units)]
    line = next((u.title for u in members if u.title), None) or " ".join(members[0].own.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rstrip() + "…"
