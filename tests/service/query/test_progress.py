"""How far something has come is told by what was done, or by when."""

from __future__ import annotations

import pytest

from service.answer import silence
from service.query import progress
from tests.service.making import INFO, candidate, passage, question


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Tiến độ xây nhà ga ra sao?", True),
        ("Tiến độ giải phóng mặt bằng đến đâu rồi?", True),
        ("tien do lam duong the nao", True),
        ("What is the progress of the new station?", True),
        ("Ai đôn đốc tiến độ xây nhà ga?", False),
        ("Tiến độ báo cáo mấy lần một năm?", False),
        ("Who reports progress?", False),
    ],
)
def test_progress_is_asked_for(text: str, yes: bool) -> None:
    assert progress.asks(text) is yes


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Đẩy nhanh tiến độ xây nhà ga, thông thoáng dòng chảy.", True),
        ("Nhà ga đã hoàn thành phần móng.", False),
        ("Khối lượng xây nhà ga đạt 60%.", False),
        ("Xây nhà ga: hoàn thành trong quý II/2026.", False),
    ],
)
def test_a_clause_that_only_urges_does_not_tell_it(text: str, silent: bool) -> None:
    asked = question("Tiến độ xây nhà ga ra sao?")
    found = candidate(asked, passage(text))
    assert bool(silence.reason(asked, INFO, [found], found, 0.0)) is silent
