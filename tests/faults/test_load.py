"""Many readers while generations swap, too many, and who takes over a generation is killed at it.

``make load`` does the same for minutes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from indexer.generation import current, generations, rollback
from tests.faults import load
from tests.service.serving import Server, served
from tests.service.test_serving import until

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
#: More than the service has room for.
CROWD = 160


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where plans and their index lie."""
    return tmp_path_factory.mktemp("load")


@pytest.fixture(scope="module")
def marks(place: Path) -> dict[str, str]:
    """What each generation is known by; there are two."""
    known: dict[str, str] = {}
    load.made(place, known), load.made(place, known)
    return known


@pytest.fixture(scope="module")
def server(place: Path, marks: dict[str, str]) -> Iterator[Server]:
    with served(place / "index", "--rate", "0", "--workers", "2") as found:
        yield found


def test_no_answer_mixes_generations_and_none_fails(
    server: Server, place: Path, marks: dict[str, str]
) -> None:
    """Nor does any give the text of one under the name of another.

    The readers pause, so that what is built and opened beside them has its share of the machine.
    """
    found = load.run(server.url, place, marks, seconds=3.0, clients=10, pause=0.3)
    assert not found.wrong, found.wrong[:3]
    assert not found.stale, found.stale[:3]
    assert set(found.codes) == {200} and found.codes[200] > 20
    assert found.swaps >= 2 and len(found.generations) == 3


def test_a_crowd_is_told_to_come_back_and_meets_no_other_error(
    server: Server, marks: dict[str, str]
) -> None:
    found = load.rush(server.url, marks, CROWD)
    assert not found.wrong, found.wrong[:3]
    assert not found.stale
    assert set(found.codes) == {200, 503} and found.codes[200] >= 20
    assert set(load.rush(server.url, marks, 8).codes) == {200}, "and it goes on"


@needs_proc
def test_who_is_killed_while_it_takes_over_a_generation_is_replaced(
    server: Server, place: Path, marks: dict[str, str]
) -> None:
    """Its keeper while it opens the generation, then a worker that has it: both answer whole."""
    index = place / "index"

    def served_by() -> str:
        reply = httpx.post(server.url + "/v1/ask", json={"question": load.QUESTIONS[0]}, timeout=60)
        told = load.Load(marks)
        told.note(reply)
        assert not told.wrong and not told.stale and reply.status_code == 200, reply.text[:300]
        return told.last

    def arrived(count: int) -> Callable[[], bool]:
        return lambda: len(set(server.family()) - known) >= count

    before, known = current(index), set(server.family())
    name = rollback(index, next(one for one in generations(index) if one != before))
    for count in (1, 2):  # a keeper that opens it, and then a worker of the next one
        until(arrived(count), "somebody takes over")
        victim = [one for one in server.family() if one not in known][count - 1]
        os.kill(victim, signal.SIGKILL)
        known.add(victim)
        assert served_by() in (before, name), "what is complete is served meanwhile"
    until(lambda: served_by() == name, "it is served although both were killed")
    assert set(load.rush(server.url, marks, 8).codes) == {200}
