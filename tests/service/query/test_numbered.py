"""A document's number in a question names the document, where it is said as one and is held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.documents import DocumentInfo
from service.answer.asking import ask
from service.query.numbered import numbered_in
from service.query.places import places_in
from tests.service.making import INFO, PLACES


def _of(place: str, **known: str | None) -> DocumentInfo:
    return replace(INFO, locality_id=place, province_id=place, **known)  # type: ignore[arg-type]


HELD = (
    INFO,  # 1245/KH-UBND of Hải Dương
    _of("ca-mau", id="ca-mau", number="0125/KH-UBND"),
    _of("ca-mau", id="decided", number="1245/QĐ-UBND"),
    _of("", id="unread", number=None, source="files/QD-707-TTg.pdf"),
    _of("hai-duong", id="year", number="2024/KH-UBND", source="KH-31.txt"),
)


def named(text: str) -> list[str]:
    places = places_in(text, text, PLACES)
    return [one.document for one in numbered_in(text, places, HELD)]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("Hải Dương 1245 ai là đầu mối?", [INFO.id]),
        ("hai duong 1245 ai la dau moi", [INFO.id]),
        ("số 1245 của tỉnh Hải Dương ai chủ trì?", [INFO.id]),
        ("KH 1245 ai chủ trì?", [INFO.id, "decided"]),  # a decision promulgates a plan
        ("KH 1245 ai chủ trì ở Cà Mau?", ["decided"]),
        ("Quyết định 1245 ai chủ trì?", ["decided"]),
        ("theo 1245/kh-ubnd ai chủ trì?", [INFO.id]),
        ("1245/KH ai chủ trì?", [INFO.id]),
        ("Cà Mau 125 ai chủ trì?", ["ca-mau"]),  # written 0125
        ("quyết định số 707 ai chủ trì?", ["unread"]),  # the file's name has it
        ("Decision no. 707: who leads?", ["unread"]),
        ("kế hoạch 2024 giao ai?", []),  # a year
        ("2024/KH-UBND giao ai?", ["year"]),
        ("kế hoạch số 2024 giao ai?", ["year"]),
        ("kinh phí thực hiện kế hoạch 1245/KH-UBND lấy từ đâu?", [INFO.id]),  # of the plan itself
        ("ai chủ trì triển khai 1245/KH-UBND?", [INFO.id]),
        ("Who pays for carrying out plan 1245/KH-UBND?", [INFO.id]),
        ("căn cứ kế hoạch 1245/KH-UBND", [INFO.id]),  # what the plan itself rests on
        ("Kế hoạch nào căn cứ kế hoạch 1245/KH-UBND?", []),
        ("KH 31 giao ai?", []),  # the number that a document shows goes before its file's name
    ],
)
def test_a_number_names_what_bears_it(text, documents):
    assert named(text) == documents


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 999 ai chủ trì?",  # held by none
        "Hải Dương 999 ai chủ trì?",
        "Hải Dương có 1245 hộ?",  # beside no place, after no word
        "Hải Phòng 125 ai chủ trì?",  # another place's
        "Kế hoạch nào thực hiện Quyết định 707/QĐ-TTg?",  # asks who cites it
        "Kế hoạch nào căn cứ 1245/KH-UBND?",
        "Kế hoạch nào thực hiện kế hoạch 1245/KH-UBND?",
        "xã nào đã triển khai kế hoạch 1245/KH-UBND?",
        "kế hoạch thực hiện Kế hoạch 1245/KH-UBND giao ai?",
        "Which provinces implement plan 1245/KH-UBND?",
        "Kinh phí thực hiện Quyết định 707/QĐ-TTg lấy từ đâu?",  # by plans
        "1245/KH-UBND của tỉnh Hải Dương",
        "1245/KH-UBND",  # a number alone is looked for
        "Hải Dương 1245,5 tấn rác?",
        "Hải Dương 1245% rác?",
    ],
)
def test_any_other_figure_stays_a_word(text):
    assert named(text) == []


def test_a_number_is_a_filter_of_the_reply_that_can_be_taken_off(index):
    text = "1245/KH-UBND ai kiểm tra rác thải nhựa?"
    reply = ask(index, text)
    assert [(f.kind, f.value, f.said, f.origin) for f in reply.filters] == [
        ("document", "hai-duong-2023", "1245/KH-UBND", "question")
    ]
    assert "giảm thiểu rác" in (reply.filters[0].note or "")
    assert reply.intent == "agency"
    assert [a.document.id for a in reply.answers if a.found] == ["hai-duong-2023"]
    others = ask(index, text, without=["document:hai-duong-2023"])
    assert others.filters == ()
