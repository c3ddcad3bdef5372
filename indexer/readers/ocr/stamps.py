"""What was put on a page after it was written: incoming-mail stamps, notes of signatures.

Both are furniture. Nghị định 30/2020/NĐ-CP fixes what they say (Phụ lục I and IV): a stamp names
the office, "ĐẾN", a number, a date and to whom it goes; a signature the signer and the time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.readers.layout.rows import Row
from indexer.text import fold_chars

#: Compared without marks, which OCR loses first.
_INCOMING = re.compile(
    r"cong van den\b|^den(?:$|\s+(?:gio|ngay|so)\s?[:.…])"
    r"|\b(?:gio|ngay|chuyen)\s*[:;]?\s?[.…·_]{2,}"
    r"|^(?:gio|so den|ngay den|kinh chuyen|luu ho so(?: so)?)\s*[:;.…]"
)
#: Dots to be written on: a form, where a frame stands around them.
_DOTTED = re.compile(r"[.…·]{4,}")
_SIGNER = re.compile(r"\b(?:nguoi ky|(?:duoc )?ky (?:so )?boi)\s*[:;.]")
_SIGNED = re.compile(r"\b(?:thoi gian|ngay|gio) ky\s*[:;.]")
#: The lines of one note stand within this many letter sizes.
_NOTE = 9.0
#: Two lines of a stamp stand no further apart than this many.
_NEAR = 3.0
#: A stamp stands in the upper part of the page.
_UPPER = 0.5


def is_incoming(text: str) -> bool:
    """Whether the words inside a frame are those of an incoming-mail stamp.

    >>> is_incoming("ĐẾN Giờ:....... Ngày:.......")
    True
    """
    return bool(_DOTTED.search(text) or _INCOMING.search(fold_chars(text)))


def notes(pieces: Sequence[Row], height: float) -> set[int]:
    """Which of ``pieces`` (from top to bottom) are notes of a signature, or an unframed stamp.

    One line alone is never taken off: a plan may well have a line "Người ký: …".
    """
    texts = [fold_chars(piece.text) for piece in pieces]
    found: set[int] = set()
    for i, text in enumerate(texts):
        if _SIGNER.search(text):
            below = [j for j in range(i, len(pieces)) if _is_below(pieces[i], pieces[j], _NOTE)]
            last = max((j for j in below if _SIGNED.search(texts[j])), default=None)
            if last is not None:
                found.update(j for j in below if j <= last)
    upper = [
        i
        for i, text in enumerate(texts)
        if pieces[i].bottom < _UPPER * height and _INCOMING.search(text)
    ]
    for i, j in zip(upper, upper[1:], strict=False):
        if _is_below(pieces[i], pieces[j], _NEAR):
            found.update((i, j))
    return found


def _is_below(first: Row, other: Row, sizes: float) -> bool:
    """Within so many letter sizes below ``first``, and over it or under it."""
    near = -2 * first.size < other.top - first.bottom < sizes * first.size
    return near and other.x0 < first.x1 and first.x0 < other.x1
