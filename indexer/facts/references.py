"""Duties given by reference: "Chủ trì triển khai các nhiệm vụ tại mục (IV) (1) của Kế hoạch".

Such a duty says nothing of what is to be done; the clauses it points to do, and get its bodies.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_ROMAN = r"[IVX]{1,5}"
_ONE = (
    rf"(?:\(\s?[\w.]{{1,8}}\s?\)|{_ROMAN}(?:\.\d{{1,2}})*(?!\w)"
    r"|\d{1,2}(?:\.\d{1,2})*(?!\w)|[a-zđ](?!\w))"
)
_SEVERAL = rf"{_ONE}(?:(?:\s*,\s*|\s+và\s+|\s*)(?={_ONE}){_ONE})*"
_UNIT = r"(?i:tiểu mục|mục|điểm|khoản|phần|ý)"
_PLACE = rf"{_UNIT}\s+(?:số\s+)?{_SEVERAL}"
#: What is pointed to, then where: "các nhiệm vụ được giao tại điểm a khoản 2 mục III".
_POINTS = re.compile(
    r"(?:các\s+)?(?:nhiệm vụ|nội dung|chỉ tiêu|giải pháp|hoạt động|công việc)"
    r"(?:(?:,| và)? (?:nhiệm vụ|giải pháp|nội dung|chỉ tiêu|công việc)){0,4}"
    r"(?:\s(?:cụ thể|chủ yếu|trọng tâm|được (?:giao|phân công|nêu|quy định)|nêu|quy định|đã nêu"
    r"|chủ trì|phân công|thuộc)){0,4}"
    rf"\s+(?:tại|ở|trong|thuộc)\s+(?P<where>{_PLACE}(?:\s*,?\s+(?:của\s+)?{_PLACE})*)"
    r"(?P<after>[^.;]{0,60})"
)
#: A sentence that only rests on a place of the plan, or stresses it, gives no task away.
_RESTS = re.compile(r"\b(?:căn cứ|theo|cơ sở|trọng tâm|kết quả)\b[^.;]*$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"^\W*(?:của\s+|trong\s+)?(?:Điều|Luật|Bộ luật|Nghị|Quyết định|Thông tư|Công văn|Chỉ thị"
    r"|Kế hoạch số|Chương trình|Hướng dẫn|Phụ lục \w+ (?:của|kèm theo) (?:Nghị|Quyết|Thông))"
)
_STEP = re.compile(rf"({_UNIT})\s+(?:số\s+)?({_SEVERAL})")
_TOKEN = re.compile(rf"\(\s?([\w.]+)\s?\)|({_ROMAN}(?:\.\d+)*|\d[\d.]*|(?<!\w)[a-zđ](?!\w))")


def find(text: str, paths: Collection[str]) -> list[str]:
    """The paths among ``paths`` that a duty points to, in order; [] where it points nowhere.

    >>> find("Chủ trì các nhiệm vụ tại điểm a khoản 2 mục III", {"III", "III.2", "III.2.a"})
    ['III.2.a']
    """
    out: list[str] = []
    for match in _POINTS.finditer(text):
        if _RESTS.search(text[: match.start()]) or _ELSEWHERE.match(match["after"]):
            continue
        out += (p for p in _paths(match["where"]) if p in paths and p not in out)
    return out


def _paths(where: str) -> Iterator[str]:
    """Paths as written: from the small to the large by unit words, else from left to right."""
    steps = [m.group(2) for m in _STEP.finditer(where)]
    levels = [_tokens(step) for step in reversed(steps)]
    if len(levels) == 1:
        yield from _running(levels[0])
        return
    found = [""]
    for level in levels:
        found = [f"{above}.{token}".lstrip(".") for above in found for token in level]
    yield from found


def _tokens(step: str) -> list[str]:
    return [(m.group(1) or m.group(2)).rstrip(".") for m in _TOKEN.finditer(step)]


def _running(tokens: list[str]) -> Iterator[str]:
    """``["IV", "4.1", "4.2"]`` is IV.4.1 and IV.4.2; ``["I", "II"]`` two sections."""
    path: list[str] = []
    for k, token in enumerate(tokens):
        rank = _rank(token)
        path = [t for t in path if _rank(t) < rank]
        path.append(token)
        if k + 1 == len(tokens) or _rank(tokens[k + 1]) <= rank:
            yield ".".join(path)


def _rank(token: str) -> int:
    """Sections hold clauses, clauses hold points."""
    if re.match(rf"{_ROMAN}(?:\.|$)", token):
        return 0
    return 1 if token[0].isdigit() else 2
