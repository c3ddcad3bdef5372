"""Shards to one index in a folder: read and encoded already, they are only put together.

What the workers read becomes what a build has read so far (``indexer.work``) and their vectors are
looked up, so that the build that follows is the usual one with nothing left to do but the writing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import codec
from indexer import generation as generations
from indexer.build import build
from indexer.build_rules import rules_version
from indexer.bulk.coordinator import Bulk
from indexer.documents import Document
from indexer.errors import TracuuError
from indexer.index import LocalIndex, sameness
from indexer.intake import unwatched
from indexer.locking import build_lock
from indexer.passages import PassageText, passages_of
from indexer.report import Progress, Report
from indexer.understand import Outcome
from indexer.work import Work
from models import Encoder

Places = dict[bytes, tuple[int, int]]


def join(bulk: Bulk, index: Path, encoder: Encoder, on_progress: Progress | None = None) -> Report:
    """Bring the index at ``index`` up to date with the shards; raises as ``build`` does."""
    with bulk.opened(encoder) as shards:
        with build_lock(index), closing(Work(index, rules_version())) as work:
            places = _hand_over(bulk, shards, _there(index, encoder), work)
        known, progress = Known(encoder, shards, places), on_progress or unwatched

        def writing(stage: str, done: int, total: int) -> None:
            if stage in ("encode", "write"):  # the rest was shown when it was really done
                progress(stage, done, total)

        report = build(bulk.roots, index, known, writing)
    return replace(report, resumed=sum(b.report.resumed for b in bulk.built if b.report))


def _hand_over(
    bulk: Bulk, shards: Sequence[LocalIndex], there: Mapping[str, str], work: Work
) -> Places:
    """Put what the shards have, and the index has not, into ``work``; tells where its vectors are.

    ``there``: SHA-256 by source.
    """
    reasons = dict(bulk.left_out) | {s: r for shard in shards for s, r in shard.quarantined()}
    keys = {item.source.name: item.key for item in bulk.gathered.items}
    for source, reason in reasons.items():
        work.add(keys[source], Outcome(None, reason))
    places: Places = {}
    for number, shard in enumerate(shards):
        for record in shard.manifest.sources:
            if not record.is_indexed or there.get(record.source) == record.sha256:
                continue
            document, passages = _read(shard, record.document)
            work.add(keys[record.source], Outcome(codec.dumps(document, passages)))
            rows = shard.rows(record.document)
            places.update(
                (_digest(passage.dense), (number, row))
                for passage, row in zip(passages, rows, strict=True)
            )
    return places


def _read(shard: LocalIndex, name: str) -> tuple[Document, list[PassageText]]:
    """A document as it was when it was stored, and its passages, which follow from it."""
    document = Document(
        shard.document(name),
        shard.text(name),
        tuple(shard.pages(name)),
        tuple(shard.clauses(name)),
        tuple(p for p in shard.problems(name) if not sameness.is_note(p)),
    )
    return document, passages_of(document)


def _there(index: Path, encoder: Encoder) -> dict[str, str]:
    """SHA-256 by source of what a build can carry over from the generation there is."""
    try:
        manifest = generations.read_manifest(index / generations.current(index))
    except TracuuError:
        return {}
    if (manifest.rules, manifest.encoder.fingerprint) != (rules_version(), encoder.fingerprint):
        return {}
    return {record.source: record.sha256 for record in manifest.sources if record.is_indexed}


class Known:
    """An encoder that looks up what the workers encoded, and encodes the rest."""

    def __init__(self, encoder: Encoder, shards: Sequence[LocalIndex], places: Places) -> None:
        self._encoder, self._shards, self._places = encoder, shards, places
        self.name, self.dim = encoder.name, encoder.dim
        self.max_tokens, self.fingerprint = encoder.max_tokens, encoder.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does, or did on a worker."""
        found = np.empty((len(texts), self.dim), np.float32)
        places = [self._places.get(_digest(text)) for text in texts]
        if missing := [i for i, place in enumerate(places) if place is None]:
            found[missing] = self._encoder.encode_passages([texts[i] for i in missing])
        for number in {place[0] for place in places if place}:
            ours = [(i, place[1]) for i, place in enumerate(places) if place and place[0] == number]
            found[[i for i, _ in ours]] = self._shards[number].vectors([row for _, row in ours])
        return found

    def cut(self, texts: Sequence[str]) -> int:
        """As the encoder says."""
        return self._encoder.cut(texts)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
