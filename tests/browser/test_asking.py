"""A reader with a question: typed or chosen, with a script or without, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import no_violations
from tests.browser.sizes import DESK, NARROW, PHONE, no_sideways

PLAIN = "co quan nao kham suc khoe"
MARKED = "cơ quan nào khám sức khỏe"


def ask(page, question):
    page.goto("/")
    page.get_by_label("Câu hỏi của bạn").fill(question)
    page.get_by_role("button", name="Tìm câu trả lời").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_without_marks_is_answered_place_by_place(browse, javascript):
    page = browse(javascript=javascript)
    ask(page, PLAIN)
    expect(page.get_by_role("status").first).to_contain_text(f"Đang tìm: {MARKED}")
    row = page.get_by_role("row").filter(has_text="Hải Dương")
    row.locator("summary").click()
    quote = row.locator("blockquote")
    expect(quote).to_contain_text("khám bệnh định kỳ")
    row.get_by_role("link", name="Mở trong văn bản").click()
    expect(page).to_have_url(re.compile(r"/documents/hai-duong-2023\?clause="))
    expect(page.locator("mark").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox"))).to_have_value(PLAIN)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_answer_is_seen_without_scrolling(browse, size):
    page = browse(size)
    page.goto(f"/?q={PLAIN}")
    for part in (page.locator(".said").first, page.locator("blockquote").first):
        box = part.bounding_box()
        assert box is not None and box["y"] + box["height"] <= size[1]


def test_no_quotation_is_shown_twice(browse):
    page = browse()
    page.goto(f"/?q={PLAIN}")
    # A plan that does not answer keeps its nearest passages folded with the reason.
    links = page.locator("blockquote:visible, .answers blockquote").evaluate_all(
        "all => all.map(one => one.getAttribute('cite'))"
    )
    assert len(links) == len(set(links)) > 5


def test_further_quotations_of_a_plan_open_at_a_touch(browse):
    page = browse(javascript=False)
    page.goto("/?q=can+cu+nao")
    others = page.locator("details.others").first
    expect(others.locator("blockquote").first).to_be_hidden()
    others.locator("summary").click()
    expect(others.locator("blockquote").first).to_be_visible()


def test_the_very_words_can_be_asked_for(browse):
    page = browse(javascript=False)
    page.goto(f"/?q={PLAIN}")
    page.get_by_role("link", name=f"Tìm đúng chữ «{PLAIN}»").click()
    expect(page.get_by_role("heading", name="Đoạn có đúng các chữ này")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    page.get_by_role("link", name="Bỏ lọc đúng các chữ này").click()
    expect(page.get_by_role("table")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_facet_narrows_a_chip_widens_and_back_goes_back(browse, javascript):
    page = browse(NARROW, javascript=javascript)
    page.goto(f"/?q={PLAIN}")
    facet = page.locator("details.facet").first
    facet.locator("summary").click()
    no_sideways(page)
    facet.get_by_role("link", name="Hải Dương").click()
    expect(page).to_have_url(re.compile("locality=hai-duong"))
    expect(page.get_by_role("rowheader")).to_have_count(1)
    no_sideways(page)
    page.get_by_role("link", name="Bỏ lọc Hải Dương").click()
    expect(page.get_by_role("rowheader")).not_to_have_count(1)
    page.go_back()
    expect(page.get_by_role("rowheader")).to_have_count(1)


def test_the_language_is_switched_and_the_question_stays(browse):
    page = browse()
    page.goto(f"/?q={PLAIN}&level=province")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Answers by locality", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("combobox")).to_have_value(PLAIN)
    expect(page.get_by_role("link", name="Remove filter province")).to_be_visible()
    expect(page.locator("blockquote").first).to_have_attribute("lang", "vi")
    no_violations(page)


def test_keys_alone_are_enough(browse):
    page = browse()
    page.goto("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("kham suc")
    listed = page.get_by_role("option")
    expect(listed.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#live")).to_contain_text("gợi ý")
    no_violations(page)
    page.keyboard.press("ArrowDown")
    expect(listed.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "q-option-0")
    chosen = box.input_value()
    assert chosen.startswith("khám sức")
    page.keyboard.press("Escape")
    expect(box).to_have_value("kham suc")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(listed.first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(listed.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_value("kham suc")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=kh%C3%A1m"))
    page.locator("table summary").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("table details").nth(1)).to_have_attribute("open", "")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_keys_can_be_switched_off_and_stay_off(browse):
    page = browse()
    page.goto("/")
    keys = page.get_by_role("button", name="Phím tắt")
    keys.click()
    expect(keys).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).not_to_be_focused()


def test_a_suggestion_is_taken_with_the_mouse(browse):
    page = browse()
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("so y te")
    page.get_by_role("option", name="Sở Y tế").first.click()
    expect(page).to_have_url(re.compile("q=S%E1%BB%9F\\+Y\\+t%E1%BA%BF"))


def test_the_skip_link_leads_past_the_frame(browse):
    page = browse()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_what_was_asked_lately_is_offered_and_can_be_cleared(browse):
    page = browse()
    page.goto(f"/?q={PLAIN}")
    page.goto("/")
    section = page.get_by_role("region", name="Vừa tìm trên máy này")
    expect(section.get_by_role("link", name=PLAIN)).to_be_visible()
    page.get_by_role("combobox").press("ArrowDown")
    expect(page.get_by_role("option", name=PLAIN)).to_be_visible()
    page.keyboard.press("Escape")
    section.get_by_role("button", name="Xóa").click()
    expect(section).to_be_hidden()
    page.reload()
    expect(section).to_be_hidden()


def test_a_lost_connection_is_said(browse):
    page = browse()
    page.goto("/")
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_be_hidden()
