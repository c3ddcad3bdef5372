"""The static encoder: shape, norm, odd texts, and parity with sentence_transformers."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import models
from models.encoder import Encoder, fallback
from models.names import DEFAULT
from models.static import StaticEncoder

TEXTS = [
    "Cơ quan nào khám sức khỏe?",
    "Sở Y tế",
    "Which agency?",
    "so y te 2023, hoa",
    "zzz qqq",
]
ODD = ["", " \n\t", "😀😀", "日本語", "\ud800", "\x00", "a" * 5000]


def test_contract(static_folder: Path) -> None:
    model = models.load(str(static_folder))
    assert isinstance(model, Encoder)
    assert (model.dim, model.max_tokens, model.name) == (16, None, str(static_folder))
    for encode in (model.encode_queries, model.encode_passages):
        found = encode([*TEXTS, *ODD])
        assert found.dtype == np.float32
        assert found.shape == (len(TEXTS) + len(ODD), 16)
        assert np.isfinite(found).all()
        assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)
        assert encode([]).shape == (0, 16)


def test_unknown_text_is_the_same_unit_vector(static_folder: Path) -> None:
    found = models.load(str(static_folder)).encode_queries(["", "😀", "!?"])
    assert (found == fallback(16)).all()


def test_long_text_and_large_batch(static_folder: Path) -> None:
    model = models.load(str(static_folder))
    long = " ".join(["khám sức khỏe y tế"] * 20_000)
    alone, beside = model.encode_passages([long]), model.encode_passages(["y tế", long, ""])
    assert np.allclose(alone[0], beside[1], atol=1e-4)
    many = model.encode_passages(["Sở Y tế", "cơ quan"] * 700)
    assert np.allclose(many[0], many[-2], atol=1e-6)


def test_marks_case_and_normal_form_do_not_matter(static_folder: Path) -> None:
    model = models.load(str(static_folder))
    text = "Cơ quan nào khám sức khỏe, hoà?"
    forms = [
        text,
        unicodedata.normalize("NFD", text),
        text.upper(),
        "co quan nao kham suc khoe hòa",
    ]
    found = model.encode_queries(forms)
    assert np.allclose(found, found[0], atol=1e-6)


def _assert_parity(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(folder), device="cpu")
    expected = theirs.encode(TEXTS, normalize_embeddings=True)
    found = models.load(str(folder)).encode_passages(TEXTS)
    assert np.abs(found - expected).max() < 1e-3


def test_parity_with_sentence_transformers(static_folder: Path) -> None:
    _assert_parity(static_folder)


@pytest.mark.parametrize("kind", ["float16", "float32"])
def test_parity_of_plain_weights(static_folder: Path, kind: str) -> None:
    path = static_folder / "model.safetensors"
    stored = load_file(path)
    table = stored["embeddings"] * stored["weights"][:, None]
    save_file({"embedding.weight": table.astype(kind)}, path)
    (static_folder / "SHA256SUMS").unlink()
    _assert_parity(static_folder)


def test_parity_with_a_mapping(static_folder: Path) -> None:
    path = static_folder / "model.safetensors"
    stored = load_file(path)
    stored["mapping"] = np.arange(len(stored["embeddings"]), dtype=np.int64)[::-1].copy()
    save_file(stored, path)
    (static_folder / "SHA256SUMS").unlink()
    _assert_parity(static_folder)


def test_bundled_model_needs_no_torch() -> None:
    code = (
        "import sys, models; m = models.load(); v = m.encode_queries(['khám sức khỏe']); "
        "assert v.shape == (1, m.dim); "
        "assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_bundled_model() -> None:
    model = models.load()
    assert isinstance(model, StaticEncoder)
    folder = Path(models.__file__).parent / "bundled"
    sizes = {
        one.name: sum(p.stat().st_size for p in one.rglob("*") if p.is_file())
        for one in folder.iterdir()
    }
    assert sizes[DEFAULT] <= 40_000_000 and sum(sizes.values()) <= 74_000_000
    asked = model.encode_queries(["cơ quan nào khám sức khỏe", "which agency does health checks"])
    said = model.encode_passages(
        [
            "Sở Y tế tổ chức khám sức khỏe định kỳ cho người lao động",
            "Sở Tài chính bố trí kinh phí thực hiện",
            "Công an tỉnh tuần tra, kiểm soát giao thông",
        ]
    )
    assert (asked @ said.T).argmax(axis=1).tolist() == [0, 0]
    _assert_parity(next(path.parent for path in folder.rglob("modules.json")))
