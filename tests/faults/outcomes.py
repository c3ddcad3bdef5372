"""What became of damaged files in an index that was built of them.

What is read of each is whole, what is not is left out with a reason, and neither takes long.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest import mock

import indexer.build
import indexer.index
from indexer import workers
from indexer.report import Report
from indexer.understand import Outcome, Task
from tests.encoders import HashEncoder
from tests.faults.odd import is_bilingual
from tests.indexer import papers

#: Seconds that one file may take: the longest of the real scans has 21 pages, of a second each.
LIMIT = 240.0
#: One file of this name is as it should be, so that there is something to index.
WHOLE = "nguyen-ven.txt"
#: Reasons that no file should be left out for: an error nobody foresaw, a crash, a hang.
_FAULTS = ("lỗi bất ngờ", "Tiến trình đọc tệp này", "đọc quá lâu")


@dataclass(slots=True)
class Told:
    """What became of files: how many, seconds, by kind how many were read, left out for what."""

    count: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    read: Counter[str] = field(default_factory=Counter)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def built(place: Path, files: Sequence[tuple[str, bytes]], told: Told, jobs: int = 1) -> None:
    """An index of ``files``: each is read, or left out with its reason; what is read is whole."""
    folder, index, began = place / "plans", place / "index", time.monotonic()
    folder.mkdir()
    for name, data in (*files, (WHOLE, papers.PLAN.replace("77/KH", "78/KH").encode())):
        (folder / name).write_bytes(data)
    with mock.patch.object(workers, "outcomes", partial(_timed, workers.outcomes, told)):
        report = indexer.build.build(folder, index, HashEncoder(), jobs=jobs)
    read = _quotable(index)
    assert WHOLE in read
    told.count += len(files)
    told.seconds += time.monotonic() - began
    _count([name for name, _ in files], read, report, told)


def _timed(
    real: object, told: Told, tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, Outcome]]:
    """The outcomes, each file bounded in time; the longest time between two of them is kept."""
    assert callable(real)
    before = time.monotonic()
    for found in real(tasks, jobs, patience=LIMIT):
        told.longest = max(told.longest, time.monotonic() - before)
        yield found
        before = time.monotonic()


def _quotable(index: Path) -> set[str]:
    """The sources of an index, every clause of which can be quoted."""
    with indexer.index.open(index, encoder=HashEncoder()) as it:
        for info in it.documents():
            text = it.text(info.id)
            for clause in it.clauses(info.id):
                assert text[clause.start : clause.own_end].strip()
        return {info.source for info in it.documents()}


def _count(names: Sequence[str], read: set[str], report: Report, told: Told) -> None:
    left = {**dict(report.quarantined), **dict(report.skipped)}
    twins = dict(report.twins)
    for name, reason in report.quarantined:
        told.left[_kind(name), _in_short(reason)] += 1
        if not is_bilingual(reason) or reason.startswith(_FAULTS):
            told.failed.append(f"{name}: {reason}")
    told.read.update(_kind(name) for name in (*read, *twins) if name != WHOLE)
    known = {*read, *left, *twins}
    unread = sum(name.endswith(".odt") for name in names)
    told.left["odt", "no reader"] += unread
    if unread != _unread(report, ".odt"):
        told.failed.append(f"{unread} .odt, told of {_unread(report, '.odt')}")
    for name in names:
        # A ZIP is told of by what is in it.
        if not name.endswith(".odt") and not any(
            k == name or k.startswith(f"{name}/") for k in known
        ):
            told.failed.append(f"{name}: lost")


def _unread(report: Report, suffix: str) -> int:
    """How many of a kind without a reader were told of: the first by name, the others counted."""
    more = [re.match(rf"… và ([\d.]+) tệp {suffix} ", name) for name, _ in report.skipped]
    named = sum(name.endswith(suffix) and "/" not in name for name, _ in report.skipped)
    return named + sum(int(found[1].replace(".", "")) for found in more if found)


def _kind(name: str) -> str:
    return "zip" if ".zip" in name else name.rpartition(".")[2]


def _in_short(reason: str) -> str:
    """The English half of a reason, without what differs from file to file."""
    said = re.split(" / | · ", reason, maxsplit=1)[-1]
    return re.sub(r"\d+([.,]\d+)?", "N", said.partition("(")[0]).strip(" .:")[:80]
