"""The pages of targets side by side and of one clause through the years, over real indexes."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from service.api.app import create_app


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


def test_the_table_can_be_taken_away(plans):
    page = plans.get("/matrix", params={"q": "rác thải nhựa", "document": "ca-mau-2024"}).text
    (sheet,) = [a for a in links(page) if "format=csv" in a]
    assert "document=ca-mau-2024" in sheet
    assert plans.get(sheet).headers["content-type"].startswith("text/csv")


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
    assert any("/v1/history" in a and "format=csv" in a for a in links(page))


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


def test_a_clause_and_the_comparison_lead_there(plans):
    page = plans.get("/documents/ca-mau-2024", params={"clause": "II.2"}).text
    assert "/history?document=ca-mau-2024&clause=II.2" in links(page)
    assert "/matrix" in links(plans.get("/compare").text)
    both = plans.get("/compare", params={"document": ["ca-mau-2024", "hai-duong-2023"]}).text
    assert "/matrix" in links(both)
