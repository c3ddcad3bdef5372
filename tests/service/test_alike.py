"""The API, the command line and Python give the same: replies, pages, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

import service
from indexer.errors import BadQuestion
from service.answers import DocumentRef, told_apart
from service.api.app import create_app
from service.cli import main
from service.cli.output import plain

ASKED = "rác thải nhựa"
DUTY = "thu gom rác thải nhựa"


@pytest.fixture(scope="module")
def client(plans_index, index):
    with TestClient(create_app(plans_index, index=index)) as opened:
        yield opened


@pytest.fixture
def told(plans_index, capsys) -> Callable[..., dict[str, Any]]:
    """What a command prints as JSON."""

    def run(*args: str) -> dict[str, Any]:
        main([*args, "--json", "--index", str(plans_index)])
        return json.loads(capsys.readouterr().out)

    return run


def timeless(reply: Any) -> dict[str, Any]:
    """A reply as JSON, less how long it took."""
    return {k: v for k, v in json.loads(json.dumps(plain(reply))).items() if k != "took_ms"}


def test_answers_and_their_pages(client, index, told):
    first = client.post("/v1/ask", json={"question": ASKED, "limit": 1}).json()
    assert first["next"] == "1" and first["found_total"] > 1
    for cursor in (None, first["next"]):
        sent = client.post("/v1/ask", json={"question": ASKED, "limit": 1, "cursor": cursor}).json()
        page = () if cursor is None else ("--cursor", cursor)
        assert timeless(told("ask", ASKED, "--limit", "1", *page)) == timeless(sent)
        assert timeless(service.ask(index, ASKED, limit=1, cursor=cursor)) == timeless(sent)


def test_the_command_tells_how_to_read_on(plans_index, capsys):
    main(["ask", ASKED, "--limit", "1", "--index", str(plans_index)])
    assert "--cursor 1" in capsys.readouterr().out


def test_the_language_of_a_question_may_be_told(client, told):
    sent = client.post("/v1/ask", json={"question": "plastic", "lang": "vi", "limit": 10}).json()
    assert sent["language"] == "vi"
    assert timeless(told("ask", "plastic", "--lang", "vi")) == timeless(sent)


def test_hits_from_several_places_in_any_order(client, told):
    scope = {"level": ["province", "district"], "order": "newest", "exact": True}
    sent = client.get("/v1/search", params={"q": DUTY, **scope}).json()
    assert sent["total"] > 0
    options = ("--level", "province", "--level", "district", "--order", "newest", "--exact")
    printed = told("search", DUTY, *options)
    for hit in printed["hits"]:
        assert {hit.pop("citation")["quote"]} == {hit["quote"]}
    assert timeless(printed) == timeless(sent)


def test_documents_and_quotations(client, told):
    (first, *_) = sent = client.get("/v1/documents").json()["documents"]
    for one, printed in zip(sent, told("documents")["documents"], strict=True):
        assert printed.pop("source").endswith(one.pop("source"))  # here also where the file lies
        assert printed == one
    detail = client.get(f"/v1/documents/{first['id']}").json()
    assert told("documents", first["id"])["agencies_today"] == detail["agencies_today"]
    checked = client.post("/v1/citations/verify", json={"quote": DUTY}).json()
    printed = told("verify", DUTY)
    assert len(printed.pop("quotes")) == 1 and checked.pop("quotes") == []
    assert timeless(printed) == timeless(checked)


@pytest.mark.parametrize("call", [service.ask, service.search])
def test_a_level_there_is_not_is_refused(index, call):
    level = {"levels" if call is service.ask else "level": ["tỉnh"]}
    with pytest.raises(BadQuestion, match="province, district, commune, central") as refused:
        call(index, DUTY, **level)
    assert refused.value.field in level or refused.value.field == "levels"


def test_a_plan_is_called_alike_everywhere():
    ref = DocumentRef("b2", "Kế hoạch B2", None, None, None, "2/KH", None, 2025, "Sở Y tế", False)
    assert (ref.name, ref.dated, ref.numbered) == ("Sở Y tế", "Sở Y tế 2025", "Sở Y tế 2025 · 2/KH")
    bare = DocumentRef("b2", "Kế hoạch năm 2025", None, None, None, None, None, 2025, None, False)
    assert bare.numbered == "Kế hoạch năm 2025"


def test_plans_shown_together_are_told_apart():
    one = DocumentRef(
        "a", "Kế hoạch trồng rừng", "Hà Nam", None, None, "5/KH", None, 2025, None, False
    )
    other = replace(one, id="b", number="6/KH")
    elsewhere = replace(one, id="c", locality="Hà Nam Ninh")
    assert told_apart((one, elsewhere)) == ("Hà Nam 2025", "Hà Nam Ninh 2025")
    assert told_apart((one, elsewhere), numbers=True)[0] == "Hà Nam 2025 · 5/KH"
    assert told_apart((one, other, elsewhere)) == (
        *("Hà Nam 2025 · 5/KH", "Hà Nam 2025 · 6/KH"),
        "Hà Nam Ninh 2025",
    )
    bare = replace(one, number=None)
    dredging = replace(bare, id="b", title=f"Kế hoạch {'nạo vét ' * 20}")
    named, long = told_apart((bare, dredging))
    assert named == "Hà Nam 2025 · Kế hoạch trồng rừng"
    assert long.endswith("nạo vét…") and len(long) < 80
    assert told_apart((bare, replace(bare, id="b"))) == ("Hà Nam 2025 · a", "Hà Nam 2025 · b")
