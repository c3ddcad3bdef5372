"""Odd texts and damaged files: a few thousand here, a million with ``make fuzz``."""

from __future__ import annotations

from pathlib import Path

from tests.faults import fuzz


def test_odd_texts() -> None:
    for number in range(3_000):
        try:
            fuzz.one(number)
        except Exception as error:
            raise AssertionError(f"case {number}: {error!r}") from error


def test_damaged_files_are_read_or_left_out_with_the_reason(tmp_path: Path) -> None:
    names = fuzz.write_damaged(tmp_path / "plans", 0, 32)
    report = fuzz.built(tmp_path / "plans", tmp_path / "index", names)
    assert report.documents > 3 and len(report.quarantined) > 3
