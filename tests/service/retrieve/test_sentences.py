"""The sentence of a passage that a question asks about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.retrieve import sentences
from tests.service.making import question

FILLING = "tổ chức trồng cây, quét dọn đường làng và vệ sinh chuồng trại ở mọi thôn bản của xã"


@pytest.mark.parametrize(
    ("asks", "told"),
    [
        ("thư điện tử vào trang nào?", "Thư điện tử vào trang mail.xa.gov.vn của xã."),
        ("dùng IoT để làm gì?", "Dùng AI, IoT,... để đo mực nước (hồ, đập; sông) hằng ngày."),
        ("đơn vị nào ký giấy?", "Ký giấy."),
    ],
)
def test_a_sentence_ends_where_another_begins(asks, told):
    text = (
        "- Thư điện tử vào trang mail.xa.gov.vn của xã. Dùng AI, IoT,... để đo mực nước"
        " (hồ, đập; sông) hằng ngày.Ký giấy."
    )
    assert sentences.nearest(question(asks), text) == told


def test_lines_of_their_own_are_no_part_of_the_sentence():
    text = "Quét dọn chợ;\n- Thời gian: hằng tuần.\nb) Sửa đê"
    assert sentences.nearest(question("quét dọn chợ thế nào?"), text) == "Quét dọn chợ"
    assert sentences.nearest(question("sửa đê thế nào?"), text) == "b) Sửa đê"


def test_of_a_long_sentence_as_much_is_told_as_an_answer_holds():
    text = "; ".join([FILLING, "đo mực nước (hồ; đập) ở cống", FILLING, FILLING, FILLING, FILLING])
    told = sentences.nearest(question("đo mực nước ở đâu?"), text)
    assert told == "; ".join(["đo mực nước (hồ; đập) ở cống", FILLING, FILLING, FILLING, FILLING])
    last = sentences.nearest(question("đo mực nước ở đâu?"), f"{text}; đo mực nước ở cống ngầm")
    assert last.endswith("đo mực nước ở cống ngầm")


@given(st.text(alphabet="ab đÁ.;,:()\n-1 ", max_size=2000))
def test_what_is_told_stands_in_the_passage(text):
    told = sentences.nearest(question("a b đ"), text)
    assert len(told) <= sentences.LONGEST + 1
    assert told.removesuffix("…") in text


def test_what_few_sentences_say_tells_them_apart():
    text = "Đoàn làm việc với xã trực tiếp tại xã. Không gặp được thì đoàn làm việc qua Zalo."
    told = sentences.nearest(question("đoàn làm việc với xã qua Zalo được không?"), text)
    assert told == "Không gặp được thì đoàn làm việc qua Zalo."


def test_a_text_goes_on_from_where_the_room_holds_the_nearest_sentence():
    asked = question("đo mực nước ở đâu?")
    text = "Trồng cây. Quét dọn chợ. Đo mực nước ở cống. Họp dân."
    assert sentences.towards(asked, text, 100) == text
    assert sentences.towards(asked, text, 44) == text  # held from the beginning
    assert sentences.towards(asked, text, 40) == "Quét dọn chợ. Đo mực nước ở cống. Họp dân."
    assert sentences.towards(asked, text, 5) == "Đo mực nước ở cống. Họp dân."


@given(st.lists(st.sampled_from(["Trồng cây.", "Đo mực nước; sửa đê.", FILLING, "a)", "\n- Họp"])))
def test_what_a_text_goes_on_with_ends_it_and_holds_the_nearest_sentence(parts):
    asked, text = question("sửa đê, đo mực nước ở đâu?"), " ".join(parts)
    rest = sentences.towards(asked, text, 60)
    assert text.endswith(rest)
    assert sentences.nearest(asked, text).removesuffix("…") in rest
