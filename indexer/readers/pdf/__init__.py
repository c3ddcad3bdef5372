"""PDF files. Light to import: the child processes import this package too."""

from __future__ import annotations

from pathlib import Path

from indexer.readers.lines import Reading


def read(path: Path, ocr: bool = True) -> Reading:
    """Read a PDF. Raises ``UnreadableDocument`` with the reason and what to do."""
    from indexer.readers.pdf import reading

    return reading.read(path, ocr)
