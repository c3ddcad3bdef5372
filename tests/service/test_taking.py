"""Answers and passages as files: what the page shows, whole, and safe to open."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from docx import Document
from fastapi.testclient import TestClient

from service.answers import DocumentAnswer
from service.api.app import create_app
from service.export.sheets import BOM
from tests.service.fakes import FakeDesk, FakeIndex, citation

Q = "co quan nao kham suc khoe"


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app("nowhere", index=FakeIndex(), desk=FakeDesk())) as opened:
        yield opened


@pytest.fixture(scope="module")
def real(plans_index, index):
    with TestClient(create_app(plans_index, index=index)) as opened:
        yield opened


def rows(reply):
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(reply.text.removeprefix(BOM))))


def test_a_sheet_has_a_row_for_each_quotation_and_each_silence(client):
    reply = client.get("/take/answers.csv", params={"q": Q})
    assert 'filename="tra-loi.csv"' in reply.headers["content-disposition"]
    first, second, silent = rows(reply)
    assert (first["Địa phương"], first["Câu trả lời"], first["Vai trò"]) == (
        "Bắc Kạn",
        "Sở Y tế",
        "chủ trì",
    )
    assert first["Địa chỉ"].startswith("http://testserver/documents/bac-kan-2021?clause=")
    assert first["Nguồn"].startswith("Điểm đ khoản 1 mục V Văn bản ban hành kèm theo Quyết định")
    assert second["Câu trả lời"] == "Công an"
    assert silent["Câu trả lời"] == "Không thấy trong kế hoạch này"
    assert silent["Lý do không thấy"] == "Không mục nào giao khám sức khỏe."
    assert rows(client.get("/take/answers.csv", params={"q": Q, "lang": "en"}))[0]["Locality"]


class FormulaDesk(FakeDesk):
    """Answers, quotes and counts as ``FakeDesk`` does, in words that a spreadsheet would run."""

    def __init__(self, formula: str) -> None:
        super().__init__()
        self.formula = formula

    def _cited(self, document):
        place = replace(document, title=self.formula, locality=self.formula)
        return place, replace(citation(document.id, "V.2"), quote=self.formula)

    def ask(self, index, question, **scope):
        told = super().ask(index, question, **scope)
        place, cited = self._cited(told.answers[0].document)
        said = DocumentAnswer(place, True, self.formula, None, 0.9, (cited,))
        silent = DocumentAnswer(place, False, None, None, 0.0, reason=self.formula)
        return replace(told, answers=(said, silent))

    def search(self, index, query, **scope):
        told = super().search(index, query, **scope)
        place, cited = self._cited(told.hits[0].document)
        hits = (replace(told.hits[0], document=place, citation=cited),)
        return replace(told, hits=hits, total=1, next=None)


@pytest.mark.parametrize("what", ["answers", "passages"])
@pytest.mark.parametrize(
    "formula",
    ['=HYPERLINK("http://evil.example")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1"],
)
def test_a_cell_that_would_be_a_formula_is_defused(what, formula):
    with TestClient(create_app("nowhere", index=FakeIndex(), desk=FormulaDesk(formula))) as client:
        told = client.get(f"/take/{what}.csv", params={"q": Q}).text.removeprefix(BOM)
    cells = [cell for row in csv.reader(io.StringIO(told, newline="")) for cell in row]
    assert cells.count(f"'{formula}") >= 3, "its place, its words: each is there, and is text"
    assert not [cell for cell in cells if cell.startswith(formula[0])]


def test_a_paper_holds_question_answers_and_sources(client):
    reply = client.get("/take/answers.docx", params={"q": Q})
    said = [one.text for one in Document(io.BytesIO(reply.content)).paragraphs]
    assert said[0] == Q
    assert "Bắc Kạn 2021 · 2060/QĐ-UBND: Sở Y tế" in said
    assert "“đ) Chủ trì khám sức khỏe cho 80% người lao động.”" in said
    assert any("http://testserver/documents/bac-kan-2021" in one for one in said)
    assert "Nghệ An 2024: Không mục nào giao khám sức khỏe." in said


def test_json_is_the_answer_as_the_api_tells_it(client):
    told = client.get("/take/answers.json", params={"q": Q}).json()
    assert told["question"] == Q
    assert [answer["found"] for answer in told["answers"]] == [True, True, False]


def test_passages_are_as_many_as_the_page_counts(real):
    counted = real.get("/v1/search", params={"q": "rác thải nhựa", "limit": 1}).json()["total"]
    asked = {"q": "rác thải nhựa"}
    assert len(rows(real.get("/take/passages.csv", params=asked))) == counted > 3
    assert real.get("/take/passages.json", params=asked).json()["total"] == counted
    paper = Document(io.BytesIO(real.get("/take/passages.docx", params=asked).content))
    assert sum(one.text.startswith("“") for one in paper.paragraphs) == counted


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/take/answers.csv", 422),
        ("/take/answers.exe?q=x", 422),
        ("/take/songs.csv?q=x", 422),
        ("/take/passages.csv?q=x&year=soon", 422),
    ],
)
def test_what_cannot_be_taken_is_bad_input(client, path, status):
    reply = client.get(path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
