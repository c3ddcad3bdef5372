"""Sources understood side by side, each in a process that may die without taking others along."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path

from indexer.understand import Outcome, Task, understand
from indexer.worker import reply, request

#: Processes unless said otherwise (0: none, everything in this one, without its protection).
JOBS = min(2, os.cpu_count() or 1)
#: Seconds one file may take: 500 scanned pages at 6 s each, on a machine that does other things.
PATIENCE = 2 * 3600.0
_MODULE = "indexer.worker"
_ROOT = str(Path(__file__).resolve().parents[1])


def outcomes(
    tasks: Iterable[Task], jobs: int, module: str = _MODULE, patience: float = PATIENCE
) -> Iterator[tuple[Task, Outcome]]:
    """Each task with what became of it, as they are done. Raises ``OSError`` for a full disk.

    At most twice ``jobs`` of them are held at a time, whatever the consumer's pace.
    """
    if jobs <= 0:
        yield from ((task, understand(task)) for task in tasks)
        return
    workers = [_Worker(module, patience) for _ in range(jobs)]
    try:
        yield from _shared(tasks, workers)
    finally:
        for worker in workers:
            worker.close()


def _shared(tasks: Iterable[Task], workers: Sequence[_Worker]) -> Iterator[tuple[Task, Outcome]]:
    idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def run(task: Task) -> tuple[Task, Outcome]:
        worker = idle.get()
        try:
            return task, worker.ask(task)
        finally:
            idle.put(worker)

    waiting = iter(tasks)
    running: set[Future[tuple[Task, Outcome]]] = set()
    with ThreadPoolExecutor(len(workers)) as pool:
        try:
            while True:
                more = islice(waiting, 2 * len(workers) - len(running))
                running |= {pool.submit(run, task) for task in more}
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            # Left early: what waits is not begun, and what runs is not waited for.
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.interrupt()


class _Worker:
    """A child process, started when first asked and again after it died."""

    def __init__(self, module: str, patience: float) -> None:
        self._module = module
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, task: Task) -> Outcome:
        """Hand a task over and wait; a process that dies over it, or hangs, is the reason."""
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        late = threading.Event()
        timer = threading.Timer(self._patience, _kill, (process, late))
        timer.start()
        try:
            process.stdin.write(request(task))
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            return reply(line)
        self.close()
        return Outcome(None, _death(process.returncode, late.is_set()), lasting=False)

    def interrupt(self) -> None:
        """End what it is doing; ``ask``, in another thread, comes back."""
        if (process := self._process) is not None:
            _kill(process)

    def close(self) -> None:
        """End the process, and what it has started."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was not sent yet is not missed
                if stream:
                    stream.close()

    def _start(self) -> subprocess.Popen[bytes]:
        paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for the build; it ends its workers itself
        )
        return self._process


def _kill(process: subprocess.Popen[bytes], late: threading.Event | None = None) -> None:
    if late is not None:
        late.set()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _death(status: int, late: bool) -> str:
    if late:
        return "đọc quá lâu nên đã dừng · reading took too long and was stopped"
    if status < 0:
        how = f"bị dừng giữa chừng ({signal.Signals(-status).name})"
        return (
            f"Tiến trình đọc tệp này {how}: tệp hỏng nặng hoặc cần quá nhiều bộ nhớ. / The process "
            f"reading this file was killed: it is badly damaged or needs too much memory."
        )
    return (
        f"Tiến trình đọc tệp này tự dừng (mã {status}): tệp hỏng nặng hoặc cần quá nhiều bộ nhớ. / "
        f"The process reading this file ended ({status}): it is badly damaged or needs memory."
    )
