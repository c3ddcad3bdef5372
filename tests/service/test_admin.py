"""Plans added over HTTP and from the page: real files, a real index, a real child that builds."""

from __future__ import annotations

import io
import re
import shutil
import threading
import time
import zipfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer import originals
from indexer.build import build
from indexer.locking import build_lock
from service.admin import inbox
from service.admin.inbox import Inbox
from service.admin.naming import Refused, safe_name
from service.api.app import create_app
from service.api.keys import Keyring
from tests.service import plans

PLAN = plans.SENT


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("admin")
    build(plans.write(folder / "plans"), folder / "index")
    return folder


@pytest.fixture
def place(made, tmp_path) -> Path:
    """A folder of plans and its index, of this test alone."""
    shutil.copytree(made / "plans", tmp_path / "plans")
    shutil.copytree(made / "index", tmp_path / "index")
    originals.remember(tmp_path / "index", [tmp_path / "plans"])
    return tmp_path


@pytest.fixture
def key(place) -> str:
    return Keyring(place / "index").add("thử", "admin")[0]


@pytest.fixture
def client(place):
    with TestClient(create_app(place / "index"), follow_redirects=False) as client:
        yield client


def by(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def sent(client, key, *files: tuple[str, bytes], **fields: str):
    parts = [("files", (name, content)) for name, content in files]
    reply = client.post("/v1/admin/files", files=parts, data=fields, headers=by(key))
    assert reply.status_code == 200, reply.text
    return {one["name"]: one for one in reply.json()["files"]}


def ended(client, key, task: str):
    """The job, when no job runs any more."""
    for _ in range(600):
        jobs = client.get("/v1/admin/jobs", headers=by(key)).json()
        if "running" not in (jobs["read"]["state"], jobs["publish"]["state"]):
            return jobs[task]
        time.sleep(0.1)
    raise AssertionError("the job does not end")


def served(client, generation: str) -> None:
    """Wait for the service to take it over, as it does by itself."""
    for _ in range(200):
        if client.get("/v1/health").json()["generation"] == generation:
            return
        time.sleep(0.1)
    raise AssertionError(f"{generation} is not served")


def states(client, key) -> dict[str, str]:
    held = client.get("/v1/admin/files", headers=by(key)).json()["files"]
    return {entry["name"]: entry["state"] for one in held for entry in one["entries"]}


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def test_where_no_file_is_taken_each_is_named_with_its_reason(client, key):
    sending = [("files", ("a.exe", b"x")), ("files", ("rỗng.txt", b""))]
    reply = client.post("/v1/admin/files", files=sending, headers=by(key))
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    told = reply.json()
    assert told["field"] == "files" and [e["field"] for e in told["errors"]] == [
        "a.exe",
        "rỗng.txt",
    ]
    assert "rỗng" in told["errors"][1]["detail"] and "is empty" in told["errors"][1]["detail"]
    some = client.post(
        "/v1/admin/files", files=[*sending, ("files", ("b.txt", PLAN.encode()))], headers=by(key)
    )
    assert some.status_code == 200
    assert [one["was"] for one in some.json()["files"]] == ["refused", "refused", "new"]


def test_from_a_file_sent_to_a_generation_served_and_back(client, key, place):
    was = client.get("/v1/health").json()["generation"]
    got = sent(
        client,
        key,
        ("Cháy rừng.txt", PLAN.encode()),
        ("rac.pdf", b"not a PDF"),
        ("bom.zip", zipped(lon_txt=bytes(60_000_000), b_txt=PLAN.replace("5", "6").encode())),
    )
    assert {one["was"] for one in got.values()} == {"new"}
    assert ended(client, key, "read")["state"] == "done"
    assert states(client, key) == {
        "Cháy rừng.txt": "ready",
        "rac.pdf": "refused",
        "bom.zip/b.txt": "ready",
        "bom.zip/lon.txt": "refused",
    }
    assert client.get("/v1/health").json()["generation"] == was, "reading publishes nothing"
    assert client.post("/v1/admin/jobs/publish", headers=by(key)).status_code == 200
    told = ended(client, key, "publish")
    assert told["state"] == "done" and len(told["result"]["added"]) == 2
    assert told["result"]["resumed"] >= 2, "what was read is not read again"
    served(client, told["result"]["generation"])
    assert client.get("/v1/documents/chay-rung").status_code == 200
    assert states(client, key)["Cháy rừng.txt"] == "served"
    token = signed_in(client, key)
    assert "Đã đưa lên thế hệ" in client.get("/admin").text
    assert f"Phục vụ lại thế hệ {was}?" in client.get("/admin").text, "asked twice"
    back = client.post("/v1/admin/rollback", headers=by(key))
    assert back.status_code == 200
    served(client, was)
    assert client.get("/v1/documents/chay-rung").status_code == 404
    current = [one["name"] for one in back.json()["generations"] if one["current"]]
    assert current == [was], "the newer one is still there"
    assert states(client, key)["Cháy rừng.txt"] == "ready", "it was read, whatever is served"
    client.post("/admin/rollback", data={"csrf": token, "name": was})
    page = client.get("/admin").text
    assert f"Đã quay lại thế hệ {was}" in page and "Đã đưa lên thế hệ" not in page


def test_a_file_put_aside_is_not_lost(client, key, place):
    sent(client, key, ("a.txt", PLAN.encode()))
    reply = client.delete("/v1/admin/files/a.txt", headers=by(key))
    assert reply.json()["files"] == []
    (aside,) = (place / "plans" / inbox.FOLDER / ".da-bo").iterdir()
    assert aside.read_text("utf-8") == PLAN
    assert client.delete("/v1/admin/files/a.txt", headers=by(key)).status_code == 404


def test_one_job_at_a_time(client, key, place):
    with build_lock(place / "index"):
        client.post("/v1/admin/jobs/publish", headers=by(key))
        again = client.post("/v1/admin/jobs/publish", headers=by(key))
        assert again.status_code == 409 and "problem" in again.headers["content-type"]
        told = ended(client, key, "publish")
        assert client.post("/v1/admin/rollback", json={}, headers=by(key)).status_code == 409
    assert told["state"] == "failed" and "Một tiến trình khác" in told["problem"]


def test_only_an_admin_key_of_a_header_opens_the_door(client, key, place):
    reader = Keyring(place / "index").add("đọc", "read")[0]
    body = [("files", ("a.txt", PLAN.encode()))]
    assert client.post("/v1/admin/files", files=body).status_code == 401
    assert client.post("/v1/admin/files", files=body, headers=by(reader)).status_code == 403
    client.cookies.set("tracuu_key", key)
    assert client.get("/v1/admin/jobs").status_code == 401, "a cookie comes along unasked"
    assert not (place / "plans" / inbox.FOLDER).exists()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\C:\\a\\Kế hoạch.PDF", "Kế hoạch.PDF"),
        ("/root/.ssh/.an.txt", "an.txt"),
        ("ke\u0302\u0301 hoa\u0323ch\n\u202e.docx", "kế hoạch.docx"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("a:b*c?.txt", "a b c.txt"),
        ("K&#7871; ho&#x1EA1;ch & A.txt", "Kế hoạch & A.txt"),
        ("a&#46;&#46;&#47;b&#0;&#1114112;.txt", "b\ufffd\ufffd.txt"),
    ],
)
def test_names_lead_nowhere(given, name):
    assert safe_name(given) == name


@pytest.mark.parametrize(
    "given", ["", None, ".", "..", "....txt", "a.exe", "txt", "a.txt/", "~$.docx"]
)
def test_names_that_are_none_are_refused(given):
    with pytest.raises(Refused):
        safe_name(given)


def test_a_name_taken_is_taken(tmp_path):
    box = Inbox(tmp_path)
    assert box.receive("a.txt", io.BytesIO(b"one")).was == "new"
    assert box.receive("a.txt", io.BytesIO(b"one")).was == "same"
    assert box.receive("a.txt", io.BytesIO(b"two")).was == "refused"
    assert (box.folder / "a.txt").read_bytes() == b"one"
    assert box.receive("a.txt", io.BytesIO(b"two"), replace=True).was == "replaced"
    assert (box.folder / "a.txt").read_bytes() == b"two"
    (old,) = (box.folder / ".da-thay").iterdir()
    assert old.read_bytes() == b"one" and box.names() == ["a.txt"]
    assert box.receive("b.txt", io.BytesIO(b"")).was == "refused"


def test_what_breaks_off_leaves_nothing(tmp_path, monkeypatch):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise OSError(5, "gone")
            return super().read(10)

    box = Inbox(tmp_path)
    with pytest.raises(inbox.NoRoom):
        box.receive("a.txt", Broken(b"x" * 100))
    monkeypatch.setattr(inbox, "MOST_BYTES", 50)
    assert box.receive("a.txt", io.BytesIO(b"x" * 51)).was == "refused"
    assert list(box.folder.iterdir()) == []


def test_two_at_once_of_one_name_are_one_file(tmp_path):
    box, outcome = Inbox(tmp_path), []
    threads = [
        threading.Thread(
            target=lambda n: outcome.append(box.receive("a.txt", io.BytesIO(b"%d" % n * 9999)).was),
            args=(number,),
        )
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["new"] + ["refused"] * 5
    assert len((box.folder / "a.txt").read_bytes()) == 9999
    assert len(list(box.folder.iterdir())) == 1


def signed_in(client, key):
    reply = client.post("/admin/sign-in", data={"key": key})
    assert reply.status_code == 303
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    page = client.get("/admin").text
    return re.search(r'name="csrf" value="(\w+)"', page)[1]  # type: ignore[index]


def test_the_page_takes_a_key_and_then_files(client, key, place):
    assert "Khóa quản trị" in client.get("/admin").text
    assert client.post("/admin/sign-in", data={"key": "tk_no"}).status_code == 401
    token = signed_in(client, key)
    files = [("files", ("Cháy rừng.txt", PLAN.encode())), ("files", ("x.exe", b"MZ"))]
    reply = client.post("/admin/files", data={"csrf": token}, files=files)
    assert (reply.status_code, reply.headers["location"]) == (303, "/admin")
    page = client.get("/admin").text
    assert "đã nhận" in page and "chưa đọc được dạng “.exe”" in page
    ended(client, key, "read")
    page = client.get("/admin").text
    assert "đọc được, chờ đưa lên" in page and str(place / "plans" / inbox.FOLDER) in page
    assert key not in page


def test_a_form_of_another_page_or_site_does_nothing(client, key, place):
    token = signed_in(client, key)
    one = [("files", ("a.txt", PLAN.encode()))]
    for fields, headers in (
        ({}, {}),
        ({"csrf": "0" * 64}, {}),
        ({"csrf": token}, {"Origin": "https://example.org"}),
        ({"csrf": token}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        reply = client.post("/admin/files", data=fields, files=one, headers=headers)
        assert reply.status_code == 403, fields
    assert not (place / "plans" / inbox.FOLDER).exists()
    client.cookies.clear()
    reply = client.post("/admin/files", data={"csrf": token}, files=one)
    assert reply.status_code == 401
    assert "hãy đăng nhập lại" in reply.text and 'action="/admin/sign-in"' in reply.text


def test_keys_cannot_be_tried_one_after_the_other(client):
    tries = [client.post("/admin/sign-in", data={"key": f"tk_{n}"}) for n in range(12)]
    assert [reply.status_code for reply in tries].count(429) >= 2


def test_where_the_plans_lie_unknown_is_said(client, key, place):
    (place / "index" / "sources.json").unlink()
    signed_in_page = client.post("/admin/sign-in", data={"key": key})
    assert signed_in_page.status_code == 303
    assert "Chưa biết thư mục kế hoạch" in client.get("/admin").text
    assert client.get("/v1/admin/files", headers=by(key)).status_code == 503
