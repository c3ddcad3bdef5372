"""What a worker does with one shard: build it, unless that was done before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import models
from indexer.assemble import NothingToIndex
from indexer.build import build
from indexer.build_rules import rules_version
from indexer.bulk.shards import Shard
from indexer.errors import TracuuError
from indexer.gather import Gathered
from indexer.report import Report
from models import Encoder


class OtherRelease(TracuuError):
    """A worker would build with other code, tables or another model than the coordinator."""


@dataclass(frozen=True, slots=True)
class Job:
    """A shard to build; ``rules`` and ``fingerprint`` are the coordinator's."""

    shard: Shard
    roots: tuple[Path, ...]
    encoder: str
    fingerprint: str
    rules: str


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a shard. ``report`` is None when none of its files could be indexed: then
    ``left_out`` has them all, ``(source, reason)``, and its folder holds nothing to publish.
    """

    folder: Path
    plans: int
    report: Report | None
    left_out: tuple[tuple[str, str], ...] = ()


def work(job: Job) -> Built:
    """Bring a shard's index up to date; a shard that is does not change.

    Raises ``OtherRelease``, or as ``build`` does.
    """
    encoder = _loaded(job.encoder)
    if (encoder.fingerprint, rules_version()) != (job.fingerprint, job.rules):
        raise OtherRelease(
            "Máy tham gia chạy phiên bản khác hoặc mô hình khác; hãy cài cùng một bản · A worker "
            "runs another release or has another model; install the same everywhere"
        )
    items, folder = job.shard.items, job.shard.folder
    given = Gathered(items, (), (), ())
    try:
        # Read by a process of its own, which a bad file may bring down without this worker.
        report = build(job.roots, folder, encoder, jobs=1, gathered=given)
    except NothingToIndex as error:
        if not error.failed:
            raise
        return Built(folder, len(items), None, error.failed)
    return Built(folder, len(items), report)


@cache
def _loaded(name: str) -> Encoder:
    return models.load(name)
