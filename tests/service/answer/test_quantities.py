"""Which of several figures is the one asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answer.extract import extract
from service.answer.nearest import nearest
from service.answer.quantities import amount_of, figure_of
from tests.service.making import INFO, funding, passage, question, target


def figure(asked, text, *quotes):
    return figure_of(question(asked), passage(text, *(target(text, q) for q in quotes)))


def test_a_figure_tells_of_what_it_counts():
    text = "80% trường học và 60% siêu thị có điểm đổi rác."
    assert figure("Bao nhiêu phần trăm trường học có điểm đổi rác?", text, "80%", "60%") == "80%"
    assert figure("Bao nhiêu phần trăm siêu thị có điểm đổi rác?", text, "80%", "60%") == "60%"


def test_a_word_on_both_sides_of_a_figure_counts_once():
    text = "Về phân cấp quản lý: có 91 điểm cấp thành phố quản lý và 129 điểm cấp xã quản lý."
    asked = "Có bao nhiêu điểm ngập do cấp xã quản lý?"
    assert figure(asked, text, "91 điểm", "129 điểm") == "129 điểm"


def test_after_a_copula_it_tells_of_what_stands_before():
    text = "Tỷ lệ thu gom đạt 90%, tỷ lệ tái chế đạt 40%."
    assert figure("Tỷ lệ tái chế là bao nhiêu phần trăm?", text, "90%", "40%") == "40%"


@pytest.mark.parametrize(("year", "share"), [("2026", "30%"), ("2030", "70%")])
def test_the_year_asked_for(year, share):
    text = "Năm 2026 đạt 30% xã sạch rác, đến năm 2030 đạt 70% xã sạch rác."
    assert figure(f"Năm {year} bao nhiêu phần trăm xã sạch rác?", text, "30%", "70%") == share


def test_the_column_asked_for():
    row = passage(
        "1 | Phân loại rác | 15 | 40",
        kind="row",
        header=("TT", "Tiêu chí", "Số lớp", "Điểm chuẩn"),
    )
    assert figure_of(question("Phân loại rác được mấy điểm?"), row) == "40"


@pytest.mark.parametrize(
    "when",
    ["2025", "2025 - 2035", "2025–2035", "2026 và các năm sau", "2026-2030, định hướng 2045"],
)
def test_a_year_or_period_is_never_how_many(when):
    header = ("TT", "Nhiệm vụ", "Chủ trì", "Thực hiện")
    row = passage(f"1 | Hỗ trợ hộ trồng rừng | Sở Y tế | {when}", kind="row", header=header)
    assert figure_of(question("Có bao nhiêu hộ được hỗ trợ?"), row) is None
    counted = passage("1 | Hỗ trợ trồng rừng | 2000 hộ | 2025", kind="row", header=header)
    assert figure_of(question("Có bao nhiêu hộ được hỗ trợ?"), counted) == "2000 hộ"


@pytest.mark.parametrize("when", ["Năm 2025", "Giai đoạn 2025 - 2030", "Đến 2030"])
def test_the_year_before_what_is_counted_does_not_count_it(when):
    text = f"{when} hộ nghèo được hỗ trợ trồng rừng."
    assert figure_of(question("Có bao nhiêu hộ được hỗ trợ?"), passage(text)) is None
    assert figure_of(question("Có bao nhiêu hộ?"), passage("Hỗ trợ 2000 hộ nghèo.")) == "2000 hộ"


@given(st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True), st.text(max_size=20))
def test_the_answer_is_one_of_the_figures(shares, noise):
    text = "; ".join(f"{share}% rác {noise}" for share in shares)
    options = [(t.quote, t.span) for t in (target(text, f"{share}%") for share in shares)]
    told = nearest(question("Bao nhiêu phần trăm rác?"), passage(text), options)
    assert told in {quote for quote, _ in options}


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        ("Trạm bơm được bao nhiêu khối một giây?", "Trạm bơm (70 m3/s), 07 đập", "70 m3/s"),
        ("Mực nước không quá mấy mét?", "Trạm bơm 120m3/s; mực nước không quá +4.0m", "4.0m"),
        ("Trạm bơm bao nhiêu m3/s?", "Bơm 100% công suất; trạm 70 m3/s", "70 m3/s"),
        ("Công suất trạm bơm", "Bơm 100% quân số, trạm 70 m3/s", "70 m3/s"),
        ("Dành bao nhiêu hecta?", "Dành 5% đất hoặc 20 ha/khu", "20 ha"),
        ("Dành mấy héc-ta đất?", "Dành 5% đất hoặc 20 ha/khu", "20 ha"),
        ("Dành bao nhiêu m3/s?", "Dành 5% đất", None),
        ("Tốc độ mạng bao nhiêu?", "Đạt 100% xã có mạng tốc độ 10 Gbps", "10 Gbps"),
    ],
)
def test_the_unit_that_the_question_names(asked, text, told):
    assert figure(asked, text) == told


def test_of_a_row_the_price_or_the_sum_as_its_column_is_asked_for():
    header = ("TT", "Chỉ tiêu", "Số lượng (mẫu)", "Đơn giá (đồng)", "Thành tiền (đồng)")
    text = "1 | Đo nước | 10 | 538.986 | 5.389.860"
    found = [funding(text, quote, 1.0) for quote in ("538.986", "5.389.860")]
    row = passage(text, *found, kind="row", header=header)
    assert amount_of(question("Đo nước mỗi mẫu giá bao nhiêu đồng?"), row) == "538.986"
    assert amount_of(question("Đo nước thành tiền bao nhiêu đồng?"), row) == "5.389.860"


YEARLY = "Dự toán: 200.000.000 đồng/năm x 05 năm = 1.000.000.000 đồng. Trong đó:"


def money(asked, text, *quotes):
    found = (funding(text, quote, 1.0) for quote in quotes)
    return amount_of(question(asked), passage(text, *found))


def test_what_a_year_costs_is_told_only_where_that_is_asked():
    quotes = ("200.000.000 đồng", "1.000.000.000 đồng")
    assert money("Kinh phí 5 năm là bao nhiêu?", YEARLY, *quotes) == "1.000.000.000 đồng"
    assert money("Tổng kinh phí là bao nhiêu?", YEARLY, *quotes) == "1.000.000.000 đồng"
    assert money("Mỗi năm chi bao nhiêu tiền?", YEARLY, *quotes) == "200.000.000 đồng"


def test_a_count_is_no_amount_of_money():
    asked = question("Tổng tiền đo nước là bao nhiêu?")
    assert (
        amount_of(asked, passage("Đo nước tại 03 điểm.", target("Đo nước tại 03 điểm.", "03 điểm")))
        is None
    )


def test_the_figure_of_what_is_counted():
    text = "100% khu công nghiệp có tối thiểu 1 trạm phát sóng, 05 mỏ được đấu giá."
    assert figure("Khu công nghiệp có mấy trạm?", text, "100%", "tối thiểu 1 trạm") == (
        "tối thiểu 1 trạm"
    )
    assert figure("Đấu giá bao nhiêu mỏ?", text, "100%", "tối thiểu 1 trạm") == "05 mỏ"


def test_a_share_that_no_rule_knows_as_a_target():
    assert figure("Tỷ lệ dự phòng là bao nhiêu?", "Dự phòng khoản 10% kinh phí.") == "10%"


def test_the_nearest_year_is_the_figures_own():
    text = (
        "Giai đoạn 2025 - 2030, phấn đấu đạt 20% xã, phường sạch ngay trong năm 2025; "
        "đến năm 2030 đạt 100% xã sạch."
    )
    asked = "Đến 2030 đạt bao nhiêu phần trăm xã sạch?"
    assert figure(asked, text, "20%", "100%") == "100%"


def test_a_capacity_has_a_unit_of_its_own():
    text = "Trạm bơm Bình An (90 m³/s) trực 100% quân số."
    asked = "Công suất trạm bơm Bình An là bao nhiêu?"
    assert figure(asked, text, "100%") == "90 m³/s"
    assert figure(asked, "Trạm bơm Bình An trực 100% quân số.", "100%") is None


def test_money_for_each_is_told_only_where_those_are_named():
    text = "Công tác phí 150.000 đồng; mỗi hộ nghèo nhận 300.000 đồng."
    found = passage(text, funding(text, "150.000 đồng", 150e3), funding(text, "300.000 đồng", 3e5))
    assert amount_of(question("Mỗi hộ nghèo được bao nhiêu tiền?"), found) == "300.000 đồng"
    assert amount_of(question("Mỗi đoàn viên được bao nhiêu tiền?"), found) is None
    assert amount_of(question("Chi môi trường vùng biển bao nhiêu tiền?"), found)


def test_a_number_of_meetings_is_none_of_people():
    text = "Tổ chức 3 hội nghị bầu cử."
    found = passage(text, replace(target(text, "3 hội nghị"), unit="hội nghị"))
    assert figure_of(question("Bầu bao nhiêu đại biểu?"), found) is None
    assert figure_of(question("Tổ chức bao nhiêu hội nghị?"), found) == "3 hội nghị"


def test_what_is_said_of_all_figures_is_not_the_last_ones_own():
    text = "Có 70% cán bộ cấp tỉnh và 50% ở cấp huyện, cấp xã được bồi dưỡng nghiệp vụ."
    asked = "Bao nhiêu phần trăm cán bộ cấp tỉnh được bồi dưỡng nghiệp vụ?"
    assert figure(asked, text, "70%", "50%") == "70%"


def test_the_year_asked_for_tells_more_than_words():
    text = "Xây dựng 20% xã, phường không ma túy ngay trong năm 2025; đến năm 2030 đạt 100%."
    asked = "Đến 2030 đạt bao nhiêu phần trăm xã, phường không ma túy?"
    assert figure(asked, text, "20%", "100%") == "100%"


def test_a_year_in_a_column_is_no_number_of_things():
    header = ("TT", "Nhiệm vụ", "Năm hỗ trợ doanh nghiệp")
    row = passage("4 | Hỗ trợ doanh nghiệp số hóa | 2025", kind="row", header=header)
    assert figure_of(question("Hỗ trợ bao nhiêu doanh nghiệp?"), row) is None


@pytest.mark.parametrize(
    ("asked", "text", "known", "told"),
    [
        (
            "Bao nhiêu phần trăm xã sạch rác?",
            "Đạt khoảng 12% trở lên xã sạch rác.",
            "khoảng 12%",
            "khoảng 12% trở lên",
        ),
        ("Mấy bộ sách tranh?", "Mua 05 bộ sách tranh cũ.", "05 bộ", "05 bộ sách tranh"),
        ("Có bao nhiêu tiêu chuẩn?", "Gồm 6 tiêu chuẩn với 20 tiêu chí.", None, "6 tiêu chuẩn"),
        ("Mấy thùng rác?", "Đặt ít nhất 30 thùng ở chợ.", None, "ít nhất 30 thùng"),
    ],
)
def test_a_figure_is_told_with_how_far_it_holds_and_of_what(asked, text, known, told):
    assert figure(asked, text, *([known] if known else [])) == told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Có bao nhiêu trạm 4G?", "22 trạm 4G"),
        ("Có bao nhiêu trạm?", "180 trạm"),
        ("Trạm 4G ở chợ hiện có bao nhiêu?", "22 trạm 4G"),
    ],
)
def test_of_several_figures_the_one_named_as_the_question_does_is_told(asked, told):
    text = "Các chợ có khoảng 180 trạm, trong đó có 22 trạm 4G."
    assert figure(asked, text) == told


def test_the_name_goes_on_behind_a_comma():
    assert figure("Bao nhiêu con trâu bò?", "Tiêm 2.480 con trâu, bò.") == "2.480 con trâu, bò"


@pytest.mark.parametrize(("year", "told"), [(2030, "30%"), (2040, None)])
def test_a_figure_of_other_years_alone_is_no_answer(year, told):
    text = "Đến năm 2030, 30% chợ có thùng rác."
    due = replace(target(text, "30%"), by="2030")
    asked = question(f"Đến năm {year} bao nhiêu phần trăm chợ có thùng rác?")
    assert figure_of(asked, passage(text, due)) == told
    assert figure_of(asked, passage(text, due, target(text, "30%"))) == "30%"  # one of no year


def test_two_amounts_that_to_parts_are_one():
    text = "Phạt từ 30.000.000 đồng đến 40.000.000 đồng."
    found = passage(
        text, funding(text, "30.000.000 đồng", 3e7), funding(text, "40.000.000 đồng", 4e7)
    )
    told = amount_of(question("Phạt bao nhiêu tiền?"), found)
    assert told == "30.000.000 đồng đến 40.000.000 đồng"


def test_what_a_sum_comes_to_is_the_amount():
    text = "Chi phí (200 giờ x 40.000 đồng/giờ) x 10 hồ sơ = 80.000.000 đồng."
    found = passage(text, funding(text, "40.000 đồng", 4e4), funding(text, "80.000.000 đồng", 8e7))
    assert amount_of(question("Chi phí là bao nhiêu tiền?"), found) == "80.000.000 đồng"


def test_what_is_said_of_the_last_figure_alone_is_not_of_all():
    text = "100% chợ bảo đảm sạch rác; trên 70% xã, phường có nghĩa trang trồng cây quanh."
    asked = "Bao nhiêu xã có nghĩa trang phải trồng cây?"
    assert figure(asked, text, "100%", "trên 70%") == "trên 70%"
    shared = "40% chợ, 50% xã, phường được quét dọn."
    assert figure("Bao nhiêu phần trăm chợ được quét dọn?", shared, "40%", "50%") == "40%"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Kinh phí năm 2026 là bao nhiêu?", "200.000.000 đồng"),
        ("How much money in 2027?", "200.000.000 đồng"),
        ("Kinh phí đến năm 2030 là bao nhiêu?", "1.000.000.000 đồng"),
        ("Kinh phí giai đoạn 2026 - 2030 là bao nhiêu?", "1.000.000.000 đồng"),
        ("Kinh phí năm 2024 là bao nhiêu?", "1.000.000.000 đồng"),
    ],
)
def test_one_year_of_several_costs_what_a_year_costs(asked, told):
    text = f"Từ năm 2026 -2030: {YEARLY}"
    assert money(asked, text, "200.000.000 đồng", "1.000.000.000 đồng") == told


TO_COME = "- 100% chợ có tối thiểu 1 trạm thu gom."
TODAY = "Hiện nay, tại các chợ có khoảng 180 điểm, trong đó có 22 trạm thu gom."


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        ("Hiện có bao nhiêu trạm thu gom tại chợ?", TO_COME, None),
        ("Hiện có bao nhiêu trạm thu gom tại chợ?", TODAY, "22 trạm thu gom"),
        ("trạm thu gom hiện có tại chợ là bao nhiêu", TO_COME, None),
        ("Mỗi chợ có bao nhiêu trạm thu gom?", TO_COME, "tối thiểu 1 trạm thu gom"),
    ],
)
def test_what_is_to_be_reached_is_not_what_is_there_today(asked, text, told):
    facts = [target(TO_COME, "tối thiểu 1 trạm", "trạm")] if text == TO_COME else []
    assert extract(question(asked), passage(text, *facts), INFO).answer == told


def test_a_number_to_call_is_told_or_nothing():
    asked = question("Số điện thoại đường dây nóng chống ngập?")
    without = passage("Lập đường dây nóng chống ngập tại thành phố.")
    assert extract(asked, without, INFO).answer is None
    with_one = passage("- Đường dây nóng chống ngập: 0243.974.62.25.")
    assert "0243.974.62.25" in (extract(asked, with_one, INFO).answer or "")
    assert extract(question("Đường dây nóng chống ngập lập thế nào?"), without, INFO).answer


def test_a_share_of_people_in_a_row_is_no_money():
    header = ("TT", "Nội dung", "Điểm")
    row = passage("2 | Tỷ lệ hộ mở tài khoản | 40", kind="row", header=header)
    assert amount_of(question("Hộ mở tài khoản được tặng bao nhiêu tiền?"), row) is None
    paid = passage("2 | Tặng hộ mở tài khoản (triệu đồng) | 40", kind="row", header=header)
    assert amount_of(question("Tặng hộ mở tài khoản bao nhiêu tiền?"), paid) == "40"


def test_of_two_shares_joined_each_is_of_what_stands_behind_it():
    text = "Trên 80% số trạm y tế xã và 100% cơ sở cai nghiện đủ điều kiện xác định nghiện."
    both = passage(text, target(text, "Trên 80%"), target(text, "100%"))
    asked = "Bao nhiêu phần trăm {} đủ điều kiện xác định nghiện?"
    assert figure_of(question(asked.format("trạm y tế xã")), both) == "Trên 80%"
    assert figure_of(question(asked.format("cơ sở cai nghiện")), both) == "100%"


def test_a_sum_in_a_column_says_nothing_of_how_many():
    header = ("TT", "Nội dung", "Thành tiền")
    row = passage("2 | Lấy mẫu vùng nuôi cá | 24.082.830", kind="row", header=header)
    assert figure_of(question("Vùng nuôi cá lấy mẫu tại mấy điểm?"), row) is None
    assert amount_of(question("Lấy mẫu vùng nuôi cá hết bao nhiêu tiền?"), row) == "24.082.830"


def test_the_thing_itself_is_counted_before_what_is_like_it():
    text = "Sửa 11 điểm và 3 chỗ ngập, 2 cống."
    assert figure("Sửa mấy chỗ ngập?", text) == "3 chỗ ngập"
    assert figure("Sửa mấy nơi?", "Sửa 11 điểm ngập, 2 cống.") == "11 điểm"
