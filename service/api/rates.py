"""Token buckets: who asks more than their share waits, in bounded memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import parse_qsl

#: Callers remembered at most; whoever was heard of longest ago is forgotten first.
MOST = 10_000

#: What a call costs, by the beginning of its path, dearest first; any other costs one. Measured by
#: what they keep the processor busy with: a comparison reads two plans whole, a question ranks.
COSTS: tuple[tuple[str, int], ...] = (
    ("/v1/compare", 10),
    ("/v1/matrix", 10),
    ("/v1/history", 10),
    ("/compare", 10),
    ("/take/", 8),
    ("/v1/ask", 5),
    ("/mcp", 5),
    ("/v1/search", 3),
    ("/v1/citations", 3),
    ("/static/", 0),
    ("/favicon", 0),
    ("/widget.js", 0),
    ("/v1/health", 0),
    ("/metrics", 0),
)
#: The first page: a question and a search when something is asked, next to nothing when not.
ASKED_PAGE = 8
#: A comparison takes this much for each plan beyond two, as long as it takes eight at most.
EACH_PLAN = 5
_MOST_PLANS = 8
#: What costs so much keeps a processor for a second or more.
HEAVY = 10


def cost(path: str, query: bytes) -> int:
    """What one request takes out of its caller's bucket."""
    if path == "/":
        return ASKED_PAGE if b"q=" in query else 1
    units = next((units for start, units in COSTS if path.startswith(start)), 1)
    if path.startswith(("/v1/compare", "/compare")):
        plans = sum(name == "document" for name, _ in parse_qsl(query.decode("latin-1")))
        units += EACH_PLAN * max(0, min(plans, _MOST_PLANS) - 2)
    return units


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a request for units: ``left`` whole ones; ``wait`` seconds until it fits."""

    allowed: bool
    left: int
    wait: int


class Buckets:
    """One bucket a caller: ``per_minute`` units, full at first, filling evenly; 0 is no limit."""

    def __init__(
        self, per_minute: int, most: int = MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_minute = per_minute
        self._most = most
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, who: str, units: int) -> Taken:
        """Take ``units``, or say how long to wait; what costs more than a bucket costs it all."""
        if not self.per_minute:
            return Taken(True, 0, 0)
        now = self._clock()
        units = min(units, self.per_minute)
        had, at = self._held.pop(who, (float(self.per_minute), now))
        pace = self.per_minute / 60
        has = min(self.per_minute, had + (now - at) * pace)
        allowed = has >= units
        kept = has - units if allowed else has
        self._held[who] = (kept, now)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return Taken(allowed, int(kept), 0 if allowed else math.ceil((units - has) / pace))


def neighbourhood(host: str) -> str:
    """Whom an address stands for: itself, or the /64 that one customer has whole.

    >>> neighbourhood("203.0.113.7"), neighbourhood("2001:db8:1:2:aaaa::1")
    ('203.0.113.7', '2001:db8:1:2::')
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or IPv6Address(int(address) >> 64 << 64))
    return host
