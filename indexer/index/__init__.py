"""Open an index: ``indexer.index.open("./index")``."""

from __future__ import annotations

from pathlib import Path

from indexer import generation as generations
from indexer.address import Address, is_address
from indexer.errors import IndexMissing
from indexer.index.local import LocalIndex
from indexer.index.protocol import Hit, Index, OpenIndex, Passage
from indexer.index.refusals import matching
from models import Encoder

__all__ = ["Hit", "Index", "LocalIndex", "OpenIndex", "Passage", "open"]


def open(  # noqa: A001  # the contract's name: indexer.index.open
    path_or_uri: str | Path, verify: bool = True, encoder: Encoder | None = None
) -> OpenIndex:
    """The current generation of an index, read-only: a folder, or ``milvus://…``.

    ``verify`` compares every file of a folder with its SHA-256 first (about a second a gigabyte);
    without it only presence and sizes are checked. ``encoder`` replaces the one the index names,
    and must be the same model.
    """
    if "://" in str(path_or_uri):
        return _open_address(str(path_or_uri), encoder)
    index = Path(path_or_uri)
    folder = index / generations.current(index)
    recorded = generations.read_manifest(folder).encoder
    return LocalIndex(folder, matching(recorded, encoder, index), verify)


def _open_address(address: str, encoder: Encoder | None) -> OpenIndex:
    # Imported here: an index on one machine needs no client of a server.
    from indexer.index.milvus import MilvusIndex

    if not is_address(address):
        raise IndexMissing(
            f"Không hỗ trợ địa chỉ chỉ mục {address}; hãy đưa đường dẫn thư mục hoặc milvus://… · "
            f"Unsupported index address {address}; give a folder or milvus://…"
        )
    return MilvusIndex(Address.parse(address), encoder)
