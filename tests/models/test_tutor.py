"""The readers' tutor: a small transformer taught from pairs and lists, and heard."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModel

from models.errors import BadTraining, ModelChanged, ModelDamaged, ModelNotFound
from models.hashes import sha256
from models.train import checkpoint, finetune_tutor, lists, pretrain_tutor, taught
from models.train.checkpoint import Pace, Run
from models.train.tutor import Pieces, Tutor, opened, save
from tests.models.conftest import WORDS
from tests.models.making import listed, silent, stopped_after_one_save, transformer, written

Patch = pytest.MonkeyPatch
Weights = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return transformer(tmp_path_factory.mktemp("teacher"))


@pytest.fixture(scope="module")
def start(teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tutor that knows nothing."""
    folder = tmp_path_factory.mktemp("start")
    save(Tutor(teacher), folder)
    return folder


@pytest.fixture
def records() -> list[dict[str, object]]:
    known = [listed(Random(n)) for n in range(40)]
    unknown = [listed(Random(-n), answers=None) for n in range(1, 9)]
    return [*known, *unknown, *(silent(Random(n)) for n in range(12))]


def _same(one: Weights, other: Weights) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def _run(
    main: object, patch: Patch, out: Path, options: dict[str, Path], more: tuple[str, ...]
) -> Weights:
    words = [word for name, path in options.items() for word in (f"--{name}", str(path))]
    given = ["tutor", *words, "--out", str(out), "--device", "cpu", "--threads", "1", *more]
    patch.setattr("sys.argv", given)
    main()  # type: ignore[operator]
    return load_file(out / "model" / "model.safetensors")


def _pretrain(teacher: Path, out: Path, patch: Patch, *more: str) -> Weights:
    random = Random(2)
    asked = [random.sample(WORDS, 4) for _ in range(60)]
    lines = [["law", " ".join(a), " ".join([*a, random.choice(WORDS)])] for a in asked]
    path = out.with_suffix(".jsonl")
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    given = {"pairs": path, "teacher": teacher}
    return _run(pretrain_tutor.main, patch, out, given, ("--batch", "8", *more))


def _finetune(
    teacher: Path, start: Path, path: Path, out: Path, patch: Patch, *more: str
) -> Weights:
    given = {"lists": path, "teacher": teacher, "start": start}
    return _run(finetune_tutor.main, patch, out, given, ("--batch", "16", *more))


def _losses(patch: Patch) -> list[float]:
    """What each step of the next run costs."""
    found: list[float] = []
    descend = Run.descend

    def noting(run: Run, loss: torch.Tensor, rate: float) -> None:  # type: ignore[type-arg]
        found.append(float(loss.detach()))
        descend(run, loss, rate)

    patch.setattr(Run, "descend", noting)
    return found


def test_a_question_and_a_passage_are_read_as_one_text(teacher: Path) -> None:
    pieces = Pieces(teacher, ["co quan", "which " * 60], ["suc khoe te", "so " * 200])
    texts, kinds = pieces.together(np.array([0, 1]), np.array([0, 1]))
    begin, end = 0, 2
    first = texts.ids[0, : texts.sizes[0]].tolist()
    assert [place for place, piece in enumerate(first) if piece in (begin, end)] == [0, 3, 7]
    assert kinds[0, :8].tolist() == [0] * 4 + [1] * 4
    assert texts.sizes.tolist() == [8, 40 + 150 + 3]  # what is longer is cut
    assert kinds[1].sum() == 151


def test_what_is_read_of_a_pair_does_not_hang_on_those_beside_it(teacher: Path) -> None:
    said = ["suc khoe", "co quan nao kham hoa " * 9, "so", "y te"]
    pieces = Pieces(teacher, ["co quan nao", "which agency"], said)
    tutor = Tutor(teacher).eval()
    asked, places = np.array([0, 1, 1, 0]), np.array([1, 2, 3, 0])
    with torch.inference_mode():
        together = tutor.read(pieces, asked, places)
        alone = [tutor.read(pieces, asked[[n]], places[[n]])[0] for n in range(4)]
    assert torch.allclose(together, torch.stack(alone), atol=1e-5)
    assert together[:, 0].std() > 1e-4


def test_both_kinds_of_text_begin_alike_and_learn_apart(teacher: Path) -> None:
    kinds = Tutor(teacher).body.embeddings.token_type_embeddings.weight
    own = AutoModel.from_pretrained(str(teacher)).embeddings.token_type_embeddings.weight
    assert torch.equal(kinds[0], own[0]) and torch.equal(kinds[1], own[0])
    assert kinds.requires_grad


def test_pretraining_puts_the_own_passage_first(
    teacher: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(pretrain_tutor, "_RISE", 5)
    costs = _losses(monkeypatch)
    _pretrain(teacher, tmp_path / "run", monkeypatch, "--steps", "130", "--rate", "0.005")
    assert np.mean(costs[-10:]) < 0.9 * np.mean(costs[:10])


def test_a_stopped_pretraining_goes_on_as_if_it_had_not_been(
    teacher: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(checkpoint, "_KEPT", 2)
    more = ("--steps", "3")
    whole = _pretrain(teacher, tmp_path / "whole", monkeypatch, *more)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stopped_after_one_save(patch)
        _pretrain(teacher, tmp_path / "parts", patch, *more)
    assert _same(whole, _pretrain(teacher, tmp_path / "parts", monkeypatch, *more))


def test_finetuning_tells_which_passage_answers_and_whether_any_does(
    teacher: Path,
    start: Path,
    records: list[dict[str, object]],
    tmp_path: Path,
    monkeypatch: Patch,
) -> None:
    monkeypatch.setattr(finetune_tutor, "_RISE", 5)
    costs, out = _losses(monkeypatch), tmp_path / "run"
    path = written(tmp_path / "lists.jsonl", records)
    _finetune(teacher, start, path, out, monkeypatch, "--steps", "150", "--rate", "0.007")
    assert np.mean(costs[-10:]) < 0.75 * np.mean(costs[:10])
    found = lists.read(path)
    heard = taught.read(out / "taught.safetensors", sha256(path), None)
    assert heard.shape == (len(found.asked), 2) and heard.dtype == np.float16
    known = np.repeat(found.answers, np.diff(found.bounds))
    right, wrong = (heard[known & rows].mean(0) for rows in (found.right, ~found.right))
    assert (right > wrong + 1).all()
    nowhere = np.repeat(found.known & ~found.answers, np.diff(found.bounds))
    assert heard[nowhere, 1].mean() < -1


def test_a_stopped_finetuning_goes_on_as_if_it_had_not_been(
    teacher: Path,
    start: Path,
    records: list[dict[str, object]],
    tmp_path: Path,
    monkeypatch: Patch,
) -> None:
    monkeypatch.setattr(checkpoint, "_KEPT", 3)
    path = written(tmp_path / "lists.jsonl", records)

    def finetuned(name: str, patch: Patch) -> Weights:
        more = ("--steps", "5", "--without", "1")
        return _finetune(teacher, start, path, tmp_path / name, patch, *more)

    whole = finetuned("whole", monkeypatch)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stopped_after_one_save(patch)
        finetuned("parts", patch)
    assert not (tmp_path / "parts" / "taught.safetensors").exists()
    assert _same(whole, finetuned("parts", monkeypatch))
    both = [sha256(tmp_path / name / "taught.safetensors") for name in ("whole", "parts")]
    assert both[0] == both[1]


def test_lists_left_out_and_those_of_which_nothing_is_known_teach_nothing(
    teacher: Path, start: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    kept = [listed(Random(n), folds=[0]) for n in range(20)]
    made = []
    for name in ("one", "other"):
        away = [listed(Random(f"{name} {n}"), folds=[0, 1]) for n in range(20)]
        unknown = [listed(Random(f"{name} {n}"), folds=[0], answers=None) for n in range(20)]
        path = written(tmp_path / f"{name}.jsonl", [*kept, *away, *unknown])
        more = ("--steps", "2", "--without", "1")
        made.append(_finetune(teacher, start, path, tmp_path / name, monkeypatch, *more))
    assert _same(*made)


def test_lists_of_which_nothing_is_known_are_refused(
    teacher: Path,
    start: Path,
    tmp_path: Path,
    monkeypatch: Patch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = written(tmp_path / "lists.jsonl", [listed(Random(1), answers=None)])
    with pytest.raises(SystemExit):
        _finetune(teacher, start, path, tmp_path / "run", monkeypatch)
    assert "nothing is known" in capsys.readouterr().err


def test_what_was_told_goes_with_its_lists_alone(tmp_path: Path) -> None:
    path, read = tmp_path / "taught.safetensors", np.ones((3, 2), np.float16)
    taught.write(path, read, "a" * 64, None)
    assert (taught.read(path, "a" * 64, None) == read).all()
    with pytest.raises(BadTraining, match="made of lists aaa.*not lists bbb"):
        taught.read(path, "b" * 64, None)
    with pytest.raises(BadTraining, match="without None, not .* without 0"):
        taught.read(path, "a" * 64, 0)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BadTraining, match="Error"):
        taught.read(path, "a" * 64, None)
    with pytest.raises(BadTraining, match="missing"):
        taught.read(tmp_path / "missing", "a" * 64, None)


def test_a_tutor_that_is_not_there_or_not_whole_is_refused(
    teacher: Path, start: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelNotFound):
        Tutor(tmp_path / "missing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelDamaged):
        Tutor(tmp_path / "empty")
    with pytest.raises(ModelDamaged):
        opened(tmp_path / "empty", teacher)
    save(Tutor(teacher), tmp_path / "cut")
    (tmp_path / "cut" / "model.safetensors").write_bytes(b"{}")
    with pytest.raises(ModelChanged):
        opened(tmp_path / "cut", teacher)
    kept, again = Tutor(teacher).state_dict(), opened(start, teacher).state_dict()
    assert kept.keys() == again.keys()


def test_the_rate_rises_and_falls() -> None:
    pace = Pace(steps=100, rate=1.0, rise=10, fall=0.7)
    assert pace.at(0) == pytest.approx(0.1)
    assert pace.at(50) == pytest.approx(0.65)
    assert pace.at(99) == pytest.approx(0.307)
    assert Pace(steps=100, rate=1.0, rise=10).at(99) == pytest.approx(0.02)
