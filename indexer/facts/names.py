"""Names of bodies in a text: where one begins, how a list of them is split, what it is called.

A name runs on over commas and dashes ("Sở Văn hóa, Thể thao và Du lịch"), so a list is split only
where another name begins, and ends at the verb of the duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer import reference
from indexer.text import DASHES, UPPER, fold_chars, nfc, unify_dashes

#: Words that open a name and, at the beginning of a duty, the things that merely look like one.
_NO_NAME = (
    r"(?!Tổ chức(?!\s+(?:chính trị|đoàn thể|công đoàn|[Đđ]ảng|thành viên))|Ban hành"
    r"|Báo cáo|Đoàn kết|Đội ngũ|Hội (?:nghị|thảo|nhập)|Phòng(?:,| |, )chống"
    r"|Phòng (?:ngừa|bệnh|cháy|thủ)|Trường hợp"
    r"|Bộ (?:tiêu|chỉ số|chỉ tiêu|tài liệu|mã|câu hỏi|thủ tục|công cụ|dữ liệu|phận|máy|luật)"
    r"|Cơ sở (?:dữ liệu|hạ tầng|vật chất|pháp lý)|Viện (?:trợ|phí|dẫn)|Quỹ đất|Đài thọ"
    r"|Thuế (?:suất|giá)|Cục bộ|Đơn vị tính|Thành viên hóa)"
)
_START = (
    _NO_NAME
    + r"(?:Sở|Ban|Bộ|Công an|CA|Phòng|Trung tâm|TT|Ủy ban|Uỷ ban|UBND|UBMTTQ|HĐND|Hội|Đoàn|Báo|Đài"
    r"|Chi nhánh(?= (?:Văn phòng|Ngân hàng|NHNN|Kho bạc|Trung tâm|Công ty))"
    r"|Viện|VKSND|TAND|Tòa án|Toà án|Cục|Chi cục|Tổng cục|Liên đoàn|LĐLĐ|Mặt trận|MTTQ|Trường"
    r"|Kho bạc|Ngân hàng|NHNN|Bảo hiểm|BHXH|Văn phòng|VP|Thanh tra|Trạm|Công ty|Tổng [Cc]ông ty|Quỹ"
    r"|Liên minh|Hiệp hội|Tỉnh đoàn|Thành đoàn|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Học viện|Bệnh viện"
    r"|Doanh nghiệp|Chủ (?:tịch|đầu tư|rừng|cơ sở|doanh nghiệp|hộ)|Nhà (?:thầu|đầu tư)"
    r"|Giám đốc|Thủ trưởng|Chánh|Công đoàn|Điện lực|Thuế|Hải quan|Tổ|Đội"
    r"|Bộ đội|Lực lượng|Đơn vị|Cơ quan|Thành viên|Người đứng đầu|Đại học|Nhà trường|Hợp tác xã"
    r"|Thường trực(?= (?:Hội đồng|HĐND|[UỦ][yỷ] ban|UBND|\w+ ủy|Ban)(?!\w))"
    r"|Bộ trưởng|Thống đốc|(?:Phó )?Thủ tướng|BCH|Cơ sở"
    r"|(?:phòng|chi cục|trung tâm|trạm)(?= [A-ZĐ]))(?!\w)"
)
_GROUP = (
    r"(?:[Cc]ác|[Tt]oàn thể|[Mm]ột số|[Tt]ất cả)\s+(?:[Ss]ở|[Bb]an|[Nn]gành|[Cc]ơ quan|[Đđ]ơn vị"
    r"|[Tt]ổ chức|[Đđ]ịa phương|[Dd]oanh nghiệp|[Tt]rường|[Pp]hòng|[Tt]hành viên|[Đđ]oàn thể|[Hh]ội"
    r"|[Cc]ơ sở|[Xx]ã|[Cc]ấp(?! độ| bách| thiết)|UBND|Ủy ban|Uỷ ban|[Nn]hà|[Cc]ông ty|[Bb]ộ"
    r"|[Cc]hủ (?:đầu tư|rừng|cơ sở|doanh nghiệp|hộ))(?!\w)"
)
AGENCY = re.compile(rf"(?:{_START}|{_GROUP})")
_ISSUER = r"(?:(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Ban Thường trực)[^,;:.]{0,60}?\s)?"
_REQUEST = re.compile(rf"{_ISSUER}(?P<asks>[Đđ]ề nghị|[Yy]êu cầu|[Gg]iao|[Pp]hân công)\s*:?\s*")
#: Before the addressee of a heading: "Trách nhiệm của Sở Y tế", "Đối với UBND các xã".
_OF = re.compile(
    r"(?:(?:[Tt]rách nhiệm|[Nn]hiệm vụ)(?: và (?:trách nhiệm|nhiệm vụ))?(?: của)?|Đối với)\s+"
)
_ASK = re.compile(r"\b(?:[Đđ]ề nghị|[Yy]êu cầu)\s+")
_ASKS = re.compile(rf"{_ISSUER}(?:đề nghị|yêu cầu)(?!\w)")
_SEPARATOR = re.compile(
    rf"\s*;\s*|\s*,\s*(?=(?:và\s+)?(?:{_START}|{_GROUP}))|\s+(?:và|cùng)\s+(?={_START}|{_GROUP})"
    r"|(?<=\w)\s+(?=Sở\s+[A-ZĐ])"
)
_VERB = re.compile(
    r"(?:,\s*)?\b(?:[Pp]h[ốồô]i hợp|(?<![Cc]ơ quan )(?<![Đđ]ơn vị )[Cc]hủ trì|tăng cường"
    r"|(?<!Ban )(?<!ban )[Cc]hỉ đạo|căn cứ|(?<!đầu tư )(?<!đầu tư và )(?<!phát triển )xây dựng"
    r"|tổ chức(?! (?:chính trị|thành viên|xã hội|đoàn thể|cá nhân|có liên quan|liên quan|hội"
    r"|tôn giáo|cung cấp|tín dụng|phi chính phủ|quốc tế|đảng|Đảng))"
    r"|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thực hiện|hướng dẫn|tham mưu|bố trí|rà soát"
    r"|trên cơ sở|theo chức năng|theo dõi|chủ động|kịp thời|đẩy mạnh|nghiêm túc|nêu cao|phải"
    r"|tiếp tục|triển khai|báo cáo|(?<!Đoàn )(?<!Đội )(?<!Tổ )(?:kiểm tra|giám sát)"
    r"|thường xuyên|phổ biến|quán triệt|lồng ghép|đưa|(?<!tổ chức )(?<!nhà )cung cấp"
    r"|thẩm định|tổng hợp|đảm bảo|bảo đảm|ban hành|lập|quản lý nhà nước|tuyên truyền|vận động"
    r"|tham gia|làm đầu mối|là(?! thành viên)|sử dụng|đề xuất|cân đối|nâng cao|thúc đẩy|tiến hành"
    r"|ưu tiên|yêu cầu|đề nghị|(?<!được )phân công|phát huy|kiện toàn|triệu tập|phân bổ|hỗ trợ"
    r"|tạo điều kiện|quan tâm|khẩn trương|trong quá trình"
    r"|khi (?:có|chưa|thực hiện|tổ chức)|để|về (?:kết quả|việc|tình hình)|công bố|duy trì"
    r"|đôn đốc)\b"
)
#: What is said of a body in brackets is not its name; "(Tỉnh đoàn)", another name, is.
_ASIDE = re.compile(r"\s*\((?:theo|sau đây|để|bao gồm|trong đó)\b")
#: What stands around a name and is none of it, nor is a bracket opened at its end.
_EDGE = f" .,;:{DASHES}"


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as written, ``[start, end)`` relative to the text it was found in."""

    text: str
    start: int
    end: int


def split(text: str, start: int = 0) -> list[Named]:
    """A list of agencies ("Sở A, Sở B và UBND các xã") as single ones; commas inside names stay."""
    out: list[Named] = []
    for separator in [*_separators(text, start), None]:
        end = separator.start() if separator else len(text)
        piece = _ASIDE.split(text[start:end])[0]
        trimmed = piece.strip(_EDGE).rstrip(f"{_EDGE}(")  # "Bộ Công an (chủ trì …)"
        if trimmed:
            at = start + piece.find(trimmed)
            out.append(Named(trimmed, at, at + len(trimmed)))
        start = separator.end() if separator else end
    return out


def _separators(text: str, start: int) -> Iterator[re.Match[str]]:
    """Where one name ends and the next begins.

    "Sở A Sở B" is two names, "Giám đốc Sở B" and "Văn phòng HĐND và UBND xã" are one.
    """
    position = start
    for match in _SEPARATOR.finditer(text, start):
        if match.group().isspace() and not text.startswith("Sở ", position):
            continue
        if (
            "và" in match.group()
            and text[position].isupper()
            and (known_end(text, position) > match.end())
        ):
            continue
        position = match.end()
        yield match


def until_verb(text: str, start: int = 0) -> int:
    """Where the verb of the duty begins, the length of ``text`` when there is none."""
    verb = _VERB.search(text, start)
    return verb.start() if verb else len(text)


def leading(text: str) -> list[Named]:
    """The agencies a unit opens with ("Công an tỉnh phối hợp …"), [] when it opens otherwise."""
    start = addressed_from(text)
    if not AGENCY.match(text, start) or (start == 0 and _ASKS.match(text)):
        return []
    colon = text.find(":", start)
    ends = [e for e in (until_verb(text, start), colon) if e > start]
    end = min(ends) if ends else len(text)
    if end - start > 260 or (end == len(text) and end > 400):
        return []
    return [name for name in split(text[:end], start) if AGENCY.match(name.text)]


def addressed_from(text: str) -> int:
    """Where the addressee would stand: after "Đề nghị", "UBND tỉnh yêu cầu", else at the start."""
    request = _REQUEST.match(text) or _OF.match(text)
    return request.end() if request and AGENCY.match(text, request.end()) else 0


def asked(text: str) -> int:
    """Where the addressees of a closing paragraph stand: after its first "đề nghị" or "yêu cầu"."""
    for match in _ASK.finditer(text):
        if AGENCY.match(text, match.end()):
            return match.start()
    return 0


def is_request(text: str) -> bool:
    """Whether ``text`` asks a body that the issuer cannot command ("Đề nghị …")."""
    request = _REQUEST.match(text)
    return request is not None and addressed_from(text) > 0 and request["asks"][1:] == "ề nghị"


def is_agency_title(title: str) -> bool:
    """Whether a heading names bodies ("Sở Y tế"), not a subject ("Chế độ báo cáo")."""
    return bool(AGENCY.match(title, addressed_from(title)))


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Canonical name by comparison key, aliases included."""
    out: dict[str, str] = {}
    for row in reference.load().agencies:
        for name in (row.name, *row.aliases):
            out.setdefault(_key(name), row.name)
    return out


def _key(name: str) -> str:
    folded = fold_chars(unify_dashes(name))
    folded = re.sub(r"\bubnd\b", "uy ban nhan dan", folded)
    return re.sub(r"[^a-z0-9]+", " ", folded).strip()


#: The place behind a name; "Phòng Quản lý …" has none, though without marks it reads "quận".
_PLACE = re.compile(
    r"\s+(?P<kind>(?i:tỉnh|thành phố|huyện|xã|quận|thị xã|phường|tp))\.?"
    rf"(?:\s+[{UPPER}]\w*){{1,3}}$"
)
_HEAD = re.compile(r"(?:cac )?(?:pho )?(?:chanh|giam doc|thu truong|chu tich|truong|bi thu)\b")
#: A body of that level in the plural: "các huyện, thị xã", "cấp xã", "xã, phường".
_PLURAL = re.compile(
    r"(?:^|\w )(?:cac|cap)\b"
    r"|\b(?:thi xa|xa|phuong|huyen|quan)\b.*\b(?:thi xa|xa|phuong|huyen|quan)\b"
)


@lru_cache(maxsize=8192)
def canonical(as_written: str) -> str:
    """The reference table's name, or ``as_written`` where the table has none.

    All bodies of a level together are "Ủy ban nhân dân cấp huyện", not one district's; the head
    of a body ("Giám đốc các sở") is not the body, nor is "Chi cục" a name for each of them. A slip
    of one letter ("Sở Sây dựng") is forgiven.
    """
    key = _key(as_written)
    table = _table()
    spelt = [*_spellings(nfc(as_written))]
    name = next((table[k] for k in spelt if k in table), None) or _misspelt(spelt[-1])
    if name is None or bool(_HEAD.match(key)) != bool(_HEAD.match(_key(name))):
        return as_written
    if name in _kinds() and key.startswith(f"{_key(name)} "):
        return as_written
    base, _, level = name.rpartition(" ")
    if level in ("huyện", "xã") and not base.endswith(("cấp", "thị")) and _PLURAL.search(key):
        return f"{base} cấp {level}"
    return name


def _spellings(written: str) -> Iterator[str]:
    """Keys of a name: as it is, without "các", without the place behind it, with its level."""
    key = _key(written)
    yield key
    yield re.sub(r"^cac\s+", "", key)
    place = _PLACE.search(written)
    if place:
        head = _key(written[: place.start()])
        yield f"{head} {_key(place['kind'])}"
        yield head
    words = key.split(" ")
    provinces = reference.load().province_by_name
    for k in range(len(words) - 1, max(0, len(words) - 5), -1):
        if " ".join(words[k:]) in provinces:
            rest = " ".join(words[:k])
            yield f"{rest} tinh"
            yield rest


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    """Names that stand for a kind of office, whatever follows ("Chi cục", "Phòng")."""
    return frozenset(row.name for row in reference.load().agencies if row.match == "prefix")


#: Offices whose names are long and far enough apart to be known by all letters but one.
_OFFICES = ("so ", "bo ", "phong ", "ban ", "cuc ", "trung tam ", "hoi ", "vien ", "van phong ")


def _misspelt(key: str) -> str | None:
    """The one office whose name differs from ``key`` by a letter of a longer word."""
    words = key.split(" ")
    if not key.startswith(_OFFICES) or len(words) < 3:
        return None
    near = {name for known, name in _table().items() if _one_letter_off(words, known.split(" "))}
    return near.pop() if len(near) == 1 else None


def _one_letter_off(words: list[str], known: list[str]) -> bool:
    if len(words) != len(known) or words[0] != known[0]:
        return False
    odd = [(a, b) for a, b in zip(words, known, strict=True) if a != b]
    if len(odd) != 1 or min(map(len, odd[0])) < 3:
        return False
    return len(odd[0][0]) == len(odd[0][1]) and sum(map(str.__ne__, *odd[0])) == 1


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """The first words of all keys of the table."""
    return frozenset(key.partition(" ")[0] for key in _table())


def known_end(text: str, start: int) -> int:
    """Where the longest name of the table that stands at ``start`` ends; ``start`` if none does."""
    table = _table()
    words = list(re.finditer(r"[^\s,;.()]+", text[start : start + 110].partition(":")[0]))
    opening = _key(words[0].group()).partition(" ")[0] if words else ""
    if opening and opening not in _openings():
        return start
    for word in reversed(words[1:14]):
        if word.group() in DASHES:
            continue
        if _key(text[start : start + word.end()]) in table:
            return start + word.end()
    return start
