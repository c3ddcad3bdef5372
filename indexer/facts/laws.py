"""Documents cited: "Quyết định số 1629/QĐ-TTg ngày 28/9/2021 của Thủ tướng Chính phủ".

Laws are often cited by name alone ("Điều 98 Bộ luật Lao động", "Luật Phòng, chống ma túy năm
2021"); who issued a document stands in the code of its number when nobody says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer import reference
from indexer.documents import Law, Span
from indexer.text import DOCUMENT_NUMBER, nfc

#: The kind of a document stands at most this many characters before its number.
_NEAR = 40
_KIND = re.compile(
    r"(Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư liên tịch"
    r"|Thông tư|Kế hoạch|Công văn|Công điện|Kết luận|Hướng dẫn|Chương trình|Tờ trình|Thông báo"
    r"|Quy định|Đề án|Văn bản|Báo cáo)"
    r"(?:\s+liên tịch)?\s+(?:số\s*:?\s*)?$"
)
#: A day as documents write it: "22/12/2024", "22 tháng 12 năm 2024".
DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:/|-|\.|\s+tháng\s+)\s?(\d{1,2})\s?(?:/|-|\.|\s+năm\s+)\s?((?:19|20)\d\d)"
)
_DATE = re.compile(rf"\s*,?\s*[Nn]gày\s+{DAY.pattern}")
_YEAR = re.compile(r"\s*,?\s*(?:năm\s+|\()((?:19|20)\d\d)\)?")
_ISSUER = re.compile(
    r"\s*,?\s*của\s+((?:Thủ tướng Chính phủ|Chính phủ|Quốc hội|Bộ Chính trị|Ban Bí thư"
    r"|Ban Chấp hành[^,;.(]{0,40}?"
    r"|(?:Bộ trưởng\s+)?Bộ\s+[^,;.(]{3,60}?|Ban Thường vụ[^,;.(]{0,60}?"
    r"|(?:Ủy|Uỷ) ban[^,;.(]{3,60}?|UBND[^,;.(]{0,40}?|Hội đồng nhân dân[^,;.(]{0,40}?"
    r"|HĐND[^,;.(]{0,30}?|Văn phòng[^,;.(]{0,60}?"
    r"|Tỉnh ủy[^,;.(]{0,20}?|Thành ủy[^,;.(]{0,20}?)?)"
    r"(?=\s+(?:[Vv]ề|phê duyệt|ban hành|[Qq]uy định|thực hiện|đã|thông qua|giao|đề ra|hướng dẫn"
    r"|triển khai|sửa đ[ổố]i|theo|và (?:các|những|Kế hoạch)|quyết định"
    r"|đối với|kèm|thành lập|phân bổ)\b|[,;.()]|\s+[“\x22|]|$)"
)
#: A comma stays inside a law's name before these ("Luật Phòng, chống tham nhũng").
_GOES_ON = (
    r"(?:chống|chữa|sử dụng|bổ sung|khen|tố cáo|vật liệu|cứu|thể dục|cư trú|quá cảnh|bảo vệ|lưu trữ"
    r"|quản lý|gìn giữ|chuyển|thừa|đền bù|đầu tư theo)"
)
#: Where the name of a law ends and the sentence goes on.
_ENDS = (
    r"(?:ngày|năm|số|và (?:các|những|Luật|Bộ luật|Nghị|Quyết|Thông|Pháp|văn|hướng|được|đến|thực"
    r"|pháp|quy định)|quy định|được|có (?:hiệu|liên)|về|tới|liên quan|lĩnh vực|một số|đến|trên"
    r"|theo|tại|trong|của|thì|để|là"
    r"|nhằm|với|cho|cũng|hiện|đã|bằng|gồm|này|nêu|kịp|bảo đảm|đảm bảo|đối với|khi|không|mới|cùng|từ"
    r"|thông qua|nói|sau|như|đang|phải|sẽ|vào|và phổ|và tuyên|và chỉ|và tổ|ban hành|do)(?!\w)"
)
_NAMED = re.compile(
    r"(?:(?:(?:điểm\s+\w\s*,?\s+)?[Kk]hoản\s+\d+[a-z]?\s*,?\s+)?Điều\s+\d+[a-z]?\s*,?\s+(?:của\s+)?)?"
    r"(?P<name>(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?:sửa đổi(?:, bổ sung)?"
    r"(?: một số (?:điều|nội dung))?(?: của)?(?: các)?\s+(?:Bộ luật|Luật)\s+)?"
    rf"(?!{_ENDS}|(?:hoặc|thuộc|và|sư|gia|định|tục|khoa|pháp)\b|Việt Nam)"
    rf"[^\W\d_]+(?:(?:\s+(?!{_ENDS})|,\s+(?={_GOES_ON})|-|\s[-–]\s)[^\W\d_]+)+)"
)
_PROPOSED = re.compile(
    r"(?:đề nghị|đề xuất) của\s+"
    r"((?:Giám đốc|Bộ trưởng|Thống đốc|Trưởng ban|Sở|Bộ|Ban|Phòng|Công an)\s[^;.]{2,80}?)\s+tại\s+$"
)
#: Issued by several bodies, of which the number names the last.
_JOINT = re.compile(r"/(?:TTLT|NQLT|CTPH|QCPH|KHPH|KHLT)\b")
#: A code that several bodies use says nothing of which it is.
_VAGUE = re.compile(
    r"\(|ủy, Thành|^(?:Ủy ban nhân dân|Ban Chỉ đạo|Đảng ủy|Ban Quản lý)$"
    r"|Mặt trận Tổ quốc Việt Nam$"
)


def find(text: str, offset: int) -> tuple[Law, ...]:
    """Cited documents of ``text``, which stands at ``offset``, in order.

    A law cited by name alone has ``number`` "".
    """
    named = list(_NAMED.finditer(text))
    out: list[Law] = []
    taken: list[re.Match[str]] = []
    for match in DOCUMENT_NUMBER.finditer(text):
        if not re.search(r"[A-ZĐ]", match.group("code")) or len(match.group("code")) < 2:
            continue
        name = next((n for n in named if _stands_before(text, n, match)), None)
        taken += [name] if name else []
        out.append(_numbered(text, match, name, offset))
    out += _by_name(text, [n for n in named if n not in taken], offset)
    return tuple(sorted(out, key=lambda law: law.span.start))


def _stands_before(text: str, name: re.Match[str], number: re.Match[str]) -> bool:
    """Whether a number belongs to the law named before it ("Luật Bầu cử … số 85/2015/QH13")."""
    between = text[name.end() : number.start()]
    return name.end() <= number.start() and bool(re.fullmatch(r"\s*,?\s*(?:số\s*:?\s*)", between))


def _numbered(text: str, match: re.Match[str], name: re.Match[str] | None, offset: int) -> Law:
    before = _KIND.search(text, max(0, match.start() - _NEAR), match.start())
    start = before.start() if before else match.start()
    date, end = _dated(text, match.end())
    issuer = _ISSUER.match(text, end)
    said = issuer.group(1).strip() if issuer and issuer.group(1) else None
    if issuer and said:
        end = issuer.end(1)
    number = re.sub(r"\s", "", match.group())
    return Law(
        number=number,
        kind=name["kind"] if name else before.group(1) if before else None,
        date=date,
        issuer=said or _proposer(text, start) or issuer_of(number),
        span=Span(offset + (name.start() if name else start), offset + end),
        name=name["name"].strip() if name else None,
    )


def _by_name(text: str, found: list[re.Match[str]], offset: int) -> Iterator[Law]:
    for match in found:
        date, end = _dated(text, match.end())
        if date is None and (year := _YEAR.match(text, end)):
            date, end = year[1], year.end()
        kind = match["kind"]
        issuer = "Ủy ban Thường vụ Quốc hội" if kind == "Pháp lệnh" else "Quốc hội"
        span = Span(offset + match.start(), offset + end)
        yield Law("", kind, date, issuer, span, match["name"].strip())


def _proposer(text: str, start: int) -> str | None:
    """Who sent what stands at ``start``: "đề nghị của Sở Y tế tại Tờ trình số …"."""
    sent = _PROPOSED.search(text, max(0, start - 120), start)
    return sent.group(1).strip() if sent else None


def _dated(text: str, end: int) -> tuple[str | None, int]:
    """The date behind a number or name, ISO 8601, and where it ends."""
    date = _DATE.match(text, end)
    if date is None:
        return None, end
    return f"{date[3]}-{int(date[2]):02d}-{int(date[1]):02d}", date.end()


def issuer_of(number: str) -> str | None:
    """Who issued a document, by the code in its number, where that code means one body only.

    >>> issuer_of("12/QĐ-TTg")
    'Thủ tướng Chính phủ'
    """
    code = re.split(r"[/-]", number)[-1]
    if re.fullmatch(r"QH\d{1,2}", code):
        return "Quốc hội"
    if _JOINT.search(number):
        return None
    issuer = reference.load().issuers.get(nfc(code))
    return issuer if issuer and not _VAGUE.search(issuer) else None
