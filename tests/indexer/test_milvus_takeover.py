"""Which generation in Milvus is served, whoever publishes at the same time or is killed at it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import indexer.index
from indexer.address import Address, MilvusUnavailable
from indexer.build import build
from indexer.errors import IndexMissing
from indexer.generation import current
from indexer.index import LocalIndex
from indexer.index.milvus import collections, takeover
from indexer.index.milvus.publishing import publish
from indexer.index.milvus.takeover import PublishedMeanwhile, rollback
from tests.encoders import HashEncoder
from tests.indexer import plans

ROOT = Path(__file__).parents[2]
LETTERS = "ABCD"


@pytest.fixture
def address(tmp_path: Path) -> Address:
    return Address.parse(f"milvus://{tmp_path / 'plans.db'}")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the plans are, and the generations made of them."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="module")
def shelf(room: Path) -> Iterator[dict[str, LocalIndex]]:
    """Four generations of one folder, by letter, each with one plan of its own; built once."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        plans.use(patch)
        folder = plans.write(room / "plans", plans.PLANS)
        made = {}
        for letter in LETTERS:
            plans.write(folder, {"x.txt": f"I. {letter}\nSở Xây dựng cấp phép {letter}."})
            build(folder, room / "index", HashEncoder())
            opened = LocalIndex(room / "index" / current(room / "index"), HashEncoder())
            made[letter] = stack.enter_context(opened)
        yield made


@pytest.fixture
def put(shelf: dict[str, LocalIndex], address: Address) -> Callable[[str], str]:
    """Publish the generations of these letters one after the other."""

    def publish_all(letters: str) -> str:
        return [publish([shelf[letter]], address) for letter in letters][-1]

    return publish_all


def kept(shelf: dict[str, LocalIndex], address: Address) -> str:
    """The letters of the generations that are there, each with both of its collections."""
    client = address.connect()
    try:
        there = collections.generations(client, address)
        assert len(client.list_collections()) == 2 * len(there)
        assert all(collections.whole(client, name) for name in there)
    finally:
        client.close()
    names = {collections.rows_name(address, i.generation): letter for letter, i in shelf.items()}
    return "".join(names[name] for name in there)


def served(address: Address) -> str:
    """The letter of the generation that a new reader is given, which answers with its own plan."""
    with indexer.index.open(told(address), encoder=HashEncoder()) as there:
        (hit,) = there.search_terms([("xay_dung", 1.0)], 9, None)
        letter = there.passages([hit.row])[hit.row].text[-2]
        assert f"cấp phép {letter}" in there.text("x")
        return letter


def told(address: Address) -> str:
    return f"milvus://{address.uri}?name={address.name}"


def test_after_a_roll_back_the_generation_served_stays_and_the_rejected_one_goes(
    shelf: dict[str, LocalIndex], put: Callable[[str], str], address: Address
) -> None:
    put("AB")
    rollback(address)
    with indexer.index.open(told(address), encoder=HashEncoder()) as reader:
        assert reader.generation == shelf["A"].generation
        put("C")
        assert (served(address), kept(shelf, address)) == ("C", "AC")
        assert "cấp phép A" in reader.text("x")  # read for the first time now
        assert reader.search_terms([("xay_dung", 1.0)], 9, None)
    rollback(address)
    assert served(address) == "A"
    with pytest.raises(IndexMissing, match="No generation to roll back to"):
        rollback(address)


def test_a_reader_whose_generation_is_gone_is_told_to_ask_again(
    put: Callable[[str], str], address: Address
) -> None:
    put("A")
    with indexer.index.open(told(address), encoder=HashEncoder()) as reader:
        put("BC")
        for asked in (
            lambda: reader.search_terms([("xay_dung", 1.0)], 9, None),
            lambda: reader.passages([0]),
            lambda: reader.text("x"),
        ):
            with pytest.raises(MilvusUnavailable, match="ask again"):
                asked()


def test_what_was_rolled_back_from_can_be_published_again(
    shelf: dict[str, LocalIndex], put: Callable[[str], str], address: Address
) -> None:
    put("AB")
    rollback(address)
    put("B")
    assert (served(address), kept(shelf, address)) == ("B", "AB")


def test_an_index_whose_name_begins_alike_is_left_alone(
    shelf: dict[str, LocalIndex], put: Callable[[str], str], address: Address
) -> None:
    longer = Address(address.uri, f"{address.name}_nghe_an")
    publish([shelf["A"]], longer)
    put("BCD")
    assert served(longer) == "A"
    assert served(address) == "D"


def test_a_publisher_whom_another_overtook_is_told(
    shelf: dict[str, LocalIndex], put: Callable[[str], str], address: Address
) -> None:
    put("A")
    overtaken = []

    def overtake(*progress: object) -> None:
        if not overtaken:
            overtaken.append(put("C"))

    with pytest.raises(PublishedMeanwhile, match="run the same command again"):
        publish([shelf["B"]], address, overtake)
    assert (served(address), kept(shelf, address)) == ("C", "ABC")
    put("B")
    assert (served(address), kept(shelf, address)) == ("B", "CB")


class Wrapped:
    """A client that does something else right before one call."""

    def __init__(self, client: Any, name: str, before: Callable[[], object]) -> None:
        self._client, self._name, self._before = client, name, before

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            self._before()
        return getattr(self._client, name)


def test_of_two_that_switch_at_the_same_moment_one_is_served_whole(
    shelf: dict[str, LocalIndex],
    put: Callable[[str], str],
    address: Address,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put("A")
    connect = Address.connect

    def overtake() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Address, "connect", connect)
            put("C")

    monkeypatch.setattr(
        Address, "connect", lambda self: Wrapped(connect(self), "alter_alias", overtake)
    )
    with pytest.raises(MilvusUnavailable, match="run the same command again"):
        put("B")
    monkeypatch.setattr(Address, "connect", connect)
    assert (served(address), kept(shelf, address)) == ("C", "AC")


def test_what_another_is_still_writing_is_left_until_nobody_can_be_at_it(
    put: Callable[[str], str], address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = address.connect()
    theirs = f"{address.name}_000007_0123abcd"
    collections.create(client, theirs, 32)
    collections.load(client, theirs)
    collections.begin(client, theirs)
    put("ABC")
    assert theirs in collections.generations(client, address)
    monkeypatch.setattr(takeover, "_STALE", -1)
    put("D")
    assert theirs not in collections.generations(client, address)
    client.close()
    assert served(address) == "D"


#: Publishes generations; at the last is killed right before or right after a call of some name.
KILLED = """
import os, signal, sys
from pathlib import Path
from indexer import accents
from indexer.address import Address
from indexer.index import LocalIndex
from indexer.index.milvus.publishing import publish
from tests.encoders import HashEncoder

class Killed:
    def __init__(self, client):
        self.client = client
    def __getattr__(self, asked):
        call = getattr(self.client, asked)
        def last(*args, **named):
            if moment == "after":
                call(*args, **named)
            os.kill(os.getpid(), signal.SIGKILL)
        return last if asked == name else call

accents.GENERAL = "nowhere.npz"  # as the plans of the tests were read
address, moment, name, *folders = sys.argv[1:]
connect = Address.connect
for folder in folders:
    if folder == folders[-1]:
        Address.connect = lambda self: Killed(connect(self))
    with LocalIndex(Path(folder), HashEncoder()) as built:
        publish([built], Address.parse(address))
"""


@pytest.mark.parametrize(
    ("moment", "call", "left"),
    [
        ("before", "alter_alias", "B"),
        ("after", "alter_alias", "C"),
        ("after", "drop_collection", "C"),
    ],
)
def test_killed_while_it_takes_over_a_whole_generation_is_served_and_the_next_run_heals(
    room: Path,
    shelf: dict[str, LocalIndex],
    put: Callable[[str], str],
    address: Address,
    moment: str,
    call: str,
    left: str,
) -> None:
    folders = [str(room / "index" / shelf[letter].generation) for letter in "ABC"]
    command = [sys.executable, "-c", KILLED, told(address), moment, call, *folders]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert served(address) == left
    put("C")
    assert (served(address), kept(shelf, address)) == ("C", "BC")
