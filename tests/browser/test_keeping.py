"""What a reader takes away or leaves: copies, files, plans to compare, a word about an answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from service.holdings.feedback import Box
from tests.browser.axe import no_violations
from tests.browser.sizes import NARROW, no_sideways

ASKED = "/?q=co+quan+nao+kham+suc+khoe"


def row(page, place):
    return page.get_by_role("row").filter(has_text=place)


def test_a_quotation_is_copied_with_its_source_and_address(browse):
    page = browse()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(ASKED)
    quote = page.locator(".quote").first
    before = quote.bounding_box()
    quote.get_by_role("button", name="Chép trích dẫn").click()
    expect(page.locator("#live")).to_have_text("Đã chép")
    assert quote.bounding_box() == before, "what is said moves nothing"
    said, source, address = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert said == f"“{quote.locator('blockquote').inner_text().strip()}”"
    assert source == quote.locator("cite").inner_text().strip()
    assert re.match(r"http://127\.0\.0\.1:\d+/documents/.+#", address)
    page.locator(".quote").nth(0).get_by_role("button", name="Chép nguồn").click()
    expect(page.locator("[data-copy=source][data-said]")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == source


def test_two_plans_go_by_the_tray_to_the_comparison(browse):
    page = browse(NARROW)
    page.goto(ASKED)
    tray = page.get_by_role("complementary", name="Kế hoạch chờ so sánh")
    expect(tray).to_be_hidden()
    for place in ("Hải Dương", "Bắc Kạn"):
        row(page, place).get_by_role("checkbox").check()
    expect(tray.get_by_role("listitem")).to_have_count(2)
    no_sideways(page)
    no_violations(page)
    page.goto("/?q=tuyen+truyen")
    expect(tray.get_by_role("listitem")).to_have_count(2)
    tray.get_by_role("button", name="Bỏ Bắc Kạn 2021").click()
    expect(tray).to_contain_text("Chọn thêm một kế hoạch")
    page.go_back()
    expect(row(page, "Bắc Kạn").get_by_role("checkbox")).not_to_be_checked()
    row(page, "Bắc Kạn").get_by_role("checkbox").check()
    tray.get_by_role("link", name="So sánh 2 kế hoạch").click()
    expect(page).to_have_url(re.compile("document=hai-duong-2023&document=bac-kan-2021-2025"))
    expect(page.get_by_role("table")).to_be_visible()
    expect(tray).to_be_hidden()


def test_a_full_tray_says_so(browse):
    page = browse()
    page.goto(ASKED)
    tray = page.get_by_role("complementary", name="Kế hoạch chờ so sánh")
    row(page, "Bắc Kạn").get_by_role("checkbox").check()
    expect(tray).not_to_contain_text("Chỉ so sánh được 4 kế hoạch")
    page.evaluate(
        """() => {
          const held = JSON.parse(localStorage.getItem("tray"));
          const others = ["a", "b", "c"].map((id) => ({ id, label: id }));
          localStorage.setItem("tray", JSON.stringify([...held, ...others]));
        }"""
    )
    page.reload()
    expect(tray).to_contain_text("Chỉ so sánh được 4 kế hoạch")
    expect(row(page, "Hải Dương").get_by_role("checkbox")).to_be_disabled()
    tray.get_by_role("button", name="Bỏ Bắc Kạn 2021").click()
    expect(tray).not_to_contain_text("Chỉ so sánh được 4 kế hoạch")


def test_what_a_box_cuts_off_is_told(browse):
    page = browse()
    page.goto("/")
    told = page.get_by_text("Câu hỏi dài nhất 500 ký tự, phần sau bị bỏ.").first
    expect(told).to_be_hidden()
    box = page.get_by_role("combobox")
    box.fill("a" * 499)
    expect(told).to_be_hidden()
    box.fill("a" * 500)
    expect(told).to_be_visible()


def test_two_plans_are_compared_without_a_script(browse):
    page = browse(javascript=False)
    page.goto(ASKED)
    for place in ("Hải Dương", "Bắc Kạn"):
        row(page, place).get_by_role("checkbox").check()
    page.get_by_role("button", name="So sánh các văn bản đã chọn").click()
    expect(page).to_have_url(re.compile("document=.*-20.*&document="))
    expect(page.get_by_role("table")).to_be_visible()


def test_no_more_plans_than_fit_can_be_chosen(browse):
    page = browse()
    page.goto(ASKED)
    boxes = page.get_by_role("checkbox")
    plans = list(dict.fromkeys(boxes.evaluate_all("all => all.map(one => one.value)")))
    assert len(plans) > 4
    for plan in plans[:4]:
        page.locator(f".pick-one input[value={plan}]").first.check()
    expect(page.locator(f".pick-one input[value={plans[4]}]").first).to_be_disabled()
    expect(page.locator("#live")).to_have_text("Chỉ so sánh được 4 kế hoạch")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_word_about_an_answer_is_kept(browse, bundled_index, javascript):
    page = browse(NARROW, javascript=javascript)
    page.goto(ASKED)
    page.locator(".quote").first.get_by_role("link", name="Góp ý").click()
    expect(page.get_by_label("Nói rõ thêm")).to_be_visible()
    no_sideways(page)
    if javascript:
        no_violations(page)
    words = f"Nay là phòng khác ({javascript})"
    page.get_by_label("Sai cơ quan hoặc sai vai trò").check()
    page.get_by_label("Nói rõ thêm").fill(words)
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận")).to_be_visible()
    [note] = [one for one in Box(bundled_index).notes() if one.words == words]
    assert (note.reason, note.question) == ("agency", "co quan nao kham suc khoe")
    assert note.clause
    page.get_by_role("link", name="Về câu trả lời").click()
    expect(page.get_by_role("table")).to_be_visible()


@pytest.mark.parametrize("kind", ["docx", "csv", "json"])
def test_answers_are_taken_away_as_a_file(browse, kind):
    page = browse(javascript=False)
    page.goto(ASKED)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=f"{kind.upper()} – Câu trả lời").click()
    assert waiting.value.suggested_filename == f"tra-loi.{kind}"
    assert waiting.value.path().stat().st_size > 1000


def test_the_tray_hides_nothing_that_has_the_focus(browse):
    page = browse(NARROW)
    page.goto(ASKED)
    row(page, "Hải Dương").get_by_role("checkbox").check()
    tray = page.get_by_role("complementary", name="Kế hoạch chờ so sánh").bounding_box()
    for name in ("Góp ý", "Đoạn tiếp theo", "Chép nguồn"):
        link = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).last
        if link.count():
            page.evaluate("scrollTo(0, 0)")
            link.focus()
            box = link.bounding_box()
            assert box and tray and box["y"] + box["height"] <= tray["y"], name


def test_paper_shows_sources_and_the_address_and_no_buttons(browse):
    page = browse()
    page.goto(ASKED)
    page.emulate_media(media="print")
    expect(page.get_by_text("In từ: http://127.0.0.1")).to_be_visible()
    expect(page.locator(".quote cite").nth(1)).to_be_visible()
    for part in (".acts", ".narrow-by", ".ask", ".pick-one", ".take"):
        expect(page.locator(part).first).to_be_hidden()


def test_paper_shows_answers_whole_and_leaves_the_passages_out(browse):
    page = browse()
    page.goto(ASKED)
    page.emulate_media(media="print")
    expect(page.locator("#passages")).to_be_hidden()
    cut = (
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth).length"
    )
    assert page.locator(".said.long").evaluate_all(cut) == 0
    after = "one => getComputedStyle(one, '::after').content"
    assert page.locator("table.answers blockquote").first.evaluate(after) == "none"


def test_a_follow_up_is_kept_with_what_it_followed(browse):
    page = browse()
    page.goto(ASKED)
    page.fill("#q", "còn Nghệ An thì sao")
    page.press("#q", "Enter")
    page.wait_for_url("**previous=**")
    page.goto("/")
    expect(page.locator("#recent a").first).to_contain_text("sức khỏe")
    expect(page.locator("#recent a").first).to_contain_text("Nghệ An")


def test_a_source_is_copied_where_the_page_comes_without_tls(browse):
    page = browse()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(ASKED)
    quote = page.locator(".quote").first
    quote.get_by_role("button", name="Chép nguồn").click()
    expect(page.locator("#live")).to_have_text("Đã chép")
    box = page.get_by_role("combobox")
    box.fill("")
    box.press("Control+v")
    expect(box).to_have_value(quote.locator("cite").inner_text().strip())
