"""What every open index does alike: knows its documents, keeps what it decoded, closes itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Self

from indexer.documents import DocumentInfo
from indexer.index.outline import Outline, numbers_of, told
from indexer.index.protocol import Passage
from indexer.index.refusals import no_document

_CACHED = 20_000  # passages kept decoded; about 2 kB each
_OUTLINED = 50_000  # outlines kept; less than 1 kB each


class Opened(ABC):
    """``close`` it, or use ``with``, when another generation takes its place."""

    def __init__(self) -> None:
        self._documents: dict[str, DocumentInfo] = {}  # by id, in the order of ids
        self._cache: dict[int, Passage] = {}
        self._outlines: dict[int, Outline] = {}

    @abstractmethod
    def _fetch(self, rows: Sequence[int]) -> Mapping[int, Passage]:
        """The passages of ``rows``, each named once, from where they are kept."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what it holds."""

    def documents(self) -> Sequence[DocumentInfo]:
        """All documents, by id."""
        return tuple(self._documents.values())

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

    def outlines(self, rows: Collection[int]) -> dict[int, Outline]:
        """The outlines of ``rows``."""
        cache = self._outlines
        found = {row: hit for row in rows if (hit := cache.get(row)) is not None}
        missing = [row for row in rows if row not in found]
        if missing:
            fresh = self._outlined(missing)
            found.update(fresh)
            # As in ``passages``.
            if len(cache) + len(fresh) > _OUTLINED:
                cache = self._outlines = {}
            cache.update(fresh)
        return found

    def _outlined(self, rows: Sequence[int]) -> Mapping[int, Outline]:
        """The outlines of ``rows``: from passages, where no others are kept."""
        return {row: outline_of(passage) for row, passage in self.passages(rows).items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


def outline_of(passage: Passage) -> Outline:
    """Of a passage that is decoded."""
    clause = told(asdict(passage.clause))
    numbers = numbers_of(clause, passage.context, passage.text)
    return Outline(passage.document, passage.text, clause.names, numbers)
