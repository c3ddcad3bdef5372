"""The numbers, letters and bullets that open a unit of a plan.

Nghị định 30/2020/NĐ-CP (Phụ lục I) knows ``I.``, ``1.``, ``a)`` and ``Điều 1.``; ``1.1.``, ``-``,
``+`` and ``(1)`` are habit. Points run in Vietnamese order (a b c d đ e g), some plans add f.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.text import LOWER, UPPER

#: Styles that carry no number.
BULLETS = ("dash", "plus")
#: Styles that number the units of one list.
LISTS = ("clause", "letter", "paren")

#: Styles of sections, outermost first: "Phần I", "A.", "I.".
SECTIONS = ("part", "upper", "section")

_LETTERS = "abcdđefghijklmnopqrstuvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
#: "1- Mục đích": a dash for the full stop, where a word follows.
_DASH = rf"\s?[-–]\s?(?![A-ZĐ]+/)(?=[{UPPER}][{LOWER}]|[{UPPER}]{{2}})"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(r"Điều\s+(?P<n>\d{1,3})\s*[.:]\s*")),
    (
        "part",
        re.compile(
            rf"(?i:phần|chương)\s+(?P<n>[IVX]{{1,6}}|(?i:thứ (?:{'|'.join(_ORDINALS)})))\b"
            rf"(?:\s*[./:–-]\s*|\s*$|\s+(?=[{UPPER}]{{2}}))"
        ),
    ),
    ("section", re.compile(rf"(?!V/[Vv]\b)(?P<n>[IVX]{{1,6}})(?:\s*[./:)]\s*(?=\S)|{_DASH})")),
    ("upper", re.compile(r"(?P<n>[A-H])\s*[./]\s+(?=[^\W\d_]{2})")),
    ("sub3", re.compile(r"(?P<n>\d{1,2}\.\d{1,2}\.\d{1,2})\.?(?![\d.,])\s*(?=[^\d\s%])")),
    ("sub2", re.compile(r"(?P<n>\d{1,2}\.\d{1,2})\.?(?![\d.,])\s*(?=[^\d\s%])")),
    (
        "clause",
        re.compile(
            rf"(?P<n>\d{{1,2}})(?:\s?(?:\.(?!\d)|/(?!\d|[A-ZĐ]{{1,8}}[-–]))\s*(?=\S)|{_DASH})"
        ),
    ),
    ("paren", re.compile(r"\((?P<n>\d{1,2})\)\s*(?=\S)")),
    ("paren", re.compile(r"(?P<n>\d{1,2})\)\s*(?=\S)")),
    ("letter", re.compile(r"(?P<n>[a-zđ])\)\s*(?=\S)")),
    ("letter", re.compile(r"(?P<n>[a-zđ])\.\s+(?=\S)")),
    ("letter", re.compile(rf"(?P<n>[a-zđ])(?:\s?/\.?\s*(?=[{UPPER}])|{_DASH})")),
    ("plus", re.compile(r"(?P<n>\+)\s*(?=\S)")),
    # Word's own bullets are letters of symbol fonts, which are private characters in Unicode.
    ("dash", re.compile(r"(?P<n>[-–—•●▪◦○■□◆❖➢➤►✓\uf0a0-\uf0ff])\s*(?=[^\s\d]|\d)")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as written, its style, its label in paths and its place in the sequence (from 1)."""

    text: str
    style: str
    label: str
    value: int

    @property
    def width(self) -> int:
        """Characters up to the unit's first word."""
        return len(self.text)


def parse(text: str) -> Marker | None:
    """The marker that opens ``text``, or None. Says nothing of whether it is a true one.

    >>> parse("đ) Tổ chức").label
    'đ'
    """
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            label = _numeral(match.group("n")) if style == "part" else match.group("n")
            return Marker(match.group(), style, label, _value(style, label))
    return None


def _value(style: str, label: str) -> int:
    if style in ("part", "section"):
        return roman(label)
    if style == "upper":
        return ord(label) - ord("A") + 1
    if style == "letter":
        return _LETTERS.find(label) + 1
    if style in BULLETS:
        return 0
    return int(label.rsplit(".", 1)[-1])


def _numeral(ordinal: str) -> str:
    """The section label of a part: "II" of "thứ hai"."""
    word = ordinal.split()[-1].lower()
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    return numerals[_ORDINALS.index(word)] if word in _ORDINALS else ordinal


def roman(numeral: str) -> int:
    """``"IV"`` → 4. Malformed numerals give some number: sequence scoring judges them."""
    total = 0
    for a, b in zip(numeral, numeral[1:] + " ", strict=True):
        value = _ROMAN[a]
        total += -value if _ROMAN.get(b, 0) > value else value
    return total
