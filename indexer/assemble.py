"""Write the files of one generation: copy what is carried over, add and encode the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import codec
from indexer.accents import AccentModel
from indexer.errors import TracuuError
from indexer.gather import Item
from indexer.index import codes, vectors
from indexer.index.lexical import LexicalWriter
from indexer.index.local import ACCENTS, LEXICAL, STORE, VECTORS
from indexer.index.store import StoreWriter
from indexer.report import Progress
from indexer.work import Work
from models import Encoder

BATCH = 128  # passages a call of the encoder
_PENDING = "pending.jsonl"  # texts to encode, kept on disk and not in memory


class NothingToIndex(TracuuError):
    """No file could be indexed; the current generation, if any, stays.

    ``failed``: ``(source, reason)`` of every file there was.
    """

    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Old:
    """The store and the vectors that rows are copied from."""

    store: Path
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Assembled:
    """How much a generation holds.

    ``cut``: how many of the passages encoded now are longer than the encoder reads.
    """

    documents: int
    clauses: int
    passages: int
    cut: int


def assemble(
    folder: Path,
    items: Sequence[Item],
    work: Work,
    old: Old | None,
    encoder: Encoder,
    progress: Progress,
) -> Assembled:
    """Fill ``folder`` with everything but the manifest.

    Every item has its reason, its twin, its old rows, or its outcome in ``work``.
    """
    store = StoreWriter(folder / STORE, old.store if old else None)
    try:
        moves = _store(store, folder, items, work)
        documents, clauses, passages = store.counts()
        if not documents:
            raise _nothing_of(items)
        array = vectors.create(folder / VECTORS, passages, encoder.dim)
        for first, (start, end) in moves.items() if old else ():
            array[first : first + end - start] = old.vectors[start:end] if old else 0
        cut = _encode(array, folder, encoder, progress)
        vectors.flush(array)
        if codes.suits(*array.shape):
            codes.write(vectors.codes_of(folder / VECTORS), array)
        _write_search(store, folder, passages, progress)
    finally:
        store.close()
    (folder / _PENDING).unlink()
    return Assembled(documents, clauses, passages, cut)


def _nothing_of(items: Sequence[Item]) -> NothingToIndex:
    failed = tuple((i.source.name, i.reason) for i in items if i.reason is not None)
    error = NothingToIndex(none_worked(failed))
    error.failed = failed
    return error


def none_worked(reasons: Sequence[tuple[str, str]]) -> str:
    """The message when nothing could be indexed, with a few different reasons."""
    examples = {reason: source for source, reason in reversed(reasons)}
    first = "; ".join(f"{s}: {r}" for r, s in list(examples.items())[:-4:-1]) or "–"
    return (
        f"Không lập được chỉ mục cho tệp nào ({len(reasons)} tệp); hãy xem lại thư mục. "
        f"· No file could be indexed; look at the folder again. {first}"
    )


def _store(
    store: StoreWriter, folder: Path, items: Sequence[Item], work: Work
) -> dict[int, tuple[int, int]]:
    """Rows in order of ``items``; gives new first row → old rows to copy."""
    moves, row = {}, 0
    with (folder / _PENDING).open("w", encoding="utf-8") as pending:
        for item in items:
            if item.old_rows is not None:
                store.carry(item.document, item.old_rows[0], row)
                moves[row] = item.old_rows
                row += item.old_rows[1] - item.old_rows[0]
            elif item.reason is not None:
                store.quarantine(item.source.name, item.sha256, item.reason)
            elif item.same_as is None:
                document, passages = codec.loads(work.get(item.key))
                store.add(document, passages, row)
                for passage in passages:
                    pending.write(json.dumps([row, passage.dense]) + "\n")
                    row += 1
    return moves


def _encode(array: NDArray[np.float32], folder: Path, encoder: Encoder, progress: Progress) -> int:
    """Fill in the rows that were not carried over; gives how many texts the encoder cuts."""
    with (folder / _PENDING).open(encoding="utf-8") as pending:
        total = sum(1 for _ in pending)
    done = cut = 0
    for rows, texts in _batches(folder / _PENDING):
        progress("encode", done, total)
        found = np.asarray(encoder.encode_passages(texts), dtype=np.float32)
        if found.shape != (len(texts), encoder.dim) or not np.isfinite(found).all():
            raise TracuuError(
                f"Mô hình {encoder.name} trả về vectơ hỏng {found.shape}; hãy dùng mô hình khác · "
                f"The model {encoder.name} gives broken vectors; use another"
            )
        array[rows] = found
        done += len(rows)
        cut += encoder.cut(texts)
    progress("encode", total, total)
    return cut


def _batches(path: Path) -> Iterator[tuple[list[int], list[str]]]:
    rows: list[int] = []
    texts: list[str] = []
    with path.open(encoding="utf-8") as pending:
        for line in pending:
            row, text = json.loads(line)
            rows.append(row)
            texts.append(text)
            if len(rows) == BATCH:
                yield rows, texts
                rows, texts = [], []
    if rows:
        yield rows, texts


def _write_search(store: StoreWriter, folder: Path, passages: int, progress: Progress) -> None:
    """The lexical index and the accent model: made anew, both are quick and need all texts."""
    writer = LexicalWriter(folder / LEXICAL)
    for row, document, text in store.lexical():
        if row % 1000 == 0:
            progress("write", row, passages)
        writer.add(row, document, text)
    writer.close()
    AccentModel.learn(store.texts()).save(folder / ACCENTS)
    progress("write", passages, passages)
