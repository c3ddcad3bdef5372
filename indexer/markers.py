"""The numbers, letters and bullets that open a unit of a plan.

Nghị định 30/2020/NĐ-CP (Phụ lục I) knows ``I.``, ``1.``, ``a)`` and ``Điều 1.``; ``1.1.``, ``-``,
``+`` and ``(1)`` are habit. Points run in Vietnamese order (a b c d đ e g), some plans add f.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Styles that carry no number.
BULLETS = ("dash", "plus")
#: Styles that number the units of one list.
LISTS = ("clause", "letter", "paren")

_LETTERS = "abcdđefghijklmnopqrstuvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(r"Điều\s+(?P<n>\d{1,3})\s*[.:]\s*")),
    (
        "section",
        re.compile(r"(?:(?:Phần|PHẦN|Chương|CHƯƠNG)\s+)?(?P<n>[IVX]{1,6})\s*[./:]\s*(?=\S)"),
    ),
    ("section", re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?P<n>[IVX]{1,6})\b\s*")),
    ("upper", re.compile(r"(?P<n>[A-H])\s*[./]\s+(?=[^\W\d_]{2})")),
    ("sub3", re.compile(r"(?P<n>\d{1,2}\.\d{1,2}\.\d{1,2})\.?(?![\d.,])\s*(?=[^\d\s%])")),
    ("sub2", re.compile(r"(?P<n>\d{1,2}\.\d{1,2})\.?(?![\d.,])\s*(?=[^\d\s%])")),
    ("clause", re.compile(r"(?P<n>\d{1,2})\s?(?:\.(?!\d)|/(?!\d|[A-ZĐ]{1,8}[-–]))\s*(?=\S)")),
    ("paren", re.compile(r"\((?P<n>\d{1,2})\)\s*(?=\S)")),
    ("paren", re.compile(r"(?P<n>\d{1,2})\)\s*(?=\S)")),
    ("letter", re.compile(r"(?P<n>[a-zđ])\)\s*(?=\S)")),
    ("letter", re.compile(r"(?P<n>[a-zđ])\.\s+(?=\S)")),
    ("plus", re.compile(r"(?P<n>\+)\s*(?=\S)")),
    ("dash", re.compile(r"(?P<n>[-–—•●▪◦])\s*(?=[^\s\d]|\d)")),
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
            label = match.group("n")
            return Marker(match.group(), style, label, _value(style, label))
    return None


def _value(style: str, label: str) -> int:
    if style == "section":
        return roman(label)
    if style == "upper":
        return ord(label) - ord("A") + 1
    if style == "letter":
        return _LETTERS.find(label) + 1
    if style in BULLETS:
        return 0
    return int(label.rsplit(".", 1)[-1])


def roman(numeral: str) -> int:
    """``"IV"`` → 4. Malformed numerals give some number: sequence scoring judges them."""
    total = 0
    for a, b in zip(numeral, numeral[1:] + " ", strict=True):
        value = _ROMAN[a]
        total += -value if _ROMAN.get(b, 0) > value else value
    return total
