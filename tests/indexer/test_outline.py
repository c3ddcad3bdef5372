"""Outlines: words as numbers, in the order in which the index has them as terms."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.documents import Agency, Clause, Facts
from indexer.index.outline import (
    HEAD,
    NUMBER,
    PARTS,
    Terms,
    flag,
    is_sentence,
    numbers_of,
    parts_of,
    sentences_of,
    sequence,
    told,
)
from indexer.index.outlines import OutlineWriter
from indexer.index.written import numbers
from indexer.text import terms

WORDS = st.sampled_from(
    ["Sở", "Y tế", "khám", "sức", "khỏe", "80%", "03", "1.500", "1629/QĐ-TTg", ",", "/", "đ)"]
)


def found(text, wanted):
    sought = Terms(wanted)
    _, which = sought.find(np.frombuffer(sequence(text), NUMBER))
    return {sought.terms[i] for i in which}


@given(st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS, max_size=6).map(" ".join))
def test_exactly_the_terms_of_a_text_are_found_in_it(text, question):
    wanted = set(terms(question))
    assert found(text, wanted) == wanted & set(terms(text))


@pytest.mark.parametrize(
    ("agency", "flags"),
    [
        (Agency("Sở Y tế", "Sở Y tế", "lead"), {"led", "acting", "mine"}),
        (Agency("Sở Y tế", "Sở Y tế", "coordinate"), {"acting", "mine"}),
        (Agency("Sở Y tế", "Sở Y tế", "lead", assigned_in="V.1"), {"acting"}),
        (Agency("Sở Y tế", "Sở Y tế", None), set()),
    ],
)
def test_flags_tell_who_acts(agency, flags):
    facts = Facts(agencies=(agency,))
    clause = Clause("V.1", "V", "clause", "appendix", "1.", None, 0, 70, 70, 1, 1, facts=facts)
    numbers = np.frombuffer(numbers_of(told(asdict(clause)), ("V. TỔ CHỨC",), "x" * 70), NUMBER)
    head = numbers[:1]
    assert {name for name in ("led", "acting", "mine") if flag(head, name)[0]} == flags
    assert PARTS[parts_of(head)[0]] == "appendix"
    assert numbers[1:HEAD].tolist() == [70, 0, 1, 3, 0, 3]


@given(
    st.lists(WORDS | st.sampled_from([". ", "; ", " | ", "\n", "1."]), max_size=20).map(" ".join)
)
def test_sentences_are_told_by_their_first_word_and_the_one_behind_them(text):
    clause = Clause("V.1", "V", "clause", "plan", "1.", None, 0, 70, 70, 1, 1)
    whole = np.frombuffer(numbers_of(told(asdict(clause)), (), text), NUMBER)
    bounds, said = whole[HEAD : HEAD + whole[2]], whole[HEAD + whole[2] :]
    sentences = [part for part in sentences_of(text) if is_sentence(part)]
    if len(sentences) < 2:
        assert not len(bounds)
        return
    spans = bounds.reshape(-1, 2).tolist()
    assert [said[start:end].tobytes() for start, end in spans] == list(map(numbers, sentences))


def test_what_a_failure_cut_off_does_not_look_complete(tmp_path: Path) -> None:
    table = tmp_path / "outlines.npz"
    with closing(OutlineWriter(tmp_path / "outlines.u4", table)):
        pass
    assert not table.exists()
