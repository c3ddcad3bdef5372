"""What readers say of answers: kept whole, bounded, without a word about the reader."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from indexer.errors import BadQuestion
from service.api.app import create_app
from service.cli import main
from service.holdings import feedback
from service.holdings.feedback import Box, BoxClosed, Note
from tests.service.fakes import FakeDesk, FakeIndex

OURS = {"sec-fetch-site": "same-origin"}
SAID = {
    "q": "ai khám sức khỏe?",
    "clause": "hai-duong-2023#V.1",
    "answer": "Sở Y tế",
    "reason": "agency",
    "words": "Nay là <b>phòng</b>\nVăn hóa",
}


def note(**known):
    return Note(**{"day": "2026-11-26", "reason": "quote", "question": "ai?", **known})


@pytest.fixture
def box(tmp_path):
    return Box(tmp_path)


@pytest.fixture
def client(tmp_path):
    with TestClient(create_app(tmp_path, index=FakeIndex(), desk=FakeDesk())) as opened:
        opened.follow_redirects = False
        yield opened


def test_notes_come_back_as_they_were_put(box):
    put = [note(words="dài\u2028dòng"), note(reason="good", document="a", clause="a#V")]
    for one in put:
        box.put(one)
    assert box.notes() == put


def test_a_line_that_is_no_note_is_passed_over(box, tmp_path):
    box.put(note())
    with (tmp_path / feedback.NAME).open("ab") as file:
        file.write(
            b'{"day": 1}\n[]\n{"day": "x", "reason": "quote", "question": ["?"]}\n\xff\n{"da'
        )
    box.put(note(reason="other"))
    assert [one.reason for one in box.notes()] == ["quote", "other"]


def test_a_full_box_says_so_and_keeps_what_it_has(box, monkeypatch):
    box.put(note())
    monkeypatch.setattr(feedback, "MOST", 200)
    with pytest.raises(BoxClosed, match="đầy"):
        box.put(note(words="x" * 100))
    assert len(box.notes()) == 1


def test_a_note_too_long_is_refused(box):
    with pytest.raises(BadQuestion):
        box.put(note(words="x" * (feedback.LONGEST + 1)))


@pytest.mark.parametrize("index", [None, "/nowhere/at/all"])
def test_without_a_folder_the_box_is_closed(index):
    box = Box(index)
    assert box.notes() == [] and box.praised() == ()
    with pytest.raises(BoxClosed):
        box.put(note())


def test_over_milvus_notes_are_kept_where_this_machine_keeps_its_keys(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACUU_HOME", str(tmp_path))
    Box("milvus://host/plans").put(note())
    assert Box("milvus://host/plans").notes() == Box(tmp_path).notes() == [note()]


def test_questions_called_right_are_told_the_most_praised_first(box):
    for question, reason in (("a?", "good"), ("b?", "good"), ("b?", "good"), ("c?", "quote")):
        box.put(note(question=question, reason=reason))
    assert box.praised() == ("b?", "a?")
    box.put(note(question="c?", reason="good"))
    assert len(box.praised()) == 3, "seen without a restart"


def test_the_form_is_kept_and_thanked_for(client, tmp_path):
    reply = client.post("/feedback", data=SAID, headers=OURS)
    assert reply.status_code == 303
    address = urlsplit(reply.headers["location"])
    assert address.path == "/feedback" and parse_qs(address.query)["sent"] == ["1"]
    assert "Đã ghi nhận" in client.get(reply.headers["location"]).text
    [kept] = Box(tmp_path).notes()
    assert (kept.reason, kept.clause, kept.document) == (
        "agency",
        "hai-duong-2023#V.1",
        "hai-duong-2023",
    )
    assert kept.words == "Nay là <b>phòng</b> Văn hóa" and kept.generation == "g-1"
    raw = (tmp_path / feedback.NAME).read_text("utf-8")
    assert "testclient" not in raw and set(json.loads(raw)) == set(Note.__dataclass_fields__)


@pytest.mark.parametrize(
    ("said", "headers", "status"),
    [
        ({"reason": "song"}, OURS, 422),
        ({"reason": "other", "words": " "}, OURS, 422),
        ({"words": "x" * 1001}, OURS, 422),
        ({"clause": "hai-duong-2023#XX"}, OURS, 404),
        ({}, {"sec-fetch-site": "cross-site"}, 403),
        ({}, {"origin": "https://evil.example"}, 403),
        ({}, {}, 403),
        ({}, {**OURS, "content-type": "application/json"}, 415),
    ],
)
def test_what_cannot_be_kept_is_refused_on_a_page(client, tmp_path, said, headers, status):
    reply = client.post("/feedback", data={**SAID, **said}, headers=headers)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"].startswith("text/html")
    assert Box(tmp_path).notes() == []
    if status in (404, 422):
        assert "ai khám sức khỏe?" in reply.text, "what was typed is not lost"


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"&".join(b"a%d=1" % n for n in range(99))])
def test_a_form_that_is_none_is_bad_input(client, body):
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/feedback", content=body, headers={**OURS, **kind}).status_code == 400


def test_the_form_speaks_the_language_of_its_page(client):
    reply = client.post("/feedback?lang=en", data={**SAID, "reason": ""}, headers=OURS)
    assert reply.status_code == 422 and "Choose one of them." in reply.text
    assert 'action="/feedback?lang=en"' in reply.text
    reply = client.post("/feedback?lang=en", data=SAID, headers=OURS)
    assert reply.headers["location"].endswith("lang=en")


def test_an_older_browser_tells_its_origin(client):
    headers = {"origin": "http://testserver"}
    assert client.post("/feedback", data=SAID, headers=headers).status_code == 303


def test_one_reader_cannot_fill_the_box(client):
    replies = [client.post("/feedback", data=SAID, headers=OURS) for _ in range(13)]
    assert [r.status_code for r in replies] == [303] * 12 + [429]
    assert int(replies[-1].headers["retry-after"]) > 0
    assert "Văn hóa</textarea>" in replies[-1].text, "what was typed is not lost"


def test_a_folder_that_takes_no_files_is_said(tmp_path):
    gone = tmp_path / "gone"
    with TestClient(create_app(gone, index=FakeIndex(), desk=FakeDesk())) as client:
        reply = client.post("/feedback", data=SAID, headers=OURS)
    assert reply.status_code == 503 and "Không ghi được góp ý" in reply.text
    assert "Văn hóa</textarea>" in reply.text


def test_the_command_lists_them(tmp_path, capsys):
    assert main(["feedback", "--index", str(tmp_path)]) == 1
    box = Box(tmp_path)
    box.put(note(clause="a#V", document="a", answer="Sở Y tế", words="sai rồi"))
    box.put(note(reason="good"))
    capsys.readouterr()
    assert main(["feedback", "--index", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "hỏi: ai?" in told and "a#V: Sở Y tế" in told and "sai rồi" in told
    assert main(["feedback", "--index", str(tmp_path), "--reason", "good", "--json"]) == 0
    assert [n["reason"] for n in json.loads(capsys.readouterr().out)["notes"]] == ["good"]
