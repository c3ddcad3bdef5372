"""A build shared by two worker processes: one is killed, then the coordinator; nothing is lost."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import LocalCluster

import indexer.index
import models
import service
from indexer import generation
from indexer.build import build
from indexer.bulk.coordinator import SHARDS
from indexer.bulk.shards import COUNT
from service.holdings.publishing import publish
from tests.indexer import papers
from tests.service.plans import FILES

ROOT = Path(__file__).parents[2]
QUESTION = "Sở nào lập danh sách trường học trồng cây?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plans with what a split could get wrong: one name twice, one content twice, a ZIP, a bad
    file."""
    folder = tmp_path / "plans"
    (folder / "khac").mkdir(parents=True)
    for number in range(16):
        text = papers.PLAN.replace("77/KH", f"{number + 1}/KH")
        (folder / f"ke-hoach-{number:02}.txt").write_text(text, "utf-8")
    (folder / "khac" / "ke-hoach-01.txt").write_text(papers.PLAN, "utf-8")
    (folder / "ban-sao.txt").write_bytes((folder / "ke-hoach-03.txt").read_bytes())
    (folder / "hong.txt").write_text("không có gì", "utf-8")
    with zipfile.ZipFile(folder / "goi.zip", "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return folder


def started(folder: Path, index: Path, workers: int) -> subprocess.Popen[bytes]:
    command = ["-m", "service.cli", "index", str(folder), "--index", str(index)]
    command += ["--workers", str(workers), "--json"]
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE)


@contextlib.contextmanager
def scheduler() -> Iterator[str]:
    """The address of a scheduler that somebody else runs, with one worker (here: a thread)."""
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=None,
    ) as cluster:
        yield cluster.scheduler_address


def soon(what: Callable[[], Any]) -> Any:
    """What comes true within two minutes."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.01)
    raise AssertionError("it did not happen")


def done(index: Path) -> dict[str, str]:
    """Finished shards, by folder, with the generation each has."""
    found = sorted((index / SHARDS).glob("*/CURRENT"))
    return {path.parent.name: path.read_text("ascii") for path in found}


def workers(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The processes that Dask started (one more only tracks their resources)."""
    children = psutil.Process(process.pid).children()
    return [child for child in children if any("spawn_main" in word for word in child.cmdline())]


def content(index: Path) -> dict[str, Any]:
    """Everything that a generation says, and its vectors."""
    place = index / generation.current(index)
    rows: dict[str, Any] = {}
    for path in sorted(place.glob("volumes/*/plans.sqlite")):
        with contextlib.closing(sqlite3.connect(path)) as db:
            for name in ("documents", "pages", "clauses", "passages"):
                found = map(str, db.execute(f"SELECT * FROM {name}"))
                rows[name] = sorted([*rows.get(name, []), *found])
    vectors = [path.read_bytes() for path in sorted(place.glob("volumes/*/vectors.f32"))]
    return {**rows, "sources": generation.read_manifest(place).sources, "vectors": vectors}


def answered(index: Path | str) -> list[tuple[str, str | None, list[str]]]:
    with indexer.index.open(index) as opened:
        found = service.ask(opened, QUESTION, limit=50).answers
        return sorted((a.document.id, a.answer, [c.clause for c in a.citations]) for a in found)


@pytest.mark.slow
def test_kills_cost_no_shard_and_change_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, whole = tmp_path / "index", tmp_path / "whole"
    (index / SHARDS).mkdir(parents=True)
    (index / SHARDS / COUNT).write_text("5\n", "ascii")  # fewer than usual: a shard takes a second
    first = started(folder, index, workers=2)
    soon(lambda: done(index))
    both = workers(first)
    assert len(both) == 2
    both[0].kill()
    kept = soon(lambda: len(done(index)) > 1 and done(index))
    everybody = psutil.Process(first.pid).children(recursive=True)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert not psutil.wait_procs(everybody, timeout=30)[1]  # nobody works on for a dead coordinator
    assert not (index / "CURRENT").exists()

    second = started(folder, index, workers=1)
    report = json.loads(second.communicate()[0])
    assert second.returncode == 1  # the bad file is told
    assert [source for source, _ in report["quarantined"]] == ["hong.txt"]
    assert kept.items() <= done(index).items()  # what was finished was not done again

    build(folder, whole, models.load(), jobs=0)
    assert content(index) == content(whole)
    assert answered(index) == answered(whole) != []

    monkeypatch.setenv("TRACUU_HOME", str(index))
    address = f"milvus://{tmp_path / 'plans.db'}"
    with scheduler() as others:
        there = publish([folder], address, workers=others)
    assert (there.built, there.carried_over, there.quarantined) == (
        False,  # the same shards
        20,
        tuple(map(tuple, report["quarantined"])),
    )
    assert answered(address) == answered(whole)
