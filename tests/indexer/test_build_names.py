"""What a build takes in: folders, files and members of ZIPs, their names, ids and twins."""

from __future__ import annotations

import os
import unicodedata
import zipfile
from pathlib import Path

import pytest

import indexer.index
from indexer.build import build as run_build
from indexer.index import LocalIndex
from indexer.sources import is_copy, no_reader
from tests.encoders import HashEncoder
from tests.indexer import plans


def opened(index: Path, encoder: HashEncoder) -> LocalIndex:
    return indexer.index.open(index, encoder=encoder)


def sources(index: Path, encoder: HashEncoder) -> dict[str, str]:
    """Document ids by name of the source."""
    with opened(index, encoder) as it:
        return {d.source: d.id for d in it.documents()}


def test_other_formats_are_skipped_and_said(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    plans.write(folder, {"a.xyz": "x", "sub/B.TXT": "I. A\nb", ".git/c.txt": "x", "README": "x"})
    report = run_build(folder, index, encoder)
    assert [source for source, _ in report.skipped] == ["README", "a.xyz"]
    assert "no reader for “.xyz”" in report.skipped[1][1]
    assert report.added[-2:] == ("b", "ben-tre-2024", "ca-mau-2025")[-2:]
    assert report.documents == 4


def test_the_index_inside_the_folder_is_not_a_source(folder: Path, encoder: HashEncoder) -> None:
    run_build(folder, folder / "index", encoder)
    plans.write(folder / "index", {"x.txt": "I. A\nb"})
    assert not run_build(folder, folder / "index", encoder).built


def test_single_files_and_several_folders(
    folder: Path, index: Path, tmp_path: Path, encoder: HashEncoder
) -> None:
    other = plans.write(tmp_path / "other", {"ben-tre-2024.txt": "I. KHÁC\nkhác"})
    report = run_build([folder / "an-giang-2023.txt", folder, other], index, encoder)
    assert report.documents == 4  # a file met twice counts once
    assert report.renamed == (("other/ben-tre-2024.txt", "ben-tre-2024-2"),)
    with opened(index, encoder) as it:
        assert it.text("ben-tre-2024") == plans.PLANS["ben-tre-2024.txt"]
        assert it.text("ben-tre-2024-2") == "I. KHÁC\nkhác"


def test_one_slug_for_two_files(folder: Path, index: Path, encoder: HashEncoder) -> None:
    plans.write(folder, {"An Giang 2023.md": "I. A\nhai", "an_giang_2023.txt": "I. A\nba"})
    report = run_build(folder, index, encoder)
    assert len(report.renamed) == 2
    before = {}
    with opened(index, encoder) as it:
        before = {d.source: d.id for d in it.documents()}
    assert sorted(before.values())[:3] == ["an-giang-2023", "an-giang-2023-2", "an-giang-2023-3"]
    # An id never comes to mean another file, even when the one that had it goes.
    gone = next(source for source, name in before.items() if name == "an-giang-2023")
    (folder / gone).unlink()
    run_build(folder, index, encoder)
    with opened(index, encoder) as it:
        assert {d.source: d.id for d in it.documents()} == {
            source: name for source, name in before.items() if source != gone
        }


def test_names_in_either_normal_form(folder: Path, index: Path, encoder: HashEncoder) -> None:
    name = "kế hoạch Đồng Nai.txt"
    (folder / name).write_text("I. A\nmột", "utf-8")
    (folder / unicodedata.normalize("NFD", name)).write_text("I. A\nhai", "utf-8")
    report = run_build(folder, index, encoder)
    assert report.documents == 5
    with opened(index, encoder) as it:
        names = {d.id: d.source for d in it.documents() if d.id.startswith("ke-hoach")}
    assert sorted(names) == ["ke-hoach-dong-nai", "ke-hoach-dong-nai-2"]
    assert all(unicodedata.is_normalized("NFC", source) for source in names.values())
    assert not run_build(folder, index, encoder).built


def test_a_name_that_is_not_utf8(folder: Path, index: Path, encoder: HashEncoder) -> None:
    (folder / os.fsdecode(b"k\xe9.txt")).write_text("I. A\nb")
    assert run_build(folder, index, encoder).documents == 4
    assert not run_build(folder, index, encoder).built


def test_twins_are_indexed_once_and_said(folder: Path, index: Path, encoder: HashEncoder) -> None:
    plans.write(folder, {"a/ban-sao.txt": plans.PLANS["ben-tre-2024.txt"]})
    report = run_build(folder, index, encoder)
    assert report.documents == 3
    assert report.twins == (("a/ban-sao.txt", "ben-tre-2024.txt"),)
    assert not report.quarantined
    with opened(index, encoder) as it:
        assert list(it.twins()) == [("a/ban-sao.txt", "ben-tre-2024.txt")]
    assert not run_build(folder, index, encoder).built


@pytest.mark.parametrize(
    "copy",
    [
        "a/ben-tre-2024.txt",
        "Bản sao của ben-tre.txt",
        "a (1).txt",
        "a - Copy.txt",
        "copy_of_a.txt",
        "a~.txt",
        "ben-tre-2024-ban-moi.txt",
    ],
)
def test_a_copy_does_not_stand_for_what_it_copies(
    folder: Path, index: Path, encoder: HashEncoder, copy: str
) -> None:
    plans.write(folder, {copy: plans.PLANS["ben-tre-2024.txt"]})
    assert run_build(folder, index, encoder).twins == ((copy, "ben-tre-2024.txt"),)


@pytest.mark.parametrize("name", ["copyright.txt", "Kế hoạch (2025-2030).txt", "bàn giao.txt"])
def test_names_that_bear_no_mark_of_a_copy(name: str) -> None:
    assert not is_copy(name)


def test_only_what_is_indexed_is_renamed(folder: Path, index: Path, encoder: HashEncoder) -> None:
    plans.write(folder, {"hong.txt": "HỎNG", "hong.md": "LỖI", "b/ca-mau-2025.txt": "I. B\nb"})
    report = run_build(folder, index, encoder)
    assert len(report.quarantined) == 2
    assert [id for _, id in report.renamed] == ["ca-mau-2025-2"]


def test_formats_told_as_readable_are_readable() -> None:
    said = no_reader(".xls")
    assert ".docx" in said and ".pdf" in said
    assert ".doc," not in said and ".rtf" not in said


def test_the_twin_in_the_index_stays_and_the_other_takes_over(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    run_build(folder, index, encoder)
    plans.write(folder, {"aa.txt": plans.PLANS["ben-tre-2024.txt"]})
    report = run_build(folder, index, encoder)
    assert report.twins == (("aa.txt", "ben-tre-2024.txt"),)
    assert (report.added, report.removed, report.carried_over) == ((), (), 3)
    # Its own id is kept for it, and no other file gets it meanwhile.
    plans.write(folder, {"AA.md": "I. KHÁC\nkhác"})
    assert run_build(folder, index, encoder).added == ("aa-2",)
    (folder / "ben-tre-2024.txt").unlink()
    report = run_build(folder, index, encoder)
    assert (report.added, report.removed) == (("aa",), ("ben-tre-2024",))
    assert sources(index, encoder)["aa.txt"] == "aa"
    assert sources(index, encoder)["AA.md"] == "aa-2"


def test_twins_part_when_one_changes(folder: Path, index: Path, encoder: HashEncoder) -> None:
    plans.write(folder, {"bt.txt": plans.PLANS["ben-tre-2024.txt"]})
    run_build(folder, index, encoder)
    plans.write(folder, {"bt.txt": "I. MỚI\nmới"})
    report = run_build(folder, index, encoder)
    assert report.twins == ()
    assert (report.added, report.changed) == (("ben-tre-2024",), ("bt",))


def test_empty_files_are_no_twins(folder: Path, index: Path, encoder: HashEncoder) -> None:
    plans.write(folder, {"mot.txt": "", "hai.txt": ""})
    assert run_build(folder, index, encoder).twins == ()


def test_the_same_bytes_read_in_another_way_are_no_twins(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    plans.write(folder, {"mot.docx": "I. A\nb", "mot.txt": "I. A\nb", "mot.md": "I. A\nb"})
    report = run_build(folder, index, encoder)
    assert report.twins == (("mot.txt", "mot.md"),)


def test_folders_in_another_order_change_nothing(
    folder: Path, index: Path, tmp_path: Path, encoder: HashEncoder
) -> None:
    other = plans.write(tmp_path / "other", {"ben-tre-2024.txt": "I. KHÁC\nkhác", "x.txt": "I\nx"})
    plans.write(folder, {"x.txt": "I\ny"})
    run_build([folder, other], index, encoder)
    before = sources(index, encoder)
    assert not run_build([other, folder], index, encoder).built
    plans.write(folder, {"x.txt": "I\nz"})
    assert run_build([other, folder], index, encoder).changed == ("x",)
    assert sources(index, encoder) == before


def test_links_pipes_and_hidden_files(folder: Path, index: Path, encoder: HashEncoder) -> None:
    os.mkfifo(folder / "cho.txt")
    os.mkfifo(folder / "cho.zip")
    (folder / "vong.txt").symlink_to(folder / "vong.txt")
    (folder / "len").symlink_to(folder)
    (folder / "ong.txt").symlink_to(folder / "cho.txt")
    (folder / "them.txt").symlink_to(folder / "an-giang-2023.txt")
    plans.write(folder, {"~$ke-hoach.docx": "x", ".an.txt": "x"})
    report = run_build(folder, index, encoder)
    skipped = dict(report.skipped)
    assert set(skipped) == {"cho.txt", "cho.zip", "ong.txt", "len"}
    assert "symlink" in skipped["len"]
    assert "đường ống" in skipped["ong.txt"]
    assert [name for name, _ in report.quarantined] == ["vong.txt"]
    assert report.twins == (("them.txt", "an-giang-2023.txt"),)
    assert report.notes == ("2 tệp ẩn không tính đến · hidden files passed over",)
    assert report.documents == 3


def test_names_nobody_would_choose(folder: Path, index: Path, encoder: HashEncoder) -> None:
    names = ["dòng\nmới.txt", "chuông\x07.txt", "đảo\u202etxt.txt", "-rf.txt", f"{'a' * 251}.txt"]
    for number, name in enumerate(names):
        (folder / name).write_text(f"I. A\nsố {number}", "utf-8")
    report = run_build(folder, index, encoder)
    assert report.documents == 3 + len(names)
    found = sources(index, encoder)
    assert all(name.isprintable() for name in found)
    assert all(len(name) <= 100 for name in found.values())
    assert {"dòng\ufffdmới.txt", "chuông\ufffd.txt", "-rf.txt"} <= set(found)
    assert not run_build(folder, index, encoder).built


def test_a_folder_that_does_not_open_is_left_out_aloud(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.write(folder, {"kin/a.txt": "I. A\nb"})
    real = os.scandir

    def scandir(path: object) -> object:
        if isinstance(path, Path) and path.name == "kin":  # root may open what others may not
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = run_build(folder, index, encoder)
    assert [name for name, _ in report.quarantined] == ["kin/"]
    assert "Permission denied" in report.quarantined[0][1]
    assert report.documents == 3
    assert not run_build(folder, index, encoder).built


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_zip_of_plans(folder: Path, index: Path, tmp_path: Path, encoder: HashEncoder) -> None:
    inner = zipped(tmp_path / "x", {"sâu/vinh-long.txt": f"I. C\n{plans.HEALTH}", "deep.zip": b""})
    files: dict[str, str | bytes] = {
        "2024/ha-giang.txt": f"I. A\n{plans.POLICE}",
        "../../thoat.txt": f"I. B\n{plans.MONEY}",
        "trong.zip": inner.read_bytes(),
        "__MACOSX/._ha-giang.txt": "x",
        "anh.gif": "x",
        "hong.txt": "HỎNG",
        "ban-sao.txt": plans.PLANS["ben-tre-2024.txt"],
        "thu-muc/": "",
    }
    zipped(folder / "goi.zip", files)
    report = run_build(folder, index, encoder)
    assert sources(index, encoder).keys() - plans.PLANS.keys() == {
        "goi.zip/2024/ha-giang.txt",
        "goi.zip/thoat.txt",
        "goi.zip/trong.zip/sâu/vinh-long.txt",
    }
    assert dict(report.quarantined).keys() == {"goi.zip/hong.txt", "goi.zip/trong.zip/deep.zip"}
    assert [name for name, _ in report.skipped] == ["goi.zip/anh.gif"]
    assert report.twins == (("goi.zip/ban-sao.txt", "ben-tre-2024.txt"),)
    assert not [p for p in tmp_path.rglob("thoat*") if p.is_file()]
    assert not run_build(folder, index, encoder).built
    with opened(index, encoder) as it:
        assert it.text("ha-giang").endswith(plans.POLICE)
    files["2024/ha-giang.txt"] = f"I. A\n{plans.HEALTH}"
    zipped(folder / "goi.zip", files)
    report = run_build(folder, index, encoder)
    assert (report.changed, report.carried_over) == (("ha-giang",), 5)


def test_a_damaged_zip_takes_nothing_along(folder: Path, index: Path, encoder: HashEncoder) -> None:
    path = zipped(folder / "ben-tre-2024.zip", {"a.txt": "I. A\nb"})
    path.write_bytes(path.read_bytes()[:-30])
    report = run_build(folder, index, encoder)
    assert [name for name, _ in report.quarantined] == ["ben-tre-2024.zip"]
    assert "cắt cụt" in report.quarantined[0][1]
    assert report.documents == 3
    assert report.renamed == ()  # a ZIP takes no document's id


def test_a_file_stands_for_its_copy_in_a_zip(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    zipped(folder / "a.zip", dict(plans.PLANS))
    report = run_build(folder, index, encoder)
    assert report.added == ("an-giang-2023", "ben-tre-2024", "ca-mau-2025")
    assert ("a.zip/ben-tre-2024.txt", "ben-tre-2024.txt") in report.twins
    assert report.renamed == ()
    (folder / "ben-tre-2024.txt").unlink()
    report = run_build(folder, index, encoder)
    assert (report.added, report.removed) == (("ben-tre-2024-2",), ("ben-tre-2024",))
    assert report.renamed == (("a.zip/ben-tre-2024.txt", "ben-tre-2024-2"),)


def test_the_same_wording_of_other_files_is_noted_for_as_long_as_it_is_so(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    plans.write(folder, {"cung.docx": plans.PLANS["ben-tre-2024.txt"]})
    run_build(folder, index, encoder)
    with opened(index, encoder) as it:
        note = "Trùng lời văn với ben-tre-2024. / Same wording as ben-tre-2024."
        assert it.problems("cung")[1:] == (note,)
        assert "với cung." in it.problems("ben-tre-2024")[1]
        assert len(it.problems("an-giang-2023")) == 1
    plans.write(folder, {"moi.txt": "I. MỚI\nmới"})
    assert run_build(folder, index, encoder).carried_over == 4
    with opened(index, encoder) as it:
        assert len(it.problems("cung")) == 2, "noted once"
    (folder / "cung.docx").unlink()
    assert run_build(folder, index, encoder).carried_over == 4
    with opened(index, encoder) as it:
        assert len(it.problems("ben-tre-2024")) == 1


def test_what_cannot_be_read_takes_no_id_from_what_can(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    plans.write(folder, {"ca-mau.doc": "x", "ca-mau.txt": "I. B\nb", "a/ca-mau.md": ""})
    run_build(folder, index, encoder)
    assert sources(index, encoder)["ca-mau.txt"] == "ca-mau"
