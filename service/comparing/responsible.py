"""Who has to act by a clause: its own words first, the heading above it second."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.documents import Agency, Clause
from indexer.text import fold_chars

#: Characters between the subjects of one sentence: "Đài Phát thanh …, Báo … phối hợp với …".
_BETWEEN = 6

_EVERYBODY = re.compile(
    r"\b(?:cac|toan the|tat ca) (?:co quan|don vi|so,? (?:ban|nganh)|ban,? nganh|dia phuong)\b"
)


def is_everybody(name: str) -> bool:
    """Whether a name means whoever is concerned, by whatever words.

    >>> is_everybody("Các cơ quan, đơn vị thuộc tỉnh"), is_everybody("Các sở, ban, ngành")
    (True, True)
    """
    return bool(_EVERYBODY.match(fold_chars(name)))


def mentions_everybody(text: str) -> bool:
    """Whether a text speaks of whoever is concerned somewhere."""
    return bool(_EVERYBODY.search(fold_chars(text)))


def responsible(clauses: Sequence[Clause], body: int, inherited: bool) -> tuple[Agency, ...]:
    """The bodies in charge by ``clauses`` (one, or a heading and what it leads to).

    ``body``: where the words begin, after the marker; who is named there is the subject.

    "Chủ trì" outweighs everything; a clause under an agency's heading is that agency's duty even
    where it begins "Phối hợp Công an tỉnh …", so the heading outweighs those it coordinates with.
    """
    named = [agency for clause in clauses for agency in clause.facts.agencies]
    own = [a for a in named if not a.inherited]
    above = [a for a in named if a.inherited] if inherited else []
    for choice in (
        _with(own, "lead"),
        _with(own, "perform", "requested"),
        _with(above, "lead", "perform", "requested"),
        [a for a in _with(above, "coordinate") if not a.partner],
        _subjects(own, body),
    ):
        if choice:
            return tuple({a.name: a for a in choice}.values())
    return ()


def _with(agencies: Iterable[Agency], *roles: str) -> list[Agency]:
    return [a for a in agencies if a.role in roles]


def _subjects(agencies: Sequence[Agency], body: int) -> list[Agency]:
    """Those named at the very beginning, and those that follow them at once."""
    out: list[Agency] = []
    reach = body
    for agency in agencies:
        if agency.role != "coordinate" or agency.span is None or agency.span.start > reach:
            break
        out.append(agency)
        reach = agency.span.end + _BETWEEN
    return out
