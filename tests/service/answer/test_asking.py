"""Questions to answers by document, over a real index of three short plans."""

from __future__ import annotations

import re
import unicodedata

import pytest

from indexer.text import fold_chars
from service.answer import asking
from service.answer.asking import ask
from service.answers import Answers, Citation, DocumentAnswer
from service.retrieve.searching import search

ALL = {"ca-mau-2024", "dong-hung-2022", "hai-duong-2023"}


def found(reply: Answers) -> dict[str, DocumentAnswer]:
    return {a.document.id: a for a in reply.answers if a.found}


def cited(reply: Answers) -> list[Citation]:
    return [c for a in reply.answers for c in (*a.citations, *a.nearest)]


ANSWERS = [
    # who: leads, performs, is asked to, only coordinates; the partner never
    ("Cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ?", "hai-duong-2023", "IV.1.a",
     "Sở Tài nguyên và Môi trường", "lead"),
    ("Ai kiểm tra tàu cá mang rác thải nhựa về bờ?", "ca-mau-2024", "III.1",
     "Sở Nông nghiệp và Phát triển nông thôn", "lead"),
    ("Ai đưa nội dung phân loại rác vào hoạt động ngoại khóa?", "hai-duong-2023", "IV.3",
     "Sở Giáo dục và Đào tạo", "perform"),
    ("Ai vận động hội viên dùng làn nhựa đi chợ?", "hai-duong-2023", "IV.4",
     "Hội Liên hiệp Phụ nữ tỉnh", "requested"),
    ("Ai bắt giữ chó thả rông?", "dong-hung-2022", "II.3", "Công an huyện", "coordinate"),
    ("Ai tuyên truyền cho ngư dân tại các cửa biển?", "ca-mau-2024", "III.2",
     "Bộ đội Biên phòng tỉnh", "coordinate"),
    ("Vớt rác nổi trên sông Gành Hào do đơn vị nào, và khi nào?", "ca-mau-2024", "PL1.r2",
     "Công ty Môi trường đô thị; Tháng 6/2024", "lead"),
    # how much, in the unit asked for
    ("Bao nhiêu phần trăm siêu thị không phát túi ni lông?", "hai-duong-2023", "II.2", "60%", None),
    ("Xây dựng bao nhiêu mô hình phân loại rác tại nguồn?", "hai-duong-2023", "II.3",
     "12 mô hình phân loại rác", None),
    ("Trên bao nhiêu phần trăm đàn chó, mèo được tiêm phòng?", "dong-hung-2022", "I.1",
     "Trên 75%", None),
    # by when
    ("Khi nào lắp xong thùng chứa rác tại cảng cá?", "ca-mau-2024", "II.2",
     "trước ngày 30/9/2024", None),
    ("Lập danh sách hộ nuôi chó, mèo xong trước ngày nào?", "dong-hung-2022", "II.4",
     "xong trước ngày 28/02/2022", None),
    # with what money
    ("Trồng bổ sung rừng ngập mặn hết bao nhiêu tiền?", "ca-mau-2024", "PL1.r3",
     "1.250 triệu đồng", None),
    ("Tổng kinh phí giảm thiểu rác thải nhựa là bao nhiêu?", "hai-duong-2023", "III.p1",
     "2.400.000.000 đồng", None),
    # on what ground; and what the document is
    ("Kế hoạch nào thực hiện Quyết định 1316/QĐ-TTg?", "hai-duong-2023", "front.9",
     "1316/QĐ-TTg", None),
    ("Ai ký kế hoạch tiêm phòng bệnh dại?", "dong-hung-2022", None, "Phạm Văn Ví", None),
    ("77/KH-UBND", "ca-mau-2024", None, "77/KH-UBND", None),
]  # fmt: skip
QUESTIONS = [text for text, *_ in ANSWERS]


@pytest.mark.parametrize(("text", "document", "path", "answer", "role"), ANSWERS)
def test_the_answer_stands_where_the_plan_says_it(index, text, document, path, answer, role):
    got = found(ask(index, text))[document]
    assert (got.answer, got.role) == (answer, role)
    if path:
        assert got.citations[0].path == path


@pytest.mark.parametrize("text", QUESTIONS)
def test_it_is_the_same_without_diacritics(index, text):
    """Only the words a person would read in the question itself may differ."""
    typed, bare = ask(index, text), ask(index, fold_chars(text))
    assert {d: a.answer for d, a in found(bare).items()} == {
        d: a.answer for d, a in found(typed).items()
    }
    assert bare.intent == typed.intent
    assert bare.language == "vi"


@pytest.mark.parametrize("text", QUESTIONS)
def test_decomposed_letters_are_the_same_question(index, text):
    composed, decomposed = ask(index, text), ask(index, unicodedata.normalize("NFD", text))
    assert decomposed.answers == composed.answers
    assert decomposed.question == composed.question == text


@pytest.mark.parametrize("text", [*QUESTIONS, "which agency checks fishing boats?", "rác", "xe"])
def test_every_quotation_is_cut_out_of_the_plan(index, text):
    for c in cited(ask(index, text)):
        document, _, path = c.clause.partition("#")
        assert c.quote == index.text(document)[c.start : c.end]
        assert c.path == path
        assert index.clause(document, path).start == c.start


@pytest.mark.parametrize("text", QUESTIONS)
def test_every_short_answer_is_words_of_the_plan(index, text):
    for document, got in found(ask(index, text)).items():
        whole = re.sub(r"\s+", " ", index.text(document))
        for part in re.split("; ", got.answer.rstrip("…")):
            assert part in whole


def test_a_partner_is_never_the_answer(index):
    got = found(ask(index, "Ai kiểm tra tàu cá mang rác thải nhựa về bờ?"))
    assert "Biên phòng" not in got["ca-mau-2024"].answer


def test_partners_are_told_where_they_are_asked_for(index):
    text = "Kiểm tra việc thu gom rác thải nhựa tại các chợ thì phối hợp với ai?"
    got = found(ask(index, text))["hai-duong-2023"]
    assert (got.answer, got.role) == ("Sở Tài nguyên và Môi trường; Sở Công Thương", "coordinate")


def test_a_source_of_money_is_told_in_the_words_of_the_plan(index):
    got = found(ask(index, "Kinh phí giảm thiểu rác thải nhựa lấy từ nguồn nào?"))
    assert "nguồn sự nghiệp môi trường" in got["hai-duong-2023"].answer


def test_number_and_date_of_a_plan(index):
    text = "Kế hoạch giảm thiểu rác thải nhựa số hiệu là gì, ban hành ngày nào?"
    got = found(ask(index, text))["hai-duong-2023"]
    assert got.answer == "1245/KH-UBND; 12 tháng 5 năm 2023"


def test_a_number_given_says_which_plan_is_meant_and_is_not_told_again(index):
    got = found(ask(index, "Kế hoạch số 1245/KH-UBND ban hành ngày nào?"))
    assert [(d, a.answer) for d, a in got.items()] == [("hai-duong-2023", "12 tháng 5 năm 2023")]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("which agency checks fishing boats bringing plastic waste ashore?",
         "Sở Nông nghiệp và Phát triển nông thôn"),
        ("What share of fishing boats must bring plastic waste ashore?", "70%"),
    ],
)  # fmt: skip
def test_an_english_question_has_a_vietnamese_answer(index, text, answer):
    reply = ask(index, text)
    assert reply.language == "en"
    assert reply.answers[0].document.id == "ca-mau-2024"
    assert reply.answers[0].answer == answer


def test_abbreviations_are_understood(index):
    reply = ask(index, "Sở TN&MT báo cáo kết quả trước ngày nào?")
    assert reply.understood_as == "Sở Tài nguyên và Môi trường báo cáo kết quả trước ngày nào?"
    assert found(reply)["hai-duong-2023"].answer == "trước ngày 15/12/2023"


@pytest.mark.parametrize(
    "text", ["Hải Phòng: ai kiểm tra rác thải nhựa tại các chợ?", "ai kiem tra cho o hai phong"]
)
def test_a_plan_of_a_former_province_answers_for_the_one_of_today(index, text):
    reply = ask(index, text)
    assert set(found(reply)) == {"hai-duong-2023"}
    document = reply.answers[0].document
    assert (document.locality, document.locality_today) == ("Hải Dương", "thành phố Hải Phòng")


def test_a_district_answers_for_its_province_and_the_one_of_today(index):
    for place in ("huyện Đông Hưng", "tỉnh Thái Bình", "tỉnh Hưng Yên"):
        reply = ask(index, f"Ở {place}, bao nhiêu phần trăm đàn chó, mèo được tiêm phòng?")
        assert set(found(reply)) == {"dong-hung-2022"}, place
        assert reply.answers[0].document.level == "district"


def test_a_place_without_a_plan_has_only_silence(index):
    reply = ask(index, "Lâm Đồng: ai kiểm tra rác thải nhựa tại các chợ?")
    assert not reply.found
    assert {a.document.id for a in reply.answers} == ALL
    assert {a.reason for a in reply.answers} == {"Kho chưa có kế hoạch nào của tỉnh Lâm Đồng."}
    assert not cited(reply)


def test_a_plan_of_another_place_says_so(index):
    reply = ask(index, "Cà Mau: ai kiểm tra tàu cá?")
    others = [a for a in reply.answers if a.document.id != "ca-mau-2024"]
    assert len(others) == 2
    assert all("địa phương khác" in a.reason and not a.nearest for a in others)


def test_silence_says_what_is_missing_and_shows_the_nearest(index):
    reply = ask(index, "Sở nào xây dựng đường cao tốc?")
    assert not reply.found
    assert len(reply.answers) == 3
    for answer in reply.answers:
        assert "đường cao tốc" in answer.reason
        assert answer.answer is None
        assert answer.confidence == 0.0
        assert not answer.citations
        assert len(answer.nearest) == 1


def test_every_document_in_scope_is_listed_once_answers_first(index):
    reply = ask(index, QUESTIONS[0])
    assert sorted(a.document.id for a in reply.answers) == sorted(ALL)
    flags = [a.found for a in reply.answers]
    assert flags == sorted(flags, reverse=True)
    assert reply.silent == 0


def test_silent_documents_beyond_the_list_are_counted(index, monkeypatch):
    monkeypatch.setattr(asking, "LIST_SILENT", 2)
    reply = ask(index, "Ai ký kế hoạch tiêm phòng bệnh dại?")
    assert [a.document.id for a in reply.answers] == ["dong-hung-2022"]
    assert reply.silent == 2


def test_confidence_is_a_share(index):
    for text in QUESTIONS:
        assert all(0.0 <= a.confidence <= 1.0 for a in ask(index, text).answers)


def test_answers_become_records_for_a_data_frame(index):
    reply = ask(index, "Cơ quan nào kiểm tra việc thu gom rác thải nhựa?")
    records = reply.to_records()
    assert [r["document"] for r in records] == [a.document.id for a in reply.answers]
    assert len({tuple(r) for r in records}) == 1, "every record has the same columns"
    first = records[0]
    assert first["quote"] == index.text(first["document"])[first["start"] : first["end"]]
    lone = next(r for r in records if not r["found"])
    assert lone["clause"] is None and lone["reason"]
    hits = search(index, "rác thải nhựa").to_records()
    assert hits[0]["quote"] == index.text(hits[0]["document"])[hits[0]["start"] : hits[0]["end"]]


def test_one_place_alone_needs_no_list(index):
    alone, listed = (
        ask(index, "Cơ quan nào chủ trì?", localities=places, years=None)
        for places in ("Hải Dương", ["Hải Dương"])
    )
    assert alone.answers == listed.answers and alone.filters == listed.filters


@pytest.mark.parametrize(
    "text",
    [
        "Cơ quan nào chủ trì phòng, chống ma túy?",
        "Bao nhiêu phần trăm trường học đạt chuẩn quốc gia?",
        "Which agency leads drug prevention?",
    ],
)
def test_a_plan_on_something_else_does_not_answer_by_what_all_plans_have(index, text):
    assert not ask(index, text).found
