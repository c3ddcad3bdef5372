"""The pages of targets side by side and of one clause through the years, over real indexes."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

import service
from indexer.facts import targets
from service.api.app import create_app
from service.comparing.figures import _year_of
from service.web.research import measures
from tests.service.pairs import IDS

LAO_CAI = IDS[1]


@pytest.fixture(scope="module")
def plans(plans_index, index):
    with TestClient(create_app(plans_index, index=index)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pairs(pairs_path, pairs_index):
    with TestClient(create_app(pairs_path, index=pairs_index)) as opened:
        yield opened


def links(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="([^"]+)"', text)]


def test_targets_stand_side_by_side_and_open_in_place(plans, index):
    page = plans.get("/matrix", params={"q": "rác thải nhựa"}).text
    found = plans.get("/v1/matrix", params={"q": "rác thải nhựa"}).json()
    figures = [f for row in found["rows"] for cell in row["cells"] for f in cell]
    assert figures
    for figure in figures:
        (way,) = [a for a in links(page) if f"start={figure['start']}&end={figure['end']}" in a]
        document, _, path = figure["clause"].partition("#")
        assert way.startswith(f"/documents/{document}?clause={path}")
        assert plans.get(way).status_code == 200
        assert figure["quote"] in html.unescape(page)
    assert all(html.escape(column["label"]) in page for column in found["columns"])


def test_a_figure_said_twice_stands_once_with_both_places(index):
    asked = service.matrix(index, "rác thải nhựa")
    row = next(row for row in asked.rows if row.cells[0])
    first = row.cells[0][0]
    annexed = replace(first, clause=f"{first.document}#PL1.r5", start=9000, end=9003)
    other = replace(first, measured="số bến tàu", start=9100, end=9103)
    found = replace(
        asked,
        columns=asked.columns[:1],
        rows=(replace(row, cells=((first, annexed, other),)),),
    )
    (line,) = measures(found)[0].lines
    assert [(figure, again) for figure, _, again in line.figures] == [
        (first, (annexed,)),
        (other, ()),
    ]


def test_every_figure_has_its_labels_where_the_head_is_hidden(plans):
    page = plans.get("/matrix", params={"q": "rác thải nhựa"}).text
    assert page.count('data-label="Năm"') == page.count('data-label="Thời hạn ghi kèm"') > 0


def test_matrix_pages_through_every_column_once(plans):
    asked = {"q": "rác thải nhựa"}
    whole = plans.get("/v1/matrix", params={**asked, "limit": 100}).json()
    assert whole["total"] > 1
    seen, cursor = [], None
    while True:
        params = {**asked, "limit": 1, **({"cursor": cursor} if cursor else {})}
        page = plans.get("/v1/matrix", params=params).json()
        assert page["total"] == whole["total"] and page["silent"] == whole["silent"]
        seen += page["columns"]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == whole["columns"]
    for wrong in ({"limit": 0}, {"limit": 101}, {"cursor": "x"}):
        assert plans.get("/v1/matrix", params={**asked, **wrong}).status_code == 422


def test_the_page_tells_how_many_targets_there_are_and_goes_on(plans):
    asked = {"q": "rác thải nhựa"}
    whole = plans.get("/v1/matrix", params={**asked, "limit": 100}).json()
    labels = [html.escape(column["label"]) for column in whole["columns"]]
    later = plans.get("/matrix", params={**asked, "cursor": "1"}).text
    heads = re.findall(r'<h2 lang="vi">(.*?) <span', later)
    assert heads == labels[1 : len(heads) + 1]
    assert f"{len(heads)} trong {whole['total']} chỉ tiêu" in later
    assert ('rel="next"' in later) is (len(heads) + 1 < whole["total"])
    assert plans.get("/matrix", params={**asked, "cursor": "x"}).status_code == 422


def test_the_table_can_be_taken_away(plans):
    page = plans.get("/matrix", params={"q": "rác thải nhựa", "document": "ca-mau-2024"}).text
    (sheet,) = [a for a in links(page) if "targets.csv" in a]
    assert "document=ca-mau-2024" in sheet
    reply = plans.get(sheet)
    assert reply.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(reply.text.removeprefix("\ufeff").splitlines()))
    assert rows and rows[0]["Địa phương"] == "Cà Mau" and rows[0]["Trích nguyên văn"]
    assert all(row["Địa chỉ"].startswith("http://testserver/documents/") for row in rows)


def test_plans_without_a_target_are_named(plans):
    page = plans.get("/matrix", params={"q": "rác thải nhựa"}).text
    assert "tiêm phòng bệnh dại" in page.split("Văn bản không nêu chỉ tiêu", 1)[1]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_a_question_there_is_a_form(plans, lang):
    reply = plans.get("/matrix", params={"lang": lang})
    assert reply.status_code == 200
    assert 'action="/matrix"' in reply.text
    assert ("Lập bảng" in reply.text) is (lang == "vi")


def test_bad_input_is_told_in_the_form(plans):
    reply = plans.get("/matrix", params={"q": "???"})
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert plans.get("/matrix", params={"q": "x", "document": "nowhere"}).status_code == 404


def test_a_clause_through_the_years(pairs, pairs_index):
    counts: dict[str, int] = {}
    for info in pairs_index.documents():
        counts[info.locality_id] = counts.get(info.locality_id, 0) + 1
    many = next((i for i in pairs_index.documents() if counts[i.locality_id] > 1), None)
    assert many is not None, "the plans of this test have a place with several years"
    clause = next(c for c in pairs_index.clauses(many.id) if c.part == "plan" and not c.title)
    asked = {"document": many.id, "clause": clause.path}
    page = html.unescape(pairs.get("/history", params=asked).text)
    found = pairs.get("/v1/history", params=asked).json()
    assert len(found["steps"]) == counts[many.locality_id]
    for step in found["steps"]:
        assert step["document"]["title"] in page
    assert page.count("<blockquote") == sum(len(s["cells"]) for s in found["steps"])
    (sheet,) = [a for a in links(page) if "history.csv" in a]
    rows = list(csv.DictReader(io.StringIO(pairs.get(sheet).text.removeprefix("\ufeff"))))
    assert [row["Trích nguyên văn"].lstrip("'") for row in rows] == [
        cell["quote"] for step in found["steps"] for cell in step["cells"]
    ]
    assert all(row["Địa chỉ"].startswith("http://testserver/documents/") for row in rows)


def test_a_place_with_one_plan_says_so(plans):
    reply = plans.get("/history", params={"document": "ca-mau-2024", "clause": "II.2"})
    assert reply.status_code == 200
    assert "Kho chỉ có một kế hoạch của địa phương này" in reply.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 422),
        ({"document": "ca-mau-2024"}, 422),
        ({"document": "ca-mau-2024", "clause": "IX.9"}, 404),
        ({"document": "nowhere", "clause": "I"}, 404),
    ],
)
def test_what_is_missing_or_unknown_is_said(plans, asked, status):
    assert plans.get("/history", params=asked).status_code == status


def test_a_heading_comes_with_what_stands_below_it(pairs, pairs_index):
    info, head = next(
        (info, unit)
        for info in pairs_index.documents()
        for unit in pairs_index.clauses(info.id)
        if unit.part == "plan" and unit.title and unit.end > unit.own_end
    )
    found = pairs.get("/v1/history", params={"document": info.id, "clause": head.path}).json()
    (own,) = [step for step in found["steps"] if step["document"]["id"] == info.id]
    said = pairs_index.text(info.id)[head.start : head.end]
    told = "".join(cell["quote"] for cell in own["cells"])
    assert "".join(told.split()) == "".join(said.split())


def test_plans_without_a_counterpart_are_folded_away(pairs):
    asked = {"document": LAO_CAI, "clause": "II.2"}
    page = html.unescape(pairs.get("/history", params=asked).text)
    assert "Không kế hoạch nào khác của địa phương này có mục tương ứng." in page
    assert page.count('<ol class="hits years">') == 1
    assert page.partition("years")[2].partition("</ol>")[0].count("<li") == 1


def test_a_clause_and_the_comparison_lead_there(plans, pairs):
    page = pairs.get(f"/documents/{LAO_CAI}", params={"clause": "II.2"}).text
    assert f"/history?document={LAO_CAI}&clause=II.2" in links(page)
    alone = plans.get("/documents/ca-mau-2024", params={"clause": "II.2"}).text
    assert "/history" not in alone, "a place with one plan has no years to look through"
    assert "/matrix" in links(plans.get("/compare").text)
    both = plans.get("/compare", params={"document": ["ca-mau-2024", "hai-duong-2023"]}).text
    assert "/matrix" in links(both)


def test_a_year_compared_with_is_not_the_year_of_a_target():
    text = "Đến năm 2025, tăng 3% (so với năm 2022) số vụ được xử lý; đến năm 2030 giảm 5% số vụ."
    found = targets.find(text, 0)
    told = [_year_of(target, ()) for target in found]
    assert told == [2025, 2030]
