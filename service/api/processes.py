"""Processes behind the one that is asked, as Linux tells of them; elsewhere nothing is told."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)
#: Of what follows the name in ``stat``: processor time, its own and of children that have ended.
_TIMES = slice(11, 15)


@dataclass(frozen=True, slots=True)
class Family:
    """A process and its ``children``: memory in bytes, what they share counted once, and seconds
    of processor, those of children that have ended too.
    """

    children: int
    resident: int
    seconds: float


def family(pid: int) -> Family | None:
    """Of ``pid`` and its children; None where it has ended or the system does not tell."""
    try:
        born = (_PROC / f"{pid}/task/{pid}/children").read_text("ascii").split()
        told = [found for one in (pid, *map(int, born)) if (found := _told(one))]
    except OSError:
        return None
    return Family(len(told) - 1, sum(m for m, _ in told), sum(s for _, s in told)) if told else None


def _told(pid: int) -> tuple[int, float] | None:
    """Bytes and seconds of one process; None for one that has just ended."""
    try:
        shares = _PSS.search((_PROC / f"{pid}/smaps_rollup").read_bytes())
        _, _, fields = (_PROC / f"{pid}/stat").read_text("ascii", "replace").rpartition(")")
    except OSError:
        return None
    ticks = sum(map(int, fields.split()[_TIMES]))
    return int(shares[1]) * 1024 if shares else 0, ticks / os.sysconf("SC_CLK_TCK")
