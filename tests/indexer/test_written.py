"""What is put together from pieces between blanks is what the rules of the whole text give."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.outline import NUMBER
from indexer.index.written import LONGEST, number_of, numbers, searchable
from indexer.text import LOWER, marked_terms, terms

VIETNAMESE = LOWER.replace("a-z", "abcdefghijklmnopqrstuvwxyz")
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=VIETNAMESE + " \n\xa0\u0301\u031b0123456789./-–%&ÐĐU"),
    st.lists(st.sampled_from(["12/KH-UBND", "1629/QĐ-TTg", "- UBND", "–", "x" * 251, "y" * 130]))
    .map("\n".join),
)  # fmt: skip


@given(TEXTS)
def test_terms_are_those_of_the_whole_text(text):
    wanted = (
        [t for t in found if len(t) <= LONGEST] for found in (terms(text), marked_terms(text))
    )
    assert searchable(text) == tuple(map(" ".join, wanted))


@given(TEXTS)
def test_numbers_are_those_of_the_single_words(text):
    wanted = [number_of(t) for t in terms(text) if "_" not in t and not t.startswith("#")]
    assert np.frombuffer(numbers(text), NUMBER).tolist() == wanted
