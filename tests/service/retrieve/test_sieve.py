"""What is told of passages from their outlines, against what is read of them."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.documents import Clause
from indexer.index import outline
from indexer.index.outline import agencies_of
from indexer.index.outlines import Outlines
from service.query.question import understand
from service.query.scope import known_places
from service.retrieve import hybrid, ranking, shares, sieve
from service.retrieve.evidence import Features, near_of
from service.retrieve.line import Line
from service.retrieve.searching import _speaks
from service.retrieve.shelf import Shelf

QUESTIONS = [
    "Cơ quan nào chủ trì thu gom rác thải nhựa?",
    "co quan nao phu trach kham suc khoe cho nguoi lao dong",
    "Kinh phí thực hiện lấy từ nguồn nào?",
    "Bao nhiêu phần trăm xã, phường được tuyên truyền?",
    "Bao nhiêu xã được tuyên truyền?",
    "Báo cáo gửi trước ngày nào?",
    "Thực hiện theo quyết định nào của Thủ tướng?",
    "Sở Y tế phải làm gì?",
    "Ai ký kế hoạch này?",
    "Kế hoạch ban hành ngày nào?",
    "which agency handles health checks for workers?",
    "rác thải nhựa",
    "trồng rừng",
]


def meant(index, text):
    return understand(text, index.accents, known_places(index))


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("count", [1, 10, 1000])
def test_the_first_are_those_of_the_whole_ranking(index, text, count):
    question = meant(index, text)
    assert sieve.suits(question)
    led = hybrid.leading(index, question, None, count, _speaks)
    whole = [
        c
        for c in hybrid.candidates(index, question, None)
        if _speaks(dict(c.features.named_values()))
    ]
    assert led.best == whole[:count]
    read = [
        (c.passage.document, c.passage.clause.kind, "\n".join(agencies_of(c.passage.clause)))
        for c in whole
    ]
    assert sorted(led.told) == sorted(read)


@pytest.mark.parametrize("text", [*QUESTIONS, "Thực hiện Quyết định 1629/QĐ-TTg về việc gì?"])
def test_nothing_is_told_to_be_less_than_it_is(index, text):
    """Of what outlines leave open, the most that it can be."""
    question = meant(index, text)
    read = hybrid.candidates(index, question, None)
    known = hybrid._sifted(index, question, None)
    place = {row: i for i, row in enumerate(known.rows)}
    places = [place[c.passage.row] for c in read]
    for name in sieve.UNSURE:
        most = known.told.features[name][places]
        assert all(getattr(c.features, name) <= m for c, m in zip(read, most, strict=True)), name
    for place, c in zip(places, read, strict=True) if question.intent in sieve.IN_TEXTS else ():
        info = index.document(c.passage.document)
        closer = known.told.closer(question, [info], {place: c.passage.text})
        assert all(getattr(c.features, name) <= most for name, (most,) in closer.items())
    most = sieve.upper(known.told.features, ranking.by_feature(question))[places]
    assert all(c.score <= bound + sieve.ROUNDING for c, bound in zip(read, most, strict=True))


SAID = st.sampled_from(["khám", "sức khỏe", "Sở Y tế", "80%", ". ", "; ", " | ", "\n", "a"])


@given(st.lists(st.lists(SAID, max_size=25).map(" ".join), min_size=1, max_size=4))
def test_the_nearest_sentence_is_told_as_its_words_tell(index, texts):
    weight = shares.weights(meant(index, "Sở Y tế khám sức khỏe cho ai?"), {}, 100)
    clause = outline.told(asdict(Clause("V", None, "clause", "plan", "1.", None, 0, 9, 9, 1, 1)))
    numbers = [outline.numbers_of(clause, (), text) for text in texts]
    shelf = Shelf.of(Outlines.of([""] * len(texts), [""] * len(texts), numbers))
    terms = outline.Terms(sorted(weight.terms))
    standing = shelf.find(terms)
    words = sieve._worth(weight.words, terms)
    whole = words.share(shelf.present(terms, standing)["text"])
    near = shelf.near(shelf.spoken(terms, standing, words), words, whole)
    alone = [near_of(weight, text, share) for text, share in zip(texts, whole, strict=True)]
    assert near.tolist() == pytest.approx(alone)


def test_places_are_taken_as_they_look_from_near():
    near = {0: 1.0, 1: 4.0, 2: 3.0, 3: 2.5}
    line = Line(
        [(-5.0, 0), (-4.5, 1), (-3.0, 2), (-2.5, 3)], lambda block: [near[p] for p in block]
    )
    assert line.take(2, float("-inf"), 4) == [1, 2]
    assert line.take(9, 2.0, 4) == [3], "0 came first from far, and reaches less than is wanted"


def test_of_equal_places_only_those_before_the_last_are_taken():
    line = Line([(-2.0, place) for place in range(5)], lambda block: [2.0] * len(block))
    assert line.take(9, 2.0, 3) == [0, 1, 2, 3]


def test_a_feature_that_is_not_known_counts_at_its_most():
    known = {"lexical": np.array([0.5])}
    weights = [0.0] * len(Features._fields)
    weights[Features._fields.index("lexical")] = 2.0
    weights[Features._fields.index("words")] = 3.0
    weights[Features._fields.index("front")] = -4.0
    assert sieve.upper(known, weights).tolist() == [4.0]


def test_which_documents_are_cited_outlines_do_not_tell(index):
    assert not sieve.suits(meant(index, "Thực hiện Quyết định 1629/QĐ-TTg về việc gì?"))
