"""Lines made to be slow to read: what a plan takes grows with its length, not with its square."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.indexer import papers

PIECES = (
    *("1", "a", "Đ", "A", ".", "-", "(", "/", "|", "\u0301", "1.", "1 |", "* ", "|-"),
    *(
        " chưa",
        "1.000.",
        "80% số hộ gia đình, ",
        "Sở Y tế, ",
        "ngày 1/1/2024 ",
        "từ năm 2020 đến ",
        "1/QĐ-",
    ),
)


def seconds(folder: Path, piece: str, length: int) -> float:
    """Processor time that a plan with such a line takes, in its head and in its body."""
    line = piece * (length // len(piece))
    said = papers.PLAN.replace("2. Yêu cầu", f"2. Yêu cầu {line}").replace(
        "KẾ HOẠCH\n", f"{line}\n\nKẾ HOẠCH\n", 1
    )
    began = time.process_time()
    papers.document(folder, said)
    return time.process_time() - began


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_line_takes_its_share(tmp_path: Path, piece: str) -> None:
    long = seconds(tmp_path, piece, 16_000)
    if long > 0.2:  # what else the machine does can double a measurement, so the best of three
        long = min(long, *(seconds(tmp_path, piece, 16_000) for _ in range(2)))
        short = min(seconds(tmp_path, piece, 2_000) for _ in range(3))
        assert long < 25 * short, "eight times the length: quadratic would be 64 times"
