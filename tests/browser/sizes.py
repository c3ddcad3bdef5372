"""Screens people have, in CSS pixels, and what must hold on each."""

from __future__ import annotations

from playwright.sync_api import Page

DESK = (1366, 768)
PHONE = (390, 844)
NARROW = (320, 640)


def no_sideways(page: Page) -> None:
    """Fail where the page itself scrolls sideways (a wide table may, inside a box of its own)."""
    page.wait_for_load_state()  # a page that is only just coming has no size
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"
