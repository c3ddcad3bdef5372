"""How plans are split into shards, and what is said when workers are not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.bulk.cluster import WorkersFailed, connected
from indexer.bulk.shards import count, split
from indexer.bulk.worker import Job, OtherRelease, work
from indexer.gather import Item
from indexer.sources import Source


def item(content: int, name: str, reason: str | None = None) -> Item:
    sha = "" if reason else f"{content:064x}"
    return Item(Source(Path(name), name, ".txt"), name, sha, None, reason)


items = st.lists(
    st.builds(item, st.integers(0, 2**256 - 1), st.text(), st.sampled_from([None, "hỏng"]))
)


@settings(max_examples=40)
@given(items, st.integers(1, 20))
def test_every_plan_is_in_one_shard_and_keeps_it(found: list[Item], number: int) -> None:
    place = Path("shards")
    shards = split(found, place, number)
    assert sorted(map(repr, found)) == sorted(repr(i) for s in shards for i in s.items)
    assert all(s.items == tuple(i for i in found if i in s.items) for s in shards)
    alone = {repr(i): split([i], place, number)[0].folder for i in found}
    assert all(alone[repr(i)] == s.folder for s in shards for i in s.items)


def test_one_content_is_in_one_shard(tmp_path: Path) -> None:
    assert len(split([item(5, "a"), item(5, "b"), item(5, "c")], tmp_path, 16)) == 1


def test_the_number_of_shards_stays(tmp_path: Path) -> None:
    first = count(tmp_path, 100_000, 4)
    assert count(tmp_path, 5, 1) == first == 200


def test_another_release_on_a_worker_is_refused(tmp_path: Path) -> None:
    (shard,) = split([item(1, "a")], tmp_path, 1)
    with pytest.raises(OtherRelease, match="another release"):
        work(Job(shard, (tmp_path,), "default", "another model", "other rules"))


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    def late(*_: object, **__: object) -> None:
        raise OSError("Timed out trying to connect")

    monkeypatch.setattr(distributed, "Client", late)
    with pytest.raises(WorkersFailed, match="Cannot reach the scheduler"), connected("tcp://h:1"):
        pass
