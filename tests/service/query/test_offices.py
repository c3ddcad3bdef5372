"""Who holds an office: the head and not a deputy."""

from __future__ import annotations

import pytest

from service.answer.extract import extract
from service.query.offices import holder, office_of
from service.retrieve.stating import states
from tests.service.making import INFO, agency, passage, question

HEAD = "4.1. Ông Trần Văn Mẫu - Trưởng đoàn: chỉ đạo chung;"
DEPUTY = "4.2. Bà Lê Thị Mẫu - Phó Trưởng đoàn: chủ trì kiểm tra hồ sơ."


@pytest.mark.parametrize(
    ("asked", "office"),
    [
        ("Trưởng đoàn kiểm tra là ai?", "truong doan"),
        ("Ai là phó trưởng đoàn?", "pho truong doan"),
        ("Trưởng ban chỉ đạo là ai?", "truong ban chi dao"),
        ("Ai kiểm tra?", None),
        ("Đoàn đi kiểm tra chợ do ai cầm đầu?", "truong doan"),
        ("trưởng đoàn kiểm chợ", "truong doan"),
        ("Trưởng đoàn có nhiệm vụ gì?", None),
        ("Who is heading up the market inspection team?", "truong doan"),
        ("Who leads the work on markets?", None),
        ("Giai đoạn 2021-2025 Ban Chỉ đạo do ai đứng đầu?", None),
        ("Tập đoàn Điện lực do ai đứng đầu?", None),
        ("Đoàn Thanh niên do ai đứng đầu?", None),
        ("Who leads the rapid response team?", None),
        ("trường bán trú hỗ trợ gạo", None),
    ],
)
def test_the_office_asked_for(asked, office):
    assert office_of(question(asked)) == office


def test_the_head_is_not_the_deputy():
    asked = question("Trưởng đoàn kiểm tra là ai?")
    deputy = passage(DEPUTY, agency("Bà Lê Thị Mẫu", "lead"))
    assert extract(asked, passage(HEAD), INFO).answer == "Ông Trần Văn Mẫu - Trưởng đoàn"
    assert extract(asked, deputy, INFO).answer is None
    assert states(asked, passage(HEAD), INFO, False) > states(asked, deputy, INFO, False)


def test_an_office_may_stand_before_its_holder():
    told = holder("truong ban chi dao", "- Trưởng Ban Chỉ đạo: Chủ tịch Ủy ban nhân dân huyện.")
    assert told == "Trưởng Ban Chỉ đạo: Chủ tịch Ủy ban nhân dân huyện"
