"""Which of several dates is the one asked for."""

from __future__ import annotations

import pytest

from indexer.facts import deadlines, laws
from service.answer.dates import deadline_of
from service.retrieve.times import times_of, told
from tests.service.making import deadline, passage, question, target


def test_a_range_of_dates_is_one_answer():
    text = "Thực hiện từ tháng 3 năm 2024 đến hết tháng 5 năm 2024."
    found = passage(
        text, deadline(text, "tháng 3 năm 2024"), deadline(text, "đến hết tháng 5 năm 2024")
    )
    asked = question("Thực hiện từ khi nào?")
    assert deadline_of(asked, found) == "từ tháng 3 năm 2024 đến hết tháng 5 năm 2024"


def test_the_dates_of_the_part_asked_about():
    text = "Trồng rừng trước ngày 30/9; báo cáo kết quả trước ngày 15/12."
    found = passage(text, deadline(text, "trước ngày 30/9"), deadline(text, "trước ngày 15/12"))
    assert deadline_of(question("Báo cáo trước ngày nào?"), found) == "trước ngày 15/12"


def test_a_label_line_and_a_column_say_when():
    labelled = passage("- Trồng rừng năm 2024.\nThời gian thực hiện: Quý II năm 2025.")
    assert deadline_of(question("Khi nào trồng rừng?"), labelled) == "Quý II năm 2025"
    row = passage(
        "1 | Trồng rừng năm 2024 | Quý III",
        kind="row",
        header=("TT", "Nhiệm vụ", "Thời gian hoàn thành"),
    )
    assert deadline_of(question("Khi nào trồng rừng?"), row) == "Quý III"


def test_an_end_that_is_an_event():
    found = passage("Đợt trồng rừng kéo dài đến khi phủ kín bãi bồi, kể cả mùa mưa.")
    told = deadline_of(question("Trồng rừng tới khi nào?"), found)
    assert told == "đến khi phủ kín bãi bồi"


def test_a_date_is_told_with_the_year_that_follows():
    text = "Nộp hồ sơ trước ngày 29 tháng 4 năm 2026."
    found = passage(text, deadline(text, "trước ngày 29 tháng 4"))
    assert (
        deadline_of(question("Nộp hồ sơ trước ngày nào?"), found)
        == "trước ngày 29 tháng 4 năm 2026"
    )
    other = "Nộp hồ sơ trước ngày 29/4; năm 2026 sơ kết."
    found = passage(other, deadline(other, "trước ngày 29/4"))
    assert deadline_of(question("Nộp hồ sơ trước ngày nào?"), found) == "trước ngày 29/4"


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        ("Báo cáo trước mấy giờ?", "Báo cáo trước 15 giờ hằng ngày.", "trước 15 giờ hằng ngày"),
        ("Trực từ mấy giờ?", "Lực lượng trực (10 giờ đến 20 giờ).", "10 giờ đến 20 giờ"),
        (
            "Đốt cỏ vào lúc nào trong ngày?",
            "Đốt trước 09 giờ hoặc sau 16 giờ, xong sau 24 giờ.",
            "trước 09 giờ; sau 16 giờ",
        ),
        (
            "Vận động đến mấy giờ, ngày nào?",
            "Vận động từ ngày 26/02/2026 đến 05 giờ 00 ngày 14/3/2026.",
            "đến 05 giờ 00 ngày 14/3/2026",
        ),
        ("Xử lý trong mấy giờ?", "Xử lý trong 24 giờ, báo trước 8 giờ sáng.", "24 giờ"),
    ],
)
def test_an_hour_of_the_day_where_one_is_asked_for(asked, text, told):
    assert deadline_of(question(asked), passage(text)) == told


def test_of_several_lengths_the_one_beside_what_is_asked():
    text = "Xã dán kết quả sau 03 ngày làm việc. Thời gian niêm yết là 30 ngày."
    asked = question("Niêm yết kết quả trong bao lâu?")
    assert deadline_of(asked, passage(text)) == "30 ngày"


def test_the_year_is_told_where_a_year_is_asked_for():
    text = "Báo cáo năm gửi trước ngày 30/11 hằng năm. Báo cáo giữa kỳ (năm 2030)."
    found = passage(text, deadline(text, "trước ngày 30/11"))
    assert deadline_of(question("Báo cáo giữa kỳ vào năm nào?"), found) == "năm 2030"
    assert deadline_of(question("Báo cáo năm gửi ngày nào?"), found) == "trước ngày 30/11"


def test_months_tell_no_year():
    months = "Thời gian thực hiện: Từ tháng 3 đến tháng 11 hằng năm."
    asked = question("Quan trắc kéo dài đến năm nào?")
    assert deadline_of(asked, passage(months)) is None
    assert deadline_of(asked, passage("Quan trắc từ năm 2026 - 2030.")) == "từ năm 2026 - 2030"


def test_an_end_is_a_day_and_not_how_often():
    header = ("TT", "Nhiệm vụ", "Thời gian hoàn thành")
    row = passage("1 | Trồng rừng | Hàng năm", kind="row", header=header)
    assert deadline_of(question("Trồng rừng bao giờ xong?"), row) is None
    assert deadline_of(question("Trồng rừng khi nào?"), row) == "Hàng năm"


def dated(asked, text):
    """What is told of a text with the facts that the indexer finds in it."""
    return deadline_of(
        question(asked), passage(text, *deadlines.find(text, 0), *laws.find(text, 0))
    )


@pytest.mark.parametrize(
    "cited",
    [
        "Tờ trình số 4017/TTr-SYT ngày 23 tháng 4 năm 2026",
        "Tờ trình số §3/TTr-UBND ngày 31 tháng 3 năm 2026",
        "Tờ trình ngày 5/6/2026",
        "Công văn số 12/SYT-VP, ngày 5/6/2026",
        "Quyết định số 12/QĐ-UBND năm 2026",
        "Chỉ thị 46-CT/TW, ngày 16/5/2026",
        "Nghị quyết năm 2026",
        "Hiến pháp năm 2013",
        "Luật Lâm nghiệp năm 2017",
    ],
)
def test_the_date_of_a_document_cited_is_no_deadline(cited):
    text = f"Giao rừng cho tỉnh quản lý theo {cited}."
    assert dated("Từ khi nào giao rừng cho tỉnh?", text) is None
    assert dated("Giao rừng cho tỉnh từ năm nào?", text) is None
    assert dated("Khi nào giao rừng?", f"{text[:-1]}; giao xong năm 2027.") == "năm 2027"


@pytest.mark.parametrize(
    "text", ["Hội đồng nhân dân, UBND năm 2026 giao rừng.", "Sở, ngành giao rừng năm 2026."]
)
def test_the_year_after_a_body_is_when(text):
    assert dated("Khi nào giao rừng?", text) == "năm 2026"


def test_dates_that_a_word_joins_are_told_as_written():
    text = "Báo cáo hằng quý và hằng năm."
    found = passage(text, deadline(text, "hằng quý", "cycle"), deadline(text, "hằng năm", "cycle"))
    assert deadline_of(question("Bao lâu báo cáo một lần?"), found) == "hằng quý và hằng năm"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Đo nước, tần suất quan trắc: 02 đợt/tháng (18 đợt/năm).", "02 đợt/tháng; 18 đợt/năm"),
        ("Đo nước ít nhất một tháng một lần.", "ít nhất một tháng một lần"),
        ("Đo nước 06 tháng một lần.", "06 tháng một lần"),
        ("Đo nước định kỳ 03 năm một lần hoặc khi cần.", "định kỳ 03 năm một lần"),
        ("Đo nước tối thiểu một lần/năm.", "tối thiểu một lần/năm"),
        ("Đo nước ít nhất mỗi năm 1 lần.", "ít nhất mỗi năm 1 lần"),
        ("Đo nước không quá 01 lần trong năm.", "không quá 01 lần trong năm"),
        ("Đo nước 02 lần/ngày.", "02 lần/ngày"),
        ("Đo nước hằng tháng.", "hằng tháng"),
    ],
)
def test_how_often_is_told_as_the_plan_says_it(text, told):
    found = passage(text, *deadlines.find(text, 0))
    for asked in ("Tần suất đo nước thế nào?", "Bao lâu đo nước một lần?"):
        assert deadline_of(question(asked), found) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("02 lần/6 tháng", "02 lần/6 tháng"),
        ("6 tháng/lần", "6 tháng/lần"),
        ("3 tháng/1 lần", "3 tháng/1 lần"),
        ("02 (hai) lần/năm", "02 (hai) lần/năm"),
        ("mỗi quý ít nhất 01 lần", "mỗi quý ít nhất 01 lần"),
        ("3 (đợt/năm)", "3 (đợt/năm)"),
        ("không dưới 2 lần một năm", "không dưới 2 lần một năm"),
        ("4 lần/năm/xã", "4 lần/năm/xã"),
        ("2-3 lần/năm", "2-3 lần/năm"),
        ("hai năm một lần", "hai năm một lần"),
        ("Mỗi tháng 2 buổi", "Mỗi tháng 2 buổi"),
    ],
)
def test_how_often_in_the_forms_of_plans(text, told):
    assert [t.text for t in times_of(passage(text)) if t.kind == "cycle"] == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Đo nước lần thứ hai năm 2026.",
        "Hạn mức 3 lần năm 2026.",
        "Tổ chức 3 hội nghị trong năm 2025.",
        "Tổ chức 01 hội nghị trong ngày 15/6/2025.",
        "Kiểm tra 02 đợt trong tháng 6.",
        "Ngày 15 tháng 1 hội nghị trực tuyến.",
        "Tăng gấp 3 lần trong một năm.",
        "1.200 lần/năm",
        "2,5 lần/năm",
        "Họp kỳ 2 năm học.",
    ],
)
def test_what_only_looks_like_how_often_is_not(text):
    assert [t for t in times_of(passage(text)) if t.kind == "cycle"] == []


def test_a_day_is_no_answer_to_how_often_alone():
    text = "Họp trước ngày 15/12/2025."
    found = passage(text, deadline(text, "trước ngày 15/12/2025"))
    assert deadline_of(question("Ban chỉ đạo họp mấy lần một năm?"), found) is None
    asked = question("Họp mấy lần một năm, vào ngày nào?")
    assert deadline_of(asked, found) == "trước ngày 15/12/2025"


YEAR_ABOVE = ("II. MỤC TIÊU", "1. Mục tiêu đến hết năm 2026")


@pytest.mark.parametrize(
    "asked", ["Khi nào trồng xong 100% đồi trọc?", "Đến năm nào phủ xanh đồi trọc?"]
)
def test_a_target_is_due_when_the_heading_above_says(asked):
    text = "100% đồi trọc được phủ xanh."
    found = passage(text, target(text, "100%"), context=YEAR_ABOVE)
    assert deadline_of(question(asked), found) == "đến hết năm 2026"
    assert told(question(asked), found)[0] == 0.5


def test_the_heading_above_dates_targets_alone_and_those_without_a_year_of_their_own():
    asked = question("Khi nào phủ xanh đồi trọc?")
    assert deadline_of(asked, passage("Phủ xanh đồi trọc.", context=YEAR_ABOVE)) is None
    text = "100% đồi trọc được phủ xanh năm 2025."
    own = passage(text, target(text, "100%"), context=YEAR_ABOVE)
    assert deadline_of(asked, own) == "năm 2025"
    often = "100% đồi trọc được kiểm tra."
    checked = passage(often, target(often, "100%"), context=YEAR_ABOVE)
    assert deadline_of(question("Đồi trọc được kiểm tra mấy lần một năm?"), checked) is None


def test_of_a_length_that_is_cut_the_new_one():
    found = passage("Giảm thời gian từ 05 ngày làm việc xuống còn 03 ngày làm việc.")
    assert deadline_of(question("Làm trong mấy ngày?"), found) == "03 ngày làm việc"


def test_what_the_title_of_a_clause_says_is_said_of_each_of_its_dates():
    text = "3. Phong trào thi đua: Thi đua từ tháng 10 năm 2025. Tổng kết vào tháng 4 năm 2026."
    dates = (deadline(text, "tháng 10 năm 2025"), deadline(text, "tháng 4 năm 2026"))
    asked = question("Tổng kết phong trào thi đua phục vụ bầu cử vào tháng mấy?")
    assert deadline_of(asked, passage(text, *dates)) == "tháng 4 năm 2026"


def test_how_often_is_told_with_the_days_right_before_it():
    text = "Báo cáo trước ngày 01/6 và 15/11 hằng năm."
    parts = ("trước ngày 01/6", "15/11", "hằng năm")
    found = passage(
        text, *(deadline(text, p, "cycle" if p == "hằng năm" else "date") for p in parts)
    )
    asked = question("Mỗi năm báo cáo mấy lần, vào lúc nào?")
    assert deadline_of(asked, found) == "trước ngày 01/6 và 15/11 hằng năm"


def test_a_column_that_names_no_day_tells_none_where_a_day_is_asked_for():
    header = ("TT", "Nhiệm vụ", "Thời gian hoàn thành")
    days = ("Quý III", "Trước mùa mưa", "Cuối năm", "Tháng Mười hai")
    for cell, day in (("Theo kế hoạch riêng", None), *((day, day) for day in days)):
        row = passage(f"1 | Trồng rừng | {cell}", kind="row", header=header)
        assert deadline_of(question("Trồng rừng xong quý nào?"), row) == day


def test_half_a_word_of_the_task_is_none_of_it():
    text = (
        "Lập kế hoạch làm luật xong trong tháng 12/2025. Báo cáo Sở Tư pháp kết quả của kế hoạch"
        " trước ngày 15 tháng 11."
    )
    found = passage(
        text, deadline(text, "trong tháng 12/2025"), deadline(text, "trước ngày 15 tháng 11")
    )
    asked = question("Lập kế hoạch làm luật, xây dựng pháp luật vào lúc nào?")
    assert deadline_of(asked, found) == "trong tháng 12/2025"
