"""The training code on a few made-up records: pairs, vocabulary, fit, export, evaluation."""

import json
import lzma
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tokenizers import Tokenizer

import models
from models.train import evaluate, export, fit, pairs, parallel, sources, vocabulary
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


def _fit(work: Path, out: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    words = [
        "fit",
        "--pairs",
        str(work / "pairs.jsonl"),
        "--tokenizer",
        str(work / "tokenizer.json"),
    ]
    words += ["--out", str(out), "--dim", "16", "--batch", "8", "--steps", str(steps)]
    monkeypatch.setattr("sys.argv", [*words, "--teacher", str(work / "teacher")])
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
    assert "step 50" in capsys.readouterr().out
    export.export(table, work / "tokenizer.json", tmp_path / "model")
    model = models.load(str(tmp_path / "model"))
    scores = (
        model.encode_queries(["việc giao thông"])
        @ model.encode_passages(["sở lo giao thông", "trường học"]).T
    )
    assert scores[0, 0] > scores[0, 1]
    task = evaluate.Task("t", ["Giao thông"], ["trường học", "giao thông"], [{1}])
    assert evaluate.shares(evaluate.ranks(model, task, fold), (1, 10)) == {"@1": 1.0, "@10": 1.0}
