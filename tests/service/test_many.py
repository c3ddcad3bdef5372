"""Very many plans that say the same: what each page tells of them, and what is not claimed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from fastapi.testclient import TestClient

import indexer.index
from indexer.build import build
from indexer.index import Index
from service.answer import depth
from service.answer.asking import ask
from service.answers import Answers
from service.api.app import create_app
from service.comparing.matrix import matrix
from service.retrieve import ends, hybrid, searching
from service.retrieve.searching import search
from service.web import taking
from tests.encoders import HashEncoder

PLAN = """\
ỦY BAN NHÂN DÂN
XÃ {capitals}

Số: {number}/KH-UBND

{place}, ngày 05 tháng 3 năm 2025

KẾ HOẠCH
Chăm sóc sức khỏe người lao động năm 2025

I. MỤC TIÊU
1. {aim}

II. TỔ CHỨC THỰC HIỆN
1. {task}
2. Văn phòng tổng hợp, báo cáo kết quả.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Mơ
"""
CHECKED = "Trạm Y tế chủ trì khám sức khỏe định kỳ cho người lao động tại các chợ."
OTHER = "Công an xã chủ trì tuần tra ban đêm tại các bến đò."
AIM = "Mọi người lao động được chăm sóc."
FIGURE = "Ít nhất 90% người lao động được khám sức khỏe định kỳ."
QUESTION = "Cơ quan nào khám sức khỏe định kỳ cho người lao động tại các chợ?"
ANSWER, PLANS = 130, 160
STATING = (3, 77, 140)
#: A commune called as hundreds of clauses say of other things.
COMMON = "Định Kỳ"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("many")
    (found / "plans").mkdir()
    for number in range(PLANS):
        place = f"{chr(65 + number // 26)}an {chr(65 + number % 26)}ông"
        place = COMMON if number == PLANS - 1 else place
        task = CHECKED if number < ANSWER else OTHER
        aim = FIGURE if number in STATING else AIM
        text = PLAN.format(
            place=place, capitals=place.upper(), number=number + 1, task=task, aim=aim
        )
        (found / "plans" / f"{number:03}.txt").write_text(text, encoding="utf-8")
    build(found / "plans", found / "index", HashEncoder())
    return found / "index"


@pytest.fixture
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """Of which a search finds forty passages each way, as of a million it finds few hundred."""
    monkeypatch.setattr(hybrid, "POOL", 40)
    with indexer.index.open(folder, encoder=HashEncoder()) as opened:
        yield opened


def pages(index: Index, limit: int = 50) -> Iterator[Answers]:
    cursor: str | None = None
    for _ in range(20):
        reply = ask(index, QUESTION, limit=limit, cursor=cursor)
        yield reply
        cursor = reply.next
        if cursor is None:
            return
    pytest.fail("the pages do not end")


def told(reply: Answers) -> list[str]:
    return [answer.document.id for answer in reply.answers if answer.found]


def test_plans_that_were_not_looked_at_are_not_said_to_be_silent(index: Index) -> None:
    reply = ask(index, QUESTION)
    assert 0 < reply.found_total < ANSWER
    assert reply.unseen > 0
    assert reply.found_total + reply.silent + reply.unseen == PLANS
    assert reply.silent <= PLANS - ANSWER
    assert reply.next == str(len(told(reply))), "more may be found than are known of"


@pytest.mark.parametrize("limit", [50, 13])
def test_further_pages_find_every_plan_that_answers(index: Index, limit: int) -> None:
    replies = list(pages(index, limit))
    named = [name for reply in replies for name in told(reply)]
    assert len(named) == len(set(named)) == ANSWER
    last = replies[-1]
    assert (last.found_total, last.unseen, last.silent) == (ANSWER, 0, PLANS - ANSWER)


def test_what_is_looked_for_deeper_has_an_end(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depth, "DEPTHS", (1, 2))
    *_, last = pages(index)
    assert last.next is None
    assert last.unseen > 0
    assert last.found_total < ANSWER


def test_where_every_plan_is_looked_at_none_is_unseen(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hybrid, "POOL", 10_000)
    reply = ask(index, QUESTION, limit=50)
    assert (reply.found_total, reply.silent, reply.unseen) == (ANSWER, PLANS - ANSWER, 0)


def test_a_search_that_found_all_there_is_has_no_end_beyond_which_more_lies() -> None:
    falling = np.array([1.0 - n / 100 for n in range(40)])
    assert ends.edge(falling[:15], 40) == float("-inf")
    assert sum(value <= ends.edge(falling, 40) for value in falling) == 2
    assert ends.edge(np.append(falling, (0.1, 0.05)), 40) == ends.edge(falling, 40)


@pytest.mark.parametrize("query", ["khám sức khỏe người lao động", CHECKED, "Nghị quyết 5/NQ-CP"])
@pytest.mark.parametrize("kind", [None, "clause"])
def test_a_search_says_where_more_may_match_than_it_counts(
    index: Index, monkeypatch: pytest.MonkeyPatch, query: str, kind: str | None
) -> None:
    monkeypatch.setattr(searching, "_DEEP", 40)
    few = search(index, query, kind=kind)
    monkeypatch.setattr(searching, "_DEEP", 10_000)
    monkeypatch.setattr(hybrid, "POOL", 10_000)
    whole = search(index, query, kind=kind)
    assert not whole.at_least
    assert few.at_least == (few.total < whole.total)


def test_the_page_says_so(index: Index) -> None:
    with TestClient(create_app("nowhere", index=index)) as client:
        asked = {"q": "khám sức khỏe người lao động"}
        total = client.get("/v1/search", params=asked).json()["total"]
        assert f"Ít nhất {total} đoạn liên quan." in client.get("/", params=asked).text


@pytest.mark.parametrize(
    ("text", "narrowed"),
    [
        ("co quan nao kham suc khoe dinh ky cho nguoi lao dong?", False),
        ("Định kỳ khám sức khỏe người lao động do cơ quan nào?", False),
        ("co quan nao tuan tra ban dem o xa dinh ky?", True),
        ("Định Kỳ: cơ quan nào tuần tra ban đêm?", True),
        ("co quan nao tuan tra ban dem o gan bong?", True),
    ],
)
def test_a_commune_called_by_common_words_is_meant_where_it_is_said_to_be(
    index: Index, text: str, narrowed: bool
) -> None:
    named = [one for one in ask(index, text).filters if one.kind == "locality"]
    assert bool(named) == narrowed


def test_a_plan_named_is_always_looked_at(index: Index) -> None:
    reply = ask(index, QUESTION, documents=["129", "159"])
    assert (reply.found_total, reply.unseen) == (1, 0)


def test_the_page_leads_to_all_answers_and_says_what_it_has_not_seen(index: Index) -> None:
    with TestClient(create_app("nowhere", index=index)) as client:
        first = client.get("/", params={"q": QUESTION}).text
        known = ask(index, QUESTION)
        assert f"Ít nhất {known.found_total} văn bản có câu trả lời" in first
        assert f"{known.unseen} văn bản chưa xem tới" in first
        assert f"after={known.next}" in first.replace("&amp;", "&")
        second = client.get("/", params={"q": QUESTION, "after": known.next}).text
        assert "Các câu trả lời trước" in second
        paper = client.get("/take/answers.docx", params={"q": QUESTION}).content
        whole = client.get("/take/answers.json", params={"q": QUESTION}).json()
    assert len(whole["answers"]) == ANSWER
    said = "\n".join(paragraph.text for paragraph in Document(BytesIO(paper)).paragraphs)
    assert said.count("Trạm Y tế chủ trì khám sức khỏe") == ANSWER
    assert "không kể ở đây" not in said


def test_a_file_says_what_it_leaves_out(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"q": QUESTION}
    with TestClient(create_app("nowhere", index=index)) as client:
        whole = client.get("/take/answers.csv", params=asked).text
        monkeypatch.setattr(taking, "_PAGES", 1)
        sheet = client.get("/take/answers.csv", params=asked).text
        paper = client.get("/take/answers.docx", params=asked).content
    known = ask(index, QUESTION)
    left = f"{known.unseen} văn bản chưa xem tới"
    assert left in sheet.splitlines()[-1]
    assert left in Document(BytesIO(paper)).paragraphs[-1].text
    assert "chưa xem tới" not in whole
    assert "không kể ở đây" not in whole


def test_figures_on_a_theme_are_found_though_hundreds_of_clauses_say_more_of_it(
    index: Index,
) -> None:
    theme = "khám sức khỏe định kỳ cho người lao động tại các chợ"
    first = search(index, theme, limit=50).hits
    assert not any("90%" in hit.citation.quote for hit in first)
    table = matrix(index, theme)
    assert [row.document.id for row in table.rows] == [f"{number:03}" for number in STATING]
    assert {figure.quote for row in table.rows for cell in row.cells for figure in cell} == {
        "Ít nhất 90%"
    }
