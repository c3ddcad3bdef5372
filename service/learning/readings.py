"""What the closer reader is given to read: ``python -m service.learning.readings --help``.

Asks questions as ``ask`` does and writes each pair that was read closely, as JSON lines
{"asked": …, "said": …}: ``models.train.distil_reader`` learns from them. Nothing known of answers
is looked at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import indexer.index
from indexer.errors import BadQuestion
from indexer.index import Index
from models.encoder import Vectors
from models.reader import reader
from models.reranker import reranker
from service.learning.folds import Row
from service.learning.tuning import FIELDS, found_of, read_rows
from service.query.scope import Sent
from service.query.understanding import understood
from service.retrieve import reranking
from service.retrieve.reranking import CrossEncoder, Readers

Pair = tuple[str, str]


class Listening:
    """A reader that keeps what it is given, in its order and once."""

    def __init__(self, closer: CrossEncoder) -> None:
        self._closer = closer
        self.pairs: dict[Pair, None] = {}

    def read(self, question: str, passages: Sequence[str]) -> Vectors:
        """What the reader tells."""
        self.pairs |= dict.fromkeys((question, text) for text in passages)
        return self._closer.read(question, passages)


def given(index: Index, rows: Iterable[Row]) -> list[Pair]:
    """Every pair read closely of the questions, in their forms; those that say nothing are left."""
    closer = Listening(reader())
    readers = Readers(reranker(index.encoder), closer)
    for text in (row[form] for row in rows for form in FIELDS if row.get(form)):
        try:
            read = understood(index, str(text), Sent())
        except BadQuestion:
            continue
        first = reranking.first_of(found_of(index, read))
        reranking.read(read.question, first, readers)
    return list(closer.pairs)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Write what the closer reader is given to read.")
    parser.add_argument("index")
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = read_rows(options.questions)
    with indexer.index.open(options.index) as index, options.out.open("w", encoding="utf-8") as out:
        for asked, said in given(index, rows):
            out.write(json.dumps({"asked": asked, "said": said}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
