"""What else a question asks: told from another clause, or said not to be stated."""

from __future__ import annotations

import io

import pytest
from docx import Document
from starlette.testclient import TestClient

from indexer.build import build
from indexer.index import open as open_index
from service.answer.asides import with_first
from service.answer.asking import ask
from service.answers import DocumentAnswer
from service.api.app import create_app

PLAN = """
ỦY BAN NHÂN DÂN
TỈNH CAO BẰNG

KẾ HOẠCH
Phòng, chống sốt rét năm 2025

Căn cứ Luật Phòng, chống bệnh truyền nhiễm số 03/2007/QH12 ngày 21/11/2007;

I. NHIỆM VỤ
1. Phun hóa chất diệt muỗi tại các xã vùng cao hoàn thành trước ngày 30/6/2025.
2. Phát màn tẩm thuốc cho hộ nghèo.
3. Xét nghiệm lam máu tại trạm y tế xong trước ngày 15/9/2025.

II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế: Chủ trì phun hóa chất diệt muỗi tại các xã vùng cao.
2. Sở Tài chính: Chủ trì phát màn tẩm thuốc cho hộ nghèo.
3. Sở Tư pháp: Chủ trì rà soát văn bản về sốt rét xong trước ngày 20/10/2025.

III. KINH PHÍ
1. Kinh phí thực hiện kế hoạch lấy từ ngân sách tỉnh năm 2025.
2. Kinh phí diệt lăng quăng: 50.000.000 đồng.
3. Kinh phí mua máy xét nghiệm lam máu: 70.000.000 đồng.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asides")
    (folder / "cao-bang-2025.txt").write_text(PLAN.lstrip(), encoding="utf-8")
    build(folder, folder / "index")
    with open_index(folder / "index") as index:
        yield index, folder / "index"


def answered(site, text: str) -> DocumentAnswer:
    [answer] = ask(site[0], text).answers
    assert answer.found
    return answer


def test_who_and_by_when_are_told_from_two_clauses_each_cited(site):
    answer = answered(site, "Ai phun hóa chất diệt muỗi và đến khi nào xong?")
    assert answer.answer == "Sở Y tế; trước ngày 30/6/2025"
    assert [c.path for c in answer.citations[:2]] == ["II.1", "I.1"]
    assert (answer.told, answer.role) == (("agency", "deadline"), "lead")


def test_in_the_other_order_too(site):
    answer = answered(site, "Bao giờ phun hóa chất diệt muỗi xong và đơn vị nào làm?")
    assert answer.answer.endswith("; Sở Y tế")
    assert answer.told == ("deadline", "agency")


@pytest.mark.parametrize(
    ("text", "said", "told"),
    [
        ("Ai phát màn tẩm thuốc cho hộ nghèo và khi nào xong?", "Sở Tài chính", "agency"),
        ("Khi nào phát màn tẩm thuốc cho hộ nghèo và ai làm?", "Sở Tài chính", "agency"),
        ("Ai xét nghiệm lam máu và xong trước ngày nào?", "trước ngày 15/9/2025", "deadline"),
    ],
)
def test_what_the_plan_states_is_told_and_the_day_of_other_work_is_not(site, text, said, told):
    answer = answered(site, text)
    assert answer.answer.endswith(said)
    assert answer.told == (told,)


MONEY = "Kinh phí thực hiện kế hoạch lấy từ ngân sách tỉnh năm 2025."


@pytest.mark.parametrize(
    ("text", "said", "told"),
    [
        (
            "Kế hoạch căn cứ văn bản nào và kinh phí từ đâu?",
            f"Luật Phòng, chống bệnh truyền nhiễm số 03/2007/QH12; {MONEY}",
            ("legal", "funding"),
        ),
        (
            "Sở Tư pháp làm gì và khi nào xong?",
            "Sở Tư pháp: Chủ trì rà soát văn bản về sốt rét xong trước ngày 20/10/2025.",
            ("passage", "deadline"),
        ),
        ("Sở Tài chính làm gì và kinh phí từ đâu?", MONEY, ("passage", "funding")),
        ("Who sprays chemicals against mosquitoes, and when must it be done?", "30/6/2025", None),
    ],
)
def test_both_halves_are_told_whatever_they_ask(site, text, said, told):
    answer = answered(site, text)
    assert answer.answer.endswith(said)
    assert answer.told == (told or ("agency", "deadline"))


def test_the_other_half_alone_is_told_where_the_first_is_not_stated(site):
    answer = answered(site, "Đơn vị nào diệt lăng quăng, kinh phí bao nhiêu?")
    assert (answer.answer, answer.told) == ("50.000.000 đồng", ("funding",))


def test_it_is_said_what_the_plan_does_not_state(site):
    index, folder = site
    asked = {"q": "Ai phát màn tẩm thuốc cho hộ nghèo và khi nào xong?"}
    with TestClient(create_app(folder, index=index)) as client:
        assert "Kế hoạch không nêu: Thời hạn" in client.get("/", params=asked).text
        assert "Kế hoạch không nêu: thời hạn" in client.get("/take/answers.csv", params=asked).text
        paper = Document(io.BytesIO(client.get("/take/answers.docx", params=asked).content))
        assert "Kế hoạch không nêu: thời hạn" in [p.text for p in paper.paragraphs]


def test_a_first_half_that_is_stated_is_told_whatever_the_second_asks(site):
    """What no plan states of it is left to be said: the kinds asked for stay those of the whole."""
    reply = ask(site[0], "Sở nào phun hóa chất diệt muỗi, và tàu vũ trụ bay ngày nào?")
    [answer] = reply.answers
    assert (answer.found, answer.answer, answer.told) == (True, "Sở Y tế", ("agency",))
    assert reply.intents == ("agency", "deadline")
    assert reply.question.endswith("tàu vũ trụ bay ngày nào?")


def test_a_first_half_of_the_workings_of_plans_is_told_too(index):
    """Of checking every plan speaks: a question about nothing else has no other subject."""
    reply = ask(index, "Ai kiểm tra, kinh phí bao nhiêu?")
    told = {a.document.id: (a.answer, a.told) for a in reply.answers if a.found}
    assert told["hai-duong-2023"] == ("Sở Tài nguyên và Môi trường", ("agency",))
    assert reply.intents == ("agency", "funding")


def test_of_two_amounts_both_are_told_each_cited(site):
    first = ask(site[0], "Kinh phí diệt lăng quăng bao nhiêu?")
    whole = ask(site[0], "Kinh phí mua máy xét nghiệm lam máu bao nhiêu?")
    [answer] = with_first(whole, first).answers
    assert answer.answer == "50.000.000 đồng; 70.000.000 đồng"
    assert [c.path for c in answer.citations[:2]] == ["III.2", "III.3"]
    assert with_first(whole, whole).answers == whole.answers  # the same clause is told once
    assert with_first(whole, ask(site[0], "Xe điện giá bao nhiêu?")).answers == whole.answers
