"""Who issues a document, on which level, and for which place.

Nghị định 30/2020/NĐ-CP (Phụ lục I) puts the body above and the body that issues in the left half
of the header, in capitals; where the header is missing, the preamble says who issues.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import parts as document_parts
from indexer.documents import Level
from indexer.facts.names import canonical, known_end
from indexer.text import LOWER, UPPER, collapse, fold_chars, is_capitals, nfc
from indexer.truecase import truecase

WORD = rf"[{UPPER}][{LOWER}{UPPER}]*"
_COMMITTEE = re.compile(
    r"(?P<body>(?i:ủy ban nhân dân|uỷ ban nhân dân|ubnd))"
    r"\s+(?P<kind>(?i:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu))"
    rf"\s+(?P<name>{WORD}(?:[ -]+{WORD}){{0,3}})"
)
#: Bodies of the whole state; their seat is no place the document is about.
_CENTRAL = re.compile(
    r"^(?:THỦ TƯỚNG CHÍNH PHỦ|CHÍNH PHỦ|QUỐC HỘI|CHỦ TỊCH NƯỚC|ỦY BAN THƯỜNG VỤ QUỐC HỘI"
    r"|VĂN PHÒNG (?:CHÍNH PHỦ|QUỐC HỘI)|HỘI ĐỒNG BẦU CỬ QUỐC GIA|NGÂN HÀNG NHÀ NƯỚC VIỆT NAM"
    r"|THANH TRA CHÍNH PHỦ|KIỂM TOÁN NHÀ NƯỚC|TÒA ÁN NHÂN DÂN TỐI CAO"
    rf"|BỘ (?!CHỈ HUY|CHQS)[{UPPER}, -]+)$"
)
#: Other bodies that issue plans: their header lines in capitals.
_BODY = re.compile(
    r"^(?:BAN |ỦY BAN |UỶ BAN |TỔNG LIÊN ĐOÀN|LIÊN ĐOÀN|SỞ |BỘ |HỘI |TIỂU BAN|ĐẢNG |CỤC |ĐOÀN )"
)
#: The part of a body that issues for it stands below it, but is named before it.
_BELOW = re.compile(r"^(?:BAN THƯỜNG TRỰC|TIỂU BAN|BAN CHỈ ĐẠO|TỔ )")
#: An office's own line of the header, in capitals.
_OFFICE = re.compile(
    r"((?:SỞ|BAN QUẢN LÝ|CHI CỤC|THANH TRA|CÔNG AN|PHÒNG|VĂN PHÒNG|CỤC)"
    rf"\s[{UPPER}][{UPPER} ,-]*[{UPPER}])(?![{LOWER}])"
)
_KIND = re.compile(
    rf"(?i:\b(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu))\s+({WORD}(?:\s+{WORD}){{0,2}})"
)
_ISSUES = re.compile(r"\s+(?:ban hành|xây dựng|triển khai|tổ chức|lập)\b")
_LEVELS: dict[str, Level] = {
    "tinh": "province",
    "thanh pho": "province",
    "huyen": "district",
    "quan": "district",
    "thi xa": "district",
    "xa": "commune",
    "phuong": "commune",
    "dac khu": "commune",
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues; ``place`` is "" where its name holds none."""

    name: str
    level: Level | None
    place: str


def find(front: Sequence[str], text: str) -> Issuer | None:
    """From the header, else the preamble; ``front``: the lines before the plan, in order."""
    return (
        _central(front)
        or _from_header(front)
        or _from_preamble("\n".join(front))
        or _from_body(front, text)
    )


def proper(name: str) -> str:
    """``"LÀO CAI"`` → ``"Lào Cai"``."""
    return " ".join(w[:1].upper() + w[1:].lower() for w in collapse(nfc(name)).split(" "))


def _central(front: Sequence[str]) -> Issuer | None:
    for line in front[:3]:
        name = line.split(" | ")[0].strip()
        if _CENTRAL.match(name):
            known = canonical(name)
            told = known if known != name else f"{name[:1]}{name[1:].lower()}"
            return Issuer(_SPELT.get(name, told), "central", "")
    return None


#: Bodies whose names hold a second capital that no rule tells.
_SPELT = {
    "THỦ TƯỚNG CHÍNH PHỦ": "Thủ tướng Chính phủ",
    "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM": "Ngân hàng Nhà nước Việt Nam",
    "VĂN PHÒNG CHÍNH PHỦ": "Văn phòng Chính phủ",
    "VĂN PHÒNG QUỐC HỘI": "Văn phòng Quốc hội",
    "ỦY BAN THƯỜNG VỤ QUỐC HỘI": "Ủy ban Thường vụ Quốc hội",
}


def _from_header(front: Sequence[str]) -> Issuer | None:
    """The People's Committee that opens a header line or cell."""
    for line in front[:12]:
        for cell in line.split(" | "):
            match = _COMMITTEE.match(cell)
            if match and len(cell) < 120:
                return _department(_committee(match), cell[match.end() :], front) or _committee(
                    match
                )
    return None


def _department(above: Issuer, rest: str, front: Sequence[str]) -> Issuer | None:
    """The office that issues under a committee: "UBND TỈNH LÀO CAI" / "SỞ CÔNG THƯƠNG"."""
    place = above.name.removeprefix("Ủy ban nhân dân ")
    for line in (rest.strip(), *front[:6]):
        for cell in line.split(" | "):
            found = _OFFICE.match(cell.strip())
            if found and len(cell) < 80:
                office = found.group(1).strip()
                return Issuer(f"{_as_named(office)} {place}", above.level, above.place)
    return None


def _as_named(office: str) -> str:
    """An office in capitals as the reference table writes it, else with one capital."""
    name = canonical(office)
    return name if name != office else f"{office[:1]}{office[1:].lower()}"


def _from_preamble(head: str) -> Issuer | None:
    """The body that issues ("UBND huyện X xây dựng Kế hoạch"), not one that is cited."""
    for match in _COMMITTEE.finditer(head):
        if _ISSUES.match(head[match.end() :]):
            return _committee(match)
    return None


def _from_body(front: Sequence[str], text: str) -> Issuer | None:
    """Another body's header lines, up to the number: "ỦY BAN MTTQ VIỆT NAM" / "XÃ LƯƠNG MINH"."""
    lines = _header_lines(front)
    name = collapse(" ".join(lines))
    committee = _COMMITTEE.match(name)
    if committee:
        return _committee(committee)
    if not _BODY.match(name):
        return None
    kind = next((m for line in lines if (m := _KIND.search(line))), None)
    level = _LEVELS[fold_chars(kind.group(1))] if kind else None
    place = _stop_at_header(proper(kind.group(2))) if kind else ""
    end = known_end(name, 0)
    if end and not kind:
        return Issuer(canonical(name[:end]), level, place)
    if len(lines) > 1 and _BELOW.match(lines[-1]):
        name = collapse(" ".join((lines[-1], *lines[:-1])))
    cased = truecase(name, text)
    return Issuer(cased[:1].upper() + cased[1:], level, place)


def _header_lines(front: Sequence[str]) -> list[str]:
    """The left half of the header, up to its number, without marks a scan adds."""
    out: list[str] = []
    for line in front[:6]:
        left = line.split(" | ")[0]
        ended = re.match(r"(?:Số|SỐ)\b|CỘNG H", left) or document_parts.is_doctype(left)
        if ended or not is_capitals(left):
            break
        out.append(left.lstrip("/-. "))
    return out


def _committee(match: re.Match[str]) -> Issuer:
    name = proper(_stop_at_header(match["name"]))
    kind = match["kind"].lower()
    return Issuer(f"Ủy ban nhân dân {kind} {name}", _LEVELS[fold_chars(kind)], name)


def _stop_at_header(name: str) -> str:
    """A name read from capitals must not run into the next words of the header."""
    return re.split(
        r"\s+(?:CỘNG|Độc|Số|SỐ|VỀ|Về|NĂM|GIAI|ĐẾN|BAN|XÂY)\b", name, flags=re.IGNORECASE
    )[0].strip()
