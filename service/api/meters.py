"""What the service counts of itself, for Prometheus. No label holds what a caller wrote.

``prometheus_client`` (Apache-2.0, no dependencies) writes both text formats, keeps counters safe
between threads and knows the process's memory and open files: more than a page of code of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from indexer.errors import IndexMissing
from service.api.crew import Crew
from service.api.holdings import Holdings
from service.api.journal import Entry
from service.api.processes import Family, family
from service.api.shelf import Served, Shelf

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Meters:
    """The counters of one application."""

    def __init__(self, shelf: Callable[[], Shelf[Served]], version: str) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tracuu_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "tracuu_request_seconds",
            "From a request's head to the end of its reply",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.inside = Gauge(
            "tracuu_requests_inside", "Requests being worked on or waiting", registry=self._registry
        )
        self.room = Gauge(
            "tracuu_requests_room", "Requests that may be inside at once", registry=self._registry
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_Served(shelf, version))

    def note(self, entry: Entry) -> None:
        """Count one request."""
        self._requests.labels(entry.method, entry.route, str(entry.status)).inc()
        self._seconds.labels(entry.route).observe(entry.ms / 1000)

    def text(self, accept: str) -> tuple[bytes, str]:
        """Everything counted, in the format asked for, and its media type."""
        encode, kind = choose_encoder(accept)
        return encode(self._registry), kind


class _Served(Collector):
    """What is served at the moment of asking."""

    def __init__(self, shelf: Callable[[], Shelf[Served]], version: str) -> None:
        self._shelf = shelf
        self._version = version

    def collect(self) -> Iterator[Metric]:
        """Yield whether there is an index, and what it holds."""
        shelf = self._shelf()
        try:
            served = shelf.index()
            held = Holdings.of(served)
        except IndexMissing:
            yield GaugeMetricFamily("tracuu_ready", "1 while questions can be answered", value=0)
            return
        yield GaugeMetricFamily("tracuu_ready", "1 while questions can be answered", value=1)
        yield GaugeMetricFamily(
            "tracuu_generation_refused",
            "1 while a newer generation does not open",
            value=float(shelf.refused is not None),
        )
        told = {"generation": held.generation, "encoder": held.encoder, "version": self._version}
        yield InfoMetricFamily("tracuu_serving", "The generation being served", value=told)
        yield GaugeMetricFamily("tracuu_documents", "Documents held", value=held.documents)
        yield GaugeMetricFamily("tracuu_clauses", "Clauses that can be found", value=held.clauses)
        behind = family(served.pid) if isinstance(served, Crew) else None
        if behind is not None:  # else this process is all there is, or nothing tells of others
            yield from _workers(behind)


def _workers(behind: Family) -> Iterator[Metric]:
    """What the processes take that answer behind this one; ``process_…`` are of this one."""
    yield GaugeMetricFamily("tracuu_workers", "Processes that answer", value=behind.children)
    yield GaugeMetricFamily(
        "tracuu_workers_resident_bytes",
        "Memory of the workers and their keeper, what they share counted once",
        value=behind.resident,
    )
    yield CounterMetricFamily(
        "tracuu_workers_cpu_seconds",
        "Processor time of the workers and their keeper, since this generation is served",
        value=behind.seconds,
    )
