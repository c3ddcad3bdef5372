"""A clock on the wall that jumps a year ahead, back and a year behind, while work goes on."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest

import indexer.build
import indexer.index
import service
import service.api.keys
import service.cli.serving
import service.export.papers
import service.web.feedback
from indexer.build import build as run_build
from indexer.generation import generations, rollback
from service.admin.jobs import Jobs
from service.api.keys import Keyring
from service.api.rates import Buckets
from service.cli.parser import parser
from service.cli.serving import _rules
from tests.encoders import HashEncoder
from tests.faults.test_keeping import texts, there
from tests.indexer import plans

YEAR = timedelta(days=365)
#: What the clock is off by, one after the other.
JUMPS = (timedelta(), YEAR, timedelta(), -YEAR, timedelta())
#: Every module that asks what day it is.
ASKING = (
    indexer.build,
    service.api.keys,
    service.cli.serving,
    service.export.papers,
    service.web.feedback,
)
ASKED = "Sở nào chủ trì khám sức khỏe định kỳ cho người lao động?"
Jump = Callable[[timedelta], None]


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """Sets the clock on the wall off by so much, for whoever asks it."""
    off, real = [timedelta()], time.time

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + off[0]

    for module in ASKING:
        monkeypatch.setattr(module, "datetime", Jumped)
    monkeypatch.setattr(time, "time", lambda: real() + off[0].total_seconds())
    return lambda by: off.__setitem__(0, by)


def test_it_jumps_for_whoever_asks(jump: Jump) -> None:
    """Else the tests below would say nothing; nobody else asks what day it is."""
    jump(YEAR)
    assert service.api.keys._today() > (datetime.now(UTC) + timedelta(360)).date().isoformat()
    root = Path(__file__).parents[2]
    asking = {
        ".".join(path.relative_to(root).with_suffix("").parts)
        for room in ("indexer", "models", "service")
        for path in (root / room).rglob("*.py")
        if "datetime.now(" in path.read_text("utf-8") or "date.today(" in path.read_text("utf-8")
    }
    assert asking == {module.__name__ for module in ASKING}


def test_keys_builds_and_answers_stay(
    folder: Path, index: Path, encoder: HashEncoder, jump: Jump
) -> None:
    """What is built is served, and nothing is read again; answers and keys are as they were."""
    ring, served, said = Keyring(index), [], set()
    token, _ = ring.add("mãi")
    for number, off in enumerate(JUMPS):
        jump(off)
        plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY} lần {number}"})
        report = run_build(folder, index, encoder)
        served.append(report.generation)
        assert report.carried_over == (3 if number else 0)
        assert not run_build(folder, index, encoder).built
        assert texts(index, encoder) == there(folder)
        with indexer.index.open(index, encoder=encoder) as it:
            said.add(str(service.ask(it, ASKED).answers[0].answer))
        assert ring.find(token) is not None
    assert served == sorted(set(served)) and generations(index) == served[-2:]
    assert rollback(index) == served[-2]
    assert len(said) == 1


def test_a_key_ends_by_the_clock_and_lives_again_with_it(tmp_path: Path, jump: Jump) -> None:
    """One that was revoked opens nothing, whatever the clock says."""
    ring = Keyring(tmp_path)
    month, _ = ring.add("tháng", days=30)
    gone, key = ring.add("bỏ")
    ring.revoke(key.id)
    opens = []
    for off in JUMPS:
        jump(off)
        opens.append(ring.find(month) is not None)
        assert ring.find(gone) is None
    assert opens == [True, False, True, True, True]


def test_no_door_opens_because_keys_have_ended(
    tmp_path: Path, jump: Jump, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a key closed the API to all others, it stays closed when the clock ends the key."""
    Keyring(tmp_path).add("tháng", days=30)
    words = ["serve", "--index", str(tmp_path), "--host", "192.0.2.1"]
    for off in JUMPS:
        jump(off)
        arguments: argparse.Namespace = parser().parse_args(words)
        assert _rules(arguments).need_key
        assert ("còn hạn" in capsys.readouterr().err) == (off == YEAR)


def test_what_came_first_came_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: Jump
) -> None:
    """A publishing after a reading is after it, though the clock went back in between."""

    def followed(self: Jobs, task: str) -> dict[str, Any]:
        return {"state": "done", "result": {}}

    monkeypatch.setattr(Jobs, "_follow", followed)
    jobs = Jobs(str(tmp_path))
    jobs.start("read")
    while jobs.running:
        time.sleep(0.001)
    jump(-YEAR)
    jobs.start("publish")
    while jobs.running:
        time.sleep(0.001)
    read, published = jobs.last("read"), jobs.last("publish")
    assert read and published and read.ended and published.ended
    assert read.started <= read.ended <= published.started <= published.ended


def test_a_share_is_given_again_by_another_clock(jump: Jump) -> None:
    buckets = Buckets(60)
    assert buckets.take("a", 60).allowed
    for off in JUMPS:
        jump(off)
        assert not buckets.take("a", 60).allowed
