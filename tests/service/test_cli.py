"""The command line through ``main``: what is asked for, what is printed, how it ends."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

import indexer.index
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
from service.cli.serving import PortBusy, claim

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
    assert (asked["query"], asked["agency"], asked["year"]) == ("kham benh", "Sở Y tế", [2023])


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
