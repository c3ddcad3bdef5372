"""Write the files of one generation: take volumes over, write the others, sum up over all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.accents import AccentModel
from indexer.binding import bind
from indexer.encoding import Encoding
from indexer.errors import TracuuError
from indexer.gather import Item
from indexer.index import codes
from indexer.index.local import ACCENTS, CODES
from indexer.index.packing import Wanted, pack
from indexer.index.rows import Held, Rows
from indexer.index.vectors import OnDisk, Scattered
from indexer.index.volume import Volume
from indexer.report import Progress
from indexer.work import Work
from models import Encoder


class NothingToIndex(TracuuError):
    """No file could be indexed; the current generation, if any, stays.

    ``failed``: ``(source, reason)`` of every file there was.
    """

    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Old:
    """The generation that documents are copied from, and where each lies in it.

    ``codes``: where the codes of its vectors are, if it has any.
    """

    folder: Path
    held: Mapping[str, Held]
    clauses: Mapping[str, int]
    codes: Path | None


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

    Every item has its reason, its twin, its place in ``old``, or its outcome in ``work``.
    """
    indexed = {i.document: i for i in items if i.reason is None and i.same_as is None}
    if not indexed:
        raise _nothing_of(items)
    wanted = [Wanted(n, _size(item, work), item.held) for n, item in indexed.items()]
    there = Counter(h.volume for h in old.held.values()) if old else {}
    kept, loose = pack(wanted, there)
    held = {w.document: w.held for w in wanted if w.held is not None and w.held.volume in kept}
    clauses = {w.document: old.clauses[w.document] for w in wanted if old and w.held is not None}

    def read(name: str) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(work.get(indexed[name].key))
        clauses[name] = len(body["document"]["clauses"])
        return body

    before = old.folder if old else folder  # where there is none, nothing is taken over
    for number in kept:
        Volume(before, number).take_over(folder)
    encoding = Encoding(encoder, sum(w.passages for w in wanted if w.held is None), progress)
    last = max(there, default=0)
    for number, documents in enumerate(loose, last + 1):
        held |= bind(Volume(folder, number), documents, before, read, encoding)
    _write_sums(folder, held, encoder.dim, old, wanted)
    passages = sum(w.passages for w in wanted)
    progress("write", passages, passages)
    return Assembled(len(indexed), sum(clauses.values()), passages, encoding.cut)


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


def _size(item: Item, work: Work) -> int:
    """How many passages it has."""
    return work.passages(item.key) if item.held is None else item.held.size


def _write_sums(
    folder: Path,
    held: Mapping[str, Held],
    dim: int,
    old: Old | None,
    wanted: Sequence[Wanted],
) -> None:
    """What belongs to all volumes: the accent model, and codes where rows are many."""
    rows = Rows(held)
    all_of = [Volume(folder, number) for number in sorted({h.volume for h in held.values()})]
    AccentModel.learned(volume.counts() for volume in all_of).save(folder / ACCENTS)
    if codes.suits(rows.size, dim):
        files = {volume.number: OnDisk(volume.meaning, dim) for volume in all_of}
        former = _former(old, rows, wanted) if old and old.codes else None
        codes.write(folder / CODES, Scattered(files, rows, dim), former)


def _former(old: Old, rows: Rows, wanted: Sequence[Wanted]) -> codes.Former:
    """Which row each row was."""
    before, found = Rows(old.held), np.full(rows.size, -1, np.int64)
    for one in wanted:
        if one.held is not None:
            start, end = rows.ranges[one.document]
            found[start:end] = np.arange(*before.ranges[one.document])
    assert old.codes is not None
    return codes.Former(old.codes, found)
