import logging

import pytest

from indexer.errors import BadQuestion, IndexCorrupt, NotFound, TracuuError, UnreadableDocument
from service.api.guard import MAX_BODY

JSON = {"content-type": "application/json"}


def problem(reply, status, field=None):
    """The reply is one problem, in the one shape."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    told = reply.json()
    assert told["status"] == status and told["type"].startswith("urn:tracuu:problem:")
    assert told["title"] and told["detail"] and told["instance"].startswith("/")
    assert told.get("field") == field, told
    assert "Traceback" not in reply.text and ".py" not in reply.text
    return told


@pytest.mark.parametrize(
    "question",
    ["", "   ", "a" * 501, "😀🎉", "\u0000\u0007\u001b", "\u200b\u202e", "?!…", "\ud800"],
    ids=["empty", "blank", "long", "emoji", "control", "invisible", "marks", "surrogate"],
)
def test_questions_that_cannot_be_asked(client, desk, question):
    import json

    body = json.dumps({"question": question})
    told = problem(client.post("/v1/ask", content=body, headers=JSON), 422, "question")
    assert told["errors"][0]["field"] == "question"
    assert desk.asked == []


@pytest.mark.parametrize("q", ["", "a" * 501, "😀", "\x00"])
def test_queries_that_cannot_be_searched(client, q):
    problem(client.get("/v1/search", params={"q": q}), 422, "q")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": None}, "question"),
        ({"question": 5}, "question"),
        ({"question": ["a"]}, "question"),
        ({"question": "a", "limit": 0}, "limit"),
        ({"question": "a", "limit": 1_000_000}, "limit"),
        ({"question": "a", "limit": "many"}, "limit"),
        ({"question": "a", "limit": 1.5}, "limit"),
        ({"question": "a", "limit": True}, "limit"),
        ({"question": "a", "years": [False]}, "years"),
        ({"question": "a", "years": ["2023"]}, "years"),
        ({"question": "a", "literal": 0}, "literal"),
        ({"question": "a", "locality": "hai-duong"}, "locality"),
        ({"question": "a", "localities": "hai-duong"}, "localities"),
        ({"question": "a", "localities": [""]}, "localities"),
        ({"question": "a", "documents": ["x" * 201]}, "documents"),
        ({"question": "a", "documents": ["x"] * 201}, "documents"),
        ({"question": "a", "levels": ["planet"]}, "levels"),
        ({"question": "a", "years": ["soon"]}, "years"),
        ({"question": "a", "lang": "fr"}, "lang"),
        ([1], "body"),
        ("text", "body"),
    ],
)
def test_bodies_that_are_not_a_question(client, body, field):
    told = problem(client.post("/v1/ask", json=body), 422, field)
    assert " / " in told["detail"], "Vietnamese, then English"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/search", "q"),
        ("/v1/search?q=a&limit=0", "limit"),
        ("/v1/search?q=a&limit=1000000", "limit"),
        ("/v1/search?q=a&year=soon", "year"),
        ("/v1/search?q=a&level=planet", "level"),
        ("/v1/search?q=%ff%fe", "q"),
        ("/v1/documents?limit=0", "limit"),
        ("/v1/documents?limit=999999999999999999999", "limit"),
        ("/v1/documents/hai-duong-2023/clauses?all=perhaps", "all"),
        ("/v1/suggest", "q"),
        ("/v1/suggest?q=a&limit=21", "limit"),
        ("/v1/localities?limit=1001", "limit"),
    ],
)
def test_bad_parameters(client, path, field):
    problem(client.get(path), 422, field)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/documents/nowhere", "document"),
        ("/v1/documents/nowhere/text", "document"),
        ("/v1/documents/nowhere/clauses", "document"),
        ("/v1/documents/hai-duong-2023/clauses/XX", "clause"),
        ("/v1/documents/..%2f..%2fetc", None),
        ("/v1/nothing", None),
        ("/v2/ask", None),
        ("/static/%2e%2e/messages.json", None),
        ("/static/nothing.css", None),
    ],
)
def test_what_is_not_there(client, path, field):
    problem(client.get(path), 404, field)


def test_an_unknown_place_is_not_found(client, desk):
    desk.fails = NotFound("Không có «Atlantis». / No place “Atlantis”.", "localities")
    body = {"question": "a", "localities": ["Atlantis"]}
    told = problem(client.post("/v1/ask", json=body), 404, "localities")
    assert "Atlantis" in told["detail"]
    problem(client.get("/v1/search?q=a&locality=Atlantis"), 404, "locality")
    desk.fails = NotFound("Không có «x». / No document “x”.", "document")
    problem(client.post("/v1/ask", json={"question": "a", "documents": ["x"]}), 404, "documents")


def test_what_the_service_cannot_use(client, desk):
    desk.fails = BadQuestion("Con trỏ không hợp lệ. / Bad cursor.", "cursor")
    problem(client.get("/v1/search?q=a&cursor=zzz"), 422, "cursor")
    desk.fails = UnreadableDocument("Không đọc được. / Unreadable.")
    problem(client.get("/v1/search?q=a"), 422)


@pytest.mark.parametrize("body", [b"{", b"", b"{'question': 1}", b"\xff\xfe{}", b"[" * 60_000])
def test_a_body_that_is_not_json(client, body):
    reply = client.post("/v1/ask", content=body, headers=JSON)
    assert reply.status_code == (422 if body == b"" else 400)
    problem(reply, reply.status_code, "body" if reply.json().get("field") else None)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "a b"])
def test_a_body_that_does_not_say_it_is_json(client, kind):
    reply = client.post("/v1/ask", content=b'{"question": "a"}', headers={"content-type": kind})
    problem(reply, 415)


def test_json_with_a_charset_is_json(client):
    kind = {"content-type": "application/json; charset=utf-8"}
    assert client.post("/v1/ask", content=b'{"question": "a"}', headers=kind).status_code == 200


def test_a_body_that_is_too_large(client):
    body = b'{"question": "' + b"a" * MAX_BODY + b'"}'
    problem(client.post("/v1/ask", content=body, headers=JSON), 413)
    pieces = (body[i : i + 1000] for i in range(0, len(body), 1000))
    problem(client.post("/v1/ask", content=pieces, headers=JSON), 413)


def test_a_body_just_small_enough(client):
    body = b'{"question": "a"}'.ljust(MAX_BODY)
    assert client.post("/v1/ask", content=body, headers=JSON).status_code == 200


def test_a_method_that_is_not_taken(client):
    reply = client.get("/v1/ask")
    told = problem(reply, 405)
    assert reply.headers["allow"] == "POST"
    assert (
        told["detail"]
        == "Địa chỉ này nhận POST, không nhận cách gọi đó. / This address takes POST."
    )
    problem(client.delete("/v1/documents"), 405)


def test_the_unforeseen_is_logged_with_the_code_that_is_told(client, desk, caplog):
    desk.fails = RuntimeError("the secret reason")
    with caplog.at_level(logging.ERROR):
        told = problem(client.post("/v1/ask", json={"question": "bí mật"}), 500)
    assert told["id"] in told["detail"]
    fault = next(r for r in caplog.records if r.getMessage() == "fault")
    assert fault.told == {"id": told["id"]}
    assert "secret" not in told["detail"]
    assert "the secret reason" in caplog.text, "the log has the trace"
    assert "bí mật" not in caplog.text, "but not the question"


def test_a_damaged_index_is_503(client, desk):
    desk.fails = IndexCorrupt("Tệp bị sửa. / A file was changed.")
    assert problem(client.get("/v1/search?q=a"), 503) and client.get("/v1/health").is_success


def test_headers_hold_on_every_reply(client, desk):
    desk.fails = RuntimeError()
    replies = [
        client.get("/v1/health"),
        client.get("/nowhere"),
        client.get("/static/style.css"),
        client.post("/v1/ask", json={"question": "a"}),
        client.post("/v1/ask", content=b"a" * (MAX_BODY + 1), headers=JSON),
    ]
    assert [r.status_code for r in replies] == [200, 404, 200, 500, 413]
    for reply in replies:
        assert "script-src 'self'" in reply.headers["content-security-policy"]
        assert "unsafe" not in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "same-origin"


def test_a_browser_is_shown_errors_as_a_page(client):
    reply = client.get("/nowhere", headers={"accept": "text/html,*/*;q=0.8"})
    assert reply.status_code == 404 and reply.headers["content-type"].startswith("text/html")
    problem(client.get("/v1/nowhere", headers={"accept": "text/html"}), 404)


def test_what_the_installation_lacks_is_not_the_callers_fault(client, desk):
    desk.fails = TracuuError("Thiếu bảng. / A table is missing.")
    assert "Thiếu bảng" in problem(client.get("/v1/search?q=a"), 503)["detail"]
