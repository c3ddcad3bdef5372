"""The command line over a real, tiny index: build, list, export, score, serve."""

from __future__ import annotations

import csv
import io
import json
import signal
from pathlib import Path
from typing import Any

import pytest

import models
import service
from service.answers import (
    Answers,
    Citation,
    DocumentAnswer,
    DocumentRef,
)
from service.cli import DONE, FAILED, WANTING, main
from service.export.sheets import RELATIONS, defused
from tests.encoders import HashEncoder
from tests.service.serving import served

PLAN = """ỦY BAN NHÂN DÂN
TỈNH HẢI DƯƠNG

KẾ HOẠCH
Phòng, chống tệ nạn xã hội năm 2023

I. MỤC TIÊU
1. Ít nhất 70% xã, phường được tuyên truyền.

II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Chủ trì khám sức khỏe định kỳ cho người lao động.
2. Công an tỉnh
- Phối hợp kiểm tra các cơ sở kinh doanh dịch vụ.
"""


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder needs no model."""
    monkeypatch.setattr(models, "load", lambda name="default": HashEncoder(name="default"))


@pytest.fixture
def plans(tmp_path: Path, hashed: None) -> Path:
    """A folder with one plan."""
    return one_plan(tmp_path / "plans")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one plan, for the tests that only read it."""
    folder = tmp_path_factory.mktemp("once")
    index = folder / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "load", lambda name="default": HashEncoder(name="default"))
        assert main(["index", str(one_plan(folder / "plans")), "--index", str(index)]) == DONE
    return index


@pytest.fixture
def built(once: Path, hashed: None) -> Path:
    """That index, and the encoder it opens with."""
    return once


def one_plan(folder: Path) -> Path:
    folder.mkdir()
    (folder / "hai-duong-2023.txt").write_text(PLAN, encoding="utf-8")
    return folder


def test_index_reports_and_leaves_out_what_it_cannot_read(
    plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plans / "hong.txt").write_bytes(b"")
    (plans / "anh.gif").write_bytes(b"GIF89a")
    words = ["index", str(plans), "--index", str(tmp_path / "index")]
    assert main(words) == WANTING
    said = capsys.readouterr()
    assert "BỊ LOẠI · LEFT OUT: hong.txt" in said.out
    assert "skipped: anh.gif" in said.out
    assert "Encoding" in said.err
    (plans / "hong.txt").unlink()
    main(words)
    capsys.readouterr()
    assert main([*words, "--json"]) == DONE
    report = json.loads(capsys.readouterr().out)
    assert (report["documents"], report["built"]) == (1, False)


def test_index_needs_a_folder_that_exists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], plans: Path
) -> None:
    index = ["--index", str(tmp_path / "index")]
    assert main(["index", *index]) == FAILED
    assert main(["index", str(tmp_path / "nowhere"), *index]) == FAILED
    assert "nowhere" in capsys.readouterr().err


def test_rollback_goes_back_one(plans: Path, tmp_path: Path) -> None:
    built = tmp_path / "index"
    assert main(["index", str(plans), "--index", str(built), "--quiet"]) == DONE
    first = (built / "CURRENT").read_text()
    (plans / "nghe-an-2024.txt").write_text(PLAN.replace("HẢI DƯƠNG", "NGHỆ AN"), "utf-8")
    assert main(["index", str(plans), "--index", str(built), "--quiet"]) == DONE
    assert (built / "CURRENT").read_text() != first
    assert main(["index", "--rollback", "--index", str(built)]) == DONE
    assert (built / "CURRENT").read_text() == first
    assert main(["index", "--rollback", "--index", str(built)]) == FAILED


def test_documents_lists_shows_and_reads(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = ["--index", str(built)]
    capsys.readouterr()
    assert main(["documents", *index]) == DONE
    assert "hai-duong-2023" in capsys.readouterr().out
    assert main(["documents", "hai-duong-2023", *index]) == DONE
    assert "II.1" in capsys.readouterr().out
    assert main(["documents", "hai-duong-2023", "--text", *index]) == DONE
    assert "Chủ trì khám sức khỏe định kỳ" in capsys.readouterr().out
    assert main(["documents", "hai-duong-2023", "--json", *index]) == DONE
    assert json.loads(capsys.readouterr().out)["clauses"]
    assert main(["documents", "--problems", *index]) == DONE
    capsys.readouterr()
    assert main(["documents", "nowhere", *index]) == FAILED


def test_documents_tells_which_files_were_left_out(
    plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plans / "hong.txt").write_bytes(b"")
    index = ["--index", str(tmp_path / "index")]
    main(["index", str(plans), *index])
    capsys.readouterr()
    assert main(["documents", "--problems", *index]) == DONE
    assert "hong.txt" in capsys.readouterr().out


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_export_writes_three_tables_whose_offsets_hold(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(built)]
    assert main(["export", str(tmp_path / "out"), *index]) == DONE
    read = {
        name: jsonl(tmp_path / "out" / f"{name}.jsonl")
        for name in ("documents", "clauses", "facts")
    }
    capsys.readouterr()
    main(["documents", "hai-duong-2023", "--text", "--json", *index])
    text = json.loads(capsys.readouterr().out)["text"]
    assert [d["id"] for d in read["documents"]] == ["hai-duong-2023"]
    assert any(f["name"] == "Sở Y tế" for f in read["facts"] if f["fact"] == "agency")
    for record in read["clauses"]:
        assert text[record["start"] : record["end"]] == record["text"]
    for record in read["facts"]:
        if record["quote"] is not None:
            assert text[record["start"] : record["end"]] == record["quote"]


def test_export_for_spreadsheets(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(built)]
    assert main(["export", str(tmp_path), "--format", "csv", *index]) == DONE
    raw = (tmp_path / "clauses.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert any(row["text"].startswith("'- Chủ trì") for row in rows)
    capsys.readouterr()
    assert main(["export", "-", "--table", "documents", *index]) == DONE
    assert json.loads(capsys.readouterr().out)["id"] == "hai-duong-2023"


def test_a_raw_export_holds_every_cell_to_the_letter(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(built)]
    assert main(["export", str(tmp_path), "--format", "csv", "--raw", *index]) == DONE
    assert main(["export", str(tmp_path), *index]) == DONE
    for table, column in (("clauses", "text"), ("facts", "quote"), ("facts", "op")):
        with (tmp_path / f"{table}.csv").open(encoding="utf-8-sig", newline="") as sheet:
            cells = [row[column] for row in csv.DictReader(sheet)]
        lines = (tmp_path / f"{table}.jsonl").read_text("utf-8").splitlines()
        assert cells == [json.loads(line).get(column) or "" for line in lines], (table, column)


def test_a_target_says_how_it_is_meant_in_words_too(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path), "--format", "csv", "--index", str(built)]) == DONE
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as sheet:
        told = {(row["op"], row["relation"]) for row in csv.DictReader(sheet)}
    assert told <= {("", ""), *((str(defused(op)), word) for op, word in RELATIONS.items())}


def test_export_refuses_before_writing(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["export", "-", "--index", str(built)]) == FAILED
    assert main(["export", str(out), "--document", "nowhere", "--index", str(built)]) == FAILED
    assert not out.exists()


def test_models_names_the_bundled_and_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == DONE
    assert "intfloat/multilingual-e5-small" in capsys.readouterr().out
    assert main(["models", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["default"]


def test_eval_scores_and_holds_to_a_floor(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    right = Citation("hai-duong-2023#II.1", "II.1", (), "1. Sở Y tế", 0, 10, 1, "/")
    answer = DocumentAnswer(
        DocumentRef("hai-duong-2023", "", None, None, None, None, None, None, None, digest=False),
        True,
        "Sở Y tế",
        None,
        0.9,
        (right,),
    )
    reply = Answers("?", "?", "agency", "vi", True, "g", 1.0, (answer,))
    monkeypatch.setattr(service, "ask", lambda *_, **__: reply, raising=False)
    want = {"quotes": ["Sở Y tế"], "answer": ["Sở Y tế"]}
    expect = {"hai-duong-2023": want, "xa-xoi": want, "im-lang": None}
    questions = tmp_path / "q.jsonl"
    row = {"id": "1", "type": "agency", "query": "ai khám?", "expect": expect}
    questions.write_text(json.dumps(row), encoding="utf-8")
    words = ["eval", str(questions), "--index", str(built)]
    capsys.readouterr()
    assert main([*words, "--misses"]) == DONE
    said = capsys.readouterr()
    assert "cite@1" in said.out
    assert "0.500" in said.out
    assert "xa-xoi" in said.out
    assert "xa-xoi" in said.err
    assert "im-lang" not in said.err
    assert main([*words, "--at-least", "query:cite@1=0.5"]) == DONE
    assert main([*words, "--at-least", "cite@1=.6", "--json"]) == WANTING
    assert main([*words, "--at-least", "cite@9=.6"]) == FAILED


def test_a_tampered_index_is_not_served(
    plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "index"
    assert main(["index", str(plans), "--index", str(index), "--quiet"]) == DONE
    store = next(index.glob("*/volumes/*/plans.sqlite"))
    data = bytearray(store.read_bytes())
    data[-1] ^= 1
    store.write_bytes(bytes(data))
    assert main(["serve", "--port", "0", "--index", str(index)]) == FAILED
    assert "Chỉ mục bị hỏng" in capsys.readouterr().err


@pytest.mark.slow
def test_the_service_starts_answers_and_stops_when_told(tmp_path: Path) -> None:
    with served(tmp_path / "index", "--plans", "corpus/plans") as server:
        assert json.loads(server.get("/v1/health"))["status"] == "ready"
        assert server.stop(signal.SIGINT) == DONE
    complaints = "".join(server.said)
    assert "Đã dừng phục vụ" in complaints
    assert "Traceback" not in complaints


def test_twins_and_many_files_are_told_shortly(
    plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plans / "ban-sao.txt").write_text(PLAN, encoding="utf-8")
    for number in range(120):
        (plans / f"hong-{number:03}.txt").write_bytes(b"")
        (plans / f"anh-{number:03}.gif").write_bytes(b"")
    index = ["--index", str(tmp_path / "index")]
    assert main(["index", str(plans), *index, "--jobs", "1"]) == WANTING
    said = capsys.readouterr().out
    assert "trùng nội dung · same content: ban-sao.txt: = hai-duong-2023.txt" in said
    assert said.count("hong-") == 100
    assert "và 20 tệp nữa" in said
    assert said.count("anh-") == 5
    assert "… và 115 tệp .gif nữa · and 115 more" in said
    assert main(["documents", "--problems", *index]) == DONE
    said = capsys.readouterr().out
    assert "ban-sao.txt: trùng nội dung với · same content as: hai-duong-2023.txt" in said
    assert said.count("hong-") == 120
    assert main(["documents", "--problems", *index, "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["twins"] == [["ban-sao.txt", "hai-duong-2023.txt"]]


def test_jobs_are_a_whole_number(plans: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["index", str(plans), "--jobs", "0"])
    assert "1" in capsys.readouterr().err
