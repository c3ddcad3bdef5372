"""Odd texts without end, each told by its number, and what holds of any text: ``CASES``.

A case makes its text of whatever chance it is given: of a number (``one``), so that a million can
be tried and each told, or of Hypothesis's, which makes a failing one small. It may write to the
folder it is given.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from indexer import paragraphs, segment
from indexer.analyse import with_facts
from indexer.documents import Clause
from indexer.errors import UnreadableDocument
from indexer.paragraphs import Block
from indexer.readers import check, decode, docx, html, html_page, legacy, markdown, text
from indexer.readers.lines import Reading
from indexer.sources import Source
from indexer.text import (
    collapse,
    fold_chars,
    has_marks,
    marked_terms,
    nfc,
    place_tone,
    slug,
    terms,
    unify_dashes,
    words,
)
from indexer.understand import Task, understand
from tests.indexer import papers, trees
from tests.indexer import words as word

_PLAN = papers.PLAN.split("\n")
_MARKS = (
    *("| a | b |", "|---|---|", "# ", "**", "- ", "+ ", "* "),
    *("a)", "đ)", "1.", "1.1.", "(1)", "IV."),
)
_SAID = (
    *("Phụ lục I", "Nơi nhận:", "TM. ", "Điều 1.", "QUYẾT ĐỊNH:", "80%", "15/6", "TT | Nội dung"),
    *("1.500,5 triệu đồng", "từ năm 2024 đến năm 2030", "99/99/9999", "12/QĐ-TTg ", "31/12/2025"),
)
_STRANGE = (
    *("\f", "\t", "\x00", "\x1b", "\u200b", "\u202e", "\ufeff", "\ufffd", "\ud800", "\U0001f600"),
    *("e\u0302\u0301", "\u0300\u0300", "ﬁ", "ẞ", "İ", "ß", "ŉ", "\u2028", "\x85", "\u00a0"),
    *("…", "“", "”", "²", "٣", "Ⅷ", "½", "𝟗"),
)
_HOSTILE = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "&#0;", "../../etc/passwd", "%s%n")
Case = Callable[[random.Random, Path], None]

#: What plans are made of, and what their texts were damaged by.
_PIECES = (*_PLAN, *papers.DECISION.split("\n"), *_MARKS, *_SAID, *_STRANGE, *_HOSTILE)
_TAGS = (
    *("<p>", "</p>", "<br>", "<table>", "<tr>", "<td>", '<td colspan="999999999">', "</table>"),
    *('<td rowspan="-1">', "<ol start=99>", "<li>", "<ul>", "<b>", "<pre>", "<nav>", "<!--", "-->"),
    *("<script>", "<title>", '<font face=".VnTime">', "&nbsp;", "&#x110000;", "<div", '="', "<h1>"),
)
_LEVELS = (
    word.level(0, "upperRoman", "%1.") + word.level(1, "decimal", "%1.%2."),
    word.level(0, "lowerLetter", "%1)") + word.level(8, "bullet", "-"),
)
_PROPERTIES = (
    *("", "<w:pageBreakBefore/>", "<w:rPr><w:del/></w:rPr>", "<w:sectPr/>", '<w:jc w:val="x"/>'),
    *('<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="TOC1"/>'),
)
_RUNS = (
    *("<w:b/>", "<w:caps/>", "<w:vanish/>", "<w:del/>", ""),
    *('<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTimeH"/>', '<w:rFonts w:ascii="VNI-Times"/>'),
)
_INSIDE = (
    *("", "<w:r><w:tab/><w:br/></w:r>", '<w:r><w:br w:type="page"/></w:r>', "<w:hyperlink/>"),
    '<w:r><w:footnoteReference w:id="1"/></w:r>',
    '<w:ins w:id="1"><w:r><w:t>thêm</w:t></w:r></w:ins>',
    "<w:del><w:r><w:delText>bớt</w:delText></w:r></w:del>",
    "<w:r><w:lastRenderedPageBreak/><w:drawing/></w:r>",
)
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1258", "latin-1")


def odd_text(chance: random.Random) -> str:
    """Lines of plans, cut, repeated, mixed and strewn with what should not be there."""
    return "\n".join(_line(chance, _PIECES) for _ in range(chance.randrange(12)))


def _line(chance: random.Random, pieces: tuple[str, ...]) -> str:
    line = chance.choice(pieces)
    for _ in range(chance.randrange(3)):
        at, piece = chance.randrange(len(line) + 1), chance.choice(pieces)
        more = (piece, piece[:3], " ", "", chr(chance.randrange(0x3000)))
        line = line[:at] + chance.choice(more) + line[at:]
    if chance.random() < 0.1:
        line = line[: chance.randrange(len(line) + 1)] * chance.randrange(4)
    return line


def odd_plan(chance: random.Random) -> str:
    """A whole plan, some of whose lines are odd, lacking or repeated: it passes the gates."""
    lines = list(_PLAN)
    for _ in range(1 + chance.randrange(12)):
        at = chance.randrange(len(lines))
        lines[at : at + chance.randrange(3)] = odd_text(chance).split("\n")[: chance.randrange(4)]
    return "\n".join(lines)


def text_rules(chance: random.Random, _: Path) -> None:
    """The rules keep what they promise for any text."""
    said = odd_text(chance)
    whole, folded = nfc(said), fold_chars(said)
    assert nfc(whole) == whole
    assert len(folded) == len(said) and fold_chars(folded) == folded
    assert len(unify_dashes(said)) == len(said)
    assert collapse(collapse(said)) == collapse(said)
    assert all(found and "\n" not in found for found in (*words(said), *terms(said)))
    assert isinstance(has_marks(said), bool) and marked_terms(said) is not None
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug(said)), slug(said)
    for one in whole.split()[:5]:
        assert place_tone(unicodedata.normalize("NFD", one)) == place_tone(one)


def clauses_and_facts(chance: random.Random, _: Path) -> None:
    """Any text is a tree in which every character stands once, and facts quote it."""
    said = odd_text(chance).replace("\ud800", "")
    is_plan(whole((markdown if chance.random() < 0.5 else text).read(nfc(said))))


def whole(reading: Reading) -> list[Block]:
    """The paragraphs of what was read, which make a sound tree."""
    blocks: list[Block] = paragraphs.blocks(reading.lines)
    trees.check(blocks)
    return blocks


def is_plan(blocks: list[Block]) -> None:
    """Every fact of every clause stands in the text."""
    canonical, _ = segment.canonical(blocks)
    found: tuple[Clause, ...] = with_facts(canonical, segment.segment(blocks), None)
    for clause in found:
        for kind in ("agencies", "targets", "deadlines", "laws", "funding"):
            for fact in getattr(clause.facts, kind):
                span = fact.span
                assert span is None or 0 <= span.start < span.end <= len(canonical)


def bytes_of_text(chance: random.Random, _: Path) -> None:
    """Bytes are text, in one of the encodings that are read, or refused with a reason."""
    try:
        content = decode(damaged_bytes(chance, odd_text(chance)))
        if encoding := legacy.looks_legacy(content) or "":
            content = legacy.with_capitals(legacy.to_unicode(content, encoding), encoding)
        check(text.read(content))
    except UnreadableDocument as refused:
        assert is_bilingual(str(refused)), str(refused)


def damaged_bytes(chance: random.Random, said: str) -> bytes:
    """``said`` in some encoding, a few bytes of which are others."""
    data = bytearray(said.encode(chance.choice(_ENCODINGS), "ignore"))
    for _ in range(chance.randrange(4)):
        data.insert(chance.randrange(len(data) + 1), chance.randrange(256))
    return bytes(data)


def pages_of_html(chance: random.Random, _: Path) -> None:
    """Tags in any order, in any encoding, are lines that make a tree, or are refused."""
    pieces = (*_TAGS, *_TAGS, *_PIECES)
    said = "\n".join(_line(chance, pieces) for _ in range(chance.randrange(16)))
    try:
        whole(html.read(html_page.decode(damaged_bytes(chance, said))))
    except UnreadableDocument as refused:
        assert is_bilingual(str(refused)), str(refused)


def words_of_docx(chance: random.Random, place: Path) -> None:
    """Any Word markup is lines that make a tree, or is refused with a reason."""
    body = "".join(_paragraph(chance, 0) for _ in range(chance.randrange(8)))
    if chance.random() < 0.15:
        at = chance.randrange(len(body) + 1)
        body = body[:at] + chance.choice(("<w:p>", "</w:tbl>", "&a;", "<", "\x00")) + body[at:]
    parts = {"numbering": word.lists(*_LEVELS), "footnotes": word.part("footnotes", _note(chance))}
    path = word.write(place / "a.docx", body.encode("utf-8", "ignore").decode(), parts)
    try:
        whole(docx.read(path))
    except UnreadableDocument as refused:
        assert is_bilingual(str(refused)), str(refused)


def _paragraph(chance: random.Random, depth: int) -> str:
    """A paragraph, or a table of them."""
    if depth < 3 and chance.random() < 0.2:
        cells = [_paragraph(chance, depth + 1) for _ in range(1 + chance.randrange(3))]
        spans = ("", '<w:gridSpan w:val="3"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>")
        row = word.tr(*(word.tc(cell, chance.choice(spans)) for cell in cells))
        return word.table(*[row] * (1 + chance.randrange(2)))
    said = escape(_line(chance, _PIECES).translate(_UNPRINTED))
    listed = f'<w:ilvl w:val="{chance.randrange(-1, 10)}"/><w:numId w:val="{chance.randrange(4)}"/>'
    properties = chance.choice((*_PROPERTIES, f"<w:numPr>{listed}</w:numPr>"))
    run = word.run(said, chance.choice(_RUNS))
    return word.p("", properties, run + chance.choice(_INSIDE))


def _note(chance: random.Random) -> str:
    return f'<w:footnote w:id="{chance.randrange(3)}">{_paragraph(chance, 2)}</w:footnote>'


#: No XML may hold them, however they are written.
_UNPRINTED = {code: None for code in (*range(9), 11, 12, *range(14, 32), 0xD800, 0xFFFE, 0xFFFF)}


def whole_plans(chance: random.Random, place: Path) -> None:
    """A file goes through all that a build does with it, and meets no error nobody foresaw."""
    path, said = place / f"a{chance.choice(('.txt', '.md', '.html'))}", odd_plan(chance)
    said = said.replace("\n", "<br><br>") if path.suffix == ".html" else said.replace("\0", "")
    data = damaged_bytes(chance, said) if chance.random() < 0.2 else said.encode("utf-8", "ignore")
    path.write_bytes(data)
    outcome = understand(Task(Source(path, path.name, path.suffix), "a", path.parent))
    assert outcome.lasting, outcome.reason
    assert outcome.coded or is_bilingual(outcome.reason or ""), outcome.reason


#: Each with how many of a hundred cases are its: what takes long is tried less often.
CASES: dict[Case, int] = {
    text_rules: 36,
    bytes_of_text: 30,
    clauses_and_facts: 18,
    pages_of_html: 12,
    words_of_docx: 3,
    whole_plans: 1,
}
_TURN = tuple(case for case, often in CASES.items() for _ in range(often))


def one(number: int, place: Path) -> None:
    """The case of that number, its files in ``place``; raises what should not be raised."""
    _TURN[number % len(_TURN)](random.Random(number), place)


def is_bilingual(reason: str) -> bool:
    """Vietnamese first, then English, and neither is nothing."""
    for sign in (" / ", " · "):
        first, _, second = reason.partition(sign)
        if first.strip() and second.strip():
            return has_marks(first)
    return False
