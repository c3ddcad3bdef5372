"""A title for a document whose own line of kind ("THÔNG TƯ") is not there or could not be read.

Nghị định 30/2020/NĐ-CP, Phụ lục I: number, place and date stand above the kind, below it what the
document is about in a line of its own, then the bases. The number's code says the kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from indexer.documents import Clause
from indexer.kinds import KINDS
from indexer.text import is_capitals

_KINDS = {kind.code: kind.name for kind in KINDS if kind.code}
_CODE = re.compile(rf"^Số\s*:[^|\n]{{0,16}}[/⁄]({'|'.join(_KINDS)})-[A-ZĐ]", re.MULTILINE)
_DATED = re.compile(r",\s*ngày\b.{0,40}$")
_BASIS = re.compile(r"^(?:Căn cứ|Thực hiện|Theo |Xét )")
#: Of what it is about, a line has so many characters at least and at most.
_LEAST, _MOST = 15, 400


def made(text: str, clauses: Sequence[Clause]) -> str | None:
    """Kind and subject as the letterhead has them, the first heading where it names no subject.

    None for what has neither: only a letterhead tells a document from loose text.
    """
    front = [text[c.start : c.end].strip() for c in takewhile(lambda c: not c.title, clauses)]
    code = _CODE.search("\n".join(front))
    if not code:
        return None
    headings = (c.title for c in clauses if c.title)
    about = _subject(front) or next(headings, None)
    kind = _KINDS[code[1]]
    return f"{kind} {_small(about)}"[:_MOST].strip() if about else None


def _subject(front: Sequence[str]) -> str | None:
    """The line below the number that stands before the first basis."""
    for line in front[next(i for i, x in enumerate(front) if _CODE.search(x)) + 1 :]:
        if _BASIS.match(line):
            return None
        fits = _LEAST <= len(line) <= _MOST and not _DATED.search(line)
        if fits and "|" not in line and not is_capitals(line):
            return line
    return None


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
