"""Late interaction: what likeness says of passages, and odd texts."""

from pathlib import Path

import numpy as np
import pytest

import models
from models import Interacting
from models.interaction import likeness

# Three pieces at right angles; the second says most.
ROWS = np.array([[1, 0, 0], [0, 3, 0], [0, 0, 1], [0, 1, 1], [0, 0, 0]], dtype=np.float32)


def said(asked: list[int], *passages: list[int]) -> list[float]:
    rows = [np.array(pieces, dtype=np.int64) for pieces in passages]
    found = likeness(ROWS.__getitem__, np.array(asked, dtype=np.int64), rows)
    assert found.dtype == np.float32
    return found.tolist()


def test_each_piece_of_the_question_finds_its_nearest_by_its_weight() -> None:
    assert said([0, 1], [0, 1, 2]) == pytest.approx([1.0])
    assert said([0, 1], [0, 2], [1, 2]) == pytest.approx([0.25, 0.75])
    assert said([1], [0, 3]) == pytest.approx([0.5**0.5])


def test_what_else_a_passage_says_does_not_matter() -> None:
    assert said([1], [1], [0, 1, 2, 3]) == pytest.approx([1.0, 1.0])


def test_nothing_known_is_like_nothing() -> None:
    assert said([], [0], []) == [0.0, 0.0]
    assert said([0], [], [0], []) == pytest.approx([0.0, 1.0, 0.0])
    assert said([4], [0, 4]) == [0.0]
    assert said([0]) == []


def test_static_models_interact(static_folder: Path) -> None:
    model = models.load(str(static_folder))
    assert isinstance(model, Interacting)
    texts = ["Sở Y tế", "Cơ quan khám sức khoẻ cho học sinh, cán bộ, người dân", "", "😀", "\ud800"]
    found = model.likeness("kham suc khoe", texts)
    assert found.shape == (5,)
    assert found[1] == pytest.approx(1.0, abs=1e-5)
    assert found.argmax() == 1
    assert found[2] == 0.0
    assert np.isfinite(found).all()
    assert np.array_equal(found, model.likeness("khám sức khỏe", texts))
    assert model.likeness("", texts).tolist() == [0.0] * 5
    assert model.likeness("sở", []).shape == (0,)


def test_a_long_question_and_more_passages_than_are_remembered(
    static_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.static._REMEMBERED", 3)
    model = models.load(str(static_folder))
    assert isinstance(model, Interacting)
    texts = [f"sở y tế {letter}" for letter in "abcdefgh"]
    first = model.likeness("sở y tế " * 30_000, texts)
    assert np.array_equal(first, model.likeness("sở y tế " * 30_000, texts))
    assert np.array_equal(first[2:5], model.likeness("sở y tế " * 30_000, texts[2:5]))
