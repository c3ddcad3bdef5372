"""A build that is killed, again and again, and ends as one that never was."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from indexer import codec, originals, verified
from indexer.build import build as run_build
from indexer.generation import current, generations
from indexer.understand import Outcome
from indexer.work import NAME, Work
from tests.encoders import HashEncoder
from tests.indexer import papers, plans

ROOT = Path(__file__).parents[2]
COUNT, KILLS = 32, 10

BUILD = """
import sys
import time
from pathlib import Path
from indexer import generation, work
from indexer.build import build
from tests.encoders import HashEncoder

folder, index, log = map(Path, sys.argv[1:])
add = work.Work.add

def logged(self, key, outcome):
    with log.open("a") as out:
        out.write(key[2] + "\\n")
    add(self, key, outcome)
    with log.open("a") as out:
        out.write("=" + key[2] + "\\n")

commit = generation.commit

def late(*given):
    time.sleep(5)  # whoever kills it while it writes is not overtaken, however slow he is
    return commit(*given)

work.Work.add = logged
generation.commit = late
build(folder, index, HashEncoder(), jobs=2)
"""


def started(folder: Path, index: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BUILD, str(folder), str(index), str(log)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def read(log: Path) -> int:
    """Plans whose analysis has been kept."""
    return sum(line.startswith("=ke-hoach") for line in log.read_text("utf-8").splitlines())


def rows(index: Path) -> dict[str, list[Any]]:
    """Everything in the store of the current generation."""
    files = sorted((index / current(index)).glob("volumes/*/plans.sqlite"))
    found: dict[str, list[Any]] = {}
    for name in ("documents", "pages", "clauses", "passages"):
        found[name] = []
        for path in files:
            with contextlib.closing(sqlite3.connect(path)) as db:
                found[name] += map(str, db.execute(f"SELECT * FROM {name}"))
        found[name].sort()
    return found


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """A file whose analysis was kept is never read again; the outcome is that of one build."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(COUNT):
        text = papers.PLAN.replace("77/KH", f"{number + 1}/KH")
        (folder / f"ke-hoach-{number:02}.txt").write_text(text, "utf-8")
    (folder / "hong.txt").write_text("không có gì", "utf-8")
    run_build(folder, tmp_path / "whole", HashEncoder(), jobs=2)
    chance = random.Random(20)  # noqa: S311 - a seed, so that a failure can be seen again
    index, log = tmp_path / "index", tmp_path / "log"
    log.touch()
    for kill in range(KILLS):
        before = log.stat().st_size
        build = started(folder, index, log)
        # Past so many lines of the log, and a moment: in the midst of a file, or between two. The
        # last comes when all is read, while the generation is being written.
        wanted = before + chance.randrange(0, 60)
        while build.poll() is None and not (
            read(log) >= COUNT if kill == KILLS - 1 else log.stat().st_size > wanted
        ):
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        build.kill()
        _, complaints = build.communicate()
        assert build.returncode == -signal.SIGKILL, f"kill {kill}: {complaints.decode()}"
    run_build(folder, index, HashEncoder(), jobs=2)
    assert rows(index) == rows(tmp_path / "whole")
    kept = [line[1:] for line in log.read_text("utf-8").splitlines() if line.startswith("=")]
    first_build = set(kept)
    # Each file's analysis was kept once and then used. ("hong.txt" has another chance every time
    # that a generation is complete.)
    plans_kept = [name for name in kept if name != "hong.txt"]
    assert len(plans_kept) == len(set(plans_kept))
    assert first_build
    assert {p.name for p in index.iterdir()} == {
        "CURRENT",
        ".lock",
        originals.NAME,
        verified.NAME,
        *generations(index),
    }


@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_build(tmp_path: Path) -> None:
    folder = plans.write(tmp_path / "plans", {f"{n}.txt": papers.PLAN + str(n) for n in range(40)})
    log = tmp_path / "log"
    log.touch()
    build = started(folder, tmp_path / "index", log)
    while build.poll() is None and not log.stat().st_size:
        time.sleep(0.005)
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    workers = _children(children)
    build.kill()
    build.communicate()
    deadline = time.monotonic() + 60
    while any(_runs(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in workers if _runs(pid)]


def _children(listed: Path) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(pid) for pid in listed.read_text().split()]
    return []


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"


def test_what_a_failed_build_read_is_not_read_again(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.write(folder, {"hong.txt": "HỎNG", "loi.txt": "LỖI"})

    def fails(texts: object) -> None:
        raise OSError("no model")

    with monkeypatch.context() as patch:
        patch.setattr(encoder, "encode_passages", fails)
        with pytest.raises(OSError, match="no model"):
            run_build(folder, index, encoder)
    assert (index / NAME).exists()
    analysed = []
    real = plans.analyse

    def analyse(path: Path, document: str, source: str) -> Any:
        analysed.append(source)
        return real(path, document, source)

    monkeypatch.setattr("indexer.understand.analyse", analyse)
    (folder / "ben-tre-2024.txt").write_text("I. MỚI\nmới", "utf-8")
    report = run_build(folder, index, encoder)
    # The one that changed, and the one whose error may have passed.
    assert analysed == ["ben-tre-2024.txt", "loi.txt"]
    assert report.resumed == 3
    assert [name for name, _ in report.quarantined] == ["hong.txt", "loi.txt"]
    assert not (index / NAME).exists()


def test_other_rules_read_again(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.mkdir()
    key = ("0" * 64, "a", "a.txt")
    with contextlib.closing(Work(index, "1")) as work:
        work.add(key, Outcome("{}"))
        work.add(("1", "b", "b.txt"), Outcome(None, "why", lasting=False))
    with contextlib.closing(Work(index, "1")) as work:
        assert work.keep([key, ("1", "b", "b.txt")]) == {key}
        assert work.get(key) == "{}"
        assert work.reason(key) is None
    with contextlib.closing(Work(index, "1")) as work:
        assert work.keep([]) == set()
        work.add(key, Outcome("{}"))
    with contextlib.closing(Work(index, "2")) as work:
        assert work.keep([key]) == set()


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_work_file_is_begun_anew(
    folder: Path, index: Path, encoder: HashEncoder, content: bytes
) -> None:
    index.mkdir()
    (index / NAME).write_bytes(content)
    assert run_build(folder, index, encoder).documents == 3
    assert not (index / NAME).exists()


def test_what_is_kept_is_the_document(tmp_path: Path) -> None:
    document = papers.document(tmp_path, papers.PLAN)
    with contextlib.closing(Work(tmp_path, "1")) as work:
        work.add(("1", "2", "3"), Outcome(codec.dumps(document, [])))
        assert codec.loads(work.get(("1", "2", "3"))) == (document, [])
