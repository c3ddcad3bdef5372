"""Vietnamese from before Unicode: TCVN3 (ABC) and VNI, whose letters are other letters' codes.

Such text looks like ``Céng hoµ x· héi`` (fonts named ``.VnTime``) or ``Coäng hoøa xaõ hoäi``
(``VNI-Times``). It is converted only where the share of impossible syllables falls steeply; the
name of a font lowers that hurdle and never replaces it.

Convert before ``indexer.text.nfc``, which makes U+00D0 a Đ: in TCVN3 that code is é.
(``to_unicode`` puts up with it all the same.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from indexer.syllables import is_possible

Encoding = Literal["tcvn3", "vni"]
NAMES: dict[Encoding, str] = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}

#: TCVN 5712:1993, VN3: the vowels without a tone by code, then each with its five tones in the
#: order of the standard (grave, hook, tilde, acute, dot below).
_TCVN3_PLAIN = dict(zip("ăâêôơưđ", range(0xA8, 0xAF), strict=True))
_TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", range(0xA1, 0xA8), strict=True))
_TCVN3_TONES = {
    "a": (0xB5, 0xB6, 0xB7, 0xB8, 0xB9),
    "ă": (0xBB, 0xBC, 0xBD, 0xBE, 0xC6),
    "â": (0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
    "e": (0xCC, 0xCE, 0xCF, 0xD0, 0xD1),
    "ê": (0xD2, 0xD3, 0xD4, 0xD5, 0xD6),
    "i": (0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
    "o": (0xDF, 0xE1, 0xE2, 0xE3, 0xE4),
    "ô": (0xE5, 0xE6, 0xE7, 0xE8, 0xE9),
    "ơ": (0xEA, 0xEB, 0xEC, 0xED, 0xEE),
    "u": (0xEF, 0xF1, 0xF2, 0xF3, 0xF4),
    "ư": (0xF5, 0xF6, 0xF7, 0xF8, 0xF9),
    "y": (0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
}
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300\u0309\u0303\u0301\u0323"
_TONES = (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT)

#: VNI: a vowel and a mark after it, or one sign of its own. Capitals are the same in capitals.
_VNI_MARKS = {_GRAVE: "ø", _HOOK: "û", _TILDE: "õ", _ACUTE: "ù", _DOT: "ï"}
_VNI_HATS = {_GRAVE: "à", _HOOK: "å", _TILDE: "ã", _ACUTE: "á", _DOT: "ä"}
_VNI_BREVES = {_GRAVE: "è", _HOOK: "ú", _TILDE: "ü", _ACUTE: "é", _DOT: "ë"}
_VNI_SIGNS = {"đ": "ñ", "ơ": "ô", "ư": "ö", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò"}

#: ``ABCDEF+.VnTimeH``: a subset's prefix, the family, and H for the fonts that show capitals.
_TCVN3_FONT = re.compile(r"^(?:[A-Z]{6}\+)?\.Vn[A-Z3]|^(?:[A-Z]{6}\+)?Vn(?:Time|Arial)", re.I)
_VNI_FONT = re.compile(r"^(?:[A-Z]{6}\+)?VNI[-\s_]?[A-Z0-9]", re.I)
_CAPITALS_FONT = re.compile(r"[A-Za-z]H(?:$|[\s,-])")

_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}\"'“”‘’/\\|&%+=*…–—-]+")
_LETTERS = re.compile(r"[^\W\d_]+")
#: A text is judged by this many words of it: enough to be sure, and bounded.
_SAMPLE = 4_000
#: Without a font's name: at least so many words, so many bad before, so few after.
_MIN_WORDS, _MIN_BAD, _MAX_BAD = 20, 0.15, 0.05
#: With one, short texts are judged too, and names in capitals or abbreviations weigh more.
_FONT_MAX_BAD = 0.2


def encoding_of_font(name: str) -> Encoding | None:
    """What a font's name says of the codes of its text: ``.VnTime``, ``VNI-Times`` or nothing."""
    if _TCVN3_FONT.match(name):
        return "tcvn3"
    return "vni" if _VNI_FONT.match(name) else None


def shows_capitals(font: str) -> bool:
    """Fonts such as ``.VnTimeH`` show small letters' codes as capitals."""
    return encoding_of_font(font) == "tcvn3" and bool(_CAPITALS_FONT.search(font))


def looks_legacy(text: str, font_names: Iterable[str] = ()) -> Encoding | None:
    """The encoding whose conversion makes Vietnamese of ``text``; None for everything else.

    The gate decides: impossible syllables must all but vanish. A font's name lowers the bar.
    """
    named = {encoding_of_font(name) for name in font_names} - {None}
    words = _WORD.findall(text)[:_SAMPLE]
    if not words or _has_unicode_vietnamese(words):
        return None
    before = _bad(words)
    best: tuple[float, Encoding] | None = None
    for encoding in _DECODERS:
        if named and encoding not in named:
            continue
        after = _bad([to_unicode(word, encoding) for word in words])
        if _convinces(before, after, len(words), bool(named)) and (not best or after < best[0]):
            best = (after, encoding)
    return best[1] if best else None


def to_unicode(text: str, encoding: Encoding) -> str:
    """``text`` converted, NFC. Ask ``looks_legacy`` first: good text would be destroyed.

    >>> to_unicode("Céng hoµ x· héi", "tcvn3")
    'Cộng hoà xã hội'
    >>> to_unicode("Coäng hoøa xaõ hoäi", "vni")
    'Cộng hòa xã hội'
    """
    pattern, table = _DECODERS[encoding]
    return pattern.sub(lambda match: table[match.group()], text)


def with_capitals(text: str, encoding: Encoding) -> str:
    """Converted text whose fonts are not known, with the capitals that ``.VnTimeH`` showed.

    TCVN3 has no capitals with tones, so "KẾ HOẠCH" comes out as "Kế HOạCH". Where letters that
    have capitals (two of them at least) all are, the others of the word were shown so too; and
    those of a whole line that has such a word.

    >>> with_capitals("Kế HOạCH của HUYệN", "tcvn3")
    'Kế HOẠCH của HUYỆN'
    >>> with_capitals("Kế HOạCH", "tcvn3")
    'KẾ HOẠCH'
    """
    if encoding != "tcvn3":
        return text
    return "\n".join(map(_with_capitals, text.split("\n")))


def told(encoding: Encoding) -> str:
    """What to say of a page that was converted."""
    name = NAMES[encoding]
    return f"chữ được đổi từ bảng mã {name} · converted from {name}"


def _with_capitals(line: str) -> str:
    if any(map(_was_capitals, _LETTERS.findall(line))) and not re.search("[a-z]", line):
        return line.upper()
    return _LETTERS.sub(
        lambda m: m.group().upper() if _was_capitals(m.group()) else m.group(), line
    )


def _was_capitals(word: str) -> bool:
    """``HOạCH``: two letters with capitals of their own, all of them capitals, and others."""
    plain = [letter for letter in word if letter.isascii()]
    return 2 <= len(plain) < len(word) and all(map(str.isupper, plain))


def _convinces(before: float, after: float, count: int, named: bool) -> bool:
    if named:
        return after <= _FONT_MAX_BAD and after < before
    return count >= _MIN_WORDS and before >= _MIN_BAD and after <= min(_MAX_BAD, before / 4)


def _has_unicode_vietnamese(words: Iterable[str]) -> bool:
    """Letters only Unicode has (ạ … ỹ, ơ, ư) in more than a stray word: it is converted already."""
    words = list(words)
    modern = sum(
        bool(re.search("[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0102\u0103]", w)) for w in words
    )
    return modern > 0.1 * len(words)


def _bad(words: list[str]) -> float:
    """The share of words that are no Vietnamese syllables *with their marks*."""
    judged = [w for w in words if not (w.isascii() and w.isupper() and len(w) > 1)]
    if not judged:
        return 0.0
    return sum(not is_vietnamese(w) for w in judged) / len(judged)


def is_vietnamese(word: str) -> bool:
    """Letters of the alphabet only, one tone at most, and a possible syllable when folded.

    Folding alone would let ``Céng`` and ``hoøa`` half through: their marks are the evidence.
    """
    lower = unicodedata.normalize("NFC", word).lower()
    if not all(c in _ALPHABET for c in lower):
        return False
    marks = unicodedata.normalize("NFD", lower)
    tones = sum(marks.count(tone) for tone in _TONES)
    closed = re.search(r"(?:c|ch|p|t)$", lower) is not None
    # A syllable closed by a stop has the acute tone or the dot below: "Céng" has other faults.
    if closed and tones == 1 and not (_ACUTE in marks or _DOT in marks):
        return False
    return tones <= 1 and is_possible(word)


def _compose(vowel: str, tone: str) -> str:
    return unicodedata.normalize("NFC", vowel + tone)


def _tcvn3() -> dict[str, str]:
    table = {chr(code): letter for letter, code in (_TCVN3_PLAIN | _TCVN3_CAPITALS).items()}
    for vowel, codes in _TCVN3_TONES.items():
        table |= {chr(c): _compose(vowel, t) for c, t in zip(codes, _TONES, strict=True)}
    # U+00D0 after ``nfc``; there is no other Đ in TCVN3 text.
    table["Đ"] = table["\u00d0"]
    return table


def _vni() -> dict[str, str]:
    table = {code: letter for letter, code in _VNI_SIGNS.items()} | {"î": "ỵ", "aâ": "â"}
    table |= {"aê": "ă", "eâ": "ê", "oâ": "ô"}
    for tone in _TONES:
        for vowel, base in {"a": "a", "e": "e", "o": "o", "u": "u", "ơ": "ô", "ư": "ö"}.items():
            table[base + _VNI_MARKS[tone]] = _compose(vowel, tone)
        for vowel, base in {"â": "a", "ê": "e", "ô": "o"}.items():
            table[base + _VNI_HATS[tone]] = _compose(vowel, tone)
        table["a" + _VNI_BREVES[tone]] = _compose("ă", tone)
        if tone != _DOT:
            table["y" + _VNI_MARKS[tone]] = _compose("y", tone)
    for code, letter in list(table.items()):
        # The base says whether the letter is a capital; the mark may be typed either way.
        table[code.upper()] = letter.upper()
        table[code[0].upper() + code[1:]] = letter.upper()
        table[code[0] + code[1:].upper()] = letter
    return table


def _decoder(table: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), table


_ALPHABET = frozenset(
    "abcdefghijklmnopqrstuvwxyzđ"
    + "".join(_compose(v, t) for v in "aăâeêioôơuưy" for t in ("", *_TONES))
)
_DECODERS: dict[Encoding, tuple[re.Pattern[str], dict[str, str]]] = {
    "tcvn3": _decoder(_tcvn3()),
    "vni": _decoder(_vni()),
}
