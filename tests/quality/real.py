"""The real plans, each file read once for all tests: recognising a scan takes up to half a minute.

What is given is shared: everything in it is frozen, and nobody changes the lists it holds.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from indexer import readers
from indexer.analyse import document_of
from indexer.documents import Document
from indexer.readers.lines import Reading


@lru_cache
def reading(path: Path) -> Reading:
    """What the readers make of ``path``, with OCR where it has no text of its own."""
    return readers.read(path)


@lru_cache
def document(path: Path) -> Document:
    """The document of ``path``, named as its file is."""
    return document_of(reading(path), path, path.stem, path.name)
