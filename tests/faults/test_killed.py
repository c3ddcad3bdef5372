"""A build that is killed at any of its steps, and two builds at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

import indexer.index
from indexer import generation, originals, verified
from indexer.build import build as run_build
from indexer.errors import IndexMissing
from indexer.generation import current, generations
from indexer.generation import rollback as roll_back
from indexer.index import LocalIndex
from indexer.locking import BuildRunning
from service.cli import DONE, FAILED
from tests.encoders import HashEncoder
from tests.faults import builds
from tests.indexer import papers, plans

ROOT = Path(__file__).parents[2]


def opened(index: Path, encoder: HashEncoder) -> LocalIndex:
    return indexer.index.open(index, encoder=encoder)


def status(process: BaseProcess) -> int | None:
    """How it ended, which is waited for."""
    process.join(60)
    return process.exitcode


def left_by_a_build(index: Path) -> set[str]:
    return {"CURRENT", ".lock", originals.NAME, verified.NAME, *generations(index)}


def test_two_builders(folder: Path, index: Path, encoder: HashEncoder) -> None:
    def other(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("analyse", 0):
            with pytest.raises(BuildRunning, match="đang cập nhật"):
                run_build(folder, index, encoder)

    run_build(folder, index, encoder, on_progress=other)
    assert opened(index, encoder).size() == 6


def command(folder: Path, index: Path) -> subprocess.Popen[str]:
    """``tracuu index``, begun."""
    words = [sys.executable, "-m", "service.cli", "index", str(folder), "--index", str(index)]
    return subprocess.Popen(
        words, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_two_commands_at_once(tmp_path: Path) -> None:
    """One builds; the other waits for it, or is told that it is at work. Nothing is lost."""
    folder, index = tmp_path / "plans", tmp_path / "index"
    for number in range(2):  # where there is no index yet, and where there is one
        for name in ("a", "b", "c"):
            text = papers.PLAN.replace("77/KH", f"{number}{ord(name)}/KH")
            plans.write(folder, {f"ke-hoach-{name}-{number}.txt": text})
        both = [command(folder, index) for _ in range(2)]
        told = [one.communicate(timeout=120)[1] for one in both]
        codes = [one.returncode for one in both]
        assert DONE in codes, told
        for code, said in zip(codes, told, strict=True):
            assert code == DONE or (code == FAILED and "đang cập nhật chỉ mục" in said), said
        generation.check(index)
        there = generation.read_manifest(index / current(index))
        assert {record.source for record in there.sources if record.is_indexed} == {
            path.name for path in folder.iterdir()
        }
        assert {p.name for p in index.iterdir()} == left_by_a_build(index)


POINTS = [
    "indexer.understand:analyse",
    "tests.encoders.HashEncoder:encode_passages",
    "indexer.binding.vectors:flush",
    "indexer.binding.LexicalWriter:close",
    "indexer.assemble.AccentModel:save",
    "indexer.generation:file_records",
    "indexer.generation:commit",
    "os:rename@0",  # manifest written, folder not yet named
    "indexer.generation:_point_to",  # folder named, CURRENT still old
    "os:replace@0",
]
#: A build changes about as much of its index, one step after the other.
STEPS = 70
AFTER = ["indexer.generation:prune", "os:rename@1"]  # CURRENT is new; clearing away remains


@pytest.mark.parametrize("point", POINTS + AFTER)
def test_killed_at(point: str, folder: Path, index: Path, encoder: HashEncoder) -> None:
    run_build(folder, index, encoder)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    run_build(folder, index, encoder)
    kept = current(index)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.HEALTH}"})
    assert status(builds.start(builds.killed_in, point, folder, index)) == -signal.SIGKILL
    with opened(index, encoder) as it:
        assert (it.generation == kept) == (point in POINTS)
        assert it.text("new").endswith(plans.MONEY if point in POINTS else plans.HEALTH)
    run_build(folder, index, encoder)
    with opened(index, encoder) as it:
        assert it.text("new").endswith(plans.HEALTH)
    assert {p.name for p in index.iterdir()} == left_by_a_build(index)
    assert len(generations(index)) == 2


def test_killed_first_build(folder: Path, index: Path, encoder: HashEncoder) -> None:
    build = builds.start(builds.killed_in, "indexer.generation:commit", folder, index)
    assert status(build) == -signal.SIGKILL
    with pytest.raises(IndexMissing):
        opened(index, encoder)
    assert run_build(folder, index, encoder).documents == 3


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory, where there is one: a kill does not tell it from a disk, and syncs do."""
    fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=fast) as place:
        yield Path(place)


def texts(index: Path, encoder: HashEncoder) -> dict[str, str]:
    """The documents served, every file of the generation verified."""
    with opened(index, encoder) as it:
        return {info.id: it.text(info.id) for info in it.documents()}


def lasts(folder: Path, index: Path) -> float:
    """Seconds of a build, from its start to its end, when the processes' server is warm."""
    took = []
    for number in range(4):
        plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY} lần {number}"})
        began = time.monotonic()
        assert status(builds.start(builds.build, folder, index)) == 0
        took.append(time.monotonic() - began)
    return min(took[1:])


def test_a_hundred_random_moments(folder: Path, memory: Path, encoder: HashEncoder) -> None:
    """Kills at random steps and after random times: all documents are as they were, or all new.

    What a kill leaves is where the next build begins; every fifth is let finish, and has them all.
    A build that had ended before it was to be killed does not count.
    """
    chance, index = random.Random(7), memory / "index"
    run_build(folder, index, encoder)
    whole, kills, found = lasts(folder, index), 0, texts(index, encoder)
    for trial in range(200):
        changed = {"new.txt": f"{plans.MONEY} {trial}", f"{trial % 5}.txt": f"{trial}"}
        plans.write(folder, {name: f"I. MỚI\n{text}" for name, text in changed.items()})
        (folder / f"{(trial + 1) % 5}.txt").unlink(missing_ok=True)
        before, after = found, {path.stem: path.read_text("utf-8") for path in folder.iterdir()}
        step = chance.randrange(STEPS) if trial % 2 else None
        build = builds.start(builds.build, folder, index, step)
        build.join(None if trial % 2 else chance.random() * whole)
        build.kill()
        kills += status(build) == -signal.SIGKILL
        found = texts(index, encoder)
        assert found in (before, after), f"trial {trial}"
        if trial % 5 == 4:
            run_build(folder, index, encoder)
            found = texts(index, encoder)
            assert found == after
            assert {p.name for p in index.iterdir()} == left_by_a_build(index)
        if kills == 100:
            break
    assert kills == 100, f"only {kills} of {trial + 1} builds were killed before they ended"


def test_every_moment_of_the_commit(folder: Path, memory: Path, encoder: HashEncoder) -> None:
    """From the finished folder until what is too old is half cleared away: old or new, whole."""
    index = memory / "index"
    run_build(folder, index, encoder)
    news, found = set(), texts(index, encoder)
    for step in range(24):
        plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY} {step}"})
        before, after = found, {path.stem: path.read_text("utf-8") for path in folder.iterdir()}
        assert status(builds.start(builds.commit, folder, index, step)) == -signal.SIGKILL
        found = texts(index, encoder)
        assert found in (before, after), f"step {step}"
        news.add(found == after)
    assert news == {False, True}
    run_build(folder, index, encoder)
    assert texts(index, encoder) == after
    assert {p.name for p in index.iterdir()} == left_by_a_build(index)


def test_a_hundred_random_moments_of_a_swap(
    folder: Path, memory: Path, encoder: HashEncoder
) -> None:
    """Whoever swaps does so without a pause, so that each of the kills finds it at work."""
    chance, index, served = random.Random(11), memory / "index", {}
    for text in (plans.MONEY, plans.HEALTH):
        plans.write(folder, {"new.txt": f"I. MỚI\n{text}"})
        served[run_build(folder, index, encoder).generation] = text
    seen = set()
    for trial in range(100):
        begun = builds.event()
        swap = builds.start(builds.swap, index, tuple(served), begun)
        assert begun.wait(60)
        time.sleep(chance.random() * 0.01)
        swap.kill()
        assert status(swap) == -signal.SIGKILL
        with opened(index, encoder) as it:
            assert it.text("new").endswith(served[it.generation]), f"trial {trial}"
            seen.add(it.generation)
    assert seen == set(served)
    run_build(folder, index, encoder)
    assert {p.name for p in index.iterdir()} == left_by_a_build(index)


def test_every_moment_of_going_back(folder: Path, memory: Path, encoder: HashEncoder) -> None:
    """A swap without a build: one generation or the other, whole; the next swap does not mind."""
    index = memory / "index"
    served = []
    for text in (plans.MONEY, plans.HEALTH):
        plans.write(folder, {"new.txt": f"I. MỚI\n{text}"})
        served.append(run_build(folder, index, encoder).generation)
    for step in range(50):
        swap = builds.start(builds.roll_back, index, step)
        swap.join()
        with opened(index, encoder) as it:
            assert it.generation in served
            kept = plans.MONEY if it.generation == served[0] else plans.HEALTH
            assert it.text("new").endswith(kept)
        if swap.exitcode == 0:
            break
        roll_back(index, served[1])
    assert swap.exitcode == 0 and current(index) == served[0] and step >= 4
    assert run_build(folder, index, encoder).documents == 4
