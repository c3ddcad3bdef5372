"""Comparison at the doors: API, page, command."""

from __future__ import annotations

import json
import re

import pytest

import service
from service import answers
from service.cli import main
from tests.service.pairs import IDS

NINH_BINH, LAO_CAI, LATER = IDS
TWO = {"document": [NINH_BINH, LAO_CAI]}


def test_the_api_gives_the_shape_others_rely_on(pairs_client, pairs_index):
    told = pairs_client.get("/v1/compare", params=TWO).json()
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


def test_a_comparison_is_read_in_pages(pairs_client):
    whole = pairs_client.get("/v1/compare", params=TWO).json()
    assert (whole["next"], whole["total"]) == (None, len(whole["rows"]))
    rows, cursor = [], None
    while len(rows) < whole["total"]:
        told = pairs_client.get("/v1/compare", params={**TWO, "limit": 3, "cursor": cursor}).json()
        assert told["coverage"] == whole["coverage"] and len(told["rows"]) <= 3
        rows, cursor = rows + told["rows"], told["next"]
    assert rows == whole["rows"] and cursor is None
    bad = pairs_client.get("/v1/compare", params={**TWO, "cursor": "x"})
    assert (bad.status_code, bad.json()["field"]) == (422, "cursor")


def test_what_is_the_same_or_copied_is_left_out_in_pages_too(pairs_client):
    whole = pairs_client.get("/v1/compare", params=TWO).json()
    for asked, wanted in (
        ({"changed": "1"}, lambda row: row["differences"]),
        ({"fold": "1"}, lambda row: not row["boilerplate"]),
    ):
        left = [row for row in whole["rows"] if not row["heading"] and wanted(row)]
        told = pairs_client.get("/v1/compare", params={**TWO, **asked}).json()
        assert told["rows"] == left and 0 < told["total"] == len(left) < whole["total"]
        assert told["coverage"] == whole["coverage"]
        page = pairs_client.get("/v1/compare", params={**TWO, **asked, "limit": 2}).json()
        assert page["rows"] == left[:2] and page["total"] == len(left)
        sheet = pairs_client.get("/v1/compare", params={**TWO, **asked, "format": "csv"}).text
        assert "góp cây giống" not in sheet


def test_the_page_gives_away_what_it_shows(pairs_client):
    page = pairs_client.get("/compare", params={**TWO, "changed": "1"}).text
    ways = re.findall(r'href="(/(?:take/comparison.csv|v1/compare)[^"]*)"', page)
    assert len(ways) == 3
    for way in ways:
        assert "changed=1" in way and "fold" not in way
    assert "góp cây giống" not in pairs_client.get(ways[0].replace("&amp;", "&")).text


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
def test_what_cannot_be_compared_is_a_problem(pairs_client, query, status, field):
    reply = pairs_client.get(f"/v1/compare?{query}")
    assert reply.status_code == status
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert reply.json()["field"].startswith(field)


def test_matrix_puts_targets_beside_each_other_with_units_and_years(pairs_client, pairs_index):
    told = pairs_client.get("/v1/matrix", params={"q": "trường tiểu học trồng cây bóng mát"}).json()
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


def test_matrix_names_the_plans_that_state_no_target(pairs_client):
    told = pairs_client.get(
        "/v1/matrix", params={"q": "mô hình vườn ươm do học sinh chăm sóc", "document": IDS}
    ).json()
    assert {NINH_BINH} <= {row["document"]["id"] for row in told["rows"]}
    assert {r["document"]["id"] for r in told["rows"]} | set(told["silent"]) == set(IDS)
    unknown = pairs_client.get("/v1/matrix", params={"q": "cây", "document": "khong-co"})
    assert unknown.status_code == 404


def test_matrix_columns_come_by_how_well_they_fit_and_what_does_not_fit_is_left_out(pairs_client):
    asked = {"q": "tỷ lệ trường tiểu học trồng cây bóng mát", "limit": 100}
    told = pairs_client.get("/v1/matrix", params=asked).json()
    assert "bóng mát" in told["columns"][0]["label"] and told["columns"][0]["unit"] == "%"
    assert told["total"] == len(told["columns"]) and told["next"] is None
    none = pairs_client.get("/v1/matrix", params={"q": "tàu đánh cá xa bờ gắn thiết bị"}).json()
    assert (none["columns"], none["rows"], none["total"], none["next"]) == ([], [], 0, None)
    assert set(none["silent"]) >= set(IDS)


def test_history_follows_a_clause_through_the_years_of_its_place(pairs_client):
    told = pairs_client.get("/v1/history", params={"document": LATER, "clause": "III.1"}).json()
    first, second = told["steps"]
    assert [s["document"]["year"] for s in told["steps"]] == [2024, 2025]
    assert [c["path"] for c in first["cells"]] == ["IV.2"] and first["differences"] == []
    assert [d["kind"] for d in second["differences"]] == ["agency", "deadline"]
    gone = pairs_client.get("/v1/history", params={"document": LAO_CAI, "clause": "II.2"}).json()
    assert [len(s["cells"]) for s in gone["steps"]] == [1, 0]
    assert pairs_client.get("/v1/history?document=khong-co&clause=I").status_code == 404
    assert pairs_client.get(f"/v1/history?document={LATER}&clause=XX").status_code == 404


def test_the_page_shows_rows_links_and_what_differs(pairs_client):
    reply = pairs_client.get("/compare", params=TWO)
    assert reply.status_code == 200
    page = reply.text
    assert f'href="/documents/{NINH_BINH}?clause=I.1#I.1"' in page
    assert "<mark>Ít nhất 60%</mark>" in page and "<mark>Ít nhất 80%</mark>" in page
    assert 'data-label="Ninh Bình 2023"' in page and 'data-label="Lào Cai 2024"' in page
    assert "Không có mục tương ứng" in page
    assert "KINH PHÍ" in page and "chép chung" in page
    assert f"/v1/compare?document={NINH_BINH}&amp;document={LAO_CAI}&amp;format=docx" in page
    assert "<script>" not in page and "style=" not in page


def test_the_page_tells_plans_of_one_place_and_year_apart(pairs_client, monkeypatch):
    monkeypatch.setattr(answers.DocumentRef, "dated", property(lambda _: "Hà Nam 2025"))
    page = pairs_client.get("/compare", params=TWO).text
    labels = set(re.findall(r'data-label="(Hà Nam 2025[^"]*)"', page))
    assert len(labels) == 2 and "Hà Nam 2025" not in labels
    assert all(f'<th scope="col" lang="vi">{label}</th>' in page for label in labels)


def test_toggles_are_state_in_the_address(pairs_client):
    whole = pairs_client.get("/compare", params=TWO).text
    assert 'aria-current="true"' not in whole and "góp cây giống" in whole
    folded = pairs_client.get("/compare", params={**TWO, "fold": "1"}).text
    assert "góp cây giống" not in folded and "1 mục chép từ nguồn chung, đã gấp" in folded
    changed = pairs_client.get("/compare", params={**TWO, "changed": "1"}).text
    assert "góp cây giống" not in changed and "1 mục giống nhau, không hiện" in changed
    assert changed.count('aria-current="true"') == 1
    assert f"document={NINH_BINH}&amp;document={LAO_CAI}&amp;fold=1&amp;changed=1" in changed
    assert re.search(r'href="/compare\?document=[^"]*"[^>]*aria-current="true"', changed)


def test_the_language_switch_keeps_every_document(pairs_client):
    page = pairs_client.get("/compare", params={**TWO, "lang": "en"}).text
    assert "Plans side by side" in page and "No counterpart" in page
    assert f'href="?document={NINH_BINH}&amp;document={LAO_CAI}"' in page


def test_a_section_narrows_the_page_and_can_be_removed(pairs_client):
    page = pairs_client.get("/compare", params={**TWO, "section": "kinh phí"}).text
    assert "Chỉ phần «kinh phí»" in page and "bóng mát" not in page
    assert pairs_client.get("/compare", params={**TWO, "section": "không có"}).status_code == 404


def test_with_fewer_than_two_documents_they_are_picked(pairs_client):
    page = pairs_client.get("/compare").text
    assert page.count('type="checkbox"') == 3 and " checked" not in page
    one = pairs_client.get("/compare", params={"document": LAO_CAI}).text
    assert f'value="{LAO_CAI}" checked' in one
    found = pairs_client.get("/compare", params={"find": "ninh binh", "pick": "1"}).text
    assert found.count('type="checkbox"') == 1 and f'value="{NINH_BINH}"' in found
    none = pairs_client.get("/compare", params={"find": "zz"}).text
    assert "Không văn bản nào khớp" in none
    assert pairs_client.get("/documents/" + LAO_CAI).text.count(f"/compare?document={LAO_CAI}") == 1


@pytest.mark.parametrize(
    ("documents", "status"),
    [(["khong-co"], 404), ([NINH_BINH, "<b>"], 404), (["a", "b", "c", "d", "e"], 422)],
)
def test_the_page_says_what_is_wrong_in_its_own_look(pairs_client, documents, status):
    reply = pairs_client.get("/compare", params={"document": documents})
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


def test_the_command_writes_only_what_differs(capsys, pairs_path, tmp_path):
    two = ("compare", NINH_BINH, LAO_CAI, "--index", str(pairs_path))
    for name, options in (("all.csv", ()), ("less.csv", ("--changed",))):
        run(capsys, *two, *options, "--output", str(tmp_path / name))
    whole, less = ((tmp_path / f"{name}.csv").read_text("utf-8") for name in ("all", "less"))
    assert "góp cây giống" in whole and "góp cây giống" not in less and "bóng mát" in less


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
    paper = tmp_path / "m.docx"
    run(capsys, "compare", *index, "--matrix", "trồng cây bóng mát", "--output", str(paper))
    assert paper.read_bytes().startswith(b"PK")
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
        ("--matrix", "cây", "--output", "a.xlsx"),
        ("--history", LATER),
    ],
)
def test_the_command_refuses_what_it_cannot_do(capsys, pairs_path, tmp_path, monkeypatch, args):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, "compare", *args, "--index", str(pairs_path))
    assert status == 2 and err.strip() and not out
    assert not list(tmp_path.iterdir())


def test_the_command_gives_the_pages_the_api_gives(capsys, pairs_client, pairs_path):
    asked = ({"limit": 1}, {"limit": 1, "cursor": "1"})
    for page in asked:
        options = [part for name, value in page.items() for part in (f"--{name}", str(value))]
        rows = pairs_client.get("/v1/compare", params={**TWO, **page}).json()
        assert rows["total"] > 1 and len(rows["rows"]) == 1
        _, out, _ = run(capsys, "compare", *TWO["document"], *options, *_at(pairs_path), "--json")
        assert json.loads(out) == rows
        theme = "cây"
        found = pairs_client.get("/v1/matrix", params={"q": theme, **page}).json()
        _, out, _ = run(capsys, "compare", "--matrix", theme, *options, *_at(pairs_path), "--json")
        assert json.loads(out) == found and found["total"] == 1


def test_the_command_writes_csv_to_the_letter(capsys, pairs_client, pairs_path, tmp_path):
    file = tmp_path / "a.csv"
    run(capsys, "compare", *TWO["document"], *_at(pairs_path), "--raw", "--output", str(file))
    sent = pairs_client.get("/v1/compare", params={**TWO, "format": "csv", "raw": True})
    assert file.read_bytes() == sent.content


def _at(index):
    return ("--index", str(index))
