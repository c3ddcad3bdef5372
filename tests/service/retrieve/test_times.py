"""A task's time is also on the line below it, and a question wants one kind of time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answer.dates import deadline_of
from service.query.timing import wanted
from service.retrieve.times import answering, lengths, times_of
from service.retrieve.times import told as told_of
from tests.service.making import deadline, passage, question

TASK = "- Ra mắt thư viện số."


def labelled(line: str):
    """A task quoted with the line below it, which is no part of its clause."""
    found = passage(f"{TASK}\n{line}")
    return replace(found, clause=replace(found.clause, own_end=len(TASK)))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Thời gian thực hiện: Tháng 12/2025.", "Tháng 12/2025"),
        ("- Thời gian hoàn thành: Từ 01/7/2025;", "Từ 01/7/2025"),
        ("b) Thời hạn: Năm 2026 và các năm tiếp theo", "Năm 2026 và các năm tiếp theo"),
        ("- Gửi kết quả trước ngày 15/6.", "trước ngày 15/6"),
    ],
)
def test_the_line_below_a_task_says_when(line, told):
    assert deadline_of(question("Thư viện số ra mắt khi nào?"), labelled(line)) == told


def test_a_rounds_own_day_comes_before_the_quarter_of_all_rounds():
    text = "(2) Vòng hai: Chậm nhất ngày 03/02/2026.\n- Thời gian hoàn thành: Quý I/2026"
    found = passage(text, deadline(text, "Chậm nhất ngày 03/02/2026"))
    assert deadline_of(question("Vòng hai xong khi nào?"), found) == "Chậm nhất ngày 03/02/2026"


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("Bao lâu báo cáo một lần?", "cycle"),
        ("Mỗi công ty mất mấy ngày?", "length"),
        ("Thi đua chạy mấy tháng, khi nào tổng kết?", "any"),
        ("Xong trước ngày nào?", "point"),
        ("Chạy từ tháng mấy tới tháng mấy?", "point"),
        ("Khi nào trồng rừng?", "any"),
    ],
)
def test_the_kind_of_time_that_is_asked_for(asked, kind):
    assert wanted(question(asked).reading) == kind


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("Trồng rừng vào quý nào?", False),
        ("Trồng rừng khi nào?", True),
        ("Báo cáo vào ngày nào?", True),
    ],
)
def test_how_often_is_no_day_except_of_reports(asked, answers):
    text = "Trồng rừng, báo cáo định kỳ hằng năm."
    found = passage(text, deadline(text, "định kỳ hằng năm", "cycle"))
    assert bool(answering(question(asked), found)) == answers


def test_a_cycle_with_its_day_is_a_day():
    text = "Kiểm tra rừng định kỳ hằng năm (trước ngày 10/12)."
    found = passage(text, deadline(text, "định kỳ hằng năm (trước ngày 10/12)", "cycle"))
    told = deadline_of(question("Kiểm tra rừng trước ngày nào?"), found)
    assert told == "định kỳ hằng năm (trước ngày 10/12)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tổng vệ sinh ngay khi nước rút.", "ngay khi nước rút"),
        ("Đo nước từ tháng 3 đến tháng 11 hằng năm.", "từ tháng 3 đến tháng 11 hằng năm"),
        ("Đợt 2: Từ tháng 01 đến ngày bầu cử 15/3/2026", "Từ tháng 01 đến ngày bầu cử 15/3/2026"),
    ],
)
def test_times_without_a_day_of_the_calendar(text, told):
    assert deadline_of(question("Làm việc đó khi nào?"), passage(text)) == told


def test_how_long_a_thing_takes():
    found = passage("Thời gian kiểm tra: khoảng 02 ngày làm việc/01 đơn vị, từ ngày 23/3/2026.")
    assert "02 ngày" in str(deadline_of(question("Mỗi đơn vị mất mấy ngày?"), found))
    assert not lengths(passage("Kiểm tra ngày 02 tháng 3."))


@pytest.mark.parametrize(
    ("text", "context", "told"),
    [
        ("Trồng rừng trước ngày 30/9.", (), False),
        ("Đợt 1: trước ngày 30/9.", (), True),
        ("Thời gian trồng rừng trước ngày 30/9.", (), True),
        ("Trồng rừng trước ngày 30/9.", ("IV. THỜI GIAN THỰC HIỆN",), True),
        ("Trồng rừng trước ngày 30/9.", ("2. Nội dung theo thời gian",), False),
    ],
)
def test_where_a_plan_tells_times(text, context, told):
    found = passage(text, deadline(text, "trước ngày 30/9"), context=context)
    assert told_of(question("Trồng rừng xong khi nào?"), found) == (1.0, told)


def test_the_words_before_the_question_say_what_the_time_is_of():
    text = "Phong trào thi đua trồng rừng từ tháng 10 năm 2025. Tổng kết vào tháng 4 năm 2026."
    found = passage(text, deadline(text, "tháng 10 năm 2025"), deadline(text, "tháng 4 năm 2026"))
    asked = question("Phong trào thi đua trồng rừng tổng kết vào tháng nào?")
    assert deadline_of(asked, found) == "tháng 4 năm 2026"


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("Trồng rừng xong trước ngày nào?", "Trồng rừng từ 01/7/2025", False),
        ("Trồng rừng từ ngày nào?", "Trồng rừng từ 01/7/2025", True),
        ("Trồng rừng vào năm nào?", "Trồng rừng giai đoạn 2026 - 2030", False),
        ("Trồng rừng trong giai đoạn nào?", "Trồng rừng giai đoạn 2026 - 2030", True),
    ],
)
def test_a_beginning_is_no_end_and_a_period_no_year(asked, text, answers):
    when = text.removeprefix("Trồng rừng ")
    assert bool(answering(question(asked), passage(text, deadline(text, when)))) == answers


@given(st.text(alphabet="Thời gian hoàn thành: quý/IV năm 2025\n-.;|()đến từ", max_size=120))
def test_times_stand_in_the_text_in_order_and_apart(text):
    found = times_of(passage(text))
    assert all(text[t.start : t.end].strip() == t.text for t in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("Phải gửi kế hoạch trước bao lâu?", "length"),
        ("Bao lâu thì nhận được giấy?", "length"),
        ("Bao lâu một lần phải báo cáo?", "cycle"),
    ],
)
def test_how_long_before_or_after_is_a_length(asked, kind):
    assert wanted(asked) == kind
