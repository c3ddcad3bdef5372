from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from indexer.errors import NotFound
from service.api.app import create_app
from service.web import messages
from service.web.asking import is_same_place
from service.web.words import asking
from tests.service.fakes import TEXT, FakeDesk, FakeIndex, describe, units

VOID = {"meta", "link", "input", "img", "br", "hr"}


class Page(HTMLParser):
    """A page read strictly: tags must nest, ids must be unique."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.tags, self.links = [], [], [], []
        self.marked, self.text = "", ""
        self.feed(text)
        self.close()
        assert self.open == [], self.open
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.tags.append((tag, known))
        assert len(known) == len(attrs), f"an attribute twice in <{tag}>"
        assert not any(name.startswith("on") or name == "style" for name in known), known
        if "id" in known:
            self.ids.append(known["id"])
        if tag == "a":
            self.links.append(known["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in {"path", "rect", "circle"}:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if "mark" in self.open:
            self.marked += data

    def all(self, tag, **known):
        return [a for t, a in self.tags if t == tag and known.items() <= a.items()]


@pytest.fixture(scope="module")
def served():
    desk = FakeDesk()
    with TestClient(create_app("nowhere", index=FakeIndex(), desk=desk)) as client:
        yield client, desk


@pytest.fixture
def client(served):
    return served[0]


@pytest.fixture(autouse=True)
def desk(served):
    served[1].asked, served[1].fails, served[1].found = [], None, True
    return served[1]


def get(client, path, status=200):
    reply = client.get(path)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert len(reply.content) < 100_000
    return Page(reply.text)


PAGES = [
    ("/", 200),
    ("/?q=co+quan+nao+kham+suc+khoe", 200),
    ("/?q=x&locality=hai-duong&level=province&year=2023", 200),
    ("/?q=x&cursor=10", 200),
    ("/?q=", 422),
    ("/?q=%F0%9F%98%80", 422),
    ("/?q=x&level=planet", 422),
    ("/?q=x&order=random", 422),
    ("/?q=x&kind=song", 422),
    ("/feedback", 200),
    ("/feedback?q=x&clause=hai-duong-2023%23V.1&answer=y", 200),
    ("/feedback?q=x&sent=1", 200),
    ("/documents", 200),
    ("/documents?cursor=hai-duong-2023", 200),
    ("/documents/bac-kan-2021", 200),
    ("/documents/hai-duong-2023?clause=V.1.%C4%91", 200),
    ("/documents/nowhere", 404),
    ("/documents/hai-duong-2023?clause=XX", 404),
    ("/documents/hai-duong-2023?start=a", 422),
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("path", "status"), PAGES)
def test_every_page_is_whole_in_both_languages(client, path, status, lang):
    page = get(client, f"{path}{'&' if '?' in path else '?'}lang={lang}", status)
    assert page.all("html", lang=lang) and page.all("main", id="main")
    assert page.all("a", **{"class": "skip", "href": "#main"})
    assert [tag for tag, _ in page.tags].count("h1") == 1
    scripts = {a["src"].partition("?")[0] for a in page.all("script")}
    assert scripts - {"/static/document.js"} == {"/static/page.js"}
    for _, known in page.tags:
        for where in ("href", "src", "action"):
            assert not urlsplit(known.get(where, "")).netloc, "nothing from another host"
    for link in page.links:
        if lang == "en" and link.startswith("/") and link != "/openapi.json":
            assert parse_qs(urlsplit(link).query)["lang"] == ["en"], link


def test_the_empty_page_shows_what_can_be_asked(client, desk):
    page = get(client, "/")
    assert page.all("form", role="search", method="get", action="/")
    assert page.all("label", **{"for": "q"}) and page.all("input", id="q", name="q")
    for example, _ in asking.EXAMPLES:
        assert example in page.text
    assert "Đang có 3 văn bản" in page.text
    assert desk.asked == []


def test_answers_stand_by_locality_and_open_in_place(client):
    page = get(client, "/?q=co+quan+nao+kham+suc+khoe")
    assert page.all("input", id="q", value="co quan nao kham suc khoe")
    assert "Đang tìm: cơ quan nào khám sức khỏe" in " ".join(page.text.split())
    assert "2 văn bản có câu trả lời, 1 văn bản không thấy." in page.text
    assert page.all("div", role="status", **{"aria-live": "polite"})
    assert len(page.all("details", **{"class": "facet"})) == 2, "agency and order"
    assert len(page.all("details")) == 2 + 3, "two rows, one nearest"
    assert "nay thuộc Thái Nguyên" in page.text and "chủ trì" in page.text
    assert "bản tóm lược" in page.text
    assert "Không thấy trong kế hoạch này" in page.text
    assert "Không mục nào giao khám sức khỏe." in page.text
    cited = "Quyết định số 2060/QĐ-UBND ngày 01 tháng 11 năm 2021 của Ủy ban nhân dân tỉnh Bắc Kạn"
    assert "Điểm đ khoản 1 mục V Văn bản ban hành kèm theo " + cited + ", trang 1" in page.text
    unit = next(u for u in units() if u.path == "V.1.đ")
    link = next(link for link in page.links if "#V.1.%C4%91" in link)
    query = parse_qs(urlsplit(link).query)
    assert query == {"clause": ["V.1.đ"], "span": [f"{unit.start}-{unit.end}"]}
    assert get(client, link).marked == TEXT[unit.start : unit.end]


def test_titles_and_quotations_are_escaped(client):
    for path in ("/?q=%3Cscript%3Ealert(2)%3C/script%3E", "/documents", "/documents/bac-kan-2021"):
        text = client.get(path).text
        assert "<script>alert" not in text and "<b>ban" not in text
        assert "&lt;script&gt;alert(1)" in text
    error = client.get("/?q=x&level=%3Cscript%3Ealert(3)%3C/script%3E")
    assert "<script>alert" not in error.text


def test_words_of_the_query_are_marked_in_passages(client):
    assert get(client, "/?q=tuan+tra").marked == "ban đêm"


def test_further_passages_do_not_ask_again(client, desk):
    first = get(client, "/?q=x&year=2021")
    following = next(link for link in first.links if "cursor=15" in link)
    assert parse_qs(urlsplit(following).query)["year"] == ["2021"]
    desk.asked.clear()
    page = get(client, following)
    assert {call["call"] for call in desk.asked} == {"search"}
    assert not page.all("a", rel="next")
    assert "/?q=x&year=2021" in page.links, "the way back to the answers"


def test_filters_are_asked_shown_and_can_be_taken_off(client, desk):
    page = get(client, "/?q=x&locality=hai-duong&level=&year=2023")
    asked, searched, *_ = desk.asked
    assert (asked["localities"], asked["levels"]) == (("hai-duong",), None)
    assert (asked["years"], searched["year"]) == ([2023], [2023])
    assert (searched["locality"], searched["level"]) == (("hai-duong",), None)
    kept = [(a["name"], a["value"]) for a in page.all("input", type="hidden")]
    assert kept == [("previous", "x"), ("locality", "hai-duong"), ("year", "2023")]
    chips = [a for a in page.all("a") if a.get("aria-label", "").startswith("Bỏ lọc")]
    assert [a["href"] for a in chips] == ["/?q=x&year=2023", "/?q=x&locality=hai-duong"]


def test_a_facet_counts_what_another_value_would_leave(client, desk):
    page = get(client, "/?q=x&locality=hai-duong")
    wider = desk.asked[2]
    assert (wider["call"], wider["locality"], wider["limit"]) == ("search", None, 1)
    assert "/?q=x&locality=hai-duong&locality=bac-kan" in page.links, "a second place beside it"
    assert "/?q=x" in page.links, "the same place off"


def test_passages_alone_are_narrowed_by_agency_kind_and_order(client, desk):
    get(client, "/?q=x&agency=S%E1%BB%9F+Y+t%E1%BA%BF&kind=bullet&order=newest")
    searched = desk.asked[1]
    assert (searched["agency"], searched["kind"]) == ("Sở Y tế", "bullet")
    assert searched["order"] == "newest"


def test_the_very_words_are_searched_for_without_an_answer(client, desk):
    first = get(client, "/?q=co+quan+nao+kham+suc+khoe")
    assert "/?q=co+quan+nao+kham+suc+khoe&exact=1" in first.links
    desk.asked.clear()
    page = get(client, "/?q=co+quan+nao&exact=1")
    assert [(call["call"], call["exact"]) for call in desk.asked] == [("search", True)]
    assert "Đoạn có đúng các chữ này" in page.text and not page.all("table")


def test_no_quotation_stands_twice(client, desk):
    page = get(client, "/?q=x")
    quotes = [a["cite"] for a in page.all("blockquote")]
    assert len(quotes) == len(set(quotes))


def test_a_row_names_its_plan_and_folds_what_more_it_says(client):
    page = get(client, "/?q=x")
    assert len(page.all("span", **{"class": "small of"})) == 2
    assert not page.all("details", **{"class": "others"}), "one quotation each"


def test_the_page_of_passages_is_told_in_the_title(client):
    assert "(trang 2/2)" in get(client, "/?q=x&cursor=15").text


def test_nothing_found_is_said_plainly(client, desk):
    desk.found = False
    page = get(client, "/?q=x")
    assert "Không thấy trong các kế hoạch đang có" in page.text
    assert "Không mục nào giao khám sức khỏe." in page.text
    assert "Đoạn gần nhất (1)" in page.text
    assert page.all("p", **{"class": "small of"}), "plans of one place are told apart"


def test_a_question_that_cannot_be_asked_stays_in_its_box(client, desk):
    page = get(client, f"/?q={'a' * 501}", 422)
    box = page.all("input", id="q")[0]
    assert box["aria-invalid"] == "true" and "q-error" in box["aria-describedby"]
    assert "501" in page.text and desk.asked == []


def test_an_unknown_place_is_said_beside_the_box(client, desk):
    desk.fails = NotFound("Không có «Atlantis». / No place “Atlantis”.", "locality")
    assert "Atlantis" in get(client, "/?q=x&locality=Atlantis", 404).text


def test_a_document_shows_every_clause_at_its_anchor_once(client):
    page = get(client, "/documents/hai-duong-2023")
    for unit in units():
        assert unit.path in page.ids
    shown = " ".join(page.text.split())
    for line in TEXT.split("\n"):
        for cell in line.split(" | "):
            assert cell in shown
    assert shown.count("tuần tra <b>ban đêm</b>") == 1
    assert page.marked == ""
    assert page.all("nav", **{"aria-label": "Mục lục"})


def test_the_addressed_clause_is_marked_whole(client):
    page = get(client, "/documents/hai-duong-2023?clause=V.1")
    unit = next(u for u in units() if u.path == "V.1")
    assert page.marked == TEXT[unit.start : unit.end].replace("\n", "")
    assert page.all("a", **{"aria-current": "location"})[0]["href"].endswith("#V.1")
    assert "V.1" in page.ids and "Đang xem 1. Sở Y tế" in page.text


def test_rows_stand_in_a_table_and_never_under_a_wrong_heading(client):
    page = get(client, "/documents/hai-duong-2023?clause=PL1.r3")
    assert len(page.all("table")) == 1 and len(page.all("th", scope="col")) == 4
    assert page.all("td", colspan="3"), "behind its number, a row with cells left out keeps bars"
    assert [a["id"] for a in page.all("tr", **{"class": "addressed"})] == ["PL1.r3"]
    assert page.marked == "2<i>Tuần tra</i>" and "Trang 3" in page.text


@pytest.mark.parametrize("span", ["start=9&end=5", "start=-1&end=5", "start=0&end=999999", "end=x"])
def test_a_span_that_is_none_is_bad_input(client, span):
    assert "start" in get(client, f"/documents/hai-duong-2023?{span}", 422).text


def test_the_language_switch_keeps_the_address(client):
    page = get(client, "/?q=x&year=2021")
    switch = next(a for a in page.all("a") if a.get("hreflang") == "en")
    assert switch["href"] == "?q=x&year=2021&lang=en"
    back = get(client, "/?q=x&lang=en")
    assert next(a for a in back.all("a") if a.get("hreflang") == "vi")["href"] == "?q=x"
    assert back.all("blockquote", lang="vi"), "quotations stay Vietnamese"


def test_an_address_cannot_make_the_switch_leave_this_host(client):
    reply = client.get("//evil.example/x", headers={"accept": "text/html"})
    assert "evil.example" not in reply.text


def test_static_files_and_icon(client):
    for name in ("style.css", "print.css", "page.js", "favicon.svg"):
        assert client.get(f"/static/{name}").status_code == 200
    assert client.get("/favicon.ico").headers["content-type"].startswith("image/svg")


def test_messages_are_whole_and_used():
    from pathlib import Path

    used = "".join(
        path.read_text("utf-8")
        for path in Path(messages.__file__).parent.rglob("*")
        if path.suffix in {".html", ".py"} and path.parent.name != "words"
    )
    for key, (vi, en) in messages.MESSAGES.items():
        assert vi and en
        stem = key.partition("_")[0]
        assert f'"{key}"' in used or f"'{key}'" in used or stem in {
            "level", "role", "intent", "error", "difference", "script", "kind", "order", "column",
            "reason", "original", "was", "state", "stage", "task",
        }, key  # fmt: skip


def test_what_was_odd_is_shown_to_whoever_runs_it(client):
    page = get(client, "/documents")
    shown = " ".join(page.text.split())
    assert "Điều bất thường khi đọc (3)" in shown
    assert "tr. 2: <b>mờ</b>, xem lại." in shown and "faint" not in shown
    source = FakeIndex().document("bac-kan-2021").source
    assert f"({source}): tr. 2" in shown, "titles alone do not tell documents apart"
    assert (
        shown.count("cần lưu ý") == 1 and len(page.all("span", **{"class": "badge odd-mark"})) == 1
    )
    assert "hong<1>.pdf: Tệp rỗng." in shown
    assert "trung.txt: trùng với bac-kan-2021.txt" in shown
    assert "The file is empty." in get(client, "/documents?lang=en").text


def test_a_document_tells_what_was_odd_about_it(client):
    page = get(client, "/documents/bac-kan-2021")
    assert "Trang 1–2 là ảnh quét" in page.text and "xem lại." in page.text
    assert page.all("details", **{"class": "odd"})
    assert not get(client, "/documents/nghe-an-2024").all("details", **{"class": "odd"})


def test_lists_without_end_are_cut_and_that_is_said():
    from service.web.oddities import SHOWN, of_documents

    class Full(FakeIndex):
        def quarantined(self):
            return [(f"{n}.txt", "Tệp rỗng. / The file is empty.") for n in range(SHOWN + 1)]

    index = Full()
    assert of_documents(index, []).count == SHOWN + 2
    with TestClient(create_app("nowhere", index=index, desk=FakeDesk())) as client:
        page = get(client, "/documents")
    assert "100.txt" not in page.text and "tracuu documents --problems" in page.text


def test_pages_read_by_ocr_are_told_in_runs():
    from indexer.documents import Page as Sheet
    from service.web.oddities import recognised

    assert recognised([]) == recognised([Sheet(1, 0, 1, "text")]) == ""
    assert recognised([Sheet(n, 0, 1, "ocr") for n in (9, 1, 3, 2)]) == "1–3, 9"


@pytest.mark.parametrize(
    ("level", "locality", "today", "same"),
    [
        ("province", "Hồng Lĩnh", "thành phố Hồng Lĩnh", True),
        ("commune", "thị trấn Mộc Sơn", "phường Mộc Sơn", True),
        ("province", "Hồng Lĩnh", "tỉnh Lam Sơn", False),
        ("district", "Hồng Lĩnh", "tỉnh Hồng Lĩnh", False),
        ("province", None, None, False),
    ],
)
def test_a_place_that_goes_on_is_told_from_one_merged_away(level, locality, today, same):
    found = replace(
        describe(FakeIndex().documents()[0]), level=level, locality=locality, locality_today=today
    )
    assert is_same_place(found) is same


def test_the_page_says_whether_a_place_goes_on():
    class Desk(FakeDesk):
        def describe(self, info):
            return replace(super().describe(info), locality="Bắc Kạn", locality_today="xã Bắc Kạn")

    with TestClient(create_app("nowhere", index=FakeIndex(), desk=FakeDesk())) as client:
        assert "nay thuộc Thái Nguyên" in get(client, "/documents/bac-kan-2021").text
    with TestClient(create_app("nowhere", index=FakeIndex(), desk=Desk())) as client:
        assert "nay là xã Bắc Kạn" in get(client, "/documents/bac-kan-2021").text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/documents/hai-duong-2023?clause=V.1.đ", "Điểm đ khoản 1 mục V"),
        ("/documents/hai-duong-2023?clause=front.1", "Phần mở đầu"),
        ("/documents/hai-duong-2023?clause=PL1.r2", "Dòng 2 của bảng Phụ lục 1"),
        ("/feedback?q=x&clause=hai-duong-2023%23V.1.đ", "Điểm đ khoản 1 mục V"),
    ],
)
def test_places_are_told_in_words_and_not_in_codes(client, address, said):
    page = get(client, address)
    assert said in page.text
    code = address.partition("clause=")[2].rpartition("%23")[2]
    # On paper the foot of a page says its address.
    assert code not in "".join(line for line in page.text.splitlines() if "http" not in line)


def test_the_page_counts_within_what_was_asked_and_tells_the_rest_in_a_line(index):
    with TestClient(create_app("nowhere", index=index)) as client:
        page = " ".join(
            get(
                client, "/?q=ai+thu+gom+r%C3%A1c+th%E1%BA%A3i+H%E1%BA%A3i+D%C6%B0%C6%A1ng"
            ).text.split()
        )
        assert "1 văn bản có câu trả lời, 0 văn bản không thấy. 2 văn bản ngoài phạm vi" in page
        assert "Ngoài phạm vi câu hỏi: 2 văn bản" in page
        assert "Câu hỏi nêu địa phương khác" not in page
        page = get(client, "/?q=ai+thu+gom+r%C3%A1c+th%E1%BA%A3i+An+Giang").text
        assert "Kho chưa có kế hoạch nào của" in page and "0 văn bản không thấy. 3" in page


def test_what_is_not_known_was_not_read_or_is_not_stated(client):
    typed = get(client, "/documents/hai-duong-2023").text
    scan = get(client, "/documents/bac-kan-2021").text
    assert "không ghi" in typed and "không đọc được" not in typed
    assert "không đọc được" in scan and "không ghi" not in scan
