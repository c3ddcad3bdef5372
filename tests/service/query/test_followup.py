"""A follow-up and the question before it make a question that can be asked on its own."""

from __future__ import annotations

import pytest

from indexer.errors import BadQuestion
from service.query.followup import follow
from service.query.places import Known
from tests.service.making import PLACES

KNOWN = (*PLACES, Known("nghe an", "nghe-an"), Known("vinh am", "vinh-am"))
PLAIN = "Cơ quan nào khám sức khỏe ở Hải Dương?"


@pytest.fixture
def after(accents):
    def asked(previous: str | None, text: str, *places: str) -> str:
        english = any(w in text.lower().split() for w in ("what", "and", "which", "who"))
        restore = (lambda t: t) if english else accents.restore
        return follow(previous, text, KNOWN, restore, places).text

    return asked


@pytest.mark.parametrize(
    "text",
    ["còn Nghệ An thì sao?", "con nghe an", "Nghệ An?", "nghe an thi sao", "thế ở Nghệ An?"],
)
def test_another_place_takes_the_old_ones_place(after, text):
    assert after(PLAIN, text) == "Cơ quan nào khám sức khỏe ở Nghệ An?"


@pytest.mark.parametrize(
    ("previous", "text", "whole"),
    [
        (
            "Đến 2030 Hải Dương phải có bao nhiêu xã sạch ma túy?",
            "còn Nghệ An?",
            "Đến 2030 Nghệ An phải có bao nhiêu xã sạch ma túy?",
        ),
        ("Sở Y tế có nhiệm vụ gì?", "còn Nghệ An?", "Sở Y tế có nhiệm vụ gì ở Nghệ An?"),
        ("Sở Y tế có nhiệm vụ gì?", "thế Sở Tài chính?", "Sở Tài chính có nhiệm vụ gì?"),
        ("Sở Y tế có nhiệm vụ gì?", "con so tai chinh", "Sở Tài chính có nhiệm vụ gì?"),
        (
            "Chỉ tiêu của kế hoạch số 617/KH-UBND là gì?",
            "còn kế hoạch 182/KH-UBND thì sao?",
            "Chỉ tiêu của kế hoạch 182/KH-UBND là gì?",
        ),
        ("Ai ký Kế hoạch 617?", "Thế kế hoạch 182?", "Ai ký kế hoạch 182?"),
        (
            "Chỉ tiêu của kế hoạch 141/KH-UBND Hải Dương là gì?",
            "còn Nghệ An thì sao?",
            "Chỉ tiêu của kế hoạch Nghệ An là gì?",
        ),
        (
            "Chỉ tiêu của kế hoạch 141/KH-UBND Hải Dương là gì?",
            "còn Hải Dương?",
            "Chỉ tiêu của kế hoạch 141/KH-UBND Hải Dương là gì?",
        ),
        (
            "Chỉ tiêu của kế hoạch 141/KH-UBND là gì?",
            "ở các tỉnh khác thì sao?",
            "Chỉ tiêu của kế hoạch là gì ở các tỉnh khác?",
        ),
        (
            "Quyết định 1899/QĐ-TTg được Hải Dương thực hiện thế nào?",
            "còn Nghệ An?",
            "Quyết định 1899/QĐ-TTg được Nghệ An thực hiện thế nào?",
        ),
        (
            "When was Resolution 57-NQ/TW issued?",
            "and Decision 1899/QĐ-TTg?",
            "When was Decision 1899/QĐ-TTg issued?",
        ),
        (PLAIN, "còn kế hoạch 182/KH-UBND?", "còn kế hoạch 182/KH-UBND?"),
        (PLAIN, "còn xã Vĩnh Am?", "Cơ quan nào khám sức khỏe ở xã Vĩnh Am?"),
        (
            PLAIN,
            "ở các tỉnh khác thì sao?",
            "Cơ quan nào khám sức khỏe ở các tỉnh khác, trừ Hải Dương?",
        ),
        (PLAIN, "tinh khac?", "Cơ quan nào khám sức khỏe ở các tỉnh khác, trừ Hải Dương?"),
        (PLAIN, "ở địa phương khác?", "Cơ quan nào khám sức khỏe trừ Hải Dương?"),
        (PLAIN, "trừ Hải Dương ra?", "Cơ quan nào khám sức khỏe trừ Hải Dương?"),
        (PLAIN, "ngoai nghe an ra thi sao", "Cơ quan nào khám sức khỏe trừ Nghệ An?"),
        (PLAIN, "so với Nghệ An thì sao?", "Cơ quan nào khám sức khỏe ở Nghệ An?"),
        (PLAIN, "còn tất cả các tỉnh?", "Cơ quan nào khám sức khỏe?"),
        ("Ai làm ở các tỉnh khác, trừ Hải Dương?", "cả nước thì sao?", "Ai làm?"),
        (PLAIN, "còn kinh phí chợ thì sao?", "Kinh phí chợ ở Hải Dương?"),
        (PLAIN, "còn thời hạn báo cáo?", "Thời hạn báo cáo ở Hải Dương?"),
        (
            "Ai làm ở các tỉnh khác, trừ Nghệ An?",
            "thế chỉ tiêu số xã?",
            "Chỉ tiêu số xã ở các tỉnh khác trừ Nghệ An?",
        ),
        (PLAIN, "còn thời hạn báo cáo ở Nghệ An?", "còn thời hạn báo cáo ở Nghệ An?"),
        (PLAIN, "còn bao nhiêu xã chưa đạt?", "còn bao nhiêu xã chưa đạt?"),  # how many are left
        ("Sở Công an Nghệ An làm gì?", "còn Sở Y tế?", "Sở Y tế Nghệ An làm gì?"),
        ("Who pays: health checks?", "and the deadline?", "Deadline: health checks?"),
        (
            "Who pays for training in Nghe An?",
            "and in 2021?",
            "Who pays for training in Nghe An in the 2021 plan?",
        ),
        ("Who pays for training in Nghe An?", "everywhere?", "Who pays for training?"),
        (
            PLAIN,
            "còn năm 2024?",
            "Cơ quan nào khám sức khỏe ở Hải Dương theo kế hoạch năm 2024?",
        ),
        (
            "Ai kiểm tra theo kế hoạch năm 2023?",
            "2024 thì sao",
            "Ai kiểm tra theo kế hoạch năm 2024?",
        ),
        (
            "Kế hoạch cấp tỉnh giao ai tuyên truyền?",
            "vậy còn cấp xã thì sao",
            "giao ai tuyên truyền theo kế hoạch cấp xã?",
        ),
        (
            "Who handles checks in the 2023 plan?",
            "and what about 2024?",
            "Who handles checks in the 2024 plan?",
        ),
        ("Đến 2025 đạt bao nhiêu?", "còn năm 2030?", "Đến 2030 đạt bao nhiêu?"),
        (
            "Cơ quan nào khám sức khỏe ở các tỉnh khác, trừ Hải Dương?",
            "còn Nghệ An?",
            "Cơ quan nào khám sức khỏe ở Nghệ An?",
        ),
        (
            "Which agency runs health checks in Hải Dương?",
            "what about other provinces?",
            "Which agency runs health checks in other provinces, except Hải Dương?",
        ),
        (
            "Which agency runs health checks in Hải Dương?",
            "and in Nghe An?",
            "Which agency runs health checks in Nghệ An?",
        ),
    ],
)
def test_what_changes_is_put_into_the_previous_question(after, previous, text, whole):
    assert after(previous, text) == whole


def test_a_place_the_previous_question_was_narrowed_to_is_left_out_elsewhere(after):
    whole = after("Cơ quan nào khám sức khỏe?", "ở các tỉnh khác?", "Cà Mau")
    assert whole == "Cơ quan nào khám sức khỏe ở các tỉnh khác, trừ Cà Mau?"


@pytest.mark.parametrize(
    "text",
    ["Ai kiểm tra chợ ở Nghệ An?", "kinh phí chợ?", "Nghệ An kiểm tra chợ ra sao?"],
)
def test_a_whole_question_is_no_follow_up(after, text):
    assert after(PLAIN, text) == text


@pytest.mark.parametrize(
    "text",
    ["còn Nghệ An thì sao?", "ở các tỉnh khác?", "what about other provinces?", "con nam 2024"],
)
def test_without_a_previous_question_it_is_said(after, text):
    with pytest.raises(BadQuestion, match="previous") as raised:
        after(None, text)
    assert raised.value.field == "previous"


@pytest.mark.parametrize("text", ["vay Quỹ đầu tư phát triển", "thẻ Bảo hiểm xã hội"])
def test_a_first_word_that_only_without_its_marks_is_one_of_going_on_is_not(after, text):
    assert after(None, text) == text


def test_a_place_alone_is_no_follow_up_of_nothing(after):
    assert after(None, "Nghệ An") == "Nghệ An"


def test_a_body_needs_one_to_take_its_place(after):
    with pytest.raises(BadQuestion, match="Sở Tài chính"):
        after(PLAIN, "còn Sở Tài chính thì sao?")


@pytest.mark.parametrize(
    ("previous", "text", "whole"),
    [
        (PLAIN, "thế kinh phí thì sao?", "Kinh phí khám sức khỏe ở Hải Dương?"),
        (PLAIN, "còn thời hạn?", "Thời hạn khám sức khỏe ở Hải Dương?"),
        (PLAIN, "kinh phí", "Kinh phí khám sức khỏe ở Hải Dương?"),
        (
            "co quan nao kham suc khoe o hai duong",
            "the kinh phi thi sao",
            "kinh phi kham suc khoe o hai duong?",
        ),
        (
            "Kinh phí khám sức khỏe ở Hải Dương lấy từ nguồn nào?",
            "còn ai chủ trì?",
            "Ai chủ trì khám sức khỏe ở Hải Dương?",
        ),
        ("Hải Dương 1245 ai là đầu mối?", "thế ai ký?", "Ai ký Hải Dương 1245?"),
        # Of the plan, whatever was asked of it and not found there.
        ("Kế hoạch 617/KH-UBND có xe điện không?", "Ai ký?", "Ai ký Kế hoạch 617/KH-UBND?"),
        ("What must plan 617/KH-UBND buy?", "who signed it?", "Who signed it: plan 617/KH-UBND?"),
        (PLAIN, "who pays?", "Kinh phí khám sức khỏe ở Hải Dương?"),
        (
            "Which agency organises health checks in Hải Dương?",
            "who pays?",
            "Who pays: health checks in Hải Dương?",
        ),
        (
            "Where does the funding for health checks come from?",
            "what about the deadline?",
            "The deadline: health checks?",
        ),
    ],
)
def test_something_else_is_asked_of_the_same(after, previous, text, whole):
    assert after(previous, text) == whole


@pytest.mark.parametrize("text", ["Kinh phí phòng chống ma túy?", "Ai chủ trì việc này?"])
def test_a_question_that_names_its_subject_is_whole(after, text):
    assert after(PLAIN, text) == text
