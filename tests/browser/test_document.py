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
