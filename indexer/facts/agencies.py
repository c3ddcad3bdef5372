"""Who is responsible: agencies in headings, at the start of a duty, on label lines, in columns.

Four of five duties do not name their agency themselves; it stands in the heading above (domain
§0.3). "Chủ trì, phối hợp với X" makes the addressee lead and X a partner; most duties carry
neither word, so the absence of "chủ trì" says nothing (domain §1.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.documents import Agency, Clause, Role, Span
from indexer.facts.names import (
    AGENCY,
    Named,
    asked,
    canonical,
    is_agency_title,
    is_request,
    known_end,
    leading,
    split,
)
from indexer.text import fold_chars

__all__ = [
    "Named",
    "canonical",
    "column_role",
    "is_agency_title",
    "label_of",
    "leading",
    "of_clauses",
    "role_of",
    "split",
]

_LABEL = re.compile(
    r"^(?:[-–+•a-zđ][.)]?\s*)?(?P<label>(?:(?:Đơn vị|Cơ quan|Tổ chức|Cá nhân)"
    r"(?:,\s*(?:đơn vị|cơ quan|cá nhân))?\s+)?(?P<what>[Cc]hủ trì|[Pp]hối hợp|[Tt]hực hiện"
    r"|[Tt]ham mưu|chịu trách nhiệm|đầu mối|[Pp]hân công)[^:]{0,40}):\s*(?P<value>\S.*)$"
)
_ASSIGNMENT = re.compile(r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu cua|to chuc trien khai")
_PARTNER = re.compile(r"(?:phoi hop|cung)(?:\s+(?:chat che|voi|cung))*\s+$")
_ORDER = re.compile(r"[Gg]iao\s+$")
_LEADS = re.compile(
    r"\s*(?:,\s*)?(?:chủ trì|làm đầu mối|là cơ quan|có trách nhiệm|chịu trách nhiệm)"
)
#: After a name, these make the unit a duty of that body wherever it stands.
_DUTY = re.compile(r"\s*(?:phải|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì)\b")


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
    return "coordinate" if "phoi hop" in folded else "perform"


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
    own: dict[str, list[Agency]] = {}
    task: Clause | None = None
    for clause in clauses:
        own[clause.path] = _own(text, clause, _in_assignment(clause, by_path))
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
    if clause.part in ("plan", "decision"):
        addressed = _addressed(body, clause, assigned or clause.kind == "closing")
        if addressed:
            return addressed
    return _mentions(body, clause.start)


def _addressed(body: str, clause: Clause, assigned: bool) -> list[Agency]:
    """The bodies a duty opens with; outside an assignment only where its words oblige them."""
    marker = re.match(re.escape(clause.marker) + r"\s*", body) if clause.marker else None
    at = marker.end() if marker else 0
    if clause.kind == "closing":
        at = asked(body)
    duty = body[at:]
    names = leading(duty)
    if not names or not (assigned or _DUTY.match(duty, names[-1].end)):
        return []
    role = "requested" if is_request(duty) else role_of(duty[names[-1].end :])
    return [_agency(n, role, clause.start + at) for n in names]


def _of_row(body: str, clause: Clause) -> list[Agency]:
    out: list[Agency] = []
    at = 0
    cells = body.split(" | ")
    if len(cells) != len(clause.header):
        return _mentions(body, clause.start)
    for name, cell in zip(clause.header, cells, strict=True):
        role = column_role(name)
        if role:
            names = [n for n in split(cell) if AGENCY.match(n.text)]
            out += [_agency(n, role, clause.start + at) for n in names]
        at += len(cell) + 3
    return out or _mentions(body, clause.start)


def _mentions(body: str, offset: int) -> list[Agency]:
    """Agencies of the reference table named in running text, with the role the words give."""
    out: list[Agency] = []
    position = 0
    for match in AGENCY.finditer(body):
        start = match.start()
        if start < position or body[start].islower():
            continue
        end = known_end(body, start)
        if end == start:
            continue
        position = end
        role: Role | None = None
        if _PARTNER.search(fold_chars(body[max(0, start - 40) : start])):
            role = "coordinate"
        elif _LEADS.match(body, end) or _ORDER.search(body, max(0, start - 8), start):
            role = "lead"
        out.append(_agency(Named(body[start:end], start, end), role, offset))
    return out


def _inherited(
    clause: Clause, by_path: Mapping[str, Clause], own: Mapping[str, list[Agency]], text: str
) -> list[Agency]:
    """The addressees of the nearest heading that names bodies, with the role this clause gives."""
    doers = ("lead", "perform", "requested")
    if any(not a.inherited and a.role in doers for a in own[clause.path]):
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
