"""The reranker's network, and its training on a few made-up pairs and lists."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from models.errors import ModelDamaged
from models.hashes import write_sums
from models.reranker import Reranker
from models.train import checkpoint, finetune_reranker, pretrain_reranker, pupil
from models.train.forms import forms
from models.train.listwise import Batch
from models.train.reranker import Network, opened, padded, pieces_of, save
from tests.models.conftest import WORDS
from tests.models.making import listed, stopped_after_one_save, told, written

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
def test_what_runs_reads_as_torch_does(static_folder: Path, tmp_path: Path, question: str) -> None:
    """But for what is lost by rounding to whole numbers."""
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
    assert np.allclose(found, expected[:, 0], atol=0.05)
    assert np.std(found - expected[:, 0]) < 0.1 * np.std(expected[:, 0])


def _finetune(
    static_folder: Path, start: Path, lists: Path, out: Path, patch: Patch, *more: str
) -> dict[str, torch.Tensor]:
    words = ["finetune", "--lists", str(lists), "--start", str(start), "--out", str(out)]
    words += ["--taught", str(lists.with_suffix(".safetensors")), "--device", "cpu"]
    words += ["--threads", "1", "--encoder", str(static_folder), "--batch", "24"]
    patch.setattr("sys.argv", [*words, *more])
    finetune_reranker.main()
    return load_file(out / "model" / "model.safetensors")


def _lists(path: Path, **more: object) -> Path:
    """Lists, and what a tutor told of them beside."""
    written(path, [listed(Random(f"{n}"), **more) for n in range(60)])
    told(path.with_suffix(".safetensors"), path)
    return path


@pytest.mark.parametrize("answers", [True, None])
def test_finetuning_puts_the_right_passage_first(
    static_folder: Path, start: Path, tmp_path: Path, monkeypatch: Patch, answers: bool | None
) -> None:
    """By what is known, and where nothing is, by the tutor alone."""
    path = _lists(tmp_path / "lists.jsonl", answers=answers)
    more = ("--steps", "40", "--rate", "0.03")
    _finetune(static_folder, start, path, tmp_path / "tuned", monkeypatch, *more)
    encoder, _ = pieces_of(static_folder)
    fresh = [listed(Random(-n)) for n in range(1, 31)]
    shares = []
    for folder in (start, tmp_path / "tuned" / "model"):
        reader = Reranker(folder, encoder)
        read = [reader.read(n["question"], n["passages"]) for n in fresh]  # type: ignore[arg-type]
        best = [(n["scores"] + told).argmax() for n, told in zip(fresh, read, strict=True)]
        shares.append(np.mean([n["right"][row] for n, row in zip(fresh, best, strict=True)]))  # type: ignore[index]
    assert shares[0] < 0.5
    assert shares[1] > 0.85


def test_lists_left_out_teach_nothing(
    static_folder: Path, start: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    """Whatever they hold."""
    more = ("--steps", "3", "--without", "1")
    kept = [listed(Random(n), folds=[n % 2 * 2]) for n in range(30)]
    made = []
    for name in ("one", "other"):
        left_out = [listed(Random(f"{name} {n}"), folds=[0, 1]) for n in range(30)]
        path = written(tmp_path / f"{name}.jsonl", [*kept, *left_out])
        told(path.with_suffix(".safetensors"), path, without=1)
        made.append(_finetune(static_folder, start, path, tmp_path / name, monkeypatch, *more))
    assert _same(*made)


@pytest.mark.parametrize("more", [("--without", "1"), ()])
def test_what_was_told_of_other_lists_or_by_who_knows_them_is_refused(
    static_folder: Path,
    start: Path,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
) -> None:
    path = _lists(tmp_path / "lists.jsonl")
    if not more:
        written(path, [listed(Random(n)) for n in range(5)])
    with pytest.raises(SystemExit):
        _finetune(static_folder, start, path, tmp_path / "run", monkeypatch, *more)
    told = capsys.readouterr().err
    assert "lists.safetensors" in told
    assert ("without 1)" if more else "made of lists ") in told


def test_where_nothing_is_known_only_the_tutor_teaches() -> None:
    torch.manual_seed(5)
    read, heard = torch.randn(6, 2), torch.randn(6, 2)
    there = torch.ones(1, 6, dtype=torch.bool)
    terms = {}
    for known in (True, False):
        for place in (1, 4):
            right = torch.arange(6)[None] == place
            flag = torch.tensor([known])
            batch = Batch(there, torch.zeros(1, 6), right, flag, flag)
            terms[known, place] = pupil.terms_of(batch, read, heard)
    assert terms[False, 1] == terms[False, 4]
    assert terms[False, 1].right == 0
    assert terms[True, 1].right != terms[True, 4].right
    assert terms[True, 1].says != terms[True, 4].says
    alike = pupil.terms_of(batch, heard, heard)
    assert alike.alike.abs() < 1e-6 and alike.level == 0


def _same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_a_stopped_finetuning_goes_on_as_if_it_had_not_been(
    static_folder: Path, start: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(checkpoint, "_KEPT", 3)
    path = _lists(tmp_path / "lists.jsonl")

    def finetuned(name: str, patch: Patch) -> dict[str, torch.Tensor]:
        return _finetune(static_folder, start, path, tmp_path / name, patch, "--steps", "5")

    whole = finetuned("whole", monkeypatch)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stopped_after_one_save(patch)
        finetuned("parts", patch)
    assert not _same(whole, load_file(tmp_path / "parts" / "model" / "model.safetensors"))
    assert _same(whole, finetuned("parts", monkeypatch))


def test_a_checkpoint_of_another_run_is_not_gone_on_with(
    static_folder: Path,
    start: Path,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, out = _lists(tmp_path / "lists.jsonl"), tmp_path / "run"
    before = _finetune(static_folder, start, path, out, monkeypatch, "--steps", "1")
    with pytest.raises(SystemExit):
        _finetune(static_folder, start, path, out, monkeypatch, "--steps", "2")
    assert "another training run" in capsys.readouterr().err
    assert _same(before, load_file(out / "model" / "model.safetensors"))


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
    monkeypatch.setattr(checkpoint, "_KEPT", 3)
    more = ("--steps", "6")
    whole = load_file(
        _pretrain(static_folder, tmp_path / "whole", monkeypatch, *more) / "model.safetensors"
    )
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stopped_after_one_save(patch)
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
    write_sums(start, ("config.json", "model.onnx", "model.safetensors"))
    with pytest.raises(ModelDamaged, match=told):
        _opened(start, static_folder)


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
