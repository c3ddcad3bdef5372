"""What a question may be asked of, what cannot be asked, and what a reply says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion, NotFound
from service.answer import answering, asking
from service.answer.asking import ask
from service.query import scope
from service.quoting.citations import citation, document_ref
from tests.service.making import passage

ALL = {"ca-mau-2024", "dong-hung-2022", "hai-duong-2023"}
DUTY = "Cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ?"


def count(reply):
    return sum(a.found for a in reply.answers)


def test_a_limit_bounds_the_answers(index):
    text = "rác thải nhựa"
    assert count(ask(index, text)) == 2
    assert count(ask(index, text, limit=1)) == 1


def test_pages_go_on_where_the_one_before_ended(index):
    whole = ask(index, "rác thải nhựa")
    first = ask(index, "rác thải nhựa", limit=1)
    second = ask(index, "rác thải nhựa", limit=1, cursor=first.next)
    assert whole.next is None and first.next == "1" and second.next is None
    assert [*first.answers[:1], *second.answers] == [a for a in whole.answers if a.found]
    assert second.found and second.found_total == first.found_total == 2
    assert (first.silent, second.silent) == (0, 1), "silent plans are listed once"
    beyond = ask(index, "rác thải nhựa", cursor="40")
    assert (beyond.answers, beyond.next, beyond.found) == ((), None, True)


def test_of_many_plans_those_on_the_page_alone_are_told(index, monkeypatch):
    monkeypatch.setattr(asking, "LIST_SILENT", 2)
    whole = ask(index, "rác thải nhựa")
    cited = []
    monkeypatch.setattr(
        answering, "citation", lambda passage: cited.append(passage.document) or citation(passage)
    )
    first = ask(index, "rác thải nhựa", limit=1)
    assert {*cited} == {first.answers[0].document.id}, "the other answer is counted, not made"
    second = ask(index, "rác thải nhựa", limit=1, cursor=first.next)
    assert (*first.answers, *second.answers) == whole.answers
    for reply in (whole, first, second):
        assert (reply.found_total, reply.silent) == (2, 1)


@pytest.mark.parametrize(
    ("scope", "documents"),
    [
        ({"documents": ["ca-mau-2024"]}, {"ca-mau-2024"}),
        ({"documents": ["ca-mau-2024", "ca-mau-2024"]}, {"ca-mau-2024"}),
        ({"localities": ["Hải Dương"]}, {"hai-duong-2023"}),
        ({"localities": ["hai duong", "CÀ MAU"]}, {"hai-duong-2023", "ca-mau-2024"}),
        ({"localities": ["Hải Phòng"]}, {"hai-duong-2023"}),
        ({"localities": ["Đông Hưng"]}, {"dong-hung-2022"}),
        ({"localities": ["huyện Đông Hưng"]}, {"dong-hung-2022"}),
        ({"localities": ["hai-duong"]}, {"hai-duong-2023"}),
        ({"localities": ["bac-giang"]}, set()),
        ({"localities": ["Thái Bình"]}, {"dong-hung-2022"}),
        ({"localities": ["Lâm Đồng"]}, set()),
        ({"levels": ["district"]}, {"dong-hung-2022"}),
        ({"levels": ["province"]}, {"hai-duong-2023", "ca-mau-2024"}),
        ({"years": [2023]}, {"hai-duong-2023"}),
        ({"years": [2022, 2024]}, {"dong-hung-2022", "ca-mau-2024"}),
        ({"years": [1999]}, set()),
        ({"levels": ["province"], "years": [2022]}, set()),
        ({}, ALL),
    ],
)
def test_scope(index, scope, documents):
    assert {a.document.id for a in ask(index, "rác thải nhựa", **scope).answers} == documents


def test_an_unknown_document_or_locality_is_said(index):
    with pytest.raises(NotFound, match="nowhere-2020") as raised:
        ask(index, "ai?", documents=["nowhere-2020"])
    assert raised.value.field == "document"
    with pytest.raises(NotFound, match="Atlantis") as raised:
        ask(index, "ai?", localities=["Cà Mau", "Atlantis"])
    assert raised.value.field == "localities"
    with pytest.raises(NotFound, match="xã Đông Hưng"):  # the plan is of a district of that name
        ask(index, "ai?", localities=["xã Đông Hưng"])


@pytest.mark.parametrize(
    ("text", "given", "field"),
    [
        ("", {}, "question"),
        ("a" * 501, {}, "question"),
        ("🙂🙂", {}, "question"),
        ("\x00\x01\u200b", {}, "question"),
        ("?ai", {}, "question"),
        ("ủ", {}, "question"),
        ("nào nào nào", {}, "question"),
        ("ai?", {"limit": 0}, "limit"),
        ("ai?", {"limit": -1}, "limit"),
        ("ai?", {"limit": 51}, "limit"),
        ("ai?", {"limit": 1_000_000}, "limit"),
        ("ai?", {"cursor": "x"}, "cursor"),
        ("ai?", {"cursor": "-1"}, "cursor"),
        ("ai?", {"lang": "fr"}, "lang"),
        ("ai?", {"lang": ""}, "lang"),
    ],
)
def test_what_cannot_be_used_is_said_in_both_languages(index, text, given, field):
    with pytest.raises(BadQuestion, match=r"\. / ") as raised:
        ask(index, text, **given)
    assert raised.value.field == field


@pytest.mark.parametrize("text", ["a" * 500, "70%", "15/6", "ủ rác", "II.1.a"])
def test_odd_questions_are_answered_somehow(index, text):
    assert len(ask(index, text).answers) == 3


def test_what_a_reply_says_of_itself(index):
    reply = ask(index, DUTY)
    assert reply.generation == index.generation
    assert reply.intent == "agency"
    assert reply.found
    assert reply.took_ms > 0


def test_a_citation_opens_in_place(index):
    cited = ask(index, DUTY).answers[0].citations[0]
    assert cited.url == "/documents/hai-duong-2023?clause=IV.1.a#IV.1.a"
    assert cited.clause == "hai-duong-2023#IV.1.a"
    assert cited.headings == ("IV. TỔ CHỨC THỰC HIỆN", "1. Sở Tài nguyên và Môi trường")
    assert cited.page == 1


def test_anchors_are_percent_encoded():
    assert citation(passage("đ) x", path="V.1.đ")).url == (
        "/documents/hai-duong-2023?clause=V.1.%C4%91#V.1.%C4%91"
    )


@pytest.mark.parametrize(
    ("province", "day", "today"),
    [
        ("hai-duong", "2023-02", "thành phố Hải Phòng"),
        ("thai-binh", "2023-02", "tỉnh Hưng Yên"),
        ("hai-duong", "2026-02", None),
        ("ca-mau", "2023-02", None),
        ("nowhere", "2023-02", None),
        (None, "2023-02", None),
    ],
)
def test_what_a_documents_province_is_today(province, day, today):
    info = DocumentInfo("x", "x", "x", "0", "text", 1, province_id=province, date=day)
    assert document_ref(info).locality_today == today


def test_places_a_question_may_name(index):
    known = {one.name: one for one in scope.known_places(index)}
    assert known["hai duong"].place == "hai-duong"
    assert known["dong hung"] == ("dong hung", "dong-hung", False)
    assert len(known) >= 60


def test_a_plan_is_of_the_years_it_is_for_and_of_the_one_it_was_issued_in(index):
    info = replace(index.document("hai-duong-2023"), date="2025-11-17", year=2026, year_to=2030)
    for year, yes in ((2024, False), (2025, True), (2026, True), (2030, True), (2031, False)):
        assert bool(scope.of_years(info, year, year)) is yes


def test_a_former_province_leads_to_the_plans_of_todays_and_says_so(index, monkeypatch):
    old = index.document("hai-duong-2023")
    merged = {"locality": "Bắc Ninh", "locality_id": "bac-ninh", "province_id": "bac-ninh"}
    new = replace(old, **merged, date="2025-11-17")
    infos = [new if d.id == old.id else d for d in index.documents()]
    monkeypatch.setattr(index, "documents", lambda: infos)
    for asked in ({"question": f"{DUTY} Ở Bắc Giang?"}, {"localities": ["bac-giang"]}):
        reply = ask(index, asked.pop("question", DUTY), **asked)
        (filtered,) = reply.filters
        assert {a.document.id for a in reply.answers if a.found} == {old.id}
        assert "Gồm cả kế hoạch của thành phố Bắc Ninh ban hành từ ngày đó." in filtered.note


def test_what_the_question_leaves_out_is_counted_apart_and_told_last(index):
    reply = ask(index, "Cơ quan nào thăm dò dầu khí ở Hải Dương?")
    assert reply.outside == 2
    assert [(a.document.id, a.outside) for a in reply.answers][:1] == [("hai-duong-2023", False)]
    assert all(a.outside for a in reply.answers[1:])
    assert ask(index, "rác thải nhựa").outside == 0
