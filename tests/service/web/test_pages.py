"""What holds of every page."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from service.web import messages
from tests.service.web.strict import get

PAGES = [
    ("/", 200),
    ("/?q=co+quan+nao+kham+suc+khoe", 200),
    ("/?q=x&locality=hai-duong&level=province&year=2023", 200),
    ("/?q=x&cursor=10", 200),
    ("/?q=", 422),
    ("/?q=%F0%9F%98%80", 422),
    ("/?q=x&level=planet", 422),
    ("/?q=x&order=random", 422),
    ("/?q=x&kind=song", 422),
    ("/feedback", 200),
    ("/feedback?q=x&clause=hai-duong-2023%23V.1&answer=y", 200),
    ("/feedback?q=x&sent=1", 200),
    ("/documents", 200),
    ("/documents?cursor=hai-duong-2023", 200),
    ("/documents/bac-kan-2021", 200),
    ("/documents/hai-duong-2023?clause=V.1.%C4%91", 200),
    ("/documents/nowhere", 404),
    ("/documents/hai-duong-2023?clause=XX", 404),
    ("/documents/hai-duong-2023?start=a", 422),
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("path", "status"), PAGES)
def test_every_page_is_whole_in_both_languages(client, path, status, lang):
    page = get(client, f"{path}{'&' if '?' in path else '?'}lang={lang}", status)
    assert page.all("html", lang=lang) and page.all("main", id="main")
    assert page.all("a", **{"class": "skip", "href": "#main"})
    assert [tag for tag, _ in page.tags].count("h1") == 1
    scripts = {a["src"].partition("?")[0] for a in page.all("script")}
    assert scripts - {"/static/document.js"} == {"/static/page.js"}
    for _, known in page.tags:
        for where in ("href", "src", "action"):
            assert not urlsplit(known.get(where, "")).netloc, "nothing from another host"
    for link in page.links:
        if lang == "en" and link.startswith("/") and link != "/openapi.json":
            assert parse_qs(urlsplit(link).query)["lang"] == ["en"], link


def test_the_language_switch_keeps_the_address(client):
    page = get(client, "/?q=x&year=2021")
    switch = next(a for a in page.all("a") if a.get("hreflang") == "en")
    assert switch["href"] == "?q=x&year=2021&lang=en"
    back = get(client, "/?q=x&lang=en")
    assert next(a for a in back.all("a") if a.get("hreflang") == "vi")["href"] == "?q=x"
    assert back.all("blockquote", lang="vi"), "quotations stay Vietnamese"


def test_an_address_cannot_make_the_switch_leave_this_host(client):
    reply = client.get("//evil.example/x", headers={"accept": "text/html"})
    assert "evil.example" not in reply.text


def test_static_files_and_icon(client):
    for name in ("style.css", "print.css", "page.js", "favicon.svg"):
        assert client.get(f"/static/{name}").status_code == 200
    assert client.get("/favicon.ico").headers["content-type"].startswith("image/svg")


def test_messages_are_whole_and_used():
    used = "".join(
        path.read_text("utf-8")
        for path in Path(messages.__file__).parent.rglob("*")
        if path.suffix in {".html", ".py"} and path.parent.name != "words"
    )
    for key, (vi, en) in messages.MESSAGES.items():
        assert vi and en
        stem = key.partition("_")[0]
        assert f'"{key}"' in used or f"'{key}'" in used or stem in {
            "level", "role", "intent", "error", "difference", "script", "kind", "order", "column",
            "reason", "original", "was", "state", "stage", "task",
        }, key  # fmt: skip


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/documents/hai-duong-2023?clause=V.1.đ", "Điểm đ khoản 1 mục V"),
        ("/documents/hai-duong-2023?clause=front.1", "Phần mở đầu"),
        ("/documents/hai-duong-2023?clause=PL1.r2", "Dòng 2 của bảng Phụ lục 1"),
        ("/feedback?q=x&clause=hai-duong-2023%23V.1.đ", "Điểm đ khoản 1 mục V"),
    ],
)
def test_places_are_told_in_words_and_not_in_codes(client, address, said):
    page = get(client, address)
    assert said in page.text
    code = address.partition("clause=")[2].rpartition("%23")[2]
    # On paper the foot of a page says its address.
    assert code not in "".join(line for line in page.text.splitlines() if "http" not in line)


def test_an_address_that_is_not_there_is_told_without_words_for_programs(client):
    reply = client.get("/nowhere", headers={"accept": "text/html"})
    told = reply.text.partition('<div class="error">')[2].partition("</div>")[0]
    assert reply.status_code == 404
    assert "Không có địa chỉ này." in told and "openapi" not in told
