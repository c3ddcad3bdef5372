"""A model's sentences are kept only where all they say stands in what they cite."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from starlette.testclient import TestClient

from indexer.errors import TracuuError
from service.answer.asking import ask
from service.answer.endpoint import Endpoint, configured
from service.answer.rephrasing import supported
from service.answers import Citation, DocumentRef
from service.api.app import create_app
from service.api.counter import Counter
from service.cli import main

KEY = "sk-only-for-this-test"
DUTY = "Cơ quan nào kiểm tra việc thu gom rác thải nhựa ở Hải Dương?"
PLAN = DocumentRef("p", "Kế hoạch năm 2023", "Hải Dương", None, None, None, None, 2023, None, False)


def cited(quote: str, *headings: str) -> tuple[DocumentRef, Citation]:
    return PLAN, Citation("p#V.3", "V.3", headings, quote, 0, len(quote), 1, "/documents/p")


HEALTH = cited(
    "Chủ trì, phối hợp với Công an tỉnh khám sức khỏe cho ít nhất 80% người lao động trước ngày "
    "15/6; không thu phí của học sinh.",
    "V. TỔ CHỨC THỰC HIỆN",
    "3. Sở Y tế",
)
POLICE = cited("Công an tỉnh báo cáo trong 15 ngày.", "4. Công an tỉnh")


def kept(told: str) -> list[str]:
    return [one.text for one in supported(told, [HEALTH, POLICE])]


@pytest.mark.parametrize(
    "told",
    [
        "Sở Y tế chủ trì khám sức khỏe cho người lao động [1].",
        "Theo kế hoạch Hải Dương, Sở Y tế phải khám sức khoẻ cho ít nhất 80% người lao động [1]",
        "Sở Y tế chủ trì, phối hợp với Công an tỉnh khám sức khỏe. [1]",
        "Sở Y tế không thu phí của học sinh [1].",
        "Công an tỉnh báo cáo trong 15 ngày [2].",
        "- Sở Y tế khám sức khỏe [1]",
    ],
)
def test_what_stands_in_the_quotation_is_kept(told):
    assert len(kept(told)) == 1
    assert "[" not in kept(told)[0]


@pytest.mark.parametrize(
    "told",
    [
        "Sở Y tế khám sức khỏe cho người lao động.",  # cites nothing
        "Sở Y tế khám sức khỏe [3].",  # cites what there is not
        "Sở Y tế khám sức khỏe cho 90% người lao động [1].",  # another figure
        "Sở Y tế khám sức khỏe trước ngày 16/6 [1].",  # another date
        "Sở Tài chính khám sức khỏe cho người lao động [1].",  # another body
        "Công an tỉnh chủ trì, phối hợp với Sở Y tế khám sức khỏe [1].",  # the other way round
        "Sở Y tế thu phí của học sinh [1].",  # the denial left out
        "Sở Y tế không khám sức khỏe cho người lao động của Công an huyện [1].",
        "Công an tỉnh báo cáo trong 15 tháng [2].",  # another unit
        "Sở Y tế khám sức khỏe miễn phí [1].",  # a word of its own
        "Sở Y tế khám sức khỏe [2].",  # the wrong quotation
        "và của [1].",
        "",
    ],
)
def test_what_does_not_is_dropped(told):
    assert kept(told) == []


def test_each_sentence_stands_for_itself():
    told = "Bịa đặt hoàn toàn. Sở Y tế khám sức khỏe [1]. Công an tỉnh báo cáo trong 20 ngày [2]."
    assert kept(told) == ["Sở Y tế khám sức khỏe."]


class Model:
    """A stand-in for a model's server on loopback: ``says`` answers each request."""

    def __init__(self) -> None:
        self.says: Callable[[dict], tuple[int, bytes]] = lambda body: (200, b"{}")
        self.asked: list[tuple[str, str | None, dict]] = []
        self.waits = 0.0
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.asked.append((self.path, self.headers.get("Authorization"), body))
                time.sleep(model.waits)
                status, reply = model.says(body)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # a client that gave up

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def tells(self, text: str) -> None:
        reply = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]})
        self.says = lambda body: (200, reply.encode())


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def endpoint(model: Model, timeout: float = 10.0) -> Endpoint:
    return Endpoint(model.url, "stand-in", KEY, timeout)


@pytest.fixture(scope="module")
def plain(index):
    return ask(index, DUTY)


def reworded(plain) -> str:
    answer = next(a for a in plain.answers if a.found)
    return f"{answer.answer} kiểm tra việc thu gom rác thải nhựa [1]. Sở Tư pháp chi 5 tỷ đồng [1]."


def test_supported_sentences_come_with_their_clauses(index, model, plain):
    model.tells(reworded(plain))
    reply = ask(index, DUTY, endpoint=endpoint(model))
    (sentence,) = reply.rephrased
    assert sentence.text.endswith("kiểm tra việc thu gom rác thải nhựa.")
    assert sentence.citations == (reply.answers[0].citations[0].clause,)
    assert reply.answers == plain.answers
    (path, key, body), *_ = model.asked
    assert (path, key) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert body["model"] == "stand-in"
    assert reply.answers[0].citations[0].quote in body["messages"][-1]["content"]


@pytest.mark.parametrize(
    "said",
    [
        (500, b"no"),
        (302, b""),
        (200, b""),
        (200, b"not json"),
        (200, b"[]"),
        (200, b'{"choices": []}'),
        (200, b'{"choices": [{"message": {"content": null}}]}'),
        (200, b"\xff\xfe"),
        (200, b'{"choices": [{"message": {"content": "' + b"x" * 2_000_000 + b'"}}]}'),
    ],
)
def test_whatever_the_model_says_the_plain_answer_stays(index, model, plain, said):
    model.says = lambda body: said
    reply = ask(index, DUTY, endpoint=endpoint(model))
    assert (reply.rephrased, reply.answers) == ((), plain.answers)
    assert len(model.asked) == 1  # no redirect is followed


def test_a_model_that_is_slow_or_away_is_not_waited_for(index, model, plain):
    model.waits = 1.5
    reply = ask(index, DUTY, endpoint=endpoint(model, timeout=0.2))
    assert (reply.rephrased, reply.answers) == ((), plain.answers)
    gone = Endpoint("http://127.0.0.1:9/v1", "none", timeout=0.5)
    assert ask(index, DUTY, endpoint=gone).rephrased == ()


def test_where_nothing_is_found_nobody_is_asked(index, model):
    ask(index, "Ai phóng tàu vũ trụ lên sao Hỏa?", endpoint=endpoint(model))
    assert model.asked == []


def test_it_is_off_unless_configured(tmp_path):
    assert configured({}) is None
    held = tmp_path / "key"
    held.write_text(f"{KEY}\n", encoding="utf-8")
    env = {"TRACUU_REPHRASE_URL": "http://127.0.0.1:1/v1/", "TRACUU_REPHRASE_MODEL": "m"}
    found = configured(env, key_file=str(held))
    assert found == Endpoint("http://127.0.0.1:1/v1", "m", KEY)
    assert KEY not in repr(found)
    assert configured(env | {"TRACUU_REPHRASE_KEY": KEY}) == found


@pytest.mark.parametrize(
    "env",
    [
        {"TRACUU_REPHRASE_URL": "http://127.0.0.1:1/v1"},
        {"TRACUU_REPHRASE_URL": "file:///etc/passwd", "TRACUU_REPHRASE_MODEL": "m"},
        {"TRACUU_REPHRASE_URL": "http://a:b@host/v1", "TRACUU_REPHRASE_MODEL": "m"},
        {
            "TRACUU_REPHRASE_URL": "http://127.0.0.1:1",
            "TRACUU_REPHRASE_MODEL": "m",
            "TRACUU_REPHRASE_KEY_FILE": "/nowhere/key",
        },
    ],
)
def test_a_wrong_configuration_is_said(env):
    with pytest.raises(TracuuError):
        configured(env)


def test_the_doors(plans_index, index, model, plain, monkeypatch, capsys, caplog):
    caplog.set_level(logging.DEBUG)
    model.tells(reworded(plain))
    app = create_app(plans_index, index=index, desk=Counter(endpoint=endpoint(model)))
    with TestClient(app) as client:
        assert client.post("/v1/ask", json={"question": DUTY}).json()["rephrased"] == []
        assert model.asked == []
        sent = client.post("/v1/ask", json={"question": DUTY, "rephrase": True}).json()
        shown = client.get("/", params={"q": DUTY, "rephrase": "1"}).text
        assert 'rephrase=1">Diễn đạt lại thành câu' in client.get("/", params={"q": DUTY}).text
    (sentence,) = sent["rephrased"]
    assert sentence["text"] in shown
    assert "Sở Tư pháp chi 5 tỷ" not in shown
    monkeypatch.setenv("TRACUU_REPHRASE_URL", model.url)
    monkeypatch.setenv("TRACUU_REPHRASE_MODEL", "stand-in")
    monkeypatch.setenv("TRACUU_REPHRASE_KEY", KEY)
    assert main(["ask", DUTY, "--rephrase", "--index", str(plans_index)]) == 0
    told = capsys.readouterr()
    assert sentence["text"] in " ".join(told.out.split())
    assert KEY not in told.out + told.err + caplog.text
    model.tells("Sở Tư pháp chi 5 tỷ đồng [1].")
    assert main(["ask", DUTY, "--rephrase", "--index", str(plans_index)]) == 0
    assert "Chưa diễn đạt lại được" in capsys.readouterr().out


def test_doors_without_a_model_say_so(plans_index, index, monkeypatch, capsys):
    with TestClient(create_app(plans_index, index=index)) as client:
        reply = client.post("/v1/ask", json={"question": DUTY, "rephrase": True})
        assert (reply.status_code, reply.json()["field"]) == (422, "rephrase")
        assert "Diễn đạt lại" not in client.get("/", params={"q": DUTY}).text
    monkeypatch.delenv("TRACUU_REPHRASE_URL", raising=False)
    assert main(["ask", DUTY, "--rephrase", "--index", str(plans_index)]) == 2
    assert "TRACUU_REPHRASE_URL" in capsys.readouterr().err
