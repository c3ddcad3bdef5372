"""A build that is killed at any of its steps, and two builds at once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import indexer.index
from indexer import originals
from indexer.build import build as run_build
from indexer.errors import IndexMissing
from indexer.generation import BuildRunning, current, generations
from indexer.index import LocalIndex
from tests.encoders import HashEncoder
from tests.indexer import plans

ROOT = Path(__file__).parents[2]


def opened(index: Path, encoder: HashEncoder) -> LocalIndex:
    return indexer.index.open(index, encoder=encoder)


def test_two_builders(folder: Path, index: Path, encoder: HashEncoder) -> None:
    def other(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("analyse", 0):
            with pytest.raises(BuildRunning, match="đang cập nhật"):
                run_build(folder, index, encoder)

    run_build(folder, index, encoder, on_progress=other)
    assert opened(index, encoder).size() == 6


KILLED = """
import os, signal, sys
from pathlib import Path
import pytest
from indexer import generation
from tests.encoders import HashEncoder
from tests.indexer import plans

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

point, folder, index = sys.argv[1:]
patch = pytest.MonkeyPatch()
plans.use(patch)
module, _, name = point.partition(":")
if module == "os":
    real = getattr(os, name.split("@")[0])
    nth = iter(range(9))
    stop = int(name.split("@")[1])
    patch.setattr(os, name.split("@")[0], lambda *a: die() if next(nth) == stop else real(*a))
else:
    patch.setattr(f"{module}.{name}", die)
from importlib import import_module
import_module("indexer.build").build(Path(folder), Path(index), HashEncoder())
"""

POINTS = [
    "indexer.understand:analyse",
    "tests.encoders.HashEncoder:encode_passages",
    "indexer.assemble.vectors:flush",
    "indexer.assemble.LexicalWriter:close",
    "indexer.assemble.AccentModel:save",
    "indexer.generation:file_records",
    "indexer.generation:commit",
    "os:rename@0",  # manifest written, folder not yet named
    "indexer.generation:_point_to",  # folder named, CURRENT still old
    "os:replace@0",
]
AFTER = ["indexer.generation:prune", "os:rename@1"]  # CURRENT is new; clearing away remains


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS + AFTER)
def test_killed_at(point: str, folder: Path, index: Path, encoder: HashEncoder) -> None:
    run_build(folder, index, encoder)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    run_build(folder, index, encoder)
    kept = current(index)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.HEALTH}"})
    run = subprocess.run(
        [sys.executable, "-c", KILLED, point, str(folder), str(index)], cwd=ROOT, check=False
    )
    assert run.returncode == -signal.SIGKILL
    with opened(index, encoder) as it:
        assert (it.generation == kept) == (point in POINTS)
        assert it.text("new").endswith(plans.MONEY if point in POINTS else plans.HEALTH)
    run_build(folder, index, encoder)
    with opened(index, encoder) as it:
        assert it.text("new").endswith(plans.HEALTH)
    left = {p.name for p in index.iterdir()}
    assert left == {"CURRENT", ".lock", originals.NAME, *generations(index)}
    assert len(generations(index)) == 2


@pytest.mark.slow
def test_killed_first_build(folder: Path, index: Path, encoder: HashEncoder) -> None:
    point = "indexer.generation:commit"
    command = [sys.executable, "-c", KILLED, point, str(folder), str(index)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    with pytest.raises(IndexMissing):
        opened(index, encoder)
    assert run_build(folder, index, encoder).documents == 3
