"""One Word paragraph as its text: runs in order, changes accepted, marks of the format left out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from xml.etree.ElementTree import Element  # noqa: S405 (a type)

from indexer import markers
from indexer.readers import legacy
from indexer.readers.docx_styles import Styles
from indexer.text import collapse, is_capitals, nfc

#: Elements that only wrap others; deletions (``del``, ``moveFrom``) are not among them.
WRAPPERS = frozenset(
    ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent")
    + ("dir", "bdo", "ruby", "rubyBase")
)
#: Characters of the fonts Symbol and Wingdings that carry meaning, by the low byte of their code.
_SYMBOLS = {
    0xA3: "≤",
    0xB3: "≥",
    0xB1: "±",
    0xB4: "×",
    0xB0: "°",
    0xB9: "≠",
    0xBB: "≈",
    0xAE: "→",
    0xE0: "→",
    0xE8: "→",
    0xDE: "⇒",
    0x52: "☑",
    0xFE: "☑",
    0xA8: "☐",
    0x6F: "☐",
}
#: What else such a font shows is a bullet, where it opens a paragraph.
_BULLET = "-"
_ENDED = re.compile(r"[.;:!?…]['”\")\]]*$|\./\.$")
#: Header lines set side by side with tabs instead of a table.
_SIDE_BY_SIDE = re.compile(r"CỘNG H[ÒO][AÀ] XÃ HỘI|Độc lập\s*[-–]\s*Tự do|^\s*Số\s*:[^\t]*\t")
#: Longer paragraphs are no headings, whatever their style.
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one run. Breaks are characters: tab, line feed, form feed (a page break)."""

    text: str
    bold: bool = False
    font: str = ""


@dataclass(slots=True)
class Collected:
    """A paragraph as it is read. ``boxes``: text boxes anchored in it; ``hidden``: not shown."""

    chunks: list[Chunk] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph's text between two breaks that matter."""

    text: str
    bold: bool


def collect(paragraph: Element, styles: Styles, style: str | None) -> Collected:
    """The runs of ``paragraph``, insertions in, deletions out."""
    out = Collected()
    for run in _runs(paragraph):
        properties = run.find("rPr")
        bold = styles.on("b", properties, style)
        font = styles.font(properties, style)
        text = "".join(_text(run, out))
        if styles.on("vanish", properties, style):
            out.hidden.append(text)
        elif text:
            out.chunks.append(Chunk(text, bold, font))
    return out


def _runs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == "r":
            yield child
        elif child.tag in WRAPPERS:
            yield from _runs(child)
        elif child.tag == "AlternateContent":
            yield from _runs(chosen(child))
        elif child.tag in ("oMath", "oMathPara"):
            yield from child.iter("r")


def chosen(alternatives: Element) -> Element:
    """Of the same thing said twice (for newer and older programs) the first that is there."""
    return next(iter(alternatives), alternatives)


def _text(run: Element, out: Collected) -> Iterator[str]:
    for item in run:
        if item.tag == "t":
            yield item.text or ""
        elif item.tag in _BREAKS:
            yield _BREAKS[item.tag]
        elif item.tag == "br":
            yield "\v" if item.get("type") == "page" else "\n"
        elif item.tag == "sym":
            yield _symbol(item.get("char", ""))
        elif item.tag in ("footnoteReference", "endnoteReference"):
            out.notes.append((item.tag.replace("Reference", "s"), item.get("id", "")))
        elif item.tag in ("drawing", "pict", "object"):
            _drawing(item, out)
        elif item.tag == "AlternateContent":
            yield from _text(chosen(item), out)


#: ``\f`` is a page break where the program that saved the file found one, ``\v`` one asked for.
_BREAKS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "lastRenderedPageBreak": "\f",
}


def _symbol(code: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{2,4}", code):
        return ""
    number = int(code, 16)
    if 0xF000 <= number <= 0xF0FF or number < 0x100:
        return _SYMBOLS.get(number & 0xFF, _BULLET)
    return chr(number) if not 0xD800 <= number <= 0xDFFF else ""


def _drawing(item: Element, out: Collected) -> None:
    """Text boxes of a drawing, the outermost ones; and whether it shows a picture."""
    queue = deque(item)
    while queue:
        element = queue.popleft()
        if element.tag == "txbxContent":
            out.boxes.append(element)
        elif element.tag == "AlternateContent":
            queue.appendleft(chosen(element))
        else:
            out.pictures += element.tag in ("blip", "imagedata")
            queue.extendleft(reversed(element))


def pieces(chunks: list[Chunk], encoding: legacy.Encoding | None, apart: bool) -> list[Piece]:
    """The text between the breaks that matter, cleaned. ``apart``: every break does.

    Soft breaks stand inside sentences wherever text was copied from a PDF, so one only counts
    where a sentence ended, a marker follows, or capitals end.
    """
    out: list[Piece] = []
    side_by_side = bool(_SIDE_BY_SIDE.search("".join(chunk.text for chunk in chunks)))
    apart = apart or side_by_side
    for line in _split(decoded(chunks, encoding), r"[\n\t]" if side_by_side else r"\n"):
        text = collapse(nfc("".join(chunk.text for chunk in line)))
        if not text:
            continue
        letters = sum(c.isalpha() for chunk in line for c in chunk.text)
        bold = sum(c.isalpha() for chunk in line if chunk.bold for c in chunk.text)
        piece = Piece(text, letters > 0 and bold >= 0.9 * letters)
        if out and not apart and not _parts(out[-1].text, text):
            piece = Piece(f"{out[-1].text} {text}", out.pop().bold and piece.bold)
        out.append(piece)
    return out


def _split(chunks: list[Chunk], breaks: str) -> list[list[Chunk]]:
    """Chunks by soft break; by tab too where a header's halves stand side by side."""
    lines: list[list[Chunk]] = [[]]
    for chunk in chunks:
        first, *others = re.split(breaks, chunk.text)
        lines[-1].append(Chunk(first, chunk.bold, chunk.font))
        lines.extend([Chunk(text, chunk.bold, chunk.font)] for text in others)
    return lines


def _parts(before: str, after: str) -> bool:
    """Whether a soft break between these two ends a paragraph."""
    ended = bool(_ENDED.search(before))
    if markers.parse(after) and (ended or len(before) < _LONGEST_HEADING):
        return not after.startswith(("- ", "– ")) or ended
    if ended and not after[:1].islower():
        return True
    return is_capitals(before) and len(before) > 6 and not is_capitals(after)


def decoded(chunks: list[Chunk], encoding: legacy.Encoding | None) -> list[Chunk]:
    """Text in a legacy font converted; neighbours together, for a letter may lie in two runs."""
    if encoding is None:
        return chunks
    out: list[Chunk] = []

    def kind(chunk: Chunk) -> tuple[bool, bool, bool]:
        is_legacy = legacy.encoding_of_font(chunk.font) == encoding
        return is_legacy, chunk.bold, legacy.shows_capitals(chunk.font)

    for (is_legacy, bold, capitals), group in groupby(chunks, kind):
        text = "".join(chunk.text for chunk in group)
        if is_legacy:
            text = legacy.to_unicode(text, encoding)
            text = text.upper() if capitals else text
        out.append(Chunk(text, bold))
    return out


def is_heading(text: str, style: str | None, styles: Styles, plain: bool) -> bool:
    """A heading by its style, unless it is long, ends like a sentence or is made plain by hand."""
    if plain or len(text) > _LONGEST_HEADING or text.endswith((".", ";")):
        return False
    return styles.is_heading(style)


def is_plain(paragraph: Element) -> bool:
    """Whether bold was switched off by hand (body text that merely took a heading's style)."""
    switched = [b.get("val", "1") for b in paragraph.iterfind("r/rPr/b")]
    return bool(switched) and all(val in ("0", "false", "off") for val in switched)
