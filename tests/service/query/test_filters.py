"""Filters of a question: applied, told with what became of the place, and dropped on request."""

from __future__ import annotations

import pytest

from indexer.errors import BadQuestion
from service.answer.asking import ask

DUTY = "Cơ quan nào kiểm tra việc thu gom rác thải nhựa"


def told(reply):
    return [(f.kind, f.value, f.said, f.origin) for f in reply.filters]


def meant(reply):
    """The plans that were not left out for their place, level or year."""
    return {
        a.document.id for a in reply.answers if a.found or not (a.reason or "").startswith("Câ")
    }


def test_what_the_question_names_narrows_and_is_told(index):
    reply = ask(index, f"{DUTY} theo kế hoạch năm 2023?")
    assert told(reply) == [("year", "2023", "2023", "question")]
    assert meant(reply) == {"hai-duong-2023"}
    others = [a for a in reply.answers if not a.found]
    assert all("năm 2023" in (a.reason or "") for a in others)


def test_what_the_request_sets_is_told_too(index):
    reply = ask(index, f"{DUTY} ở Hải Dương?", years=[2023], levels=["province"])
    assert told(reply) == [
        ("level", "province", "province", "request"),
        ("year", "2023", "2023", "request"),
        ("locality", "hai-duong", "Hải Dương", "question"),
    ]


@pytest.mark.parametrize("dropped", ["locality", "locality:hai-duong"])
def test_a_filter_of_the_question_can_be_dropped(index, dropped):
    text = f"{DUTY} ở Hải Dương?"
    assert "ca-mau-2024" not in meant(ask(index, text))
    reply = ask(index, text, without=[dropped])
    assert reply.filters == ()
    assert "ca-mau-2024" in meant(reply)


def test_dropping_another_place_changes_nothing(index):
    reply = ask(index, f"{DUTY} ở Hải Dương?", without=["locality:ca-mau"])
    assert told(reply) == [("locality", "hai-duong", "Hải Dương", "question")]


def test_a_filter_there_is_not_is_refused(index):
    with pytest.raises(BadQuestion, match="quarter") as raised:
        ask(index, DUTY, without=["quarter"])
    assert raised.value.field == "without"


def test_a_level_narrows(index):
    reply = ask(index, "Kế hoạch cấp huyện giao ai tiêm phòng dại?")
    assert meant(reply) == {"dong-hung-2022"}
    (level,) = reply.filters
    assert level.note and "1/7/2025" in level.note
    assert level.source == "Nghị quyết 203/2025/QH15"


def test_a_place_left_out(index):
    reply = ask(index, f"{DUTY} ở các tỉnh khác, trừ Hải Dương?")
    assert not {"hai-duong-2023", "dong-hung-2022"} & meant(reply)
    assert [(f.kind, f.excluded) for f in reply.filters] == [("locality", True), ("level", False)]


def test_a_year_beside_a_place_narrows_only_where_a_plan_agrees(index):
    assert [f.value for f in ask(index, f"{DUTY} ở Hải Dương năm 2023?").filters][1:] == ["2023"]
    assert [f.value for f in ask(index, f"{DUTY} ở Hải Dương năm 2030?").filters][1:] == []


@pytest.mark.parametrize("sent", ["Đông Hưng", "huyện Đông Hưng"])
def test_a_district_that_a_request_sends_is_said_to_have_ended(index, sent):
    (one,) = ask(index, DUTY, localities=[sent]).filters
    assert (one.value, one.origin) == (sent, "request")
    assert one.note is not None and "Cấp huyện kết thúc từ ngày 1/7/2025" in one.note


def test_no_plan_of_what_is_named(index):
    reply = ask(index, f"{DUTY} theo kế hoạch năm 2019 của Hải Dương?")
    assert not reply.found
    reasons = {a.reason for a in reply.answers}
    assert reasons == {
        "Kho chưa có kế hoạch nào của tỉnh Hải Dương năm 2019. "
        "Kho có kế hoạch của nơi đó cho năm 2023."
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Which agency checks plastic waste in the 2019 plan of Hai Duong?",
            "There is no plan of Hai Duong for 2019 here. There are plans of that place for 2023.",
        ),
        (
            "Which agency checks plastic waste in Ca Mau?",
            "The question names another place; this plan is not of that place.",
        ),
        (
            "Which agency checks plastic waste according to district plans?",
            "The question names plans of district level; this one is not of that level.",
        ),
        (
            "Which agency checks plastic waste outside Hai Duong?",
            "The question leaves out the place of this plan.",
        ),
    ],
)
def test_an_english_question_has_its_reasons_in_english(index, text, reason):
    (told,) = [a for a in ask(index, text).answers if a.document.id == "hai-duong-2023"]
    assert told.reason == reason


def test_a_body_whose_work_is_asked_for_is_a_filter(index):
    text = "Sở Tài chính có nhiệm vụ gì?"
    reply = ask(index, text)
    assert told(reply) == [("agency", "Sở Tài chính", "Sở Tài chính", "question")]
    assert ask(index, text, without=["agency"]).filters == ()


def test_a_former_province_is_found_under_todays_name_and_said(index):
    reply = ask(index, f"{DUTY} ở Hải Phòng?")
    (place,) = reply.filters
    assert place.note and "tỉnh Hải Dương, nay thuộc thành phố Hải Phòng" in place.note
    assert " / " in place.note
    found = next(a for a in reply.answers if a.found)
    assert found.document.place_today and found.document.place_today.name == "thành phố Hải Phòng"


def test_a_former_provinces_own_name_says_what_it_is_part_of(index):
    (place,) = ask(index, f"{DUTY} ở Hải Dương?").filters
    assert place.note and place.note.startswith("Tỉnh Hải Dương thuộc thành phố Hải Phòng từ")
    assert place.source


@pytest.mark.parametrize("text", ["Ở huyện Đông Hưng ai tiêm phòng dại?", "huyện Yên Thế ai làm?"])
def test_a_district_says_that_its_level_ended(index, text):
    place = next(f for f in ask(index, text).filters if f.kind == "locality")
    assert place.note and "Cấp huyện kết thúc từ ngày 1/7/2025" in place.note
    assert place.source == "Nghị quyết 203/2025/QH15"


def test_the_document_of_a_district_says_so_too(index):
    reply = ask(index, "Ở Đông Hưng ai tiêm phòng dại?")
    today = next(a.document for a in reply.answers if a.document.id == "dong-hung-2022").place_today
    assert today is not None and today.name is None and today.since == "2025-07-01"


def test_an_answer_says_who_does_the_work_of_an_ended_body_today(index):
    reply = ask(index, "Sở nào chủ trì kiểm tra tàu cá mang rác thải nhựa về bờ?")
    answer = next(a for a in reply.answers if a.document.id == "ca-mau-2024")
    assert answer.answer == "Sở Nông nghiệp và Phát triển nông thôn"
    assert [(h.name, h.since) for h in answer.today] == [
        ("Sở Nông nghiệp và Môi trường", "2025-03-01")
    ]
    assert all(h.source and h.basis == "read" for h in answer.today)
