"""Automatic numbering of Word: what stands before a paragraph without being in its text.

Counters belong to the abstract list, so that two lists made from one go on where the other stopped,
unless a list says where it starts anew (``startOverride``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element  # noqa: S405 (a type)

#: Numbers higher than this come from damage, and roman numerals of them would be very long.
_HIGHEST = 32_767
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as Word describes it. ``restart``: the level (from 1) that resets it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A ``num``: an abstract list, and where this use of it differs."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Gives each numbered paragraph its label, in reading order."""

    def __init__(self, root: Element | None) -> None:
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, _List] = {}
        self.links: dict[str, str] = {}
        self.counters: dict[str, dict[int, int]] = {}
        self.started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def label(self, list_id: str, level: int) -> str:
        """The next label of ``level`` (from 0): "II.", "1.2.", "a)", "-"; "" where none shows."""
        used = self.lists.get(list_id)
        if used is None:
            return ""
        levels = self._levels(used)
        if level not in levels:
            return ""
        counters = self.counters.setdefault(used.abstract, {})
        self._advance(list_id, used, levels, counters, level)
        return _render(levels, counters, level)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that is tied to a paragraph style (headings numbered by their styles)."""
        used = self.lists.get(list_id)
        levels = self._levels(used) if used else {}
        return next((n for n, level in levels.items() if level.style == style), 0)

    def _levels(self, used: _List) -> dict[int, Level]:
        return {**self.abstracts.get(used.abstract, {}), **used.levels}

    def _advance(
        self,
        list_id: str,
        used: _List,
        levels: dict[int, Level],
        counters: dict[int, int],
        level: int,
    ) -> None:
        first = (list_id, level) not in self.started
        self.started.add((list_id, level))
        if first and level in used.starts:
            counters[level] = used.starts[level]
        elif level in counters:
            counters[level] = min(counters[level] + 1, _HIGHEST)
        else:
            counters[level] = used.starts.get(level, levels[level].start)
        for deeper in [n for n in counters if n > level]:
            restart = levels[deeper].restart if deeper in levels else None
            # ``lvlRestart``: 0 never; n when level n (from 1) or one above it is used.
            if restart is None or level < restart:
                del counters[deeper]

    def _read(self, root: Element) -> None:
        styled: dict[str, str] = {}
        for item in root.findall("abstractNum"):
            key = item.get("abstractNumId", "")
            self.abstracts[key] = {n: lvl for n, lvl in map(_level, item.findall("lvl"))}
            if (name := value(item, "styleLink")) is not None:
                styled[name] = key
            if (name := value(item, "numStyleLink")) is not None:
                self.links[key] = name
        for key, name in self.links.items():
            self.abstracts[key] = self.abstracts.get(styled.get(name, ""), self.abstracts[key])
        for item in root.findall("num"):
            used = _List(value(item, "abstractNumId") or "")
            for override in item.findall("lvlOverride"):
                self._override(used, override)
            self.lists[item.get("numId", "")] = used

    def _override(self, used: _List, override: Element) -> None:
        number = integer(override.get("ilvl"), 0)
        start = value(override, "startOverride")
        if start is not None:
            used.starts[number] = integer(start, 1)
        described = override.find("lvl")
        if described is not None:
            inner, level = _level(described)
            used.levels[inner] = replace(level, start=used.starts.get(inner, level.start))


def value(element: Element, path: str) -> str | None:
    """The ``val`` of a child, or None where there is no such child."""
    found = element.find(path)
    return None if found is None else found.get("val")


def integer(text: str | None, default: int) -> int:
    """A whole number of the file, within reason; ``default`` where it is none."""
    if text is None or not re.fullmatch(r"-?[0-9]{1,9}", text):
        return default
    return max(0, min(int(text), _HIGHEST))


def _level(element: Element) -> tuple[int, Level]:
    restart = value(element, "lvlRestart")
    legal = element.find("isLgl")
    return integer(element.get("ilvl"), 0), Level(
        start=integer(value(element, "start"), 1),
        # Word puts rare formats into a choice with a plain one as fallback; any of them will do.
        format=value(element, ".//numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        restart=None if restart is None else integer(restart, 0),
        legal=legal is not None and legal.get("val", "1") not in ("0", "false", "off"),
        style=value(element, "pStyle"),
    )


def _render(levels: dict[int, Level], counters: dict[int, int], level: int) -> str:
    here = levels[level]
    if here.format == "bullet":
        if not here.text.strip():
            return ""
        return "+" if here.text.strip() == "+" else "-"
    if here.format == "none" and "%" not in here.text:
        return here.text.strip()

    def number(match: re.Match[str]) -> str:
        n = int(match.group(1)) - 1
        if n not in levels:
            return ""
        form = "decimal" if here.legal else levels[n].format
        return numeral(counters.get(n, levels[n].start), form)

    return re.sub(r"%([1-9])", number, here.text).strip()


def numeral(number: int, form: str) -> str:
    """A number as Word writes it in a list. Letters are a b c d e f: Word's own have no đ."""
    if form in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text if form == "upperRoman" else text.lower()
    if form in ("upperLetter", "lowerLetter"):
        text = _letters(number)
        return text.upper() if form == "upperLetter" else text
    if form in ("none", "bullet"):
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        out += sign * (number // worth)
        number %= worth
    return out


def _letters(number: int) -> str:
    """From a to z, then aa, bb … zz, as Word counts on."""
    if number < 1:
        return ""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)
