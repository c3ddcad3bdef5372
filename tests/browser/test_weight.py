"""What a page costs: bytes until it stands, and nothing that moves while it is being read."""

from __future__ import annotations

import pytest

from tests.browser.sizes import DESK, PHONE

#: Sums what moved without the reader's doing, as browsers count it.
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
    }).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300);
})"""


def test_the_first_page_is_light(browse):
    page = browse()
    sizes = []
    page.on("response", lambda reply: sizes.append((reply.url, len(reply.body()))))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) >= 4
    assert sum(size for _, size in sizes) <= 100_000, sizes


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("path", ["/", "/?q=ty+le+xa+phuong+tuyen+truyen", "/feedback"])
def test_nothing_moves(browse, path, size):
    page = browse(size)
    page.goto("/?q=mot+cau+hoi")
    page.evaluate("localStorage.tray = JSON.stringify([{id: 'nghe-an-2024', label: 'Nghệ An'}])")
    page.goto(path)
    assert page.evaluate(SHIFTS) == 0
