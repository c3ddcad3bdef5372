"""The index on one machine: SQLite, tantivy and FAISS behind the ``Index`` protocol."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import generation as generations
from indexer.accents import AccentModel
from indexer.documents import Clause, DocumentInfo, Page
from indexer.errors import IndexCorrupt
from indexer.index import rough, sameness
from indexer.index.lexical import Lexical
from indexer.index.opened import Opened
from indexer.index.outlines import GenerationOutlines, Outlines
from indexer.index.phrases import Phrase, most
from indexer.index.protocol import Hit, Passage
from indexer.index.refusals import no_clause
from indexer.index.rows import Held, Rows, apart
from indexer.index.store import Store
from indexer.index.vectors import OnDisk, Scattered, Vectors
from indexer.index.volume import Volume, numbers
from indexer.manifest import Manifest
from models import Encoder

ACCENTS = "accents.npz"
CODES = "vectors.codes"


class LocalIndex(Opened):
    """One generation, open. ``close`` it, or use ``with``, when another takes its place."""

    def __init__(self, folder: Path, encoder: Encoder, verify: bool = True) -> None:
        super().__init__()
        with ExitStack() as stack:
            stack.enter_context(generations.hold(folder))
            self.manifest: Manifest = generations.verify(folder, hashes=verify)
            self._load(folder, encoder)
            self._hold = stack.pop_all()

    def _load(self, folder: Path, encoder: Encoder) -> None:
        dim = self.manifest.encoder.dim
        self.generation = self.manifest.generation
        self.encoder = encoder
        try:
            self.accents = AccentModel.load(folder / ACCENTS)
            volumes = {n: Volume(folder, n) for n in numbers(f.name for f in self.manifest.files)}
            self._stores = {n: volume.store() for n, volume in volumes.items()}
            self._number()
            self._outlines = GenerationOutlines({n: v.outlines() for n, v in volumes.items()})
            self._lexical = Lexical.open([volume.lexical for volume in volumes.values()])
            self._vectors = self._meaning(volumes, folder / CODES, dim)
        except (OSError, MemoryError) as error:  # hashes match, so the machine is what fails
            raise IndexCorrupt(
                f"Máy chưa mở được thế hệ chỉ mục {folder}: {error!r}. Hãy xem đĩa, thư mục tạm, "
                "bộ nhớ rồi thử lại; vẫn vậy thì lập lại: tracuu index · The machine could not "
                "open the generation: look at the disk, the folder for temporary files and memory, "
                "then try again; if that does not help, build again: tracuu index"
            ) from error
        except Exception as error:  # hashes match, so it was written so: by another version
            raise IndexCorrupt(
                f"Không mở được thế hệ chỉ mục {folder}: {error!r}. Hãy lập lại: tracuu index · "
                f"Cannot open generation {folder}. Build again: tracuu index"
            ) from error

    def _meaning(self, volumes: Mapping[int, Volume], coded: Path, dim: int) -> Vectors:
        files = {n: OnDisk(volume.meaning, dim) for n, volume in volumes.items()}
        copies = {n: v.copy for n, v in volumes.items() if v.copy.exists()}  # older ones have none
        copy = None
        if len(copies) == len(volumes):
            mapped = {n: rough.Copy(path, dim) for n, path in copies.items()}
            copy = Scattered(mapped, self._rows, dim)
        return Vectors.open(Scattered(files, self._rows, dim), coded, copy)

    def _number(self) -> None:
        """What is known of all documents, and the rows of their passages."""
        held: dict[str, Held] = {}
        wordings: dict[str, str] = {}
        infos: dict[str, DocumentInfo] = {}
        for number, store in self._stores.items():
            infos |= store.infos()
            for entry in store.entries():
                held[entry.document] = Held(number, entry.first, entry.end)
                wordings[entry.document] = entry.wording
        self._documents = {name: infos[name] for name in sorted(infos)}
        self._held = held
        self._rows = Rows(held)
        self._same = sameness.notes(wordings)

    def _store(self, document: str) -> Store:
        """The store of the volume it lies in; raises ``NotFound``."""
        return self._stores[self._held[self.document(document).id].volume]

    def text(self, document: str) -> str:
        """The canonical text; raises ``NotFound``."""
        return self._store(document).text(document)

    def problems(self, document: str) -> Sequence[str]:
        """What was met while reading it; raises ``NotFound``."""
        found = self._store(document).problems(document)
        return (*found, self._same[document]) if document in self._same else found

    def pages(self, document: str) -> Sequence[Page]:
        """Pages in order; raises ``NotFound``."""
        return self._store(document).pages(document)

    def clauses(self, document: str) -> Sequence[Clause]:
        """Every clause in reading order, front and back matter included; raises ``NotFound``."""
        return self._store(document).clauses(document)

    def clause(self, document: str, path: str) -> Clause:
        """One clause; raises ``NotFound``."""
        found = self._store(document).clause(document, path)
        if found is None:
            raise no_clause(document, path)
        return found

    def _fetch(self, rows: Sequence[int]) -> dict[int, Passage]:
        inside = self._inside(rows)
        found = (p for n, wanted in inside.items() for p in self._stores[n].passages(wanted))
        return {passage.row: passage for passage in found}

    def outlines(self, rows: Sequence[int]) -> Outlines:
        """The outlines of ``rows``, in that order."""
        return self._outlines.at(self._rows.places(rows), self._rows.documents(rows))

    def texts(self, rows: Collection[int]) -> dict[int, str]:
        """The texts of the passages of ``rows``."""
        found: dict[int, str] = {}
        for number, wanted in self._inside(rows).items():
            found |= self._stores[number].texts(wanted)
        return found

    def headings(self, document: str) -> Collection[str]:
        """What stands above the passages of a document, each once; raises ``NotFound``."""
        return self._store(document).headings(document)

    def phrases(self) -> Sequence[Phrase]:
        """Headings, bodies and what figures count: those that plans say most, most first."""
        return most(chain.from_iterable(store.phrases() for store in self._stores.values()))

    def _inside(self, rows: Iterable[int]) -> dict[int, dict[int, int]]:
        """By volume: the number of a passage there → its row."""
        there = np.array([row for row in rows if 0 <= row < self._rows.size], np.int64)
        inside: defaultdict[int, dict[int, int]] = defaultdict(dict)
        columns = (there, *apart(self._rows.places(there)))
        for row, volume, number in zip(*(c.tolist() for c in columns), strict=True):
            inside[volume][number] = row
        return inside

    def rows(self, document: str) -> Sequence[int]:
        """The rows of one document in reading order; raises ``NotFound``."""
        return range(*self._rows.ranges[self.document(document).id])

    def searchable(self) -> Iterator[tuple[int, str, str]]:
        """``(row, document, searchable text)`` of every row, in order."""
        for name, (first, _) in self._rows.ranges.items():
            for row, text in enumerate(self._store(name).searchable(name), first):
                yield row, name, text

    def frequency(self, terms: Collection[str]) -> dict[str, int]:
        """In how many rows each index term (``^``: marked, see ``lexical``) occurs; 0 if none."""
        return self._lexical.frequency(terms)

    def size(self) -> int:
        """How many rows there are."""
        return self.manifest.passages

    def search_terms(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        documents: Collection[str] | None,
        figures: bool = False,
    ) -> list[Hit]:
        """BM25 over weighted index terms, best first; ``documents`` None means all.

        ``figures``: only rows that state some.
        """
        limit = min(limit, self.size())
        places, scores = self._lexical.search(terms, limit, documents, figures)
        rows = self._rows.rows(places).tolist()
        return sorted(map(Hit, rows, scores), key=lambda hit: (-hit.score, hit.row))

    def search_vector(
        self,
        vector: NDArray[np.float32],
        limit: int,
        documents: Collection[str] | None,
        figures: bool = False,
    ) -> list[Hit]:
        """Nearest rows by cosine, best first; exact. Unknown documents have no rows.

        ``figures``: only rows that state some.
        """
        ranges = None
        if documents is not None:
            found = self._rows.ranges
            ranges = [found[name] for name in documents if name in found]
        only = self._figures if figures else None
        return list(map(Hit._make, self._vectors.search(vector, limit, ranges, only)))

    @cached_property
    def _figures(self) -> NDArray[np.bool_]:
        """Which rows state figures."""
        return self._outlines.figures(self._held[name] for name in self._rows.ranges)

    def vectors(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """``float32[n, dim]``, L2-normalised, in the order of ``rows``."""
        return self._vectors.take(rows)

    def cosines(self, rows: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of ``rows`` to a vector, ``float32[n]``."""
        return self._vectors.cosines(rows, vector)

    def quarantined(self) -> Sequence[tuple[str, str]]:
        """``(source, reason)`` of every file that could not be indexed."""
        return [(r.source, r.reason) for r in self.manifest.sources if r.reason is not None]

    def twins(self) -> Sequence[tuple[str, str]]:
        """``(source, the source with the same content that stands for it)``."""
        return [(r.source, r.same_as) for r in self.manifest.sources if r.same_as is not None]

    def rest(self) -> None:
        """Hold nothing that a process must not share with one that it forks."""
        for store in self._stores.values():
            store.close()

    def close(self) -> None:
        """Let go of the files and of the hold that keeps ``prune`` away."""
        for store in self._stores.values():
            store.close()
        self._hold.close()
