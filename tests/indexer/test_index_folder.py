"""An index in a folder of this machine: damaged, taken away, read only."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

import indexer.index
from indexer.build import build as run_build
from indexer.errors import IndexCorrupt
from indexer.generation import current, read_manifest
from indexer.index import lexical as lexical_module
from tests.encoders import HashEncoder
from tests.indexer import plans
from tests.indexer.plans import weighted


@pytest.fixture
def built(folder: Path, tmp_path: Path, encoder: HashEncoder) -> Path:
    run_build(folder, tmp_path / "index", encoder)
    return tmp_path / "index"


def test_a_flipped_byte_in_any_file_is_found(built: Path, encoder: HashEncoder) -> None:
    folder = built / current(built)
    names = [record.name for record in read_manifest(folder).files if record.bytes]
    volume = {"plans.sqlite", "vectors.f32", "vectors.i8", "lexical/meta.json", "syllables.npz"}
    volume |= {"outlines.u4", "outlines.npz"}
    assert {"accents.npz", *(f"volumes/000001/{name}" for name in volume)} <= set(names)
    for name in [*names, "manifest.json"]:
        good = (folder / name).read_bytes()
        for place in {0, len(good) // 2, len(good) - 1}:
            bad = bytearray(good)
            bad[place] ^= 0x40
            (folder / name).write_bytes(bad)
            with pytest.raises(IndexCorrupt, match="tracuu index"):
                indexer.index.open(built, encoder=encoder)
        (folder / name).write_bytes(good)
    indexer.index.open(built, encoder=encoder).close()


def test_a_missing_or_short_file_is_found_without_hashing(
    built: Path, encoder: HashEncoder
) -> None:
    folder = built / current(built)
    for record in read_manifest(folder).files:
        good = (folder / record.name).read_bytes()
        (folder / record.name).unlink()
        with pytest.raises(IndexCorrupt, match="missing"):
            indexer.index.open(built, verify=False, encoder=encoder)
        (folder / record.name).write_bytes(good)
    (folder / "volumes/000001/vectors.f32").write_bytes(b"half")
    with pytest.raises(IndexCorrupt):
        indexer.index.open(built, verify=False, encoder=encoder)


def test_files_of_the_right_size_that_cannot_be_read_are_corrupt(
    built: Path, encoder: HashEncoder
) -> None:
    folder = built / current(built)
    for record in read_manifest(folder).files:
        if record.name.endswith(("accents.npz", "plans.sqlite", "lexical/meta.json")):
            good = (folder / record.name).read_bytes()
            (folder / record.name).write_bytes(b"?" * len(good))
            with pytest.raises(IndexCorrupt, match="Cannot open"):
                indexer.index.open(built, verify=False, encoder=encoder)
            (folder / record.name).write_bytes(good)


def test_a_machine_that_cannot_open_it_is_not_told_that_it_is_of_another_version(
    built: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(built / "no such folder"))
    with pytest.raises(IndexCorrupt, match=r"thư mục tạm.*folder for temporary files"):
        indexer.index.open(built, encoder=encoder)


def test_an_open_index_survives_its_removal_from_current(
    built: Path, folder: Path, encoder: HashEncoder
) -> None:
    with indexer.index.open(built, encoder=encoder) as old:
        for number in range(4):
            plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY} {number}"})
            run_build(folder, built, encoder)
        assert old.generation != current(built)
        assert old.text("an-giang-2023") == plans.PLANS["an-giang-2023.txt"]
        assert old.search_terms(weighted("kham suc khoe"), 9, None)
        assert (built / old.generation).is_dir()
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    run_build(folder, built, encoder)
    assert not (built / old.generation).exists()


def test_reading_changes_no_file(built: Path, encoder: HashEncoder) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            path.relative_to(built).as_posix(): (path.stat().st_mtime_ns, path.stat().st_size)
            for path in built.rglob("*")
            if path.is_file()
        }

    before = state()
    with indexer.index.open(built, encoder=encoder) as index:
        index.passages(range(6))
        index.search_terms(weighted("so y te"), 3, None)
    assert state() == before


def test_a_name_with_odd_characters(folder: Path, tmp_path: Path, encoder: HashEncoder) -> None:
    odd = tmp_path / "chỉ mục ?mode=rwc#%41"
    run_build(folder, odd, encoder)
    with indexer.index.open(odd, encoder=encoder) as index:
        assert index.size() == 6


def test_no_network(built: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    indexer.index.open(built, encoder=encoder).close()


def test_long_words_are_left_out(tmp_path: Path) -> None:
    writer = lexical_module.LexicalWriter(tmp_path / "l")
    writer.add(0, "a", "x" * 70_000 + " kế hoạch")
    writer.close()
    opened = lexical_module.Lexical.open([tmp_path / "l"])
    assert opened.frequency(["ke_hoach", "x" * 70_000]) == {"ke_hoach": 1, "x" * 70_000: 0}
