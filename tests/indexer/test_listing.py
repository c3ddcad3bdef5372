"""Listing folders: in order, within memory, and telling what it leaves out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import listing
from indexer.listing import NAMED, Tally, find
from tests.indexer import plans

ROOT = Path(__file__).parents[2]


def names(found: listing.Listing) -> list[str]:
    return [c.relative for c in found.candidates]


def test_files_with_a_reader_in_order(tmp_path: Path) -> None:
    folder = plans.write(
        tmp_path / "a",
        {"b/z.TXT": "", "b.pdf": "", "a/b/c.docx": "", "x.zip": "", "y.exe": "", ".git/a.txt": ""},
    )
    found = find([folder], tmp_path / "index")
    assert names(found) == ["a/b/c.docx", "b/z.TXT", "b.pdf", "x.zip"]
    assert [c.suffix for c in found.candidates] == [".docx", ".txt", ".pdf", ".zip"]
    assert [name for name, _ in found.tally.told()] == ["y.exe"]
    assert (found.tally.hidden, found.refused) == (1, [])


def test_a_file_met_again_counts_once(tmp_path: Path) -> None:
    folder = plans.write(tmp_path / "a", {"b/c.txt": "", "d.txt": ""})
    (tmp_path / "len").symlink_to(folder)
    roots = [folder / "b", folder, tmp_path / "len", folder / "d.txt", folder / "b" / ".." / "b"]
    assert names(find(roots, tmp_path / "index")) == ["c.txt", "d.txt"]


def test_a_single_file_that_cannot_be_read_as_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cho.txt")
    plans.write(tmp_path, {"a.exe": ""})
    found = find([tmp_path / "cho.txt", tmp_path / "a.exe"], tmp_path / "index")
    assert found.candidates == []
    assert [name for name, _ in found.tally.told()] == ["a.exe", "cho.txt"]


def test_the_first_few_of_each_kind_are_named() -> None:
    tally = Tally()
    for number in range(1_234, -1, -1):
        tally.unread(f"{number:04}.tmp", ".tmp")
    tally.unread("a.exe", ".exe")
    told = tally.told()
    assert [name for name, _ in told[:-1]] == [*(f"{n:04}.tmp" for n in range(NAMED)), "a.exe"]
    assert told[-1][0] == "… và 1.230 tệp .tmp nữa · and 1,230 more"
    assert "“.tmp”" in told[-1][1]


def test_kinds_without_end_are_counted_together() -> None:
    tally = Tally()
    for number in range(10_000):
        tally.unread(f"a.{number}", f".{number}")
    assert len(tally.told()) <= listing._KINDS + NAMED + 2
    assert sum(tally.counts.values()) == 10_000


def test_progress_is_told_of_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_STEP", 10)
    folder = plans.write(tmp_path / "a", {f"{n // 7}/{n}.txt": "" for n in range(35)})
    seen: list[int] = []
    find([folder], tmp_path / "index", seen.append)
    assert seen == [10, 20, 30, 40]


MANY = """
import os, resource, sys
from pathlib import Path
from indexer.listing import find

folder = Path(sys.argv[1])
for number in range(50_000):
    os.close(os.open(f"{folder}/{number}.tmp", os.O_CREAT | os.O_WRONLY))
(folder / "ke-hoach.txt").write_text("x")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = find([folder], folder / "index")
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(found.candidates), found.seen, after - before, found.tally.told()[-1][0])
"""


@pytest.mark.slow
def test_fifty_thousand_files(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", MANY, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    candidates, seen, grown, *told = run.stdout.split()
    assert (candidates, seen) == ("1", "50001")
    assert int(grown) < 5_000  # kB: a twentieth of what their names would take
    assert " ".join(told) == "… và 49.995 tệp .tmp nữa · and 49,995 more"
