"""What a document says of itself, and what of it is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer.imprint import told
from service.retrieve.stating import metadata_states
from tests.service.making import INFO, law, passage, question

HEADER = passage("ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG Số: 1245/KH-UBND", part="front", kind="front")
BLANK = passage("Số:       /KH-UBND, ngày     tháng    năm 2023", part="front", kind="front")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Kế hoạch rác thải nhựa số mấy?", "1245/KH-UBND"),
        ("Kế hoạch rác thải nhựa ban hành ngày nào?", "12/05/2023"),
        ("Ai ký kế hoạch rác thải nhựa, số mấy?", "Trần Văn Mẫu; 1245/KH-UBND"),
    ],
)
def test_what_is_known(asked, answer):
    assert told(question(asked), HEADER, INFO) == answer


@pytest.mark.parametrize(
    "asked", ["Kế hoạch rác thải nhựa số mấy?", "Kế hoạch rác thải nhựa ban hành ngày nào?"]
)
def test_a_blank_number_or_day_is_not_told_by_the_year(asked):
    assert told(question(asked), BLANK, replace(INFO, number=None, date="2023")) is None


SENT = passage(
    "Nơi nhận:\n- Sở Y tế tỉnh;\n- Phòng Kinh tế;\n- Lưu: VT, VX. | TM. ỦY BAN NHÂN DÂN",
    part="back",
    kind="back",
)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Kế hoạch rác thải nhựa được gửi cho những nơi nào?", "Sở Y tế tỉnh; Phòng Kinh tế"),
        ("Nơi nhận kế hoạch rác thải nhựa", "Sở Y tế tỉnh; Phòng Kinh tế"),
        ("Kế hoạch rác thải nhựa được gửi lên sở nào?", "Sở Y tế tỉnh"),
        ("Who receives the plastic waste plan?", "Sở Y tế tỉnh; Phòng Kinh tế"),
    ],
)
def test_whom_a_document_went_to_is_listed_below_it(asked, answer):
    assert question(asked).intent == "metadata"
    assert metadata_states(question(asked), SENT.text, INFO, "back")
    assert told(question(asked), SENT, INFO) == answer


@pytest.mark.parametrize(
    "asked", ["Nơi nhận hồ sơ khen thưởng ở đâu?", "Các xã gửi kế hoạch về sở nào?"]
)
def test_where_something_is_sent_is_not_asked_of_the_document(asked):
    assert question(asked).intent != "metadata"


def test_the_number_that_a_question_gives_is_not_the_one_it_asks_for():
    text = "Kế hoạch 1245/KH-UBND thực hiện Quyết định 1899/QĐ-TTg"
    cites = passage(text, law(text, "1899/QĐ-TTg"), part="front", kind="front")
    asked = question("Số hiệu văn bản triển khai Quyết định 1899/QĐ-TTg là gì?")
    assert told(asked, cites, INFO) == "1245/KH-UBND"
