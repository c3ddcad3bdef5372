"""Odd texts and damaged files: a few thousand here, a million with ``make fuzz``."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.readers import docx
from tests.faults import fuzz, odd, outcomes, watch
from tests.faults.broken_case import faulty
from tests.faults.damage import seeds


def test_what_hangs_or_crashes_is_told_by_its_number_and_the_others_are_tried() -> None:
    told = watch.tried(faulty, range(9), 60, limit=0.2)
    assert told.count == 9
    assert list(told.failed) == [1, 3, 5, 7]
    assert told.failed[1] == "AssertionError: 'one'" and "Hung" in told.failed[3]
    assert "-6" in told.failed[5] and "interrupted" in told.failed[7]
    assert watch.tried(faulty, range(9), 0).count == 0


def test_odd_texts(tmp_path: Path) -> None:
    told = {number: watch.failure(odd.one, number, tmp_path) for number in range(3_000)}
    assert not {number: what for number, what in told.items() if what}


@pytest.mark.parametrize("case", odd.CASES)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_odd_texts_that_are_made_small(
    tmp_path: Path, case: odd.Case, chance: random.Random
) -> None:
    case(chance, tmp_path)


def test_damaged_files_are_read_or_left_out_with_the_reason(tmp_path: Path) -> None:
    known, told = seeds(tmp_path), outcomes.Told()
    files = [known.of(*kinds).damaged(n) for kinds in fuzz.KINDS for n in range(9)]
    outcomes.built(tmp_path, files, told, jobs=2)
    assert not told.failed
    assert told.count == len(files)
    assert {"pdf", "docx"} <= set(told.read) and {"pdf", "docx"} <= {kind for kind, _ in told.left}


def test_a_reader_that_meets_an_error_nobody_foresaw_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx, "read", lambda _: 1 // 0)
    told = outcomes.Told()
    outcomes.built(tmp_path, [("a.docx", b"PK")], told, jobs=0)
    assert len(told.failed) == 1 and "ZeroDivisionError" in told.failed[0]
