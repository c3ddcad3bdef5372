"""The page of a document in a browser: the boxed image, exact marks, the outline by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build
from tests.browser.axe import no_violations
from tests.browser.house import serving
from tests.browser.sizes import no_sideways
from tests.service import scans
from tests.service.scans import PATH

ADDRESS = f"/documents/plain?clause={PATH}#{PATH}"
#: The sum of what moved without anybody asking (web.dev calls 0.1 good).
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""

#: Whether the row asked for begins on the screen.
IN_VIEW = """() => {
  const box = document.querySelector("tr.addressed").getBoundingClientRect();
  return box.top >= 0 && box.top < innerHeight * 0.5;
}"""
#: Whether a cell lies inside the box its table may scroll in.
UNCUT = """(cell) => {
  const [box, frame] = [cell, cell.closest(".scroll")].map((one) => one.getBoundingClientRect());
  return box.left >= frame.left - 1 && box.right <= frame.right + 1;
}"""
_NAMES = ("STT", "Hành động cụ thể", "Cơ quan chủ trì", "Phối hợp", "Thời hạn", "Kết quả")
_WORK = "Tăng cường đào tạo nghiệp vụ cho cán bộ các cơ quan điều tra, kiểm tra và giám sát"
WIDE = "\n".join(
    [
        "# KẾ HOẠCH PHÒNG CHÁY NĂM 2025\n",
        "## I. NHIỆM VỤ\n",
        f"| {' | '.join(_NAMES)} |",
        "|---|---|---|---|---|---|",
        *(
            f"| {n} | {_WORK} lần {n} | Công an tỉnh {n} | Sở Tài chính | 6/2025 | Báo cáo |"
            for n in range(1, 30)
        ),
    ]
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over one PDF."""
    folder = tmp_path_factory.mktemp("document")
    (folder / "plans").mkdir()
    scans.plain(Path(folder / "plans" / "plain.pdf"))
    build(folder / "plans", folder / "index")
    with serving(folder / "index") as address:
        yield address


@pytest.mark.parametrize("javascript", [True, False])
def test_the_passage_is_marked_and_boxed_on_its_page(browse, paper, javascript):
    page = browse(base=paper, javascript=javascript)
    page.goto(ADDRESS)
    marked = "".join(page.locator("mark").all_inner_texts())
    assert marked.startswith("1. Sở Y tế chủ trì") and marked.endswith("30/6/2025.")
    image = page.locator(".sheet img")
    image.scroll_into_view_if_needed()
    assert image.is_visible() and page.locator(".sheet rect.hull").count() == 1
    if javascript:
        image.evaluate("image => image.decode()")
        # The drawing lies exactly over the image.
        sheet, drawn = image.bounding_box(), page.locator(".sheet svg").bounding_box()
        assert all(abs(sheet[side] - drawn[side]) < 1.5 for side in sheet)


def test_nothing_moves_while_the_page_loads(browse, paper):
    page = browse(base=paper)
    page.goto(ADDRESS)
    page.locator(".sheet img").scroll_into_view_if_needed()
    page.locator(".sheet img").evaluate("image => image.decode()")
    assert page.evaluate(SHIFTS) < 0.02


@pytest.mark.parametrize("size", [(1366, 768), (320, 640)])
def test_everybody_can_use_it(browse, paper, size):
    page = browse(size, base=paper)
    page.goto(ADDRESS)
    no_violations(page)
    no_sideways(page)
    page.goto("/documents/plain?lang=en")
    no_violations(page)


def test_on_a_phone_the_outline_and_the_image_are_folded(browse, paper):
    page = browse((390, 844), base=paper)
    page.goto(ADDRESS)
    link = page.locator(".outline a").first
    assert not link.is_visible()
    page.locator(".outline summary").first.click()
    assert link.is_visible()


def test_the_outline_is_reached_by_keyboard(browse, paper):
    page = browse(base=paper)
    page.goto("/documents/plain")
    page.locator(".outline").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.outline a')")
    page.keyboard.press("Enter")
    page.wait_for_url("**clause=I#I")
    assert page.locator(".outline a[aria-current=location]").inner_text().startswith("I.")


def test_an_exact_passage_is_marked_and_one_that_is_not_there_is_said(browse, paper):
    page = browse(base=paper)
    page.goto(ADDRESS)
    api = page.request.get(f"{paper}/v1/documents/plain/clauses/{PATH}").json()
    start = api["start"] + api["text"].index("95% trẻ em")
    page.goto(f"/documents/plain?clause={PATH}&span={start}-{start + 10}#{PATH}")
    assert page.locator("mark").all_inner_texts() == ["95% trẻ em"]
    page.goto(f"/documents/plain?clause={PATH}&span=0-10#{PATH}")
    assert page.locator("mark").count() == 0
    assert "không nằm trong mục này" in page.locator("[role=note]").inner_text()


@pytest.fixture(scope="module")
def tabled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over one plan whose duties stand in a table of six columns."""
    folder = tmp_path_factory.mktemp("tabled")
    (folder / "plans").mkdir()
    (folder / "plans" / "wide.md").write_text(WIDE, encoding="utf-8")
    build(folder / "plans", folder / "index")
    with serving(folder / "index") as address:
        yield address


@pytest.mark.parametrize("size", [(1366, 768), (1280, 800), (390, 844), (320, 640)])
def test_a_row_of_a_wide_table_is_read_without_scrolling_sideways(browse, tabled, size):
    page = browse(size, base=tabled)
    page.goto("/documents/wide?clause=I.r13#I.r13")
    row = page.locator("tr.addressed")
    assert "Công an tỉnh 12" in row.inner_text()
    assert page.evaluate(IN_VIEW), "the row begins on the screen"
    for cell in row.locator("td").all():
        assert page.evaluate(UNCUT, cell.element_handle()), cell.inner_text()
    no_sideways(page)
    no_violations(page)
