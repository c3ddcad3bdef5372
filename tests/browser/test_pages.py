"""Every page: what axe finds, and that it fits a narrow screen."""

from __future__ import annotations

import pytest

from tests.browser.axe import no_violations
from tests.browser.sizes import NARROW, no_sideways

PAGES = {
    "home": "/",
    "answers": "/?q=co+quan+nao+kham+suc+khoe",
    "figures": "/?q=ty+le+xa+phuong+tuyen+truyen&year=2023&year=2024",
    "the very words": "/?q=tuyen+truyen&exact=1",
    "further passages": "/?q=tuyen+truyen&cursor=15&lang=en",
    "nothing": "/?q=xay+cau+vuot+song+hong",
    "a question that is none": "/?q=%3F",
    "feedback": "/feedback?q=x&clause=hai-duong-2023%23V.3&answer=y",
    "thanks": "/feedback?q=x&sent=1",
    "documents": "/documents",
    "document": "/documents/hai-duong-2023",
    "compare": "/compare?document=bac-kan-2021-2025&document=nghe-an-2024&section=V",
    "pick": "/compare",
    "targets": "/matrix?q=tuyen+truyen&document=hai-duong-2023&document=nghe-an-2024",
    "history": "/history?document=nghe-an-2024&clause=V.4",
    "no such page": "/khong-co",
}


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_it_and_a_narrow_screen_is_enough(browse, name):
    page = browse()
    page.goto(PAGES[name])
    no_violations(page)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    no_sideways(page)
