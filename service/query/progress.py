"""How far something has come: "Tiến độ xây nhà ga ra sao?".

A plan says what is to be done; a clause that tells neither what has been done nor by when does not
say how far it has come, however much it says of the thing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text import fold_chars

_ASKS = re.compile(
    r"\btien do\b.* (?:ra sao|(?:nhu )?the nao|den dau|toi dau)\b"
    r"|\b(?:how is|what is|what's) the (?:progress|status) of\b|\bhow far (?:along )?(?:has|is)\b"
)
#: Folded: a share, what was done, a time.
_TOLD = re.compile(
    r"\d ?%|\bda (?!dang)|\bhoan thanh\b|\bden nay\b|\btinh den\b|\bquy [ivx\d]|\bthang \d"
    r"|\bngay \d|\bnam (?:19|20)\d\d\b|\btien do (?:thuc hien|hoan thanh)\b"
)


@lru_cache(maxsize=1024)  # asked of every plan
def asks(text: str) -> bool:
    """Whether a question asks how far something has come.

    >>> asks("Tiến độ xây nhà ga đến đâu rồi?"), asks("Ai đôn đốc tiến độ xây nhà ga?")
    (True, False)
    """
    return bool(_ASKS.search(fold_chars(text)))


def is_told(text: str) -> bool:
    """Whether a clause tells what has been done, or by when."""
    return bool(_TOLD.search(fold_chars(text)))
