"""The embedded box, on a portal of another origin: one that may ask the service, one that may not.

The portals send a strict content policy: the box needs the service's origin in it, nothing else.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from service.api.access import Access
from service.api.app import create_app
from service.api.keys import Keyring
from tests.browser.axe import no_violations
from tests.browser.house import PATIENCE, serving
from tests.browser.sizes import NARROW, no_sideways

QUESTION = "co quan nao kham suc khoe"
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cổng thông tin</title>
<meta name="viewport" content="width=device-width"><script src="{service}/widget.js" defer></script>
<main><h1>Cổng thông tin</h1>{box}</main></html>"""

Open = Callable[..., Page]


class Portal:
    """Somebody else's site: whatever is asked, it shows one page with the box."""

    def __init__(self) -> None:
        self.service = ""
        self.box = "<tracuu-hoi></tracuu-hoi>"
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = PAGE.format(service=portal.service, box=portal.box).encode()
                policy = f"default-src 'none'; script-src {portal.service}; connect-src "
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy + portal.service)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def open_portal() -> Iterator[Portal]:
    portal = Portal()
    thread = threading.Thread(target=portal.server.serve_forever, daemon=True)
    thread.start()
    yield portal
    portal.server.shutdown()
    portal.server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def portals(bundled_index) -> Iterator[tuple[Portal, Portal]]:
    """One on the service's list and one that is not; the service asks others for a key."""
    with open_portal() as listed, open_portal() as other:
        rules = Access(Keyring(bundled_index), need_key=True, origins=(listed.origin,))
        with serving(create_app(bundled_index, access=rules)) as service:
            listed.service = other.service = service
            yield listed, other


@pytest.fixture
def visit(chromium, portals) -> Iterator[Open]:
    """Opens the portal that may ask (or ``portal``), with this box on it."""
    opened = []

    def new(box="<tracuu-hoi></tracuu-hoi>", size=(900, 900), portal=None) -> Page:
        portal = portal or portals[0]
        portal.box = box
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(1000 * PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.goto(portal.origin)
        return page

    yield new
    for context in opened:
        context.close()


def status(page: Page):
    return page.get_by_role("status")


def test_a_reader_asks_by_keyboard_and_opens_the_quotation(visit, portals):
    page = visit()
    page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("kế hoạch có câu trả lời")
    expect(status(page)).to_contain_text("Đang tìm: cơ quan nào khám sức khỏe")
    answer = page.locator("li", has_text="Hải Dương 2023, nay thuộc thành phố Hải Phòng").first
    expect(answer).to_contain_text("(bản tóm lược)")
    expect(answer).to_contain_text("Sở Y tế")
    quote = answer.locator("blockquote").inner_text().strip("“”")
    link = answer.get_by_role("link")
    address = link.get_attribute("href")
    assert address.startswith(f"{portals[0].service}/documents/hai-duong-2023?clause=")
    with page.context.expect_page() as opening:
        link.press("Enter")
    shown = opening.value
    assert " ".join(quote.split())[:60] in " ".join(shown.locator("main").inner_text().split())


def test_silence_is_told_with_reasons(visit):
    page = visit('<tracuu-hoi question="Giá vé xe buýt Hà Nội là bao nhiêu?"></tracuu-hoi>')
    expect(status(page)).to_have_text("Không thấy trong các kế hoạch này.")
    page.get_by_text("Không thấy trong 5 kế hoạch").press("Enter")
    expect(page.locator("details li")).to_have_count(5)


def test_attributes_narrow_what_is_asked_and_say_it_in_english(visit):
    box = (
        f'<tracuu-hoi lang="en" localities="Hải Dương; Nghệ An" question="{QUESTION}"></tracuu-hoi>'
    )
    page = visit(box)
    expect(status(page)).to_contain_text("1 plan answers.")
    expect(page.get_by_role("link", name="Open in place in the plan")).to_have_count(1)
    expect(page.get_by_label("Ask the plans").first).to_be_visible()


def test_what_is_left_out_leads_to_the_service(visit, portals):
    page = visit(f'<tracuu-hoi limit="1" question="{QUESTION}"></tracuu-hoi>')
    all_of_them = page.get_by_role("link", name="xem tất cả")
    expect(all_of_them).to_be_visible()
    assert all_of_them.get_attribute("href").startswith(f"{portals[0].service}/?q=co%20quan")


def test_a_portal_that_is_not_listed_is_told_so(visit, portals):
    page = visit(f'<tracuu-hoi question="{QUESTION}"></tracuu-hoi>', portal=portals[1])
    expect(status(page)).to_contain_text("trang này chưa được phép hỏi")
    expect(page.locator("tracuu-hoi blockquote")).to_have_count(0)


@pytest.mark.parametrize("size", [(900, 900), NARROW])
def test_the_box_has_no_violations_and_fits(visit, size):
    page = visit(f'<tracuu-hoi question="{QUESTION}"></tracuu-hoi>', size)
    expect(page.locator("blockquote").first).to_be_visible()
    no_sideways(page)
    no_violations(page)


def test_faults_are_said_in_words(visit):
    page = visit()
    box = page.get_by_role("searchbox")

    def asking(reply, said):
        page.unroute_all()
        page.route("**/v1/ask", reply)
        box.fill("ai?")
        box.press("Enter")
        expect(status(page)).to_contain_text(said)

    told = {"detail": "Quá nhiều yêu cầu; hãy thử lại sau 7 giây. / Too many requests."}
    asking(answering(429, told), "Nơi tra cứu báo lỗi: Quá nhiều yêu cầu; hãy thử lại sau 7 giây.")
    expect(status(page)).not_to_contain_text("Too many")
    asking(lambda route: route.fulfill(status=502, body="<html>"), "Không gọi được nơi tra cứu")
    asking(lambda route: route.abort(), "Không gọi được nơi tra cứu")
    page.context.set_offline(True)
    asking(lambda route: route.abort(), "Máy đang không có mạng")
    page.context.set_offline(False)
    box.fill("  ")
    box.press("Enter")
    expect(status(page)).to_have_text("Hãy nhập câu hỏi.")


def test_words_of_a_plan_are_text_and_addresses_lead_to_pages_only(visit):
    page = visit()
    evil = "<img src=x onerror=alert(1)>"
    cited = {"quote": evil, "url": "javascript:alert(1)", "path": "I", "headings": [evil]}
    plan = {"locality": evil, "title": evil, "year": 2023, "digest": False}
    answer = {"document": plan, "found": True, "answer": evil, "role": None}
    reply = {"answers": [{**answer, "citations": [cited]}], "found_total": 1, "silent": 0}
    page.route("**/v1/ask", answering(200, reply))
    page.get_by_role("searchbox").fill("ai?")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("blockquote")).to_have_text(f"“{evil}”")
    expect(page.locator("tracuu-hoi img")).to_have_count(0)
    expect(page.locator("tracuu-hoi a")).to_have_count(0)


def test_variables_of_the_portal_give_its_colours(visit):
    page = visit()
    page.evaluate("document.body.style.setProperty('--tracuu-accent', 'rgb(120, 0, 60)')")
    colour = "rgb(120, 0, 60)"
    expect(page.get_by_role("button")).to_have_css("background-color", colour)


def answering(status_code, body):
    """A route that answers for the service, as to a listed origin."""
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}

    def reply(route):
        route.fulfill(status=status_code, headers=headers, body=json.dumps(body))

    return reply
