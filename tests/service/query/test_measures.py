"""Units of what is asked for."""

import pytest

from service.query.asked import asked
from service.query.measures import unit_of

TEXT = "Xuất khẩu 18.000 tấn, giá trị đạt 10 triệu USD, tăng 08 - 09%/năm; thu 5 tỷ đồng."


@pytest.mark.parametrize(
    ("folded", "figure"),
    [
        ("xuat khau duoc bao nhieu trieu usd", "10 triệu USD"),
        ("dong gop may trieu do", "10 triệu USD"),
        ("tong gia tri hang xuat khau bao nhieu", "10 triệu USD"),
        ("what export value is it aiming for", "10 triệu USD"),
        ("san luong bao nhieu", "18.000 tấn"),
    ],
)
def test_a_value_in_dollars_is_told_in_dollars(folded, figure):
    assert unit_of(folded).search(TEXT).group() == figure


@pytest.mark.parametrize(
    ("folded", "figure"),
    [
        ("bang rong bao nhieu met", "6 - 8 m"),
        ("bang can lua rong bao nhieu", "6 - 8 m"),
        ("xe nang qua bao nhieu", "3.500 kg"),
    ],
)
def test_a_range_is_told_whole_and_everyday_words_ask_for_sizes(folded, figure):
    text = "Băng rộng 6 - 8 m; cấm xe trên 3.500 kg từ năm 2026 - 2030."
    assert unit_of(folded).search(text).group() == figure


def test_dollars_are_no_budget_and_nothing_is_counted_in_in():
    assert not asked("Xuất khẩu được bao nhiêu triệu USD?").money
    assert asked("Chi bao nhiêu triệu đồng?").money
    assert asked("Giá trị xuất khẩu bao nhiêu vào năm 2030?").counted is None


def test_an_amount_of_data_is_no_wage():
    wanted = asked("Hộp thư của cơ quan dung lượng ít nhất bao nhiêu?")
    assert not wanted.money
    assert wanted.measure and wanted.measure.search("500MB/hộp, 2 GB/đơn vị").group() == "500MB"
    assert asked("Lương của bảo vệ chợ bao nhiêu?").money
