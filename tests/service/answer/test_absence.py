"""A question about a plan by a number that is not here is told so, and nothing else."""

from __future__ import annotations

import pytest

from service.answer.asking import ask


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kế hoạch 9876/KH-UBND có chỉ tiêu gì?", "không có kế hoạch nào mang số 9876/KH-UBND"),
        ("ai chủ trì theo kế hoạch số 9876/kh-ubnd và khi nào?", "mang số 9876/kh-ubnd"),
        ("Kế hoạch 9876/KH-UBND của Hải Dương có chỉ tiêu gì?", "mang số 9876/KH-UBND"),
        ("What targets does plan 9876/KH-UBND set?", "No plan here has the number 9876/KH-UBND"),
    ],
)
def test_no_plan_has_the_number(index, text, said):
    reply = ask(index, text)
    assert not reply.found and reply.answers
    assert all(said in (answer.reason or "") and answer.outside for answer in reply.answers)
    assert reply.outside == len(reply.answers)


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch 1245/KH-UBND ai kiểm tra rác thải nhựa?",
        "Kế hoạch 1245/KH-UBND hay kế hoạch 9876/KH-UBND kiểm tra rác thải nhựa?",
        "Ai kiểm tra rác thải nhựa theo kế hoạch năm 2023?",
        "Quyết định 9876/QĐ-UBND giao ai kiểm tra rác thải nhựa?",
    ],
)
def test_what_is_held_or_no_plan_is_asked_as_before(index, text):
    assert not any("mang số" in (answer.reason or "") for answer in ask(index, text).answers)
