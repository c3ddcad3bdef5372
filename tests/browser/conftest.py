"""A real browser at a real service: Debian's Chromium, driven by Playwright, at the bundled plans.

``browse()`` gives a page; ``browse(PHONE, javascript=False, dark=True)`` one of another kind. A
page that asks another host for anything, or whose console tells an error, fails its test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from indexer.build import build
from tests.browser.house import PATIENCE, serving

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: A reply that is an error is told by the console as well; the tests look at statuses themselves.
STATUS = "Failed to load resource: the server responded with a status of"

expect.set_options(timeout=1000 * PATIENCE)

Browse = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this room, and skip it where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium (apt install chromium)"))


@pytest.fixture(scope="package")
def bundled_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the bundled plans, built as ``make serve`` builds it."""
    folder = tmp_path_factory.mktemp("browser") / "index"
    report = build(ROOT / "corpus" / "plans", folder)
    assert not report.quarantined
    return folder


@pytest.fixture(scope="package")
def site(bundled_index: Path) -> Iterator[str]:
    """The address of a service over the bundled plans, without a slash at its end."""
    with serving(bundled_index) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for the room."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page must not do, seen while a test runs."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext, host: str) -> None:
        def asked(url: str) -> None:
            if urlsplit(url).netloc not in (host, "") and not url.startswith(("data:", "blob:")):
                self.faults.append(f"asked another host: {url}")

        def told(message: ConsoleMessage) -> None:
            if message.type == "error" and not message.text.startswith(STATUS):
                self.faults.append(f"console: {message.text}")

        context.on("request", lambda request: asked(request.url))
        context.on("console", told)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))


@pytest.fixture
def browse(chromium: Browser, site: str) -> Iterator[Browse]:
    """Gives a page of a fresh visitor; relative addresses are the site's (``base`` is another)."""
    opened: list[BrowserContext] = []
    watch = Watch()

    def new(
        size: tuple[int, int] = (1366, 768),
        *,
        javascript: bool = True,
        dark: bool = False,
        base: str | None = None,
    ) -> Page:
        context = chromium.new_context(
            base_url=base or site,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="vi-VN",
        )
        context.set_default_timeout(1000 * PATIENCE)
        watch.over(context, urlsplit(base or site).netloc)
        opened.append(context)
        return context.new_page()

    yield new
    for context in opened:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)
