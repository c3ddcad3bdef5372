"""Figures to reach: "ít nhất 70%", "3 - 5%", "03 hội nghị", "tối thiểu 2 dự án"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.documents import Span, Target
from indexer.facts.names import until_verb
from indexer.syllables import is_possible

#: How often words of measure may follow each other, and what else may stand before the first word
#: of a sentence: more is no sentence, and would be read again for each of its figures.
_MOST_WORDS, _MOST_SIGNS = 5, 99
#: From its first digit to its last, which are few: a row of thousands counts nothing, and would be
#: tried from each of its digits.
NUMBER = r"(?<!\d)(?:\d{1,3}(?:\.\d{3}){1,4}|\d{1,15})(?:,\d{1,9})?(?!\d)"
_LEAD = (
    r"(?P<lead>(?:(?:ít nhất|tối thiểu|trên|từ|không dưới|hơn|tối đa|không quá|dưới|phấn đấu|đạt"
    r"|tăng|giảm|khoảng|trung bình)"
    rf"(?:\s+(?:thêm|ít nhất|tối thiểu|đạt|đến|có|trên|từ)){{0,{_MOST_WORDS}}}\s+)?"
    r"(?:[≥≤<>]\s*)?)"
)
_UNITS = (
    r"%|phần trăm|hội nghị|lớp|buổi|cuộc|lần|đợt|mô hình|trạm|dự án|người|học sinh|hộ|xã|phường"
    r"|doanh nghiệp|hợp tác xã|điểm|tin|bài|sản phẩm|nhiệm vụ|cơ sở|tiêu chí|chuyên đề|km|ha|m2|tấn"
    r"|tỷ đồng|triệu đồng|đồng|tỷ USD|triệu USD|USD|ngày|tháng|giờ|đơn vị|đề tài|lượt|suất"
    r"|địa phương|trường hợp|trường|bộ|tủ sách"
)
_TARGET = re.compile(
    rf"{_LEAD}(?P<a>{NUMBER})(?:\s*(?:-|–|đến)\s*(?P<b>{NUMBER}))?\s*(?P<unit>{_UNITS})(?![\w])",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"{_LEAD}(?P<a>{NUMBER})(?:\s*%?\s*(?:-|–|đến)\s*(?P<b>{NUMBER}))?\s*(?P<unit>%)",
    re.IGNORECASE,
)
#: Words that are counted and no first half of one; and such as count nothing.
_ONE_SYLLABLE = (
    "vùng|mỏ|tập|khu|cụm|tuyến|nhóm|kênh|phòng|cây|nhà|xe|tàu|máy|bản|tổ|đội|chợ|hồ|cầu|cống"
    "|bến|giải|sân|thôn|ấp|câu|bậc|giống|con|ô|tủ|cuốn|khóa|phiên|vụ|nghề"
)
_NO_COUNT = (
    "năm|tuần|quý|phút|giây|tuổi|nghìn|triệu|tỷ|tỉ|đến|và|hoặc|của|so|trong|nhiệm|mô|phần|lần"
)
#: What is counted may be anything where it is said how many at least: "ít nhất 02 vùng nuôi",
#: "từ 05 mỏ … trở lên".
_AT_LEAST = re.compile(
    rf"(?P<lead>(?:ít nhất|tối thiểu|không dưới)\s+|từ\s+(?=[^.;|]{{4,90}}\btrở lên\b))"
    rf"(?P<a>{NUMBER})(?:\s*(?:-|–|đến)\s*(?P<b>{NUMBER}))?\s+"
    rf"(?P<unit>(?!(?:{_NO_COUNT})\b)(?:(?:{_ONE_SYLLABLE})(?!\w)|[^\W\d_]{{2,}}(?: [^\W\d_]+)?))"
    r"(?!\w)",
    re.IGNORECASE,
)
_WORDS = {"một": 1.0, "hai": 2.0, "ba": 3.0}
#: "ít nhất một hình thức", "ít nhất một tháng một lần".
_SPELT = re.compile(
    rf"(?P<lead>ít nhất|tối thiểu)\s+(?P<a>một|hai|ba)\s+"
    r"(?:(?P<per>tuần|tháng|quý|năm)\s+(?P<times>một|hai|ba|\d+)\s+lần"
    rf"|(?P<unit>hình thức|{_UNITS}))"
    r"(?!\w)",
    re.IGNORECASE,
)
#: "02 ngày/01 đơn vị" is a rate.
_SKIP = re.compile(r"(?:ngày|tháng|năm|quý|số|điều|khoản|/)\s*$", re.IGNORECASE)
#: "178 điểm trên 35 phường": where they are, and of no more than 35.
_WHERE = re.compile(r"\d\s+[^\W\d_]+(?: [^\W\d_]+)?\s+$")
_PLACES = ("xã", "phường", "địa phương", "trường")
#: The word right before a share: "Chlorine 70%" names a product, and counts nothing.
_NAMED = re.compile(r"([^\W\d_]+)\s*$")
#: Without a word of measure these are cycles ("báo cáo 6 tháng, 01 năm") and costs.
_MEASURED = ("ngày", "tháng", "giờ", "đồng", "triệu đồng", "tỷ đồng", "usd", "triệu usd", "tỷ usd")
#: A sentence that tells how things stand ("Hiện nay có khoảng 180 trạm") sets nothing to reach.
_STATE = re.compile(
    rf"[\W\d]{{0,{_MOST_SIGNS}}}(?:Hiện (?:nay|tại|có)|Hiện,|Đến nay|Tính đến"
    r"|Theo (?:báo cáo|thống kê|số liệu))\b"
)
#: How a result is marked: what follows in its clause are points and their formula.
_MARKING = re.compile(r"(?:chấm|tính|cộng|trừ)(?: \w+){0,3} điểm|thang điểm")
_JOINED = re.compile(r"(?:\bvà|,)\s*$")
#: Where a noun phrase ends and what is to come of it begins.
_DONE = re.compile(
    r"\s(?:được|có(?! (?:nhu cầu|liên quan|thẩm quyền))|đạt|hiểu|biết|lành mạnh|không|đáp ứng"
    r"|hoàn thành|ứng dụng|áp dụng|kết nối|trở lên|so với|vào|vẫn|sẽ|bị|nắm|tiếp cận"
    r"|đăng ký|cam kết|giữ|ký|sau khi|(?:mỗi|hằng|hàng) (?:năm|quý|tháng|tuần)|trước"
    r"|trong (?:năm|giai đoạn|quý|tháng)|đến (?:hết )?năm|tăng|giảm|thuộc diện)\b"
)
#: What is said of what a figure counts: behind the last of several figures it is said of each,
#: "20% chợ, 30% trường được quét dọn".
SAID = re.compile(
    r"\b(?:được|có(?! (?:nhu cầu|liên quan|thẩm quyền))|đạt|đủ|bảo đảm|đảm bảo|hoàn thành)\b"
)
#: Right behind a figure, how far it holds: none of what it counts.
ASIDE = re.compile(r"^(?:\s*(?:trở lên|\([^)]*\)))+")
_BREAK = re.compile(
    r"[;:.|()“”]|/(?=\s*\d)"
    r"|,\s*(?=\d|trong đó|đồng thời|phấn đấu|ít nhất|tối thiểu|bảo đảm|đảm bảo|góp phần"
    r"|nhằm|từng bước)|\svà\s(?=\d|ít nhất|tối thiểu)"
)
_SENTENCE = re.compile(r"[;:|]|\.\s|,\s*(?=trong đó|đồng thời)")
_LOOSE = re.compile(r"(?:,?\s+(?:chưa|đã|đang|mới|phải|sẽ|cũng|và|hoặc|,))+$")
#: What leads from a subject to its figure: "Tỷ lệ người dân … đạt trên 80%".
_TO_FIGURE = re.compile(
    r"(?:\s*\b(?:là|đạt|phấn đấu|khoảng|trung bình|được|từ|lên|đến|để|với|:))+\s*$"
)
_UNTIL = re.compile(
    r"(?:[Đđ]ến|[Tt]rước|[Hh]ết|[Tt]rong|tới)\s+(?:hết\s+|cuối\s+|ngày\s+[\d/]+\s+)?năm\s+((?:19|20)\d\d)"
)
#: Not the year of a cited document's date ("tháng 6 năm 2024").
_IN_YEAR = re.compile(r"(?<!\d )[Nn]ăm\s+((?:19|20)\d\d)")
_PERIOD = re.compile(r"(?i:giai đoạn|thời kỳ)\s+(?:19|20)\d\d\s*[-–]\s*((?:19|20)\d\d)(?!\d)")
#: Where a sentence goes on to another figure or year.
_TURN = re.compile(
    r",\s*(?=(?:và |rồi )?(?:bảo đảm|đảm bảo|phấn đấu|đến|hết|tới|năm|trong|giai đoạn|đạt|tăng)\b)"
)
_STOP = re.compile(r"\.\s|;")
_PAST = re.compile(r"(?:so với|hơn|của|từ)\s+(?:cùng kỳ\s+)?$")
#: A subject that only says when, or holds another figure, is none.
_TIME = re.compile(r"(?i:h[àằ]ng|mỗi)\s+(?:năm|quý|tháng|tuần)$|.*\d\s?%")
#: What a figure counts, and its year, stand this near to it, in characters.
_COUNTED, _WINDOW = 300, 500
#: "02 đợt/tháng", "50 bộ x 2 lớp".
_RATE = re.compile(r"[\d/×]|x\s")
#: Longer than this, a subject is a sentence, and says nothing of what is counted.
_LONGEST = 160
_OPS = (
    (("tăng ít nhất", "tăng tối thiểu", "tăng trên", "tăng thêm ít nhất"), "increase>="),
    (("tăng",), "increase"),
    (("giảm",), "decrease"),
    (("ít nhất", "tối thiểu", "trên", "không dưới", "từ", "hơn", "≥", ">"), ">="),
    (("tối đa", "không quá", "dưới", "≤", "<"), "<="),
    (("phấn đấu", "khoảng"), "aim"),
)


def find(text: str, offset: int) -> tuple[Target, ...]:
    """Targets of ``text``, which stands at ``offset`` in the document."""
    marking = _MARKING.search(text)
    end = offset + (marking.start() if marking else len(text))
    found = [*_figures(text, offset), *_spelt(text, offset)]
    starts = [0, *(m.end() for m in _STOP.finditer(text))]
    found = [
        t
        for t in found
        if t.span.start < end and not _is_state(text, starts, t.span.start - offset)
    ]
    ordered = _share_ops(text, offset, sorted(found, key=lambda t: t.span.start))
    return tuple(
        replace(t, of=measured(text, t, offset), by=_year(text, t.span.start - offset))
        for t in ordered
    )


def _is_state(text: str, starts: Sequence[int], at: int) -> bool:
    """Whether the sentence of a figure tells how things stand, not what is to be reached.

    ``starts``: where the sentences of ``text`` begin.
    """
    return bool(_STATE.match(text, starts[bisect_right(starts, at) - 1]))


def measured(text: str, target: Target, offset: int) -> str:
    """What is counted: "số trường học" of "ít nhất 70% số trường học có cây", "" when not said.

    It stands behind the figure, or before it: "Tỷ lệ người dân có cây đạt 80%".
    """
    start, end = target.span.start - offset, target.span.end - offset
    after = ASIDE.sub("", text[end : end + _COUNTED])
    ends = [m.start() for m in (_DONE.search(after), _BREAK.search(after)) if m]
    behind = _LOOSE.sub("", after[: min([until_verb(after), *ends])]).strip(" ,-–")
    if behind and len(behind) <= _LONGEST and not _RATE.match(behind):
        return behind if target.unit == "%" else f"{target.unit} {behind}"
    before = text[max(0, start - _COUNTED) : start]
    opened = max((m.end() for m in _SENTENCE.finditer(before)), default=0)
    subject = _TO_FIGURE.sub("", before[opened:]).strip(" ,-–+*")
    said = " " in subject and until_verb(subject) > 0 and not _TIME.match(subject)
    return subject if said and len(subject) <= _LONGEST else ""


def tells_state(text: str) -> bool:
    """Whether a text tells how things stand today, not what is to be reached."""
    return bool(_STATE.match(text))


def year_in(title: str) -> str | None:
    """The year a heading sets for the figures below it: "Mục tiêu đến năm 2030".

    Of a period its end: "Giai đoạn 2025 - 2027".
    """
    named = _UNTIL.search(title) or _IN_YEAR.search(title) or _PERIOD.search(title)
    return named[1] if named else None


def _year(text: str, at: int) -> str | None:
    """The year by which: named in the same sentence, the last before the figure first."""
    first, last = max(0, at - _WINDOW), min(len(text), at + _WINDOW)
    start = max((m.end() for m in _STOP.finditer(text, first, at)), default=first)
    stop = _STOP.search(text, at, last)
    before, after = text[start:at], text[at : stop.start() if stop else last]
    # "… 20% xã, phường năm 2025, đến hết năm 2030 đạt 50%": the year before the turn is its own.
    own = _TURN.split(before)[-1] + _TURN.split(after)[0]
    named = [m for m in _IN_YEAR.finditer(own) if not _PAST.search(own[: m.start()])]
    if len(named) == 1:
        return named[0][1]
    for pattern in (_UNTIL, _IN_YEAR):
        for nearest, piece in ((-1, before), (0, after)):
            named = [m for m in pattern.finditer(piece) if not _PAST.search(piece[: m.start()])]
            if named:
                return named[nearest][1]
    return None


def _figures(text: str, offset: int) -> Iterator[Target]:
    taken: set[int] = set()
    for pattern in (_PERCENT, _TARGET, _AT_LEAST):
        for match in pattern.finditer(text):
            if match.start("a") in taken or _SKIP.search(text, *_before(match.start("a"))):
                continue
            if match.group("unit").lower() in _MEASURED and not match.group("lead"):
                continue
            if _says_where(text, match):
                continue
            taken.add(match.start("a"))
            if match.group("unit") == "%" and _is_product(text, match.start()):
                continue
            yield _target(match, offset)


def _says_where(text: str, match: re.Match[str]) -> bool:
    lead = (match.group("lead") or "").strip().lower()
    inside = lead == "trên" and match.group("unit").lower() in _PLACES
    return inside and bool(_WHERE.search(text, max(0, match.start() - 30), match.start()))


def _is_product(text: str, at: int) -> bool:
    """Whether a foreign name ends at ``at``, of which a share is a part: "Chlorine 70%"."""
    named = _NAMED.search(text[max(0, at - 40) : at])
    return named is not None and named[1].istitle() and not is_possible(named[1])


def _before(at: int) -> tuple[int, int]:
    """The stretch before a figure in which a word may say that it is no target."""
    return max(0, at - 8), at


def _spelt(text: str, offset: int) -> Iterator[Target]:
    for match in _SPELT.finditer(text):
        times = match.group("times")
        value = _WORDS[match.group("a").lower()]
        unit = match.group("unit")
        if times:
            unit = f"lần/{match.group('per')}"
            value = _WORDS.get(times.lower()) or number(times)
        span = Span(offset + match.start(), offset + match.end())
        yield Target(value, None, ">=", unit.lower(), match.group(), span)


def _share_ops(text: str, offset: int, found: Sequence[Target]) -> Iterator[Target]:
    """The measure holds for both figures in "ít nhất 70% ở cấp tỉnh và 50% ở cấp xã"."""
    previous: Target | None = None
    for target in found:
        if previous and target.op == "=" and previous.op in (">=", "<=", "aim"):
            whole = target.value == 100 and previous.op != "aim"
            same = previous.unit == target.unit and not whole
            between = text[previous.span.end - offset : target.span.start - offset]
            if same and ". " not in between and _JOINED.search(between):
                target = replace(target, op=previous.op)
        previous = target
        yield target


def _target(match: re.Match[str], offset: int) -> Target:
    lead = (match.group("lead") or "").lower()
    op = next((o for keys, o in _OPS if any(k in lead for k in keys)), "=")
    upper = match.group("b")
    return Target(
        value=number(match.group("a")),
        value_max=number(upper) if upper else None,
        op=op,
        unit=_unit(match.group("unit")),
        quote=match.group().strip(),
        span=Span(offset + match.start(), offset + match.end()),
    )


def _unit(said: str) -> str:
    """How a unit is kept, however it is written."""
    unit = said.lower()
    return "%" if unit == "phần trăm" else unit.replace("usd", "USD")


def number(figure: str) -> float:
    """A Vietnamese figure: ``"1.500,5"`` → 1500.5."""
    return float(figure.replace(".", "").replace(",", "."))
