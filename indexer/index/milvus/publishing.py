"""From indexes built on one machine, or on several over shards of the plans, to one in Milvus.

Each shard is an ordinary index that ``indexer.build`` made, over documents of its own. Publishing
counts the terms of all of them, writes their rows one behind the other, and lets the alias name the
new generation when everything is there. Rows and parts are written by key: a run that was cut short
is done again without harm, and batches that arrived are not sent twice.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from typing import Any, TypeVar

from indexer.accents import AccentModel
from indexer.address import Address
from indexer.documents import DocumentInfo
from indexer.errors import IndexCorrupt, TracuuError
from indexer.index.local import LocalIndex
from indexer.index.milvus import collections, takeover
from indexer.index.milvus.failures import WRITING, said
from indexer.index.milvus.narrowing import cell_of
from indexer.index.milvus.parts import PART, Parts, packed
from indexer.index.milvus.weights import Counts, Statistics
from indexer.index.outline import told
from indexer.index.phrases import most
from indexer.index.protocol import Passage
from indexer.report import Progress

T = TypeVar("T")

_BATCH = 500  # rows a message
_DOCUMENTS = 50  # documents a message


class ShardsOverlap(TracuuError):
    """Two shards hold the same document."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where rows go: the client, the collection, the statistics of all shards.

    ``anew``: rows that are there are written over, as another release wrote them.
    """

    client: Any
    rows: str
    statistics: Statistics
    anew: bool

    @property
    def parts(self) -> Parts:
        return Parts(self.client, collections.parts_name(self.rows))


def publish(
    shards: Sequence[LocalIndex],
    address: Address,
    on_progress: Progress | None = None,
    keep: int = takeover.KEEP,
    left_out: Sequence[tuple[str, str]] = (),
) -> str:
    """Write a generation and serve it; gives its name.

    ``left_out``: ``(source, reason)`` of files that could not be indexed and are in no shard.
    Raises ``MilvusUnavailable``, ``PublishedMeanwhile``, ``ShardsOverlap``, or ``IndexCorrupt``
    when shards were made with different models or not all rows arrived; what is served then stays.
    """
    _check(shards)
    progress: Progress = on_progress or (lambda stage, done, total: None)
    client = address.connect()
    try:
        with said(WRITING):
            generation = name_of(shards)
            before = takeover.now(client, address)
            target = _target(client, collections.rows_name(address, generation), shards)
            _write(shards, target, progress)
            _finish(shards, generation, target, left_out)
            takeover.take_over(client, address, target.rows, before, keep)
    finally:
        client.close()
    return generation


def _target(client: Any, rows: str, shards: Sequence[LocalIndex]) -> _Target:
    """The collections of a generation, ready to be written to."""
    collections.create(client, rows, shards[0].encoder.dim)
    collections.load(client, rows)
    collections.begin(client, rows)
    statistics = Statistics.merge([statistics_of(shard) for shard in shards])
    return _Target(client, rows, statistics, collections.outdated(client, rows))


def _write(shards: Sequence[LocalIndex], target: _Target, progress: Progress) -> None:
    first = 0
    for shard in shards:
        upload(shard, first, target, progress)
        first += shard.size()


def name_of(shards: Sequence[LocalIndex]) -> str:
    """The generation's name: of one shard its own; of several a hash of theirs."""
    names = [shard.generation for shard in shards]
    if len(names) == 1:
        return names[0]
    newest = max(name[:6] for name in names)
    return f"{newest}-{hashlib.sha256(' '.join(names).encode()).hexdigest()[:8]}"


def statistics_of(shard: LocalIndex) -> Statistics:
    """The term statistics of one shard: what one machine tells the others before they upload.

    Its terms are counted again for each row's vector. That is 9 % of publishing (0.23 ms a row);
    keeping the counts would take 1.2 kB a row.
    """
    return Statistics.count(text for _, _, text in shard.searchable())


def upload(shard: LocalIndex, first: int, target: _Target, progress: Progress) -> None:
    """Write a shard's rows from number ``first`` on, then its documents."""
    done = 0
    for batch in _batched(shard.searchable(), _BATCH):
        if target.anew or not _arrived(target, first + batch[0][0], len(batch)):
            records, long = _records(shard, batch, first, target.statistics)
            target.parts.put(long)
            target.client.upsert(target.rows, records)
        done += len(batch)
        progress("publish", done, shard.size())
    for infos in _batched(shard.documents(), _DOCUMENTS):
        target.parts.put({f"document/{info.id}": _document(shard, info) for info in infos})


def _arrived(target: _Target, first: int, count: int) -> bool:
    inside = f"row >= {first} and row < {first + count}"
    found = target.client.query(target.rows, filter=inside, output_fields=["count(*)"])
    return bool(found[0]["count(*)"] == count)


def _records(
    shard: LocalIndex, batch: Sequence[tuple[int, str, str]], first: int, statistics: Statistics
) -> tuple[list[dict[str, object]], dict[str, bytes]]:
    """The rows as Milvus takes them, and the passages too long for one of its strings."""
    numbers = [row for row, _, _ in batch]
    passages, vectors = shard.passages(numbers), shard.vectors(numbers)
    records: list[dict[str, object]] = []
    long: dict[str, bytes] = {}
    for (row, name, text), vector in zip(batch, vectors, strict=True):
        info = shard.document(name)
        clause = asdict(passages[row].clause)
        body = _passage(clause, passages[row])
        if len(fits := packed(body)) > PART:
            long[f"passage/{first + row}"], fits = body, ""
        records.append(
            {
                "row": first + row,
                "document": name,
                **cell_of(info)._asdict(),
                "figures": told(clause).figures,
                "words": statistics.row(Counts.of(text)),
                "meaning": vector.tolist(),
                "passage": fits,
            }
        )
    return records, long


def _passage(clause: dict[str, Any], passage: Passage) -> bytes:
    return _json([clause, passage.context, passage.text, passage.ocr])


def _document(shard: LocalIndex, info: DocumentInfo) -> bytes:
    return _json(
        {
            "text": shard.text(info.id),
            "problems": shard.problems(info.id),
            "pages": [asdict(page) for page in shard.pages(info.id)],
            "clauses": [asdict(clause) for clause in shard.clauses(info.id)],
        }
    )


def _finish(
    shards: Sequence[LocalIndex],
    generation: str,
    target: _Target,
    left_out: Sequence[tuple[str, str]],
) -> None:
    """What belongs to all shards, once all their rows are there; ``manifest`` comes last."""
    target.client.flush(target.rows)
    total = target.statistics.rows
    if not _arrived(target, 0, total):
        raise IndexCorrupt(
            f"Chưa đủ {total} dòng trong {target.rows}; hãy chạy lại lệnh vừa rồi · Not all rows "
            "have arrived; run the same command again"
        )
    infos, first = [], 0
    for shard in shards:
        for info in shard.documents():
            rows = shard.rows(info.id)
            span = [first + rows[0], first + rows[-1] + 1] if rows else [0, 0]
            infos.append([asdict(info), *span])
        first += shard.size()
    accents = AccentModel.learn(text for shard in shards for text in _texts(shard))
    encoder = shards[0].manifest.encoder
    target.parts.put({"infos": _json(infos), "accents": accents.to_bytes()})
    target.parts.put({"terms": target.statistics.to_bytes()})
    target.parts.put({"phrases": _json(most(chain.from_iterable(s.phrases() for s in shards)))})
    manifest = {
        "format": collections.FORMAT,
        "generation": generation,
        "rows": total,
        "encoder": asdict(encoder),
        "quarantined": sorted((*left_out, *(p for s in shards for p in s.quarantined()))),
        "twins": [list(pair) for shard in shards for pair in shard.twins()],
    }
    target.parts.put({collections.MANIFEST: _json(manifest)})
    target.client.flush(collections.parts_name(target.rows))


def _texts(shard: LocalIndex) -> Iterator[str]:
    return (shard.text(info.id) for info in shard.documents())


def _check(shards: Sequence[LocalIndex]) -> None:
    if len({(s.encoder.fingerprint, s.encoder.dim) for s in shards}) != 1:
        raise IndexCorrupt(
            "Các phần được lập bằng những mô hình khác nhau; hãy lập lại với một mô hình · "
            "The shards were built with different models; build them with one"
        )
    found = Counter(info.id for shard in shards for info in shard.documents())
    if twice := sorted(name for name, count in found.items() if count > 1):
        raise ShardsOverlap(
            f"Văn bản có trong hai phần: {', '.join(twice[:5])} · These documents are in two shards"
        )


def _batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
