"""From a folder to a generation: carry-over, quarantine, kills, two builders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import indexer.index
from indexer import build_rules, encoding, generation, understand
from indexer.assemble import NothingToIndex
from indexer.build import Eta
from indexer.build import build as run_build
from indexer.documents import Document
from indexer.errors import IndexOutdated
from indexer.generation import current, generations
from indexer.index import LocalIndex
from indexer.text import terms
from tests.encoders import HashEncoder
from tests.indexer import plans
from tests.indexer.test_generation import as_format

ROOT = Path(__file__).parents[2]


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


def test_an_index_of_another_release_is_made_anew(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    run_build([folder], index, encoder=encoder)
    before = contents(index, encoder)
    as_format(index / current(index) / "manifest.json", 1)
    with pytest.raises(IndexOutdated):
        opened(index, encoder)
    report = run_build([folder], index, encoder=encoder)
    assert any("another release" in note for note in report.notes)
    assert not any("damaged" in note for note in report.notes)
    assert contents(index, encoder) == before


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
        build_rules._digest.cache_clear()
        return (build_rules.rules_version() != before[0], build_rules.code_version() != before[1])

    assert after(code / "text.py") == (True, True)
    assert after(code / "facts/laws.py") == (True, True)
    assert after(tables / "reference/a.tsv") == (True, True)
    assert after(code / "index/store.py") == (False, True)
    assert after(tables / "reference/accents.npz") == (False, True)
    assert after(tables / "plans/b.md") == (False, False)


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


def test_passages_longer_than_the_encoder_reads_are_counted(folder: Path, index: Path) -> None:
    short = HashEncoder(name="short", seed="short")
    short.max_tokens = 1
    notes = run_build(folder, index, short).notes
    assert any("6 đoạn dài hơn 1 token" in note and "mô hình short" in note for note in notes)
    assert run_build(folder, index, short).notes == ()  # nothing new was encoded
    short.max_tokens = None
    short.fingerprint = "another"
    notes = run_build(folder, index, short).notes
    assert len(notes) == 1
    assert "The rules or the model changed" in notes[0]


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

    monkeypatch.setattr(encoding, "BATCH", 4)
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
