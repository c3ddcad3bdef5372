"""The page of a question."""

from urllib.parse import parse_qs, urlsplit

from fastapi.testclient import TestClient

from indexer.errors import NotFound
from service.api.app import create_app
from service.web.words import asking
from tests.service.fakes import TEXT, units
from tests.service.web.strict import get


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
