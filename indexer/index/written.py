"""A text as it is indexed, put together from what stands between its blanks.

Plans write the same few ten thousand such pieces again and again, so each is taken apart once. No
word reaches over a blank; document numbers do, and are looked for in the whole text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from struct import pack
from typing import NamedTuple
from zlib import crc32

from indexer.text import document_numbers, figure_term, fold_chars, nfc, place_tone, words
from models.known import Known

#: Characters; a longer "word" is noise, and tantivy would drop it with a warning.
LONGEST = 250
_KNOWN = 65_536  # pieces kept


class _Terms(NamedTuple):
    """Of a piece: its folded words, and each word twice, so that pairs come of joining pieces.

    ``words`` are joined by blanks. ``folded`` and ``marked`` of ``x/y`` are ``x x_y y``.
    """

    words: str
    folded: str
    marked: str
    is_long: bool


def _terms_of(piece: str) -> _Terms | None:
    found = words(nfc(piece))
    if not found:
        return None
    folded = [figure_term(fold_chars(word)) for word in found]
    marked = [place_tone(word) for word in found]
    long = max(map(len, (*folded, *marked))) > LONGEST // 2 - 1
    return _Terms(" ".join(folded), _twice(folded), _twice(marked), long)


_terms = Known(_terms_of, _KNOWN)


def _twice(found: Sequence[str]) -> str:
    return " ".join((found[0], *(f"{a}_{b}" for a, b in pairwise(found)), found[-1]))


def searchable(text: str) -> tuple[str, str]:
    """``indexer.text.terms`` and ``marked_terms``, joined by blanks; none longer than ``LONGEST``.

    >>> searchable("Sở Y tế")[0]
    'so y te so_y y_te'
    """
    found = list(filter(None, map(_terms.__getitem__, text.split())))
    if not found:
        return "", ""
    said, folded, marked, long = zip(*found, strict=True)
    parts = (" ".join(said), _pairs(folded), *document_numbers(nfc(text)))
    terms, accented = " ".join(filter(None, parts)), _pairs(marked)
    return (_short(terms), _short(accented)) if any(long) else (terms, accented)


def _pairs(twice: Sequence[str]) -> str:
    joined = "_".join(twice)  # but for the outermost words all are in pairs now
    return joined[joined.index(" ") + 1 : joined.rindex(" ")]


def _short(terms: str) -> str:
    return " ".join(term for term in terms.split(" ") if len(term) <= LONGEST)


def number_of(term: str) -> int:
    """An index term that is no pair, as a number that is not 0."""
    return crc32(term.encode()) or 1


def _numbers_of(piece: str) -> bytes:
    found = words(fold_chars(nfc(piece)))
    return pack(f"<{len(found)}I", *(number_of(figure_term(word)) for word in found))


_numbers = Known(_numbers_of, _KNOWN)


def numbers(text: str) -> bytes:
    """``number_of`` every word in order, four bytes each, little-endian."""
    return b"".join(map(_numbers.__getitem__, text.split()))
