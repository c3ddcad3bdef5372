"""Files behind an index: found again, given out only as they were, and a cache with an end."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import originals
from indexer.generation import sha256
from service.holdings import pictures
from service.holdings.cache import Cache
from service.holdings.originals import Originals
from service.holdings.pictures import Busy, NotDrawn, Pictures
from tests.service.making import INFO


def about(source: str, digest: str):
    return replace(INFO, source=source, sha256=digest)


def test_a_file_is_found_by_the_name_it_was_indexed_under(tmp_path):
    plans = tmp_path / "plans"
    (plans / "sâu").mkdir(parents=True)
    (plans / "sâu" / "a.txt").write_text("a")
    originals.remember(tmp_path, [plans])
    roots = originals.remembered(tmp_path)
    assert roots == (plans,)
    for name in ("sâu/a.txt", "plans/sâu/a.txt"):
        assert [s.path for s in originals.find(roots, name)] == [plans / "sâu" / "a.txt"]
    for name in ("../plans/sâu/a.txt", "/etc/hosts", "b.txt", ""):
        assert not list(originals.find(roots, name))


def test_a_name_with_marks_apart_is_found(tmp_path):
    (tmp_path / "ke\u0302\u0301.txt").write_text("a")
    assert len(list(originals.find([tmp_path], "kế.txt"))) == 1


def test_a_member_of_a_zip_is_unpacked_once_and_checked(tmp_path):
    plans = tmp_path / "plans"
    plans.mkdir()
    with zipfile.ZipFile(plans / "b.zip", "w") as archive:
        archive.writestr("trong/a.txt", "one")
    originals.remember(tmp_path, [plans])
    (tmp_path / "a.txt").write_text("one")
    digest = sha256(tmp_path / "a.txt")
    held = Originals(tmp_path, Cache(tmp_path / "cache", 1000))
    found = held.of(about("b.zip/trong/a.txt", digest))
    assert found.path is not None and found.path.read_text() == "one"
    assert held.of(about("b.zip/trong/a.txt", "0" * 64)).state == "changed"
    assert held.of(about("b.zip/trong/b.txt", digest)).state == "gone"


@pytest.mark.parametrize("content", ["", "{}", '{"roots": 5}', "[]", "\0"])
def test_what_was_remembered_may_be_damaged(tmp_path, content):
    (tmp_path / originals.NAME).write_text(content)
    assert originals.remembered(tmp_path) == ()


def fill(size: int):
    return lambda folder: (folder / "made").write_bytes(bytes(size))


def test_the_cache_ends_and_keeps_what_was_used_last(tmp_path):
    cache = Cache(tmp_path / "cache", 250)
    for count, name in enumerate(("a", "b")):
        os.utime(cache.put(name, fill(100)), (count, count))
    assert cache.get("a") is not None, "now the one used last"
    cache.put("c", fill(100))
    kept = {path.name for path in (tmp_path / "cache").iterdir()}
    assert kept == {"a", "c"} and cache.get("b") is None


def test_what_fails_to_be_made_is_not_kept(tmp_path):
    cache = Cache(tmp_path / "cache", 250)

    def fail(folder: Path) -> None:
        (folder / "half").write_bytes(b"x")
        raise NotDrawn("no")

    with pytest.raises(NotDrawn):
        cache.put("a", fail)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_cache_that_cannot_stand_beside_the_index_stands_elsewhere(tmp_path):
    (tmp_path / "cache").write_text("a file in its place")
    assert Cache(tmp_path / "cache", 250).put("a", fill(9)).read_bytes() == bytes(9)


def test_a_page_that_cannot_be_drawn_is_tried_once(tmp_path, monkeypatch):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 garbage")
    drawer = Pictures(Cache(tmp_path / "cache", 10_000))
    with pytest.raises(NotDrawn):
        drawer.page(bad, "0" * 64, 1, 600)
    monkeypatch.setattr(pictures, "_drawn", None)
    with pytest.raises(NotDrawn):
        drawer.page(bad, "0" * 64, 1, 600)


def test_only_a_few_wait_for_the_drawer(tmp_path, monkeypatch):
    drawer = Pictures(Cache(tmp_path / "cache", 10_000))
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with drawer._in_turn(), pytest.raises(Busy):
        drawer.page(tmp_path / "x.pdf", "0" * 64, 1, 600)


def test_frames_of_an_image_are_drawn_as_upright_as_they_are_read(tmp_path):
    from PIL import Image

    image = Image.new("RGB", (400, 200), "white")
    exif = image.getexif()
    exif[0x0112] = 6  # the camera was turned
    image.save(tmp_path / "a.jpg", exif=exif)
    drawer = Pictures(Cache(tmp_path / "cache", 10_000_000))
    assert drawer.sizes(tmp_path / "a.jpg", "1" * 64) == [(200.0, 400.0)]
    drawn = Image.open(io.BytesIO(drawer.page(tmp_path / "a.jpg", "1" * 64, 1, 600)))
    assert drawn.size == (200, 400), "and not larger than they are"
