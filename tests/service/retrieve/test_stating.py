"""Whether a passage states a fact of the kind asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.query.asked import asked
from service.retrieve.cited import bases
from service.retrieve.stating import figure, states
from tests.service.making import (
    INFO,
    agency,
    deadline,
    funding,
    law,
    passage,
    question,
    target,
)


def stated(text, found, on_funds=False, info=INFO):
    return states(question(text), found, info, on_funds) > 0


def test_an_agency_needs_a_role():
    assert stated("Ai thu gom?", passage("Sở Y tế thu gom.", agency("Sở Y tế", "perform")))
    assert not stated("Ai thu gom?", passage("Báo cáo Sở Y tế.", agency("Sở Y tế", None)))


@pytest.mark.parametrize(
    ("text", "figure", "yes"),
    [
        ("Thu gom bao nhiêu phần trăm?", "85%", True),
        ("Thu gom bao nhiêu phần trăm?", "85 tấn", False),
        ("Tỷ lệ thu gom là bao nhiêu?", "85 phần trăm", True),
        ("Tỷ lệ thu gom là bao nhiêu?", "85 tấn", False),
        ("What percentage is collected?", "85%", True),
        ("What share is collected?", "85 tấn", False),
        ("Thu gom bao nhiêu?", "nhiều", False),
        ("Chỉ tiêu thu gom, chi phí bao nhiêu?", "85%", False),
        ("Chỉ tiêu thu gom, chi phí bao nhiêu?", "2.400.000.000 đồng", True),
        ("How much money does collecting cost?", "85%", False),
    ],
)
def test_a_figure_in_the_unit_asked_for(text, figure, yes):
    assert stated(text, passage(f"Thu gom {figure} rác.")) is yes


def test_a_known_target_is_a_figure_and_a_bare_number_is_not():
    text = "7. Thu gom 85 tấn."
    assert stated("Thu gom bao nhiêu?", passage(text, target(text, "85 tấn", "tấn")))
    assert not stated("Thu gom bao nhiêu?", passage(text))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1 | Điểm thu gom | 12 | Sở Y tế", "12"),
        ("1 | Tỷ lệ thu gom | 85% | Sở Y tế", "85%"),
        ("1 | Điểm thu gom | 2024 | 12", "12"),
        ("1 | Điểm thu gom | 1316/QĐ-TTg", None),
        ("1 | Điểm thu gom | 2024", None),
        ("12", None),
    ],
)
def test_a_figure_in_the_cells_of_a_row(row, said):
    assert figure(passage(row, kind="row")) == said
    assert figure(passage(row)) is None


def test_an_amount_known_is_money():
    text = "Cấp năm tỷ đồng."
    found = passage(text, funding(text, "năm tỷ đồng", 5e9))
    assert stated("Tổng kinh phí bao nhiêu tiền?", found)
    assert not stated("Tổng kinh phí bao nhiêu tiền?", passage(text))


def how_far(text, found):
    return states(question(text), found, INFO, False)


@pytest.mark.parametrize(
    ("text", "when", "kind", "far"),
    [
        ("Khi nào xong?", "trước ngày 30/9", "date", 1.0),
        ("Khi nào xong?", "Quý III", "date", 1.0),
        ("Khi nào xong?", "đến năm 2030", "date", 0.5),
        ("Năm nào xong?", "đến năm 2030", "date", 1.0),
        ("Bao lâu khảo sát một lần?", "hằng năm", "cycle", 1.0),
        ("Bao lâu khảo sát một lần?", "trước ngày 30/9", "date", 0.5),
        ("Bao lâu báo cáo một lần?", "hằng năm", "cycle", 0.0),  # of what, it does not say
        ("Khi nào báo cáo?", "thường xuyên", "period", 1.0),
    ],
)
def test_how_far_a_date_is_the_one_asked_for(text, when, kind, far):
    assert how_far(text, passage(when, deadline(when, when, kind))) == far


def test_the_date_of_a_document_cited_is_no_deadline():
    assert how_far("Khi nào xong?", passage("Theo Quyết định số 5/QĐ-UBND ngày 3/9/2024")) == 0.0
    assert how_far("Khi nào xong?", passage("Kế hoạch năm 2024")) == 0.5


def test_how_often_reports_are_due_is_told_of_reports_alone():
    for text, far in (("Báo cáo hằng quý.", 1.0), ("Đăng tin hằng quý.", 0.0)):
        found = passage(text, deadline(text, "hằng quý", "cycle"))
        assert how_far("Bao lâu phải báo cáo kết quả một lần?", found) == far
        assert how_far("Kết quả phải báo cáo mấy lần một năm?", found) == far


@pytest.mark.parametrize("text", ["2.2. Đợt 2: Từ tháng 01", "Mục 3.1. đợt này"])
def test_the_number_of_a_heading_counts_nothing(text):
    assert how_far("Chia làm mấy đợt?", passage(text)) == 0.0


def test_where_something_lies_is_no_quantity():
    row = passage("16 | Xã Nam Ka | 450549.13 | 3", kind="row")
    header = ("TT", "Tên điểm", "Vị trí lấy mẫu (theo tọa độ VN-2000) X", "Số mẫu")
    row = replace(row, clause=replace(row.clause, header=header))
    assert figure(row) == "3"


@pytest.mark.parametrize(
    ("text", "far"),
    [("xây 05 trạm", 1.0), ("xây 5 mô hình cho 100% xã", 0.5), ("xây nhiều trạm", 0.0)],
)
def test_a_figure_of_the_thing_that_is_counted(text, far):
    known = (target(text, "100%"),) if "%" in text else ()
    assert how_far("Xây mấy trạm?", passage(text, *known)) == far


def test_the_column_may_name_what_is_counted():
    row = passage("1 | Thu gom | 40", kind="row", header=("TT", "Tiêu chí", "Điểm chuẩn"))
    assert how_far("Thu gom được mấy điểm?", row) == 1.0
    assert how_far("Thu gom cho mấy xã?", row) == 0.5


@pytest.mark.parametrize(
    ("text", "number", "kind", "far"),
    [
        ("Theo thông tư nào?", "87/2025/TT-BTC", "Thông tư", 1.0),
        ("Theo thông tư nào?", "85/2015/QH13", "Luật", 0.5),
        ("Theo tờ trình số mấy?", "2010/TTr-SXD", "Tờ trình", 1.0),
        ("Theo tờ trình số mấy?", "87/2025/TT-BTC", "Thông tư", 0.5),
        ("Kế hoạch nào dẫn Chỉ thị 46?", "46-CT/TW", "Chỉ thị", 1.0),
        ("Kế hoạch nào dẫn Chỉ thị 46?", "28/CT-TTg", "Chỉ thị", 0.5),
    ],
)
def test_how_far_a_document_is_the_one_asked_for(text, number, kind, far):
    cited = f"{kind} số {number}"
    assert how_far(text, passage(cited, replace(law(cited, number), kind=kind))) == far


def test_a_legal_basis_is_a_document_cited():
    text = "Thực hiện Quyết định số 1316/QĐ-TTg."
    assert stated("Căn cứ văn bản nào?", passage(text, law(text, "1316/QĐ-TTg")))
    assert not stated("Căn cứ văn bản nào?", passage("Thực hiện pháp luật."))


def test_funding_is_a_source_or_stands_under_such_a_heading():
    text = "Lấy từ ngân sách tỉnh."
    source = "Kinh phí lấy từ nguồn nào?"
    assert stated(source, passage(text, funding(text, "ngân sách tỉnh")))
    assert stated(source, passage("Các đơn vị tự bố trí."), on_funds=True)
    assert not stated(source, passage("Các đơn vị tự bố trí."))


@pytest.mark.parametrize(
    ("text", "line", "part", "yes"),
    [
        ("Ai ký kế hoạch?", "TM. ỦY BAN NHÂN DÂN\nTrần Văn Mẫu", "back", True),
        ("Ai ký kế hoạch?", "Nơi nhận:\n- Lưu: VT.", "back", False),
        ("Who signed the plan?", "Trần Văn Mẫu", "back", True),
        ("Ai ký kế hoạch?", "Giao ông Trần Văn Mẫu.", "plan", False),
        ("Kế hoạch mang số mấy?", "Số: 1245/KH-UBND", "front", True),
        ("Kế hoạch mang số mấy?", "Số: 77/KH-UBND", "front", False),
        ("Kế hoạch ban hành ngày nào?", "Hải Dương, ngày 12 tháng 5 năm 2023", "front", True),
        ("Kế hoạch ban hành ngày nào?", "KẾ HOẠCH", "front", False),
        ("Kế hoạch ban hành ngày nào?", "ngày 12 tháng 5 năm 2023", "plan", False),
    ],
)
def test_a_line_that_tells_of_the_document(text, line, part, yes):
    assert stated(text, passage(line, part=part)) is yes


def test_a_document_whose_signer_is_unknown_states_none():
    unsigned = replace(INFO, signer=None)
    assert not stated("Ai ký kế hoạch?", passage("Mẫu", part="back"), info=unsigned)


@pytest.mark.parametrize(
    ("part", "yes"),
    [("plan", True), ("appendix", True), ("decision", True), ("front", False), ("back", False)],
)
def test_any_passage_of_the_body_tells_something(part, yes):
    assert stated("rác thải nhựa", passage("Rác.", part=part)) is yes


def test_what_the_words_ask_for():
    money = asked("Chi phí trồng rừng là bao nhiêu?")
    assert (money.money, money.how_much, money.share) == (True, True, False)
    assert asked("What share of boats?").share
    assert asked("so hieu ke hoach").number
    assert asked("Ai đã ký?").signer


def test_the_plan_that_an_annex_belongs_to_is_no_legal_basis():
    text = "(Ban hành kèm theo Kế hoạch số 552/KH-UBND)"
    annexed = law(text, "Kế hoạch số 552/KH-UBND")
    assert bases(question("Căn cứ văn bản nào?"), passage(text, annexed)) == []


def test_a_closing_paragraph_under_a_heading_on_money_states_none():
    closing = "Đề nghị các đơn vị khẩn trương thực hiện; kịp thời báo cáo."
    assert not stated("Kinh phí lấy từ đâu?", passage(closing), on_funds=True)
    community = "Lập kế hoạch dựa vào cộng đồng và hoạt động của người lao động."  # no "đồng"
    assert not stated("Kinh phí lấy từ đâu?", passage(community), on_funds=True)
    assert stated("Kinh phí lấy từ đâu?", passage("Mỗi xã 5 triệu đồng."), on_funds=True)


@pytest.mark.parametrize(
    ("text", "priced"),
    [
        ("giá vé tham quan", True),
        ("mức quà Tết", True),
        ("How much is the bus fare?", True),
        ("What is the share of poor households?", False),
        ("mức độ hài lòng", False),
        ("tiền thưởng lấy từ đâu", False),
    ],
)
def test_a_price_asks_how_much(text, priced):
    assert asked(text).how_much == priced


def test_a_header_tells_no_day_where_the_plans_own_is_not_known():
    head = passage("Hải Dương, ngày     tháng 5 năm 2023", part="front", kind="front")
    asked = question("Kế hoạch ban hành ngày nào?")
    assert states(asked, head, replace(INFO, date="2023-05"), False) == 0.0
    full = passage("Hải Dương, ngày 12 tháng 5 năm 2023", part="front", kind="front")
    assert states(asked, full, INFO, False) == 1.0


def test_what_is_counted_may_go_by_another_name():
    assert how_far("Mấy chỗ ngập?", passage("còn 11 điểm úng ngập")) == 1.0
    assert how_far("Lấy mẫu ở mấy vị trí, mỗi nơi mấy lần?", passage("lấy mẫu ở 03 điểm")) == 1.0
    assert how_far("Bao nhiêu công ty gửi đơn?", passage("theo đơn của 28 đơn vị")) == 1.0
    assert how_far("Bao nhiêu công trình?", passage("theo đơn của 28 đơn vị")) == 0.0
    assert how_far("Bao nhiêu công ty?", passage("xây 5 công trình")) == 0.0
    assert how_far("Được cộng mấy điểm?", passage("xếp 5 vị trí đầu")) == 0.0
    assert how_far("Bao nhiêu người cao tuổi?", passage("giao 15 cán bộ y tế")) == 0.0
    assert how_far("Chọn mấy người?", passage("tặng không quá 10 cá nhân")) == 1.0


@pytest.mark.parametrize(
    ("asked", "text", "far"),
    [
        ("Cần bao nhiêu hộ có mặt?", "có ít nhất 2/3 số hộ gia đình", 1.0),
        ("Làm mấy sự kiện?", "tổ chức ít nhất một sự kiện", 1.0),
        ("Làm mấy sự kiện?", "tổ chức một sự kiện", 0.0),
        ("Nghỉ tối đa mấy buổi?", "không quá 03 (ba) buổi", 1.0),
        ("Mấy hộ?", "trước ngày 5/6/2026 hộ nộp đơn", 0.0),
    ],
)
def test_a_figure_may_be_a_fraction_or_in_letters(asked, text, far):
    assert how_far(asked, passage(text)) == far
