import json
from urllib.parse import quote

import pytest

from tests.service.fakes import INFOS, TEXT

ROWS = ["PL1.r1", "PL1.r2", "PL1.r3"]


def test_ask_gives_the_shape_others_rely_on(client, desk):
    reply = client.post("/v1/ask", json={"question": "co quan nao kham suc khoe"})
    assert reply.status_code == 200
    told = reply.json()
    assert told["understood_as"] == "cơ quan nào khám sức khỏe"
    assert (told["intent"], told["found"], told["generation"]) == ("agency", True, "g-1")
    assert told["next"] is None and told["took_ms"] > 0
    first, second, third = told["answers"]
    assert first["document"]["locality_today"] == "Thái Nguyên"
    assert (first["answer"], first["role"], first["found"]) == ("Sở Y tế", "lead", True)
    cited = first["citations"][0]
    assert TEXT[cited["start"] : cited["end"]] == cited["quote"]
    names = {"clause", "path", "headings", "quote", "start", "end", "page", "url", "ocr"}
    assert set(cited) == names
    assert cited["ocr"] is False
    assert second["document"]["digest"] is True
    assert third["found"] is False and third["answer"] is None
    assert third["reason"] and third["nearest"][0]["quote"]


def test_ask_passes_the_scope_on(client, desk):
    scope = {
        "documents": ["hai-duong-2023"],
        "localities": ["Hải Dương"],
        "levels": ["province"],
        "years": [2023],
        "lang": "en",
        "limit": 50,
        "cursor": "50",
    }
    scope |= {"without": ["year:2024"], "previous": "who, then?", "literal": True}
    scope |= {"rephrase": True}
    client.post("/v1/ask", json={"question": "who?", **scope})
    assert desk.asked == [{"call": "ask", "question": "who?", **scope}]


def test_a_question_is_cleaned_before_it_is_asked(client, desk):
    client.post("/v1/ask", json={"question": "  kha\u0301m\u0000 sức\u200b\n khỏe \u202e "})
    assert desk.asked[0]["question"] == "khám sức khỏe"


def test_a_question_of_500_characters_is_taken(client):
    assert client.post("/v1/ask", json={"question": "á" * 500}).status_code == 200
    assert client.post("/v1/ask", json={"question": "a\u0301" * 500}).status_code == 200


def test_search_hits_are_citations_with_score_and_highlights(client, desk):
    reply = client.get("/v1/search", params={"q": "tuần tra", "year": 2021, "kind": "clause"})
    told = reply.json()
    hit = told["hits"][0]
    (start, end), *_ = hit["highlights"]
    assert hit["quote"][start:end] == "ban đêm"
    assert hit["clause"] == "bac-kan-2021#V.2" and hit["score"] == 0.7
    assert (told["total"], told["next"], told["query"]) == (16, "15", "tuần tra")
    assert told["facets"]["locality"] == {"Bắc Kạn": 16}
    assert desk.asked[0]["year"] == [2021] and desk.asked[0]["limit"] == 20


def test_search_takes_a_filter_more_than_once(client, desk):
    client.get("/v1/search?q=a&locality=bac-kan&locality=nghe-an&level=province&level=commune")
    assert desk.asked[0]["locality"] == ["bac-kan", "nghe-an"]
    assert desk.asked[0]["level"] == ["province", "commune"] and desk.asked[0]["year"] is None


@pytest.mark.parametrize(
    ("address", "named", "right"),
    [
        ("/v1/search?q=a&localities=bac-ninh", "localities", "locality"),
        ("/v1/search?q=a&years=2024", "years", "year"),
        ("/v1/search?query=a", "query", "q"),
        ("/v1/documents?limits=3", "limits", "limit"),
        ("/v1/compare?document=a&document=b&sections=V", "sections", "section"),
    ],
)
def test_a_parameter_spelt_otherwise_is_refused_with_the_right_name(client, address, named, right):
    reply = client.get(address)
    told = reply.json()
    assert (reply.status_code, told["field"]) == (422, named) and right in told["detail"]


def test_a_parameter_like_none_of_ours_is_let_pass(client):
    assert client.get("/v1/search?q=a&utm_source=b&_=1").status_code == 200


def test_every_plan_that_answers_is_told_unless_fewer_are_asked_for(client, desk):
    client.post("/v1/ask", json={"question": "ai?"})
    assert desk.asked[0]["limit"] == 50


def test_documents_are_paged_by_id(client):
    first = client.get("/v1/documents", params={"limit": 2}).json()
    assert [d["id"] for d in first["documents"]] == ["bac-kan-2021", "hai-duong-2023"]
    second = client.get("/v1/documents", params={"limit": 2, "cursor": first["next"]}).json()
    assert [d["id"] for d in second["documents"]] == ["nghe-an-2024"]
    assert second["next"] is None


def test_a_document_does_not_tell_where_its_file_lay(client):
    told = client.get("/v1/documents/bac-kan-2021").json()
    assert told["source"] == "bac-kan-2021.txt"
    assert "secret" not in json.dumps(told)
    assert told["locality_today"] == "Thái Nguyên" and told["year_to"] == 2025


def test_the_text_is_the_canonical_text(client):
    assert client.get("/v1/documents/hai-duong-2023/text").json()["text"] == TEXT


def test_clauses_are_decision_plan_and_appendix_in_reading_order(client):
    told = client.get("/v1/documents/hai-duong-2023/clauses").json()["clauses"]
    paths = [c["path"] for c in told]
    assert paths == ["QĐ.1", "V", "V.1", "V.1.đ", "V.1.-1", "V.2", "PL1", *ROWS]
    assert all(TEXT[c["start"] : c["end"]] == c["text"] for c in told)
    (named,) = told[2]["agencies"]
    assert (named["name"], named["as_written"]) == ("Sở Y tế", "Sở Y tế")
    assert (named["role"], named["inherited"], named["partner"]) == ("lead", False, False)
    assert (named["assigned_in"], named["today"]) == (None, [])


def test_clauses_are_paged_where_that_is_asked(client):
    path = "/v1/documents/hai-duong-2023/clauses"
    whole = [c["path"] for c in client.get(path).json()["clauses"]]
    read, cursor = [], None
    while cursor is not None or not read:
        asked = {"limit": 4} | ({"cursor": cursor} if cursor else {})
        told = client.get(path, params=asked).json()
        read += [c["path"] for c in told["clauses"]]
        cursor = told["next"]
    assert read == whole and client.get(path).json()["next"] is None
    assert client.get(path, params={"cursor": "nowhere"}).json()["field"] == "cursor"


def test_a_document_tells_what_its_place_is_today(client):
    told = client.get("/v1/documents/bac-kan-2021").json()
    assert told["place_today"]["former"] == "tỉnh Bắc Kạn"
    assert told["place_today"]["name"] == "tỉnh Thái Nguyên"
    assert (told["place_today"]["since"], told["place_today"]["basis"]) == ("2025-07-01", "read")
    assert told["place_today"]["source"] and told["agencies_today"] == []


def test_all_clauses_have_front_and_back_matter_too(client):
    reply = client.get("/v1/documents/hai-duong-2023/clauses", params={"all": "true"})
    paths = [c["path"] for c in reply.json()["clauses"]]
    assert paths[0] == "front.1" and paths[-1] == "back.1"


@pytest.mark.parametrize("path", ["V", "V.1.đ", "V.1.-1", "QĐ.1", "PL1.r1"])
def test_a_clause_is_found_by_its_path_however_it_is_encoded(client, path):
    for written in (path, quote(path, safe=""), quote(path, safe="").replace(".", "%2E")):
        reply = client.get(f"/v1/documents/hai-duong-2023/clauses/{written}")
        assert reply.status_code == 200, written
        assert reply.json()["path"] == path


def test_facts_stand_where_they_are_written(client):
    base = "/v1/documents/hai-duong-2023/clauses/"
    target = client.get(base + "V.1.đ").json()["targets"][0]
    assert TEXT[target["start"] : target["end"]] == target["quote"] == "80%"
    bullet = client.get(base + "V.1.-1").json()
    assert bullet["deadlines"][0]["text"] == "trước ngày 15/6"
    assert bullet["laws"][0]["number"] == "1629/QĐ-TTg"
    assert client.get(base + "PL1.r2").json()["funding"][0]["amount"] == 5e8


def test_suggest_takes_what_is_being_typed(client, desk):
    reply = client.get("/v1/suggest", params={"q": "kham"})
    (item,) = reply.json()["items"]
    assert reply.json()["suggestions"] == [item["text"]] == ["khám sức khỏe định kỳ"]
    assert (item["kind"], item["start"], item["end"]) == ("heading", 0, 4)
    nothing = {"suggestions": [], "items": []}
    assert client.get("/v1/suggest", params={"q": " "}).json() == nothing
    assert len(desk.asked) == 1


def test_reference_tables_are_paged_and_keep_their_columns(client):
    told = client.get("/v1/localities", params={"limit": 1}).json()
    assert [row["id"] for row in told["localities"]] == ["an-giang"]
    rest = client.get("/v1/localities", params={"cursor": told["next"]}).json()
    assert rest["localities"][0]["full_name"] == "tỉnh" and rest["next"] is None
    agencies = client.get("/v1/agencies").json()["agencies"]
    assert agencies[0]["successors"] == ["thai-nguyen"]
    (step,) = agencies[0]["successions"]
    assert (step["successor"], step["since"]) == ("so-y-te-moi", "2025-03-01")
    districts = client.get("/v1/localities", params={"level": "district"}).json()
    assert [row["name"] for row in districts["localities"]] == ["A Lưới"]


def test_health_tells_what_is_served(client):
    told = client.get("/v1/health").json()
    assert told["status"] == "ready" and told["generation"] == "g-1"
    assert (told["documents"], told["encoder"], told["refused"]) == (len(INFOS), "hash", None)


def test_every_get_answers_head_without_a_body(client):
    plain = {"Accept-Encoding": "identity"}
    for path in ("/v1/health", "/", "/documents", "/static/style.css"):
        got, head = client.get(path, headers=plain), client.head(path, headers=plain)
        assert head.status_code == 200 and head.content == b"", path
        assert head.headers["content-length"] == str(len(got.content)), path


def test_openapi_covers_every_route_with_an_example_or_a_schema(client):
    told = client.get("/openapi.json").json()
    assert set(told["paths"]) == {
        "/v1/ask",
        "/v1/search",
        "/v1/suggest",
        "/v1/citations/verify",
        "/v1/compare",
        "/v1/matrix",
        "/v1/history",
        "/v1/documents",
        "/v1/documents/{id}",
        "/v1/documents/{id}/text",
        "/v1/documents/{id}/clauses",
        "/v1/documents/{id}/clauses/{path}",
        "/v1/localities",
        "/v1/agencies",
        "/v1/health",
        "/metrics",
        "/v1/admin/files",
        "/v1/admin/files/{name}",
        "/v1/admin/jobs",
        "/v1/admin/jobs/{task}",
        "/v1/admin/generations",
        "/v1/admin/rollback",
    }
    told["paths"].pop("/metrics")  # text, not JSON
    for path, operations in told["paths"].items():
        for verb, operation in operations.items():
            good = operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert "$ref" in good, (verb, path)
            assert operation["description"], path
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"], path
    schemas = told["components"]["schemas"]
    assert schemas["Answers"]["examples"] and schemas["AskRequest"]["examples"]
    assert schemas["AskRequest"]["properties"]["question"]["maxLength"] == 500
    assert "HTTPValidationError" not in schemas


def test_no_page_of_fastapi_that_loads_from_elsewhere(client):
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
