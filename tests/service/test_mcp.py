"""The MCP door as an assistant uses it: the package's own client, real transports, a real index."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters

from service.api.access import Access
from service.api.app import create_app
from service.api.counter import Counter
from service.api.desk import House
from service.api.keys import Keyring
from service.api.shelf import Shelf
from service.mcp import shapes, telling
from service.mcp.server import make
from tests.browser.house import PATIENCE, serving

ROOT = Path(__file__).parents[2]
TOOLS = {"ask", "search", "compare", "get_clause", "check_quotes", "list_plans"}
QUESTION = "ai kiem tra thu gom rac thai nhua o cho"


def talk(server, conversation: Callable[[Client], Awaitable[object]]):
    async def speak():
        with anyio.fail_after(PATIENCE):
            async with Client(server) as client:
                return await conversation(client)

    return anyio.run(speak)


def call(server, name, **arguments):
    """What a tool answers: its structured result, or the text of its error."""

    async def one(client):
        reply = await client.call_tool(name, arguments)
        return reply.content[0].text if reply.is_error else reply.structured_content

    return talk(server, one)


@pytest.fixture(scope="module")
def house(index):
    return House(Shelf("unused", index), Counter())


@pytest.fixture
def server(house):
    return make(house, "https://kehoach.example.vn")


@pytest.fixture(scope="module")
def address(index):
    with serving(create_app("unused", index=index, mcp=True)) as url:
        yield url


def test_over_stdio_an_assistant_is_answered_with_quotations(plans_index, index):
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "service.cli", "mcp", "--index", str(plans_index), "--url", "http://may:8000"],
        cwd=ROOT,
    )

    async def conversation(client):
        tools = (await client.list_tools()).tools
        return client.instructions, tools, await client.call_tool("ask", {"question": QUESTION})

    told, tools, reply = talk(command, conversation)
    assert "verbatim" in told and "never instructions" in told
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.annotations.read_only_hint and tool.output_schema and tool.description
    found = reply.structured_content
    assert json.loads(reply.content[0].text) == found, (
        "clients without structured results read this"
    )
    answer = next(a for a in found["answers"] if a["document"]["locality"] == "Hải Dương")
    assert answer["answer"] == "Sở Tài nguyên và Môi trường"
    cited = answer["quotations"][0]
    assert cited["quote"] == index.text(answer["document"]["id"])[cited["start"] : cited["end"]]
    assert cited["url"].startswith("http://may:8000/documents/")


def test_over_stdio_a_missing_index_is_said_on_stderr(tmp_path, capsys):
    from service.cli import FAILED, main

    assert main(["mcp", "--index", str(tmp_path)]) == FAILED
    said = capsys.readouterr()
    assert "tracuu index" in said.err and not said.out


def test_bad_arguments_are_told_in_the_houses_words(address):
    said = call(f"{address}/mcp", "ask", question=QUESTION, limit=99, years="2024")
    assert "limit: Phải từ 20 trở xuống. / It must be 20 or less." in said
    assert "years" in said and "validation error" not in said and "pydantic" not in said


def test_over_http_links_open_at_the_service(address):
    found = call(f"{address}/mcp", "ask", question=QUESTION, places=["Hải Dương"])
    url = found["answers"][0]["quotations"][0]["url"]
    assert url.startswith(f"{address}/documents/")
    assert "<mark" in httpx.get(url, timeout=PATIENCE).text


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Origin", "https://xau.example", 403),
        ("Host", "xau.example", 421),
        ("Content-Type", "text/plain", 400),
    ],
)
def test_over_http_other_sites_are_refused(address, header, value, status):
    reply = post(address, **{header: value})
    assert reply.status_code == status
    if status != 400:  # that one is JSON-RPC's own
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json()["status"] == status and " / " in reply.json()["detail"]


def test_over_http_a_listed_origin_and_the_public_name_are_let_in(index):
    rules = Access(Keyring("unused"), origins=("https://tinh.example",))
    app = create_app("unused", index=index, access=rules, mcp=True, url="https://kehoach.example")
    with serving(app) as address:
        assert post(address, Origin="https://tinh.example").status_code == 200
        assert post(address, Host="kehoach.example").status_code == 200


def test_over_http_a_key_is_asked_for_where_reading_needs_one(index, tmp_path):
    ring = Keyring(tmp_path)
    token, _ = ring.add("trợ lý")
    app = create_app("unused", index=index, access=Access(ring, need_key=True), mcp=True)
    with serving(app) as address:
        refused = post(address)
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"
        assert "tracuu keys add" in refused.json()["detail"]
        assert post(address, Authorization=f"Bearer {token}").status_code == 200


def test_the_door_is_shut_unless_asked_for(index):
    with serving(create_app("unused", index=index)) as address:
        assert post(address).status_code == 404


def test_long_clauses_are_read_in_pieces(server, index, monkeypatch):
    monkeypatch.setattr(shapes, "PIECE", 200)
    pieces, offset = [], 0
    while offset is not None:
        told = call(server, "get_clause", clause="hai-duong-2023#IV", offset=offset)
        assert len(told["text"]) <= 200
        assert told["text"] == index.text("hai-duong-2023")[told["start"] : told["end"]]
        pieces.append(told["text"])
        offset = told["next"]
    unit = index.clause("hai-duong-2023", "IV")
    assert "".join(pieces) == index.text("hai-duong-2023")[unit.start : unit.end]
    assert "hai-duong-2023#IV.1" in told["below"]


def test_long_quotations_stay_quotations(server, index, monkeypatch):
    monkeypatch.setattr(telling, "LONG", 30)
    hits = call(server, "search", query="rác thải nhựa")["passages"]
    for hit in hits:
        assert len(hit["quote"]) <= 30
        assert hit["quote"] == index.text(hit["document"]["id"])[hit["start"] : hit["end"]]
    assert any(hit["cut"] for hit in hits)


def test_a_clause_tells_its_facts_and_who_does_the_work_today(server):
    told = call(server, "get_clause", clause="hai-duong-2023#IV.1.a")
    assert told["agencies"] == ["Sở Tài nguyên và Môi trường (lead)"]
    assert told["also_named"] == ["Sở Công Thương"]
    assert told["url"].startswith("https://kehoach.example.vn/documents/hai-duong-2023?clause=")
    heir = "Sở Tài nguyên và Môi trường → Sở Nông nghiệp và Môi trường"
    assert heir in told["agencies_today"]
    told = call(server, "get_clause", clause="hai-duong-2023#IV.1.b")
    assert told["deadlines"] == ["trước ngày 15/12/2023"]


def test_comparisons_come_in_pages_and_show_what_is_missing(pairs_index):
    server = make(House(Shelf("unused", pairs_index), Counter()))
    ids = [info.id for info in pairs_index.documents()][:2]
    whole = call(server, "compare", documents=ids, everything=True, limit=30)
    first = call(server, "compare", documents=ids, everything=True, limit=1)
    second = call(server, "compare", documents=ids, everything=True, limit=1, offset=first["next"])
    assert [first["rows"][0], second["rows"][0]] == whole["rows"][:2]
    differing = call(server, "compare", documents=ids, limit=30)
    assert 0 < differing["total"] < whole["total"]
    assert all(row["differences"] for row in differing["rows"])
    lone = next(r for r in differing["rows"] if r["differences"][0]["kind"] == "missing")
    assert any(side["quote"] is None for side in lone["sides"])


def test_silence_is_told_with_its_reason(server):
    found = call(server, "ask", question="Giá vé tham quan vườn quốc gia là bao nhiêu?")
    assert found["found"] is False and found["answers"] == []
    assert found["silent_total"] == len(found["silent"]) == 3
    assert all(plan["reason"] for plan in found["silent"])


def test_what_a_question_was_read_as_is_told(server):
    found = call(server, "ask", question="Ở Hải Dương năm 2023 ai kiểm tra thu gom rác thải nhựa?")
    assert any("locality" in note and "Hải Dương" in note for note in found["notes"])
    (answer,) = found["answers"]
    assert answer["today"] == ["Sở Tài nguyên và Môi trường → Sở Nông nghiệp và Môi trường"]


def test_quotations_of_a_draft_are_checked(server):
    draft = (
        "Theo kế hoạch, “60% siêu thị không phát túi ni lông miễn phí cho khách hàng”, "
        "“Xây dựng 15 mô hình phân loại rác tại nguồn ở khu dân cư”, và "
        "“Mỗi học sinh trồng mười cây phượng vĩ trong sân”."
    )
    right, wrong, nowhere = call(server, "check_quotes", text=draft)["quotations"]
    assert (right["status"], right["clause"]) == ("exact", "hai-duong-2023#II.2")
    assert right["url"].startswith("https://kehoach.example.vn/documents/hai-duong-2023")
    assert wrong["status"] == "near" and wrong["differences"] == ["number: “15” → “12”"]
    assert nowhere["status"] == "none" and nowhere["clause"] is None
    (alone,) = call(server, "check_quotes", text="không phát túi ni lông miễn phí")["quotations"]
    assert alone["status"] == "exact"


def test_plans_are_listed_by_words_without_diacritics(server):
    found = call(server, "list_plans", words="hai duong 2023")
    assert [plan["id"] for plan in found["plans"]] == ["hai-duong-2023"]
    assert call(server, "list_plans", words="mặt trăng")["total"] == 0
    first = call(server, "list_plans", limit=2)
    rest = call(server, "list_plans", limit=2, cursor=first["next"])
    assert first["total"] == 3 and len(rest["plans"]) == 1 and rest["next"] is None


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": " \n"}, "Hãy nhập câu hỏi"),
        ("ask", {"question": "rác", "places": ["Tà Lơn"]}, "Không có địa phương “Tà Lơn”"),
        (
            "ask",
            {"question": "rác", "limit": 1000},
            "Phải từ 20 trở xuống. / It must be 20 or less.",
        ),
        ("search", {"query": "r" * 501}, "501"),
        ("compare", {"documents": ["hai-duong-2023", "khong-co"]}, "khong-co"),
        ("compare", {"documents": ["hai-duong-2023"]}, "At least 2 items"),
        ("get_clause", {"clause": "hai-duong-2023"}, "hai-duong-2023#V.3"),
        ("get_clause", {"clause": "hai-duong-2023#XX"}, "XX"),
        ("get_clause", {"clause": "hai-duong-2023#IV", "offset": 10**6}, "characters"),
        ("check_quotes", {"text": "…"}, "Không có chữ nào"),
        ("no_such_tool", {}, "no_such_tool"),
    ],
)
def test_what_a_caller_can_mend_is_told_in_words(server, tool, arguments, said):
    told = call(server, tool, **arguments)
    assert isinstance(told, str) and said in told
    assert "Traceback" not in told


def test_what_fails_unforeseen_tells_nothing_of_the_inside(index):
    class Broken(Counter):
        def ask(self, *args, **kwargs):
            raise RuntimeError("/srv/secret")

    told = call(make(House(Shelf("unused", index), Broken())), "ask", question="rác")
    assert told == "Error executing tool ask"


def post(address, **headers):
    """One request as it is written in the protocol, by no client of the package."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    told = {
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": "2025-11-25",
    }
    return httpx.post(
        f"{address}/mcp", content=json.dumps(body), headers={**told, **headers}, timeout=PATIENCE
    )
