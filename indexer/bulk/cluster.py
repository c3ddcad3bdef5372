"""Jobs handed out by Dask: to processes of this machine, or to whoever serves a scheduler.

Dask and not Ray: beside what is here it takes 28 MB to install (Ray Data 617 MB), starts in half
the time, builds as fast and in less memory (``tests/bench/SHARING.md``); both do a job again whose
worker was killed. Ray tells its makers of its use unless forbidden.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from indexer.bulk.worker import Built, Job, work
from indexer.errors import TracuuError

if TYPE_CHECKING:
    from distributed import Client


class WorkersFailed(TracuuError):
    """The workers cannot be reached, or one shard brings them down again and again."""


def outcomes(client: Client, jobs: Sequence[Job]) -> Iterator[Built]:
    """What came of each job, as they are done; a job whose worker dies is given to another.

    Raises ``WorkersFailed``, or what a job raised.
    """
    from distributed import KilledWorker, as_completed

    # A name says nothing here: the folder tells what is done, and a second run must look.
    futures = client.map(work, jobs, pure=False)
    try:
        for future in as_completed(futures):
            yield future.result()
            future.release()  # or it is made again when the worker that holds it dies
    except KilledWorker as error:
        raise WorkersFailed(
            "Một phần kế hoạch làm chết hết tiến trình này đến tiến trình khác (thiếu bộ nhớ?); "
            "các phần đã xong được giữ: xem máy rồi chạy lại · One shard brought down worker "
            "after worker (out of memory?); what is done is kept: look at them, then run again"
        ) from error


def size(client: Client) -> int:
    """How many workers there are now; raises ``WorkersFailed`` when none comes."""
    try:
        client.wait_for_workers(1, timeout=60)
    except TimeoutError as error:
        raise WorkersFailed(
            "Chưa có tiến trình nào nối vào bộ điều phối: dask worker ĐỊA_CHỈ · No worker has "
            "joined the scheduler: dask worker ADDRESS"
        ) from error
    return len(client.scheduler_info()["workers"])


@contextmanager
def connected(workers: int | str) -> Iterator[Client]:
    """So many processes here, or whoever serves the scheduler ("tcp://10.0.0.5:8786").

    Raises ``WorkersFailed``.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise WorkersFailed(
            "Chưa cài thư viện chia việc: pip install 'tracuu[bulk]' · The library that shares the "
            "work is not installed: pip install 'tracuu[bulk]'"
        ) from None
    if isinstance(workers, int):
        local: Any = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=None,
            silence_logs=logging.ERROR,
        )
        with local, Client(local) as client:
            yield client
        return
    try:
        client = Client(workers, timeout=10)
    except (OSError, ValueError, TimeoutError) as error:
        raise WorkersFailed(
            f"Không kết nối được bộ điều phối {workers}: {error} · Cannot reach the scheduler"
        ) from error
    with client:
        yield client
