"""Plans with lines made to be slow: what a question takes grows as they do, not as their square."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import indexer.index
from indexer.build import build
from indexer.index import Index
from service.answer.asking import ask
from tests.encoders import HashEncoder
from tests.indexer import papers

PIECES = (
    *("i", ".", ",", "1.", "a ", "và ", "lần ", "1/QĐ-", "1/QĐ-1, ", "Luật A; ", "80% "),
    *("5 người, ", "Sở Y tế, ", "ngày 1/1/2024 "),
)
QUESTIONS = (
    "Ai chủ trì thu gom rác thải nhựa?",
    "Hạn hoàn thành thu gom rác thải nhựa là khi nào?",
    "Bao nhiêu phần trăm hộ phân loại rác thải nhựa?",
    "Kinh phí thu gom rác thải nhựa lấy từ đâu?",
    "Kế hoạch thu gom rác thải nhựa căn cứ văn bản nào?",
    "Kế hoạch rác thải nhựa số mấy, ban hành ngày nào?",
    "Đoàn kiểm tra rác thải nhựa gồm những ai?",
    "Mục tiêu thu gom rác thải nhựa là gì?",
    "Kế hoạch lần hai về rác thải nhựa?",
    "Sở Y tế phải làm gì về rác thải nhựa?",
    "How much plastic waste must be collected by 2025?",
)
LONG, SHORT = 8_000, 1_000


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Index]:
    """By how long its hard lines are an index of plans, each with a piece that its lines repeat."""
    return {size: _index(tmp_path_factory.mktemp(str(size)), size) for size in (LONG, SHORT)}


def _index(folder: Path, size: int) -> Index:
    (folder / "plans").mkdir()
    for number, piece in enumerate(PIECES):
        line = f"rác thải nhựa {piece * (size // len(piece))} rác thải nhựa"
        said = papers.PLAN.replace("2. Yêu cầu", f"2. Thu gom {line}")
        said = said.replace("KẾ HOẠCH\n", f"{line}\n\nKẾ HOẠCH\n", 1)
        said = said.replace("về trồng cây xanh;", f"về {line};\n\nTheo {line},\n", 1)
        said = said.replace("III. TỔ CHỨC THỰC HIỆN", f"III. TỔ CHỨC VỀ {line}", 1)
        (folder / "plans" / f"{number:02}.txt").write_text(said, encoding="utf-8")
    encoder = HashEncoder()
    build(folder / "plans", folder / "index", encoder)
    return indexer.index.open(folder / "index", encoder=encoder)


def seconds(index: Index, question: str, document: str) -> float:
    """Processor time that asking one plan takes."""
    began = time.process_time()
    ask(index, question, documents=[document])
    return time.process_time() - began


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_takes_its_share_of_long_lines(plans: dict[int, Index], question: str) -> None:
    for number, piece in enumerate(PIECES):
        long = seconds(plans[LONG], question, f"{number:02}")
        if long > 0.1:  # what else the machine does can double a measurement
            long = min(long, *(seconds(plans[LONG], question, f"{number:02}") for _ in range(2)))
            short = min(seconds(plans[SHORT], question, f"{number:02}") for _ in range(3))
            assert long < 16 * short, f"{piece!r}: eight times the length, quadratic would be 64"
