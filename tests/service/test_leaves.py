"""The image of a page and the boxes on it: they must cover the very words that are printed."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from indexer.build import build
from indexer.readers.ocr import tesseract
from service.api.app import create_app
from tests.service import scans
from tests.service.scans import PATH


@pytest.fixture(scope="module")
def plans(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("leaves")
    (folder / "plans").mkdir()
    scans.plain(folder / "plans" / "plain.pdf")
    scans.turned(folder / "plans" / "turned.pdf")
    scans.overcut(folder / "plans" / "overcut.pdf")
    if not tesseract.missing():
        scans.scan(folder / "plans" / "scan.pdf", folder / "plans" / "plain.pdf")
    report = build(folder / "plans", folder / "index")
    assert not report.quarantined
    return folder


@pytest.fixture(scope="module")
def client(plans):
    with TestClient(create_app(plans / "index")) as client:
        yield client


def boxes(client, document):
    return client.get(f"/v1/documents/{document}/clauses/{PATH}").json()["boxes"]


def picture(client, document, width=1400):
    reply = client.get(f"/documents/{document}/pages/1.png?width={width}")
    assert reply.status_code == 200 and reply.headers["content-type"] == "image/png"
    return np.asarray(Image.open(io.BytesIO(reply.content)).convert("RGB")).astype(int)


@pytest.mark.parametrize("document", ["plain", "turned", "overcut", "scan"])
def test_the_boxes_cover_the_printed_words_and_no_others(client, document):
    if document == "scan" and tesseract.missing():
        pytest.skip("no Tesseract")
    image = picture(client, document)
    tall, wide = image.shape[:2]
    red = (image[..., 0] - image[..., 1:].max(axis=2)) > 60
    black = image.max(axis=2) < 90
    inside = np.zeros((tall, wide), bool)
    found = boxes(client, document)
    assert len(found) == 2, "a box a line"
    for box in found:
        rows = slice(int(box["y0"] * tall / 100) - 3, int(box["y1"] * tall / 100) + 4)
        inside[rows, int(box["x0"] * wide / 100) - 3 : int(box["x1"] * wide / 100) + 4] = True
    assert red.sum() > 1000
    assert (red & inside).sum() > 0.98 * red.sum(), "red words outside the boxes"
    assert (black & inside).sum() < 0.02 * black.sum(), "words of others inside"


def test_the_page_shows_the_leaf_with_its_size_and_boxes(client):
    page = client.get(f"/documents/plain?clause={PATH}").text
    assert '<rect class="line"' in page and '<rect class="hull"' in page
    image = Image.open(io.BytesIO(client.get("/documents/plain/pages/1.png?width=900").content))
    assert f'width="900" height="{image.height}"' in page, "no shift when the image comes"
    other = client.get("/documents/plain").text
    assert "Ảnh trang 1 trên 1" in other and '<rect class="line"' not in other


def test_words_read_off_a_scan_are_said_to_be_beside_their_image(client):
    if tesseract.missing():
        pytest.skip("no Tesseract")
    assert "Chữ nhận dạng, đối chiếu với ảnh." in client.get("/documents/scan").text
    assert "Chữ nhận dạng, đối chiếu với ảnh." not in client.get("/documents/plain").text


def test_an_image_is_asked_for_once(client):
    first = client.get("/documents/plain/pages/1.png?width=600")
    tag = first.headers["etag"]
    again = client.get("/documents/plain/pages/1.png?width=600", headers={"If-None-Match": tag})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("plain/pages/2.png", 404),
        ("plain/pages/0.png", 422),
        ("plain/pages/x.png", 422),
        ("plain/pages/1.png?width=5000", 422),
        ("plain?page=x", 422),
        ("nobody/pages/1.png", 404),
        ("nobody/original", 404),
    ],
)
def test_what_cannot_be_shown_is_said(client, address, status):
    assert client.get(f"/documents/{address}").status_code == status


def test_the_original_is_handed_out_and_never_shown(client, plans):
    reply = client.get("/documents/plain/original")
    assert reply.content == (plans / "plans" / "plain.pdf").read_bytes()
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]


def test_a_file_that_changed_or_went_is_not_passed_off_as_the_original(plans, tmp_path):
    (tmp_path / "plans").mkdir()
    for name in ("plain.pdf", "turned.pdf"):
        shutil.copy(plans / "plans" / name, tmp_path / "plans")
    build(tmp_path / "plans", tmp_path / "index")
    with TestClient(create_app(tmp_path / "index")) as client:
        assert client.get("/documents/plain/original").status_code == 200
        shutil.copy(tmp_path / "plans" / "turned.pdf", tmp_path / "plans" / "plain.pdf")
        (tmp_path / "plans" / "turned.pdf").unlink()
        for document, said in (("plain", "đã đổi"), ("turned", "Không còn thấy")):
            reply = client.get(f"/documents/{document}?clause={PATH}")
            assert reply.status_code == 200 and said in reply.text, "the text stays"
            assert "95% trẻ em" in reply.text and "/original" not in reply.text
            assert client.get(f"/documents/{document}/original").status_code == 404
            assert client.get(f"/documents/{document}/pages/1.png").status_code == 404
