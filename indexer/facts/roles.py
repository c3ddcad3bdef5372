"""The role of a body: by the words of its duty, or by the name of a table's column."""

from __future__ import annotations

import re

from indexer.documents import Role
from indexer.facts import people
from indexer.text import fold_chars

#: Before "chủ trì": another body leads ("với cơ quan chủ trì", "do Sở Y tế chủ trì").
_ANOTHER = re.compile(
    r"(?:\b(?:cua|voi|theo)(?: cac)? (?:co quan|don vi|nganh)|\bdo (?!do )[^,;.]{2,60}) $"
)
#: "Nhiệm vụ được phân công": what is to be done, not who does it.
_TASK_COLUMN = re.compile(r"(?:phan cong )?(?:nhiem vu|cong viec|noi dung)\b")


def of_duty(text: str) -> Role:
    """The addressee's role in a duty, from its words."""
    folded = fold_chars(text[:200])
    first, _, _ = folded.partition(";")
    if any(not _ANOTHER.search(folded[: m.start()]) for m in re.finditer("chu tri", folded)):
        return "lead"
    return "coordinate" if "phoi hop" in first else "perform"


def of_column(name: str) -> Role | None:
    """The role a table column gives its cells, None for other columns."""
    folded = fold_chars(name)
    if _TASK_COLUMN.match(folded):
        return None
    if "phoi hop" in folded and "chu tri" not in folded:
        return "coordinate"
    if "chu tri" in folded or re.search(r"phan cong|phu trach|dau moi|chiu trach nhiem", folded):
        return "lead"
    bodies = re.search(r"(?:don vi|co quan)(?: \w+)? (?:thuc hien|tham muu)", folded)
    return "perform" if bodies or people.is_column(name) else None
