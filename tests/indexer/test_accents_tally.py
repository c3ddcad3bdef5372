"""Syllables counted piece by piece are those of the stretches of the whole text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.accents_counts import EDGE, Counts, stretches
from indexer.accents_tally import counted
from indexer.text import LOWER

TEXTS = st.lists(
    st.one_of(
        st.text(),
        st.text(alphabet=LOWER + "SĐY \n\t\xa0\u0301.;(“12-/"),
        st.lists(
            st.sampled_from(["Sở", "Y tế", "so y", "te", "\n", "\n và", "\n- Khám", "; "])
        ).map(" ".join),
    ),
    max_size=4,
)


def plainly(texts):
    words, pairs = Counter(), Counter()
    for text in texts:
        for stretch in stretches(text):
            words.update(stretch)
            pairs.update(pairwise([EDGE, *stretch]))
    return Counts.of(words, pairs)


def told(counts):
    return [list(part) for part in (counts.words, counts.seen, counts.pairs, counts.together)]


@given(TEXTS)
def test_counts_are_those_of_the_stretches(texts):
    assert told(counted(texts)) == told(plainly(texts))


def test_counts_of_many_texts_are_summed_up_in_between(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indexer.accents_tally._BLOCK", 64)
    texts = ["Sở Y tế chủ trì", "so y te chu tri", "Khám sức khỏe; Sở Y tế"] * 3
    assert told(counted(texts)) == told(plainly(texts))
