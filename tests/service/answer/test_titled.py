"""Which documents a question about documents means, by their titles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer import imprint, titled
from service.answer.asking import ask
from tests.service.making import INFO, passage, question

WASTE = INFO
TREES = replace(
    INFO, id="trees", title="Kế hoạch trồng cây xanh trường học năm 2023", number="7/KH"
)
DOGS = replace(INFO, id="dogs", title="Kế hoạch tiêm phòng chó, mèo năm 2023", number="9/KH-UBND")
INFOS = (WASTE, TREES, DOGS)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Ai ký kế hoạch trồng cây xanh?", {"trees"}),
        ("Phó chủ tịch nào ký kế hoạch tiêm phòng chó mèo?", {"dogs"}),
        ("Ông nào đặt bút ký kế hoạch giảm rác thải nhựa?", {WASTE.id}),
        ("Kế hoạch tiêm phòng chó mèo mang số mấy, ký ngày nào?", {"dogs"}),
        ("Who signed the tree planting plan?", {"trees"}),
        ("Ai ký kế hoạch phòng cháy rừng?", set()),  # no title says it
        ("Ai ký?", set()),  # no subject: all in scope
        ("Ai ký Kế hoạch 7/KH-UBND về cây xanh?", set()),  # the number tells
        ("Ai trồng cây xanh?", set()),  # of trees, not of a document
    ],
)
def test_the_document_whose_title_says_what_is_asked_about(asked, meant):
    told = titled.meant(question(asked), INFOS)
    assert {document for document, is_one in told.items() if is_one} == meant
    assert not told or set(told) == {info.id for info in INFOS}  # the others are not meant


@pytest.mark.parametrize(
    "asked",
    [
        "Phó chủ tịch nào ký kế hoạch?",
        "Lãnh đạo nào ký ban hành kế hoạch này?",
        "Kế hoạch này mang chữ ký của ai?",
        "Which vice chairman signed the plan?",
        "Whose signature is on the plan?",
    ],
)
def test_who_signed_is_asked_in_many_ways(asked):
    assert question(asked).intent == "metadata"


@pytest.mark.parametrize(
    "asked", ["Đơn vị nào ký hợp đồng thu gom rác?", "Ai ký cam kết không xả rác?"]
)
def test_who_signs_a_contract_is_no_signature_of_a_document(asked):
    assert question(asked).intent == "agency"


def test_number_and_day_are_told_with_the_line_that_writes_them(index):
    info = index.document("hai-duong-2023")
    reply = ask(index, "Kế hoạch rác thải nhựa của Hải Dương mang số mấy?")
    (told,) = [a for a in reply.answers if a.found and a.document.id == info.id]
    assert told.answer == info.number
    assert info.number in told.citations[0].quote


def test_a_document_may_be_called_by_the_number_that_it_amends():
    title = "Kế hoạch sửa đổi Kế hoạch số 11/KH-UBND về thu gom rác"
    amending = replace(INFO, id="b", number="35/KH-UBND", title=title)
    asked = question("Số và ngày ban hành của kế hoạch sửa đổi Kế hoạch số 11/KH-UBND là gì?")
    assert titled.meant(asked, [INFO, amending]) == {INFO.id: False, "b": True}
    assert titled.meant(asked, [INFO]) == {}
    header = passage("Số: 35/KH-UBND | ngày 12 tháng 5 năm 2023", part="front", kind="front")
    assert imprint.told(asked, header, amending) == "35/KH-UBND; 12 tháng 5 năm 2023"
    assert imprint.told(asked, header, replace(amending, title="Kế hoạch thu gom rác")) is None
