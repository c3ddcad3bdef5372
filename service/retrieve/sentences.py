"""The sentence of a passage that a question asks about, as long as an answer may be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from indexer.text import LOWER, UPPER, terms
from service.query.question import Question

#: Characters of an answer.
LONGEST = 400
#: Where a sentence ends; not within "mail.nghean.gov.vn", "1.200" or "IoT,... để".
_STOP = re.compile(
    rf"(?<!\.)\.(?=\s+[^\s\w]*[{UPPER}\d])|(?<=[{LOWER}])\.(?=[{UPPER}][{LOWER}])"
    r"|\n(?=\s*[-–+•*]\s|\s*\(?[a-zđ\d]{1,2}[.)]\s)"
)
#: Where a long sentence is parted: never within brackets.
_PART = re.compile(r";(?![^()]{0,200}\))")
#: What stands in the first column: "1", "1.2", "IV", "a", "-".
ORDINAL = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,5}|[a-zđ])\W*|[-–+•*]")
_MARKER = re.compile(r"^(?:[-–+•*]|\(?[a-zđ]\)|\(?\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]+\.)\s+")


def plain(text: str) -> str:
    """A passage without its marker."""
    return _MARKER.sub("", text.strip(), count=1)


def row(text: str) -> str:
    """What a row of a table says, from cell to cell, without its number."""
    cells = text.split(" | ")
    return " – ".join(cells[1:] if len(cells) > 1 and ORDINAL.fullmatch(cells[0]) else cells)


def nearest(question: Question, text: str) -> str:
    """The sentence that shares most with the question, most of what few of them say.

    A sentence longer than an answer is parted at its semicolons: told is the part that shares most,
    with as many of those around it as an answer holds.
    """
    return _nearest(frozenset(question.content), text)


def towards(question: Question, text: str, room: int) -> str:
    """The text from a sentence or part on from which ``room`` characters hold the nearest one.

    Whole where they do from its beginning.
    """
    if len(text) <= room:
        return text
    told = nearest(question, text).removesuffix("…")
    at = text.find(told)
    earliest = at + len(told) - room
    if at <= 0 or earliest <= 0:
        return text
    begins = (m.end() for ends in (_STOP, _PART) for m in ends.finditer(text, 0, at))
    return text[min((begin for begin in begins if begin >= earliest), default=at) :].lstrip()


@lru_cache(maxsize=1024)  # plans copy one another, and one answer may ask for it twice
def _nearest(wanted: frozenset[str], text: str) -> str:
    sentences = [_parts(sentence) for sentence in _between(_STOP, plain(text))]
    each = [(parts, k) for parts in sentences for k in range(len(parts))]
    if not each:
        return plain(text)[:LONGEST]
    parts, best = each[_sharing(wanted, [parts[k] for parts, k in each]) if each[1:] else 0]
    return shortened(_tidy(_around(parts, best)))


def _sharing(wanted: frozenset[str], stretches: Sequence[str]) -> int:
    """The place of the first that shares most with what is wanted."""
    said = [wanted.intersection(terms(stretch)) for stretch in stretches]
    often = Counter(term for found in said for term in found)
    # What few of them say tells them apart.
    shares = [sum(1 / often[term] for term in found) for found in said]
    return shares.index(max(shares))


def first(text: str, least: int = 0) -> str:
    """A text whole; of one longer than an answer, the sentences from its first that fit.

    Where these do not reach ``least``, it is cut at a word: as long as an answer, or behind it.
    """
    text = text.strip()
    if len(text) <= LONGEST:
        return text
    ends = [m.start() for stop in (_STOP, _PART) for m in stop.finditer(text)]
    fitting = [end for end in ends if least <= end <= LONGEST]
    word = max(least, text.rfind(" ", 0, LONGEST))
    return f"{text[: max(fitting, default=word)].rstrip(' .,;')}…"


def _between(ends: re.Pattern[str], text: str) -> list[str]:
    """The stretches of a text that a pattern ends, those that say nothing left out."""
    cuts = [0, *(m.end() for m in ends.finditer(text)), len(text)]
    found = (text[start:end] for start, end in zip(cuts, cuts[1:], strict=False))
    return [stretch for stretch in found if _tidy(stretch)]


def _parts(sentence: str) -> list[str]:
    return [sentence] if len(_tidy(sentence)) <= LONGEST else _between(_PART, sentence)


def _around(parts: Sequence[str], best: int) -> str:
    """The best of some parts, with those behind it and then those before that still fit."""
    first, last = best, best + 1
    while last < len(parts) and _fits(parts[first : last + 1]):
        last += 1
    while first and _fits(parts[first - 1 : last]):
        first -= 1
    return "".join(parts[first:last])


def _fits(parts: Sequence[str]) -> bool:
    return len(_tidy("".join(parts))) <= LONGEST


def shortened(text: str) -> str:
    """Cut at a word where it is too long for a short answer."""
    return text if len(text) <= LONGEST else text[: text.rfind(" ", 0, LONGEST)] + "…"


def _tidy(sentence: str) -> str:
    """Without the marks between cells and items: they belong to no sentence."""
    return sentence.strip(" |;,:\n")


def tail(text: str) -> str:
    """The part of a sentence that ends ``text``."""
    return text[max(text.rfind(mark) for mark in (";", ". ", " | ", "\n")) + 1 :]


def head(text: str) -> str:
    """The part of a sentence that begins ``text``."""
    ends = [at for at in (text.find(mark) for mark in (";", ". ", " | ", "\n")) if at >= 0]
    return text[: min(ends)] if ends else text
