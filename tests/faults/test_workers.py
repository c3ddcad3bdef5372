"""Files that bring down the process reading them: one is lost, with the reason, and no other."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from indexer import codec, workers
from indexer.sources import Source
from indexer.understand import Outcome, Task, understand
from tests.indexer import papers

MODULE = "tests.faults.broken_worker"


def tasks(tmp_path: Path, *names: str) -> list[Task]:
    return [Task(Source(tmp_path / n, n, ".txt"), n, tmp_path) for n in names]


def run(tmp_path: Path, *names: str, jobs: int = 2, patience: float = 60.0) -> dict[str, Outcome]:
    done = workers.outcomes(tasks(tmp_path, *names), jobs, MODULE, patience)
    return {task.source.name: outcome for task, outcome in done}


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_only_the_file_at_fault_is_lost(tmp_path: Path, jobs: int) -> None:
    names = ["a", "killed", "b", "segfault", "c", "exit", "d", "noise", "e"]
    found = run(tmp_path, *names, jobs=jobs)
    assert set(found) == set(names)
    for name in ("a", "b", "c", "d", "e", "noise"):
        assert found[name].coded is not None
        assert found[name].coded.startswith(f'"{name} ')
    assert "SIGKILL" in (found["killed"].reason or "")
    assert "SIGSEGV" in (found["segfault"].reason or "")
    assert "mã 3" in (found["exit"].reason or "")
    # What befell a file once need not befall it again.
    assert not any(found[name].lasting for name in ("killed", "segfault", "exit"))


def test_a_worker_that_runs_out_of_memory(tmp_path: Path) -> None:
    found = run(tmp_path, "memory", "a", jobs=1)
    assert found["memory"].reason is not None
    assert found["a"].coded is not None


def test_a_file_that_takes_for_ever_is_given_up(tmp_path: Path) -> None:
    found = run(tmp_path, "hang", "a", jobs=1, patience=2.0)
    assert "quá lâu" in (found["hang"].reason or "")
    assert found["a"].coded is not None


def test_a_full_disk_stops_everything(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        run(tmp_path, "a", "full", "b")


def test_processes_are_kept_and_gone_at_the_end(tmp_path: Path) -> None:
    found = run(tmp_path, *(f"slow{n}" for n in range(6)))
    pids = {int((o.coded or "").strip('"').split()[1]) for o in found.values()}
    assert len(pids) == 2
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_a_consumer_that_stops_leaves_nothing_behind(tmp_path: Path) -> None:
    results = workers.outcomes(tasks(tmp_path, *(f"slow{n}" for n in range(50))), 2, MODULE)
    _, outcome = next(results)
    results.close()  # type: ignore[attr-defined]
    pid = int((outcome.coded or "").strip('"').split()[1])
    assert not Path(f"/proc/{pid}").exists()


def test_a_worker_ends_with_the_build_that_asked_it(tmp_path: Path) -> None:
    """A build that is killed closes its pipes, and nothing else."""
    worker = workers._Worker(MODULE, 60.0)
    process = worker._start()
    assert process.stdin is not None
    worker._process = None
    process.stdin.close()
    process.wait(timeout=30)
    assert process.stdout is not None
    process.stdout.close()


def test_tasks_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    taken = []

    def given() -> object:
        for task in tasks(tmp_path, *(f"t{n}" for n in range(40))):
            taken.append(task)
            yield task

    results = workers.outcomes(given(), 2, MODULE)  # type: ignore[arg-type]
    next(results)
    time.sleep(0.2)
    assert len(taken) <= 6
    assert 1 + len(list(results)) == 40


def test_a_process_understands_as_this_one_does(tmp_path: Path) -> None:
    name = os.fsdecode("kế hoạch".encode() + b"\xe9.txt")
    (tmp_path / name).write_text(papers.PLAN, "utf-8")
    task = Task(Source(tmp_path / name, "kế hoạch\ufffd.txt", ".txt"), "ke-hoach", tmp_path)
    [(_, outcome)] = list(workers.outcomes([task], 1))
    assert outcome == understand(task)
    assert outcome.coded is not None
    document, passages = codec.loads(outcome.coded)
    assert document.info.id == "ke-hoach"
    assert document.clauses[0].path
    assert passages
    assert codec.dumps(document, passages) == outcome.coded
