"""What is asked of a million passages on two cores, and what was reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tests.bench.asking import Asked
from tests.bench.clients import CLIENTS, Served
from tests.bench.timing import share

_MEMORY = 2048


class Target(NamedTuple):
    """``asked`` in words; ``reached`` by the clock, and in processor time where that differs."""

    name: str
    asked: str
    reached: str


def p(asked: Asked, name: str, part: float, by: int = 0) -> float:
    """Milliseconds; ``by`` 0: the clock, 1: the processor."""
    return 1000 * share([cost[by] for cost in asked.costs[name]], part)


def targets(found: Asked, served: Served, least: Asked | None) -> list[Target]:
    """All of them at one size; ``least``: the figures of the smallest size of the same run."""
    ratios = (
        ("search p50 ÷ exact scan p50", "≤ 0.25", ("search", 0.5), ("exact scan", 0.5)),
        ("search p50 ÷ raw parts p50", "≤ 1.3", ("search", 0.5), ("raw parts", 0.5)),
        ("search p95 ÷ search p50", "≤ 2.5", ("search", 0.95), ("search", 0.5)),
        ("ask p95 ÷ search p95", "≤ 4", ("ask", 0.95), ("search", 0.95)),
    )
    out = [
        Target(name, asked, _both([p(found, *a, by) / p(found, *b, by) for by in (0, 1)]))
        for name, asked, a, b in ratios
    ]
    if least is not None:
        grown = [p(found, "search", 0.5, by) / p(least, "search", 0.5, by) for by in (0, 1)]
        out.append(Target("search p50 ÷ that of the smallest", "≤ 6", _both(grown)))
    resident, own = found.memory
    return [
        *out,
        Target("recall@10 against exact", "≥ .99", f"{found.recall:.3f}"),
        Target("memory resident", f"≤ {_MEMORY} MB", f"{resident:.0f} MB ({own:.0f} its own)"),
        Target(
            f"… of a service of {served.processes} processes, the shared once",
            f"≤ {_MEMORY} MB",
            f"{served.memory:.0f} MB",
        ),
        Target(f"{CLIENTS} clients ÷ one, served", "≥ 1.6", served.ratio.show(1, "times")),
        Target("their errors", "0", str(served.errors)),
    ]


def _both(ratios: Sequence[float]) -> str:
    return f"{ratios[0]:.2f} ({ratios[1]:.2f})"


def curve(sizes: Sequence[int], found: Sequence[Asked]) -> list[str]:
    """p50 in processor time by size, drawn with characters: a line for each."""
    rows = [
        (n, name, p(a, name, 0.5, 1))
        for name in ("search", "ask", "raw parts", "exact scan")
        for n, a in zip(sizes, found, strict=True)
    ]
    most = max(value for _, _, value in rows)
    return [
        f"{name:10} {n:>9,} {'█' * max(1, round(50 * value / most))} {value:.1f}"
        for n, name, value in rows
    ]
