"""What a build tells: while it runs, how long it may still take, and what it did at the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

#: ``(stage, done, total)``. The stages: "list" (only where there are very many files; its total is
#: not known, and 0), "read", "analyse", "encode", "write", in this order.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did; ids where not said otherwise. ``quarantined``: ``(source, reason)``.

    ``built`` is False when nothing had changed: ``generation`` is then the one there was.
    ``resumed`` files had been read by an earlier build that did not finish.
    ``twins``: ``(source, the source with the same content that was indexed)``.
    ``renamed``: ``(source, id)`` where another document has the plain id.
    """

    generation: str
    built: bool
    documents: int
    clauses: int
    carried_over: int
    resumed: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    quarantined: tuple[tuple[str, str], ...]
    twins: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Tried:
    """A new source as a rehearsal read it, under the id it would get.

    ``reason``: why it cannot be indexed. ``same_as``: the source that has its content already.
    """

    source: str
    document: str
    reason: str | None = None
    same_as: str | None = None
    title: str | None = None
    clauses: int = 0
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Eta:
    """Estimates the seconds left of each stage from its pace so far.

    >>> eta = Eta(clock=iter([0.0, 2.0]).__next__)
    >>> eta.left("encode", 0, 10), eta.left("encode", 4, 10)
    (None, 3.0)
    """

    clock: Callable[[], float] = time.monotonic
    _began: dict[str, tuple[float, int]] = field(default_factory=dict)

    def left(self, stage: str, done: int, total: int) -> float | None:
        """Seconds left, or None while there is nothing to judge by."""
        now = self.clock()
        start, first = self._began.setdefault(stage, (now, done))
        if done <= first or done > total:
            return None
        return (now - start) / (done - first) * (total - done)
