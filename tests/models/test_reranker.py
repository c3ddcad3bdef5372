"""The reranker that ships; that it gives what torch does is tested with its training."""

import json
import multiprocessing
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models import reranker as module
from models.errors import ModelChanged, ModelDamaged
from models.names import BUNDLED
from models.reranker import RERANKER, Reranker, reranker
from tests.models.making import ASKED, SAID


@pytest.fixture(scope="module")
def read() -> Reranker:
    return reranker()


@pytest.fixture
def fresh() -> Reranker:
    """One that has read nothing."""
    return Reranker(BUNDLED / RERANKER, module.pieces_for(BUNDLED / RERANKER, None))


def test_each_passage_is_read_by_itself(read: Reranker, fresh: Reranker) -> None:
    alone = [fresh.read(ASKED, [text])[0] for text in SAID]
    assert (read.read(ASKED, SAID) == alone).all()


def test_a_process_that_forked_reads_the_same(read: Reranker) -> None:
    """As processes of a service do: nothing of the runtime's waits for a thread that is gone."""
    told = read.read("Ai chi tiền?", SAID).tolist()
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as workers:
        assert list(workers.map(_read_by_another, ["Ai chi tiền?"] * 4)) == [told] * 4


def _read_by_another(question: str) -> list[float]:
    asked, *said = (ids.tobytes() for ids in reranker()._pieces(question, SAID))
    return [reranker()._answers((asked, one)) for one in said]


@pytest.mark.parametrize("asked", ["", " ", "😀", ASKED * 40])
def test_odd_questions_have_numbers_too(read: Reranker, asked: str) -> None:
    found = read.read(asked, SAID)
    assert found.shape == (len(SAID),) and np.isfinite(found).all()
    assert read.read(asked, []).shape == (0,)


def test_marks_make_no_difference(read: Reranker) -> None:
    plain = read.read("Co quan nao kham suc khoe cho nguoi lao dong?", SAID[:2])
    assert np.allclose(plain, read.read(ASKED, SAID[:2]), atol=1e-4)


def test_it_is_loaded_once_over_the_encoder_that_is_there(read: Reranker) -> None:
    assert reranker() is read


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED / RERANKER, tmp_path / "reranker"))


@pytest.mark.parametrize("name", ["model.onnx", "model.safetensors"])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = _copy(tmp_path)
    weights = folder / name
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelChanged):
        Reranker(folder, module.pieces_for(folder, None))


@pytest.mark.parametrize("content", [b"", b"x" * 900, None])
def test_a_graph_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    folder = _copy(tmp_path)
    (folder / "SHA256SUMS").unlink()
    graph = folder / "model.onnx"
    graph.write_bytes(graph.read_bytes()[:-2000] if content is None else content)
    with pytest.raises(ModelDamaged, match="model.onnx"):
        Reranker(folder, module.pieces_for(folder, None))


@pytest.mark.parametrize("config", ["", "{}", '{"pieces": "other", "mean_length": 1, "layers": 3}'])
def test_one_that_goes_with_other_pieces_or_none_is_refused(tmp_path: Path, config: str) -> None:
    folder = _copy(tmp_path)
    (folder / "SHA256SUMS").unlink()
    (folder / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(ModelDamaged):
        Reranker(folder, module.pieces_for(folder, None))


def test_the_card_names_what_it_was_trained_on() -> None:
    card = (BUNDLED / RERANKER / "README.md").read_text(encoding="utf-8")
    config = json.loads((BUNDLED / RERANKER / "config.json").read_text(encoding="utf-8"))
    assert "fitting-4115.jsonl" in card and str(config["layers"]) in card
