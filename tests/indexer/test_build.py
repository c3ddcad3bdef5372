"""From a folder to a generation: carry-over, quarantine, kills, two builders."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import indexer.index
from indexer import assemble, build_rules, generation, understand
from indexer.assemble import NothingToIndex
from indexer.build import Eta
from indexer.build import build as run_build
from indexer.documents import Document
from indexer.errors import IndexMissing, TracuuError
from indexer.generation import BuildRunning, current, generations
from indexer.index import LocalIndex
from indexer.passages import PassageText
from indexer.text import terms
from tests.encoders import HashEncoder
from tests.indexer import plans

ROOT = Path(__file__).parents[2]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def opened(index: Path, encoder: HashEncoder) -> LocalIndex:
    return indexer.index.open(index, encoder=encoder)


def contents(index: Path, encoder: HashEncoder) -> dict[str, object]:
    """Everything that can be asked of an index, by document, whatever its rows."""
    with opened(index, encoder) as it:
        found: dict[str, object] = {}
        for info in it.documents():
            rows = it.rows(info.id)
            passages = [it.passages([row])[row] for row in rows]
            found[info.id] = (
                info,
                it.text(info.id),
                it.clauses(info.id),
                it.pages(info.id),
                it.problems(info.id),
                [(p.document, p.clause, p.context, p.text) for p in passages],
                it.vectors(rows).tolist(),
                [len(it.search_terms([(t, 1.0)], 99, [info.id])) for t in terms(plans.HEALTH)],
            )
        found["accents"] = it.accents.counts()
        return found


def test_a_first_build(folder: Path, index: Path, encoder: HashEncoder) -> None:
    report = run_build(folder, index, encoder)
    assert report.built
    assert report.generation == current(index)
    assert (report.documents, report.clauses, report.carried_over) == (3, 9, 0)
    assert report.added == ("an-giang-2023", "ben-tre-2024", "ca-mau-2025")
    assert report.changed == report.removed == ()
    assert report.quarantined == report.renamed == ()
    assert report.seconds > 0
    assert encoder.calls == 6


def test_nothing_changed(folder: Path, index: Path, encoder: HashEncoder) -> None:
    first = run_build(folder, index, encoder)
    again = run_build(folder, index, encoder)
    assert not again.built
    assert again.generation == first.generation
    assert (again.documents, again.carried_over, again.added) == (3, 3, ())
    assert generations(index) == [first.generation]
    assert encoder.calls == 6


def test_touching_a_file_changes_nothing(folder: Path, index: Path, encoder: HashEncoder) -> None:
    run_build(folder, index, encoder)
    os.utime(folder / "ben-tre-2024.txt", (1, 1))
    assert not run_build(folder, index, encoder).built


def test_only_what_changed_is_analysed_and_encoded(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_build(folder, index, encoder)
    analysed = []

    def analyse(path: Path, document_id: str, source: str) -> Document:
        analysed.append(source)
        return plans.analyse(path, document_id, source)

    monkeypatch.setattr(understand, "analyse", analyse)
    plans.write(
        folder,
        {
            "an-giang-2023.txt": f"I. TỔ CHỨC\n{plans.POLICE}\n{plans.MONEY}\n{plans.HEALTH}",
            "dak-lak.txt": f"I. MỚI\n{plans.POLICE}",
        },
    )
    (folder / "ben-tre-2024.txt").unlink()
    report = run_build(folder, index, encoder)
    assert report.added == ("dak-lak",)
    assert report.changed == ("an-giang-2023",)
    assert report.removed == ("ben-tre-2024",)
    assert report.carried_over == 1
    assert analysed == ["an-giang-2023.txt", "dak-lak.txt"]
    assert encoder.calls == 6 + 4


def test_carrying_over_gives_what_a_first_build_gives(
    folder: Path, index: Path, tmp_path: Path, encoder: HashEncoder
) -> None:
    run_build(folder, index, encoder)
    plans.write(
        folder, {"aa.txt": f"I. ĐẦU\n{plans.MONEY}\n{plans.HEALTH}", "zz.txt": "I. CUỐI\nx"}
    )
    (folder / "ben-tre-2024.txt").unlink()
    assert run_build(folder, index, encoder).carried_over == 2
    run_build(folder, tmp_path / "fresh", encoder)
    assert contents(index, encoder) == contents(tmp_path / "fresh", encoder)


def test_removed_documents_are_gone(folder: Path, index: Path, encoder: HashEncoder) -> None:
    run_build(folder, index, encoder)
    (folder / "an-giang-2023.txt").unlink()
    run_build(folder, index, encoder)
    with opened(index, encoder) as it:
        assert [d.id for d in it.documents()] == ["ben-tre-2024", "ca-mau-2025"]
        assert [h.row for h in it.search_terms([("kham_suc", 1.0)], 9, None)] == [2]
        assert it.size() == 4


def test_other_rules_or_another_encoder_analyse_all_again(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_build(folder, index, encoder)
    other = HashEncoder(seed="2")
    report = run_build(folder, index, other)
    assert report.built
    assert report.carried_over == 0
    assert report.added == report.changed == report.removed == ()
    assert "analysed again" in report.notes[0]
    assert other.calls == 6
    monkeypatch.setattr(build_rules, "RULES_VERSION", "next")
    assert run_build(folder, index, other).carried_over == 0
    assert other.calls == 12


def test_other_code_writes_anew_but_carries_over(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_build(folder, index, encoder)
    monkeypatch.setattr("indexer.build.code_version", lambda: "other")
    report = run_build(folder, index, encoder)
    assert report.built
    assert report.carried_over == 3
    assert encoder.calls == 6


def test_versions_follow_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, tables = tmp_path / "indexer", tmp_path / "corpus"
    plans.write(code, {"text.py": "1", "index/store.py": "1", "facts/laws.py": "1"})
    plans.write(tables, {"reference/a.tsv": "1", "plans/b.md": "1", "reference/accents.npz": "1"})
    monkeypatch.setattr(build_rules, "_CODE", code)
    monkeypatch.setenv("TRACUU_CORPUS", str(tables))

    def after(path: Path) -> tuple[bool, bool]:
        before = build_rules.rules_version(), build_rules.code_version()
        path.write_text(path.read_text() + "2")
        return (build_rules.rules_version() != before[0], build_rules.code_version() != before[1])

    assert after(code / "text.py") == (True, True)
    assert after(code / "facts/laws.py") == (True, True)
    assert after(tables / "reference/a.tsv") == (True, True)
    assert after(code / "index/store.py") == (False, True)
    assert after(tables / "reference/accents.npz") == (False, True)
    assert after(tables / "plans/b.md") == (False, False)


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


@pytest.mark.parametrize("files", [{}, {"a.txt": "HỎNG"}, {"a.xyz": "x"}, {".hidden.txt": "x"}])
def test_nothing_to_index(
    folder: Path, index: Path, tmp_path: Path, encoder: HashEncoder, files: dict[str, str]
) -> None:
    kept = run_build(folder, index, encoder).generation
    with pytest.raises(NothingToIndex, match=r"Không lập được.*No file"):
        run_build(plans.write(tmp_path / "bad", files), index, encoder)
    assert current(index) == kept
    assert generations(index) == [kept]
    assert opened(index, encoder).size() == 6
    with pytest.raises(NothingToIndex, match="There is no"):
        run_build([folder, tmp_path / "nowhere"], index, encoder)


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


def test_twins_are_both_indexed_and_said(folder: Path, index: Path, encoder: HashEncoder) -> None:
    plans.write(folder, {"ban-sao.txt": plans.PLANS["ben-tre-2024.txt"]})
    report = run_build(folder, index, encoder)
    assert report.documents == 4
    assert report.notes == ("Trùng nội dung · Same content: ban-sao.txt, ben-tre-2024.txt",)


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


def test_documents_without_passages(index: Path, tmp_path: Path, folder: Path) -> None:
    encoder = HashEncoder()
    run_build(plans.write(tmp_path / "one", {"a.txt": "I. CHỈ CÓ TIÊU ĐỀ"}), index, encoder)
    with opened(index, encoder) as it:
        assert it.size() == 0
        assert list(it.rows("a")) == []
        query = encoder.encode_queries(["x"])[0]
        assert it.search_vector(query, 5, None) == it.search_terms([("x", 1.0)], 5, None) == []
    report = run_build([tmp_path / "one", folder], index, encoder)
    assert report.carried_over == 1


class Broken(HashEncoder):
    """An encoder that gives what it must not."""

    def __init__(self, result: NDArray[np.float32] | Exception) -> None:
        super().__init__(seed="broken")
        self.result = result

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.mark.parametrize(
    "result",
    [np.ones((1, 32)), np.ones((6, 31)), np.full((6, 32), np.nan), OSError("no model")],
    ids=["rows", "dim", "nan", "error"],
)
def test_a_broken_encoder_stops_the_build(
    folder: Path, index: Path, encoder: HashEncoder, result: NDArray[np.float32] | Exception
) -> None:
    kept = run_build(folder, index, encoder).generation
    with pytest.raises((TracuuError, OSError)):
        run_build(folder, index, Broken(result))
    assert generations(index) == [kept]
    assert not list(index.glob(".building-*"))
    assert opened(index, encoder).size() == 6


def test_a_damaged_index_is_built_anew(folder: Path, index: Path, encoder: HashEncoder) -> None:
    bad = index / run_build(folder, index, encoder).generation
    (bad / "vectors.f32").write_bytes(b"\x00" * (bad / "vectors.f32").stat().st_size)
    report = run_build(folder, index, encoder)
    assert report.built
    assert report.carried_over == 0
    assert "damaged" in report.notes[0]
    assert opened(index, encoder).size() == 6
    (index / "CURRENT").write_text("nonsense")
    assert run_build(folder, index, encoder).built


def test_old_generations_go(folder: Path, index: Path, encoder: HashEncoder) -> None:
    for number in range(4):
        plans.write(folder, {"new.txt": f"I. MỚI\n{number}"})
        run_build(folder, index, encoder)
    assert len(generations(index)) == 2
    generation.rollback(index)
    with opened(index, encoder) as it:
        assert it.text("new") == "I. MỚI\n2"
    report = run_build(folder, index, encoder)  # the sources are still the newer ones
    assert report.changed == ("new",)


def test_progress(folder: Path, index: Path, encoder: HashEncoder) -> None:
    seen: list[tuple[str, int, int]] = []
    run_build(folder, index, encoder, on_progress=lambda *step: seen.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == [
        "read",
        "analyse",
        "encode",
        "write",
    ]
    for stage, total in (("read", 3), ("analyse", 3), ("encode", 6), ("write", 6)):
        steps = [step for step in seen if step[0] == stage]
        assert steps[-1] == (stage, total, total)
        assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)


def test_encodes_in_batches(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    encode = encoder.encode_passages

    def count(texts: Sequence[str]) -> NDArray[np.float32]:
        sizes.append(len(texts))
        return encode(texts)

    monkeypatch.setattr(assemble, "BATCH", 4)
    monkeypatch.setattr(encoder, "encode_passages", count)
    run_build(folder, index, encoder)
    assert sizes == [4, 2]
    with opened(index, encoder) as it:
        texts = [it.passages([row])[row].text for row in range(6)]
        np.testing.assert_array_equal(it.vectors(range(6)), encoder.encode_queries(texts))


def test_eta() -> None:
    clock = iter([0.0, 1.0, 4.0, 10.0, 11.0, 12.0])
    eta = Eta(clock=lambda: next(clock))
    assert eta.left("read", 0, 10) is None
    assert eta.left("read", 1, 10) == pytest.approx(9)
    assert eta.left("read", 4, 10) == pytest.approx(6)
    assert eta.left("encode", 5, 10) is None
    assert eta.left("encode", 5, 10) is None
    assert eta.left("encode", 10, 10) == 0


def test_two_builders(folder: Path, index: Path, encoder: HashEncoder) -> None:
    def other(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("analyse", 0):
            with pytest.raises(BuildRunning, match="đang cập nhật"):
                run_build(folder, index, encoder)

    run_build(folder, index, encoder, on_progress=other)
    assert opened(index, encoder).size() == 6


KILLED = """
import os, signal, sys
from pathlib import Path
import pytest
from indexer import generation
from tests.encoders import HashEncoder
from tests.indexer import plans

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

point, folder, index = sys.argv[1:]
patch = pytest.MonkeyPatch()
plans.use(patch)
module, _, name = point.partition(":")
if module == "os":
    real = getattr(os, name.split("@")[0])
    nth = iter(range(9))
    stop = int(name.split("@")[1])
    patch.setattr(os, name.split("@")[0], lambda *a: die() if next(nth) == stop else real(*a))
else:
    patch.setattr(f"{module}.{name}", die)
from importlib import import_module
import_module("indexer.build").build(Path(folder), Path(index), HashEncoder())
"""

POINTS = [
    "indexer.understand:analyse",
    "tests.encoders.HashEncoder:encode_passages",
    "indexer.assemble.vectors:flush",
    "indexer.assemble.LexicalWriter:close",
    "indexer.assemble.AccentModel:save",
    "indexer.generation:file_records",
    "indexer.generation:commit",
    "os:rename@0",  # manifest written, folder not yet named
    "indexer.generation:_point_to",  # folder named, CURRENT still old
    "os:replace@0",
]
AFTER = ["indexer.generation:prune", "os:rename@1"]  # CURRENT is new; clearing away remains


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS + AFTER)
def test_killed_at(point: str, folder: Path, index: Path, encoder: HashEncoder) -> None:
    run_build(folder, index, encoder)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    run_build(folder, index, encoder)
    kept = current(index)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.HEALTH}"})
    run = subprocess.run(
        [sys.executable, "-c", KILLED, point, str(folder), str(index)], cwd=ROOT, check=False
    )
    assert run.returncode == -signal.SIGKILL
    with opened(index, encoder) as it:
        assert (it.generation == kept) == (point in POINTS)
        assert it.text("new").endswith(plans.MONEY if point in POINTS else plans.HEALTH)
    run_build(folder, index, encoder)
    with opened(index, encoder) as it:
        assert it.text("new").endswith(plans.HEALTH)
    left = {p.name for p in index.iterdir()}
    assert left == {"CURRENT", ".lock", *generations(index)}
    assert len(generations(index)) == 2


@pytest.mark.slow
def test_killed_first_build(folder: Path, index: Path, encoder: HashEncoder) -> None:
    point = "indexer.generation:commit"
    command = [sys.executable, "-c", KILLED, point, str(folder), str(index)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    with pytest.raises(IndexMissing):
        opened(index, encoder)
    assert run_build(folder, index, encoder).documents == 3
