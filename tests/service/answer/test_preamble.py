"""What a plan rests on, all of it."""

from __future__ import annotations

import pytest

from indexer.facts import laws
from indexer.index import Passage
from service.answer import preamble
from tests.service.making import INFO, passage, question

LINES = (
    "GIẢM THIỂU RÁC THẢI NHỰA NĂM 2023",
    "Căn cứ Luật Bảo vệ môi trường năm 2020;",
    "Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ thực hiện Nghị quyết số 57-NQ/TW;",
    "Thực hiện Quyết định số 1316/QĐ-TTg ngày 22/7/2021 và Kế hoạch số 24/KH-UBND ngày 14/8/2022;",
    "Theo đề nghị của Sở Xây dựng tại Tờ trình số 191/TTr-SXD ngày 02/3/2023,",
)
WHOLE = "Kế hoạch giảm thiểu rác thải nhựa căn cứ văn bản nào?"


def preambled(*lines: str) -> tuple[Passage, ...]:
    return tuple(
        passage(text, *laws.find(text, 0), path=f"front.{n}", part="front", row=n)
        for n, text in enumerate(lines)
    )


def told(asked: str, *lines: str) -> list[str]:
    wanted = question(asked)
    found = preamble.items(wanted, INFO, preambled(*lines)) if preamble.asks(wanted) else []
    return [preamble.said(wanted, p) for p in found]


ALL = ["Luật Bảo vệ môi trường", "71/NQ-CP", "1316/QĐ-TTg; 24/KH-UBND"]


@pytest.mark.parametrize(
    "asked",
    [
        WHOLE,
        "can cu phap ly ke hoach rac thai nhua",
        "Kế hoạch được xây dựng trên cơ sở pháp lý nào?",
        "Căn cứ vào đâu Hải Dương ban hành kế hoạch rác thải nhựa?",
        "What is the legal basis of the plan?",
        "What are the legal bases of the plan?",
    ],
)
def test_every_basis_is_told_in_order_but_not_what_it_carries_out_or_who_asked(asked: str) -> None:
    assert told(asked, *LINES) == ALL


def test_only_those_of_the_kind_asked_for() -> None:
    assert told("Kế hoạch căn cứ quyết định nào?", *LINES) == ["1316/QĐ-TTg"]
    assert told("Kế hoạch căn cứ luật nào?", *LINES) == ["Luật Bảo vệ môi trường"]


@pytest.mark.parametrize(
    "asked",
    [
        "Kế hoạch nào thực hiện Quyết định 1316/QĐ-TTg?",
        "Xử phạt người vứt rác căn cứ nghị định nào?",  # one matter, not the plan
        "Kế hoạch căn cứ điều nào của Luật Bảo vệ môi trường?",
        "Ai ký kế hoạch?",
    ],
)
def test_a_question_for_one_document_or_anything_else_is_left_alone(asked: str) -> None:
    assert told(asked, *LINES) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Luật Bảo vệ môi trường là căn cứ của kế hoạch nào?", ["Luật Bảo vệ môi trường"]),
        ("luat bao ve moi truong lam can cu cho nhung ke hoach nao", ["Luật Bảo vệ môi trường"]),
        ("Những kế hoạch nào căn cứ Luật Bảo vệ môi trường?", ["Luật Bảo vệ môi trường"]),
        ("Luật Đất đai là căn cứ của kế hoạch nào?", []),
    ],
)
def test_which_plans_rest_on_a_law(asked: str, said: list[str]) -> None:
    assert told(asked, *LINES) == said


def test_a_line_that_goes_on_below_is_told_to_its_end() -> None:
    broken = ("Thực hiện Quyết định số 1316/QĐ-TTg ngày 22/7/2021 của Thủ tướng",)
    rest = "Chính phủ về chất thải nhựa; Nghị quyết số 05/NQ-HĐND của Hội đồng nhân dân tỉnh."
    assert told(WHOLE, *broken, rest) == ["1316/QĐ-TTg", "05/NQ-HĐND"]


def test_a_basis_without_a_number_is_told_in_its_own_words() -> None:
    assert told(WHOLE, "Căn cứ Kết luận của Ban Thường vụ về rác thải nhựa;") == [
        "Căn cứ Kết luận của Ban Thường vụ về rác thải nhựa"
    ]


def test_the_words_of_a_basis_without_a_number_are_told_whole() -> None:
    said = (
        "Căn cứ Kết luận của Ban Thường vụ Tỉnh ủy về tăng cường quản lý chất thải nhựa"
        " ở các chợ, siêu thị, khu dân cư và bãi biển"
    )
    assert told(WHOLE, LINES[1], f"{said};") == [ALL[0], said]
