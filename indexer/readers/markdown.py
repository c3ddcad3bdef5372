"""Markdown: web pages saved as Markdown, OCR output, and our own digests.

Two habits of such files matter (domain: real plans, §8): ``**`` runs go over line ends, and tables
come as one cell after another, each followed by a line that holds only ``|``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from indexer import markers
from indexer.errors import UnreadableDocument
from indexer.readers.cells import read_cells
from indexer.readers.lines import Line, Reading, is_furniture, row
from indexer.text import collapse, is_capitals

_HEADING = re.compile(r"^\s*#{1,6}\s*")
_QUOTE = re.compile(r"^\s*>\s?")
_LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_HTML = re.compile(
    r"</?(?:br|p|div|span|b|i|u|em|strong|sup|sub|table|tr|td|th|tbody|thead)\b[^>]*>"
)
_PIPE_ROW = re.compile(r"^\s*\|.+\|\s*$")
_PIPE_RULE = re.compile(r"^\s*+(?:\|\s*+)?(?::?-{2,}:?\s*+\|\s*+)+:?-*:?\s*+\|?\s*+$")
#: A bar that ends a cell, and is not written "\\|".
_CELL_END = re.compile(r"(?<!\\)\|")


def read(content: str) -> Reading:
    """Lines of a Markdown file, its front matter in ``meta``."""
    meta, body = split_front_matter(content)
    raw = body.split("\n")
    lines: list[Line] = []
    furniture: list[str] = []
    state = _Emphasis()
    gap, i = True, 0
    while i < len(raw):
        stripped = raw[i].strip()
        if stripped == "|":
            rows, i = read_cells(raw, i)
            cleaned = [[clean_inline(c) for c in cells] for cells in rows]
            lines.extend(row(cells) for cells in cleaned if any(cells))
            gap, state = True, _Emphasis()
            continue
        if _PIPE_ROW.match(raw[i]):
            if not _PIPE_RULE.match(raw[i]):
                cells = [clean_inline(c) for c in _CELL_END.split(stripped.strip("|"))]
                if any(cells):
                    lines.append(row(cells))
            gap, i = True, i + 1
            continue
        i += 1
        if not stripped:
            gap = True
            continue
        text = clean_inline(raw[i - 1])
        continues = state.open and (_closes_soon(raw, i - 1) if gap else _goes_on(text))
        if gap and not continues:
            state = _Emphasis()
        bold = state.read(raw[i - 1])
        if not text or is_furniture(text):
            furniture.extend([text] if text else [])
            continue
        indent = raw[i - 1][:1] in " \t"
        lines.append(Line(text, gap=gap, indent=indent, bold=bold, continues=continues))
        gap = False
    return Reading(tuple(lines), "markdown", "text", meta, tuple(furniture))


class _Emphasis:
    """Whether a ``**`` run is open, line after line."""

    def __init__(self) -> None:
        self.open = False

    def read(self, line: str) -> bool:
        """Take one line in; say whether (nearly) all its letters are bold or it is a heading."""
        heading = bool(_HEADING.match(line))
        bold = total = 0
        for piece in re.split(r"(\*\*)", line):
            if piece == "**":
                self.open = not self.open
                continue
            letters = sum(c.isalpha() for c in piece)
            total += letters
            bold += letters if self.open else 0
        return heading or (total > 0 and bold >= 0.9 * total)


def _closes_soon(raw: list[str], i: int) -> bool:
    """The open run is closed on this line: the paragraph break inside it is false."""
    return raw[i].count("**") % 2 == 1 and not raw[i].lstrip().startswith("**")


def _goes_on(text: str) -> bool:
    """A line of an open run goes on the one before, but for new units and centred titles."""
    return markers.parse(text) is None and not is_capitals(text)


def clean_inline(text: str) -> str:
    """A line without heading, emphasis, link and HTML marks."""
    text = _QUOTE.sub("", _HEADING.sub("", text))
    text = _LINK.sub(r"\1", _HTML.sub(" ", text))
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text)
    star = re.match(r"^\s*\*\s+(?=[^\s*])", text)
    bullet = bool(star) and text.count("*") == 1
    text = collapse(re.sub(r"\*+|`+", "", text))
    text = re.sub(r"(?:^|\s)[-_=]{4,}(?=\s|$)", " ", text)
    return collapse(("- " if bullet else "") + text)


def split_front_matter(content: str) -> tuple[Mapping[str, object], str]:
    """YAML between two ``---`` lines at the very start, and the rest."""
    match = re.match(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", content, re.DOTALL)
    if not match:
        return {}, content
    try:
        meta = yaml.safe_load(match.group(1)) or {}
    except yaml.YAMLError as error:
        raise UnreadableDocument(
            f"Phần đầu tệp (giữa hai dòng ---) không phải YAML hợp lệ. / Bad front matter: {error}"
        ) from error
    if not isinstance(meta, dict):
        return {}, content
    return meta, content[match.end() :]
