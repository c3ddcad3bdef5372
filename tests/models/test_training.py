"""The training code on a few made-up records: pairs, vocabulary, fit, export, evaluation."""

import json
import lzma
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from tokenizers import Tokenizer

import models
from models.static import read_weights
from models.train import (
    evaluate,
    export,
    fit,
    lexical,
    losses,
    pairs,
    parallel,
    sample,
    sources,
    table,
    teacher,
    vocabulary,
)
from models.train.corpus import Bags, Corpus, encode
from models.train.text import chunks, fold, grams, tidy
from models.train.vocabulary import Budget


def _write(path: Path, records: list[dict[str, object]]) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small file of each kind, with made-up sentences."""
    folder = tmp_path_factory.mktemp("training")
    topics = ["khám bệnh", "giao thông", "ngân sách", "trường học", "môi trường", "việc làm"]
    bodies = [f"Sở lo {t} đầy đủ. Phòng giúp sở về {t} hằng năm.\nXã báo cáo {t}." for t in topics]
    laws = [{"title": f"Việc {t}", "body": b} for t, b in zip(topics, bodies, strict=True)]
    asked = [
        {"question": f"Ai lo {t} ở đây?", "passage": b, "title": t}
        for t, b in zip(topics, bodies, strict=True)
    ]
    heads = "\n".join(
        f"{n}. Nhiệm vụ về {t}\n{b}" for n, (t, b) in enumerate(zip(topics, bodies, strict=True))
    )
    names = {
        "Tên thủ tục": "Cấp giấy",
        "Trình tự thực hiện": bodies[0] * 2,
        "Cơ quan thực hiện": "Sở Y tế",
    }
    _write(folder / "law.jsonl.xz", [*laws])
    _write(folder / "qa_headings.jsonl.xz", [*asked])
    _write(folder / "qa_pairs.jsonl.xz", [*asked])
    _write(folder / "procedures.jsonl.xz", [{**names}])
    _write(folder / "official.jsonl.xz", [{"text": "# Kế hoạch\n" + heads}])
    _write(folder / "news.jsonl.xz", [{"title": "Tin mới", "abstract": "Tóm tắt", "body": bodies}])
    _write(folder / "wiki.jsonl.xz", [{"title": "Nước", "text": "\n".join(bodies)}])
    both = {
        "en": "Health checks\n1. Every year",
        "vi": "Khám bệnh\n1. Mỗi năm",
        "kind": "law article",
    }
    _write(
        folder / "en_vi.jsonl.xz",
        [{**both}, {"en": "One river here", "vi": "Một dòng sông", "kind": "news"}],
    )
    return folder


@pytest.fixture(scope="module")
def work(training: Path) -> Path:
    """Pairs and tokenizer of the small files; one question is held out."""
    folder = training / "work"
    held = training / "held"
    held.mkdir()
    (held / "q.jsonl").write_text(json.dumps({"question": "ai lo ngan sach o day"}) + "\n")
    report = pairs.write(training, [held], folder / "pairs.jsonl", 1)
    assert report["dropped"] == {"questions": 2}
    made = vocabulary.build(folder / "pairs.jsonl", ["health"], Budget(1600, 1, 1), 1)
    made.save(str(folder / "tokenizer.json"))
    return folder


def test_text_rules() -> None:
    assert fold("Đường Hoà / HÒA") == "duong hoa / hoa"
    assert tidy(" a  b \n\n **c** ") == "a b\nc"
    assert list(grams("một hai", 8)) == [("mot", "hai")]
    assert chunks("Một câu. Hai câu. Ba câu.", 20) == ["Một câu.\nHai câu.", "Ba câu."]


def test_parallel_clauses() -> None:
    found = parallel.clauses("Title\n1. One\ndd) Two", "Tiêu đề\n1. Một\nđ) Hai")
    assert [(pair.english, pair.title) for pair in found] == [
        ("Title", True),
        ("1. One", False),
        ("dd) Two", False),
    ]
    whole = parallel.clauses("Title\n1. One\n2. Two", "Tiêu đề\n1. Một Hai")
    assert [pair.title for pair in whole] == [True, False]
    assert list(parallel.pairs({"en": "a", "vi": "dài hơn nhiều"})) == []


def test_pairs_are_repeatable(training: Path) -> None:
    for name in sources.READERS:
        first, again = (list(sources.pairs(training, name, 3)) for _ in range(2))
        assert first == again
        assert first, name
    record = next(sources.records(training / "law.jsonl.xz"))
    assert next(sources.law(record, Random(1))).group == "law"


def test_a_sample_keeps_runs_and_cuts_long_passages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "sở y tế " * 200
    lines = [["law", f"việc {n}", f"{n} {long}"] for n in range(64)]
    lines += [["parallel", "health " * 100, long]]
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    monkeypatch.setattr(sample, "_SHARES", {"law": 16, "parallel": 16})
    options = ["sample", "--pairs", str(tmp_path / "all.jsonl"), "--out"]
    for name in ("part", "again"):
        monkeypatch.setattr("sys.argv", [*options, str(tmp_path / name)])
        sample.main()
    assert (tmp_path / "part").read_text() == (tmp_path / "again").read_text()
    kept = list(pairs.read(tmp_path / "part"))
    laws = [int(pair.passage.split()[0]) for pair in kept if pair.group == "law"]
    assert len(laws) == 24
    assert all(laws[n : n + 8] == list(range(laws[n], laws[n] + 8)) for n in range(0, 24, 8))
    assert {len(pair.passage) for pair in kept if pair.group == "law"} >= {550}
    assert (len(kept[-1].query), kept[-1].passage) == (400, long)


def test_vocabulary_joins_words_and_forgets_marks(work: Path) -> None:
    made = Tokenizer.from_file(str(work / "tokenizer.json"))
    assert made.get_vocab_size() <= 1600
    assert made.encode("Giao thông").ids == made.encode("giao thong").ids
    assert made.token_to_id("▁health") is not None
    assert made.encode("12, 2023").tokens == ["▁12", "▁2023"]


def test_bags() -> None:
    bags = Bags.of([[1, 2, 3], [], [4]])
    assert len(bags) == 3
    part = bags.spans(np.array([2, 0]), np.array([0, 1]), np.array([1, 2]))
    assert part.ids.tolist() == [4, 2, 3]
    assert part.beside(Bags.of([[9], []])).ids.tolist() == [4, 9, 2, 3]


def test_corpus_round_trip(work: Path, tmp_path: Path) -> None:
    made = encode(Tokenizer.from_file(str(work / "tokenizer.json")), work / "pairs.jsonl")
    made.save(tmp_path / "corpus.npz")
    again = Corpus.open(tmp_path / "corpus.npz")
    assert (again.passages.ids == made.passages.ids).all()
    assert set(again.groups) == set(made.groups)


def _fit(work: Path, out: Path, steps: int, monkeypatch: pytest.MonkeyPatch, *more: str) -> Path:
    words = [
        "fit",
        "--pairs",
        str(work / "pairs.jsonl"),
        "--tokenizer",
        str(work / "tokenizer.json"),
    ]
    words += ["--out", str(out), "--dim", "16", "--batch", "8", "--steps", str(steps)]
    monkeypatch.setattr("sys.argv", [*words, "--teacher", str(work / "teacher"), *more])
    fit.main()
    return out / "table.safetensors"


@pytest.mark.filterwarnings("ignore:Sparse CSR tensor support:UserWarning")
def test_fit_resumes_and_its_export_loads(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    teacher = work / "teacher"
    teacher.mkdir(exist_ok=True)
    said = ["One river here", "health", "checks"]
    (teacher / "texts.json").write_text(json.dumps(said))
    np.save(teacher / "vectors.npy", np.eye(3, 384, dtype=np.float16))
    _fit(work, tmp_path / "run", 20, monkeypatch)
    table = _fit(work, tmp_path / "run", 60, monkeypatch)
    assert capsys.readouterr().out.split()[1::7] == ["20", "40", "60"]  # no step twice
    export.export([table], work / "tokenizer.json", tmp_path / "model")
    model = models.load(str(tmp_path / "model"))
    scores = (
        model.encode_queries(["việc giao thông"])
        @ model.encode_passages(["sở lo giao thông", "trường học"]).T
    )
    assert scores[0, 0] > scores[0, 1]
    again = _fit(
        work, tmp_path / "more", 10, monkeypatch, "--start", str(tmp_path / "model"), "--rate", "0"
    )
    export.export([again], work / "tokenizer.json", tmp_path / "same")
    asked = ["việc giao thông", "health", "trường học", "sở"]
    said = [models.load(str(tmp_path / name)).encode_queries(asked) for name in ("model", "same")]
    # Nothing was learned, so the angles are the same; axes may be turned, and int8 rounds twice.
    assert np.allclose(said[0] @ said[0].T, said[1] @ said[1].T, atol=0.03)


def test_a_finished_model_is_taken_apart_and_put_together(work: Path, tmp_path: Path) -> None:
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    rows = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), 8))
    save_file({"embedding.weight": rows.astype(np.float32)}, tmp_path / "t")
    export.export([tmp_path / "t"], work / "tokenizer.json", tmp_path / "model")
    features = table.learned(tokenizer, tmp_path / "model", 12, 1)
    made = table.Table(tokenizer, features).pieces().detach().numpy()
    assert made.shape == (len(rows), 12)
    stored = read_weights(tmp_path / "model" / "model.safetensors")
    expected = export.evened(made[:, :8], export.POWER)
    found = stored.table.astype(np.float32) * stored.scales[:, None]  # type: ignore[index]
    # Directions are kept in the old dimensions, and lengths up to one factor for all.
    cosine = (expected * found).sum(axis=1) / np.maximum(
        np.linalg.norm(expected, axis=1) * np.linalg.norm(found, axis=1), 1e-9
    )
    assert np.allclose(cosine[1:], 1.0, atol=1e-4)


def test_export_keeps_the_principal_dimensions(work: Path, tmp_path: Path) -> None:
    count = Tokenizer.from_file(str(work / "tokenizer.json")).get_vocab_size()
    random = np.random.default_rng(3)
    rows = random.normal(size=(count, 4)) @ random.normal(size=(4, 12))  # four say everything
    for name in ("a", "b"):
        save_file({"embedding.weight": rows.astype(np.float32)}, tmp_path / name)
    whole, part = (
        export.principal(export.evened(export.mean([tmp_path / "a", tmp_path / "b"]), 0.6), dim)
        for dim in (12, 4)
    )
    assert part.shape == (count, 4)
    assert np.allclose(whole[:, :4], part)
    assert np.abs(whole[:, 4:]).max() < 1e-3
    export.export([tmp_path / "a"], work / "tokenizer.json", tmp_path / "model", dim=4)
    assert models.load(str(tmp_path / "model")).dim == 4


def test_the_teacher_is_turned_to_where_the_student_is() -> None:
    random = np.random.default_rng(2)
    told = random.normal(size=(50, 6)).astype(np.float32)
    told -= told.mean(axis=0)
    turn, _ = np.linalg.qr(random.normal(size=(6, 6)))
    unit = told / np.linalg.norm(told, axis=1, keepdims=True)
    student = torch.from_numpy((unit @ turn).astype(np.float32))
    lessons = teacher.Lessons([str(n) for n in range(50)], told.astype(np.float16))
    made = losses.turned(lessons, student)
    assert torch.allclose(made, student, atol=0.02)


def test_lessons_are_short_and_repeatable(work: Path) -> None:
    first, again = (teacher.texts(work / "pairs.jsonl", ["health", "x"], 3) for _ in range(2))
    assert first == again
    assert {"health", "One river here", "Một dòng sông"} <= set(first)
    assert "x" not in first
    assert max(map(len, first)) <= teacher.LONGEST


def test_bm25_prefers_the_passage_with_the_rare_word() -> None:
    said = ["sở y tế khám bệnh", "sở giáo dục dạy học", "sở giao thông"]
    scores = lexical.bm25(["Sở nào dạy học?", "zzz"], said)
    assert scores.shape == (2, 3)
    assert scores[0].argmax() == 1
    assert scores[0].max() == 1.0
    assert not scores[1].any()


def test_places_of_right_passages() -> None:
    task = evaluate.Task("t", ["a", "b", "c"], ["x", "y"], [{1}, {0, 1}, set()])
    scores = np.array([[0.9, 0.1], [0.2, 0.3], [0.5, 0.5]], dtype=np.float32)
    places = evaluate.ranks(scores, task)
    assert places == [1, 0, 2]
    assert evaluate.shares(places, (1, 2)) == {"@1": 0.333, "@2": 0.667}
    bm25 = np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 0.0]], dtype=np.float32)
    assert evaluate.lexical_weight(scores, bm25, task) == 1.0


def test_late_interaction_changes_only_the_first() -> None:
    class Pieces:
        """A likeness that is told beforehand."""

        def likeness(self, question: str, passages: list[str]) -> np.ndarray:
            return np.array([float(p[1:]) / 100 for p in passages], dtype=np.float32)

    passages = [f"p{n}" for n in range(40)]
    task = evaluate.Task("t", ["a"], passages, [{29}])
    scores = -np.arange(40, dtype=np.float32)[None] / 100
    late = evaluate.compared(Pieces(), scores, task)
    assert np.allclose(late[0, 30:], scores[0, 30:])
    assert np.allclose(late[0, :30], scores[0, :30] + 0.75 * np.arange(30) / 100)
    assert evaluate.ranks(scores, task) == [29]
