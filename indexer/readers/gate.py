"""The gate for pages: is the text that a tool gave the text that stands on the page?"""

from __future__ import annotations

import re

from indexer.syllables import is_possible
from indexer.text import words

#: A page with a larger share of impossible syllables is damaged (domain §0.4).
MOST_IMPOSSIBLE = 0.02
#: Fewer characters than this on a page with pictures or drawings: its text is in the picture.
FEW = 50
#: Glyphs without a Unicode value, as pdfminer writes them.
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_ODD = re.compile("[\ufffd\ue000-\uf8ff]")
#: No syllables, yet nothing wrong: units, small Roman numbers, habitual abbreviations.
_KNOWN = {"mm", "cm", "km", "kg", "ha", "ml", "kv", "kw", "cty", "vs", "th", "ph", "tp", "tx", "tt"}
_ROMAN = re.compile(r"[ivx]+", re.IGNORECASE)


def share_impossible(text: str) -> float:
    """The share of words that cannot be Vietnamese.

    A word counts once: a foreign name that a page repeats is no damage. Abbreviations (two
    capitals first), single letters and units are left out.
    """
    tokens = [w for w in words(text) if _counts(w)]
    if not tokens:
        return 0.0
    return len({w.lower() for w in tokens if not is_possible(w)}) / len(tokens)


def _counts(word: str) -> bool:
    # "TTr" and "UBND" are abbreviations; "ViÖt" and "nghÜa" are words in another encoding.
    if len(word) < 2 or not word.isalpha() or word[1].isupper():
        return False
    return word.lower() not in _KNOWN and not _ROMAN.fullmatch(word)


def damage(text: str) -> str | None:
    """What is wrong with the text of a page, or None."""
    unmapped = len(_UNMAPPED.findall(text)) + len(_ODD.findall(text))
    if unmapped > 3 and unmapped > 0.002 * len(text):
        return f"lớp chữ hỏng: {unmapped} ký tự không rõ mã · {unmapped} glyphs without a character"
    share = share_impossible(text)
    distinct = {w.lower() for w in words(text) if _counts(w) and not is_possible(w)}
    if share > MOST_IMPOSSIBLE and len(distinct) >= 5:
        return f"{share:.0%} số từ không phải âm tiết tiếng Việt · {share:.0%} impossible syllables"
    return None


def is_pictured(text: str, pictures: float, drawn: int) -> bool:
    """Hardly any text on a page that shows something."""
    return len(text.strip()) < FEW and (pictures > 0.05 or drawn > 50)
