"""Hours of the day, asked for and stated."""

import pytest

from service.query import hours


@pytest.mark.parametrize(
    ("reading", "yes"),
    [
        ("Gửi trước mấy giờ?", True),
        ("Đốt vào lúc nào trong ngày?", True),
        ("By what time must it be sent?", True),
        ("Xử lý trong mấy giờ?", False),
        ("Mất mấy giờ?", False),
        ("Gửi trước ngày nào?", False),
    ],
)
def test_which_questions_ask_for_an_hour(reading, yes):
    assert hours.asked(reading) == yes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Báo cáo trước 15 giờ hằng ngày.", ["trước 15 giờ hằng ngày"]),
        ("Từ 7 giờ 30 đến 19 giờ, sau 16h.", ["Từ 7 giờ 30 đến 19 giờ", "sau 16h"]),
        ("Xong sau 24 giờ; sau 8 giờ kể từ khi nhận.", []),
        ("Trực 24/24 giờ, trong 8 giờ.", []),
    ],
)
def test_an_hour_is_no_length(text, found):
    assert [one.group() for one in hours.find(text)] == found
