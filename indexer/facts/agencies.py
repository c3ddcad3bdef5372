"""Who is responsible: agencies in headings, at the start of a duty, on label lines, in columns.

Four of five duties do not name their agency themselves; it stands in the heading above (domain
§0.3). "Chủ trì, phối hợp với X" makes the addressee lead and X a partner; most duties carry
neither word, so the absence of "chủ trì" says nothing (domain §1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.documents import Agency, Clause, Role
from indexer.facts import labels, people, references, roles
from indexer.facts.mentions import as_agency, in_row, in_text, partners_in
from indexer.facts.names import (
    Named,
    asked,
    canonical,
    is_agency_title,
    is_request,
    known_end,
    leading,
)
from indexer.text import fold_chars

_DOERS = ("lead", "perform", "requested")
_ASSIGNMENT = re.compile(r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu cua|to chuc trien khai")
#: "b) Chủ trì, phối hợp với:" over bullets.
_WITH_WHOM = re.compile(
    r"(?:[-–+*•]|\(?\w{1,3}[.)])?\s*(?:[Cc]hủ trì,?\s+(?:và\s+)?)?[Pp]h[ốồ]i hợp"
    r"(?:\s+chặt chẽ)?(?:\s+(?:với|cùng)(?:\s+các[^.;,]{0,30})?)?\s*:?\s*"
)
#: After a name, these make the unit a duty of that body wherever it stands.
_DUTY = re.compile(
    r"\s*(?:\([^()]{3,60}\)\s*)?(?:,?\s*(?:trên cơ sở|căn cứ|theo)\b[^;.]{0,160}?,\s*)?"
    r"(?:phải|có (?:chức năng|quyền hạn|trách nhiệm|nhiệm vụ)|chịu trách nhiệm|chủ trì|triệu tập"
    r"|tổng hợp|tham mưu|hướng dẫn|phối hợp|thẩm định|huy động|chỉ đạo)\b"
)
#: So do these after a name of the table; after another "được kiểm tra" may be in the name.
_TASK = re.compile(
    r"\s*(?:tổ chức (?!chính trị|đoàn thể|công đoàn|đảng|thành viên|xã hội|kinh tế|tín dụng|phi)"
    r"|theo dõi|kiểm tra|rà soát|bố trí|bảo đảm|đảm bảo)\b"
)
#: Asked for in these words a body is bound, whatever stands between: "Yêu cầu các Chủ đầu tư khi
#: chưa bàn giao … thì phải tổ chức quản lý".
_DEMANDED = re.compile(r"Yêu cầu\b[^.;:]{0,240}?\bphải\b")
#: A duty that a condition or a time opens, and where it may go on to whom it binds, this far off.
_CONDITION = re.compile(r"(?:Nếu|Trường hợp|Chậm nhất|Trong thời hạn)\b")
_TURNS = re.compile(r"(?:\bthì|[,:])\s+(?=[^\W\d_])")
_FAR = 400

_BRACKET = re.compile(r"\s*\([^()]*\)$")
#: Behind the names that a heading is: nothing, or the colon before their duties.
_ONLY_NAMES = re.compile(r"\s*:?\s*$")
#: What ends a line that speaks of those below.
_OVER_OTHERS = re.compile(r":\s*$")


def of_clauses(text: str, clauses: Sequence[Clause]) -> dict[str, tuple[Agency, ...]]:
    """Agencies of every clause by path: its own, then those of label lines, headings, references.

    A body that comes from elsewhere is ``inherited``.
    """
    by_path = {c.path: c for c in clauses}
    heads = {c.parent for c in clauses}
    found = {c.path: _own(text, c, _in_assignment(c, by_path), c.path in heads) for c in clauses}
    for clause in clauses:
        if _shared(text, by_path.get(clause.parent or "")):
            found[clause.path] = [_as_partner(a) for a in found[clause.path]]
    own = {path: list(named) for path, named in found.items()}
    for label, tasks in labels.scopes(text, clauses):
        for task in tasks:
            found[task.path] += [_inherit(a, a.role) for a in own[label.path]]
    for clause in clauses:
        found[clause.path] += _inherited(clause, by_path, own, text)
    for clause, pointed in _pointed(text, by_path):
        if not any(a.role in _DOERS and not a.assigned_in for a in found[pointed.path]):
            doers = (a for a in found[clause.path] if a.role in _DOERS)
            found[pointed.path] += (
                replace(a, inherited=True, assigned_in=clause.path) for a in doers
            )
    return {path: tuple(named) for path, named in found.items()}


def _shared(text: str, line: Clause | None) -> bool:
    """Whether a line says only "Chủ trì, phối hợp (với)": its bullets name whom with and what."""
    return line is not None and bool(_WITH_WHOM.fullmatch(text[line.start : line.own_end]))


def _as_partner(agency: Agency) -> Agency:
    if agency.role not in _DOERS:
        return agency
    return replace(agency, role="coordinate", partner=True)


def _pointed(text: str, by_path: Mapping[str, Clause]) -> Iterator[tuple[Clause, Clause]]:
    """Each clause that assigns by reference, with every clause it points to, those below too.

    Who was given a part of something comes before who was given all of it.
    """
    plan = {p: c for p, c in by_path.items() if c.part == "plan"}
    given = [
        (clause, plan[path])
        for clause in plan.values()
        for path in references.find(text[clause.start : clause.own_end], plan)
    ]
    for clause, target in sorted(given, key=lambda pair: pair[1].end - pair[1].start):
        if not _within(clause, target):
            yield from ((clause, c) for c in plan.values() if _within(c, target))


def _within(clause: Clause, above: Clause) -> bool:
    return above.start <= clause.start and clause.end <= above.end


def _in_assignment(clause: Clause, by_path: Mapping[str, Clause]) -> bool:
    node: Clause | None = clause
    while node is not None:
        if node.title and _ASSIGNMENT.search(fold_chars(node.title)):
            return True
        node = by_path.get(node.parent) if node.parent else None
    return False


def _own(text: str, clause: Clause, assigned: bool, heads: bool) -> list[Agency]:
    """``assigned``: it stands where duties are given out; ``heads``: other clauses stand below."""
    body = text[clause.start : clause.own_end]
    if clause.kind == "row":
        return in_row(body, clause)
    label = labels.label_of(body)
    if label is not None:
        role, value, at = label
        return [
            replace(as_agency(n, role, clause.start + at), partner=role == "coordinate")
            for n in labels.named(value)
        ]
    if clause.part in ("plan", "decision"):
        addressed = _addressed(body, clause, assigned or clause.kind == "closing", heads)
        if addressed:
            after = max(a.span.end for a in addressed if a.span) - clause.start
            return addressed + partners_in(body, clause.start, after)
    return in_text(body, clause.start, assigned)


def _addressed(body: str, clause: Clause, assigned: bool, heads: bool) -> list[Agency]:
    """The bodies a duty opens with.

    Outside an assignment only where its words oblige them, or where they are all of a heading
    (``heads``: other clauses stand below).
    """
    marker = re.match(re.escape(clause.marker) + r"\s*", body) if clause.marker else None
    at = marker.end() if marker else 0
    if clause.kind == "closing":
        at = asked(body)
    duty = body[at:]
    names = leading(duty) or people.addressed(duty)
    if not names and (turn := _bound_then(duty)):
        at, duty = at + turn, duty[turn:]
        names = leading(duty)
    if not names and assigned and heads:
        names = people.posted(duty)
    assigned = assigned or (heads and _is_heading(duty, names))
    if not names:
        return []
    last = names[-1]
    bound = _DUTY.match(duty, last.end) or (_is_known(duty, last) and _TASK.match(duty, last.end))
    if not (assigned or people.is_addressed(duty) or bound or _DEMANDED.match(duty)):
        return []
    role = "requested" if is_request(duty) else roles.of_duty(duty[names[-1].end :])
    return [as_agency(n, role, clause.start + at) for n in names]


def _bound_then(duty: str) -> int:
    """Where, behind a condition or a time, the body stands that a duty binds; 0 if none does."""
    if not _CONDITION.match(duty):
        return 0
    for turn in _TURNS.finditer(duty, 0, _FAR):
        names = leading(duty[turn.end() :])
        if names and not names[0].start and _DUTY.match(duty[turn.end() :], names[-1].end):
            return turn.end()
    return 0


def _is_heading(duty: str, names: Sequence[Named]) -> bool:
    """Whether a clause says no more than bodies, perhaps asked, the first of them of the table."""
    if not names or not _ONLY_NAMES.match(duty, names[-1].end):
        return False
    if names[0].start and not is_request(duty):
        return False
    return _is_known(duty, names[0])


def _is_known(text: str, named: Named) -> bool:
    """Whether a name is one of the table's, perhaps with another in brackets behind it."""
    known = _BRACKET.sub("", named.text)
    return known_end(text, named.start) == named.start + len(known) or canonical(known) != known


def _inherited(
    clause: Clause, by_path: Mapping[str, Clause], own: Mapping[str, list[Agency]], text: str
) -> list[Agency]:
    """The addressees of the nearest heading that names bodies, with the role this clause gives."""
    if any(a.role in _DOERS for a in own[clause.path]):
        return []
    parent = by_path.get(clause.parent) if clause.parent else None
    while parent is not None:
        heads = [a for a in own[parent.path] if a.role and not a.partner]
        title = parent.title or ""
        named = is_agency_title(title) or people.is_addressed(title)
        if heads and (named or _charges(parent, heads, text)):
            requested = heads[0].role == "requested"
            above = by_path.get(clause.parent or "")
            said = above if above and _shared(text, above) else clause
            role = "requested" if requested else roles.of_duty(text[said.start : said.own_end])
            return [_inherit(a, role) for a in heads]
        if leads := _leading_below(parent, heads, text):
            mine = [a for a in own[clause.path] if not a.partner]
            taken = any(a.role or _opens(a, clause, text) for a in mine)
            return [] if taken else [_inherit(a, "lead") for a in leads]
        parent = by_path.get(parent.parent) if parent.parent else None
    return []


def _charges(heading: Clause, named: Sequence[Agency], text: str) -> bool:
    """Whether a heading gives all below it to the bodies in it.

    "Điều 5. Nội dung Sở Nội vụ có trách nhiệm chủ trì", "6. Đề nghị: Hội A, Hội B".
    """
    own = text[heading.start : heading.own_end].rstrip()
    return (
        heading.title is not None and own[-1:] not in ".;" and all(a.role in _DOERS for a in named)
    )


def _leading_below(line: Clause, named: Sequence[Agency], text: str) -> list[Agency]:
    """Who leads all below a line: "Sở A chủ trì, phối hợp với Sở B thực hiện:"."""
    leads = [a for a in named if a.role == "lead"]
    over = _OVER_OTHERS.search(text[line.start : line.own_end])
    return leads if over and any(_opens(a, line, text) for a in leads) else []


def _opens(agency: Agency, clause: Clause, text: str) -> bool:
    """Whether a clause's text begins with the body, less its marker."""
    start = agency.span.start if agency.span else clause.end
    before = text[clause.start : start].removeprefix(clause.marker)
    return not before.strip()


def _inherit(agency: Agency, role: Role | None) -> Agency:
    return replace(agency, role=role, inherited=True)
