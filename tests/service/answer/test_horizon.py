"""How long a plan runs is what its title says, and no date of one of its tasks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer import horizon
from service.answer.asking import ask
from tests.service.making import INFO, question


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Kế hoạch này thực hiện đến năm nào?", True),
        ("Khi nào hoàn thành kế hoạch rác thải nhựa?", True),
        ("Thời gian thực hiện kế hoạch của Hải Dương?", True),
        ("Kế hoạch giảm rác thải, chất thải nhựa kéo dài đến bao giờ?", True),
        ("When does the plan end?", True),
        ("Kế hoạch giao ai hoàn thành báo cáo khi nào?", False),
        ("Khi nào xong điểm đổi rác?", False),
        ("Kế hoạch thực hiện đến năm nào và ai chủ trì?", False),
    ],
)
def test_a_plan_as_such_is_asked_about(text: str, yes: bool) -> None:
    assert horizon.asks(question(text)) is yes


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Kế hoạch giảm rác thải giai đoạn 2026 - 2030", "giai đoạn 2026 - 2030"),
        ("Kế hoạch giảm rác thải đến năm 2030", "đến năm 2030"),
        ("Kế hoạch giảm rác thải năm 2026", "năm 2026"),
        ("Kế hoạch giảm rác thải", None),
        ("Kế hoạch giảm rác thải theo Quyết định ngày 04 tháng 9 năm 2025", None),
        ("Kế hoạch tiêm phòng năm 2026", None),
    ],
)
def test_its_title_tells_it(title: str, told: str | None) -> None:
    asked = question("Kế hoạch giảm rác thải thực hiện đến khi nào?")
    assert horizon.told(asked, replace(INFO, title=title)) == told


def test_it_is_cited_from_the_title(index) -> None:
    reply = ask(index, "Kế hoạch tiêm phòng bệnh dại thực hiện trong thời gian nào?")
    (answer,) = (a for a in reply.answers if a.found)
    assert (answer.document.id, answer.answer) == ("dong-hung-2022", "năm 2022")
    assert "năm 2022" in answer.citations[0].quote
