"""A comparison to take away: CSV and DOCX."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace

import pytest
from docx import Document

import service
from service.comparing import papers
from service.comparing.exporting import csv_of
from service.export.sheets import BOM, sheet
from tests.service.pairs import IDS

NINH_BINH, LAO_CAI, LATER = IDS
TWO = {"document": [NINH_BINH, LAO_CAI]}


def _rows(sent: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sent.removeprefix(BOM), newline="")))


def test_csv_opens_as_utf_8_and_runs_nothing(pairs_client):
    reply = pairs_client.get("/v1/compare", params={**TWO, "format": "csv"})
    assert reply.headers["content-type"].startswith("text/csv")
    assert "attachment" in reply.headers["content-disposition"]
    assert reply.content.startswith(b"\xef\xbb\xbf")
    rows = _rows(reply.text)
    by_clause = {row[f"clause: {NINH_BINH}"]: row for row in rows}
    assert by_clause["I.1"][f"clause: {LAO_CAI}"] == "I"
    assert by_clause["I.1"]["differences"] == "number"
    assert by_clause["I.1"]["values"] == "Ít nhất 60% | Ít nhất 80%"
    assert by_clause["I.1"][f"under: {NINH_BINH}"] == "MỤC TIÊU"
    cited = by_clause["I.1"][f"source: {NINH_BINH}"]
    assert cited.startswith("Khoản 1 mục I Kế hoạch số 21/KH-UBND ngày 05 tháng 02 năm 2023 của Ủy")
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize(
    ("lang", "theme", "differs"), [("vi", "Chủ đề", "số liệu"), ("en", "Theme", "figures")]
)
def test_the_page_gives_the_comparison_in_its_own_words(pairs_client, lang, theme, differs):
    page = pairs_client.get("/compare", params={**TWO, "lang": lang}).text
    address = re.search(r'href="(/take/comparison\.csv[^"]+)"', page)
    assert address is not None
    reply = pairs_client.get(html.unescape(address[1]))
    rows = _rows(reply.text)
    sent = pairs_client.get("/v1/compare", params={**TWO, "format": "csv"}).text
    assert len(rows) == len(_rows(sent)) and rows[0][theme]
    heads = list(rows[0])
    assert len(set(heads)) == len(heads) == 5 * len(TWO["document"]) + 5 + 3 * 2
    assert not any(one in head for head in heads for one in TWO["document"])
    assert differs in {row[heads[-9]] for row in rows}
    told = {tuple(row[head] for head in heads[-6:-4]) for row in rows}
    assert ("Ít nhất 60%", "Ít nhất 80%") in told  # of each plan in a column of its own
    addresses = [
        row[head] for row in rows for head in heads if head.startswith(("Địa chỉ", "Addr"))
    ]
    assert all(a.startswith("http://testserver/documents/") for a in addresses if a)
    assert any(addresses)


def test_matrix_and_history_come_as_csv_too(pairs_client):
    asked = {"q": "trường tiểu học trồng cây bóng mát", "format": "csv"}
    rows = _rows(pairs_client.get("/v1/matrix", params=asked).text)
    assert {row["quote"] for row in rows} >= {"Ít nhất 60%", "Ít nhất 80%", "Ít nhất 95%"}
    found = pairs_client.get("/v1/matrix", params={"q": asked["q"]}).json()
    own = {f["measured"] for row in found["rows"] for cell in row["cells"] for f in cell}
    assert {row["measured"] for row in rows} == own  # each figure's own words
    params = {"document": LATER, "clause": "III.1", "format": "csv"}
    rows = _rows(pairs_client.get("/v1/history", params=params).text)
    assert [row["year"] for row in rows] == ["2024", "2025"]
    assert rows[0]["source"].startswith("Khoản 2 mục IV Kế hoạch số ")


TREES = "trường tiểu học trồng cây bóng mát"


def _lines(sent: bytes) -> list[str]:
    """Each paragraph of a paper, those of its tables after the others."""
    paper = Document(io.BytesIO(sent))
    cells = [c for table in paper.tables for row in table.rows for c in row.cells]
    return [p.text for part in (paper, *cells) for p in part.paragraphs]


def test_a_paper_of_targets_cites_every_figure(pairs_client):
    found = pairs_client.get("/v1/matrix", params={"q": TREES}).json()
    figures = [f for row in found["rows"] for cell in row["cells"] for f in cell]
    assert all(f["source"].startswith(("Khoản", "Mục", "Điểm")) for f in figures)
    lines = _lines(pairs_client.get("/v1/matrix", params={"q": TREES, "format": "docx"}).content)
    for figure in figures:
        assert f"[{figure['source']}]" in lines
        assert any(line.startswith(f"“{figure['quote']}” ") for line in lines)
    assert lines[0] == f"Chỉ tiêu: {TREES}"


def test_a_paper_of_targets_goes_on_with_later_pages(pairs_index):
    first = replace(service.matrix(pairs_index, TREES), total=2)
    (column,) = first.columns
    second = replace(first, columns=(replace(column, label="cây khác"),))
    paper = Document(io.BytesIO(papers.of_matrix(first, second)))
    heads = [p.text for p in paper.paragraphs if p.style.name == "Heading 2"]
    assert heads == [f"{column.label} (%)", "cây khác (%)"]
    assert "2/2 chỉ tiêu khớp câu hỏi, của 3 văn bản" in paper.paragraphs[1].text


def test_a_paper_of_the_years_tells_what_changed(pairs_client):
    params = {"document": LATER, "clause": "III.1"}
    lines = _lines(pairs_client.get("/v1/history", params={**params, "format": "docx"}).content)
    steps = pairs_client.get("/v1/history", params=params).json()["steps"]
    assert len(steps) == 2
    assert lines[0].startswith("Qua các năm: Mục III Kế hoạch số 40/KH-UBND ")
    for step in steps:
        for cell in step["cells"]:
            assert f"“{cell['quote']}”" in lines and f"[{cell['source']}]" in lines
    assert any(line.startswith("khác cơ quan: ") for line in lines)


@pytest.mark.parametrize("page", ["/v1/history?format=csv", "/take/history.csv?"])
def test_a_year_without_a_counterpart_has_its_line(pairs_client, page):
    told = pairs_client.get(f"{page}&document={LAO_CAI}&clause=II.2").text
    steps = pairs_client.get(f"/v1/history?document={LAO_CAI}&clause=II.2").json()["steps"]
    lines = list(csv.reader(io.StringIO(told.removeprefix(BOM))))
    assert len(lines) == 1 + len(steps) == 3
    opening = [any("/documents/" in cell for cell in line) for line in lines[1:]]
    assert sorted(opening) == [False, True] and "None" not in told


@pytest.mark.parametrize(("page", "across"), [("/v1/matrix", True), ("/v1/history", False)])
def test_papers_are_a4(pairs_client, page, across):
    params = {"q": TREES, "document": LATER, "clause": "III.1", "format": "docx"}
    section = Document(io.BytesIO(pairs_client.get(page, params=params).content)).sections[0]
    sides = (round(section.page_width.cm, 1), round(section.page_height.cm, 1))
    assert sides == ((29.7, 21.0) if across else (21.0, 29.7))


def test_a_cell_that_would_be_a_formula_is_quoted():
    told = sheet(["=a", "b"], [{"=a": "=1+1", "b": "- Sở Y tế"}, {"=a": "@x", "b": "\tx"}, {}])
    lines = told.removeprefix(BOM).split("\r\n")
    assert lines == ["'=a,b", "'=1+1,'- Sở Y tế", "'@x,'\tx", ",", ""]


def test_docx_cites_every_quotation(pairs_index):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI])
    paper = Document(io.BytesIO(papers.of_comparison(found)))
    told = "\n".join(
        paragraph.text
        for table in paper.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    )
    for row in found.rows:
        for cell in row.cells:
            if cell.clause and not row.heading:
                assert f"“{cell.quote}”" in told
                assert f"[{cell.source}]" in told
    assert "khác số liệu: Ít nhất 60% | Ít nhất 80%" in told
    assert "giống " in told and found.generation in "\n".join(p.text for p in paper.paragraphs)
    strong = {
        run.text
        for table in paper.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.bold
    }
    assert {"Ít nhất 60%", "Ít nhất 80%"} <= strong
    assert 'w:instr="PAGE"' in paper.sections[0].footer._element.xml
    assert paper.core_properties.created.year > 2013
    heads = [p.text for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert heads[1:] == list(dict.fromkeys(row.theme for row in found.rows))


def test_docx_tells_plans_of_one_place_and_year_apart(pairs_index):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI])
    alike = [replace(d, locality="Hà Nam", year=2025, number=None) for d in found.documents]
    paper = Document(io.BytesIO(papers.of_comparison(replace(found, documents=tuple(alike)))))
    heads = {tuple(c.text for c in table.rows[0].cells[:2]) for table in paper.tables}
    assert len(heads) == 1 and len(set(*heads)) == 2
    assert all(head.startswith("Hà Nam 2025 · ") for head in next(iter(heads)))


def test_docx_survives_what_xml_cannot_hold(pairs_index):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI])
    row = next(r for r in found.rows if not r.heading)
    odd = replace(row.cells[0], quote="a\x0cb\x00c <b>&", path="I")
    broken = replace(found, rows=(replace(row, cells=(odd, *row.cells[1:]), theme="x\x0b"),))
    table = Document(io.BytesIO(papers.of_comparison(broken))).tables[0]
    assert table.rows[1].cells[0].paragraphs[0].text == "MỤC TIÊU: “a b c <b>&”"


def test_csv_and_docx_come_out_the_same_each_time(pairs_index):
    found = service.compare(pairs_index, IDS)
    assert csv_of(found) == csv_of(service.compare(pairs_index, IDS))


def test_raw_csv_holds_quotations_to_the_letter(pairs_client, pairs_index):
    def quotes(**more):
        reply = pairs_client.get("/v1/compare", params={**TWO, "format": "csv", **more})
        return [row[f"quote: {NINH_BINH}"] for row in _rows(reply.text)]

    found = service.compare(pairs_index, TWO["document"])
    held = [
        "\n\n".join(c.quote for c in row.cells if c.document == NINH_BINH and c.clause)
        for row in found.rows
        if not row.heading
    ]
    assert quotes(raw="true") == held
    row = [{"quote": "- Chủ trì"}]
    assert "\r\n- Chủ trì" in sheet(["quote"], row, raw=True)
    assert "\r\n'- Chủ trì" in sheet(["quote"], row)
