"""Images of pages, to text. Light to import: the child processes import this package too."""

from __future__ import annotations

from pathlib import Path

from indexer.readers.lines import Reading

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")


def read(path: Path) -> Reading:
    """An image file (a TIFF may hold many pages) as a document."""
    from indexer.readers.ocr import reading

    return reading.read(path)
