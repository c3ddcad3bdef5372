"""What every reader yields: lines with the cues that layout gives, before paragraphs are joined."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indexer.text import UPPER

#: Furniture of pages and of web copies: it must never stand inside a quotation.
_FURNITURE = re.compile(
    r"""^\s*(?:
        https?://\S+                                   # a dumped link target
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                   # an e-mail address (signature residue)
      | \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:?\d\d|Z)?   # the time of a digital signature
      | -\s*\d{1,3}\s*-                                # a page number between dashes
      | [-_=.*•]{3,}                                   # a ruled line
    )\s*$""",
    re.VERBOSE,
)
#: A line that ends in the middle of a document number.
_CUT_NUMBER = re.compile(r"[\w)][-–]$")
#: … behind a slash, where a printer may break: "05/" + "NQ-HĐND"; "a/" alone is a marker.
_CUT_SLASH = re.compile(r"\w\w/$|\s\w/$")
_CAPITAL = re.compile(rf"[{UPPER}]")
#: The second half of "11-CT/TU".
_ISSUER = re.compile(rf"[{UPPER}]{{2,6}}/[{UPPER}]{{2}}")
_PAGE_NUMBER = re.compile(r"^\s*\d{1,3}\s*$")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in percent of its width and height, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageReading:
    """How one page was read: ``obtained`` is text, pdf-text, pdf-tcvn3, pdf-vni, ocr or ``none``.

    ``confidence`` in [0, 1] where the tool gives one; ``problem`` says what is wrong with it.
    """

    number: int
    obtained: str
    confidence: float | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source, cleaned: NFC, trimmed, marks of the format removed.

    ``gap``: blank before it. ``indent``: white space before it. ``bold``: all of it is bold or a
    heading. ``continues``: the format itself says that it goes on the line before.
    ``cells``: the cells of a table row (``text`` is then the cells joined). ``rest``: page and
    place of what goes on over the page.
    """

    text: str
    page: int = 1
    gap: bool = False
    indent: bool = False
    bold: bool = False
    continues: bool = False
    cells: tuple[str, ...] | None = None
    box: Box | None = None
    rest: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as lines. ``meta`` is front matter; ``furniture`` what was left out, as it stood."""

    lines: tuple[Line, ...]
    format: str
    obtained: str
    meta: Mapping[str, object] = field(default_factory=dict)
    furniture: tuple[str, ...] = ()
    pages: tuple[PageReading, ...] = ()


def is_furniture(text: str) -> bool:
    """A line that belongs to the page or the web copy, not to the plan."""
    return bool(_FURNITURE.match(text))


def is_page_number(text: str) -> bool:
    """A line that holds only a small number. Inside a table it may be a cell: ask outside only."""
    return bool(_PAGE_NUMBER.match(text))


def row(cells: list[str], page: int = 1) -> Line:
    """A table row as a line; its text is the cells joined by " | ", empty ones left out.

    A bar inside a cell loses the blanks around it, so that it parts nothing.
    """
    cells = ["|".join(map(str.strip, c.split("|"))) if "|" in c else c for c in cells]
    return Line(" | ".join(c for c in cells if c), page=page, cells=tuple(cells))


def join(texts: Sequence[str]) -> str:
    """Wrapped lines as one: ``05/NQ-`` + ``HĐND`` and ``05/`` + ``NQ-HĐND`` get no space."""
    out = texts[0]
    for text in texts[1:]:
        out += text if _is_cut(out, text) else f" {text}"
    return out


def _is_cut(before: str, text: str) -> bool:
    """Whether a line ends inside a document number, or behind the slash of a word."""
    if _CUT_NUMBER.search(before):
        return bool(_CAPITAL.match(text)) and ("/" in before[-14:] or bool(_ISSUER.match(text)))
    return bool(_CUT_SLASH.search(before)) and text[:1].isalnum()
