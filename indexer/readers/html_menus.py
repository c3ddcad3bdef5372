"""What of a web page stands around the document: menus, banners, feet, things not shown.

Judged with care: an element that holds much of the page's text is never dropped, whatever it calls
itself, for old pages put the whole document into a ``<div class="menu-left">``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

#: No text in them is ever part of a page.
SILENT = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "meta", "link", "svg", "object")
    + ("iframe", "canvas", "audio", "video", "map", "base", "math", "embed", "applet")
)
#: Elements that begin and end lines.
BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dl", "dt", "dd", "blockquote", "pre")
    + ("section", "article", "main", "header", "footer", "aside", "nav", "address", "center", "hr")
    + ("form", "fieldset", "figure", "figcaption", "details", "summary", "body", "caption", "td")
    + ("th", "tr", "tbody", "thead", "tfoot", "hgroup", "listing", "textarea")
)
_MENUS = frozenset(("nav", "footer", "aside", "select", "button", "option", "datalist"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog"))
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|sidebar|footer|banner|social|share|"
    r"sharing|comments?|related|lien-?quan|advert\w*|ads|quang-?cao|cookies?|popup|modal|login|"
    r"pagination|pager|toolbar|copyright|skip-?link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
#: An element with more than this share of the page's text is not beside the document.
_MAX_SHARE = 0.3
#: A list whose text is nearly all links is a menu; a plan cites, but not line after line.
_LISTS = frozenset(("ul", "ol", "menu"))
_MIN_LINKS, _LINK_SHARE = 4, 0.8


class Menus:
    """Tells menus of one page from its document. Texts are measured once, from the leaves up."""

    def __init__(self, body: etree._Element) -> None:
        self.lengths: dict[etree._Element, int] = {}
        self.total = max(1, self._measure(body)[0])

    def is_menu(self, element: etree._Element) -> bool:
        """Whether ``element`` and all in it stand around the document."""
        return element in self.lengths and self.lengths[element] <= _MAX_SHARE * self.total

    def _measure(self, element: etree._Element) -> tuple[int, int]:
        """Letters of ``element``, and those of them in links. Remembers what may be a menu."""
        length, linked, links = _letters(element.text), 0, 0
        for child in element:
            if child.tag not in SILENT and isinstance(child.tag, str):
                inside = self._measure(child)
                length, linked = length + inside[0], linked + inside[1]
            length += _letters(child.tail)
        if element.tag == "a":
            linked = length
        elif element.tag in _LISTS and linked >= _LINK_SHARE * length:
            links = sum(1 for _ in element.iter("a"))
        if links >= _MIN_LINKS or _names_itself(element):
            self.lengths[element] = length
        return length, linked


def strings(element: etree._Element) -> Iterator[str]:
    """The text inside, scripts and styles left out (they may be most of a page)."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in SILENT and isinstance(child.tag, str):
            yield from strings(child)
        if child.tail:
            yield child.tail


def _letters(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _names_itself(element: etree._Element) -> bool:
    if element.tag in _MENUS or (element.get("role") or "").lower() in _ROLES:
        return True
    if element.get("hidden") is not None or _HIDDEN.search((element.get("style") or "").lower()):
        return True
    if element.tag == "header":
        return not any(up.tag in ("article", "main") for up in element.iterancestors())
    return bool(_NAMES.search(f"{element.get('id') or ''} {element.get('class') or ''}"))
