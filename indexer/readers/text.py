"""Plain text, as PDF tools and office programs leave it."""

from __future__ import annotations

from indexer.readers.lines import Line, Reading, is_furniture, is_page_number
from indexer.text import collapse


def read(content: str) -> Reading:
    """Lines of a plain text. A form feed starts a page; furniture is left out of the lines."""
    lines: list[Line] = []
    furniture: list[str] = []
    gap, page = True, 1
    for raw in content.split("\n"):
        page += raw.count("\f")
        text = collapse(raw.replace("\f", " "))
        if not text:
            gap = True
            continue
        if is_furniture(text) or is_page_number(text):
            furniture.append(text)
            continue
        indent = raw[:1] in " \t\u00a0"
        lines.append(Line(text, page=page, gap=gap, indent=indent))
        gap = False
    return Reading(tuple(lines), "text", "text", furniture=tuple(furniture))
