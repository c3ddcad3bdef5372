"""Plan files read as a build would, and nothing published: what is odd can be seen before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import models
from indexer import codec, disk
from indexer.build_rules import rules_version
from indexer.gather import Item
from indexer.intake import base_of, folder_for, read, roots_of, unwatched
from indexer.locking import build_lock
from indexer.report import Progress, Tried
from indexer.work import Work
from models import Encoder


def rehearse(
    sources: Sequence[Path] | Path,
    index: Path,
    encoder: Encoder | None = None,
    on_progress: Progress | None = None,
) -> tuple[Tried, ...]:
    """Read what is new in ``sources`` and keep it for the next build; the index stays as it is.

    Gives every source that a build would have to read, and what came of it. Raises as ``build``.
    """
    index, roots, progress = Path(index), roots_of(sources), on_progress or unwatched
    encoder = models.load() if encoder is None else encoder
    with build_lock(index), disk.said(index):
        base, _ = base_of(index, encoder)
        with folder_for(index) as folder, closing(Work(index, rules_version())) as work:
            _, items, _ = read(roots, index, base, folder, work, None, progress)
            return tuple(_tried(item, work) for item in items if item.held is None)


def _tried(item: Item, work: Work) -> Tried:
    name, reason = item.source.name, item.reason
    if reason is not None or item.same_as is not None:
        return Tried(name, item.document, reason, item.same_as)
    document, _ = codec.loads(work.get(item.key))
    return Tried(
        name,
        item.document,
        title=document.info.title,
        clauses=len(document.clauses),
        problems=document.problems,
    )
