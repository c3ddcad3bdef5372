"""What is learned from and what is measured never meet: no form of a question stands in both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.train.text import fold
from service.learning.tuning import FIELDS
from tests.quality.measures import shared, squash

HERE = Path(__file__).parent
LEARNED = [*sorted(HERE.glob("fitting-*.jsonl")), HERE / "silence-20.jsonl"]
GOLD = shared() / "gold"
MEASURED = [
    *(HERE / f"{name}.jsonl" for name in ("sceptic-100", "absent-306")),
    *sorted(HERE.glob("unseen-*.jsonl")),
    *sorted(HERE.glob("held-*.jsonl")),
]


def forms(path: Path) -> Iterator[tuple[str, str]]:
    """Each form of each question, by its folded letters and digits alone, with the id."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for field in FIELDS:
            if text := row.get(field):
                yield squash(fold(text)), row["id"]


@pytest.fixture(scope="module")
def learned() -> dict[str, str]:
    return {form: name for path in LEARNED for form, name in forms(path)}


@pytest.mark.parametrize("path", MEASURED, ids=lambda path: path.stem)
def test_no_question_that_measures_is_learned_from(path: Path, learned: dict[str, str]) -> None:
    assert not [(name, learned[form]) for form, name in forms(path) if form in learned]


@pytest.mark.gold
@pytest.mark.skipif(not GOLD.is_dir(), reason=f"no gold in {GOLD}: set TRACUU_SHARED")
@pytest.mark.parametrize("name", ["questions-seeds", "questions-2025"])
def test_no_gold_question_is_learned_from(name: str, learned: dict[str, str]) -> None:
    asked = forms(GOLD / f"{name}.jsonl")
    assert not [(one, learned[form]) for form, one in asked if form in learned]
