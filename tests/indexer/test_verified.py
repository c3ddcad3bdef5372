"""A build that adds something does not read what the last one found right, and believes no long."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import indexer.index
from indexer import generation as generations
from indexer import verified
from indexer.build import build
from indexer.errors import IndexCorrupt
from indexer.index import packing
from tests.encoders import HashEncoder
from tests.indexer import plans


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
