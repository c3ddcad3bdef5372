"""Questions whether a plan has something: "kế hoạch có nhắc đến HIV không?".

The words they ask with are no subject, and what they ask about must be said: a plan that speaks
of something near it is no evidence that it has the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.text import fold_chars

_WHETHER = re.compile(r"\bco\b.*?\b(?:hay )?(?:khong|chua)[\s?.!]*$")
_FRAME = re.compile(
    r"\b(?:ke hoach (?:nao |nay )?)?co (?:(?:muc|doan|ke hoach|quy dinh|noi dung) nao )?"
    r"(?:(?:nhac|noi|de cap|quy dinh|neu|ghi)(?: (?:gi )?(?:den|toi|ve|ro))*|ke hoach nao)?"
)
_END = re.compile(r"\b(?:hay )?(?:khong|chua)(?=[\s?.!]*$)")


@lru_cache(maxsize=1024)  # asked again of each plan
def asks(text: str) -> bool:
    """Whether a Vietnamese question asks "có … không?".

    >>> asks("Kế hoạch có nhắc đến HIV không?"), asks("Xã nào không có ma túy?")
    (True, False)
    """
    return bool(_WHETHER.search(fold_chars(text)))


_DENIED = re.compile(
    r"\b(?:ke hoach|van ban|tinh|huyen|xa|dia phuong|noi) nao (?:deu |he )*(?:khong|chua)"
    r" (?:he )?(?:co\b|dat\b|neu\b|nhac|noi (?:den|toi|ve)|de cap|quy dinh|ghi\b|giao\b|bo tri)"
    r"|\b(?:which|what) (?:plans?|documents?|provinces?) (?:do not|does not|don't|doesn't"
    r"|have no|has no|lacks?|never|omits?|fails? to)\b"
)


#: The reason then, in Vietnamese and in English.
LACKING = (
    "Câu hỏi hỏi điều kế hoạch không có, điều đó không trích dẫn được. Hãy hỏi điều kế hoạch có.",
    "The question asks what a plan lacks, which no quotation shows. Ask for what plans have.",
)


@lru_cache(maxsize=1024)  # asked again of each plan
def denies(text: str) -> bool:
    """Whether a question asks which plans lack something: no quotation can show that.

    >>> denies("Kế hoạch nào không đặt chỉ tiêu?"), denies("Kế hoạch nào có chỉ tiêu?")
    (True, False)
    """
    return bool(_DENIED.search(fold_chars(text)))


def frames(text: str) -> Iterator[re.Match[str]]:
    """The words it asks with, from "có" to what is meant, and "không"."""
    folded = fold_chars(text)
    if asks(text):
        yield from (m for m in (_FRAME.search(folded), _END.search(folded)) if m)
