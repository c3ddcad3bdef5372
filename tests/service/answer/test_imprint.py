"""What a document says of itself, and what of it is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer.imprint import told
from tests.service.making import INFO, passage, question

HEADER = passage("ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG Số: 1245/KH-UBND", part="front", kind="front")
BLANK = passage("Số:       /KH-UBND, ngày     tháng    năm 2023", part="front", kind="front")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Kế hoạch rác thải nhựa số mấy?", "1245/KH-UBND"),
        ("Kế hoạch rác thải nhựa ban hành ngày nào?", "12/05/2023"),
        ("Ai ký kế hoạch rác thải nhựa, số mấy?", "Trần Văn Mẫu; 1245/KH-UBND"),
    ],
)
def test_what_is_known(asked, answer):
    assert told(question(asked), HEADER, INFO) == answer


@pytest.mark.parametrize(
    "asked", ["Kế hoạch rác thải nhựa số mấy?", "Kế hoạch rác thải nhựa ban hành ngày nào?"]
)
def test_a_blank_number_or_day_is_not_told_by_the_year(asked):
    assert told(question(asked), BLANK, replace(INFO, number=None, date="2023")) is None
