"""The notebook for researchers runs from top to bottom on the bundled plans."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from indexer.build import build

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "researchers.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    assert not build(ROOT / "corpus" / "plans", folder / "index").quarantined
    page = nbformat.read(NOTEBOOK, as_version=4)
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "TRACUU_INDEX": str(folder / "index"), "PYTHONPATH": paths}
    NotebookClient(page, timeout=120, resources={"metadata": {"path": str(folder)}}).execute(
        env=env
    )
    return folder, [cell for cell in page.cells if cell.cell_type == "code"]


def shown(cell) -> str:
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    )


def test_it_is_kept_without_outputs():
    page = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(page)
    assert all(not cell.get("outputs") for cell in page.cells)


def test_it_goes_from_a_question_to_a_chart(executed):
    _, cells = executed
    plans, answers, targets, chart, kinds, numbers, coverage, files = map(shown, cells)
    assert "hai-duong-2023" in plans
    assert "Sở Y tế" in answers and "hai-duong-2023#V.3" in answers
    assert "Hải Dương" in targets and "100%" in targets
    assert "missing" in kinds and "number" in kinds
    assert "nghe-an-2024" in numbers and "share" in coverage
    assert "chi-tieu.csv" in files and "so-sanh.docx" in files
    assert any("image/png" in output.get("data", {}) for output in cells[3].outputs)
    assert not chart.strip() or "Figure" in chart


def test_what_it_shows_names_no_path_and_no_warning(executed):
    folder, cells = executed
    for cell in cells:
        told = shown(cell)
        assert str(ROOT) not in told and str(folder) not in told and str(Path.home()) not in told
        assert not [o for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"]


def test_what_it_exports_opens_in_a_spreadsheet(executed):
    folder, _ = executed
    text = (folder / "so-lieu" / "chi-tieu.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("document,locality,measured,unit,quote,value")
