"""A disk that fills, and a folder that cannot be written to: said, and nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

import indexer.index
from indexer import originals, verified
from indexer.build import DiskFull
from indexer.build import build as run_build
from indexer.disk import is_full
from indexer.generation import NotWritable, current, generations
from service.cli import FAILED, main
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


def test_a_disk_that_is_read_only(folder: Path, disk: Path, encoder: HashEncoder) -> None:
    kept = run_build(folder, disk / "index", encoder).generation
    plans.write(folder, {"new.txt": "I. MỚI\nmới"})
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for index in (disk / "index", disk / "other"):
        with pytest.raises(NotWritable, match=r"Không ghi được.*cannot be written"):
            run_build(folder, index, encoder)
    with indexer.index.open(disk / "index", encoder=encoder) as it:
        assert it.generation == kept


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
