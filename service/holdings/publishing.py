"""Plans to a new generation that is served, wherever the index lives, and back to one before."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import generation, originals
from indexer.address import Address, home, is_address

if TYPE_CHECKING:
    from indexer.report import Progress, Report
    from models import Encoder


def publish(
    sources: Sequence[Path],
    index: str,
    encoder: str | None = None,
    on_progress: Progress | None = None,
    jobs: int | None = None,
    workers: int | str | None = None,
) -> Report:
    """Bring the index up to date, with the encoder it was built with unless another is named.

    ``workers``: so many processes, or the address of a scheduler of many machines, share the work
    by shards (``indexer.bulk``). Raises as ``indexer.build.build`` does.
    """
    import models
    from indexer.build import build

    place = home(index)
    loaded = models.load(encoder or generation.encoder_of(place) or "default")
    if workers is not None:
        return _in_bulk(sources, index, loaded, on_progress, workers)
    report = build(sources, place, loaded, on_progress, jobs)
    if is_address(index):
        _to_milvus(place, index, loaded, on_progress)
    return report


def _in_bulk(
    sources: Sequence[Path],
    index: str,
    encoder: Encoder,
    on_progress: Progress | None,
    workers: int | str,
) -> Report:
    """Shards built by many, published as one generation wherever the index lives."""
    from indexer.bulk.coordinator import build_shards, told
    from indexer.bulk.joining import join

    started, place = time.monotonic(), home(index)
    bulk = build_shards(sources, place, encoder, workers, on_progress)
    if not is_address(index):
        joined = join(bulk, place, encoder, on_progress)
        return replace(joined, seconds=time.monotonic() - started)
    from indexer.index.milvus import publishing

    with bulk.opened(encoder) as shards:
        to = Address.parse(index)
        name = publishing.publish(shards, to, on_progress, left_out=bulk.left_out)
    originals.remember(place, bulk.roots)
    return told(bulk, name, time.monotonic() - started)


def rollback(index: str, name: str | None = None) -> str:
    """Serve the generation before again, or the one of this name where the index lives here."""
    if not is_address(index):
        return generation.rollback(Path(index), name)
    from indexer.index.milvus.takeover import rollback as back

    return back(Address.parse(index))


def _to_milvus(place: Path, address: str, encoder: Encoder, on_progress: Progress | None) -> None:
    """Bring what was built on this machine to Milvus."""
    from indexer.index import LocalIndex
    from indexer.index.milvus import publishing

    with LocalIndex(place / generation.current(place), encoder) as built:
        publishing.publish([built], Address.parse(address), on_progress)
