"""The reranker's network, and its training on a few made-up pairs and lists."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from models.errors import BadTraining, ModelDamaged
from models.hashes import write_sums
from models.reranker import Reranker
from models.train import finetune_reranker, lists, pretrain_reranker
from models.train.checkpoint import Run
from models.train.forms import forms
from models.train.reranker import Network, opened, padded, pieces_of, save
from tests.models.conftest import WORDS

Patch = pytest.MonkeyPatch


@pytest.fixture
def start(static_folder: Path, tmp_path: Path) -> Path:
    """A small reranker that knows nothing, over the pieces of the tiny encoder."""
    encoder, rows = pieces_of(static_folder)
    torch.manual_seed(1)
    save(Network(rows, encoder.fingerprint, width=32, layers=2), tmp_path / "start")
    return tmp_path / "start"


def _opened(folder: Path, static_folder: Path) -> Network:
    encoder, rows = pieces_of(static_folder)
    return opened(folder, rows, encoder.fingerprint, 0.0).eval()


def _texts(random: Random, count: int, longest: int) -> list[str]:
    return [" ".join(random.choices(WORDS, k=random.randint(1, longest))) for _ in range(count)]


@pytest.mark.parametrize("question", ["kham suc khoe hoa", "co quan nao " * 20, "?", "xyz"])
def test_torch_and_numpy_read_the_same(static_folder: Path, tmp_path: Path, question: str) -> None:
    encoder, rows = pieces_of(static_folder)
    torch.manual_seed(3)
    made = Network(rows, encoder.fingerprint, width=64)
    for weight in made.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.05)
    save(made, tmp_path / "model")
    said = [*_texts(Random(5), 12, 8), *_texts(Random(6), 4, 90), "", "kham"]
    network = _opened(tmp_path / "model", static_folder)
    asked = padded(encoder.pieces([question] * len(said)), 28)
    with torch.inference_mode():
        expected = network(asked, padded(encoder.pieces(said), 72)).numpy()
    found = Reranker(tmp_path / "model", encoder).read(question, said)
    assert np.std(expected[:, 0]) > 0.02  # passages are told apart at all
    assert np.allclose(found, expected[:, 0], atol=0.002)


def _list(random: Random) -> dict[str, object]:
    """One passage of six has the two words asked for; the scores prefer another one."""
    asked = random.sample(WORDS, 2)
    other = [word for word in WORDS if word not in asked]
    said = [" ".join(random.sample(other, 4)) for _ in range(6)]
    place = random.randrange(5)
    said[place] = " ".join(random.sample([*asked, *random.sample(other, 2)], 4))
    scores = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    right = [row == place for row in range(6)]
    listed = {"question": " ".join(asked), "passages": said, "scores": scores, "right": right}
    return {"id": "q", "folds": [random.randrange(3)]} | listed


def _write(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def _finetune(
    static_folder: Path, start: Path, out: Path, patch: Patch, *more: str
) -> dict[str, torch.Tensor]:
    records = [_list(Random(f"{out.parent.name} {n}")) for n in range(60)]
    path = _write(out.with_suffix(".jsonl"), records)
    words = ["finetune", "--lists", str(path), "--start", str(start), "--out", str(out)]
    words += ["--threads", "1"]
    patch.setattr("sys.argv", [*words, "--encoder", str(static_folder), *more])
    finetune_reranker.main()
    return load_file(out / "model" / "model.safetensors")


def test_finetuning_puts_the_right_passage_first(
    static_folder: Path, start: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    more = ("--epochs", "10", "--rate", "0.008")
    _finetune(static_folder, start, tmp_path / "tuned", monkeypatch, *more)
    encoder, _ = pieces_of(static_folder)
    fresh = lists.read(_write(tmp_path / "new", [_list(Random(-n)) for n in range(1, 31)]))
    shares = []
    for folder in (start, tmp_path / "tuned" / "model"):
        reader = Reranker(folder, encoder)
        best = [(n.scores + reader.read(n.question, n.passages)).argmax() for n in fresh]
        shares.append(np.mean([n.right[row] for n, row in zip(fresh, best, strict=True)]))
    assert shares[0] < 0.5
    assert shares[1] > 0.85


def _stopped_after_one_save(patch: Patch) -> None:
    kept = Run.save

    def stopping(run: Run) -> None:
        kept(run)
        raise KeyboardInterrupt

    patch.setattr(Run, "save", stopping)


def _same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_a_stopped_finetuning_goes_on_as_if_it_had_not_been(
    static_folder: Path, start: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    more = ("--epochs", "3", "--without", "1")
    whole = _finetune(static_folder, start, tmp_path / "whole", monkeypatch, *more)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        _stopped_after_one_save(patch)
        _finetune(static_folder, start, tmp_path / "parts", patch, *more)
    assert not _same(whole, load_file(tmp_path / "parts" / "model" / "model.safetensors"))
    assert _same(whole, _finetune(static_folder, start, tmp_path / "parts", monkeypatch, *more))


def test_a_checkpoint_of_another_run_is_not_gone_on_with(
    static_folder: Path,
    start: Path,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = _finetune(static_folder, start, tmp_path / "run", monkeypatch, "--epochs", "1")
    with pytest.raises(SystemExit):
        _finetune(static_folder, start, tmp_path / "run", monkeypatch, "--epochs", "2")
    assert "another training run" in capsys.readouterr().err
    assert _same(before, load_file(tmp_path / "run" / "model" / "model.safetensors"))


def _pretrain(static_folder: Path, out: Path, patch: Patch, *more: str) -> Path:
    random = Random(2)
    asked = [random.sample(WORDS, 4) for _ in range(80)]
    lines = [["law", " ".join(a), " ".join([*a, random.choice(WORDS)])] for a in asked]
    path = out.with_suffix(".jsonl")
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    words = ["pretrain", "--pairs", str(path), "--out", str(out), "--encoder", str(static_folder)]
    words += ["--width", "32", "--layers", "1", "--batch", "8", "--device", "cpu", "--threads", "1"]
    patch.setattr("sys.argv", [*words, *more])
    pretrain_reranker.main()
    return out / "model"


def _own_first(capsys: pytest.CaptureFixture[str]) -> float:
    return float(capsys.readouterr().out.split("whole: ")[1].split()[0])


@pytest.mark.parametrize("taught", [False, True])
def test_pretraining_finds_the_own_passage(
    static_folder: Path,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
    taught: bool,
) -> None:
    teacher = ("--teacher", str(static_folder)) if taught else ()
    _pretrain(static_folder, tmp_path / "none", monkeypatch, "--steps", "1", *teacher)
    before = _own_first(capsys)
    folder = _pretrain(
        static_folder, tmp_path / "run", monkeypatch, "--steps", "80", "--rate", "0.02", *teacher
    )
    assert _own_first(capsys) > before + 0.4
    encoder, _ = pieces_of(static_folder)
    read = Reranker(folder, encoder).read("kham suc khoe", ["kham suc khoe te", "hoa nao"])
    assert read[0] > read[1]


def test_a_stopped_pretraining_goes_on_as_if_it_had_not_been(
    static_folder: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(pretrain_reranker, "_KEPT", 3)
    more = ("--steps", "6")
    whole = load_file(
        _pretrain(static_folder, tmp_path / "whole", monkeypatch, *more) / "model.safetensors"
    )
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        _stopped_after_one_save(patch)
        _pretrain(static_folder, tmp_path / "parts", patch, *more)
    parts = _pretrain(static_folder, tmp_path / "parts", monkeypatch, *more)
    assert _same(whole, load_file(parts / "model.safetensors"))


def test_saying_whether_at_all_is_not_kept(static_folder: Path, start: Path) -> None:
    assert not any(name.startswith("says") for name in load_file(start / "model.safetensors"))
    network = _opened(start, static_folder)
    assert torch.allclose(network.says.weight, network.head.weight * 0.3)
    assert network.says.bias.tolist() == [-2.0]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (lambda tensors, config: tensors.pop("head.weight"), "head.weight"),
        (lambda tensors, config: tensors.update(more=torch.zeros(1)), "more"),
        (lambda tensors, config: config.update(pieces="0" * 64), "made for the pieces of 0000"),
        (lambda tensors, config: config.pop("layers"), "layers"),
        (lambda tensors, config: config.update(layers=3), "layers.2"),
    ],
)
def test_a_start_that_does_not_fit_is_refused(
    static_folder: Path, start: Path, problem: object, told: str
) -> None:
    tensors = load_file(start / "model.safetensors")
    config = json.loads((start / "config.json").read_text())
    problem(tensors, config)  # type: ignore[operator]
    save_file(tensors, start / "model.safetensors")
    (start / "config.json").write_text(json.dumps(config))
    write_sums(start, ("config.json", "model.safetensors"))
    with pytest.raises(ModelDamaged, match=told):
        _opened(start, static_folder)


@pytest.mark.parametrize(
    "problem",
    [
        {"scores": [0.0]},
        {"scores": [0.0, float("nan"), 0.0, 0.0, 0.0, 0.0]},
        {"right": "yes"},
        {"right": [1] * 6},
        {"passages": [], "scores": [], "right": []},
        {"question": None},
        {"folds": 1},
    ],
)
def test_a_list_that_cannot_be_read_is_named_by_its_line(
    tmp_path: Path, problem: dict[str, object]
) -> None:
    path = _write(tmp_path / "lists.jsonl", [_list(Random(1)), _list(Random(2)) | problem])
    with pytest.raises(BadTraining, match=r"dòng 2.*line 2"):
        lists.read(path)


def test_a_file_with_nothing_to_learn_from_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cut").write_text('{"question": "kham')
    with pytest.raises(BadTraining, match="line 1"):
        lists.read(tmp_path / "cut")
    with pytest.raises(BadTraining, match="missing"):
        lists.read(tmp_path / "missing")
    path = _write(tmp_path / "lists", [_list(Random(1)) | {"folds": [2, 0]}])
    assert len(lists.read(path, without=1)) == 1
    with pytest.raises(BadTraining, match="among 1"):
        lists.read(path, without=2)


def test_what_is_learned_from_a_list() -> None:
    right = np.isin(np.arange(40), [3, 30, 35])
    scores = -np.arange(40, dtype=np.float32)
    some = lists.Listed("?", ("x",) * 40, scores, right, frozenset())
    chosen = some.chosen(np.random.default_rng(1))
    assert chosen[:2].tolist() == [3, 30]
    assert len(set(chosen.tolist())) == 8
    assert chosen[2:].max() <= 14
    none = lists.Listed("?", ("x",) * 40, scores, np.zeros(40, np.bool_), frozenset())
    assert none.chosen(np.random.default_rng(1)).tolist() == list(range(40))


def test_forms_of_a_question() -> None:
    asked = "Cơ quan nào của tỉnh phụ trách khám sức khỏe cho người cao tuổi trong năm 2025?"
    made = {forms(asked, "law", Random(n)) for n in range(30)}
    assert {whole for whole, _, _ in made} == {asked}
    some = [form.split() for _, form, _ in made]
    assert all(4 <= len(words) <= 9 and "nào" not in words for words in some)
    fewest = {form for _, _, form in made}
    assert any(form.startswith("co quan nao cua tinh phu trach kham suc khoe") for form in fewest)
    assert min(len(form.split()) for form in fewest) == 3
    assert forms("the of", "english", Random(1)) == ("the of", "the of", "the of")
