"""Document numbers in a question, in small letters too: "1629/QĐ-TTg", "617/kh-ubnd"."""

from __future__ import annotations

import re

from indexer.text import DOCUMENT_NUMBER, number_token

_TWO_PARTS = re.compile("[-/&]")
_NUMBERED = re.compile(r"\d[/-]")  # stands in every one of them


def spans(text: str) -> list[tuple[int, int]]:
    """Where numbers stand, in order; in small letters only those whose code has two parts.

    >>> spans("theo 57-nq/tw và 1629/QĐ-TTg")
    [(5, 13), (17, 28)]
    """
    if not _NUMBERED.search(text):
        return []
    loud = "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
    found = {m.span() for m in DOCUMENT_NUMBER.finditer(text)}
    for match in DOCUMENT_NUMBER.finditer(loud):
        start, end = match.span()
        if _TWO_PARTS.search(match["code"]) and not any(s < end and start < e for s, e in found):
            found.add(match.span())
    return sorted(found)


def tokens(text: str) -> tuple[str, ...]:
    """The numbers as index terms, each once."""
    return tuple(dict.fromkeys(number_token(text[s:e]) for s, e in spans(text)))


def without(text: str) -> str:
    """The text with blanks for its numbers, which are no words."""
    for start, end in spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
