"""What a plan comes from: the decision that promulgates it, the policy it carries out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.documents import DocumentInfo
from indexer.facts import laws

#: A policy of the state or the Party, which plans carry out; laws and decrees are only bases.
_ABOVE = re.compile(r"/(?:QĐ-TTg|NQ-CP|CT-TTg|NQ-QH\d*|\d{4}/QH\d+)$|-(?:NQ|CT|KL|QĐ)/TW$|/QĐ-B")
_ATTACHED = re.compile(r"(?:Kèm theo|Ban hành kèm theo)\s+Quyết định", re.IGNORECASE)
_CARRIES_OUT = re.compile(r"^(?:Thực hiện|Triển khai|Để )")


def parent(info: DocumentInfo, front: Sequence[str], penned: bool) -> str | None:
    """The number of what a plan comes from.

    The decision it is attached to, unless that is its own number; else what its title carries out;
    else the first policy of the state its preamble names, or else what that says it carries out.
    """
    if not info.is_plan:
        return None
    attached = [] if penned else [n for x in front if _ATTACHED.search(x) for n in _numbers(x)]
    titled = _numbers(info.title)
    preamble = [line for line in front if len(line) > 60 and not _ATTACHED.search(line)]
    policies = [n for line in preamble for n in _numbers(line) if _ABOVE.search(n)]
    carried = [n for line in preamble if _CARRIES_OUT.match(line) for n in _numbers(line)]
    found = (*attached, *titled, *policies, *carried)
    return next((number for number in found if number != info.number), None)


def _numbers(text: str) -> list[str]:
    return [law.number for law in laws.find(text, 0) if law.number and law.kind != "Luật"]
