"""Which questions are judged together: those of some plans, by weights that never saw them."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence

FOLDS = 6
#: Folds are joined to so many parts, each left out of what readers learn that measure it.
PARTS = 2

#: A line of a file of questions with known answers.
Row = Mapping[str, object]


def answering_of(row: Row) -> tuple[str, ...]:
    """The documents that answer a question."""
    expect: dict[str, object] = row["expect"]  # type: ignore[assignment]
    return tuple(sorted(document for document, wanted in expect.items() if wanted))


def folds(rows: Sequence[Row]) -> dict[str, int]:
    """The fold of each document that answers: those with most questions are dealt out first."""
    counts = Counter(document for row in rows for document in answering_of(row))
    sizes, out = [0] * FOLDS, {}
    for document, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        out[document] = sizes.index(min(sizes))
        sizes[out[document]] += count
    return out


def home(row: Row, fold: Mapping[str, int]) -> int:
    """The fold a question is judged in: of the first document that answers, else any."""
    answering = answering_of(row)
    return fold[answering[0]] if answering else by_name(str(row["id"]))


def by_name(question_id: str) -> int:
    """The fold of a question that no document answers."""
    return zlib.crc32(question_id.encode()) % FOLDS
