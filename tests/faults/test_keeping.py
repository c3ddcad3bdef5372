"""An index that is damaged, copied, older than the program, or whose clock jumps."""

from __future__ import annotations

import io
import os
import shutil
import time
from pathlib import Path

import pytest

import indexer.index
from indexer.build import build as run_build
from indexer.errors import IndexCorrupt, IndexMissing
from indexer.generation import MANIFEST, current, generations, rollback
from indexer.index import LocalIndex, codes
from indexer.index.local import CODES
from service.admin.inbox import Inbox
from service.api import shelf as shelves
from service.api.rates import Buckets
from service.api.shelf import Shelf
from service.holdings.cache import Cache
from tests.encoders import HashEncoder
from tests.faults import builds
from tests.faults.reading import opener, texts, there
from tests.indexer import plans


def test_a_flipped_byte_in_each_file_is_found_and_mended(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found before it is served, whatever file; what is served already stays; a build mends it."""
    monkeypatch.setattr(codes, "EXACT", 30)  # else the codes would begin at many thousand plans
    lines = "\n".join(f"Việc thứ {n} của xã số {n * 7 % 13}." for n in range(40))
    plans.write(folder, {"many.txt": f"I. NHIỀU\n{lines}"})
    run_build(folder, index, encoder)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    run_build(folder, index, encoder)
    shelf = Shelf(index, opener=opener(encoder), interval=3600.0)
    shelf.open()
    kinds = sorted(_kinds(index))
    assert {"CURRENT", MANIFEST, CODES, "plans.sqlite", "vectors.f32"} < set(kinds)
    for kind in kinds:
        path = _kinds(index)[kind]
        data = bytearray(path.read_bytes()) or bytearray(b"\0")
        data[len(data) // 2] ^= 0x10
        path.unlink()  # what holds it open keeps its bytes
        path.write_bytes(data)
        with pytest.raises(IndexCorrupt, match="tracuu index"):
            texts(index, encoder)
        os.utime(index / "CURRENT")
        shelf.look()
        assert shelf.refused and shelf.index().text("new").endswith(plans.MONEY), path
        run_build(folder, index, encoder)
        assert texts(index, encoder) == there(folder), path
        shelf.look()
        assert shelf.refused is None, path
    shelf.close()


def test_what_did_not_open_through_no_fault_of_its_own_is_tried_again(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opened it had no memory, or was killed: it is not left out until the next build."""
    failing: list[Exception] = []

    def opening(path: Path | str) -> LocalIndex:
        if failing:
            raise failing.pop()
        return opener(encoder)(path)

    monkeypatch.setattr(shelves, "_SOON", 0.0)
    first = run_build(folder, index, encoder).generation
    shelf = Shelf(index, opener=opening, interval=3600.0)
    shelf.open()
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    second = run_build(folder, index, encoder).generation
    failing += [MemoryError(), RuntimeError("the keeper ended")]
    for served in (first, first, second):
        shelf.look()
        assert shelf.index().generation == served
        assert (shelf.refused is None) == (served == second)
    shelf.close()


def _kinds(index: Path) -> dict[str, Path]:
    """One file of each kind that is served; those of words have names that say nothing."""
    served = (path for path in (index / current(index)).rglob("*") if path.is_file())
    found = {path.suffix if len(path.stem) == 32 else path.name: path for path in sorted(served)}
    return {**found, "CURRENT": index / "CURRENT"}


def test_a_copy_made_while_it_is_built_and_served_is_a_backup(
    folder: Path, index: Path, encoder: HashEncoder, tmp_path: Path
) -> None:
    """It opens, or goes back one and opens; nothing that was in both generations is missing."""
    run_build(folder, index, encoder)
    kept = there(folder)
    with indexer.index.open(index, encoder=encoder) as served:
        for number in range(8):
            plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY} {number}"})
            build = builds.start(builds.build, folder, index)
            time.sleep(number * 0.02)
            copy = tmp_path / f"copy-{number}"
            _copied(index, copy)
            build.join()
            try:
                found = texts(copy, encoder)
            except (IndexMissing, IndexCorrupt):
                rollback(copy)
                found = texts(copy, encoder)
            assert kept.items() <= found.items()
            run_build(folder, copy, encoder)
            assert texts(copy, encoder) == there(folder)
        assert kept.keys() == {info.id for info in served.documents()}


def _copied(index: Path, to: Path) -> None:
    """As ``cp -r`` does, which goes on when something has gone meanwhile."""
    try:
        shutil.copytree(index, to)
    except shutil.Error:
        assert (to / "CURRENT").exists()


@pytest.mark.parametrize("moment", [0, 4_000_000_000], ids=["1970", "2096"])
def test_a_clock_that_jumps_changes_nothing(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Names, what is pruned, what is served, caches and rates ask no clock of the day."""
    shelf = Shelf(index, opener=opener(encoder), interval=3600.0)
    served = []
    for number in range(4):
        plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY} {number}"})
        served.append(run_build(folder, index, encoder).generation)
        for path in index.rglob("*"):
            os.utime(path, (moment, moment))
        shelf.look()
        assert shelf.index().generation == served[-1]
        monkeypatch.setattr(time, "time", lambda: float(moment))
    shelf.close()
    assert served == sorted(served) and generations(index)[-2:] == served[-2:]
    assert rollback(index) == served[-2]
    buckets = Buckets(60)
    assert buckets.take("a", 60).allowed and not buckets.take("a", 60).allowed


def test_a_cache_is_bounded_whatever_the_clock(tmp_path: Path) -> None:
    cache = Cache(tmp_path, most=30)
    for number, moment in enumerate((0, 4_000_000_000, 1_000_000_000, 3_000_000_000)):
        kept = cache.put(f"{number}", lambda place: (place / "x").write_bytes(b"0" * 10))
        os.utime(kept, (moment, moment))
    assert cache.put("last", lambda place: (place / "x").write_bytes(b"1" * 10)).exists()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 30


def test_what_is_coming_stays_when_the_clock_jumps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file is sent meanwhile; what a killed process left goes, however young it is."""
    box = Inbox(tmp_path)
    box.folder.mkdir()
    (box.folder / ".dang-nhan-cu").write_bytes(b"x")

    class Slow:
        parts = [b"I. A\n", b"b"]

        def read(self, size: int) -> bytes:
            monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
            with (tmp_path / "other").open("w+b") as other:
                other.write(b"khac")
                other.seek(0)
                assert box.receive("khac.txt", other).was in ("new", "same")
            return self.parts.pop(0) if self.parts else b""

    assert box.receive("cham.txt", Slow()).was == "new"  # type: ignore[arg-type]
    assert box.names() == ["cham.txt", "khac.txt"]
    assert not list(box.folder.glob(".dang-nhan-*"))


def test_a_kill_while_a_plan_is_replaced_loses_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under its name stands the old one until the new one does."""
    box, seen, real = Inbox(tmp_path), [], os.replace

    def replace(old: Path, new: Path) -> None:
        seen.append((box.folder / "a.txt").exists())
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    for text, was in ((b"cu", "new"), (b"moi", "replaced")):
        assert box.receive("a.txt", io.BytesIO(text), replace=True).was == was
    assert seen == [False, True]
    assert (box.folder / "a.txt").read_bytes() == b"moi"
    assert [p.read_bytes() for p in (box.folder / ".da-thay").iterdir()] == [b"cu"]
