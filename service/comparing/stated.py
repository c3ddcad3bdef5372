"""The facts of a clause as they are compared: figures, who has to act, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.documents import Span
from indexer.text import fold_chars, unify_dashes, words
from service.comparing.responsible import is_everybody, mentions_everybody
from service.comparing.units import Unit

#: What is said of money, and how a time begins that is none of its own: it names what it is in.
_BUDGET = re.compile(
    r"(?i:ngân sách|kinh phí|dự toán|chi thường xuyên|nguồn chi|sự nghiệp)[^.;|\n]{0,60}$"
)
_CYCLE = re.compile(r"[Hh][àằ]ng (?:năm|quý|tháng)\b")
_PERIOD = re.compile(r"giai đoạn\b|[Đđ]ến năm\b")
_OF_NAME = re.compile(
    r"(?i:chương trình|đề án|chiến lược|quy hoạch|kế hoạch|dự án|nghị quyết|mô hình)\b"
    r"[^.;|\n]{0,200}$"
)
_OPENS = re.compile(r"(?:^|[.;:|(\n]|\b(?:trong|[Tt]hời gian(?: thực hiện)?))[^\w]*$")
_ZERO = re.compile(r"(?<!\d)0+(?=\d)")
#: The key of everybody.
_EVERYBODY = "*"
_PROVINCIAL = re.compile(r"\bthanh pho\b")
_MONTH = re.compile(r"(?<=\d) thang (?=\d)|(?<=\d) nam (?=\d)")


@dataclass(frozen=True, slots=True)
class Fact:
    """``key`` is what is compared, ``said`` how it is written, ``span`` where (None: above)."""

    key: object
    said: str
    span: Span | None


def figures(unit: Unit) -> Iterator[Fact]:
    """Figures with their units; "phấn đấu 100%" and "100%" are one, "dưới 5%" and "5%" are not."""
    for clause in unit.clauses:
        for target in clause.facts.targets:
            op = "=" if target.op == "aim" else target.op
            key = (op, target.value, target.value_max, target.unit)
            yield Fact(key, target.quote, target.span)
        for money in clause.facts.funding:
            if money.amount is not None:
                yield Fact(("đồng", money.amount), money.text, money.span)


def charged(sides: Mapping[str, Sequence[Unit]]) -> dict[str, list[Fact]]:
    """Who has to act by each document's clauses, each body once.

    Where a document charges nobody by its form but names a body anyway ("Căn cứ Kế hoạch này, các
    sở, ban, ngành xây dựng …"), that body is left out of the others. Whom the close of a plan
    addresses is everybody: beside one nobody is told.
    """
    if any(unit.closes for units in sides.values() for unit in units):
        return {name: [] for name in sides}
    # A heading's body holds for every clause below it.
    found = {
        name: list({f.key: f for unit in units for f in bodies(unit)}.values())
        for name, units in sides.items()
    }
    silent = [unit for name, units in sides.items() if not found[name] for unit in units]
    named = {_body_key(a.name) for u in silent for c in u.clauses for a in c.facts.agencies}
    texts = [_plain(unit.text) for unit in silent]
    if any(mentions_everybody(unit.text) for unit in silent):
        named.add(_EVERYBODY)

    def is_mentioned(fact: Fact) -> bool:
        return fact.key in named or any(_plain(fact.said) in text for text in texts)

    return {name: [f for f in told if not is_mentioned(f)] for name, told in found.items()}


def bodies(unit: Unit) -> Iterator[Fact]:
    """Who has to act by a clause, or by a heading above it (then without a span)."""
    for agency in unit.responsible:
        span = agency.span
        inside = span is not None and unit.start <= span.start and span.end <= unit.end
        yield Fact(_body_key(agency.name), agency.as_written, span if inside else None)


def _body_key(name: str) -> str:
    """A body's name, whether it is of a province or of a city; everybody is one.

    >>> _body_key("Công an Thành phố") == _body_key("Công an tỉnh")
    True
    """
    return _EVERYBODY if is_everybody(name) else _provincial(name)


def _provincial(text: str) -> str:
    return _PROVINCIAL.sub("tinh", fold_chars(text))


def _plain(text: str) -> str:
    """The folded words of a text, to look for whole ones in."""
    return f" {' '.join(words(_provincial(text)))} "


def dates(unit: Unit) -> Iterator[Fact]:
    """Days, periods and cycles by which or in which something is to be done."""
    for clause in unit.clauses:
        for deadline in clause.facts.deadlines:
            before = unit.text[: max(0, deadline.span.start - unit.start)]
            if not _names(deadline.text, before):
                yield Fact(_date_key(deadline.text), deadline.text, deadline.span)


def _names(said: str, before: str) -> bool:
    """Whether a time only belongs to the name of a budget, a programme or what was before.

    "ngân sách hằng năm", "Chương trình … giai đoạn 2021 - 2025".
    """
    if _CYCLE.match(said):
        return bool(_BUDGET.search(before))
    if _OF_NAME.search(before):
        return bool(_PERIOD.match(said))
    return said.startswith("giai đoạn") and not _OPENS.search(before)


def _date_key(text: str) -> str:
    """A date or cycle in one spelling.

    >>> _date_key("trước ngày 05 tháng 6 năm 2024") == _date_key("Trước ngày 5/6/2024")
    True
    """
    folded = " ".join(unify_dashes(fold_chars(text)).split()).removeprefix("dinh ky ")
    return re.sub(r"\s*-\s*", "-", _ZERO.sub("", _MONTH.sub("/", folded)))
