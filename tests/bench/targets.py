"""What is asked of a million passages on two cores, and what was reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from indexer.index.codes import EXACT
from tests.bench.asking import Asked
from tests.bench.clients import CLIENTS, Served
from tests.bench.timing import Timed, share

_MEMORY = 2048
#: What is drawn, and the width of the longest bar.
_DRAWN = ("search", "ask", "libraries", "own parts", "exact scan")
_WIDTH = 50


class Target(NamedTuple):
    """``asked`` in words; ``reached``: the median of all runs, from the least to the most.

    Ratios by the clock, and in brackets in processor time.
    """

    name: str
    asked: str
    reached: str


def p(asked: Asked, name: str, part: float, by: int = 0) -> float:
    """Milliseconds; ``by`` 0: the clock, 1: the processor."""
    return 1000 * share([cost[by] for cost in asked.costs[name]], part)


def every(runs: Sequence[Asked], name: str, part: float, by: int = 0) -> Timed:
    """The same of every run."""
    return Timed(tuple(p(run, name, part, by) for run in runs))


def targets(
    runs: Sequence[Asked], served: Served, passages: int, least: Sequence[Asked] | None
) -> list[Target]:
    """All of them at one size; ``least``: the runs of the smallest size, one beside each of ours.

    Every ratio is of one run: what slowed the machine down then slowed both.
    """
    ratios = (
        ("search p50 ÷ exact scan p50", "≤ 0.25", ("search", 0.5), ("exact scan", 0.5)),
        ("search p50 ÷ the libraries alone p50", "≤ 1.3", ("search", 0.5), ("libraries", 0.5)),
        ("search p50 ÷ our own parts p50", "≤ 1.3", ("search", 0.5), ("own parts", 0.5)),
        ("search p95 ÷ search p50", "≤ 2.5", ("search", 0.95), ("search", 0.5)),
        ("ask p95 ÷ search p95", "≤ 4", ("ask", 0.95), ("search", 0.95)),
    )
    out = [Target(name, asked, _ratio(runs, a, runs, b)) for name, asked, a, b in ratios]
    half = ("search", 0.5)
    grown = "" if least is None else _ratio(runs, half, least, half)
    resident, own = zip(*(run.memory for run in runs), strict=True)
    return [
        *out,
        Target("search p50 ÷ that of the smallest", "≤ 6", grown),
        Target("recall@10 against exact", f"≥ .99; 1 up to {EXACT:,}", _recall(runs, passages)),
        Target(
            "memory resident",
            f"≤ {_MEMORY} MB",
            f"{Timed(resident).span(0)} MB ({Timed(own).span(0)} its own)",
        ),
        Target(
            f"… of a service of {served.processes} processes, the shared once",
            f"≤ {_MEMORY} MB",
            f"{served.memory:.0f} MB",
        ),
        Target(f"{CLIENTS} clients ÷ one, served", "≥ 1.6", served.ratio.show(1, "times")),
        Target("their errors", "0", str(served.errors)),
    ]


def _ratio(
    ours: Sequence[Asked],
    over: tuple[str, float],
    theirs: Sequence[Asked],
    under: tuple[str, float],
) -> str:
    clock, processor = (
        Timed(
            tuple(
                p(mine, *over, by) / p(other, *under, by)
                for mine, other in zip(ours, theirs, strict=True)
            )
        )
        for by in (0, 1)
    )
    return f"{clock.span()} ({processor.span()})"


def _recall(runs: Sequence[Asked], passages: int) -> str:
    how = "searched exactly" if passages <= EXACT else "found by codes"
    return f"{Timed(tuple(run.recall for run in runs)).span(3)}, {how}"


def curve(sizes: Sequence[int], found: Sequence[Sequence[Asked]]) -> list[str]:
    """p50 in processor time by size, drawn with characters: a line for each.

    Beside it the spread of its runs, and how many times that of the size before it is.
    """
    rows = [
        (n, name, every(runs, name, 0.5, 1))
        for name in _DRAWN
        for n, runs in zip(sizes, found, strict=True)
    ]
    most = max(value.median for _, _, value in rows)
    lines = []
    for place, (n, name, value) in enumerate(rows):
        bar = "█" * max(1, round(_WIDTH * value.median / most))
        before = rows[place - 1] if place else None
        again = before is not None and before[1] == name
        grown = f" × {value.median / before[2].median:.1f}" if before and again else ""
        lines.append(f"{name:10} {n:>9,} {bar} {value.span(1, brackets=True)}{grown}")
    return lines
