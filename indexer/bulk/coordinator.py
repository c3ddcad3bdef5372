"""One process lists and names the plans, hands the shards out and gathers what came of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from indexer import archives, disk
from indexer import generation as generations
from indexer.assemble import NothingToIndex, none_worked
from indexer.build_rules import rules_version
from indexer.bulk import cluster
from indexer.bulk.shards import count, split
from indexer.bulk.worker import Built, Job
from indexer.errors import TracuuError
from indexer.gather import Gathered, gather
from indexer.index import LocalIndex
from indexer.intake import roots_of, unwatched
from indexer.locking import build_lock
from indexer.manifest import SourceRecord
from indexer.report import Progress, Report
from models import Encoder

SHARDS = "shards"  # below the folder of the index; may be removed, then all is read again
_SCRATCH = ".unpacked"


@dataclass(frozen=True, slots=True)
class Bulk:
    """Shards that are built, in order, ready to be published as one generation."""

    roots: tuple[Path, ...]
    gathered: Gathered
    built: tuple[Built, ...]

    @property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """``(source, reason)`` of shards of which no file could be indexed."""
        return tuple(chain.from_iterable(b.left_out for b in self.built if b.report is None))

    @contextmanager
    def opened(self, encoder: Encoder) -> Iterator[list[LocalIndex]]:
        """The shards with documents, open."""
        with ExitStack() as stack:
            yield [
                stack.enter_context(LocalIndex(b.folder / b.report.generation, encoder))
                for b in self.built
                if b.report is not None
            ]


def build_shards(
    sources: Sequence[Path] | Path,
    home: Path,
    encoder: Encoder,
    workers: int | str,
    on_progress: Progress | None = None,
) -> Bulk:
    """Every plan in ``sources`` in a shard below ``home``; those that are there are not done again.

    Workers must see ``sources`` and ``home`` under the same paths. Raises as ``build`` does, and
    ``WorkersFailed`` or ``OtherRelease``; shards done by then are kept.
    """
    roots, progress, place = tuple(roots_of(sources)), on_progress or unwatched, home / SHARDS
    with build_lock(place), disk.said(place), _scratch(place) as scratch:
        gathered = gather(roots, home, scratch, _former(home), progress)
        if not gathered.items:
            raise NothingToIndex(none_worked(gathered.skipped))
        with cluster.connected(workers) as client:
            shards = split(
                gathered.items, place, count(place, len(gathered.items), cluster.size(client))
            )
            jobs = [
                Job(shard, roots, encoder.name, encoder.fingerprint, rules_version())
                for shard in shards
            ]
            built: list[Built] = []
            progress("analyse", 0, len(gathered.items))
            for outcome in cluster.outcomes(client, jobs):
                built.append(outcome)
                progress("analyse", sum(b.plans for b in built), len(gathered.items))
        _tidy(place, {shard.folder for shard in shards})
    bulk = Bulk(roots, gathered, tuple(sorted(built, key=lambda b: b.folder)))
    if all(b.report is None for b in built):
        raise NothingToIndex(none_worked(bulk.left_out))
    return bulk


def told(bulk: Bulk, generation: str, seconds: float) -> Report:
    """One report of all shards, published as ``generation``."""
    reports = [b.report for b in bulk.built if b.report is not None]

    def all_of(name: str) -> set[str]:
        return set(chain.from_iterable(getattr(report, name) for report in reports))

    # A plan whose content changes goes from one shard to another.
    added, removed = all_of("added"), all_of("removed")
    moved = added & removed
    left_out = sorted((*bulk.left_out, *chain.from_iterable(r.quarantined for r in reports)))
    failed = {source for source, _ in left_out}
    return Report(
        generation=generation,
        built=any(report.built for report in reports),
        documents=sum(report.documents for report in reports),
        clauses=sum(report.clauses for report in reports),
        carried_over=sum(r.carried_over if r.built else r.documents for r in reports),
        resumed=sum(report.resumed for report in reports),
        added=tuple(sorted(added - moved)),
        changed=tuple(sorted(all_of("changed") | moved)),
        removed=tuple(sorted(removed - moved)),
        quarantined=tuple(left_out),
        twins=tuple(sorted(chain.from_iterable(report.twins for report in reports))),
        skipped=bulk.gathered.skipped,
        renamed=tuple(r for r in bulk.gathered.renamed if r[0] not in failed),
        notes=(*dict.fromkeys(chain.from_iterable(r.notes for r in reports)), *bulk.gathered.notes),
        seconds=seconds,
    )


def _former(home: Path) -> dict[str, SourceRecord]:
    """What sources were called before: by the index, and by its shards, which are newer."""
    found: dict[str, SourceRecord] = {}
    for index in (home, *sorted((home / SHARDS).glob("[0-9]*"))):
        try:
            manifest = generations.read_manifest(index / generations.current(index))
        except TracuuError:
            continue
        found.update({record.source: record for record in manifest.sources})
    return found


@contextmanager
def _scratch(place: Path) -> Iterator[Path]:
    """A folder that workers see too, for ZIPs in ZIPs."""
    folder = place / _SCRATCH
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        archives.forget()
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(place: Path, used: set[Path]) -> None:
    """Remove shards whose plans have all gone."""
    for folder in place.glob("[0-9]*"):
        if folder not in used:
            shutil.rmtree(folder)
