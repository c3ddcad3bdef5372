"""A disk that fills, and a folder that cannot be written to: said, and nothing lost."""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import indexer.index
from indexer import originals, verified
from indexer.build import DiskFull
from indexer.build import build as run_build
from indexer.disk import is_full
from indexer.generation import current, generations, rollback
from indexer.locking import NotWritable
from service.admin import inbox
from service.admin.inbox import Inbox, NoRoom
from service.api.app import create_app
from service.api.keys import Keyring, KeysUnreadable
from service.cli import FAILED, main
from service.holdings import feedback
from service.holdings.feedback import Box, BoxClosed, Note
from tests.encoders import HashEncoder
from tests.indexer import papers, plans


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = shutil.which("mount")
    made = command and subprocess.run(
        [command, "-t", "tmpfs", "-o", "size=32m", "none", str(place)],
        capture_output=True,
        check=False,
    )
    if not made or made.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def filled(disk: Path, leave: int) -> Iterator[None]:
    """A file takes all of the disk but ``leave`` bytes."""
    ballast = disk / "ballast"
    about = os.statvfs(disk)
    ballast.write_bytes(bytes(max(0, about.f_bavail * about.f_frsize - leave)))
    yield
    ballast.unlink()


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes, on whatever disk: anybody may set that limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def is_said_and_heals(
    folder: Path, index: Path, encoder: HashEncoder, full: AbstractContextManager[None]
) -> None:
    """A build that finds the disk ``full`` says so and leaves the index; the next has it all."""
    kept = run_build(folder, index, encoder).generation
    lines = "\n".join(f"{plans.HEALTH} {n}" for n in range(1_500))
    plans.write(folder, {"new.txt": f"I. MỚI\n{lines}"})
    with full, pytest.raises(DiskFull, match=r"Đĩa đầy.*disk is full"):
        run_build(folder, index, encoder)
    assert current(index) == kept
    assert generations(index) == [kept]
    assert not list(index.glob(".building-*"))
    with indexer.index.open(index, encoder=encoder) as it:
        assert it.size() == 6
    report = run_build(folder, index, encoder)
    assert (report.added, report.carried_over) == (("new",), 3)
    assert {p.name for p in index.iterdir()} == {
        "CURRENT",
        ".lock",
        originals.NAME,
        verified.NAME,
        *generations(index),
    }


@pytest.mark.parametrize("leave", [0, 50_000, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000])
def test_a_full_disk_is_said_and_heals(
    folder: Path, disk: Path, encoder: HashEncoder, leave: int
) -> None:
    is_said_and_heals(folder, disk / "index", encoder, filled(disk, leave))


@pytest.mark.parametrize("size", [0, 50_000, 200_000])
def test_so_is_a_limit_on_the_size_of_files(
    folder: Path, index: Path, encoder: HashEncoder, size: int
) -> None:
    """On every machine: a small disk can be mounted on few."""
    is_said_and_heals(folder, index, encoder, bounded(size))


def test_the_command_says_so(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("models.load", lambda name="default": HashEncoder(name="default"))
    text = papers.PLAN + "\n".join(f"- Việc thứ {n} của kế hoạch." for n in range(5_000))
    plans.write(tmp_path / "plans", {"a.txt": text})
    with filled(disk, 300_000):
        assert main(["index", str(tmp_path / "plans"), "--index", str(disk / "ix")]) == FAILED
    assert "Đĩa đầy" in capsys.readouterr().err
    assert not list((disk / "ix").glob(".building-*"))


def test_going_back_on_a_full_disk_is_said_and_changes_nothing(
    folder: Path, disk: Path, encoder: HashEncoder
) -> None:
    index, kept = disk / "index", []
    for text in (plans.MONEY, plans.HEALTH):
        plans.write(folder, {"new.txt": f"I. MỚI\n{text}"})
        kept.append(run_build(folder, index, encoder).generation)
    with filled(disk, 0), pytest.raises(NotWritable, match=r"chỗ trống.*the room left"):
        rollback(index)
    with indexer.index.open(index, encoder=encoder) as it:
        assert it.generation == kept[1] and it.text("new").endswith(plans.HEALTH)
    assert rollback(index) == kept[0]


def test_what_is_sent_to_a_full_disk_is_refused_and_what_was_there_stays(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, said = Inbox(disk / "plans"), r"dọn chỗ.*make room"
    with pytest.raises(NoRoom, match=said):
        box.receive("a.txt", io.BytesIO(b"a"))  # the disk is smaller than what must stay free
    assert box.names() == [] and not list(box.folder.iterdir())
    monkeypatch.setattr(inbox, "_SPARE", 0)  # from here on the disk itself says that it is full
    old, new = bytes(300_000), bytes([1]) * 300_000
    assert box.receive("a.txt", io.BytesIO(old)).was == "new"
    # Room for nothing, and for what comes but not for what it would replace.
    for name, leave in (("b.txt", 0), ("b.txt", 100_000), ("a.txt", 0), ("a.txt", 400_000)):
        with filled(disk, leave), pytest.raises(NoRoom, match=said):
            box.receive(name, io.BytesIO(new), replace=True)
        assert box.names() == ["a.txt"] and (box.folder / "a.txt").read_bytes() == old
        left = [p for p in box.folder.rglob("*") if p.is_file() and p.name != "a.txt"]
        assert not left, (name, leave)
    assert box.receive("a.txt", io.BytesIO(new), replace=True).was == "replaced"
    assert [p.read_bytes() for p in (box.folder / ".da-thay").iterdir()] == [old]


def test_keys_on_a_full_disk(disk: Path) -> None:
    """None is made, those there are open as before, and none has to be made anew."""
    ring, said = Keyring(disk / "index"), r"Đĩa đầy.*The disk is full"
    with filled(disk, 0), pytest.raises(KeysUnreadable, match=said):
        ring.add("cổng")
    assert ring.list() == ()
    token, key = ring.add("cổng")
    with filled(disk, 0):
        for change in (lambda: ring.add("khác"), lambda: ring.revoke(key.id)):
            with pytest.raises(KeysUnreadable, match=said):
                change()
        found = ring.find(token)
        assert found is not None and found.id == key.id
    assert [one.label for one in ring.list()] == ["cổng"]
    assert ring.revoke(key.id).revoked and ring.find(token) is None


def test_a_note_on_a_full_disk_is_kept_whole_or_not_at_all(disk: Path) -> None:
    box, long = Box(disk), "ế" * feedback.LONGEST
    note = Note("2026-01-01", "other", "ai?", words="ngắn")
    box.put(note)
    before = (disk / feedback.NAME).read_bytes()
    with filled(disk, 0), pytest.raises(BoxClosed, match=r"Không ghi được.*could not be kept"):
        for _ in range(3):  # the first ones may have room in what the file takes up
            box.put(replace(note, words=long))
    kept = (disk / feedback.NAME).read_bytes()
    assert kept.startswith(before) and kept.endswith(b"\n")
    assert all(one.words in ("ngắn", long) for one in box.notes())
    box.put(replace(note, words="sau"))
    assert box.notes()[0] == note and box.notes()[-1].words == "sau"
    assert len(box.notes()) == kept.count(b"\n") + 1


def test_a_disk_that_is_read_only(folder: Path, disk: Path, encoder: HashEncoder) -> None:
    """Served as before; what would be written is refused in words; writable again, it heals."""
    index = disk / "index"
    kept = run_build(folder, index, encoder).generation
    token, _ = Keyring(index).add("cổng")
    plans.write(folder, {"new.txt": "I. MỚI\nmới"})
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for place in (index, disk / "other"):
        with pytest.raises(NotWritable, match=r"Không ghi được.*cannot be written"):
            run_build(folder, place, encoder)
    with pytest.raises(NotWritable):
        rollback(index)
    with indexer.index.open(index, encoder=encoder) as it:
        assert it.generation == kept
        with TestClient(create_app(index, index=it)) as client:
            known = {"Authorization": f"Bearer {token}"}
            asked = {"question": "Sở nào bố trí kinh phí?"}
            reply = client.post("/v1/ask", json=asked, headers=known)
            assert (reply.status_code, reply.json()["generation"]) == (200, kept)
            assert reply.json()["found"]
    with pytest.raises(BoxClosed, match="could not be kept"):
        Box(index).put(Note("2026-01-01", "other", "ai?"))
    with pytest.raises(KeysUnreadable, match="check its permissions"):
        Keyring(index).add("khác")
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    report = run_build(folder, index, encoder)
    assert (report.added, report.carried_over) == (("new",), 3)


def test_an_index_folder_that_is_a_file(folder: Path, tmp_path: Path, encoder: HashEncoder) -> None:
    (tmp_path / "x").write_text("")
    for index in (tmp_path / "x", tmp_path / "x" / "index"):
        with pytest.raises(NotWritable):
            run_build(folder, index, encoder)


def test_only_a_full_disk_is_called_one() -> None:
    assert is_full(OSError(28, "No space left on device"))
    assert is_full(OSError(27, "File too large"))
    assert not is_full(OSError(2, "No such file"))
    try:
        try:
            raise OSError(28, "x")
        except OSError as cause:
            raise ValueError("a library's own words") from cause
    except ValueError as error:
        assert is_full(error)
