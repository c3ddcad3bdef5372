"""Quotations checked against a real index: from Python, over HTTP, on the command line."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import service.quoting.verifying
from indexer.errors import BadQuestion, NotFound
from service.api.app import create_app
from service.cli import DONE, FAILED, WANTING, main
from service.quoting.quotes import quotes_of
from service.quoting.verifying import MOST_QUOTE, MOST_QUOTES, verify, verify_text

RIGHT = "Ít nhất 85% rác thải nhựa phát sinh tại các chợ được thu gom, tái chế."
CHANGED = RIGHT.replace("85%", "95%")
MADE_UP = "Sở Nội vụ kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính hằng quý"


@pytest.fixture(scope="module")
def client(plans_index: Path):
    with TestClient(create_app(plans_index)) as opened:
        yield opened


def test_a_quotation_opens_in_its_innermost_clause(index) -> None:
    (one,) = verify(index, RIGHT).quotes
    assert (one.status, one.total, one.read, one.held) == ("exact", 1, 3, 3)
    cited = one.places[0].citation
    assert cited.quote == RIGHT == index.text(one.places[0].document.id)[cited.start : cited.end]
    assert cited.path == "II.1" and cited.headings == ("II. CHỈ TIÊU",)
    assert f"start={cited.start}&end={cited.end}#II.1" in cited.url


def test_a_changed_figure_is_the_difference(index) -> None:
    (one,) = verify(index, CHANGED).quotes
    assert one.status == "near"
    (difference,) = one.places[0].differences
    assert (difference.kind, difference.quoted, difference.written) == ("number", "95", "85")


def test_how_it_was_copied_is_no_matter(index) -> None:
    copied = unicodedata.normalize("NFD", RIGHT)
    assert verify(index, f"  {copied}\n").quotes[0].status == "exact"


def test_what_stands_nowhere_is_said_to(index) -> None:
    (one,) = verify(index, MADE_UP).quotes
    assert (one.status, one.places, one.total, one.read) == ("none", (), 0, 3)
    assert one.nearest == (), "nothing is like it"


def test_what_says_something_else_is_shown_beside_what_is_written(index) -> None:
    said = RIGHT.replace("được thu gom, tái chế", "phải đem chôn lấp hết")
    (one,) = verify(index, said).quotes
    assert (one.status, one.places) == ("none", ())
    assert one.nearest[0].citation.path == "II.1" and one.nearest[0].differences


def test_in_one_document_only(index) -> None:
    names = [info.id for info in index.documents()]
    held = verify(index, RIGHT).quotes[0].places[0].document.id
    assert verify(index, RIGHT, document=held).quotes[0].status == "exact"
    other = next(name for name in names if name != held)
    assert verify(index, RIGHT, document=other).quotes[0].status == "none"
    with pytest.raises(NotFound):
        verify(index, RIGHT, document="nowhere")


def test_of_many_documents_the_likely_ones_are_read(index, monkeypatch) -> None:
    monkeypatch.setattr(service.quoting.verifying, "_ALL", 1)
    (one,) = verify(index, RIGHT).quotes
    assert (one.status, one.read, one.held) == ("exact", 1, 3)


def test_every_quotation_of_a_text_in_order(index) -> None:
    text = f"Theo báo cáo: “{RIGHT}” nhưng cũng “{MADE_UP}” và “{CHANGED}”."
    found = verify_text(index, text)
    assert [one.status for one in found.quotes] == ["exact", "none", "near"]
    assert [text[one.start : one.end] for one in found.quotes] == [RIGHT, MADE_UP, CHANGED]
    many = verify_text(index, f"“{MADE_UP}” " * (MOST_QUOTES + 2))
    assert (len(many.quotes), many.untold) == (MOST_QUOTES, 2)


@pytest.mark.parametrize("quote", ["", "  ", "?!…", "a" * (MOST_QUOTE + 1)])
def test_what_cannot_be_looked_for(index, quote: str) -> None:
    with pytest.raises(BadQuestion):
        verify(index, quote)


def test_over_http(client) -> None:
    told = client.post("/v1/citations/verify", json={"quote": CHANGED}).json()
    assert (told["status"], told["quote"], told["total"]) == ("near", CHANGED, 1)
    assert told["places"][0]["differences"][0]["kind"] == "number"
    told = client.post("/v1/citations/verify", json={"text": f"“{RIGHT}” “{CHANGED}”"}).json()
    assert (told["status"], told["quote"]) == ("near", None)
    assert [one["status"] for one in told["quotes"]] == ["exact", "near"]
    assert client.post("/v1/citations/verify", json={"text": "Không trích."}).json() == {
        **told,
        "status": "none",
        "quotes": [],
        "took_ms": pytest.approx(0, abs=1e9),
    }
    page = client.get(
        client.post("/v1/citations/verify", json={"quote": RIGHT}).json()["places"][0]["citation"][
            "url"
        ]
    )
    assert page.status_code == 200 and "<mark" in page.text


@pytest.mark.parametrize(
    ("body", "field", "status"),
    [
        ({}, "body", 422),
        ({"quote": RIGHT, "text": RIGHT}, "body", 422),
        ({"quote": ""}, "quote", 422),
        ({"quote": "?"}, "quote", 422),
        ({"quote": "\ud800 \u202e"}, "quote", 422),
        ({"quote": "a" * (MOST_QUOTE + 1)}, "quote", 422),
        ({"text": 7}, "text", 422),
        ({"quote": RIGHT, "document": "nowhere"}, "document", 404),
    ],
)
def test_bad_bodies(client, body, field, status) -> None:
    reply = client.post(
        "/v1/citations/verify",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    told = reply.json()
    assert (reply.status_code, told["field"]) == (status, field), told
    assert " / " in told["detail"] or " · " in told["detail"]


def test_on_the_command_line(
    plans_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(plans_index)]
    assert main(["verify", RIGHT, *index]) == DONE
    assert "NGUYÊN VĂN" in (said := capsys.readouterr().out) and "#II.1" in said
    assert main(["verify", CHANGED, *index]) == WANTING
    assert "CON SỐ: trích “95”, kế hoạch ghi “85”" in capsys.readouterr().out
    report = tmp_path / "bao-cao.txt"
    report.write_text(f"“{RIGHT}” “{MADE_UP}”", encoding="utf-8")
    assert main(["verify", "--file", str(report), *index, "--json"]) == WANTING
    told = json.loads(capsys.readouterr().out)
    assert [one["status"] for one in told["quotes"]] == ["exact", "none"]
    report.write_text(f"“{RIGHT}” và “đạt 46%.", encoding="utf-8")
    assert main(["verify", "--file", str(report), *index]) == WANTING
    assert "CHƯA KIỂM" in (said := capsys.readouterr().out) and "đạt 46%." in said
    assert main(["verify", *index]) == FAILED
    report.write_bytes(b"\xff\xfe\x00")
    assert main(["verify", "--file", str(report), *index]) == FAILED
    assert "UTF-8" in capsys.readouterr().err


def test_passages_in_quotation_marks() -> None:
    text = (
        'Ghi “một hai ba bốn”, «năm sáu bảy tám» và "chín mười mười một"; “ngắn”, ‘đạt 65%’, '
        "'don't know', „ba hai“ [sic].\n\"không đóng\n\nSau đó \"lại đóng\"."
    )
    found = [(text[one.start : one.end], one.closed) for one in quotes_of(text)]
    assert found == [
        ("một hai ba bốn", True),
        ("năm sáu bảy tám", True),
        ("chín mười mười một", True),
        ("ngắn", True),
        ("đạt 65%", True),
        ("don't know", True),
        ("ba hai", False),
        ("[sic].", False),
        ("không đóng", False),
        ("lại đóng", True),
    ]


def test_what_was_left_out_parts_a_passage() -> None:
    text = "“một hai ba bốn … năm sáu bảy tám […] chín” và “a b c d [...] e f g h […]”"
    assert [text[one.start : one.end] for one in quotes_of(text)] == [
        "một hai ba bốn",
        "năm sáu bảy tám",
        "chín",
        "a b c d",
        "e f g h",
    ]


def test_no_figure_passes_unread(index) -> None:
    """However short it is: the verdict on a text is never better than on the worst of it."""
    held = f"“{RIGHT}”"
    for false in ("“46%”", "'46%'", '"đạt 46%"', "“rác thải […] 46%”"):
        found = verify_text(index, f"{held} và {false}.")
        assert (found.status, found.unchecked) == ("none", ()), false
        assert [one.status for one in found.quotes][-1] == "none", false
    assert verify_text(index, f"{held}, nghĩa là “85%”.").status == "exact"


def test_a_figure_is_not_a_part_of_another(index) -> None:
    assert verify(index, "5%").quotes[0].places == () == verify(index, "9,85%").quotes[0].places
    longer = RIGHT.replace("85%", "85,5%")
    (one,) = verify(index, longer[: longer.index(" rác")]).quotes
    assert one.status != "exact"


def test_what_cannot_be_checked_is_listed_with_why(index, monkeypatch) -> None:
    monkeypatch.setattr(service.quoting.verifying, "MOST_QUOTES", 1)
    text = f"“{RIGHT}” “{RIGHT}” “{'dài ' * 1200}” và “đạt 46%."
    found = verify_text(index, text)
    assert [one.reason for one in found.unchecked] == ["many", "long", "unclosed"]
    assert (len(found.quotes), found.untold, found.status) == (1, 1, "none")
    assert text[found.unchecked[-1].start :] == "đạt 46%."
