"""What was odd while reading, for whoever runs the service: of one document, and of them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.documents import DocumentInfo, Page
from indexer.index.protocol import Index

#: Lines of one sort shown on a page; ``tracuu documents --problems`` has them all.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Oddities:
    """Of the documents of one page of the list, and of all files that are not in it.

    ``documents``: a document and what was odd about it. ``left_out`` and ``twins`` are at most
    ``SHOWN``; the counts are of all.
    """

    documents: tuple[tuple[DocumentInfo, tuple[str, ...]], ...]
    left_out: tuple[tuple[str, str], ...]
    left_out_count: int
    twins: tuple[tuple[str, str], ...]
    twins_count: int

    @property
    def ids(self) -> frozenset[str]:
        """The documents that something was odd about."""
        return frozenset(info.id for info, _ in self.documents)

    @property
    def count(self) -> int:
        """How many lines there are to show or to count."""
        return len(self.documents) + self.left_out_count + self.twins_count


def of_documents(index: Index, shown: Iterable[DocumentInfo]) -> Oddities:
    """What there is to know beside a page of the list of documents."""
    told = ((info, tuple(index.problems(info.id))) for info in shown)
    left_out, twins = index.quarantined(), index.twins()
    return Oddities(
        tuple((info, problems) for info, problems in told if problems),
        tuple(left_out[:SHOWN]),
        len(left_out),
        tuple(twins[:SHOWN]),
        len(twins),
    )


def recognised(pages: Sequence[Page]) -> str:
    """Pages read by OCR, as people write them; "" for none.

    >>> recognised([Page(n, 0, 0, "ocr") for n in (1, 2, 3, 7)])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(page.number for page in pages if page.obtained == "ocr"):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
