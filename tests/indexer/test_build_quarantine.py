"""Files that cannot be indexed: left out with the reason, named, and tried again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import indexer.index
from indexer import understand
from indexer.assemble import NothingToIndex
from indexer.build import build as run_build
from indexer.documents import Document
from indexer.index import LocalIndex
from indexer.passages import PassageText
from indexer.readers.ocr import tesseract
from tests.encoders import HashEncoder
from tests.indexer import plans


def opened(index: Path, encoder: HashEncoder) -> LocalIndex:
    return indexer.index.open(index, encoder=encoder)


def test_bad_files_are_quarantined(folder: Path, index: Path, encoder: HashEncoder) -> None:
    plans.write(folder, {"hong.txt": "HỎNG", "loi.md": "LỖI"})
    (folder / "binary.txt").write_bytes(b"\xff\xfe\x00")
    report = run_build(folder, index, encoder)
    reasons = dict(report.quarantined)
    assert reasons["hong.txt"] == "tệp hỏng · damaged file"
    assert "RuntimeError: bug" in reasons["loi.md"]
    assert "please report" in reasons["loi.md"]
    assert "UnicodeDecodeError" in reasons["binary.txt"]
    assert report.documents == 3
    with opened(index, encoder) as it:
        assert dict(it.quarantined()) == reasons
        assert len(it.documents()) == 3


def test_quarantined_files_get_another_chance(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.write(folder, {"loi.txt": "I. A\nLỖI"})
    first = run_build(folder, index, encoder)
    assert not run_build(folder, index, encoder).built
    monkeypatch.setattr(
        understand,
        "analyse",
        lambda path, *names: plans.analyse(
            folder / "ben-tre-2024.txt" if path.name == "loi.txt" else path, *names
        ),
    )
    report = run_build(folder, index, encoder)
    assert report.generation != first.generation
    assert report.added == ("loi",)
    assert report.carried_over == 3


def test_a_document_that_breaks_leaves_and_is_named(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    run_build(folder, index, encoder)
    plans.write(folder, {"ben-tre-2024.txt": "HỎNG"})
    report = run_build(folder, index, encoder)
    assert report.quarantined == (("ben-tre-2024.txt", "tệp hỏng · damaged file"),)
    assert report.removed == ("ben-tre-2024",)
    plans.write(folder, {"ben-tre-2024.txt": plans.PLANS["ben-tre-2024.txt"]})
    assert run_build(folder, index, encoder).added == ("ben-tre-2024",)


@pytest.mark.parametrize("what", ["id", "path", "span", "quotation", "surrogate"])
def test_a_document_that_breaks_a_contract_is_quarantined(
    folder: Path,
    index: Path,
    encoder: HashEncoder,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    def analyse(path: Path, document_id: str, source: str) -> Document:
        if path.name != "ben-tre-2024.txt":
            return plans.analyse(path, document_id, source)
        good = plans.analyse(path, "other" if what == "id" else document_id, source)
        text, clauses = good.text, good.clauses
        if what == "path":
            clauses = (clauses[0], clauses[0])
        if what == "span":
            text = text[:-5]
        if what == "quotation":
            monkeypatch.setattr(understand, "passages_of", misquote)
        if what == "surrogate":
            text = text + "\ud800"
        return Document(good.info, text, good.pages, clauses)

    def misquote(document: Document) -> list[PassageText]:
        monkeypatch.setattr(understand, "passages_of", plans.passages_of)
        return [PassageText(document.clauses[1], (), "không có trong văn bản", "", "")]

    monkeypatch.setattr(understand, "analyse", analyse)
    report = run_build(folder, index, encoder)
    assert [source for source, _ in report.quarantined] == ["ben-tre-2024.txt"]
    assert report.documents == 2


def test_unreadable_file(folder: Path, index: Path, encoder: HashEncoder) -> None:
    (folder / "link.txt").symlink_to(folder / "nowhere.txt")
    report = run_build(folder, index, encoder)
    assert [source for source, _ in report.quarantined] == ["link.txt"]
    assert "FileNotFoundError" in report.quarantined[0][1]
    assert not run_build(folder, index, encoder).built


def test_a_file_that_goes_while_building(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(path: Path, document_id: str, source: str) -> Document:
        path.unlink(missing_ok=source == "ben-tre-2024.txt")
        return plans.analyse(path, document_id, source)

    monkeypatch.setattr(understand, "analyse", analyse)
    with pytest.raises(NothingToIndex):
        run_build(folder, index, encoder)


def test_pages_that_waited_for_ocr_are_read_once_it_is_there(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = f"tr. 1: {tesseract.ADVICE}"
    real = plans.analyse

    def without(path: Path, document_id: str, source: str) -> Document:
        document = real(path, document_id, source)
        odd = (waits,) if source == "ben-tre-2024.txt" else ()
        return replace(document, problems=odd)

    monkeypatch.setattr(understand, "analyse", without)
    monkeypatch.setattr(tesseract, "missing", lambda: "missing")
    run_build(folder, index, encoder)
    monkeypatch.setattr(understand, "analyse", real)
    assert not run_build(folder, index, encoder).built
    monkeypatch.setattr(tesseract, "missing", lambda: None)
    report = run_build(folder, index, encoder)
    assert (report.built, report.carried_over) == (True, 2)
    with opened(index, encoder) as it:
        assert waits not in it.problems("ben-tre-2024")
    assert not run_build(folder, index, encoder).built
