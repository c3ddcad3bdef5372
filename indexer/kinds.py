"""Kinds of document: what they are called, how their numbers say them, their English names.

Codes: Nghị định 30/2020/NĐ-CP, Phụ lục III; those of resolutions, decrees and circulars stand in
Luật Ban hành văn bản quy phạm pháp luật.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.text import fold_chars


class Kind(NamedTuple):
    """``code``: as in a document's number, "" where none is; ``verb``: the name is a verb too."""

    name: str
    code: str
    english: tuple[str, ...] = ()
    verb: bool = False

    @property
    def folded(self) -> str:
        """The name, folded."""
        return fold_chars(self.name)


KINDS = (
    Kind("Kế hoạch", "KH", ("plan",)),
    Kind("Quyết định", "QĐ", ("decision",)),
    Kind("Nghị quyết", "NQ", ("resolution",)),
    Kind("Nghị định", "NĐ", ("decree",)),
    Kind("Chỉ thị", "CT", ("directive",)),
    Kind("Thông tư", "TT", ("circular",)),
    Kind("Luật", "", ("law",)),
    Kind("Công văn", "CV", ("letter", "dispatch")),
    Kind("Công điện", "CĐ"),
    Kind("Kết luận", "KL", ("conclusion",)),
    Kind("Thông báo", "TB", ("notice",), verb=True),
    Kind("Hướng dẫn", "HD", ("guidance", "guidelines"), verb=True),
    Kind("Báo cáo", "BC", verb=True),
    Kind("Tờ trình", "TTr"),
    Kind("Quy chế", "QC"),
)

#: Folded: what a question calls a kind, and the code of its numbers.
CODES = {kind.folded: fold_chars(kind.code) for kind in KINDS}
#: English names, and what each is called here, folded.
ENGLISH = {name: kind.folded for kind in KINDS for name in kind.english}
#: Names that are verbs too, folded: "thông báo 3 lần" names no document.
VERBS = frozenset(kind.folded for kind in KINDS if kind.verb)
