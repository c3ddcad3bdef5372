"""What holds of the tree of any document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer import segment
from indexer.documents import Clause
from indexer.paragraphs import Block

#: One step of a path, as in the gold grammar; a path used before gets "~2".
STEP = r"(?:[IVX]{1,6}|[A-H]|\d{1,3}|[a-zđ]|\(\d{1,3}\)|-\d+|[pr]\d+|closing)(?:~\d+)?"
PATH = re.compile(rf"(?:front|back)\.\d+|(?:QĐ(?:~\d+)?|PL\d+|{STEP})(?:\.{STEP})*")


def check(blocks: Sequence[Block]) -> None:
    """What holds of every tree, however odd the text."""
    canonical, starts = segment.canonical(blocks)
    found = segment.segment(blocks)
    assert canonical.split("\n") == ([b.text for b in blocks] or [""])
    assert [c.order for c in found] == list(range(len(found)))
    by_path = {c.path: c for c in found}
    assert len(by_path) == len(found)
    for clause in found:
        assert 0 <= clause.start < clause.own_end <= clause.end <= len(canonical)
        own = canonical[clause.start : clause.own_end]
        assert own.strip() == own and "\n" not in own
        if clause.parent:
            parent = by_path[clause.parent]
            assert parent.start <= clause.start and clause.end <= parent.end
            assert parent.order < clause.order
    assert starts == [c.start for c in found] or not blocks
    assert all(PATH.fullmatch(c.path) for c in found), list(by_path)
    assert segment.segment(blocks) == found
    check_parts(canonical, found)


def check_parts(canonical: str, found: Sequence[Clause]) -> None:
    """Every character that is not blank is said by exactly one clause; children tile parents."""
    families: dict[str | None, list[Clause]] = {}
    for clause in found:
        families.setdefault(clause.parent, []).append(clause)
    ranges: dict[str | None, tuple[int, int]] = {c.path: (c.own_end, c.end) for c in found}
    ranges[None] = (0, len(canonical))
    for parent, (position, end) in ranges.items():
        for child in families.get(parent, ()):
            assert position <= child.start and child.end <= end, child.path
            assert not canonical[position : child.start].strip(), child.path
            position = child.end
        assert not canonical[position:end].strip(), parent
