"""One job at a time on the index: reading what is new, or publishing it, in a child process."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from typing import Any, Literal

from indexer.errors import TracuuError
from indexer.readers.pdf.child import Child, ChildDied
from indexer.workers import PATIENCE

log = logging.getLogger(__name__)

Task = Literal["read", "publish"]
_CHILD = "service.admin.worker"


class JobRunning(TracuuError):
    """Another job is at work; one starts when it has ended."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job and how far it is: ``done`` of ``total`` in ``stage`` (see ``indexer.report``).

    ``result``: what the child said at the end; ``problem``: why there is none. Times are seconds
    of a clock that never goes back: they say what came first, not when.
    """

    task: Task
    started: float
    state: Literal["running", "done", "failed"] = "running"
    stage: str = ""
    done: int = 0
    total: int = 0
    result: dict[str, Any] | None = None
    problem: str | None = None
    ended: float | None = None


class Jobs:
    """The last job of each task, of which one may be running. Safe to use from many threads."""

    def __init__(self, index: str) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._last: dict[Task, Job] = {}
        self._running: Task | None = None
        self._wanted = False
        self._child: Child | None = None
        self._closed = False

    def last(self, task: Task) -> Job | None:
        """The last job of its kind, perhaps running."""
        return self._last.get(task)

    @property
    def running(self) -> Job | None:
        """The job at work."""
        task = self._running
        return self._last.get(task) if task else None

    def start(self, task: Task) -> None:
        """Begin; raises ``JobRunning``."""
        with self._lock:
            if self._running is not None:
                raise JobRunning(
                    "Đang có việc chạy trên chỉ mục; hãy đợi xong rồi làm tiếp. / "
                    "The index is being worked on; wait until that has ended."
                )
            self._begin(task)

    def read_soon(self) -> None:
        """Read what is new now, or once more when the job at work has ended."""
        with self._lock:
            if self._running is None:
                self._begin("read")
            else:
                self._wanted = True

    def close(self) -> None:
        """Give up what is at work; the index stays as it is."""
        with self._lock:
            self._closed = True
            if self._child is not None:
                self._child.close()

    def _begin(self, task: Task) -> None:
        self._running = task
        self._last[task] = Job(task, time.monotonic())
        threading.Thread(target=self._run, args=(task,), name="admin-job", daemon=True).start()

    def _run(self, task: Task) -> None:
        try:
            outcome = self._follow(task)
        except Exception as error:  # whatever it was, the next job must be able to start
            if not self._closed:
                log.exception("job %s", task)
            outcome = {"state": "failed", "problem": _stopped(error)}
        with self._lock:
            # At once: whoever sees that it has ended may begin the next.
            self._running = self._child = None
            self._note(task, ended=time.monotonic(), **outcome)
            again, self._wanted = self._wanted and not self._closed, False
            if again:
                self._begin("read")

    def _follow(self, task: Task) -> dict[str, Any]:
        """How the job ended, as changes of it; raises ``ChildDied``."""
        outcome = {"state": "failed", "problem": _stopped(ChildDied(""))}
        with Child(_CHILD, [task, self._index], PATIENCE) as child:
            self._child = child
            while (message := child.hear()) is not None:
                if "stage" in message:
                    stage, done, total = (message[k] for k in ("stage", "done_so_far", "total"))
                    self._note(task, stage=stage, done=done, total=total)
                elif "refused" in message:
                    outcome = {"state": "failed", "problem": message["refused"]}
                else:
                    outcome = {"state": "done", "result": message["done"]}
        return outcome

    def _note(self, task: Task, **changes: Any) -> None:
        self._last[task] = replace(self._last[task], **changes)


def _stopped(error: Exception) -> str:
    how = f" ({error})" if isinstance(error, ChildDied) and str(error) else ""
    return (
        f"Việc bị dừng giữa chừng{how}; chỉ mục đang dùng vẫn nguyên, hãy chạy lại. / "
        "The job was stopped; the index in use is as it was. Run it again."
    )
