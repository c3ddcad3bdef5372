"""Adding plans with a browser: signed in by keyboard, a file sent with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build
from service.api.keys import Keyring
from tests.browser.axe import no_violations
from tests.browser.house import serving
from tests.browser.sizes import no_sideways
from tests.service import plans
from tests.service.test_admin import PLAN


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """A service, its admin key, and a folder to send files from."""
    folder = tmp_path_factory.mktemp("admin")
    build(plans.write(folder / "plans"), folder / "index")
    key, _ = Keyring(folder / "index").add("thử", "admin")
    with serving(folder / "index") as address:
        yield address, key, folder


def signed_in(browse, place, **kind):
    address, key, _ = place
    page = browse(base=address, **kind)
    page.goto("/admin")
    page.locator("#key").fill(key)
    page.locator("#key").press("Enter")
    page.wait_for_selector("#files")
    assert key not in page.url and key not in page.content()
    return page


def test_the_door_and_the_office_can_be_used_by_everybody(browse, place):
    page = browse((320, 640), base=place[0])
    page.goto("/admin")
    no_violations(page)
    no_sideways(page)
    page = signed_in(browse, place, size=(320, 640))
    no_violations(page)
    no_sideways(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    no_violations(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_is_sent_and_seen_read(browse, place, javascript):
    file = place[2] / f"chay-rung-{javascript}.txt"
    file.write_text(f"{PLAN}\n3. Số {javascript}", "utf-8")
    page = signed_in(browse, place, javascript=javascript)
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="Gửi tệp").click()
    assert "đã nhận" in page.locator("#note").inner_text()
    row = page.locator("tr", has_text=file.name)
    # With JavaScript the page follows by itself; without, it loads itself again.
    row.get_by_text("đọc được, chờ đưa lên").wait_for(timeout=60_000)
    assert "mục" in row.inner_text()
