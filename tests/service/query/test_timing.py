"""What a question wants of time."""

import pytest

from service.query import timing
from service.query.intents import intent_of


@pytest.mark.parametrize(
    ("asked", "is_day"),
    [
        ("Báo cáo phải nộp trước ngày nào?", True),
        ("Báo cáo nộp chậm nhất ngày bao nhiêu?", True),
        ("By what calendar dates must the reports be filed? báo cáo", True),
        ("Hạn gửi báo cáo là ngày nào?", False),  # "định kỳ 6 tháng" tells when
        ("Phát động phong trào vào ngày nào?", True),
        ("Bao giờ phát động phong trào?", False),
    ],
)
def test_whether_a_day_must_be_told(asked, is_day):
    assert timing.day_asked(asked) is is_day


@pytest.mark.parametrize(
    ("asked", "is_year"),
    [
        ("Xong vào năm nào?", True),
        ("Đến năm mấy thì xong?", True),
        ("Mỗi năm mấy lần báo cáo?", False),
        ("Mỗi năm mấy lớp tập huấn?", False),
    ],
)
def test_how_often_a_year_asks_for_no_year(asked, is_year):
    assert timing.year_asked(asked) is is_year


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        ("Hồ sơ phải chuyển đi muộn nhất ngày bao nhiêu?", "deadline"),
        ("Trồng cây trong bao nhiêu ngày?", "deadline"),
        ("Có bao nhiêu điểm trồng cây?", "target"),
    ],
)
def test_a_day_asked_with_how_many_is_a_day(asked, intent):
    assert intent_of(asked, "vi") == intent
