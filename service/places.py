"""Places a question names, as filters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer import reference
from indexer.text import fold_chars, has_marks

_LEVEL = re.compile(r"\b(tinh|thanh pho|tp|huyen|xa|phuong|quan)\s*\.?\s*$")
#: Names of provinces that are common words too: "peace", "as high as".
_COMMON_WORDS = frozenset({"hoa binh", "cao bang"})


def _is_name(text: str, start: int, name: str, place: str) -> bool:
    """Whether ``name``, at ``start`` of the question, is the place and not the common words.

    Capitals tell where there are any. Who types none, but marks, means a province by its name; of a
    commune called "Đoàn Kết" the words are likelier meant.
    """
    if text[start].isupper():
        return True
    first, *others = text.split()
    if any(map(_is_capitalised, others)):
        return False
    if not has_marks(text):
        return True
    is_province = place in reference.load().province_by_id
    return is_province and not _is_capitalised(first) and name not in _COMMON_WORDS


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def places_in(
    text: str, restored: str, known: Sequence[tuple[str, str]]
) -> tuple[tuple[str, ...], str | None, str]:
    """Places named in the question, the level said with them, and the reading without them."""
    folded = fold_chars(restored)
    found: list[str] = []
    level: str | None = None
    taken: list[tuple[int, int]] = []
    for name, place in sorted(known, key=lambda k: -len(k[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            before = _LEVEL.search(folded[: match.start()])
            if not (before or _is_name(text, match.start(), name, place)):
                continue
            taken.append(match.span())
            found.append(place)
            level = before.group(1) if before else level
    rest = restored
    for start, end in taken:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return tuple(dict.fromkeys(found)), level, rest
