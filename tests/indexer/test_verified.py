"""A build that adds something does not read what the last one found right, and believes no long."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import indexer.index
from indexer import generation as generations
from indexer import verified
from indexer.build import build
from indexer.errors import IndexCorrupt
from indexer.index import LocalIndex, packing
from tests.encoders import HashEncoder
from tests.indexer import plans
from tests.indexer.test_growing import answers


@pytest.fixture
def read(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> list[Path]:
    """The files of an index that are hashed from now on; it is built, in volumes of few plans."""
    monkeypatch.setattr(packing, "_SMALLEST", 2)
    build(folder, index, encoder)
    hashed: list[Path] = []
    real = generations.sha256

    def spied(path: Path) -> str:
        hashed.append(path)
        return real(path)

    monkeypatch.setattr(generations, "sha256", spied)
    return hashed


def stored(index: Path) -> Path:
    """A file that the generation after the first shares with it."""
    return index / generations.current(index) / "volumes/000001/plans.sqlite"


def add(folder: Path) -> None:
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})


def flip_unseen(path: Path) -> None:
    """Change a byte, and nothing that the system tells of the file."""
    was = path.stat()
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def test_what_was_found_right_is_not_read_again(
    read: list[Path], folder: Path, index: Path, encoder: HashEncoder
) -> None:
    shared = stored(index).stat().st_ino
    add(folder)
    assert build(folder, index, encoder).built
    assert stored(index).stat().st_ino == shared
    assert not [path for path in read if path.exists() and path.stat().st_ino == shared]
    read.clear()
    assert not build(folder, index, encoder).built
    assert stored(index) in read, "a build with nothing to do reads all"


def test_what_was_just_written_is_read_once_for_its_hash(
    read: list[Path], folder: Path, index: Path, encoder: HashEncoder
) -> None:
    add(folder)
    assert build(folder, index, encoder).built
    written = [path for path in read if ".building-" in str(path)]
    assert len(written) == len(set(written)) > 0


@pytest.mark.parametrize("spoil", ["gone", "of another generation", "old", "from tomorrow", "{"])
def test_what_is_not_known_for_sure_is_read(
    read: list[Path], folder: Path, index: Path, encoder: HashEncoder, spoil: str
) -> None:
    path = index / verified.NAME
    body = json.loads(path.read_text())
    match spoil:
        case "gone":
            path.unlink()
        case "of another generation":
            path.write_text(json.dumps(body | {"generation": "000009-00000000"}))
        case "old":
            path.write_text(json.dumps(body | {"since": body["since"] - 90_000}))
        case "from tomorrow":
            path.write_text(json.dumps(body | {"since": body["since"] + 90_000}))
        case _:
            path.write_text(spoil)
    had = stored(index)
    add(folder)
    build(folder, index, encoder)
    assert had in read


def test_what_changed_unseen_is_never_served_and_mended_by_the_next_build(
    read: list[Path], folder: Path, index: Path, encoder: HashEncoder
) -> None:
    flip_unseen(stored(index))
    add(folder)
    build(folder, index, encoder)
    with pytest.raises(IndexCorrupt, match="tracuu index"):
        indexer.index.open(index, encoder=encoder)
    assert build(folder, index, encoder).built
    with indexer.index.open(index, encoder=encoder) as mended:
        assert len(mended.documents()) == 4
        assert mended.text("an-giang-2023") == plans.PLANS["an-giang-2023.txt"]


def test_trust_does_not_grow_with_builds(
    read: list[Path], folder: Path, index: Path, encoder: HashEncoder
) -> None:
    since = json.loads((index / verified.NAME).read_text())["since"]
    add(folder)
    build(folder, index, encoder)
    assert json.loads((index / verified.NAME).read_text())["since"] == since


FILES = (
    "plans.sqlite",
    "outlines.u4",
    "outlines.npz",
    "vectors.f32",
    "vectors.i8",
    "syllables.npz",
)


def as_if_built_at_once(folder: Path, index: Path, encoder: HashEncoder) -> None:
    """It opens, which reads every file, and answers as an index that nothing befell."""
    fresh = index.with_name("fresh")
    build(folder, fresh, encoder)
    with (
        indexer.index.open(index, encoder=encoder) as grown,
        indexer.index.open(fresh, encoder=encoder) as whole,
    ):
        assert isinstance(grown, LocalIndex)
        assert isinstance(whole, LocalIndex)
        assert answers(grown) == answers(whole)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.usefixtures("read")
def test_what_is_copied_out_of_a_damaged_volume_never_becomes_right(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(packing, "_SMALLEST", 1024)
    flip_unseen(stored(index).with_name(name))
    plans.write(folder, {"new.txt": "\n".join(["I. MỚI", *[plans.MONEY] * 9])})
    report = build(folder, index, encoder)
    assert report.notes, "the damage is said"
    assert 0 < report.carried_over < 3, "what the damaged volume held is read again"
    assert not stored(index).exists(), "small volumes are bound anew"
    as_if_built_at_once(folder, index, encoder)


@pytest.mark.usefixtures("read")
def test_nor_does_what_is_copied_where_there_are_no_hard_links(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    flip_unseen(stored(index).with_name("vectors.f32"))
    add(folder)
    assert build(folder, index, encoder).notes
    as_if_built_at_once(folder, index, encoder)


@pytest.mark.usefixtures("read")
def test_damage_that_would_bring_a_trusting_build_down_is_mended(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    flip_unseen(stored(index).with_name("syllables.npz"))
    add(folder)
    assert build(folder, index, encoder).notes
    as_if_built_at_once(folder, index, encoder)


@pytest.mark.parametrize("adding", [False, True])
def test_what_is_written_to_after_it_was_read_is_not_trusted(
    read: list[Path],
    folder: Path,
    index: Path,
    encoder: HashEncoder,
    monkeypatch: pytest.MonkeyPatch,
    adding: bool,
) -> None:
    """Its bytes were right when they were read; what the system tells now is of other ones."""
    real = verified.remember

    def late(*given: Any) -> None:
        flip_unseen(stored(index))
        os.utime(stored(index))
        real(*given)

    if adding:
        add(folder)
    with monkeypatch.context() as patched:
        patched.setattr(verified, "remember", late)
        build(folder, index, encoder)
    read.clear()
    had = stored(index)
    plans.write(folder, {"newer.txt": f"I. NỮA\n{plans.POLICE}"})
    assert build(folder, index, encoder).notes
    assert had in read
    as_if_built_at_once(folder, index, encoder)
