"""Lists to learn reranking from, as they are read and drawn."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from models.errors import BadTraining
from models.train import lists
from models.train.listwise import batch_of
from tests.models.making import listed, silent, written


@pytest.mark.parametrize(
    "problem",
    [
        {"scores": [0.0]},
        {"scores": [0.0, float("nan"), 0.0, 0.0, 0.0, 0.0]},
        {"right": "yes"},
        {"right": [1] * 6},
        {"passages": [], "scores": [], "right": []},
        {"question": None},
        {"answers": "maybe"},
        {"answers": 1},
        {"folds": 1},
    ],
)
def test_a_list_that_cannot_be_read_is_named_by_its_line(
    tmp_path: Path, problem: dict[str, object]
) -> None:
    path = written(tmp_path / "lists.jsonl", [listed(Random(1)), listed(Random(2)) | problem])
    with pytest.raises(BadTraining, match=r"dòng 2.*line 2"):
        lists.read(path)


def test_lists_of_an_earlier_version_are_refused(tmp_path: Path) -> None:
    record = listed(Random(1))
    del record["answers"]
    with pytest.raises(BadTraining, match="answers"):
        lists.read(written(tmp_path / "lists.jsonl", [record]))


def test_a_file_with_nothing_to_learn_from_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cut").write_text('{"question": "kham')
    with pytest.raises(BadTraining, match="line 1"):
        lists.read(tmp_path / "cut")
    with pytest.raises(BadTraining, match="missing"):
        lists.read(tmp_path / "missing")
    path = written(tmp_path / "lists", [listed(Random(1), folds=[2, 0])])
    assert lists.read(path, without=1).learned.tolist() == [0]
    with pytest.raises(BadTraining, match="among 1"):
        lists.read(path, without=2)


def test_lists_lie_one_after_another(tmp_path: Path) -> None:
    records = [listed(Random(1)), silent(Random(2)), listed(Random(1), answers=None)]
    found = lists.read(written(tmp_path / "lists.jsonl", records))
    assert found.bounds.tolist() == [0, 6, 11, 17]
    for number, record in enumerate(records):
        own = slice(found.bounds[number], found.bounds[number + 1])
        assert [found.passages[row] for row in found.said[own]] == record["passages"]
        assert {found.questions[row] for row in found.asked[own]} == {record["question"]}
        assert found.scores[own].tolist() == record["scores"]
        assert found.right[own].tolist() == record["right"]
    assert len(found.questions) == 2  # each text once
    assert found.known.tolist() == [True, True, False]
    assert found.answers.tolist() == found.answered.tolist() == [True, False, False]


def test_a_list_tells_where_the_answer_is_by_right_and_wrong_passages(tmp_path: Path) -> None:
    records = [listed(Random(1), right=[right] * 6) for right in (True, False)]
    found = lists.read(written(tmp_path / "lists.jsonl", records))
    assert found.answers.tolist() == [True, True]
    assert found.answered.tolist() == [False, False]


def _long(places: list[int], count: int) -> dict[str, object]:
    right = [row in places for row in range(count)]
    said = [f"kham {row}" for row in range(count)]
    return listed(Random(1)) | {"passages": said, "scores": [0.0] * count, "right": right}


def test_of_a_long_list_the_right_ones_and_some_wrong_ones_are_learned_from(
    tmp_path: Path,
) -> None:
    records = [_long([3, 9], 14), _long([0], 5)]
    found = lists.read(written(tmp_path / "lists.jsonl", records))
    pairs = found.pairs(np.array([0, 1]), np.random.default_rng(1))
    assert pairs[0, :2].tolist() == [3, 9]
    assert len(set(pairs[0].tolist())) == 8 and pairs[0].max() < 14
    assert pairs[1].tolist() == [14, 15, 16, 17, 18, -1, -1, -1]
    again = found.pairs(np.array([0, 1]), np.random.default_rng(1))
    assert (pairs == again).all()


def test_side_by_side_only_what_is_there_counts(tmp_path: Path) -> None:
    found = lists.read(written(tmp_path / "lists.jsonl", [_long([1], 3), silent(Random(1))]))
    numbers = np.array([0, 1])
    pairs = found.pairs(numbers, np.random.default_rng(1))
    batch = batch_of(found, numbers, pairs, "cpu")
    assert batch.there.sum(1).tolist() == [3, 5]
    shares = batch.shares(torch.zeros(2, 8))
    assert shares[0, :3].exp().tolist() == pytest.approx([1 / 3] * 3)
    # of two lists only one has an answer, which has a third of the shares
    assert float(batch.misplaced(shares)) == pytest.approx(np.log(3) / 2)
