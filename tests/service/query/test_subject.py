"""The body whose duty is asked for, and which clauses are about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.documents import Agency
from service.answer import duties
from service.answer.asking import ask
from service.answer.duties import names_in, of_body
from service.answer.extract import extract
from service.query.question import Question
from service.query.subject import ACTS, HELPS, MENTIONED, names_of, names_on, nearness, subject_of
from service.retrieve.hybrid import Candidate
from tests.service.making import INFO, agency, candidate, passage, question


@pytest.mark.parametrize(
    ("text", "language", "body"),
    [
        ("Sở Tài chính làm gì?", "vi", "Sở Tài chính"),
        ("sở tài chính tỉnh Hải Dương phải làm những gì", "vi", "Sở Tài chính"),
        ("Theo kế hoạch, Công an tỉnh có nhiệm vụ gì?", "vi", "Công an tỉnh"),
        ("Hội Nông dân được giao những việc gì?", "vi", "Hội Nông dân"),
        ("Sở Y tế Hải Dương chủ trì dự án nào?", "vi", "Sở Y tế"),
        ("Công an tỉnh phụ trách những nhiệm vụ gì?", "vi", "Công an tỉnh"),
        ("Các xã, phường có nhiệm vụ gì?", "vi", "Ủy ban nhân dân cấp xã"),
        ("Xã ở Hải Dương phải làm gì?", "vi", "Ủy ban nhân dân cấp xã"),
        ("Xã Lương Minh phải làm gì?", "vi", None),  # a place
        ("Xã hội phải làm gì?", "vi", None),
        ("Cơ quan nào làm gì?", "vi", None),
        ("Sở Tài chính nằm ở đâu?", "vi", None),
        ("Làm gì khi có dịch?", "vi", None),
        ("What must the Department of Finance do?", "en", "Sở Tài chính"),
        ("What is the Department of Health responsible for?", "en", "Sở Y tế"),
        ("What must communes do?", "en", None),
        ("Sở Y tế", "vi", "Sở Y tế"),
        ("nhiệm vụ của Sở Y tế", "vi", "Sở Y tế"),
        ("Trách nhiệm Công an tỉnh?", "vi", "Công an tỉnh"),
        ("Sở Y tế tập huấn", "vi", None),
        ("nhiệm vụ", "vi", None),
    ],
)
def test_the_body_is_read_from_the_question(text: str, language: str, body: str | None) -> None:
    assert subject_of(text, text, language) == body


def test_a_body_with_nothing_but_its_place_is_asked_for_its_work() -> None:
    assert question("MTTQ").subject == "Mặt trận Tổ quốc Việt Nam"
    assert question("Sở Y tế Hải Dương").subject == "Sở Y tế"


def test_a_body_that_is_only_mentioned_does_not_do_it() -> None:
    asked = question("Đội kiểm tra 178")
    held = passage(
        "Sở Nội vụ kiện toàn Đội kiểm tra 178.",
        agency("Sở Nội vụ", "lead"),
        agency("Đội kiểm tra 178", None),
    )
    assert extract(asked, held, INFO).answer == "Sở Nội vụ kiện toàn Đội kiểm tra 178."
    assert extract(asked, held, INFO).role == "lead"


def test_the_body_is_known_by_the_name_of_the_day() -> None:
    merged = "Sở Nông nghiệp và Môi trường"
    assert "Sở Tài nguyên và Môi trường" in names_on(merged, "2023-05-12")
    assert "Sở Tài nguyên và Môi trường" not in names_on(merged, "2025-06-01")
    assert "Sở Tài chính" in names_on("Sở Kế hoạch và Đầu tư", "2025-06-01")
    assert "Sở Tài chính" not in names_on("Sở Kế hoạch và Đầu tư", "2024-06-01")


def test_a_body_whose_work_went_to_several_is_none_of_them() -> None:
    assert names_on("Công an tỉnh", "2021-03-01") == {"Công an tỉnh"}


def test_a_name_without_level_is_that_of_each_level() -> None:
    assert "Hội Nông dân tỉnh" in names_of("Hội Nông dân")
    assert names_of("Công an tỉnh") == {"Công an tỉnh"}


FINANCE = names_of("Sở Tài chính")
PARTNER = Agency("Sở Tài chính", "Sở Tài chính", "coordinate", partner=True)


def test_a_clause_is_about_a_body_that_acts_helps_or_is_mentioned() -> None:
    assert nearness(FINANCE, passage("Bố trí vốn.", agency("Sở Tài chính"))) == ACTS
    helping = passage("Sở Y tế chủ trì, phối hợp với Sở Tài chính mua thuốc.", PARTNER)
    assert nearness(FINANCE, helping) == HELPS
    assert nearness(FINANCE, passage("Trình Sở Tài chính dự toán.")) == MENTIONED
    assert nearness(FINANCE, passage("Lập dự toán.", context=("3. Sở Tài chính",))) == MENTIONED
    assert nearness(FINANCE, passage("Công an huyện bắt chó.", agency("Công an huyện"))) is None
    assert nearness(FINANCE, passage("- Sở Tài chính;", part="back")) is None


def test_small_letters_are_no_name() -> None:
    ministry = names_of("Bộ Y tế")
    assert nearness(ministry, passage("Tập huấn cho cán bộ y tế xã.")) is None
    assert nearness(ministry, passage("Theo hướng dẫn của Bộ Y tế.")) == MENTIONED


ASKED = question("Sở Tài chính làm gì?")


def _told(asked: Question) -> tuple[list[Candidate], bool]:
    helps = candidate(asked, passage("Sở Y tế phối hợp với Sở Tài chính mua thuốc.", PARTNER))
    leads = candidate(asked, passage("Cân đối vốn.", agency("Sở Tài chính"), row=1))
    others = candidate(asked, passage("Bắt chó thả rông.", agency("Công an huyện"), row=2))
    return of_body(asked, INFO, [others, helps, leads])


def test_what_it_leads_comes_before_what_it_helps_with() -> None:
    kept, sure = _told(ASKED)
    assert [c.passage.text for c in kept] == [
        "Cân đối vốn.",
        "Sở Y tế phối hợp với Sở Tài chính mua thuốc.",
    ]
    assert sure


def test_a_work_named_in_the_question_keeps_the_order_of_the_match() -> None:
    kept, sure = _told(question("Sở Tài chính làm gì để mua thuốc?"))
    assert kept[0].passage.text.endswith("mua thuốc.")
    assert not sure


def test_the_own_name_wins_over_a_former_one() -> None:
    asked = question("Sở Nông nghiệp và Môi trường làm gì?")
    own = candidate(asked, passage("Thu gom rác.", agency("Sở Nông nghiệp và Môi trường")))
    task = passage("Đo nước thải.", agency("Sở Tài nguyên và Môi trường"), row=1)
    former = candidate(asked, task)
    assert "Sở Tài nguyên và Môi trường" in names_in(asked, INFO, [former.passage])
    assert of_body(asked, INFO, [former, own])[0] == [own]
    assert of_body(asked, INFO, [former])[0] == [former]
    assert of_body(asked, replace(INFO, date="2025-06-01"), [former])[0] == []


def test_the_role_told_is_that_of_the_body_itself() -> None:
    lead = agency("Sở Y tế")
    shared = passage("Sở Y tế chủ trì, phối hợp với Sở Tài chính mua thuốc.", lead, PARTNER)
    assert extract(ASKED, shared, INFO).role == "coordinate"
    own = extract(ASKED, passage("Cân đối vốn.", agency("Sở Tài chính")), INFO)
    assert (own.answer, own.role) == ("Sở Tài chính: Cân đối vốn.", "lead")


def test_a_cell_with_nothing_but_the_body_is_no_duty() -> None:
    row = passage("1 | Mua 12 xe. | Sở Tài chính", agency("Sở Tài chính"), kind="row")
    assert "Mua 12 xe" in (extract(ASKED, row, INFO).answer or "")


@pytest.mark.parametrize("text", ["Sở Tài chính làm gì?", "So Tai chinh phai lam nhung gi?"])
def test_only_plans_that_give_the_body_work_answer(index, text: str) -> None:
    reply = ask(index, text)
    found = {a.document.id: a for a in reply.answers if a.found}
    assert set(found) == {"hai-duong-2023"}
    assert "Tham mưu bố trí kinh phí" in found["hai-duong-2023"].answer
    reasons = {a.reason for a in reply.answers if not a.found}
    assert reasons == {"Kế hoạch này không giao việc cho Sở Tài chính."}


def test_all_that_a_body_must_do_is_told_item_by_item(index):
    reply = ask(index, "Sở Tài nguyên và Môi trường Hải Dương phải làm gì?")
    (told,) = [a for a in reply.answers if a.found]
    assert len(told.items) > 1
    assert len(told.items) == len(told.citations)
    assert all(item in told.answer for item in told.items)
    one = ask(index, "Sở Tài nguyên và Môi trường làm gì để kiểm tra xe chở rác?")
    assert all(not a.items for a in one.answers)


def test_work_with_others_is_the_bodys_own_and_help_for_others_is_not():
    asked, first = question("Sở Y tế phải làm gì?"), passage("Khám.", agency("Sở Y tế"), row=0)
    beside = passage("Phối hợp với xã khám.", agency("Sở Y tế", "coordinate"), row=1)
    helps = passage("Xã khám.", replace(agency("Sở Y tế", "coordinate"), partner=True), row=2)
    assert duties.all_of(asked, INFO, [first, beside, helps], first) == [first, beside]
