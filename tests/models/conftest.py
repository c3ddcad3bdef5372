"""Tiny models made on the spot: no network, no large file."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from models.train.export import export
from models.train.vocabulary import tokenizer as make_tokenizer

WORDS = ("co", "quan", "nao", "kham", "suc", "khoe", "hoa", "so", "y", "te", "which", "agency")
PHRASES = ("▁suc▁khoe", "▁so▁y▁te", "▁co▁quan")


def tiny_tokenizer() -> Tokenizer:
    """A superword tokenizer of a few pieces."""
    scores = {f"▁{word}": -5.0 for word in WORDS} | dict.fromkeys(PHRASES, -6.0)
    scores |= dict.fromkeys("abcdefghijklmnopqrstuvwxyz▁", -15.0)
    return make_tokenizer(scores)


@pytest.fixture
def static_folder(tmp_path: Path) -> Path:
    """A bundled-style folder: int8 rows with scales, SHA256SUMS."""
    made = tiny_tokenizer()
    made.save(str(tmp_path / "tokenizer.json"))
    rows = np.random.default_rng(1).normal(size=(made.get_vocab_size(), 16)).astype(np.float32)
    save_file({"embedding.weight": rows}, tmp_path / "table.safetensors")
    folder = tmp_path / "tiny"
    export([tmp_path / "table.safetensors"], tmp_path / "tokenizer.json", folder)
    return folder
