"""Where a page of a ranked list begins: the number of its first entry, as text."""

from __future__ import annotations

import re

from indexer.errors import BadQuestion

_NUMBER = re.compile(r"[0-9]{1,6}")


def first(cursor: str | None, most: int = 999_999) -> int:
    """The number of the entry a page begins with, ``most`` at most; raises ``BadQuestion``.

    >>> first(None), first("20")
    (0, 20)
    """
    if not cursor:
        return 0
    if not _NUMBER.fullmatch(cursor) or int(cursor) > most:
        raise BadQuestion(
            "cursor không hợp lệ: hãy dùng giá trị next. / bad cursor: use next.", "cursor"
        )
    return int(cursor)


def following(end: int, total: int) -> str | None:
    """The cursor of the page after one that ends before entry ``end``; None after the last."""
    return str(end) if end < total else None
