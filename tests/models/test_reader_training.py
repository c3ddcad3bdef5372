"""The closer reader's training on a few made-up lists, and the graph that is written of it."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from models.reader import PASSAGE, QUESTION, Reader
from models.train import checkpoint, finetune_reader
from models.train.reader import save, thinned
from models.train.tutor import Pieces, Tutor, opened
from models.train.tutor import save as save_tutor
from tests.models.conftest import WORDS
from tests.models.making import listed, stopped_after_one_save, told, transformer, written

Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return transformer(tmp_path_factory.mktemp("teacher"), layers=4)


@pytest.fixture(scope="module")
def start(teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tutor that knows nothing."""
    folder = tmp_path_factory.mktemp("start")
    save_tutor(Tutor(teacher), folder)
    return folder


def _texts(random: Random, count: int, longest: int) -> list[str]:
    return [" ".join(random.choices(WORDS, k=random.randint(1, longest))) for _ in range(count)]


@pytest.mark.parametrize("question", ["kham suc khoe hoa", "co quan nao " * 20, "?", "xyz"])
def test_what_runs_reads_as_torch_does(teacher: Path, tmp_path: Path, question: str) -> None:
    """But for what is lost by rounding to whole numbers."""
    torch.manual_seed(3)
    made = thinned(Tutor(teacher)).eval()
    for weight in made.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.08)
    save(teacher, made, tmp_path / "model")
    said = [*_texts(Random(5), 12, 8), *_texts(Random(6), 4, 120), "", "kham"]
    rows = np.arange(len(said))
    with torch.inference_mode():
        expected = made.read(Pieces(teacher, [question], said), 0 * rows, rows).numpy()[:, 0]
    found = Reader(tmp_path / "model").read(question, said)
    assert np.std(expected) > 0.02  # passages are told apart at all
    assert np.std(found - expected) < 0.1 * np.std(expected)
    assert np.allclose(found, expected, atol=0.05)


def test_texts_are_cut_where_they_are_too_long(teacher: Path, tmp_path: Path) -> None:
    save(teacher, thinned(Tutor(teacher)).eval(), tmp_path / "model")
    reader = Reader(tmp_path / "model")
    long = [" ".join(["kham"] * (n + extra)) for n in (QUESTION, PASSAGE) for extra in (0, 50)]
    assert reader.read(long[0], [long[2]]) == reader.read(long[1], [long[3]])


def test_every_second_layer_is_kept(teacher: Path) -> None:
    tutor = Tutor(teacher)
    layers = list(tutor.body.encoder.layer)
    assert list(thinned(tutor).body.encoder.layer) == layers[1::2]


def _finetune(
    teacher: Path, start: Path, lists: Path, out: Path, patch: Patch, *more: str
) -> Reader:
    words = ["finetune", "--lists", str(lists), "--start", str(start), "--out", str(out)]
    words += ["--taught", str(lists.with_suffix(".safetensors")), "--teacher", str(teacher)]
    words += ["--device", "cpu", "--threads", "1", "--batch", "24", *more]
    patch.setattr("sys.argv", words)
    finetune_reader.main()
    return Reader(out / "model")


def _lists(path: Path) -> Path:
    """Lists, and what a tutor told of them beside."""
    written(path, [listed(Random(f"{n}")) for n in range(60)])
    told(path.with_suffix(".safetensors"), path)
    return path


def test_it_learns_to_put_the_right_passage_first(
    teacher: Path, start: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    path = _lists(tmp_path / "lists.jsonl")
    more = ("--steps", "150", "--rate", "0.007")
    tuned = _finetune(teacher, start, path, tmp_path / "tuned", monkeypatch, *more)
    save(teacher, thinned(opened(start, teacher)).eval(), tmp_path / "none")
    fresh = [listed(Random(-n)) for n in range(1, 31)]
    shares = []
    for reader in (Reader(tmp_path / "none"), tuned):
        read = [reader.read(n["question"], n["passages"]) for n in fresh]  # type: ignore[arg-type]
        best = [(n["scores"] + told).argmax() for n, told in zip(fresh, read, strict=True)]
        shares.append(np.mean([n["right"][row] for n, row in zip(fresh, best, strict=True)]))  # type: ignore[index]
    assert shares[0] < 0.5
    assert shares[1] > 0.8


def test_a_stopped_run_goes_on_as_if_it_had_not_been(
    teacher: Path, start: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(checkpoint, "_KEPT", 3)
    path = _lists(tmp_path / "lists.jsonl")

    def graph(name: str, patch: Patch) -> bytes:
        _finetune(teacher, start, path, tmp_path / name, patch, "--steps", "5")
        return (tmp_path / name / "model" / "model.onnx").read_bytes()

    whole = graph("whole", monkeypatch)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stopped_after_one_save(patch)
        graph("parts", patch)
    assert (tmp_path / "parts" / "model" / "model.onnx").read_bytes() != whole
    assert graph("parts", monkeypatch) == whole


def test_what_one_told_who_knows_the_lists_left_out_is_refused(
    teacher: Path,
    start: Path,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = _lists(tmp_path / "lists.jsonl")
    with pytest.raises(SystemExit):
        _finetune(teacher, start, path, tmp_path / "run", monkeypatch, "--without", "1")
    assert "without 1)" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["teacher", "start", "taught"])
def test_what_is_not_there_is_told(
    teacher: Path,
    start: Path,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
    option: str,
) -> None:
    path = _lists(tmp_path / "lists.jsonl")
    missing = str(tmp_path / "nowhere")
    with pytest.raises(SystemExit):
        _finetune(teacher, start, path, tmp_path / "run", monkeypatch, f"--{option}", missing)
    assert "nowhere" in capsys.readouterr().err
