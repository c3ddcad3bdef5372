"""Scores and probabilities from the weights that are data."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.retrieve import ranking
from service.retrieve.evidence import Features
from tests.service.making import features, passage, question

GROUPS = ("vi", "keywords", "en")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Ai thu gom rác?", "vi"),
        ("ai thu gom rac", "vi"),
        ("thu gom rác", "keywords"),
        ("who collects waste?", "en"),
    ],
)
def test_groups_of_questions(text, group):
    assert ranking.group(question(text)) == group
    assert ranking.weights(question(text)) is ranking.load()[group]


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_has_finite_weights(group):
    found = ranking.load()[group]
    values = [*found.ranking.values(), *found.silence.values(), found.bias]
    assert all(math.isfinite(v) for v in values)
    assert 0.0 < found.further <= found.few <= found.threshold < 1.0


@pytest.mark.parametrize("group", GROUPS)
def test_every_weight_belongs_to_something_measured(group):
    names = {
        name
        for text in ("Ai?", "Bao nhiêu?", "Khi nào?", "Căn cứ gì?", "Tổng kinh phí?", "Ai ký?", "x")
        for name in ranking.inputs(features(question(text), passage("x")), question(text))
    }
    assert set(ranking.load()[group].ranking) <= names


@pytest.mark.parametrize("group", GROUPS)
def test_more_of_the_question_never_speaks_against_a_passage(group):
    chosen = ranking.load()[group].ranking
    for name in ("lexical", "dense", "words", "pairs", "strict", "whole", "states", "head"):
        assert chosen.get(name, 0.0) >= 0.0, name


@pytest.mark.parametrize("text", ["Ai thu gom rác?", "thu gom rác", "who collects waste?"])
def test_the_score_is_the_weighted_sum_of_the_inputs(text):
    asked = question(text)
    found = features(asked, passage("Thu gom rác.", context=("IV. TỔ CHỨC THỰC HIỆN",)))
    table = ranking.weights(asked).ranking
    expected = sum(v * table.get(k, 0.0) for k, v in ranking.inputs(found, asked).items())
    assert ranking.scorer(asked)(found) == pytest.approx(expected)


def test_what_is_asked_wins_over_what_is_not():
    asked = question("Ai thu gom rác thải nhựa?")
    score = ranking.scorer(asked)
    right = features(asked, passage("Thu gom rác thải nhựa."), dense=0.8)
    wrong = features(asked, passage("Bắt giữ chó thả rông."), dense=0.1)
    assert score(right) > score(wrong)


def test_inputs_say_of_which_intent():
    asked = question("Ai thu gom rác?")
    values = ranking.inputs(features(asked, passage("x")), asked)
    assert set(Features._fields) <= set(values)
    assert "agency:states" in values
    assert "target:states" not in values


CHOSEN = ranking.Weights({}, {"dense": 2.0, "length": -1.0}, -1.0, 0.4, 0.4, 0.2)


@given(st.floats(-1e9, 1e9), st.floats(0, 1))
def test_a_probability_is_one_whatever_the_evidence(dense, length):
    assert 0.0 < ranking.probability({"dense": dense, "length": length}, CHOSEN) < 1.0


def test_more_evidence_is_more_probable():
    shares = [ranking.probability({"dense": d / 10}, CHOSEN) for d in range(11)]
    assert shares == sorted(shares)
    assert ranking.probability({"dense": 0.5}, CHOSEN) == pytest.approx(0.5)


def test_evidence_without_a_weight_does_not_count():
    assert ranking.probability({"new": 5.0}, CHOSEN) == ranking.probability({}, CHOSEN)


def test_a_file_of_weights_is_read(tmp_path):
    told = {"ranking": {"dense": 1.0}, "silence": {}, "bias": 0.0}
    data = {"vi": told | {"threshold": 0.5, "few": 0.4, "further": 0.25}}
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert ranking.read(path) == {"vi": ranking.Weights({"dense": 1.0}, {}, 0.0, 0.5, 0.4, 0.25)}
