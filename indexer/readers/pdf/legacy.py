"""Words in fonts from before Unicode (``.VnTime``, ``VNI-Times``) to Unicode, font by font.

A font's name says what its codes may mean, and the gate whether they do: each font's words are
judged together over the whole document (``indexer.readers.legacy``). Fonts such as ``.VnTimeH``
show capitals under the codes of small letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indexer.readers.gate import damage
from indexer.readers.layout.model import Sheet, Word
from indexer.readers.legacy import (
    Encoding,
    encoding_of_font,
    looks_legacy,
    shows_capitals,
    to_unicode,
)

#: Programs put the codes of symbol fonts here.
_PRIVATE = {code: code - 0xF000 for code in range(0xF020, 0xF100)}


def convert(sheets: Iterable[Sheet]) -> dict[int, Encoding]:
    """Convert words in place; gives the encoding by number of the pages that had any."""
    sheets = list(sheets)
    words: dict[str, list[str]] = {}
    for sheet in sheets:
        for word in sheet.words:
            words.setdefault(_font(sheet, word), []).append(word.text)
    found = {font: encoding for font in words if (encoding := _encoding(font, words[font]))}
    if not found:
        return {}
    changed: dict[int, Encoding] = {}
    for sheet in sheets:
        here = {found[name] for name in sheet.fonts if name in found}
        if here:
            sheet.words = [_converted(word, _font(sheet, word), found) for word in sheet.words]
            changed[sheet.number] = min(here)
    return changed


def _font(sheet: Sheet, word: Word) -> str:
    return sheet.fonts[word.font] if word.font < len(sheet.fonts) else ""


def _encoding(font: str, words: list[str]) -> Encoding | None:
    """What the codes of a font mean; a font without a telling name must look damaged first."""
    text = " ".join(words)
    if encoding_of_font(font):
        return looks_legacy(text.translate(_PRIVATE), [font])
    return looks_legacy(text) if damage(text) else None


def _converted(word: Word, font: str, found: dict[str, Encoding]) -> Word:
    encoding = found.get(font)
    if encoding is None:
        return word
    text = to_unicode(word.text.translate(_PRIVATE), encoding)
    return replace(word, text=text.upper() if shows_capitals(font) else text)
