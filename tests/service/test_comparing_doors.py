"""Comparison at the doors: API, page, command, files."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace

import pytest
from docx import Document
from fastapi.testclient import TestClient

import service
from service import answers
from service.api.app import create_app
from service.cli import main
from service.comparing.exporting import csv_of, docx_of
from service.sheets import BOM, sheet
from tests.service.pairs import IDS

NINH_BINH, LAO_CAI, LATER = IDS
TWO = {"document": [NINH_BINH, LAO_CAI]}


@pytest.fixture(scope="module")
def client(pairs_index):
    with TestClient(create_app("nowhere", index=pairs_index)) as opened:
        yield opened


def test_the_api_gives_the_shape_others_rely_on(client, pairs_index):
    told = client.get("/v1/compare", params=TWO).json()
    assert {"documents", "rows", "coverage"} <= set(told)
    assert [d["id"] for d in told["documents"]] == [NINH_BINH, LAO_CAI]
    for row in told["rows"]:
        assert {"theme", "cells", "similarity", "differences"} <= set(row)
        for cell in row["cells"]:
            assert {"document", "clause", "quote", "start", "end"} <= set(cell)
            if cell["clause"]:
                text = pairs_index.text(cell["document"])
                assert text[cell["start"] : cell["end"]] == cell["quote"]
        for difference in row["differences"]:
            assert difference["kind"] in {"number", "agency", "deadline", "wording", "missing"}
    assert told["coverage"][0]["only"] == [f"{NINH_BINH}#{p}" for p in ("I.2", "II.2", "III.3")]


def test_a_comparison_is_read_in_pages(client):
    whole = client.get("/v1/compare", params=TWO).json()
    assert (whole["next"], whole["total"]) == (None, len(whole["rows"]))
    rows, cursor = [], None
    while len(rows) < whole["total"]:
        told = client.get("/v1/compare", params={**TWO, "limit": 3, "cursor": cursor}).json()
        assert told["coverage"] == whole["coverage"] and len(told["rows"]) <= 3
        rows, cursor = rows + told["rows"], told["next"]
    assert rows == whole["rows"] and cursor is None
    bad = client.get("/v1/compare", params={**TWO, "cursor": "x"})
    assert (bad.status_code, bad.json()["field"]) == (422, "cursor")


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("", 422, "document"),
        (f"document={NINH_BINH}", 422, "document"),
        (f"document={NINH_BINH}&document=khong-co", 404, "document"),
        (f"document={NINH_BINH}&document={LAO_CAI}&section=XX", 404, "section"),
        ("&".join(f"document=x{n}" for n in range(9)), 422, "document"),
        (f"document={NINH_BINH}&document={LAO_CAI}&format=pdf", 422, "format"),
        ("document=" + "x" * 201, 422, "document"),
    ],
)
def test_what_cannot_be_compared_is_a_problem(client, query, status, field):
    reply = client.get(f"/v1/compare?{query}")
    assert reply.status_code == status
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert reply.json()["field"].startswith(field)


def test_matrix_puts_targets_beside_each_other_with_units_and_years(client, pairs_index):
    told = client.get("/v1/matrix", params={"q": "trường tiểu học trồng cây bóng mát"}).json()
    at = next(i for i, c in enumerate(told["columns"]) if "bóng mát" in c["label"])
    assert told["columns"][at]["unit"] == "%"
    stated = {
        row["document"]["id"]: [(f["value"], f["op"], f["year"]) for f in row["cells"][at]]
        for row in told["rows"]
    }
    assert stated == {
        NINH_BINH: [(60, ">=", 2023)],
        LAO_CAI: [(80, ">=", 2024)],
        LATER: [(95, ">=", 2025)],
    }
    assert [row["document"]["id"] for row in told["rows"]] == [LAO_CAI, LATER, NINH_BINH]
    for row in told["rows"]:
        for figure in (f for cell in row["cells"] for f in cell):
            text = pairs_index.text(row["document"]["id"])
            assert text[figure["start"] : figure["end"]] == figure["quote"]


def test_matrix_names_the_plans_that_state_no_target(client):
    told = client.get(
        "/v1/matrix", params={"q": "mô hình vườn ươm do học sinh chăm sóc", "document": IDS}
    ).json()
    assert {NINH_BINH} <= {row["document"]["id"] for row in told["rows"]}
    assert {r["document"]["id"] for r in told["rows"]} | set(told["silent"]) == set(IDS)
    unknown = client.get("/v1/matrix", params={"q": "cây", "document": "khong-co"})
    assert unknown.status_code == 404


def test_matrix_columns_come_by_how_well_they_fit_and_what_does_not_fit_is_left_out(client):
    asked = {"q": "tỷ lệ trường tiểu học trồng cây bóng mát", "limit": 100}
    told = client.get("/v1/matrix", params=asked).json()
    assert "bóng mát" in told["columns"][0]["label"] and told["columns"][0]["unit"] == "%"
    assert told["total"] == len(told["columns"]) and told["next"] is None
    none = client.get("/v1/matrix", params={"q": "tàu đánh cá xa bờ gắn thiết bị"}).json()
    assert (none["columns"], none["rows"], none["total"], none["next"]) == ([], [], 0, None)
    assert set(none["silent"]) >= set(IDS)


def test_history_follows_a_clause_through_the_years_of_its_place(client):
    told = client.get("/v1/history", params={"document": LATER, "clause": "III.1"}).json()
    first, second = told["steps"]
    assert [s["document"]["year"] for s in told["steps"]] == [2024, 2025]
    assert [c["path"] for c in first["cells"]] == ["IV.2"] and first["differences"] == []
    assert [d["kind"] for d in second["differences"]] == ["agency", "deadline", "wording"]
    gone = client.get("/v1/history", params={"document": LAO_CAI, "clause": "II.2"}).json()
    assert [len(s["cells"]) for s in gone["steps"]] == [1, 0]
    assert client.get("/v1/history?document=khong-co&clause=I").status_code == 404
    assert client.get(f"/v1/history?document={LATER}&clause=XX").status_code == 404


def test_csv_opens_as_utf_8_and_runs_nothing(client):
    reply = client.get("/v1/compare", params={**TWO, "format": "csv"})
    assert reply.headers["content-type"].startswith("text/csv")
    assert "attachment" in reply.headers["content-disposition"]
    assert reply.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    by_clause = {row[f"clause: {NINH_BINH}"]: row for row in rows}
    assert by_clause["I.1"][f"clause: {LAO_CAI}"] == "I"
    assert by_clause["I.1"]["differences"] == "number"
    cited = by_clause["I.1"][f"source: {NINH_BINH}"]
    assert cited.startswith("Khoản 1 mục I Kế hoạch số 21/KH-UBND ngày 05 tháng 02 năm 2023 của Ủy")
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize(
    ("lang", "theme", "differs"), [("vi", "Chủ đề", "số liệu"), ("en", "Theme", "figures")]
)
def test_the_page_gives_the_comparison_in_its_own_words(client, lang, theme, differs):
    page = client.get("/compare", params={**TWO, "lang": lang}).text
    address = re.search(r'href="(/take/comparison\.csv[^"]+)"', page)
    assert address is not None
    reply = client.get(html.unescape(address[1]))
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    sent = client.get("/v1/compare", params={**TWO, "format": "csv"}).text
    assert len(rows) == len(list(csv.DictReader(io.StringIO(sent)))) and rows[0][theme]
    heads = list(rows[0])
    assert len(set(heads)) == len(heads) == 4 * len(TWO["document"]) + 4
    assert not any(one in head for head in heads for one in TWO["document"])
    assert differs in {row[heads[-2]] for row in rows}
    addresses = [
        row[head] for row in rows for head in heads if head.startswith(("Địa chỉ", "Addr"))
    ]
    assert all(a.startswith("http://testserver/documents/") for a in addresses if a)
    assert any(addresses)


def test_matrix_and_history_come_as_csv_too(client):
    asked = {"q": "trường tiểu học trồng cây bóng mát", "format": "csv"}
    rows = list(csv.DictReader(io.StringIO(client.get("/v1/matrix", params=asked).text[1:])))
    assert {row["quote"] for row in rows} >= {"Ít nhất 60%", "Ít nhất 80%", "Ít nhất 95%"}
    params = {"document": LATER, "clause": "III.1", "format": "csv"}
    rows = list(csv.DictReader(io.StringIO(client.get("/v1/history", params=params).text[1:])))
    assert [row["year"] for row in rows] == ["2024", "2025"]
    assert rows[0]["source"].startswith("Khoản 2 mục IV Kế hoạch số ")


def test_a_cell_that_would_be_a_formula_is_quoted():
    told = sheet(["=a", "b"], [{"=a": "=1+1", "b": "- Sở Y tế"}, {"=a": "@x", "b": "\tx"}, {}])
    lines = told.removeprefix(BOM).split("\r\n")
    assert lines == ["'=a,b", "'=1+1,'- Sở Y tế", "'@x,'\tx", ",", ""]


def test_docx_cites_every_quotation(pairs_index):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI])
    paper = Document(io.BytesIO(docx_of(found)))
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
    heads = [p.text for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert heads[1:] == list(dict.fromkeys(row.theme for row in found.rows))


def test_docx_tells_plans_of_one_place_and_year_apart(pairs_index):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI])
    alike = [replace(d, locality="Hà Nam", year=2025, number=None) for d in found.documents]
    paper = Document(io.BytesIO(docx_of(replace(found, documents=tuple(alike)))))
    heads = {tuple(c.text for c in table.rows[0].cells[:2]) for table in paper.tables}
    assert len(heads) == 1 and len(set(*heads)) == 2
    assert all(head.startswith("Hà Nam 2025 · ") for head in next(iter(heads)))


def test_docx_survives_what_xml_cannot_hold(pairs_index):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI])
    row = next(r for r in found.rows if not r.heading)
    odd = replace(row.cells[0], quote="a\x0cb\x00c <b>&", path="I")
    broken = replace(found, rows=(replace(row, cells=(odd, *row.cells[1:]), theme="x\x0b"),))
    table = Document(io.BytesIO(docx_of(broken))).tables[0]
    assert table.rows[1].cells[0].paragraphs[0].text == "“a b c <b>&”"


def test_csv_and_docx_come_out_the_same_each_time(pairs_index):
    found = service.compare(pairs_index, IDS)
    assert csv_of(found) == csv_of(service.compare(pairs_index, IDS))


def test_raw_csv_holds_quotations_to_the_letter(client, pairs_index):
    def quotes(**more):
        reply = client.get("/v1/compare", params={**TWO, "format": "csv", **more})
        rows = csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"), newline=""))
        return [row[f"quote: {NINH_BINH}"] for row in rows]

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


def test_the_page_shows_rows_links_and_what_differs(client):
    reply = client.get("/compare", params=TWO)
    assert reply.status_code == 200
    page = reply.text
    assert f'href="/documents/{NINH_BINH}?clause=I.1#I.1"' in page
    assert "<mark>Ít nhất 60%</mark>" in page and "<mark>Ít nhất 80%</mark>" in page
    assert 'data-label="Ninh Bình 2023"' in page and 'data-label="Lào Cai 2024"' in page
    assert "Không có mục tương ứng" in page
    assert "KINH PHÍ" in page and "chép chung" in page
    assert f"/v1/compare?document={NINH_BINH}&amp;document={LAO_CAI}&amp;format=docx" in page
    assert "<script>" not in page and "style=" not in page


def test_the_page_tells_plans_of_one_place_and_year_apart(client, monkeypatch):
    monkeypatch.setattr(answers.DocumentRef, "dated", property(lambda _: "Hà Nam 2025"))
    page = client.get("/compare", params=TWO).text
    labels = set(re.findall(r'data-label="(Hà Nam 2025[^"]*)"', page))
    assert len(labels) == 2 and "Hà Nam 2025" not in labels
    assert all(f'<th scope="col" lang="vi">{label}</th>' in page for label in labels)


def test_toggles_are_state_in_the_address(client):
    whole = client.get("/compare", params=TWO).text
    assert 'aria-current="true"' not in whole and "góp cây giống" in whole
    folded = client.get("/compare", params={**TWO, "fold": "1"}).text
    assert "góp cây giống" not in folded and "1 mục chép từ nguồn chung, đã gấp" in folded
    changed = client.get("/compare", params={**TWO, "changed": "1"}).text
    assert "góp cây giống" not in changed and "1 mục giống nhau, không hiện" in changed
    assert changed.count('aria-current="true"') == 1
    assert f"document={NINH_BINH}&amp;document={LAO_CAI}&amp;fold=1&amp;changed=1" in changed
    assert re.search(r'href="/compare\?document=[^"]*"[^>]*aria-current="true"', changed)


def test_the_language_switch_keeps_every_document(client):
    page = client.get("/compare", params={**TWO, "lang": "en"}).text
    assert "Plans side by side" in page and "No counterpart" in page
    assert f'href="?document={NINH_BINH}&amp;document={LAO_CAI}"' in page


def test_a_section_narrows_the_page_and_can_be_removed(client):
    page = client.get("/compare", params={**TWO, "section": "kinh phí"}).text
    assert "Chỉ phần «kinh phí»" in page and "bóng mát" not in page
    assert client.get("/compare", params={**TWO, "section": "không có"}).status_code == 404


def test_with_fewer_than_two_documents_they_are_picked(client):
    page = client.get("/compare").text
    assert page.count('type="checkbox"') == 3 and " checked" not in page
    one = client.get("/compare", params={"document": LAO_CAI}).text
    assert f'value="{LAO_CAI}" checked' in one
    found = client.get("/compare", params={"find": "ninh binh", "pick": "1"}).text
    assert found.count('type="checkbox"') == 1 and f'value="{NINH_BINH}"' in found
    none = client.get("/compare", params={"find": "zz"}).text
    assert "Không văn bản nào khớp" in none
    assert client.get("/documents/" + LAO_CAI).text.count(f"/compare?document={LAO_CAI}") == 1


@pytest.mark.parametrize(
    ("documents", "status"),
    [(["khong-co"], 404), ([NINH_BINH, "<b>"], 404), (["a", "b", "c", "d", "e"], 422)],
)
def test_the_page_says_what_is_wrong_in_its_own_look(client, documents, status):
    reply = client.get("/compare", params={"document": documents})
    assert reply.status_code == status
    assert "text/html" in reply.headers["content-type"] and "<b>" not in reply.text


def run(capsys, *args: str) -> tuple[int, str, str]:
    status = main(list(args))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_the_command_tells_rows_and_coverage(capsys, pairs_path):
    status, out, _ = run(capsys, "compare", NINH_BINH, LAO_CAI, "--index", str(pairs_path))
    assert status == 0
    assert "4/7 (57%)" in out and "TỔ CHỨC THỰC HIỆN" in out
    assert "số liệu · figures" in out and f"{NINH_BINH}#I.1" in out
    assert "Khoản 1 mục I Kế hoạch số 21/KH-UBND" in out
    _, less, _ = run(
        capsys, "compare", NINH_BINH, LAO_CAI, "--index", str(pairs_path), "--changed", "--fold"
    )
    assert "góp cây giống" in out and "góp cây giống" not in less


def test_the_command_gives_what_python_gives(capsys, pairs_path, pairs_index):
    _, out, _ = run(capsys, "compare", NINH_BINH, LAO_CAI, "--index", str(pairs_path), "--json")
    told = json.loads(out)
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI])
    assert [r["theme"] for r in told["rows"]] == [r.theme for r in found.rows]
    assert [r["similarity"] for r in told["rows"]] == [r.similarity for r in found.rows]


@pytest.mark.parametrize("ending", ["csv", "json", "docx"])
def test_the_command_writes_files(capsys, pairs_path, tmp_path, ending):
    file = tmp_path / f"so-sanh.{ending}"
    status, out, err = run(
        capsys, "compare", *IDS, "--index", str(pairs_path), "--output", str(file)
    )
    assert (status, out) == (0, "") and str(file) in err
    assert file.stat().st_size > 1000


def test_the_command_tells_a_matrix_and_a_history(capsys, pairs_path, tmp_path):
    index = ("--index", str(pairs_path))
    status, out, _ = run(capsys, "compare", *index, "--matrix", "trường trồng cây bóng mát")
    assert status == 0 and re.search(r"Lào Cai 2025 · \S+: Ít nhất 95% \(2025\)", out)
    file = tmp_path / "m.csv"
    run(capsys, "compare", *index, "--matrix", "trồng cây bóng mát", "--output", str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbfdocument,")
    status, out, _ = run(capsys, "compare", *index, "--history", f"{LATER}#III.1")
    assert status == 0 and "cơ quan · body" in out and "30/11/2024" in out
    status, out, _ = run(capsys, "compare", *index, "--history", f"{LAO_CAI}#II.2")
    assert status == 1 and "không có mục tương ứng" in out


@pytest.mark.parametrize(
    "args",
    [
        (),
        (NINH_BINH,),
        ("--matrix", "cây", "--history", f"{LATER}#I"),
        (NINH_BINH, "--history", f"{LATER}#I"),
        (NINH_BINH, LAO_CAI, "--output", "a.pdf"),
        ("--matrix", "cây", "--output", "a.docx"),
        ("--history", LATER),
    ],
)
def test_the_command_refuses_what_it_cannot_do(capsys, pairs_path, tmp_path, monkeypatch, args):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, "compare", *args, "--index", str(pairs_path))
    assert status == 2 and err.strip() and not out
    assert not list(tmp_path.iterdir())


def test_the_command_gives_the_pages_the_api_gives(capsys, client, pairs_path):
    asked = ({"limit": 1}, {"limit": 1, "cursor": "1"})
    for page in asked:
        options = [part for name, value in page.items() for part in (f"--{name}", str(value))]
        rows = client.get("/v1/compare", params={**TWO, **page}).json()
        assert rows["total"] > 1 and len(rows["rows"]) == 1
        _, out, _ = run(capsys, "compare", *TWO["document"], *options, *_at(pairs_path), "--json")
        assert json.loads(out) == rows
        theme = "cây"
        found = client.get("/v1/matrix", params={"q": theme, **page}).json()
        _, out, _ = run(capsys, "compare", "--matrix", theme, *options, *_at(pairs_path), "--json")
        assert json.loads(out) == found and found["total"] == 1


def test_the_command_writes_csv_to_the_letter(capsys, client, pairs_path, tmp_path):
    file = tmp_path / "a.csv"
    run(capsys, "compare", *TWO["document"], *_at(pairs_path), "--raw", "--output", str(file))
    sent = client.get("/v1/compare", params={**TWO, "format": "csv", "raw": True})
    assert file.read_bytes() == sent.content


def _at(index):
    return ("--index", str(index))
