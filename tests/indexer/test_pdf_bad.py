"""PDF files that are damaged, locked, or meant to do harm: refused or flagged, and bounded.

Memory is bounded by the limits that every child sets on itself (``limits``), time by the clock that
watches it (``child``); a test that ran into neither would not end.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from indexer.errors import UnreadableDocument
from indexer.readers import pdf
from indexer.readers.pdf import text as layer
from tests.indexer import pdf_maker, test_reader_pdf
from tests.indexer.pdf_maker import Paper


def refused(path: Path, data: bytes) -> str:
    """The reason. That it comes at all is the reader's own time limit (see ``pdf/limits``)."""
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument) as caught:
        pdf.read(path, ocr=False)
    return str(caught.value)


def test_what_is_no_sound_pdf_is_refused_with_the_reason(tmp_path: Path) -> None:
    assert "rỗng" in refused(tmp_path / "0.pdf", b"")
    assert "Không phải" in refused(tmp_path / "1.pdf", b"PK\x03\x04 not a pdf")
    assert "hỏng" in refused(tmp_path / "2.pdf", b"%PDF-1.7\n" + b"\x00garbage" * 500)
    whole = test_reader_pdf.plan(tmp_path / "whole.pdf").read_bytes()
    assert "/" in refused(tmp_path / "3.pdf", whole[: len(whole) // 3])


def test_a_file_cut_at_its_end_is_read_and_flagged(tmp_path: Path) -> None:
    whole = test_reader_pdf.plan(tmp_path / "whole.pdf", repeat=3).read_bytes()
    end = whole.rindex(b"startxref")
    (tmp_path / "cut.pdf").write_bytes(whole[: end - 400])
    try:
        reading = pdf.read(tmp_path / "cut.pdf", ocr=False)
    except UnreadableDocument:
        return
    assert "cắt cụt" in (reading.pages[-1].problem or "")


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "e.pdf", encrypt="mật khẩu".encode().hex())
    paper.paragraph("Nội dung mật.")
    paper.save()
    assert "mật khẩu" in refused(tmp_path / "f.pdf", (tmp_path / "e.pdf").read_bytes())


def test_ten_thousand_pages_are_refused_at_once(tmp_path: Path) -> None:
    assert "10,000 trang" in refused(tmp_path / "m.pdf", pdf_maker.many_pages(10_000))


def test_bombs_are_bounded(tmp_path: Path) -> None:
    pages = b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"
    loop = pdf_maker.raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages])
    assert refused(tmp_path / "loop.pdf", loop)
    deep = pdf_maker.one_page(pdf_maker.stream(b"[" * 1_000_000))
    assert refused(tmp_path / "deep.pdf", deep)


def deflated_spaces(megabytes: int) -> bytes:
    """So many million spaces in zlib's format, packed once: after a full flush a block repeats."""
    million, check = b" " * 1_000_000, 1
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(million) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(megabytes):
        check = zlib.adler32(million, check)
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + check.to_bytes(4, "big")


def test_the_bomb_is_a_sound_stream() -> None:
    assert zlib.decompress(deflated_spaces(3)) == b" " * 3_000_000


@pytest.mark.slow
def test_a_stream_of_two_gigabytes_is_bounded(tmp_path: Path) -> None:
    data = deflated_spaces(2000)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(data)
    assert refused(tmp_path / "big.pdf", pdf_maker.one_page(head + data + b"\nendstream"))


def test_a_child_that_is_silent_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "PAGE_SECONDS", 0.01)
    assert refused(tmp_path / "s.pdf", test_reader_pdf.plan(tmp_path / "p.pdf").read_bytes())


TREE = b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [%d 0 R] >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def test_a_password_for_changes_only_does_not_matter(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption("", ownerPassword="owner", canModify=0)  # noqa: S106
    paper = Paper(tmp_path / "o.pdf", encrypt=lock)
    paper.paragraph("Nội dung ai cũng đọc được.")
    paper.save()
    lines = pdf.read(tmp_path / "o.pdf", ocr=False).lines
    assert [line.text for line in lines] == ["Nội dung ai cũng đọc được."]


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    none = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
    assert "không có trang nào" in refused(tmp_path / "0.pdf", pdf_maker.raw_pdf(none))


def test_more_pages_than_the_file_admits_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer, "MAX_PAGES", 20)
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 33))
    tree = b"<< /Type /Pages /Count 1 /Kids [%s] >>" % kids
    pages = [b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[PAGE] * 30]
    assert "quá 20" in refused(tmp_path / "l.pdf", pdf_maker.raw_pdf(pages))


def test_fewer_pages_than_promised_are_flagged(tmp_path: Path) -> None:
    whole = test_reader_pdf.plan(tmp_path / "whole.pdf").read_bytes()
    count = whole.count(b"/Count 1")
    assert count
    (tmp_path / "f.pdf").write_bytes(whole.replace(b"/Count 1", b"/Count 9"))
    reading = pdf.read(tmp_path / "f.pdf", ocr=False)
    assert "thiếu trang" in (reading.pages[-1].problem or "")


@pytest.mark.parametrize("depth", [50, 5_000])
def test_a_deep_tree_of_pages_is_bounded(tmp_path: Path, depth: int) -> None:
    """Each node holds one node; the last one holds the page, or the first again."""
    nodes = [b"<< /Type /Catalog /Pages 2 0 R >>", *(TREE % (n + 3) for n in range(depth))]
    for name, last in (("page", PAGE), ("loop", TREE % 2)):
        assert refused(tmp_path / f"{name}.pdf", pdf_maker.raw_pdf([*nodes, last]))


def test_a_cross_reference_that_leads_to_itself_ends(tmp_path: Path) -> None:
    whole = pdf_maker.one_page(pdf_maker.stream(b""))
    start = whole.rindex(b"xref\n0 ")
    loop = whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)
    assert refused(tmp_path / "prev.pdf", loop)


def test_a_promise_of_a_billion_objects_costs_nothing(tmp_path: Path) -> None:
    whole = pdf_maker.one_page(pdf_maker.stream(b""))
    assert refused(tmp_path / "n.pdf", whole.replace(b"xref\n0 6\n", b"xref\n0 1000000000\n"))


def test_a_form_that_draws_itself_ends(tmp_path: Path) -> None:
    body = zlib.compress(b"BT /F1 12 Tf 60 700 Td (Ke hoach) Tj ET /X1 Do")
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Filter /FlateDecode /Length %d"
        b" /Resources << /XObject << /X1 6 0 R >> >> >>\nstream\n%s\nendstream"
    ) % (len(body), body)
    whole = pdf_maker.raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /X1 6 0 R >> >> >>",
            pdf_maker.stream(b"/X1 Do"),
            b"null",
            form,
        ]
    )
    (tmp_path / "x.pdf").write_bytes(whole)
    assert len(pdf.read(tmp_path / "x.pdf", ocr=False).lines) <= 1


def test_scripts_and_attachments_are_left_alone(tmp_path: Path) -> None:
    whole = test_reader_pdf.plan(tmp_path / "plain.pdf").read_bytes()
    plain = pdf.read(tmp_path / "plain.pdf", ocr=False)
    armed = whole.replace(
        b"/Type /Catalog",
        b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
        b" /AA << /WC << /S /Launch /F (/bin/true) >> >>",
    )
    assert armed != whole
    (tmp_path / "armed.pdf").write_bytes(armed)
    assert pdf.read(tmp_path / "armed.pdf", ocr=False).lines == plain.lines


def test_a_page_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    """Its glyphs are more than any page of text holds."""
    said = b"BT /F1 12 Tf 60 700 Td (Ke hoach trang %d) Tj ET"
    texts = [said % 1, b"BT /F1 1 Tf (" + b"a" * 300_000 + b") Tj ET", *(said % n for n in (3, 4))]
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 7))
    page = PAGE.replace(b" >>", b" /Contents %d 0 R /Resources << /Font << /F1 11 0 R >> >> >>")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 4 /Kids [%s] >>" % kids,
        *(page % n for n in range(7, 11)),
        *map(pdf_maker.stream, texts),
        font,
    ]
    (tmp_path / "b.pdf").write_bytes(pdf_maker.raw_pdf(objects))
    reading = pdf.read(tmp_path / "b.pdf", ocr=False)
    assert [line.text for line in reading.lines] == [f"Ke hoach trang {n}" for n in (1, 3, 4)]
    assert [bool(page.problem) for page in reading.pages] == [False, True, False, False]


def test_a_child_that_crashes_is_begun_again_behind_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes share the pages; the one whose page is too slow is replaced."""
    path = test_reader_pdf.plan(tmp_path / "long.pdf", repeat=8)
    whole = layer.TextLayer(path)
    whole.read()
    asked = layer.Child.tell

    def tell(child: layer.Child, line: str) -> None:
        if line == "2":
            child._process.kill()
        asked(child, line)

    monkeypatch.setattr(layer.Child, "tell", tell)
    cut = layer.TextLayer(path)
    cut.read()
    assert sorted(cut.sheets) == sorted(whole.sheets)
    assert cut.sheets[2].problem
    assert not cut.sheets[2].words
    assert all(cut.sheets[n].words == whole.sheets[n].words for n in whole.sheets if n != 2)
