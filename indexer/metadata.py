"""What a document is: issuer, level, place, number, date, period, signer.

Nghị định 30/2020/NĐ-CP (Phụ lục I) puts issuer, number, place and date in a header and the signer
at the end; four of five seed plans lack part of that, so preamble, title and web tables are read
too (domain §1.3). Front matter, where a file has it, wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from indexer import parts as document_parts
from indexer import reference
from indexer.documents import Clause, DocumentInfo, Level
from indexer.facts.names import canonical
from indexer.text import DOCUMENT_NUMBER, LOWER, UPPER, collapse, fold_chars, is_capitals, nfc
from indexer.truecase import truecase

_NUMBER = re.compile(
    r"^(?:Số|SỐ)(?:\s*hiệu)?\s*:?\s*(?:\|\s*)?(\d{1,5}\s*/(?:20\d\d/)?[A-ZĐ]{2,}[\w&-]*)",
    re.MULTILINE,
)
_WORD = rf"[{UPPER}][{LOWER}{UPPER}]*"
_DATE = re.compile(
    rf"(?P<place>{_WORD}(?:\s+{_WORD}){{0,3}})\s*,\s*ngày\s*(?P<d>\d{{0,2}})\s*tháng\s*(?P<m>\d{{0,2}})"
    r"\s*năm\s*(?P<y>(?:19|20)\d\d)"
)
_WEB_DATE = re.compile(r"Ngày ban hành\s*:?\s*\|?\s*(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")
_WEB_SIGNER = re.compile(rf"Người ký\s*:?\s*\|?\s*((?:[{UPPER}][{LOWER}]+ ?){{2,5}})")
_NAME = re.compile(
    rf"(?:^|CHỦ TỊCH\s+|GIÁM ĐỐC\s+|BAN\s+)"
    rf"((?:[{UPPER}][{LOWER}]*\s+){{1,4}}[{UPPER}][{LOWER}]+)\s*$"
)
_ISSUER = re.compile(
    r"(?P<body>(?i:ủy ban nhân dân|uỷ ban nhân dân|ubnd))"
    r"\s+(?P<kind>(?i:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu))"
    rf"\s+(?P<name>{_WORD}(?:[ -]+{_WORD}){{0,3}})"
)
#: Other bodies that issue plans: their header lines in capitals.
_BODY = re.compile(
    r"^(?:BAN |ỦY BAN |UỶ BAN |TỔNG LIÊN ĐOÀN|LIÊN ĐOÀN|SỞ |BỘ |HỘI |TIỂU BAN|ĐẢNG |CỤC )"
)
#: An office's own line of the header, in capitals.
_OFFICE = re.compile(
    r"((?:SỞ|BAN QUẢN LÝ|CHI CỤC|THANH TRA|CÔNG AN|PHÒNG|VĂN PHÒNG|CỤC)"
    rf"\s[{UPPER}][{UPPER} ,-]*[{UPPER}])(?![{LOWER}])"
)
_KIND = re.compile(
    rf"(?i:\b(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu))\s+({_WORD}(?:\s+{_WORD}){{0,2}})"
)
_ISSUES = re.compile(r"\s+(?:ban hành|xây dựng|triển khai|tổ chức|lập)\b")
_PERIOD = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PREAMBLE = re.compile(
    r"^(?:Căn cứ|Thực hiện|Để |Triển khai|Nhằm|Do |Theo |Trên cơ sở|Tiếp tục|Xét )"
)
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
class _Issuer:
    name: str
    level: Level | None
    place: str


def describe(
    base: DocumentInfo, text: str, clauses: Sequence[Clause], meta: Mapping[str, object]
) -> DocumentInfo:
    """``base`` completed from the document's own words, then from its front matter."""
    front = [text[c.start : c.end] for c in clauses if c.part in ("front", "decision")]
    back = [text[c.start : c.end] for c in clauses if c.part == "back"]
    head = "\n".join(front)
    title = _title(front, text)
    number = _NUMBER.search(head)
    info = replace(
        base,
        title=title or base.title,
        doctype="Kế hoạch" if re.search(r"(?i)kế hoạch", title or head) else None,
        is_plan=_is_plan(front, clauses),
        number=re.sub(r"\s", "", number.group(1)) if number else None,
        date=_date(head),
        signer=_signer(head, back),
    )
    info = _place(info, front, title, text)
    info = _period(info, title)
    return _override(info, meta)


def _title(front: Sequence[str], text: str) -> str | None:
    """The lines between the kind of document ("KẾ HOẠCH") and the preamble."""
    starts = [i for i, t in enumerate(front) if document_parts.is_doctype(t)]
    if not starts:
        return None
    plan = next((i for i in reversed(starts) if front[i].startswith("KẾ HOẠCH")), starts[-1])
    doctype = re.match(rf"^[{UPPER} ]+?(?=\s*:|$)", front[plan])
    rest = front[plan][len("KẾ HOẠCH") :].strip() if front[plan].startswith("KẾ HOẠCH") else ""
    lines = [rest] if rest else []
    for line in front[plan + 1 : plan + 4]:
        capitals = is_capitals(line)
        if line.startswith("(") or (_PREAMBLE.match(line) and not capitals and lines):
            break
        if len(line) > 300 or (lines and not capitals):
            break
        lines.append(line)
    name = "Kế hoạch" if front[plan].startswith("KẾ HOẠCH") else (doctype or [""])[0].capitalize()
    title = collapse(f"{name} {' '.join(_first_lower(truecase(t, text)) for t in lines)}")
    return title[:400]


def _first_lower(text: str) -> str:
    """The words after "Kế hoạch" begin small, unless the word is an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _is_plan(front: Sequence[str], clauses: Sequence[Clause]) -> bool:
    titled = any(re.match(r"^KẾ HOẠCH\b", t) for t in front[:40])
    sections = sum(c.kind == "section" and c.part == "plan" for c in clauses)
    return titled and sections >= 2


def _date(head: str) -> str | None:
    web = _WEB_DATE.search(head)
    found = _DATE.search(head)
    if found and found["m"]:
        day = f"-{int(found['d']):02d}" if found["d"] else ""
        return f"{found['y']}-{int(found['m']):02d}{day}"
    if web:
        return f"{web[3]}-{int(web[2]):02d}-{int(web[1]):02d}"
    return found["y"] if found else None


def _signer(head: str, back: Sequence[str]) -> str | None:
    web = _WEB_SIGNER.search(head)
    if web:
        return web.group(1).strip()
    signed = next((i for i, t in enumerate(head.split("\n")) if re.match(r"(?:KT|TM)\.", t)), None)
    lines = [*back] or (head.split("\n")[signed : signed + 5] if signed is not None else [])
    for line in reversed(lines):
        for cell in reversed(line.split(" | ")):
            match = _NAME.search(cell.strip())
            if match and not re.match(r"(?:Nơi|Lưu|Như|Độc)", match.group(1)):
                return collapse(match.group(1))
    return None


def _place(info: DocumentInfo, front: Sequence[str], title: str | None, text: str) -> DocumentInfo:
    """Issuer, level and place from the header, else from the preamble, title or dateline."""
    head = "\n".join(front)
    issuer = _from_header(front) or _from_preamble(head) or _from_body(front, text)
    dateline = _DATE.search(head)
    named = issuer.place if issuer and issuer.place else (dateline["place"] if dateline else None)
    table = reference.load().province_by_name
    level = issuer.level if issuer else None
    province = table.get(fold_chars(named)) if named else None
    if level == "province" and province is None:
        level = "district"
    elif level in ("district", "commune"):
        province = None
    if province is None:
        province = next(iter(_provinces_in(f"{title or ''}\n{head}")), None)
    return replace(
        info,
        issuer=issuer.name if issuer else info.issuer,
        level=level,
        locality=_proper(named) if named else (province.name if province else None),
        locality_id=fold_chars(named).replace(" ", "-") if named else None,
        province=province.name if province else None,
        province_id=province.id if province else None,
    )


def _from_header(front: Sequence[str]) -> _Issuer | None:
    """The People's Committee that opens a header line or cell."""
    for line in front[:12]:
        for cell in line.split(" | "):
            match = _ISSUER.match(cell)
            if match and len(cell) < 120:
                return _department(_issuer(match), cell[match.end() :], front) or _issuer(match)
    return None


def _department(above: _Issuer, rest: str, front: Sequence[str]) -> _Issuer | None:
    """The office that issues under a committee: "UBND TỈNH LÀO CAI" / "SỞ CÔNG THƯƠNG"."""
    place = above.name.removeprefix("Ủy ban nhân dân ")
    for line in (rest.strip(), *front[:6]):
        for cell in line.split(" | "):
            found = _OFFICE.match(cell.strip())
            if found and len(cell) < 80:
                office = found.group(1).strip()
                return _Issuer(f"{_as_named(office)} {place}", above.level, above.place)
    return None


def _as_named(office: str) -> str:
    """An office in capitals as the reference table writes it, else with one capital."""
    name = canonical(office)
    return name if name != office else f"{office[:1]}{office[1:].lower()}"


def _from_preamble(head: str) -> _Issuer | None:
    """The body that issues ("UBND huyện X xây dựng Kế hoạch"), not one that is cited."""
    for match in _ISSUER.finditer(head):
        if _ISSUES.match(head[match.end() :]):
            return _issuer(match)
    return None


def _from_body(front: Sequence[str], text: str) -> _Issuer | None:
    """Another body's header lines, up to the number: "ỦY BAN MTTQ VIỆT NAM" / "XÃ LƯƠNG MINH"."""
    lines = []
    for line in front[:6]:
        ended = re.match(r"(?:Số|SỐ)\b|CỘNG H", line) or document_parts.is_doctype(line)
        if ended or not is_capitals(line):
            break
        lines.append(line.lstrip("/-. "))
    name = collapse(" ".join(lines))
    committee = _ISSUER.match(name)
    if committee:
        return _issuer(committee)
    if not _BODY.match(name):
        return None
    kind = next((m for line in lines if (m := _KIND.search(line))), None)
    level = _LEVELS[fold_chars(kind.group(1))] if kind else None
    place = _stop_at_header(_proper(kind.group(2))) if kind else ""
    return _Issuer(truecase(name, text)[:1].upper() + truecase(name, text)[1:], level, place)


def _issuer(match: re.Match[str]) -> _Issuer:
    name = _proper(_stop_at_header(match["name"]))
    kind = match["kind"].lower()
    return _Issuer(f"Ủy ban nhân dân {kind} {name}", _LEVELS[fold_chars(kind)], name)


def _stop_at_header(name: str) -> str:
    """A name read from capitals must not run into the next words of the header."""
    return re.split(
        r"\s+(?:CỘNG|Độc|Số|SỐ|VỀ|Về|NĂM|GIAI|ĐẾN|BAN|XÂY)\b", name, flags=re.IGNORECASE
    )[0].strip()


def _proper(name: str) -> str:
    return " ".join(w[:1].upper() + w[1:].lower() for w in collapse(nfc(name)).split(" "))


def _provinces_in(text: str) -> list[reference.Place]:
    folded = fold_chars(text)
    hits = [
        (match.start(), place)
        for name, place in reference.load().province_by_name.items()
        for match in [re.search(rf"\b(?:tinh|thanh pho|tp\.?) {re.escape(name)}\b", folded)]
        if match
    ]
    return [place for _, place in sorted(hits, key=lambda h: h[0])]


def _period(info: DocumentInfo, title: str | None) -> DocumentInfo:
    issued = int(info.date[:4]) if info.date else None
    period = _PERIOD.search(title or "")
    if period:
        return replace(info, year=int(period[1]), year_to=int(period[2]))
    years = [int(y) for y in _YEAR.findall(re.sub(DOCUMENT_NUMBER, " ", title or ""))]
    until = re.search(r"đến (?:hết )?năm ((?:19|20)\d\d)", title or "", re.IGNORECASE)
    if until:
        return replace(info, year=issued or int(until[1]), year_to=int(until[1]))
    year = years[-1] if years else issued
    return replace(info, year=year, year_to=year)


def _override(info: DocumentInfo, meta: Mapping[str, object]) -> DocumentInfo:
    """Front matter wins over what was read."""
    said = {k: str(meta[k]) for k in ("title", "issuer", "number", "date", "signer") if meta.get(k)}
    info = replace(info, **said) if said else info  # type: ignore[arg-type]
    if meta.get("level") in ("province", "district", "commune", "central"):
        info = replace(info, level=cast(Level, meta["level"]))
    if meta.get("locality"):
        name = re.sub(r"^(?:tỉnh|thành phố|huyện|xã|phường)\s+", "", str(meta["locality"]))
        info = replace(info, locality=name, locality_id=fold_chars(name).replace(" ", "-"))
    province = reference.load().province_by_name.get(fold_chars(str(meta.get("province") or "")))
    if province:
        info = replace(info, province=province.name, province_id=province.id)
    years = _YEAR.findall(str(meta.get("period") or meta.get("year") or ""))
    if years:
        info = replace(info, year=int(years[0]), year_to=int(years[-1]))
    return replace(info, digest=bool(meta.get("digest", info.digest)))
