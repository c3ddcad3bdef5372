"""Bodies of the kind a question asks for that a passage names, whether it charges them or not."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.facts.names import known_end, until_verb
from indexer.index import Passage
from service.query.bodies import is_kind
from service.query.question import Question

_CAPITAL = re.compile(r"(?<!\w)[A-ZĐỦ]\w*")
_MOST_BODIES = 6
#: A company as written, up to what it does.
_COMPANY = re.compile(r"(?:Tổng )?[Cc]ông ty [^.,;:()\n]{3,80}|Tập đoàn [^.,;:()\n]{3,60}")


def bodies_of_kind(question: Question, passage: Passage) -> list[str]:
    """Bodies of the kind asked for that the passage, else the heading above it, names."""
    for text in (passage.text, *passage.context[-1:]):
        if "cong ty" in question.bodies and (companies := _companies(text)):
            return companies[:_MOST_BODIES]
        if found := [name for name in _names_in(text) if is_kind(name, question.bodies)]:
            return found[:_MOST_BODIES]
    return []


@lru_cache(maxsize=1024)  # plans copy one another, and a heading stands above many clauses
def _names_in(text: str) -> tuple[str, ...]:
    ends = ((m.start(), known_end(text, m.start())) for m in _CAPITAL.finditer(text))
    return tuple(dict.fromkeys(text[start:end] for start, end in ends if end > start))


def _companies(text: str) -> list[str]:
    ends = ((m.start(), min(m.end(), until_verb(text, m.start()))) for m in _COMPANY.finditer(text))
    return list(dict.fromkeys(text[start:end].strip() for start, end in ends))
