"""Dask beside Ray at sharing a build: ``python -m tests.bench.sharing [PLANS] [--out FILE]``.

Both hand the same shards of the plans to two processes that build them as ``indexer.bulk`` does.
Nothing is asserted. Written to ``tests/bench/SHARING.md``; needs ``sharing.txt`` for Ray, which is
left out where it is not installed.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import psutil

import models
from indexer.build_rules import rules_version
from indexer.bulk import cluster
from indexer.bulk.shards import split
from indexer.bulk.worker import Built, Job, work
from indexer.gather import gather
from indexer.intake import unwatched
from tests.bench.timing import ROOT, machine, put

_WORKERS, _SHARDS = 2, 8
_EVERY = 0.2  # seconds between looks at the memory


def _here() -> int:
    return os.getpid()


def by_dask(jobs: Sequence[Job], begun: Callable[[], None]) -> list[Built]:
    """As the program itself does it."""
    with cluster.connected(_WORKERS) as client:
        client.submit(_here).result()
        begun()
        return list(cluster.outcomes(client, jobs))


def by_ray(jobs: Sequence[Job], begun: Callable[[], None]) -> list[Built]:
    """On this machine alone, and without telling its makers."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray

    ray.init(
        num_cpus=_WORKERS,
        include_dashboard=False,
        _node_ip_address="127.0.0.1",
        log_to_driver=False,
    )
    try:
        ray.get(ray.remote(_here).remote())
        begun()
        return list(ray.get([ray.remote(num_cpus=1)(work).remote(job) for job in jobs]))
    finally:
        ray.shutdown()


PROGRAMS = {"dask": ("distributed", by_dask), "ray": ("ray", by_ray)}


def run(name: str, plans: Path) -> None:
    """Share a build, in this process; prints the seconds to the first answer, and of the build."""
    encoder = models.load()
    with tempfile.TemporaryDirectory() as room:
        place = Path(room) / "shards"
        place.mkdir()
        gathered = gather((plans,), Path(room), place / ".unpacked", {}, unwatched)
        jobs = [
            Job(shard, (plans,), encoder.name, encoder.fingerprint, rules_version())
            for shard in split(gathered.items, place, _SHARDS)
        ]
        at = [time.perf_counter()]
        built = PROGRAMS[name][1](jobs, lambda: at.append(time.perf_counter()))
        at.append(time.perf_counter())
    told = [one.report.documents for one in built if one.report is not None]
    seconds = [at[1] - at[0], at[2] - at[1]]
    sys.stdout.write(json.dumps([*seconds, len(jobs), sum(told)]) + "\n")


def watched(name: str, plans: Path) -> tuple[list[float], float]:
    """What ``run`` printed in a process of its own, and the most megabytes of all it started."""
    command = [sys.executable, "-m", "tests.bench.sharing", str(plans), "--run", name]
    most = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        while running.poll() is None:
            most = max(most, _memory(running.pid))
            time.sleep(_EVERY)
        assert running.stdout is not None
        return json.loads(running.stdout.read().splitlines()[-1]), most / 1e6


def _memory(pid: int) -> int:
    """Bytes of a process and all below it; what they share is counted once (PSS)."""
    total = 0
    try:
        one = psutil.Process(pid)
        for process in (one, *one.children(recursive=True)):
            total += process.memory_full_info().pss
    except psutil.Error:
        pass  # it ended while it was looked at
    return total


def main(argv: Sequence[str] | None = None) -> int:
    """Measure those that are installed, and write the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("plans", nargs="?", type=Path, default=ROOT / "corpus" / "plans")
    arguments.add_argument("--run", choices=PROGRAMS)
    arguments.add_argument("--out", type=Path, default=Path(__file__).with_name("SHARING.md"))
    args = arguments.parse_args(argv)
    if args.run:
        run(args.run, args.plans.resolve())
        return 0
    lines = []
    for name, (package, _) in PROGRAMS.items():
        if find_spec(package) is None:
            lines.append(f"| {name} | not installed | | |")
            continue
        (start, build, shards, plans), most = watched(name, args.plans.resolve())
        lines.append(f"| {name} | {start:.1f} s | {build:.1f} s | {most:,.0f} MB |")
    text = "\n".join(
        [
            "# Dask beside Ray",
            "",
            "Written by `python -m tests.bench.sharing`; figures of one machine and one day.",
            "",
            f"- {machine()}; {datetime.date.today()}",
            f"- {plans:.0f} plans in {shards:.0f} shards, built by {_WORKERS} worker processes",
            "- memory: of all processes at once, at most; what they share is counted once",
            "",
            "| | to the first answer | the build | memory |",
            "|---|---|---|---|",
            *lines,
            "",
        ]
    )
    put(args.out, text)
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
