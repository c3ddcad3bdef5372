"""Lines to blocks: a block is one paragraph, heading or table row, its wrapped lines joined.

Blank lines mean different things in different files (domain §1.3): after every line, after the
first line of a paragraph, or between paragraphs. So a file's own habits are measured first, and
paragraphs are found by markers, line width and sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from indexer import markers, sequence
from indexer.documents import PageBox
from indexer.markers import Marker
from indexer.readers.lines import Line, join
from indexer.text import UPPER, is_capitals

#: A line shorter than this share of the usual width ended its paragraph (measured, domain §0.2).
SHORT = 0.88
#: The same where blank lines part paragraphs, and few are left to find.
LAST = 0.75
#: A line shorter than this share of the usual width was not wrapped at all.
HEADING = 0.6
#: Lines wider than this many characters are not wrapped: each is a paragraph.
UNWRAPPED = 150
#: In wrapped text more lines than this share begin in the middle of a sentence (measured: over 28 %
#: where lines are wrapped, under 4 % where each is a paragraph).
MIDDLE = 0.15
_ENDED = re.compile(r"[.;:!?…]['”\")\]]*$|\./\.$")
#: "2026 / - 2030": the second half of a period, not a bullet.
_YEAR = re.compile(r"(?:19|20)\d\d\b")
#: Marks that end a heading in capitals which run over lines.
_CONTINUES = re.compile(r"(?:[,–-]|\b(?:và|của|các|về|cho|theo|tại|với|để|do|từ|đến|trong|trên))$")
#: Words no paragraph or heading ends with: the line below goes on.
_HANGS = re.compile(r"(?:,|\b(?:và|của|các|về|theo|số|ngày|liên|Bộ|Sở|Ủy ban|Uỷ ban|Ban))$")
#: What a plan rests on is told up to a semicolon or a full stop (Decree 30/2020/NĐ-CP, annex I).
_BASIS = re.compile(rf"(?:Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện [{UPPER}].{{2,40}} số \d)")
#: A line that begins "HIV/AIDS" or "UBND" need not begin a sentence.
_ACRONYM = re.compile(rf"[{UPPER}]{{2,}}\b")
#: "2.3." or "a)" alone: its heading stands in the next paragraph.
_BARE_MARKER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[IVX]{1,5}\.|[a-zđ]\)"
    r"|(?i:phần|chương) (?:[IVX]{1,6}|(?i:thứ) \w{2,4})[.:]?)"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its text on one line, its marker if it opens with one, its cues."""

    text: str
    page: int
    bold: bool
    marker: Marker | None
    cells: tuple[str, ...] | None = None
    boxes: tuple[PageBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Habits:
    """How one file is laid out. ``width``: the usual full line, in characters."""

    width: int
    wrapped: bool
    gaps: bool


def habits(lines: Sequence[Line]) -> Habits:
    """Measure ``lines``: are they wrapped, how wide, and does a blank line mean a new paragraph?"""
    text = [line for line in lines if line.cells is None]
    lengths = sorted(len(line.text) for line in text)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    lower = [line for line in text if line.text[0].islower() and not markers.parse(line.text)]
    after = sum(line.gap for line in text[1:])
    cut = sum(line.gap for line in lower)
    wrapped = width <= UNWRAPPED and len(lower) > MIDDLE * len(text)
    return Habits(width, wrapped, gaps=after > 0 and cut < MIDDLE * after)


def blocks(lines: Sequence[Line]) -> list[Block]:
    """Join ``lines`` to blocks."""
    habit = habits(lines)
    groups: list[list[Line]] = []
    for line, following in zip_longest(lines, lines[1:]):
        if groups and not _starts(groups[-1], line, following, habit):
            groups[-1].append(line)
        else:
            groups.append([line])
    return sequence.part_units([_block(group) for group in groups])


def _block(group: list[Line]) -> Block:
    first = group[0]
    text = join([line.text for line in group])
    bold = all(line.bold for line in group)
    marker = None if first.cells is not None else _true_marker(text)
    places = [p for line in group for p in ((line.page, line.box), *line.rest)]
    boxes = tuple(PageBox(page, b.x0, b.y0, b.x1, b.y1) for page, b in places if b)
    return Block(text, first.page, bold, marker, first.cells, boxes)


def _true_marker(text: str) -> Marker | None:
    marker = markers.parse(text)
    if marker and marker.style == "paren" and marker.value > 40:
        return None
    return marker


def _starts(group: list[Line], line: Line, following: Line | None, habit: Habits) -> bool:
    """Whether ``line`` opens a new block after the block begun by ``group``."""
    previous = group[-1]
    if line.cells is not None or previous.cells is not None:
        return True
    if line.continues or _goes_on(group, line):
        return False
    ended = bool(_ENDED.search(previous.text))
    lower = line.text.lstrip("(“")[:1].islower()
    marker = _true_marker(line.text)
    if not habit.wrapped:
        return not (lower and not ended and marker is None)
    short = len(previous.text) < SHORT * habit.width
    if habit.gaps and line.gap:
        return _after_gap(previous, line, marker, ended, lower)
    if _leaves_title(previous, line) and not lower and not _CONTINUES.search(previous.text):
        return True
    heading = len(previous.text) < HEADING * habit.width
    if marker is not None:
        false = _false_marker(marker, line.text, ended) and (habit.gaps or not heading)
        return not false and (ended or short or (previous.bold and line.bold))
    if habit.gaps:
        # The first line of a paragraph set off by a blank one may be short: it is indented.
        opening = len(group) == 1 and previous.gap
        return ended and not lower and not opening and len(previous.text) < LAST * habit.width
    if lower or _HANGS.search(previous.text):
        return False
    if short:
        unusual = line.text[0].isdigit() or bool(_ACRONYM.match(line.text))
        cut = _BASIS.match(group[0].text) and not ended
        return ended or heading or not (unusual or cut)
    opens = line.indent or _is_first(line, following, habit)
    return ended and opens and line.text[0].isalpha()


def _is_first(line: Line, following: Line | None, habit: Habits) -> bool:
    """A first line is indented, hence short, yet its sentence goes on in full lines."""
    short = len(line.text) < SHORT * habit.width
    goes_on = following is not None and following.text[0].islower()
    return short and goes_on and not _ENDED.search(line.text)


def _goes_on(group: Sequence[Line], line: Line) -> bool:
    """Whatever the layout says: a number waits for its heading, an open bracket for its end."""
    if line.text[0] in "/,;)" or (len(group) == 1 and _BARE_MARKER.fullmatch(group[0].text)):
        return markers.parse(line.text) is None
    opened = sum(part.text.count("(") - part.text.count(")") for part in group)
    head, closed, _ = line.text.partition(")")
    return opened == 1 and bool(closed) and "(" not in head and not _ENDED.search(group[-1].text)


def _leaves_title(previous: Line, line: Line) -> bool:
    """Bold or capitals end with ``previous``."""
    if previous.bold and not line.bold:
        return True
    if not any(c.isalpha() for c in line.text):
        return False
    return len(previous.text) > 8 and is_capitals(previous.text) and not is_capitals(line.text)


def _after_gap(previous: Line, line: Line, marker: Marker | None, ended: bool, lower: bool) -> bool:
    """Blank lines part paragraphs here, yet a sentence may go on after one."""
    if ended:
        return True
    if marker is not None and not _false_marker(marker, line.text, ended):
        return True
    return not lower and not _CONTINUES.search(previous.text)


def _false_marker(marker: Marker, text: str, ended: bool) -> bool:
    """``- xã hội`` and ``– Thương binh`` at a line start go on the line before (domain §1.3)."""
    if marker.style not in ("dash", "plus"):
        return False
    following = text[marker.width :]
    return not ended and (following[:1].islower() or bool(_YEAR.match(following)))
