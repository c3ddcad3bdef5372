"""Lines that say who does the task above them: "Đơn vị chủ trì: …", "b) Cơ quan thực hiện: …".

They stand behind a task, beside lines for its time and its product, as siblings of the task or as
its children (domain §8).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from indexer.documents import Clause, Role
from indexer.facts.names import Named, split, until_verb
from indexer.text import fold_chars

_MARKER = r"^(?:\(?[-–+•a-zđ\d]{1,2}[.)]?\s*)?"
_LABEL = re.compile(
    _MARKER + r"(?P<label>(?:(?:Đơn vị|Cơ quan|Tổ chức|Cá nhân|Bộ phận)"
    r"(?:,\s*(?:đơn vị|cơ quan|cá nhân|tổ chức))?\s+)(?:[Cc]hủ trì|[Pp]h[ốồ]i hợp|[Tt]hực hiện"
    r"|[Tt]ham mưu|chịu trách nhiệm|đầu mối)[^:]{0,40}|[Cc]hủ trì(?:,? [Pp]hối hợp)?(?: thực hiện)?"
    r"|[Pp]h[ốồ]i hợp(?: thực hiện)?|Thực hiện|Phân công(?: thực hiện)?):\s*(?P<value>\S.*)$",
    re.DOTALL,
)
#: Lines for the same task that name no body.
_BESIDE = re.compile(
    _MARKER + r"(?:Thời gian|Thời hạn|Thời điểm|Tiến độ|Hoàn thành|Kết quả|Sản phẩm|Địa điểm"
    r"|Kinh phí|Nguồn kinh phí)[^:.;]{0,40}:"
)
#: Longer than this, a name on such a line is a sentence.
_LONGEST = 200


def label_of(text: str) -> tuple[Role, str, int] | None:
    """``("lead", value, offset of value)`` of a line such as "Đơn vị chủ trì: Sở Tư pháp"."""
    match = _LABEL.match(text)
    if not match:
        return None
    what = fold_chars(match.group("label"))
    role: Role = "lead" if "chu tri" in what or "dau moi" in what else "perform"
    if "hop" in what and "chu tri" not in what:
        role = "coordinate"
    return role, match.group("value"), match.start("value")


def named(value: str) -> list[Named]:
    """The bodies of a label's value; what they are to do behind them is left out."""
    return [n for n in split(value[: until_verb(value)]) if len(n.text) < _LONGEST]


def scopes(text: str, clauses: Sequence[Clause]) -> Iterator[tuple[Clause, list[Clause]]]:
    """Every label line with the units it speaks of.

    These are the siblings before it, as far as the labels of an earlier task, with all below them;
    the unit it stands in, where no task of its own stands before it or no other task has labels.
    """
    below: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in clauses:
        below[clause.parent].append(clause)
    by_path = {c.path: c for c in clauses}
    for parent, siblings in below.items():
        runs = _runs(text, siblings)
        for labels, tasks in runs:
            told = [d for task in tasks for d in _with_descendants(task, below)]
            if parent is not None and (not tasks or len(runs) == 1):
                told.append(by_path[parent])
            for label in labels:
                yield label, [t for t in told if t.part == label.part]


def _runs(text: str, siblings: Sequence[Clause]) -> list[tuple[list[Clause], list[Clause]]]:
    """``(label lines, the tasks before them)``, for each task or group of tasks that has some."""
    out: list[tuple[list[Clause], list[Clause]]] = []
    labels: list[Clause] = []
    tasks: list[Clause] = []
    for clause in siblings:
        own = text[clause.start : clause.own_end]
        if label_of(own):
            labels.append(clause)
        elif not _BESIDE.match(own):
            if labels:
                out.append((labels, tasks))
                labels, tasks = [], []
            tasks.append(clause)
    return [*out, (labels, tasks)] if labels else out


def _with_descendants(
    clause: Clause, below: Mapping[str | None, Sequence[Clause]]
) -> Iterator[Clause]:
    yield clause
    for child in below.get(clause.path, ()):
        yield from _with_descendants(child, below)
