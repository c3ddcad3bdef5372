"""Write the files of one generation: copy what is carried over, analyse and encode the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.accents import AccentModel
from indexer.analyse import analyse
from indexer.documents import Document
from indexer.errors import TracuuError, UnreadableDocument
from indexer.generation import SourceRecord
from indexer.index import vectors
from indexer.index.lexical import LexicalWriter
from indexer.index.local import ACCENTS, LEXICAL, STORE, VECTORS
from indexer.index.store import StoreWriter
from indexer.passages import PassageText, passages_of
from indexer.sources import Source
from models import Encoder

BATCH = 128  # passages a call of the encoder
_PENDING = "pending.jsonl"  # texts to encode, kept on disk and not in memory

#: ``(stage, done, total)``; the stages are "read", "analyse", "encode", "write", in this order.
Progress = Callable[[str, int, int], None]


class NothingToIndex(TracuuError):
    """No file could be indexed; the current generation, if any, stays."""


@dataclass(frozen=True, slots=True)
class Item:
    """A source on its way into a generation.

    ``old_rows``: its rows in the current generation, when they can be copied as they are.
    ``reason``: why it cannot be indexed, when that is known already.
    """

    source: Source
    document: str
    sha256: str
    old_rows: tuple[int, int] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Old:
    """The store and the vectors that rows are copied from."""

    store: Path
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Assembled:
    """What became of each source, and how much the generation holds."""

    records: tuple[SourceRecord, ...]
    documents: int
    clauses: int
    passages: int


def understand(item: Item) -> tuple[Document, list[PassageText]] | str:
    """Analyse one source, or say why it cannot be indexed; never raises ``Exception``."""
    if item.reason is not None:
        return item.reason
    try:
        document = analyse(item.source.path, item.document, item.source.name)
        passages = passages_of(document)
        _check(document, passages, item.document)
    except UnreadableDocument as error:
        return str(error)
    except Exception as error:  # one file must not take the others with it
        return unexpected(error)
    return document, passages


def unexpected(error: Exception) -> str:
    """The reason for a file that met an error nobody foresaw."""
    what = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
    return f"lỗi bất ngờ, xin báo lại: {what} · unexpected error, please report it"


def assemble(
    folder: Path, items: Sequence[Item], old: Old | None, encoder: Encoder, progress: Progress
) -> Assembled:
    """Fill ``folder`` with everything but the manifest."""
    store = StoreWriter(folder / STORE, old.store if old else None)
    try:
        records, moves = _store(store, folder, items, progress)
        documents, clauses, passages = store.counts()
        if not documents:
            raise NothingToIndex(none_worked([(r.source, r.reason or "") for r in records]))
        array = vectors.create(folder / VECTORS, passages, encoder.dim)
        for first, (start, end) in moves.items() if old else ():
            array[first : first + end - start] = old.vectors[start:end] if old else 0
        _encode(array, folder, encoder, progress)
        vectors.flush(array)
        _write_search(store, folder, passages, progress)
    finally:
        store.close()
    (folder / _PENDING).unlink()
    return Assembled(tuple(records), documents, clauses, passages)


def none_worked(reasons: Sequence[tuple[str, str]]) -> str:
    """The message when nothing could be indexed, with a few different reasons."""
    examples = {reason: source for source, reason in reversed(reasons)}
    first = "; ".join(f"{s}: {r}" for r, s in list(examples.items())[:-4:-1]) or "–"
    return (
        f"Không lập được chỉ mục cho tệp nào ({len(reasons)} tệp); hãy xem lại thư mục. "
        f"· No file could be indexed; look at the folder again. {first}"
    )


def _store(
    store: StoreWriter, folder: Path, items: Sequence[Item], progress: Progress
) -> tuple[list[SourceRecord], dict[int, tuple[int, int]]]:
    """Rows in order of ``items``; gives the records, and new first row → old rows to copy."""
    records, moves, row = [], {}, 0
    with (folder / _PENDING).open("w", encoding="utf-8") as pending:
        for done, item in enumerate(items):
            progress("analyse", done, len(items))
            reason = None
            if item.old_rows is not None:
                store.carry(item.document, item.old_rows[0], row)
                moves[row] = item.old_rows
                row += item.old_rows[1] - item.old_rows[0]
            elif isinstance(found := understand(item), str):
                reason = found
                store.quarantine(item.source.name, item.sha256, reason)
            else:
                store.add(*found, row)
                for passage in found[1]:
                    pending.write(json.dumps([row, passage.dense]) + "\n")
                    row += 1
            records.append(SourceRecord(item.source.name, item.document, item.sha256, reason))
    progress("analyse", len(items), len(items))
    return records, moves


def _encode(array: NDArray[np.float32], folder: Path, encoder: Encoder, progress: Progress) -> None:
    with (folder / _PENDING).open(encoding="utf-8") as pending:
        total = sum(1 for _ in pending)
    done = 0
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
    progress("encode", total, total)


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


def _check(document: Document, passages: Sequence[PassageText], name: str) -> None:
    """What later stages rely on; a breach is a bug, and must not reach the index."""
    text, paths = document.text, {c.path for c in document.clauses}
    text.encode()  # lone surrogates cannot be stored
    if document.info.id != name or len(paths) != len(document.clauses):
        raise ValueError("id or paths are not unique")
    if not all(0 <= c.start <= c.own_end <= c.end <= len(text) for c in document.clauses):
        raise ValueError("a clause outside the text")
    for passage in passages:
        clause = passage.clause
        if clause.path not in paths or not text.startswith(passage.text, clause.start):
            raise ValueError(f"passage {clause.path} is not a quotation")
