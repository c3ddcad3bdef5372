"""Open an index: ``indexer.index.open("./index")``."""

from __future__ import annotations

from pathlib import Path

import models
from indexer import generation as generations
from indexer.errors import IndexCorrupt, IndexMissing
from indexer.index.local import LocalIndex
from indexer.index.protocol import Hit, Index, Passage
from models import Encoder

__all__ = ["Hit", "Index", "LocalIndex", "Passage", "open"]


def open(  # noqa: A001  # the contract's name: indexer.index.open
    path_or_uri: str | Path, verify: bool = True, encoder: Encoder | None = None
) -> LocalIndex:
    """The current generation of an index, read-only.

    ``verify`` compares every file with its SHA-256 first (about a second a gigabyte); without it
    only presence and sizes are checked. ``encoder`` replaces the one the manifest names, and must
    be the same model.
    """
    if "://" in str(path_or_uri):
        raise IndexMissing(
            f"Không hỗ trợ địa chỉ chỉ mục {path_or_uri}; hãy đưa đường dẫn thư mục · "
            f"Unsupported index address {path_or_uri}; give a folder"
        )
    index = Path(path_or_uri)
    folder = index / generations.current(index)
    recorded = generations.read_manifest(folder).encoder
    encoder = models.load(recorded.name) if encoder is None else encoder
    if (encoder.fingerprint, encoder.dim) != (recorded.fingerprint, recorded.dim):
        raise IndexCorrupt(
            f"Chỉ mục {index} được lập bằng mô hình khác ({recorded.name}) với mô hình đang dùng "
            f"({encoder.name}); hãy lập lại: tracuu index · The index {index} was built with "
            f"another model than the one in use; build again: tracuu index"
        )
    return LocalIndex(folder, encoder, verify)
