"""What a question was understood as, told alike by page, API and command line, over one index."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from starlette.testclient import TestClient

from service.answer.asking import ask
from service.api.app import create_app
from service.cli import main

DUTY = "Cơ quan nào kiểm tra việc thu gom rác thải nhựa"


@pytest.fixture(scope="module")
def client(plans_index, index):
    with TestClient(create_app(plans_index, index=index)) as opened:
        yield opened


@pytest.fixture
def tell(plans_index, capsys):
    """The command line's text and status for a question."""

    def told(*args: str) -> tuple[str, int]:
        status = main(["ask", *args, "--index", str(plans_index)])
        return " ".join(capsys.readouterr().out.split()), status

    return told


def page(client, **asked):
    reply = client.get("/", params=asked)
    return reply.status_code, reply.text


def chips(text: str) -> dict[str, dict[str, list[str]]]:
    """The filters shown on a page: label → the query that its way out asks."""
    shown = re.search(r'<ul class="chips"[^>]*>(.*?)</ul>', text, re.S)
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?) <span', shown.group(1) if shown else "", re.S)
    return {label: parse_qs(urlsplit(html.unescape(href)).query) for href, label in found}


def test_the_doors_tell_the_same_filters(client, index, tell):
    text = f"{DUTY} ở Hải Phòng theo kế hoạch năm 2023?"
    sent = client.post("/v1/ask", json={"question": text}).json()
    told, _ = tell(text, "--json")
    assert sent["filters"] == json.loads(told)["filters"]
    assert [f["value"] for f in sent["filters"]] == [f.value for f in ask(index, text).filters]
    assert [f["kind"] for f in sent["filters"]] == ["locality", "year"]


def test_the_page_shows_each_filter_with_a_way_to_ask_without_it(client):
    text = f"{DUTY} ở Hải Phòng theo kế hoạch năm 2023?"
    _, shown = page(client, q=text)
    ways = chips(shown)
    assert ways["Hải Phòng"] == {"q": [text], "without": ["locality:hai-phong"]}
    _, shown = page(client, **{"q": text, "without": "locality:hai-phong"})
    ways = chips(shown)
    assert list(ways) == ["2023"]
    assert ways["2023"]["without"] == ["locality:hai-phong", "year:2023"]


def test_a_bad_filter_is_refused_on_the_page_and_by_the_api(client):
    status, shown = page(client, q=DUTY, without="quarter")
    assert status == 422
    assert "quarter" in shown
    reply = client.post("/v1/ask", json={"question": DUTY, "without": ["quarter"]})
    assert (reply.status_code, reply.json()["field"]) == (422, "without")


def test_the_command_line_tells_filters_and_how_to_drop_them(tell):
    told, _ = tell(f"{DUTY} ở Hải Phòng?")
    assert "Lọc · Filter: địa phương · place: Hải Phòng (bỏ lọc · to drop: --without" in told
    assert "Gồm cả kế hoạch của tỉnh Hải Dương, nay thuộc thành phố Hải Phòng." in told
    told, _ = tell(f"{DUTY} ở Hải Phòng?", "--without", "locality")
    assert "Lọc" not in told


def test_every_door_says_that_districts_ended(client, tell):
    text = "Ở huyện Đông Hưng ai chủ trì tiêm phòng bệnh dại?"
    told, status = tell(text)
    assert status == 0
    assert re.search(r"Đông Hưng 2022 · \S+ \(cấp huyện · ended 2025-07-01\)", told)
    assert "Cấp huyện kết thúc từ ngày 1/7/2025" in told
    _, shown = page(client, q=text)
    assert "cấp huyện đã kết thúc từ 01/07/2025" in shown
    _, shown = page(client, q=text, lang="en")
    assert "districts ended on 01/07/2025" in shown
    sent = client.post("/v1/ask", json={"question": text}).json()
    found = next(a for a in sent["answers"] if a["found"])
    assert found["document"]["place_today"]["since"] == "2025-07-01"


def test_every_door_says_who_does_a_bodys_work_today(client, tell):
    text = "Sở nào chủ trì kiểm tra tàu cá mang rác thải nhựa về bờ?"
    told, _ = tell(text)
    assert "→ nay · today: Sở Nông nghiệp và Môi trường, từ · since 2025-03-01 [" in told
    _, shown = page(client, q=text)
    assert "Sở Nông nghiệp và Phát triển nông thôn, nay:" in shown
    assert ", từ 01/03/2025 (" in shown
    sent = client.post("/v1/ask", json={"question": text}).json()
    assert sent["answers"][0]["today"][0]["name"] == "Sở Nông nghiệp và Môi trường"


def test_every_door_follows_a_question(client, tell):
    before = f"{DUTY} ở Cà Mau?"
    text = "còn Hải Dương thì sao?"
    whole = f"{DUTY} ở Hải Dương?"
    sent = client.post("/v1/ask", json={"question": text, "previous": before}).json()
    assert (sent["question"], sent["asked_as"]) == (text, whole)
    assert [f["value"] for f in sent["filters"]] == ["hai-duong"]
    told, _ = tell(text, "--previous", before)
    assert f"Đang hỏi · Asking: {whole}" in told
    _, shown = page(client, q=text, previous=before)
    assert f'name="previous" value="{html.escape(whole)}"' in shown
    assert chips(shown)["Hải Dương"] == {"q": [whole], "without": ["locality:hai-duong"]}


def test_a_follow_up_replaces_the_place_that_was_chosen(client):
    _, shown = page(client, q="còn Cà Mau?", previous=f"{DUTY}?", locality="hai-duong")
    assert list(chips(shown)) == ["Cà Mau"]
    _, shown = page(client, q="ở các tỉnh khác?", previous=f"{DUTY}?", locality="hai-duong")
    assert list(chips(shown)) == ["trừ Hải Dương", "cấp tỉnh"]


def test_the_page_leads_to_other_places(client):
    text = f"{DUTY} ở Hải Dương?"
    _, shown = page(client, q=text)
    way = re.search(r'href="([^"]+)">Hỏi ở các địa phương khác', shown)
    assert way
    asked = parse_qs(urlsplit(html.unescape(way.group(1))).query)
    assert asked == {"q": ["ở các địa phương khác thì sao?"], "previous": [text]}
    assert "trừ Hải Dương" in client.get(html.unescape(way.group(1))).text


def test_a_follow_up_of_nothing_is_said_at_every_door(client, plans_index, capsys):
    reply = client.post("/v1/ask", json={"question": "còn Cà Mau thì sao?"})
    assert (reply.status_code, reply.json()["field"]) == (422, "previous")
    status, shown = page(client, q="còn Cà Mau thì sao?")
    assert status == 422
    assert "nối tiếp một câu hỏi trước" in shown
    assert main(["ask", "còn Cà Mau thì sao?", "--index", str(plans_index)]) == 2
    assert "--previous" in capsys.readouterr().err


def test_every_door_mends_a_typing_mistake_and_says_so(client, tell):
    text = "Cơ quan nào kiểm tra việc thu gmo rác thải nhựa?"
    sent = client.post("/v1/ask", json={"question": text}).json()
    assert sent["corrections"] == [{"typed": "gmo", "read": "gom"}]
    assert sent["found"]
    told, status = tell(text)
    assert status == 0
    assert "“gom” thay cho · for “gmo”" in told
    _, shown = page(client, q=text)
    assert "“gom” thay cho “gmo”" in shown
    assert "literal=1" in shown
    found = client.get("/v1/search", params={"q": "thu gmo rác"}).json()
    assert found["corrections"] == [{"typed": "gmo", "read": "gom"}]


def test_words_are_looked_for_as_typed_where_that_is_asked(client, tell):
    text = "Cơ quan nào kiểm tra việc thu gmo rác thải nhựa?"
    sent = client.post("/v1/ask", json={"question": text, "literal": True}).json()
    assert sent["corrections"] == []
    told, _ = tell(text, "--literal")
    assert "thay cho" not in told
    _, shown = page(client, q=text, literal="1")
    assert "thay cho" not in shown
    found = client.get("/v1/search", params={"q": "thu gmo rác", "literal": "true"}).json()
    assert found["corrections"] == []


ALL_TARGETS = "Các chỉ tiêu của kế hoạch rác thải nhựa Hải Dương là gì?"
MARKETS = "Ít nhất 85% rác thải nhựa phát sinh tại các chợ được thu gom, tái chế"
ITEMS = [
    MARKETS,
    "60% siêu thị không phát túi ni lông miễn phí cho khách hàng",
    "Xây dựng 12 mô hình phân loại rác tại nguồn ở khu dân cư",
]


def test_every_door_tells_all_targets_of_a_plan_in_its_order(client, tell):
    found, *_ = client.post("/v1/ask", json={"question": ALL_TARGETS}).json()["answers"]
    assert found["items"] == ITEMS
    assert [c["path"] for c in found["citations"]] == ["II.1", "II.2", "II.3"]
    assert found["answer"] == "; ".join(ITEMS)
    told, _ = tell(ALL_TARGETS)
    assert told.index("3 mục · items") < told.index("II.1") < told.index("II.3")
    _, shown = page(client, q=ALL_TARGETS)
    listed = shown[shown.index('<ol class="listed">') : shown.index("</ol>")]
    assert re.findall(r'clause=(II\.\d)[^"]*" lang="vi">([^<]+)</a>', listed) == [
        (f"II.{n}", item) for n, item in enumerate(ITEMS, 1)
    ]


def test_a_list_is_taken_away_with_each_item_beside_its_quotation(client):
    sheet = client.get("/take/answers.csv", params={"q": ALL_TARGETS}).text
    told = csv.reader(io.StringIO(sheet.removeprefix("\ufeff")))
    assert [item for row in told for item in ITEMS if item in row] == ITEMS
    paper = Document(
        io.BytesIO(client.get("/take/answers.docx", params={"q": ALL_TARGETS}).content)
    )
    assert not any(MARKETS in p.text for p in paper.paragraphs if p.style.name.startswith("Head"))
    assert sum(MARKETS in p.text for p in paper.paragraphs) == 1


def test_all_that_a_plan_rests_on_is_told_with_each_line_cited(client):
    reply = client.post("/v1/ask", json={"question": "Kế hoạch Hải Dương căn cứ văn bản nào?"})
    found, *_ = reply.json()["answers"]
    assert found["answer"] == "1316/QĐ-TTg"
    assert found["citations"][0]["path"] == "front.9"
