"""A place in a document as officials write it: clause, kind, number, date, issuer, page.

Nghị định 30/2020/NĐ-CP, Phụ lục I: the levels are mục, khoản, điểm, tiết; days below 10 and the
months 1 and 2 are written with a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.documents import Clause, DocumentInfo
from indexer.index import Index

_LEVELS = ("mục", "khoản", "điểm", "tiết")
#: The least level of a number by its form: "III", "3", "a"; "4.1" follows its parent.
_FORMS = (
    (re.compile(r"[IVXLC]+"), 0),
    (re.compile(r"\d+"), 1),
    (re.compile(r"[a-zđ]{1,2}"), 2),
)
_PART = re.compile(r"[A-Z]")
_NUMBERED = frozenset({"section", "clause", "subclause", "point"})
_ORDERED = {
    "bullet": "gạch đầu dòng thứ {n}",
    "para": "đoạn thứ {n}",
    "row": "dòng {n} của bảng",
    "closing": "đoạn kết",
    "front": "phần mở đầu",
    "back": "phần cuối",
}
_APPENDIX = re.compile(r"phụ lục\s+(?:số\s+)?([\w-]{1,6})\b", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def chain(units: Sequence[Clause], unit: Clause) -> tuple[Clause, ...]:
    """``unit`` and what it stands in, outermost first."""
    by_path: Mapping[str, Clause] = {one.path: one for one in units}
    out = [unit]
    while (parent := out[-1].parent) is not None and parent in by_path:
        out.append(by_path[parent])
    return tuple(reversed(out))


def place(above: Sequence[Clause]) -> str:
    """The name of the last of ``above``, innermost first: "điểm đ khoản 1 mục V"."""
    level, steps = 0, list[str]()
    for unit in above:
        step, level = _step(unit, level)
        steps.insert(0, step)
    return " ".join(filter(None, steps))


def names(units: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    """By path, what people call each of ``units`` and what it stands in, innermost first.

    A unit comes after its parent: ``("điểm đ", "khoản 1", "mục V")``.
    """
    known: dict[str | None, tuple[int, tuple[str, ...]]] = {}
    for unit in units:
        level, outer = known.get(unit.parent, (0, ()))
        step, level = _step(unit, level)
        known[unit.path] = level, ((step, *outer) if step else outer)
    return {path: steps for path, (_, steps) in known.items() if path is not None}


def _step(unit: Clause, level: int) -> tuple[str, int]:
    """A unit's own name, and the level of what is numbered below it."""
    number = unit.marker.strip(" .)(/:-–")
    if unit.kind == "article":
        return number or unit.path.replace("QĐ.", "Điều "), 1
    if unit.kind == "appendix":
        return _appendix(unit), 0
    if unit.kind in _NUMBERED and number:
        # "Phần I" and "Chương 2" say themselves what they are.
        if " " in number:
            return number, level + 1
        if _PART.fullmatch(number) and not _FORMS[0][0].fullmatch(number):
            return f"phần {number}", 0
        least = next((depth for form, depth in _FORMS if form.fullmatch(number)), level)
        level = 0 if least == 0 else max(level, least)
        return f"{_LEVELS[min(level, 3)]} {number}", level + 1
    if unit.kind in _ORDERED:
        order = re.sub(r"\D", "", unit.path.rpartition(".")[2])
        return _ORDERED[unit.kind].format(n=order), level
    return (f"mục “{unit.title}”" if unit.title else ""), level


def capital(told: str) -> str:
    """With a capital letter, to begin a line with."""
    return told[:1].upper() + told[1:]


@dataclass(frozen=True, slots=True)
class Cited:
    """One document to cite: ``names`` of its clauses by path, which of them are the decision's own,
    and the page each begins on, where it has pages.
    """

    info: DocumentInfo
    names: Mapping[str, tuple[str, ...]]
    deciding: frozenset[str]
    pages: Mapping[str, int]

    def source(self, path: str) -> str:
        """Where a clause stands, as officials write it."""
        inside = path not in self.deciding
        return _whole(self.info, " ".join(self.names[path]), inside, self.pages.get(path))


def cited(index: Index, document: str, units: Sequence[Clause] | None = None) -> Cited:
    """A document of an index, to be cited; raises ``NotFound``. ``units``: its clauses, if read."""
    units = index.clauses(document) if units is None else units
    paged = len(index.pages(document)) > 1
    return Cited(
        index.document(document),
        names(units),
        frozenset(unit.path for unit in units if unit.part == "decision"),
        {unit.path: unit.page for unit in units} if paged else {},
    )


def formal(info: DocumentInfo, above: Sequence[Clause], page: int | None) -> str:
    """Where the last of ``above`` stands, or the whole document; what is not known is left out."""
    return _whole(info, place(above), bool(above) and above[-1].part != "decision", page)


def _whole(info: DocumentInfo, inner: str, inside: bool, page: int | None) -> str:
    parts = [inner, _named(info, inside), _dated(info.date)]
    if info.issuer:
        parts.append(f"của {info.issuer}")
    told = capital(" ".join(part for part in parts if part))
    return f"{told}, trang {page}" if page else told


def _named(info: DocumentInfo, inside: bool) -> str:
    """The document; a plan under a decision's number was promulgated with it."""
    if not info.number:
        return info.title
    kind = info.doctype or "Văn bản"
    if "/QĐ-" in info.number and kind != "Quyết định":
        decision = f"Quyết định số {info.number}"
        return f"{kind} ban hành kèm theo {decision}" if inside else decision
    return f"{kind} số {info.number}"


def _appendix(unit: Clause) -> str:
    found = _APPENDIX.match(unit.title or "")
    return f"Phụ lục {found[1] if found else unit.path.removeprefix('PL')}"


def _dated(date: str | None) -> str:
    """A day in words.

    >>> _dated("2023-02-09"), _dated("2023-11"), _dated(None)
    ('ngày 09 tháng 02 năm 2023', 'tháng 11 năm 2023', '')
    """
    found = _DATE.fullmatch(date or "")
    if not found:
        return ""
    year, month, day = found[1], int(found[2]), found[3]
    told = f"tháng {month:02}" if month < 3 else f"tháng {month}"
    return f"{f'ngày {day} ' if day else ''}{told} năm {year}"
