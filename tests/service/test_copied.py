"""An index that was copied or moved, served with a key: whose plans may it change?"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from indexer import originals
from indexer.build import build
from indexer.errors import IndexElsewhere
from service.admin.inbox import FOLDER
from service.admin.jobs import Jobs
from service.api.app import create_app
from service.api.keys import Keyring
from service.cli import main
from tests.service import plans

PLAN = plans.SENT
OTHER = PLAN.replace("rừng", "chợ")


class Door:
    """A served index, with an admin key."""

    def __init__(self, index: Path) -> None:
        key = Keyring(index).add("thử", "admin")[0]
        self.client = TestClient(create_app(index), follow_redirects=False)
        self.key = {"Authorization": f"Bearer {key}"}
        self.client.cookies.set("tracuu_key", key)

    def send(self, text: str, **fields: str) -> httpx.Response:
        files = [("files", ("a.txt", text.encode()))]
        return self.client.post("/v1/admin/files", files=files, data=fields, headers=self.key)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path, headers=self.key)

    def changing(self) -> list[httpx.Response]:
        """What came of every way to change plans or have them read."""
        files, client = "/v1/admin/files", self.client
        return [
            self.send(OTHER),
            self.send(OTHER, replace="true"),
            client.delete(f"{files}/a.txt", headers=self.key),
            *(client.post(f"/v1/admin/jobs/{t}", headers=self.key) for t in ("read", "publish")),
        ]

    def idle(self) -> None:
        """Wait until no job runs."""
        for _ in range(600):
            jobs = self.get("/v1/admin/jobs").json()
            if "running" not in (jobs["read"]["state"], jobs["publish"]["state"]):
                return
            time.sleep(0.1)
        raise AssertionError("the job does not end")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index, and its plans, of which one was received."""
    folder = tmp_path_factory.mktemp("copied")
    plans.write(folder / "plans")
    (folder / "plans" / FOLDER).mkdir()
    (folder / "plans" / FOLDER / "a.txt").write_text(PLAN, "utf-8")
    build(folder / "plans", folder / "index")
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """The same, of this test alone: as if it had been built here."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    originals.remember(tmp_path / "index", [tmp_path / "plans"])
    return tmp_path


def lying(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below, hidden ones too, with its content and time."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns) for p in found}


@pytest.mark.parametrize("moved", [False, True], ids=["copied", "moved"])
def test_a_copy_changes_no_plan_of_the_other_until_its_sources_are_set(place, moved):
    copy, own = place / "sao lưu", place / "plans-2"
    (shutil.move if moved else shutil.copytree)(place / "index", copy)
    before, remembered = lying(place / "plans"), lying(copy)[originals.NAME]
    door = Door(copy)
    with door.client:
        for reply in door.changing():
            told = reply.json()
            assert (reply.status_code, told["type"]) == (409, "urn:tracuu:problem:elsewhere")
            vietnamese, english = told["detail"].split(" / ")
            for said in (vietnamese, english):
                assert str(place / "index") in said and f"--index '{copy}'" in said
            assert "chép hoặc chuyển" in vietnamese and "copied or moved" in english
        assert "chép hoặc chuyển" in door.get("/admin").text
        assert door.get("/v1/search?q=rừng").status_code == 200, "it is read as before"
        assert [one["name"] for one in door.get("/v1/admin/files").json()["files"]] == ["a.txt"]
        assert lying(place / "plans") == before and lying(copy)[originals.NAME] == remembered

        shutil.copytree(place / "plans", own)
        assert main(["index", str(own), "--index", str(copy), "--quiet"]) == 0
        assert door.send(OTHER, replace="true").json()["files"][0]["was"] == "replaced"
        assert door.client.delete("/v1/admin/files/a.txt", headers=door.key).status_code == 200
        door.idle()
    assert {p.read_text("utf-8") for p in (own / FOLDER).glob(".da-*/*")} == {PLAN, OTHER}
    assert lying(place / "plans") == before


def test_a_job_begun_before_it_was_moved_leaves_the_sources_as_they_are(place):
    """A build would write them down as the copy's own."""
    copy = shutil.copytree(place / "index", place / "copy")
    before, jobs = lying(copy), Jobs(str(copy))
    jobs.start("publish")
    while jobs.running:
        time.sleep(0.05)
    job = jobs.last("publish")
    assert job and job.state == "failed" and "copied or moved" in (job.problem or "")
    assert lying(copy) == before


def test_an_index_served_goes_by_the_sources_set_last(place):
    """Also where it has received plans into another folder since it was started."""
    door = Door(place / "index")
    with door.client:
        assert door.send(PLAN).json()["files"][0]["was"] == "same"
        shutil.copytree(place / "plans", place / "plans-2")
        before = lying(place / "plans")
        originals.remember(place / "index", [place / "plans-2"])
        assert door.client.delete("/v1/admin/files/a.txt", headers=door.key).status_code == 200
    assert lying(place / "plans") == before and not (place / "plans-2" / FOLDER / "a.txt").exists()


def test_in_its_place_it_is_the_same_index_by_whatever_way(place):
    """By a link, and as a copy put back where it stood."""
    index = place / "index"
    (place / "link").symlink_to(index)
    originals.check_place(place / "link")
    shutil.copytree(index, place / "copy")
    index.rename(place / "old")
    (place / "copy").rename(index)
    originals.check_place(index)
    with pytest.raises(IndexElsewhere):
        originals.check_place(place / "old")


def test_what_an_older_release_wrote_is_believed(place):
    copy = shutil.copytree(place / "index", place / "copy")
    (copy / originals.NAME).write_text(json.dumps({"roots": [str(place / "plans")]}))
    door = Door(copy)
    with door.client:
        assert door.send(OTHER, replace="true").json()["files"][0]["was"] == "replaced"
        door.idle()


@pytest.mark.parametrize("stood", [5, "", "\0", "\udcff", [], {}, "/nowhere"])
def test_a_place_that_is_none_is_elsewhere(tmp_path, stood):
    told = {"roots": [str(tmp_path)], "index": stood}
    (tmp_path / originals.NAME).write_text(json.dumps(told))
    with pytest.raises(IndexElsewhere) as caught:
        originals.check_place(tmp_path)
    str(caught.value).encode()
