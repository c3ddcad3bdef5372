"""What a document is: issuer, level, place, number, date, period, signer.

Nghị định 30/2020/NĐ-CP (Phụ lục I) puts issuer, number, place and date in a header and the signer
at the end; four of five seed plans lack part of that, so preamble, title and web tables are read
too (domain §1.3). Front matter, where a file has it, wins.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import cast

from indexer import issuer, lineage, naming, reference
from indexer import parts as document_parts
from indexer.documents import Clause, DocumentInfo, Level
from indexer.text import DOCUMENT_NUMBER, LOWER, UPPER, collapse, fold_chars, is_capitals
from indexer.truecase import truecase

#: "Số: 12/KH-UBND", "Luật số: 60/2024/QH15"; bodies of the Party write "Số 12-KH/TU". A rule of
#: underscores may stand before it, where two lines of a header ran into one.
_NUMBER = re.compile(
    r"(?:^|_\s*)(?:(?:Luật|LUẬT) )?(?:[Ss]ố|SỐ)(?:\s*hiệu)?\s*:?\s*(?:\|\s*)?"
    r"(?P<n>\d{1,5})(?P<gap>\s*)"
    r"(?:[/⁄](?P<y>20\d\d/)?(?P<code>[A-ZĐ]{2,}[\w&-]*)|(?P<party>-[A-ZĐ]{2,}/[A-ZĐ][\w-]*))",
    re.MULTILINE,
)
#: The year of a number whose figure is blank or could not be read: "Số:    /2026/TT-BCT".
_NUMBER_YEAR = re.compile(r"^(?:Số|SỐ)\s*:[^|\n]{0,12}[/⁄](20\d\d)[/⁄][A-ZĐ]", re.MULTILINE)
_DATE = re.compile(
    rf"(?<!\w)(?P<place>{issuer.WORD}(?:\s+{issuer.WORD}){{0,3}})\s*,\s*ngày\s*(?P<d>\S{{0,3}}?)\s*tháng\s*(?P<m>\S{{0,2}}?)"
    r"\s*năm\s*(?P<y>(?:19|20)\d\d)"
)
_WEB_DATE = re.compile(r"Ngày ban hành\s*:?\s*\|?\s*(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")
_WEB_SIGNER = re.compile(rf"Người ký\s*:?\s*\|?\s*((?:[{UPPER}][{LOWER}]+ ?){{2,5}})")
#: Offices that a name stands behind in one line, and how those who sign for another begin.
_OFFICES = (
    r"CHỦ TỊCH|GIÁM ĐỐC|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG|CHỦ NHIỆM"
    r"|CHÁNH VĂN PHÒNG|TỔNG THANH TRA|THỐNG ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|TRƯỞNG THUẾ|TRƯỞNG PHÒNG"
    r"|TRƯỞNG ĐOÀN|BÍ THƯ|BAN"
)
_SIGNS = re.compile(
    rf"(?:K/?T|TM|TL|TUQ)\.?\s*[{UPPER}]{{2}}"
    rf"|[{UPPER} ,]{{0,40}}\b(?:{_OFFICES})\s+(?:\(|[{UPPER}][{LOWER}])"
)
_NAME = re.compile(
    rf"(?:^|(?:{_OFFICES})\s+(?:[\w ]{{0,40}}[{UPPER}]{{2}}\s+)?(?:\(?\s*[Đđ]ã ký\s*\)?\s*)?)"
    rf"((?:[{UPPER}][{LOWER}]*\s+){{1,4}}[{UPPER}][{LOWER}]+)[\s|]*$"
)
_PERIOD = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAN_LINE = re.compile(r"^(?:KẾ HOẠCH|PHƯƠNG ÁN|CHƯƠNG TRÌNH|ĐỀ ÁN)\b")
_PREAMBLE = re.compile(
    r"^(?:Căn cứ|Thực hiện|Để |Triển khai|Nhằm|Do |Theo |Trên cơ sở|Tiếp tục|Xét )"
)


def describe(
    base: DocumentInfo,
    text: str,
    clauses: Sequence[Clause],
    meta: Mapping[str, object],
    scanned: Collection[int] = (),
) -> DocumentInfo:
    """``base`` completed from the document's own words, then from its front matter.

    ``scanned``: numbers of the pages that were read by OCR.
    """
    front = _front(text, clauses)
    back = [text[c.start : c.end] for c in clauses if c.part == "back"]
    head = "\n".join(front)
    title = _title(front, text) or naming.made(text, clauses)
    penned = is_penned(text, clauses, scanned)
    info = replace(
        base,
        title=title or base.title,
        doctype=_doctype(title, head),
        is_plan=_is_plan(front, clauses),
        number=None if penned else _number(head),
        date=_date(head, penned),
        signer=_signer(head, back),
    )
    info = _place(info, front, title, text)
    info = _period(info, title, head)
    return _override(replace(info, parent=lineage.parent(info, front, penned)), meta)


def is_penned(text: str, clauses: Sequence[Clause], scanned: Collection[int]) -> bool:
    """Whether the number was filled in by hand: a gap stands before its printed "/KH-UBND".

    OCR does not read handwriting; what it makes of such a number or day is not to be asserted.
    """
    if not clauses or clauses[0].page not in scanned:
        return False
    found = _NUMBER.search(head := "\n".join(_front(text, clauses)))
    return bool(found["gap"]) if found else bool(re.search(r"^Số\s*:[^|\n]*[/⁄]", head, re.M))


def _front(text: str, clauses: Sequence[Clause]) -> list[str]:
    """What stands before the plan; where there is none, the first lines."""
    front = [text[c.start : c.end] for c in clauses if c.part in ("front", "decision")]
    return front or [text[c.start : c.own_end] for c in clauses[:_HEADER] if not c.header]


#: A header and title take no more units than this.
_HEADER = 12


def _number(head: str) -> str | None:
    found = _NUMBER.search(head)
    if not found:
        return None
    rest = found["party"] or f"/{found['y'] or ''}{found['code']}"
    return f"{found['n']}{rest}"


def _doctype(title: str | None, head: str) -> str | None:
    if re.search(r"(?i)kế hoạch", title or head) and not _OTHER.match(title or ""):
        return "Kế hoạch"
    other = _OTHER.match(title or "")
    return other.group() if other else None


#: What a document that is no plan calls itself.
_OTHER = re.compile(
    r"Nghị quyết|Nghị định|Thông tư|Quyết định|Chỉ thị|Công văn|Thông báo|Báo cáo|Hướng dẫn"
    r"|Quy định|Kết luận|Công điện|Luật\b"
)
#: The same line as it stands, perhaps among what OCR made of stamps.
_KIND_LINE = re.compile(
    r"^[^\w]*(?:\w{1,2}[^\w]+){0,3}"
    r"(NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|QUYẾT ĐỊNH|CHỈ THỊ|THÔNG BÁO|HƯỚNG DẪN|QUY ĐỊNH|KẾT LUẬN"
    r"|CÔNG ĐIỆN|LUẬT)\b\W*(.*)$"
)


_ABOUT = re.compile(r"^[Vv]/[Vv]\W*")


def _other_title(front: Sequence[str], text: str) -> str | None:
    """The title of a resolution, circular or decision that holds no plan."""
    for k, line in enumerate(front[:12]):
        kind = _KIND_LINE.match(line)
        if kind:
            rest = kind.group(2) or (front[k + 1] if k + 1 < len(front) else "")
            about = _ABOUT.sub("về việc ", _first_lower(truecase(rest, text)))
            return collapse(f"{kind.group(1).capitalize()} {about}")[:400].strip()
    return None


def _title(front: Sequence[str], text: str) -> str | None:
    """The lines between the kind of document ("KẾ HOẠCH") and the preamble."""
    starts = [i for i, t in enumerate(front) if document_parts.is_doctype(t)]
    if not any(_PLAN_LINE.match(front[i]) for i in starts):
        return _other_title(front, text)
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
    """A title "KẾ HOẠCH", and units of its own below it."""
    titled = any(re.match(r"^KẾ HOẠCH\b", t) for t in front[:60])
    units = sum(c.parent is None and c.part == "plan" and bool(c.marker) for c in clauses)
    return titled and units >= 2


def _date(head: str, penned: bool) -> str | None:
    """The dateline's date, as far as it can be; ``penned``: its day is handwriting."""
    web = _WEB_DATE.search(head)
    found = _DATE.search(head)
    if found and found["m"].isdigit() and 1 <= int(found["m"]) <= 12:
        month = f"{found['y']}-{int(found['m']):02d}"
        day = int(found["d"]) if found["d"].isdigit() else 0
        last = monthrange(int(found["y"]), int(found["m"]))[1]
        return f"{month}-{day:02d}" if 1 <= day <= last and not penned else month
    if web:
        return f"{web[3]}-{int(web[2]):02d}-{int(web[1]):02d}"
    return found["y"] if found else None


def _signer(head: str, back: Sequence[str]) -> str | None:
    web = _WEB_SIGNER.search(head)
    if web:
        return web.group(1).strip()
    lines = head.split("\n")
    at = (i for i, t in enumerate(lines) if any(map(_SIGNS.match, t.split(" | "))))
    signed = next(at, len(lines))
    # A decision is signed before the plan it promulgates; then notes may stand behind the plan.
    for line in (*reversed(back), *reversed(lines[signed : signed + 5])):
        for cell in reversed(line.split(" | ")):
            match = _NAME.search(cell.strip())
            if match and not re.match(r"(?:Nơi|Lưu|Như|Độc)", match.group(1)):
                return collapse(match.group(1))
    return None


def _place(info: DocumentInfo, front: Sequence[str], title: str | None, text: str) -> DocumentInfo:
    """Issuer, level and place from the header, else from the preamble, title or dateline."""
    head = "\n".join(front)
    body = issuer.find(front, text)
    if body and body.level == "central":
        return replace(info, issuer=body.name, level="central")
    dateline = _DATE.search(head)
    named = body.place if body and body.place else (dateline["place"] if dateline else None)
    table = reference.load().province_by_name
    level = body.level if body else None
    province = table.get(fold_chars(named)) if named else None
    if level == "province" and province is None:
        level = "district"
    elif level in ("district", "commune"):
        province = None
    if province is None:
        province = next(iter(_provinces_in(f"{title or ''}\n{head}")), None)
    if province is None and named and level in ("district", "commune"):
        province = reference.load().only_province_of(named, level, info.date)
    name = body.name if body else info.issuer
    if body and level is None and province and body.name.startswith("Sở "):
        level, name = "province", f"{body.name} {province.full_name}"
    return replace(
        info,
        issuer=name,
        level=level,
        locality=issuer.proper(named) if named else (province.name if province else None),
        locality_id=fold_chars(named).replace(" ", "-") if named else None,
        province=province.name if province else None,
        province_id=province.id if province else None,
    )


def _provinces_in(text: str) -> list[reference.Place]:
    folded = fold_chars(text)
    hits = [
        (match.start(), place)
        for name, place in reference.load().province_by_name.items()
        for match in [re.search(rf"\b(?:tinh|thanh pho|tp\.?) {re.escape(name)}\b", folded)]
        if match
    ]
    return [place for _, place in sorted(hits, key=lambda h: h[0])]


def _period(info: DocumentInfo, title: str | None, head: str) -> DocumentInfo:
    """The years of the plan: those of its title, else the one it was issued in.

    Numbers and dates of cited documents and a council's term ("nhiệm kỳ 2026 - 2031") are no
    period of the plan.
    """
    typed = _NUMBER_YEAR.search(head)
    issued = int(info.date[:4]) if info.date else int(typed[1]) if typed else None
    said = re.sub(DOCUMENT_NUMBER, " ", title or "")
    said = _NO_PERIOD.sub(" ", said)
    period = _PERIOD.search(said)
    if period:
        return replace(info, year=int(period[1]), year_to=int(period[2]))
    years = [int(y) for y in _YEAR.findall(said)]
    until = re.search(r"đến (?:hết )?năm ((?:19|20)\d\d)", said, re.IGNORECASE)
    if until:
        return replace(info, year=issued or int(until[1]), year_to=int(until[1]))
    year = years[-1] if years else issued
    return replace(info, year=year, year_to=year)


_NO_PERIOD = re.compile(
    r"nhiệm kỳ\s+\d{4}\s*[-–]\s*\d{4}|ngày\s+\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
    r"|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|/(?:19|20)\d\d/",
    re.IGNORECASE,
)


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
