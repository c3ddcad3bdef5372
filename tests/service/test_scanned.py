"""What was read off a scan says so: in the API, beside its quotation, on its document's page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

import indexer.index
from indexer.build import build
from service.api.app import create_app
from tests.encoders import HashEncoder
from tests.indexer.test_ocr import drawn, needs_tesseract, scanned
from tests.indexer.test_reader_pdf import plan

pytestmark = needs_tesseract
QUESTION = "Sở Tài chính làm gì?"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Two copies of a plan: one typed, one scanned."""
    folder = tmp_path_factory.mktemp("plans")
    typed = plan(folder / "typed.pdf")
    scanned(drawn(typed), folder / "scanned.pdf")
    encoder = HashEncoder()
    index = tmp_path_factory.mktemp("index") / "i"
    build([folder], index, encoder)
    with (
        indexer.index.open(index, encoder=encoder) as opened,
        TestClient(create_app(str(index), index=opened)) as client,
    ):
        yield client


def test_a_citation_tells_whether_it_was_read_off_a_scan(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "Sở Tài chính"}).json()["hits"]
    told = {(hit["clause"].split("#")[0], hit["ocr"]) for hit in found}
    assert {name for name, _ in told} == {"typed", "scanned"}
    assert all(ocr == (name == "scanned") for name, ocr in told)


def test_an_answer_passes_it_on(client: TestClient) -> None:
    answers = client.post("/v1/ask", json={"question": QUESTION}).json()["answers"]
    cited = [c for a in answers for c in (*a["citations"], *a["nearest"])]
    assert cited
    assert all(c["ocr"] == c["clause"].startswith("scanned#") for c in cited)


def test_the_pages_say_it_in_words(client: TestClient) -> None:
    assert "đọc từ bản quét, xin đối chiếu ảnh trang" in client.get("/?q=So+Tai+chinh").text
    assert "read off a scan" in client.get("/?q=So+Tai+chinh&lang=en").text
    assert "trang được đọc từ bản quét" in client.get("/documents/scanned").text
    assert "bản quét" not in client.get("/documents/typed").text
