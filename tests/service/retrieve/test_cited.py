"""A document that a plan only cites, asked of by its kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.facts import laws
from service.answer.extract import extract
from service.retrieve.stating import states
from tests.service.making import INFO, passage, question

TEXT = (
    "Thực hiện Chỉ thị số 07/CT-UBND ngày 06/10/2025 về rác thải, nước thải, khói bụi và các loại"
    " chất thải khác phát sinh trên địa bàn xã trong mùa lễ hội và các ngày nghỉ, tại chợ, trường"
    " học, bến xe, bến tàu; Chỉ thị số 46/CT-UBND ngày 16/5/2025 về trồng cây; Quy chế số"
    " 924/QC-SYT-SXD về nước thải; Kế hoạch số 9/KH-UBND; Luật Thuỷ sản số 18/2017/QH14."
)
BASES = passage(TEXT, *laws.find(TEXT, 0), part="front")


def told(text, info=INFO):
    return extract(question(text), BASES, info).answer


@pytest.mark.parametrize(
    ("asks", "answer"),
    [
        ("Chỉ thị về trồng cây mang số bao nhiêu?", "46/CT-UBND"),
        ("Quy chế về nước thải số mấy?", "924/QC-SYT-SXD"),
        ("Chỉ thị 7 về rác thải ra ngày nào?", "06/10/2025"),
        ("When was Directive 007 issued?", "06/10/2025"),
        ("What is the number of the directive on planting trees?", "46/CT-UBND"),
        ("Which directive is on rubbish?", "07/CT-UBND"),
        ("Which directives are on rubbish?", "07/CT-UBND"),
        ("Which directives are cited?", "07/CT-UBND; 46/CT-UBND"),
        ("Nghị quyết nào về trồng cây?", None),
        ("What law is the plan based on?", "Luật Thuỷ sản số 18/2017/QH14"),
        (f"Kế hoạch số {INFO.number} do ai ban hành?", INFO.issuer),
        ("Who issued the plan?", INFO.issuer),
        ("Căn cứ luật nào?", "Luật Thuỷ sản số 18/2017/QH14"),
    ],
)
def test_a_cited_document_is_told_by_the_kind_asked_for(asks, answer):
    assert told(asks) == answer


def test_a_plan_asked_for_first_is_the_plan_itself():
    assert told("Kế hoạch thực hiện Chỉ thị 46 số mấy?") == INFO.number
    directive = replace(INFO, doctype="Chỉ thị", number="12/CT-UBND")
    assert told("Chỉ thị về trồng cây mang số bao nhiêu?", directive) == "12/CT-UBND"


@pytest.mark.parametrize(
    ("asks", "answer"),
    [
        ("Chỉ thị 46/CT-UBND ra ngày nào?", "16/5/2025"),
        ("When was Directive 46/CT-UBND issued?", "16/5/2025"),
        ("Chỉ thị 47/CT-UBND ra ngày nào?", None),
        ("Quyết định 1899 do ai ban hành?", None),
        ("Kế hoạch thực hiện Quyết định 1899/QĐ-TTg do ai ban hành?", INFO.issuer),
    ],
)
def test_of_another_document_only_what_is_written_of_it_is_told(asks, answer):
    assert told(asks) == answer


def test_of_the_kind_of_the_plan_itself_another_number_is_another_document():
    resolution = replace(INFO, doctype="Nghị quyết", number="115/NQ-HĐND")
    assert told("Nghị quyết 57-NQ/TW ra ngày nào?", resolution) is None
    assert told("Nghị quyết 115/NQ-HĐND số mấy?", resolution) == "115/NQ-HĐND"


def test_the_day_of_a_document_cited_is_not_told_as_that_of_the_plan():
    assert told("Kế hoạch ban hành ngày nào?", replace(INFO, date="2023-02-05")) is None


BY_WHOM = (
    "Thực hiện Quyết định số 12/QĐ-TTg ngày 03/4/2025 của Thủ tướng Chính phủ phê duyệt Chiến lược"
    " nhựa; Quyết định số 34/QĐ-UBND ngày 05/6/2025 của UBND tỉnh phê duyệt Đề án chợ; rà soát Quy"
    " hoạch bãi rác được phê duyệt tại Quyết định số 56/QĐ-TTg ngày 07/8/2025 của Thủ tướng Chính"
    " phủ; khoản 2 Điều 9 Nghị định số 45/2022/NĐ-CP ngày 07/7/2022 của Chính phủ; Nghị quyết số"
    " 71/NQ-CP ngày 01/4/2025 của Chính phủ thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị."
)
ISSUED = passage(BY_WHOM, *laws.find(BY_WHOM, 0))


@pytest.mark.parametrize(
    ("asks", "answer"),
    [
        ("Quyết định nào của Thủ tướng được dẫn?", "12/QĐ-TTg; 56/QĐ-TTg"),
        ("Quyết định nào của UBND tỉnh được dẫn?", "34/QĐ-UBND"),
        ("Quyết định nào của Bộ Y tế được dẫn?", None),
        ("Quyết định nào của Thủ tướng phê duyệt Chiến lược nhựa?", "12/QĐ-TTg"),
        ("Quy hoạch bãi rác theo quyết định nào?", "56/QĐ-TTg"),  # said before its number
        ("Nghị quyết nào thực hiện Nghị quyết 57?", "71/NQ-CP"),
        ("Which decision rests on Resolution 57?", "12/QĐ-TTg; 34/QĐ-UBND; 56/QĐ-TTg"),
        (
            "Xử phạt theo điều nào của nghị định?",
            "khoản 2 Điều 9 Nghị định số 45/2022/NĐ-CP ngày 07/7/2022 của Chính phủ",
        ),
        ("Thông tư nào về nhựa?", None),
        ("Nghị quyết của Chính phủ số mấy, ngày nào?", "71/NQ-CP; 01/4/2025"),
        ("Thông tư về nhựa số mấy?", None),  # not the plan's own number
        ("Quyết định 12/QĐ-TTg ngày bao nhiêu?", "03/4/2025"),
        ("Quyết định 12/QĐ-TTg của Thủ tướng Chính phủ ngày nào?", "03/4/2025"),
    ],
)
def test_only_documents_of_the_kind_issuer_and_subject_asked_for(asks, answer):
    assert extract(question(asks), ISSUED, INFO).answer == answer


def test_the_day_of_a_plan_that_is_only_cited():
    text = "b) Triển khai Kế hoạch số 64/KH-UBND ngày 22/8/2025 của Ủy ban nhân dân tỉnh."
    citing = passage(text, *laws.find(text, 0))
    asks = question("Kế hoạch 64/KH-UBND ban hành ngày nào?")
    assert extract(asks, citing, INFO).answer == "22/8/2025"
    assert states(asks, citing, INFO, on_funds=False) == 1
    elsewhere = passage("Phát động phong trào.", part="front")
    assert extract(asks, elsewhere, INFO).answer is None
