"""The small protocol every index speaks, on one machine or many.

A *row* is the number of a searchable clause in one generation, from 0; rows mean nothing outside
the generation they came from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from indexer.accents import AccentModel
from indexer.documents import Clause, DocumentInfo, Page
from indexer.index.outlines import Outlines
from indexer.index.phrases import Phrase
from models import Encoder


class Hit(NamedTuple):
    """A row and its score, higher is better (BM25, or cosine in [-1, 1])."""

    row: int
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A searchable clause with what ranking needs of it, so that no second look-up is needed.

    ``context`` holds the headings above (outermost first); ``text`` is the quotation
    (``canonical[start:end]``). ``ocr``: it begins on a page that was read by OCR.
    """

    row: int
    document: str
    clause: Clause
    context: tuple[str, ...]
    text: str
    ocr: bool = False


@runtime_checkable
class Index(Protocol):
    """One generation, read-only and safe to use from many threads."""

    generation: str
    encoder: Encoder
    accents: AccentModel

    def documents(self) -> Sequence[DocumentInfo]:
        """All documents, by id."""

    def document(self, document: str) -> DocumentInfo:
        """One document; raises ``NotFound``."""

    def text(self, document: str) -> str:
        """The canonical text; raises ``NotFound``."""

    def problems(self, document: str) -> Sequence[str]:
        """What was met while reading it; raises ``NotFound``."""

    def pages(self, document: str) -> Sequence[Page]:
        """Pages in order; raises ``NotFound``."""

    def clauses(self, document: str) -> Sequence[Clause]:
        """Every clause in reading order, front and back matter included; raises ``NotFound``."""

    def clause(self, document: str, path: str) -> Clause:
        """One clause; raises ``NotFound``."""

    def passages(self, rows: Collection[int]) -> dict[int, Passage]:
        """The passages of ``rows``."""

    def outlines(self, rows: Sequence[int]) -> Outlines:
        """The outlines of ``rows``, in that order: much cheaper than ``passages``."""

    def texts(self, rows: Collection[int]) -> dict[int, str]:
        """The texts of the passages of ``rows``, without their clauses."""

    def headings(self, document: str) -> Collection[str]:
        """What stands above its passages, each once; raises ``NotFound``. Cheaper than those."""

    def phrases(self) -> Sequence[Phrase]:
        """Headings, bodies and what figures count: those that plans say most, most first."""

    def rows(self, document: str) -> Sequence[int]:
        """The rows of one document in reading order; raises ``NotFound``."""

    def frequency(self, terms: Collection[str]) -> dict[str, int]:
        """In how many rows each index term (see ``indexer.text.terms``) occurs; 0 if none."""

    def size(self) -> int:
        """How many rows there are."""

    def search_terms(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        documents: Collection[str] | None,
        figures: bool = False,
    ) -> list[Hit]:
        """BM25 over weighted index terms, best first; ``documents`` None means all.

        ``figures``: only rows that state a figure to reach, or a sum of money.
        """

    def search_vector(
        self,
        vector: NDArray[np.float32],
        limit: int,
        documents: Collection[str] | None,
        figures: bool = False,
    ) -> list[Hit]:
        """Nearest rows by cosine, best first; exact. ``figures``: as of ``search_terms``."""

    def vectors(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """``float32[n, dim]``, L2-normalised, in the order of ``rows``."""

    def cosines(self, rows: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of ``rows`` to a vector, ``float32[n]``; cheaper than to ask for ``vectors``."""

    def quarantined(self) -> Sequence[tuple[str, str]]:
        """``(source, reason)`` of every file that could not be indexed."""

    def twins(self) -> Sequence[tuple[str, str]]:
        """``(source, the source with the same content that stands for it)``."""


class OpenIndex(Index, Protocol):
    """An index that holds files or a connection: ``close`` it, or use ``with``."""

    def close(self) -> None:
        """Let go of what it holds."""

    def __enter__(self) -> Self:
        """Return the index."""

    def __exit__(self, *raised: object) -> None:
        """Close it."""
