"""Where money comes from, and amounts: "ngân sách nhà nước", "1.500.000.000 đồng".

In a table the unit stands in the column's name, or over the table ("ĐVT: triệu đồng").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import prod

from indexer.documents import Clause, Funding, Span
from indexer.facts.names import is_agency_title
from indexer.facts.targets import NUMBER, number
from indexer.stretches import Taken
from indexer.text import fold_chars

#: Up to five more words of the same phrase.
_REST = r"(?:\s(?!(?:theo|để|và|do|từ|trong)\s)[^\s,;.:()|]+){0,5}"
_SOURCE = re.compile(
    r"(?:nguồn\s+)?(?:dự toán (?:chi )?)?(?<!Luật )ngân sách (?:nhà nước|trung ương"
    r"|địa phương|(?:cấp )?(?:tỉnh|huyện|xã)|thành phố|phường|đặc khu|các cấp)"
    r"|dự toán (?:chi )?(?:ngân sách|thường xuyên)(?: (?:hàng|hằng) năm)?"
    r"|chi thường xuyên (?:từ )?ngân sách(?: (?:hàng|hằng) năm)?"
    r"|(?:nguồn )?(?:kinh phí|vốn) (?:hợp pháp|xã hội hóa|xã hội hoá|tài trợ|sự nghiệp"
    rf"|chi thường xuyên|đầu tư công){_REST}"
    rf"|xã hội h[oó][áa]|nguồn (?:vốn )?(?:tài trợ|viện trợ|huy động){_REST}"
    r"|(?:hợp|đối) tác công\s?-?\s?tư(?:\s\(?PPP\)?)?"
    r"|(?:nguồn )?vốn (?:của )?(?:doanh nghiệp|nhà đầu tư|vay|ODA)"
    rf"|(?-i:Quỹ (?!(?:đất|và|để|này|theo)\b)\w+){_REST}",
    re.IGNORECASE,
)
#: Up to so many characters of a list of givers.
_GIVERS = r"(?:(?! và (?:các )?nguồn| (?:theo|để|nhằm|cùng|tham gia|vào) )[^;:.()|]){2,120}"
_STOP = r"(?:theo|để|và|do|từ|trong|cho|được|sẽ|thì|thực hiện)\b"
#: What names a source only under a heading on money.
_THERE = re.compile(
    rf"nguồn (?!nhân lực|lực (?!của|ngoài|xã hội|hợp pháp)|(?:kinh phí|vốn)(?: {_STOP}|(?! \w)))"
    rf"(?!{_STOP})[^\s,;.:()|]+(?: (?!{_STOP})[^\s,;.:()|]+){{0,9}}"
    rf"|(?:hỗ trợ|đóng góp|tài trợ|ủng hộ|huy động) (?:từ|của) {_GIVERS}"
    rf"|huy động (?=các (?:doanh nghiệp|tổ chức|cá nhân|nhà)\b){_GIVERS}"
    r"|lồng ghép (?:từ |trong |vào |với )?(?:các )?(?:nguồn|chương trình|dự án|đề án|kế hoạch)"
    rf"{_REST}"
    r"|dự toán (?:kinh phí )?(?:(?:hoạt động|chi) )?(?:được giao|h[àằ]ng năm)"
    r"|(?:các )?(?:doanh nghiệp|nhà đầu tư|chủ đầu tư|người dân|nhà thầu)"
    r"[^;:.()|]{0,80}? (?:bảo đảm|đảm bảo|bố trí|chi trả|đóng góp) kinh phí",
    re.IGNORECASE,
)
_HEADING = re.compile(r"kinh phi|ngan sach|du toan|nguon (?:von|tai chinh)")
_AMOUNT = re.compile(
    rf"({NUMBER})\s*((?:(?:nghìn|ngàn|triệu)\s+)?(?:tỷ|tỉ)|triệu|nghìn|ngàn)?\s*đồng\b",
    re.IGNORECASE,
)
_SCALE = {"tỷ": 1e9, "tỉ": 1e9, "triệu": 1e6, "nghìn": 1e3, "ngàn": 1e3}


_UNIT = re.compile(
    r"(?i:ĐVT|Đơn vị tính|Đơn vị)\s*:?\s*(?P<said>(?:1\.000\s*|tỷ\s*|triệu\s*|nghìn\s*|ngàn\s*)?"
    r"(?i:đồng|VNĐ|VND))"
    r"|\((?P<column>(?i:(?:1\.000|tỷ|triệu|nghìn|ngàn|tr\.?)?\s*(?:đồng|đ|VNĐ|VND)))\)"
)
_MONEY = re.compile(
    r"(?i)kinh phí|thành tiền|số tiền|đơn giá|tổng mức|tổng vốn|nguồn vốn|vốn |ngân sách|dự toán"
    r"|NSTW|NSĐP|mức (?:chi|hỗ trợ)|chi phí"
)
_FIGURE = re.compile(NUMBER)


def find(
    text: str,
    offset: int,
    header: Sequence[str] = (),
    unit: str | None = None,
    on_money: bool = False,
) -> tuple[Funding, ...]:
    """Sources and amounts in ``text``, which stands at ``offset``.

    ``header``: the columns, when it is a row of a table; ``unit``: what the table counts in;
    ``on_money``: whether it stands under a heading on money, where "nguồn dự phòng" and "hỗ trợ từ
    Trung ương" are sources too.
    """
    found = [
        Funding(text[start:end], None, Span(offset + start, offset + end))
        for start, end in _sources(text, on_money)
    ]
    for match in _AMOUNT.finditer(text):
        scale = prod(_SCALE[word] for word in (match.group(2) or "").lower().split())
        amount = number(match.group(1)) * scale
        span = Span(offset + match.start(), offset + match.end())
        found.append(Funding(match.group().strip(), amount, span))
    found += _cells(text, offset, header, unit)
    return tuple(sorted(found, key=lambda f: f.span.start))


def _sources(text: str, on_money: bool) -> Iterator[tuple[int, int]]:
    """Where sources are named; of two that overlap, the one that is named anywhere."""
    taken = Taken(len(text))
    for pattern in (_SOURCE, *([_THERE] if on_money else [])):
        for match in pattern.finditer(text):
            end = match.start() + len(match.group().rstrip(" ,-–"))
            if taken.take(match.start(), end):
                yield match.start(), end


def under_headings(clauses: Sequence[Clause]) -> frozenset[str]:
    """The paths of clauses under a heading on money, or that run on behind one of their own."""
    found, below = set[str](), set[str]()
    for clause in clauses:  # a parent stands before what it holds
        title = clause.title or ""
        on_money = bool(_HEADING.search(fold_chars(title))) and not is_agency_title(title)
        inside = clause.parent in below
        if clause.part in ("plan", "decision") and (on_money or inside):
            below.add(clause.path)
            if inside or clause.own_end - clause.start > len(clause.marker) + len(title) + 3:
                found.add(clause.path)
    return frozenset(found)


def units(text: str, clauses: Sequence[Clause]) -> dict[str, str]:
    """The unit of money by row, where a line before its table gives one ("ĐVT: triệu đồng")."""
    out: dict[str, str] = {}
    said: str | None = None
    for clause in clauses:
        if clause.kind == "row":
            if said:
                out[clause.path] = said
            continue
        own = text[clause.start : clause.own_end]
        named = _UNIT.search(own)
        said = named["said"] or named["column"] if named else said if len(own) < _CAPTION else None
    return out


#: A line between a unit and its table is no longer than this: a caption, a place, a date.
_CAPTION = 60


def _cells(text: str, offset: int, header: Sequence[str], unit: str | None) -> Iterator[Funding]:
    """Figures in columns of money; a column's own unit goes before the table's."""
    cells = text.split(" | ")
    if len(cells) != len(header):
        return
    at = offset
    for name, cell in zip(header, cells, strict=True):
        own = _UNIT.search(name)
        counted = (own["said"] or own["column"]) if own else unit if _MONEY.search(name) else None
        figure = _FIGURE.fullmatch(cell.strip())
        if counted and figure:
            start = at + cell.index(figure.group())
            amount = number(figure.group()) * _scale(counted)
            yield Funding(figure.group(), amount, Span(start, start + len(figure.group())))
        at += len(cell) + 3


def _scale(unit: str) -> float:
    """``"triệu đồng"`` → 1e6; the full stop of "1.000 đồng" parts thousands."""
    folded = fold_chars(unit)
    if folded.startswith("tr"):
        return 1e6
    if folded.startswith(("ty", "ti")):
        return 1e9
    return 1e3 if folded.startswith(("1.000", "nghin", "ngan")) else 1.0
