"""What a Word file's styles say of a paragraph or a run: bold, hidden, font, list, heading.

Only what a reader of plans needs, each looked up along the chain of styles it is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # noqa: S405 (a type)

from indexer.readers.docx_numbering import integer, value

_HEADING = re.compile(r"^(?:heading|title|tiêu đề)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|mục lục) ?\d", re.IGNORECASE)
#: Styles are based on one another no deeper than this; a file may also say so in a circle.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    run: Element | None
    paragraph: Element | None


class Styles:
    """The styles of one file by their id."""

    def __init__(self, root: Element | None) -> None:
        self.styles: dict[str, _Style] = {}
        self.default: str | None = None
        self.defaults: Element | None = None
        if root is None:
            return
        self.defaults = root.find("docDefaults/rPrDefault/rPr")
        for item in root.findall("style"):
            key = item.get("styleId", "")
            name = value(item, "name") or key
            run, paragraph = item.find("rPr"), item.find("pPr")
            self.styles[key] = _Style(name, value(item, "basedOn"), run, paragraph)
            if item.get("type") == "paragraph" and item.get("default") in ("1", "true"):
                self.default = key

    def is_heading(self, style: str | None) -> bool:
        """Whether the style is one of headings, by its name or its place in the outline."""
        for link in self._chain(style):
            level = None if link.paragraph is None else value(link.paragraph, "outlineLvl")
            if _HEADING.match(link.name) or (level is not None and integer(level, 9) < 9):
                return True
        return False

    def is_contents(self, style: str | None) -> bool:
        """Whether paragraphs of this style are lines of a table of contents."""
        return any(_CONTENTS.match(link.name) for link in self._chain(style))

    def numbering(self, style: str | None) -> tuple[str, int | None] | None:
        """The list a style belongs to, and its level where the style says it."""
        for link in self._chain(style):
            found = None if link.paragraph is None else link.paragraph.find("numPr")
            if found is not None:
                level = value(found, "ilvl")
                list_id = value(found, "numId") or "0"
                return list_id, None if level is None else integer(level, 0)
        return None

    def on(self, what: str, run: Element | None, style: str | None) -> bool:
        """Whether property ``what`` ("b", "vanish") is on for a run in a paragraph of ``style``."""
        said = flag(run, what)
        if said is None and run is not None:
            said = self._from_styles(what, value(run, "rStyle"))
        if said is None:
            said = self._from_styles(what, style or self.default)
        return bool(flag(self.defaults, what) if said is None else said)

    def font(self, run: Element | None, style: str | None) -> str:
        """The font of a run by name, "" where only the theme says it."""
        character = None if run is None else value(run, "rStyle")
        links = [*self._chain(character), *self._chain(style or self.default)]
        for properties in (run, *(link.run for link in links), self.defaults):
            fonts = None if properties is None else properties.find("rFonts")
            if fonts is not None and (name := fonts.get("ascii") or fonts.get("hAnsi")):
                return name
        return ""

    def _from_styles(self, what: str, style: str | None) -> bool | None:
        said = (flag(link.run, what) for link in self._chain(style))
        return next((s for s in said if s is not None), None)

    def _chain(self, style: str | None) -> list[_Style]:
        out: list[_Style] = []
        while style in self.styles and len(out) < _DEEPEST:
            out.append(self.styles[style])
            style = out[-1].based_on
        return out


def flag(properties: Element | None, what: str) -> bool | None:
    """An on/off property: on, off, or not said."""
    found = None if properties is None else properties.find(what)
    if found is None:
        return None
    return found.get("val", "1") not in ("0", "false", "off", "none")
