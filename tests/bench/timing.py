"""Time, memory and the machine: medians with their spread, never a single run."""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds (or megabytes) of several runs."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.runs)

    def show(self, scale: float = 1000.0, unit: str = "ms") -> str:
        """``"12.3 ms (11.9–14.0)"``: the median, and from the least to the most."""
        low, mid, high = (scale * x for x in (min(self.runs), self.median, max(self.runs)))
        digits = 0 if mid >= 100 else 1 if mid >= 10 else 2
        return f"{mid:.{digits}f} {unit} ({low:.{digits}f}–{high:.{digits}f})"

    def span(self, digits: int = 2, scale: float = 1.0, brackets: bool = False) -> str:
        """``"0.29, 0.27–0.31"`` or, with ``brackets``, as ``show``; no spread where none shows."""
        values = (min(self.runs), self.median, max(self.runs))
        low, mid, high = (f"{scale * x:.{digits}f}" for x in values)
        if low == high:
            return mid
        return f"{mid} ({low}–{high})" if brackets else f"{mid}, {low}–{high}"


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes, once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


class Cost(NamedTuple):
    """Seconds by the clock, and of processor in all threads of the process."""

    clock: float
    processor: float


def cost(work: Callable[[], object]) -> Cost:
    """What ``work`` takes, once, in a process that does nothing else."""
    began = time.process_time()
    clock = seconds(work)
    return Cost(clock, time.process_time() - began)


def memory() -> tuple[float, float]:
    """Megabytes resident in this process, and of those not mapped from files."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    held = {
        name: rest.split()[0] for name, _, rest in (x.partition(":") for x in lines) if rest.strip()
    }
    return int(held["VmRSS"]) / 1024, int(held["RssAnon"]) / 1024


def pages(path: Path) -> dict[str, str]:
    """The pages of a file that holds several, by title: each one's first line, "# …"."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = [part for part in re.split(r"^(?=# )", old, flags=re.MULTILINE) if part.strip()]
    return {part.partition("\n")[0]: part for part in parts}


def put(path: Path, page: str) -> None:
    """Write one page of such a file, in the place of one with the same title."""
    title = page.partition("\n")[0]
    kept = [part.rstrip() + "\n" for name, part in pages(path).items() if name != title]
    path.write_text("\n".join([*kept, page]), encoding="utf-8")


def share(values: Sequence[float], part: float) -> float:
    """The value that ``part`` of ``values`` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def fresh(code: str, *given: str, runs: int = 3) -> list[dict[str, float]]:
    """What ``code``, run in new processes, writes as JSON: nothing is warm but the disk."""
    out = []
    for _ in range(runs):
        done = subprocess.run(
            [sys.executable, "-c", code, *given],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        out.append(json.loads(done.stdout))
    return out


def column(rows: Sequence[dict[str, float]], name: str) -> Timed:
    """One figure of every run."""
    return Timed(tuple(row[name] for row in rows))


def machine() -> str:
    """The machine in a line, as far as it tells, and the commit that ran on it."""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    told = f"{_processor()}, {os.cpu_count()} logical cores, {_memory()}; {system}"
    return "; ".join((told, *commit()))


def commit(root: Path = ROOT) -> tuple[str, ...]:
    """``("commit 8eb26ba",)``, told when files differ from it; nothing where git knows none.

    Pages of figures do not count: one bench writes its own before the next one starts.
    """
    known = _git(root, "rev-parse", "--short", "HEAD", "--show-prefix")
    if known is None or known.returncode or len(known.stdout.split()) != 1:
        return ()  # none, or that of a repository in which this folder only happens to lie
    pages = (":(exclude)*.md", ":(exclude)docs/capacity.json")
    differs = _git(root, "diff", "--quiet", "HEAD", "--", ".", *pages)
    changed = " with changes" if differs is None or differs.returncode else ""
    return (f"commit {known.stdout.strip()}{changed}",)


def _git(root: Path, *given: str) -> subprocess.CompletedProcess[str] | None:
    command = ["git", "-C", str(root), *given]
    try:
        return subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GiB"
