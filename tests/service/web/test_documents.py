"""The pages of documents."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from service.web.asking import is_same_place
from tests.service.fakes import TEXT, FakeDesk, FakeIndex, describe, units
from tests.service.web.strict import get


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


def test_what_is_not_known_was_not_read_or_is_not_stated(client):
    typed = get(client, "/documents/hai-duong-2023").text
    scan = get(client, "/documents/bac-kan-2021").text
    assert "không ghi" in typed and "không đọc được" not in typed
    assert "không đọc được" in scan and "không ghi" not in scan
