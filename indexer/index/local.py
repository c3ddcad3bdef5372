"""The index on one machine: SQLite, tantivy and FAISS behind the ``Index`` protocol."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import generation as generations
from indexer.accents import AccentModel
from indexer.documents import Clause, DocumentInfo, Page
from indexer.errors import IndexCorrupt
from indexer.index.lexical import Lexical
from indexer.index.opened import Opened
from indexer.index.protocol import Hit, Passage
from indexer.index.refusals import no_clause, no_document
from indexer.index.store import Store
from indexer.index.vectors import Vectors
from indexer.manifest import Manifest
from models import Encoder

STORE = "plans.sqlite"
LEXICAL = "lexical"
VECTORS = "vectors.f32"
ACCENTS = "accents.npz"


class LocalIndex(Opened):
    """One generation, open. ``close`` it, or use ``with``, when another takes its place."""

    def __init__(self, folder: Path, encoder: Encoder, verify: bool = True) -> None:
        super().__init__()
        with ExitStack() as stack:
            stack.enter_context(generations.hold(folder))
            self.manifest: Manifest = generations.verify(folder, hashes=verify)
            self._load(folder, encoder)
            self._held = stack.pop_all()

    def _load(self, folder: Path, encoder: Encoder) -> None:
        shape = (self.manifest.passages, self.manifest.encoder.dim)
        self.generation = self.manifest.generation
        self.encoder = encoder
        try:
            self.accents = AccentModel.load(folder / ACCENTS)
            self._store = Store(folder / STORE)
            self._lexical = Lexical.open(folder / LEXICAL)
            self._vectors = Vectors.open(folder / VECTORS, *shape)
            self._documents = self._store.infos()
            self._ranges = self._store.ranges()
        except Exception as error:  # hashes match, so it was written so: by another version
            raise IndexCorrupt(
                f"Không mở được thế hệ chỉ mục {folder}: {error!r}. Hãy lập lại: tracuu index · "
                f"Cannot open generation {folder}. Build again: tracuu index"
            ) from error

    def documents(self) -> Sequence[DocumentInfo]:
        """All documents, by id."""
        return tuple(self._documents.values())

    def document(self, document: str) -> DocumentInfo:
        """One document; raises ``NotFound``."""
        try:
            return self._documents[document]
        except KeyError:
            raise no_document(document) from None

    def text(self, document: str) -> str:
        """The canonical text; raises ``NotFound``."""
        return self._store.text(self.document(document).id)

    def problems(self, document: str) -> Sequence[str]:
        """What was met while reading it; raises ``NotFound``."""
        return self._store.problems(self.document(document).id)

    def pages(self, document: str) -> Sequence[Page]:
        """Pages in order; raises ``NotFound``."""
        return self._store.pages(self.document(document).id)

    def clauses(self, document: str) -> Sequence[Clause]:
        """Every clause in reading order, front and back matter included; raises ``NotFound``."""
        return self._store.clauses(self.document(document).id)

    def clause(self, document: str, path: str) -> Clause:
        """One clause; raises ``NotFound``."""
        found = self._store.clause(self.document(document).id, path)
        if found is None:
            raise no_clause(document, path)
        return found

    def _fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        return {passage.row: passage for passage in self._store.passages(rows)}

    def rows(self, document: str) -> Sequence[int]:
        """The rows of one document in reading order; raises ``NotFound``."""
        return range(*self._ranges.get(self.document(document).id, (0, 0)))

    def searchable(self) -> Iterator[tuple[int, str, str]]:
        """``(row, document, searchable text)`` of every row, in order."""
        return self._store.searchable()

    def frequency(self, terms: Collection[str]) -> dict[str, int]:
        """In how many rows each index term (``^``: marked, see ``lexical``) occurs; 0 if none."""
        return self._lexical.frequency(terms)

    def size(self) -> int:
        """How many rows there are."""
        return self.manifest.passages

    def search_terms(
        self, terms: Sequence[tuple[str, float]], limit: int, documents: Collection[str] | None
    ) -> list[Hit]:
        """BM25 over weighted index terms, best first; ``documents`` None means all."""
        limit = min(limit, self.size())
        return [Hit(*hit) for hit in self._lexical.search(terms, limit, documents)]

    def search_vector(
        self, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None
    ) -> list[Hit]:
        """Nearest rows by cosine, best first; exact. Unknown documents have no rows."""
        ranges = None
        if documents is not None:
            ranges = [self._ranges[name] for name in documents if name in self._ranges]
        return [Hit(*hit) for hit in self._vectors.search(vector, limit, ranges)]

    def vectors(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """``float32[n, dim]``, L2-normalised, in the order of ``rows``."""
        return self._vectors.take(rows)

    def quarantined(self) -> Sequence[tuple[str, str]]:
        """``(source, reason)`` of every file that could not be indexed."""
        return self._store.quarantined()

    def twins(self) -> Sequence[tuple[str, str]]:
        """``(source, the source with the same content that stands for it)``."""
        return [(r.source, r.same_as) for r in self.manifest.sources if r.same_as is not None]

    def close(self) -> None:
        """Let go of the files and of the hold that keeps ``prune`` away."""
        self._store.close()
        self._held.close()
