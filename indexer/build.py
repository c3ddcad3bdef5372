"""Plan files to a new generation of the index.

Only what changed is analysed and encoded; the rest is copied from the current generation. What is
analysed is kept as it is done (see ``indexer.work``), so that no build reads it again. The new
generation is written in a folder of its own and becomes current in one step at the end (see
``indexer.generation``), so that a build that fails or is killed changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import models
from indexer import disk, originals, verified
from indexer import generation as generations
from indexer.assemble import Assembled, NothingToIndex, assemble, none_worked
from indexer.build_rules import RULES_VERSION, code_version, rules_version
from indexer.disk import DiskFull
from indexer.errors import TracuuError
from indexer.gather import Gathered, Item
from indexer.intake import Base, base_of, folder_for, read, roots_of, unwatched
from indexer.locking import build_lock
from indexer.manifest import FORMAT, EncoderRecord, FileRecord, Manifest, SourceRecord
from indexer.report import Eta, Progress, Report
from indexer.verified import Verified
from indexer.work import Work
from models import Encoder

__all__ = ["RULES_VERSION", "DiskFull", "Eta", "NothingToIndex", "Progress", "Report", "build"]


def build(
    sources: Sequence[Path] | Path,
    index: Path,
    encoder: Encoder | None = None,
    on_progress: Progress | None = None,
    jobs: int | None = None,
    gathered: Gathered | None = None,
) -> Report:
    """Bring the index at ``index`` up to date with the files in ``sources``.

    A file that fails is quarantined with its reason and the others go on; ``jobs`` processes read
    them (default ``workers.JOBS``; 0: this one, which a very bad file can then bring down).
    ``gathered``: what of ``sources`` to build, where somebody has listed and named it already.
    Raises ``NothingToIndex`` (no file, or every one failed), ``BuildRunning``, ``NotWritable``,
    ``DiskFull``, or what the encoder raises; the current generation then stays as it was.
    """
    started = time.monotonic()
    index, roots, progress = Path(index), roots_of(sources), on_progress or unwatched
    encoder = models.load() if encoder is None else encoder
    with build_lock(index), disk.said(index):
        make = partial(_made, gathered or roots, index, encoder, progress, jobs)
        made = _trusting(make, verified.known(index)) or make(verified.NOTHING)
        assert made is not None  # nothing was trusted
        originals.remember(index, roots)
        base, manifest, gathered = made.base, made.manifest, made.gathered
        generations.prune(index, served=base.manifest.generation if base else None)
    indexed = {record.source for record in manifest.sources if record.is_indexed}
    return Report(
        generation=manifest.generation,
        built=base is None or manifest is not base.manifest,
        documents=manifest.documents,
        clauses=manifest.clauses,
        carried_over=sum(item.held is not None for item in made.items),
        resumed=made.resumed,
        **_differences(base.manifest.sources if base else (), manifest.sources),
        quarantined=tuple((r.source, r.reason) for r in manifest.sources if r.reason is not None),
        twins=tuple((r.source, r.same_as) for r in manifest.sources if r.same_as is not None),
        skipped=gathered.skipped,
        renamed=tuple(r for r in gathered.renamed if r[0] in indexed),
        notes=(*made.notes, *gathered.notes),
        seconds=time.monotonic() - started,
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """``manifest``: that of ``base`` where nothing was to be done."""

    base: Base | None
    manifest: Manifest
    gathered: Gathered
    items: Sequence[Item]
    resumed: int
    notes: Sequence[str]


def _trusting(make: Callable[[Verified], _Made | None], trusted: Verified) -> _Made | None:
    """What ``make`` gives; None also where nothing is trusted, or what is may have failed it."""
    if not trusted.told:
        return None
    try:
        return make(trusted)
    except TracuuError:
        raise
    except Exception as error:  # whatever a library says of a damaged file
        if disk.is_full(error):
            raise
        return None


def _made(
    what: Gathered | list[Path],
    index: Path,
    encoder: Encoder,
    progress: Progress,
    jobs: int | None,
    trusted: Verified,
) -> _Made | None:
    """The generation brought up to date; None where what was ``trusted`` is damaged."""
    base, notes = base_of(index, encoder, trusted)
    with folder_for(index) as folder, closing(Work(index, rules_version())) as work:
        gathered, items, resumed = read(what, index, base, folder, work, jobs, progress)
        if not items:
            raise NothingToIndex(none_worked(gathered.skipped))
        if base and _unchanged(items, base):
            if _deceived(trusted, base, ()):
                return None
            manifest, seen = base.manifest, base.seen
        else:
            old = base.old() if base else None
            made = assemble(folder, items, work, old, encoder, progress)
            carried = base if base and base.carries else None
            shared = generations.shared_with(carried.folder, folder) if carried else ()
            if carried and _deceived(trusted, carried, shared):
                return None
            before = base.seen.only(r.name for r in shared) if base else verified.NOTHING
            seen = verified.seen(folder, before)
            manifest = _committed(index, folder, items, made, shared, encoder)
            notes = [*notes, *_cut_short(made.cut, encoder)]
        work.discard()
    verified.remember(index, manifest, seen)
    return _Made(base, manifest, gathered, items, resumed, notes)


def _unchanged(items: Sequence[Item], base: Base) -> bool:
    """Whether a build would give what there is; files quarantined before had another chance."""
    if not base.carries or base.damaged or base.manifest.code != code_version():
        return False
    if any(item.held is None and item.record.is_indexed for item in items):
        return False
    return tuple(item.record for item in items) == base.manifest.sources


def _deceived(trusted: Verified, base: Base, shared: Sequence[FileRecord]) -> bool:
    """Whether a file that is not ``shared`` is damaged, and was believed not to be.

    What was copied out of it would be taken for right ever after.
    """
    if not trusted.told or not base.carries:
        return False
    known = {record.name for record in shared} | base.damaged
    return bool(generations.damaged(base.folder, base.manifest, known))


def _committed(
    index: Path,
    folder: Path,
    items: Sequence[Item],
    made: Assembled,
    shared: Sequence[FileRecord],
    encoder: Encoder,
) -> Manifest:
    """The generation that the folder becomes; files ``shared`` with the one before stand."""
    files = generations.file_records(folder, shared)
    manifest = Manifest(
        format=FORMAT,
        generation=generations.next_name(index, files),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        rules=rules_version(),
        code=code_version(),
        encoder=EncoderRecord(encoder.name, encoder.dim, encoder.fingerprint),
        documents=made.documents,
        clauses=made.clauses,
        passages=made.passages,
        sources=tuple(item.record for item in items),
        files=files,
    )
    generations.commit(index, folder, manifest)
    return manifest


def _cut_short(count: int, encoder: Encoder) -> list[str]:
    """What is said of passages that are longer than the encoder reads."""
    if not count:
        return []
    return [
        f"{count} đoạn dài hơn {encoder.max_tokens} token mà mô hình {encoder.name} đọc được; phần "
        f"sau chỉ tìm được theo từ · {count} passages are longer than the {encoder.max_tokens} "
        f"tokens that the model {encoder.name} reads; their end is found by words only"
    ]


def _differences(
    before: Sequence[SourceRecord], after: Sequence[SourceRecord]
) -> dict[str, tuple[str, ...]]:
    old = {r.document: r.sha256 for r in before if r.is_indexed}
    new = {r.document: r.sha256 for r in after if r.is_indexed}
    return {
        "added": tuple(sorted(new.keys() - old.keys())),
        "changed": tuple(sorted(d for d in new.keys() & old.keys() if new[d] != old[d])),
        "removed": tuple(sorted(old.keys() - new.keys())),
    }
