"""Who is worked with: "phối hợp với Sở A, Sở B và các cơ quan liên quan".

Partners are a list of names of the reference table, of groups ("các sở, ngành liên quan") and of
other bodies; the list ends where no further name follows.
"""

from __future__ import annotations

import re

from indexer.facts.names import AGENCY, Named, known_end, until_verb

#: "phối hợp chặt chẽ với", "Phồi hợp" (a slip in real plans), "phối hợp cùng".
_WITH = re.compile(
    r"(?:\b[Pp]h[ốồô]i\s+(?:kết\s+)?hợp|\b[Cc]ùng với)"
    r"(?:,?\s+(?:chặt chẽ|đồng bộ|thống nhất|tốt|với|cùng|thêm))*\s+"
)
_AND = re.compile(r"\s*,\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng|với)\s+(?:với\s+)?")
_NOUN = (
    r"(?:sở|ban|ngành|cơ quan|đơn vị|địa phương|tổ chức|đoàn thể|hội|huyện|thị xã|thành phố|xã"
    r"|phường|thị trấn|đặc khu|cấp|lực lượng|phòng|bộ phận|doanh nghiệp|nhà trường|chính quyền"
    r"|cá nhân|thôn|khu phố|tổ dân phố|trường|bộ|hội đoàn thể|tổ chức chính trị)"
)
#: What says which of a group are meant.
_WHICH = (
    r"(?:có liên quan|liên quan|chức năng|chuyên môn|chính trị|địa phương|trực thuộc"
    r"|quản lý nhà nước|xã hội|chính trị\s?[-–]\s?xã hội|cùng cấp|các cấp"
    r"|cấp (?:tỉnh|huyện|xã|trên)"
    r"|(?:của|thuộc) (?:tỉnh|huyện|thành phố|xã|phường|Trung ương|trung ương|UBND tỉnh)"
    r"|trên địa bàn(?: (?:tỉnh|huyện|thành phố|xã|phường))?|trong tỉnh|ngoài tỉnh|tỉnh|huyện|khác"
    r"|về [^,;.:]{3,50}? cùng cấp|về phòng, chống [^,;.:]{3,25}? cùng cấp)"
)
_GROUP = re.compile(
    rf"(?:[Cc]ác|một số|những)\s+{_NOUN}(?!\w)(?:,?\s+(?:các\s+|và\s+)?{_NOUN}(?!\w)){{0,8}}"
    rf"(?:\s+(?:và\s+)?{_WHICH}(?!\w)"
    rf"(?:,?\s+(?:và\s+)?{_NOUN}(?!\w)(?=[^,;.]{{0,60}}liên quan)){{0,3}}){{0,3}}"
)
_PLAIN = re.compile(
    rf"(?:cơ quan|chính quyền|ngành|địa phương|đơn vị|lực lượng)(?:\s+{_WHICH}(?!\w))+"
    r"|lực lượng (?:công an|quân sự|quân đội|(?:bộ đội )?biên phòng|dân quân(?: tự vệ)?|kiểm lâm"
    r"|cảnh sát(?: giao thông| cơ động| biển)?|quản lý thị trường|hải quan|thanh tra)"
    r"(?:\s+(?:(?:tại\s+)?(?:địa phương|cơ sở)|(?:cấp\s+)?(?:tỉnh|huyện|xã|phường)))?(?!\w)"
)
#: "ngành Y tế", "phòng Văn hóa": a small initial before a name.
_SMALL = re.compile(r"(?:ngành|phòng|sở|trung tâm|trạm|cơ quan|báo|đài)\s+[A-ZĐ]")
#: A name not in the table is no longer than this.
_LONGEST = 90


def find(text: str, start: int = 0) -> list[Named]:
    """The partners named in ``text`` from ``start`` on, in order; none overlap."""
    out: list[Named] = []
    for match in _WITH.finditer(text, start):
        if out and match.start() < out[-1].end:
            continue
        out += _list(text, match.end())
    return out


def _list(text: str, position: int) -> list[Named]:
    out: list[Named] = []
    while (end := _item(text, position)) > position:
        out.append(Named(text[position:end], position, end))
        joined = _AND.match(text, end)
        if not joined:
            break
        position = joined.end()
    return out


def _item(text: str, at: int) -> int:
    """Where the body that stands at ``at`` ends; ``at`` when none does."""
    group = _GROUP.match(text, at) or _PLAIN.match(text, at)
    known = known_end(text, at)
    if group and group.end() >= known:
        return group.end()
    if known > at and (AGENCY.match(text, at) or _SMALL.match(text, at)):
        place = re.compile(r"\s+(?:tỉnh|huyện)(?!\w)").match(text, known)
        return place.end() if place else known
    if not (AGENCY.match(text, at) or _SMALL.match(text, at)):
        return at
    rest = text[at : at + 2 * _LONGEST]
    cut = re.search(r"[;:.(]|,\s|\s(?:và|cùng|để|trong|tại|theo)\s", rest)
    length = min(until_verb(rest), cut.start() if cut else len(rest))
    name = rest[:length].rstrip(" ,")
    return at + len(name) if " " in name and len(name) <= _LONGEST else at
