"""The command line through ``main``: what is printed, what is asked for, how it ends."""

from __future__ import annotations

import csv
import io
import json
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

import indexer.index
import models
import service
from indexer.errors import IndexMissing, NotFound
from models.errors import not_found
from service.answers import (
    Answers,
    Citation,
    DocumentAnswer,
    DocumentRef,
    SearchHit,
    SearchResults,
)
from service.cli import DONE, FAILED, WANTING, main
from service.cli.output import table, wrapped
from service.cli.progress import ProgressBar, clock
from service.cli.serving import PortBusy, claim
from service.cli.tables import defused
from tests.encoders import HashEncoder

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

HAI_DUONG = DocumentRef(
    "hai-duong-2023",
    "Kế hoạch",
    "Hải Dương",
    "Hải Phòng",
    "province",
    None,
    None,
    2023,
    None,
    digest=True,
)
CITED = Citation(
    "hai-duong-2023#V.3",
    "V.3",
    ("V. TỔ CHỨC THỰC HIỆN", "3. Sở Y tế"),
    "Khám bệnh định kỳ.",
    10,
    28,
    3,
    "/documents/hai-duong-2023?clause=V.3#V.3",
)
FOUND = Answers(
    question="ai kham",
    understood_as="ai khám",
    intent="agency",
    language="vi",
    found=True,
    generation="000001-00000000",
    took_ms=1.0,
    answers=(
        DocumentAnswer(HAI_DUONG, True, "Sở Y tế", "lead", 0.9, (CITED,)),
        DocumentAnswer(HAI_DUONG, False, None, None, 0.0, (), "không thấy ở đây", (CITED,)),
    ),
    silent=3,
)


class Shelf:
    """Stands for an opened index."""

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Fakes in the place of the index and the service; what they were called with."""
    calls: dict[str, Any] = {"answer": FOUND}

    def open_index(path: str) -> Shelf:
        calls["index"] = path
        return Shelf()

    def ask(_: object, question: str, **scope: Any) -> Answers:
        calls.update(question=question, **scope)
        answer: Answers = calls["answer"]
        return answer

    def search(_: object, query: str, **scope: Any) -> SearchResults:
        calls.update(query=query, **scope)
        hit = SearchHit(CITED, HAI_DUONG, "clause", 1.5, ((0, 4),))
        hits = () if query == "không có" else (hit,)
        return SearchResults(query, "khám bệnh", len(hits), hits, {}, "g", 1.0, "next1")

    monkeypatch.setattr(indexer.index, "open", open_index)
    monkeypatch.setattr(service, "ask", ask, raising=False)
    monkeypatch.setattr(service, "search", search, raising=False)
    return calls


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


# asking


def test_ask_prints_answer_quotation_and_clause(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "ai kham", "--index", "here"]) == DONE
    said = capsys.readouterr().out
    for part in (
        "ai khám",
        "Sở Y tế (chủ trì) — Hải Dương 2023 (bản tóm lược)",
        "hai-duong-2023#V.3 · trang 3 · V. TỔ CHỨC THỰC HIỆN › 3. Sở Y tế",
        "“Khám bệnh định kỳ.”",
        "không thấy ở đây",
        "3 kế hoạch khác",
    ):
        assert part in said
    assert asked["index"] == "here"
    assert "\033" not in said


def test_ask_passes_the_scope_on(asked: dict[str, Any]) -> None:
    words = ["ask", "ai?", "--locality", "Hải Dương", "--locality", "Nghệ An", "--year", "2023"]
    main([*words, "--level", "province", "--document", "a", "--limit", "3"])
    assert asked["localities"] == ["Hải Dương", "Nghệ An"]
    assert asked["years"] == [2023]
    assert asked["levels"] == ["province"]
    assert asked["documents"] == ["a"]
    assert asked["limit"] == 3


def test_ask_in_json_is_what_the_api_sends(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ask", "ai kham", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert said["answers"][0]["citations"][0]["quote"] == "Khám bệnh định kỳ."
    assert said["answers"][0]["document"]["locality_today"] == "Hải Phòng"


def test_ask_ends_with_1_when_no_plan_answers(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    asked["answer"] = Answers("?", "?", "agency", "vi", False, "g", 1.0, ())
    assert main(["ask", "?"]) == WANTING
    assert "Không thấy câu trả lời" in capsys.readouterr().out


def test_search_prints_hits_and_how_to_go_on(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "kham", "benh", "--agency", "Sở Y tế", "--year", "2023"]) == DONE
    said = capsys.readouterr().out
    assert "Khám bệnh định kỳ." in said
    assert "--cursor next1" in said
    assert (asked["query"], asked["agency"], asked["year"]) == ("kham benh", "Sở Y tế", 2023)


def test_search_that_finds_nothing_ends_with_1(asked: dict[str, Any]) -> None:
    assert main(["search", "không có", "--json"]) == WANTING


# errors


@pytest.mark.parametrize(
    "error",
    [
        IndexMissing("Chưa có chỉ mục · no index"),
        NotFound("không có kế hoạch", "document"),
        not_found("mô-hình"),
        OSError("đĩa đầy"),
    ],
)
def test_what_a_user_can_act_on_is_one_message(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: str) -> None:
        raise error

    monkeypatch.setattr(indexer.index, "open", fail)
    assert main(["documents"]) == FAILED
    said = capsys.readouterr()
    assert str(error) in said.err
    assert not said.out


def test_a_defect_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(indexer.index, "open", fail)
    with pytest.raises(ZeroDivisionError):
        main(["documents"])


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(indexer.index, "open", fail)
    assert main(["documents"]) == 130


@pytest.mark.parametrize(
    "words", [[], ["nothing"], ["serve", "--port", "x"], ["serve", "--port", "70000"], ["ask"]]
)
def test_a_mistyped_command_points_to_the_help(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == FAILED
    assert "--help" in capsys.readouterr().err


def test_the_index_may_be_named_by_the_environment(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACUU_INDEX", "elsewhere")
    main(["ask", "?"])
    assert asked["index"] == "elsewhere"


def test_no_index_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "?", "--index", str(tmp_path)]) == FAILED
    assert "tracuu index" in capsys.readouterr().err


# serving


def test_a_busy_port_is_refused_before_anything_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port), "--index", str(tmp_path)]) == FAILED
    said = capsys.readouterr().err
    assert f"Cổng {port} đang bận" in said
    assert f"--port {port + 1}" in said


def test_serving_without_an_index_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", "0", "--index", str(tmp_path)]) == FAILED
    assert "tracuu index" in capsys.readouterr().err


def test_a_claimed_port_is_not_answered_yet() -> None:
    with claim("127.0.0.1", 0) as listener, socket.socket() as caller:
        assert caller.connect_ex(listener.getsockname()) != 0


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PortBusy):
        claim("192.0.2.1", 0)
    with pytest.raises(PortBusy):
        claim("không phải máy", 0)


# a real, tiny index


def test_index_reports_and_leaves_out_what_it_cannot_read(
    plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plans / "hong.txt").write_bytes(b"")
    (plans / "anh.jpg").write_bytes(b"\xff\xd8")
    words = ["index", str(plans), "--index", str(tmp_path / "index")]
    assert main(words) == WANTING
    said = capsys.readouterr()
    assert "BỊ LOẠI · LEFT OUT: hong.txt" in said.out
    assert "skipped: anh.jpg" in said.out
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


def test_export_refuses_before_writing(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["export", "-", "--index", str(built)]) == FAILED
    assert main(["export", str(out), "--document", "nowhere", "--index", str(built)]) == FAILED
    assert not out.exists()


def test_eval_scores_and_holds_to_a_floor(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(service, "ask", lambda *_, **__: FOUND, raising=False)
    want = {"quotes": ["Khám bệnh định kỳ"], "answer": ["Sở Y tế"]}
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


def test_models_names_the_bundled_and_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == DONE
    assert "intfloat/multilingual-e5-small" in capsys.readouterr().out
    assert main(["models", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["default"]


# how it speaks


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_redrawn_on_a_terminal_and_says_how_long() -> None:
    ticks = iter(float(n) for n in range(100))
    out = Terminal()
    with ProgressBar(out, ticks.__next__) as bar:
        for done in range(4):
            bar("encode", done, 3)
        bar("write", 1, 1)
    said = out.getvalue()
    assert "còn · left" in said
    assert said.count("\n") == 2
    assert "3/3" in said


def test_the_bar_is_one_line_a_stage_elsewhere() -> None:
    out = io.StringIO()
    with ProgressBar(out) as bar:
        for done in range(101):
            bar("read", done, 100)
        bar("write", 0, 0)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert "100/100" in lines[0]
    assert "\r" not in out.getvalue()


def test_times_are_read_as_clocks() -> None:
    assert [clock(s) for s in (0.4, 75, 3723)] == ["0:00", "1:15", "1:02:03"]


def test_tables_align_and_show_what_is_missing() -> None:
    said = table(("id", "n"), [("a", 1), ("bbb", None), ("c", 0.5)])
    assert said == "id       n\na        1\nbbb      –\nc    0.500"
    assert table(("id",), []) == "id"


def test_long_lines_are_wrapped_under_their_indent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = wrapped("một hai ba bốn năm sáu bảy tám chín mười mười một", "  ").splitlines()
    assert len(lines) > 1
    assert all(line.startswith("  ") and len(line) <= 40 for line in lines)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_no_cell_is_run_as_a_formula(cell: str) -> None:
    assert defused(cell) == "'" + cell
    assert defused(-1) == -1


def test_emphasis_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from service.cli.output import bold, marked

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert marked("Khám bệnh", [(0, 4)]) == f"{bold('Khám')} bệnh"
    assert bold("x") != "x"
    monkeypatch.setenv("NO_COLOR", "1")
    assert bold("x") == "x"
