"""The one set of text rules: used by indexing, queries, highlighting and tests alike.

Rules keep offsets: ``fold_chars`` maps one character to one character, so that a match found in
folded text stands at the same place in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from itertools import chain

import numpy as np

DASHES = "-‐‑‒–—−"
_VOWELS = "aăâeêioôơuưy"
_ACCENTED = "".join(
    sorted(
        {
            unicodedata.normalize("NFC", v + t)
            for v in _VOWELS
            for t in ("", *"\u0300\u0301\u0303\u0309\u0323")
        }
    )
)
#: Lower- and upper-case Vietnamese letters, for use inside ``[...]`` of a pattern. (``à-ỹ`` as a
#: range would take capitals in: the letters are not in order.)
LOWER = "a-zđ" + "".join(c for c in _ACCENTED if not c.isascii())
UPPER = "A-ZĐ" + "".join(c.upper() for c in _ACCENTED if not c.isascii())
_DASH = re.compile(f"[{DASHES}]")

#: A document number as officials write it: 1629/QĐ-TTg, 05/2018/TT-BYT, 14-KH/TU, 4827/VP-VX.
DOCUMENT_NUMBER = re.compile(
    r"(?<![\w/.])(?P<n>\d{1,5})(?:/(?P<y>(?:19|20)\d\d))?(?:/|-)(?P<code>[A-ZĐÐƯ][A-ZĐÐƯa-zđư]*\d{0,2}"
    r"(?:\s?[-–&]\s?[A-ZĐÐƯ][A-ZĐÐƯa-zđư&]*\d{0,2})*(?:/[A-ZĐÐƯ][A-ZĐÐƯa-zđư]*)?)(?!\w)"
)
_NUMBERED = re.compile("[/-][A-ZĐÐƯ]")  # stands in every one of them
_WORD = re.compile(r"\d+(?:[.,/]\d+)*%?|[^\W\d_]+|%", re.UNICODE)
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def nfc(text: str) -> str:
    """NFC (not NFKC: that would change lengths), with U+00D0 Ð, a common slip, made Đ."""
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    lower = char.lower()
    if lower in "đð":
        return "d"
    if char in DASHES:
        return "-"
    base = unicodedata.normalize("NFD", lower)[0]
    return base if len(base) == 1 else char


class _Folding(dict[int, int]):
    """For ``str.translate``: Latin letters and punctuation known beforehand, others looked up."""

    def __missing__(self, code: int) -> int:
        return ord(_fold_char(chr(code)))


_FOLDING = _Folding(
    (code, ord(_fold_char(chr(code))))
    for code in chain(range(0x370), range(0x1E00, 0x1F00), range(0x2000, 0x2100))
)
#: The same of all up to there, for texts of more letters than ``_LONG``: they are folded at once.
_FOLDED = np.array([_FOLDING[code] for code in range(0x2100)], "<u2")
_LONG = 64


def fold_chars(text: str) -> str:
    """Lower case without diacritics, one character for one: ``len(fold_chars(s)) == len(s)``.

    >>> fold_chars("Sở Y tế – Đắk Lắk")
    'so y te - dak lak'
    """
    if text.isascii():
        return text.lower()
    if len(text) > _LONG:
        with suppress(IndexError, UnicodeEncodeError):  # other letters, halves of letters
            codes = np.frombuffer(text.encode("utf-16-le"), _FOLDED.dtype)
            return _FOLDED.take(codes).tobytes().decode("utf-16-le")
    return text.translate(_FOLDING)


def has_marks(text: str) -> bool:
    """Whether any Vietnamese mark (tone, hat, horn, đ) was typed."""
    if text.isascii():
        return False
    return any(_fold_char(c) != c.lower() for c in nfc(text) if c.isalpha())


@lru_cache(maxsize=65536)
def place_tone(syllable: str) -> str:
    """A syllable in lower case with its tone mark in one place, for comparison only.

    ``hoà`` and ``hòa``, ``Uỷ`` and ``Ủy`` come out the same: the tone is moved to the end.
    """
    decomposed = unicodedata.normalize("NFD", syllable.lower())
    tone = "".join(c for c in decomposed if c in _TONES)
    rest = "".join(c for c in decomposed if c not in _TONES)
    return unicodedata.normalize("NFC", rest) + tone


def words(text: str) -> list[str]:
    """Syllables, numbers and "%" in order, as written; ``12/2025`` and ``1.500`` stay whole."""
    return _WORD.findall(text)


def number_token(number: str) -> str:
    """A document number as one index term: ``"01629/QĐ-TTg"`` and ``"1629/qd-ttg"`` agree.

    >>> number_token("0130/KH-UBND")
    '#130khubnd'
    """
    return "#" + re.sub(r"[^0-9a-z]", "", fold_chars(number)).lstrip("0")


def document_numbers(text: str) -> list[str]:
    """The index terms of the document numbers in a text in NFC."""
    if not _NUMBERED.search(text):
        return []
    return [number_token(match.group()) for match in DOCUMENT_NUMBER.finditer(text)]


def terms(text: str) -> list[str]:
    """Index terms of ``text``: folded syllables, syllable bigrams, whole document numbers.

    >>> terms("Sở Y tế")
    ['so', 'y', 'te', 'so_y', 'y_te']
    """
    text = nfc(text)
    found = [figure_term(w) for w in words(fold_chars(text))]
    return found + _bigrams(found) + document_numbers(text)


def marked_terms(text: str) -> list[str]:
    """Accented syllable bigrams (tone placement unified): they let exact marks rank first."""
    return _bigrams([place_tone(w) for w in words(nfc(text))])


def _bigrams(found: list[str]) -> list[str]:
    return [f"{a}_{b}" for a, b in zip(found, found[1:], strict=False)]


def figure_term(word: str) -> str:
    """A word as an index term: ``03`` and ``3`` are one; dates, years and words stay."""
    if word.isdigit() and len(word) <= 3:
        return word.lstrip("0") or "0"
    return word


def slug(text: str) -> str:
    """``"Kế hoạch 12.txt"`` → ``"ke-hoach-12-txt"``: a document id or a place id."""
    return re.sub(r"[^a-z0-9]+", "-", fold_chars(nfc(text))).strip("-") or "document"


def is_capitals(text: str) -> bool:
    """Whether all letters of ``text`` (two at least) are capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters)


def collapse(text: str) -> str:
    """White space collapsed to single spaces, ends trimmed."""
    return re.sub(r"\s+", " ", text).strip()


def unify_dashes(text: str) -> str:
    """Every dash becomes a hyphen; lengths are kept."""
    return _DASH.sub("-", text)
