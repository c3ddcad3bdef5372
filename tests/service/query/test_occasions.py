"""A date is told only of the occasion that the question asks of."""

from __future__ import annotations

import pytest

from service.answer.dates import deadline_of
from service.query import occasions
from tests.service.making import deadline, passage, question

EVE = "Lập danh sách chậm nhất ngày 03/02/2026 (trước ngày bầu cử 40 ngày)."
DAY = "Cử tri đi bầu cử vào ngày 15/3/2026."


@pytest.mark.parametrize(
    ("text", "date", "told"),
    [(EVE, "chậm nhất ngày 03/02/2026", None), (DAY, "ngày 15/3/2026", "ngày 15/3/2026")],
)
def test_the_day_of_an_event_is_not_one_reckoned_from_it(text, date, told):
    found = passage(text, deadline(text, date))
    assert deadline_of(question("Ngày bầu cử là ngày nào?"), found) == told


def test_a_report_is_not_due_on_the_day_of_another_thing():
    text = "Hồ sơ khen thưởng gửi trước ngày 31/3/2026."
    found = passage(text, deadline(text, "trước ngày 31/3/2026"))
    assert deadline_of(question("Hạn báo cáo là khi nào?"), found) is None
    assert deadline_of(question("Gửi hồ sơ khen thưởng khi nào?"), found) == "trước ngày 31/3/2026"


def test_in_force_since_the_day_it_was_signed():
    text = "Quyết định này có hiệu lực thi hành kể từ ngày ký."
    assert deadline_of(question("Có hiệu lực khi nào?"), passage(text)) == "kể từ ngày ký"
    other = "Hoàn thành trồng rừng trong năm 2025."
    found = passage(other, deadline(other, "trong năm 2025"))
    assert deadline_of(question("Có hiệu lực khi nào?"), found) is None


def test_a_document_is_applied_from_the_day_it_is_in_force():
    text = "Quyết định này có hiệu lực từ ngày 08 tháng 12 năm 2025."
    found = passage(text, deadline(text, "ngày 08 tháng 12 năm 2025"))
    asked = question("Quy định về rừng áp dụng từ ngày nào?")
    assert occasions.of_effect(asked)
    assert deadline_of(asked, found) == "ngày 08 tháng 12 năm 2025"
    other = question("Chế độ cho người giữ rừng áp dụng từ ngày nào?")
    assert not occasions.of_effect(other)


def test_a_day_that_the_clause_calls_otherwise_is_not_refused():
    text = "Hiệp thương lần thứ hai: chậm nhất ngày 03/02/2026."
    found = passage(text, deadline(text, "chậm nhất ngày 03/02/2026"))
    assert deadline_of(question("Ngày họp hiệp thương lần hai"), found)


@pytest.mark.parametrize(
    "asked",
    [
        "Báo cáo kết quả trồng rừng trước ngày nào?",
        "When must the award files be reported?",
        "Deadline of the report?",
    ],
)
def test_whatever_is_reported_the_clause_speaks_of_a_report(asked):
    other = "Hồ sơ khen thưởng gửi trước ngày 31/3/2026."
    assert deadline_of(question(asked), passage(other, deadline(other, "31/3/2026"))) is None
    report = "Báo cáo kết quả trước ngày 15/6."
    assert deadline_of(question(asked), passage(report, deadline(report, "trước ngày 15/6")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ngày 15/3/2026, cử tri cả nước đi bầu cử.", "Ngày 15/3/2026"),
        ("Công tác vận động bầu cử: đến hết ngày 14/3/2026.", None),
        ("Tổ chức bầu cử đến khi kết thúc cuộc bầu cử.", None),
    ],
)
def test_the_day_of_an_event_is_not_that_of_what_is_done_for_it(text, told):
    known = [deadline(text, told)] if told else []
    found = passage(text, *known)
    assert deadline_of(question("Bầu cử ngày nào?"), found) == told


@pytest.mark.parametrize(
    "asked",
    [
        "Bầu cử ngày nào?",
        "Bầu cử vào ngày nào?",
        "Khi nào cuộc bầu cử diễn ra?",
        "Cuộc bầu cử diễn ra khi nào?",
        "When is election day?",
    ],
)
def test_however_a_day_is_asked_for_a_campaign_for_it_is_no_answer(asked):
    campaign = "Vận động bầu cử từ ngày 26/02/2026 đến ngày 14/3/2026."
    found = passage(campaign, deadline(campaign, "từ ngày 26/02/2026 đến ngày 14/3/2026"))
    assert deadline_of(question(asked), found) is None
    assert deadline_of(question(asked), passage(DAY, deadline(DAY, "ngày 15/3/2026")))
