"""A reader made cheaper: what is left of a pair, how it is written, and that it learns."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from models.reader import Reader
from models.runtime import session
from models.train import checkpoint, distil_reader
from models.train.distil_reader import Lessons, Settings, lessons
from models.train.pruned import Shape, Source, Upper, padded, save, write_lower
from models.train.reader import save as save_reader
from models.train.reader import thinned
from models.train.tutor import Tutor
from tests.models.conftest import WORDS
from tests.models.making import stopped_after_one_save, transformer

Patch = pytest.MonkeyPatch
PAIRS = [
    (" ".join(Random(-n).sample(WORDS, 3)), " ".join(Random(n).choices(WORDS, k=1 + n * 2)))
    for n in range(40)
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader of four layers, which tells passages apart by chance."""
    folder = tmp_path_factory.mktemp("whole")
    teacher = transformer(folder / "teacher", layers=8)
    torch.manual_seed(3)
    made = thinned(Tutor(teacher)).eval()
    for weight in made.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.08)
    save_reader(teacher, made, folder / "reader")
    return folder / "reader"


def _made(whole: Path, shape: Shape, folder: Path) -> Reader:
    source = Source(whole)
    save(source, shape, Upper(source, shape), folder)
    return Reader(folder)


def _told(reader: Reader) -> np.ndarray:
    return np.array([reader.read(asked, [said])[0] for asked, said in PAIRS])


def test_with_all_layers_and_pieces_it_tells_the_same(whole: Path, tmp_path: Path) -> None:
    """So what is read out of the other's graph is what was written there."""
    same = _made(whole, Shape(1, (2, 3), 400), tmp_path / "same")
    assert np.allclose(_told(same), _told(Reader(whole)), atol=5e-3)
    assert np.std(_told(same)) > 0.02


def test_short_pairs_are_read_whole_and_of_long_ones_less(whole: Path, tmp_path: Path) -> None:
    fewer = _told(_made(whole, Shape(1, (2, 3), 30), tmp_path / "few"))
    all_told = _told(Reader(whole))
    long = np.array([len(said.split()) > 24 for _, said in PAIRS])
    assert np.allclose(fewer[~long], all_told[~long], atol=5e-3)
    assert not np.allclose(fewer[long], all_told[long], atol=5e-3)


def test_what_is_left_is_the_question_and_what_it_looks_at(whole: Path, tmp_path: Path) -> None:
    """The pieces that are left of a pair are some of those that all are left of."""
    reader, source = Reader(whole), Source(whole)
    states = []
    for pieces in (400, 20):
        write_lower(source, Shape(1, (2,), pieces), tmp_path / "lower.onnx")
        lower = session(tmp_path / "lower.onnx")
        states.append(lower.run(["answers"], reader.given(*PAIRS[-1]))[0])
    everything, left = states
    assert (len(everything), len(left)) == (3 + 3 + 79, 20)
    asked = 3 + 2  # with the piece that begins, and the one that parts
    assert (left[:asked] == everything[:asked]).all()
    assert {row.tobytes() for row in left} <= {row.tobytes() for row in everything}


def test_the_graph_tells_what_torch_does(whole: Path, tmp_path: Path) -> None:
    """But for what is lost by rounding to whole numbers."""
    shape, source = Shape(1, (3,), 24), Source(whole)
    upper = Upper(source, shape).eval()
    reader = _made(whole, shape, tmp_path / "model")
    write_lower(source, shape, tmp_path / "lower.onnx")
    given = lessons(reader, tmp_path / "lower.onnx", PAIRS, 1)
    with torch.inference_mode():
        expected = upper(*padded(given.states)).numpy()
    assert np.std(given.told - expected) < 0.1 * np.std(expected)


def test_all_pairs_are_drawn_before_any_comes_again() -> None:
    states = [np.zeros((n % 7 + 1, 2), np.float16) for n in range(230)]
    given, settings = Lessons(states, np.zeros(230, np.float32)), Settings(batch=5)
    turn = [given.drawn(step, settings) for step in range(40)]
    assert sorted(np.concatenate(turn).tolist()) == list(range(230))
    again = [given.drawn(step, settings) for step in range(40, 80)]
    assert sorted(np.concatenate(again).tolist()) == list(range(230))
    assert [rows.tolist() for rows in turn] != [rows.tolist() for rows in again]
    lengths = [np.ptp([len(states[row]) for row in rows]) for rows in turn]
    assert np.mean(lengths) <= 1


def _distil(whole: Path, pairs: Path, out: Path, patch: Patch, *more: str) -> Reader:
    words = ["distil", "--reader", str(whole), "--pairs", str(pairs), "--out", str(out)]
    words += ["--whole", "1", "--above", "3", "--pieces", "24", "--device", "cpu", "--threads", "1"]
    patch.setattr("sys.argv", [*words, *more])
    distil_reader.main()
    return Reader(out / "model")


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps({"asked": a, "said": s}) + "\n" for a, s in PAIRS))
    return path


def test_it_learns_what_the_whole_reader_says(
    whole: Path, pairs: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    more = ("--batch", "8", "--rate", "0.003")
    untaught = _distil(whole, pairs, tmp_path / "none", monkeypatch, "--steps", "1", *more)
    taught = _distil(whole, pairs, tmp_path / "run", monkeypatch, "--steps", "150", *more)
    told = _told(Reader(whole))
    far = [np.abs(_told(reader) - told).mean() for reader in (untaught, taught)]
    assert far[1] < 0.5 * far[0]


def test_a_stopped_run_goes_on_as_if_it_had_not_been(
    whole: Path, pairs: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(checkpoint, "_KEPT", 3)

    def graph(name: str, patch: Patch) -> bytes:
        _distil(whole, pairs, tmp_path / name, patch, "--steps", "5", "--batch", "4")
        return (tmp_path / name / "model" / "model.onnx").read_bytes()

    once = graph("whole", monkeypatch)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stopped_after_one_save(patch)
        graph("parts", patch)
    assert (tmp_path / "parts" / "model" / "model.onnx").read_bytes() != once
    assert graph("parts", monkeypatch) == once


@pytest.mark.parametrize(
    "text", ["", "{}\n", "[]\n", '{"asked": "a", "said": "b"}\n', "not json\n"]
)
def test_pairs_that_are_none_are_told(
    whole: Path, tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text)
    with pytest.raises(SystemExit):
        _distil(whole, path, tmp_path / "run", monkeypatch)
    assert "bad.jsonl" in capsys.readouterr().err


def test_a_reader_that_is_not_there_is_told(
    pairs: Path, tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _distil(tmp_path / "nowhere", pairs, tmp_path / "run", monkeypatch)
    assert "nowhere" in capsys.readouterr().err
