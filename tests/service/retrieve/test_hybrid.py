"""Candidates from both sides, ranked."""

from __future__ import annotations

import pytest

from indexer.index import LocalIndex
from service.query.question import Question, understand
from service.query.scope import known_places
from service.retrieve import hybrid
from service.retrieve.hybrid import candidates
from tests.service.making import passage, question, shelf, target

DUTY = "Cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ?"


def understood(index: LocalIndex, text: str) -> Question:
    return understand(text, index.accents, known_places(index))


def test_the_best_comes_first_and_each_once(index):
    found = candidates(index, understood(index, DUTY), None)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    rows = [c.passage.row for c in found]
    assert len(rows) == len(set(rows))
    assert (found[0].passage.document, found[0].passage.clause.path) == ("hai-duong-2023", "IV.1.a")


def test_only_documents_in_scope(index):
    found = candidates(index, understood(index, DUTY), ["ca-mau-2024"])
    assert {c.passage.document for c in found} == {"ca-mau-2024"}
    assert candidates(index, understood(index, DUTY), []) == []


def test_both_sides_hold_candidates(index):
    """Words find what meaning alone would not, and the other way round."""
    asked = understood(index, DUTY)
    vector = index.encoder.encode_queries([asked.reading])[0]
    by_meaning = {h.row for h in index.search_vector(vector, 5, None)}
    by_words = {h.row for h in index.search_terms(asked.weighted, 5, None)}
    found = {c.passage.row for c in candidates(index, asked, None, pool=5)}
    assert by_meaning != by_words
    kept = {r for r, p in index.passages(by_meaning | by_words).items() if p.clause.part == "plan"}
    assert kept <= found <= by_meaning | by_words


def test_each_side_gives_half_as_many_of_many_passages(index, monkeypatch):
    asked = understood(index, DUTY)
    monkeypatch.setattr(hybrid, "POOL", 6)
    few = candidates(index, asked, None)
    monkeypatch.setattr(hybrid, "_MANY", index.size() - 1)
    assert few == candidates(index, asked, None, pool=6)
    assert candidates(index, asked, None) == candidates(index, asked, None, pool=3) != few


def test_a_passage_found_by_words_has_its_cosine_too(index):
    asked = understood(index, DUTY)
    vector = index.encoder.encode_queries([asked.reading])[0]
    for found in candidates(index, asked, None, pool=3):
        cosine = float(index.vectors([found.passage.row])[0] @ vector)
        assert found.features.dense == pytest.approx(max(0.0, cosine), abs=1e-5)


def test_the_best_of_words_has_the_whole_lexical_share(index):
    found = candidates(index, understood(index, DUTY), None)
    assert max(c.features.lexical for c in found) <= 1.0
    assert found[0].features.lexical == 1.0


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (DUTY, {"plan", "appendix"}),
        ("Ai ký kế hoạch?", {"front", "plan", "back", "appendix"}),
        ("Căn cứ văn bản nào?", {"front", "plan", "appendix"}),
        ("rác thải nhựa", {"front", "plan", "appendix"}),
    ],
)
def test_recipients_and_headers_assign_nothing(index, text, parts):
    found = candidates(index, understood(index, text), None)
    assert {c.passage.clause.part for c in found} == parts


@pytest.mark.parametrize(
    ("part", "counts", "text", "may"),
    [
        ("front", True, "Bao nhiêu đơn vị được kiểm tra?", True),
        ("front", False, "Bao nhiêu đơn vị được kiểm tra?", False),
        ("front", True, "Ai kiểm tra?", False),
        ("back", True, "Bao nhiêu đơn vị được kiểm tra?", False),
    ],
)
def test_a_preamble_may_count(part, counts, text, may):
    said = "Xét đề nghị của 12 đơn vị;"
    found = passage(said, *([target(said, "12 đơn vị", "đơn vị")] if counts else []), part=part)
    assert shelf(found).may_answer(question(text).intent).tolist() == [may]


def test_the_line_that_says_who_signed_comes_first(index):
    asked = understood(index, "Ai ký kế hoạch tiêm phòng bệnh dại?")
    found = candidates(index, asked, ["dong-hung-2022"])
    assert "Phạm Văn Ví" in found[0].passage.text


def test_words_no_plan_holds_still_have_a_nearest(index):
    assert candidates(index, understood(index, "zzz qqq"), None)


def test_the_same_question_has_the_same_candidates(index):
    asked = understood(index, DUTY)
    assert candidates(index, asked, None) == candidates(index, asked, None)


def test_an_english_question_finds_the_vietnamese_passage(index):
    asked = understood(index, "which agency checks fishing boats bringing plastic waste ashore?")
    first = candidates(index, asked, None)[0].passage
    assert (first.document, first.clause.path) == ("ca-mau-2024", "III.1")
