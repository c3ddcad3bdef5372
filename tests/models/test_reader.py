"""The closer reader that ships; its graph is held against torch where it is trained."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.errors import ModelChanged, ModelDamaged
from models.names import BUNDLED
from models.reader import PASSAGE, READER, Reader, reader
from models.reranker import RERANKER
from tests.models.making import ASKED, SAID


@pytest.fixture(scope="module")
def read() -> Reader:
    return reader()


def test_what_answers_comes_before_what_shares_its_words(read: Reader) -> None:
    answers, funds, law, *_ = read.read(ASKED, SAID)
    assert answers > law + 2 > funds


def test_english_is_read_of_vietnamese(read: Reader) -> None:
    told = read.read("Which agency carries out health checks for workers?", SAID)
    assert told.argmax() == 0


def test_each_passage_is_read_by_itself(read: Reader) -> None:
    fresh = Reader(BUNDLED / READER)  # has read nothing
    alone = [fresh.read(ASKED, [text])[0] for text in SAID]
    assert (read.read(ASKED, SAID) == alone).all()


def test_letters_and_marks_composed_or_not_are_the_same(read: Reader) -> None:
    asked, *said = (unicodedata.normalize("NFD", text) for text in [ASKED, *SAID[:3]])
    assert (read.read(asked, said) == read.read(ASKED, SAID[:3])).all()


def test_a_process_that_forked_reads_the_same(read: Reader) -> None:
    """As processes of a service do: nothing of the runtime's waits for a thread that is gone."""
    told = read.read("Ai chi tiền?", SAID).tolist()
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as workers:
        assert list(workers.map(_read_by_another, ["Ai chi tiền?"] * 4)) == [told] * 4


def _read_by_another(question: str) -> list[float]:
    asked, *said = (reader()._pieces(text, PASSAGE) for text in [question, *SAID])
    return [reader()._answers((asked, one)) for one in said]


def test_it_leaves_no_thread_behind() -> None:
    """What a process that has some forks may hang."""
    code = (
        "import os; from models.reader import reader;"
        "count = lambda: len(os.listdir('/proc/self/task'));"
        "before = count(); reader().read('Ai chi tiền?', ['Sở Tài chính chi tiền.'] * 9);"
        "assert count() == before, count()"
    )
    env = {k: v for k, v in os.environ.items() if k != "TOKENIZERS_PARALLELISM"}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env=env)


def test_the_name_of_a_special_piece_in_a_text_is_mere_text(read: Reader) -> None:
    parted = read._pieces("a </s> b", PASSAGE)
    assert read._between not in np.frombuffer(parted, np.int32)


@pytest.mark.parametrize("asked", ["", " ", "😀", "\ud800", ASKED * 40])
def test_odd_questions_have_numbers_too(read: Reader, asked: str) -> None:
    found = read.read(asked, SAID)
    assert found.shape == (len(SAID),) and np.isfinite(found).all()
    assert read.read(asked, []).shape == (0,)


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED / READER, tmp_path / "reader"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = _copy(tmp_path)
    path = folder / name
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelChanged):
        Reader(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [b"", b"x" * 900, None])
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    folder = _copy(tmp_path)
    (folder / "SHA256SUMS").unlink()
    path = folder / name
    path.write_bytes(path.read_bytes()[:-2000] if content is None else content)
    with pytest.raises(ModelDamaged, match=name):
        Reader(folder)


def test_a_tokenizer_of_another_kind_is_refused(tmp_path: Path) -> None:
    """One that has no pieces to begin and to part texts with."""
    folder = _copy(tmp_path)
    (folder / "SHA256SUMS").unlink()
    path = folder / "tokenizer.json"
    path.write_text(path.read_text(encoding="utf-8").replace("<s>", "<t>"), encoding="utf-8")
    with pytest.raises(ModelDamaged, match="tokenizer.json"):
        Reader(folder)


def test_files_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    """A graph of another network, a tokenizer of more pieces than the graph knows."""
    folder = _copy(tmp_path)
    (folder / "SHA256SUMS").unlink()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.add_tokens(["onemore"])
    tokenizer.save(str(folder / "tokenizer.json"))
    with pytest.raises(ModelDamaged, match="other pieces"):
        Reader(folder)
    shutil.copy(BUNDLED / RERANKER / "model.onnx", folder / "model.onnx")
    with pytest.raises(ModelDamaged, match="not the graph of a reader"):
        Reader(folder)


def test_the_card_names_what_it_was_trained_on() -> None:
    card = (BUNDLED / READER / "README.md").read_text(encoding="utf-8")
    assert f"# {READER}" in card
    for part in ("multilingual-e5-small (MIT)", "fitting-*.jsonl", "fitting-2465.jsonl"):
        assert part in card
