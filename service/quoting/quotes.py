"""The quotations of a text: where passages in quotation marks stand, closed or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LEFT_OUT = re.compile(r"(?:[\[(]|(?<!\s))\s*(?:…|\.{3,})\s*[\])]?")
#: A straight mark closes within its paragraph; a single one is an apostrophe inside a word.
_QUOTED = re.compile(
    r"""[“„](?P<curly>[^“”„]+)”
    | «(?P<angled>[^«»]+)»
    | "(?P<plain>(?:[^"\n]|\n(?!\s*\n))+)"
    | (?<!\w)‘(?P<single>(?:[^‘’]|’(?=\w))+)’(?!\w)
    | (?<!\w)'(?P<straight>(?:[^'\n]|'(?=\w))+)'(?!\w)
    | (?:[“„«"]|(?<!\w)‘(?=\w))(?P<open>[^“”„«»"\n]*)""",
    re.VERBOSE,
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """``text[start:end]`` stands in quotation marks; ``closed``: the last of them is there too."""

    start: int
    end: int
    closed: bool = True


def quotes_of(text: str) -> Iterator[Quoted]:
    """Every passage in quotation marks that holds a word, without its marks, in order.

    Where "…" or "[...]" says that words were left out, each piece is a passage. One that is never
    closed goes on to the next mark or the end of its line.

    >>> text = 'Kế hoạch ghi: "Sở Y tế chủ trì […] khám sức khỏe", “tỷ lệ” và “đạt 65%.'
    >>> [(text[one.start:one.end], one.closed) for one in quotes_of(text)]
    [('Sở Y tế chủ trì', True), ('khám sức khỏe', True), ('tỷ lệ', True), ('đạt 65%.', False)]
    """
    for match in _QUOTED.finditer(text):
        kind = match.lastgroup or "open"
        start, end = match.span(kind)
        for gap in [*_LEFT_OUT.finditer(text, start, end), None]:
            stop = gap.start() if gap else end
            if _WORD.search(text, start, stop):
                yield Quoted(*_trimmed(text, start, stop), kind != "open")
            start = gap.end() if gap else end


def holds_quotes(text: str, least: int = 4) -> bool:
    """Whether ``text`` quotes something, and not only a term: a figure, or ``least`` words."""
    pieces = (text[one.start : one.end] for one in quotes_of(text))
    return any(re.search(r"\d", one) or len(_WORD.findall(one)) >= least for one in pieces)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
