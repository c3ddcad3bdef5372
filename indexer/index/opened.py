"""What every open index does alike: knows its documents, keeps what it decoded, closes itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.documents import DocumentInfo
from indexer.index.outline import numbers_of, told
from indexer.index.outlines import Outlines
from indexer.index.protocol import Passage
from indexer.index.refusals import no_document

_CACHED = 20_000  # passages kept decoded; about 2 kB each


class Opened(ABC):
    """``close`` it, or use ``with``, when another generation takes its place."""

    def __init__(self) -> None:
        self._documents: dict[str, DocumentInfo] = {}  # by id, in the order of ids
        self._listed: tuple[DocumentInfo, ...] = ()
        self._cache: dict[int, Passage] = {}

    @abstractmethod
    def _fetch(self, rows: Sequence[int]) -> Mapping[int, Passage]:
        """The passages of ``rows``, each named once, from where they are kept."""

    @abstractmethod
    def rows(self, document: str) -> Sequence[int]:
        """The rows of one document in reading order; raises ``NotFound``."""

    @abstractmethod
    def vectors(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """``float32[n, dim]``, L2-normalised, in the order of ``rows``."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what it holds."""

    def documents(self) -> Sequence[DocumentInfo]:
        """All documents, by id."""
        if len(self._listed) != len(self._documents):
            self._listed = tuple(self._documents.values())
        return self._listed

    def document(self, document: str) -> DocumentInfo:
        """One document; raises ``NotFound``."""
        try:
            return self._documents[document]
        except KeyError:
            raise no_document(document) from None

    def passages(self, rows: Collection[int]) -> dict[int, Passage]:
        """The passages of ``rows``."""
        cache = self._cache
        found = {int(row): hit for row in rows if (hit := cache.get(int(row))) is not None}
        missing = sorted({int(row) for row in rows} - found.keys())
        if missing:
            fresh = self._fetch(missing)
            found.update(fresh)
            # A full cache is replaced, not emptied: other threads may be reading it.
            if len(cache) + len(fresh) > _CACHED:
                cache = self._cache = {}
            cache.update(fresh)
        return found

    def outlines(self, rows: Sequence[int]) -> Outlines:
        """The outlines of ``rows``, in that order: told of passages, where none are kept."""
        read = self.passages(rows)
        passages = [read[row] for row in rows]
        clauses = [told(asdict(passage.clause)) for passage in passages]
        numbers = [
            numbers_of(clause, passage.context, passage.text)
            for clause, passage in zip(clauses, passages, strict=True)
        ]
        return Outlines.of([p.document for p in passages], [c.names for c in clauses], numbers)

    def cosines(self, rows: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of ``rows`` to a vector, ``float32[n]``."""
        found: NDArray[np.float32] = self.vectors(rows) @ vector
        return found

    def texts(self, rows: Collection[int]) -> dict[int, str]:
        """The texts of the passages of ``rows``."""
        return {row: passage.text for row, passage in self.passages(rows).items()}

    def headings(self, document: str) -> Collection[str]:
        """What stands above the passages of a document, each once; raises ``NotFound``."""
        above = (passage.context for passage in self.passages(self.rows(document)).values())
        return dict.fromkeys(chain.from_iterable(above))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
