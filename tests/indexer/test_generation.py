"""Generations: manifest, switch, verification, roll-back, pruning, lock."""

from __future__ import annotations

import fcntl
import hashlib
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import generation
from indexer import manifest as manifest_module
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.generation import (
    current,
    generations,
    hold,
    prune,
    read_manifest,
    rollback,
    verify,
)
from indexer.locking import BuildRunning, build_lock
from indexer.manifest import EncoderRecord, Manifest, SourceRecord


def make(index: Path, content: str = "dữ liệu") -> str:
    """A small generation, committed."""
    index.mkdir(exist_ok=True)
    folder = generation.new_folder(index)
    (folder / "data").write_text(content, "utf-8")
    (folder / "deep").mkdir()
    (folder / "deep" / "more").write_bytes(b"")
    files = generation.file_records(folder)
    manifest = Manifest(
        manifest_module.FORMAT,
        generation.next_name(index, files),
        "2025-11-22T00:00:00+00:00",
        "1-abc",
        "def",
        EncoderRecord("hash", 32, "f" * 64),
        1,
        2,
        3,
        (SourceRecord("kế hoạch.txt", "ke-hoach", "0" * 64), SourceRecord("x", "x", "1", "hỏng")),
        files,
    )
    generation.commit(index, folder, manifest)
    return manifest.generation


def test_manifest_round_trip(tmp_path: Path) -> None:
    name = make(tmp_path)
    manifest = read_manifest(tmp_path / name)
    assert Manifest.from_bytes(manifest.to_bytes()) == manifest
    assert [f.name for f in manifest.files] == ["data", "deep/more"]
    assert manifest.sources[0].source == "kế hoạch.txt"


def test_commit_makes_current(tmp_path: Path) -> None:
    first, second = make(tmp_path, "a"), make(tmp_path, "b")
    assert current(tmp_path) == second
    assert generations(tmp_path) == [first, second]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_names_never_repeat(tmp_path: Path) -> None:
    names = [make(tmp_path, text) for text in "abc"]
    rollback(tmp_path, names[0])
    prune(tmp_path, keep=1)
    assert make(tmp_path, "d") not in names


def test_says_what_to_do_when_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="tracuu index THƯ_MỤC .* Create one"):
        current(tmp_path / "nowhere")
    assert generations(tmp_path / "nowhere") == []


@pytest.mark.parametrize("content", [b"", b"../../etc\n", b"000001-zzzzzzzz", b"\xff\xfe", b"x"])
def test_a_damaged_pointer_is_corrupt(tmp_path: Path, content: bytes) -> None:
    make(tmp_path)
    (tmp_path / "CURRENT").write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"bị hỏng.*damaged"):
        current(tmp_path)


def test_a_pointer_to_nothing_is_missing(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "CURRENT").write_text("000009-00000000\n")
    with pytest.raises(IndexMissing, match=r"không còn.*gone"):
        verify(tmp_path / current(tmp_path))
    with pytest.raises(IndexMissing), hold(tmp_path / current(tmp_path)):
        pass


def test_any_flipped_byte_of_the_manifest_shows(tmp_path: Path) -> None:
    path = tmp_path / make(tmp_path) / "manifest.json"
    good = path.read_bytes()
    for place in range(0, len(good), 7):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(IndexCorrupt):
            read_manifest(path.parent)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "null", '{"format": 2}', '{"format": 99}', "not json"]
)
def test_other_manifests_are_corrupt(tmp_path: Path, content: str) -> None:
    path = tmp_path / make(tmp_path) / "manifest.json"
    path.write_text(content)
    with pytest.raises(IndexCorrupt):
        read_manifest(path.parent)


@pytest.mark.parametrize("number", [manifest_module.FORMAT - 1, manifest_module.FORMAT + 1, None])
def test_another_format_is_named_and_not_called_damaged(tmp_path: Path, number: object) -> None:
    path = tmp_path / make(tmp_path) / "manifest.json"
    as_format(path, number)
    with pytest.raises(IndexOutdated, match="phiên bản khác.*another release") as caught:
        read_manifest(path.parent)
    assert "hỏng" not in str(caught.value)


def as_format(path: Path, number: object) -> None:
    """The manifest as another release would have written it: its own checksum right."""
    body = {**json.loads(path.read_bytes()), "format": number}
    del body["checksum"]
    checksum = hashlib.sha256(manifest_module._json(body)).hexdigest()
    path.write_bytes(manifest_module._json({**body, "checksum": checksum}))


def test_a_manifest_of_another_generation_is_corrupt(tmp_path: Path) -> None:
    first, second = make(tmp_path, "a"), make(tmp_path, "b")
    data = (tmp_path / first / "manifest.json").read_bytes()
    (tmp_path / second / "manifest.json").write_bytes(data)
    with pytest.raises(IndexCorrupt, match="khác"):
        verify(tmp_path / second)


def test_a_manifest_with_a_right_checksum_but_wrong_fields_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / make(tmp_path) / "manifest.json"
    body = json.loads(path.read_bytes())
    del body["checksum"], body["files"]
    checksum = hashlib.sha256(manifest_module._json(body)).hexdigest()
    path.write_bytes(manifest_module._json({**body, "checksum": checksum}))
    with pytest.raises(IndexCorrupt):
        read_manifest(path.parent)


def test_verification(tmp_path: Path) -> None:
    folder = tmp_path / make(tmp_path)
    data = folder / "data"
    good = data.read_bytes()
    data.write_bytes(good[:-1] + b"?")
    verify(folder, hashes=False)
    with pytest.raises(IndexCorrupt, match="data"):
        verify(folder)
    data.write_bytes(good + b"?")
    with pytest.raises(IndexCorrupt):
        verify(folder, hashes=False)
    data.unlink()
    with pytest.raises(IndexCorrupt, match="missing"):
        verify(folder, hashes=False)


def test_commit_refuses_files_that_changed(tmp_path: Path) -> None:
    name = make(tmp_path)
    manifest = replace(read_manifest(tmp_path / name), generation="000002-00000000")
    folder = generation.new_folder(tmp_path)
    (folder / "data").write_text("khác")
    with pytest.raises(IndexCorrupt):
        generation.commit(tmp_path, folder, manifest)
    assert current(tmp_path) == name


def test_rollback(tmp_path: Path) -> None:
    first, second, third = (make(tmp_path, text) for text in "abc")
    assert rollback(tmp_path) == second
    assert rollback(tmp_path) == first == current(tmp_path)
    with pytest.raises(IndexMissing, match=f"{first}, {second}, {third}"):
        rollback(tmp_path)
    assert rollback(tmp_path, third) == third
    with pytest.raises(IndexMissing):
        rollback(tmp_path, "000099-00000000")
    with pytest.raises(IndexMissing):
        rollback(tmp_path / "nowhere")


def test_rollback_verifies_first(tmp_path: Path) -> None:
    first, second = make(tmp_path, "a"), make(tmp_path, "b")
    (tmp_path / first / "data").write_text("c")
    with pytest.raises(IndexCorrupt):
        rollback(tmp_path)
    assert current(tmp_path) == second


def test_prune_keeps_the_current_and_what_is_held(tmp_path: Path) -> None:
    names = [make(tmp_path, text) for text in "abcde"]
    rollback(tmp_path, names[1])
    with hold(tmp_path / names[0]):
        assert prune(tmp_path) == names[2:4]
    assert generations(tmp_path) == [names[0], names[1], names[4]]
    assert prune(tmp_path) == [names[0]]
    assert prune(tmp_path) == []


def test_what_killed_builds_left_is_cleared(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / ".building-1" / "x").mkdir(parents=True)
    (tmp_path / ".discarded-000001-00000000").mkdir()
    (tmp_path / ".CURRENT-1").write_text("x")
    (tmp_path / "000009-00000000").mkdir()  # no manifest: not a generation
    generation.new_folder(tmp_path).rmdir()
    assert len(generations(tmp_path)) == 1
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_lock_that_is_let_go_of_soon_is_waited_for(tmp_path: Path) -> None:
    """A child that a killed build was starting holds it until it runs its own program."""
    with (tmp_path / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        child = subprocess.Popen(["sleep", "0.2"], pass_fds=[handle.fileno()])
    with build_lock(tmp_path):
        assert child.wait() == 0


def test_one_builder_at_a_time(tmp_path: Path) -> None:
    with build_lock(tmp_path / "new"):
        with pytest.raises(BuildRunning, match="Another process"), build_lock(tmp_path / "new"):
            pass
        with pytest.raises(BuildRunning):
            rollback(tmp_path / "new")
    with build_lock(tmp_path / "new"):
        pass
