"""Who is responsible: agencies in headings, at the start of a duty, on label lines, in columns.

Four of five duties do not name their agency themselves; it stands in the heading above (domain
§0.3). "Chủ trì, phối hợp với X" makes the addressee lead and X a partner; most duties carry
neither word, so the absence of "chủ trì" says nothing (domain §1.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer import reference
from indexer.documents import Agency, Clause, Role, Span
from indexer.text import DASHES, collapse, fold_chars, unify_dashes

_START = (
    r"(?:Sở|Ban|Bộ|Công an|CA|Phòng|Trung tâm|TT|Ủy ban|Uỷ ban|UBND|UBMTTQ|HĐND|Hội|Đoàn|Báo|Đài|Viện"
    r"|VKSND|TAND|Tòa án|Toà án|Cục|Chi cục|Tổng cục|Liên đoàn|LĐLĐ|Mặt trận|MTTQ|Trường|Kho bạc"
    r"|Ngân hàng|NHNN|Bảo hiểm|BHXH|Văn phòng|VP|Thanh tra|Trạm|Công ty|Tổng công ty|Quỹ|Liên minh"
    r"|Hiệp hội|Tỉnh đoàn|Thành đoàn|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Học viện|Bệnh viện|Doanh nghiệp"
    r"|Chủ tịch|Giám đốc|Thủ trưởng|Chánh|Công đoàn|Điện lực|Thuế|Hải quan|Tổ|Đội|Bộ đội|Lực lượng"
    r"|Đơn vị|Cơ quan|Thành viên|Người đứng đầu|Đại học|Nhà trường|Hợp tác xã|Ban Chỉ huy|BCH|Cơ sở)"
)
_GROUP = r"(?:[Cc]ác|[Tt]oàn thể|[Mm]ột số|[Tt]ất cả)\s+(?:[Ss]ở|[Bb]an|[Nn]gành|[Cc]ơ quan|[Đđ]ơn vị|[Tt]ổ chức|[Đđ]ịa phương|[Dd]oanh nghiệp|[Tt]rường|[Pp]hòng|[Tt]hành viên|[Đđ]oàn thể|[Hh]ội|[Cc]ơ sở|[Xx]ã|UBND|Ủy ban|Uỷ ban|[Nn]hà|[Cc]ông ty|[Bb]ộ)"
_AGENCY = re.compile(rf"(?:{_START}(?![\w])|{_GROUP})")
_REQUEST = re.compile(r"^(?:[Đđ]ề nghị|[Yy]êu cầu|[Gg]iao)\s*:?\s*")
_SEPARATOR = re.compile(rf"\s*;\s*|\s*,\s*(?=(?:và\s+)?(?:{_START}(?![\w])|{_GROUP}))|\s+(?:và|cùng)\s+(?={_START}\s|{_GROUP})")
_VERB = re.compile(
    r"(?:,\s*)?\b(?:phối hợp|chủ trì|tăng cường|chỉ đạo|căn cứ|xây dựng|tổ chức(?! (?:chính trị|thành viên|xã hội|đoàn thể|cá nhân|có liên quan|liên quan))"
    r"|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thực hiện|hướng dẫn|tham mưu|bố trí|rà soát|trên cơ sở|theo chức năng|theo dõi"
    r"|chủ động|kịp thời|đẩy mạnh|nghiêm túc|phải|tiếp tục|triển khai|báo cáo|kiểm tra|giám sát|thường xuyên"
    r"|phổ biến|quán triệt|lồng ghép|đưa|cung cấp|thẩm định|tổng hợp|đảm bảo|bảo đảm|ban hành|lập|quản lý nhà nước"
    r"|tuyên truyền|vận động|tham gia|làm đầu mối|là cơ quan|là đơn vị|sử dụng|đề xuất|cân đối|nâng cao|thúc đẩy|tiến hành|ưu tiên)\b"
)
_LABEL = re.compile(
    r"^(?:[-–+•a-zđ][.)]?\s*)?(?P<label>(?:(?:Đơn vị|Cơ quan|Tổ chức|Cá nhân)(?:,\s*(?:đơn vị|cơ quan|cá nhân))?\s+)?"
    r"(?P<what>[Cc]hủ trì|[Pp]hối hợp|[Tt]hực hiện|[Tt]ham mưu|chịu trách nhiệm|đầu mối|[Pp]hân công)[^:]{0,40}):\s*(?P<value>\S.*)$"
)
_ASSIGNMENT = re.compile(r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu cua|to chuc trien khai")
_PARTNER = re.compile(r"(?:phối hợp|phồi hợp|cùng)(?:\s+(?:chặt chẽ|với|cùng))*\s+$", re.IGNORECASE)
_LEADS = re.compile(r"^\s*(?:,\s*)?(?:chủ trì|làm đầu mối|là cơ quan|có trách nhiệm|chịu trách nhiệm)")


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as written, ``[start, end)`` relative to the text it was found in."""

    text: str
    start: int
    end: int


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


@lru_cache(maxsize=8192)
def canonical(as_written: str) -> str:
    """The reference table's name, or ``as_written`` where the table has none."""
    table = _table()
    key = _key(as_written)
    if key in table:
        return table[key]
    shorter = re.sub(r"\s+(?:tinh|thanh pho|huyen|xa|quan|thi xa|tp)(?:\s+\w+){1,3}$", "", key)
    for candidate in (shorter, re.sub(r"^cac\s+", "", key)):
        if candidate in table:
            return table[candidate]
    level = re.search(r"\b(?:tinh|thanh pho|huyen|xa)\b", key[len(shorter) :])
    return table.get(f"{shorter} {level.group()}", as_written) if level else as_written


def split(text: str) -> list[Named]:
    """A list of agencies ("Sở A, Sở B và UBND các xã") as single ones; commas inside names stay."""
    out: list[Named] = []
    start = len(match.group()) if (match := _REQUEST.match(text)) else 0
    for separator in [*_SEPARATOR.finditer(text, start), None]:
        end = separator.start() if separator else len(text)
        piece = text[start:end]
        trimmed = piece.strip(" .,;:" + DASHES)
        if trimmed:
            at = start + piece.find(trimmed)
            out.append(Named(trimmed, at, at + len(trimmed)))
        start = separator.end() if separator else end
    return out


def leading(text: str) -> list[Named]:
    """The agencies a unit opens with ("Công an tỉnh phối hợp …"), [] when it opens otherwise."""
    request = _REQUEST.match(text)
    offset = request.end() if request else 0
    if not _AGENCY.match(text, offset):
        return []
    verb = _VERB.search(text, offset)
    colon = text.find(":", offset)
    ends = [e for e in (verb.start() if verb else -1, colon) if e > offset]
    end = min(ends) if ends else len(text)
    if end - offset > 260 or (end == len(text) and end > 400):
        return []
    return split(text[:end])


def is_agency_title(title: str) -> bool:
    """Whether a heading names bodies ("Sở Y tế"), not a subject ("Chế độ báo cáo")."""
    request = _REQUEST.match(title)
    return bool(_AGENCY.match(title, request.end() if request else 0))


def label_of(text: str) -> tuple[Role, str, int] | None:
    """``("lead", value, offset of value)`` of a line such as "Đơn vị chủ trì: Sở Tư pháp"."""
    match = _LABEL.match(text)
    if not match:
        return None
    what = fold_chars(match.group("label"))
    role: Role = "lead" if "chu tri" in what or "dau moi" in what else "perform"
    if "phoi hop" in what and "chu tri" not in what:
        role = "coordinate"
    return role, match.group("value"), match.start("value")


def role_of(text: str) -> Role:
    """The addressee's role in a duty, from its words."""
    folded = fold_chars(text[:200])
    if "chu tri" in folded:
        return "lead"
    return "coordinate" if re.search(r"ph[oô]i hop", folded) else "perform"


def column_role(name: str) -> Role | None:
    """The role a table column gives its cells, None for other columns."""
    folded = fold_chars(name)
    if "phoi hop" in folded and "chu tri" not in folded:
        return "coordinate"
    if "chu tri" in folded or re.search(r"phan cong|phu trach|dau moi|chiu trach nhiem", folded):
        return "lead"
    if re.search(r"(?:don vi|co quan)(?: \w+)? (?:thuc hien|tham muu)", folded):
        return "perform"
    return None


def of_clauses(text: str, clauses: Sequence[Clause]) -> dict[str, tuple[Agency, ...]]:
    """Agencies of every clause by path; a task takes those of the label lines that follow it."""
    by_path = {c.path: c for c in clauses}
    assigned: dict[str, bool] = {}
    own: dict[str, list[Agency]] = {}
    task: Clause | None = None
    for clause in clauses:
        assigned[clause.path] = _in_assignment(clause, by_path)
        own[clause.path] = _own(text, clause, assigned[clause.path])
        label = label_of(text[clause.start : clause.own_end])
        if label is None:
            task = clause
        elif task is not None and _belongs(clause, task):
            own[task.path] += [_inherit(a, a.role) for a in own[clause.path]]
    return {c.path: tuple(own[c.path] + _inherited(c, by_path, own, text)) for c in clauses}


def _belongs(label: Clause, task: Clause) -> bool:
    """Label lines apply to the unit before them, or to the unit they stand in."""
    return label.parent in (task.path, task.parent) and label.part == task.part


def _in_assignment(clause: Clause, by_path: Mapping[str, Clause]) -> bool:
    node: Clause | None = clause
    while node is not None:
        if node.title and _ASSIGNMENT.search(fold_chars(node.title)):
            return True
        node = by_path.get(node.parent) if node.parent else None
    return False


def _own(text: str, clause: Clause, assigned: bool) -> list[Agency]:
    body = text[clause.start : clause.own_end]
    if clause.kind == "row":
        return _of_row(body, clause)
    label = label_of(body)
    if label is not None:
        role, value, at = label
        return [_agency(n, role, clause.start + at) for n in split(value) if len(n.text) < 200]
    marker = re.match(re.escape(clause.marker) + r"\s*", body) if clause.marker else None
    at = marker.end() if marker else 0
    if clause.part == "plan" and (assigned or clause.kind == "closing"):
        names = leading(body[at:])
        if names:
            requested = bool(re.match(r"[Đđ]ề nghị", body[at:]))
            role = "requested" if requested else role_of(body[at + names[-1].end :])
            return [_agency(n, role, clause.start + at) for n in names]
    return _mentions(body, clause.start)


def _of_row(body: str, clause: Clause) -> list[Agency]:
    out: list[Agency] = []
    at = 0
    cells = body.split(" | ")
    if len(cells) != len(clause.header):
        return _mentions(body, clause.start)
    for name, cell in zip(clause.header, cells, strict=True):
        role = column_role(name)
        if role:
            out += [_agency(n, role, clause.start + at) for n in split(cell) if _AGENCY.match(n.text)]
        at += len(cell) + 3
    return out or _mentions(body, clause.start)


def _mentions(body: str, offset: int) -> list[Agency]:
    """Agencies of the reference table named in running text, with the role the words give."""
    out: list[Agency] = []
    position = 0
    for match in _AGENCY.finditer(body):
        if match.start() < position or body[match.start()].islower():
            continue
        name = _longest(body, match.start())
        if not name:
            continue
        position = match.start() + len(name)
        role: Role | None = None
        if _PARTNER.search(body[: match.start()][-40:]):
            role = "coordinate"
        elif _LEADS.match(body[position:]) or re.search(r"[Gg]iao\s+$", body[: match.start()]):
            role = "lead"
        named = Named(name, match.start(), position)
        out.append(_agency(named, role, offset))
    return out


def _longest(body: str, start: int) -> str:
    """The longest name of the table that stands at ``start``, with the place behind it."""
    table = _table()
    words = list(re.finditer(r"[^\s,;.()]+", body[start : start + 110]))
    for k in range(min(len(words), 14), 1, -1):
        end = words[k - 1].end()
        if _key(body[start : start + end]) in table:
            return collapse(body[start : start + end])
    return ""


def _inherited(
    clause: Clause, by_path: Mapping[str, Clause], own: Mapping[str, list[Agency]], text: str
) -> list[Agency]:
    """The addressees of the nearest heading that names bodies, with the role this clause gives."""
    if any(not a.inherited and a.role in ("lead", "perform", "requested") for a in own[clause.path]):
        return []
    parent = by_path.get(clause.parent) if clause.parent else None
    while parent is not None:
        heads = [a for a in own[parent.path] if not a.inherited and a.role]
        if heads and parent.title and is_agency_title(parent.title):
            requested = heads[0].role == "requested"
            role = "requested" if requested else role_of(text[clause.start : clause.own_end])
            return [_inherit(a, role) for a in heads]
        parent = by_path.get(parent.parent) if parent.parent else None
    return []


def _inherit(agency: Agency, role: Role | None) -> Agency:
    return Agency(agency.name, agency.as_written, role, True, agency.span)


def _agency(named: Named, role: Role | None, offset: int) -> Agency:
    span = Span(offset + named.start, offset + named.end)
    return Agency(canonical(named.text), named.text, role, False, span)
