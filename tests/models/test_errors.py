"""What is said when a model cannot be loaded."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import models
from models.errors import ModelChanged, ModelDamaged, ModelError, ModelNotFound, NotAModel


def _unlisted(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()


def test_unknown_public_name_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    for name in ("nobody/no-such-model", "no-such-model", "not a name!"):
        with pytest.raises(
            ModelNotFound, match="Không tìm thấy mô hình.* / Model .*HF_HUB_OFFLINE"
        ):
            models.load(name)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound):
        models.load(str(tmp_path / "none"))


def test_not_a_model(tmp_path: Path) -> None:
    with pytest.raises(NotAModel, match="không phải thư mục mô hình"):
        models.load(str(tmp_path))
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(NotAModel):
        models.load(str(file))


def test_static_file_without_embedding(static_folder: Path) -> None:
    save_file({"other": np.zeros(3, np.float32)}, static_folder / "model.safetensors")
    _unlisted(static_folder)
    with pytest.raises(NotAModel):
        models.load(str(static_folder))


@pytest.mark.parametrize("keep", [0, 4, 200])
def test_truncated_weights(static_folder: Path, keep: int) -> None:
    path = static_folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelChanged, match="SHA-256"):
        models.load(str(static_folder))
    _unlisted(static_folder)
    with pytest.raises(ModelDamaged, match="bị hỏng"):
        models.load(str(static_folder))


def test_missing_files(static_folder: Path) -> None:
    (static_folder / "model.safetensors").unlink()
    with pytest.raises(ModelDamaged):
        models.load(str(static_folder))
    _unlisted(static_folder)
    with pytest.raises(ModelDamaged):
        models.load(str(static_folder))


def test_bad_tokenizer(static_folder: Path) -> None:
    _unlisted(static_folder)
    (static_folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelDamaged):
        models.load(str(static_folder))


def test_too_few_rows(static_folder: Path) -> None:
    _unlisted(static_folder)
    path = static_folder / "model.safetensors"
    save_file({name: tensor[:5] for name, tensor in load_file(path).items()}, path)
    with pytest.raises(ModelDamaged, match="fewer rows"):
        models.load(str(static_folder))


@pytest.mark.parametrize(
    "tensors",
    [
        {"embedding.weight": np.zeros(99, np.float32)},
        {"embedding.weight": np.zeros((99, 0), np.float32)},
        {"embeddings": np.zeros((99, 4), np.int8), "weights": np.ones(3, np.float32)},
        {"embeddings": np.zeros((5, 4), np.float32), "mapping": np.arange(99)},
        {"embeddings": np.zeros((99, 4), np.float32), "mapping": -np.arange(99)},
    ],
    ids=["flat", "no dimensions", "few scales", "rows beyond", "rows before"],
)
def test_rows_that_do_not_fit(static_folder: Path, tensors: dict[str, np.ndarray]) -> None:
    _unlisted(static_folder)
    save_file(tensors, static_folder / "model.safetensors")
    with pytest.raises(ModelDamaged, match="bị hỏng"):
        models.load(str(static_folder))


def test_rows_that_are_no_numbers_give_no_nan(static_folder: Path) -> None:
    _unlisted(static_folder)
    path = static_folder / "model.safetensors"
    stored = load_file(path)
    save_file(stored | {"weights": np.full_like(stored["weights"], np.nan)}, path)
    model = models.load(str(static_folder))
    assert isinstance(model, models.Interacting)
    assert np.isfinite(model.encode_queries(["sở y tế", ""])).all()
    assert model.likeness("sở y tế", ["sở y tế", ""]).tolist() == [0.0, 0.0]


def test_a_list_of_hashes_that_is_no_text(static_folder: Path) -> None:
    (static_folder / "SHA256SUMS").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelDamaged, match="SHA256SUMS"):
        models.load(str(static_folder))


def test_broken_public_folder(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(json.dumps([{"idx": 0, "type": "nothing.Here"}]))
    with pytest.raises(ModelDamaged):
        models.load(str(tmp_path))


def test_one_family() -> None:
    for kind in (ModelNotFound, NotAModel, ModelDamaged, ModelChanged, models.SegmentationFailed):
        assert issubclass(kind, ModelError)


def test_fingerprint_follows_the_weights(static_folder: Path) -> None:
    first = models.load(str(static_folder)).fingerprint
    assert models.load(str(static_folder)).fingerprint == first
    _unlisted(static_folder)
    path = static_folder / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    assert models.load(str(static_folder)).fingerprint != first
