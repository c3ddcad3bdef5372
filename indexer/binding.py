"""Write one volume of a generation: documents out of volumes there are, and new ones."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.accents_tally import counted
from indexer.encoding import Encoding
from indexer.index import rough, vectors
from indexer.index.lexical import LexicalWriter
from indexer.index.outlines import OutlineWriter
from indexer.index.packing import Wanted
from indexer.index.rows import Held, place
from indexer.index.store_writer import StoreWriter
from indexer.index.volume import Volume

#: Gives a new document as it was read (``codec.body_of``), by its id.
Read = Callable[[str], dict[str, Any]]


def bind(
    volume: Volume, documents: Sequence[Wanted], old: Path, read: Read, encoding: Encoding
) -> dict[str, Held]:
    """Write ``volume``; gives where each document lies in it.

    ``old`` is the generation that documents with a place are copied from, vectors and all.
    """
    held = dict(_laid_out(volume.number, documents))
    size = sum(one.passages for one in documents)
    volume.folder.mkdir(parents=True)
    array = vectors.create(volume.meaning, size, encoding.encoder.dim)
    with (
        closing(StoreWriter(volume.plans)) as store,
        closing(volume.outline_writer()) as outlines,
    ):
        for number, group in groupby(documents, lambda one: one.held and one.held.volume):
            if number is not None:
                _carry(store, outlines, array, Volume(old, number), list(group), held)
                continue
            for one in group:
                with _uncollected():
                    start = held[one.document].start
                    _add(read(one.document), start, store, outlines, array, encoding)
        encoding.end(array)
        vectors.flush(array)
        rough.write(volume.copy, array)
        outlines.finish()
        _write_words(store, volume, outlines.figures())
    return held


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for circles, of which a document has none: it takes as long as decoding it."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()


def _add(
    body: dict[str, Any],
    start: int,
    store: StoreWriter,
    outlines: OutlineWriter,
    array: NDArray[np.float32],
    encoding: Encoding,
) -> None:
    store.add(body, start)
    outlines.add(body)
    encoding.add([dense for *_, dense in body["passages"]], array, start)


def _laid_out(volume: int, documents: Sequence[Wanted]) -> Iterator[tuple[str, Held]]:
    end = 0
    for one in documents:
        start, end = end, end + one.passages
        yield one.document, Held(volume, start, end)


def _carry(
    store: StoreWriter,
    outlines: OutlineWriter,
    array: NDArray[np.float32],
    old: Volume,
    documents: Sequence[Wanted],
    held: dict[str, Held],
) -> None:
    store.carry(old.plans, {one.document: held[one.document].start for one in documents})
    had, told = old.vectors(array.shape[1]), old.outlines()
    for one in documents:
        new = held[one.document]
        if one.held is not None:
            array[new.start : new.end] = had[one.held.start : one.held.end]
            outlines.carry(told, one.held.start, one.held.end)


def _write_words(store: StoreWriter, volume: Volume, figures: NDArray[np.bool_]) -> None:
    """``figures``: which passages state some."""
    writer = LexicalWriter(volume.lexical)
    for number, document, text in store.lexical():
        writer.add(place(volume.number, number), document, text, bool(figures[number]))
    writer.close()
    volume.syllables.write_bytes(counted(store.texts()).to_bytes())
