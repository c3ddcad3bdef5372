"""The sentence of a passage that a question asks about, as long as an answer may be."""

from __future__ import annotations

import re

from indexer.text import terms
from service.question import Question

#: Characters of an answer.
LONGEST = 400
_SENTENCE = re.compile(r"[^.;]+(?:\.(?=\d)[^.;]+)*[.;]?")
_MARKER = re.compile(r"^(?:[-–+•*]|\(?[a-zđ]\)|\(?\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]+\.)\s+")


def plain(text: str) -> str:
    """A passage without its marker."""
    return _MARKER.sub("", text.strip(), count=1)


def nearest(question: Question, text: str) -> str:
    """The sentence that shares most with the question, shortened at a word."""
    wanted = set(question.content)
    text = plain(text)
    parts = [part for m in _SENTENCE.finditer(text) if (part := _tidy(m.group()))]
    if not parts:
        return text[:LONGEST]
    return shortened(max(parts, key=lambda s: len(wanted & set(terms(s)))))


def shortened(text: str) -> str:
    """Cut at a word where it is too long for a short answer."""
    return text if len(text) <= LONGEST else text[: text.rfind(" ", 0, LONGEST)] + "…"


def _tidy(sentence: str) -> str:
    """Without the marks between cells and items: they belong to no sentence."""
    return sentence.strip(" |;,:\n")
