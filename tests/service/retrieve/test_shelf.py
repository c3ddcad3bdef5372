import os
import threading
import time

import pytest
from fastapi.testclient import TestClient

from indexer.errors import IndexCorrupt, IndexMissing
from service.api.app import create_app
from service.api.desk import House
from service.api.shelf import Shelf
from tests.service.fakes import FakeDesk, FakeIndex


class Opener:
    """Opens what CURRENT names; a generation called bad fails as its exception says."""

    def __init__(self, bad=None):
        self.bad = bad or {}
        self.opened = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, path):
        self.gate.wait(5)
        if not (path / "CURRENT").exists():
            raise IndexMissing("Chưa có chỉ mục. / No index.")
        name = (path / "CURRENT").read_text().strip()
        if name in self.bad:
            raise self.bad[name]
        self.opened.append(FakeIndex(generation=name))
        return self.opened[-1]


def publish(path, name):
    new = path / "CURRENT.new"
    new.write_text(name + "\n")
    os.replace(new, path / "CURRENT")


def until(told, seconds=5):
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


@pytest.fixture
def shelve(tmp_path):
    """Shelves that watch, and stop when the test ends."""
    made = []

    def make(opener, interval=3600.0, **more):
        made.append(Shelf(tmp_path, opener=opener, interval=interval, **more))
        made[-1].open()
        return made[-1]

    yield make
    for shelf in made:
        shelf.close()


def test_a_new_generation_is_swapped_in_and_the_old_one_closed_later(tmp_path, shelve):
    publish(tmp_path, "g-1")
    opener = Opener()
    shelf = shelve(opener, interval=0.01, grace=0.05)
    held = shelf.index()
    opener.gate.clear()
    publish(tmp_path, "g-2")
    time.sleep(0.05)
    assert shelf.index() is held and not held.closed, "while the new one opens, the old answers"
    opener.gate.set()
    until(lambda: shelf.index().generation == "g-2")
    until(lambda: held.closed)
    assert [i.generation for i in opener.opened] == ["g-1", "g-2"]


@pytest.mark.parametrize("error", [IndexCorrupt("Tệp bị sửa. / Changed."), ValueError("odd")])
def test_a_bad_generation_is_refused_once_and_the_old_one_stays(tmp_path, caplog, shelve, error):
    publish(tmp_path, "g-1")
    shelf = shelve(Opener({"bad": error}))
    publish(tmp_path, "bad")
    for _ in range(5):
        shelf.look()
    assert shelf.index().generation == "g-1" and shelf.refused
    assert caplog.text.count("generation bad refused") == 1
    publish(tmp_path, "g-3")
    shelf.look()
    assert shelf.index().generation == "g-3" and shelf.refused is None


def test_the_same_name_published_again_is_tried_again(tmp_path, shelve):
    publish(tmp_path, "g-1")
    opener = Opener({"g-1": IndexCorrupt("Hỏng. / Damaged.")})
    shelf = shelve(opener)
    with pytest.raises(IndexMissing, match="Damaged"):
        shelf.index()
    opener.bad = {}
    shelf.look()
    with pytest.raises(IndexMissing, match="Damaged"):
        shelf.index()
    time.sleep(0.02)
    publish(tmp_path, "g-1")
    shelf.look()
    assert shelf.index().generation == "g-1"


def test_a_service_without_an_index_says_so_and_takes_the_first(tmp_path):
    app = create_app(tmp_path, desk=FakeDesk())
    shelf = Shelf(tmp_path, opener=Opener(), interval=3600.0)
    app.state.house = House(shelf, FakeDesk())
    with TestClient(app) as client:
        for path in ("/v1/health", "/v1/search?q=a", "/v1/documents"):
            reply = client.get(path)
            assert reply.status_code == 503 and "No index" in reply.json()["detail"]
            assert reply.headers["content-type"] == "application/problem+json"
            assert reply.headers["retry-after"]
        assert client.get("/").status_code == 503
        publish(tmp_path, "g-1")
        shelf.look()
        assert client.get("/v1/health").status_code == 200


def test_before_it_is_opened_it_says_so():
    with pytest.raises(IndexMissing, match="opening"):
        Shelf("nowhere").index()


def test_a_removed_pointer_leaves_what_is_served(tmp_path, shelve):
    publish(tmp_path, "g-1")
    shelf = shelve(Opener())
    held = shelf.index()
    (tmp_path / "CURRENT").unlink()
    shelf.look()
    assert shelf.index() is held and shelf.refused is None


def test_an_index_elsewhere_has_no_pointer_to_look_at():
    shelf = Shelf("milvus://host/plans", opener=lambda _: FakeIndex())
    shelf.open()
    shelf.look()
    assert shelf.index().generation == "g-1"
    shelf.close()


def test_closing_closes_what_was_opened_and_not_what_was_given(tmp_path, shelve):
    publish(tmp_path, "g-1")
    shelf = shelve(Opener())
    opened = shelf.index()
    shelf.close()
    assert opened.closed
    given = FakeIndex()
    Shelf(tmp_path, given).close()
    assert not given.closed


def test_what_is_opened_while_it_closes_is_closed(tmp_path):
    opener = Opener()
    publish(tmp_path, "g-1")
    shelf = Shelf(tmp_path, opener=opener, interval=0.01)
    shelf.open()
    opener.gate.clear()
    publish(tmp_path, "g-2")
    time.sleep(0.05)
    shelf.close()
    opener.gate.set()
    until(lambda: len(opener.opened) == 2 and opener.opened[1].closed)


class TurningDesk(FakeDesk):
    """A desk in whose busy hour the generation is swapped: after each call another is served."""

    def __init__(self, shelf):
        super().__init__()
        self.shelf, self.told = shelf, []

    def _note(self, **call):
        self.shelf._index = FakeIndex(generation=f"g-{len(self.told) + 2}", infos=[])
        super()._note(**call)

    def ask(self, index, question, **scope):
        self.told.append(index.generation)
        return super().ask(index, question, **scope)

    def search(self, index, query, **scope):
        self.told.append(index.generation)
        return super().search(index, query, **scope)


@pytest.mark.parametrize("path", ["/?q=ai", "/take/answers.csv?q=ai", "/take/passages.docx?q=ai"])
def test_one_request_is_answered_from_one_generation(path):
    app = create_app("nowhere", index=FakeIndex(generation="g-1"), desk=FakeDesk())
    with TestClient(app) as client:
        desk = TurningDesk(app.state.house.shelf)
        app.state.house = House(app.state.house.shelf, desk)
        assert client.get(path).status_code == 200
        assert desk.told and set(desk.told) == {"g-1"}
        desk.told.clear()
        client.get("/v1/search?q=ai")
        assert "g-1" not in desk.told, "the next request takes the generation served by then"
